"""CSV files in the words of a record -> batches of records, streamed: absences, and events.

An export in a school's own words is read by `flowrules evaluate`, which asks of every cell what it
means. Here the headings are those of a record (`employee`, `from`, `to`, `category` …; `employee`, `on`,
`recorded` …), days are written as 2026-09-01, and the rows of both files stand in the order of their
employees: then nothing has to be kept but the people who are being read.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

_WORD = pa.dictionary(pa.int32(), pa.string())
_DAYS = ("from", "to", "on", "until", "known_on", "decided_on")
_BLOCK = 16 << 20  # bytes read at once
_EMPLOYEE = "employee"


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
        if any(len(part) for part in parts):
            yield _records(parts)
        if upto is None:
            return


def _earlier(one: str | None, other: str | None) -> str | None:
    return min(one, other) if one is not None and other is not None else one or other


class _Rows:
    """The rows of one file: those read and not yet taken, and the file from there on."""

    def __init__(self, path: Path) -> None:
        self._name = path.name
        types = dict.fromkeys(_DAYS, pa.date32())
        names = csv.open_csv(path).schema.names
        if _EMPLOYEE not in names:
            raise NotInOrder(f"{path.name}: has no column `{_EMPLOYEE}`")
        words = {name: _WORD for name in names if name not in (*_DAYS, _EMPLOYEE, "counts", "days_lost")}
        found = {name: kind for name, kind in types.items() if name in names} | words
        self._stream = iter(
            csv.open_csv(
                path,
                csv.ReadOptions(block_size=_BLOCK),
                convert_options=csv.ConvertOptions(
                    column_types=found | {_EMPLOYEE: pa.string()}, strings_can_be_null=True
                ),
            )
        )
        self._held: list[pa.RecordBatch] = []
        self._last = ""  # the number in the last row read
        self._whole = ""  # the last number all of whose rows are read
        self._taken = ""
        self._ended = False

    def last_whole(self) -> str | None:
        """The number of the last employee all of whose rows are read; None where the file has ended.

        It reads on only where nobody whole is left, so that one table does not run ahead of the other.
        """
        while not self._ended and self._whole <= self._taken:
            block = next(self._stream, None)
            if block is None:
                self._ended = True
            elif len(block):
                self._hold(block)
        return None if self._ended else self._whole

    def _hold(self, block: pa.RecordBatch) -> None:
        ids = block.column(_EMPLOYEE)
        ordered = pc.all(pc.less_equal(ids.slice(0, len(ids) - 1), ids.slice(1))).as_py() is not False
        if ids.null_count or not ordered or ids[0].as_py() < self._last:
            raise NotInOrder(f"{self._name}: its rows are not in the order of their employees")
        last = ids[-1].as_py()
        others = ids.filter(pc.less(ids, last))
        if len(others):
            self._whole = others[-1].as_py()
        elif self._last < last:
            self._whole = self._last
        self._last = last
        self._held.append(block)

    def take_upto(self, upto: str | None) -> pa.Table:
        """Takes the rows of all employees up to one; of all, where there is none."""
        self._taken = upto or self._last
        if not self._held:
            return pa.table({_EMPLOYEE: pa.array([], pa.string())})
        table = pa.Table.from_batches(self._held).unify_dictionaries().combine_chunks()
        many = len(table)
        if upto is not None:
            many = pc.sum(pc.less_equal(table[_EMPLOYEE], upto)).as_py() or 0
        self._held = table.slice(many).to_batches() if many < len(table) else []
        return table.slice(0, many)


def _records(parts: list[pa.Table]) -> pa.RecordBatch:
    """The rows of both tables as records: a row for each employee."""
    ids = pc.unique(pa.chunked_array([chunk for part in parts for chunk in part[_EMPLOYEE].chunks]))
    ids = pc.take(ids, pc.sort_indices(ids))
    columns = {_EMPLOYEE: pa.StructArray.from_arrays([ids], ["id"])}
    for name, part in zip(("absences", "events"), parts, strict=False):
        columns[name] = _lists(part, ids)
    return pa.RecordBatch.from_pydict(columns)


def _lists(rows: pa.Table, ids: Any) -> pa.Array:
    """The rows of a table, in the order of their employees, as a list for each."""
    place = pc.index_in(rows[_EMPLOYEE], value_set=ids).to_numpy()
    offsets = np.concatenate(([0], np.cumsum(np.bincount(place, minlength=len(ids))))).astype(np.int32)
    fields = [name for name in rows.column_names if name != _EMPLOYEE]
    arrays = [_joined(rows[name]) for name in fields]
    lines = pa.StructArray.from_arrays(arrays, fields) if fields else pa.array([], pa.struct([]))
    return pa.ListArray.from_arrays(pa.array(offsets), lines)


def _joined(column: pa.ChunkedArray) -> pa.Array:
    return column.combine_chunks() if column.num_chunks != 1 else column.chunk(0)
