"""`absences`: the number of counted absences in a window.

An absence that lost no working day inside the window (only rest days or a bank holiday) is not one,
nor, where the procedure says so, one of part days alone.
"""

from flowrules.bounds import Parts
from flowrules.counting import Count, CountShape, Measure
from flowrules.facts import Facts, Figure
from flowrules.lines import Spell
from flowrules.numbers.coder import Coder
from flowrules.numbers.counts import count_causes, judged
from flowrules.numbers.fields import NUMBER, Row
from flowrules.numbers.soonest import count_changes
from flowrules.numbers.windows import counted
from flowrules.room import Room
from flowrules.view import Condition, View
from flowrules.window import Piece, is_absence

WORD = "absences"
Shape = CountShape
FACTS = Facts(
    Figure("{absence}", "{} absences", whole=True),
    changed_by=("part_days: make_an_absence",),
    elsewhere=False,
)


def figure(pieces: list[Piece], view: View, span: tuple[int, int]) -> Parts:  # noqa: ARG001
    return len(pieces), 1


class _Absences(Measure):
    def sees(self, count: Count, spell: Spell, span: tuple[int, int], view: View) -> bool:  # noqa: ARG002
        return is_absence(spell, view.timeline)

    bounded = True

    def most(self, room: Room) -> int:
        return room.lines * 2


MEASURE = _Absences(WORD, figure, "{bounds} absences{of_them}")
resolve, test, reasons, phrase = MEASURE.resolve, MEASURE.test, MEASURE.reasons, MEASURE.phrase
soonest, heeds = MEASURE.soonest, MEASURE.heeds


# In whole numbers.


def encode(condition: Condition, coder: Coder) -> list[int] | None:
    return coder.count(condition, NUMBER)


def holds(t: Row, w: Row, a: Row, e: Row, s: Row, row: int) -> int:  # noqa: ARG001
    many, _, _ = counted(t, w, a, s, row)
    return judged(t, w, a, s, row, many, 1) if many >= 0 else 0


changes, causes = count_changes, count_causes
