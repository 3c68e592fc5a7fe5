"""Working patterns + calendar -> Workdays: the days that a person works, and the time between two days.

Many people have the same pattern (none of their own), so one of these serves many records: what was
worked out for a day is kept.
"""

from fractions import Fraction

from flowrules.calendar import Calendar
from flowrules.lines import Pattern

_FEW = 40  # days that are quicker added up than summed once and for all
_OFTEN = 300  # times that they are


class Workdays:
    """One working life, or that of everybody with these patterns, in half days."""

    def __init__(self, patterns: tuple[Pattern, ...], calendar: Calendar) -> None:
        self.patterns = patterns
        self.calendar = calendar
        halves = {halves for pattern in patterns for week in pattern.weeks for halves in week}
        self.are_whole = halves <= {0, 2}  # whether a day that is worked is always a whole one
        self._halves: dict[int, int] = {}
        self._next: dict[int, int] = {}
        self._parting: tuple[dict[int, int], dict[int, int]] = {}, {}
        self._start = self._added = 0
        self._sums: list[int] = []  # of the days from `_start` on

    def pattern_on(self, day: int) -> Pattern:
        found = self.patterns[0]
        for pattern in self.patterns:
            if pattern.start > day:
                break
            found = pattern
        return found

    def halves(self, day: int) -> int:
        """How many half days the person would have worked on a day."""
        found = self._halves.get(day)
        if found is None:
            found = self._halves[day] = self._find_halves(day)
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

    def parting(self, day: int, *, across_closures: bool) -> int:
        """The first day, from one on, that keeps two records apart.

        A working day or, unless records are joined across closures, one that only a closure takes off.
        """
        known = self._parting[across_closures]
        found = known.get(day)
        if found is None:
            found = day
            while not (self.halves(found) or (not across_closures and self._is_closed_alone(found))):
                found += 1
            known[day] = found
        return found

    def _is_closed_alone(self, day: int) -> bool:
        """Whether a day that the pattern has is off, for a closure and no bank holiday."""
        if not self.calendar.is_closed(day) or day in self.calendar.holidays.days:
            return False
        return self.pattern_on(day).halves(day) > 0

    def next_working(self, day: int) -> int:
        """The day itself if the person works on it, else the next working day."""
        found = self._next.get(day)
        if found is None:
            found = day
            while not self.halves(found):
                found += 1
            self._next[day] = found
        return found

    def between(self, first: int, last: int) -> int:
        """The half days from the first day to the last, both included."""
        sums, start = self._sums, self._start
        if start <= first <= last < start + len(sums) - 1:
            return sums[last + 1 - start] - sums[first - start]
        if last - first < _FEW and self._added < _OFTEN:
            self._added += 1
            return sum(map(self.halves, range(first, last + 1)))
        return self._summed_up(first, last)

    def _summed_up(self, first: int, last: int) -> int:
        """The same, from sums that are kept."""
        if last < first:
            return 0
        if not self._sums or first < self._start:
            self._begin_sums(first)
        while self._start + len(self._sums) - 1 <= last:
            self._sums.append(self._sums[-1] + self.halves(self._start + len(self._sums) - 1))
        return self._sums[last + 1 - self._start] - self._sums[first - self._start]

    def _begin_sums(self, first: int) -> None:
        """Begins the sums, or begins them earlier."""
        end = self._start if self._sums else first
        sums = [0]
        for day in range(first, end):
            sums.append(sums[-1] + self.halves(day))
        self._sums = sums[:-1] + [sums[-1] + later for later in self._sums or [0]]
        self._start = first

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
