"""A text asks for a note that only a doctor could sign.

Nurses, occupational therapists, physiotherapists and pharmacists may sign a fit note as well as doctors.
Somebody who has a good note from one of them must not be sent away to wait for an appointment with a
doctor.

Bad:
    flowrules: 1
    procedure: {id: small, title: Small procedure}
    contact:
      - {id: fit-note, do: Send a doctor's note, who: employee, to: manager, on: day 8}
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
from itertools import product

from flowrules.finding import Path
from flowrules.flow import Flow
from flowrules.law import entry
from flowrules.lint.texts import everything, said_in
from flowrules.words import join_words

CODE = "FR720"
SEVERITY = "warning"
LAW = "L20"
DATED = True

_PEOPLE = ("doctor", "GP", "general practitioner")
_PAPERS = ("note", "sick note", "fit note", "certificate", "medical certificate")
_PHRASES = [
    *(f"{who}{of} {paper}" for who, of, paper in product(_PEOPLE, ("", "'s"), _PAPERS)),
    *(f"{paper} {by} {a} {who}" for paper, by, a, who in
      product(_PAPERS, ("from", "by", "signed by"), ("a", "the", "your", "their"), _PEOPLE)),
]  # fmt: skip
_OTHERS = ("health professional", "health professionals", "healthcare professional", "or other",
           "or another", "or someone else")  # fmt: skip


def check(flow: Flow, today: date) -> Iterator[tuple[Path, str, str]]:
    signers = entry(LAW).value("signers", today)
    if not signers:
        return
    others = [*_OTHERS, *signers, *(f"{one}s" for one in signers)]
    for path, text in everything(flow):
        found = [one for one in said_in(text, _PHRASES) if not one.is_denied(6)]
        if found and not said_in(text, others):
            message = f"check “{found[0].words}”: people other than doctors may sign a fit note"
            help = f"write `fit note`, from a doctor, {join_words(signers, 'or')}"
            yield path, message, help
