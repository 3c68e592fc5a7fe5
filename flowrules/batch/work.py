"""A part of a file of records -> its answers: what is done by a thread, a process or another machine.

It can be pickled, and is made ready where it arrives. Each part is decided for itself, so a part whose
worker is gone is simply done again.
"""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from flowrules.answer import Answered
from flowrules.batch import Decider
from flowrules.batch.answers import Answers
from flowrules.batch.files import Part, Reader, compared, ids_of
from flowrules.batch.lines import as_numpy
from flowrules.batch.months import Months
from flowrules.decision import Decision
from flowrules.finding import Finding
from flowrules.flow import Flow
from flowrules.kernel.machine_code import loop
from flowrules.known import unread
from flowrules.people import Person
from flowrules.placed import place

_TWICE = Finding("FR617", "two-inputs", "error", (), "this employee stands in two rows", "")


class Done(NamedTuple):
    """What came of a part: its answers, how they were made, and why people were not decided."""

    answers: pa.RecordBatch
    compiled: int
    interpreted: int
    why_not: Mapping[str, int]


class Work:
    """Decides on parts under one procedure, for one day; `since`: with the stages of every month.

    `twice` are the numbers of those who stand in two rows, none of which is used.
    """

    def __init__(self, flow: Flow, on: date, since: date | None = None, twice: Any = None) -> None:
        self.flow = flow
        self.on = on
        self.since = since
        self.twice = twice
        self._decider = Decider(flow, on)
        self._read = Reader()
        self._months = Months(flow, on, since) if since else None

    def __getstate__(self) -> dict[str, Any]:
        return {name: self.__dict__[name] for name in ("flow", "on", "since", "twice")}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__init__(**state)  # type: ignore[misc]

    @property
    def schema(self) -> pa.Schema:
        """The columns of the answers."""
        schema = self._decider.schema
        return schema.append(self._months.field) if self._months else schema

    @property
    def is_compiled(self) -> bool:
        """Whether most people are decided by the compiled loop."""
        return self._decider.is_compiled

    def get_ready(self) -> None:
        """Loads the compiled loop, once for all threads."""
        if self.is_compiled:
            loop()

    def __call__(self, part: Part) -> Done:
        return self.decided(self._read(part))

    def decided(self, batch: pa.RecordBatch) -> Done:
        """The answers for a batch of records."""
        before = self._decider.compiled, self._decider.interpreted
        double = self._double(batch)
        answers = self._decider(batch) if double is None else self._apart(batch, double)
        if self._months:
            answers = self._months.added(batch, answers)
        compiled, interpreted = self._decider.compiled, self._decider.interpreted
        return Done(answers, compiled - before[0], interpreted - before[1], why_not(answers))

    def _double(self, batch: pa.RecordBatch) -> Any:
        """Who of a batch stands in two rows; None where nobody does."""
        if self.twice is None or not len(self.twice):
            return None
        double = as_numpy(pc.is_in(compared(ids_of(batch)), value_set=self.twice))
        return double if double.any() else None

    def _apart(self, batch: pa.RecordBatch, double: Any) -> pa.RecordBatch:
        """The answers, but none for those who stand in two rows."""
        others, those = np.flatnonzero(~double), np.flatnonzero(double)
        none = batch.take(pa.array(those))
        said = dict.fromkeys(range(len(those)), _neither(self.on))
        neither = Answers(self.flow, self.on).batch(ids_of(none), None, said)
        decided = self._decider(batch.take(pa.array(others)))
        both = pa.Table.from_batches([decided, neither.cast(decided.schema)]).unify_dictionaries()
        order = np.argsort(np.concatenate([others, those]))
        return both.take(pa.array(order)).combine_chunks().to_batches()[0]


def _neither(on: date) -> Answered:
    """What is said of somebody who stands in two rows."""
    fault = (place(_TWICE, None, "-"),)
    person = Person("-", None, "", unread((), "-"), fault)
    return Answered(person, Decision(on, covered=True, tracks={}), fault)


def why_not(answers: pa.RecordBatch) -> Mapping[str, int]:
    """Why people were not decided: how many for each reason."""
    said = answers.column("why_not")
    if said.null_count == len(said):
        return {}
    counted = pc.value_counts(said.drop_null())
    return Counter({one["values"].as_py(): one["counts"].as_py() for one in counted})
