"""The Bradford score of each person over the last 12 months, the highest first; only where asked for."""

from fractions import Fraction
from heapq import nlargest
from typing import NamedTuple

from flowrules.lines import COUNTS
from flowrules.metrics.seen import Seen

COUNTED = (
    "Absences that count under the procedure, in the last 12 months: the number of them squared, "
    "times the working days they lost. Absences that never count, or that nobody has decided on, "
    "are left out. A score is a prompt to talk and nothing more: one illness that comes and goes "
    "scores high, so it is often highest for those who need support most."
)

MOST = 50  # that are shown


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
        spells = [one for one in seen.all_spells() if one.status == COUNTS and one.last >= seen.since]
        days = seen.lost(spells)
        if days:
            self._scores.append(Score(seen.at, len(spells) ** 2 * days, len(spells), days))
            self._scores = nlargest(MOST, self._scores, key=lambda one: (one.score, -one.at))

    def result(self) -> list[Score]:
        return self._scores
