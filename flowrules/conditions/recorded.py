"""`recorded`: an action or an event is in the record, ever or lately."""

from datetime import date
from typing import Any

from pydantic import Field

from flowrules.calendar import Duration, parse_duration, shift
from flowrules.decision import Reason
from flowrules.finding import Path
from flowrules.part import Id, Part, Stretch
from flowrules.view import Condition, Truth, View
from flowrules.words import Names

WORD = "recorded"


class Recorded(Part):
    """What must be in the record, and how lately."""

    what: Id = Field(description="The id of an action, or an event named under `events`.")
    within: Stretch | None = Field(default=None, description="No longer ago than this.")


Shape = Id | Recorded


def resolve(shape: str | Recorded, path: Path, scope: Any) -> Condition:
    what, within = (shape, None) if isinstance(shape, str) else (shape.what, shape.within)
    scope.expect_thing(what, path if isinstance(shape, str) else (*path, "what"))
    return Condition(WORD, path, (what, parse_duration(within) if within else None))


def _days(condition: Condition, view: View) -> list[int]:
    what, within = condition.settings
    low = _low(within, view)
    return [day for day in view.recorded.get(what, ()) if day > low]


def _low(within: Duration | None, view: View) -> int:
    """The day before the first day looked at."""
    return 0 if within is None else shift(view.day, within, -1) - view.rules.reach


def test(condition: Condition, view: View) -> Truth:
    causes = frozenset((condition.settings[0], day) for day in _days(condition, view))
    return Truth(bool(causes), bool(causes - view.used), causes - view.used)


def reasons(condition: Condition, view: View) -> list[Reason]:
    what, within = condition.settings
    days = _days(condition, view)
    low = _low(within, view)
    return [
        Reason(
            WORD,
            condition.path,
            holds=bool(days),
            window=(date.fromordinal(low + 1), date.fromordinal(view.day)) if within else None,
            events=tuple((what, date.fromordinal(day)) for day in days),
        )
    ]


def phrase(condition: Condition, names: Names) -> str:
    what, within = condition.settings
    return f"recorded: {names.thing(what)}" + (f", in the last {within}" if within else "")
