"""One state of the search -> every row that may come next: which box, line or end goes into which cell.

The rules of the drawing, each in one place:

* a box stands where a line from above ends, where a line from another column turns into its side
  (`_enter`), or where a box of its row points at it (`_reach`); where no line waits for a box of its
  stage, or none is left that could come, it may stand with no arrow into it (`_seed`);
* a line from above enters its box, turns once along the row into the side of its box (`_enter`), goes
  straight on, or stops in a jump box (`_above`); one to an end, or to a placed box, stops at once;
* a way out of a box goes straight down (`_leave`), straight sideways to a box, to an end or jump box
  beside it, or sideways to an empty cell and down from there (`_across`);
* a way back goes sideways and up into the bottom of its box (`_back_up`), where room was kept for it
  below the box (`_going_on`, `_hold`); else it stops in a jump box. Nothing else goes upwards;
* a cell holds one thing (`cell`), a side of a box one line (`sides`).

What is certain to come is paid at once: a way back when the box it leads to is placed, a box that no
arrow can enter any more when the last one is lost. So states that are compared have paid alike.
"""

from collections.abc import Callable
from itertools import product

from flowrules.render.layout.board import Board
from flowrules.render.layout.cost import Weights
from flowrules.render.layout.facts import Facts, members
from flowrules.render.layout.grid import COLUMNS, FROM, ROW_GAP
from flowrules.render.layout.row import EMPTY, NO_LINE, USED, Fate, Lines, Where

_ALL = range(COLUMNS)
_LEFT, _RIGHT, _DOWN = 1, 2, 4

Found = Callable[[float, int, Lines], None]


