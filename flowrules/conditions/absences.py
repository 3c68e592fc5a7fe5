"""`absences`: the number of counted absences in a window.

An absence that lost no working day inside the window (only rest days or a bank holiday) is not one.
"""

from fractions import Fraction

from flowrules.counting import CountShape, Measure, Piece, absences_in
from flowrules.view import View

WORD = "absences"
Shape = CountShape


def figure(pieces: list[Piece], view: View, span: tuple[int, int]) -> Fraction:  # noqa: ARG001
    return Fraction(absences_in(pieces, view))


MEASURE = Measure(WORD, figure, "{} absences")
resolve, test, reasons, phrase = MEASURE.resolve, MEASURE.test, MEASURE.reasons, MEASURE.phrase
