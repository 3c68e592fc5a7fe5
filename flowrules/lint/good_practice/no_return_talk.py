"""Nobody talks with people when they come back.

A few words on the first day back cost little, and are when most help is found: what was wrong, whether
it is over, what would make work easier. Where no talk is expected, it is held with some and not with
others.

Bad:
    flowrules: 1
    procedure: {id: small, title: Small procedure}
    triggers: {often: {absences: {at_least: 3, within: 6 months}}}
    stages:
      fine: {next: [{when: often, to: review}]}
      review: {next: [{after: 6 months, to: fine}]}

Good:
    flowrules: 1
    procedure: {id: small, title: Small procedure}
    contact:
      - {id: return-to-work, do: Talk about the return, who: manager, to: employee, on: return,
         within: 2 working days}
    triggers: {often: {absences: {at_least: 3, within: 6 months}}}
    stages:
      fine: {next: [{when: often, to: review}]}
      review: {next: [{after: 6 months, to: fine}]}
"""

from collections.abc import Iterator

from flowrules.finding import Path
from flowrules.flow import Flow
from flowrules.lint.proposals import contact_line
from flowrules.lint.texts import of_action, said_in

CODE = "FR802"
SEVERITY = "warning"

_TALKS = (
    "return-to-work",
    "return to work",
    "back to work",
    "back at work",
    "welcome back",
    "welcome-back",
)

_LINE = "do: Talk about the return, who: {manager}, to: {employee}, on: return, within: 2 working days"


def check(flow: Flow) -> Iterator[tuple[Path, str, str]]:
    if not _is_held(flow):
        place: Path = ("contact",) if flow.contacts else ("procedure",)
        message = "nobody is asked to talk with people on their return"
        yield place, message, f"write under `contact`: {contact_line(flow, 'return-to-work', _LINE)}"


def _is_held(flow: Flow) -> bool:
    contacts = [one for one in flow.contacts if one.who != "employee"]
    if any(moment.kind == "return" for one in contacts for moment in one.on):
        return True
    actions = [one for one in flow.actions.values() if one.by != "employee"]
    return any(one.anchor == "return" or said_in(of_action(one), _TALKS) for one in actions)
