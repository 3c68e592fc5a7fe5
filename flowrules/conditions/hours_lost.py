"""`hours_lost`: the hours lost in a window: as recorded, or by the hours of the person's day."""

from flowrules.bounds import Parts
from flowrules.counting import CountShape, Measure
from flowrules.view import View
from flowrules.window import Piece, lost_in

WORD = "hours_lost"
Shape = CountShape


def figure(pieces: list[Piece], view: View, span: tuple[int, int]) -> Parts:  # noqa: ARG001
    return lost_in(pieces), view.timeline.unit


MEASURE = Measure(WORD, figure, "{bounds} hours lost{in_them}", loses="hours")
resolve, test, reasons, phrase = MEASURE.resolve, MEASURE.test, MEASURE.reasons, MEASURE.phrase
soonest, heeds = MEASURE.soonest, MEASURE.heeds
