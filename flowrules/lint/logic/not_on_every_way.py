"""A move rests on something that people who come another way have not had.

On that way the move cannot be taken: the clock never starts, or the evidence can never be given, since
it belongs to a stage that was passed by. That may be meant, as a safeguard; else a person is held
where others go on.

Proved: over the graph of moves, whatever their conditions; nobody is placed by hand.

Bad:
    flowrules: 1
    procedure: {id: small, title: Small procedure}
    triggers:
      often: {absences: {at_least: 3, within: 6 months}}
      long: {continuous: {at_least: 28 days}}
    stages:
      fine: {next: [{when: often, to: review}, {when: long, to: watch}]}
      review:
        actions: [{id: meet, do: Meet and listen, by: manager, outcomes: [watch, fine]}]
        next: [{decided: {meet: watch}, to: watch}, {decided: {meet: fine}, to: fine}]
      watch: {next: [{after: 6 months, from: meet, to: fine}]}

Good:
    flowrules: 1
    procedure: {id: small, title: Small procedure}
    triggers:
      often: {absences: {at_least: 3, within: 6 months}}
      long: {continuous: {at_least: 28 days}}
    stages:
      fine: {next: [{when: often, to: review}, {when: long, to: watch}]}
      review:
        actions: [{id: meet, do: Meet and listen, by: manager, outcomes: [watch, fine]}]
        next: [{decided: {meet: watch}, to: watch}, {decided: {meet: fine}, to: fine}]
      watch: {next: [{after: 6 months, to: fine}]}
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from flowrules.finding import Path, Problem
from flowrules.flow import Flow, Move, Stage
from flowrules.lint.anchors import (
    Names,
    asks,
    entries,
    home,
    is_on_track_of,
    marked,
    marks,
    may_have_left,
)
from flowrules.lint.routes import on_every_way
from flowrules.words import join_words

CODE = "FR336"
SEVERITY = "note"


class _Ways(NamedTuple):
    """For each stage what may have been left before it, and what every way to it has."""

    left: Mapping[str, Names]
    marked: Mapping[str, Names]
    passed: Mapping[str, Names]
    entries: Mapping[str, list[tuple[Stage, Move]]]


def check(flow: Flow) -> Iterator[Problem]:
    sure = marked(flow)
    ways = _Ways(may_have_left(flow), sure, on_every_way(flow), entries(flow, sure))
    for stage in flow.stages.values():
        if stage.id in ways.left:
            yield from _clocks(flow, stage, ways)
            yield from _evidence(flow, stage, ways)


def _clocks(flow: Flow, stage: Stage, ways: _Ways) -> Iterator[Problem]:
    """Moves that wait for a day that some who come here do not have."""
    if _has_another_clock(flow, stage, ways):
        return
    told: set[str] = set()
    for move in stage.moves:
        wanted = [(name, (*move.path, "when")) for name in sorted(asks(move.when))]
        if move.after is not None:
            wanted.insert(0, (move.anchor, (*move.path, "from")))
        for name, path in wanted:
            if name in told or _is_sure(flow, stage, name, ways):
                continue
            told.add(name)
            if home(flow, name) == stage.id and name in flow.actions:
                yield _say_offered(stage, name, path)
            else:
                yield _say(flow, stage, name, path, ways)


def _is_sure(flow: Flow, stage: Stage, name: str, ways: _Ways) -> bool:
    """Whether an anchor has a day here, gets one, or never can, which is for another rule to say."""
    there = home(flow, name)
    if there is None or not is_on_track_of(flow, name, stage) or name in ways.marked[stage.id]:
        return True
    if there == stage.id and name in flow.actions:
        return not flow.actions[name].optional or any(name in dict(move.decided) for move in stage.moves)
    return there not in ways.left[stage.id]


def _has_another_clock(flow: Flow, stage: Stage, ways: _Ways) -> bool:
    """Whether time leads on from here for everybody."""
    return any(
        move.after is not None and not move.decided and _is_sure(flow, stage, move.anchor, ways)
        for move in stage.moves
    )


def _evidence(flow: Flow, stage: Stage, ways: _Ways) -> Iterator[Problem]:
    """Moves that need an action of a stage that some who come here were never in."""
    missed: dict[str, dict[str, Path]] = {}
    for move in stage.moves:
        for name, _ in move.needs:
            there = home(flow, name)
            if there in (None, stage.id) or not is_on_track_of(flow, name, stage):
                continue
            if there in ways.left[stage.id] and there not in ways.passed[stage.id]:
                missed.setdefault(str(there), {}).setdefault(name, (*move.path, "needs", name))
    for there, places in missed.items():
        yield _say_passed_by(stage, places, there, ways)


def _say(flow: Flow, stage: Stage, name: str, path: Path, ways: _Ways) -> Problem:
    via = next(
        (
            (one, move)
            for one, move in ways.entries[stage.id]
            if name not in marks(ways.marked[one.id], one, move)
        ),
        None,
    )
    things = f"having left `{name.removeprefix('left ')}`" if name not in flow.actions else f"`{name}`"
    message = f"people {_how(via, stage)} without {things}, and then what counts from it never starts"
    return Problem(path, message, _CLOCK, related=_there(via))


def _say_passed_by(stage: Stage, places: dict[str, Path], there: str, ways: _Ways) -> Problem:
    via = next(
        ((one, move) for one, move in ways.entries[stage.id] if there not in ways.passed[one.id]), None
    )
    things = join_words([f"`{name}`" for name in places])
    message = (
        f"people {_how(via, stage)} without having been in `{there}`, and then cannot have {things}"
    )
    help = f"let that way lead through `{there}`, or add such an action to `{stage.id}`"
    path = next(iter(places.values()))
    return Problem(path, message, help, on_key=True, related=_there(via))


def _say_offered(stage: Stage, name: str, path: Path) -> Problem:
    message = f"`{name}` is optional, and without it nothing that counts from it starts in `{stage.id}`"
    return Problem(path, message, "take out `optional`, or add a move that does not wait for it")


_CLOCK = "count from `entered`, or add a move by time for those who come that way"


def _how(via: tuple[Stage, Move] | None, stage: Stage) -> str:
    return f"can come from `{via[0].id}` to `{stage.id}`" if via else f"begin in `{stage.id}`"


def _there(via: tuple[Stage, Move] | None) -> tuple[tuple[Path, str], ...]:
    return (((*via[1].path, "to"), "the way that leads there without it"),) if via else ()
