"""Cells -> dates: as typed, as ISO, in words, or with the day first.

A text such as 05/06/2026 is a different day for a British and an American program. It is read only in a
form that a mapping names or that the other dates of its table show; else it is refused.
"""

import re
from calendar import monthrange
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from enum import Enum
from typing import Any, NamedTuple

from flowrules.tables.table import DayAndTime

DAY_FIRST, MONTH_FIRST, YEAR_FIRST = "day first", "month first", "year first"
FORMS = (DAY_FIRST, MONTH_FIRST, YEAR_FIRST)

_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_WEEKDAY = r"(?:(?:mon|tue|tues|wed|wednes|thu|thur|thurs|fri|sat|satur|sun)(?:day)?\.?,?\s+)?"
_HOUR, _HALF = r"(?P<hour>[0-9]{1,2})", r"\s*(?P<half>[ap]\.?m\.?)?"
_MINUTE = r"[:.](?P<minute>[0-9]{2})(?::[0-9]{2}(?:\.[0-9]+)?)?"
_TIME = _HOUR + _MINUTE + _HALF
_CLOCK = rf"(?:[T ,]+{_TIME})?"
_ZONE = r"(?P<zone>Z|[+-][0-9]{2}:?[0-9]{2})?"
_YEAR_FIRST = re.compile(
    rf"(?P<y>[0-9]{{4}})[-/.](?P<m>[0-9]{{1,2}})[-/.](?P<d>[0-9]{{1,2}})(?:[T ,]+{_TIME}{_ZONE})?",
    re.IGNORECASE,
)
_FIGURES = re.compile(
    rf"{_WEEKDAY}(?P<one>[0-9]{{1,2}})[-/. ](?P<two>[0-9]{{1,2}})[-/. ]"
    rf"(?P<y>[0-9]{{4}}|[0-9]{{2}}){_CLOCK}",
    re.IGNORECASE,
)
_IN_WORDS = re.compile(
    rf"{_WEEKDAY}(?P<d>[0-9]{{1,2}})(?:st|nd|rd|th)?[-/. ]+(?P<m>[a-z]{{3,9}})[-/., ]+"
    rf"(?P<y>[0-9]{{4}}|[0-9]{{2}}){_CLOCK}",
    re.IGNORECASE,
)
_TIME_ALONE = re.compile(rf"{_HOUR}(?:{_MINUTE})?{_HALF}", re.IGNORECASE)
_PARTS = {
    "%d": "(?P<d>[0-9]{1,2})", "%m": "(?P<m>[0-9]{1,2})", "%Y": "(?P<y>[0-9]{4})",
    "%y": "(?P<y>[0-9]{2})", "%b": "(?P<m>[A-Za-z]{3,9})", "%B": "(?P<m>[A-Za-z]{3,9})",
    "%a": "[A-Za-z]{3,9}", "%A": "[A-Za-z]{3,9}", "%H": "[0-9]{1,2}", "%I": "[0-9]{1,2}",
    "%M": "[0-9]{2}", "%S": "[0-9]{2}", "%p": "[AaPp][Mm]", "%%": "%",
}  # fmt: skip


class Trouble(Enum):
    """Why a cell is no date."""

    NO_DATE = "not-a-date"
    NONE = "no-date"
    UNCLEAR = "date-unclear"
    SHORT_YEAR = "year-unclear"
    FAR_OFF = "date-far-off"
    NO_TIME = "not-a-time"


class Shown(NamedTuple):
    """What the dates of a table show of their form, each different text counted once.

    `short`: how many have a year of two figures.
    """

    day_first: int = 0
    month_first: int = 0
    either: int = 0
    short: int = 0

    @property
    def form(self) -> str | None:
        """The form that holds for all of them, if enough show it and none shows the other.

        Of dates at random, six in ten can be read in one way only; that no more than one in five can
        means that some were turned around before they came here. One alone may be a slip.
        """
        if self.day_first and not self.month_first and self._is_enough(self.day_first):
            return DAY_FIRST
        if self.month_first and not self.day_first and self._is_enough(self.month_first):
            return MONTH_FIRST
        return None

    @property
    def is_short(self) -> bool:
        """Whether most of the years have two figures: no form can hold that a mapping does not give."""
        return self.short * 2 > self.day_first + self.month_first + self.either

    def _is_enough(self, showing: int) -> bool:
        return not self.either or showing >= max(2, self.either / 4)

    def and_(self, other: "Shown") -> "Shown":
        """Those of two columns together."""
        return Shown(*(mine + its for mine, its in zip(self, other, strict=True)))


