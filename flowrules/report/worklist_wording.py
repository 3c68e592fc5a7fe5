"""Answered -> Work: what one person adds to a worklist, or why nothing is said of them."""

from collections.abc import Iterator

from flowrules.answer import Answered
from flowrules.decision import Decision
from flowrules.explain.sentences import say_unknown
from flowrules.flow import Flow
from flowrules.report.worklist import Problem, Sums, Who, Work, problem_of
from flowrules.report.worklist_lines import lines_of
from flowrules.report.worklist_rules import Edition
from flowrules.source import Source

# What was not known, for counting in how many people it was so.
_UNKNOWN = {
    "working-pattern": "no working pattern is given: the school's working week was taken",
    "pattern-changed": "the working pattern changed: bounds are scaled to the one of the day looked at",
    "absence-undecided": "whether an absence counts is not decided: it was left out",
    "staff-group": "no staff group is given: what is for certain groups was not applied",
    "service": "the first day of service is not given: nothing that depends on it was applied",
    "hours": "the hours of some working days are not given: they were left out of hours lost",
    "days-lost-differ": "days lost, as said, differ from the working pattern: what is said was taken",
    "no-day-worked": "an absence has no day on which the person works: check its days and the pattern",
    "term-dates": "term dates are not given for all the time looked at: other days were taken as open",
    "before-effective-from": "the day is before the procedure applies",
    "no-day": "there is no day yet from which a move counts",
}


class Wording:
    """The words for the people of one procedure; what is the same for many is made once."""

    def __init__(self, flow: Flow, source: Source, *, names: bool = False) -> None:
        self._flow = flow
        self._source = source
        self._names = names
        self._editions: dict[str | None, Edition] = {}

    def work(self, answered: Answered) -> Work:
        """All that there is to do for one person, or why nothing is said."""
        person, decision = answered.person, answered.decision
        who = self._who(answered)
        notes = tuple(problem_of(one, who) for one in person.notes)
        sums = sums_of(answered)
        if answered.findings or person.record is None:
            problems = tuple(problem_of(one, who) for one in answered.findings) or (_unread(who),)
            return Work(sums, problems=problems, checks=notes, of_anybody=not person.is_named)
        if not decision.covered:
            return Work(sums, checks=notes)
        edition = self._edition(decision.version)
        lines = tuple(lines_of(edition, decision, who))
        unknown = tuple(dict.fromkeys(_UNKNOWN[one.kind] for one in decision.not_known))
        checks = (*notes, *_checks(decision, edition, who))
        return Work(sums, lines, checks=checks, unknown=unknown)

    def _who(self, answered: Answered) -> Who:
        person = answered.person
        name = person.name if self._names else None
        return person.id, name or "", person.school or "", person.manager or ""

    def _edition(self, version: str | None) -> Edition:
        if version not in self._editions:
            flow, source = self._flow.of_version(version, self._source)
            self._editions[version] = Edition(flow, source, self._source.name)
        return self._editions[version]


def _checks(decision: Decision, edition: Edition, who: Who) -> Iterator[Problem]:
    """What the record says of itself and cannot both be right."""
    for one in decision.not_known:
        if one.kind in ("days-lost-differ", "no-day-worked"):
            yield Problem(*who, "", None, "", say_unknown(one, edition.names), "")


def _unread(who: Who) -> Problem:
    return Problem(*who, "", None, "", "the record could not be used", "look at where it comes from")


def sums_of(answered: Answered) -> Sums:
    """A row is rejected if it has a finding, whoever found it."""
    person = answered.person
    found = len({(one.file, one.line) for one in answered.findings})
    rejected = person.rejected if person.record is None else min(found, person.rows)
    decided = answered.decided and person.record is not None
    not_covered = not answered.findings and not answered.decision.covered
    return Sums(person.rows, rejected, 1, int(decided), int(not_covered))
