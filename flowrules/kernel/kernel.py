"""Columns + Coded -> what comes of each person: the kernel run interpreted, on lists."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from flowrules.kernel.coding import Coded
from flowrules.kernel.columns import Columns
from flowrules.kernel.running import (
    ITEMS_AT_MOST,
    absences_size,
    decide_rows,
    left_at_most,
    state_size,
    steps_at_most,
)
from flowrules.numbers import fields as f


class Rows(NamedTuple):
    """What came of many people, in rows: `people` one each, `steps` and `items` as many as each has."""

    people: Any
    steps: Any
    items: Any


def most_of(columns: Columns) -> int:
    """The lines, events or patterns that one person has at most."""
    many = 0
    for starts in columns.starts():
        many = max([many, *(after - first for first, after in pairwise(starts))])
    return many


def interpreted(coded: Coded, columns: Sequence[Columns]) -> Rows:
    """What comes of each person, without another package; `columns` are those for each version."""
    *earlier, mine = columns
    return _run(coded, mine, _left(coded.before, earlier), [])


def _left(coded: Coded | None, columns: Sequence[Columns]) -> list[int]:
    """What a version that is replaced, if there is one, leaves of each person to the next."""
    if coded is None:
        return []
    *earlier, mine = columns
    left = [0] * len(mine.left_out)
    _run(coded, mine, _left(coded.before, earlier), left)
    return left


def _run(coded: Coded, columns: Columns, taken: list[int], left: list[int]) -> Rows:
    many, most = len(columns.left_out), most_of(columns)
    width = f.OUT_TRACKS + 2 * len(coded.tracks)
    t, w = coded.t, coded.calendars.w
    a = [0] * absences_size(t, most)
    e, s = [0] * ((most + 1) * f.EVENT_WIDTH), [0] * state_size(t, most)
    people, filled, at = [0] * (many * width), [0, 0, 0, 0, len(left), 0], 0
    steps: list[int] = []
    items: list[int] = []
    while at < many:
        steps += [0] * (steps_at_most(most) * f.STEP_ROW * 4)
        items += [0] * (ITEMS_AT_MOST * f.ITEM_ROW * 10)
        left += [0] * left_at_most(t, most)
        filled[2:4] = len(steps) // f.STEP_ROW, len(items) // f.ITEM_ROW
        filled[5] = len(left)
        at = decide_rows(
            t, w, coded.on, at, many, *columns, taken, left, a, e, s, most, people, steps, items, filled
        )  # fmt: skip
    return Rows(people, steps[: filled[0] * f.STEP_ROW], items[: filled[1] * f.ITEM_ROW])
