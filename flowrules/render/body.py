"""Plan + the rows of a page -> Sheet: its bands, boxes and arrows, each at its place."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from flowrules.render.cuts import entering, height
from flowrules.render.figures import (
    BOX,
    box_height,
    box_shape,
    end_shape,
    jump_shape,
    label_shape,
    turn_shape,
)
from flowrules.render.label import EDGE, HEADING, PALE, SHADE, flush, words
from flowrules.render.layout import FROM, JUMP, ROW_GAP
from flowrules.render.plan import PAD, Plan, Trip, from_words, jump_words, leaf_height
from flowrules.render.sheet import Line, Shape, Sheet
from flowrules.render.titles import GUTTER, WIDTH, Title, middle_of, title_of

_SIDES = {"left": "w", "right": "e", "down": "s", "top": "n"}


class _Rows(NamedTuple):
    """The rows of one page: the middle of each, and what stands around them."""

    middles: dict[int, float]
    titles: list[tuple[Title, float, int]]
    bands: list[tuple[int, float, float]]
    above: float
    below: float
    tall: float


def body(plan: Plan, start: int, end: int, page_of: Callable[[int], int | None]) -> Sheet:
    """The rows from `start` up to `end`; `page_of` says on which other page a box stands, if any."""
    rows = _measured(plan, start, end)
    shapes = [*_bands(plan, rows), *_boxes(plan, rows, page_of)]
    lines = list(_fed_lines(plan, rows))
    for trip in plan.trips:
        drawn = _drawn(plan, trip, rows, (start, end), page_of)
        if drawn is not None:
            shapes += drawn.shapes
            lines += drawn.lines
    return Sheet(WIDTH, rows.tall, tuple(shapes), tuple(lines))


# Rows -------------------------------------------------------------------------------------------------


def _measured(plan: Plan, start: int, end: int) -> _Rows:
    """Where each row stands, from the top of the page down."""
    middles: dict[int, float] = {}
    titles: list[tuple[Title, float, int]] = []
    bands: list[tuple[int, float, float]] = []
    down, above = 0.0, 0.0
    for row in range(start, end):
        if row == start or plan.stage(row) != plan.stage(row - 1):
            if bands:
                bands[-1] = (*bands[-1][:2], down + plan.below(row))
                down += plan.gap(row) - PAD
            bands.append((plan.stage(row), down, 0.0))
            down += PAD
            title = title_of(plan, row, at_top=row == start)
            top = down
            down += title.strip
            if row == start and entering(plan, start):
                above = down
                down += JUMP + ROW_GAP
            in_cell = down + (plan.heights[row] - title.height) / 2
            titles.append((title, top if title.strip else in_cell, plan.stage(row)))
        else:
            down += plan.gap(row)
        down += FROM if plan.is_fed(row) else 0
        middles[row] = down + plan.heights[row] / 2
        down += plan.heights[row]
    below = down + ROW_GAP
    tall = height(plan, start, end)
    bands[-1] = (*bands[-1][:2], tall)
    return _Rows(middles, titles, bands, above, below, tall)


def _bands(plan: Plan, rows: _Rows) -> Iterator[Shape]:
    for stage, top, bottom in rows.bands:
        fill = (PALE, SHADE)[stage % 2]
        look = {"shape": "box", "style": "filled", "fillcolor": fill, "color": EDGE, "penwidth": "1"}
        key = f"{plan.part.bands[stage].key}/band"
        yield Shape(key, 0.5, top, WIDTH - 1, bottom - top, "", look)
    for title, top, stage in rows.titles:
        block = flush(words(title.text, title.width, HEADING), title.width)
        key = f"{plan.part.bands[stage].key}/title"
        yield Shape(key, title.left, top, title.width, block.height, block.html)


# Boxes ------------------------------------------------------------------------------------------------


def _boxes(plan: Plan, rows: _Rows, page_of: Callable[[int], int | None]) -> Iterator[Shape]:
    for row in rows.middles:
        for at in plan.in_row(row):
            box = plan.boxes[at]
            shape = box_shape(box.key, box, plan.number(at))
            placed = _centred(shape, plan.grid.cells[at].column, rows.middles[row])
            yield placed
            if sources := plan.sources(at):
                pages = {page_of(source) for source in sources}
                numbers = [plan.number(source) for source in sources]
                text = from_words(numbers, pages.pop() if len(pages) == 1 else None)
                came = jump_shape(f"{box.key}/from", text)
                yield _centred(came, plan.grid.cells[at].column, placed.top - ROW_GAP - JUMP / 2)


def _fed_lines(plan: Plan, rows: _Rows) -> Iterator[Line]:
    for row in rows.middles:
        for at in plan.in_row(row):
            key = plan.boxes[at].key
            if plan.sources(at):
                yield Line(f"{key}/from:s", f"{key}:n", arrow=True)


def _centred(shape: Shape, column: int, middle: float) -> Shape:
    return shape._replace(left=middle_of(column) - shape.width / 2, top=middle - shape.height / 2)


# Arrows -----------------------------------------------------------------------------------------------


def _drawn(
    plan: Plan,
    trip: Trip,
    rows: _Rows,
    span: tuple[int, int],
    page_of: Callable[[int], int | None],
) -> Sheet | None:
    """What of an arrow is on this page: all of it, or what lies between the cuts."""
    start, end = span
    begins = start <= trip.first < end
    if trip.goes_up and not (begins and trip.last >= start):
        return _cut_back(plan, trip, rows, page_of) if begins else None
    if not begins and trip not in entering(plan, start):
        return None
    shapes: list[Shape] = []
    if begins:
        tail = f"{plan.boxes[trip.of].key}:{_SIDES[trip.route.out]}"
        shapes += _label(plan, trip, rows)
    else:
        shapes.append(_came_from(plan, trip, rows, page_of))
        tail = f"{shapes[-1].key}:s"
    head = _head(plan, trip, rows, page_of, shapes, stops=trip.last < end)
    elbow = trip.route.cells[1] if len(trip.route.cells) == 3 else None
    if elbow is None or not start <= elbow.row < end:
        return Sheet(0, 0, tuple(shapes), (Line(tail, head, True, trip.way.lit),))
    turn = _centred(turn_shape(f"{trip.key}/turn"), elbow.column, rows.middles[elbow.row])
    lines = (Line(tail, turn.key, False, trip.way.lit), Line(turn.key, head, True, trip.way.lit))
    return Sheet(0, 0, (*shapes, turn), lines)


def _cut_back(plan: Plan, trip: Trip, rows: _Rows, page_of: Callable[[int], int | None]) -> Sheet:
    """A way back to an earlier page: a jump box stands where its arrow would turn."""
    elbow = trip.route.cells[1]
    leaf = _centred(_leaf(plan, trip, page_of), elbow.column, rows.middles[elbow.row])
    side = "e" if trip.route.out == "left" else "w"
    tail = f"{plan.boxes[trip.of].key}:{_SIDES[trip.route.out]}"
    line = Line(tail, f"{leaf.key}:{side}", True, trip.way.lit)
    return Sheet(0, 0, (*_label(plan, trip, rows), leaf), (line,))


def _came_from(plan: Plan, trip: Trip, rows: _Rows, page_of: Callable[[int], int | None]) -> Shape:
    page = page_of(trip.of)
    text = from_words([plan.number(trip.of)], page)
    return _centred(jump_shape(f"{trip.key}/from", text), trip.column, rows.above + JUMP / 2)


def _head(
    plan: Plan,
    trip: Trip,
    rows: _Rows,
    page_of: Callable[[int], int | None],
    shapes: list[Shape],
    *,
    stops: bool,
) -> str:
    """The side of the shape that an arrow points at; one that is not a box is added to the shapes."""
    if stops and trip.route.kind == "arrow" and trip.to is not None:
        return f"{plan.boxes[trip.to].key}:{_SIDES[trip.route.into]}"
    leaf = _leaf(plan, trip, page_of)
    if stops:
        cell = trip.route.cells[-1]
        shapes.append(_centred(leaf, cell.column, rows.middles[cell.row]))
        return f"{leaf.key}:{_SIDES[trip.route.into]}"
    shapes.append(_centred(leaf, trip.column, rows.below + leaf_height(plan, trip) / 2))
    return f"{leaf.key}:n"


def _leaf(plan: Plan, trip: Trip, page_of: Callable[[int], int | None]) -> Shape:
    if trip.way.end is not None:
        return end_shape(f"{trip.key}/end", trip.way.end)
    page = None if trip.to is None else page_of(trip.to)
    return jump_shape(f"{trip.key}/jump", jump_words(plan, trip, page))


def _label(plan: Plan, trip: Trip, rows: _Rows) -> Iterator[Shape]:
    """`Yes` or `No`, right of an arrow that runs down, above one that runs along."""
    if not trip.way.label:
        return
    shape = label_shape(f"{trip.key}/label", trip.way.label)
    cell = plan.grid.cells[trip.of]
    middle, across = rows.middles[cell.row], middle_of(cell.column)
    half = box_height(plan.boxes[trip.of]) / 2
    if trip.route.out == "down":
        yield shape._replace(left=across + 5, top=middle + half + 1)
    else:
        side = (BOX + GUTTER) / 2 * (1 if trip.route.out == "right" else -1)
        yield shape._replace(left=across + side - shape.width / 2, top=middle - shape.height - 2)
