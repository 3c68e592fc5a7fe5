"""Whoever decides on a warning or a dismissal has no other outcome to choose, or is no person.

A decision that weighs on somebody and rests on health data may not, but for narrow exceptions, be taken
by a machine alone. Somebody who can only say yes to what the numbers suggest does not decide either: it
takes another outcome, and the power to choose it. That a person decides at all is what
`sanction-without-decision` looks at.

Bad:
    flowrules: 1
    procedure: {id: small, title: Small procedure}
    triggers: {often: {absences: {at_least: 3, within: 6 months}}}
    stages:
      fine: {next: [{when: often, to: review}]}
      review:
        actions: [{id: meet, do: Meet and warn, by: head, outcomes: [warn]}]
        next: [{decided: {meet: warn}, to: warned}]
      warned: {kind: warning, next: [{after: 6 months, to: fine}]}

Good:
    flowrules: 1
    procedure: {id: small, title: Small procedure}
    triggers: {often: {absences: {at_least: 3, within: 6 months}}}
    stages:
      fine: {next: [{when: often, to: review}]}
      review:
        actions: [{id: meet, do: Meet and decide, by: head, outcomes: [warn, support]}]
        next:
          - {decided: {meet: warn}, to: warned}
          - {decided: {meet: support}, to: fine}
      warned: {kind: warning, next: [{after: 6 months, to: fine}]}
"""

import re
from collections.abc import Iterator

from flowrules.finding import Path
from flowrules.flow import Flow
from flowrules.lint.decisions import is_appeal, sanctions
from flowrules.lint.proposals import free_name, start_of

CODE = "FR705"
SEVERITY = "error"
LAW = "L05"

_MACHINES = re.compile(r"\b(system|software|automat\w*|algorithm|AI)\b", re.IGNORECASE)


def check(flow: Flow) -> Iterator[tuple[Path, str, str]]:
    taken = [one for one in sanctions(flow) if not is_appeal(one.stage, one.action)]
    heavy_ends: dict[str, set[str]] = {}
    for one in taken:
        heavy_ends.setdefault(one.action.id, set()).add(one.outcome)
    for name, heavy in heavy_ends.items():
        action = flow.actions[name]
        if heavy >= set(action.outcomes):
            message = (
                f"check that `{action.id}` can end otherwise: every outcome is a warning or a dismissal"
            )
            other = free_name("no-action", action.outcomes)
            move = f"{{decided: {{{name}: {other}}}, to: {start_of(flow, flow.stages[action.stage])}}}"
            help = f"add an outcome such as `{other}`, and its move: `{move}`"
            yield (*action.path, "outcomes"), message, help
        if _MACHINES.search(flow.roles[action.by]):
            message = (
                f"check that a person decides at `{action.id}`: it is done by “{flow.roles[action.by]}”"
            )
            yield (*action.path, "by"), message, "name the role of a person who may decide otherwise"
