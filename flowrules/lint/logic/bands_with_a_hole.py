"""Two bands of one measure do not meet, so that a figure between them leads nowhere.

A Bradford score counts half days, and so do days and hours: between “up to 50” and “51 and over” lies
50.5, and somebody will have it. The procedure then does nothing for this person, and nobody notices
why.

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
          - {decided: {meet: done}, when: {bradford: {at_least: 51, within: 52 weeks}}, to: watch}
      watch: {next: [{after: 6 months, to: fine}]}

Good:
    flowrules: 1
    procedure: {id: small, title: Small procedure}
    stages:
      fine: {next: [{when: {absences: {at_least: 3, within: 6 months}}, to: review}]}
      review:
        actions: [{id: meet, do: Look back together, by: manager, outcomes: [done]}]
        next:
          - {decided: {meet: done}, when: {bradford: {at_most: 50, within: 52 weeks}}, to: fine}
          - {decided: {meet: done}, when: {bradford: {more_than: 50, within: 52 weeks}}, to: watch}
      watch: {next: [{after: 6 months, to: fine}]}
"""

from collections.abc import Iterator
from fractions import Fraction

from flowrules.finding import Problem
from flowrules.flow import Flow
from flowrules.lint.bands import Band, Edge, Leading, leading

CODE = "FR320"
SEVERITY = "warning"


def check(flow: Flow) -> Iterator[Problem]:
    for stage in flow.stages.values():
        for bands in leading(stage):
            yield from _holes(bands)


def _holes(bands: list[Leading]) -> Iterator[Problem]:
    """Goes up through the figures: `below` is the band that reaches highest so far."""
    below: Leading | None = None
    for above in sorted(bands, key=lambda one: (one.band.first, one.band.starts_open)):
        if below is not None and below.band.high is not None:
            hole = _between(below.band, above.band)
            if hole is not None and _should_meet(below.band, above.band):
                yield _say(below, above, hole)
        if below is None or _reaches_higher(above.band, below.band):
            below = above


def _reaches_higher(band: Band, other: Band) -> bool:
    if band.high is None or other.high is None:
        return band.high is None
    return (band.high.at, not band.high.open) > (other.high.at, not other.high.open)


def _between(below: Band, above: Band) -> Fraction | None:
    """A figure that is above the one and below the other."""
    assert below.high is not None
    if above.low is None:
        return None
    gap = below._replace(
        low=Edge(below.high.at, not below.high.open, ""),
        high=Edge(above.low.at, not above.low.open, ""),
    )
    return None if gap.is_empty else gap.some()


def _should_meet(below: Band, above: Band) -> bool:
    """Whether the space between them is no more than a step, or less than either band is wide."""
    assert below.high is not None
    assert above.low is not None
    gap = above.low.at - below.high.at
    widths = [
        band.high.at - band.low.at for band in (below, above) if band.low and band.high is not None
    ]
    return gap <= 1 or (len(widths) == 2 and gap < min(widths))


def _say(below: Leading, above: Leading, hole: Fraction) -> Problem:
    high, low = below.band.high, above.band.low
    assert high is not None
    assert low is not None
    begin = high.said.replace("less_than", "at_least").replace("at_most", "more_than")
    return Problem(
        above.band.condition.path,
        f"nothing leads on from {above.band.figure(hole)}: {high.said} leads to `{below.move.to}`, "
        f"and {low.said} to `{above.move.to}`",
        f"let this band begin where the other ends: {begin} in place of {low.said}",
        related=((below.band.condition.path, "the band below"),),
    )
