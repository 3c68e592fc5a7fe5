"""Timeline: one person's absences as whole numbers, seen from any day.

Records that touch, or that only days off part, are one spell. Nothing after the day looked at is
seen: a spell that ends later is still in progress.
"""

from bisect import bisect_right
from collections.abc import Iterable
from typing import NamedTuple

from flowrules.calendar import Calendar, weekday

COUNTS, NEVER, UNDECIDED = "counts", "never", "undecided"


class Line(NamedTuple):
    """One absence of the record: first and last day (None: no end given), and how it counts.

    `status` is what it is before `learnt`, the day a person decided; from that day it is `decided`.
    `expected` holds (day it was learnt, last day expected), in order.
    """

    first: int
    last: int | None
    status: str
    learnt: int | None
    decided: str
    expected: tuple[tuple[int, int], ...]
    place: int

    def status_on(self, day: int) -> str:
        return self.decided if self.learnt is not None and day >= self.learnt else self.status


class Spell(NamedTuple):
    """An absence as seen from one day: whole days, `last` never after that day.

    `returns` is the first working day after `last`, and None while the person is still away. `over`
    says whether a further record could no longer join it. `until` is the last day expected of it.
    """

    first: int
    last: int
    status: str
    over: bool
    returns: int | None
    until: int | None
    learnt: int | None
    lines: tuple[int, ...]


class Pattern(NamedTuple):
    """The weekdays a person works, from a day on."""

    start: int
    week: tuple[bool, ...]


class Timeline:
    """The absences of one person against the calendar, for whole-number days."""

    def __init__(
        self, lines: Iterable[Line], patterns: tuple[Pattern, ...], calendar: Calendar, join: str
    ) -> None:
        self._lines = sorted(lines, key=lambda line: line.first)
        self._patterns = patterns
        self._calendar = calendar
        self._join = join != "never"
        self._sums: list[int] = [0]
        self._sums_from = min((line.first for line in self._lines), default=0)
        learnt = [line.learnt for line in self._lines if line.learnt is not None]
        self._news = sorted([*(line.first for line in self._lines), *learnt])
        self._seen: tuple[int, list[Spell]] | None = None

    def is_working(self, day: int) -> bool:
        """Whether the person would have worked that day: in the pattern and not a bank holiday."""
        week = self._patterns[0].week
        for pattern in self._patterns:
            if pattern.start > day:
                break
            week = pattern.week
        return week[weekday(day)] and day not in self._calendar.holidays.days

    def working_days(self, first: int, last: int) -> int:
        """Working days from the first day to the last, both included."""
        sums, start = self._sums, self._sums_from
        while start + len(sums) - 1 <= last:
            sums.append(sums[-1] + self.is_working(start + len(sums) - 1))
        return sums[last + 1 - start] - sums[first - start]

    def next_working(self, day: int) -> int:
        """The day itself if the person works on it, else the next working day."""
        while not self.is_working(day):
            day += 1
        return day

    def nth_working(self, day: int, n: int) -> int:
        """The nth of the person's working days, counted from a day on."""
        day = self.next_working(day)
        for _ in range(n - 1):
            day = self.next_working(day + 1)
        return day

    def spells(self, day: int) -> list[Spell]:
        """Every spell that has begun by that day, in order of its first day."""
        if not self._is_quiet_until(day):
            self._seen = day, self._spells(day)
        return self._seen[1] if self._seen else []

    def _is_quiet_until(self, day: int) -> bool:
        """Whether nothing has changed since the last day asked about: what is over changes no more."""
        if self._seen is None or day < self._seen[0]:
            return False
        seen, spells = self._seen
        news = bisect_right(self._news, day) - bisect_right(self._news, seen)
        return day == seen or (news == 0 and all(spell.over for spell in spells))

    def _spells(self, day: int) -> list[Spell]:
        groups: list[list[Line]] = []
        latest: dict[str, list[Line]] = {}  # records join only those that count alike
        for line in self._lines:
            if line.first > day:
                break
            status = line.status_on(day)
            group = latest.get(status)
            if group is not None and self._joins(group[-1], line):
                group.append(line)
            else:
                latest[status] = [line]
                groups.append(latest[status])
        return [self._spell(group, day) for group in groups]

    def _joins(self, before: Line, line: Line) -> bool:
        if not self._join or before.last is None:
            return False
        return self.next_working(before.last + 1) >= line.first

    def _spell(self, group: list[Line], day: int) -> Spell:
        tail = group[-1]
        ended = tail.last is not None and tail.last <= day
        last = tail.last if tail.last is not None and ended else day
        back = self.next_working(last + 1)
        over = ended and (day >= back if self._join else True)
        expected = [item for line in group for item in line.expected if item[0] <= day]
        learnt = [line.learnt for line in group if line.learnt is not None and line.learnt <= day]
        return Spell(
            first=group[0].first,
            last=last,
            status=tail.status_on(day),
            over=over and day > last,
            returns=back if ended else None,
            until=max(expected)[1] if expected else None,
            learnt=max(learnt, default=None),
            lines=tuple(line.place for line in group),
        )
