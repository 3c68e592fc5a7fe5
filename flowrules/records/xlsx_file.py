"""A workbook (.xlsx) -> Tables, one a sheet: dates as typed, text as text.

A cell that is merged over several rows stands in each of them. Hidden sheets are left alone, and that is
said; hidden rows are rows.
"""

import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime, time, timedelta
from io import BytesIO
from itertools import islice, repeat
from typing import Any, BinaryIO
from xml.parsers.expat import ExpatError

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from flowrules.people import Stray
from flowrules.tables.dates import is_date
from flowrules.tables.faults import CannotRead, fault
from flowrules.tables.headings import line_of_headings, under_headings
from flowrules.tables.table import Cell, DayAndTime, Formula, Hours, Row, Table
from flowrules.tables.workbook import TooLarge, Troubles, troubles

_SAMPLE = 200
_OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0"
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_SAVE_AS = "open it in a spreadsheet program, and save it as an Excel workbook (.xlsx) or as CSV"


def tables(stream: BinaryIO, name: str) -> Iterator[Table | Stray]:
    """Each sheet that has headings; and what is to be said of the others."""
    # What comes through a pipe can be read only once, and a workbook's list of parts is at its end.
    book, without_value = _opened(stream if stream.seekable() else BytesIO(stream.read()), name)
    sheets = [sheet for sheet in book.sheets_metadata if sheet.typ is SheetTypeEnum.WorkSheet]
    shown = [sheet.name for sheet in sheets if sheet.visible is SheetVisibleEnum.Visible]
    for hidden in sheets:
        if hidden.name not in shown:
            yield _note(f"{name} [{hidden.name}]", "this sheet is hidden, and is not used")
    found = 0
    before: list[list[Row]] = []  # the first rows of each table so far
    for title in shown:
        sheet = book.get_sheet_by_name(title)
        without = without_value.get(title, {})
        if sheet.start is not None or without:
            made = list(_table(sheet, name, title if len(shown) > 1 else None, without, before))
            found += any(isinstance(one, Table) for one in made)
            yield from made
    if not found:
        help = "the columns must have names in the first line of a sheet"
        raise CannotRead(fault("not-a-table", name, what="no line of headings was found", help=help))


def _opened(stream: BinaryIO, name: str) -> tuple[CalamineWorkbook, dict[str, Troubles]]:
    head = stream.read(4)
    if head == _OLD_OR_LOCKED:
        locked = _LOCKED in head + stream.read()
        what = (
            "the workbook is locked with a password"
            if locked
            else "this is a workbook of an old kind (.xls)"
        )
        raise CannotRead(fault("not-a-workbook", name, what=what, help=_SAVE_AS))
    try:
        stream.seek(0)
        without_value = troubles(stream)
        stream.seek(0)
        return CalamineWorkbook.from_filelike(stream), without_value
    except TooLarge:
        what = "more is packed in this workbook than any export has"
        help = "export it again; delete what stands far below or to the right of the table"
        raise CannotRead(fault("not-a-workbook", name, what=what, help=help)) from None
    except (zipfile.BadZipFile, ExpatError, CalamineError, KeyError, NotImplementedError):
        what = "this is not a workbook, whatever its name says"
        raise CannotRead(fault("not-a-workbook", name, what=what, help=_SAVE_AS)) from None


def _note(file: str, what: str, help: str = "") -> Stray:
    return Stray((fault("sheet-note", file, note=True, what=what, help=help),), rows=0)


def _table(
    sheet: CalamineSheet,
    name: str,
    title: str | None,
    without: Troubles,
    before: list[list[Row]],
) -> Iterator[Table | Stray]:
    """A sheet as a table, whose first rows are added to those of the tables `before` it."""
    label = name if title is None else f"{name} [{title}]"
    rows = _rows(sheet, without)
    sample = list(islice(rows, _SAMPLE))
    place = line_of_headings(sample)
    if place is None:
        if _goes_on(sample, before):
            what = "this sheet has no line of headings, and goes on with the rows of one before it"
            help = "give it the same headings, or put its rows below those of the other"
            raise CannotRead(fault("not-a-table", label, what=what, help=help))
        yield _note(label, "this sheet has no line of headings, and is not used")
        return
    before.append(sample[place + 1 :])
    if place:
        yield _note(label, f"what stands above the headings on line {sample[place].line} is passed over")
    yield Table(name, title, *under_headings(sample[place:], rows))


