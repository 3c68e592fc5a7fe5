"""Rows of several tables -> the rows of each employee, in the order of their numbers.

An export is not sorted by employee, so all of it must be read before anybody's rows are known to be
together. Only the columns that are used are kept, some rows in memory and the rest in a `Spill`.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import partial, reduce
from itertools import chain, repeat
from operator import itemgetter
from typing import Any, NamedTuple

from flowrules.alike import compared
from flowrules.people import Stray
from flowrules.spill import Spill
from flowrules.tables.dates import Shown, shown_by
from flowrules.tables.faults import CannotRead, fault
from flowrules.tables.footers import Ends
from flowrules.tables.guess import Guess
from flowrules.tables.layout import Layout
from flowrules.tables.left_out import Test, leaving_out, test_of_number, tests_of
from flowrules.tables.mapping import DATES, has_words
from flowrules.tables.table import CONTROL, DayAndTime, Row

_CHUNK = 20_000  # rows taken together
_AT_ONCE = 200_000  # rows held in memory
_MOST_WORDS = 2_000  # different words of a column; with more it is no column of words
_MOST_RAGGED = 1_000
_MOST_LETTERS = 60  # of an employee's number, as in a record
# What a spreadsheet program leaves of a number: an error, a column too narrow for it, its first figures.
_LEFT_OF_A_NUMBER = re.compile(r"#*n/a|#[a-z0-9/]*[!?]|#+|[0-9](\.[0-9]+)?e\+[0-9]+", re.IGNORECASE)


class Held(NamedTuple):
    """A row of one employee: its table and line, what it says, and whom and what post it is about.

    `ragged` is the number of cells of a row that does not fit the headings, and then it has no cells;
    it is below zero where the row was counted with somebody else's.
    """

    table: int
    line: int
    what: tuple[Any, ...]
    who: tuple[Any, ...]
    ragged: int = 0


# As `Held._make` does, but for a call and a check for each row.
_new_held = partial(tuple.__new__, Held)


class Gatherer:
    """Takes the rows of tables, and gives them back by employee."""

    def __init__(self, spill: Spill) -> None:
        self.layouts: list[Layout] = []
        self.guesses: list[Guess] = []  # of each layout, where no mapping was given
        self.words: list[dict[str, Counter[Any]]] = []
        self.together: list[Counter[Any]] = []  # words of one row by which rows may be left out
        self.shown: list[Shown] = []
        self.days: list[dict[str, set[Any]]] = []  # the different cells of each column of dates
        # Rows of each table that are left out and nobody's; and those of them that are not in `words`.
        self.unnamed: Counter[int] = Counter()
        self.dropped: Counter[int] = Counter()
        self._spill = spill
        self._spilt = False
        self._held = _ByName()
        self._count = 0
        self._ragged: dict[tuple[int, int], int] = {}
        self._met: set[tuple[int, int]] = set()  # of those, the rows in which somebody's number stands

    def take(self, layout: Layout, rows: Iterator[Row]) -> Iterator[Stray]:
        """Holds the rows of a table; gives those that name nobody."""
        table = len(self.layouts)
        self.layouts.append(layout)
        self.words.append({field: Counter() for field in layout.columns if has_words(field)})
        days: dict[str, set[Any]] = {field: set() for field in layout.columns if field in DATES}
        self.days.append(days)
        pick_what = _picking([layout.columns[field] for field in layout.what])
        pick_who = _picking([layout.columns[field] for field in layout.who])
        left = [layout.columns[field] for field in leaving_out(layout.said, layout.columns)]
        self.together.append(Counter())
        place = layout.who.index("employee")
        held, is_nobody = self._held, test_of_number(layout.said, layout.columns)
        once: dict[Any, Any] = {}
        ends = Ends(layout, is_nobody, self._is_known)
        for chunk in ends.chunks(rows, _CHUNK):
            fitting = self._fitting(table, chunk, is_nobody)
            cells = [row[1] for row in fitting]
            self._look_at(layout.columns, cells, days, self.words[table])
            self.together[table].update(map(itemgetter(*left), cells) if len(left) > 1 else ())
            about = list(map(pick_who, cells))
            if bool not in set(map(type, map(itemgetter(place), about))):  # to a dict, TRUE is 1
                about = [once.setdefault(who, who) for who in about]
            for row in zip(
                repeat(table), map(itemgetter(0), fitting), map(pick_what, cells), about, strict=False
            ):
                held[row[3][place]].extend(row)
            for line in self._unnamed(table, rows_of(held.pop(None, []))):
                yield _nobody(layout, line)
            self._count += len(chunk)
            if self._count >= _AT_ONCE or len(once) >= _AT_ONCE:
                self._spill_held()
                once.clear()
        for note in ends.notes:
            yield Stray((note,), rows=0)
        self.shown.append(reduce(Shown.and_, map(shown_by, days.values()), Shown()))
        _expect_unturned(set(chain.from_iterable(days.values())), layout)

    def _is_known(self, cell: Any) -> bool:
        """Whether a number stands in a row that was taken."""
        name = as_key(cell)
        return name in self._held or (self._spilt and name in set(self._spill.firsts()))

    def _fitting(self, table: int, chunk: list[Row], is_nobody: Test | None) -> list[Row]:
        """The rows that have as many cells as there are headings, but for those left out as nobody's."""
        layout = self.layouts[table]
        width, place = len(layout.headings), layout.columns["employee"]
        if is_nobody is not None:
            named = [row for row in chunk if not (row[1][place:] and is_nobody(row[1][place]))]
            self.dropped[table] += len(chunk) - len(named)
            self.unnamed[table] += len(chunk) - len(named)
            chunk = named
        fitting = [row for row in chunk if len(row[1]) == width]
        if len(fitting) < len(chunk):
            fitting = [fitted for row in chunk if (fitted := self._fitted(table, row))]
        return fitting

    def _unnamed(self, table: int, rows: list[Held]) -> Iterator[int]:
        """The lines of rows that name nobody; of those that are left out, only how many is noted."""
        layout = self.layouts[table]
        tests = tests_of(layout.said, layout.columns) if rows else []
        for row in rows:
            cells = dict(zip((*layout.what, *layout.who), (*row.what, *row.who), strict=True))
            if any(leaves_out(cells[field]) for field, leaves_out in tests):
                self.unnamed[table] += 1
            else:
                yield row.line

    def _fitted(self, table: int, row: Row) -> Row | None:
        """A row with no more than separators behind the last column; None of a ragged one."""
        layout = self.layouts[table]
        width = len(layout.headings)
        if len(row.cells) == width:
            return row
        if len(row.cells) > width and not any(row.cells[width:]):
            return Row(row.line, row.cells[:width])
        self._ragged[table, row.line] = len(row.cells)
        if len(self._ragged) > _MOST_RAGGED:
            what = f"more than {_MOST_RAGGED:,} rows do not have as many cells as there are headings"
            help = "export it again; text with commas must stand in quotes"
            raise CannotRead(fault("not-a-table", layout.file, row.line, what=what, help=help))
        for name in set(filter(None, map(as_key, row.cells))):  # it may be that of any of these
            self._held[name].extend((table, row.line, None, len(row.cells)))
        return None

    def _look_at(
        self,
        columns: Mapping[str, int],
        rows: list[tuple[Any, ...]],
        days: dict[str, set[Any]],
        words: dict[str, Counter[Any]],
    ) -> None:
        """Notes which different dates and words stand in the columns, and how often a word does."""
        for field, place in columns.items():
            if field in days:
                days[field].update(map(itemgetter(place), rows))
            elif field in words and len(words[field]) <= _MOST_WORDS:
                words[field].update(map(itemgetter(place), rows))

    def _spill_held(self) -> None:
        for name, rows in self._held.items():
            self._spill.add((name,), rows)
        self._held.clear()
        self._count = 0
        self._spilt = True

    def alike(self) -> set[str]:
        """The numbers that differ from another's only in how they are written: perhaps one person's."""
        if not self._spilt:
            written = {str(name): compared(str(name)) for name in self._held}
            times = Counter(written.values())
            return {name for name, key in written.items() if times[key] > 1}
        self._spill_held()
        found: set[str] = set()
        with Spill(1) as names:
            for name in self._spill.firsts():
                names.add((compared(str(name)),), str(name))
            for _, same in names.groups():
                found.update(same if len(same) > 1 else ())
        return found

    def groups(self) -> Iterator[tuple[str, list[Any]]]:
        """Every employee with the rows that are theirs, for `rows_of`, in the order of their taking."""
        if self._spilt:
            self._spill_held()
        names = (
            self._spill.groups() if self._spilt else ((n, [r]) for n, r in sorted(self._held.items()))
        )
        for name, several in names:
            flat = list(chain.from_iterable(several))
            if self._ragged:
                if all(what is None for what in flat[2::4]):
                    continue
                self._count_once(flat)
            yield str(name), flat

    def _count_once(self, flat: list[Any]) -> None:
        """A row that does not fit stops everybody who may be meant, and is counted with the first."""
        for at in range(0, len(flat), 4):
            table, line, what, found = flat[at : at + 4]
            if what is None:
                flat[at + 3] = -found if (table, line) in self._met else found
                self._met.add((table, line))

    def strays(self) -> Iterator[Stray]:
        """After all groups: the rows that do not fit, and in which nobody's number stands."""
        for (table, line), found in self._ragged.items():
            if (table, line) in self._met:
                continue
            yield Stray((ragged(self.layouts[table], line, found),))


