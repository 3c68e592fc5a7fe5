"""`absences`: the number of counted absences in a window.

An absence that lost no working day inside the window (only rest days or a bank holiday) is not one.
"""

from flowrules.counting import CountShape, Measure, Piece
from flowrules.timeline import Timeline

WORD = "absences"
Shape = CountShape


def figure(pieces: list[Piece], timeline: Timeline) -> int:
    return sum(timeline.working_days(first, last) > 0 for _, first, last in pieces)


_MEASURE = Measure(WORD, figure, "{} absences")
resolve, test, reasons, phrase = _MEASURE.resolve, _MEASURE.test, _MEASURE.reasons, _MEASURE.phrase
