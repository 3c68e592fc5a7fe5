"""Parquet files of records -> parts to decide on, each an Arrow batch; answers -> a Parquet file.

A part is a row group, or a piece of one that is large: what is in memory does not grow with the file.
The same file has the same parts whoever decides on them, so the answers are the same bytes.
"""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Any, BinaryIO, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from flowrules import alike
from flowrules.records.parquet_file import Unfit, fit, fitted

_MOST = 50_000  # people in a part; a row group of up to twice as many is not divided


class Part(NamedTuple):
    """Some of the records of a file: a row group, or the people from `first` on of a large one."""

    file: str
    group: int
    first: int
    people: int
    whole: bool


class Broken(Exception):
    """A file cannot be read as Parquet, or not as records; says why, in one line."""


def parts_of(files: Iterable[str]) -> Iterator[Part]:
    """The parts of some files, in their order; each file is looked at before the first is given."""
    found = [(name, _opened(name)) for name in files]
    for name, file in found:
        for group in range(file.metadata.num_row_groups):
            yield from _parts_in(name, group, file.metadata.row_group(group).num_rows)
        file.close()


def _parts_in(name: str, group: int, people: int) -> Iterator[Part]:
    if people <= 2 * _MOST:
        yield Part(name, group, 0, people, whole=True)
        return
    for first in range(0, people, _MOST):
        yield Part(name, group, first, min(_MOST, people - first), whole=False)


def _opened(name: str) -> pq.ParquetFile:
    try:
        file = pq.ParquetFile(name)
        fitted(file.schema_arrow)
    except Unfit as error:
        raise Broken(f"{name}: {error}") from None
    except OSError as error:
        raise Broken(f"{name}: cannot be read ({(error.strerror or 'it is damaged').lower()})") from None
    except pa.ArrowException:
        raise Broken(f"{name}: is no Parquet file") from None
    return file


class Reader:
    """Reads parts; of a large row group each piece is read on from the last, in one pass."""

    def __init__(self) -> None:
        self._name = ""
        self._file: Any = None
        self._rest: tuple[int, int, Iterator[pa.RecordBatch]] | None = None

    def __call__(self, part: Part) -> pa.RecordBatch:
        """The records of a part."""
        if part.file != self._name:
            self._name, self._file, self._rest = part.file, _opened(part.file), None
        try:
            return self._read(part)
        except Unfit as error:
            raise Broken(f"{part.file}: {error}") from None
        except (pa.ArrowException, OSError):
            at = f"row group {part.group + 1}"
            raise Broken(f"{part.file}: {at} is damaged, or has days with a time of day") from None

    def _read(self, part: Part) -> pa.RecordBatch:
        if part.whole:
            return fit(_one(self._file.read_row_group(part.group, use_threads=False)))
        return fit(self._piece(part))

    def _piece(self, part: Part) -> pa.RecordBatch:
        group, at, pieces = self._rest or (-1, 0, iter(()))
        if group != part.group or at > part.first:
            at, pieces = 0, self._pieces(part.group)
        while True:
            piece = next(pieces)
            at += _MOST
            self._rest = part.group, at, pieces
            if at > part.first:
                return piece

    def _pieces(self, group: int) -> Iterator[pa.RecordBatch]:
        """A row group in pieces of just so many people."""
        waiting: list[pa.RecordBatch] = []
        for batch in self._file.iter_batches(_MOST, row_groups=[group], use_threads=False):
            rest = batch
            while rest is not None:
                room = _MOST - sum(len(one) for one in waiting)
                waiting.append(rest.slice(0, room))
                rest = rest.slice(room) if len(rest) > room else None
                if sum(len(one) for one in waiting) == _MOST:
                    yield _joined(waiting)
                    waiting = []
        if waiting:
            yield _joined(waiting)


def _joined(batches: list[pa.RecordBatch]) -> pa.RecordBatch:
    return batches[0] if len(batches) == 1 else _one(pa.Table.from_batches(batches))


def _one(table: pa.Table) -> pa.RecordBatch:
    """A table as one batch."""
    batches = table.combine_chunks().to_batches()
    return batches[0] if batches else pa.RecordBatch.from_pylist([], table.schema)


# Who stands in two rows.

# Numbers of which only noughts and capitals are to be seen to.
_AS_MOST_ARE = r"^0*([1-9a-z][-/_0-9a-z]*)$"


def compared(ids: Any) -> Any:
    """Employees' numbers as they are compared: see `alike.compared`, which says it of one."""
    small = pc.ascii_lower(ids)
    plain = pc.replace_substring_regex(small, _AS_MOST_ARE, r"\1")
    others = pc.fill_null(pc.invert(pc.match_substring_regex(small, _AS_MOST_ARE)), False)
    if not pc.any(others).as_py():
        return plain
    one_by_one = [alike.compared(id) for id in ids.filter(others).to_pylist()]
    return pc.replace_with_mask(plain, others, pa.array(one_by_one, pa.string()))


def ids_of(batch: pa.RecordBatch) -> pa.Array:
    """What each record is called, if it says so."""
    place = batch.schema.get_field_index("employee")
    column = batch.column(place) if place >= 0 else None
    if column is None or column.type.get_field_index("id") < 0:
        return pa.nulls(len(batch), pa.string())
    return pc.struct_field(column, "id").cast(pa.string())


def in_two_rows(files: Iterable[str]) -> Any:
    """The numbers, as compared, of all who stand in two rows."""
    chunks: list[Any] = []
    for name in files:
        with _opened(name) as file:
            for group in range(file.metadata.num_row_groups):
                with suppress(pa.ArrowException, OSError):  # who reads the records says so
                    rows = file.read_row_group(group, columns=["employee.id"])
                    chunks += [compared(ids_of(batch)) for batch in rows.to_batches()]
    counted = pc.value_counts(pa.chunked_array(chunks, pa.string()).drop_null())
    double = counted.field("values").filter(pc.greater(counted.field("counts"), 1))
    del counted, chunks
    pa.default_memory_pool().release_unused()
    return double


# What is written.


class Writer:
    """Answers -> a Parquet file, a row group each batch; a context that writes the end of the file."""

    def __init__(self, file: BinaryIO, schema: pa.Schema) -> None:
        # Nobody looks for a row group by the least and the most of a list in it.
        flat = [field.name for field in schema if not pa.types.is_nested(field.type)]
        self._writer = pq.ParquetWriter(file, schema, compression="zstd", write_statistics=flat)

    def __enter__(self) -> "Writer":
        return self

    def __exit__(self, *_: object) -> None:
        self._writer.close()

    def add(self, answers: pa.RecordBatch) -> None:
        """Writes some more answers."""
        self._writer.write_table(pa.Table.from_batches([answers]), row_group_size=max(1, len(answers)))
