"""Everybody leaves a stage on the day of coming, so that nothing in it can be done.

What is promised there (a talk, a review, time to recover) never begins: the condition of a way on holds
already, whoever was away and however long.

Searched: people who come to the stage after no absence, after four short ones, and in a long one that
still goes on.

Bad:
    flowrules: 1
    procedure: {id: small, title: Small procedure}
    triggers: {often: {absences: {at_least: 3, within: 6 months}}}
    stages:
      fine: {next: [{when: often, to: review}]}
      review:
        actions: [{id: meet, do: Hold a review meeting, by: manager, within: 10 working days}]
        next: [{when: {absences: {at_most: 40, within: 6 months}}, to: monitoring}]
      monitoring: {next: [{after: 6 months, to: fine}]}

Good:
    flowrules: 1
    procedure: {id: small, title: Small procedure}
    triggers: {often: {absences: {at_least: 3, within: 6 months}}}
    stages:
      fine: {next: [{when: often, to: review}]}
      review:
        actions: [{id: meet, do: Hold a review meeting, by: manager, within: 10 working days}]
        next: [{when: {recorded: meet}, to: monitoring}]
      monitoring: {next: [{after: 6 months, to: fine}]}
"""

from collections.abc import Iterator

from flowrules.explore import explored
from flowrules.explore.series import is_known
from flowrules.finding import Problem
from flowrules.flow import Flow, Move

CODE = "FR316"
SEVERITY = "warning"


def check(flow: Flow) -> Iterator[Problem]:
    seen = explored(flow)
    for stage in flow.stages.values():
        asks = any(_alone(move) for move in stage.moves)
        passed = seen.passed_at_once(stage) if asks and seen.arrival(stage) is None else None
        if passed is not None and _alone(passed[0]):
            move, found = passed
            message = f"whoever was tried leaves `{stage.id}` for `{move.to}` on the day of coming"
            help = "let the move wait for something that happens in the stage, or for time"
            example = seen.example(stage, found, f"nobody stays in {stage.id}")
            yield Problem((*move.path, "when"), message, help, example=example)


def _alone(move: Move) -> bool:
    """Whether only a condition takes a move, and one that is understood here."""
    return move.when is not None and not move.is_plain and is_known(move.when)