def shown_by(cells: Iterable[Any]) -> Shown:
    """What some different cells show."""
    texts = [cell for cell in cells if isinstance(cell, str)]
    kinds = [_kind(text) for text in texts]
    short = sum(map(_is_short, texts))
    return Shown(kinds.count(DAY_FIRST), kinds.count(MONTH_FIRST), kinds.count("either"), short)


def _is_short(text: str) -> bool:
    found = _FIGURES.fullmatch(text) or _IN_WORDS.fullmatch(text)
    return found is not None and len(found["y"]) == 2


def _kind(text: str) -> str | None:
    found = _FIGURES.fullmatch(text)
    if found is None:
        return None
    one, two = int(found["one"]), int(found["two"])
    if not (one and two):
        return None
    if one <= 12 and two <= 12:
        return "either" if one != two else None
    day, month = max(one, two), min(one, two)
    if not 0 < month <= 12 or day > monthrange(2000, month)[1]:
        return None  # no day at all shows nothing
    return DAY_FIRST if one > 12 else MONTH_FIRST


class Days(dict[Any, "date | Trouble"]):
    """The date of each cell in one form, each different cell looked at once.

    `years`: those that can be meant; what lies outside is a program's way to say that there is no date.
    """

    def __init__(self, form: str | None = None, years: range = range(1, 10_000)) -> None:
        super().__init__()
        self._form = form
        self._years = years
        self._own = own_form(form) if form and form not in FORMS else None

    def __missing__(self, cell: Any) -> "date | Trouble":
        found = self[cell] = self.read(cell)
        return found

    def within(self, years: range) -> "Days":
        """The same, of some years alone."""
        return Days(self._form, years)

    def read(self, cell: Any) -> "date | Trouble":
        """One cell, not looked up."""
        found = self._any(cell)
        is_far = isinstance(found, date) and found.year not in self._years
        return Trouble.FAR_OFF if is_far else found

    def _any(self, cell: Any) -> "date | Trouble":
        if isinstance(cell, DayAndTime):
            return cell.day
        if isinstance(cell, date):
            return cell
        if _is_nought(cell):
            return Trouble.NONE
        if not isinstance(cell, str):
            return Trouble.NO_DATE
        if self._own is not None:
            found = self._own.fullmatch(cell)
            return _date(found["y"], found["m"], found["d"]) if found else Trouble.NO_DATE
        if found := _YEAR_FIRST.fullmatch(cell):
            moment = _moment(found)
            return moment if isinstance(moment, Trouble) else moment[0]
        if found := _IN_WORDS.fullmatch(cell):
            day = _date(found["y"], found["m"], found["d"])
            return day if len(found["y"]) == 4 or isinstance(day, Trouble) else Trouble.SHORT_YEAR
        return self._figures(cell)

    def _figures(self, cell: str) -> "date | Trouble":
        found = _FIGURES.fullmatch(cell)
        if found is None or self._form == YEAR_FIRST:
            return Trouble.NO_DATE
        if len(found["y"]) == 2:
            return Trouble.SHORT_YEAR
        if self._form is None and _kind(cell) == "either":
            return Trouble.UNCLEAR
        day, month = found["one"], found["two"]
        if self._form == MONTH_FIRST:
            day, month = month, day
        return _date(found["y"], month, day)


def _is_nought(cell: Any) -> bool:
    """Whether a cell is a nought, which programs show as 00/01/1900 or as 00/00/0000.

    It stands where a formula found no date. A nought in a year that can be meant is a slip.
    """
    if not isinstance(cell, str):
        return not isinstance(cell, bool) and cell in (0, time(0))
    if cell == "0":
        return True
    if found := _FIGURES.fullmatch(cell):
        days = found["one"], found["two"]
    elif found := _YEAR_FIRST.fullmatch(cell):
        days = found["m"], found["d"]
    elif found := _IN_WORDS.fullmatch(cell):
        days = found["d"], "1"
    else:
        return False
    return int(found["y"]) in (0, 1900) and not all(map(int, days))


def _date(year: str, month: str, day: str) -> "date | Trouble":
    try:
        return date(_full(year), _month(month), int(day))
    except ValueError:
        return Trouble.NO_DATE


