"""Values -> a sheet of a workbook, each row written at once: its cells as XML, and its height.

xlsxwriter would look at each cell four times before it writes it, and a worklist has a hundred
thousand. What is written of a cell is the same.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from math import ceil
from typing import Any, NamedTuple

from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from flowrules.report.worklist_csv import guarded

_MOST = 32_000  # letters in a cell; Excel takes 32,767
_HIGHEST = 400  # points of a row; Excel takes 409
_POINTS = 13  # of one line of text in it
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_NOUGHT = date(1899, 12, 30).toordinal()  # the day that Excel would call 0
# What has a meaning in XML, what cannot stand in it, and a `_` by which Excel would read such a letter.
_ODD = re.compile("[_&<>\0-\x08\x0b-\x1f\ufffe\uffff](?:(?<!_)|(?=x[0-9a-fA-F]{4}_))")
_MARKUP = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}

Value = str | int | date | None


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


class Looks(dict[tuple[str, ...], Any]):
    """The formats of a workbook for what marks a cell has, each made once."""

    def __init__(self, book: Any) -> None:
        super().__init__()
        self._book = book
        self.numbers = _Numbers(self)

    def __missing__(self, marks: tuple[str, ...]) -> Any:
        look: dict[str, Any] = {"font_size": 10, "valign": "top", "text_wrap": "plain" not in marks}
        for mark in marks:
            look |= _LOOKS[mark]
        self[marks] = self._book.add_format(look)
        return self[marks]


class _Numbers(dict[tuple[str, ...], int]):
    """The number by which a cell's XML calls its format."""

    def __init__(self, looks: Looks) -> None:
        super().__init__()
        self._looks = looks

    def __missing__(self, marks: tuple[str, ...]) -> int:
        self[marks] = self._looks[marks]._get_xf_index()  # noqa: SLF001 - as Worksheet finds it
        return self[marks]


# What a mark does to a cell. Overdue is said in words; the ground under them only helps to find it.
_LOOKS: dict[str, dict[str, Any]] = {
    "plain": {},
    "bold": {"bold": True},
    "left": {"align": "left"},
    "number": {"align": "center"},
    "head": {"bg_color": "#E4E9EF", "bottom": 1, "valign": "vcenter"},
    "late": {"bold": True, "bg_color": "#FBF0D0"},
    "day": {"num_format": "d mmm yyyy"},
    "quoted": {"quote_prefix": True},  # stays text when somebody edits the cell
}


class Sheet(Worksheet):  # type: ignore[misc]
    """A sheet whose rows are written from the first to the last."""

    def write_values(
        self, row: int, values: Sequence[Value], places: Sequence[Place], numbers: Mapping[Any, int]
    ) -> None:
        """A row as high as its texts need; `numbers` are those of the formats, by their marks."""
        self._check_dimensions(row, len(places) - 1)
        self._write_single_row(row)  # the row before, if it is one of Worksheet's own
        number, lines, cells = row + 1, 1, []
        for letter, value, (width, marks) in zip(_LETTERS, values, places, strict=False):
            if value is None or value == "":
                continue
            if isinstance(value, str):
                xml, high, risky = _text(value, width)
                lines = max(lines, high)
                look = (*marks, "quoted") if risky else marks
            elif isinstance(value, date):
                look, xml = ("day", "left", *marks), f"><v>{value.toordinal() - _NOUGHT}</v></c>"
            else:
                look, xml = (*marks, "number"), f"><v>{value}</v></c>"
            cells.append(f'<c r="{letter}{number}" s="{numbers[look]}"{xml}')
        height = int(height_of(lines) * 4 / 3 + 0.5) * 0.75  # whole pixels
        self.fh.write(f'<row r="{number}" ht="{height:g}" customHeight="1">{"".join(cells)}</row>')
