"""`bradford`: absences × absences × working days lost in a window.

The score is a prompt to look, never a measure of a person; the formula is the one in common use.
"""

from typing import Any

from flowrules.bounds import Parts
from flowrules.counting import CountShape, Measure
from flowrules.facts import Facts, Figure
from flowrules.numbers.coder import Coder
from flowrules.numbers.counts import count_causes, judged
from flowrules.numbers.fields import SCORE, UNIT, Row
from flowrules.numbers.soonest import count_changes
from flowrules.numbers.windows import counted
from flowrules.room import Room
from flowrules.view import Condition, View
from flowrules.window import Piece, is_absence, lost_in
from flowrules.words import say_amount

WORD = "bradford"
Shape = CountShape
FACTS = Facts(
    Figure("a Bradford score of {}", "a Bradford score of {}"),
    changed_by=("part_days: make_an_absence", "part_days: lose"),
    elsewhere=False,
)


def figure(pieces: list[Piece], view: View, span: tuple[int, int]) -> Parts:  # noqa: ARG001
    absences = sum(is_absence(piece.spell, view.timeline) for piece in pieces)
    return absences**2 * lost_in(pieces), view.timeline.unit


class _Score(Measure):
    bounded = True

    def most(self, room: Room) -> int:
        return room.lines**2 * room.halves

    def bound_words(self, name: str, bound: Any) -> str:
        said = say_amount(bound)
        return {
            "at_least": f"of {said} or more",
            "more_than": f"above {said}",
            "at_most": f"of {said} or less",
            "less_than": f"under {said}",
        }[name]


MEASURE = _Score(WORD, figure, "a Bradford score {bounds}{in_them}")
resolve, test, reasons, phrase = MEASURE.resolve, MEASURE.test, MEASURE.reasons, MEASURE.phrase
soonest, heeds = MEASURE.soonest, MEASURE.heeds


# In whole numbers.


def encode(condition: Condition, coder: Coder) -> list[int] | None:
    return coder.count(condition, SCORE)


def holds(t: Row, w: Row, a: Row, e: Row, s: Row, row: int) -> int:  # noqa: ARG001
    many, time, _ = counted(t, w, a, s, row)
    return judged(t, w, a, s, row, many * many * time, UNIT) if many >= 0 else 0


changes, causes = count_changes, count_causes
