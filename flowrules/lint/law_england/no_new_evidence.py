"""An appeal against a dismissal has no room for new medical evidence.

People get better, and reports come late. An employer that turned late evidence of fitness away, instead
of looking into it, lost its case, though the absence had been long. So an appeal says that new medical
evidence may be brought; and if it has a deadline, it can be adjourned until the evidence is there.

Bad:
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
        actions: [{id: ask, do: Appeal in writing, by: employee, optional: true}]
        next: [{when: {recorded: ask}, to: appeal}, {after: 13 weeks, to: ended}]
      appeal:
        kind: appeal
        actions: [{id: hear-appeal, do: Hear the appeal, by: panel, outcomes: [upheld, not-upheld]}]
        next:
          - {decided: {hear-appeal: upheld}, to: fine}
          - {decided: {hear-appeal: not-upheld}, to: ended}
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
        actions: [{id: ask, do: Appeal in writing, by: employee, optional: true}]
        next: [{when: {recorded: ask}, to: appeal}, {after: 13 weeks, to: ended}]
      appeal:
        kind: appeal
        actions:
          - {id: hear-appeal, do: Hear the appeal, by: panel, new_evidence: true,
             outcomes: [upheld, not-upheld]}
        next:
          - {decided: {hear-appeal: upheld}, to: fine}
          - {decided: {hear-appeal: not-upheld}, to: ended}
      ended: {kind: end}
"""

import re
from collections.abc import Iterator
from itertools import chain

from flowrules.finding import Path
from flowrules.flow import Action, Flow, Stage
from flowrules.lint.appealing import stage_of_its_own, waiting
from flowrules.lint.decisions import Decision, appeals
from flowrules.lint.proposals import in_steps

CODE = "FR708"
SEVERITY = "error"
LAW = "L08"

_EVIDENCE = re.compile(
    r"\b(new|fresh|late|later|further)( \w+)? (evidence|reports?|advice|information)\b"
)


def check(flow: Flow) -> Iterator[tuple[Path, str, str]]:
    by_action: dict[str, list[Decision]] = {}
    for one in chain.from_iterable(appeals(flow).values()):
        by_action.setdefault(one.action.id, []).append(one)
    for name, ends in by_action.items():
        action = flow.actions[name]
        takes = _takes_evidence(action, [flow.stages[one.move.to] for one in ends])
        waits = action.within is None or _waits(flow, action, ends)
        steps = [] if takes else ["write `new_evidence: true` there, if it may be"]
        if not waits:
            stage = ends[0].stage
            steps += [] if stage.kind == "appeal" else stage_of_its_own(flow, stage, ends)
            steps += waiting(flow, stage, action)
        if not takes:
            message = (
                f"check that new medical evidence may be brought to the appeal: `{action.id}` names none"
            )
            yield action.path, message, in_steps(steps)
        elif not waits:
            message = f"check that the appeal can wait for new evidence: `{action.id}` has a deadline"
            yield (*action.path, "outcomes"), message, in_steps(steps)


def _takes_evidence(action: Action, after: list[Stage]) -> bool:
    """By its own words, or by the stage that an adjourned appeal waits in."""
    waiting = [one for stage in after if stage.kind == "appeal" for one in stage.actions]
    words = [f"{one.title} {one.do}".lower() for one in (action, *waiting)]
    return action.new_evidence or any(_EVIDENCE.search(text) for text in words)


def _waits(flow: Flow, action: Action, ends: list[Decision]) -> bool:
    """Whether an outcome neither ends the appeal nor sets anything aside."""
    stays = set(action.outcomes) - {one.outcome for one in ends}
    return bool(stays) or any(flow.stages[one.move.to].kind == "appeal" for one in ends)
