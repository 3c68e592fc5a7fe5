"""What a record does not say, and what is taken instead."""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from flowrules.decision import Unknown
from flowrules.engine.absence_faults import Told
from flowrules.engine.plan import plan_of
from flowrules.flow import Flow
from flowrules.lines import HALF, Line
from flowrules.model.record import Absence, PatternShape
from flowrules.part import amount
from flowrules.timeline import Timeline
from flowrules.view import About

_date = date.fromordinal


def not_known(
    flow: Flow,
    about: About,
    patterns: list[PatternShape],
    timeline: Timeline,
    lines: tuple[Line, ...],
    told: list[Told],
    first: int,
    on: int,
) -> Iterator[Unknown]:
    """Everything of a Case that somebody should be asked about.

    `first` is the first day on which anything is known; a line known late may begin before it.
    """
    starts = [pattern.from_ for pattern in patterns]
    start = min(first, lines[0].first) if lines else first
    plan = plan_of(flow)
    if not starts or (lines and min(starts).toordinal() > lines[0].first):
        yield Unknown("working-pattern", on=min(starts, default=None))
    if about.group is None and (flow.header.covers.groups or plan.asks_group):
        yield Unknown("staff-group")
    if about.started is None and "service" in plan.words:
        yield Unknown("service")
    if "hours_lost" in plan.words and any(_lacks_hours(line, timeline, on) for line in lines):
        yield Unknown("hours")
    if flow.counting.scaled:
        yield from _changed(timeline, patterns, start, on)
    if not (flow.calendar.knows_terms(start) and flow.calendar.knows_terms(on)):
        first_term, last_term = flow.calendar.terms[0][0], flow.calendar.terms[-1][1]
        yield Unknown("term-dates", absence=(_date(first_term), _date(last_term)))
    if flow.header.effective_from is not None and on < flow.header.effective_from.toordinal():
        yield Unknown("before-effective-from", on=flow.header.effective_from)
    yield from _differing(timeline, lines, told, on)
    if starts:
        yield from _on_days_off(timeline, min(starts).toordinal(), on)


def _changed(timeline: Timeline, patterns: list[PatternShape], start: int, on: int) -> Iterator[Unknown]:
    """The days on which the days worked a week changed: bounds are scaled to those of the day."""
    for pattern in sorted(patterns, key=lambda one: one.from_):
        day = pattern.from_.toordinal()
        before = timeline.pattern_on(day - 1)
        if start < day <= on and before.days_a_week != timeline.pattern_on(day).days_a_week:
            yield Unknown("pattern-changed", on=pattern.from_)


def _lacks_hours(line: Line, timeline: Timeline, on: int) -> bool:
    last = on if line.last is None else min(line.last, on)
    days = range(line.first, last + 1)
    return line.hours is None and any(
        timeline.is_working(day) and timeline.pattern_on(day).hours is None for day in days
    )


def _differing(
    timeline: Timeline, lines: tuple[Line, ...], told: list[Told], on: int
) -> Iterator[Unknown]:
    """Absences of which another system says that they lost more or less than their days come to."""
    for line in lines:
        absence, _, says_no_more, _, _ = told[line.place]
        half = None if says_no_more else absence.half_worked
        if line.last is None or line.last > on or (line.days_lost is None and half is None):
            continue
        given, computed = _given(line, absence, timeline), timeline.computed(line, line.last)
        computed -= _worked(line.first, line.last, half, timeline)
        if given != computed:
            days = _date(line.first), _date(line.last)
            yield Unknown("days-lost-differ", absence=days, given=given, computed=computed)


def _on_days_off(timeline: Timeline, given: int, on: int) -> Iterator[Unknown]:
    """Absences that are over without a day on which the person works, from the first pattern `given` on.

    One of the days is a slip, or the pattern is. What stands on closures alone is meant.
    """
    for spell in timeline.spells(on):
        days = range(spell.first, spell.last + 1)
        is_past = spell.over and spell.first >= given
        if is_past and not any(timeline.pattern_on(day).halves(day) for day in days):
            yield Unknown("no-day-worked", absence=(_date(spell.first), _date(spell.last)))


def _given(line: Line, absence: Absence, timeline: Timeline) -> Fraction:
    """The days that a line is said to have lost."""
    if absence.days_lost is not None:
        return amount(absence.days_lost)
    own = timeline.own(line.first)
    return own * HALF if absence.part else min(amount(absence.days or 0), own)


def _worked(first: int, last: int, half: str | None, timeline: Timeline) -> Fraction:
    """What was worked of the first and the last day, in days: of one day, one half at most."""
    ends = {"first": [first], "last": [last], "both": [first, last]}.get(half or "", [])
    return sum((timeline.own(day) * HALF for day in set(ends)), Fraction(0))
