"""Worklist -> CSV: one table with a heading row, for spreadsheets and other programs.

Excel reads UTF-8 only with a mark at the start, and takes `2026-11-03` for a date. It also takes a
text that begins with one of a few signs for a formula, and would run it: such a text gets a `'` before
it, as people type it themselves. Figures and days are never touched.
"""

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from io import TextIOWrapper
from typing import BinaryIO

from flowrules.report.worklist import Line, Problem, Worklist

_SIGNS = frozenset("=+-@\t\r\n＝＋－＠")  # as Excel, LibreOffice and Google read them


# Headings, and the field of a Line below each.
_LINES = (
    ("Status", "status"),
    ("By", "due"),
    ("Days overdue", "overdue"),
    ("Who", "who"),
    ("Employee", "employee"),
    ("Name", "name"),
    ("School", "school"),
    ("Manager", "manager"),
    ("What to do", "what"),
    ("To decide", "decide"),
    ("How", "how"),
    ("Waits for", "waits"),
    ("Why", "why"),
    ("Stage", "stage"),
    ("Track", "track"),
    ("What comes", "comes"),
    ("Not known", "unknown"),
    ("Rule", "rule"),
)
# Headings, and the field of a Problem below each.
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


def guarded(text: str) -> str:
    """The text, so that no spreadsheet takes it for a formula."""
    risky = text[:1] in _SIGNS or text.lstrip()[:1] in _SIGNS
    return f"'{text}" if text and risky else text


def write_csv(worklist: Worklist, file: BinaryIO) -> None:
    """The lines of work, and last those not decided; a column of names only where names are wanted."""
    wanted = [one for one in _LINES if one[1] != "name" or "name" in worklist.filled]
    _write(file, wanted, _all(worklist))


def write_rejects(worklist: Worklist, file: BinaryIO) -> None:
    """Every row that could not be used, with its place; those of nobody come first."""
    _write(file, _REJECTS, worklist.problems())


def _write(file: BinaryIO, columns: Sequence[tuple[str, str]], rows: Iterable[Line | Problem]) -> None:
    text = TextIOWrapper(file, "utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text)
    writer.writerow([heading for heading, _ in columns])
    for row in rows:
        writer.writerow([_cell(getattr(row, field)) for _, field in columns])
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
