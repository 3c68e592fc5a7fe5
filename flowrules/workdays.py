"""Working patterns + calendar -> Workdays: the days that a person works, and the time between two days.

Many people have the same pattern (none of their own), so one of these serves many records: what was
worked out for a day is kept.
"""

from array import array
from collections.abc import Callable
from fractions import Fraction
from itertools import accumulate
from operator import itemgetter

from flowrules.calendar import Calendar
from flowrules.lines import Pattern

_FEW = 40  # days that are quicker added up than summed once and for all
_OFTEN = 300  # times that they are


class Kept(dict[int, int]):
    """What is found for a day, found once."""

    def __init__(self, find: Callable[[int], int]) -> None:
        super().__init__()
        self._find = find

    def __missing__(self, day: int) -> int:
        found = self[day] = self._find(day)
        return found


class Workdays:
    """One working life, or that of everybody with these patterns, in half days.

    For each day: `halves` are the half days that the person would have worked on it, `next_working` is
    the day itself if the person works on it, or else the next working day, and `parting` the first from
    that day on that is a working day or would be one, were it not for a closure.
    """

    def __init__(self, patterns: tuple[Pattern, ...], calendar: Calendar) -> None:
        self.patterns = patterns
        self.calendar = calendar
        self.are_whole = all(pattern.is_whole for pattern in patterns)
        self.halves = Kept(self._find_halves)
        self.next_working = Kept(self._find_next_working)
        self.parting = Kept(self._find_parting)
        self._added = 0
        self._start = self._end = 0
        self._sums = array("i", [0])  # of the days from `_start` to before `_end`, close together

    def pattern_on(self, day: int) -> Pattern:
        found = self.patterns[0]
        for pattern in self.patterns:
            if pattern.start > day:
                break
            found = pattern
        return found

    def _find_halves(self, day: int) -> int:
        pattern = self.pattern_on(day)
        halves = pattern.halves(day)
        if day in self.calendar.holidays.days and day not in self.calendar.inset:
            return 0
        if halves and pattern.off_in_closures and self.calendar.is_closed(day):
            return 0
        return halves

    def hours(self, day: int) -> Fraction:
        """The hours of a whole day; 0 where they are not known."""
        return self.pattern_on(day).hours or Fraction(0)

    def _find_parting(self, day: int) -> int:
        while not (self.halves[day] or self._is_closed_alone(day)):
            day += 1
        return day

    def _find_next_working(self, day: int) -> int:
        while not self.halves[day]:
            day += 1
        return day

    def _is_closed_alone(self, day: int) -> bool:
        """Whether a day that the pattern has is off, for a closure and no bank holiday."""
        if not self.calendar.is_closed(day) or day in self.calendar.holidays.days:
            return False
        return self.pattern_on(day).halves(day) > 0

    def between(self, first: int, last: int) -> int:
        """The half days from the first day to the last, both included."""
        if self._start <= first <= last < self._end:
            return self._sums[last + 1 - self._start] - self._sums[first - self._start]
        if last - first < _FEW and self._added < _OFTEN:
            self._added += 1
            return sum(map(self.halves.__getitem__, range(first, last + 1)))
        return self._summed_up(first, last)

    def each_between(self, spans: list[tuple[int, int]]) -> list[int]:
        """The half days of each of some spans, the first of which begins first."""
        if not spans or spans[0][0] < self._start or max(map(itemgetter(1), spans)) >= self._end:
            return [self.between(first, last) for first, last in spans]
        sums, start = self._sums, self._start
        return [sums[last + 1 - start] - sums[first - start] for first, last in spans]

    def _summed_up(self, first: int, last: int) -> int:
        """The same, from sums that are kept."""
        if last < first:
            return 0
        if self._start == self._end:
            self._start = self._end = first
        if first < self._start:
            sums = [0, *accumulate(self.halves[day] for day in range(first, self._start))]
            self._sums = array("i", [*sums[:-1], *[sums[-1] + later for later in self._sums]])
            self._start = first
        for day in range(self._end, last + 1):
            self._sums.append(self._sums[-1] + self.halves[day])
        self._end = max(self._end, last + 1)
        return self._sums[last + 1 - self._start] - self._sums[first - self._start]

    def hours_between(self, first: int, last: int) -> Fraction:
        """The hours of that time; days whose hours are not known have none."""
        total, ends = Fraction(0), [pattern.start - 1 for pattern in self.patterns[1:]]
        begins = first
        for pattern, end in zip(self.patterns, [*ends, last], strict=True):
            upto = min(end, last)
            if pattern.hours is not None and begins <= upto:
                total += pattern.hours * self.between(begins, upto) / 2
            begins = max(begins, end + 1)
        return total
