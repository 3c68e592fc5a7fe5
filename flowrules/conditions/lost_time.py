"""`lost_time`: the share of the working time due in a window that was lost, in percent."""

from fractions import Fraction
from typing import Any

from pydantic import Field

from flowrules.bounds import BOUNDS, Parts
from flowrules.counting import Count, Measure
from flowrules.facts import Facts, Figure
from flowrules.lines import Spell
from flowrules.numbers.coder import Coder
from flowrules.numbers.counts import count_causes, judged
from flowrules.numbers.days import halves
from flowrules.numbers.fields import FIRST_DAY, GAVE_UP, HALF, STARTED, TIME_SHARE, Row
from flowrules.numbers.soonest import count_changes
from flowrules.numbers.windows import counted, high_edge, low_edge
from flowrules.part import Percent, amount
from flowrules.view import Bounds, Condition, View
from flowrules.window import Piece, WindowShape, lost_in
from flowrules.words import say_amount

WORD = "lost_time"
FACTS = Facts(
    Figure(
        "{} percent of the working time lost",
        "{} percent of the time lost",
        bound="{} percent",
        most=Fraction(100),
    ),
    changed_by=("part_days: lose",),
    elsewhere=False,
)


class Shape(WindowShape):
    """A share of the working time, compared with one or two bounds, over exactly one window."""

    at_least: Percent | None = Field(default=None, description="The share is this or more.")
    more_than: Percent | None = Field(default=None, description="The share is more than this.")
    at_most: Percent | None = Field(default=None, description="The share is this or less.")
    less_than: Percent | None = Field(default=None, description="The share is less than this.")


def figure(pieces: list[Piece], view: View, span: tuple[int, int]) -> Parts:
    """Percent of the time due; 0 where none was."""
    due = view.timeline.working_time(max(span[0] + 1, view.about.started or 0, 1), span[1])
    return (100 * lost_in(pieces), due) if due else (0, 1)


def percent(text: str) -> Fraction:
    """`5 percent` -> 5."""
    return amount(text.removesuffix(" percent"))  # type: ignore[arg-type]


class _Share(Measure):
    is_of_time_due = True

    def rises(self, count: Count, view: View) -> bool:  # noqa: ARG002
        """What was due is another every day."""
        return False

    def piece(self, count: Count, spell: Spell, view: View, span: tuple[int, int]) -> Piece | None:
        """What was lost before the first day of service is no part of it."""
        found = super().piece(count, spell, view, span)
        if found is None:
            return None
        first = max(found.first, view.about.started or 0)
        lost = view.timeline.lost(spell, first, found.last, view.day)
        return Piece(spell, first, found.last, lost) if lost else None

    def bounds_of(self, shape: Any) -> Bounds:
        written = ((name, getattr(shape, name, None)) for name in BOUNDS)
        return tuple((name, percent(text)) for name, text in written if text is not None)

    def bound_words(self, name: str, bound: Any) -> str:
        said = say_amount(bound)
        return {
            "at_least": f"{said} percent or more",
            "more_than": f"more than {said} percent",
            "at_most": f"{said} percent or less",
            "less_than": f"less than {said} percent",
        }[name]


MEASURE = _Share(WORD, figure, "{bounds} of the working time lost{in_them}")
resolve, test, reasons, phrase = MEASURE.resolve, MEASURE.test, MEASURE.reasons, MEASURE.phrase
soonest, heeds = MEASURE.soonest, MEASURE.heeds


# In whole numbers.


def encode(condition: Condition, coder: Coder) -> list[int] | None:
    return coder.count(condition, TIME_SHARE)


def holds(t: Row, w: Row, a: Row, e: Row, s: Row, row: int) -> int:  # noqa: ARG001
    many, time, _ = counted(t, w, a, s, row)
    if many < 0:
        return 0
    low = low_edge(t, a, s, row)
    if s[STARTED] > low or low + 1 < t[FIRST_DAY]:  # of what was due, some is not, or is not known here
        s[GAVE_UP] = 1
        return 0
    due = halves(w, s, low + 1, high_edge(t, s, row, low)) * HALF
    return judged(t, w, a, s, row, 100 * time, due) if due else judged(t, w, a, s, row, 0, 1)


changes, causes = count_changes, count_causes
