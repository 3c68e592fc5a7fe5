"""Band -> Sheet: a stage with its steps in rows of three, and below them its ways on."""

from collections.abc import Sequence
from itertools import pairwise

from flowrules.render.chart import Band, Box
from flowrules.render.label import (
    BAR,
    CENTRED,
    EDGE,
    HEADING,
    SMALL,
    SMALL_CENTRED,
    WHITE,
    Block,
    above,
    cell,
    flush,
    table,
    words,
)
from flowrules.render.sheet import Line, Shape, Sheet, column, only, over, row
from flowrules.render.ways import ARROW, BOX, GUTTER, onward, rounded, tap, turn, ways_sheet

WIDTH = 3 * BOX + 2 * GUTTER + 22
BAND_GAP = 14.0  # an arrow from band to band shows here

_ACROSS = 3
_SIDE, _TOP = 8.0, 8.0
_CHANNEL = WIDTH - 7  # where the arrow to the next band runs down
_RAIL, _INDENT = 5.0, 14.0  # of the ways below steps
_DROP = 18.0  # between rows that a line runs between

_BARS = {
    "employee": "#0069B4",
    "manager": "#123A5C",
    "hr": "#6B6B6B",
    "oh": "#6B6B6B",
    "head": "#9A5B00",
    "panel": "#222222",
}
_OTHER_BAR = "#4A5A2A"
_ROUND = {"start": ("#DFF0E3", "#1E5B2F"), "end": ("#E6E6E6", "#2B2B2B"), "plain": (WHITE, ARROW)}
_SIGN = {"start": "Start: ", "end": "End: ", "plain": ""}


def band_sheet(band: Band, fill: str) -> Sheet:
    """A stage on its band."""
    inside = (_with_steps(band) if band.boxes else _without_steps(band)).at(_SIDE, _TOP)
    height = inside.height + 2 * _TOP
    look = {"shape": "box", "style": "filled", "fillcolor": fill, "color": EDGE, "penwidth": "1"}
    return over(WIDTH, height, only(Shape(band.key, 0, 0, WIDTH, height, "", look)), inside)


def led_on(band: Band, sheet: Sheet, following: str) -> Sheet:
    """A band with the arrow to the stage on the band below it, if a move leads there."""
    ways = [way for way in band.ways if way.target == following]
    arrow = onward(ways, sheet, _CHANNEL, sheet.height + BAND_GAP)
    return over(sheet.width, sheet.height, sheet, arrow)


def _with_steps(band: Band) -> Sheet:
    width = WIDTH - 4 * _SIDE
    said = [words(_title(band), width, HEADING)]
    said += [words(band.notes, width, SMALL)] if band.notes else []
    title = flush(above(said), width)
    head = Shape(f"{band.key}/title", 0, 0, width, title.height, title.html)
    rows = [band.boxes[at : at + _ACROSS] for at in range(0, len(band.boxes), _ACROSS)]
    steps = column([only(head), column([_steps(boxes) for boxes in rows], _DROP)], 5)
    steps = over(steps.width, steps.height, steps, _order(rows, steps))
    return _above_ways(band, steps) if band.ways else steps


def _title(band: Band) -> str:
    return _SIGN[band.look] + band.title


def _above_ways(band: Band, steps: Sheet) -> Sheet:
    """The ways below the steps, and the line that leads there from the last of them."""
    ways = ways_sheet(band.ways, _INDENT, 2 * BOX + GUTTER, _RAIL).at(0, steps.height + _DROP)
    last = steps.named()[band.boxes[-1].key]
    between = steps.height + _DROP / 2
    fork = (
        turn(f"{band.key}/fork/1", last.across, between),
        turn(f"{band.key}/fork/2", _RAIL, between),
    )
    path = [f"{last.key}:s", fork[0].key, fork[1].key, tap(band.ways[0])]
    lines = tuple(Line(tail, head) for tail, head in pairwise(path))
    return over(ways.width, steps.height + _DROP + ways.height, steps, Sheet(0, 0, fork, lines), ways)


def _steps(boxes: Sequence[Box]) -> Sheet:
    """A row of steps, the bars on them of one height."""
    bars = [words(f"{box.number}. {box.who}", BOX - 10, BAR) for box in boxes]
    tall = max(bar.height for bar in bars)
    return row([only(_step(box, bar, tall)) for box, bar in zip(boxes, bars, strict=True)], GUTTER)


def _step(box: Box, bar: Block, tall: float) -> Shape:
    color = _BARS.get(box.role, _OTHER_BAR)
    said = [words(box.do, BOX - 12)]
    said += [words(box.details, BOX - 12, SMALL)] if box.details else []
    top = cell(above([bar], tall), BOX - 2, 3, bgcolor=color, port="bar")
    block = table([[top], [cell(above(said), BOX - 2, 4, bgcolor=WHITE)]], color)
    return Shape(box.key, 0, 0, BOX, block.height, block.html)


def _order(rows: Sequence[Sequence[Box]], steps: Sheet) -> Sheet:
    """The arrows from each step to the next."""
    along = tuple(
        Line(f"{one.key}:bar:e", f"{after.key}:bar:w", arrow=True)
        for boxes in rows
        for one, after in pairwise(boxes)
    )
    shapes = steps.named()
    down = [_down(shapes[high[-1].key], shapes[low[0].key]) for high, low in pairwise(rows)]
    return over(0, 0, Sheet(0, 0, (), along), *down)


def _down(last: Shape, first: Shape) -> Sheet:
    """The arrow from the end of one row to the start of the next, through the gap between them."""
    between = first.top - _DROP / 2 - 1
    bends = (
        turn(f"{first.key}/bend/1", last.across, between),
        turn(f"{first.key}/bend/2", first.across, between),
    )
    lines = (
        Line(f"{last.key}:s", bends[0].key),
        Line(bends[0].key, bends[1].key),
        Line(bends[1].key, f"{first.key}:n", arrow=True),
    )
    return Sheet(0, 0, bends, lines)


def _without_steps(band: Band) -> Sheet:
    """A rounded box, and beside it the ways on."""
    said = [words(_title(band), BOX - 20, CENTRED)]
    said += [words(band.notes, BOX - 20, SMALL_CENTRED)] if band.notes else []
    spot = rounded(f"{band.key}/spot", above(said, side="center"), *_ROUND[band.look])
    if not band.ways:
        return only(spot)
    ways = ways_sheet(band.ways, BOX + GUTTER, 2 * BOX + GUTTER, BOX + GUTTER / 2)
    first = ways.named()[tap(band.ways[0])]
    ways = ways.at(0, max(0, spot.height / 2 - first.down))
    spot = spot._replace(top=ways.named()[first.key].down - spot.height / 2)
    line = Sheet(0, 0, (spot,), (Line(f"{spot.key}:e", first.key),))
    return over(ways.width, max(shape.top + shape.height for shape in (*ways.shapes, spot)), line, ways)
