"""A stage has no move, and is not said to be an end.

A person who comes there stays for ever: no review ends it, no improvement counts, and nobody is told
what comes next. Where the procedure does end, such as when employment has, `kind: end` says so.

Proved: by the kind of the stage, and whether it has a move.

Bad:
    flowrules: 1
    procedure: {id: small, title: Small procedure}
    triggers: {often: {absences: {at_least: 3, within: 6 months}}}
    stages:
      fine: {next: [{when: often, to: review}]}
      review:
        actions: [{id: meet, do: Hold a review meeting, by: manager, within: 10 working days}]

Good:
    flowrules: 1
    procedure: {id: small, title: Small procedure}
    triggers: {often: {absences: {at_least: 3, within: 6 months}}}
    stages:
      fine: {next: [{when: often, to: review}]}
      review:
        actions: [{id: meet, do: Hold a review meeting, by: manager, within: 10 working days}]
        next: [{after: 6 months, to: fine}]
"""

from collections.abc import Iterator

from flowrules.finding import Path
from flowrules.flow import Flow

CODE = "FR302"
SEVERITY = "error"

_HELP = "give it a move under `next:`, or say `kind: end` if the procedure ends there"


def check(flow: Flow) -> Iterator[tuple[Path, str, str]]:
    for stage in flow.stages.values():
        if not stage.moves and stage.kind != "end":
            message = f"`{stage.id}` has no way on: a person there stays for ever"
            yield stage.path, message, _HELP
