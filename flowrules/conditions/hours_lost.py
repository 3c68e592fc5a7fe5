"""`hours_lost`: the hours lost in a window: as recorded, or by the hours of the person's day."""

from flowrules.counting import CountShape, Measure, Parts, Piece, lost_in
from flowrules.view import View

WORD = "hours_lost"
Shape = CountShape


def figure(pieces: list[Piece], view: View, span: tuple[int, int]) -> Parts:  # noqa: ARG001
    return lost_in(pieces), view.timeline.unit


MEASURE = Measure(WORD, figure, "{bounds} hours lost{in_them}", loses="hours")
resolve, test, reasons, phrase = MEASURE.resolve, MEASURE.test, MEASURE.reasons, MEASURE.phrase
soonest, heeds = MEASURE.soonest, MEASURE.heeds
