"""Boxes with their ways out -> Grid: which cell of three columns each stands in, and how lines run.

It knows nothing of procedures: heights and ways in, places out. What cannot be drawn straight or with
one elbow becomes a jump box, so that there is always an answer, and no line ever crosses another.
"""

from collections.abc import Sequence

from flowrules.render.layout.cost import TRIES, fault
from flowrules.render.layout.facts import facts
from flowrules.render.layout.grid import (
    DOWN,
    FROM,
    JUMP,
    LEFT,
    RIGHT,
    ROW_GAP,
    TOP,
    Cell,
    Grid,
    Node,
    Out,
    Route,
)
from flowrules.render.layout.repair import repaired
from flowrules.render.layout.routes import routed
from flowrules.render.layout.search import search

__all__ = [
    "DOWN",
    "FROM",
    "JUMP",
    "LEFT",
    "RIGHT",
    "ROW_GAP",
    "TOP",
    "Cell",
    "Grid",
    "Node",
    "Out",
    "Route",
    "fault",
    "place",
    "places",
]


def place(nodes: Sequence[Node], *, preview: bool = False) -> Grid:
    """The best of several drawings, where pages are of no matter."""
    return min(places(nodes, preview=preview), key=fault)


def places(nodes: Sequence[Node], *, preview: bool = False) -> list[Grid]:
    """Several drawings, each of a search with other weights; for a preview one, of a quicker search."""
    if not nodes:
        return [Grid((), (), (), ())]
    chart = facts(nodes)
    tries = TRIES[:1] if preview else TRIES
    width = _width(nodes, preview=preview)
    grids = [repaired(nodes, routed(nodes, search(chart, weights, width))) for weights in tries]
    return list(dict.fromkeys(grids))


def _width(nodes: Sequence[Node], *, preview: bool) -> int:
    """How many part-drawings the search keeps: fewer, the more ways there are; never by a clock."""
    choices = sum(1 + len(node.ways) ** 2 for node in nodes)
    return max(6, min(24, 8000 // choices)) if preview else max(8, min(60, 1_000_000 // choices**2))
