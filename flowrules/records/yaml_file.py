"""A YAML or JSON file -> Person: one record, or a list of records.

A mistake in one record of a list leaves the others as they are. A file is held whole while it is read,
so it may not be large; many more records than that go into a file of JSON lines.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from flowrules.engine.horizon import Horizon
from flowrules.finding import Finding
from flowrules.known import Known, know, unread
from flowrules.people import Person, Stray, person_of
from flowrules.placed import place_all
from flowrules.source import MOST_BYTES, Source, read

__all__ = ["Known", "read_record", "read_yaml"]

_SMALLER = (
    "split it into several files, or write the records as JSON lines: one record on each line of a file "
    "that ends in `.jsonl`"
)


def read_record(content: bytes | str, name: str, horizon: Horizon) -> Known:
    """Reads a file of one record as far as a horizon goes; with any finding there is no Record."""
    source, findings = read(content, name)
    if source is None:
        return unread(findings, name)
    return know(source.data, source, name, horizon)


def read_yaml(stream: BinaryIO, name: str, horizon: Horizon) -> Iterator[Person | Stray]:
    """Everybody in a file."""
    content = stream.read(MOST_BYTES + 1)
    source, findings = read(content, name)
    if source is None:
        yield _unread(content, [_way_out(finding) for finding in findings], name)
    elif isinstance(source.data, list):
        for place, part in enumerate(_parts(source)):
            yield _of_list(part, horizon, place)
    else:
        yield _person(know(source.data, source, name, horizon), Path(name).stem)


def _parts(source: Source) -> list[Source]:
    """The items of a list, each with its own places alone."""
    parts = [Source(source.name, "", item, {}, {}) for item in source.data]
    for path, span in source.values.items():
        if path:
            parts[int(path[0])].values[path[1:]] = span
    for path, span in source.keys.items():
        parts[int(path[0])].keys[path[1:]] = span
    return parts


def _of_list(source: Source, horizon: Horizon, place: int) -> Person | Stray:
    name, at = source.name, (place,)
    if not isinstance(source.data, dict):
        help = "write each record of the list as `key: value` lines, such as `absences:`"
        finding = Finding("FR660", "not-a-record", "error", (), "this item is no record", help)
        found = Known(None, source, "", {}, [], name, at).placed([finding])
        return Stray(tuple(found))
    return _person(know(source.data, source, name, horizon, at), f"{Path(name).stem} {place + 1}")


def _person(known: Known, otherwise: str) -> Person:
    return person_of(known, otherwise, known, known.own())


def _unread(content: bytes, findings: list[Finding], name: str) -> Person | Stray:
    """A file that cannot be read: one person who cannot be decided, or a list of nobody knows whom."""
    known = unread(findings, name)
    if _begins_a_list(content):
        return Stray(tuple(place_all(known.findings, None, name)), rows=0)
    return _person(known, Path(name).stem)


def _begins_a_list(content: bytes) -> bool:
    lines = (line.strip() for line in content.removeprefix(b"\xef\xbb\xbf").splitlines())
    first = next((line for line in lines if line and not line.startswith((b"#", b"---"))), b"")
    return first == b"-" or first.startswith((b"- ", b"["))


def _way_out(finding: Finding) -> Finding:
    """The ways out of a file of records, where they are others than those of a procedure."""
    if finding.rule == "too-large":
        return finding._replace(help=_SMALLER)
    if finding.rule == "second-document":
        return finding._replace(help="write several records as a list: begin each with `- `")
    return finding
