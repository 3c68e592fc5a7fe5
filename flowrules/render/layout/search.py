"""Facts -> rows: a sweep down the page that keeps only the cheapest part-drawings at every step.

Two part-drawings in which the same boxes are placed and the same lines hang down are the same for all
that follows: the cheaper is kept. They are grouped by the number of boxes placed. A group is gone
through from its cheapest on, until enough of it have led to a further box: rows that place none, in
which lines stop, come back into their own group, so that there is always one that leads on.
"""

from heapq import heapify, heappop, heappush
from math import inf
from typing import NamedTuple

from flowrules.render.layout.cost import Weights
from flowrules.render.layout.facts import Facts
from flowrules.render.layout.filling import Filling
from flowrules.render.layout.row import NO_LINE, Lines, Row

_State = tuple[int, Lines]
_NOTHING: Lines = (NO_LINE, NO_LINE, NO_LINE)


class _Part(NamedTuple):
    """A part-drawing: its last row, and that which it goes on from."""

    cost: float
    before: "_Part | None"
    row: Row | None


class _Sweep:
    """The groups of part-drawings by number of boxes, and what is too dear for each."""

    def __init__(self, facts: Facts, weights: Weights, width: int) -> None:
        self.size, self.width = facts.size, width
        self.filling = Filling(facts, weights, self._keep)
        self.groups: list[dict[_State, _Part]] = [{} for _ in range(facts.size + 1)]
        self.dearest = [inf] * (facts.size + 1)
        self.at = self.pushed = 0
        self.part = _Part(0.0, None, None)
        self.queue: list[tuple[float, int, _State]] = []
        self.leads = False
        self.groups[0][0, _NOTHING] = self.part

    def best(self) -> _Part:
        """The cheapest whole drawing."""
        for at in range(self.size):
            self._widen(at)
            self.groups[at] = {}
        return self._close()

    def _widen(self, at: int) -> None:
        """Goes on from the cheapest of a group."""
        self._enter(at)
        led = 0
        while self.queue and led < self.width:
            cost, _, state = heappop(self.queue)
            bound = max(self.dearest[at + 1 : at + 4])
            if cost > bound:
                return
            self.part = self.groups[at][state]
            if self.part.cost == cost:
                self.leads = False
                self.filling.fill(*state, cost, bound)
                led += self.leads

    def _close(self) -> _Part:
        """Goes on until no line hangs down."""
        self._enter(self.size)
        while True:
            cost, _, state = heappop(self.queue)
            self.part = self.groups[self.size][state]
            if state[1] == _NOTHING:
                return self.part
            self.filling.fill(*state, cost, inf)

    def _enter(self, at: int) -> None:
        self.at = at
        group = self.groups[at]
        self.queue = [(part.cost, order, state) for order, (state, part) in enumerate(group.items())]
        self.pushed = len(self.queue)
        heapify(self.queue)

    def _keep(self, cost: float, boxes: int, lines: Lines) -> None:
        """Takes a row if there is no cheaper way to where it leads."""
        to = self.at + boxes.bit_count()
        self.leads |= boxes > 0
        if boxes and cost > self.dearest[to]:
            return
        group = self.groups[to]
        state = (self.filling.placed | boxes, lines)
        known = group.get(state)
        if known is not None and known.cost <= cost:
            return
        group[state] = _Part(cost, self.part, self.filling.row())
        if not boxes:
            heappush(self.queue, (cost, self.pushed, state))
            self.pushed += 1
        elif len(group) > 6 * self.width:
            self._thin(to)

    def _thin(self, at: int) -> None:
        """Forgets the dearer of a group."""
        costs = sorted(part.cost for part in self.groups[at].values())
        self.dearest[at] = dearest = costs[2 * self.width]
        self.groups[at] = {
            state: part for state, part in self.groups[at].items() if part.cost <= dearest
        }


def search(facts: Facts, weights: Weights, width: int) -> list[Row]:
    """The rows of the cheapest drawing found."""
    part: _Part | None = _Sweep(facts, weights, width).best()
    rows = []
    while part is not None and part.row is not None:
        rows.append(part.row)
        part = part.before
    return rows[::-1]
