"""A stage is said to be an end, and has moves that lead on from it.

A reader of the flowchart takes an end for the end: the case is closed. If a move leads on, the case is
not closed, and a person who was told so may find that it is.

Proved: by the kind of the stage.

Bad:
    flowrules: 1
    procedure: {id: small, title: Small procedure}
    triggers: {often: {absences: {at_least: 3, within: 6 months}}}
    stages:
      fine: {next: [{when: often, to: closed}]}
      closed: {kind: end, next: [{after: 6 months, to: fine}]}

Good:
    flowrules: 1
    procedure: {id: small, title: Small procedure}
    triggers: {often: {absences: {at_least: 3, within: 6 months}}}
    stages:
      fine: {next: [{when: often, to: closed}]}
      closed: {kind: monitoring, next: [{after: 6 months, to: fine}]}
"""

from collections.abc import Iterator

from flowrules.finding import Path
from flowrules.flow import Flow

CODE = "FR337"
SEVERITY = "warning"


def check(flow: Flow) -> Iterator[tuple[Path, str, str]]:
    for stage in flow.stages.values():
        if stage.kind == "end" and stage.moves:
            message = f"`{stage.id}` is an end, and a move leads on from it to `{stage.moves[0].to}`"
            yield (*stage.path, "kind"), message, "take out `next:`, or give the stage another `kind`"
