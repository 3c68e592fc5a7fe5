"""People as any input gives them -> answers, many at a time: for tables and records into Parquet.

What is decided, and how, is the same as of a batch of records.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pyarrow as pa

from flowrules.answer import Answered, Asked, answer
from flowrules.batch.answers import Answers
from flowrules.batch.work import Done, why_not
from flowrules.flow import Flow
from flowrules.kernel.coding import Coded, code
from flowrules.kernel.columns import add_record, empty_columns
from flowrules.model.record import Record
from flowrules.people import Person

_NOBODY = Record()


class People:
    """Decides on people under one procedure; as known by another day, interpreted."""

    def __init__(self, flow: Flow, asked: Asked) -> None:
        self.flow = flow
        self.asked = asked
        plain = not asked.hindsight and asked.known_on in (None, asked.on)
        coded = code(flow, asked.on) if plain else None
        self._coded = coded if isinstance(coded, Coded) else None
        self._answers = Answers(flow, asked.on, self._coded)
        self._table: Any = None

    @property
    def schema(self) -> pa.Schema:
        """The columns of the answers."""
        return self._answers.schema

    def decided(self, people: Sequence[Person], tell: Callable[[Answered], None]) -> Done:
        """The answers, a row for each; `tell` is told whom something of which cannot be used."""
        rows = self._rows(people)
        left = self._answers.left(rows, len(people)).tolist()
        others = {place: answer(people[place], self.flow, self.asked, whole=False) for place in left}
        for one in others.values():
            if one.findings:
                tell(one)
        ids = pa.array([one.id for one in people], pa.string())
        batch = pa.record_batch({"employee": pa.StructArray.from_arrays([ids], ["id"])})
        answers = self._answers.batch(batch, rows, others)
        return Done(answers, len(people) - len(left), len(left), why_not(answers))

    def _rows(self, people: Sequence[Person]) -> Any:
        """What the kernel makes of everybody who has a record; None where there is no kernel."""
        if self._coded is None:
            return None
        from flowrules.kernel.compiled import Table, as_arrays, compiled  # loads numba

        if self._table is None:
            self._table = Table(self._coded)
        columns = empty_columns()
        for one in people:
            add_record(columns, one.record or _NOBODY, self._coded)
        columns.left_out[:] = [
            int(out or one.record is None) for out, one in zip(columns.left_out, people, strict=True)
        ]
        return compiled(self._table, as_arrays(columns))


def together(people: Iterator[Person], most: int) -> Iterator[list[Person]]:
    """People, so many at a time."""
    some: list[Person] = []
    for one in people:
        some.append(one)
        if len(some) == most:
            yield some
            some = []
    if some:
        yield some
