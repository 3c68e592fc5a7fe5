"""`bradford`: absences × absences × working days lost in a window.

The score is a prompt to look, never a measure of a person; the formula is the one in common use.
"""

from flowrules.counting import CountShape, Measure

WORD = "bradford"
Shape = CountShape


def figure(lost: list[int]) -> int:
    return sum(days > 0 for days in lost) ** 2 * sum(lost)


_MEASURE = Measure(WORD, figure, "a Bradford score of {}")
resolve, test, reasons, phrase = _MEASURE.resolve, _MEASURE.test, _MEASURE.reasons, _MEASURE.phrase
