"""A cell -> the number it says: plain figures, with commas between thousands at most.

`3,5` is three and a half in another country, and would be 35 if commas were passed over. So a comma that
stands anywhere else is no part of a number.
"""

import re
from fractions import Fraction
from typing import Any

from flowrules.tables.table import Hours

_FIGURES = re.compile(r"(?:[0-9]{1,12}|[0-9]{1,3}(?:,[0-9]{3}){1,3})(?:\.[0-9]{0,30})?|\.[0-9]{1,30}")
_LIKE = re.compile(r"-?[0-9.,]*[0-9][0-9.,]*")
_PLACES = 9  # more of them are noise: what a spreadsheet shows as 10 may be kept as 9.999999999999998


def figure_of(cell: Any) -> Fraction | None:
    """The number that a cell says; None where it says none."""
    if isinstance(cell, bool) or (isinstance(cell, str) and not _FIGURES.fullmatch(cell)):
        return None
    try:
        return round(Fraction(str(cell).replace(",", "")), _PLACES)
    except ValueError:
        return None


def as_number(figure: Fraction) -> int | float:
    """A number as a record has it."""
    return int(figure) if figure.denominator == 1 else float(figure)


def quotient(part: float, whole: float) -> int | float:
    """One figure as so many times another."""
    return as_number(round(Fraction(str(part)) / Fraction(str(whole)), _PLACES))


def is_like_a_figure(cell: Any) -> bool:
    """Whether a cell is meant as a number, even if it cannot be read; or a length of time."""
    if figure_of(cell) is not None or isinstance(cell, Hours):
        return True
    return isinstance(cell, str) and bool(_LIKE.fullmatch(cell))
