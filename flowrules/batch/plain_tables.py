"""CSV files in the words of a record -> batches of records, streamed: absences, and events.

An export in a school's own words is read by `flowrules evaluate`, which asks of every cell what it
means. Here the headings are those of a record (`employee`, `from`, `to`, `category` …; `employee`, `on`,
`recorded` …), days are written as 2026-09-01, and the rows of both files stand in the order of their
employees: then nothing has to be kept but the people who are being read.
"""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

from flowrules.batch.lines import as_numpy

_WORD = pa.dictionary(pa.int32(), pa.string())
_DAYS = ("from", "to", "on", "until", "known_on", "decided_on")
_EMPLOYEE = "employee"
# What is no word; a block in which nothing of it stands must be of the same type as the others.
_TYPES = dict.fromkeys(_DAYS, pa.date32()) | {
    _EMPLOYEE: pa.string(),
    "counts": pa.bool_(),
    "days_lost": pa.float64(),
}
_BLOCK = 2 << 20  # bytes read at once, which are soon read as they are few, and
_TOGETHER = 8  # such blocks put together, which takes as long for few rows as for many


class NotInOrder(Exception):
    """Rows that do not stand in the order of their employees, or a table without that column."""


def batches_of(absences: Path, events: Path | None = None) -> Iterator[pa.RecordBatch]:
    """The records of everybody who has a row in either table, in the order of their numbers.

    Raises NotInOrder, or what pyarrow says of a cell that cannot be read.
    """
    away, happened = _Rows(absences), _Rows(events) if events is not None else None
    while True:
        upto = away.last_whole()
        if happened is not None:
            upto = _earlier(upto, happened.last_whole())
        parts = [rows.take_upto(upto) for rows in (away, happened) if rows is not None]
        if any(len(part.ids) for part in parts):
            yield _records(parts)
        if upto is None:
            return


def _earlier(one: str | None, other: str | None) -> str | None:
    return min(one, other) if one is not None and other is not None else one or other


class _Rows:
    """The rows of one file: those read and not yet taken, and the file from there on."""

    def __init__(self, path: Path) -> None:
        self._name = path.name
        names = csv.open_csv(path).schema.names
        if _EMPLOYEE not in names:
            raise NotInOrder(f"{path.name}: has no column `{_EMPLOYEE}`")
        types = {name: _TYPES.get(name, _WORD) for name in names}
        self._stream = iter(
            csv.open_csv(
                path,
                csv.ReadOptions(block_size=_BLOCK),
                convert_options=csv.ConvertOptions(column_types=types, strings_can_be_null=True),
            )
        )
        self._held: list[_Block] = []
        self._last = ""  # the number in the last row read
        self._whole = ""  # the last number all of whose rows are read
        self._taken = ""
        self._ended = False

    def last_whole(self) -> str | None:
        """The number of the last employee all of whose rows are read; None where the file has ended.

        It reads on only where nobody whole is left, so that one table does not run ahead of the other.
        """
        while not self._ended and self._whole <= self._taken:
            blocks = list(islice(self._stream, _TOGETHER))
            self._ended = len(blocks) < _TOGETHER
            for rows in filter(len, blocks):
                self._hold(_block(rows))
        return None if self._ended else self._whole

    def _hold(self, block: "_Block") -> None:
        ids = block.ids
        ordered = pc.all(pc.less(ids.slice(0, len(ids) - 1), ids.slice(1))).as_py() is not False
        if ids.null_count or not ordered or ids[0].as_py() < self._last:
            raise NotInOrder(f"{self._name}: its rows are not in the order of their employees")
        if len(ids) > 1:
            self._whole = ids[-2].as_py()
        elif self._last < ids[0].as_py():
            self._whole = self._last
        self._last = ids[-1].as_py()
        self._held.append(block)

    def take_upto(self, upto: str | None) -> "_Block":
        """Takes the rows of all employees up to one; of all, where there is none."""
        self._taken = upto or self._last
        if not self._held:
            return _NO_ROWS
        block = _joined(self._held)
        if upto is None:
            self._held = []
            return block
        many = pc.sum(pc.less_equal(block.ids, upto)).as_py() or 0
        taken, rest = block.cut(many)
        self._held = [rest] if len(rest.ids) else []
        return taken


