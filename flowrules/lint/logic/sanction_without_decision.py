"""A warning or a dismissal is reached, or a hearing is left, without a person's decision.

A count of days is a reason to meet, never a reason to punish: it does not know about a disability, a
pregnancy or an accident at work. So the way into a warning or a dismissal and out of a hearing is a
recorded decision (`decided`). Only a step down, from one warning to a milder one written before it,
may come by time alone.

Source: Acas advice on absence trigger points (July 2023; as two law firms report it, Acas's own page
not read: thehrdirector.com, trowers.com); UK GDPR Articles 22A to 22D, put in by the Data (Use and
Access) Act 2025, section 80.

Proved: by the kinds of the stages and what each move asks for, whoever takes it.

Bad:
    flowrules: 1
    procedure: {id: small, title: Small procedure}
    triggers: {often: {absences: {at_least: 3, within: 6 months}}}
    stages:
      fine: {next: [{when: often, to: warned}]}
      warned: {kind: warning, next: [{after: 6 months, to: fine}]}

Good:
    flowrules: 1
    procedure: {id: small, title: Small procedure}
    triggers: {often: {absences: {at_least: 3, within: 6 months}}}
    stages:
      fine: {next: [{when: often, to: review}]}
      review:
        actions: [{id: meet, do: Meet and decide, by: head, outcomes: [warn, support]}]
        next:
          - {decided: {meet: warn}, to: warned}
          - {decided: {meet: support}, to: fine}
      warned: {kind: warning, next: [{after: 6 months, to: fine}]}
"""

from collections.abc import Iterator

from flowrules.finding import Path
from flowrules.flow import Flow, Move, Stage
from flowrules.words import join_words

CODE = "FR305"
SEVERITY = "error"

_SANCTIONS = ("warning", "dismissal")
_BEGIN = "begin the track in a stage where nothing has happened yet, such as `no-concern`"


def check(flow: Flow) -> Iterator[tuple[Path, str, str]]:
    for track in flow.tracks:
        start = flow.stages[track.start]
        if start.kind in (*_SANCTIONS, "hearing"):
            message = f"everyone would begin in `{start.id}`, a {start.kind}"
            yield (*start.path, "kind"), message, _BEGIN
    for stage in flow.stages.values():
        for move in stage.moves:
            problem = None if move.decided else _problem(flow, stage, move)
            if problem:
                said = f"{problem} without a person's decision"
                yield (*move.path, "to"), said, _way_out(flow, stage, move)


def _problem(flow: Flow, stage: Stage, move: Move) -> str | None:
    """What a move that nobody decides would do to a person, if it may not."""
    to = flow.stages[move.to]
    if stage.kind == "hearing":
        return f"this move leaves the hearing `{stage.id}`"
    if to.kind not in _SANCTIONS or (move.after and _is_step_down(flow, stage, to)):
        return None
    return f"this move leads to the {to.kind} `{to.id}`"


def _is_step_down(flow: Flow, stage: Stage, to: Stage) -> bool:
    order = list(flow.stages)
    return stage.kind == to.kind == "warning" and order.index(to.id) < order.index(stage.id)


def _way_out(flow: Flow, stage: Stage, move: Move) -> str:
    if stage.kind == "appeal" and flow.stages[move.to].kind == "dismissal":
        return (
            f"nobody comes back to `{move.to}`: hear the appeal in a stage of its own (`kind: appeal`), "
            "and lead back there"
        )
    for action in stage.actions:
        if action.outcomes:
            others = join_words([f"`{outcome}`" for outcome in action.outcomes[1:]], "or")
            more = f", or {others}" if others else ""
            return f"let a decision take it: `decided: {{{action.id}: {action.outcomes[0]}}}`{more}"
    if stage.kind == "hearing":
        return f"give `{stage.id}` an action with `outcomes:`, and let one of them take the move"
    return "let it lead to a meeting first: a stage with an action whose `outcomes:` lead on"
