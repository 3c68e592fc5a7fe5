"""A batch of records -> who has something in it that no record may say: the interpreter tells what.

The kernel reads only what decides, and would not see that the rest is wrong. Each different value is
checked once, by the very shapes that any other file is read with.
"""

from datetime import date
from typing import Annotated, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic.fields import FieldInfo

from flowrules.batch.lines import as_numpy
from flowrules.model.record import Employee, Record
from flowrules.records.parquet_file import plainly

_LOOKED_AT = ("employee", "absences", "events", "leave")  # the rest is read by its shapes as it is
_LONGEST_ID = 60


def unsound(batch: pa.RecordBatch) -> Any:
    """For each record whether something in it is wrong."""
    bad = np.zeros(len(batch), bool)
    known = {field.alias or name: field for name, field in Record.model_fields.items()}
    for name, column in zip(batch.schema.names, batch.columns, strict=True):
        if name in _LOOKED_AT:
            _look(column, known[name], _Whose(len(batch)), bad)
    return bad


class _Whose:
    """Whose the lines of a list are; worked out only where a line is wrong."""

    def __init__(self, people: int, outer: "_Whose | None" = None, lists: Any = None) -> None:
        self._people = people
        self._outer = outer
        self._lists = lists

    def among(self, lists: Any) -> "_Whose":
        """The same for the lines of lists that each of these has."""
        return _Whose(self._people, self, lists)

    @property
    def places(self) -> Any:
        if self._outer is None:
            return np.arange(self._people)
        many = as_numpy(pc.fill_null(pc.list_value_length(self._lists), 0))
        return np.repeat(self._outer.places, many)


def _look(values: pa.Array, field: FieldInfo, person: _Whose, bad: Any) -> None:
    """Marks those of whom a value is not what a field takes; nothing said is looked at elsewhere."""
    said, inner = plainly(field.annotation)
    kind = values.type
    if pa.types.is_null(kind) or pa.types.is_map(kind) or said is date:
        return
    if pa.types.is_list(kind):
        lines, of = values.flatten(), person.among(values)
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            if lines.null_count:
                _mark(lines.is_null(), of, bad)
            _look_at_lines(lines, inner, of, bad)
    elif pa.types.is_struct(kind):
        if isinstance(said, type) and issubclass(said, BaseModel):
            _look_at_lines(values, said, person, bad)
    elif field is Employee.model_fields["id"] and not pa.types.is_dictionary(kind):
        _look_at_ids(values, person, bad)
    else:
        _look_at_each(values, field, person, bad)


def _look_at_lines(lines: pa.Array, shape: type[BaseModel], person: _Whose, bad: Any) -> None:
    for field, values in zip(lines.type, lines.flatten(), strict=True):
        known = {of.alias or name: of for name, of in shape.model_fields.items()}[field.name]
        if known.is_required() and values.null_count:
            _mark(pc.and_(lines.is_valid(), values.is_null()), person, bad)
        _look(values, known, person, bad)
    missing = {of.alias or name for name, of in shape.model_fields.items() if of.is_required()}
    if missing - {field.name for field in lines.type}:
        _mark(lines.is_valid(), person, bad)


def _look_at_ids(ids: pa.Array, person: _Whose, bad: Any) -> None:
    """As the shape of an id says, but all at once, for each is another."""
    length = pc.utf8_length(ids)
    wrong = pc.or_(pc.equal(length, 0), pc.greater(length, _LONGEST_ID))
    _mark(pc.or_(wrong, pc.match_substring(ids, "\n")), person, bad)


def _look_at_each(values: pa.Array, field: FieldInfo, person: _Whose, bad: Any) -> None:
    words = values if pa.types.is_dictionary(values.type) else values.dictionary_encode()
    wrong = np.array([not _takes(field, word) for word in words.dictionary.to_pylist()] + [False])
    if wrong.any():
        places = pc.fill_null(words.indices.cast(pa.int32()), len(wrong) - 1)
        _mark(pa.array(wrong[as_numpy(places)]), person, bad)


def _mark(wrong: pa.Array, person: _Whose, bad: Any) -> None:
    if pc.any(wrong).as_py():
        bad[person.places[as_numpy(pc.fill_null(wrong, False))]] = True


def _takes(field: FieldInfo, word: Any) -> bool:
    if word is None:
        return True
    try:
        _adapter(field).validate_python(word, strict=True)
    except ValidationError:
        return False
    return True


_adapters: dict[int, TypeAdapter[Any]] = {}  # of the fields of records, which are there for good


def _adapter(field: FieldInfo) -> TypeAdapter[Any]:
    if id(field) not in _adapters:
        annotation: Any = field.annotation
        for limit in field.metadata:
            annotation = Annotated[annotation, limit]
        _adapters[id(field)] = TypeAdapter(annotation)
    return _adapters[id(field)]