def _goes_on(rows: Sequence[Row], before: Sequence[Sequence[Row]]) -> bool:
    """Whether rows without headings have their dates in the columns in which a table before has them."""
    dated = _columns_of_dates(rows)
    return bool(dated) and any(_columns_of_dates(its) == dated for its in before)


def _columns_of_dates(rows: Sequence[Row]) -> frozenset[int]:
    """The columns with a date in most of the rows."""
    many = Counter(at for row in rows for at, cell in enumerate(row.cells) if is_date(cell))
    return frozenset(at for at, times in many.items() if 2 * times > len(rows))


def _rows(sheet: CalamineSheet, without: Troubles) -> Iterator[Row]:
    """Every row that is not empty, as wide as the sheet."""
    before: tuple[Cell, ...] = (None,) * (sheet.start[1] if sheet.start else 0)
    after: tuple[Cell, ...] = (None,) * (max((at for _, at in without), default=0) - _width(sheet))
    merged = _merged(sheet)
    clean = _Cleaned()
    held: dict[int, Cell] = {}
    troubled = {row for row, _ in without}
    for line, written in enumerate(_written(sheet, max(troubled, default=0)), 1):
        cells = before + tuple([cell if type(cell) is float else clean.cell(cell) for cell in written])
        if after:
            cells += after
        if line in troubled:
            cells = tuple(_without(without.get((line, at)), cell) for at, cell in enumerate(cells, 1))
        if line in merged:
            cells = _filled(cells, merged[line], held)
        if any(cell is not None for cell in cells):
            yield Row(line, cells)


def _width(sheet: CalamineSheet) -> int:
    """The number of the last column that has a value."""
    return sheet.end[1] + 1 if sheet.end else 0


def _written(sheet: CalamineSheet, last: int) -> Iterator[Sequence[Any]]:
    """Every row from the first on, and empty ones up to the last that has cells without a value.

    The library ends a sheet with its last value; a row of nothing but such cells may lie below.
    """
    yield from sheet.iter_rows()
    empty = [None] * (_width(sheet) - sheet.start[1] if sheet.start else 0)
    yield from repeat(empty, last - (sheet.end[0] + 1 if sheet.end else 0))


def _without(trouble: str | None, cell: Cell) -> Cell:
    return cell if trouble is None else Formula(trouble)


def _merged(sheet: CalamineSheet) -> dict[int, list[tuple[int, bool]]]:
    """For each line, the columns (from 0) of cells merged over several, and whether it is the first."""
    found: dict[int, list[tuple[int, bool]]] = {}
    for (first, column), (last, _) in sheet.merged_cell_ranges or ():
        if last > first:
            for line in range(first, last + 1):
                found.setdefault(line + 1, []).append((column, line == first))
    return found


def _filled(
    cells: tuple[Cell, ...], merged: Sequence[tuple[int, bool]], held: dict[int, Cell]
) -> tuple[Cell, ...]:
    said = list(cells)
    for column, first in merged:
        if column < len(said):
            if first:
                held[column] = said[column]
            said[column] = held.get(column)
    return tuple(said)


class _Cleaned(dict[str, str | None]):
    """Cells as a Table has them; each text once."""

    def __missing__(self, text: str) -> str | None:
        if len(self) > 50_000:
            self.clear()
        cell = self[text] = text.strip() or None
        return cell

    def cell(self, written: Any) -> Cell:
        if isinstance(written, str):
            return self[written]
        if isinstance(written, datetime):
            day, clock = written.date(), written.time()
            return day if clock == time(0) else DayAndTime(day, clock)
        if isinstance(written, timedelta):
            return Hours(written.total_seconds() / 3600)
        cell: Cell = written
        return cell
