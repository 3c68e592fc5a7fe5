"""A row of a batch -> what the interpreter decides on it: for whoever the compiled kernel gives up."""

from datetime import date

import pyarrow as pa

from flowrules.answer import Answered, Asked, answer
from flowrules.flow import Flow
from flowrules.known import know
from flowrules.people import Person
from flowrules.records.parquet_file import plain


def interpret(batch: pa.RecordBatch, place: int, flow: Flow, on: date) -> Answered:
    """What is decided on the person in a row."""
    asked = Asked(on)
    known = know(plain(batch.slice(place, 1).to_pylist()[0]), None, "-", asked.horizon)
    person = Person(known.id or "-", known.record, known.sha256, known, tuple(known.own()))
    return answer(person, flow, asked, whole=False)
