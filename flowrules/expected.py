"""Examples -> findings: the names in what an author expects, in the procedure and in files beside it.

What stands under `expect` is a track's stage or one of the words here; which kind of value each takes
is said here too, since the shape cannot tell a track from a word.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, NamedTuple

from flowrules.finding import Finding, Path
from flowrules.flow import Flow
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


class Earlier(NamedTuple):
    """What earlier versions know, which decide on some days: `stages` with their tracks."""

    tracks: frozenset[str] = frozenset()
    stages: frozenset[tuple[str, str]] = frozenset()
    things: frozenset[str] = frozenset()
    choices: frozenset[str] = frozenset()


_NONE = Earlier()


def expect_names(
    examples: Iterable[Example],
    path: Path,
    tracks: Iterable[str],
    scope: Scope,
    earlier: Earlier = _NONE,
) -> None:
    """Notes what does not fit in examples that stand at a path."""
    known = list(tracks)
    for place, example in enumerate(examples):
        _expect_days(example, (*path, place), scope)
        for asked in days_of(example, (*path, place)):
            for name, expected in asked.expect.items():
                _expect(name, expected, (*asked.path, "expect", name), known, scope, earlier)


def names_in(examples: Iterable[Example], path: Path, procedure: Procedure, flow: Flow) -> list[Finding]:
    """What does not fit in examples of a sound procedure, which may stand in another file."""
    scope = Scope(procedure)
    expect_names(examples, path, procedure.tracks or ["main"], scope, _earlier(flow.chain()[:-1]))
    return cut(scope.findings)


def _earlier(flows: list[Flow]) -> Earlier:
    actions = [action for flow in flows for action in flow.actions.values()]
    others = [name for flow in flows for name in (*flow.events, *(one.id for one in flow.contacts))]
    return Earlier(
        tracks=frozenset(track.id for flow in flows for track in flow.tracks),
        stages=frozenset((one.track, one.id) for flow in flows for one in flow.stages.values()),
        things=frozenset([*(action.id for action in actions), *others]),
        choices=frozenset(action.id for action in actions if action.outcomes),
    )


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


def _expect(
    name: str, expected: Any, path: Path, tracks: list[str], scope: Scope, earlier: Earlier
) -> None:
    if name == "covered":
        _expect_kind(bool, expected, _TRUTH, path, scope)
    elif name == "due":
        _expect_kind(date, expected, _DAY, path, scope)
    elif name == "next":
        if _expect_kind(str, expected, _ONE, path, scope) and expected not in earlier.things:
            scope.expect_next(expected, path, "none")
    elif name in ("agenda", "decide"):
        _expect_list(name, expected, path, scope, earlier)
    elif name not in tracks and name not in earlier.tracks:
        scope.unknown("track", name, [*tracks, *RESERVED], path, on_key=True)
    elif _expect_kind(str, expected, _STAGE, path, scope) and (name, expected) not in earlier.stages:
        scope.expect_stage(expected, path, track=name)


def _expect_list(name: str, expected: Any, path: Path, scope: Scope, earlier: Earlier) -> None:
    if _expect_kind(tuple, expected, _LIST, path, scope):
        known = earlier.things if name == "agenda" else earlier.choices
        expect = scope.expect_next if name == "agenda" else scope.expect_decision
        for place, one in enumerate(expected):
            if one not in known:
                expect(one, (*path, place))


def _expect_kind(kind: type, given: Any, said: tuple[str, str], path: Path, scope: Scope) -> bool:
    if not isinstance(given, kind):
        noun, help = said
        scope.note("FR103", "wrong-value", path, f"`{path[-1]}` must be {noun}", help)
        return False
    return True
