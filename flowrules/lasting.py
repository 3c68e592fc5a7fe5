"""Lasting: the least time in which an absence can come to be as long as a bound says."""

from collections.abc import Iterable
from fractions import Fraction
from functools import lru_cache
from math import ceil
from typing import NamedTuple

from flowrules.calendar import Duration
from flowrules.lengths import fewest_days


class Lasting(NamedTuple):
    """So many days from first to last, and so many half days of work in them."""

    days: int
    halves: int = 0


@lru_cache(maxsize=4096)  # the same few bounds and shares again and again
def least_time(word: str, length: Duration, share: Fraction = Fraction(1)) -> Lasting:
    """The least time for one bound, by its word, and somebody who works a share of a full week."""
    if length.unit != "working day":
        return Lasting(max(1, fewest_days(length) + (word == "more_than")))
    halves = 2 * length.n + (word == "more_than")
    if share < 1:
        halves = ceil(2 * length.n * share - Fraction(1, 2))  # rounding takes off a quarter at most
    return Lasting(max(1, (halves + 1) // 2), halves)


def least_of(times: Iterable[Lasting]) -> Lasting:
    """The fewest days of several, and the fewest half days of work."""
    return Lasting(*map(min, zip(*times, strict=True)))
