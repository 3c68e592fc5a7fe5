"""A trigger, an event or a role is defined, and nothing in the procedure makes use of it.

A reader takes it for a rule: an employee may count days against a trigger that leads nowhere, and a
manager may record a concern that no stage ever looks at.

Proved: over every place in the file where such a name can be used.

Bad:
    flowrules: 1
    procedure: {id: small, title: Small procedure}
    triggers:
      often: {absences: {at_least: 3, within: 6 months}}
      many-days: {working_days: {at_least: 10, within: 12 months}}
    stages:
      fine: {next: [{when: often, to: review}]}
      review: {next: [{after: 6 months, to: fine}]}

Good:
    flowrules: 1
    procedure: {id: small, title: Small procedure}
    triggers:
      often: {absences: {at_least: 3, within: 6 months}}
      many-days: {working_days: {at_least: 10, within: 12 months}}
    stages:
      fine: {next: [{when: {any: [often, many-days]}, to: review}]}
      review: {next: [{after: 6 months, to: fine}]}
"""

from collections.abc import Iterator

from flowrules.finding import Path
from flowrules.flow import ROLES, Flow, conditions_of

CODE = "FR303"
SEVERITY = "warning"


def check(flow: Flow) -> Iterator[tuple[Path, str, str, bool]]:
    asked = {one.settings[0] for one in conditions_of(flow).values() if one.word == "trigger"}
    for name, trigger in flow.triggers.items():
        if name not in asked:
            help = f"let a move name it (`when: {name}`), or take it out"
            yield trigger.path, f"nothing uses the trigger `{name}`", help, True
    for name, event in flow.events.items():
        if name not in flow.deciding:
            help = "name it under `recorded:` or `needs:`, or take it out"
            yield event.path, f"nothing in the procedure looks at the event `{name}`", help, True
    for name in flow.roles if flow.roles != ROLES else ():
        if name not in _busy(flow):
            help = "name it where it acts (`by:`, `who:`, `to:` or `decided_by:`), or take it out"
            yield ("roles", name), f"the role `{name}` has nothing to do", help, True


def _busy(flow: Flow) -> set[str | None]:
    """The roles that do something, or are contacted."""
    doing = {action.by for action in flow.actions.values()}
    contacting = {role for contact in flow.contacts for role in (contact.who, contact.to)}
    reporting = {event.by for event in flow.events.values()}
    return {*doing, *contacting, *reporting, flow.counting.decided_by}
