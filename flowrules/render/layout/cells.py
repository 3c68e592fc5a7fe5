"""Grid -> which cells are taken: by boxes, by end and jump boxes, and by the lines between them."""

from collections.abc import Iterator
from itertools import pairwise

from flowrules.render.layout.grid import Cell, Grid, Route


def taken(grid: Grid) -> set[Cell]:
    """The cells that are not empty."""
    lines = (cell for routes in grid.routes for route in routes for cell in covered(route))
    return {*grid.cells, *lines}


def covered(route: Route) -> Iterator[Cell]:
    """What a way out takes up: the cells of its line, and that of the box of its own if it has one."""
    yield from crossed(route.cells)
    if route.kind != "arrow":
        yield route.cells[-1]


def crossed(corners: tuple[Cell, ...]) -> Iterator[Cell]:
    """The cells of a line between its two ends: those it goes through and that of its elbow."""
    for here, there in pairwise(corners):
        yield from _between(here, there)
    yield from corners[1:-1]


def _between(here: Cell, there: Cell) -> Iterator[Cell]:
    if here.row == there.row:
        low, high = sorted((here.column, there.column))
        yield from (Cell(here.row, column) for column in range(low + 1, high))
    else:
        low, high = sorted((here.row, there.row))
        yield from (Cell(row, here.column) for row in range(low + 1, high))


def unled(grid: Grid) -> tuple[int, ...]:
    """The boxes but the first that no drawn arrow enters."""
    ends = {route.cells[-1] for routes in grid.routes for route in routes if route.kind == "arrow"}
    return tuple(box for box, cell in enumerate(grid.cells) if box and cell not in ends)


def sides(grid: Grid) -> set[tuple[Cell, str]]:
    """The sides of numbered boxes that have a line: each as its box's cell and the side."""
    routes = [route for routes in grid.routes for route in routes]
    arrows = [route for route in routes if route.kind == "arrow"]
    return {(r.cells[0], r.out) for r in routes} | {(r.cells[-1], r.into) for r in arrows}
