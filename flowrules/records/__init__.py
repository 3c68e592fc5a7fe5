"""Files -> people, one input format a file.

What a file is, its name tells, and for standard input its first letters. A reader is loaded when a file
of its kind is named: reading one record in YAML costs nothing of what tables and a census need.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib import import_module
from io import BufferedReader
from itertools import chain, islice
from pathlib import PurePath
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from flowrules.engine.horizon import Horizon
from flowrules.flow import Flow
from flowrules.people import Person, Stray

if TYPE_CHECKING:
    from flowrules.tables.assemble import Unmade
    from flowrules.tables.mapping import Mapping
    from flowrules.tables.table import Table

Opened = Callable[[str], BinaryIO]

_OF_SUFFIX = {
    ".yaml": "yaml_file", ".yml": "yaml_file", ".json": "yaml_file", ".jsonl": "json_lines",
    ".parquet": "parquet_file",
    ".csv": "csv_file", ".tsv": "csv_file", ".txt": "csv_file",
    ".xlsx": "xlsx_file", ".xlsm": "xlsx_file", ".xls": "xlsx_file", ".xml": "census_file",
}  # fmt: skip
_TABLES = ("csv_file", "xlsx_file")
_RECORDS = {"yaml_file": "read_yaml", "json_lines": "read_json_lines", "parquet_file": "read_parquet"}
_HEAD = 4096
# A first line of several cells, none of which begins as YAML or JSON does.
_LIKE_TABLE = re.compile(
    rb"^(?:\xef\xbb\xbf)?\s*[^\s{\[!&*#%>|:-][^:{\[\r\n]*[,;\t][^:{\[\r\n]*(?:\r|\n|$)"
)


class Reading(NamedTuple):
    """How input is read.

    `horizon`: lines dated after it are not looked at, not even for mistakes. `flow` has the categories,
    groups, actions and contacts that words must become, and `mapping` says what columns are; without one
    they are guessed, and that is said. `key` is for the pseudonyms of a census, and `names` says whether
    people's names are wanted.
    """

    horizon: Horizon
    flow: Flow | None = None
    mapping: "Mapping | None" = None
    key: bytes | None = None
    names: bool = False


def is_of_everybody(name: str) -> bool:
    """Whether the name is that of a table or a census, which may have something about anybody."""
    return _OF_SUFFIX.get(PurePath(name).suffix.lower(), "") not in ("", *_RECORDS)


def read_all(names: Sequence[str], opened: Opened, reading: Reading) -> Iterator[Person | Stray]:
    """Everybody in some files: records in the order of their files, others by their numbers.

    A `Stray` without rows is a word about a file: an error where it could not be read, else a note.
    """
    for one in read_unmade(names, opened, reading):
        yield one if isinstance(one, (Person, Stray)) else one.person()


def read_unmade(
    names: Sequence[str], opened: Opened, reading: Reading
) -> Iterator["Person | Stray | Unmade"]:
    """As `read_all`, but people of tables as rows, which another process may read: see `Unmade`."""
    peeked = _Peeked(opened)
    of_reader: dict[str, list[str]] = {}
    for name in names:
        of_reader.setdefault(_reader_of(name, peeked), []).append(name)
    records = [(name, reader) for reader in _RECORDS for name in of_reader.get(reader, ())]
    tables = [(name, reader) for reader in _TABLES for name in of_reader.get(reader, ())]
    found = chain(
        (_unknown(name) for name in of_reader.get("", ())),
        _in_records(sorted(records, key=lambda one: names.index(one[0])), peeked, reading),
        _in_census(of_reader["census_file"], peeked, reading) if "census_file" in of_reader else (),
        _in_tables(sorted(tables, key=lambda one: names.index(one[0])), peeked, reading)
        if tables
        else (),
    )
    if not records and len(of_reader) == 1:
        return found
    return _apart(one if isinstance(one, (Person, Stray)) else one.person() for one in found)


class _Peeked:
    """Opens files; one whose first bytes were looked at is not opened again."""

    def __init__(self, opened: Opened) -> None:
        self._opened = opened
        self._waiting: dict[str, BinaryIO] = {}

    def __call__(self, name: str) -> BinaryIO:
        return self._waiting.pop(name, None) or self._opened(name)

    def head(self, name: str) -> bytes:
        stream = BufferedReader(self._opened(name))  # type: ignore[type-var]
        self._waiting[name] = stream
        return stream.peek(_HEAD)[:_HEAD]


def _reader_of(name: str, peeked: _Peeked) -> str:
    """The file of this folder that reads a file; none for a name whose ending says nothing."""
    suffix = PurePath(name).suffix.lower()
    if suffix and name != "-":
        return _OF_SUFFIX.get(suffix, "")
    head = peeked.head(name)
    if head.startswith(b"PK"):
        return "xlsx_file"
    if head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<"):
        return "census_file"
    return "csv_file" if _LIKE_TABLE.match(head) else "yaml_file"


def _unknown(name: str) -> Stray:
    from flowrules.tables.faults import fault

    what = "the ending of this file's name does not say what it is"
    help = "it can be .csv, .xlsx, .parquet, .yaml, .json, .jsonl or .xml"
    return Stray((fault("not-a-table", name, what=what, help=help),), rows=0)


def _in_records(
    files: Iterable[tuple[str, str]], opened: Opened, reading: Reading
) -> Iterator[Person | Stray]:
    for name, reader in files:
        try:
            read = getattr(import_module(f"{__name__}.{reader}"), _RECORDS[reader])
        except ImportError:
            yield _not_installed(name)
            continue
        with opened(name) as stream:
            yield from read(stream, name, reading.horizon)


def _not_installed(name: str) -> Stray:
    from flowrules.tables.faults import fault

    what = "Parquet needs more than is installed here"
    help = "pip install '.[fast]', in the folder of flowrules"
    return Stray((fault("not-a-table", name, what=what, help=help),), rows=0)


def _in_census(names: list[str], opened: Opened, reading: Reading) -> Iterator[Person | Stray]:
    from flowrules.census.codes import meanings
    from flowrules.records.census_file import Wishes, read_census

    mapping, flow = reading.mapping, reading.flow
    absences = mapping.absences.values if mapping and mapping.absences else {}
    staff = mapping.staff.values if mapping and mapping.staff else {}
    codes = meanings(flow, absences.get("category"), staff.get("group"))
    grouped = flow is None or bool(flow.header.covers.groups)
    yield from read_census(
        names, opened, Wishes(reading.horizon, codes, reading.key, grouped, reading.names)
    )


def _in_tables(
    files: Iterable[tuple[str, str]], opened: Opened, reading: Reading
) -> Iterator["Unmade | Stray"]:
    from flowrules.tables.read import unmade_of

    return unmade_of(_tables(files, opened), reading.mapping, reading.flow, reading.horizon)


def tables_in(names: Sequence[str], opened: Opened) -> Iterator["Table | Stray"]:
    """The tables of some files, and a word about each file that has none."""
    peeked = _Peeked(opened)
    readers = [(name, _reader_of(name, peeked)) for name in names]
    yield from (_unknown(name) for name, reader in readers if reader not in _TABLES)
    yield from _tables([one for one in readers if one[1] in _TABLES], peeked)


def _tables(files: Iterable[tuple[str, str]], opened: Opened) -> Iterator["Table | Stray"]:
    for name, reader in files:
        with opened(name) as stream:
            yield from import_module(f"{__name__}.{reader}").tables(stream, name)


def _apart(found: Iterator[Person | Stray]) -> Iterator[Person | Stray]:
    """The same people; of one who stands in two inputs, neither record is used."""
    first = [*islice(found, 2)]
    if len(first) < 2:
        return iter(first)
    from flowrules.records.twice import each_once

    return each_once(chain(first, found))
