"""Rows of staff -> working patterns: weekdays in columns or in words, of one post or of several."""

import re
from collections.abc import Hashable, Iterable
from datetime import date
from typing import Any, NamedTuple

from flowrules.calendar import WEEKDAYS
from flowrules.tables.figures import hours_of
from flowrules.tables.words import as_text

ALWAYS = date(1900, 1, 1)  # the first day of a pattern that has none: it holds as far back as anything

_NAMES = {
    "m": "mon", "mon": "mon", "monday": "mon", "tue": "tue", "tues": "tue", "tuesday": "tue",
    "w": "wed", "wed": "wed", "weds": "wed", "wednesday": "wed", "thu": "thu", "thur": "thu",
    "thurs": "thu", "thursday": "thu", "f": "fri", "fri": "fri", "friday": "fri", "sat": "sat",
    "saturday": "sat", "sun": "sun", "sunday": "sun",
}  # fmt: skip
_RANGE = re.compile(r"\s*(?:-|–|—|to|until|till)\s*")
_AND = re.compile(r"\s*(?:,|;|/|\+|&|\band\b)\s*|\s+")
_HALF = re.compile(r"(?P<day>[a-z]+)\s*\(?(?:am|pm|half|half day|½)\)?")


class Week(NamedTuple):
    """The days worked in a week, and of them those of which half is worked."""

    whole: frozenset[str] = frozenset()
    half: frozenset[str] = frozenset()

    def and_(self, other: "Week") -> "Week":
        """Both together: a half day in each of two posts is a whole one."""
        whole = self.whole | other.whole | (self.half & other.half)
        return Week(whole, (self.half | other.half) - whole)


class Worked(NamedTuple):
    """The lines of `pattern` of one person, as far as rows of absences ask for them.

    `parts` is what of them can change what a row means. Where `is_whole` is false, a row that may say
    more could not be used.
    """

    lines: tuple[dict[str, Any], ...] = ()
    parts: tuple[Hashable, ...] = ()
    is_whole: bool = True

    def _on(self, day: date) -> dict[str, Any]:
        begun = [line for line in self.lines if line["from"] <= day]
        return max(begun, key=lambda line: line["from"]) if begun else {}

    def is_half(self, day: date) -> bool:
        return WEEKDAYS[day.weekday()] in self._on(day).get("half_days", ())

    def hours(self, day: date) -> float | None:
        found: float | None = self._on(day).get("hours_per_day")
        return found


NO_PATTERN = Worked()
NOT_WHOLE = Worked(parts=("not whole",), is_whole=False)


def worked_in(lines: Iterable[dict[str, Any]]) -> Worked:
    """These lines; only half days and hours can change what a row means."""
    found = tuple(lines)
    if not any("half_days" in line or "hours_per_day" in line for line in found):
        return Worked(found)
    parts = ((line["from"], line.get("half_days"), line.get("hours_per_day")) for line in found)
    return Worked(found, tuple(parts))


def week_in_words(text: str) -> Week | None:
    """`Mon-Wed`, `Mon, Tue, Fri`, `Monday to Friday`, `Mon, Tue (am)`; else None."""
    text = text.casefold().strip().rstrip(".")
    text, found = _RANGE.sub("-", text), Week()
    half = {str(_NAMES.get(one["day"])) for one in _HALF.finditer(text)}
    for piece in filter(None, _AND.split(_HALF.sub(r"\g<day>", text))):
        days = _days(piece)
        if days is None:
            return None
        found = found.and_(
            Week(frozenset(day for day in days if day not in half), frozenset(half & set(days)))
        )
    return found if found.whole or found.half else None


def _days(piece: str) -> list[str] | None:
    ends = [_NAMES.get(name) for name in piece.split("-")]
    if None in ends or len(ends) > 2:
        return None
    first, last = (WEEKDAYS.index(str(name)) for name in (ends[0], ends[-1]))
    return list(WEEKDAYS[first : last + 1]) if first <= last else None


def day_in_column(cell: Any) -> str | None:
    """`whole`, `half` or `none` of a weekday, by what stands in its column; None where it is unclear.

    Hours in it say that the day is worked, and not whether all of it is.
    """
    if cell is None or cell is False:
        return "none"
    if cell is True:
        return "whole"
    word = as_text(cell).casefold().strip()
    if word in ("0", "0.0", "n", "no", "-", "off", "x off", "none"):
        return "none"
    if word in ("0.5", "half", "am", "pm", "½", "half day"):
        return "half"
    if word in ("1", "1.0", "y", "yes", "x", "✓", "✔", "full", "whole", "on", "working"):
        return "whole"
    hours = hours_of(cell)
    if hours == 0:
        return "none"
    return "whole" if hours is not None and 1 < hours <= 24 else None


def hours_in_columns(cells: Iterable[Any]) -> float | None:
    """The hours of a whole day, where the columns of weekdays give hours and all the same."""
    found = set()
    for cell in cells:
        figure = hours_of(cell) if cell is not None and not isinstance(cell, bool) else 0
        if figure is None:
            return None
        found.add(float(figure))
    found.discard(0.0)
    return found.pop() if len(found) == 1 and next(iter(found)) > 1 else None
