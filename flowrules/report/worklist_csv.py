"""Worklist -> CSV: one table with a heading row, for spreadsheets and other programs.

Excel reads UTF-8 only with a mark at the start, and takes `2026-11-03` for a date. It also takes a
text that begins with one of a few signs for a formula, and would run it: such a text gets a `'` before
it, as people type it themselves. Figures and days are never touched.
"""

import csv
from collections.abc import Iterator
from datetime import date
from io import TextIOWrapper
from typing import BinaryIO, NamedTuple

from flowrules.report.worklist import Line, Worklist

_SIGNS = frozenset("=+-@\t\r\n＝＋－＠")  # as Excel, LibreOffice and Google read them


class Column(NamedTuple):
    """A heading, the field of a Line below it, and its width in a spreadsheet, in letters."""

    heading: str
    field: str
    width: int


COLUMNS = (
    Column("Status", "status", 10),
    Column("By", "due", 12),
    Column("Days overdue", "overdue", 9),
    Column("Who", "who", 15),
    Column("Employee", "employee", 11),
    Column("Name", "name", 16),
    Column("School", "school", 16),
    Column("Manager", "manager", 16),
    Column("What to do", "what", 28),
    Column("To decide", "decide", 20),
    Column("How", "how", 20),
    Column("Waits for", "waits", 16),
    Column("Why", "why", 58),
    Column("Stage", "stage", 16),
    Column("Track", "track", 15),
    Column("What comes", "comes", 24),
    Column("Not known", "unknown", 24),
    Column("Rule", "rule", 9),
)


def columns(worklist: Worklist) -> list[Column]:
    """Those of every worklist; the name has one only where names are wanted."""
    return [one for one in COLUMNS if one.field != "name" or "name" in worklist.filled]


def guarded(text: str) -> str:
    """The text, so that no spreadsheet takes it for a formula."""
    risky = text[:1] in _SIGNS or text.lstrip()[:1] in _SIGNS
    return f"'{text}" if text and risky else text


def write_csv(worklist: Worklist, file: BinaryIO) -> None:
    """The lines of work, and last those not decided, each with what to correct."""
    wanted = columns(worklist)
    text = TextIOWrapper(file, "utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text)
    writer.writerow([one.heading for one in wanted])
    for line in _all(worklist):
        writer.writerow([_cell(getattr(line, one.field)) for one in wanted])
    text.detach()


_REJECTS = (
    ("Employee", "employee"),
    ("Name", "name"),
    ("School", "school"),
    ("Manager", "manager"),
    ("File", "file"),
    ("Line", "row"),
    ("Column", "column"),
    ("Reason", "reason"),
    ("Way out", "way_out"),
)


def write_rejects(worklist: Worklist, file: BinaryIO) -> None:
    """Every row that could not be used, with its place; those of nobody come first."""
    text = TextIOWrapper(file, "utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text)
    writer.writerow([heading for heading, _ in _REJECTS])
    for problem in worklist.problems():
        writer.writerow([_cell(getattr(problem, field)) for _, field in _REJECTS])
    text.detach()


def _all(worklist: Worklist) -> Iterator[Line]:
    yield from worklist.lines()
    yield from (problem.line() for problem in worklist.problems())


def _cell(value: str | int | date | None) -> str | int:
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, int) else guarded(value)
