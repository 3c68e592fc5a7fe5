"""The academic year begins in none of the months in which a school's year begins.

A month and a day are written in that order: "01-09" is 9 January and not 1 September. Every count over
an academic year is then another one, and nobody sees it: absences before January are forgotten at once.

Proved: by the day that the file names.

Bad:
    flowrules: 1
    procedure: {id: small, title: Small procedure}
    calendar: {academic_year: "01-09"}
    triggers: {often: {absences: {at_least: 5, in: academic year}}}
    stages:
      fine: {next: [{when: often, to: review}]}
      review: {next: [{after: 6 months, to: fine}]}

Good:
    flowrules: 1
    procedure: {id: small, title: Small procedure}
    calendar: {academic_year: "09-01"}
    triggers: {often: {absences: {at_least: 5, in: academic year}}}
    stages:
      fine: {next: [{when: often, to: review}]}
      review: {next: [{after: 6 months, to: fine}]}
"""

from collections.abc import Iterator

from flowrules.finding import Path
from flowrules.flow import Flow
from flowrules.words import say_year_day

CODE = "FR340"
SEVERITY = "warning"

_BEGINS_IN = (7, 8, 9)  # Scotland's schools begin in August, England's and Wales's in September


def check(flow: Flow) -> Iterator[tuple[Path, str, str]]:
    month, day = flow.calendar.academic_year
    if month in _BEGINS_IN:
        return
    message = f"the academic year begins on {say_year_day(month, day)}: the month is written first"
    help = 'leave it out for 1 September; of another day, write the month first, as in "08-15"'
    if day in _BEGINS_IN:
        help = f'for {say_year_day(day, month)}, write "{day:02}-{month:02}"'
    yield ("calendar", "academic_year"), message, help
