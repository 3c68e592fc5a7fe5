"""The first rows of a file -> which of them are the headings, and what each column is called."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Any

from flowrules.tables.dates import is_date
from flowrules.tables.table import CONTROL, Row

_FIGURES = re.compile(r"[-0-9/.,:£% ]*[0-9][-0-9/.,:£% ]*")
_DATE = re.compile(r"[0-9]{1,4}[-/.][0-9]{1,2}[-/.][0-9]{1,4}")
_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*"
# Days in words that nobody reads: `1-Sep-26` and `Sep 1, 2026`.
_IN_WORDS = re.compile(
    rf"[0-9]{{1,2}}[-/. ]+{_MONTH}[-/. ]+[0-9]{{2}}|{_MONTH} [0-9]{{1,2}},? [0-9]{{4}}", re.IGNORECASE
)
_PLAIN = re.compile(r"[^0-9a-z]+")


def line_of_headings(rows: Sequence[tuple[int, Sequence[Any]]]) -> int | None:
    """Which of the first rows has the headings: the first that is nearly as wide as most, all words.

    A title or the day of printing above them fills only a cell or two of a table's width. A line with a
    day among its words (`Days 01/09/2025-31/08/2026`) has them where no other does before the first row.
    """
    widths = Counter(width for _, cells in rows if (width := _filled(cells)) > 1)
    if not widths:
        return None
    usual = max(widths, key=lambda width: (widths[width], width))
    with_day: int | None = None
    for place, (_, cells) in enumerate(rows):
        if _filled(cells) < max(2, 0.6 * usual):
            continue
        if all(map(_is_word, cells)):
            if not any(map(_has_day, cells)):
                return place
            with_day = place if with_day is None else with_day
        elif with_day is not None:
            break
    return with_day


def _filled(cells: Sequence[Any]) -> int:
    return sum(cell is not None and cell != "" for cell in cells)


def _is_word(cell: Any) -> bool:
    if cell is None:
        return True
    if not isinstance(cell, str) or _FIGURES.fullmatch(cell):
        return False
    return not (is_date(cell) or _IN_WORDS.fullmatch(cell))


def _has_day(cell: Any) -> bool:
    return cell is not None and _DATE.search(cell) is not None


def under_headings(sample: Sequence[Row], rows: Iterable[Row]) -> tuple[tuple[str, ...], Iterator[Row]]:
    """The names of the columns, from the first row, and the rows below, but for headings said again.

    A report made for printing has its headings on every page.
    """
    first = sample[0].cells
    below = (row for row in chain(sample[1:], rows) if row.cells != first)
    return headings_of(first), below


def headings_of(cells: Sequence[Any]) -> tuple[str, ...]:
    """A name for each column: one without a heading is `column 3`, a second `Part` is `Part (2)`."""
    names: list[str] = []
    seen: Counter[str] = Counter()
    for place, cell in enumerate(cells, 1):
        name = " ".join(CONTROL.sub(" ", cell or "").split()) or f"column {place}"
        seen[plain(name)] += 1
        names.append(name if seen[plain(name)] == 1 else f"{name} ({seen[plain(name)]})")
    return tuple(names)


def plain(heading: str) -> str:
    """A heading as it is compared: `Start Date`, `start_date` and `StartDate` are one."""
    return _PLAIN.sub("", heading.casefold())
