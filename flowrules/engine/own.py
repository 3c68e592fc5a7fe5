"""Adjustments of a record -> a person's own bounds for conditions of the procedure."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from flowrules.calendar import parse_duration
from flowrules.conditions.lost_time import percent
from flowrules.engine.faults import Faults
from flowrules.finding import Path
from flowrules.flow import Flow, walk
from flowrules.model.record import Adjustment, OwnBounds, OwnLength, OwnShare
from flowrules.part import amount
from flowrules.view import LOWER, Bounds, Condition, Own
from flowrules.window import window_of

_LAST = date.max.toordinal()
_READ: dict[type, Any] = {OwnLength: parse_duration, OwnShare: percent}  # the others are amounts


def own_bounds(
    flow: Flow, adjustments: Iterable[Adjustment], on: int, faults: Faults
) -> dict[Path, tuple[Own, ...]]:
    """For each condition, the bounds that stand in for its own by a day; what fits none is a fault."""
    found: dict[Path, tuple[Own, ...]] = {}
    for place, adjustment in enumerate(adjustments):
        if adjustment.from_.toordinal() > on or _is_over(adjustment, faults.begin):
            continue
        path: Path = ("adjustments", place)
        said = adjustment.thresholds
        word, shape = next(iter(said.items())) if len(said) == 1 else ("", None)
        fits = list(_fitting(flow, adjustment.trigger, word, shape)) if shape else []
        bounds = _bounds(shape) if shape else ()
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


def _fitting(flow: Flow, name: str, word: str, shape: OwnBounds | OwnLength) -> Iterator[Condition]:
    """The conditions of the trigger itself with that word and that window."""
    trigger = flow.triggers.get(name)
    for one in walk(trigger.condition) if trigger else ():
        if one.path[:2] == ("triggers", name) and one.word == word and _fits(one, shape):
            yield one


def _fits(condition: Condition, shape: OwnBounds | OwnLength) -> bool:
    if isinstance(shape, OwnLength):
        return bool(condition.settings.since == shape.since)
    return bool(condition.settings.window == window_of(shape))


def _bounds(shape: OwnBounds | OwnLength) -> Bounds:
    read = _READ.get(type(shape), amount)
    written = ((name, getattr(shape, name)) for name in LOWER)
    return tuple((name, read(value)) for name, value in written if value is not None)
