"""Two moves of a stage ask for the same, or an action lists one outcome twice.

The move written first is tried first, and the other is a rule that people read and that does not hold.
Where they lead to different stages, a person is told of two different steps for one and the same
thing.

Proved: by comparing what the moves ask for, names of triggers looked through.

Bad:
    flowrules: 1
    procedure: {id: small, title: Small procedure}
    triggers: {often: {absences: {at_least: 3, within: 6 months}}}
    stages:
      fine: {next: [{when: often, to: review}]}
      review:
        actions: [{id: meet, do: Meet and listen, by: manager, outcomes: [watch, fine]}]
        next:
          - {decided: {meet: fine}, to: fine}
          - {decided: {meet: fine}, to: watch}
          - {decided: {meet: watch}, to: watch}
      watch: {next: [{after: 6 months, to: fine}]}

Good:
    flowrules: 1
    procedure: {id: small, title: Small procedure}
    triggers: {often: {absences: {at_least: 3, within: 6 months}}}
    stages:
      fine: {next: [{when: often, to: review}]}
      review:
        actions: [{id: meet, do: Meet and listen, by: manager, outcomes: [watch, fine]}]
        next:
          - {decided: {meet: fine}, to: fine}
          - {decided: {meet: watch}, to: watch}
      watch: {next: [{after: 6 months, to: fine}]}
"""

from collections.abc import Iterator
from typing import Any

from flowrules.finding import Problem
from flowrules.flow import Action, Flow, Move, Stage
from flowrules.lint.meaning import meaning

CODE = "FR328"
SEVERITY = "warning"


def check(flow: Flow) -> Iterator[Problem]:
    for stage in flow.stages.values():
        yield from _moves(stage)
        for action in stage.actions:
            yield from _outcomes(action)


def _moves(stage: Stage) -> Iterator[Problem]:
    for place, move in enumerate(stage.moves):
        for earlier in stage.moves[:place]:
            if _asked(earlier) == _asked(move) and _is_for_all_of(earlier, move):
                yield Problem(
                    move.path,
                    f"this move to `{move.to}` asks for the same as one to `{earlier.to}` before it",
                    "take one of them out, or let them ask for different things",
                    related=((earlier.path, "the one that is tried first"),),
                )
                break


def _asked(move: Move) -> Any:
    """What a move asks for, staff groups and evidence aside."""
    return frozenset(move.decided), meaning(move.when), move.after, move.anchor


def _is_for_all_of(earlier: Move, move: Move) -> bool:
    """Whether the earlier one is for everybody the other is for, and no more held up by evidence."""
    everybody = not earlier.groups or bool(move.groups and set(move.groups) <= set(earlier.groups))
    return everybody and set(earlier.needs) <= set(move.needs)


def _outcomes(action: Action) -> Iterator[Problem]:
    for place, outcome in enumerate(action.outcomes):
        if outcome in action.outcomes[:place]:
            first = (*action.path, "outcomes", action.outcomes.index(outcome))
            yield Problem(
                (*action.path, "outcomes", place),
                f"`{outcome}` is an outcome of `{action.id}` already",
                "take it out, or give it the name that was meant",
                related=((first, "the first"),),
            )
