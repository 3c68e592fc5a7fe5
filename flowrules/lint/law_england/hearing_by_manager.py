"""Whoever managed a case, such as the head teacher, also decides on the dismissal.

A hearing is a fresh look by somebody who has not made up their mind. Who has met with the person, warned
them and asked for the hearing is a witness there, and can hardly be the judge. In a small school that
may be hard to arrange; governors of another school can be asked.

Bad:
    flowrules: 1
    procedure: {id: small, title: Small procedure}
    triggers: {often: {absences: {at_least: 3, within: 6 months}}}
    stages:
      fine: {next: [{when: often, to: review}]}
      review:
        actions: [{id: meet, do: Meet and decide, by: head, outcomes: [hearing, support]}]
        next:
          - {decided: {meet: hearing}, to: hearing}
          - {decided: {meet: support}, to: fine}
      hearing:
        kind: hearing
        actions: [{id: hear, do: Hear the case and decide, by: head, outcomes: [dismiss, support]}]
        next:
          - {decided: {hear: dismiss}, to: dismissal}
          - {decided: {hear: support}, to: fine}
      dismissal: {kind: dismissal, next: [{after: 13 weeks, to: ended}]}
      ended: {kind: end}

Good:
    flowrules: 1
    procedure: {id: small, title: Small procedure}
    triggers: {often: {absences: {at_least: 3, within: 6 months}}}
    stages:
      fine: {next: [{when: often, to: review}]}
      review:
        actions: [{id: meet, do: Meet and decide, by: head, outcomes: [hearing, support]}]
        next:
          - {decided: {meet: hearing}, to: hearing}
          - {decided: {meet: support}, to: fine}
      hearing:
        kind: hearing
        actions: [{id: hear, do: Hear the case and decide, by: panel, outcomes: [dismiss, support]}]
        next:
          - {decided: {hear: dismiss}, to: dismissal}
          - {decided: {hear: support}, to: fine}
      dismissal: {kind: dismissal, next: [{after: 13 weeks, to: ended}]}
      ended: {kind: end}
"""

from collections.abc import Iterator
from itertools import chain

from flowrules.finding import Problem
from flowrules.flow import Action, Flow, Stage
from flowrules.lint.decisions import deciding, is_appeal
from flowrules.lint.routes import before

CODE = "FR717"
SEVERITY = "note"
LAW = "L17"

_LATE = ("hearing", "dismissal", "appeal", "end")
_MANAGING = ("meeting", "consultation", "review", "decision", "adjustment", "support")


def check(flow: Flow) -> Iterator[Problem]:
    for stage, action in _hearings(flow):
        managed = [one for one in _earlier(flow, stage) if one.by == action.by]
        if managed:
            role = flow.roles[action.by]
            message = f"check that “{role}” has not managed the case that `{action.id}` decides"
            related = tuple((one.path, f"“{role}” does `{one.id}`") for one in managed[:3])
            help = "let another role decide there, such as a panel of governors"
            yield Problem((*action.path, "by"), message, help, related=related)


def _hearings(flow: Flow) -> list[tuple[Stage, Action]]:
    """What decides on a dismissal, each once."""
    decided = chain.from_iterable(deciding(flow).values())
    return list({one.action.id: (one.stage, one.action) for one in decided}.values())


def _earlier(flow: Flow, stage: Stage) -> list[Action]:
    """What somebody does who manages the case, in the stages before; appeals are no part of it."""
    stages = [one for one in before(flow, stage) if one.kind not in _LATE and one.id != stage.id]
    actions = [(one, action) for one in stages for action in one.actions]
    return [
        action
        for one, action in actions
        if (action.outcomes or action.type in _MANAGING) and not is_appeal(one, action)
    ]
