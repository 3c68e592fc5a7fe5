"""A row of the drawing while it is being filled: what each cell holds, and where each line goes."""

from flowrules.render.layout.cost import Weights
from flowrules.render.layout.facts import END, Facts
from flowrules.render.layout.grid import COLUMNS
from flowrules.render.layout.row import EMPTY, NO_LINE, Fate, Lines, Row


class Board:
    """The three cells of a row, what hangs down into them, and what goes on below."""

    def __init__(self, facts: Facts, weights: Weights) -> None:
        self.facts, self.weights = facts, weights
        self.to, self.leaf = facts.to, facts.leaf
        self.goals = [END, END, *(to for to in facts.to for _ in ("straight", "bent"))]
        self.aside = [weights.aside if on else 0.0 for on in facts.trunk]
        self.twice = [weights.jump if again else 0.0 for again in facts.again]
        self.seats = [[weights.seat(at, main=main) for at in range(COLUMNS)] for main in facts.main]
        self.exits = [[[(way, at) for way in ways] for at in range(COLUMNS)] for ways in facts.ways]
        self.lines: Lines = (NO_LINE, NO_LINE, NO_LINE)
        self.placed = self.open = self.boxes = self.waited = 0
        self.fresh = False
        self.bound = 0.0
        self.seeds: list[int] = []
        self.cell = [EMPTY] * COLUMNS
        self.sides = [0] * COLUMNS
        self.entries = [0] * COLUMNS
        self.fates: list[int] = [Fate.NONE] * COLUMNS
        self.below = [NO_LINE] * COLUMNS
        self.lost: list[int] = []
        self.todo: list[tuple[int, int]] = []
        self.outs: list[tuple[int, int, int]] = [(0, 0, 0)] * (COLUMNS * COLUMNS)

    def row(self) -> Row:
        """What the row holds now."""
        return Row(tuple(self.cell), tuple(self.fates), tuple(self.outs[: len(self.todo)]))

    def stand(self, box: int, at: int) -> None:
        """Puts a box into a column; its ways out are still to go somewhere."""
        self.cell[at] = box
        self.boxes |= 1 << box
        self.todo += self.exits[box][at]

    def rise(self, box: int, at: int) -> None:
        """Takes it away again."""
        self.cell[at] = EMPTY
        self.boxes ^= 1 << box
        del self.todo[len(self.todo) - len(self.exits[box][at]) :]

    def is_here(self, box: int) -> bool:
        """Whether a box stands in this row."""
        return box >= 0 and self.boxes >> box & 1 == 1
