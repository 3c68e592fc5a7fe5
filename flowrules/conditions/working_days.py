"""`working_days`: the working days lost in a window, by the person's own working pattern."""

from flowrules.bounds import Parts
from flowrules.counting import CountShape, Measure
from flowrules.facts import Facts, Figure
from flowrules.numbers.coder import Coder
from flowrules.numbers.counts import count_causes, judged
from flowrules.numbers.fields import UNIT, WORKED_LOST, Row
from flowrules.numbers.soonest import count_changes
from flowrules.numbers.windows import counted
from flowrules.room import Room
from flowrules.view import Condition, View
from flowrules.window import Piece, lost_in

WORD = "working_days"
Shape = CountShape
FACTS = Facts(
    Figure("{working day} lost", "{} working days lost"),
    changed_by=("part_days: lose",),
    elsewhere=False,
)


def figure(pieces: list[Piece], view: View, span: tuple[int, int]) -> Parts:  # noqa: ARG001
    return lost_in(pieces), view.timeline.unit


class _Days(Measure):
    bounded = True

    def most(self, room: Room) -> int:
        return room.halves


MEASURE = _Days(WORD, figure, "{bounds} working days lost{in_them}")
resolve, test, reasons, phrase = MEASURE.resolve, MEASURE.test, MEASURE.reasons, MEASURE.phrase
soonest, heeds = MEASURE.soonest, MEASURE.heeds


# In whole numbers.


def encode(condition: Condition, coder: Coder) -> list[int] | None:
    return coder.count(condition, WORKED_LOST)


def holds(t: Row, w: Row, a: Row, e: Row, s: Row, row: int) -> int:  # noqa: ARG001
    many, time, _ = counted(t, w, a, s, row)
    return judged(t, w, a, s, row, time, UNIT) if many >= 0 else 0


changes, causes = count_changes, count_causes
