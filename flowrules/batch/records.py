"""An Arrow batch of records -> columns of whole numbers for the kernel, with no loop over rows.

What `kernel/columns.py` says of one record. Arrow has the lines of all people one after the other
already, and where each one's begin; only words become numbers here, each different one once.
"""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pyarrow as pa

from flowrules.batch.lines import Lines, column_of, many_lines
from flowrules.batch.patterns import worked_patterns
from flowrules.batch.sound import unsound
from flowrules.engine.plan import plan_of
from flowrules.kernel.coding import Coded
from flowrules.kernel.columns import OTHER_GROUP, UNKNOWN, Columns
from flowrules.kernel.compiled import as_arrays
from flowrules.numbers import fields as f
from flowrules.part import amount

_MOST_DAYS = 10_000  # that a line may say were lost; more is a slip, and told by the interpreter
# What a line may say for which the kernel has no place.
_NO_PLACE_ABSENCE = ("known_on", "hours", "days")
_NO_PLACE_EVENT = ("known_on", "until", "target", "placed")
_THINGS = ("action", "recorded", "contact")
_KINDS = {"action": f.ACTION, "recorded": f.RECORDED, "contact": f.CONTACT}


def columns_of(batch: pa.RecordBatch, coded: Coded) -> Columns:
    """The records of a batch in columns."""
    people = len(batch)
    left_out = np.zeros(people, bool)
    employee = Lines(column_of(batch, "employee"), people)
    absences = Lines(column_of(batch, "absences"), people)
    events = Lines(column_of(batch, "events"), people)
    groups = employee.coded("group", lambda name: coded.groups.get(name, OTHER_GROUP), 0)
    left_out |= _not_covered(employee, coded)
    left_out |= unsound(batch)
    left_out |= many_lines(batch, "adjustments", people) > 0
    left_out |= many_lines(batch, "leave", people) > 0
    left_out |= absences.of_people(_unusual_absences(absences))
    left_out |= events.of_people(_unusual_events(events))
    worked = worked_patterns(batch, employee, coded, left_out)
    kinds, whats = _things(events, coded)
    school = coded.calendars.school
    columns = Columns(
        lines_from=absences.starts,
        firsts=absences.days("from"),
        lasts=absences.days("to"),
        categories=absences.coded(
            "category", _get(coded.categories), coded.categories.get("sickness", -1)
        ),
        reasons=_reasons(absences, coded),
        counts=absences.coded("counts", int, -1),
        decided_on=absences.days("decided_on"),
        said=_said(absences),
        **_foretold(absences),
        events_from=events.starts,
        event_days=events.days("on"),
        event_kinds=kinds,
        event_whats=whats,
        event_outcomes=_outcomes(events, coded, whats),
        **worked,
        groups=groups,
        started=employee.days("started"),
        schools=employee.coded("group", school, school(None)),
        left_out=left_out,
    )
    return as_arrays(columns)


def _get(known: Mapping[str, int]) -> Callable[[str], int]:
    return lambda name: known.get(name, UNKNOWN)


def _not_covered(employee: Lines, coded: Coded) -> Any:
    """Who is of a staff group that the procedure is not for: the interpreter says so."""
    covers, excluded = coded.flow.header.covers.groups, plan_of(coded.flow).excluded
    out = employee.coded(
        "group", lambda name: int(bool(covers and name not in covers) or name in excluded), 0
    )
    return out > 0


def _unusual_absences(absences: Lines) -> Any:
    """The lines for which the kernel has no place, or that a decision is only half on record of."""
    unusual = absences.missing.copy()
    for name in _NO_PLACE_ABSENCE:
        unusual |= absences.said(name)
    unusual |= absences.said("half_worked") & ~(absences.said("days_lost") | absences.said("part"))
    decided = [absences.said(name) for name in ("counts", "decided_on", "decided_by")]
    return unusual | (decided[0] != decided[1]) | (decided[0] != decided[2])


def _unusual_events(events: Lines) -> Any:
    unusual = events.missing.copy()
    for name in _NO_PLACE_EVENT:
        unusual |= events.said(name)
    said = sum(events.said(name).astype(np.int8) for name in _THINGS)
    return unusual | (said != 1) | (events.said("outcome") & ~events.said("action"))


def _reasons(absences: Lines, coded: Coded) -> Any:
    if not coded.flow.counting.reasons:
        return np.zeros(absences.many, np.int32)
    return absences.coded("reason", _get(coded.reasons), 0)


def _said(absences: Lines) -> Any:
    """What each line says for itself that it lost, in units."""
    said = absences.coded("days_lost", _units, f.SAID_NOTHING, np.int64)  # too large for an int32
    part = absences.said("part")
    if part.any():
        said[part] = np.where(said[part] == f.SAID_NOTHING, f.SAID_HALF, f.SAID_OTHERWISE)
    return said


def _foretold(absences: Lines) -> dict[str, Any]:
    """What was expected of lines, and where each person's begin."""
    expected = absences.field("expected")
    if expected is None:
        nothing = np.zeros(0, np.int32)
        found = dict.fromkeys(("foretold_lines", "foretold_on", "foretold_until"), nothing)
        return {"foretold_from": np.zeros(absences.people + 1, np.int32), **found}
    each = Lines(expected, absences.many)
    return {
        "foretold_from": each.starts[absences.starts],
        "foretold_lines": np.repeat(absences.days("from"), np.diff(each.starts)),
        "foretold_on": each.days("on"),
        "foretold_until": each.days("until"),
    }


def _units(days: float) -> int:
    if not 0 <= days <= _MOST_DAYS:  # nor is what is no number
        return f.SAID_OTHERWISE
    exact = amount(days) * f.UNIT
    return int(exact) if exact.denominator == 1 else f.SAID_OTHERWISE


def _things(events: Lines, coded: Coded) -> tuple[Any, Any]:
    """For each event its kind, and which action, event or contact it is."""
    kinds, whats = np.zeros(events.many, np.int32), np.full(events.many, UNKNOWN, np.int32)
    for name, kind in _KINDS.items():
        places = _places(name, coded)
        found = events.coded(name, _get(places), UNKNOWN)
        said = events.said(name)
        kinds[said], whats[said] = kind, found[said]
    return kinds, whats


def _places(name: str, coded: Coded) -> dict[str, int]:
    if name == "contact":
        return {one: place for place, one in enumerate(coded.contacts)}
    known = coded.flow.actions if name == "action" else coded.flow.events
    return {one: place for place, one in enumerate(coded.things) if one in known}


def _outcomes(events: Lines, coded: Coded, whats: Any) -> Any:
    """What was decided at each action.

    An outcome that it does not have, or without the reason that it needs, makes the line one that the
    kernel does not know.
    """
    outcomes = events.coded("outcome", _get(coded.outcomes), 0)
    if not outcomes.any():
        return outcomes
    names = {number: name for name, number in coded.outcomes.items()}
    reasoned, because = plan_of(coded.flow).reasoned, events.said("because")
    pairs, which = np.unique(np.stack([whats, outcomes]), axis=1, return_inverse=True)
    which = which.reshape(-1)
    for place, (what, outcome) in enumerate(pairs.T.tolist()):
        action = coded.flow.actions.get(coded.things[what]) if what >= 0 else None
        if not outcome or action is None:
            continue
        name = names.get(outcome)
        if name not in action.outcomes:
            whats[which == place] = UNKNOWN
        elif (action.id, name) in reasoned:
            whats[(which == place) & ~because] = UNKNOWN
    return outcomes