class Filling(Board):
    """A row that is being filled; `found` is told its cost, its boxes and the lines that go on from it.

    Every choice is made, followed to its end and taken back. Handed on are cost and height so far.
    """

    def __init__(self, facts: Facts, weights: Weights, found: Found) -> None:
        super().__init__(facts, weights)
        self.found = found

    def fill(self, placed: int, lines: Lines, cost: float, bound: float) -> None:
        """Every row that may follow where these boxes are placed and these lines hang down."""
        self.placed, self.lines, self.bound = placed, lines, bound
        targets = [self.goals[line] for line in lines if line > 0]
        stopping = any(target < 0 or placed >> target & 1 for target in targets)
        stage = self.facts.stage_after(placed)
        self.fresh = not placed & stage
        self.open = 0 if stopping and self.fresh else stage & ~placed
        self.waited = sum(1 << target for target in set(targets) if target >= 0)
        self.seeds = self._seeds()
        self._above(0, cost, 0.0)

    def _seeds(self) -> list[int]:
        """The boxes that may stand with no arrow into them."""
        boxes = members(self.open)
        seeds = [] if self.waited & self.open else boxes[:1]
        lost = [box for box in boxes if self._is_lost(box)]
        return seeds + [box for box in lost[:1] if box not in seeds]

    def _is_lost(self, box: int) -> bool:
        """Whether no arrow could enter it, even before this row."""
        return not (self.facts.callers[box] & ~self.placed or self.waited >> box & 1)

    def _above(self, at: int, cost: float, tall: float) -> None:
        """What becomes of the line from above in this column, and of those right of it."""
        if at == COLUMNS:
            self._seed(cost, tall)
            return
        line = self.lines[at]
        if line < 0:
            self._hold(at, -1 - line, cost, tall)
            return
        if not line or self.cell[at] >= 0:
            self.fates[at] = Fate.IN if line else Fate.NONE
            self.entries[at] += line > 0
            self._above(at + 1, cost, tall)
            self.entries[at] -= line > 0
            return
        target = self.goals[line]
        height = max(tall, self.leaf[line // 2 - 1])
        if target < 0 or self.placed >> target & 1:
            self._take(at, Fate.STOP, NO_LINE, cost, height)
            return
        if self.open >> target & 1:
            self._enter(at, line, cost, tall)
        self._take(at, Fate.ON, line, cost + self.weights.passed, tall)
        self.lost.append(target)
        self._take(at, Fate.STOP, NO_LINE, cost + self.weights.jump + self.weights.late, height)
        self.lost.pop()

    def _hold(self, at: int, box: int, cost: float, tall: float) -> None:
        """Room below a box is given up here, or kept for a line back up to it."""
        self.fates[at] = Fate.NONE
        self._above(at + 1, cost, tall)
        if self.cell[at] == EMPTY and self.facts.callers[box] & ~self.placed:
            self._take(at, Fate.HOLD, -1 - box, cost + self.weights.passed, tall)

    def _take(self, at: int, fate: int, below: int, cost: float, tall: float) -> None:
        """The line from above takes up the cell that it comes to."""
        self.cell[at] = USED
        self.fates[at] = fate
        self.below[at] = below
        self._above(at + 1, cost, tall)
        self.below[at] = NO_LINE
        self.cell[at] = EMPTY

    def _enter(self, at: int, line: int, cost: float, tall: float) -> None:
        """The line from above goes into its box: by the top, or by a side after a turn."""
        box = self.goals[line]
        if self.boxes >> box & 1:
            self._turn(at, self.cell.index(box), line, cost, tall)
            return
        tall = max(tall, self.facts.heights[box])
        for column in self.facts.allowed[box]:
            above = self.lines[column]
            if self.cell[column] == EMPTY and (above <= 0 or self.goals[above] == box):
                self.stand(box, column)
                if column == at:
                    self._above(at, cost + self.seats[box][at], tall)
                else:
                    self._turn(at, column, line, cost + self.seats[box][column], tall)
                self.rise(box, column)

    def _turn(self, at: int, column: int, line: int, cost: float, tall: float) -> None:
        """The line from above turns once, along the row into the side of its box."""
        side = _LEFT if column > at else _RIGHT
        far = abs(column - at) > 1
        if line & 1 or (far and (self.lines[1] or self.cell[1] != EMPTY)):
            return
        if far:
            self.cell[1] = USED
            cost += self.weights.passed
        self.sides[column] |= side
        self.entries[column] += 1
        self._take(
            at, Fate.TURN + column, NO_LINE, cost + self.weights.elbow + self.aside[line // 2 - 1], tall
        )
        self.entries[column] -= 1
        self.sides[column] ^= side
        if far:
            self.cell[1] = EMPTY

    def _seed(self, cost: float, tall: float) -> None:
        """Goes on to the ways out, with or without a box that no arrow enters."""
        if self.boxes or Fate.STOP in self.fates:
            self._leave(0, cost, tall)
        for box in self.seeds:
            for column in () if self.boxes >> box & 1 else self.facts.allowed[box]:
                if self.cell[column] == EMPTY:
                    self.stand(box, column)
                    height = max(tall, self.facts.heights[box])
                    self._leave(0, cost + self.seats[box][column], height)
                    self.rise(box, column)

    def _leave(self, at: int, cost: float, tall: float) -> None:
        """Where the next way out goes, and those after it."""
        if cost + self.weights.point * tall > self.bound:
            return
        if at == len(self.todo):
            self._finish(cost, tall)
            return
        way, column = self.todo[at]
        target = self.to[way]
        ends = target < 0 or self.placed >> target & 1
        if ends:
            cost += self.twice[way]
        sides = self.sides[column]
        if ends and target >= 0:
            self._back_up(at, cost, tall)
        if not sides & _DOWN:
            self.sides[column] |= _DOWN
            self.below[column] = 2 * self.facts.kin[way] + 2
            self.outs[at] = (way, Where.DOWNWARD, column)
            self._leave(at + 1, cost + self.weights.under if ends else cost, tall)
            self.below[column] = NO_LINE
            self.sides[column] = sides
        if column > 0 and not sides & _LEFT:
            self._across(at, -1, _LEFT, cost + self.aside[way], tall)
        if column < COLUMNS - 1 and not sides & _RIGHT:
            self._across(at, 1, _RIGHT, cost + self.aside[way], tall)

    def _back_up(self, at: int, cost: float, tall: float) -> None:
        """A way back, along the row to the room kept below its box, and up into it."""
        way, home = self.todo[at]
        line = -1 - self.to[way]
        for column in _ALL:
            side = _LEFT if column < home else _RIGHT
            if self.below[column] != line or column == home or self.sides[home] & side:
                continue
            far = abs(column - home) > 1
            if far and self.cell[1] != EMPTY:
                continue
            if far:
                self.cell[1] = USED
            self.sides[home] |= side
            self.below[column] = NO_LINE
            self.outs[at] = (way, Where.UP, column)
            self._leave(at + 1, cost - self.weights.jump + self.weights.elbow, tall)
            self.below[column] = line
            self.sides[home] ^= side
            if far:
                self.cell[1] = EMPTY

    def _across(self, at: int, step: int, side: int, cost: float, tall: float) -> None:
        """A way out by a side: to the next cell, or through it to the one after."""
        way, column = self.todo[at]
        target = self.to[way]
        ends = target < 0 or self.placed >> target & 1
        near = column + step
        self.sides[column] |= side
        if self.cell[near] == EMPTY:
            self.cell[near] = USED
            self._beside(at, near, cost if ends else cost + self.weights.jump, tall)
            if column != 1 and not ends:
                self._reach(at, near + step, cost + self.weights.passed, tall)
            self.cell[near] = EMPTY
        if not ends:
            self._reach(at, near, cost, tall)
        self.sides[column] ^= side

    def _beside(self, at: int, column: int, cost: float, tall: float) -> None:
        """A way out stops beside its box, in an end or jump box of its own."""
        way = self.todo[at][0]
        self.lost.append(self.to[way])
        self.outs[at] = (way, Where.BESIDE, column)
        self._leave(at + 1, cost, max(tall, self.leaf[way]))
        self.lost.pop()

    def _reach(self, at: int, column: int, cost: float, tall: float) -> None:
        """A way out comes along the row to a cell: to its box there, or to a turn downwards."""
        way, _ = self.todo[at]
        box = self.to[way]
        content = self.cell[column]
        if content == box:
            self._point(at, column, cost, tall)
        if content != EMPTY or self.boxes >> box & 1:
            return
        if self.open >> box & 1 and column in self.facts.allowed[box]:
            self.stand(box, column)
            height = max(tall, self.facts.heights[box])
            self._point(at, column, cost + self.seats[box][column], height)
            self.rise(box, column)
        self.cell[column] = USED
        self.below[column] = 2 * self.facts.kin[way] + 3
        self.outs[at] = (way, Where.BEND, column)
        self._leave(at + 1, cost + self.weights.elbow, tall)
        self.below[column] = NO_LINE
        self.cell[column] = EMPTY

    def _point(self, at: int, column: int, cost: float, tall: float) -> None:
        """A way out goes straight along the row into the side of its box."""
        way, home = self.todo[at]
        side = _RIGHT if column < home else _LEFT
        if self.sides[column] & side:
            return
        self.sides[column] |= side
        self.entries[column] += 1
        self.outs[at] = (way, Where.STRAIGHT, column)
        self._leave(at + 1, cost + self.weights.leftward if column < home else cost, tall)
        self.entries[column] -= 1
        self.sides[column] ^= side

    def _finish(self, cost: float, tall: float) -> None:
        """Pays for what is certain by now, and hands the row on."""
        weights = self.weights
        for column in _ALL:
            line = self.below[column]
            if line > 0 and self.is_here(self.goals[line]):
                if self.cell[column] == USED:
                    return  # it should have stopped in this row
                cost += weights.jump
        later = ~(self.placed | self.boxes)
        unled = False
        for column, box in enumerate(self.cell):
            if box >= 0:
                cost += weights.jump * (self.facts.callers[box] & later).bit_count()
                cost += weights.early * (self.facts.earlier[box] & later).bit_count()
                if box and not self.entries[column]:
                    unled = True
                    cost += 0.0 if self._is_lost(box) else weights.unled
        if self.lost:
            cost += weights.unled * self._newly_lost(later)
        if self.fresh and self.boxes and EMPTY not in self.cell:
            cost += weights.title
        height = tall + ROW_GAP + (FROM if unled else 0.0)
        for first, middle, last in product(*(self._going_on(at, later) for at in _ALL)):
            self.found(cost + weights.point * height, self.boxes, (first, middle, last))

    def _going_on(self, column: int, later: int) -> tuple[int, ...]:
        """The line below a cell; or, below a box to which ways lead back, room for one of them too."""
        line, box = self.below[column], self.cell[column]
        if line < 0:
            return (line,) if self.facts.callers[-1 - line] & later else (NO_LINE,)
        if line or box < 0 or not self.facts.callers[box] & later:
            return (line,)
        return (NO_LINE, -1 - box)

    def _newly_lost(self, later: int) -> int:
        """How many boxes have lost the last arrow that could enter them."""
        waited = {self.goals[line] for line in self.below if line > 0}
        lost = {box for box in self.lost if box >= 0 and later >> box & 1 and box not in waited}
        return sum(not self.facts.callers[box] & later for box in lost)
