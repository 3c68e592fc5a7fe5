"""Spent: the absences that have moved each track before, by a condition that was met.

Few procedures ask for them (`not_used_before`), so what a move rests on is only kept, and the lines are
looked up once somebody does.
"""

from collections.abc import Iterator, Mapping, Set
from typing import NamedTuple

from flowrules.decision import Reason
from flowrules.flow import Move, asserted
from flowrules.lines import Line
from flowrules.timeline import Timeline
from flowrules.view import ABSENCE, NOTHING, Cause


class _Taken(NamedTuple):
    """A move taken on a day by what it counted or measured."""

    track: str
    day: int
    move: Move
    because: tuple[Reason, ...]


class Spent:
    """What is spent, by track; `before` is what was so under an earlier version."""

    def __init__(self, timeline: Timeline, before: Mapping[str, Set[Cause]]) -> None:
        self._timeline = timeline
        self._found = {track: set(causes) for track, causes in before.items()}
        self._taken: list[_Taken] = []

    def note(self, track: str, day: int, move: Move, because: tuple[Reason, ...]) -> None:
        """Keeps what a move was taken by; what somebody decided, or a time, spends nothing."""
        if not move.is_plain:
            self._taken.append(_Taken(track, day, move, because))

    def copy(self) -> "Spent":
        """The same, which nothing else shares."""
        spent = Spent(self._timeline, self._found)
        spent._taken = list(self._taken)
        return spent

    def on(self, track: str) -> Set[Cause]:
        """What has moved a track."""
        return self.by_track().get(track, NOTHING)

    def by_track(self) -> Mapping[str, Set[Cause]]:
        """What has moved each track."""
        for one in self._taken:
            found = self._found.setdefault(one.track, set())
            found.update((ABSENCE, line.first) for line in self._lines(one))
        self._taken.clear()
        return self._found

    def _lines(self, taken: _Taken) -> Iterator[Line]:
        """The lines that, as far as they were seen on the day, had one of the days counted."""
        asked = {one.path for one in asserted(taken.move.when)}
        holding = [one for one in taken.because if one.holds and one.path in asked]
        spans = {span for one in holding if one.value is not None for span in one.absences}
        for first, final in [(first.toordinal(), final.toordinal()) for first, final in spans]:
            for line in self._timeline.lines_within(first, final):
                last = taken.day if line.last is None else line.last
                if line.first <= final and first <= last and line.begins <= taken.day:
                    yield line
