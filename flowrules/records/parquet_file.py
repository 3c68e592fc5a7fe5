"""Parquet -> Person, a row each: for whoever wants everything said of people, one after another.

A row is a record, with the names that it has in any other file. What a record may have is read off its
model: a column that no record has is refused, for nothing may stand beside a decision unread. Days may
be kept as dates or as moments at midnight, text in any of Arrow's ways; here each gets one type.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, BinaryIO, Literal, NamedTuple, Union, get_args, get_origin

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from pydantic import BaseModel

from flowrules.engine.horizon import Horizon
from flowrules.finding import Finding
from flowrules.known import Known, know, known_by
from flowrules.model.record import Record
from flowrules.people import Person, Stray, person_of
from flowrules.placed import Placed
from flowrules.words import join_words

_TOGETHER = 1_000  # rows that are read at once


class Unfit(Exception):
    """The columns of a file are not those of records; says which, in one line."""


class Row(NamedTuple):
    """One row of a file, for saying which it is."""

    data: Any
    number: int
    name: str
    horizon: Horizon

    def placed(self, findings: Iterable[Finding]) -> list[Placed]:
        """Findings about the record in this row, at its number."""
        kept = known_by(self.data, self.horizon)[1]
        return self.moved(Known(None, None, "", kept, [], self.name).placed(findings))

    def moved(self, placed: Iterable[Placed]) -> list[Placed]:
        """Findings at the number of the row."""
        return [one._replace(line=self.number, end_line=self.number) for one in placed]


def read_parquet(stream: BinaryIO, name: str, horizon: Horizon) -> Iterator[Person | Stray]:
    """Everybody in a file, row by row."""
    number = 0
    try:
        file = pq.ParquetFile(stream)
        fitted(file.schema_arrow)
        for batch in file.iter_batches(_TOGETHER):
            for data in fit(batch).to_pylist():
                number += 1
                yield _person(Row(plain(data), number, name, horizon))
    except Unfit as error:
        yield _unread(name, str(error))
    except (pa.ArrowException, OSError):
        yield _unread(name, "this is no Parquet file, or it is damaged")


def _person(row: Row) -> Person:
    known = know(row.data, None, row.name, row.horizon)
    return person_of(known, f"{Path(row.name).stem} {row.number}", row, row.moved(known.own()))


def _unread(name: str, what: str) -> Stray:
    from flowrules.tables.faults import fault

    return Stray(
        (fault("not-a-table", name, what=what, help="a row is a record: see the docs"),), rows=0
    )


def plain(value: Any) -> Any:
    """A value as a file of records has it: what is not said is not there, and a date is text."""
    if isinstance(value, dict):
        return {name: plain(one) for name, one in value.items() if one is not None and one != []}
    if isinstance(value, list):
        if value and all(isinstance(one, tuple) and len(one) == 2 for one in value):  # a map
            return {name: plain(one) for name, one in value}
        return [plain(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value


# Columns.


def fit(batch: pa.RecordBatch) -> pa.RecordBatch:
    """A batch of records with columns of one type each, as they are decided on."""
    if isinstance(batch, pa.Table):
        raise Unfit("a table may be several batches: take each of its `to_batches()`")
    schema = fitted(batch.schema)
    batch = exactly(batch, schema)
    if "employee" in schema.names:
        return batch
    nobody = pa.nulls(len(batch), _least(Record.model_fields["employee"].annotation))
    return batch.append_column("employee", nobody)


def exactly(rows: Any, schema: pa.Schema) -> Any:
    """A batch or a table with these types, of which no day may lose a time of day."""
    if rows.schema.equals(schema):
        return rows
    for column in rows.columns:
        for days in _moments(column):
            if not pc.all(pc.equal(pc.floor_temporal(days, unit="day"), days)).as_py():
                raise Unfit("a day is kept with a time of day; make dates of those columns")
    texts = pa.schema([(one.name, _as_written(one.type)) for one in rows.schema])
    return rows.cast(texts).cast(schema)


def _as_written(kind: pa.DataType) -> pa.DataType:
    """Text for figures of other bits than a float has: 2.4 of those is 2.4, and not nearly so."""
    if _is_list(kind):
        return pa.list_(_as_written(kind.value_type))
    if pa.types.is_struct(kind):
        return pa.struct([(one.name, _as_written(one.type)) for one in kind])
    return pa.string() if _is_other_figure(kind) else kind


def _is_other_figure(kind: pa.DataType) -> bool:
    return bool(pa.types.is_decimal(kind) or pa.types.is_float32(kind))


def _moments(column: Any) -> Iterator[Any]:
    """The arrays, however deep in a column, that may hold a time of day."""
    kind = column.type
    if pa.types.is_timestamp(kind) or pa.types.is_date64(kind):
        moments = column.cast(pa.timestamp("ms"), safe=False).drop_null()
        yield from [moments] if len(moments) else []
    elif _is_list(kind):
        yield from _moments(pc.list_flatten(column))
    elif pa.types.is_struct(kind):
        for place in range(kind.num_fields):
            yield from _moments(pc.struct_field(column, [place]))


def fitted(schema: pa.Schema) -> pa.Schema:
    """The columns as they are decided on: lists, text, dates, of one type each."""
    _refuse_unknown([field.name for field in schema], Record, "")
    if not {"absences", "events"} & set(schema.names):
        raise Unfit("it has neither a column `absences` nor a column `events`: it holds no records")
    known = dict(_fields(Record))
    return pa.schema([(one.name, _fitted(one.type, known[one.name], one.name)) for one in schema])


def _fields(shape: type[BaseModel]) -> Iterator[tuple[str, Any]]:
    for name, field in shape.model_fields.items():
        yield field.alias or name, field.annotation


def _refuse_unknown(names: list[str], shape: type[BaseModel], path: str) -> None:
    known = [name for name, _ in _fields(shape)]
    for name in names:
        if name not in known:
            where = f" in `{path}`" if path else ""
            can = join_words([f"`{one}`" for one in known], "or")
            raise Unfit(f"the column `{name}`{where} is no part of a record; it can be {can}")
    if len(set(names)) < len(names):
        raise Unfit("two of its columns have the same name")


def _fitted(kind: pa.DataType, annotation: Any, path: str) -> pa.DataType:
    """The type a column is read as; `annotation` is what a record has there."""
    said, inner = plainly(annotation)
    if pa.types.is_null(kind):
        return _least(annotation)
    if said is list and _is_list(kind):
        nothing = pa.types.is_null(kind.value_type)
        return pa.list_(_least(inner) if nothing else _fitted(kind.value_type, inner, path))
    if said is dict and pa.types.is_map(kind):
        return pa.map_(pa.string(), pa.string())
    if said is dict and pa.types.is_struct(kind):
        return pa.struct([(one.name, pa.string()) for one in kind])
    if isinstance(said, type) and issubclass(said, BaseModel) and pa.types.is_struct(kind):
        _refuse_unknown([one.name for one in kind], said, path)
        known = dict(_fields(said))
        return pa.struct(
            [(one.name, _fitted(one.type, known[one.name], f"{path}.{one.name}")) for one in kind]
        )
    return _of_one(kind, said, path)


def _least(annotation: Any) -> pa.DataType:
    """A type for what is said of nobody."""
    said, inner = plainly(annotation)
    if said is list:
        return pa.list_(_least(inner))
    if isinstance(said, type) and issubclass(said, BaseModel):
        named = [(name, of) for name, of in _fields(said) if name in ("from", "on", "id")]
        return pa.struct([(name, _least(of)) for name, of in named])
    if said is dict:
        return pa.map_(pa.string(), pa.string())
    return {date: pa.date32(), float: pa.float64(), bool: pa.bool_()}.get(said, pa.string())


def _is_list(kind: pa.DataType) -> bool:
    return bool(
        pa.types.is_list(kind) or pa.types.is_large_list(kind) or pa.types.is_fixed_size_list(kind)
    )


def _of_one(kind: pa.DataType, said: Any, path: str) -> pa.DataType:
    """Of a column of single values."""
    if said is date and (pa.types.is_date(kind) or (pa.types.is_timestamp(kind) and not kind.tz)):
        return pa.date32()  # midnight elsewhere may be another day here
    if said is str and path == "employee.id" and pa.types.is_integer(kind):
        return pa.string()
    if said is str and _is_text(kind):
        return pa.string()
    if said is str and pa.types.is_dictionary(kind) and _is_text(kind.value_type):
        return pa.dictionary(kind.index_type, pa.string())
    if said is float and (pa.types.is_float64(kind) or pa.types.is_integer(kind)):
        return kind
    if said is float and _is_other_figure(kind):
        return pa.float64()
    if said is bool and pa.types.is_boolean(kind):
        return kind
    wanted = {date: "dates", str: "text", float: "numbers of 32 bits or more", bool: "true or false"}
    what = "a list" if said is list else wanted.get(said, "fields with names")
    raise Unfit(f"the column `{path}` must hold {what}")


def _is_text(kind: pa.DataType) -> bool:
    return bool(
        pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind)
    )


def plainly(annotation: Any) -> tuple[Any, Any]:
    """`list` and of what, `dict`, a shape, or the plain type; without what limits it."""
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return plainly(inner[0])
    if origin in (Union, UnionType):
        return plainly(next(one for one in inner if one is not type(None)))
    if origin is tuple:
        return list, inner[0]
    if origin is Literal:
        return str, None
    return (dict, None) if origin is dict else (annotation, None)
