"""Two years of service are named, as if nobody could complain of their dismissal before.

Much less service is enough, from 2027, to claim that a dismissal was unfair. A procedure that spares
itself steps for people with less than two years may soon take from them what they have a right to.

Bad:
    flowrules: 1
    procedure:
      id: small
      title: Small procedure
      notes: [The formal stages are for people with two years' service]
    triggers: {often: {absences: {at_least: 3, within: 6 months}}}
    stages:
      fine: {next: [{when: often, to: review}]}
      review: {next: [{after: 6 months, to: fine}]}

Good:
    flowrules: 1
    procedure: {id: small, title: Small procedure, notes: [The formal stages are for everyone]}
    triggers: {often: {absences: {at_least: 3, within: 6 months}}}
    stages:
      fine: {next: [{when: often, to: review}]}
      review: {next: [{after: 6 months, to: fine}]}
"""

from collections.abc import Iterator
from datetime import date
from itertools import product

from flowrules.finding import Path
from flowrules.flow import Flow, conditions_of
from flowrules.law import entry
from flowrules.lint.texts import Said, everything, said_in
from flowrules.words import say_day

CODE = "FR732"
SEVERITY = "note"
LAW = "L32"

_SERVICE = [
    f"{n} {years} {service}"
    for n, years, service in product(
        ("two", "2"),
        ("years'", "years", "years of", "years' continuous", "years of continuous"),
        ("service", "employment"),
    )
]
# Service has other uses: pay and leave grow with it.
_PAY = ("pay", "paid", "leave", "holiday", "pension")
_MONTHS = {"month": 1, "year": 12}
_RIGHTS = ("dismiss", "dismissal", "dismissed", "unfair", "tribunal")


def check(flow: Flow) -> Iterator[tuple[Path, str, str]]:
    *before, now = sorted(entry(LAW).facts, key=lambda fact: fact.from_ or date.min)
    since = say_day(now.from_) if now.from_ else "long ago"
    help = "let the procedure be the same for everyone, whatever their service"
    for path, words in [*_told(flow), *_asked(flow, [fact.value for fact in before])]:
        yield (
            path,
            f"check {words}: {now.value} months are enough to claim unfair dismissal from {since}",
            help,
        )


def _told(flow: Flow) -> Iterator[tuple[Path, str]]:
    """Where a text speaks of it."""
    for path, text in everything(flow):
        found = next((one for one in said_in(text, _SERVICE) if _is_of_rights(one)), None)
        if found is not None:
            yield path, f"“{found.words}”"


def _is_of_rights(said: Said) -> bool:
    return bool(said_in(said.sentence, _RIGHTS)) or not said_in(said.sentence, _PAY)


def _asked(flow: Flow, old: list[int]) -> Iterator[tuple[Path, str]]:
    """Where a condition asks for it."""
    for path, condition in conditions_of(flow).items():
        bounds = condition.settings.bounds if condition.word == "service" else ()
        for _, length in bounds:
            if length.n * _MONTHS.get(length.unit, 0) in old:
                yield path, f"`service` of {length}"
