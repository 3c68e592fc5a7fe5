"""The last rows of a table -> which of them say something of the whole report: a total, who printed it.

Only what can be nothing else: a row that broke off, or an employee who is called so, stays a row.
"""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

from flowrules.placed import Placed
from flowrules.tables.dates import is_date
from flowrules.tables.faults import fault
from flowrules.tables.layout import Layout
from flowrules.tables.left_out import Test
from flowrules.tables.mapping import DATES
from flowrules.tables.table import DayAndTime, Row
from flowrules.words import join_words

_MOST = 20  # rows below the last one
_FIGURE = r"[0-9][0-9,.]*"
_THINGS = (
    r"(?: (?:of|records?|rows?|entries|absences?|employees?|staff|working|days?|hours?|lost|absent|found"
    r"|listed|exported))"
)
_MADE = r"(?:report )?(?:printed|generated|produced|exported|created|run)"
_SAYS = re.compile(
    "|".join((
        rf"(?:(?:grand|overall|report|final|sub)[ -]?)?totals?{_THINGS}*(?:[:= ]+{_FIGURE}{_THINGS}*)?",
        rf"(?:(?:record|row|total) )?count(?:[:= ]+{_FIGURE})?",
        rf"(?:number{_THINGS}+|records|rows)[:= ]+{_FIGURE}",
        rf"{_FIGURE}{_THINGS}+",
        rf"{_MADE} ?(?:: ?.*|(?:on|at|by|from) .*|[0-9]{{1,4}}[-/. ].*)",
        r"(?:report|print|run|export) (?:date|time)(?:[: ].*)?",
        r"page [0-9]+(?: ?(?:of|/) ?[0-9]+)?",
        r"end of (?:the )?(?:report|file|data|list|table|export|document|records)",
    )),
    re.IGNORECASE,
)  # fmt: skip
_PAGES = re.compile(r"page ([0-9]+) ?(?:of|/) ?([0-9]+)", re.IGNORECASE)
_LONGEST = 120


class Ends:
    """Gives the rows of a table in chunks, but for what stands below the last of them.

    `is_nobody`: whether the mapping leaves out a row by its number; `is_known`: whether others have it.
    """

    def __init__(self, layout: Layout, is_nobody: Test | None, is_known: Test) -> None:
        self._layout = layout
        self._is_nobody = is_nobody or (lambda _: False)
        self._is_known = is_known
        self._number = layout.columns["employee"]
        self._dates = [place for field, place in layout.columns.items() if field in DATES]
        self.below: list[Row] = []

    def chunks(self, rows: Iterator[Row], many: int) -> Iterator[list[Row]]:
        """All rows, so many at once; what may be the end is looked at when there are no more."""
        held: list[Row] = []
        while chunk := list(islice(rows, many)):
            chunk = held + chunk
            at = len(chunk)
            while at and len(chunk) - at < _MOST and self._may_end(chunk[at - 1]):
                at -= 1
            held = chunk[at:]
            yield chunk[:at]
        yield self._without_ends(held)

    def _may_end(self, row: Row) -> bool:
        return self._is_nobody(self._number_in(row)) or self._is_below(row)

    def _without_ends(self, rows: list[Row]) -> list[Row]:
        """Those of the last rows that are rows after all: known by their number, or left out by it."""
        named: list[Row] = []
        for at, row in reversed([*enumerate(rows)]):
            if self._is_nobody(number := self._number_in(row)):
                named.insert(0, row)
            elif self._is_known(number):
                return rows[: at + 1] + named
            else:
                self.below.insert(0, row)
        return named

    def _number_in(self, row: Row) -> Any:
        return row.cells[self._number] if self._number < len(row.cells) else None

    def _is_below(self, row: Row) -> bool:
        """Whether a row says so in words, and names nobody and no day."""
        first = next((cell for cell in row.cells if cell is not None), None)
        number = self._number_in(row)
        if number is not None and number is not first:
            return False
        return _is_said_of_all(first) and not any(
            isinstance(cell, DayAndTime) or is_date(cell)
            for cell in (row.cells[place] for place in self._dates if place < len(row.cells))
        )

    @property
    def notes(self) -> Iterator[Placed]:
        """What there is to say of the rows that are passed over."""
        if not self.below:
            return
        lines = [f"{row.line:,}" for row in self.below]
        where = f"line{'' if len(lines) == 1 else 's'} {join_words(lines)}"
        what = f"what stands below the last row, on {where}, is passed over"
        help = "it has not the last of its pages: see that the rest of the report is there"
        says = [_PAGES.fullmatch(_bare(cell)) for row in self.below for cell in row.cells]
        pages = [(int(found[1]), int(found[2])) for found in says if found]
        breaks_off = bool(pages) and pages[-1][0] < pages[-1][1]
        line = self.below[0].line
        yield fault(
            "table-note", self._layout.file, line, note=True, what=what, help=help if breaks_off else ""
        )


def without_ends(rows: list[Row]) -> list[Row]:
    """The first rows of a table as they are looked at to tell what its columns are."""
    at = len(rows)
    while at and _is_said_of_all(next(filter(None, rows[at - 1].cells), None)):
        at -= 1
    return rows[:at]


def _is_said_of_all(cell: Any) -> bool:
    text = _bare(cell)
    return bool(text) and len(text) <= _LONGEST and _SAYS.fullmatch(text) is not None


def _bare(cell: Any) -> str:
    """A text without what stands around it to be seen."""
    return " ".join(cell.split()).strip("-*=_:. ") if isinstance(cell, str) else ""
