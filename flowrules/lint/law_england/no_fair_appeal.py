"""A dismissal cannot be appealed against, or not to somebody else, or not with any effect.

An appeal is the last chance to notice a mistake before somebody has lost their job, and a tribunal looks
at it in its own right. It needs somebody to hear it who has not decided before, and an outcome that sets
the dismissal aside.

Bad:
    flowrules: 1
    procedure: {id: small, title: Small procedure}
    triggers: {often: {absences: {at_least: 3, within: 6 months}}}
    stages:
      fine: {next: [{when: often, to: hearing}]}
      hearing:
        kind: hearing
        actions: [{id: hear, do: Hear the case and decide, by: panel, outcomes: [dismiss, support]}]
        next:
          - {decided: {hear: dismiss}, to: dismissal}
          - {decided: {hear: support}, to: fine}
      dismissal:
        kind: dismissal
        actions: [{id: leave, do: Confirm that notice has run out, by: hr, outcomes: [left]}]
        next: [{decided: {leave: left}, to: ended}]
      ended: {kind: end}

Good:
    flowrules: 1
    procedure: {id: small, title: Small procedure}
    triggers: {often: {absences: {at_least: 3, within: 6 months}}}
    stages:
      fine: {next: [{when: often, to: hearing}]}
      hearing:
        kind: hearing
        actions: [{id: hear, do: Hear the case and decide, by: head, outcomes: [dismiss, support]}]
        next:
          - {decided: {hear: dismiss}, to: dismissal}
          - {decided: {hear: support}, to: fine}
      dismissal:
        kind: dismissal
        actions:
          - {id: ask, do: Appeal in writing, by: employee, optional: true}
          - {id: leave, do: Confirm that notice has run out, by: hr, outcomes: [left]}
        next:
          - {when: {recorded: ask}, to: appeal}
          - {decided: {leave: left}, to: ended}
      appeal:
        kind: appeal
        actions: [{id: hear-appeal, do: Hear the appeal, by: panel, outcomes: [upheld, not-upheld]}]
        next:
          - {decided: {hear-appeal: upheld}, to: fine}
          - {decided: {hear-appeal: not-upheld}, to: ended}
      ended: {kind: end}
"""

from collections.abc import Iterator

from flowrules.finding import Path
from flowrules.flow import Action, Flow, Stage
from flowrules.lint.appealing import another_role, whole
from flowrules.lint.decisions import (
    Decision,
    appeals,
    deciding,
    decisions,
    dismissals,
    is_appeal,
    sanctions,
)
from flowrules.lint.proposals import free_name, in_steps
from flowrules.lint.routes import before

CODE = "FR707"
SEVERITY = "error"
LAW = "L07"


def check(flow: Flow) -> Iterator[tuple[Path, str, str]]:
    judged: set[str] = set()
    heavy = [one for one in sanctions(flow) if not is_appeal(one.stage, one.action)]
    for name, ends in appeals(flow).items():
        stage = flow.stages[name]
        if not ends:
            message = f"check that a dismissal can be appealed against: `{name}` leads to none"
            yield (
                stage.path,
                message,
                in_steps([*whole(flow, stage, _judges(flow, stage, heavy), _back(flow, stage))]),
            )
        for action in {one.action.id: one.action for one in ends}.values():
            if action.id not in judged:
                judged.add(action.id)
                yield from _own_judge(flow, stage, action, heavy)
                yield from _in_vain(flow, stage, action, ends)


def _earlier(flow: Flow, stage: Stage, heavy: list[Decision]) -> list[Decision]:
    """The decisions on this dismissal, and on the warnings before it."""
    earlier = {one.id for one in before(flow, stage)}
    return [one for one in heavy if one.stage.id in earlier]


def _judges(flow: Flow, stage: Stage, heavy: list[Decision]) -> set[str]:
    return {one.action.by for one in _earlier(flow, stage, heavy)}


def _back(flow: Flow, stage: Stage) -> str:
    """Where somebody is who was not dismissed after all: as if it had been decided otherwise."""
    decided = deciding(flow)[stage.id]
    dismissing = {one.id for one in dismissals(flow)}
    for move in [move for one in decided for move in one.stage.moves if move.decided]:
        if move.to not in dismissing and flow.stages[move.to].kind != "end":
            return move.to
    return next(track.start for track in flow.tracks if track.id == stage.track)


def _leading_back(flow: Flow, stage: Stage, action: Action) -> Iterator[str]:
    """The steps that give an appeal an outcome with an effect."""
    new = free_name("upheld", {one.outcome for one in decisions(flow) if one.action == action})
    if new not in action.outcomes:
        yield f"add to the outcomes of `{action.id}` one such as `{new}`"
    move = f"`{{decided: {{{action.id}: {new}}}, to: {_back(flow, stage)}}}`"
    yield f"let it lead back to an earlier stage: add the move {move} to `{action.stage}`"


def _own_judge(
    flow: Flow, stage: Stage, action: Action, heavy: list[Decision]
) -> Iterator[tuple[Path, str, str]]:
    """An appeal heard by those who decided on this dismissal, or on the warnings before it."""
    same = [one for one in _earlier(flow, stage, heavy) if one.action.by == action.by]
    if same:
        same.sort(key=lambda one: one.move.to != stage.id)
        said = f"“{flow.roles[action.by]}” decides at `{same[0].action.id}` too"
        yield (
            (*action.path, "by"),
            f"check that somebody else hears the appeal: {said}",
            another_role(flow, _judges(flow, stage, heavy)),
        )


def _in_vain(
    flow: Flow, stage: Stage, action: Action, ends: list[Decision]
) -> Iterator[tuple[Path, str, str]]:
    """An appeal of which no outcome leads back."""
    dismissing = {one.id for one in dismissals(flow)}
    after = [one.move.to for one in ends if one.action.id == action.id]
    if all(flow.stages[name].kind == "end" or name in dismissing for name in after):
        message = f"check that the appeal can set the dismissal aside: no outcome of `{action.id}` does"
        yield (*action.path, "outcomes"), message, in_steps([*_leading_back(flow, stage, action)])
