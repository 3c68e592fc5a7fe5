"""The day by which the procedure was to be reviewed is past.

People are being held to rules that the school itself meant to look at again. Whoever is called to a
meeting may ask why that was not done, and there is no good answer.

Bad:
    flowrules: 1
    procedure: {id: small, title: Small procedure, review_by: 2026-08-31}
    triggers: {often: {absences: {at_least: 3, within: 6 months}}}
    stages:
      fine: {next: [{when: often, to: review}]}
      review: {next: [{after: 6 months, to: fine}]}

Good:
    flowrules: 1
    procedure: {id: small, title: Small procedure, review_by: 2027-08-31}
    triggers: {often: {absences: {at_least: 3, within: 6 months}}}
    stages:
      fine: {next: [{when: often, to: review}]}
      review: {next: [{after: 6 months, to: fine}]}
"""

from collections.abc import Iterator
from datetime import date

from flowrules.finding import Path
from flowrules.flow import Flow
from flowrules.words import say_day

CODE = "FR804"
SEVERITY = "warning"
DATED = True


def check(flow: Flow, today: date) -> Iterator[tuple[Path, str, str]]:
    review_by = flow.header.review_by
    if review_by is not None and today > review_by:
        message = f"this procedure was to be reviewed by {say_day(review_by)}"
        help = "review it with those whom it is for, and then give the next day"
        yield ("procedure", "review_by"), message, help
