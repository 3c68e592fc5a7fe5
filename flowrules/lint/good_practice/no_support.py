"""People are not told who can help them.

A procedure says what will happen to somebody who is ill. It should say as well who can help them: a
helpline, occupational health, a union, a colleague who listens. Under `support` it is printed with the
flowchart.

Bad:
    flowrules: 1
    procedure: {id: small, title: Small procedure}
    triggers: {often: {absences: {at_least: 3, within: 6 months}}}
    stages:
      fine: {next: [{when: often, to: review}]}
      review: {next: [{after: 6 months, to: fine}]}

Good:
    flowrules: 1
    procedure: {id: small, title: Small procedure}
    support: [{title: Occupational health, how: ask your manager to refer you}]
    triggers: {often: {absences: {at_least: 3, within: 6 months}}}
    stages:
      fine: {next: [{when: often, to: review}]}
      review: {next: [{after: 6 months, to: fine}]}
"""

from collections.abc import Iterator

from flowrules.finding import Path
from flowrules.flow import Flow

CODE = "FR805"
SEVERITY = "note"


def check(flow: Flow) -> Iterator[tuple[Path, str, str]]:
    if not flow.support:
        message = "people are not told who can help them"
        help = "name somebody, such as `support: [{title: Occupational health, how: ask your manager}]`"
        yield ("procedure",), message, help
