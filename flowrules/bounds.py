"""Bounds: what a figure is held against, as it is written and as it is for one person."""

from fractions import Fraction
from math import ceil, floor
from operator import ge, gt, le, lt
from typing import Any, TypeAlias

from flowrules.calendar import Duration
from flowrules.view import Bounds, View

BOUNDS = {"at_least": ge, "more_than": gt, "at_most": le, "less_than": lt}

# A figure in whole numbers: so many, of so many parts of one.
Parts: TypeAlias = tuple[int, int]


def keeps_to(bounds: Bounds, value: Parts) -> bool:
    """Whether a figure is within its bounds."""
    many, parts = value
    return all(BOUNDS[name](many * bound.denominator, bound.numerator * parts) for name, bound in bounds)


def scale(bound: Fraction, share: Fraction, view: View) -> Fraction:
    """A bound for somebody who works that share of a week, rounded as the procedure says."""
    if share == 1:
        return bound
    exact = bound * share
    return {
        "exact": lambda: exact,
        "nearest half": lambda: Fraction(floor(2 * exact + Fraction(1, 2)), 2),
        "up to half": lambda: Fraction(ceil(2 * exact), 2),
        "up to whole": lambda: Fraction(ceil(exact)),
    }[view.rules.rounding]()


def as_evidence(bound: Any) -> Any:
    """A length of time in words; figures as they are."""
    return str(bound) if isinstance(bound, Duration) else bound
