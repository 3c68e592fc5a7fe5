"""`calendar_days`: the days of absence in a window, rest days inside an absence included."""

from flowrules.ahead import Room
from flowrules.bounds import Parts
from flowrules.counting import CountShape, Measure
from flowrules.view import View
from flowrules.window import Piece, lost_in

WORD = "calendar_days"
Shape = CountShape


def figure(pieces: list[Piece], view: View, span: tuple[int, int]) -> Parts:  # noqa: ARG001
    return lost_in(pieces), 1


class _Days(Measure):
    bounded = True

    def most(self, room: Room) -> int:
        return room.days * 2


MEASURE = _Days(WORD, figure, "{bounds} calendar days of absence{in_them}", loses="calendar")
resolve, test, reasons, phrase = MEASURE.resolve, MEASURE.test, MEASURE.reasons, MEASURE.phrase
soonest, heeds = MEASURE.soonest, MEASURE.heeds
