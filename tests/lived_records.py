"""Records drawn along a procedure's own decisions, so that many reach its last stages; as plain data.

A person is away now and then, and those around do most of what is due, with any of the outcomes. Some
cases are carried over into a stage, so that what lies behind a long way is seen often too.
"""

from collections.abc import Iterator
from datetime import date
from random import Random
from typing import NamedTuple

from dice import SOME_REASON, WEEK, Data, Dice, iso
from drawn_records import happenings_of, record_of

from flowrules.engine.case import bind_case
from flowrules.engine.day import Run
from flowrules.engine.horizon import horizon_of
from flowrules.engine.moves import missing
from flowrules.finding import has_errors
from flowrules.flow import Flow, Stage, walk
from flowrules.model.record import Record

_DAY = date(2025, 1, 6)  # for procedures that do not say since when they hold


class Lived(NamedTuple):
    """A record, as data and as the engine takes it, and the day to ask about."""

    data: Data
    record: Record
    on: date


def lived_records(flow: Flow, many: int, seed: str) -> Iterator[Lived]:
    """So many records that are legal under a procedure, the same for the same seed."""
    place = 0
    while many:
        lived = _draw(Dice(Random(f"{seed} {place}").randint), flow)
        place += 1
        if lived is not None:
            many -= 1
            yield lived


def _draw(d: Dice, flow: Flow) -> Lived | None:
    start = (flow.header.effective_from or _DAY).toordinal() + d.number(0, 250)
    end = start + d.pick([40, 90, 150, 250, 400, 600])
    data: Data = {
        "employee": _employee(d, flow, start),
        "pattern": _patterns(d, start),
        "absences": list(_absences(d, flow, start, end)),
        "leave": list(_leave(d, start, end)),
    }
    data["events"] = list(_events(d, flow, data, start, end))
    record = record_of(data)
    on = date.fromordinal(_day(d, data, start, end))
    case, findings = bind_case(flow, record, horizon_of(on))
    return None if case is None or has_errors(findings) else Lived(data, record, on)


def _employee(d: Dice, flow: Flow, start: int) -> Data:
    groups = set(flow.header.covers.groups) | set(flow.term_time) | set(_groups(flow))
    employee: Data = {"started": iso(start - d.number(0, 1500))} if d.chance(60) else {}
    if groups and d.chance(85):
        employee["group"] = d.pick(sorted(groups))
    return employee


def _groups(flow: Flow) -> Iterator[str]:
    for stage in flow.stages.values():
        for move in stage.moves:
            yield from move.groups
            for one in walk(move.when):
                if one.word == "group":
                    yield from one.settings
        for action in stage.actions:
            yield from action.groups
    for contact in flow.contacts:
        yield from contact.groups


def _patterns(d: Dice, start: int) -> list[Data]:
    if d.chance(45):
        return []
    days = d.pick([WEEK[:5], WEEK[:3], ("mon", "wed", "fri"), WEEK[1:5]])
    pattern: Data = {"from": iso(start - 1200), "days": list(days)}
    if d.chance(70):
        pattern["hours_per_day"] = d.pick([7, 7.4, 7.5])
    if d.chance(25):
        pattern["term_time_only"] = d.chance(50)
    changed = pattern | {"from": iso(start + 60), "days": list(WEEK[:5])}
    return [pattern, changed] if d.chance(10) else [pattern]


