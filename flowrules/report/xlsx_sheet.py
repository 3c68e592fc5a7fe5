"""Rows as `xlsx_row` draws them -> a sheet of a workbook, many written at once, where they stand."""

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any

from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from flowrules.report.xlsx_row import COLUMNS, MARKS, NUMBER

_AT_ONCE = 200  # rows
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

    def number(self, marks: tuple[str, ...]) -> int:
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
        """Rows that were drawn, from the place `first` on; gives the place after the last of them.

        `letters` are those of the columns. One that is left out has none, and nothing in it; the last
        is not left out.
        """
        place, rest = first, iter(rows)
        while some := list(islice(rest, _AT_ONCE)):
            self._write_single_row(place)  # the row before, if it is one of Worksheet's own
            xml = "".join([row.replace(NUMBER, str(at)) for at, row in enumerate(some, place + 1)])
            for sign, letter in zip(COLUMNS, letters, strict=False):
                xml = xml.replace(sign, letter)
            for sign, marks in MARKS.items():
                xml = xml.replace(sign, str(looks.number(marks))) if sign in xml else xml
            self.fh.write(xml)
            place += len(some)
            self._check_dimensions(place - 1, LETTERS.index(letters[-1]))
        return place
