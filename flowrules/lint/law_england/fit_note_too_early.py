"""A fit note is asked for before the eighth day of an absence.

For statutory sick pay, nobody needs a medical certificate for the first seven days: their own word is
enough. The days are counted on the calendar, weekends and closures too. A contract may ask for one
sooner, for other purposes; then the school should know that it does, and who pays for it.

Bad:
    flowrules: 1
    procedure: {id: small, title: Small procedure}
    contact:
      - {id: fit-note, do: Send a fit note, who: employee, to: manager, on: day 4}
    triggers: {often: {absences: {at_least: 3, within: 6 months}}}
    stages:
      fine: {next: [{when: often, to: review}]}
      review: {next: [{after: 6 months, to: fine}]}

Good:
    flowrules: 1
    procedure: {id: small, title: Small procedure}
    contact:
      - {id: fit-note, do: Send a fit note, who: employee, to: manager, on: day 8}
    triggers: {often: {absences: {at_least: 3, within: 6 months}}}
    stages:
      fine: {next: [{when: often, to: review}]}
      review: {next: [{after: 6 months, to: fine}]}
"""

from collections.abc import Iterator
from datetime import date

from flowrules.finding import Path
from flowrules.flow import Contact, Flow, Moment
from flowrules.law import entry
from flowrules.lint.texts import said_in

CODE = "FR719"
SEVERITY = "warning"
LAW = "L19"
DATED = True

_NOTES = ("fit note", "fit notes", "sick note", "sick notes", "doctor's note", "doctor's certificate",
          "GP note", "GP's note", "medical certificate", "statement of fitness")  # fmt: skip
# A text that says which days it means, or that the person's own word is enough, is not about the first.
_OTHERWISE = ("self-certificate", "self-certify", "self-certification", "day 8", "eighth day",
              "seven days", "7 days", "a week", "if asked", "if needed")  # fmt: skip


def check(flow: Flow, today: date) -> Iterator[tuple[Path, str, str]]:
    first = entry(LAW).value("first day", today)
    if first is None:
        return
    for contact in flow.contacts:
        if not _asks_for_note(contact):
            continue
        early = [one for one in contact.on if (day := _day(one, flow)) and day < first]
        if early:
            on = f"{early[0].kind} {early[0].n}"
            message = f"check that no fit note is needed so soon: `{contact.id}` asks for one on {on}"
            help = f"for statutory sick pay, `on: day {first}` is the earliest"
            yield (*contact.path, "starting" if contact.every else "on"), message, help


def _asks_for_note(contact: Contact) -> bool:
    said = f"{contact.do} {contact.how or ''}"
    return bool(said_in(said, _NOTES)) and not said_in(said, _OTHERWISE)


def _day(moment: Moment, flow: Flow) -> int | None:
    """The earliest day of an absence, on the calendar, that a moment can be."""
    if moment.kind == "day":
        return moment.n
    if moment.kind != "working day":
        return None
    weeks, days = divmod(moment.n - 1, sum(flow.calendar.week))
    return 7 * weeks + days + 1
