"""Nobody says that the law was looked at, or it has changed since.

The law of work changes most years, on days that are known before. A procedure that was right when it
was written may ask something of people that is no longer allowed, and nobody notices until it is used
against somebody.

Bad:
    flowrules: 1
    procedure: {id: small, title: Small procedure, law_checked_on: 2025-09-01}
    triggers: {often: {absences: {at_least: 3, within: 6 months}}}
    stages:
      fine: {next: [{when: often, to: review}]}
      review: {next: [{after: 6 months, to: fine}]}

Good:
    flowrules: 1
    procedure: {id: small, title: Small procedure, law_checked_on: 2026-11-02}
    triggers: {often: {absences: {at_least: 3, within: 6 months}}}
    stages:
      fine: {next: [{when: often, to: review}]}
      review: {next: [{after: 6 months, to: fine}]}
"""

from collections.abc import Iterator
from datetime import date

from flowrules.calendar import add_months
from flowrules.finding import Path
from flowrules.flow import Flow
from flowrules.law import Fact, entries, entry
from flowrules.words import say_day, say_number

CODE = "FR735"
SEVERITY = "warning"
LAW = "L35"
DATED = True

_HELP = "read it again, with somebody who knows it, and then write the day: `law_checked_on: {}`"


def check(flow: Flow, today: date) -> Iterator[tuple[Path, str, str]]:
    checked = flow.header.law_checked_on
    help = _HELP.format(today.isoformat())
    if checked is None:
        yield ("procedure",), "check the law, and say when: there is no `law_checked_on`", help
    elif problem := _since(checked, today):
        message = f"check the law again, last checked on {say_day(checked)}: {problem}"
        yield ("procedure", "law_checked_on"), message, help


def _since(checked: date, today: date) -> str:
    """What has happened since it was checked, if anything."""
    changes = sorted(_changes(checked, today), key=lambda one: (one.from_, one.says))
    if changes:
        newest = changes[-1]
        assert newest.from_ is not None
        more = f" (and {say_number(len(changes) - 1, 'other change')})" if changes[1:] else ""
        return f"since {say_day(newest.from_)}, {_inside(newest.says)}{more}"
    months = entry(LAW).value("months", today)
    if months and today.toordinal() > add_months(checked.toordinal(), months):
        return f"that is more than {months} months ago"
    return ""


def _changes(checked: date, today: date) -> list[Fact]:
    """What has come into force since."""
    facts = [fact for one in entries().values() for fact in one.facts]
    return [fact for fact in facts if fact.from_ is not None and checked < fact.from_ <= today]


def _inside(says: str) -> str:
    """A sentence as a part of another."""
    small = says[:1].lower() if says[1:2].islower() else says[:1]
    return small + says[1:].rstrip(".")
