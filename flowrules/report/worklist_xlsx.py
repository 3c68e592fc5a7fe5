"""Worklist -> XLSX: what to do, who was not decided and why, what to check, and how it was read.

Text is always written as text, never as a formula or a link. Files in between, which Excel's format
needs, are put into a folder of our own that goes with us. The same worklist gives the same bytes.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from math import ceil
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO, NamedTuple
from zipfile import BadZipFile, ZipFile

from flowrules.report.worklist import OVERDUE, Line, Problem, Worklist
from flowrules.report.worklist_csv import guarded
from flowrules.words import say_weekday

_OURS = "flowrules"  # among the keywords of the file, by which it is known again
_MOST = 32_000  # letters in a cell; Excel takes 32,767
_LAST_ROW = 1_048_574  # of those that Excel takes, but one
_HIGHEST = 400  # points of a row; Excel takes 409
_POINTS = 13  # of one line of text in it

Value = str | int | date | None


class _Column(NamedTuple):
    """A heading, the field below it, its width in digits, and whether it is left out when empty."""

    heading: str
    field: str
    width: int
    optional: bool = False


_LINES = (
    _Column("Status", "status", 12),
    _Column("By", "due", 12),
    _Column("Days overdue", "overdue", 8),
    _Column("Who", "who", 15),
    _Column("Employee", "employee", 10),
    _Column("Name", "name", 15, optional=True),
    _Column("School", "school", 15, optional=True),
    _Column("Manager", "manager", 14, optional=True),
    _Column("What to do", "what", 36),
    _Column("Why", "why", 64),
    _Column("Stage", "stage", 17),
)
_PROBLEMS = (
    _Column("Employee", "employee", 12),
    _Column("Name", "name", 16, optional=True),
    _Column("School", "school", 16, optional=True),
    _Column("Manager", "manager", 16, optional=True),
    _Column("File", "file", 24),
    _Column("Line", "row", 8),
    _Column("Column", "column", 18),
    _Column("Reason", "reason", 46),
    _Column("Way out", "way_out", 46),
)
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
    # Slow to load, and for this format alone.
    from xlsxwriter.exceptions import FileCreateError  # type: ignore[import-untyped]

    try:
        _write_book(worklist, file)
    except FileCreateError as error:
        raise OSError(*getattr(error.args[0], "args", error.args)) from None


def _write_book(worklist: Worklist, file: BinaryIO) -> None:
    from xlsxwriter import Workbook  # type: ignore[import-untyped]

    with (
        TemporaryDirectory(prefix="flowrules-") as folder,
        Workbook(file, {"constant_memory": True, "tmpdir": folder}) as book,
    ):
        created = datetime.combine(worklist.about.asked.on, time())
        book.set_properties({"title": "Worklist", "keywords": _OURS, "created": created})
        _Sheets(book, worklist).write()


class _Sheets:
    """The sheets of one workbook; each is written from its first row to its last."""

    def __init__(self, book: Any, worklist: Worklist) -> None:
        self._book = book
        self._worklist = worklist
        self._formats: dict[tuple[str, ...], Any] = {}

    def write(self) -> None:
        worklist, day = self._worklist, say_weekday(self._worklist.about.asked.on)
        lines = (_told(line) for line in worklist.lines())
        self._table("Worklist", worklist.headline(), _LINES, lines)
        self._table("Not decided", f"Not decided: {day}", _PROBLEMS, worklist.problems())
        self._table("To check", f"Used all the same, to check: {day}", _PROBLEMS, worklist.checks())
        self._how_read()

    def _table(
        self, title: str, headline: str, columns: tuple[_Column, ...], rows: Iterable[Line | Problem]
    ) -> None:
        """A sheet with one table: headline, headings, rows."""
        filled = self._worklist.filled
        wanted = [one for one in columns if not one.optional or one.field in filled]
        sheet = self._sheet(title, [one.width for one in wanted])
        sheet.freeze_panes(2, 0)
        sheet.repeat_rows(1)
        self._text(sheet, 0, 0, headline, "plain", "bold")
        sheet.set_row(1, 2 * _POINTS + 3)
        for column, one in enumerate(wanted):
            self._text(sheet, 1, column, one.heading, "head", "bold")
        last = 1
        for last, row in enumerate(rows, start=2):
            if last > _LAST_ROW:
                self._text(
                    sheet, last, 0, "There are more lines than a sheet can hold.", "plain", "bold"
                )
                break
            self._row(sheet, last, row, wanted)
        if last == 1:
            self._text(sheet, 2, 0, self._nothing(title), "plain")
        sheet.autofilter(1, 0, last, len(wanted) - 1)

    def _nothing(self, title: str) -> str:
        """What stands in place of lines: never that all is well where somebody is not decided."""
        if title == "Worklist" and any(True for _ in self._worklist.problems()):
            return "Nothing is to be done for those who were decided; the next sheet has the others."
        return _NONE[title]

    def _row(self, sheet: Any, place: int, row: Line | Problem, wanted: list[_Column]) -> None:
        values = [getattr(row, one.field) for one in wanted]
        lines = max(
            _lines(value, one.width) if isinstance(value, str) else 1
            for value, one in zip(values, wanted, strict=True)
        )
        sheet.set_row(place, min(_HIGHEST, lines * _POINTS + 3))
        late = isinstance(row, Line) and row.rank == OVERDUE
        for column, (value, one) in enumerate(zip(values, wanted, strict=True)):
            marks = ("late",) if late and one.field in ("status", "due", "overdue") else ()
            self._cell(sheet, place, column, value, *marks)

    def _how_read(self) -> None:
        widths = [38, 96]
        sheet = self._sheet("How read", widths)
        for place, (label, value) in enumerate(_how_read(self._worklist)):
            if isinstance(value, str):
                sheet.set_row(place, _lines(value, widths[1]) * _POINTS + 3)
            self._cell(sheet, place, 0, label, "bold")
            self._cell(sheet, place, 1, value, "left")

    def _sheet(self, title: str, widths: list[int]) -> Any:
        """An empty sheet, set up to be printed: A4 across, as wide as the page."""
        sheet = self._book.add_worksheet(title)
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
            sheet.write_datetime(row, column, midnight, self._format("day", "left", *marks))
        elif isinstance(value, int):
            sheet.write_number(
                row, column, value, self._format(*(marks if "left" in marks else (*marks, "number")))
            )
        elif value:
            self._text(sheet, row, column, value, *marks)

    def _text(self, sheet: Any, row: int, column: int, text: str, *marks: str) -> None:
        if guarded(text) != text:
            marks = (*marks, "quoted")
        if len(text) > _MOST:
            text = text[:_MOST] + "…"
        sheet.write_string(row, column, text, self._format(*marks))

    def _format(self, *marks: str) -> Any:
        """A format of the workbook for some marks, each made once."""
        if marks not in self._formats:
            look: dict[str, Any] = {"font_size": 10, "valign": "top", "text_wrap": "plain" not in marks}
            for mark in marks:
                look |= _LOOKS[mark]
            self._formats[marks] = self._book.add_format(look)
        return self._formats[marks]


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


def _told(line: Line) -> Line:
    """A line as a sheet shows it: what belongs to a cell is put into it, so that it fits on a page."""
    what = _several(
        f"{line.what} [{line.rule}]" if line.rule else line.what,
        ("To decide", line.decide),
        ("Waits for", line.waits),
        ("How", line.how),
    )
    why = _several(line.why, ("Coming", line.comes), ("Not known", line.unknown))
    stage = f"{line.stage} ({line.track})" if line.track else line.stage
    return line._replace(what=what, why=why, stage=stage)


def _several(first: str, *more: tuple[str, str]) -> str:
    """A text, and under it what else there is to say."""
    said = [f"{label}: {text[:1].lower()}{text[1:]}" for label, text in more if text]
    return "\n".join([first, *said] if first else said)


def _lines(text: str, width: int) -> int:
    """How many lines a text takes in a cell, as letters are a little narrower than digits."""
    if len(text) <= width and "\n" not in text:
        return 1
    return sum(max(1, ceil(len(part) / (width * 1.1))) for part in text.split("\n"))


def _how_read(worklist: Worklist) -> Iterator[tuple[str, str | int | date]]:
    yield from worklist.how_read()
    if worklist.unknown:
        yield "", "What is not known stands beside each line, too: ask for it before deciding."
