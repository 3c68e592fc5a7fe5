"""Worklist -> XLSX: what to do, who was not decided and why, what to check, and how it was read.

Text is always written as text, never as a formula or a link. Files in between, which Excel's format
needs, are put into a folder of our own that goes with us. The same worklist gives the same bytes.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time
from itertools import islice
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO
from zipfile import BadZipFile, ZipFile

from xlsxwriter import Workbook  # type: ignore[import-untyped]
from xlsxwriter.exceptions import FileCreateError  # type: ignore[import-untyped]

from flowrules.report.worklist import Worklist
from flowrules.report.worklist_csv import guarded
from flowrules.report.worklist_rows import LINES, PROBLEMS, Column, Drawing, draw_line
from flowrules.report.xlsx_row import Value, height_of, lines_in
from flowrules.report.xlsx_sheet import LETTERS, Looks, Sheet
from flowrules.words import say_weekday

_OURS = "flowrules"  # among the keywords of the file, by which it is known again
_MOST_ROWS = 1_048_576 - 3  # what Excel takes, less the headline, the headings and a last word

_NONE = {
    "Worklist": "There is nothing to do.",
    "Not decided": "There is nobody here: all were decided, or are not covered by the procedure.",
    "To check": "There is nothing to check.",
}


def is_worklist(file: BinaryIO) -> bool:
    """Whether a file is a workbook that we wrote, and may be written over."""
    try:
        with ZipFile(file) as parts:
            return f"<cp:keywords>{_OURS}</cp:keywords>".encode() in parts.read("docProps/core.xml")
    except (BadZipFile, KeyError, NotImplementedError):
        return False


def write_xlsx(worklist: Worklist, file: BinaryIO) -> None:
    """Sheets for people to filter, print and tick off; OSError where the disk takes no more."""
    try:
        with (
            TemporaryDirectory(prefix="flowrules-") as folder,
            Workbook(file, {"constant_memory": True, "tmpdir": folder}) as book,
        ):
            created = datetime.combine(worklist.about.asked.on, time())
            book.set_properties({"title": "Worklist", "keywords": _OURS, "created": created})
            _Sheets(book, worklist).write()
    except FileCreateError as error:
        raise OSError(*getattr(error.args[0], "args", error.args)) from None


class _Sheets:
    """The sheets of one workbook; each is written from its first row to its last."""

    def __init__(self, book: Any, worklist: Worklist) -> None:
        self._book = book
        self._worklist = worklist
        self._looks = Looks(book)

    def write(self) -> None:
        worklist, day = self._worklist, say_weekday(self._worklist.about.asked.on)
        draw = Drawing(PROBLEMS)
        problems, checks = map(draw, worklist.problems()), map(draw, worklist.checks())
        lines = (row if isinstance(row, str) else draw_line(row) for row in worklist.kept())
        self._table("Worklist", worklist.headline(), LINES, lines)
        self._table("Not decided", f"Not decided: {day}", PROBLEMS, problems)
        self._table("To check", f"Used all the same, to check: {day}", PROBLEMS, checks)
        self._how_read()

    def _table(
        self, title: str, headline: str, columns: tuple[Column, ...], rows: Iterable[str]
    ) -> None:
        """A sheet with one table: headline, headings, rows."""
        filled = self._worklist.filled
        wanted = [one for one in columns if not one.optional or one.field in filled]
        sheet = self._sheet(title, [one.width for one in wanted])
        sheet.freeze_panes(2, 0)
        sheet.repeat_rows(1)
        self._text(sheet, 0, 0, headline, "plain", "bold")
        sheet.set_row(1, height_of(2))
        for column, one in enumerate(wanted):
            self._text(sheet, 1, column, one.heading, "head", "bold")
        rest = iter(rows)
        end = sheet.write_rows(2, islice(rest, _MOST_ROWS), _letters(columns, wanted), self._looks)
        if end == 2:
            self._text(sheet, 2, 0, self._nothing(title), "plain")
        elif next(rest, None) is not None:
            self._text(sheet, end, 0, "There are more lines than a sheet can hold.", "plain", "bold")
        sheet.autofilter(1, 0, end - 1, len(wanted) - 1)

    def _nothing(self, title: str) -> str:
        """What stands in place of lines: never that all is well where somebody is not decided."""
        if title == "Worklist" and any(True for _ in self._worklist.problems()):
            return "Nothing is to be done for those who were decided; the next sheet has the others."
        return _NONE[title]

    def _how_read(self) -> None:
        widths = [38, 96]
        sheet = self._sheet("How read", widths)
        for place, (label, value) in enumerate(_how_read(self._worklist)):
            if isinstance(value, str):
                sheet.set_row(place, height_of(lines_in(value, widths[1])))
            self._cell(sheet, place, 0, label, "bold")
            self._cell(sheet, place, 1, value, "left")

    def _sheet(self, title: str, widths: list[int]) -> Any:
        """An empty sheet, set up to be printed: A4 across, as wide as the page."""
        sheet = self._book.add_worksheet(title, Sheet)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.set_margins(left=0.3, right=0.3, top=0.4, bottom=0.6)
        sheet.fit_to_pages(1, 0)
        sheet.hide_gridlines(0)  # shown, and printed
        sheet.set_footer("&L&8&A&C&8Page &P of &N&R&8Confidential")
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        return sheet

    def _cell(self, sheet: Any, row: int, column: int, value: Value, *marks: str) -> None:
        if isinstance(value, date):
            midnight = datetime.combine(value, time())
            sheet.write_datetime(row, column, midnight, self._looks["day", "left", *marks])
        elif isinstance(value, int):
            sheet.write_number(row, column, value, self._looks[marks])
        elif value:
            self._text(sheet, row, column, value, *marks)

    def _text(self, sheet: Any, row: int, column: int, text: str, *marks: str) -> None:
        quoted = ("quoted",) if guarded(text) != text else ()
        sheet.write_string(row, column, text, self._looks[*marks, *quoted])


def _letters(columns: Sequence[Column], wanted: Sequence[Column]) -> list[str]:
    """The letter of each column; none of one that is left out."""
    letters = iter(LETTERS)
    return [next(letters) if one in wanted else "" for one in columns]


def _how_read(worklist: Worklist) -> Iterator[tuple[str, str | int | date]]:
    yield from worklist.how_read()
    if worklist.unknown:
        yield "", "What is not known stands beside each line, too: ask for it before deciding."
