"""`calendar_days`: the days of absence in a window, rest days inside an absence included."""

from flowrules.bounds import Parts
from flowrules.counting import CountShape, Measure
from flowrules.facts import Facts, Figure
from flowrules.numbers.coder import Coder
from flowrules.numbers.counts import count_causes, judged
from flowrules.numbers.fields import CALENDAR_LOST, Row
from flowrules.numbers.soonest import count_changes
from flowrules.numbers.windows import counted
from flowrules.room import Room
from flowrules.view import Condition, View
from flowrules.window import Piece, lost_in

WORD = "calendar_days"
Shape = CountShape
FACTS = Facts(
    Figure("{day} of absence", "{} calendar days of absence", lost="day", whole=True),
    changed_by=("rest_days",),
    elsewhere=False,
)


def figure(pieces: list[Piece], view: View, span: tuple[int, int]) -> Parts:  # noqa: ARG001
    return lost_in(pieces), 1


class _Days(Measure):
    bounded = True

    def most(self, room: Room) -> int:
        return room.days * 2


MEASURE = _Days(WORD, figure, "{bounds} calendar days of absence{in_them}", loses="calendar")
resolve, test, reasons, phrase = MEASURE.resolve, MEASURE.test, MEASURE.reasons, MEASURE.phrase
soonest, heeds = MEASURE.soonest, MEASURE.heeds


# In whole numbers.


def encode(condition: Condition, coder: Coder) -> list[int] | None:
    return coder.count(condition, CALENDAR_LOST)


def holds(t: Row, w: Row, a: Row, e: Row, s: Row, row: int) -> int:  # noqa: ARG001
    many, _, days = counted(t, w, a, s, row)
    return judged(t, w, a, s, row, days, 1) if many >= 0 else 0


changes, causes = count_changes, count_causes
