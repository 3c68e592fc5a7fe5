"""It is not said that the effect on equality was looked at.

A school run by the state, academies among them, must think of people with disabilities, of women, of
older staff and others before it makes rules that touch them. A note of when that was done, and where it
is, is what an employee, a governor or a judge will ask for.

Bad:
    flowrules: 1
    procedure: {id: small, title: Small procedure, employer: academy}
    triggers: {often: {absences: {at_least: 3, within: 6 months}}}
    stages:
      fine: {next: [{when: often, to: review}]}
      review: {next: [{after: 6 months, to: fine}]}

Good:
    flowrules: 1
    procedure: {id: small, title: Small procedure, employer: academy,
                equality_impact: "Looked at in June 2026; kept in the school office"}
    triggers: {often: {absences: {at_least: 3, within: 6 months}}}
    stages:
      fine: {next: [{when: often, to: review}]}
      review: {next: [{after: 6 months, to: fine}]}
"""

from collections.abc import Iterator

from flowrules.finding import Path
from flowrules.flow import Flow

CODE = "FR734"
SEVERITY = "note"
LAW = "L34"

_PUBLIC = ("maintained", "academy")


def check(flow: Flow) -> Iterator[tuple[Path, str, str]]:
    if flow.header.employer in _PUBLIC and not flow.header.equality_impact:
        message = "check that the effect on equality was looked at: the file does not say when"
        help = "write under `procedure` when, and where it is: `equality_impact: …`"
        yield ("procedure",), message, help
