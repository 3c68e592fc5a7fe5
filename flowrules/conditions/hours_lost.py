"""`hours_lost`: the hours lost in a window: as recorded, or by the hours of the person's day."""

from flowrules.bounds import Parts
from flowrules.counting import CountShape, Measure
from flowrules.facts import Facts, Figure
from flowrules.numbers.coder import Coder
from flowrules.numbers.counts import count_causes, judged
from flowrules.numbers.fields import (
    FIRST,
    GAVE_UP,
    HOURS,
    HOURS_LOST,
    HOURS_OF,
    MANY_ABSENCES,
    MANY_PATTERNS,
    PATTERN,
    START,
    UNIT,
    WORKED_SINCE,
    Row,
)
from flowrules.numbers.soonest import count_changes
from flowrules.numbers.windows import counted
from flowrules.room import Room
from flowrules.view import Condition, View
from flowrules.window import Piece, lost_in

WORD = "hours_lost"
Shape = CountShape
FACTS = Facts(
    Figure("{hour} lost", "{} hours lost", lost="hour"),
    changed_by=("part_days: lose",),
    elsewhere=False,
)


def figure(pieces: list[Piece], view: View, span: tuple[int, int]) -> Parts:  # noqa: ARG001
    return lost_in(pieces), view.timeline.unit


class _Hours(Measure):
    bounded = True

    def most(self, room: Room) -> int:
        return room.half_hours


MEASURE = _Hours(WORD, figure, "{bounds} hours lost{in_them}", loses="hours")
resolve, test, reasons, phrase = MEASURE.resolve, MEASURE.test, MEASURE.reasons, MEASURE.phrase
soonest, heeds = MEASURE.soonest, MEASURE.heeds


# In whole numbers.


def encode(condition: Condition, coder: Coder) -> list[int] | None:
    return coder.count(condition, HOURS_LOST)


def holds(t: Row, w: Row, a: Row, e: Row, s: Row, row: int) -> int:  # noqa: ARG001
    many, time, _ = counted(t, w, a, s, row)
    if many < 0:
        return 0
    hours, of = w[s[PATTERN] + HOURS], w[s[PATTERN] + HOURS_OF]
    begins = min(s[START], a[FIRST]) if s[MANY_ABSENCES] else s[START]  # under a version before this
    if s[MANY_PATTERNS] > 2 or (hours and s[WORKED_SINCE] > begins):
        s[GAVE_UP] = 1  # perhaps not of every day the same
    return judged(t, w, a, s, row, time * hours, UNIT * of)


changes, causes = count_changes, count_causes
