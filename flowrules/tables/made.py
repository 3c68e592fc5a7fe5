"""Plain lines of a record -> lines in its shape, with what its hash needs.

Most absences of an export have the same days and kind as somebody else's: each different line is made
once, and shared by all whose it is, as nothing ever changes it.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property
from operator import attrgetter
from typing import Any, NamedTuple

from pydantic import BaseModel

from flowrules.model.record import Absence, Employee, EventLine, PatternShape, Record

Line = dict[str, Any]
WHICH = "which half"  # of a line of one day: `am` or `pm`; a record has no such word
_SHAPES: dict[str, type[BaseModel]] = {"absences": Absence, "events": EventLine, "pattern": PatternShape}

# As `content_hash` writes plain data, with dates as they are written in a file.
_as_json = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str
).encode


class Made:
    """One line: as plain data and in its shape; as JSON and the hash of that, once somebody asks.

    `half`: which half of its day it is about, which a record does not say.
    """

    def __init__(self, data: Line, line: Any, half: str | None) -> None:
        self.data = data
        self.line = line
        self.half = half

    @cached_property
    def text(self) -> str:
        return _written(self.data)

    @cached_property
    def sha256(self) -> str:
        return _sha256(self.text)


_BY_HASH = attrgetter("sha256")


class Said(NamedTuple):
    """What one row says: its days, and one line or several."""

    days: tuple[Any, Any]
    lines: tuple[Made, ...]


def said(key: str, lines: Sequence[Line]) -> Said | None:
    """Lines of the list `key`; None where there are none."""
    if not lines:
        return None
    days = (lines[0].get("from") or lines[0].get("on"), lines[-1].get("to"))
    return Said(days, tuple([made(key, line) for line in lines]))


def made(key: str, line: Line) -> Made:
    """A line of the list `key`; raises pydantic's ValidationError where it is none."""
    half = line.get(WHICH)
    if half is not None:
        line = {word: value for word, value in line.items() if word != WHICH}
    return Made(line, _SHAPES[key].__pydantic_validator__.validate_python(line), half)


def _written(line: Line) -> str:
    """As `_as_json`, most of the values without setting it up for each line."""
    return "{" + ",".join([f'"{key}":{_value(line[key])}' for key in sorted(line)]) + "}"


def _value(value: Any) -> str:
    if type(value) is date:
        return f'"{value.isoformat()}"'
    return str(value) if type(value) is int else _as_json(value)


def record_of(employee: Line, lists: Mapping[str, Sequence[Made]]) -> Record:
    """The record of some lines; raises pydantic's ValidationError where it is none."""
    shaped = {key: tuple([one.line for one in lines]) for key, lines in lists.items()}
    return Record(employee=Employee.model_validate(employee), **shaped)


def hash_of(employee: Line, lists: Mapping[str, Sequence[Made]]) -> str:
    """What `record_hash` gives for the same record as plain data."""
    texts = {"employee": _written(employee)}
    for key, lines in lists.items():
        if lines:
            texts[key] = "[" + ",".join([one.text for one in sorted(lines, key=_BY_HASH)]) + "]"
    return _sha256("{" + ",".join([f'"{key}":{texts[key]}' for key in sorted(texts)]) + "}")


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
