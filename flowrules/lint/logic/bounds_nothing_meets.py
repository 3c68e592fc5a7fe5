"""Bounds contradict one another, so that a condition never holds.

The trigger stands in the file, is drawn and is explained, and no absence ever meets it: what was
meant for people in that place does not happen. Often two bounds were swapped, or a figure is too
large for its window.

Proved: over every figure that there can be, and the days that a window has.

Bad:
    flowrules: 1
    procedure: {id: small, title: Small procedure}
    triggers:
      often:
        any:
          - absences: {at_least: 3, within: 6 months}
          - working_days: {at_least: 10, less_than: 5, within: 12 months}
    stages:
      fine: {next: [{when: often, to: review}]}
      review: {next: [{after: 6 months, to: fine}]}

Good:
    flowrules: 1
    procedure: {id: small, title: Small procedure}
    triggers:
      often:
        any:
          - absences: {at_least: 3, within: 6 months}
          - working_days: {at_least: 5, less_than: 10, within: 12 months}
    stages:
      fine: {next: [{when: often, to: review}]}
      review: {next: [{after: 6 months, to: fine}]}
"""

from collections.abc import Iterator

from flowrules.finding import Problem
from flowrules.flow import Flow
from flowrules.lint.contradictions import contradictions

CODE = "FR327"
SEVERITY = "warning"


def check(flow: Flow) -> Iterator[Problem]:
    yield from contradictions(flow)