class _Block(NamedTuple):
    """Some rows: whose they are, and where each employee's begin."""

    rows: pa.Table
    ids: pa.Array
    starts: np.ndarray

    def cut(self, many: int) -> tuple["_Block", "_Block"]:
        """The rows of so many employees, and those of the others."""
        row = int(self.starts[many]) if many < len(self.ids) else len(self.rows)
        taken = _Block(self.rows.slice(0, row), self.ids.slice(0, many), self.starts[:many])
        rest = _with_its_own_words(self.rows.slice(row))
        return taken, _Block(rest, self.ids.slice(many), self.starts[many:] - row)


_NO_ROWS = _Block(pa.table({}), pa.array([], pa.string()), np.zeros(0, np.int64))


def _block(rows: pa.RecordBatch) -> _Block:
    ids = rows.column(_EMPLOYEE)
    others = pc.coalesce(pc.not_equal(ids.slice(1), ids.slice(0, len(ids) - 1)), pa.scalar(True))
    starts = np.concatenate(([0], np.flatnonzero(as_numpy(others)) + 1))
    return _Block(pa.Table.from_batches([rows]), ids.take(starts), starts)


def _with_its_own_words(rows: pa.Table) -> pa.Table:
    """The rows without words that only others had, where these are more: else all would be kept."""
    for place, column in enumerate(rows.columns):
        if not pa.types.is_dictionary(column.type) or not column.num_chunks:
            continue
        if len(column.chunk(0).dictionary) > len(rows):
            own = column.combine_chunks().dictionary_decode().dictionary_encode()
            rows = rows.set_column(place, rows.field(place), own.cast(column.type))
    return rows


def _joined(blocks: list[_Block]) -> _Block:
    """Blocks that follow one another as one: the rows of an employee may be parted by their border."""
    rows = pa.concat_tables([one.rows for one in blocks]).unify_dictionaries().combine_chunks()
    ids = pa.concat_arrays([one.ids for one in blocks])
    begins = np.cumsum([0, *(len(one.rows) for one in blocks)])
    starts = np.concatenate([one.starts + at for one, at in zip(blocks, begins, strict=False)])
    again = as_numpy(pc.equal(ids.slice(1), ids.slice(0, len(ids) - 1)))
    first = np.concatenate(([True], ~again))
    return _Block(rows, ids.filter(pa.array(first)), starts[first])


def _records(parts: list[_Block]) -> pa.RecordBatch:
    """The rows of both tables as records: a row for each employee."""
    ids = pc.unique(pa.concat_arrays([part.ids for part in parts]))
    ids = pc.take(ids, pc.sort_indices(ids))
    columns = {_EMPLOYEE: pa.StructArray.from_arrays([ids], ["id"])}
    for name, part in zip(("absences", "events"), parts, strict=False):
        columns[name] = _lists(part, ids)
    return pa.RecordBatch.from_pydict(columns)


def _lists(part: _Block, ids: Any) -> pa.Array:
    """The rows of a table, in the order of their employees, as a list for each."""
    many = np.zeros(len(ids), np.int64)
    many[pc.index_in(part.ids, value_set=ids).to_numpy()] = np.diff(part.starts, append=len(part.rows))
    offsets = np.concatenate(([0], np.cumsum(many))).astype(np.int32)
    fields = [name for name in part.rows.column_names if name != _EMPLOYEE]
    arrays = [_whole(part.rows[name]) for name in fields]
    if fields:
        lines = pa.StructArray.from_arrays(arrays, fields)
    else:
        lines = pa.array([{}] * len(part.rows), pa.struct([]))
    return pa.ListArray.from_arrays(pa.array(offsets), lines)


def _whole(column: pa.ChunkedArray) -> pa.Array:
    return column.combine_chunks() if column.num_chunks != 1 else column.chunk(0)
