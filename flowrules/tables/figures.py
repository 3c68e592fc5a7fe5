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

    One below a day is kept as a time of day where its column is shown so, and CSV has `3:30`.
    """
    if isinstance(cell, Hours):
        return figure_of(cell.hours)
    if isinstance(cell, time):
        cell = cell.isoformat("seconds")
    found = _LENGTH.fullmatch(cell) if isinstance(cell, str) else None
    if found is None:
        return None
    hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return round(hours + Fraction(minutes, 60) + Fraction(seconds, 3600), _PLACES)


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
    return isinstance(cell, str) and bool(_LIKE.fullmatch(cell))
