"""Values -> a row of a sheet as text, which another process may make: its height, and its cells as XML.

xlsxwriter would look at each cell four times before it writes it, and a worklist has a hundred
thousand. What is written of a cell is the same. Where the row will stand, in which columns, and by
which number the workbook calls a format is not known here: that is put in when it is written.
"""

import re
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from math import ceil
from typing import NamedTuple

from flowrules.report.worklist_csv import guarded

PARTED = "\0"  # stands between the height and the cells; in XML there is no such letter
_MOST = 32_000  # letters in a cell; Excel takes 32,767
_HIGHEST = 400  # points of a row; Excel takes 409
_POINTS = 13  # of one line of text in it
_NOUGHT = date(1899, 12, 30).toordinal()  # the day that Excel would call 0
# What has a meaning in XML, what cannot stand in it, and a `_` by which Excel would read such a letter.
_ODD = re.compile("[_&<>\0-\x08\x0b-\x1f\ufffe\uffff](?:(?<!_)|(?=x[0-9a-fA-F]{4}_))")
_MARKUP = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}

Value = str | int | date | None

# What marks a cell of a row can have, and the letter that stands for them in front of it.
_KINDS = [
    (*before, *marks, *after)
    for marks in ((), ("late",))
    for before, after in (((), ()), ((), ("quoted",)), (("day", "left"), ()), ((), ("number",)))
]
MARKS = dict(zip("abcdefgh", _KINDS, strict=True))
_SIGNS = {marks: sign for sign, marks in MARKS.items()}


class Place(NamedTuple):
    """How wide a column is, and what marks a cell in it has."""

    width: int
    marks: tuple[str, ...] = ()


class _Text(NamedTuple):
    """A text as a cell has it: its XML, the lines it takes, and whether it could be a formula."""

    xml: str
    lines: int
    risky: bool


def height_of(lines: int) -> int:
    """The points that some lines of text take."""
    return min(_HIGHEST, lines * _POINTS + 3)


def lines_in(text: str, width: int) -> int:
    """How many lines a text takes in a cell, as letters are a little narrower than digits."""
    if len(text) <= width and "\n" not in text:
        return 1
    letters = width * 1.1
    return sum([ceil(len(part) / letters) or 1 for part in text.split("\n")])


@lru_cache(maxsize=2048)
def _text(text: str, width: int) -> _Text:
    shown = escaped(text[:_MOST] + "…" if len(text) > _MOST else text)
    kept = "" if shown == shown.strip() else ' xml:space="preserve"'
    xml = f' t="inlineStr"><is><t{kept}>{shown}</t></is></c>'
    return _Text(xml, lines_in(text, width), guarded(text) != text)


def escaped(text: str) -> str:
    """A text as it stands in a cell's XML."""
    return _ODD.sub(_as_written, text)


def _as_written(found: re.Match[str]) -> str:
    return _MARKUP.get(found[0]) or f"_x{ord(found[0]):04X}_"


def row_of(values: Sequence[Value], places: Sequence[Place]) -> str:
    """A row as high as its texts need: its height, then each cell after the letter of its marks."""
    lines, cells = 1, [""]
    for value, (width, marks) in zip(values, places, strict=True):
        if value is None or value == "":
            cells.append("")
            continue
        if isinstance(value, str):
            xml, high, risky = _text(value, width)
            lines = max(lines, high)
            look = (*marks, "quoted") if risky else marks
        elif isinstance(value, date):
            look, xml = ("day", "left", *marks), f"><v>{value.toordinal() - _NOUGHT}</v></c>"
        else:
            look, xml = (*marks, "number"), f"><v>{value}</v></c>"
        cells.append(_SIGNS[look] + xml)
    cells[0] = f"{int(height_of(lines) * 4 / 3 + 0.5) * 0.75:g}"  # whole pixels
    return PARTED.join(cells)
