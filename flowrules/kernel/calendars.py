"""A procedure's calendar and people's working patterns -> whole numbers for each day of some years."""

from array import array
from collections.abc import MutableSequence
from datetime import date
from fractions import Fraction
from itertools import accumulate

from flowrules.engine.plan import plan_of
from flowrules.flow import Flow
from flowrules.lines import Pattern
from flowrules.numbers import fields as f
from flowrules.workdays import Workdays

_YEARS_BACK, _DAYS_ON = 30, 4_000
_MOST_WEEKS = 300  # different ones: each takes 40 ms to add up, and 180 kB
_MOST_PATTERNS = 20_000  # different weeks and hours of a day together: eight figures each
_FIRST_YEAR = 1930  # in which anybody still employed may have started
_FIRST = date(1988, 1, 1).toordinal()  # two years before the first bank holidays that are known


class Calendars:
    """The days of a table, from `first` to `last`; and `w`, the working days of each pattern in use.

    A pattern stands there as if it had been worked for ever: whose it is, and from when on, is for
    `kernel/patterns.py`, so that one that many work, each from another day, stands there once.
    """

    def __init__(self, flow: Flow, on: int) -> None:
        self._flow = flow
        self.first = max(_FIRST, on - 366 * _YEARS_BACK)
        self.last = min(on + _DAYS_ON, flow.calendar.holidays.last)
        self.w: MutableSequence[int] = array("i")  # as `list`, in a tenth of the room
        self._places: dict[Pattern, int] = {}
        self._weeks: dict[Pattern, int] = {}  # where the days of a week stand, whatever its hours
        self._schools = {
            off: self._added(Pattern(1, (plan_of(flow).school_week,), off)) for off in (False, True)
        }

    def school(self, group: str | None) -> int:
        """The place of the school's own week: that of everybody of whom no pattern is known."""
        return self._schools[group in self._flow.term_time]

    def place(self, pattern: Pattern) -> int | None:
        """The place of a pattern.

        None where there are too many already: where each works by another, the interpreter is quicker.
        """
        pattern = _from_the_first_day(pattern)
        found = self._places.get(pattern)
        if found is not None:
            return found
        if pattern._replace(hours=None) not in self._weeks and len(self._weeks) >= _MOST_WEEKS:
            return None
        return self._added(pattern) if len(self._places) < _MOST_PATTERNS else None

    def _added(self, pattern: Pattern) -> int:
        """The place of a pattern that is not there yet: first its days, if they are not, then itself."""
        weeks = pattern._replace(hours=None)
        if weeks not in self._weeks:
            rows = self._rows(Workdays((weeks,), self._flow.calendar))
            self._weeks[weeks] = len(self.w)
            self.w.extend(rows)
        self._places[pattern] = len(self.w)
        self.w.extend([*self._share(pattern), int(pattern.is_whole), self._weeks[weeks]])
        return self._places[pattern]

    def _rows(self, days: Workdays) -> list[int]:
        """For all days the half days before each, the next working day, and that but for closures."""
        span = range(self.first, self.last + 2)
        halves = [days.halves[day] for day in span]
        before = [0, *accumulate(halves)]
        working = parting = self.last + 40
        next_working, next_parting = [0] * len(halves), [0] * len(halves)
        for at in range(len(halves) - 1, -1, -1):
            working = self.first + at if halves[at] else working
            parting = self.first + at if days.parting[self.first + at] == self.first + at else parting
            next_working[at], next_parting[at] = working, parting
        return [*before[:-1], *next_working, *next_parting]

    def _share(self, pattern: Pattern) -> list[int]:
        """The share of the school's week that is worked, in days and in hours; and the hours."""
        week, full = sum(self._flow.calendar.week), self._flow.counting.hours_per_week
        share = by_hours = min(pattern.days_a_week / week, Fraction(1))
        if full is not None and pattern.hours is not None:
            by_hours = min(pattern.days_a_week * pattern.hours / full, Fraction(1))
        ratios = (share, by_hours, pattern.hours or Fraction(0))
        return [n for one in ratios for n in (one.numerator, one.denominator)]

    def fill(self, t: list[int], periods: list[str]) -> None:
        """Puts the calendar into a table."""
        t[f.FIRST_DAY], t[f.LAST_DAY] = self.first, self.last
        t[f.MANY_DAYS] = self.last - self.first + 1
        t[f.FIRST_KNOWN] = self._flow.calendar.holidays.first
        t[f.LAST_KNOWN] = self._flow.calendar.holidays.last
        self._fill_months(t)
        self._fill_open_days(t)
        t[f.CLOSED] = len(t)
        t += [int(self._flow.calendar.is_closed(day)) for day in range(self.first, self.last + 1)]
        t[f.PERIODS] = len(t)
        for period in periods:
            start = self._flow.calendar.period_start
            t += [start(period, day) or 0 for day in range(self.first, self.last + 1)]

    def _fill_months(self, t: list[int]) -> None:
        """The month of each day, and the first day of each month, counted from the first."""
        year, end = _FIRST_YEAR, date.fromordinal(t[f.LAST_KNOWN]).year + 3
        starts = [date(y, m, 1).toordinal() for y in range(year, end) for m in range(1, 13)]
        t[f.MONTH_STARTS], t[f.MANY_MONTHS] = len(t), len(starts)
        t += starts
        t[f.MONTH_OF], t[f.MONTHS_FROM] = len(t), starts[0]
        month = 0
        for day in range(starts[0], self.last + 2):
            while starts[month + 1] <= day:
                month += 1
            t.append(month)

    def _fill_open_days(self, t: list[int]) -> None:
        """How many open days there are before each day, and each of them."""
        is_open = self._flow.calendar.is_open
        opened = [is_open(day) for day in range(self.first, self.last + 2)]
        t[f.OPEN_BEFORE] = len(t)
        t += [0, *accumulate(opened)]
        t[f.CLOSED_WEEKS] = len(t)
        t += [int(not any(opened[at : at + 7])) for at in range(len(opened))]
        days = [self.first + at for at, one in enumerate(opened) if one]
        t[f.OPEN_DAYS], t[f.MANY_OPEN] = len(t), len(days)
        t += days


def _from_the_first_day(pattern: Pattern) -> Pattern:
    """The same days, of a pattern that is worked for ever: its weeks in turn from the first of all."""
    begun = (pattern.start - 1) // 7 % len(pattern.weeks)
    cut = len(pattern.weeks) - begun
    return pattern._replace(start=1, weeks=pattern.weeks[cut:] + pattern.weeks[:cut])
