"""JSON lines -> Person: one record on each line, read one at a time, however many there are.

A line is read as fast as Python can read JSON. Whatever that could take for something else than the
reader of files would (a key written twice, a character that cannot be seen) goes to that reader, and
so does a line with a finding: it is the one that knows where everything stands.
"""

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from flowrules.engine.horizon import Horizon
from flowrules.finding import Finding
from flowrules.known import Known, know, known_by, unread
from flowrules.people import Person, Stray, person_of
from flowrules.placed import Placed, place_all
from flowrules.source import MOST_BYTES, read

_UNSURE = re.compile(rb"null|\\u|[^\x20-\x7e\r\n]|[0-9.]{15}")
_MARK = b"\xef\xbb\xbf"  # which Windows puts before the first line


class Line(NamedTuple):
    """One line of the file, which is read once more to say where in it something stands."""

    text: bytes
    number: int
    name: str
    horizon: Horizon

    def placed(self, findings: Iterable[Finding]) -> list[Placed]:
        """Findings about the record on this line."""
        source, _ = read(self.text, self.name)
        data = source.data if source else {}
        known = Known(None, source, "", known_by(data, self.horizon)[1], [], self.name)
        return self.moved(known.placed(findings))

    def moved(self, placed: Iterable[Placed]) -> list[Placed]:
        """Findings about a text of one line, at their line of the file."""
        down = self.number - 1
        return [
            one._replace(
                line=one.line + down,
                end_line=one.end_line + down,
                fix=None,
                related=tuple(other._replace(line=other.line + down) for other in one.related),
            )
            for one in placed
        ]


def read_json_lines(stream: BinaryIO, name: str, horizon: Horizon) -> Iterator[Person | Stray]:
    """Everybody in a file, line by line."""
    for number, text in _lines(stream):
        if text.strip():
            yield _person(Line(text, number, name, horizon))


def _lines(stream: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """Lines with their numbers; of one that is too long, as much as shows it."""
    number = 0
    while text := stream.readline(MOST_BYTES + 1):
        number += 1
        yield number, text.removeprefix(_MARK) if number == 1 else text
        while len(text) > MOST_BYTES and not text.endswith(b"\n"):
            text = stream.readline(MOST_BYTES)


def _person(line: Line) -> Person | Stray:
    known = _known(line)
    findings = tuple(line.moved(place_all(known.findings, known.source, line.name)))
    if known.record is None and known.id is None:
        return Stray(findings)
    return person_of(known, f"{Path(line.name).stem} {line.number}", line, findings)


def _known(line: Line) -> Known:
    data = _fast(line.text)
    if isinstance(data, dict):
        known = know(data, None, line.name, line.horizon)
        if known.record is not None:
            return known
    source, findings = read(line.text, line.name)
    if source is None:
        return unread(findings, line.name)
    if not isinstance(source.data, dict):
        return unread([_NOT_A_RECORD], line.name)
    return know(source.data, source, line.name, line.horizon)


_WRITTEN = "write one record on each line: `{…}`"
_NOT_A_RECORD = Finding("FR660", "not-a-record", "error", (), "this line is no record", _WRITTEN)


def _fast(text: bytes) -> Any:
    """What a line says, if nothing in it asks for a closer look."""
    if len(text) > MOST_BYTES or _UNSURE.search(text):
        return None
    try:
        return json.loads(text, object_pairs_hook=_without_repeats, parse_constant=_refused)
    except (ValueError, RecursionError):
        return None


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    data = dict(pairs)
    if len(data) < len(pairs):
        raise ValueError("a key is written twice")
    return data


def _refused(name: str) -> Any:
    raise ValueError(name)
