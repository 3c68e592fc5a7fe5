"""The lines of all people in a batch: Arrow has them one after the other, and where each one's begin."""

from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

_EPOCH = date(1970, 1, 1).toordinal()


def column_of(batch: pa.RecordBatch, name: str) -> Any:
    """A column of a batch; None where it is not there."""
    place = batch.schema.get_field_index(name)
    return batch.column(place) if place >= 0 else None


def many_lines(batch: pa.RecordBatch, name: str, people: int) -> Any:
    """How many lines of a list each person has."""
    column = column_of(batch, name)
    if column is None or pa.types.is_null(column.type):
        return np.zeros(people, np.int64)
    return as_numpy(pc.fill_null(pc.list_value_length(column), 0))


def as_numpy(array: Any) -> Any:
    """An Arrow array as one of numpy, copied where it must be."""
    return array.to_numpy(zero_copy_only=False)


class Lines:
    """The lines of all people: where each one's begin, and their fields; of a struct, a line each."""

    def __init__(self, column: Any, people: int) -> None:
        self.people = people
        self.starts = np.zeros(people + 1, np.int32)
        self._fields: dict[str, Any] = {}
        self.many = 0
        self.missing = np.zeros(0, bool)
        if column is None or pa.types.is_null(column.type):
            return
        if pa.types.is_struct(column.type):
            self.starts = np.arange(people + 1, dtype=np.int32)
            lines = column
        else:
            if column.null_count:
                column = pc.fill_null(column, pa.scalar([], column.type))
            offsets = as_numpy(column.offsets)
            self.starts = offsets - offsets[0]
            lines = column.values.slice(offsets[0], offsets[-1] - offsets[0])
        self.many = len(lines)
        self.missing = as_numpy(lines.is_null())
        for place, field in enumerate(lines.type):
            self._fields[field.name] = lines.field(place)

    def field(self, name: str) -> Any:
        """A field; None where no line has it."""
        found = self._fields.get(name)
        return None if found is None or found.null_count == len(found) else found

    def fields(self) -> list[tuple[str, Any]]:
        """The fields that any line has."""
        return [(name, one) for name in self._fields if (one := self.field(name)) is not None]

    def days(self, name: str) -> Any:
        """A field of dates as ordinals; 0 where there is none."""
        found = self.field(name)
        if found is None:
            return np.zeros(self.many, np.int32)
        days = found.cast(pa.date32()).view(pa.int32())
        if not found.null_count:
            return as_numpy(days) + np.int32(_EPOCH)
        return as_numpy(pc.fill_null(pc.add(days, pa.scalar(_EPOCH, pa.int32())), 0))

    def coded(
        self, name: str, number: Callable[[Any], int], nothing: int, dtype: type = np.int32
    ) -> Any:
        """A field of words as numbers, each different word once; `nothing` where there is none.

        `dtype` is the one that `as_arrays` keeps, so that nothing is copied.
        """
        found = self.field(name)
        if found is None:
            return np.full(self.many, nothing, dtype)
        words = found if pa.types.is_dictionary(found.type) else found.dictionary_encode()
        known: np.ndarray = np.array(
            [*(number(word.as_py()) for word in words.dictionary), nothing], dtype
        )
        if not words.indices.null_count:
            return known[as_numpy(words.indices)]
        return known[as_numpy(pc.fill_null(words.indices.cast(pa.int32()), len(known) - 1))]

    def said(self, name: str) -> Any:
        """Whether each line says anything in a field."""
        found = self.field(name)
        if found is None:
            return np.zeros(self.many, bool)
        if pa.types.is_map(found.type):  # of which Arrow does not tell the lengths
            return as_numpy(found.is_valid()) & (np.diff(as_numpy(found.offsets)) > 0)
        if pa.types.is_list(found.type):
            return as_numpy(pc.fill_null(pc.list_value_length(found), 0)) > 0
        return as_numpy(found.is_valid())

    def of_people(self, lines: Any) -> Any:
        """Whether a person has any such line."""
        if not lines.any():
            return np.zeros(self.people, bool)
        before = np.concatenate(([0], np.cumsum(lines)))
        return before[self.starts[1:]] > before[self.starts[:-1]]
