"""A formal meeting comes without notice, or with too little to prepare for it.

Somebody who may be warned or dismissed needs days to read what is held against them, to find a
companion and to gather their own evidence. The law sets no number for meetings about ill health; five
days are common; we suggest ten where a dismissal is at stake, and other numbers may be fair.

Bad:
    flowrules: 1
    procedure: {id: small, title: Small procedure}
    triggers: {often: {absences: {at_least: 3, within: 6 months}}}
    stages:
      fine: {next: [{when: often, to: review}]}
      review:
        actions:
          - {id: meet, do: Meet and decide, by: head, companion: true, outcomes: [warn, support]}
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
          - {id: meet, do: Meet and decide, by: head, companion: true, notice: 5 working days,
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

CODE = "FR711"
SEVERITY = "warning"
LAW = "L11"
DATED = True


def check(flow: Flow, today: date) -> Iterator[Problem]:
    """One finding for all the meetings without notice, and one for all with little."""
    days = law.entry(LAW).value("days", today)
    if days is None:
        return
    held = [action for _, action in meetings(flow) if action.type != "decision"]
    without = [action for action in held if action.notice is None]
    short = [one for one in held if one.notice is not None and working_days(flow, one.notice) < days]
    wanted = f"`notice: {say_number(days, 'working day')}`, or what is fair"
    if without:
        message = f"check that there is time to prepare for `{without[0].id}`: it says nothing of notice"
        related = others(without, "nor does")
        yield Problem(without[0].path, message, f"write {wanted}", related=related)
    if short:
        message = f"check that {short[0].notice} are time enough to prepare for `{short[0].id}`"
        related = others(short, "as little for")
        yield Problem(
            (*short[0].path, "notice"), message, f"give more, such as {wanted}", related=related
        )
