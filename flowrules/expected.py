"""Examples -> findings: the names in what an author expects, in the procedure and in files beside it.

What stands under `expect` is a track's stage or one of the words here; which kind of value each takes
is said here too, since the shape cannot tell a track from a word.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, NamedTuple

from flowrules.finding import Finding, Path
from flowrules.model.procedure import Example, Procedure
from flowrules.scope import Scope
from flowrules.source import cut

# What may stand under `expect` beside the tracks, so that no track may be called so.
RESERVED = ("next", "due", "agenda", "decide", "covered")

_ONE = ("the name of one thing", "such as `meeting-1`, or `none` for nothing to do")
_DAY = ("a date", "write it as 2026-09-01")
_LIST = ("a list of names", "such as `[invite-1, meeting-1]`, or `[]` for none")
_TRUTH = ("`true` or `false`", "write `true` or `false`, without quotes")
_STAGE = ("the name of one stage", "such as `stage-1`")


class Asked(NamedTuple):
    """A day that an example asks about, what is expected on it, and where that stands."""

    on: date
    expect: dict[str, Any]
    path: Path


def days_of(example: Example, path: Path) -> Iterator[Asked]:
    """The days of an example, in the order written; `path` is that of the example."""
    if example.days is not None:
        for place, day in enumerate(example.days):
            yield Asked(day.on, day.expect, (*path, "days", place))
    elif example.on is not None:
        yield Asked(example.on, example.expect or {}, path)


def expect_names(examples: Iterable[Example], path: Path, tracks: Iterable[str], scope: Scope) -> None:
    """Notes what does not fit in examples that stand at a path."""
    known = list(tracks)
    for place, example in enumerate(examples):
        _expect_days(example, (*path, place), scope)
        for asked in days_of(example, (*path, place)):
            for name, expected in asked.expect.items():
                _expect(name, expected, (*asked.path, "expect", name), known, scope)


def names_in(examples: Iterable[Example], path: Path, procedure: Procedure) -> list[Finding]:
    """What does not fit in examples of another file than the procedure's, which is sound."""
    scope = Scope(procedure)
    expect_names(examples, path, procedure.tracks or ["main"], scope)
    return cut(scope.findings)


def _expect_days(example: Example, path: Path, scope: Scope) -> None:
    several = example.days is not None
    if several in (example.on is not None, example.expect is not None):
        scope.note(
            "FR230",
            "example-days-unclear",
            path,
            "an example has either `on` with `expect`, or `days`",
            "`on: 2026-09-10` and `expect:`, or `days: [{on: 2026-09-10, expect: {…}}]`",
        )


def _expect(name: str, expected: Any, path: Path, tracks: list[str], scope: Scope) -> None:
    if name == "covered":
        _expect_kind(bool, expected, _TRUTH, path, scope)
    elif name == "due":
        _expect_kind(date, expected, _DAY, path, scope)
    elif name == "next":
        if _expect_kind(str, expected, _ONE, path, scope):
            scope.expect_next(expected, path, "none")
    elif name in ("agenda", "decide"):
        _expect_list(name, expected, path, scope)
    elif name not in tracks:
        scope.unknown("track", name, [*tracks, *RESERVED], path, on_key=True)
    elif _expect_kind(str, expected, _STAGE, path, scope):
        scope.expect_stage(expected, path, track=name)


def _expect_list(name: str, expected: Any, path: Path, scope: Scope) -> None:
    if _expect_kind(tuple, expected, _LIST, path, scope):
        for place, one in enumerate(expected):
            if name == "agenda":
                scope.expect_next(one, (*path, place))
            else:
                scope.expect_decision(one, (*path, place))


def _expect_kind(kind: type, given: Any, said: tuple[str, str], path: Path, scope: Scope) -> bool:
    if not isinstance(given, kind):
        noun, help = said
        scope.note("FR103", "wrong-value", path, f"`{path[-1]}` must be {noun}", help)
        return False
    return True
