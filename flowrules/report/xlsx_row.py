"""Values -> a row of a sheet as XML, as high as its texts need; any process may make it.

xlsxwriter would look at each cell four times before it writes it, and a worklist has a hundred
thousand. What is written of a cell is the same. Where the row will stand, in which columns, and by
which number the workbook calls a format is not known here: letters that no XML has stand for these,
until it is written.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from math import ceil
from typing import NamedTuple

from flowrules.report.worklist_csv import guarded

# Control letters, which no XML has, stand for what is not known before a row is written: its number,
# the number of a format, the letter of a column.
ROW, *_FREE = [letter for letter in map(chr, range(32)) if letter not in "\t\n\r"]
_MOST = 32_000  # letters in a cell; Excel takes 32,767
_MOST_KEPT = 1_000  # drawn cells of a column; many say what one before them said
_HIGHEST = 400  # points of a row; Excel takes 409
_POINTS = 13  # of one line of text in it
_NOUGHT = date(1899, 12, 30).toordinal()  # the day that Excel would call 0
# What has a meaning in XML, what cannot stand in it, and a `_` by which Excel would read such a letter.
_ODD = re.compile("[_&<>\0-\x08\x0b-\x1f\ufffe\uffff](?:(?<!_)|(?=x[0-9a-fA-F]{4}_))")
_MARKUP = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}

Value = str | int | date | None

# What marks a cell of a row can have, and the letter that stands for the number of their format.
_KINDS = [
    (*before, *marks, *after)
    for marks in ((), ("late",))
    for before, after in (((), ()), ((), ("quoted",)), (("day", "left"), ()), ((), ("number",)))
]
MARKS = dict(zip(_FREE, _KINDS, strict=False))
COLUMNS = _FREE[len(_KINDS) :]
_SIGNS = {marks: sign for sign, marks in MARKS.items()}


class Place(NamedTuple):
    """How wide a column is, and what marks a cell in it has."""

    width: int
    marks: tuple[str, ...] = ()


def height_of(lines: int) -> int:
    """The points that some lines of text take."""
    return min(_HIGHEST, lines * _POINTS + 3)


def lines_in(text: str, width: int) -> int:
    """How many lines a text takes in a cell, as letters are a little narrower than digits."""
    if len(text) <= width and "\n" not in text:
        return 1
    letters = width * 1.1
    return sum([ceil(len(part) / letters) or 1 for part in text.split("\n")])


def escaped(text: str) -> str:
    """A text as it stands in a cell's XML."""
    return _ODD.sub(_as_written, text)


def _as_written(found: re.Match[str]) -> str:
    return _MARKUP.get(found[0]) or f"_x{ord(found[0]):04X}_"


class Form:
    """How the rows of one table are drawn: the width and the marks of each column."""

    def __init__(self, places: Sequence[Place]) -> None:
        columns = COLUMNS[: len(places)]
        self._cells = [_Cells(*one) for one in zip(columns, places, strict=True)]

    def row(self, values: Iterable[Value]) -> str:
        """A row of XML as high as its texts need; one value for each column."""
        drawn = [cells[value] for cells, value in zip(self._cells, values, strict=True)]
        height = height_of(max([lines for _, lines in drawn]))
        points = int(height * 4 / 3 + 0.5) * 0.75  # whole pixels
        cells = "".join([xml for xml, _ in drawn])
        return f'<row r="{ROW}" ht="{points:g}" customHeight="1">{cells}</row>'


class _Cells(dict[Value, tuple[str, int]]):
    """The cells of one column as XML, with the lines that each takes; what was drawn is kept."""

    def __init__(self, column: str, place: Place) -> None:
        super().__init__()
        self._column = column
        self._place = place

    def __missing__(self, value: Value) -> tuple[str, int]:
        if len(self) >= _MOST_KEPT:
            self.clear()
        self[value] = self._drawn(value)
        return self[value]

    def _drawn(self, value: Value) -> tuple[str, int]:
        if value is None or value == "":
            return "", 1
        width, marks = self._place
        lines = 1
        if isinstance(value, str):
            xml, lines = _text(value), lines_in(value, width)
            look = (*marks, "quoted") if guarded(value) != value else marks
        elif isinstance(value, date):
            look, xml = ("day", "left", *marks), f"><v>{value.toordinal() - _NOUGHT}</v></c>"
        else:
            look, xml = (*marks, "number"), f"><v>{value}</v></c>"
        return f'<c r="{self._column}{ROW}" s="{_SIGNS[look]}"{xml}', lines


def _text(text: str) -> str:
    shown = escaped(text[:_MOST] + "…" if len(text) > _MOST else text)
    kept = "" if shown == shown.strip() else ' xml:space="preserve"'
    return f' t="inlineStr"><is><t{kept}>{shown}</t></is></c>'
