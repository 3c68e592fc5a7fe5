"""Records -> columns of whole numbers for the kernel, one record after another.

What the kernel has no place for leaves a person out, and the interpreter decides: lines known late,
parts of a day other than a half, targets, ends of their own, leave, thresholds of a person's own.
"""

from fractions import Fraction
from typing import Any, NamedTuple

from flowrules.engine.case import not_covered, pattern_of
from flowrules.engine.plan import plan_of
from flowrules.kernel.coding import Coded
from flowrules.model.record import Absence, EventLine, PatternShape, Record
from flowrules.numbers import fields as f
from flowrules.part import amount

UNKNOWN = -1
_FINEST = 10_000  # parts of an hour that a working day may have
OTHER_GROUP = 1
WIDE_COLUMNS = {"said"}  # of 64-bit numbers; all others have 32


class Columns(NamedTuple):
    """Many people in columns: where each one's lines begin, then a column for each figure of a line."""

    lines_from: Any
    firsts: Any
    lasts: Any
    categories: Any
    reasons: Any
    counts: Any
    decided_on: Any
    said: Any
    foretold_from: Any
    foretold_lines: Any
    foretold_on: Any
    foretold_until: Any
    events_from: Any
    event_days: Any
    event_kinds: Any
    event_whats: Any
    event_outcomes: Any
    patterns_from: Any
    worked_since: Any
    patterns: Any
    groups: Any
    started: Any
    schools: Any
    left_out: Any

    def starts(self) -> tuple[Any, ...]:
        """Of all that a person may have several of: where each one's begin, and the last one's end."""
        return self.lines_from, self.foretold_from, self.events_from, self.patterns_from


def empty_columns() -> Columns:
    """Columns with nobody in them."""
    columns = Columns(*([] for _ in Columns._fields))
    for starts in columns.starts():
        starts.append(0)
    return columns


def add_record(columns: Columns, record: Record, coded: Coded) -> None:
    """Adds one person."""
    people = _Person(columns, coded)
    columns.left_out.append(int(not people.add(record)))
    columns.lines_from.append(len(columns.firsts))
    columns.foretold_from.append(len(columns.foretold_on))
    columns.events_from.append(len(columns.event_days))
    columns.patterns_from.append(len(columns.patterns))


def pattern_place(shape: PatternShape, group: str | None, coded: Coded) -> int:
    """The place of a pattern; `UNKNOWN` where there is none for it, or it cannot be right."""
    if not _is_clear(shape):
        return UNKNOWN
    pattern = pattern_of(shape, group, coded.flow)
    if pattern.hours is not None and pattern.hours.denominator > _FINEST:
        return UNKNOWN
    place = coded.calendars.place(pattern)
    return UNKNOWN if place is None else place


def _is_clear(shape: PatternShape) -> bool:
    """Whether a pattern says its days once, in one way."""
    if (shape.days is None) == (shape.weeks is None):
        return False
    worked = {name for days in (shape.days or (), *(shape.weeks or ())) for name in days}
    return not worked & set(shape.half_days)


