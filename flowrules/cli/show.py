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
from flowrules.words import join_words

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


_Key = tuple[Severity, str, str, str, str]


class _Told:
    """A finding that was shown, and where the same was found since."""

    def __init__(self, first: Placed) -> None:
        self._first = first
        self._more: list[Placed] = []
        self._left = 0
        self._people = 0
        self._is_of_people = False

    def add(self, one: Placed) -> None:
        """The same once more; with the first, as many are named as are shown of one kind."""
        if len(self._more) < _FEW - 1:
            self._more.append(one)
        else:
            self._left += 1

    def add_person(self, *, is_first: bool) -> None:
        self._is_of_people = True
        self._people += not is_first

    def rest(self, way_out: str) -> Iterator[str]:
        """`staff.csv:2:3: error[FR610] the same in 2 more rows, of 2 more employees: lines 5 and 9`."""
        if not self._more:
            return
        first = self._first
        head = in_colour(f"{first.severity}[{first.code}]", first.severity)
        out = way_out if self._left and first.severity == "error" else ""
        said = f"the same {self._how_many()}: {self._places()}{out}"
        yield f"{first.file}:{first.line}:{first.column}: {head} {said}"

    def _how_many(self) -> str:
        more = len(self._more) + self._left
        if not self._is_of_people:
            return f"at {_more(more, 'place')}"
        whose = _more(self._people, "employee") if self._people else "the same employee"
        return f"in {_more(more, 'row')}, of {whose}"

    def _places(self) -> str:
        others = [f"{self._left:,} other{'s' * (self._left > 1)}"] if self._left else []
        if any(one.file != self._first.file for one in self._more):
            return join_words([f"{one.file}:{one.line}" for one in self._more] + others)
        lines = [str(one.line) for one in self._more]
        return f"line{'s' * (len(lines) > 1)} {join_words(lines + others)}"


def _more(n: int, noun: str) -> str:
    return f"{n:,} more {noun}{'' if n == 1 else 's'}"


class FirstOfEach:
    """Shows findings about many people: of each kind the first few, and at the end how many more.

    What differs only in its place is told once, so that nothing else is pushed out of sight by it.
    """

    def __init__(self) -> None:
        self._told: dict[_Key, _Told] = {}
        self._shown: Counter[tuple[Severity, str, str]] = Counter()
        self._left: Counter[tuple[Severity, str, str]] = Counter()

    def show(self, placed: Iterable[Placed], *, of_person: bool = True) -> bool:
        """Shows those that are new, if there were not too many yet; whether an error was among them."""
        new: list[Placed] = []
        found: dict[_Key, bool] = {}
        for one in placed:
            key = one.severity, one.code, one.rule, one.message, one.help
            if (told := self._told.get(key)) is not None:
                told.add(one)
                found.setdefault(key, False)
            elif self._is_early(one):
                self._told[key] = _Told(one)
                new.append(one)
                found[key] = True
        for key, is_first in found.items() if of_person else ():
            self._told[key].add_person(is_first=is_first)
        show_text(new, None, err=True)
        return any(one.severity == "error" for one in new)

    def _is_early(self, one: Placed) -> bool:
        kind = one.severity, one.code, one.rule
        is_early = self._shown[kind] < _FEW
        (self._shown if is_early else self._left)[kind] += 1
        return is_early

    def show_rest(self, way_out: str = "") -> None:
        """Where else each of them was found, and `error[FR610] and 112 more like it (unknown-value)`.

        With a way to all that are errors, where there are more than are named.
        """
        out = f"; {way_out}" if way_out else ""
        for told in self._told.values():
            for line in told.rest(out):
                click.echo(line, err=True)
        for (severity, code, rule), n in self._left.items():
            head, way = in_colour(f"{severity}[{code}]", severity), out if severity == "error" else ""
            click.echo(f"{head} and {n:,} more like it ({rule}){way}", err=True)


def progress(made: Iterable[T], label: str, *, shown: bool) -> Iterator[T]:
    """The same; on a terminal how far they are is shown, and nothing where nobody looks."""
    if not shown or not sys.stderr.isatty():
        yield from made
        return
    with click.progressbar(made, label=label, file=sys.stderr, show_pos=True, length=None) as bar:
        yield from bar
