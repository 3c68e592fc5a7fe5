"""A meeting cannot move far enough, or at all, for a companion who is busy on that day.

Where the chosen companion cannot come, the employee may name another time within five working days, and
the meeting moves. A date that stands whatever happens takes away with one hand what the right to a
companion gives with the other.

Bad:
    flowrules: 1
    procedure: {id: small, title: Small procedure}
    triggers: {often: {absences: {at_least: 3, within: 6 months}}}
    stages:
      fine: {next: [{when: often, to: review}]}
      review:
        actions:
          - {id: meet, do: Meet and decide, by: head, companion: true, postponement: 3 days,
             outcomes: [warn, support]}
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
          - {id: meet, do: Meet and decide, by: head, companion: true, postponement: 5 working days,
             outcomes: [warn, support]}
        next:
          - {decided: {meet: warn}, to: warned}
          - {decided: {meet: support}, to: fine}
      warned: {kind: warning, next: [{after: 6 months, to: fine}]}
"""

from collections.abc import Iterator
from datetime import date

from flowrules import law
from flowrules.finding import Problem
from flowrules.flow import Flow
from flowrules.lint.decisions import meetings, others, working_days
from flowrules.words import say_number

CODE = "FR710"
SEVERITY = "warning"
LAW = "L10"
DATED = True


def check(flow: Flow, today: date) -> Iterator[Problem]:
    """One finding for all the meetings that do not say how far they may move, and one for too little."""
    days = law.entry(LAW).value("days", today)
    if days is None:
        return
    wanted = say_number(days, "working day")
    help = f"write `postponement: {wanted}`"
    held = [action for _, action in meetings(flow) if action.companion]
    silent = [action for action in held if action.postponement is None]
    short = [one for one in held if one.postponement and working_days(flow, one.postponement) < days]
    if silent:
        message = (
            f"check that `{silent[0].id}` can move for a companion who cannot come: it does not say so"
        )
        yield Problem(silent[0].path, message, help, related=others(silent, "nor does"))
    if short:
        first = short[0]
        message = (
            f"check that `{first.id}` can move by {wanted} for a companion: here {first.postponement}"
        )
        place = (*first.path, "postponement")
        yield Problem(place, message, help, related=others(short, "as little at"))
