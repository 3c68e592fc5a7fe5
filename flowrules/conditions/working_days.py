"""`working_days`: the working days lost in a window, by the person's own working pattern."""

from flowrules.ahead import Room
from flowrules.bounds import Parts
from flowrules.counting import CountShape, Measure
from flowrules.view import View
from flowrules.window import Piece, lost_in

WORD = "working_days"
Shape = CountShape


def figure(pieces: list[Piece], view: View, span: tuple[int, int]) -> Parts:  # noqa: ARG001
    return lost_in(pieces), view.timeline.unit


class _Days(Measure):
    bounded = True

    def most(self, room: Room) -> int:
        return room.halves


MEASURE = _Days(WORD, figure, "{bounds} working days lost{in_them}")
resolve, test, reasons, phrase = MEASURE.resolve, MEASURE.test, MEASURE.reasons, MEASURE.phrase
soonest, heeds = MEASURE.soonest, MEASURE.heeds
