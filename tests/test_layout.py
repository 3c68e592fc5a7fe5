"""Placing: every rule of the grid, held by a check that knows nothing of how a grid is found."""

import os
import subprocess
import sys
from collections import Counter
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest
from graphs import END, chart, procedure, tangle

import flowrules
from flowrules.render.layout import DOWN, LEFT, RIGHT, TOP, Cell, Grid, Route, place
from flowrules.render.layout.cost import Weights
from flowrules.render.layout.facts import facts
from flowrules.render.layout.repair import repaired
from flowrules.render.layout.routes import routed
from flowrules.render.layout.search import search

UP = "up"
FACING = {RIGHT: LEFT, LEFT: RIGHT, DOWN: TOP, UP: DOWN}


# ---- the check


def faults(nodes, grid):
    """What is wrong with a grid, in words."""
    if [len(node.ways) for node in nodes] != [len(routes) for routes in grid.routes]:
        return ["a way out is missing"]
    if len(grid.cells) != len(nodes):
        return ["a box is missing"]
    return [
        *row_faults(nodes, grid),
        *crowded(grid),
        *[fault for at, node in enumerate(nodes) for fault in node_faults(nodes, grid, at, node)],
        *fed_faults(grid),
        *lonely(grid),
    ]


def row_faults(nodes, grid):
    if list(grid.rows) != sorted(grid.rows):
        yield "stages out of order"
    used = {cell.row for cell in grid.cells}
    used |= {route.cells[-1].row for routes in grid.routes for route in routes}
    if used != set(range(len(grid.rows))):
        yield "a row with nothing in it, or beyond the last"


def walk(here, there):
    """The cells from one to another in a straight line, both left out; None if there is no such line."""
    rows, columns = there.row - here.row, there.column - here.column
    if (rows == 0) == (columns == 0):
        return None
    if rows:
        low, high = sorted((here.row, there.row))
        return [Cell(row, here.column) for row in range(low + 1, high)]
    sign = 1 if columns > 0 else -1
    return [Cell(here.row, here.column + sign * step) for step in range(1, abs(columns))]


def heading(here, there):
    if there.row != here.row:
        return DOWN if there.row > here.row else UP
    return RIGHT if there.column > here.column else LEFT


def crowded(grid):
    """Cells that hold two things, sides of boxes that have two lines."""
    things, sides = Counter(grid.cells), Counter()
    for route in (route for routes in grid.routes for route in routes):
        for here, there in pairwise(route.cells):
            things.update(walk(here, there) or [])
        things.update(route.cells[1:-1])
        sides[route.cells[0], route.out] += 1
        if route.kind == "arrow":
            sides[route.cells[-1], route.into] += 1
        else:
            things[route.cells[-1]] += 1
    yield from (f"two things in {cell}" for cell, count in things.items() if count > 1)
    yield from (
        f"off the page: {cell}" for cell in things if not (0 <= cell.column <= 2 and cell.row >= 0)
    )
    yield from (f"two lines at {side}" for side, count in sides.items() if count > 1)


def node_faults(nodes, grid, at, node):
    cell = grid.cells[at]
    if cell.row >= len(grid.rows) or grid.rows[cell.row] != node.stage:
        yield f"box {at} in a row of another stage"
    if node.column is not None and cell.column != node.column and len(node.ways) < 3:
        yield f"box {at} not in the column asked for"
    for out, route in zip(node.ways, grid.routes[at], strict=True):
        yield from (f"box {at}: {fault}" for fault in route_faults(grid, cell, out, route))
        if (
            route.kind != "arrow"
            and grid.rows[min(route.cells[-1].row, len(grid.rows) - 1)] != node.stage
        ):
            yield f"box {at}: its own box in another stage"
        if route.kind == "jump" and out.to is not None and list(free_arrows(grid, at, out.to, route)):
            yield f"box {at}: a jump where an arrow would do"


def route_faults(grid, cell, out, route):
    if route.kind not in ({"end"} if out.to is None else {"arrow", "jump"}):
        yield f"kind {route.kind}"
        return
    if route.cells[0] != cell or len(route.cells) not in {2, 3}:
        yield "line does not begin at its box, or turns twice"
        return
    if any(walk(here, there) is None for here, there in pairwise(route.cells)):
        yield "line slants"
        return
    headings = [heading(here, there) for here, there in pairwise(route.cells)]
    if UP in headings and (len(headings) == 1 or headings[0] == UP or route.kind != "arrow"):
        yield "goes up but as the last of a way back"
    if len(headings) == 2 and (headings[0] in (UP, DOWN)) == (headings[1] in (UP, DOWN)):
        yield "elbow that does not turn"
    if route.out != headings[0] or route.into != FACING[headings[-1]]:
        yield "side is not that of the line"
    if route.kind == "arrow" and route.cells[-1] != grid.cells[out.to]:
        yield "arrow to another box"


