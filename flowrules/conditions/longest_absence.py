"""`longest_absence`: how long the longest single absence in a window lasted; none is the shortest."""

from typing import Any

from pydantic import Field

from flowrules.bounds import BOUNDS, Parts
from flowrules.calendar import parse_duration
from flowrules.counting import Measure
from flowrules.facts import Facts, Figure
from flowrules.numbers.coder import Coder
from flowrules.numbers.fields import (
    ABSENCE_WIDTH,
    BEGUN,
    LAST,
    MET,
    NODE_OWN,
    NOWHERE,
    TRUE,
    Row,
)
from flowrules.numbers.fields import LOWER as BOUND
from flowrules.numbers.windows import high_edge, inside, low_edge
from flowrules.numbers.windows import lasts as lasts_so
from flowrules.part import Length
from flowrules.view import LOWER, Bounds, Condition, View
from flowrules.window import Piece, WindowShape, lasts

WORD = "longest_absence"
FACTS = Facts(
    Figure("{day} in the longest absence", "{} days in the longest absence", lost="day"),
    elsewhere=False,
)


class Shape(WindowShape):
    """The length of the longest absence, compared with one or two bounds, over exactly one window."""

    at_least: Length | None = Field(default=None, description="It lasted this long or longer.")
    more_than: Length | None = Field(default=None, description="It lasted longer than this.")
    at_most: Length | None = Field(default=None, description="It lasted no longer than this.")
    less_than: Length | None = Field(default=None, description="It did not last as long as this.")


def figure(pieces: list[Piece], view: View, span: tuple[int, int]) -> Parts:  # noqa: ARG001
    """The calendar days of the longest."""
    return max((piece.lost for piece in pieces), default=0), 1


def _lasts(piece: Piece, name: str, bound: Any, view: View) -> bool:
    """Whether one absence is as long as a lower bound says, or longer than an upper one allows."""
    return lasts(piece.first, piece.last, bound, view.timeline, more=name in ("more_than", "at_most"))


class _Longest(Measure):
    def bounds_of(self, shape: Any) -> Bounds:
        written = ((name, getattr(shape, name, None)) for name in BOUNDS)
        return tuple((name, parse_duration(text)) for name, text in written if text is not None)

    def fits(self, bounds: Bounds, pieces: list[Piece], value: Parts, view: View) -> bool:  # noqa: ARG002
        return all(
            any(_lasts(piece, name, bound, view) for piece in pieces) == (name in LOWER)
            for name, bound in bounds
        )

    def makes_true(self, piece: Piece, bounds: Bounds, view: View) -> bool:
        """Only an absence that is itself so long."""
        return all(_lasts(piece, name, bound, view) for name, bound in bounds if name in LOWER)

    def bound_words(self, name: str, bound: Any) -> str:
        return {
            "at_least": f"an absence{{of_them}} that lasted {bound} or longer",
            "more_than": f"an absence{{of_them}} longer than {bound}",
            "at_most": f"no absence{{of_them}} longer than {bound}",
            "less_than": f"no absence{{of_them}} that lasted {bound} or longer",
        }[name]


MEASURE = _Longest(WORD, figure, "{bounds}", loses="length")
resolve, test, reasons, phrase = MEASURE.resolve, MEASURE.test, MEASURE.reasons, MEASURE.phrase
soonest, heeds = MEASURE.soonest, MEASURE.heeds


# In whole numbers: a window as counts have it; in place of its bounds, up to two upper ones.


def encode(condition: Condition, coder: Coder) -> list[int] | None:
    count = condition.settings
    own = coder.window(count.window, count.each, count.chosen)
    if own is None or condition.counts or count.unused_only:
        return None
    bounds = [(*coder.length(length), int(name == "at_most")) for name, length in count.bounds]
    bounds = [*bounds, (-1, 0, 0), (-1, 0, 0)]
    at = BOUND - NODE_OWN
    own[at : at + 6] = [*bounds[0], *bounds[1]]
    return own


def holds(t: Row, w: Row, a: Row, e: Row, s: Row, row: int) -> int:  # noqa: ARG001
    low = low_edge(t, a, s, row)
    if low == NOWHERE:
        return 0
    high = high_edge(t, s, row, low)
    for place in range(s[BEGUN] - 1, -1, -1):
        i = place * t[ABSENCE_WIDTH]
        if a[i + LAST] <= low:
            break
        first, last, _ = inside(t, w, a, s, row, i, low, high)
        for at in (row + BOUND, row + BOUND + 3):
            if last and t[at] >= 0 and lasts_so(t, w, s, first, last, t[at], t[at + 1], t[at + 2]):
                return 0
    return TRUE | MET
