"""Spill: values in under a key, out in the order of the keys, however many there are.

A trust's export is not sorted by employee and a worklist is sorted by day, so both must be held whole
before the first can be used. What is held lies in a private file of SQLite's own, which has no name
that another program could open, is gone when it is closed, and stays in memory while it is small.
"""

import pickle  # of values made by this very process, in a file that only it can open
import sqlite3
from collections.abc import Iterator
from itertools import groupby
from typing import Any

_AT_ONCE = 2_000  # rows that are handed to SQLite together

Key = tuple[str | int, ...]


class Spill:
    """Values under keys of `parts` parts each, text or whole numbers; a context that clears up."""

    def __init__(self, parts: int) -> None:
        names = [f"k{part}" for part in range(parts)]
        self._parts = parts
        self._order = ", ".join(names)
        self._insert = f"insert into held values ({', '.join('?' * (parts + 1))})"  # noqa: S608
        self._waiting: list[tuple[Any, ...]] = []
        self._base = sqlite3.connect("")
        self._base.execute("pragma journal_mode = off")
        self._base.execute(f"create table held ({self._order}, value)")

    def __enter__(self) -> "Spill":
        return self

    def __exit__(self, *_: object) -> None:
        self._base.close()

    def add(self, key: Key, value: Any) -> None:
        """Holds a value that can be pickled."""
        self._waiting.append((*key, pickle.dumps(value, pickle.HIGHEST_PROTOCOL)))
        if len(self._waiting) >= _AT_ONCE:
            self._hand_over()

    def _hand_over(self) -> None:
        self._base.executemany(self._insert, self._waiting)
        self._waiting = []

    def __iter__(self) -> Iterator[tuple[Key, Any]]:
        """Every key with its value, in the order of the keys; equal keys as they came."""
        self._hand_over()
        query = f"select *, rowid from held order by {self._order}, rowid"  # noqa: S608 - names of our own
        for *key, value, _ in self._base.execute(query):
            yield tuple(key), pickle.loads(value)  # noqa: S301 - see above

    def firsts(self) -> Iterator[str | int]:
        """Each first part of a key once."""
        self._hand_over()
        yield from (first for (first,) in self._base.execute("select distinct k0 from held"))

    def groups(self) -> Iterator[tuple[str | int, list[Any]]]:
        """The values of each first part of a key together, in the order of the keys."""
        for first, held in groupby(self, key=lambda one: one[0][0]):
            yield first, [value for _, value in held]
