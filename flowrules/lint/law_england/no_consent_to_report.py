"""A report is asked of somebody's own doctor, and nothing is said of their consent.

A doctor or consultant who looks after a person may report on them to the employer only if the person
agrees. They are told of their rights first: to see the report before it is sent, to ask that
it be put right, and to refuse.

Bad:
    flowrules: 1
    procedure: {id: small, title: Small procedure}
    triggers: {often: {absences: {at_least: 3, within: 6 months}}}
    stages:
      fine: {next: [{when: often, to: review}]}
      review:
        actions: [{id: report, do: Ask the GP for a report, type: referral, by: hr, within: 5 days}]
        next: [{after: 6 months, to: fine}]

Good:
    flowrules: 1
    procedure: {id: small, title: Small procedure}
    triggers: {often: {absences: {at_least: 3, within: 6 months}}}
    stages:
      fine: {next: [{when: often, to: review}]}
      review:
        actions:
          - {id: report, do: "Ask the GP for a report, with consent", type: referral, by: hr,
             within: 5 days}
        next: [{after: 6 months, to: fine}]
"""

from collections.abc import Iterator
from datetime import date

from flowrules.finding import Path
from flowrules.flow import Action, Flow
from flowrules.law import entry
from flowrules.lint.texts import of_action, said_in
from flowrules.words import spoken

CODE = "FR721"
SEVERITY = "warning"
LAW = "L21"
DATED = True

_DOCTORS = ("GP", "GP's", "doctor", "doctors", "doctor's", "consultant", "consultant's", "specialist",
            "specialist's", "surgeon", "hospital")  # fmt: skip
_REPORTS = ("report", "reports", "opinion", "evidence", "information", "letter", "records", "notes")
_ASKING = ("ask", "request", "obtain", "seek", "write to")
_CONSENT = ("consent", "permission", "consents", "consented", "agrees", "agreed", "agreement")


def check(flow: Flow, today: date) -> Iterator[tuple[Path, str, str]]:
    days = entry(LAW).value("days to see it", today)
    for action in flow.actions.values():
        if _asks_a_doctor(action) and not _is_agreed(flow, action):
            message = f"check that the employee agrees before `{action.id}`"
            help = f'write `do: "{action.do}, with consent"`, and tell them that they may see it first'
            yield (*action.path, "do"), message, help + (f", within {days} days" if days else "")


def _asks_a_doctor(action: Action) -> bool:
    """Whether the school asks it of a doctor; what the employee brings is their own."""
    said = of_action(action)
    if action.by == "employee" or not (said_in(said, _DOCTORS) and said_in(said, _REPORTS)):
        return False
    return action.type in ("referral", "report") or bool(said_in(said, _ASKING))


def _is_agreed(flow: Flow, action: Action) -> bool:
    """Whether consent is spoken of in its stage, or asked for by itself in another."""
    near = flow.stages[action.stage].actions
    asked = [one for one in flow.actions.values() if one.type in ("consultation", "decision", "letter")]
    return any(said_in(f"{of_action(one)} {spoken(one.id)}", _CONSENT) for one in near) or any(
        said_in(f"{of_action(one)} {spoken(one.id)}", _CONSENT[:2]) for one in asked
    )
