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
_MOST_PATTERNS = 300  # each takes as long as twenty people, and 180 kB
_FIRST_YEAR = 1930  # in which anybody still employed may have started
_FIRST = date(1988, 1, 1).toordinal()  # two years before the first bank holidays that are known


class Calendars:
    """The days of a table, from `first` to `last`; and `w`, the working days of each pattern in use."""

    def __init__(self, flow: Flow, on: int) -> None:
        self._flow = flow
        self.first = max(_FIRST, on - 366 * _YEARS_BACK)
        self.last = min(on + _DAYS_ON, flow.calendar.holidays.last)
        self.w: MutableSequence[int] = array("i")  # as `list`, in a tenth of the room
        self._places: dict[tuple[Pattern, ...], int] = {}
        in_term: dict[bool, int] = {}
        for off in (False, True):
            school = Pattern(1, (plan_of(flow).school_week,), off)
            in_term[off] = self._added((school,))
        self._schools = in_term

    def school(self, group: str | None) -> int:
        """Where the working days begin of somebody of whom no pattern is known."""
        return self._schools[group in self._flow.term_time]

    def place(self, patterns: tuple[Pattern, ...]) -> int | None:
        """Where the working days begin of those who work by some patterns.

        None where there are too many already: where each works by another, the interpreter is quicker.
        """
        found = self._places.get(patterns)
        if found is None and len(self._places) < _MOST_PATTERNS:
            return self._added(patterns)
        return found

    def _added(self, patterns: tuple[Pattern, ...]) -> int:
        if patterns not in self._places:
            self._places[patterns] = len(self.w)
            self.w.extend(self._rows(patterns))
        return self._places[patterns]

    def _rows(self, patterns: tuple[Pattern, ...]) -> list[int]:
        days = Workdays(patterns, self._flow.calendar)
        span = range(self.first, self.last + 2)
        halves = [days.halves[day] for day in span]
        before = [0, *accumulate(halves)]
        working = parting = self.last + 40
        next_working, next_parting = [0] * len(halves), [0] * len(halves)
        for at in range(len(halves) - 1, -1, -1):
            working = self.first + at if halves[at] else working
            parting = self.first + at if days.parting[self.first + at] == self.first + at else parting
            next_working[at], next_parting[at] = working, parting
        rows = [*before[:-1], *next_working, *next_parting]
        return [*self._share(patterns), int(days.are_whole), *rows]

    def _share(self, patterns: tuple[Pattern, ...]) -> list[int]:
        """From when a share of the school's week is worked and which, in days and in hours; and the
        hours.
        """
        if len(patterns) == 1:
            return [0, 1, 1, 1, 1, 0, 1]
        week, full = sum(self._flow.calendar.week), self._flow.counting.hours_per_week
        mine = patterns[1]
        share = by_hours = min(mine.days_a_week / week, Fraction(1))
        if full is not None and mine.hours is not None:
            by_hours = min(mine.days_a_week * mine.hours / full, Fraction(1))
        hours = Fraction(-1) if len(patterns) > 2 else mine.hours or Fraction(0)
        ratios = (share, by_hours, hours)
        return [mine.start, *(n for one in ratios for n in (one.numerator, one.denominator))]

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
