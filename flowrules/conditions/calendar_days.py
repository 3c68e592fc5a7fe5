"""`calendar_days`: the days of absence in a window, rest days inside an absence included."""

from flowrules.counting import CountShape, Measure, Piece
from flowrules.timeline import Timeline

WORD = "calendar_days"
Shape = CountShape


def figure(pieces: list[Piece], _timeline: Timeline) -> int:
    return sum(last - first + 1 for _, first, last in pieces)


_MEASURE = Measure(WORD, figure, "{} days of absence (rest days included)", any_day=True)
resolve, test, reasons, phrase = _MEASURE.resolve, _MEASURE.test, _MEASURE.reasons, _MEASURE.phrase
