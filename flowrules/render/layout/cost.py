"""What the search weighs: how dear each thing in a drawing is, the tries, and the score of a drawing."""

from typing import NamedTuple

from flowrules.render.layout.grid import LEFT, Grid


class Weights(NamedTuple):
    """How dear each thing is; all tuned by eye."""

    trunk: int = 1  # the column that the main path is to run down
    jump: float = 15.0  # "Go to step 7"
    late: float = 2.0  # the same, after a line that led nowhere
    unled: float = 9.0  # a box that no arrow enters
    elbow: float = 1.5
    passed: float = 0.6  # an empty cell that a line goes through
    point: float = 0.06  # of height
    title: float = 0.84  # a stage title that finds no empty cell
    off: float = 1.5  # a box of the main path outside the trunk
    aside: float = 1.2  # an arrow of the main path that does not go straight down
    intruder: float = 0.3  # another box in the trunk
    leftward: float = 1.0  # an arrow to the left neighbour
    under: float = 0.4  # an end or jump box below rather than beside
    early: float = 0.2  # a box before one that stands before it in the file

    def seat(self, column: int, *, main: bool) -> float:
        """For a box to stand in a column."""
        if main:
            return 0.0 if column == self.trunk else self.off
        return self.intruder if column == self.trunk else 0.0


def _try(trunk: int, point: float, main: float, jump: float) -> Weights:
    plain = Weights()
    return plain._replace(
        trunk=trunk,
        point=plain.point * point,
        off=plain.off * main,
        aside=plain.aside * main,
        jump=plain.jump * jump,
    )


TRIES = tuple(
    _try(trunk, point, main, jump)
    for point, jump in ((1, 1), (1.7, 1), (1.7, 1.4))
    for main in (1, 0.3)
    for trunk in (1, 0, 2)
)


def fault(grid: Grid) -> float:
    """How much is wrong with a drawing: the less the better."""
    routes = [route for routes in grid.routes for route in routes]
    jumps = sum(route.kind == "jump" for route in routes)
    elbows = sum(len(route.cells) == 3 for route in routes)
    leftward = sum(route.out == LEFT and route.kind == "arrow" for route in routes)
    return 20 * jumps + 1.5 * elbows + 0.5 * leftward
