"""A maintained school dismisses somebody, and nobody tells the local authority.

Where the local authority is the employer, as in community schools, the governors decide that somebody
shall stop working at the school, and it is the authority that ends the contract. It can do so only once
it is told, in writing and with the reasons. Schools that employ their own staff may allow this rule
with that reason.

Bad:
    flowrules: 1
    procedure: {id: small, title: Small procedure, employer: maintained}
    triggers: {often: {absences: {at_least: 3, within: 6 months}}}
    stages:
      fine: {next: [{when: often, to: hearing}]}
      hearing:
        kind: hearing
        actions: [{id: hear, do: Hear the case and decide, by: panel, outcomes: [dismiss, support]}]
        next:
          - {decided: {hear: dismiss}, to: dismissal}
          - {decided: {hear: support}, to: fine}
      dismissal: {kind: dismissal, next: [{after: 13 weeks, to: ended}]}
      ended: {kind: end}

Good:
    flowrules: 1
    procedure: {id: small, title: Small procedure, employer: maintained}
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
        actions: [{id: tell, do: Tell the local authority in writing and say why, by: head}]
        next: [{after: 13 weeks, to: ended}]
      ended: {kind: end}
"""

import re
from collections.abc import Iterator

from flowrules.finding import Problem
from flowrules.flow import Flow, Stage
from flowrules.lint.decisions import decisions, dismissals
from flowrules.lint.proposals import action_line
from flowrules.lint.routes import beyond

CODE = "FR716"
SEVERITY = "warning"
LAW = "L16"

_TOLD = re.compile(r"\b((?i:local (education )?authority|council)|LEA|LA)\b")
_LINE = "do: Tell the local authority in writing and say why, type: letter, within: 5 working days"


def check(flow: Flow) -> Iterator[Problem]:
    if flow.header.employer != "maintained":
        return
    silent = [stage for stage in dismissals(flow) if not _is_told(flow, stage)]
    if silent:
        first, *others = silent
        message = f"check that the local authority is told of `{first.id}`, where it is the employer"
        related = tuple((stage.path, f"and of `{stage.id}`") for stage in others)
        line = action_line(flow, "local-authority", _LINE, "head", "hr")
        more = ", and one of another `id` to each of the others" if others else ""
        yield Problem(
            first.path, message, f"add to `{first.id}` the action {line}{more}", related=related
        )


def _is_told(flow: Flow, stage: Stage) -> bool:
    """Whether anything names it where the dismissal is decided, in it, or after it."""
    deciding = [one.stage for one in decisions(flow) if one.move.to == stage.id]
    stages = [stage, *deciding, *beyond(flow, stage)]
    said = (f"{one.title} {one.do} {flow.roles[one.by]}" for here in stages for one in here.actions)
    return any(_TOLD.search(text) for text in said)
