"""Sheet: shapes at their places and the lines between them, put beside or below one another.

Measures are in points, from the top left.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple


class Shape(NamedTuple):
    """Something drawn at a place; with no `look` it is its label alone."""

    key: str
    left: float
    top: float
    width: float
    height: float
    label: str = ""
    look: Mapping[str, str] = {}

    @property
    def across(self) -> float:
        """The middle, from the left."""
        return self.left + self.width / 2

    @property
    def down(self) -> float:
        """The middle, from the top."""
        return self.top + self.height / 2


class Line(NamedTuple):
    """A straight line from one shape to another, each with a side: `stage-1/way/1:e`."""

    tail: str
    head: str
    arrow: bool = False
    bold: bool = False


class Sheet(NamedTuple):
    """A part of the drawing, and how much room it takes."""

    width: float
    height: float
    shapes: tuple[Shape, ...] = ()
    lines: tuple[Line, ...] = ()

    def at(self, right: float, down: float) -> "Sheet":
        """The same, moved."""
        moved = (shape._replace(left=shape.left + right, top=shape.top + down) for shape in self.shapes)
        return self._replace(shapes=tuple(moved))

    def named(self) -> dict[str, Shape]:
        return {shape.key: shape for shape in self.shapes}


def only(shape: Shape) -> Sheet:
    return Sheet(shape.left + shape.width, shape.top + shape.height, (shape,))


def over(width: float, height: float, *sheets: Sheet) -> Sheet:
    """Sheets already in their places, as one; the first is drawn first."""
    shapes = tuple(shape for sheet in sheets for shape in sheet.shapes)
    return Sheet(width, height, shapes, tuple(line for sheet in sheets for line in sheet.lines))


def column(sheets: Iterable[Sheet], gap: float) -> Sheet:
    """One below another."""
    placed: list[Sheet] = []
    down = 0.0
    for sheet in sheets:
        placed.append(sheet.at(0, down))
        down += sheet.height + gap
    return over(max((sheet.width for sheet in placed), default=0), max(down - gap, 0), *placed)
