"""An outcome can be decided after which nothing goes on: no move names it, and nothing else is due.

The decision is made, nothing is on the agenda any more, and the person stays where they are for good.
An outcome that means “stay here” is fine where time, absence or another action leads on from there.

Proved: over the moves of the stage, and what its actions are owed for.

Bad:
    flowrules: 1
    procedure: {id: small, title: Small procedure}
    triggers: {often: {absences: {at_least: 3, within: 6 months}}}
    stages:
      fine: {next: [{when: often, to: review}]}
      review:
        actions: [{id: meet, do: Meet and listen, by: manager, outcomes: [watch, no-action]}]
        next: [{decided: {meet: watch}, to: watch}]
      watch: {next: [{after: 6 months, to: fine}]}

Good:
    flowrules: 1
    procedure: {id: small, title: Small procedure}
    triggers: {often: {absences: {at_least: 3, within: 6 months}}}
    stages:
      fine: {next: [{when: often, to: review}]}
      review:
        actions: [{id: meet, do: Meet and listen, by: manager, outcomes: [watch, no-action]}]
        next: [{decided: {meet: watch}, to: watch}, {decided: {meet: no-action}, to: fine}]
      watch: {next: [{after: 6 months, to: fine}]}
"""

from collections.abc import Iterator

from flowrules.finding import Path
from flowrules.flow import Action, Flow, Stage
from flowrules.lint.proposals import start_of
from flowrules.words import join_words

CODE = "FR338"
SEVERITY = "note"


def check(flow: Flow) -> Iterator[tuple[Path, str, str]]:
    for stage in flow.stages.values():
        for action in stage.actions:
            stuck = _stuck(stage, action)
            if stuck:
                names = join_words([f"`{outcome}`" for outcome in stuck])
                message = f"no move takes {names}, and then nothing leads on from `{stage.id}`"
                move = f"{{decided: {{{action.id}: {stuck[0]}}}, to: {start_of(flow, stage)}}}"
                help = f"add a move: `{move}`, or one to another stage"
                yield (*action.path, "outcomes"), message, help


def _stuck(stage: Stage, action: Action) -> list[str]:
    """The outcomes after which nothing goes on, where only decisions of this action leave the stage."""
    taken = [dict(move.decided).get(action.id) for move in stage.moves]
    if action.optional or action.every is not None or not taken or None in taken:
        return []
    return [outcome for outcome in dict.fromkeys(action.outcomes) if outcome not in taken]
