"""No way through the moves leads from the start of a track to this stage.

What is promised there (a meeting, a review, a way back) can then never happen to anyone. Often a
`to:` names the wrong stage, and people skip a step that the school meant them to have.

Proved: over the graph of moves, whatever their conditions.

Bad:
    flowrules: 1
    procedure: {id: small, title: Small procedure}
    triggers: {often: {absences: {at_least: 3, within: 6 months}}}
    stages:
      fine: {next: [{when: often, to: hearing}]}
      review: {next: [{after: 6 months, to: fine}]}
      hearing:
        actions: [{id: meet, do: Meet, by: head, outcomes: [support]}]
        next: [{decided: {meet: support}, to: fine}]

Good:
    flowrules: 1
    procedure: {id: small, title: Small procedure}
    triggers: {often: {absences: {at_least: 3, within: 6 months}}}
    stages:
      fine: {next: [{when: often, to: review}]}
      review:
        actions: [{id: meet, do: Meet, by: head, outcomes: [hearing]}]
        next:
          - {decided: {meet: hearing}, to: hearing}
          - {after: 6 months, to: fine}
      hearing:
        actions: [{id: hear, do: Hear the case, by: panel, outcomes: [support]}]
        next: [{decided: {hear: support}, to: fine}]
"""

from collections.abc import Iterator

from flowrules.finding import Path
from flowrules.flow import Flow
from flowrules.lint.routes import reached

CODE = "FR301"
SEVERITY = "warning"


def check(flow: Flow) -> Iterator[tuple[Path, str, str]]:
    ways = flow.ways()
    for track in flow.tracks:
        found = set(reached(ways, track.start))
        for stage in flow.stages_of(track.id):
            if stage.id not in found:
                alone = not any(stage.id in ways[name] for name in ways if name != stage.id)
                yield stage.path, *_say(stage.id, alone=alone)


def _say(stage: str, *, alone: bool) -> tuple[str, str]:
    if alone:
        return f"`{stage}` can never be reached: no move leads to it", (
            f"let a move lead there (`to: {stage}`), or take the stage out"
        )
    return f"`{stage}` can never be reached: only stages that nobody reaches lead to it", (
        "let a move lead there, or to a stage before it"
    )
