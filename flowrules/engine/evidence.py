"""Citations: the lines of a record on which its stages rest, noted while the record is run.

With these lines alone the person ends in the same stages. What kept a move from being taken is among
them: an absence that spoilt a clean year.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from flowrules.conditions import new_evidence
from flowrules.decision import Reason
from flowrules.engine.case import Case
from flowrules.lines import COUNTS, FAR, Spell
from flowrules.view import Condition, View

_NEVER = date.max.toordinal()


class Citations:
    """`lines` are places of absences in the Case; `events` days and names of what was recorded.

    `rests_on_start`: something counts from the first day of the record, which is then evidence.
    """

    def __init__(self, case: Case) -> None:
        self.lines: set[int] = set()
        self.events: set[tuple[int, str]] = set()
        self.rests_on_start = False
        self._case = case

    def copy(self) -> "Citations":
        """The same, which nothing else shares."""
        cited = type(self)(self._case)
        cited.lines, cited.events = set(self.lines), set(self.events)
        cited.rests_on_start = self.rests_on_start
        return cited

    def cite(self, because: Iterable[Reason], spells: list[Spell], *, first: bool) -> None:
        """What a step, or its not being taken, rests on; `first`: in a start stage never left."""
        for reason in because:
            self.events.update((day.toordinal(), name) for name, day in reason.events)
            for start, end in reason.absences:
                self.cite_spells(_made_of(start.toordinal(), end.toordinal(), spells))
            anchor = reason.anchor[0] if reason.anchor else None
            if anchor == "return":
                self.cite_return([spell for spell in spells if spell.status == COUNTS])
            elif anchor == "entered" and first:
                self.rests_on_start = True

    def take_over(self, absences: Iterable[date], events: Iterable[tuple[int, str]]) -> None:
        """The evidence of the version before."""
        firsts = {day.toordinal() for day in absences}
        self.lines.update(line.place for line in self._case.lines if line.first in firsts)
        self.events.update(events)

    def first_days(self) -> frozenset[date]:
        """The absences cited, by their first day."""
        cited = (line.first for line in self._case.lines if line.place in self.lines)
        return frozenset(map(date.fromordinal, cited))

    def cite_spells(self, spells: Iterable[Spell]) -> None:
        for spell in spells:
            self.lines.update(spell.lines)

    def cite_return(self, counted: list[Spell]) -> None:
        """The absence that the latest return is from, or that there is no return from yet."""
        latest = max((spell.returns or _NEVER for spell in counted), default=0)
        self.cite_spells(spell for spell in counted if (spell.returns or _NEVER) == latest)

    def cite_spoilers(self, condition: Condition, view: View, *, first: bool) -> None:
        """What keeps a move from being taken."""
        if condition.negative:
            for one in _spoilers(condition):
                self.cite(view.reasons(one), view.spells, first=first)

    def new_spoilers(self, condition: Condition, view: View) -> int:
        """A later day before which nothing new keeps a move from being taken."""
        if not condition.negative:
            return FAR
        if view.day < self._case.start:
            return self._case.start  # nothing has been asked yet
        return min((new_evidence(one, view) for one in _spoilers(condition)), default=FAR)

    def complete(self, spells: list[Spell]) -> None:
        """An absence is evidence as a whole; so is the first day, where a step is counted from it."""
        self.cite_spells(spell for spell in spells if not self.lines.isdisjoint(spell.lines))
        if not self.rests_on_start:
            return
        lines = {line.place for line in self._case.lines if line.begins == self._case.first}
        events = self._case.opening
        if not (lines & self.lines or events & self.events):
            self.lines.update(lines)
            self.events.update(events)


class Unnoted(Citations):
    """Nothing is noted where nobody asks for the evidence."""

    def cite(self, because: Iterable[Reason], spells: list[Spell], *, first: bool) -> None:
        pass

    def take_over(self, absences: Iterable[date], events: Iterable[tuple[int, str]]) -> None:
        pass

    def cite_spells(self, spells: Iterable[Spell]) -> None:
        pass

    def cite_return(self, counted: list[Spell]) -> None:
        pass

    def cite_spoilers(self, condition: Condition, view: View, *, first: bool) -> None:
        pass

    def new_spoilers(self, condition: Condition, view: View) -> int:  # noqa: ARG002
        return FAR

    def complete(self, spells: list[Spell]) -> None:
        pass


def citations_of(case: Case, *, noted: bool) -> Citations:
    return Citations(case) if noted else Unnoted(case)


def _made_of(first: int, last: int, spells: list[Spell]) -> list[Spell]:
    """The absence that has the days counted: by both ends, as one of another kind may lie inside it.

    Where a condition chose lines that do not count alike, several absences have them together.
    """
    whole = [spell for spell in spells if spell.first <= first and last <= spell.last]
    return whole or [spell for spell in spells if spell.first <= last and first <= spell.last]


def _spoilers(condition: Condition, *, denied: bool = False) -> Iterator[Condition]:
    """The words of a condition that more in the record may turn against it."""
    if not condition.members and (denied or condition.negative):
        yield condition
    for member in condition.members:
        yield from _spoilers(member, denied=denied or condition.word == "not")
