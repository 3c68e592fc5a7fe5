"""Waiting: working days from a trigger point met to the meeting that it leads to, by school."""

from collections import Counter
from fractions import Fraction
from typing import NamedTuple

from flowrules.metrics.seen import Seen
from flowrules.metrics.stays import Stay
from flowrules.metrics.times import Times

COUNTED = (
    "Stays begun in the last 12 months because a trigger point was met, in a stage with a meeting "
    "or a hearing. The days are those on which the school is open, after the day of the move up "
    "to the day of the first such meeting. The median is the middle value: half of the meetings "
    "came sooner, half later."
)

_MEETINGS = ("meeting", "hearing")


class Waited(NamedTuple):
    """Of one school: how many people, the median of the days, how many meetings, how many to come.

    `without`: stays that were left with no meeting, which is what the others leave of the people.
    """

    people: int
    median: Fraction | None
    met: Times
    to_come: Times
    without: Times


class _Tally:
    def __init__(self) -> None:
        self.people = 0
        self.days: Counter[int] = Counter()
        self.met = Times()
        self.to_come = Times()
        self.without = Times()

    def add(self, stays: list[Stay]) -> None:
        """The stays of one more person."""
        first = [(stay, _first_meeting(stay)) for stay in stays]
        days = [_open_days(stay, met) for stay, met in first if met is not None]
        self.people += 1
        self.days.update(days)
        self.met = self.met.plus(len(days))
        left = [stay.left is not None for stay, met in first if met is None]
        self.to_come = self.to_come.plus(left.count(False))
        self.without = self.without.plus(left.count(True))


class DaysToMeeting:
    """The median of working days from trigger point to meeting, by school."""

    def __init__(self) -> None:
        self._schools: dict[str | None, _Tally] = {}

    def add(self, seen: Seen) -> None:
        stays = [stay for stay in seen.stays if stay.entered >= seen.since and _is_triggered(stay)]
        if stays:
            self._schools.setdefault(seen.answered.person.school, _Tally()).add(stays)

    def result(self) -> dict[str | None, Waited]:
        schools = sorted(self._schools.items(), key=lambda pair: pair[0] or "\uffff")
        return {
            school: Waited(one.people, _median(one.days), one.met, one.to_come, one.without)
            for school, one in schools
        }


def _is_triggered(stay: Stay) -> bool:
    """Whether a trigger point led there, by the version that took the move."""
    its = stay.flow.version_called(stay.step.version or stay.flow.header.version)
    moves = (move for stage in its.stages.values() for move in stage.moves)
    by_condition = any(move.path == stay.step.path and move.when is not None for move in moves)
    return by_condition and any(action.type in _MEETINGS for action in stay.stage.actions)


def _first_meeting(stay: Stay) -> int | None:
    meetings = [action.id for action in stay.stage.actions if action.type in _MEETINGS]
    return min((done.day for name in meetings for done in stay.done.get(name, ())), default=None)


def _open_days(stay: Stay, met: int) -> int:
    return sum(stay.flow.calendar.is_open(day) for day in range(stay.entered + 1, met + 1))


def _median(days: Counter[int]) -> Fraction | None:
    """Exact, from how often each number of days was."""
    whole = days.total()
    if not whole:
        return None
    ordered = sorted(days.elements())
    return Fraction(ordered[(whole - 1) // 2] + ordered[whole // 2], 2)
