"""`working_days`: the working days lost in a window, by the person's own working pattern."""

from flowrules.counting import CountShape, Measure, Piece
from flowrules.timeline import Timeline

WORD = "working_days"
Shape = CountShape


def figure(pieces: list[Piece], timeline: Timeline) -> int:
    return sum(timeline.working_days(first, last) for _, first, last in pieces)


_MEASURE = Measure(WORD, figure, "{} working days lost")
resolve, test, reasons, phrase = _MEASURE.resolve, _MEASURE.test, _MEASURE.reasons, _MEASURE.phrase
