"""A text speaks of waiting days, or of an earnings limit, for statutory sick pay.

Both are gone: since 6 April 2026 statutory sick pay begins on the first qualifying day, whatever
somebody earns. A person who reads that the first days are unpaid may come to work ill, or go without
money that is due.

Bad:
    flowrules: 1
    procedure:
      id: small
      title: Small procedure
      notes: [Statutory sick pay begins after three waiting days]
    triggers: {often: {absences: {at_least: 3, within: 6 months}}}
    stages:
      fine: {next: [{when: often, to: review}]}
      review: {next: [{after: 6 months, to: fine}]}

Good:
    flowrules: 1
    procedure:
      id: small
      title: Small procedure
      notes: ["Statutory sick pay begins on the first day: there are no waiting days"]
    triggers: {often: {absences: {at_least: 3, within: 6 months}}}
    stages:
      fine: {next: [{when: often, to: review}]}
      review: {next: [{after: 6 months, to: fine}]}
"""

from collections.abc import Iterator
from datetime import date

from flowrules.finding import Path
from flowrules.flow import Flow
from flowrules.law import entry
from flowrules.lint.texts import Said, everything, said_in
from flowrules.words import say_day

CODE = "FR718"
SEVERITY = "error"
LAW = "L18"
DATED = True

_ALWAYS = ("waiting day", "waiting days", "lower earnings limit")
# What may be about something else, where the text does not speak of sick pay.
_OF_PAY = ("4 consecutive days", "four consecutive days", "fourth day", "first three days",
           "first 3 days", "earnings threshold", "earnings limit")  # fmt: skip
_PAY = ("SSP", "statutory sick pay")
_OTHER_PAY = ("own sick pay", "occupational sick pay", "contractual sick pay", "occupational pay")
_GONE = r"no longer|have gone|are gone|were (abolished|ended|removed)|have ended|until \d|before \d"


def check(flow: Flow, today: date) -> Iterator[tuple[Path, str, str]]:
    now = next((one for one in entry(LAW).in_force(today) if one.name == "first paid day"), None)
    if now is None or now.from_ is None:
        return
    for path, text in everything(flow):
        if found := _outdated(text, today):
            message = (
                f"check “{found.words}”: statutory sick pay has not worked so since {say_day(now.from_)}"
            )
            yield path, message, f"leave it out, or say what holds now: {now.says}"


def _outdated(text: str, today: date) -> Said | None:
    """What a text says of sick pay as it was."""
    weak = [*_OF_PAY, *_old_limits(today)] if said_in(text, _PAY) else []
    found = said_in(text, [*_ALWAYS, *weak])
    return next((one for one in found if not _is_otherwise(one)), None)


def _is_otherwise(said: Said) -> bool:
    """Whether it is denied, past, or of pay that is not statutory."""
    other = said_in(said.sentence, _OTHER_PAY) and not said_in(said.sentence, _PAY)
    return bool(other) or said.is_denied(2) or said.goes_on(_GONE)


def _old_limits(today: date) -> list[str]:
    """The earnings limits of the past, as amounts."""
    limits = [one for one in entry(LAW).facts if one.name == "earnings limit"]
    return [f"£{one.value}" for one in limits if one.until and one.until < today]
