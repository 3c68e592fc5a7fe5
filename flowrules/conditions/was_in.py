"""`was_in`: the person is in that stage, or left it no longer ago than a time."""

from datetime import date
from typing import Any

from pydantic import Field

from flowrules.calendar import parse_duration, shift
from flowrules.decision import Reason
from flowrules.finding import Path
from flowrules.lines import FAR, Spell
from flowrules.part import Ids, Part, Stretch, listed
from flowrules.soonest import leaves
from flowrules.view import Condition, Truth, View, Wanted
from flowrules.words import Names, join_words

WORD = "was_in"


class Shape(Part):
    """Which stage, or one of which, and how lately."""

    stage: Ids = Field(description="The stage, or a list of stages.")
    within: Stretch = Field(description="No longer ago than this.")


def resolve(shape: Shape, path: Path, scope: Any) -> Condition:
    for place, name in enumerate(listed(shape.stage)):
        at = (*path, "stage")
        scope.expect_stage(name, at if isinstance(shape.stage, str) else (*at, place))
    return Condition(WORD, path, (listed(shape.stage), parse_duration(shape.within)))


def _last(condition: Condition, view: View) -> int | None:
    stages, _ = condition.settings
    days = [day for stage in stages if (day := view.history.last_in(stage)) is not None]
    return max(days, default=None)


def test(condition: Condition, view: View) -> Truth:
    _, within = condition.settings
    last = _last(condition, view)
    true = last is not None and last > shift(view.day, within, -1) - view.rules.reach
    return Truth(true, true)


def soonest(condition: Condition, view: View, wanted: Wanted) -> int:
    _, within = condition.settings
    last = _last(condition, view)
    until = FAR if last is None or last >= view.day else leaves(last, within, view)
    return view.unless_so(condition, wanted, until)


def reasons(condition: Condition, view: View) -> list[Reason]:
    stages, within = condition.settings
    low = shift(view.day, within, -1) - view.rules.reach
    window = date.fromordinal(low + 1), date.fromordinal(view.day)
    last = _last(condition, view)
    anchor = (f"left {stages[0]}", date.fromordinal(last)) if last is not None else None
    return [Reason(WORD, condition.path, holds=test(condition, view).true, window=window, anchor=anchor)]


def new_evidence(condition: Condition, view: View) -> int:  # noqa: ARG001
    return FAR


def heeds(condition: Condition, spell: Spell, view: View) -> bool:  # noqa: ARG001
    return False


def phrase(condition: Condition, names: Names) -> str:
    stages, within = condition.settings
    said = join_words([f"“{names.stage(stage)}”" for stage in stages], "or")
    return f"in {said} at some time in the last {within}"
