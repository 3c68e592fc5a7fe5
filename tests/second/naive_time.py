"""Dates, lengths of time and the school's calendar.

Part of a naive second engine: every function follows a sentence of the page
"The procedure language, version 1", which its docstring quotes.
"""

import re
from datetime import date, timedelta
from fractions import Fraction

DAY = timedelta(days=1)
WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
FAR = 366 * 6  # how many days a search for a working day may take


# ---------------------------------------------------------------- plain values


def day_of(value):
    """A date as ISO text (or already a date); None stays None."""
    if value is None or isinstance(value, date):
        return value
    return date.fromisoformat(str(value))


def iso(value):
    """A date as ISO text, for the answer."""
    return None if value is None else value.isoformat()


def number(value):
    """Decimal numbers are taken exactly; `5 percent` is the number 5."""
    text = str(value).strip()
    for ending in ("percent", "%"):
        if text.endswith(ending):
            text = text[: -len(ending)].strip()
    return Fraction(text)


def total(values):
    """An exact sum: whole numbers first, which is quick, then the fractions."""
    whole, rest = 0, Fraction(0)
    for value in values:
        if isinstance(value, int):
            whole += value
        else:
            rest += value
    return rest + whole


def tidy(value):
    """A fraction that is a whole number, as a whole number."""
    return int(value) if value == int(value) else value


def as_list(value):
    """One name or a list of names."""
    if value is None:
        return []
    return list(value) if isinstance(value, (list, tuple, set)) else [value]


def days_between(first, last):
    """Every day from first to last, both included."""
    d = first
    while d <= last:
        yield d
        d += DAY


def monday_of(d):
    """Weeks run from Monday to Sunday."""
    return d - timedelta(days=d.weekday())


# ---------------------------------------------------------------- lengths

LENGTH = re.compile(r"^\s*(\d+)\s+(working|term)?\s*(day|week|month|year)s?\s*$")


def length(text):
    """ "A length is N days, N working days, N weeks, N term weeks, N months or N years." """
    found = LENGTH.match(str(text))
    if not found:
        raise ValueError(f"not a length: {text!r}")
    count, kind, unit = int(found[1]), found[2], found[3]
    if kind:
        return count, f"{kind} {unit}s"
    return count, unit + "s"


def month_shift(d, months):
    """The year and month that lie so many months from d."""
    index = d.year * 12 + (d.month - 1) + months
    return index // 12, index % 12 + 1


