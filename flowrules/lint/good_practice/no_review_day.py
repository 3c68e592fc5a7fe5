"""It is not said when the procedure itself is reviewed.

Rules that nobody looks at again stay as they are when the law, the school and what is known of health at
work have moved on. A day, once written, gets into somebody's diary.

Bad:
    flowrules: 1
    procedure: {id: small, title: Small procedure}
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

from flowrules.finding import Path
from flowrules.flow import Flow

CODE = "FR803"
SEVERITY = "note"


def check(flow: Flow) -> Iterator[tuple[Path, str, str]]:
    if flow.header.review_by is None:
        message = "no day is given by which this procedure is reviewed"
        yield ("procedure",), message, "write it under `procedure`, such as `review_by: 2027-08-31`"
