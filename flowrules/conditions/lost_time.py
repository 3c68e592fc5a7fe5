"""`lost_time`: the share of the working time due in a window that was lost, in percent."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from pydantic import Field

from flowrules.bounds import BOUNDS, Parts
from flowrules.counting import Count, Measure
from flowrules.part import Percent, amount
from flowrules.view import Bounds, View
from flowrules.window import Piece, WindowShape, lost_in
from flowrules.words import say_amount

WORD = "lost_time"


class Shape(WindowShape):
    """A share of the working time, compared with one or two bounds, over exactly one window."""

    at_least: Percent | None = Field(default=None, description="The share is this or more.")
    more_than: Percent | None = Field(default=None, description="The share is more than this.")
    at_most: Percent | None = Field(default=None, description="The share is this or less.")
    less_than: Percent | None = Field(default=None, description="The share is less than this.")


def figure(pieces: list[Piece], view: View, span: tuple[int, int]) -> Parts:
    """Percent of the time due; 0 where none was."""
    due = view.timeline.working_time(max(span[0] + 1, view.about.started or 0, 1), span[1])
    return (100 * lost_in(pieces), due) if due else (0, 1)


def percent(text: str) -> Fraction:
    """`5 percent` -> 5."""
    return amount(text.removesuffix(" percent"))  # type: ignore[arg-type]


class _Share(Measure):
    def rises(self, count: Count, view: View) -> bool:  # noqa: ARG002
        """What was due is another every day."""
        return False

    def pieces(self, count: Count, view: View, span: tuple[int, int]) -> Iterator[Piece]:
        """What was lost before the first day of service is no part of it."""
        started = view.about.started or 0
        for spell, first, last, _ in super().pieces(count, view, span):
            lost = view.timeline.lost(spell, max(first, started), last, view.day)
            if lost:
                yield Piece(spell, max(first, started), last, lost)

    def bounds_of(self, shape: Any) -> Bounds:
        written = ((name, getattr(shape, name, None)) for name in BOUNDS)
        return tuple((name, percent(text)) for name, text in written if text is not None)

    def bound_words(self, name: str, bound: Any) -> str:
        said = say_amount(bound)
        return {
            "at_least": f"{said} percent or more",
            "more_than": f"more than {said} percent",
            "at_most": f"{said} percent or less",
            "less_than": f"less than {said} percent",
        }[name]


MEASURE = _Share(WORD, figure, "{bounds} of the working time lost{in_them}")
resolve, test, reasons, phrase = MEASURE.resolve, MEASURE.test, MEASURE.reasons, MEASURE.phrase
soonest, heeds = MEASURE.soonest, MEASURE.heeds
