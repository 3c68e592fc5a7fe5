"""Plan -> where the title of a stage stands: in an empty cell, or on a strip between the arrows."""

from itertools import pairwise
from typing import NamedTuple

from flowrules.render.figures import BOX
from flowrules.render.label import HEADING, LEADING
from flowrules.render.layout import Cell
from flowrules.render.plan import Plan
from flowrules.render.wrap import measure, wrap

GUTTER = 25.0
MARGIN = 5.0
WIDTH = 3 * BOX + 2 * GUTTER + 2 * MARGIN
_CLEAR = 6.0  # between a title and an arrow
_STRIP_GAP = 2.0
_LEADS = {"start": "Start: ", "end": "End: ", "plain": ""}
_CELLS = (0, 2, 1)  # in which a title is looked for


class Title(NamedTuple):
    """A title, wrapped to `width` from `left` on; `strip` is the room it takes above its row, if any."""

    text: str
    left: float
    width: float
    height: float
    strip: float


def left_of(column: int) -> float:
    return MARGIN + column * (BOX + GUTTER)


def middle_of(column: int) -> float:
    return left_of(column) + BOX / 2


def title_of(plan: Plan, row: int, *, at_top: bool) -> Title:
    """The title of the stage that a row begins, or goes on with at the top of a page."""
    band = plan.part.bands[plan.stage(row)]
    goes_on = row > 0 and plan.stage(row - 1) == plan.stage(row)
    text = f"{_LEADS[band.look]}{band.title}{' (continued)' if goes_on else ''}"
    tall = _tall(text, BOX)
    for column in _CELLS if tall <= plan.heights[row] else ():
        if is_empty(plan, Cell(row, column)):
            return Title(text, left_of(column), BOX, tall, 0)
    trips = [] if at_top else [*plan.crossing(row), *plan.climbing(row)]
    crossed = sorted({trip.column for trip in trips})
    left, right = _stretch(text, crossed)
    tall = _tall(text, right - left)
    return Title(text, left, right - left, tall, tall + _STRIP_GAP)


def _tall(text: str, width: float) -> float:
    return len(wrap(text, width, HEADING.size, bold=True)) * HEADING.size * LEADING


def _stretch(text: str, crossed: list[int]) -> tuple[float, float]:
    """The first stretch between arrows that is wide enough; without one, the widest."""
    middles = [middle_of(column) for column in crossed]
    edges = [MARGIN - _CLEAR, *middles, WIDTH - MARGIN + _CLEAR]
    stretches = [(left + _CLEAR, right - _CLEAR) for left, right in pairwise(edges)]
    room = measure(text, HEADING.size, bold=True) + 1
    wide = [one for one in stretches if one[1] - one[0] >= room]
    return wide[0] if wide else max(stretches, key=lambda one: one[1] - one[0])


def is_empty(plan: Plan, cell: Cell) -> bool:
    """Whether no box stands in a cell and no arrow passes it."""
    if cell in plan.grid.cells:
        return False
    return not any(_passes(trip.route.cells, cell) for trip in plan.trips)


def _passes(cells: tuple[Cell, ...], cell: Cell) -> bool:
    for one, after in pairwise(cells):
        rows = sorted((one.row, after.row))
        columns = sorted((one.column, after.column))
        if rows[0] <= cell.row <= rows[1] and columns[0] <= cell.column <= columns[1]:
            return True
    return False
