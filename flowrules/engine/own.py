"""Adjustments of a record -> a person's own bounds for conditions of the procedure."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from flowrules.calendar import parse_duration
from flowrules.conditions.lost_time import percent
from flowrules.engine.faults import Faults
from flowrules.finding import Path
from flowrules.flow import Flow, walk
from flowrules.model.record import Adjustment
from flowrules.part import amount
from flowrules.view import LOWER, Bounds, Condition, Own
from flowrules.window import Window

_LAST = date.max.toordinal()
_WORDS = (
    "absences", "working_days", "calendar_days", "hours_lost", "bradford", "lost_time", "continuous",
)  # fmt: skip


def own_bounds(
    flow: Flow, adjustments: Iterable[Adjustment], on: int, faults: Faults
) -> dict[Path, tuple[Own, ...]]:
    """For each condition, the bounds that stand in for its own by a day; what fits none is a fault."""
    found: dict[Path, tuple[Own, ...]] = {}
    for place, adjustment in enumerate(adjustments):
        if adjustment.from_.toordinal() > on or _is_over(adjustment, faults.begin):
            continue
        path: Path = ("adjustments", place)
        words = [word for word in _WORDS if getattr(adjustment, word) is not None]
        fits = list(_fitting(flow, adjustment, words)) if len(words) == 1 else []
        bounds = _bounds(words[0], getattr(adjustment, words[0])) if len(words) == 1 else ()
        faults.check_order(adjustment.from_, adjustment.until, (*path, "until"))
        if adjustment.trigger not in flow.triggers:
            faults.note_unknown("trigger", adjustment.trigger, flow.triggers, (*path, "trigger"))
        elif len(fits) != 1 or not bounds:
            faults.note(
                "FR513",
                "adjustment-unclear",
                path,
                f"the adjustment fits {len(fits)} conditions of its trigger, and must fit one",
                "name one measure, with its own bound and the window that the procedure gives it",
            )
        else:
            first = adjustment.from_.toordinal()
            last = adjustment.until.toordinal() if adjustment.until else _LAST
            own = Own(first, last, bounds)
            before = found.get(fits[0].path, ())
            faults.expect_apart(before, own, path)
            found[fits[0].path] = (*before, own)
    return found


def _is_over(adjustment: Adjustment, begin: int) -> bool:
    """Whether it ended before this version of the procedure began."""
    until = adjustment.until
    return until is not None and adjustment.from_ <= until and until.toordinal() < begin


def _fitting(flow: Flow, adjustment: Adjustment, words: list[str]) -> Iterator[Condition]:
    """The conditions of the trigger itself with that word and that window."""
    trigger = flow.triggers.get(adjustment.trigger)
    shape = getattr(adjustment, words[0])
    for one in walk(trigger.condition) if trigger else ():
        own = one.path[:2] == ("triggers", adjustment.trigger)
        if own and one.word == words[0] and _window(one) == _asked(words[0], shape):
            yield one


def _window(condition: Condition) -> Any:
    settings = condition.settings
    return settings.since if condition.word == "continuous" else settings.window


def _asked(word: str, shape: Any) -> Any:
    if word == "continuous":
        return shape.since
    within = parse_duration(shape.within) if shape.within else None
    length = parse_duration(shape.for_) if shape.for_ else None
    return Window(within, shape.since, length, shape.in_)


def _bounds(word: str, shape: Any) -> Bounds:
    read = {"continuous": parse_duration, "lost_time": percent}.get(word, amount)
    written = ((name, getattr(shape, name)) for name in LOWER)
    return tuple((name, read(value)) for name, value in written if value is not None)
