"""A row as the search finds it, in numbers: it compares thousands, and few are drawn in the end."""

from enum import IntEnum
from typing import NamedTuple

EMPTY, USED = -1, -2

# A line is a number, 2 * way + 2: that of the first way that looks like it; one more if it has turned.
# Room kept below a box, for a line back up to it, is -1 - box.
NO_LINE = 0
Lines = tuple[int, int, int]


class Fate(IntEnum):
    """What becomes of a line from above."""

    NONE = 0
    ON = 1
    IN = 2
    STOP = 3
    TURN = 4  # and further: the column that it turns to is added
    HOLD = 8  # room is kept for a line that comes up from below


class Where(IntEnum):
    """Where a way out of a box goes."""

    DOWNWARD = 0
    STRAIGHT = 1
    BESIDE = 2
    BEND = 3
    UP = 4


class Row(NamedTuple):
    """What a row holds: boxes; what becomes of lines from above; ways out as (way, where, column)."""

    boxes: tuple[int, ...]
    fates: tuple[int, ...]
    outs: tuple[tuple[int, int, int], ...]
