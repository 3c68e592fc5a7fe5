"""Grid -> Grid: what the search could not see from above is put right, row numbers are closed up.

It follows a line before it knows that it will end in a jump box, and puts a jump box down before it
knows what will stand below it. So jump boxes are moved up to their boxes, jumps for which there is room
after all become arrows, and rows in which nothing stands any more are taken out.
"""

from collections.abc import Iterator, Mapping, Sequence

from flowrules.render.layout.cells import covered, crossed, sides, taken, unled
from flowrules.render.layout.grid import COLUMNS, DOWN, LEFT, RIGHT, TOP, Cell, Grid, Node, Route

_FACING = {DOWN: TOP, LEFT: RIGHT, RIGHT: LEFT}
_STEPS = {DOWN: (1, 0), LEFT: (0, -1), RIGHT: (0, 1)}


def repaired(nodes: Sequence[Node], grid: Grid) -> Grid:
    """The grid with every jump box next to its box, and none that an arrow could replace."""
    for box, routes in enumerate(grid.routes):
        for at, route in enumerate(routes):
            if route.kind == "jump":
                grid = _drawn_near(grid, box, at)
    grid = _with_ways_in(grid)
    better: Grid | None = grid
    while better is not None:
        grid = better
        better = next(_with_a_jump_less(nodes, grid), None)
    return _closed_up(grid._replace(fed=unled(grid)))


def _drawn_near(grid: Grid, box: int, at: int) -> Grid:
    """Moves a jump box next to the box that it is of, and into the same stage."""
    here, jump = grid.cells[box], grid.routes[box][at]
    near = _beside(here, jump.out)
    if grid.rows[near.cells[-1].row] == grid.rows[here.row]:
        return _with(grid, box, at, near)
    cells, used = taken(grid), sides(grid)
    for beside in (_beside(here, LEFT), _beside(here, RIGHT)):
        cell = beside.cells[-1]
        if cell.column in range(COLUMNS) and cell not in cells and (here, beside.out) not in used:
            return _with(grid, box, at, beside)
    return _with(_with_a_row_more(grid, here.row), box, at, near)


def _with_ways_in(grid: Grid) -> Grid:
    """Without a line back up to a box that no other line enters: it needs one that leads to it."""
    arrows = [route for routes in grid.routes for route in routes if route.kind == "arrow"]
    entered = {route.cells[-1] for route in arrows if route.into != DOWN}
    for box, routes in enumerate(grid.routes):
        for at, route in enumerate(routes):
            if route.kind == "arrow" and route.into == DOWN and route.cells[-1] not in entered:
                grid = _with(grid, box, at, _beside(grid.cells[box], route.out))
    return grid


def _with(grid: Grid, box: int, at: int, route: Route) -> Grid:
    routes = grid.routes[box]
    changed = (*routes[:at], route, *routes[at + 1 :])
    return grid._replace(routes=(*grid.routes[:box], changed, *grid.routes[box + 1 :]))


def _beside(here: Cell, out: str) -> Route:
    down, across = _STEPS[out]
    return Route("jump", (here, Cell(here.row + down, here.column + across)), out, _FACING[out])


def _with_a_jump_less(nodes: Sequence[Node], grid: Grid) -> Iterator[Grid]:
    cells, used = taken(grid), sides(grid)
    for box, (node, routes) in enumerate(zip(nodes, grid.routes, strict=True)):
        for at, (out, route) in enumerate(zip(node.ways, routes, strict=True)):
            if route.kind != "jump" or out.to is None or out.to == box:
                continue
            left = used - {(grid.cells[box], route.out)}
            alone = out.to in unled(grid)
            for arrow in _arrows(grid.cells[box], grid.cells[out.to]):
                if alone and arrow.into == DOWN:
                    continue
                free = left.isdisjoint(((arrow.cells[0], arrow.out), (arrow.cells[-1], arrow.into)))
                if free and (cells - {*covered(route)}).isdisjoint(crossed(arrow.cells)):
                    yield _with(grid, box, at, arrow)


def _arrows(here: Cell, there: Cell) -> Iterator[Route]:
    """The ways to draw an arrow between two boxes: straight, or with one elbow."""
    out, into = (RIGHT, LEFT) if here.column < there.column else (LEFT, RIGHT)
    if here.row > there.row:
        if here.column != there.column:
            yield Route("arrow", (here, Cell(here.row, there.column), there), out, DOWN)
        return
    if here.column == there.column:
        yield Route("arrow", (here, there), DOWN, TOP)
    elif here.row == there.row:
        yield Route("arrow", (here, there), out, into)
    else:
        yield Route("arrow", (here, Cell(there.row, here.column), there), DOWN, into)
        yield Route("arrow", (here, Cell(here.row, there.column), there), out, TOP)


def _with_a_row_more(grid: Grid, row: int) -> Grid:
    """With an empty row of the same stage below a row."""
    shifted = [at + (at > row) for at in range(len(grid.rows))]
    rows = (*grid.rows[: row + 1], grid.rows[row], *grid.rows[row + 1 :])
    return _moved(grid, dict(enumerate(shifted)))._replace(rows=rows)


def _closed_up(grid: Grid) -> Grid:
    """Without the rows in which no box of any kind stands."""
    own = {route.cells[-1].row for routes in grid.routes for route in routes}
    kept = sorted(own | {cell.row for cell in grid.cells})
    closed = _moved(grid, {row: new for new, row in enumerate(kept)})
    return closed._replace(rows=tuple(grid.rows[row] for row in kept))


def _moved(grid: Grid, to: Mapping[int, int]) -> Grid:
    """With everything in other rows."""

    def moved(route: Route) -> Route:
        return route._replace(cells=tuple(Cell(to[row], column) for row, column in route.cells))

    cells = tuple(Cell(to[row], column) for row, column in grid.cells)
    return grid._replace(cells=cells, routes=tuple(tuple(map(moved, routes)) for routes in grid.routes))
