"""People as any input gives them -> answers, many at a time: for tables and records into Parquet.

What is decided, and how, is the same as of a batch of records.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import partial

import pyarrow as pa

from flowrules.answer import Answered, Asked, answer
from flowrules.batch import Decider
from flowrules.batch.work import Done, why_not
from flowrules.flow import Flow
from flowrules.kernel.coding import Coded
from flowrules.kernel.columns import Columns, add_record, empty_columns
from flowrules.kernel.compiled import as_arrays
from flowrules.model.record import Record
from flowrules.people import Person

_NOBODY = Record()


class People:
    """Decides on people under one procedure; as known by another day, interpreted."""

    def __init__(self, flow: Flow, asked: Asked) -> None:
        self.flow = flow
        self.asked = asked
        kernel = not asked.hindsight and asked.known_on in (None, asked.on)
        self._decider = Decider(flow, asked.on, kernel=kernel)

    @property
    def schema(self) -> pa.Schema:
        """The columns of the answers."""
        return self._decider.schema

    @property
    def is_compiled(self) -> bool:
        """Whether most people are decided by the compiled loop."""
        return self._decider.is_compiled

    def decided(self, people: Sequence[Person], tell: Callable[[Answered], None]) -> Done:
        """The answers, a row for each; `tell` is told whom something of which cannot be used."""
        left = 0

        def interpreted(place: int) -> Answered:
            nonlocal left
            left += 1
            one = answer(people[place], self.flow, self.asked, whole=False)
            if one.findings:
                tell(one)
            return one

        ids = pa.array([one.id for one in people], pa.string())
        answers = self._decider.decided(ids, partial(_columns, people), interpreted)
        return Done(answers, len(people) - left, left, why_not(answers))


def _columns(people: Sequence[Person], coded: Coded) -> Columns:
    """Everybody in whole numbers; whoever has no record is left out."""
    columns = empty_columns()
    for one in people:
        add_record(columns, one.record or _NOBODY, coded)
    columns.left_out[:] = [
        int(out or one.record is None) for out, one in zip(columns.left_out, people, strict=True)
    ]
    return as_arrays(columns)


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
