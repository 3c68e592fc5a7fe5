"""Columns as arrays -> what comes of each person: the compiled loop, in as many threads as wanted."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np

from flowrules.kernel.coding import Coded
from flowrules.kernel.columns import WIDE_COLUMNS, Columns
from flowrules.kernel.kernel import Rows
from flowrules.kernel.machine_code import loop
from flowrules.kernel.running import (
    ITEMS_AT_MOST,
    absences_size,
    left_at_most,
    state_size,
    steps_at_most,
)
from flowrules.numbers import fields as f

# Rows kept ready for each person. Most need fewer; where they run out, the loop goes on with new ones.
_STEPS_EACH, _ITEMS_EACH, _LEFT_EACH = 12, 8, 160
_NOTHING = np.zeros(0, np.int64)


def as_arrays(columns: Columns) -> Columns:
    """The columns as the compiled loop takes them: each of one type, and in one piece."""
    arrays = [
        np.ascontiguousarray(column, np.int64 if name in WIDE_COLUMNS else np.int32)
        for name, column in zip(Columns._fields, columns, strict=True)
    ]
    return Columns(*arrays)


class Table:
    """A procedure's table and working days as arrays, for any number of columns."""

    def __init__(self, coded: Coded) -> None:
        self.coded = coded
        self.before = Table(coded.before) if coded.before else None
        self.t: Any = np.array(coded.t, np.int64)
        self._w: np.ndarray | None = None

    @property
    def w(self) -> Any:
        """The working days of the patterns met so far."""
        if self._w is None or len(self._w) != len(self.coded.calendars.w):
            self._w = np.array(self.coded.calendars.w, np.int32)
        return self._w


def compiled(table: Table, columns: Sequence[Columns], threads: int = 1) -> Rows:
    """What comes of each person, in so many threads.

    `columns` are those for each version of `Coded.chain`, as `as_arrays` gives them. Raises
    `machine_code.CannotCompile`.
    """
    many = len(columns[-1].left_out)
    share = -(-many // threads) if many else 1
    spans = [(first, min(first + share, many)) for first in range(0, many, share)]
    decide = loop()
    if len(spans) < 2:
        return _decided(decide, table, columns, *(spans or [(0, 0)])[0])
    with ThreadPoolExecutor(threads) as pool:
        parts = list(pool.map(lambda span: _decided(decide, table, columns, *span), spans))
    return Rows(*(_joined(part) for part in zip(*parts, strict=True)))


def _most(columns: Columns) -> int:
    """The same as `kernel.most_of`, for arrays."""
    if not len(columns.left_out):
        return 0
    return max(int(np.diff(one).max()) for one in columns.starts())


def _decided(
    decide: Callable[..., int], table: Table, columns: Sequence[Columns], begin: int, end: int
) -> Rows:
    """What comes of the people from a place to before another."""
    *earlier, mine = columns
    taken = _left(decide, table.before, earlier, begin, end)
    rows, _ = _run(decide, table, mine, taken, begin, end)
    return rows


def _left(
    decide: Callable[..., int], table: Table | None, columns: Sequence[Columns], begin: int, end: int
) -> Any:
    """What a version that is replaced, if there is one, leaves of each to the next."""
    if table is None:
        return _NOTHING
    *earlier, mine = columns
    _, left = _run(decide, table, mine, _left(decide, table.before, earlier, begin, end), begin, end)
    return left


def _run(
    decide: Callable[..., int], table: Table, columns: Columns, taken: Any, begin: int, end: int
) -> tuple[Rows, Any]:
    """What comes of them under one version, and what that leaves."""
    t, w, most = table.t, table.w, _most(columns)
    width = f.OUT_TRACKS + 2 * len(table.coded.tracks)
    a = np.zeros(absences_size(t, most), np.int64)
    e, s = np.zeros((most + 1) * f.EVENT_WIDTH, np.int64), np.zeros(state_size(t, most), np.int64)
    people = np.zeros(len(columns.left_out) * width if begin or end else 0, np.int64)
    found, filled, at = [], np.zeros(6, np.int64), begin
    left_most = left_at_most(t, most)
    left = np.zeros(end if left_most else 0, np.int64)
    filled[4] = len(left)
    while at < end:
        # What is not written to takes no memory on most systems.
        steps = np.empty((steps_at_most(most) + _STEPS_EACH * (end - at)) * f.STEP_ROW, np.int64)
        items = np.empty((ITEMS_AT_MOST + _ITEMS_EACH * (end - at)) * f.ITEM_ROW, np.int64)
        if left_most:
            room = np.empty(left_most + _LEFT_EACH * (end - at), np.int64)
            left = np.concatenate([left[: filled[4]], room])
        filled[:4] = 0, 0, len(steps) // f.STEP_ROW, len(items) // f.ITEM_ROW
        filled[5] = len(left)
        at = decide(
            t, w, table.coded.on, at, end, *columns, taken, left, a, e, s, most, people, steps, items,
            filled,
        )  # fmt: skip
        found.append((steps[: filled[0] * f.STEP_ROW], items[: filled[1] * f.ITEM_ROW]))
    told = Rows(
        people[begin * width : end * width],
        *(_joined(parts) for parts in zip(*(found or [(_NOTHING, _NOTHING)]), strict=True)),
    )
    return told, left


def _joined(parts: Sequence[Any]) -> Any:
    """The one part there is, mostly; or several as one."""
    return parts[0] if len(parts) == 1 else np.concatenate(parts)
