"""A trigger's name: a condition written once under `triggers` and used by its name."""

from flowrules.decision import Reason
from flowrules.facts import Facts
from flowrules.view import Condition, Truth, View, Wanted
from flowrules.words import Names

WORD = "trigger"
MEMBERS = "name"
FACTS = Facts(elsewhere=False)


def test(condition: Condition, view: View) -> Truth:
    return _seen(condition, view).ask(condition.members[0])


def soonest(condition: Condition, view: View, wanted: Wanted) -> int:
    return _seen(condition, view).soonest(condition.members[0], wanted)


def reasons(condition: Condition, view: View) -> list[Reason]:
    return _seen(condition, view).reasons(condition.members[0])


def _seen(condition: Condition, view: View) -> View:
    """The view of a trigger that is assessed on return, if this one is."""
    _, on_return = condition.settings
    return View(*view[:-1], True) if on_return else view


def phrase(condition: Condition, names: Names) -> str:
    _, on_return = condition.settings
    return names.phrase(condition.members[0]) + ("; assessed on return" if on_return else "")
