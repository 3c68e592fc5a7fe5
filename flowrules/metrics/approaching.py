"""Who approaches a trigger point: one absence, or a few working days, would reach it."""

from datetime import date
from typing import NamedTuple

from flowrules.decision import Coming, Days, Decision, Distance
from flowrules.explain.discreet import open_comings, open_distances
from flowrules.flow import Flow
from flowrules.metrics.seen import Seen

COUNTED = (
    "Trigger points of the present stages that one more absence of a day would reach, or at most "
    "five working days away in a row. The oldest absence that counts towards it is named with the "
    "day from which it counts no longer, if nothing else happens. While somebody is away, trigger "
    "points on a kind of absence are left out, as they would tell of which kind this one is. A trigger "
    "point is a prompt to talk, not a judgement."
)

FEW = 5  # working days


class Near(NamedTuple):
    """Somebody near a trigger point; `absence` is the oldest, which leaves the window on a day.

    `flow` is the version whose trigger point it is.
    """

    at: int
    distance: Distance
    absence: Days | None
    leaves_on: date | None
    flow: Flow


class Approaching:
    """People who approach a trigger point."""

    def __init__(self) -> None:
        self._near: list[Near] = []

    def add(self, seen: Seen) -> None:
        decision = seen.answered.decision
        for distance in open_distances(decision, seen.flow):
            if is_near(distance):
                leaving = _leaving(decision, distance, seen.flow)
                absence, day = (leaving.absence, leaving.on) if leaving else (None, None)
                self._near.append(Near(seen.at, distance, absence, day, seen.flow))

    def result(self) -> list[Near]:
        """The nearest first."""
        return sorted(self._near, key=lambda one: (one.distance.days or 0, one.distance.trigger))


def is_near(distance: Distance) -> bool:
    return distance.one_more_absence or (distance.days is not None and distance.days <= FEW)


def _leaving(decision: Decision, distance: Distance, flow: Flow) -> Coming | None:
    """The oldest absence that counts; none for a trigger on a kind of absence, as it would tell that."""
    comings = (
        one
        for one in open_comings(decision, flow)
        if one.kind == "absence-leaves-window"
        and (one.trigger, one.track) == (distance.trigger, distance.track)
    )
    return min(comings, key=lambda one: one.on, default=None)
