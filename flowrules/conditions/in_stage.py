"""`in_stage`: the person is in that stage (or one of a list) of another track."""

from typing import Any

from flowrules.decision import Reason
from flowrules.facts import Facts
from flowrules.finding import Path
from flowrules.lines import FAR, Spell
from flowrules.numbers.coder import Coder
from flowrules.numbers.fields import FAR as NEVER_COMES
from flowrules.numbers.fields import MET, NODE_OWN, TRUE, Row
from flowrules.numbers.places import is_in
from flowrules.part import Ids, listed
from flowrules.view import Condition, Truth, View, Wanted
from flowrules.words import Names, join_words

WORD = "in_stage"
Shape = Ids
FACTS = Facts(figure=None)


def resolve(shape: Any, path: Path, scope: Any) -> Condition:
    for place, name in enumerate(listed(shape)):
        scope.expect_stage(name, path if isinstance(shape, str) else (*path, place))
    return Condition(WORD, path, listed(shape))


def test(condition: Condition, view: View) -> Truth:
    true = any(view.history.in_stage(stage) for stage in condition.settings)
    return Truth(true, true)


def soonest(condition: Condition, view: View, wanted: Wanted) -> int:
    return view.unless_so(condition, wanted, FAR)


def reasons(condition: Condition, view: View) -> list[Reason]:
    return [Reason(WORD, condition.path, holds=test(condition, view).true)]


def new_evidence(condition: Condition, view: View) -> int:  # noqa: ARG001
    return FAR


def heeds(condition: Condition, spell: Spell, view: View) -> bool:  # noqa: ARG001
    return False


def phrase(condition: Condition, names: Names) -> str:
    return "in " + join_words([f"“{names.stage(stage)}”" for stage in condition.settings], "or")


# In whole numbers.


def encode(condition: Condition, coder: Coder) -> list[int]:
    stages = [coder.stage(name) for name in condition.settings]
    return [coder.pool(stages), len(stages)]


def holds(t: Row, w: Row, a: Row, e: Row, s: Row, row: int) -> int:  # noqa: ARG001
    first = t[row + NODE_OWN]
    for at in range(first, first + t[row + NODE_OWN + 1]):
        if is_in(t, s, t[at]):
            return TRUE | MET
    return 0


def changes(t: Row, w: Row, a: Row, e: Row, s: Row, row: int, wanted: int) -> int:  # noqa: ARG001
    return NEVER_COMES
