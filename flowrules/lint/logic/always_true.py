"""A condition holds for everybody, whatever their absence.

It reads as a limit and is none: a person with no absence at all is treated as if they had reached it.
Often a figure was left at nought, or a bound was turned the wrong way round.

Proved: over every figure that there can be.

Bad:
    flowrules: 1
    procedure: {id: small, title: Small procedure}
    triggers: {often: {absences: {at_least: 0, within: 6 months}}}
    stages:
      fine: {next: [{when: often, to: review}]}
      review: {next: [{after: 6 months, to: fine}]}

Good:
    flowrules: 1
    procedure: {id: small, title: Small procedure}
    triggers: {often: {absences: {at_least: 3, within: 6 months}}}
    stages:
      fine: {next: [{when: often, to: review}]}
      review: {next: [{after: 6 months, to: fine}]}
"""

from collections.abc import Iterator
from itertools import combinations

from flowrules.finding import Problem
from flowrules.flow import Flow
from flowrules.lint.bands import all_conditions, band_of
from flowrules.lint.meaning import meaning, opposite
from flowrules.view import Condition
from flowrules.words import join_words

CODE = "FR335"
SEVERITY = "warning"

_HELP = "give it the figure that was meant, or take it out"


def check(flow: Flow) -> Iterator[Problem]:
    for condition in all_conditions(flow):
        band = band_of(condition)
        if band is not None and not band.unit and band.has_all:
            edges = [edge.said for edge in (band.low, band.high) if edge is not None]
            yield Problem(condition.path, f"{join_words(edges)} holds for everybody", _HELP)
        if condition.word == "any":
            yield from _of_both(condition)


def _of_both(condition: Condition) -> Iterator[Problem]:
    for first, second in combinations(_any_of(condition), 2):
        if meaning(second) == opposite(first):
            message = (
                "this holds wherever another condition of the same `any` does not, so one always does"
            )
            related = ((first.path, "the other one"),)
            yield Problem(second.path, message, "take one of them out", related=related)


def _any_of(condition: Condition) -> list[Condition]:
    """The conditions one of which is enough."""
    if condition.word in ("any", "trigger"):
        return [inner for member in condition.members for inner in _any_of(member)]
    return [condition]
