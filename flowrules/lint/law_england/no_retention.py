"""It is not said how long records are kept.

Notes of somebody's illness may be kept no longer than they are needed. Where no time is said, they stay
for ever: old absences are held against people, and one day read by somebody who has no business with
them.

Bad:
    flowrules: 1
    procedure: {id: small, title: Small procedure}
    triggers: {often: {absences: {at_least: 3, within: 6 months}}}
    stages:
      fine: {next: [{when: often, to: review}]}
      review: {next: [{after: 6 months, to: fine}]}

Good:
    flowrules: 1
    procedure: {id: small, title: Small procedure, retention: 6 years after leaving}
    triggers: {often: {absences: {at_least: 3, within: 6 months}}}
    stages:
      fine: {next: [{when: often, to: review}]}
      review: {next: [{after: 6 months, to: fine}]}
"""

from collections.abc import Iterator

from flowrules.finding import Path
from flowrules.flow import Flow

CODE = "FR723"
SEVERITY = "warning"
LAW = "L23"


def check(flow: Flow) -> Iterator[tuple[Path, str, str]]:
    if not flow.header.retention:
        message = "check how long records of absence are kept: the file does not say"
        yield (
            ("procedure",),
            message,
            "write it under `procedure`, such as `retention: 6 years after leaving`",
        )
