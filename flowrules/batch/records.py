"""An Arrow batch of records -> columns of whole numbers for the kernel, with no loop over rows.

What `kernel/columns.py` says of one record. Arrow has the lines of all people one after the other
already, and where each one's begin; only words become numbers here, each different one once.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from flowrules.batch.sound import unsound
from flowrules.engine.plan import plan_of
from flowrules.kernel.coding import Coded
from flowrules.kernel.columns import OTHER_GROUP, UNKNOWN, Columns, pattern_place
from flowrules.kernel.compiled import as_arrays
from flowrules.model.record import PatternShape
from flowrules.numbers import fields as f
from flowrules.part import amount

_EPOCH = date(1970, 1, 1).toordinal()
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
    employee = _Lines(_column(batch, "employee"), people)
    absences, events = (
        _Lines(_column(batch, "absences"), people),
        _Lines(_column(batch, "events"), people),
    )
    groups = employee.coded("group", lambda name: coded.groups.get(name, OTHER_GROUP), 0)
    left_out |= _not_covered(employee, coded)
    left_out |= unsound(batch)
    left_out |= _lines(batch, "adjustments", people) > 0
    left_out |= _lines(batch, "leave", people) > 0
    left_out |= absences.of_people(_unusual_absences(absences))
    left_out |= events.of_people(_unusual_events(events))
    kinds, whats = _things(events, coded)
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
        groups=groups,
        started=employee.days("started"),
        patterns=_patterns(batch, employee, coded, left_out),
        left_out=left_out,
    )
    return as_arrays(columns)


def _column(batch: pa.RecordBatch, name: str) -> Any:
    place = batch.schema.get_field_index(name)
    return batch.column(place) if place >= 0 else None


def _lines(batch: pa.RecordBatch, name: str, people: int) -> Any:
    """How many lines of a list each person has."""
    column = _column(batch, name)
    if column is None or pa.types.is_null(column.type):
        return np.zeros(people, np.int64)
    return _numbers(pc.fill_null(pc.list_value_length(column), 0))


def _numbers(array: Any) -> Any:
    return array.to_numpy(zero_copy_only=False)


def _get(known: Mapping[str, int]) -> Callable[[str], int]:
    return lambda name: known.get(name, UNKNOWN)


class _Lines:
    """The lines of all people: where each one's begin, and their fields; of a struct, a line each."""

    def __init__(self, column: Any, people: int) -> None:
        self.people = people
        self.starts = np.zeros(people + 1, np.int32)
        self._fields: dict[str, Any] = {}
        self.many = 0
        self.missing = np.zeros(0, bool)
        if column is None or pa.types.is_null(column.type):
            return
        if pa.types.is_struct(column.type):
            self.starts = np.arange(people + 1, dtype=np.int32)
            lines = column
        else:
            if column.null_count:
                column = pc.fill_null(column, pa.scalar([], column.type))
            offsets = _numbers(column.offsets)
            self.starts = offsets - offsets[0]
            lines = column.values.slice(offsets[0], offsets[-1] - offsets[0])
        self.many = len(lines)
        self.missing = _numbers(lines.is_null())
        for place, field in enumerate(lines.type):
            self._fields[field.name] = lines.field(place)

    def field(self, name: str) -> Any:
        """A field; None where no line has it."""
        found = self._fields.get(name)
        return None if found is None or found.null_count == len(found) else found

    def days(self, name: str) -> Any:
        """A field of dates as ordinals; 0 where there is none."""
        found = self.field(name)
        if found is None:
            return np.zeros(self.many, np.int32)
        days = found.cast(pa.date32()).view(pa.int32())
        if not found.null_count:
            return _numbers(days) + np.int32(_EPOCH)
        return _numbers(pc.fill_null(pc.add(days, pa.scalar(_EPOCH, pa.int32())), 0))

    def coded(
        self, name: str, number: Callable[[Any], int], nothing: int, dtype: type = np.int32
    ) -> Any:
        """A field of words as numbers, each different word once; `nothing` where there is none.

        `dtype` is the one that `as_arrays` keeps, so that nothing is copied.
        """
        found = self.field(name)
        if found is None:
            return np.full(self.many, nothing, dtype)
        words = found if pa.types.is_dictionary(found.type) else found.dictionary_encode()
        known: np.ndarray = np.array(
            [*(number(word.as_py()) for word in words.dictionary), nothing], dtype
        )
        if not words.indices.null_count:
            return known[_numbers(words.indices)]
        return known[_numbers(pc.fill_null(words.indices.cast(pa.int32()), len(known) - 1))]

    def said(self, name: str) -> Any:
        """Whether each line says anything in a field."""
        found = self.field(name)
        if found is None:
            return np.zeros(self.many, bool)
        if pa.types.is_map(found.type):  # of which Arrow does not tell the lengths
            return _numbers(found.is_valid()) & (np.diff(_numbers(found.offsets)) > 0)
        if pa.types.is_list(found.type):
            return _numbers(pc.fill_null(pc.list_value_length(found), 0)) > 0
        return _numbers(found.is_valid())

    def of_people(self, lines: Any) -> Any:
        """Whether a person has any such line."""
        if not lines.any():
            return np.zeros(self.people, bool)
        before = np.concatenate(([0], np.cumsum(lines)))
        return before[self.starts[1:]] > before[self.starts[:-1]]


