"""A length of time is counted from something that cannot have happened yet, so it never begins.

A person waits for a period to end that does not run: the warning never lapses, or the count since a
meeting never starts, whatever happens. The file reads as if it did.

Proved: over the graph of moves, whatever their conditions; nobody is placed by hand.

Bad:
    flowrules: 1
    procedure: {id: small, title: Small procedure}
    triggers: {often: {absences: {at_least: 3, within: 6 months}}}
    stages:
      fine: {next: [{when: often, to: review}]}
      review:
        actions: [{id: meet, do: Meet and listen, by: manager, outcomes: [watch, fine]}]
        next: [{decided: {meet: watch}, to: watch}, {decided: {meet: fine}, to: fine}]
      watch:
        next: [{after: 6 months, from: meet-again, to: again}]
      again:
        actions: [{id: meet-again, do: Look back together, by: manager, outcomes: [fine]}]
        next: [{decided: {meet-again: fine}, to: fine}]

Good:
    flowrules: 1
    procedure: {id: small, title: Small procedure}
    triggers: {often: {absences: {at_least: 3, within: 6 months}}}
    stages:
      fine: {next: [{when: often, to: review}]}
      review:
        actions: [{id: meet, do: Meet and listen, by: manager, outcomes: [watch, fine]}]
        next: [{decided: {meet: watch}, to: watch}, {decided: {meet: fine}, to: fine}]
      watch:
        next: [{after: 6 months, from: meet, to: again}]
      again:
        actions: [{id: meet-again, do: Look back together, by: manager, outcomes: [fine]}]
        next: [{decided: {meet-again: fine}, to: fine}]
"""

from collections.abc import Iterator

from flowrules.finding import Path, Problem
from flowrules.flow import Flow, Stage, walk
from flowrules.lint.anchors import can_have_been, home, may_have_left
from flowrules.view import Condition

CODE = "FR322"
SEVERITY = "warning"


def check(flow: Flow) -> Iterator[Problem]:
    for name, earlier in may_have_left(flow).items():
        stage = flow.stages[name]
        told: set[str] = set()
        for anchor, path, said in _clocks(stage):
            if anchor not in told and not can_have_been(flow, stage, anchor, earlier):
                told.add(anchor)
                yield _say(stage, anchor, home(flow, anchor) or "", path, said)


def _clocks(stage: Stage) -> Iterator[tuple[str, Path, Path]]:
    """What a stage counts from: its name, the line of the stage that asks, and the one that names it."""
    for move in stage.moves:
        if move.after is not None:
            yield move.anchor, (*move.path, "from"), (*move.path, "from")
        yield from _counted(move.when, (*move.path, "when"))
    for action in stage.actions:
        if action.before is None:
            yield action.anchor, (*action.path, "from"), (*action.path, "from")
        yield from _counted(action.condition, (*action.path, "if"))


def _counted(condition: Condition | None, asked: Path) -> Iterator[tuple[str, Path, Path]]:
    for one in walk(condition):
        if one.anchor is not None:
            said = one.path if one.word == "target_missed" else (*one.path, "since")
            yield one.anchor, (said if said[: len(asked)] == asked else asked), said


def _say(stage: Stage, name: str, there: str, path: Path, said: Path) -> Problem:
    if name.startswith("left "):
        message = (
            f"nobody in `{stage.id}` has left `{there}` before, so what counts from then never starts"
        )
    else:
        message = (
            f"`{name}` cannot have been done by `{stage.id}`: it belongs to `{there}`, "
            "which nobody has been in by then, so what counts from it never starts"
        )
    return Problem(
        path,
        message,
        "count from something done before or in this stage, or from `entered`",
        related=() if said == path else ((said, f"counted from `{name}` here"),),
    )
