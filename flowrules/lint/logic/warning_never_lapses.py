"""A warning has no end: neither time nor a review that is owed leads back to a milder stage.

A warning that never lapses is held against a person for the rest of their working life, however well
they are since, and nobody ever has to look at it again.

Source: none in law; practice: twelve months, and less for a first one, is what most procedures say.

Proved: over the graph of moves, whatever else they ask for. An appeal that is only offered, and a move
that absence takes, are no end.

Bad:
    flowrules: 1
    procedure: {id: small, title: Small procedure}
    triggers:
      often: {absences: {at_least: 3, within: 6 months}}
      further: {absences: {at_least: 2, since: entered}}
    stages:
      fine: {next: [{when: often, to: review}]}
      review:
        actions: [{id: meet, do: Meet and decide, by: head, outcomes: [warn, support]}]
        next: [{decided: {meet: warn}, to: warned}, {decided: {meet: support}, to: fine}]
      warned:
        kind: warning
        actions: [{id: appeal, do: Hear an appeal, by: panel, optional: true, outcomes: [upheld]}]
        next: [{decided: {appeal: upheld}, to: fine}, {when: further, to: review}]

Good:
    flowrules: 1
    procedure: {id: small, title: Small procedure}
    triggers:
      often: {absences: {at_least: 3, within: 6 months}}
      further: {absences: {at_least: 2, since: entered}}
    stages:
      fine: {next: [{when: often, to: review}]}
      review:
        actions: [{id: meet, do: Meet and decide, by: head, outcomes: [warn, support]}]
        next: [{decided: {meet: warn}, to: warned}, {decided: {meet: support}, to: fine}]
      warned:
        kind: warning
        actions: [{id: appeal, do: Hear an appeal, by: panel, optional: true, outcomes: [upheld]}]
        next:
          - {decided: {appeal: upheld}, to: fine}
          - {when: further, to: review}
          - {after: 12 months, to: fine}
"""

from collections.abc import Iterator

from flowrules.finding import Path
from flowrules.flow import Flow, Move, Stage

CODE = "FR326"
SEVERITY = "warning"

_HARDER = ("formal", "hearing", "dismissal", "appeal", "end")


def check(flow: Flow) -> Iterator[tuple[Path, str, str]]:
    for stage in flow.stages.values():
        if stage.kind == "warning" and stage.moves and not _lapses(flow, stage, set()):
            message = f"the warning `{stage.id}` never lapses: no move by time leads to a milder stage"
            yield stage.path, message, _way_out(flow, stage)


def _lapses(flow: Flow, stage: Stage, seen: set[str]) -> bool:
    """Whether a move leads to a milder stage, or to a warning that lapses itself."""
    seen.add(stage.id)
    for move in stage.moves:
        to = flow.stages[move.to]
        if to.kind in _HARDER or not _comes_of_itself(flow, move):
            continue
        if to.kind != "warning" or (to.id not in seen and _lapses(flow, to, seen)):
            return True
    return False


def _comes_of_itself(flow: Flow, move: Move) -> bool:
    """Whether time or an owed decision takes a move: not an offered one, nor absence alone."""
    if move.decided:
        return not any(flow.actions[action].optional for action, _ in move.decided)
    return move.after is not None or (move.when is not None and not move.when.counts)


def _way_out(flow: Flow, stage: Stage) -> str:
    start = next(track.start for track in flow.tracks if track.id == stage.track)
    return f"add a move by time: `{{after: 12 months, to: {start}}}`"
