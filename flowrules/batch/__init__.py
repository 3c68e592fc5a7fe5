"""An Arrow batch of records in, one of answers out: the one function for any number of people.

A row is a record, with the names that a record has in a file; the answer has a row for each, in the same
order. Whatever runs it, on one machine or many, gives the same answers. It needs the extra `fast`.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

import pyarrow as pa

from flowrules.batch.answers import Answers
from flowrules.batch.at_once import at_once
from flowrules.batch.interpreting import interpret
from flowrules.batch.records import columns_of
from flowrules.flow import Flow
from flowrules.kernel.coding import Coded, code
from flowrules.records.parquet_file import fit

__all__ = ["Decider"]


class Decider:
    """Decides on batches of records under one procedure, for one day. Can be pickled.

    `threads` is how many are used for one batch. Whom the kernel gives up, the interpreter decides; both
    are counted in `compiled` and `interpreted`.
    """

    def __init__(self, flow: Flow, on: date, threads: int = 1) -> None:
        self.flow = flow
        self.on = on
        self.threads = threads
        self.compiled = 0
        self.interpreted = 0
        self._ready: Any = None

    def __getstate__(self) -> dict[str, Any]:
        return {"flow": self.flow, "on": self.on, "threads": self.threads}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__init__(**state)  # type: ignore[misc]

    @property
    def schema(self) -> pa.Schema:
        """The columns of the answers."""
        return self._prepared()[1].schema

    @property
    def is_compiled(self) -> bool:
        """Whether the kernel can read the procedure at all."""
        return self._prepared()[0] is not None

    def _prepared(self) -> tuple[Any, Answers]:
        if self._ready is None:
            coded = code(self.flow, self.on)
            names = coded if isinstance(coded, Coded) else None
            table = None
            if names is not None:
                from flowrules.kernel.compiled import Table  # loads numba

                table = Table(names)
            self._ready = table, Answers(self.flow, self.on, names)
        ready: tuple[Any, Answers] = self._ready
        return ready

    def __call__(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """The answers for the records of a batch, in their order.

        Raises `flowrules.records.parquet_file.Unfit` where a column is no part of a record.
        """
        batch = fit(batch)
        table, answers = self._prepared()
        rows = None
        if table is not None:
            from flowrules.kernel.compiled import compiled

            rows = compiled(table, columns_of(batch, table.coded), self.threads)
        left = answers.left(rows, len(batch))
        others = {place: interpret(batch, int(place), self.flow, self.on) for place in left}
        self.interpreted += len(left)
        self.compiled += len(batch) - len(left)
        return answers.batch(batch, rows, others)

    def each(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """The answers for many batches, in their order: as many at once as there are `threads`.

        Meanwhile the thread that asks for them reads the next batch, or writes what it was given.
        """
        deciders: list[Decider] = []

        def new() -> Decider:
            deciders.append(Decider(self.flow, self.on))
            return deciders[-1]

        yield from at_once(new, batches, self.threads)
        self.compiled += sum(one.compiled for one in deciders)
        self.interpreted += sum(one.interpreted for one in deciders)
