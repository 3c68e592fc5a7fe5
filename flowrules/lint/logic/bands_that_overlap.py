"""Two bands of one measure share figures, and lead to different stages.

The move written first is taken, and part of the second band is never used. Who reads the second one
sees a rule that does not hold for them: at a score of just 50 one line promises a talk and another a
review, and both are in the file.

Proved: over every figure that there can be, whole numbers for absences and calendar days, fractions for
the rest; for bands of one stage that only the figure tells apart.

Bad:
    flowrules: 1
    procedure: {id: small, title: Small procedure}
    stages:
      fine: {next: [{when: {absences: {at_least: 3, within: 6 months}}, to: review}]}
      review:
        actions: [{id: meet, do: Look back together, by: manager, outcomes: [done]}]
        next:
          - {decided: {meet: done}, when: {bradford: {at_most: 50, within: 52 weeks}}, to: fine}
          - {decided: {meet: done}, when: {bradford: {at_least: 50, within: 52 weeks}}, to: watch}
      watch: {next: [{after: 6 months, to: fine}]}

Good:
    flowrules: 1
    procedure: {id: small, title: Small procedure}
    stages:
      fine: {next: [{when: {absences: {at_least: 3, within: 6 months}}, to: review}]}
      review:
        actions: [{id: meet, do: Look back together, by: manager, outcomes: [done]}]
        next:
          - {decided: {meet: done}, when: {bradford: {less_than: 50, within: 52 weeks}}, to: fine}
          - {decided: {meet: done}, when: {bradford: {at_least: 50, within: 52 weeks}}, to: watch}
      watch: {next: [{after: 6 months, to: fine}]}
"""

from collections.abc import Iterator
from itertools import combinations

from flowrules.finding import Problem
from flowrules.flow import Flow
from flowrules.lint.bands import Band, Leading, leading

CODE = "FR321"
SEVERITY = "warning"


def check(flow: Flow) -> Iterator[Problem]:
    for stage in flow.stages.values():
        for bands in leading(stage):
            for first, second in combinations(bands, 2):
                both = first.band.with_(second.band)
                if first.move.to != second.move.to and _is_slip(first.band, second.band, both):
                    yield _say(first, second, both)


def _is_slip(first: Band, second: Band, both: Band) -> bool:
    """Whether two bands share figures as if by mistake.

    One inside the other is an exception to it, or is hidden by it; two thresholds are steps.
    """
    if both.is_empty or first.holds(second) or second.holds(first):
        return False
    return (first.is_two_sided and second.is_two_sided) or both.first == both.last


def _say(first: Leading, second: Leading, both: Band) -> Problem:
    low, high = both.low, both.high
    assert low is not None
    assert high is not None
    begin = high.said.replace("less_than", "at_least").replace("at_most", "more_than")
    figure = both.figure(both.some())
    return Problem(
        second.band.condition.path,
        f"two bands have {figure}: one leads to `{first.move.to}` and is taken, "
        f"the other to `{second.move.to}`",
        f"let one band begin where the other ends: {begin} in place of {low.said}",
        related=((first.band.condition.path, "the band that is taken"),),
    )