def _absences(d: Dice, flow: Flow, start: int, end: int) -> Iterator[Data]:
    seldom = d.pick([15, 30, 60])
    unwell = d.pick([0, 15, 40])
    day = start + d.number(0, seldom)
    while day < end:
        length = d.number(21, 150) if d.chance(unwell // 3) else _length(d)
        absence: Data = {"from": iso(day)}
        if day + length < end or d.chance(50):
            absence["to"] = iso(day + length - 1)
        _kind(d, flow, absence, day)
        if d.chance(8):
            absence["known_on"] = iso(day + d.number(0, 12))
        if length == 1 and "to" in absence and d.chance(12):
            absence["part"] = "half"
        if length > 8 and d.chance(60):
            known = day + d.number(0, 6)
            absence["expected"] = [{"on": iso(known), "until": iso(day + length + d.number(-8, 8))}]
        yield absence
        day += length + 1 + (d.number(0, seldom) if d.chance(85) else d.number(0, 3))


def _length(d: Dice) -> int:
    return d.number(1, 2) if d.chance(55) else d.number(3, 6) if d.chance(70) else d.number(7, 21)


def _kind(d: Dice, flow: Flow, absence: Data, day: int) -> None:
    categories = flow.counting.categories
    if d.chance(20):
        absence["category"] = d.pick(sorted(categories))
    if flow.counting.reasons and d.chance(30):
        absence["reason"] = d.pick(sorted(flow.counting.reasons))
    if categories.get(absence.get("category", "sickness")) == "decide" and d.chance(85):
        decided = iso(day + d.number(0, 12))
        absence |= {"counts": d.chance(75), "decided_on": decided, "decided_by": "head"}


def _leave(d: Dice, start: int, end: int) -> Iterator[Data]:
    for _ in range(d.pick([0, 0, 1, 3])):
        first = d.number(start, end)
        leave: Data = {"from": iso(first), "to": iso(first + d.number(0, 8))}
        yield leave | ({"refused": True} if d.chance(40) else {})


def _day(d: Dice, data: Data, start: int, end: int) -> int:
    """A day to ask about: often soon after something happened."""
    days = [one["on"] for one in data["events"]] + [
        one.get("to", one["from"]) for one in data["absences"]
    ]
    if days and d.chance(75):
        return date.fromisoformat(d.pick(sorted(days)[len(days) // 2 :])).toordinal() + d.number(0, 9)
    return d.number(start, end)


# What those around do --------------------------------------------------------------------------------


def _events(d: Dice, flow: Flow, data: Data, start: int, end: int) -> Iterator[Data]:
    """Lives the days on which something can change, and lets on some of them happen what can."""
    case, findings = bind_case(flow, record_of(data), horizon_of(date.fromordinal(end)))
    if case is None or findings:
        return
    person = Run(flow, case._replace(start=min(case.start, start)))
    brisk = d.pick([6, 14, 30])
    acting = start
    day = person.case.start
    while day <= end:
        lines: list[Data] = []
        if day == acting:
            lines = list(_placed(d, flow)) if day == start else list(_doings(d, flow, person))
            acting += d.number(1, brisk)
        person.live(day, happenings_of(flow, lines, day))
        yield from ({"on": iso(day)} | line for line in lines)
        # the engine's own way from day to day, which a record that grows must follow too
        day = min(person._wakes(), acting)


def _placed(d: Dice, flow: Flow) -> Iterator[Data]:
    if d.chance(55):
        track = d.pick(flow.tracks)
        yield {"placed": {track.id: d.pick(flow.stages_of(track.id)).id}, "because": SOME_REASON}


def _doings(d: Dice, flow: Flow, person: Run) -> Iterator[Data]:
    for stays in person.stays.values():
        stage, done = stays[-1].stage, stays[-1].done
        for action in stage.actions:
            if d.chance(6 if action.id in done else 45):
                yield _done(d, stage, action.id, action.outcomes)
    wanted = [
        name
        for stays in person.stays.values()
        for move in stays[-1].stage.moves
        for name in missing(person, move)
    ]
    for event in flow.events:
        if d.chance(30 if event in wanted else 7):
            yield {"recorded": event}
    if person.spells and flow.contacts and d.chance(25):
        yield {"contact": d.pick(flow.contacts).id}


def _done(d: Dice, stage: Stage, action: str, outcomes: tuple[str, ...]) -> Data:
    event: Data = {"action": action}
    return event | ({"outcome": d.pick(outcomes), "because": SOME_REASON} if outcomes else {})
