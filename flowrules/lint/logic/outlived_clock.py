"""A period is sure to be over when its stage is entered, so the person is passed straight through.

Nothing that the stage promises happens: no meeting, no review, no time to show improvement. It comes of
two periods counted from one day, of which the later is no longer than the one before it.

Proved: over the graph of moves, with every period as long as it is written; a decision may end one
sooner.

Bad:
    flowrules: 1
    procedure: {id: small, title: Small procedure}
    triggers: {often: {absences: {at_least: 3, within: 6 months}}}
    stages:
      fine: {next: [{when: often, to: review}]}
      review:
        actions: [{id: meet, do: Meet and listen, by: manager, within: 2 weeks}]
        next: [{after: 12 weeks, from: meet, to: watch}]
      watch:
        actions: [{id: look-back, do: Look back together, by: manager, within: 2 weeks}]
        next: [{after: 8 weeks, from: meet, to: fine}]

Good:
    flowrules: 1
    procedure: {id: small, title: Small procedure}
    triggers: {often: {absences: {at_least: 3, within: 6 months}}}
    stages:
      fine: {next: [{when: often, to: review}]}
      review:
        actions: [{id: meet, do: Meet and listen, by: manager, within: 2 weeks}]
        next: [{after: 12 weeks, from: meet, to: watch}]
      watch:
        actions: [{id: look-back, do: Look back together, by: manager, within: 2 weeks}]
        next: [{after: 8 weeks, to: fine}]
"""

from collections.abc import Iterator, Mapping

from flowrules.finding import Problem
from flowrules.flow import Flow, Move, Stage
from flowrules.lengths import is_as_long
from flowrules.lint.anchors import Names, entries, home, is_on_track_of, marked

CODE = "FR323"
SEVERITY = "warning"

_Ways = Mapping[str, list[tuple[Stage, Move]]]


def check(flow: Flow) -> Iterator[Problem]:
    sure = marked(flow)
    ways = entries(flow, sure)
    for stage in flow.stages.values():
        for move in stage.moves if stage.id in sure and not _is_crossing(stage) else ():
            if _may_be_outlived(flow, stage, move) and _is_over(flow, sure, ways, stage, move, set()):
                yield _say(stage, move, ways[stage.id])


def _is_crossing(stage: Stage) -> bool:
    """Whether nothing is done in a stage that only tells where to go on, or its clock stands still."""
    return bool(stage.pauses) or (not stage.actions and len(stage.moves) > 1)


def _may_be_outlived(flow: Flow, stage: Stage, move: Move) -> bool:
    """Whether a move waits for the end of a period alone, that began in an earlier stage."""
    alone = not move.decided and move.when is None and not move.needs and not move.groups
    before = is_on_track_of(flow, move.anchor, stage) and home(flow, move.anchor) != stage.id
    return move.after is not None and alone and before


def _is_over(
    flow: Flow, sure: Mapping[str, Names], ways: _Ways, stage: Stage, move: Move, seen: set[str]
) -> bool:
    """Whether the period of a move is over on whatever way a stage is entered."""
    assert move.after is not None
    seen.add(stage.id)
    if not ways[stage.id] or any(track.start == stage.id for track in flow.tracks):
        return False
    for earlier, way in ways[stage.id]:
        began_before = home(flow, move.anchor) != earlier.id and move.anchor in sure[earlier.id]
        waited = way.anchor == move.anchor or (way.anchor == "entered" and began_before)
        if way.after is not None and waited and is_as_long(way.after, move.after):
            continue
        if began_before and earlier.id in seen:
            continue
        if not began_before or not _is_over(flow, sure, ways, earlier, move, seen):
            return False
    return True


def _say(stage: Stage, move: Move, ways: list[tuple[Stage, Move]]) -> Problem:
    return Problem(
        (*move.path, "after"),
        f"the {move.after} from `{move.anchor}` are over when `{stage.id}` is entered, "
        "so it is left on the same day",
        "count from `entered` (take out `from`), or make the period longer than the one before it",
        related=tuple(
            ((*way.path, "after"), f"`{stage.id}` is entered after {way.after}")
            for _, way in ways
            if way.after
        ),
    )
