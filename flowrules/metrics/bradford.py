"""The Bradford score of each person over the last 12 months, the highest first; only where asked for.

It is the score that the condition `bradford` comes to under the procedure, on the day, within 12 months.
"""

from collections.abc import Iterator
from fractions import Fraction
from heapq import nlargest
from typing import NamedTuple

from flowrules.engine.versions import ignored_before
from flowrules.lines import COUNTS
from flowrules.metrics.seen import Seen
from flowrules.timeline import Timeline
from flowrules.window import Piece, clip, is_absence, lost_in

COUNTED = (
    "Absences that count under the procedure, in the last 12 months: the number of them squared, "
    "times the working days they lost. Absences that never count, that nobody has decided on, or "
    "that lost no working time are left out; part days alone, and an absence that began before, "
    "count as the procedure says. A score is a prompt to talk and nothing more: one illness that "
    "comes and goes scores high, so it is often highest for those who need support most."
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
        timeline = seen.timeline
        if timeline is None:
            return
        pieces = list(_pieces(seen, timeline))
        absences = sum(is_absence(one.spell, timeline) for one in pieces)
        if absences:
            days = Fraction(lost_in(pieces), timeline.unit)
            self._scores.append(Score(seen.at, absences**2 * days, absences, days))
            self._scores = nlargest(MOST, self._scores, key=lambda one: (one.score, -one.at))

    def result(self) -> list[Score]:
        return self._scores


def _pieces(seen: Seen, timeline: Timeline) -> Iterator[Piece]:
    """What each absence that counts has in the window; one that lost nothing there is no part of it."""
    counting = seen.flow.counting
    low = seen.since - 1 - int(counting.same_date_counts)
    begun = max(map(ignored_before, seen.flow.chain()))
    for spell in seen.all_spells():
        inside = clip(spell.first, spell.last, low, seen.on, counting.edges["within"])
        if inside is None or spell.status != COUNTS or spell.first < begun:
            continue
        lost = timeline.lost(spell, *inside, seen.on)
        if lost:
            yield Piece(spell, *inside, lost)
