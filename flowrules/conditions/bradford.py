"""`bradford`: absences × absences × working days lost in a window.

The score is a prompt to look, never a measure of a person; the formula is the one in common use.
"""

from flowrules.counting import CountShape, Measure, Piece
from flowrules.timeline import Timeline

WORD = "bradford"
Shape = CountShape


def figure(pieces: list[Piece], timeline: Timeline) -> int:
    days = [timeline.working_days(first, last) for _, first, last in pieces]
    return sum(lost > 0 for lost in days) ** 2 * sum(days)


_MEASURE = Measure(WORD, figure, "a Bradford score of {}")
resolve, test, reasons, phrase = _MEASURE.resolve, _MEASURE.test, _MEASURE.reasons, _MEASURE.phrase
