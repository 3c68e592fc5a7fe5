"""Run -> workflow commands, which GitHub shows beside the lines of a pull request."""

import re
from collections.abc import Iterator

from flowrules.formats.run import Looked, Run, path_from
from flowrules.placed import Placed

BEGINS = re.compile(rb"::(error|warning|notice) file=")
_COMMANDS = {"error": "error", "warning": "warning", "note": "notice"}


def write(run: Run) -> bytes:
    """One line a finding."""
    return "".join(f"{line}\n" for file in run.files for line in _lines(file, run)).encode()


def _lines(file: Looked, run: Run) -> Iterator[str]:
    path = path_from(file.name, run.here)
    yield from (_line(one, path) for one in run.shown(file))


def _line(one: Placed, path: str) -> str:
    properties = {
        "file": path,
        "line": one.line,
        "endLine": one.end_line,
        "col": one.column,
        "endColumn": one.end_column,
        "title": f"{one.code} {one.rule}",
    }
    said = ",".join(f"{name}={_property(str(value))}" for name, value in properties.items())
    return f"::{_COMMANDS[one.severity]} {said}::{_data(chr(10).join(_message(one)))}"


def _message(one: Placed) -> Iterator[str]:
    yield one.message + (f" ({one.help})" if one.help else "")
    for other in one.related:
        yield f"because: line {other.line}: {other.message}"
    if one.example:
        yield "example:"
        yield one.example.rstrip()


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
