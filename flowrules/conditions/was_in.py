"""`was_in`: the person is in that stage, or left it no longer ago than a time."""

from datetime import date
from typing import Any

from pydantic import Field

from flowrules.calendar import parse_duration, shift
from flowrules.decision import Reason
from flowrules.facts import Facts
from flowrules.finding import Path
from flowrules.lines import FAR, Spell
from flowrules.numbers.coder import Coder
from flowrules.numbers.days import back_from, shifted
from flowrules.numbers.fields import (
    DAY,
    MET,
    NODE_OWN,
    REACH,
    STAGE_LEFT,
    STAGE_ROW,
    STAGE_ROWS,
    TRUE,
    WANT_UNTRUE,
    Row,
)
from flowrules.numbers.fields import FAR as NEVER_COMES
from flowrules.numbers.places import is_in
from flowrules.part import Ids, Part, Stretch, listed
from flowrules.soonest import leaves
from flowrules.view import Condition, Truth, View, Wanted
from flowrules.words import Names, join_words

WORD = "was_in"
FACTS = Facts(figure=None)


class Shape(Part):
    """Which stage, or one of which, and how lately."""

    stage: Ids = Field(description="The stage, or a list of stages.")
    within: Stretch = Field(description="No longer ago than this.")


def resolve(shape: Shape, path: Path, scope: Any) -> Condition:
    for place, name in enumerate(listed(shape.stage)):
        at = (*path, "stage")
        scope.expect_stage(name, at if isinstance(shape.stage, str) else (*at, place))
    return Condition(WORD, path, (listed(shape.stage), parse_duration(shape.within)))


def _latest(condition: Condition, view: View) -> tuple[int | None, str]:
    """The last day in any of the stages, today where that lasts, and in which of them it was."""
    stages, _ = condition.settings
    days = [(day, stage) for stage in stages if (day := view.history.last_in(stage)) is not None]
    return max(days, key=lambda one: one[0], default=(None, ""))


def _last(condition: Condition, view: View) -> int | None:
    return _latest(condition, view)[0]


def test(condition: Condition, view: View) -> Truth:
    _, within = condition.settings
    last = _last(condition, view)
    true = last is not None and last > shift(view.day, within, -1) - view.rules.reach
    return Truth(true, true)


def soonest(condition: Condition, view: View, wanted: Wanted) -> int:
    stages, within = condition.settings
    last = _last(condition, view)
    stays = any(map(view.history.in_stage, stages))  # and is not only left today
    until = FAR if last is None or stays else leaves(last, within, view)
    return view.unless_so(condition, wanted, until)


def reasons(condition: Condition, view: View) -> list[Reason]:
    stages, within = condition.settings
    low = shift(view.day, within, -1) - view.rules.reach
    window = date.fromordinal(low + 1), date.fromordinal(view.day)
    last, stage = _latest(condition, view)
    stays = any(map(view.history.in_stage, stages))  # then none is left
    anchor = None if last is None or stays else (f"left {stage}", date.fromordinal(last))
    return [Reason(WORD, condition.path, holds=test(condition, view).true, window=window, anchor=anchor)]


def new_evidence(condition: Condition, view: View) -> int:  # noqa: ARG001
    return FAR


def heeds(condition: Condition, spell: Spell, view: View) -> bool:  # noqa: ARG001
    return False


def phrase(condition: Condition, names: Names) -> str:
    stages, within = condition.settings
    said = join_words([f"“{names.stage(stage)}”" for stage in stages], "or")
    return f"in {said} at some time in the last {within}"


# In whole numbers: the stages, how many, and how lately.

_STAGES, _MANY, _UNIT, _N = range(NODE_OWN, NODE_OWN + 4)


def encode(condition: Condition, coder: Coder) -> list[int]:
    names, within = condition.settings
    return [coder.pool([coder.stage(name) for name in names]), len(names), *coder.length(within)]


def holds(t: Row, w: Row, a: Row, e: Row, s: Row, row: int) -> int:  # noqa: ARG001
    low = back_from(t, s[DAY], t[row + _UNIT], t[row + _N]) - t[REACH]
    last = _last_day(t, s, row)
    return TRUE | MET if last and last > low else 0


def _last_day(t: Row, s: Row, row: int) -> int:
    """The last day in any of the stages, today where that lasts; 0 where there is none."""
    if _stays(t, s, row):
        return s[DAY]
    last = 0
    for at in range(t[row + _STAGES], t[row + _STAGES] + t[row + _MANY]):
        last = max(last, s[s[STAGE_ROWS] + t[at] * STAGE_ROW + STAGE_LEFT])
    return last


def _stays(t: Row, s: Row, row: int) -> bool:
    """Whether the person is in any of the stages now, and has not only left it today."""
    for at in range(t[row + _STAGES], t[row + _STAGES] + t[row + _MANY]):  # noqa: SIM110 - it is compiled
        if is_in(t, s, t[at]):
            return True
    return False


def changes(t: Row, w: Row, a: Row, e: Row, s: Row, row: int, wanted: int) -> int:  # noqa: ARG001
    last = _last_day(t, s, row)
    if wanted != WANT_UNTRUE or not last or _stays(t, s, row):
        return NEVER_COMES
    return shifted(t, last + t[REACH], t[row + _UNIT], t[row + _N])
