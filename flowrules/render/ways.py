"""Ways -> Sheet: the moves of a stage, one a row, all hung on one line that runs down beside them.

The words of a move stand in a box on its arrow, so that they cannot be taken for another's; and the
arrow ends in a rounded box that names the stage, so that no line runs back over the page. From there
another line runs on to the band below, for the moves that lead there.
"""

from collections.abc import Sequence
from itertools import pairwise

from flowrules.render.chart import Way
from flowrules.render.label import (
    CENTRED,
    SMALL,
    SMALL_STRONG,
    WHITE,
    Block,
    above,
    cell,
    table,
    words,
)
from flowrules.render.sheet import Line, Shape, Sheet, column

BOX = 145.0
GUTTER = 20.0
ARROW = "#1F2933"

_CREAM, _BROWN = "#FFF0C2", "#5C4400"
_GAP = 5.0


def turn(key: str, across: float, down: float) -> Shape:
    """A speck, by its middle, at which a line turns."""
    look = {"shape": "box", "style": "filled", "fillcolor": ARROW, "color": ARROW, "penwidth": "0"}
    return Shape(key, across - 0.7, down - 0.7, 1.4, 1.4, "", look)


def rounded(key: str, block: Block, fill: str = WHITE, color: str = ARROW) -> Shape:
    """A rounded box."""
    look = {
        "shape": "box",
        "style": "rounded,filled",
        "fillcolor": fill,
        "color": color,
        "penwidth": "1.6",
    }
    return Shape(key, 0, 0, BOX, block.height + 10, block.html, look)


def tap(way: Way) -> str:
    """Where a way hangs on its line."""
    return f"{way.key}/tap"


def ways_sheet(ways: Sequence[Way], left: float, right: float, rail: float) -> Sheet:
    """The boxes of the moves from `left` to `right`, their targets a gutter on, their line at `rail`."""
    sheet = column([_way(way, left, right, rail) for way in ways], _GAP)
    lines = tuple(Line(tap(high), tap(low)) for high, low in pairwise(ways))
    return sheet._replace(lines=sheet.lines + lines)


def _way(way: Way, left: float, right: float, rail: float) -> Sheet:
    block = _words(way, right - left)
    lead = "Back to: " if way.back else "On to: "
    target = rounded(_target(way), words(lead + way.target_title, BOX - 20, CENTRED))
    height = max(block.height, target.height)
    shapes = (
        turn(tap(way), rail, height / 2),
        Shape(way.key, left, (height - block.height) / 2, right - left, block.height, block.html),
        target._replace(left=right + GUTTER, top=(height - target.height) / 2),
    )
    lines = (Line(tap(way), f"{way.key}:w"), Line(f"{way.key}:e", f"{target.key}:w", arrow=True))
    return Sheet(right + GUTTER + BOX, height, shapes, lines)


def _words(way: Way, width: float) -> Block:
    first, *others = way.words
    said = [words(f"{way.letter}. {first}", width - 12, SMALL_STRONG)]
    said += [words(others, width - 12, SMALL)] if others else []
    return table([[cell(above(said), width - 2, 4, bgcolor=_CREAM)]], _BROWN)


def _target(way: Way) -> str:
    return f"{way.key}/to/{way.target}"


def onward(ways: Sequence[Way], placed: Sheet, across: float, below: float) -> Sheet:
    """The line down to the band below, from the targets of the ways that lead there."""
    if not ways:
        return Sheet(0, 0)
    shapes = placed.named()
    turns = [turn(f"{_target(way)}/on", across, shapes[_target(way)].down) for way in ways]
    lines = [Line(f"{_target(way)}:e", f"{_target(way)}/on") for way in ways]
    lines += [Line(high.key, low.key) for high, low in pairwise(turns)]
    entry = turn(f"{ways[0].target}/in", across, below)
    lines += [Line(turns[-1].key, entry.key, arrow=True)]
    return Sheet(0, 0, (*turns, entry), tuple(lines))
