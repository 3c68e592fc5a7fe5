"""Nobody is told how to keep in touch during an absence.

Somebody who falls ill wants to know whom to call, and by when. In a long absence, silence on both sides
is what most often turns an illness into a dispute: people feel forgotten, or watched.

Bad:
    flowrules: 1
    procedure: {id: small, title: Small procedure}
    triggers: {often: {absences: {at_least: 3, within: 6 months}}}
    stages:
      fine: {next: [{when: often, to: review}]}
      review: {next: [{after: 6 months, to: fine}]}

Good:
    flowrules: 1
    procedure: {id: small, title: Small procedure}
    contact:
      - {id: call-in, do: Phone the school, who: employee, to: manager, on: day 1}
      - {id: keep-in-touch, who: manager, to: employee, every: 7 days, starting: day 8, until: return}
    triggers: {often: {absences: {at_least: 3, within: 6 months}}}
    stages:
      fine: {next: [{when: often, to: review}]}
      review: {next: [{after: 6 months, to: fine}]}
"""

from collections.abc import Iterator

from flowrules.finding import Path
from flowrules.flow import Flow
from flowrules.lint.proposals import contact_line
from flowrules.lint.texts import of_action, said_in
from flowrules.words import join_words

CODE = "FR801"
SEVERITY = "warning"

_FIRST = ("call-in", "do: Phone the school, who: {employee}, to: {manager}, on: day 1")
_LATER = (
    "keep-in-touch",
    "do: Keep in touch, who: {manager}, to: {employee}, every: 7 days, starting: day 8, until: return",
)
_IN_TOUCH = ("in touch", "keep contact", "regular contact", "keep talking")


def check(flow: Flow) -> Iterator[tuple[Path, str, str]]:
    missing = {} if _has_first_day(flow) else {"on the first day of an absence": _FIRST}
    if not _goes_on(flow):
        missing["regularly in a long absence"] = _LATER
    if missing:
        place: Path = ("contact",) if flow.contacts else ("procedure",)
        lines = join_words([contact_line(flow, *one) for one in missing.values()])
        yield (
            place,
            f"no contact is expected {join_words(list(missing), 'or')}",
            f"write under `contact`: {lines}",
        )


def _has_first_day(flow: Flow) -> bool:
    return any(
        moment.kind.endswith("day") and moment.n == 1 for one in flow.contacts for moment in one.on
    )


def _goes_on(flow: Flow) -> bool:
    """Whether somebody keeps in touch: by the contacts, or in a stage."""
    contacts = any(one.every is not None and one.until is None for one in flow.contacts)
    actions = flow.actions.values()
    return contacts or any(one.every or said_in(of_action(one), _IN_TOUCH) for one in actions)
