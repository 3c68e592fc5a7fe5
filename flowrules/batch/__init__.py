"""An Arrow batch of records in, one of answers out: the one function for any number of people.

A row is a record, with the names that a record has in a file; the answer has a row for each, in the same
order. Whatever runs it, on one machine or many, gives the same answers. It needs the extra `fast`.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any

import pyarrow as pa

from flowrules.answer import Answered
from flowrules.batch.answers import Answers
from flowrules.batch.at_once import at_once
from flowrules.batch.files import ids_of
from flowrules.batch.interpreting import interpret
from flowrules.batch.records import columns_of
from flowrules.flow import Flow
from flowrules.kernel.coding import Coded, code
from flowrules.kernel.columns import Columns
from flowrules.kernel.compiled import Table, compiled
from flowrules.records.parquet_file import fit

__all__ = ["Decider"]


class Decider:
    """Decides on batches of records under one procedure, for one day. Can be pickled.

    `threads` is how many are used for one batch; of `each`, how many batches are decided at once. Whom
    the kernel gives up, the interpreter decides; both are counted in `compiled` and `interpreted`.
    Without the `kernel` everybody is interpreted. The first batch on a machine waits until the kernel is
    compiled; where it cannot be, `flowrules.kernel.machine_code.CannotCompile` is raised.
    """

    def __init__(self, flow: Flow, on: date, threads: int = 1, *, kernel: bool = True) -> None:
        self.flow = flow
        self.on = on
        self.threads = threads
        self.kernel = kernel
        self.compiled = 0
        self.interpreted = 0
        self._ready: Any = None

    def __getstate__(self) -> dict[str, Any]:
        return {name: self.__dict__[name] for name in ("flow", "on", "threads", "kernel")}

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
            coded = code(self.flow, self.on) if self.kernel else None
            names = coded if isinstance(coded, Coded) else None
            table = Table(names) if names is not None else None
            self._ready = table, Answers(self.flow, self.on)
        ready: tuple[Any, Answers] = self._ready
        return ready

    def __call__(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """The answers for the records of a batch, in their order.

        Raises `flowrules.records.parquet_file.Unfit` where a column is no part of a record.
        """
        batch = fit(batch)
        return self.decided(
            ids_of(batch),
            lambda coded: columns_of(batch, coded),
            lambda place: interpret(batch, place, self.flow, self.on),
        )

    def decided(
        self, ids: pa.Array, columns: Callable[[Coded], Columns], interpreted: Callable[[int], Answered]
    ) -> pa.RecordBatch:
        """The answers for people by their numbers, however they are known.

        `columns` puts all of them into whole numbers, and `interpreted` decides on the one at a place.
        """
        table, answers = self._prepared()
        rows = None
        if table is not None:
            told = [columns(version) for version in table.coded.chain()]
            rows = compiled(table, told, self.threads)
        left = answers.left(rows, len(ids)).tolist()
        self.interpreted += len(left)
        self.compiled += len(ids) - len(left)
        return answers.batch(ids, rows, {place: interpreted(place) for place in left})

    def each(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """The answers for many batches, in their order: as many at once as there are `threads`.

        Meanwhile the thread that asks for them reads the next batch, or writes what it was given.
        """
        for answers, by_kernel, by_engine in at_once(self._another, batches, self.threads):
            self.compiled += by_kernel
            self.interpreted += by_engine
            yield answers

    def _another(self) -> Callable[[pa.RecordBatch], tuple[pa.RecordBatch, int, int]]:
        """The same for another thread, which tells with the answers how many were made in which way."""
        decider = Decider(self.flow, self.on, kernel=self.kernel)

        def told(batch: pa.RecordBatch) -> tuple[pa.RecordBatch, int, int]:
            before, answers = decider.compiled, decider(batch)
            by_kernel = decider.compiled - before
            return answers, by_kernel, len(batch) - by_kernel

        return told
