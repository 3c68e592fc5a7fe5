"""`calendar_days`: the days of absence in a window, rest days inside an absence included."""

from flowrules.counting import CountShape, Measure

WORD = "calendar_days"
Shape = CountShape


def figure(lost: list[int]) -> int:
    return sum(lost)


_MEASURE = Measure(WORD, figure, "{} days of absence, rest days included,", any_day=True)
resolve, test, reasons, phrase = _MEASURE.resolve, _MEASURE.test, _MEASURE.reasons, _MEASURE.phrase
