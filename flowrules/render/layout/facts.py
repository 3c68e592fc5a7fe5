"""Nodes -> Facts: a chart as flat tables, made once, in which the search can look things up.

Ways out are numbered through the chart. A set of boxes is a whole number, a bit for each box: the
search compares thousands of them.
"""

from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import NamedTuple

from flowrules.render.layout.grid import COLUMNS, JUMP, Node

END = -1


class Facts(NamedTuple):
    """A chart as tables: first those of each box, then those of each way out."""

    size: int
    heights: tuple[float, ...]
    allowed: tuple[tuple[int, ...], ...]  # the columns a box may stand in
    ways: tuple[tuple[int, ...], ...]
    callers: tuple[int, ...]  # the set of boxes that lead to it
    stage: tuple[int, ...]  # the set of boxes of its stage
    earlier: tuple[int, ...]  # those of them that stand before it in the file
    main: tuple[bool, ...]  # it stands on the main path

    to: tuple[int, ...]
    leaf: tuple[float, ...]  # the height of the box of its own that it may end in
    again: tuple[bool, ...]  # an earlier way of its box leads to the same box
    trunk: tuple[bool, ...]  # it is part of the main path
    kin: tuple[int, ...]  # the first way that is the same to all that stands further down

    def stage_after(self, placed: int) -> int:
        """The stage of the first box that is not placed, as a set of boxes."""
        first = (~placed & placed + 1).bit_length() - 1
        return self.stage[first] if first < self.size else 0


def members(boxes: int) -> list[int]:
    """The boxes of a set, in order."""
    found = []
    while boxes:
        lowest = boxes & -boxes
        found.append(lowest.bit_length() - 1)
        boxes ^= lowest
    return found


def facts(nodes: Sequence[Node]) -> Facts:
    """A chart as tables."""
    outs = [(at, out) for at, node in enumerate(nodes) for out in node.ways]
    to = tuple(END if out.to is None else out.to for _, out in outs)
    leaf = tuple(out.height if out.to is None else JUMP for _, out in outs)
    again = [(at, out.to) for at, out in outs]
    path = _main_path(nodes)
    trunk = tuple(
        at in path and path[at] == out.to and (at, out.to) not in again[:way]
        for way, (at, out) in enumerate(outs)
    )
    looks = list(zip(to, leaf, trunk, strict=True))
    return Facts(
        size=len(nodes),
        heights=tuple(node.height for node in nodes),
        allowed=tuple(_columns(node) for node in nodes),
        ways=_numbered(nodes),
        callers=tuple(_bits(a for a, out in outs if out.to == at != a) for at in range(len(nodes))),
        stage=tuple(_of_stage(nodes, node.stage) for node in nodes),
        earlier=tuple(_of_stage(nodes[:at], node.stage) for at, node in enumerate(nodes)),
        main=tuple(at in path for at in range(len(nodes))),
        to=to,
        leaf=leaf,
        again=tuple(to[way] != END and pair in again[:way] for way, pair in enumerate(again)),
        trunk=trunk,
        kin=tuple(looks.index(look) for look in looks),
    )


def _columns(node: Node) -> tuple[int, ...]:
    """Nothing leaves a box by its top, so that three ways out need a neighbour at either side."""
    if len(node.ways) == COLUMNS:
        return (1,)
    return tuple(range(COLUMNS)) if node.column is None else (node.column,)


def _numbered(nodes: Sequence[Node]) -> tuple[tuple[int, ...], ...]:
    stops = accumulate(len(node.ways) for node in nodes)
    return tuple(
        tuple(range(stop - len(node.ways), stop)) for node, stop in zip(nodes, stops, strict=True)
    )


def _bits(boxes: Iterable[int]) -> int:
    return sum(1 << box for box in set(boxes))


def _of_stage(nodes: Sequence[Node], stage: int) -> int:
    return _bits(at for at, node in enumerate(nodes) if node.stage == stage)


def _main_path(nodes: Sequence[Node]) -> dict[int, int | None]:
    """From box to box: of the ways forward to the latest stage, that with the most boxes."""
    reach: dict[int, tuple[int, int]] = {}
    onto: dict[int, int | None] = {}
    for box, node in reversed(list(enumerate(nodes))):
        ahead = [out.to for out in node.ways if out.to is not None and out.to > box]
        stage, boxes = max((reach[to] for to in ahead), default=(node.stage, 0))
        onto[box] = max(ahead, key=reach.__getitem__, default=None)
        reach[box] = (stage, boxes + 1)
    path: dict[int, int | None] = {}
    at: int | None = 0
    while at is not None:
        path[at] = onto[at]
        at = path[at]
    return path