def fed_faults(grid):
    entered = {route.cells[-1] for routes in grid.routes for route in routes if route.kind == "arrow"}
    expected = [at for at, cell in enumerate(grid.cells) if at and cell not in entered]
    if list(grid.fed) != expected:
        yield f"fed {grid.fed}, not {expected}"


def lonely(grid):
    """Boxes but the first that only a line from below enters: a reader who comes down finds no way in."""
    arrows = [route for routes in grid.routes for route in routes if route.kind == "arrow"]
    down = {route.cells[-1] for route in arrows if route.into != DOWN}
    for route in arrows:
        if route.into == DOWN and route.cells[-1] not in down | {grid.cells[0]}:
            yield f"nothing but a line from below leads to {route.cells[-1]}"


def free_arrows(grid, at, to, jump):
    """Lines of at most one elbow to a box for which there is room without the jump."""
    here, there = grid.cells[at], grid.cells[to]
    rest = [route for routes in grid.routes for route in routes if route is not jump]
    full = {*grid.cells} | {route.cells[-1] for route in rest}
    full |= {cell for route in rest for pair in pairwise(route.cells) for cell in walk(*pair) or []}
    full |= {cell for route in rest for cell in route.cells[1:-1]}
    lines = {(route.cells[0], route.out) for route in rest}
    lines |= {(route.cells[-1], route.into) for route in rest}
    elbows = {Cell(here.row, there.column), Cell(there.row, here.column)} - {here, there}
    for corners in [(here, there), *((here, elbow, there) for elbow in sorted(elbows))]:
        stretches = [walk(*pair) for pair in pairwise(corners)]
        if None in stretches or full & {
            *corners[1:-1],
            *(cell for cells in stretches for cell in cells),
        }:
            continue
        down = {one.cells[-1] for one in rest if one.kind == "arrow" and one.into != DOWN}
        if heading(*corners[:2]) == UP or (heading(*corners[-2:]) == UP and there not in down):
            continue
        ends = {(here, heading(*corners[:2])), (there, FACING[heading(*corners[-2:])])}
        if not ends & lines:
            yield corners


def narrow(nodes, width, weights=Weights()):  # noqa: B008
    return repaired(nodes, routed(nodes, search(facts(nodes), weights, width)))


def kinds(grid):
    return Counter(route.kind for routes in grid.routes for route in routes)


def look(grid):
    """A grid as a few words: the boxes of each row, a dot for a cell without one."""
    rows = [["."] * 3 for _ in grid.rows]
    for box, cell in enumerate(grid.cells):
        rows[cell.row][cell.column] = str(box)
    return " / ".join(" ".join(row) for row in rows)


# ---- any chart


@pytest.mark.parametrize("size", [1, 2, 5, 8, 15, 30])
def test_a_chart_like_a_procedure_is_placed_without_a_fault(size):
    for seed in range(6):
        nodes = procedure(size, seed)
        assert not faults(nodes, place(nodes, preview=seed > 0 or size > 15)), seed


def test_a_wholly_random_chart_is_placed_without_a_fault():
    for seed in range(25):
        nodes = tangle(4 + seed, seed)
        assert not faults(nodes, place(nodes, preview=True)), seed


def test_the_columns_that_an_author_asks_for_are_kept():
    for seed in range(25):
        nodes = tangle(4 + seed, seed, wishes=0.7)
        assert not faults(nodes, place(nodes, preview=True)), seed


@pytest.mark.parametrize("width", [1, 2])
def test_however_narrow_the_search_every_chart_is_placed(width):
    for seed in range(25):
        for nodes in (procedure(20, seed), tangle(20, seed), tangle(20, seed, wishes=1.0)):
            assert not faults(nodes, narrow(nodes, width)), seed


def test_a_long_chart_is_placed():
    nodes = procedure(200, 3)
    assert not faults(nodes, place(nodes, preview=True))


def test_one_long_stage_is_placed():
    nodes = [node._replace(stage=0) for node in procedure(60, 5)]
    assert not faults(nodes, place(nodes, preview=True))


def test_no_chart_is_an_empty_grid():
    assert place([]) == Grid((), (), (), ())


def test_stages_may_be_left_out():
    nodes = chart([1], [END], stages=[2, 7])
    assert place(nodes).rows == (2, 7)


def test_a_chart_of_sixty_boxes_takes_few_jumps():
    nodes = procedure(60, 2)
    arrows = sum(out.to is not None for node in nodes for out in node.ways)
    assert kinds(place(nodes, preview=True))["jump"] < arrows / 4


