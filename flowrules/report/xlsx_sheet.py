"""Rows as `xlsx_row` draws them -> a sheet of a workbook, each written at once, where it stands."""

from collections.abc import Mapping, Sequence
from typing import Any

from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from flowrules.report.xlsx_row import MARKS, PARTED

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


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


class _Numbers(dict[str, int]):
    """The number by which a cell's XML calls its format, by the letter of its marks."""

    def __init__(self, looks: Looks) -> None:
        super().__init__()
        self._looks = looks

    def __missing__(self, sign: str) -> int:
        look = self._looks[MARKS[sign]]
        self[sign] = look._get_xf_index()  # noqa: SLF001 - as Worksheet finds it
        return self[sign]


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

    def write_row_of(
        self, row: int, drawn: str, letters: Sequence[str], numbers: Mapping[str, int]
    ) -> None:
        """A row that was drawn. A column left out has no letter, and nothing in it; the last is none.

        `numbers` are those of the formats, by the letters of their marks.
        """
        self._check_dimensions(row, LETTERS.index(letters[-1]))
        self._write_single_row(row)  # the row before, if it is one of Worksheet's own
        number, (height, *cells) = row + 1, drawn.split(PARTED)
        xml = [
            f'<c r="{letter}{number}" s="{numbers[cell[0]]}"{cell[1:]}'
            for letter, cell in zip(letters, cells, strict=True)
            if cell
        ]
        self.fh.write(f'<row r="{number}" ht="{height}" customHeight="1">{"".join(xml)}</row>')
