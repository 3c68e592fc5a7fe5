"""The flowchart has no description for people who do not see it.

A picture on a page says nothing to somebody who has the page read aloud. Without a description in the
author's words, they hear only how many boxes there are, and not what the procedure does.

Bad:
    flowrules: 1
    procedure: {id: small, title: Small procedure}
    triggers: {often: {absences: {at_least: 3, within: 6 months}}}
    stages:
      fine: {next: [{when: often, to: review}]}
      review: {next: [{after: 6 months, to: fine}]}

Good:
    flowrules: 1
    procedure:
      id: small
      title: Small procedure
      alt: "Flowchart: three absences in six months lead to a review, which ends after six months."
    triggers: {often: {absences: {at_least: 3, within: 6 months}}}
    stages:
      fine: {next: [{when: often, to: review}]}
      review: {next: [{after: 6 months, to: fine}]}
"""

from collections.abc import Iterator

from flowrules.finding import Path
from flowrules.flow import Flow

CODE = "FR808"
SEVERITY = "note"
LAW = "L33"


def check(flow: Flow) -> Iterator[tuple[Path, str, str]]:
    if not flow.header.alt:
        message = "the flowchart has no description for people who do not see it"
        help = 'write under `procedure`, in one or two sentences, what it shows: `alt: "Flowchart: …"`'
        yield ("procedure",), message, help
