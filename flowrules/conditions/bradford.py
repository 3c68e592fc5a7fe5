"""`bradford`: absences × absences × working days lost in a window.

The score is a prompt to look, never a measure of a person; the formula is the one in common use.
"""

from fractions import Fraction

from flowrules.counting import CountShape, Measure, Piece, absences_in, lost_in
from flowrules.view import View

WORD = "bradford"
Shape = CountShape


def figure(pieces: list[Piece], view: View, span: tuple[int, int]) -> Fraction:  # noqa: ARG001
    return Fraction(absences_in(pieces, view) ** 2 * lost_in(pieces), view.timeline.unit)


MEASURE = Measure(WORD, figure, "a Bradford score of {}")
resolve, test, reasons, phrase = MEASURE.resolve, MEASURE.test, MEASURE.reasons, MEASURE.phrase
