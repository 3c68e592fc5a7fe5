"""Rows as `xlsx_row` draws them -> a sheet of a workbook, many written at once, where they stand."""

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any

from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from flowrules.report.xlsx_row import COLUMNS, MARKS, ROW

_AT_ONCE = 200  # rows put in their places together: one search through their text for all
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


class Looks(dict[tuple[str, ...], Any]):
    """The formats of a workbook for what marks a cell has, each made once."""

    def __init__(self, book: Any) -> None:
        super().__init__()
        self._book = book

    def __missing__(self, marks: tuple[str, ...]) -> Any:
        look: dict[str, Any] = {"font_size": 10, "valign": "top", "text_wrap": "plain" not in marks}
        for mark in marks:
            look |= _LOOKS[mark]
        self[marks] = self._book.add_format(look)
        return self[marks]

    def format_number(self, marks: tuple[str, ...]) -> int:
        """The number by which a cell's XML calls its format."""
        found: int = self[marks]._get_xf_index()  # noqa: SLF001 - as Worksheet finds it
        return found


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

    def write_rows(self, first: int, rows: Iterable[str], letters: Sequence[str], looks: Looks) -> int:
        """Writes rows that were drawn, from row `first` on; gives the row after the last.

        Both count from 0. `letters` has the letter of each column: "" for one that is left out, which
        has no cells. The last column is never left out.
        """
        self._write_single_row(first)  # the row before, if it is one of Worksheet's own
        place, rest = first, iter(rows)
        while some := list(islice(rest, _AT_ONCE)):
            xml = "".join([row.replace(ROW, str(at)) for at, row in enumerate(some, place + 1)])
            for sign, letter in zip(COLUMNS, letters, strict=False):
                xml = xml.replace(sign, letter)
            for sign, marks in MARKS.items():
                if sign in xml:  # a workbook has no format that none of its cells needs
                    xml = xml.replace(sign, str(looks.format_number(marks)))
            self.fh.write(xml)
            place += len(some)
        if place > first:
            self._check_dimensions(place - 1, LETTERS.index(letters[-1]))
        return place
