"""It is not said from which day the procedure applies.

People should not be held to rules that were not there yet. With a first day, anybody can tell which
rules an absence or a meeting fell under, and the program says so when it is asked about a day before.

Bad:
    flowrules: 1
    procedure: {id: small, title: Small procedure}
    triggers: {often: {absences: {at_least: 3, within: 6 months}}}
    stages:
      fine: {next: [{when: often, to: review}]}
      review: {next: [{after: 6 months, to: fine}]}

Good:
    flowrules: 1
    procedure: {id: small, title: Small procedure, effective_from: 2026-09-01}
    triggers: {often: {absences: {at_least: 3, within: 6 months}}}
    stages:
      fine: {next: [{when: often, to: review}]}
      review: {next: [{after: 6 months, to: fine}]}
"""

from collections.abc import Iterator

from flowrules.finding import Path
from flowrules.flow import Flow

CODE = "FR728"
SEVERITY = "warning"
LAW = "L28"


def check(flow: Flow) -> Iterator[tuple[Path, str, str]]:
    if flow.header.effective_from is None:
        message = (
            "check that nobody is held to these rules before they apply: the file names no first day"
        )
        yield ("procedure",), message, "write it under `procedure`, such as `effective_from: 2026-09-01`"
