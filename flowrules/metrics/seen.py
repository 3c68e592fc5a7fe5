"""Answered + Flow -> Seen: one person as the figures look at them: time lost, and stays in stages.

This is made once a person, and every figure is a fold over it. The time lost is reckoned by the
engine's own timeline, so that a figure can never come to another count than a trigger did.
"""

from collections.abc import Iterable
from fractions import Fraction
from typing import NamedTuple

from flowrules.answer import Answered, Asked
from flowrules.calendar import Duration, shift
from flowrules.engine.case import bind_case
from flowrules.engine.versions import begins_on, ignored_before
from flowrules.flow import Flow
from flowrules.lines import COUNTS, NEVER, Line, Spell
from flowrules.metrics.stays import Stay, stays_of
from flowrules.model.record import Record
from flowrules.timeline import Timeline
from flowrules.view import About, Untold, View

YEAR = Duration(12, "month")
ZERO = Fraction(0)


class Seen(NamedTuple):
    """One person: `at` is their place among all, and `since` the first day of the last 12 months.

    `flow` is the version that decided. `timeline` is None where that version cannot read the absences
    of an earlier one.
    """

    at: int
    answered: Answered
    flow: Flow
    since: int
    on: int
    timeline: Timeline | None
    stays: tuple[Stay, ...]

    @property
    def group(self) -> str | None:
        record = self.answered.person.record
        return record.employee.group if record else None

    @property
    def begins(self) -> int:
        """The first day looked at: of the last 12 months or, if that is later, of service."""
        record = self.answered.person.record
        started = record.employee.started if record else None
        return max(self.since, started.toordinal()) if started else self.since

    def in_force(self, day: int) -> Flow:
        """The version that decided on a day: the latest that had begun.

        But for one that finishes an open case first: it then took a later step.
        """
        steps = (one for one in self.answered.decision.steps if one.on.toordinal() >= day)
        took = next((step.version for step in steps), None) or self.flow.header.version
        chain = self.flow.version_called(took).chain()
        return [one for one in chain if one.before is None or begins_on(one) <= day][-1]

    def sick(self) -> list[Spell]:
        """The absences of the last 12 months and of service, but for the categories that never count."""
        never = {name for name, how in self.flow.counting.categories.items() if how == NEVER}
        return self.made_of(line for line in self.lines() if line.category not in never)

    def lines(self) -> list[Line]:
        return self.timeline.known_lines(self.on) if self.timeline else []

    def made_of(self, lines: Iterable[Line]) -> list[Spell]:
        """The absences of the last 12 months and of service that some lines alone would make."""
        if self.timeline is None:
            return []
        places = frozenset(line.place for line in lines)
        return [one for one in self.timeline.chosen(self.on, places) if one.last >= self.begins]

    def all_spells(self) -> list[Spell]:
        """Every absence so far, however it counts."""
        return self.timeline.spells(self.on) if self.timeline else []

    def view(self) -> View | None:
        """The day as a condition sees it that looks at absences alone; None where none can be read."""
        if self.timeline is None:
            return None
        spells = self.all_spells()
        begun = max(map(ignored_before, self.flow.chain()))
        counted = [one for one in spells if one.status == COUNTS and one.first >= begun]
        return View(self.on, self.timeline, spells, counted, About(), Untold(), self.flow.rules())

    def lost(self, spells: Iterable[Spell]) -> Fraction:
        """The working days that some absences lost, from the first day looked at on."""
        timeline = self.timeline
        if timeline is None:
            return ZERO
        cut = ((one, max(one.first, self.begins), min(one.last, self.on)) for one in spells)
        return Fraction(
            sum(timeline.lost(one, first, last, self.on) for one, first, last in cut), timeline.unit
        )

    def working(self) -> Fraction:
        """The working days of the last 12 months, from the first day of service on."""
        timeline = self.timeline
        if timeline is None or self.begins > self.on:
            return ZERO
        return Fraction(timeline.working_time(self.begins, self.on), timeline.unit)


def look(at: int, answered: Answered, flow: Flow, asked: Asked) -> Seen:
    """Somebody who was decided, for the figures."""
    on = asked.on.toordinal()
    its = flow.version_called(answered.decision.version) if answered.decision.version else flow
    record = answered.person.record
    timeline = _timeline(record, its, asked) if record else None
    stays = stays_of(answered, its, asked.horizon)
    return Seen(at, answered, its, shift(on, YEAR, -1) + 1, on, timeline, stays)


def _timeline(record: Record, flow: Flow, asked: Asked) -> Timeline | None:
    """The absences alone: the events of another version's days would mean nothing to this one."""
    absences = record.model_copy(update={"events": (), "adjustments": (), "leave": ()})
    case, _ = bind_case(flow, absences, asked.horizon)
    return case.timeline if case else None
