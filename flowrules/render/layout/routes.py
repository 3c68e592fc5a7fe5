"""Rows -> Grid: the rows that the search found, with every way out followed to where it ends."""

from collections.abc import Sequence
from typing import NamedTuple

from flowrules.render.layout.cells import unled
from flowrules.render.layout.grid import DOWN, LEFT, RIGHT, TOP, Cell, Grid, Node, Route
from flowrules.render.layout.row import Fate, Row, Where


class _Line(NamedTuple):
    """A way out, as far as it is drawn."""

    way: int
    corners: tuple[Cell, ...]
    out: str


def routed(nodes: Sequence[Node], rows: Sequence[Row]) -> Grid:
    """The rows as a grid."""
    drawing = _Drawing(nodes)
    for row in rows:
        drawing.add(row)
    ways = iter(range(len(drawing.routes)))
    cells = tuple(drawing.cells[box] for box in range(len(nodes)))
    routes = tuple(tuple(drawing.routes[next(ways)] for _ in node.ways) for node in nodes)
    grid = Grid(tuple(drawing.stages), cells, routes, ())
    return grid._replace(fed=unled(grid))


class _Drawing:
    """The rows so far, and the line that hangs down in each column."""

    def __init__(self, nodes: Sequence[Node]) -> None:
        self.nodes = nodes
        self.outs = [(at, out.to) for at, node in enumerate(nodes) for out in node.ways]
        self.stages: list[int] = []
        self.cells: dict[int, Cell] = {}
        self.routes: dict[int, Route] = {}
        self.hanging: dict[int, _Line] = {}

    def add(self, row: Row) -> None:
        """Puts the next row below the others."""
        at = len(self.stages)
        boxes = {box: Cell(at, column) for column, box in enumerate(row.boxes) if box >= 0}
        self.cells |= boxes
        # A row of jump boxes alone goes with the boxes that they are of.
        self.stages.append(self.nodes[next(iter(boxes))].stage if boxes else self.stages[-1])
        for column, fate in enumerate(row.fates):
            if fate not in {Fate.NONE, Fate.ON, Fate.HOLD}:
                self._end_from_above(self.hanging.pop(column), Cell(at, column), fate)
        for way, where, column in row.outs:
            self._leave(way, where, Cell(at, column))

    def _end_from_above(self, line: _Line, here: Cell, fate: int) -> None:
        if fate >= Fate.TURN:
            there = Cell(here.row, fate - Fate.TURN)
            into = LEFT if there.column > here.column else RIGHT
            self._end(line._replace(corners=(*line.corners, here)), "arrow", there, into)
        else:
            self._end(line, "arrow" if fate == Fate.IN else self._own(line.way), here, TOP)

    def _leave(self, way: int, where: int, there: Cell) -> None:
        here = self.cells[self.outs[way][0]]
        out = DOWN if where == Where.DOWNWARD else LEFT if there.column < here.column else RIGHT
        line = _Line(way, (here,), out)
        if where == Where.DOWNWARD:
            self.hanging[there.column] = line
        elif where == Where.UP:
            to = self.outs[way][1]
            assert to is not None
            self._end(line._replace(corners=(here, there)), "arrow", self.cells[to], DOWN)
        elif where == Where.BEND:
            self.hanging[there.column] = line._replace(corners=(here, there))
        else:
            kind = self._own(way) if where == Where.BESIDE else "arrow"
            self._end(line, kind, there, RIGHT if out == LEFT else LEFT)

    def _own(self, way: int) -> str:
        """The kind of a way out that ends in a box of its own."""
        return "end" if self.outs[way][1] is None else "jump"

    def _end(self, line: _Line, kind: str, there: Cell, into: str) -> None:
        self.routes[line.way] = Route(kind, (*line.corners, there), line.out, into)
