"""Part + Grid -> Plan: the rows of a track with their heights, and each arrow's way through them.

A plan is measured and cut into pages before anything is drawn, so it has no coordinates yet.
"""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from flowrules.render.chart import Part
from flowrules.render.figures import box_height, end_height, jump_shape
from flowrules.render.layout import ROW_GAP, Grid, Node, Out, Route, places
from flowrules.render.steps import WITHIN, Box, Way
from flowrules.render.wrap import wrap
from flowrules.words import join_words

PAD = 6.0  # inside a band, above and below its rows
_LABEL = 5.0  # more below a row, where an answer stands there that the edge may not run through
_BETWEEN = 4.0  # bands


class Trip(NamedTuple):
    """A way out of a box, through the rows from `first` to `last`, down or up in one `column`.

    `to` is the box that it leads to; None for an end.
    """

    key: str
    way: Way
    of: int
    to: int | None
    route: Route
    column: int
    first: int
    last: int

    @property
    def goes_up(self) -> bool:
        return self.last < self.first


class Plan(NamedTuple):
    """A track in rows. `numbers` are those of its boxes, by their keys."""

    part: Part
    grid: Grid
    boxes: tuple[Box, ...]
    numbers: Mapping[str, int]
    trips: tuple[Trip, ...]
    heights: tuple[float, ...]

    def stage(self, row: int) -> int:
        return self.grid.rows[row]

    def in_row(self, row: int) -> list[int]:
        """The boxes of a row, by their places, from left to right."""
        cells = self.grid.cells
        return sorted((at for at, cell in enumerate(cells) if cell.row == row), key=lambda at: cells[at])

    def number(self, box: int) -> int:
        return self.numbers[self.boxes[box].key]

    def gap(self, row: int) -> float:
        """The room between a row and the one above it."""
        if self.stage(row) == self.stage(row - 1):
            return ROW_GAP
        return self.below(row) + _BETWEEN + PAD

    def below(self, row: int) -> float:
        """The room between the row above this one and the edge of its band."""
        answered = any(trip.way.label for trip in self.crossing(row) if trip.first == row - 1)
        return PAD + (_LABEL if answered else 0)

    def is_fed(self, row: int) -> bool:
        """Whether a box of a row has one above it that says where the way comes from."""
        return any(self.sources(at) for at in self.in_row(row))

    def sources(self, box: int) -> list[int]:
        """The boxes that lead to one that no arrow enters, by jumps."""
        if box not in self.grid.fed:
            return []
        return sorted({trip.of for trip in self.trips if trip.to == box}, key=self.number)

    def crossing(self, row: int) -> list[Trip]:
        """The trips that pass from the row above into this one."""
        return [trip for trip in self.trips if trip.first < row <= trip.last]

    def climbing(self, row: int) -> list[Trip]:
        """The trips that pass from this row into the one above."""
        return [trip for trip in self.trips if trip.last < row <= trip.first]


def plans(part: Part, first: int, *, preview: bool = False) -> list[Plan]:
    """The ways to place a track; its boxes are numbered from `first` on."""
    at = {box.key: place for place, box in enumerate(part.boxes)}
    return [_plan(part, first, at, grid) for grid in places(_nodes(part, at), preview=preview)]


def _plan(part: Part, first: int, at: Mapping[str, int], grid: Grid) -> Plan:
    boxes = tuple(part.boxes)
    order = {boxes[box].key: number for number, box in enumerate(_order(grid), first)}
    trips = tuple(
        _trip(way, of, None if way.to is None else at[way.to], grid.routes[of][place])
        for of, box in enumerate(boxes)
        for place, way in enumerate(box.ways)
    )
    flat = Plan(part, grid, boxes, order, trips, ())
    return flat._replace(heights=tuple(_height(flat, row) for row in range(len(grid.rows))))


def _nodes(part: Part, at: Mapping[str, int]) -> list[Node]:
    return [
        Node(
            stage,
            box_height(box),
            tuple(_out(way, at) for way in box.ways),
            band.column,
        )
        for stage, band in enumerate(part.bands)
        for box in band.boxes
    ]


def _out(way: Way, at: Mapping[str, int]) -> Out:
    if way.end is not None:
        return Out(None, end_height(way.end))
    return Out(at[way.to or ""])


def _order(grid: Grid) -> list[int]:
    """By row and, in a row, a box after the one that points at it, else from left to right."""
    order: list[int] = []
    for row in range(len(grid.rows)):
        left = sorted(at for at, cell in enumerate(grid.cells) if cell.row == row)
        left.sort(key=lambda at: grid.cells[at].column)
        while left:
            aimed = {place for at in left for place in _beside(at, grid)}
            box = next((at for at in left if at not in aimed), left[0])
            order.append(box)
            left.remove(box)
    return order


def _beside(box: int, grid: Grid) -> list[int]:
    """The boxes of the same row that an arrow of this one enters."""
    ends = [route.cells[-1] for route in grid.routes[box] if route.kind == "arrow"]
    return [grid.cells.index(cell) for cell in ends if cell.row == grid.cells[box].row]


def _trip(way: Way, of: int, to: int | None, route: Route) -> Trip:
    rows = [cell.row for cell in route.cells]
    column = next(
        (one.column for one, after in pairwise(route.cells) if one.row != after.row),
        route.cells[0].column,
    )
    return Trip(way.key, way, of, to, route, column, rows[0], rows[-1])


def _height(plan: Plan, row: int) -> float:
    """That of the tallest thing in a row, the boxes above its boxes not counted."""
    found = [box_height(plan.boxes[at]) for at in plan.in_row(row)]
    leaves = (trip for trip in plan.trips if trip.route.kind != "arrow" and trip.last == row)
    return max([*found, *(leaf_height(plan, trip) for trip in leaves)])


def leaf_height(plan: Plan, trip: Trip) -> float:
    """The room that an end or a jump takes, on whatever page its target turns out to be."""
    if trip.way.end is not None:
        return end_height(trip.way.end)
    return jump_shape("", jump_words(plan, trip, page=99)).height


def jump_words(plan: Plan, trip: Trip, page: int | None) -> str:
    """`Back to step 4`, `To step 12 (page 2)`."""
    if trip.to is None:
        return ""
    there = plan.number(trip.to)
    lead = "To" if there > plan.number(trip.of) else "Back to"
    return f"{lead} step {there}{'' if page is None else f' (page {page})'}"


def from_words(numbers: Sequence[int], page: int | None = None) -> str:
    """`From step 9`, `From steps 3 and 12`; of more than one line names, `From several steps`."""
    noun = "step" if len(numbers) == 1 else "steps"
    where = "" if page is None else f" (page {page})"
    text = f"From {noun} {join_words([str(number) for number in numbers])}{where}"
    return text if len(wrap(text, WITHIN - 4, bold=True)) == 1 else "From several steps"
