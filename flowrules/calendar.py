"""Days as whole numbers: lengths of time, the months, working weeks, terms and bank holidays.

A day is the ordinal of its date (`date.toordinal()`), so that counting days is subtraction. Periods
follow one rule: the day a period is counted from does not belong to it, its last day does.
"""

import json
from collections.abc import Mapping
from datetime import date
from functools import cache, lru_cache
from pkgutil import get_data
from typing import NamedTuple

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
UNITS = ("day", "working day", "week", "term week", "month", "year")


class Duration(NamedTuple):
    """A length of time: `n` of one of `UNITS`."""

    n: int
    unit: str

    def __str__(self) -> str:
        return f"{self.n} {self.unit}{'' if self.n == 1 else 's'}"


def parse_duration(text: str) -> Duration:
    """`12 weeks` -> Duration(12, "week"). The text has been held to the pattern of `part.Length`."""
    n, _, unit = text.partition(" ")
    return Duration(int(n), unit.removesuffix("s"))


@lru_cache(maxsize=65_536)  # for many people the same few thousand days
def shift(day: int, length: Duration, direction: int = 1) -> int:
    """The day a length of calendar time after (or, with -1, before) a day; not for working days or
    term weeks.

    Months and years land on the same day number, or on the last day of a month that lacks it.
    """
    if length.unit == "day":
        return day + direction * length.n
    if length.unit == "week":
        return day + direction * 7 * length.n
    months = length.n * (12 if length.unit == "year" else 1)
    return add_months(day, direction * months)


def add_months(day: int, months: int) -> int:
    """The same day number so many months on, or the last day of that month if it has none."""
    start = date.fromordinal(day)
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    first = date(year, month + 1, 1).toordinal()
    after = date(year + (month == 11), (month + 1) % 12 + 1, 1).toordinal()
    return min(first + start.day - 1, after - 1)


def weekday(day: int) -> int:
    """0 for Monday to 6 for Sunday."""
    return (day - 1) % 7


class BankHolidays(NamedTuple):
    """The bank holidays of one nation, known from `first` to `last` and not beyond."""

    days: frozenset[int]
    first: int
    last: int


@cache
def bank_holidays(nation: str | None) -> BankHolidays:
    """The table beside this file, which a test holds equal to the `holidays` package.

    That package takes longer to load than an evaluation may last. Without a nation there are no bank
    holidays, in the same years.
    """
    table = json.loads(get_data("flowrules", "bank_holidays.json") or b"")
    days = table["nations"][nation] if nation else ()
    return BankHolidays(
        frozenset(date.fromisoformat(text).toordinal() for text in days),
        date.fromisoformat(table["first"]).toordinal(),
        date.fromisoformat(table["last"]).toordinal(),
    )


class Calendar(NamedTuple):
    """The days on which the school is open, and the periods of its year.

    `terms` and `closures` are spans (first day, last day), in order; what lies between the terms is a
    closure too. `dates` are days with a name; `academic_year` and `leave_year` (month, day).
    """

    week: tuple[bool, ...]
    holidays: BankHolidays
    terms: tuple[tuple[int, int], ...] = ()
    closures: tuple[tuple[int, int], ...] = ()
    inset: frozenset[int] = frozenset()
    dates: Mapping[str, frozenset[int]] = {}
    academic_year: tuple[int, int] = (9, 1)
    leave_year: tuple[int, int] | None = None

    def is_closed(self, day: int) -> bool:
        """Whether a day is a closure: one listed, or one between terms; never an INSET day."""
        if day in self.inset:
            return False
        if any(first <= day <= last for first, last in self.closures):
            return True
        inside = self.terms and self.terms[0][0] <= day <= self.terms[-1][1]
        return bool(inside) and not any(first <= day <= last for first, last in self.terms)

    def is_open(self, day: int) -> bool:
        if day in self.inset:
            return True
        works = self.week[weekday(day)] and day not in self.holidays.days
        return works and not self.is_closed(day)

    def knows(self, day: int) -> bool:
        return self.holidays.first <= day <= self.holidays.last

    def knows_terms(self, day: int) -> bool:
        """Whether a day lies where terms are given, or none are."""
        return not self.terms or self.terms[0][0] <= day <= self.terms[-1][1]

    def deadline(self, day: int, length: Duration) -> int | None:
        """The last day of a period counted from a day; None when it lies beyond the known days.

        Working days are the school's open days.
        """
        if length.unit == "working day":
            end = self._open_days_on(day, length.n)
        elif length.unit == "term week":
            end = self._term_weeks_on(day, length.n)
        else:
            end = shift(day, length)
        return end if self.knows(end) else None

    def before(self, day: int, length: Duration) -> int:
        """The day a period before another: working days are the school's open days."""
        if length.unit == "term week":
            return self._term_weeks_before(day, length.n)
        if length.unit != "working day":
            return shift(day, length, -1)
        for _ in range(length.n):
            day -= 1
            while not self.is_open(day):
                day -= 1
        return day

    def _open_days_on(self, day: int, n: int) -> int:
        for _ in range(n):
            day = self.next_open(day + 1)
        return day

    def _term_weeks_on(self, day: int, n: int) -> int:
        """So many weeks, and one more for every whole week inside in which the school is never open."""
        end = day + 7 * n
        monday = day + 1 + (-weekday(day + 1)) % 7
        while monday + 6 <= end:
            end += 7 * self._is_closed_week(monday)
            monday += 7
        return end

    def _term_weeks_before(self, day: int, n: int) -> int:
        """The same, counted backwards."""
        start = day - 7 * n
        monday = day - 7 - weekday(day)
        while monday >= start:
            start -= 7 * self._is_closed_week(monday)
            monday -= 7
        return start

    def _is_closed_week(self, monday: int) -> bool:
        return not any(self.is_open(day) for day in range(monday, monday + 7))

    def next_open(self, day: int) -> int:
        """The day itself if the school is open on it, else the next open day."""
        while not self.is_open(day):
            day += 1
        return day

    def period_start(self, period: str, day: int) -> int | None:
        """The first day of the academic, leave or calendar year, or of the term, that a day is in.

        In no term, of the latest term begun; None before any.
        """
        if period == "term":
            return max((first for first, _ in self.terms if first <= day), default=None)
        begins = {"academic year": self.academic_year, "leave year": self.leave_year}.get(period)
        month, number = begins or (1, 1)
        this = date.fromordinal(day)
        start = date(this.year, month, number)
        return (start if start <= this else date(this.year - 1, month, number)).toordinal()


def working_week(days: tuple[str, ...]) -> tuple[bool, ...]:
    return tuple(name in days for name in WEEKDAYS)
