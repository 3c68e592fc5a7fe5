"""`target_missed`: a personal target recorded at an action is exceeded, counted since then."""

from datetime import date
from typing import Any

from flowrules.counting import Count
from flowrules.decision import Reason
from flowrules.finding import Path
from flowrules.part import Id
from flowrules.view import NOTHING, Condition, Target, Truth, View
from flowrules.window import Window
from flowrules.words import Names

WORD = "target_missed"
Shape = Id
_BEYOND = {"at_most": "more_than", "less_than": "at_least"}


def resolve(shape: str, path: Path, scope: Any) -> Condition:
    scope.expect_action(shape, path)
    return Condition(WORD, path, shape, counts=True, anchor=shape, by_absence=True)


def _parts(target: Target, condition: Condition) -> list[Condition]:
    """The target as conditions: a count for each measure, true when it is exceeded."""
    window = Window(None, f"target {condition.settings}", None)
    return [
        Condition(
            measure,
            condition.path,
            Count(tuple((_BEYOND[name], bound) for name, bound in limits), window, (), scaled=False),
            counts=True,
        )
        for measure, limits in target.limits
    ]


def test(condition: Condition, view: View) -> Truth:
    target = view.history.target(condition.settings)
    if target is None:
        return Truth(False, False)
    truths = [view.ask(one) for one in _parts(target, condition)]
    causes = frozenset[tuple[str, int]]().union(*(truth.causes for truth in truths))
    met = any(truth.met for truth in truths)
    return Truth(any(truth.true for truth in truths), met, causes or NOTHING)


def reasons(condition: Condition, view: View) -> list[Reason]:
    """Each measure that is exceeded, or all where none is, with the day the target was set."""
    action = condition.settings
    target = view.history.target(action)
    if target is None:
        return [Reason(WORD, condition.path, holds=False, anchor=(action, None))]
    day = date.fromordinal(target.day)
    found = [
        reason._replace(anchor=(action, day), events=((action, day),))
        for one in _parts(target, condition)
        for reason in view.reasons(one)
    ]
    return [one for one in found if one.holds] or found


def phrase(condition: Condition, names: Names) -> str:
    return f"over the personal target set at {names.thing(condition.settings)}"
