"""Plan -> cuts: the rows of a track that go on each page.

Only arrows that run downwards cross the room between two rows, so a track can be cut anywhere; what is
chosen is the cheapest way to cut all of it: few pages, few arrows cut, no stage torn apart.
"""

from collections.abc import Iterator
from typing import NamedTuple

from flowrules.render.layout import FROM, JUMP, ROW_GAP
from flowrules.render.plan import PAD, Plan, Trip, leaf_height
from flowrules.render.titles import title_of

_PAGE, _CUT, _JUMP, _TORN, _FEW, _FREE = 30.0, 3.0, 20.0, 5.0, 90.0, 0.00003
_EMPTY = 20.0  # a page that begins with a row in which no box stands
_LEAST, _MOST = 8, 18  # steps on a page, where the track has them


class TooTall(Exception):
    """A row is taller than a page; its message is for the user."""


class Cut(NamedTuple):
    """A plan and its pages: the first row of each, and the row after its last."""

    plan: Plan
    pages: tuple[tuple[int, int], ...]
    cost: float


def cut(plan: Plan, first: float, room: float) -> Cut:
    """A plan on pages with so much room, the first of them with as much as `first`."""
    rows = len(plan.heights)
    best: list[tuple[float, int]] = [(0.0, 0)]
    for end in range(1, rows + 1):
        tries = [
            (best[start][0] + _cost(plan, start, end, tall, room), start)
            for start, tall in _starts(plan, end, room)
            if start or tall <= first
        ]
        if not tries:
            raise TooTall("a row of boxes is taller than a page; shorten the longest text in them")
        best.append(min(tries))
    return Cut(plan, tuple(_back(best, rows)), best[rows][0])


def _starts(plan: Plan, end: int, room: float) -> Iterator[tuple[int, float]]:
    """The rows with which a page may begin that ends before this row, and its height."""
    for start in range(end - 1, -1, -1):
        tall = height(plan, start, end)
        if tall > room:
            return
        yield start, tall


def _back(best: list[tuple[float, int]], end: int) -> Iterator[tuple[int, int]]:
    if end:
        start = best[end][1]
        yield from _back(best, start)
        yield start, end


def _cost(plan: Plan, start: int, end: int, tall: float, room: float) -> float:
    rows = len(plan.heights)
    steps = sum(len(plan.in_row(row)) for row in range(start, end))
    cost = _PAGE + _FREE * (room - tall) ** 2
    if start and not plan.in_row(start):
        cost += _EMPTY
    if end < rows:
        cost += _CUT * len(plan.crossing(end)) + _JUMP * len(plan.climbing(end))
        cost += _TORN if plan.stage(end) == plan.stage(end - 1) else 0
        cost += _FEW * max(0, _LEAST - steps)
    return cost + _FEW * max(0, steps - _MOST)


def height(plan: Plan, start: int, end: int) -> float:
    """That of the rows of a page, with the boxes that stand for the arrows cut at either end."""
    tall = 2 * PAD + (JUMP + ROW_GAP if entering(plan, start) else 0)
    for row in range(start, end):
        tall += plan.gap(row) if row > start else 0
        if row == start or plan.stage(row) != plan.stage(row - 1):
            tall += title_of(plan, row, at_top=row == start).strip
        tall += plan.heights[row] + (FROM if plan.is_fed(row) else 0)
    below = [leaf_height(plan, trip) for trip in leaving(plan, start, end)]
    return tall + (ROW_GAP + max(below) if below else 0)


def entering(plan: Plan, start: int) -> list[Trip]:
    """The arrows that come from an earlier page; ends are drawn on the page where their arrow begins."""
    return [trip for trip in plan.crossing(start) if trip.route.kind == "arrow"] if start else []


def leaving(plan: Plan, start: int, end: int) -> list[Trip]:
    """The arrows that go on on a later page, and the ends that stand below the last row instead."""
    if end == len(plan.heights):
        return []
    trips = plan.crossing(end)
    return [trip for trip in trips if trip.route.kind == "arrow" or trip.first >= start]