def _picking(places: list[int]) -> Callable[[tuple[Any, ...]], tuple[Any, ...]]:
    """Some cells of a row, as a tuple even if it is one or none."""
    if len(places) > 1:
        return itemgetter(*places)
    return lambda cells: tuple(cells[place] for place in places)


def rows_of(flat: list[Any]) -> list[Held]:
    """The rows of one employee, of which each is held as four values."""
    parts = flat[::4], flat[1::4], flat[2::4], flat[3::4]
    rows = list(map(_new_held, zip(*parts, repeat(0), strict=False)))
    if None not in parts[2]:
        return rows
    return [row if row.what is not None else Held(*row[:2], (), (), row[3]) for row in rows]


class _ByName(dict[Any, list[Any]]):
    """The rows of each employee, each as four values; under None what can be nobody's number."""

    def __missing__(self, cell: Any) -> list[Any]:
        name = as_key(cell)
        return self[name] if name is not cell else self.setdefault(name, [])


def _nobody(layout: Layout, line: int) -> Stray:
    column, path = layout.place("employee")
    return Stray((fault("nobody-named", layout.file, line, column, path),))


def ragged(layout: Layout, line: int, found: int) -> Any:
    return fault("row-ragged", layout.file, line, found=found, width=len(layout.headings))


def as_key(cell: Any) -> str | None:
    """The number of an employee, whether a program took it for a number or for text."""
    if isinstance(cell, str):
        is_none = CONTROL.search(cell) or _LEFT_OF_A_NUMBER.fullmatch(cell)
        return cell if len(cell) <= _MOST_LETTERS and not is_none else None
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return str(cell) if isinstance(cell, int) and not isinstance(cell, bool) else None


def _expect_unturned(cells: set[Any], layout: Layout) -> None:
    """Where a spreadsheet program took the dates it could for the other form, the rest stayed text.

    Then every typed date of the table lies on the first twelve days of a month, and no text does.
    """
    shown = shown_by(cells)
    days = (cell.day if isinstance(cell, DayAndTime) else cell for cell in cells)
    typed = [day for day in days if isinstance(day, date)]
    only_rest = (shown.day_first or shown.month_first) and not shown.either
    if only_rest and typed and all(day.day <= 12 for day in typed):
        what = "days and months of some dates were exchanged when a program opened this file"
        help = "export it again, and give that file without opening and saving it in between"
        raise CannotRead(fault("table-unclear", layout.file, what=what, help=help))
