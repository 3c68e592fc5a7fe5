"""Answered -> a line of a decision log, whole or not at all: what was decided, of what, by which rules.

A line holds the record it was decided on: the log is health data, and is made for its owner's eyes
alone. It is only ever added to. A line of kind `procedure` has the text of the rules, before the first
decision by them, so that each can be run again years later. Every line has the hash of what it says:
it shows damage and careless changes, and is no proof against somebody who makes it anew.

The only place beside the command line that opens a file, as a lock needs its name.
"""

import json
import os
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path, PurePath
from typing import Any, BinaryIO, NamedTuple

from flowrules import __version__
from flowrules.answer import Answered, Asked
from flowrules.explain.document import RecordStamp, document_of
from flowrules.flow import Flow
from flowrules.model.record import Record
from flowrules.source import Source, content_hash

START = b'{"flowrules": 1, "kind": "'
_PROCEDURE = b'{"flowrules": 1, "kind": "procedure"'
_LONGEST = 64_000_000  # bytes of a line; one of ten years of absence has some ten thousand
_PATIENCE = 60  # seconds to wait for another program that writes to the same log


class CannotLog(Exception):
    """A log that cannot be written to, with what to tell its owner."""


class By(NamedTuple):
    """What decisions are made by: the procedure, the day asked about, and the files beside it by name.

    `when` is the time of the run, if it is to be on record.
    """

    flow: Flow
    source: Source
    asked: Asked
    files: Mapping[str, bytes] = {}
    when: str | None = None


class Beside:
    """Reads the files beside a procedure, and keeps what was read for the log."""

    def __init__(self, read: Callable[[str], bytes | None]) -> None:
        self.files: dict[str, bytes] = {}
        self._read = read

    def __call__(self, name: str) -> bytes | None:
        """As the reader does."""
        content = self._read(name)
        if content is not None:
            self.files[name] = content
        return content


class Rules:
    """The lines of a log for decisions by one procedure; they can be made in any process."""

    def __init__(self, by: By) -> None:
        self._by = by
        files = {name: _text(content) for name, content in sorted(by.files.items())}
        text = {"name": PurePath(by.source.name).name, "text": by.source.text, "beside": files}
        self.id = content_hash(text)
        self.line = _line("procedure", {"id": self.id, **text})

    def decision(self, answered: Answered) -> bytes:
        """The line of one person; without a record where none could be used."""
        person, asked = answered.person, self._by.asked
        stamp = RecordStamp(person.id, person.sha256)
        findings = list(answered.findings)
        entry = {
            "program": __version__,
            "when": self._by.when,
            "procedure": self.id,
            "on": asked.on.isoformat(),
            "known_on": asked.known_on.isoformat() if asked.known_on else None,
            "hindsight": asked.hindsight,
            "record": plain_record(person.record) if person.record else None,
            "document": document_of(answered.decision, self._by.flow, self._by.source, stamp, findings),
        }
        return _line("decision", entry)


def plain_record(record: Record) -> dict[str, Any]:
    """What a record says, as plain data that reads as the same record again."""
    return record.model_dump(mode="json", by_alias=True, exclude_unset=True, exclude_none=True)


def _text(content: bytes) -> str | dict[str, str]:
    """A file as text; its bytes in letters where it is no UTF-8."""
    try:
        return content.decode()
    except UnicodeDecodeError:
        return {"base64": b64encode(content).decode()}


def _line(kind: str, says: dict[str, Any]) -> bytes:
    entry = {"flowrules": 1, "kind": kind, **says}
    signed = {"flowrules": 1, "kind": kind, "sha256": content_hash(entry), **says}
    return json.dumps(signed, ensure_ascii=False).encode() + b"\n"


def is_as_written(entry: dict[str, Any]) -> bool:
    """Whether a line still has the hash of what it says."""
    says = {key: value for key, value in entry.items() if key != "sha256"}
    return entry.get("sha256") == content_hash(says)


class Log:
    """A log open for adding; a context. Several programs may add to the same one at once."""

    def __init__(self, path: str | Path) -> None:
        from filelock import FileLock  # for logging alone

        self._lock = FileLock(f"{path}.lock", timeout=_PATIENCE, mode=0o600)
        flags = os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0)
        self._file = os.open(path, flags, 0o600)
        try:
            self._expect_log()
        except CannotLog:
            os.close(self._file)
            raise

    def __enter__(self) -> "Log":
        return self

    def __exit__(self, *_: object) -> None:
        os.fsync(self._file)
        os.close(self._file)

    def begin(self, rules: Rules) -> None:
        """Puts the procedure on record, unless this log has it."""
        with self._held():
            known = map(json_of, self._procedures())
            if not any(one.get("id") == rules.id and is_as_written(one) for one in known):
                self._write(rules.line)

    def add(self, line: bytes) -> None:
        """Adds a line; when this returns it is out of our hands, and outlives our being killed."""
        with self._held():
            self._write(line)

    @contextmanager
    def _held(self) -> Iterator[None]:
        from filelock import Timeout

        try:
            self._lock.acquire()
        except Timeout:
            raise CannotLog("another program has been writing to it for a minute") from None
        try:
            yield
        finally:
            self._lock.release()

    def _write(self, line: bytes) -> None:
        """One write; a line that another was killed in the midst of is closed first."""
        size = os.lseek(self._file, 0, os.SEEK_END)
        if size:
            os.lseek(self._file, -1, os.SEEK_END)
            if os.read(self._file, 1) != b"\n":
                line = b"\n" + line
        while line:
            line = line[os.write(self._file, line) :]

    def _expect_log(self) -> None:
        """Ends unless this is a log: new, empty, or begun by us."""
        os.lseek(self._file, 0, os.SEEK_SET)
        start = os.read(self._file, len(START))
        first = start.split(b"\n")[0]
        if start and not (first and START.startswith(first)):
            raise CannotLog("is there, and is no decision log; choose another name")

    def _procedures(self) -> Iterator[bytes]:
        """The lines of procedures, each whole, in a log of any length."""
        os.lseek(self._file, 0, os.SEEK_SET)
        with os.fdopen(os.dup(self._file), "rb") as file:
            for line in lines_of(file):
                if line.startswith(_PROCEDURE):
                    yield line


def lines_of(log: BinaryIO) -> Iterator[bytes]:
    """The lines; of one that is longer than any could be, its beginning."""
    while line := log.readline(_LONGEST):
        yield line
        while len(line) == _LONGEST and not line.endswith(b"\n"):
            line = log.readline(_LONGEST)


def json_of(line: bytes) -> dict[str, Any]:
    """What a line says; nothing where it is not whole."""
    try:
        entry = json.loads(line)
    except ValueError:
        return {}
    return entry if isinstance(entry, dict) else {}
