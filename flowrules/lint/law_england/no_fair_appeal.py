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
from flowrules.lint.decisions import Decision, appeals, dismissals, is_appeal, sanctions
from flowrules.lint.routes import before

CODE = "FR707"
SEVERITY = "error"
LAW = "L07"

_NONE = (
    "add a stage of `kind: appeal` that the dismissal leads to, heard by somebody not involved before"
)
_BY = "let another role hear the appeal"
_VAIN = "let an outcome of the appeal lead back to an earlier stage, with its move"


def check(flow: Flow) -> Iterator[tuple[Path, str, str]]:
    judged: set[str] = set()
    heavy = [one for one in sanctions(flow) if not is_appeal(one.stage, one.action)]
    for name, ends in appeals(flow).items():
        stage = flow.stages[name]
        if not ends:
            message = f"check that a dismissal can be appealed against: `{name}` leads to none"
            yield stage.path, message, _NONE
        for action in {one.action.id: one.action for one in ends}.values():
            if action.id not in judged:
                judged.add(action.id)
                yield from _own_judge(flow, stage, action, heavy)
                yield from _in_vain(flow, action, ends)


def _own_judge(
    flow: Flow, stage: Stage, action: Action, heavy: list[Decision]
) -> Iterator[tuple[Path, str, str]]:
    """An appeal heard by those who decided on this dismissal, or on the warnings before it."""
    earlier = {one.id for one in before(flow, stage)}
    same = [one for one in heavy if one.action.by == action.by and one.stage.id in earlier]
    if same:
        same.sort(key=lambda one: one.move.to != stage.id)
        said = f"“{flow.roles[action.by]}” decides at `{same[0].action.id}` too"
        yield (*action.path, "by"), f"check that somebody else hears the appeal: {said}", _BY


def _in_vain(flow: Flow, action: Action, ends: list[Decision]) -> Iterator[tuple[Path, str, str]]:
    """An appeal of which no outcome leads back."""
    dismissing = {one.id for one in dismissals(flow)}
    after = [one.move.to for one in ends if one.action.id == action.id]
    if all(flow.stages[name].kind == "end" or name in dismissing for name in after):
        message = f"check that the appeal can set the dismissal aside: no outcome of `{action.id}` does"
        yield (*action.path, "outcomes"), message, _VAIN
