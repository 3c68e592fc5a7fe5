"""`longest_absence`: how long the longest single absence in a window lasted; none is the shortest."""

from typing import Any

from pydantic import Field

from flowrules.bounds import BOUNDS, Parts
from flowrules.calendar import parse_duration
from flowrules.counting import Measure
from flowrules.part import Length
from flowrules.view import LOWER, Bounds, View
from flowrules.window import Piece, WindowShape, lasts

WORD = "longest_absence"


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