def _full(year: str) -> int:
    """A year of two figures, read only where a form asks for one: 70 to 99 are of the last century."""
    return int(year) if len(year) == 4 else int(year) + (1900 if int(year) >= 70 else 2000)


def _month(month: str) -> int:
    if month.isdigit():
        return int(month)
    known = [
        place for place, name in enumerate(_MONTHS, 1) if name.startswith(month.lower().rstrip("."))
    ]
    if not known and month.lower() == "sept":
        known = [9]
    return known[0] if known else 0


def own_form(form: str) -> "re.Pattern[str] | None":
    """A form such as `%d/%m/%y` as what it accepts; None where it is no form of a date."""
    pieces = re.split("(%.)", form)
    said = [piece for piece in pieces if piece.startswith("%") and len(piece) == 2]
    names = [_PARTS[one][4] for one in said if _PARTS.get(one, "").startswith("(?P")]
    if any(one not in _PARTS for one in said) or len(names) != len(set(names)):
        return None
    if not {"d", "m", "y"} <= set(names):
        return None
    return re.compile("".join(_PARTS.get(piece, re.escape(piece)) for piece in pieces))


def time_of(cell: Any) -> "time | Trouble | None":
    """The time of day in a cell; None where it is empty or a date alone."""
    if isinstance(cell, DayAndTime):
        return cell.time
    if cell is None or isinstance(cell, time):
        return cell
    if isinstance(cell, date):
        return None
    if not isinstance(cell, str):
        return Trouble.NO_TIME
    found = _TIME_ALONE.fullmatch(cell)
    if found and (found["minute"] or found["half"]):
        return _clock(found)
    if found := _YEAR_FIRST.fullmatch(cell):
        moment = _moment(found)
        return Trouble.NO_TIME if isinstance(moment, Trouble) else moment[1]
    found = _IN_WORDS.fullmatch(cell) or _FIGURES.fullmatch(cell)
    return _clock(found) if found else Trouble.NO_TIME


def _clock(found: "re.Match[str]") -> "time | Trouble | None":
    """The time of a text; None where it has none."""
    if found["hour"] is None:
        return None
    hour, minute = int(found["hour"]), int(found["minute"] or 0)
    if found["half"]:
        hour = hour % 12 + (12 if found["half"].lower().startswith("p") else 0)
    try:
        return time(hour, minute)
    except ValueError:
        return Trouble.NO_TIME


def _moment(found: "re.Match[str]") -> "tuple[date, time | Trouble | None] | Trouble":
    """The day and the time of a text with the year first, as clocks in Britain show them.

    Midnight anywhere is how a program writes a day without a time.
    """
    day, clock = _date(found["y"], found["m"], found["d"]), _clock(found)
    if isinstance(day, Trouble):
        return day
    if not found["zone"] or clock == time(0):
        return day, clock
    if not isinstance(clock, time):
        return Trouble.NO_DATE
    try:
        here = _in_britain(datetime.combine(day, clock), found["zone"])
    except OverflowError:
        return Trouble.NO_DATE
    return here.date(), here.time()


def _in_britain(written: datetime, zone: str) -> datetime:
    """A time with its distance from Greenwich, such as `Z` or `+02:00`, as clocks in Britain show it.

    They are an hour ahead from the last Sunday of March to that of October, at one o'clock in Greenwich.
    """
    minutes = 0 if len(zone) == 1 else int(zone[1:3]) * 60 + int(zone[-2:])
    there = written + timedelta(minutes=minutes if zone.startswith("-") else -minutes)
    begins, ends = (_last_sunday(there.year, month) for month in (3, 10))
    return there + timedelta(hours=begins <= there < ends)


def _last_sunday(year: int, month: int) -> datetime:
    """One in the morning of the last Sunday of a month of 31 days."""
    last = datetime.combine(date(year, month, 31), time(1))
    return last - timedelta(days=(last.weekday() + 1) % 7)


_ANY_FORM = (Days(DAY_FIRST), Days(MONTH_FIRST))


def is_date(cell: Any) -> bool:
    """Whether a cell holds a date in one form or another, even with a year of two figures."""
    if isinstance(cell, str) and len(cell) > 40:
        return False
    read = [form.read(cell) for form in _ANY_FORM]
    return any(isinstance(one, date) or one is Trouble.SHORT_YEAR for one in read)
