"""Days as whole numbers: lengths of time, the months, working weeks and bank holidays.

A day is the ordinal of its date (`date.toordinal()`), so that counting days is subtraction. Periods
follow one rule: the day a period is counted from does not belong to it, its last day does.
"""

import json
from datetime import date
from functools import cache
from pkgutil import get_data
from typing import NamedTuple

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
UNITS = ("day", "working day", "week", "month", "year")


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


def shift(day: int, length: Duration, direction: int = 1) -> int:
    """The day a length of calendar time after (or, with -1, before) a day; not for working days.

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
    holidays, and every day is known.
    """
    if nation is None:
        return BankHolidays(frozenset(), 1, date.max.toordinal())
    table = json.loads(get_data("flowrules", "bank_holidays.json") or b"")
    return BankHolidays(
        frozenset(date.fromisoformat(text).toordinal() for text in table["nations"][nation]),
        date.fromisoformat(table["first"]).toordinal(),
        date.fromisoformat(table["last"]).toordinal(),
    )


class Calendar(NamedTuple):
    """The days on which the school is open: its working week less the bank holidays of its nation."""

    week: tuple[bool, ...]
    holidays: BankHolidays

    def is_open(self, day: int) -> bool:
        return self.week[weekday(day)] and day not in self.holidays.days

    def knows(self, day: int) -> bool:
        return self.holidays.first <= day <= self.holidays.last

    def deadline(self, day: int, length: Duration) -> int | None:
        """The last day of a period counted from a day; None when it lies beyond the known days.

        Working days are the school's open days.
        """
        end = day
        if length.unit == "working day":
            for _ in range(length.n):
                end = self.next_open(end + 1)
        else:
            end = shift(day, length)
        return end if self.knows(end) else None

    def next_open(self, day: int) -> int:
        """The day itself if the school is open on it, else the next open day."""
        while not self.is_open(day):
            day += 1
        return day


def working_week(days: tuple[str, ...]) -> tuple[bool, ...]:
    return tuple(name in days for name in WEEKDAYS)
