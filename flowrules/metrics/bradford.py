"""The Bradford score of each person over the last 12 months, the highest first; only where asked for.

It is the score that the condition `bradford` comes to under the procedure, on the day, within 12 months.
"""

from fractions import Fraction
from heapq import nlargest
from typing import NamedTuple

from flowrules.conditions.bradford import MEASURE
from flowrules.counting import Count
from flowrules.metrics.seen import YEAR, Seen
from flowrules.window import Window, is_absence, lost_in, span_of

COUNTED = (
    "Absences that count under the procedure, in the last 12 months: the number of them squared, "
    "times the working days they lost. Absences that never count, that nobody has decided on, or "
    "that lost no working time are left out; part days alone, and an absence that began before, "
    "count as the procedure says. A score is a prompt to talk and nothing more: one illness that "
    "comes and goes scores high, so it is often highest for those who need support most."
)

MOST = 50  # that are shown
_COUNT = Count(bounds=(), window=Window(within=YEAR, since=None, length=None), each=())


class Score(NamedTuple):
    """Somebody's score, and what it is made of."""

    at: int
    score: Fraction
    absences: int
    days: Fraction


class Bradford:
    """The highest Bradford scores."""

    def __init__(self) -> None:
        self._scores: list[Score] = []

    def add(self, seen: Seen) -> None:
        view = seen.view()
        span = span_of(_COUNT.window, view) if view else None
        if view is None or span is None:
            return
        pieces = MEASURE.counted(_COUNT, view, span)
        absences = sum(is_absence(one.spell, view.timeline) for one in pieces)
        if absences:
            score = Fraction(*MEASURE.figure(pieces, view, span))
            days = Fraction(lost_in(pieces), view.timeline.unit)
            self._scores.append(Score(seen.at, score, absences, days))
            self._scores = nlargest(MOST, self._scores, key=lambda one: (one.score, -one.at))

    def result(self) -> list[Score]:
        return self._scores
