"""Findings -> what a person, a program or a CI run reads."""

import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TypeVar

import click

from flowrules.placed import Placed
from flowrules.source import Source
from flowrules.words import say_number

T = TypeVar("T")
_FEW = 20  # findings of one kind that are shown


def show_text(placed: Iterable[Placed], source: Source | None, *, err: bool = False) -> None:
    """`file:line:column: error[FR101] …`, the line with a caret, and the way out.

    Without a source no line is shown: the lines of a record are health data.
    """
    for one in placed:
        head = f"{one.file}:{one.line}:{one.column}: {_head(one.severity, one.code)}"
        click.echo(f"{head} {one.message} ({one.rule})", err=err)
        if source is not None:
            for line in _snippet(one, source.line_text(one.line)):
                click.echo(line, err=err)
        if one.help:
            click.echo(f"  help: {one.help}", err=err)
        for other in one.related:
            click.echo(f"  {one.file}:{other.line}:{other.column}: {other.message}", err=err)


class FirstOfEach:
    """Shows findings about many people: of each kind the first few, and at the end how many more."""

    def __init__(self) -> None:
        self._met: Counter[tuple[str, str, str]] = Counter()

    def show(self, placed: Iterable[Placed]) -> bool:
        """Shows those of which there were not too many yet; whether an error was among them."""
        few = [one for one in placed if self._is_early(one)]
        show_text(few, None, err=True)
        return any(one.severity == "error" for one in few)

    def _is_early(self, one: Placed) -> bool:
        kind = one.severity, one.code, one.rule
        self._met[kind] += 1
        return self._met[kind] <= _FEW

    def show_rest(self, way_out: str = "") -> None:
        """`error[FR610] and 112 more like it (unknown-value)`; a way to all that are errors."""
        for (severity, code, rule), n in self._met.items():
            if n > _FEW:
                out = f"; {way_out}" if way_out and severity == "error" else ""
                said = f"{_head(severity, code)} and {n - _FEW:,} more like it ({rule}){out}"
                click.echo(said, err=True)


def _head(severity: str, code: str) -> str:
    return click.style(f"{severity}[{code}]", fg="red" if severity == "error" else "yellow", bold=True)


def _snippet(one: Placed, text: str) -> list[str]:
    """The line, cut around the place if it is very long, and carets under the words meant."""
    if not text.strip():
        return []
    end = one.end_column if one.end_line == one.line else len(text) + 1
    start = max(0, one.column - 60) if len(text) > 100 else 0
    shown = text[start : start + 100]
    carets = "^" * max(1, min(end - one.column, len(shown) - (one.column - 1 - start)))
    margin = " " * (len(str(one.line)) + 3)
    return [f"  {one.line} | {shown}", f"{margin}| {' ' * (one.column - 1 - start)}{carets}"]


def progress(made: Iterable[T], label: str, *, shown: bool) -> Iterator[T]:
    """The same; on a terminal how far they are is shown, and nothing where nobody looks."""
    if not shown or not sys.stderr.isatty():
        yield from made
        return
    with click.progressbar(made, label=label, file=sys.stderr, show_pos=True, length=None) as bar:
        yield from bar


def show_json(files: int, placed: Iterable[Placed]) -> None:
    """The JSON of `lint`, which other programs may build on."""
    from flowrules.explain.document import to_plain

    findings = [to_plain(one) for one in placed]
    click.echo(
        json.dumps({"flowrules": 1, "files": files, "findings": findings}, ensure_ascii=False, indent=2)
    )


def show_github(placed: Iterable[Placed]) -> None:
    """Workflow commands, which GitHub shows beside the lines of a pull request."""
    for one in placed:
        help = f" ({one.help})" if one.help else ""
        title = _property(f"{one.code} {one.rule}")
        click.echo(
            f"::{one.severity} file={_property(one.file)},line={one.line},endLine={one.end_line},"
            f"col={one.column},endColumn={one.end_column},title={title}::{_data(one.message + help)}"
        )


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def summary(files: int, placed: list[Placed]) -> str:
    """`2 files checked: 1 error, 3 warnings`."""
    errors = sum(one.severity == "error" for one in placed)
    warnings = len(placed) - errors
    found = [say_number(n, noun) for n, noun in ((errors, "error"), (warnings, "warning")) if n]
    return f"{say_number(files, 'file')} checked: {', '.join(found) or 'no findings'}"
