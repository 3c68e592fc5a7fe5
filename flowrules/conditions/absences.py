"""`absences`: the number of counted absences in a window.

An absence that lost no working day inside the window (only rest days or a bank holiday) is not one.
"""

from flowrules.counting import CountShape, Measure

WORD = "absences"
Shape = CountShape


def figure(lost: list[int]) -> int:
    return sum(days > 0 for days in lost)


_MEASURE = Measure(WORD, figure, "{} absences")
resolve, test, reasons, phrase = _MEASURE.resolve, _MEASURE.test, _MEASURE.reasons, _MEASURE.phrase
