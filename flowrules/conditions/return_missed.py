"""`return_missed`: the person is still away on a working day after the last day expected."""

from datetime import date
from typing import Annotated, Any

from pydantic import Field

from flowrules.decision import Reason
from flowrules.facts import Facts
from flowrules.finding import Path
from flowrules.lines import Spell
from flowrules.numbers.absences import is_over, last_seen, until_seen
from flowrules.numbers.anchors import stirs
from flowrules.numbers.coder import Coder
from flowrules.numbers.days import next_working
from flowrules.numbers.fields import ABSENCE_WIDTH, BEGUN, DAY, MET, NODE_OWN, TRUE, Row
from flowrules.view import Condition, Truth, View, Wanted
from flowrules.words import Names

WORD = "return_missed"
Shape = Annotated[bool, Field(strict=True)]
FACTS = Facts(figure=None, elsewhere=False)


def resolve(shape: bool, path: Path, scope: Any) -> Condition:  # noqa: ARG001, FBT001
    return Condition(WORD, path, shape, negative=not shape)


def _late(view: View) -> list[Spell]:
    return [
        spell
        for spell in view.spells
        if not spell.over
        and spell.until is not None
        and view.timeline.next_working(spell.until + 1) <= spell.last
    ]


def test(condition: Condition, view: View) -> Truth:
    true = bool(_late(view)) == condition.settings
    return Truth(true, true)


def soonest(condition: Condition, view: View, wanted: Wanted) -> int:
    return view.unless_so(condition, wanted, view.timeline.stirs(view.day))


def reasons(condition: Condition, view: View) -> list[Reason]:
    late = _late(view)
    away = [spell for spell in view.spells if not spell.over]
    days = tuple((date.fromordinal(one.first), date.fromordinal(one.last)) for one in away)
    until = late[0].until if late else None
    return [
        Reason(
            WORD,
            condition.path,
            holds=bool(late) == condition.settings,
            absences=days,
            expected_until=date.fromordinal(until) if until else None,
        )
    ]


def new_evidence(condition: Condition, view: View) -> int:  # noqa: ARG001
    return view.timeline.changes(view.day)


def heeds(condition: Condition, spell: Spell, view: View) -> bool:  # noqa: ARG001
    return False


def phrase(condition: Condition, names: Names) -> str:  # noqa: ARG001
    return "not back on the day expected" if condition.settings else "not away beyond the day expected"


# In whole numbers.


def encode(condition: Condition, coder: Coder) -> list[int]:  # noqa: ARG001
    return [int(condition.settings)]


def holds(t: Row, w: Row, a: Row, e: Row, s: Row, row: int) -> int:  # noqa: ARG001
    late = False
    for place in range(s[BEGUN] - 1, max(s[BEGUN] - 3, -1), -1):
        i = place * t[ABSENCE_WIDTH]
        until = 0 if is_over(a, i, s[DAY]) else until_seen(a, s, i, s[DAY])
        if until and next_working(t, w, s, until + 1) <= last_seen(a, s, i, s[DAY]):
            late = True
    return TRUE | MET if late == (t[row + NODE_OWN] == 1) else 0


def changes(t: Row, w: Row, a: Row, e: Row, s: Row, row: int, wanted: int) -> int:  # noqa: ARG001
    return stirs(t, a, s)
