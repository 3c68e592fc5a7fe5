"""`working_days`: the working days lost in a window, by the person's own working pattern."""

from flowrules.counting import CountShape, Measure

WORD = "working_days"
Shape = CountShape


def figure(lost: list[int]) -> int:
    return sum(lost)


_MEASURE = Measure(WORD, figure, "{} working days lost")
resolve, test, reasons, phrase = _MEASURE.resolve, _MEASURE.test, _MEASURE.reasons, _MEASURE.phrase
