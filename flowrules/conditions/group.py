"""`group`: the employee is of one of these staff groups; it does not hold where that is not known."""

from typing import Any

from flowrules.decision import Reason
from flowrules.facts import Facts
from flowrules.finding import Path
from flowrules.lines import FAR, Spell
from flowrules.numbers.coder import Coder
from flowrules.numbers.fields import FAR as NEVER_COMES
from flowrules.numbers.fields import GROUP, MET, NODE_OWN, TRUE, Row
from flowrules.part import Ids, listed
from flowrules.view import Condition, Truth, View, Wanted
from flowrules.words import Names, join_words, quoted

WORD = "group"
Shape = Ids
FACTS = Facts(figure=None, elsewhere=False)


def resolve(shape: Any, path: Path, scope: Any) -> Condition:
    scope.expect_groups(shape, path)
    return Condition(WORD, path, listed(shape))


def test(condition: Condition, view: View) -> Truth:
    true = view.about.group in condition.settings
    return Truth(true, true)


def soonest(condition: Condition, view: View, wanted: Wanted) -> int:
    return view.unless_so(condition, wanted, FAR)


def reasons(condition: Condition, view: View) -> list[Reason]:
    return [Reason(WORD, condition.path, holds=test(condition, view).true)]


def new_evidence(condition: Condition, view: View) -> int:  # noqa: ARG001
    return FAR


def heeds(condition: Condition, spell: Spell, view: View) -> bool:  # noqa: ARG001
    return False


def phrase(condition: Condition, names: Names) -> str:  # noqa: ARG001
    return "in the staff group " + join_words([quoted(name) for name in condition.settings], "or")


# In whole numbers.


def encode(condition: Condition, coder: Coder) -> list[int]:
    return [coder.groups(condition.settings)]


def holds(t: Row, w: Row, a: Row, e: Row, s: Row, row: int) -> int:  # noqa: ARG001
    return TRUE | MET if t[row + NODE_OWN] >> s[GROUP] & 1 else 0


def changes(t: Row, w: Row, a: Row, e: Row, s: Row, row: int, wanted: int) -> int:  # noqa: ARG001
    return NEVER_COMES
