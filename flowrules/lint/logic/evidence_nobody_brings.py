"""A move needs a piece of evidence that nothing before it brings.

The move is held until the piece is on record, and nobody is asked for it in time: a decision is made
and nothing follows, or it follows once somebody has noticed. What a decision rests on is asked for by
somebody, or comes from a role.

Proved: over the graph of moves, whatever their conditions; nobody is placed by hand.

Bad:
    flowrules: 1
    procedure: {id: small, title: Small procedure}
    events: {health-report: {title: a health report}}
    triggers: {often: {absences: {at_least: 3, within: 6 months}}}
    stages:
      fine: {next: [{when: often, to: review}]}
      review:
        actions: [{id: meet, do: Meet and listen, by: manager, outcomes: [hearing, fine]}]
        next:
          - {decided: {meet: hearing}, to: hearing, needs: {health-report: 3 months}}
          - {decided: {meet: fine}, to: fine}
      hearing:
        actions: [{id: hear, do: Hear the case, by: panel, outcomes: [support]}]
        next: [{decided: {hear: support}, to: fine}]

Good:
    flowrules: 1
    procedure: {id: small, title: Small procedure}
    events: {health-report: {title: a health report, by: oh}}
    triggers: {often: {absences: {at_least: 3, within: 6 months}}}
    stages:
      fine: {next: [{when: often, to: review}]}
      review:
        actions: [{id: meet, do: Meet and listen, by: manager, outcomes: [hearing, fine]}]
        next:
          - {decided: {meet: hearing}, to: hearing, needs: {health-report: 3 months}}
          - {decided: {meet: fine}, to: fine}
      hearing:
        actions: [{id: hear, do: Hear the case, by: panel, outcomes: [support]}]
        next: [{decided: {hear: support}, to: fine}]
"""

from collections.abc import Iterator

from flowrules.finding import Path, Problem
from flowrules.flow import Flow, Stage
from flowrules.lint.anchors import Names, can_have_been, home, may_have_left
from flowrules.lint.proposals import a_role

CODE = "FR324"
SEVERITY = "warning"

_ASKS = ("referral", "report")


def check(flow: Flow) -> Iterator[Problem]:
    earlier = may_have_left(flow)
    found: dict[tuple[str, str], list[Path]] = {}
    for stage in [one for one in flow.stages.values() if one.id in earlier]:
        for move in stage.moves:
            for name, _ in move.needs:
                problem = _problem(flow, stage, name, earlier[stage.id])
                if problem:
                    found.setdefault((name, problem), []).append((*move.path, "needs", name))
    for (name, problem), (first, *others) in found.items():
        related = tuple((path, "needed here too") for path in others)
        message = f"nobody brings `{name}`: {problem}"
        yield Problem(first, message, _way_out(flow, name), on_key=True, related=related)


def _problem(flow: Flow, stage: Stage, name: str, earlier: Names) -> str | None:
    """Why a piece of evidence cannot be there when a stage comes to need it, if so."""
    if name in flow.actions:
        if can_have_been(flow, stage, name, earlier):
            return None
        return f"it is an action of `{home(flow, name)}`, which nobody has been in by then"
    if flow.events[name].by is not None or _is_asked_for(flow, stage):
        return None
    return "no role is named for it, and nothing done on the way asks for a report"


def _is_asked_for(flow: Flow, stage: Stage) -> bool:
    """Whether a report is asked for in the stage, or since the track was last in its first one."""
    starts = {track.start for track in flow.tracks}
    seen, ahead = {stage.id}, [stage.id]
    while ahead:
        name = ahead.pop()
        if any(action.type in _ASKS for action in flow.stages[name].actions):
            return True
        leading = [] if name in starts else [one for one, to in flow.ways().items() if name in to]
        ahead += [one for one in leading if one not in seen]
        seen.update(leading)
    return False


def _way_out(flow: Flow, name: str) -> str:
    if name in flow.actions:
        return "put the action into a stage on the way, or take it out of `needs`"
    private = "" if flow.events[name].confidential else ", confidential: true"
    where = f"`by: {a_role(flow, ('oh', 'hr', 'head'))}{private}` under `events`, `{name}`"
    return f"name who it comes from ({where}), or add an action of `type: referral`"
