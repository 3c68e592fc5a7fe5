"""Findings -> what a person reads on the screen; how far a long command is."""

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TypeVar

import click

from flowrules.finding import Severity
from flowrules.formats.snippet import lines_of
from flowrules.placed import Placed
from flowrules.source import Source

T = TypeVar("T")
_FEW = 20  # findings of one kind that are shown

_COLOURS: dict[Severity, str] = {"error": "red", "warning": "yellow", "note": "cyan"}


def in_colour(text: str, severity: Severity) -> str:
    """A text in the colour of a severity; it goes where the output is no terminal."""
    return click.style(text, fg=_COLOURS[severity], bold=True)


def show_text(placed: Iterable[Placed], source: Source | None, *, err: bool = False) -> None:
    """Each finding with its line, a caret and the way out; as `lines_of`."""
    for one in placed:
        for line in lines_of(one, source, in_colour):
            click.echo(line, err=err)


class FirstOfEach:
    """Shows findings about many people: of each kind the first few, and at the end how many more."""

    def __init__(self) -> None:
        self._met: Counter[tuple[Severity, str, str]] = Counter()

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
                head = in_colour(f"{severity}[{code}]", severity)
                click.echo(f"{head} and {n - _FEW:,} more like it ({rule}){out}", err=True)


def progress(made: Iterable[T], label: str, *, shown: bool) -> Iterator[T]:
    """The same; on a terminal how far they are is shown, and nothing where nobody looks."""
    if not shown or not sys.stderr.isatty():
        yield from made
        return
    with click.progressbar(made, label=label, file=sys.stderr, show_pos=True, length=None) as bar:
        yield from bar
