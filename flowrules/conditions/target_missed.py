"""`target_missed`: a personal target recorded at an action is exceeded, counted since then."""

from datetime import date
from typing import Any

from flowrules.counting import Count
from flowrules.decision import Reason
from flowrules.facts import Facts
from flowrules.finding import Path
from flowrules.lines import FAR
from flowrules.numbers.coder import Coder
from flowrules.numbers.fields import FAR as NEVER_COMES
from flowrules.numbers.fields import Row
from flowrules.part import Id
from flowrules.soonest import twice
from flowrules.view import NO, NOTHING, Condition, Target, Truth, View, Wanted
from flowrules.window import Window
from flowrules.words import Names

WORD = "target_missed"
Shape = Id
# Its reasons are those of its measures, which have the figures.
FACTS = Facts(figure=None, changed_by=("part_days: make_an_absence", "part_days: lose"))
_BEYOND = {"at_most": "more_than", "less_than": "at_least"}


def resolve(shape: str, path: Path, scope: Any) -> Condition:
    scope.expect_action(shape, path)
    return Condition(WORD, path, shape, counts=True, anchor=shape, by_absence=True)


def _parts(target: Target, condition: Condition) -> list[Condition]:
    """The target as conditions: a count for each measure, true when it is exceeded."""
    window = Window(None, f"target {condition.settings}", None)
    beyond = [
        (measure, tuple((_BEYOND[name], bound) for name, bound in limits))
        for measure, limits in target.limits
    ]
    return [
        Condition(
            measure,
            condition.path,
            Count(bounds, window, (), scaled=False, twice=twice(bounds)),
            counts=True,
        )
        for measure, bounds in beyond
    ]


def test(condition: Condition, view: View) -> Truth:
    target = view.history.target(condition.settings)
    if target is None:
        return NO
    truths = [view.ask(one) for one in _parts(target, condition)]
    causes = NOTHING.union(*[truth.causes for truth in truths])
    met = any(truth.met for truth in truths)
    return Truth(any(truth.true for truth in truths), met, causes or NOTHING)


def soonest(condition: Condition, view: View, wanted: Wanted) -> int:
    target = view.history.target(condition.settings)
    if target is None:
        return view.unless_so(condition, wanted, FAR)
    days = [view.soonest(one, wanted) for one in _parts(target, condition)]
    return max(days) if wanted == "untrue" else min(days)


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


# In whole numbers: of somebody for whom no target is on record.


def encode(condition: Condition, coder: Coder) -> list[int]:
    return [coder.thing(condition.settings)]  # read by nothing; named, so that it is looked at


def holds(t: Row, w: Row, a: Row, e: Row, s: Row, row: int) -> int:  # noqa: ARG001
    return 0


def changes(t: Row, w: Row, a: Row, e: Row, s: Row, row: int, wanted: int) -> int:  # noqa: ARG001
    return NEVER_COMES
