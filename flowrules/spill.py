"""Spill: values in under a key, out in the order of the keys, however many there are.

A trust's export is not sorted by employee and a worklist is sorted by day, so both must be held whole
before the first can be used. What is held stays in memory while it is small. What is more lies in a
private file of SQLite's own, which has no name that another program could open, and is gone when it is
closed.
"""

import pickle  # of values made by this very process, in a file that only it can open
from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlite3 import Connection

_IN_MEMORY = 32_000_000  # letters and bytes held there, with those of
_KEY = 200  # each key

Key = tuple[str | int, ...]


class Spill:
    """Values under keys of `parts` parts each, text or whole numbers; a context that clears up."""

    def __init__(self, parts: int) -> None:
        self._parts = parts
        self._held: list[tuple[Any, ...]] = []
        self._size = 0
        self._base: Connection | None = None

    def __enter__(self) -> "Spill":
        return self

    def __exit__(self, *_: object) -> None:
        if self._base is not None:
            self._base.close()

    def add(self, key: Key, value: Any) -> None:
        """Holds a text, or another value that can be pickled."""
        kept = value if isinstance(value, str) else pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
        self._held.append((*key, kept))
        self._size += len(kept) + _KEY
        if self._size >= _IN_MEMORY:
            self._hand_over(self._opened())

    def _opened(self) -> "Connection":
        """The file, from now on."""
        if self._base is None:
            from sqlite3 import connect  # which few need

            self._base = connect("")
            self._base.execute("pragma journal_mode = off")
            self._base.execute(f"create table held ({self._order}, value)")
        return self._base

    @property
    def _order(self) -> str:
        return ", ".join(f"k{part}" for part in range(self._parts))

    def _hand_over(self, base: "Connection") -> None:
        places = ", ".join("?" * (self._parts + 1))
        base.executemany(f"insert into held values ({places})", self._held)  # noqa: S608
        self._held, self._size = [], 0

    def __iter__(self) -> Iterator[tuple[Key, Any]]:
        """Every key with its value, in the order of the keys; equal keys as they came."""
        for *key, kept in self._sorted():
            yield tuple(key), kept if isinstance(kept, str) else pickle.loads(kept)  # noqa: S301 - see above

    def _sorted(self) -> Iterator[tuple[Any, ...]]:
        if self._base is None:
            yield from sorted(self._held, key=lambda one: one[:-1])
            return
        self._hand_over(self._base)
        names = self._order  # names of our own
        yield from self._base.execute(f"select {names}, value from held order by {names}, rowid")  # noqa: S608

    def firsts(self) -> Iterator[str | int]:
        """Each first part of a key once."""
        if self._base is None:
            yield from dict.fromkeys(one[0] for one in self._held)
            return
        self._hand_over(self._base)
        yield from (first for (first,) in self._base.execute("select distinct k0 from held"))

    def groups(self) -> Iterator[tuple[str | int, list[Any]]]:
        """The values of each first part of a key together, in the order of the keys."""
        for first, held in groupby(self, key=lambda one: one[0][0]):
            yield first, [value for _, value in held]