def _not_covered(employee: _Lines, coded: Coded) -> Any:
    """Who is of a staff group that the procedure is not for: the interpreter says so."""
    covers, excluded = coded.flow.header.covers.groups, plan_of(coded.flow).excluded
    out = employee.coded(
        "group", lambda name: int(bool(covers and name not in covers) or name in excluded), 0
    )
    return out > 0


def _unusual_absences(absences: _Lines) -> Any:
    """The lines for which the kernel has no place, or that a decision is only half on record of."""
    unusual = absences.missing.copy()
    for name in _NO_PLACE_ABSENCE:
        unusual |= absences.said(name)
    unusual |= absences.said("half_worked") & ~(absences.said("days_lost") | absences.said("part"))
    decided = [absences.said(name) for name in ("counts", "decided_on", "decided_by")]
    return unusual | (decided[0] != decided[1]) | (decided[0] != decided[2])


def _unusual_events(events: _Lines) -> Any:
    unusual = events.missing.copy()
    for name in _NO_PLACE_EVENT:
        unusual |= events.said(name)
    said = sum(events.said(name).astype(np.int8) for name in _THINGS)
    return unusual | (said != 1) | (events.said("outcome") & ~events.said("action"))


def _reasons(absences: _Lines, coded: Coded) -> Any:
    if not coded.flow.counting.reasons:
        return np.zeros(absences.many, np.int32)
    return absences.coded("reason", _get(coded.reasons), 0)


def _said(absences: _Lines) -> Any:
    """What each line says for itself that it lost, in units."""
    said = absences.coded("days_lost", _units, f.SAID_NOTHING, np.int64)  # too large for an int32
    part = absences.said("part")
    if part.any():
        said[part] = np.where(said[part] == f.SAID_NOTHING, f.SAID_HALF, f.SAID_OTHERWISE)
    return said


def _foretold(absences: _Lines) -> dict[str, Any]:
    """What was expected of lines, and where each person's begin."""
    expected = absences.field("expected")
    if expected is None:
        nothing = np.zeros(0, np.int32)
        found = dict.fromkeys(("foretold_lines", "foretold_on", "foretold_until"), nothing)
        return {"foretold_from": np.zeros(absences.people + 1, np.int32), **found}
    each = _Lines(expected, absences.many)
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


def _things(events: _Lines, coded: Coded) -> tuple[Any, Any]:
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


def _outcomes(events: _Lines, coded: Coded, whats: Any) -> Any:
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


def _patterns(batch: pa.RecordBatch, employee: _Lines, coded: Coded, left_out: Any) -> Any:
    """Where each one's working days begin; less than 0 for the school's own week."""
    in_term = coded.flow.term_time
    places = employee.coded(
        "group", lambda name: coded.calendars.school(name) if name in in_term else -1, -1
    )
    if not employee.many:
        places = np.full(len(batch), -1, np.int32)
    have = np.flatnonzero(_lines(batch, "pattern", len(batch)))
    if not len(have):
        return places
    column, groups = _column(batch, "pattern"), _column(batch, "employee")
    for person in have.tolist():
        lines = column[person].as_py()
        group = (groups[person].as_py() or {}).get("group") if groups is not None else None
        place = _place_of(lines, group, coded)
        if place is None:
            left_out[person] = True
        else:
            places[person] = place
    return places


def _place_of(lines: Any, group: str | None, coded: Coded) -> int | None:
    """The place of the working days of some lines; None where the kernel has none for them."""
    shapes = []
    for line in lines:
        said = {name: value for name, value in line.items() if value is not None and value != []}
        for name in ("days", "half_days"):
            if name in said:
                said[name] = tuple(said[name])
        if "weeks" in said:
            said["weeks"] = tuple(tuple(week) for week in said["weeks"])
        try:
            shapes.append(PatternShape.model_validate(said))
        except ValueError:
            return None
    return pattern_place(shapes, group, coded)