def last_of_month(year, month):
    """The last day of a month."""
    following = date(year + month // 12, month % 12 + 1, 1)
    return following - DAY


def add_months(d, months):
    """ "Months land on the same day number; where a month has no such day, on its last day." """
    year, month = month_shift(d, months)
    return date(year, month, min(d.day, last_of_month(year, month).day))


def reached_on(first, count, unit):
    """The day on which an absence from `first` has lasted so long (calendar lengths).

    "28 days from 3 February are reached on 2 March; a month from 1 March on 31 March,
    from 31 January on the last day of February."
    """
    if unit == "days":
        return first + timedelta(days=count - 1)
    if unit == "weeks":
        return first + timedelta(days=7 * count - 1)
    months = count * (12 if unit == "years" else 1)
    year, month = month_shift(first, months)
    end_of_month = last_of_month(year, month)
    if first.day > end_of_month.day:
        return end_of_month
    return date(year, month, first.day) - DAY


# ---------------------------------------------------------------- the calendar


def spread(items):
    """A list of days, or of {from, to}, as a set of days."""
    out = set()
    for item in as_list(items):
        if isinstance(item, dict):
            first = day_of(item["from"])
            out.update(days_between(first, day_of(item.get("to", first))))
        else:
            out.add(day_of(item))
    return out


class Calendar:
    """The school's days: terms, INSET days, closures and bank holidays."""

    def __init__(self, data, holidays):
        data = data or {}
        self.holidays = set() if data.get("nation") == "none" else set(holidays)
        self.week = {WEEKDAYS.index(w) for w in data.get("working_week") or WEEKDAYS[:5]}
        self.terms = sorted((day_of(t["from"]), day_of(t["to"])) for t in as_list(data.get("terms")))
        self.inset = spread(data.get("inset"))
        self.listed = spread(data.get("closures"))
        self.term_time = as_list(data.get("term_time"))
        self.dates = {name: spread(days) for name, days in (data.get("dates") or {}).items()}
        self.academic_year = data.get("academic_year", "09-01")
        self.leave_year = data.get("leave_year")
        said = data.get("hours_per_week")
        self.hours_per_week = None if said is None else number(said)
        self._closure, self._open = {}, {}

    def bank_holiday(self, d):
        """ "Bank holidays are those of the ... table"; "with `nation: none` there are none"."""
        return d in self.holidays

    def closure(self, d):
        """Whether a day is a closure, worked out once."""
        if d not in self._closure:
            self._closure[d] = self._is_closure(d)
        return self._closure[d]

    def _is_closure(self, d):
        """ "A day is a closure when it is listed under `closures`, or when `terms` are given and
        it lies between the first day of the first term and the last day of the last, in no term.
        An `inset` day is never a closure, wherever it lies." """
        if d in self.inset:
            return False
        if d in self.listed:
            return True
        if not self.terms:
            return False
        begin, end = self.terms[0][0], max(t[1] for t in self.terms)
        return begin <= d <= end and not any(a <= d <= b for a, b in self.terms)

    def open(self, d):
        """ "The school is open on a day of its working week that is neither a bank holiday nor a
        closure; an `inset` day is open even so." """
        if d not in self._open:
            self._open[d] = d in self.inset or (
                d.weekday() in self.week and not self.bank_holiday(d) and not self.closure(d)
            )
        return self._open[d]

    def next_open(self, d):
        """The day itself when the school is open, or else the next open day."""
        for step in range(FAR):
            if self.open(d + timedelta(days=step)):
                return d + timedelta(days=step)
        return d

    def open_days_on(self, d, count, step=1):
        """The count-th open day after d (or, with step -1, before it)."""
        looked = 0
        while count > 0:
            d += step * DAY
            looked += 1
            if self.open(d):
                count -= 1
            if looked > 40000:
                raise ValueError("no open days")
        return d

    def closed_weeks(self, anchor, end):
        """Whole Monday-to-Sunday weeks inside the period with no open day."""
        monday = monday_of(anchor + DAY)
        if monday < anchor + DAY:
            monday += 7 * DAY
        found = 0
        while monday + 6 * DAY <= end:
            if not any(self.open(monday + k * DAY) for k in range(7)):
                found += 1
            monday += 7 * DAY
        return found

    def term_weeks_on(self, anchor, count):
        """ "N weeks, and one week more for every whole ... week ...; weeks added are looked at too." """
        more = 0
        while True:
            end = anchor + timedelta(days=7 * (count + more))
            closed = self.closed_weeks(anchor, end)
            if closed == more or more > 2000:
                return end
            more = closed

    def add(self, anchor, text, times=1):
        """The last day of a period: "the last day of a period belongs to it; the day it is
        counted from does not". `times` repeats it, reckoned from the first date."""
        count, unit = length(text)
        count *= times
        if unit == "days":
            return anchor + timedelta(days=count)
        if unit == "weeks":
            return anchor + timedelta(days=7 * count)
        if unit == "months":
            return add_months(anchor, count)
        if unit == "years":
            return add_months(anchor, 12 * count)
        if unit == "working days":
            return self.open_days_on(anchor, count)
        return self.term_weeks_on(anchor, count)

    def before(self, d, text):
        """So long before d; "working days are the school's open days"."""
        count, unit = length(text)
        if unit == "working days":
            return self.open_days_on(d, count, step=-1)
        if unit in ("weeks", "term weeks"):
            return d - timedelta(days=7 * count)
        if unit == "days":
            return d - timedelta(days=count)
        return add_months(d, -count * (12 if unit == "years" else 1))

    def year_start(self, d, month_day):
        """The first day of the year (beginning on MM-DD) that d is in."""
        month, day = (int(x) for x in str(month_day).split("-"))
        for year in (d.year, d.year - 1):
            start = date(year, month, min(day, last_of_month(year, month).day))
            if start <= d:
                return start
        raise AssertionError("unreachable")

    def term_start(self, d):
        """ "The first day of the term the day is in or, in no term, of the latest term begun." """
        begun = [a for a, _ in self.terms if a <= d]
        return max(begun) if begun else None