# ---- charts with a known best


def test_a_question_has_its_end_beside_it_and_the_way_on_below():
    grid = place(chart([1], [END, 2], [END]))
    assert look(grid) == "0 1 . / . 2 ."
    assert grid.routes[1] == (
        Route("end", (Cell(0, 1), Cell(0, 2)), RIGHT, LEFT),
        Route("arrow", (Cell(0, 1), Cell(1, 1)), DOWN, TOP),
    )


def test_two_ways_that_meet_again_need_no_elbow():
    grid = place(chart([1, 2], [3], [3], [END]))
    assert look(grid) == "0 1 . / 2 3 ."
    assert kinds(grid) == {"arrow": 4, "end": 1}


def test_a_step_that_may_be_left_out_is_passed_with_one_elbow():
    grid = place(chart([1, 2], [2], [END]))
    assert kinds(grid) == {"arrow": 3, "end": 1}
    assert [len(route.cells) for route in grid.routes[0]].count(3) == 1


def test_two_ways_to_the_same_box_are_both_drawn():
    grid = place(chart([1, 1], [END]))
    assert kinds(grid) == {"arrow": 2, "end": 1}


def test_a_way_back_goes_up_into_its_box_where_there_is_room():
    grid = place(chart([1], [0, 2], [END]))
    assert kinds(grid) == {"arrow": 3, "end": 1}
    back = grid.routes[1][0]
    assert (len(back.cells), back.into) == (3, DOWN)
    assert back.cells[-1] == grid.cells[0]


def test_a_way_back_over_what_stands_between_is_a_jump():
    questions = [[at + 1, END, END] for at in range(4)]
    grid = place(chart(*questions, [0, END]))
    assert [route.kind for route in grid.routes[4]] == ["jump", "end"]


def test_a_way_back_to_the_box_itself_is_a_jump():
    grid = place(chart([0, 1], [END]))
    assert [route.kind for route in grid.routes[0]] == ["jump", "arrow"]


def test_a_box_that_nobody_points_at_is_told():
    grid = place(chart([END], [2], [END]))
    assert grid.fed == (1,)


def test_a_straight_path_runs_down_the_middle():
    questions = [[at + 1, END] for at in range(5)]
    grid = place(chart(*questions, [END]))
    assert {cell.column for cell in grid.cells[1:]} == {1}


def test_a_chart_placed_by_hand_with_one_jump_is_placed_with_none():
    ways = [
        [1],
        [2, 3],
        [4],
        [6],
        [5],
        [6, 8],
        [7],
        [END, 9],
        [9],
        [10],
        [11],
        [END, 12],
        [13],
        [10, 14],
    ]
    grid = place(chart(*ways, [15], [END], stages=[0] * 3 + [1] * 6 + [2] * 5 + [3] * 2))
    assert kinds(grid) == {"arrow": 18, "end": 3}
    assert len(grid.rows) <= 11
    assert grid.fed == ()


def test_a_wish_for_a_column_is_kept_even_where_it_costs_a_jump():
    grid = place(chart([1], [2, 3], [END], [END], columns={0: 2, 1: 0, 3: 2}.items()))
    assert [grid.cells[box].column for box in (0, 1, 3)] == [2, 0, 2]


def test_a_box_with_three_ways_out_needs_the_middle():
    grid = place(chart([1, 1, END], [END], columns={0: 0}.items()))
    assert grid.cells[0].column == 1


# ---- what the search leaves is put right


def route(kind, *cells):
    corners = tuple(Cell(*cell) for cell in cells)
    return Route(kind, corners, heading(*corners[:2]), FACING[heading(*corners[-2:])])


def test_a_jump_becomes_an_arrow_where_there_is_room():
    nodes = chart([1, 2], [END], [END])
    ends = [(route("end", (1, 1), (1, 0)),), (route("end", (2, 2), (2, 1)),)]
    jumping = (route("arrow", (0, 1), (1, 1)), route("jump", (0, 1), (0, 2)))
    before = Grid((0, 0, 0), (Cell(0, 1), Cell(1, 1), Cell(2, 2)), (jumping, *ends), (2,))
    assert faults(nodes, before) == ["box 0: a jump where an arrow would do"]
    after = repaired(nodes, before)
    assert after.routes[0][1] == route("arrow", (0, 1), (0, 2), (2, 2))
    assert after.fed == ()


