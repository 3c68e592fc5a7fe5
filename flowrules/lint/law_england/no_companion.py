"""Somebody can be warned or dismissed at a meeting to which they may not bring a companion.

Anybody may bring a trade union representative or a colleague to a meeting that can end in a formal
warning or a dismissal, and to the appeal against it, from the first day of work and whatever the meeting
is called. A person who does not know it sits there alone.

Bad:
    flowrules: 1
    procedure: {id: small, title: Small procedure}
    triggers: {often: {absences: {at_least: 3, within: 6 months}}}
    stages:
      fine: {next: [{when: often, to: review}]}
      review:
        actions: [{id: meet, do: Meet and decide, type: meeting, by: head, outcomes: [warn, support]}]
        next:
          - {decided: {meet: warn}, to: warned}
          - {decided: {meet: support}, to: fine}
      warned: {kind: warning, next: [{after: 6 months, to: fine}]}

Good:
    flowrules: 1
    procedure: {id: small, title: Small procedure}
    triggers: {often: {absences: {at_least: 3, within: 6 months}}}
    stages:
      fine: {next: [{when: often, to: review}]}
      review:
        actions:
          - {id: meet, do: Meet and decide, type: meeting, by: head, companion: true,
             outcomes: [warn, support]}
        next:
          - {decided: {meet: warn}, to: warned}
          - {decided: {meet: support}, to: fine}
      warned: {kind: warning, next: [{after: 6 months, to: fine}]}
"""

from collections.abc import Iterator

from flowrules.finding import Path
from flowrules.flow import Action, Flow, Stage
from flowrules.lint.decisions import meetings
from flowrules.lint.routes import Ways, ways

CODE = "FR709"
SEVERITY = "error"
LAW = "L09"


def check(flow: Flow) -> Iterator[tuple[Path, str, str]]:
    alone = ways(flow, past=lambda step: any(one.companion for one in step.stage.actions))
    for stage, action in meetings(flow):
        if not action.companion and not _met_before(stage, action, alone):
            message = f"check that a companion may come: `{action.id}` can end in {_end(stage)}"
            moved = "" if action.postponement else ", postponement: 5 working days"
            yield action.path, message, f"write `companion: true{moved}`, and say so in the invitation"


def _met_before(stage: Stage, action: Action, alone: Ways) -> bool:
    """Whether it is a decision on paper, and on every way to it there was a meeting with a companion."""
    return action.type == "decision" and alone.to(stage) is None


def _end(stage: Stage) -> str:
    return "a decision on an appeal" if stage.kind == "appeal" else "a formal warning or a dismissal"
