"""A cell -> the number it says: plain figures, with commas between thousands at most.

`3,5` is three and a half in another country, and would be 35 if commas were passed over. So a comma that
stands anywhere else is no part of a number.
"""

import re
from datetime import time
from fractions import Fraction
from typing import Any

from flowrules.tables.table import Hours

_FIGURES = re.compile(r"(?:[0-9]{1,12}|[0-9]{1,3}(?:,[0-9]{3}){1,3})(?:\.[0-9]{0,30})?|\.[0-9]{1,30}")
_LIKE = re.compile(r"-?[0-9.,]*[0-9][0-9.,]*")
_LENGTH = re.compile(r"([0-9]{1,4}):([0-5][0-9])(?::([0-5][0-9]))?")
_WITH_UNIT = re.compile(r"(?P<figure>[0-9.,]+)\s*(?:(?P<days>days?|d)|hours?|hrs?|h)\.?", re.IGNORECASE)
_PLACES = 9  # more of them are noise: what a spreadsheet shows as 10 may be kept as 9.999999999999998


def figure_of(cell: Any) -> Fraction | None:
    """The number that a cell says; None where it says none."""
    if isinstance(cell, bool) or (isinstance(cell, str) and not _FIGURES.fullmatch(cell)):
        return None
    try:
        return round(Fraction(str(cell).replace(",", "")), _PLACES)
    except ValueError:
        return None


def length_of(cell: Any) -> Fraction | None:
    """The hours of a length of time; None where it is none.

    One below a day is kept as a time of day where its column is shown so; CSV has `3:30` or `3.5 hours`.
    """
    if isinstance(cell, Hours):
        return figure_of(cell.hours)
    if isinstance(cell, time):
        cell = cell.isoformat("seconds")
    if not isinstance(cell, str):
        return None
    if (said := _WITH_UNIT.fullmatch(cell)) and not said["days"]:
        return figure_of(said["figure"])
    found = _LENGTH.fullmatch(cell)
    if found is None:
        return None
    hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return round(hours + Fraction(minutes, 60) + Fraction(seconds, 3600), _PLACES)


def days_of(cell: Any) -> Fraction | None:
    """The days that a cell says, perhaps with the word behind them: `0.5 days`."""
    said = _WITH_UNIT.fullmatch(cell) if isinstance(cell, str) else None
    return figure_of(said["figure"] if said and said["days"] else cell)


def hours_of(cell: Any) -> Fraction | None:
    """The hours that a cell says, as a length of time or as a figure."""
    found = length_of(cell)
    return figure_of(cell) if found is None else found


def as_number(figure: Fraction) -> int | float:
    """A number as a record has it."""
    return int(figure) if figure.denominator == 1 else float(figure)


def quotient(part: float, whole: float) -> int | float:
    """One figure as so many times another."""
    return as_number(round(Fraction(str(part)) / Fraction(str(whole)), _PLACES))


def is_like_a_figure(cell: Any) -> bool:
    """Whether a cell is meant as a number, even if it cannot be read; or a length of time."""
    if hours_of(cell) is not None:
        return True
    return isinstance(cell, str) and bool(_LIKE.fullmatch(cell) or _WITH_UNIT.fullmatch(cell))
