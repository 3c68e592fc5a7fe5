"""`absent`: an absence of any category is not yet over; with `false`, none is."""

from datetime import date
from typing import Annotated, Any

from pydantic import Field

from flowrules.decision import Reason
from flowrules.facts import Facts
from flowrules.finding import Path
from flowrules.lines import Spell
from flowrules.numbers.absences import is_over
from flowrules.numbers.anchors import begins_next
from flowrules.numbers.coder import Coder
from flowrules.numbers.fields import ABSENCE_WIDTH, BEGUN, DAY, MET, NODE_OWN, OVER, TRUE, Row
from flowrules.view import Condition, Truth, View, Wanted
from flowrules.words import Names

WORD = "absent"
Shape = Annotated[bool, Field(strict=True)]
FACTS = Facts(figure=None, elsewhere=False)


def resolve(shape: bool, path: Path, scope: Any) -> Condition:  # noqa: ARG001, FBT001
    return Condition(WORD, path, shape, negative=not shape)


def test(condition: Condition, view: View) -> Truth:
    away = any(not spell.over for spell in view.spells)
    return Truth(away == condition.settings, away == condition.settings)


def soonest(condition: Condition, view: View, wanted: Wanted) -> int:
    away = [spell for spell in view.spells if not spell.over]
    if (wanted == "untrue") == condition.settings:  # the day on which nobody is away
        return max([view.day + 1, *(view.timeline.over_from(one) for one in away)])
    return view.day + 1 if away else view.timeline.changes(view.day)


def reasons(condition: Condition, view: View) -> list[Reason]:
    away = [spell for spell in view.spells if not spell.over]
    days = tuple((date.fromordinal(one.first), date.fromordinal(one.last)) for one in away)
    return [Reason(WORD, condition.path, holds=bool(away) == condition.settings, absences=days)]


def new_evidence(condition: Condition, view: View) -> int:  # noqa: ARG001
    return view.timeline.changes(view.day)


def heeds(condition: Condition, spell: Spell, view: View) -> bool:  # noqa: ARG001
    return False


def phrase(condition: Condition, names: Names) -> str:  # noqa: ARG001
    return "away" if condition.settings else "no longer away"


# In whole numbers.


def encode(condition: Condition, coder: Coder) -> list[int]:  # noqa: ARG001
    return [int(condition.settings)]


def holds(t: Row, w: Row, a: Row, e: Row, s: Row, row: int) -> int:  # noqa: ARG001
    away = s[BEGUN] > 0 and not is_over(a, (s[BEGUN] - 1) * t[ABSENCE_WIDTH], s[DAY])
    return TRUE | MET if away == (t[row + NODE_OWN] == 1) else 0


def changes(t: Row, w: Row, a: Row, e: Row, s: Row, row: int, wanted: int) -> int:  # noqa: ARG001
    """Whoever is away is so until that is over, and whoever is not until the next absence."""
    i = (s[BEGUN] - 1) * t[ABSENCE_WIDTH]
    if i >= 0 and not is_over(a, i, s[DAY]):
        return a[i + OVER]
    return begins_next(t, a, s)
