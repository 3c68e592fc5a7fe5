"""Flow -> the same with one track alone, where nothing on it looks at another: it is sooner tried."""

from flowrules.conditions import facts
from flowrules.flow import Flow, Stage, walk


def alone(flow: Flow, track: str) -> Flow:
    """The procedure with this track and no other; as it is, where the track looks at others."""
    stages = {stage.id: stage for stage in flow.stages_of(track)}
    if len(flow.tracks) == 1 or any(_looks_elsewhere(flow, stage) for stage in stages.values()):
        return flow
    tracks = tuple(one for one in flow.tracks if one.id == track)
    return flow._replace(tracks=tracks, stages=stages, contacts=())


def _looks_elsewhere(flow: Flow, stage: Stage) -> bool:
    """Whether a move of a stage asks for something on another track."""
    asked = [one for move in stage.moves for one in walk(move.when)]
    named = {move.anchor for move in stage.moves} | {one.anchor for one in asked}
    named |= {name for move in stage.moves for name, _ in move.needs}
    named |= {one.settings.what for one in asked if one.word == "recorded"}
    places = [_stage_of(flow, name) for name in named if name]
    others = any(place and flow.stages[place].track != stage.track for place in places)
    return others or bool(stage.pauses) or any(facts(one.word).elsewhere for one in asked)


def _stage_of(flow: Flow, name: str) -> str | None:
    """The stage that an anchor, or an action, belongs to."""
    if name in flow.actions:
        return flow.actions[name].stage
    left = name.removeprefix("left ")
    return left if left in flow.stages else None
