"""Contact more than once a week goes on through a whole absence.

Somebody who is ill for long needs to hear from the school, and to be left in peace. How often is best
agreed with them; once a week is our suggestion. Nobody has to answer every day for months.

Bad:
    flowrules: 1
    procedure: {id: small, title: Small procedure}
    contact:
      - {id: keep-in-touch, who: employee, to: manager, every: 1 day, starting: day 2, until: return}
    triggers: {often: {absences: {at_least: 3, within: 6 months}}}
    stages:
      fine: {next: [{when: often, to: review}]}
      review: {next: [{after: 6 months, to: fine}]}

Good:
    flowrules: 1
    procedure: {id: small, title: Small procedure}
    contact:
      - {id: first-week, who: employee, to: manager, every: 1 day, starting: day 2, until: day 7}
      - {id: keep-in-touch, who: manager, to: employee, every: 7 days, starting: day 8, until: return}
    triggers: {often: {absences: {at_least: 3, within: 6 months}}}
    stages:
      fine: {next: [{when: often, to: review}]}
      review: {next: [{after: 6 months, to: fine}]}
"""

from collections.abc import Iterator

from flowrules.finding import Path
from flowrules.flow import Contact, Flow

CODE = "FR729"
SEVERITY = "note"
LAW = "L29"

_WEEK, _FORTNIGHT = 7, 14  # days


def check(flow: Flow) -> Iterator[tuple[Path, str, str]]:
    for contact in flow.contacts:
        every = contact.every
        often = every is not None and every.unit == "day" and every.n < _WEEK
        if often and _is_long(contact) and "employee" in (contact.who, contact.to):
            again = str(every).removeprefix("1 ")
            message = f"check that `{contact.id}` is agreed with the employee: it is every {again}"
            help = "write `every: 7 days`, or let it end soon (`until: day 7`)"
            yield (*contact.path, "every"), message, help


def _is_long(contact: Contact) -> bool:
    return contact.until is None or contact.until.n > _FORTNIGHT