def test_a_jump_box_stands_next_to_the_box_that_it_is_of():
    nodes = chart([1], [0, END])
    cells = (Cell(0, 1), Cell(1, 1))
    ways = (
        (route("arrow", (0, 1), (1, 1)),),
        (route("jump", (1, 1), (4, 1)), route("end", (1, 1), (1, 2))),
    )
    after = repaired(nodes, Grid((0,) * 5, cells, ways, ()))
    assert after.routes[1][0] == route("jump", (1, 1), (2, 1))
    assert after.rows == (0, 0, 0)


def test_a_jump_box_stands_in_the_stage_of_its_box():
    nodes = chart([0, 1], [END], stages=[0, 1])
    ways = (
        (route("jump", (0, 1), (1, 1)), route("arrow", (0, 1), (0, 2), (1, 2))),
        (route("end", (1, 2), (2, 2)),),
    )
    before = Grid((0, 1, 1), (Cell(0, 1), Cell(1, 2)), ways, ())
    assert faults(nodes, before) == ["box 0: its own box in another stage"]
    assert repaired(nodes, before).routes[0][0] == route("jump", (0, 1), (0, 0))


# ---- the same answer everywhere


def test_the_same_chart_is_placed_the_same_twice():
    nodes = procedure(14, 11)
    assert place(nodes) == place(nodes)


def test_the_same_chart_is_placed_the_same_under_any_hash_seed():
    code = "from flowrules.render.layout import *; import graphs; print(place(graphs.procedure(14, 11)))"
    home, tests = Path(flowrules.__file__).parents[1], Path(__file__).parent
    said = [
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": f"{home}{os.pathsep}{tests}"},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert said[0] == said[1]
    assert said[0].strip() == str(place(procedure(14, 11)))


# ---- the check itself


def changed(grid, box, at, **parts):
    routes = list(grid.routes[box])
    routes[at] = routes[at]._replace(**parts)
    return grid._replace(routes=(*grid.routes[:box], tuple(routes), *grid.routes[box + 1 :]))


def moved_box(dice, grid):
    box = dice.randrange(len(grid.cells))
    other = dice.choice([cell for cell in range(-1, 4) if cell != grid.cells[box].column])
    cells = list(grid.cells)
    cells[box] = Cell(cells[box].row, other)
    return grid._replace(cells=tuple(cells))


def any_route(dice, grid):
    return dice.choice(
        [(box, at) for box, routes in enumerate(grid.routes) for at in range(len(routes))]
    )


def moved_end(dice, grid):
    box, at = any_route(dice, grid)
    *corners, (row, column) = grid.routes[box][at].cells
    return changed(grid, box, at, cells=(*corners, Cell(row + dice.choice([-1, 1]), column)))


def added_elbow(dice, grid):
    box, at = any_route(dice, grid)
    first, *rest = grid.routes[box][at].cells
    return changed(grid, box, at, cells=(first, Cell(first.row + 1, (first.column + 1) % 3), *rest))


def other_side(dice, grid):
    box, at = any_route(dice, grid)
    old = grid.routes[box][at]
    if dice.random() < 0.5:
        return changed(
            grid, box, at, out=dice.choice([side for side in (LEFT, RIGHT, DOWN) if side != old.out])
        )
    return changed(
        grid, box, at, into=dice.choice([side for side in (LEFT, RIGHT, TOP) if side != old.into])
    )


def other_kind(dice, grid):
    box, at = any_route(dice, grid)
    old = grid.routes[box][at].kind
    return changed(
        grid, box, at, kind=dice.choice([kind for kind in ("arrow", "end", "jump") if kind != old])
    )


def dropped_route(dice, grid):
    box = dice.choice([box for box, routes in enumerate(grid.routes) if routes])
    return grid._replace(routes=(*grid.routes[:box], grid.routes[box][1:], *grid.routes[box + 1 :]))


def other_stage(dice, grid):
    row = dice.randrange(len(grid.rows))
    return grid._replace(rows=(*grid.rows[:row], grid.rows[row] + 1, *grid.rows[row + 1 :]))


def other_fed(dice, grid):
    return grid._replace(fed=grid.fed[1:] if grid.fed else (1,))


def empty_row(dice, grid):
    return grid._replace(rows=(*grid.rows, grid.rows[-1]))


SPOILT = [
    moved_box,
    moved_end,
    added_elbow,
    other_side,
    other_kind,
    dropped_route,
    other_stage,
    other_fed,
    empty_row,
]


@pytest.mark.parametrize("spoil", SPOILT, ids=lambda spoil: spoil.__name__)
def test_the_check_finds_a_planted_fault(spoil):
    for seed in range(12):
        nodes, dice = procedure(12, seed), Random(seed)
        grid = place(nodes, preview=True)
        for _ in range(12):
            assert faults(nodes, spoil(dice, grid)), seed
