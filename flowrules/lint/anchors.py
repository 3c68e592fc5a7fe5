"""Flow -> anchors: what may have a day by the time a stage begins, and what is sure to.

Ways are chains of moves from the start of a track, whatever they ask for; nobody is placed by hand.
What has a day on every way is found as a greatest fixed point, so that circles are looked at whole.
"""

from collections.abc import Mapping

from flowrules.flow import Flow, Move, Stage
from flowrules.view import Condition

Names = frozenset[str]
_NOTHING: Names = frozenset()


def may_have_left(flow: Flow) -> dict[str, Names]:
    """For each stage that can be reached, the stages that a person may have left by then.

    Moves that rest on what cannot have happened yet lead nowhere, so that a circle is no way into it.
    Several rules ask it of one procedure, one after the other.
    """
    if not _last or _last[0][0] is not flow:
        _last[:] = [(flow, _may_have_left(flow))]
    return _last[0][1]


_last: list[tuple[Flow, dict[str, Names]]] = []


def _may_have_left(flow: Flow) -> dict[str, Names]:
    found: dict[str, Names] = {track.start: _NOTHING for track in flow.tracks}
    ahead = dict.fromkeys(found)
    while ahead:
        stage = flow.stages[_next(ahead)]
        then = found[stage.id] | {stage.id}
        for move in stage.moves:
            known = found.get(move.to)
            if (known is None or not then <= known) and _is_open(flow, stage, move, found[stage.id]):
                found[move.to] = then | (known or _NOTHING)
                ahead[move.to] = None
    return found


def _next(ahead: dict[str, None]) -> str:
    """Takes the stage that waited longest: then each is looked at seldom more than once a circle."""
    name = next(iter(ahead))
    del ahead[name]
    return name


def _is_open(flow: Flow, stage: Stage, move: Move, earlier: Names) -> bool:
    """Whether all that a move rests on can have happened."""
    own = {action.id for action in stage.actions}
    wanted = rests_on(move, own) | {name for name, _ in move.needs}
    return all(can_have_been(flow, stage, name, earlier) for name in wanted)


def can_have_been(flow: Flow, stage: Stage, name: str, earlier: Names) -> bool:
    """Whether an anchor, or an action, may have a day in a stage, before which come the `earlier` ones.

    What belongs to another track may.
    """
    there = home(flow, name)
    if there is None or flow.stages[there].track != stage.track:
        return True
    return there in earlier or (there == stage.id and name in flow.actions)


def marked(flow: Flow) -> dict[str, Names]:
    """For each stage that is reached, the anchors that have a day by then on every way to it."""
    found: dict[str, Names] = {track.start: _NOTHING for track in flow.tracks}
    ahead = dict.fromkeys(found)
    while ahead:
        stage = flow.stages[_next(ahead)]
        for move in stage.moves:
            then = marks(found[stage.id], stage, move)
            known = found.get(move.to)
            if known is None or not known <= then:
                found[move.to] = then if known is None else known & then
                ahead[move.to] = None
    return found


def marks(given: Names, stage: Stage, move: Move) -> Names:
    """The anchors with a day once a move has left its stage, of those with one when it was entered.

    What belongs to the stage itself is asked anew in each stay: only what the move rests on is sure.
    """
    own = {action.id for action in stage.actions}
    return (given - own) | {f"left {stage.id}"} | rests_on(move, own)


def rests_on(move: Move, own: set[str] | Names) -> Names:
    """The anchors without which a move is not taken; `own` are the actions of its stage."""
    found = {action for action, _ in move.decided} | asks(move.when, own)
    return frozenset(found | ({move.anchor} if move.after else set()))


def asks(condition: Condition | None, own: set[str] | Names = _NOTHING) -> Names:
    """The anchors without which a condition does not hold."""
    if condition is None or condition.word == "not":
        return _NOTHING
    inner = [asks(member, own) for member in condition.members]
    if condition.word == "any":
        return frozenset.intersection(*inner) if inner else _NOTHING
    found = _NOTHING.union(*inner)
    if condition.anchor is not None:
        found |= {condition.anchor}
    if condition.word == "recorded" and condition.settings.what in own:
        found |= {condition.settings.what}
    return found


def entries(flow: Flow, reached: Mapping[str, object]) -> dict[str, list[tuple[Stage, Move]]]:
    """For each stage, the moves that lead to it from stages that are reached."""
    found: dict[str, list[tuple[Stage, Move]]] = {name: [] for name in flow.stages}
    for stage in flow.stages.values():
        for move in stage.moves if stage.id in reached else ():
            found[move.to].append((stage, move))
    return found


def is_on_track_of(flow: Flow, name: str, stage: Stage) -> bool:
    """Whether an anchor is an action of that stage's track, or the leaving of one of its stages."""
    there = home(flow, name)
    return there is not None and flow.stages[there].track == stage.track


def home(flow: Flow, name: str) -> str | None:
    """The stage that an anchor belongs to; None for `entered` and `return`."""
    if name.startswith("left "):
        return name.removeprefix("left ")
    return flow.actions[name].stage if name in flow.actions else None