class _Person:
    def __init__(self, columns: Columns, coded: Coded) -> None:
        self.columns = columns
        self.coded = coded
        self.flow = coded.flow

    def add(self, record: Record) -> bool:
        """Whether all of a record has a place."""
        columns, employee = self.columns, record.employee
        group = employee.group
        columns.groups.append(0 if group is None else self.coded.groups.get(group, OTHER_GROUP))
        columns.started.append(employee.started.toordinal() if employee.started else 0)
        columns.schools.append(self.coded.calendars.school(group))
        fits = self._add_patterns(record)
        fits = not record.adjustments and all(one.from_ <= one.to for one in record.leave) and fits
        fits = not_covered(record, self.flow) is None and fits
        for absence in record.absences:
            fits = self._add_line(absence) and fits
        for event in record.events:
            fits = self._add_event(event) and fits
        return fits

    def _add_patterns(self, record: Record) -> bool:
        fits, before = True, 0
        for shape in sorted(record.pattern, key=lambda one: one.from_):
            since = shape.from_.toordinal()
            if since > self.coded.on:
                break
            fits = fits and since > before
            place = pattern_place(shape, record.employee.group, self.coded)
            self.columns.worked_since.append(since)
            self.columns.patterns.append(place)
            fits, before = fits and place != UNKNOWN, since
        return fits

    def _add_line(self, absence: Absence) -> bool:
        columns = self.columns
        columns.firsts.append(absence.from_.toordinal())
        columns.lasts.append(absence.to.toordinal() if absence.to else 0)
        columns.categories.append(self.coded.categories.get(absence.category, UNKNOWN))
        columns.reasons.append(self._reason(absence.reason))
        columns.counts.append(-1 if absence.counts is None else int(absence.counts))
        columns.decided_on.append(absence.decided_on.toordinal() if absence.decided_on else 0)
        columns.said.append(_said(absence))
        whole = (absence.counts is None) == (absence.decided_on is None) == (absence.decided_by is None)
        for one in absence.expected:
            columns.foretold_lines.append(absence.from_.toordinal())
            columns.foretold_on.append(one.on.toordinal())
            columns.foretold_until.append(one.until.toordinal())
        unclear = absence.half_worked is not None and absence.days_lost is None and absence.part is None
        return whole and absence.known_on is None and not unclear

    def _reason(self, reason: str | None) -> int:
        if reason is None or not self.flow.counting.reasons:
            return 0
        return self.coded.reasons.get(reason, UNKNOWN)

    def _add_event(self, event: EventLine) -> bool:
        said = [event.action, event.recorded, event.contact, event.placed]
        if sum(one is not None for one in said) != 1 or event.known_on is not None:
            return False
        if event.until is not None or event.target is not None:
            return False
        if event.outcome is not None and event.action is None:
            return False
        day = event.on.toordinal()
        if event.placed is not None:
            return self._add_placed(event, day)
        if event.action is not None:
            return self._add_action(event, day)
        if event.recorded is not None:
            things = self.coded.things
            known = event.recorded in self.flow.events
            self._row(day, f.RECORDED, things.index(event.recorded) if known else UNKNOWN, 0)
        else:
            contacts = self.coded.contacts
            known = event.contact in contacts
            self._row(day, f.CONTACT, contacts.index(event.contact or "") if known else UNKNOWN, 0)
        return True

    def _row(self, day: int, kind: int, what: int, outcome: int) -> None:
        columns = self.columns
        columns.event_days.append(day)
        columns.event_kinds.append(kind)
        columns.event_whats.append(what)
        columns.event_outcomes.append(outcome)

    def _add_action(self, event: EventLine, day: int) -> bool:
        action = self.flow.actions.get(event.action or "")
        outcome = event.outcome
        reasoned = (event.action, outcome) in plan_of(self.flow).reasoned
        known = action is not None and (outcome is None or outcome in action.outcomes)
        if not known or (reasoned and event.because is None):
            self._row(day, f.ACTION, UNKNOWN, 0)
            return True
        what = self.coded.things.index(event.action or "")
        self._row(day, f.ACTION, what, self.coded.outcomes[outcome] if outcome else 0)
        return True

    def _add_placed(self, event: EventLine, day: int) -> bool:
        ranks = sorted(self.coded.tracks)
        for track, name in (event.placed or {}).items():
            stage = self.flow.stages.get(name)
            if stage is None or stage.track != track or event.because is None:
                self._row(day, f.PLACED, UNKNOWN, 0)
            else:
                self._row(day, f.PLACED, self.coded.stages.index(name), 1 + ranks.index(track))
        return True


def _said(absence: Absence) -> int:
    """What a line says for itself that it lost, in units."""
    if absence.hours is not None or absence.days is not None:
        return f.SAID_OTHERWISE
    if absence.part is not None:
        return f.SAID_HALF if absence.days_lost is None else f.SAID_OTHERWISE
    if absence.days_lost is None:
        return f.SAID_NOTHING
    units: Fraction = amount(absence.days_lost) * f.UNIT
    return int(units) if units.denominator == 1 else f.SAID_OTHERWISE
