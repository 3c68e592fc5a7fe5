"""Boxes, ends and jumps -> Shapes: how each looks and how much room it takes, at no place yet."""

from collections.abc import Sequence
from functools import cache
from itertools import count

from flowrules.render.label import (
    BAR,
    BODY,
    CENTRED,
    CENTRED_DETAIL,
    DETAIL,
    INK,
    LEADING,
    STRONG,
    WHITE,
    Block,
    Type,
    above,
    cell,
    space,
    table,
    words,
)
from flowrules.render.sheet import Shape
from flowrules.render.steps import WITHIN, Box, End
from flowrules.render.wrap import cut_long, measure, wrap, wrap_to

BOX = 145.0  # the width of every box
ARROW = "#1F2933"

BARS = {
    "employee": "#0069B4",
    "manager": "#123A5C",
    "hr": "#6B6B6B",
    "oh": "#6B6B6B",
    "head": "#9A5B00",
    "panel": "#222222",
}
OTHER_BAR = "#4A5A2A"
_TIME_BAR = "#5C4400"
_CREAM, _BROWN = "#FFF0C2", "#5C4400"
_ENDS = {"good": ("#DFF0E3", "#1E5B2F"), "end": ("#E6E6E6", "#2B2B2B"), "stay": (WHITE, "#1E5B2F")}
_LINE = 10 * LEADING
# How a box is lit, by the way that one person took: not by colour alone, and seen on any printer.
_BORDERS = {"": 1, "may": 1, "past": 3, "now": 4}
_FILLS = {"": WHITE, "may": WHITE, "past": WHITE, "now": "#FFF9E5"}
_LOWEST, _SLACK = 48.0, 12.0  # points: the height of a question, and what its lines leave of it
_WIDEST = "888"  # a number with as much room as any: the height of a box may not rest on its number
_MANY = 12  # lines: a text that does not fit them has words that are too long to stand whole


@cache
def box_height(box: Box) -> float:
    """The height of a box, which does not depend on its number (of three figures at most)."""
    return box_shape(box.key, box, 0).height


def box_shape(key: str, box: Box, number: int) -> Shape:
    """A numbered box."""
    return _asked(key, box, number) if box.kind == "ask" else _step(key, box, number)


def _step(key: str, box: Box, number: int) -> Shape:
    """A white box with a coloured bar, on which stand its number and who does it."""
    color = _TIME_BAR if box.kind == "wait" else BARS.get(box.role, OTHER_BAR)
    room = len(wrap(f"{_WIDEST}. {box.who}", BOX - 12, bold=True)) * _LINE
    bar = above([words(f"{number}. {box.who}", BOX - 12, BAR)], room)
    said = [words(text, WITHIN) for text in box.said]
    said += [words(detail, WITHIN, DETAIL) for detail in box.details if detail]
    said += [space(3), *(words(mark, WITHIN, STRONG) for mark in box.marks)] if box.marks else []
    border = _BORDERS[box.lit]
    top = cell(bar, BOX - 2 * border, 2, bgcolor=color)
    low = cell(above(said), BOX - 2 * border, 3, bgcolor=_FILLS[box.lit])
    block = table([[top], [low]], INK if border > 1 else color, border)
    return Shape(key, 0, 0, BOX, block.height, block.html)


def _asked(key: str, box: Box, number: int) -> Shape:
    """A cream box with pointed sides: a diamond holds two short lines, and conditions are longer."""
    tall, (first, *others) = _setting(box)
    lines = [(first[0].replace(_WIDEST, str(number), 1), first[1]), *others]
    block = above([words(text, BOX, kind) for text, kind in lines], side="center")
    look = {
        "shape": "hexagon",
        "style": "filled",
        "fillcolor": _CREAM,
        "color": INK if box.lit in ("past", "now") else _BROWN,
        "penwidth": f"{_BORDERS[box.lit] + 0.6:.1f}",
    }
    return Shape(key, 0, 0, BOX, tall, block.html, look)


@cache
def _setting(box: Box) -> tuple[float, tuple[tuple[str, Type], ...]]:
    """The lines of a question, set between the sides, and the least height that holds them."""
    texts = [(f"{_WIDEST}. {box.said[0]}", CENTRED)]
    texts += [(detail, CENTRED_DETAIL) for detail in box.details]
    texts += [(mark, CENTRED) for mark in box.marks]
    least = sum(measure(text, bold=kind.bold) for text, kind in texts) // BOX
    for step in count():
        tall = max(_LOWEST, least * _LINE) + step * _LINE / 2
        most = int((tall - _SLACK) / _LINE)
        for lines in range(1 if most < _MANY else most, most + 1):
            said, found = _set_in(texts, lines, tall), lines
            while said is not None and len(said) != found:
                found = len(said)
                said = _set_in(texts, found, tall)
            if said is not None:
                return tall, tuple(said)
    raise AssertionError


def _set_in(texts: Sequence[tuple[str, Type]], lines: int, tall: float) -> list[tuple[str, Type]] | None:
    """The texts in at most so many lines; None if that does not hold them."""
    widths = [_room(line, lines, tall) for line in range(lines)]
    found: list[tuple[str, Type]] = []
    for text, kind in texts:
        cut = text if lines < _MANY else cut_long(text, BOX / 2 - 5, bold=kind.bold)
        said = wrap_to(cut, widths[len(found) :], bold=kind.bold)
        if said is None:
            return None
        found += [(one, kind) for one in said]
    return found


def _room(line: int, lines: int, tall: float) -> float:
    """The width at one of the lines: the sides slant from a quarter of the width in."""
    edge = max(abs(line - lines / 2), abs(line + 1 - lines / 2)) * _LINE
    return BOX * (1 - edge / tall) - 4


@cache
def end_height(end: End) -> float:
    """The height of an end."""
    return end_shape("", end).height


def end_shape(key: str, end: End) -> Shape:
    """A rounded box with a thick edge, in which a way ends."""
    said = [words(end.title, WITHIN - 4, CENTRED)]
    said += [words(end.note, WITHIN - 4, CENTRED_DETAIL)] if end.note else []
    return _rounded(key, above(said, side="center"), *_ENDS[end.look], penwidth="2.2")


def jump_shape(key: str, text: str) -> Shape:
    """A rounded box that says where a way goes on, or where it comes from."""
    return _rounded(key, words(text, WITHIN - 4, CENTRED), WHITE, ARROW, penwidth="1.4")


def _rounded(key: str, block: Block, fill: str, color: str, penwidth: str) -> Shape:
    look = {
        "shape": "box",
        "style": "rounded,filled",
        "fillcolor": fill,
        "color": color,
        "penwidth": penwidth,
    }
    return Shape(key, 0, 0, BOX, block.height + 14, block.html, look)


def turn_shape(key: str) -> Shape:
    """A speck at which a line turns."""
    look = {"shape": "box", "style": "filled", "fillcolor": ARROW, "color": ARROW, "penwidth": "0"}
    return Shape(key, 0, 0, 1.4, 1.4, "", look)


def label_shape(key: str, text: str) -> Shape:
    """What stands beside an arrow."""
    block = words(text, 40, BODY._replace(bold=True))
    return Shape(key, 0, 0, measure(text, bold=True), block.height, block.html)
