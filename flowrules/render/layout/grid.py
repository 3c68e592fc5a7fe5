"""Boxes and their ways out, and the grid they are put on: the values that go in and come out.

A row belongs to one stage. A cell holds one thing: a box, an end or jump box, a line going straight
through, the elbow of a line, or nothing. A side of a box has at most one line.
"""

from typing import NamedTuple

LEFT, RIGHT, DOWN, TOP = "left", "right", "down", "top"

COLUMNS = 3
JUMP = 26.0
ROW_GAP = 16.5
TITLE = 15.0
FROM = JUMP + ROW_GAP  # a box that says where the way comes from, and the arrow below it


class Out(NamedTuple):
    """A way out of a box: the box it leads to, or none for an end box of its own of this height."""

    to: int | None
    height: float = 28.0


class Node(NamedTuple):
    """A numbered box. Boxes come sorted by stage, in reading order; `column` is the author's wish."""

    stage: int
    height: float
    ways: tuple[Out, ...]
    column: int | None = None


class Cell(NamedTuple):
    """A place on the grid."""

    row: int
    column: int


class Route(NamedTuple):
    """How a way out is drawn: `arrow` to its box, `end` or `jump` to a box of its own.

    It goes in by the top or a side; a way back may go up, and in by the bottom (`down`).

    Its cells: that of its box, that of its one elbow if it has one, that which it leads to.
    """

    kind: str
    cells: tuple[Cell, ...]
    out: str
    into: str


class Grid(NamedTuple):
    """The stage of each row, the cell of each box, and the route of each of its ways out.

    `fed` are the boxes but the first that no drawn arrow enters: each has a box above it in its own
    cell that says where it is come from.
    """

    rows: tuple[int, ...]
    cells: tuple[Cell, ...]
    routes: tuple[tuple[Route, ...], ...]
    fed: tuple[int, ...]
