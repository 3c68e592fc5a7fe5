"""Records made at random that are legal under a procedure, as plain data; and days to ask about.

The events of a record are chosen while its days are run, from what the person can do on them.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from dice import GROUPS, REASONS, SOME_REASON, WEEK, Data, Dice, iso

from flowrules.engine.case import Happening, bind_case
from flowrules.engine.day import Run, run
from flowrules.engine.horizon import horizon_of
from flowrules.finding import Finding
from flowrules.flow import Flow, walk
from flowrules.model import parse_record
from flowrules.model.record import Record

_ADJUSTABLE = ("absences", "working_days", "calendar_days", "hours_lost", "bradford")


def record_of(data: Data) -> Record:
    record, findings = parse_record(data)
    assert record is not None, findings
    return record


def draw_record(d: Dice, flow: Flow, start: int) -> tuple[Data, date]:
    """A record that is legal under a procedure, and a day to ask about."""
    patterns = _patterns(d, start)
    record: Data = {
        "employee": _employee(d, start),
        "pattern": patterns,
        "absences": list(_absences(d, start, dict(flow.counting.categories), patterns)),
        "events": [],
        "leave": list(_leave(d, start)),
        "adjustments": list(_adjustments(d, flow, start)),
    }
    record["events"] = list(_events(d, flow, record, start))
    return _legal(flow, record), _day(d, start, record)


def vary_record(d: Dice, flow: Flow, record: Data, on: date) -> tuple[Data, date]:
    """A record like another: some of its lines, an absence more or less long, and perhaps another day."""
    absences = [dict(one) for one in record["absences"] if d.chance(80)]
    for absence in absences:
        first = date.fromisoformat(absence["from"])
        if "to" in absence and absence["to"] > absence["from"] and d.chance(40):
            last = date.fromisoformat(absence["to"])
            absence["to"] = (first + timedelta(d.number(0, (last - first).days))).isoformat()
        if d.chance(20):
            absence["reason"] = d.pick(REASONS)
    varied = record | {
        "absences": absences,
        "events": [one for one in record["events"] if d.chance(80)],
        "leave": [one for one in record["leave"] if d.chance(70)],
        "adjustments": [one for one in record["adjustments"] if d.chance(70)],
        "employee": record["employee"] | ({"group": d.pick(GROUPS)} if d.chance(20) else {}),
    }
    return _legal(flow, varied), on + timedelta(d.number(-20, 40))


def _employee(d: Dice, start: int) -> Data:
    employee: Data = {"id": "E1"} if d.chance(50) else {}
    if d.chance(75):
        employee["group"] = d.pick(GROUPS)
    if d.chance(70):
        employee["started"] = iso(start + d.number(-500, 120))
    return employee


def _patterns(d: Dice, start: int) -> list[Data]:
    """None, one that was there from the start, or that and another."""
    starts = [start - 200, start + d.number(-100, 200)][: d.pick([0, 1, 1, 2])]
    return [{"from": iso(day)} | _week(d) for day in starts]


def _week(d: Dice) -> Data:
    weeks = [WEEK[:5], WEEK[:3], WEEK[2:6], ("mon", "thu"), ("sun",)]
    pattern: Data = {"days": list(d.pick(weeks))}
    if d.chance(20):
        pattern = {"weeks": [["mon", "tue", "wed"], ["mon", "tue"]]}
    free = [day for day in WEEK[:5] if day not in str(pattern)]
    if free and d.chance(30):
        pattern["half_days"] = [d.pick(free)]
    if d.chance(60):
        pattern["hours_per_day"] = d.pick([7, 6.5, 7.4])
    if d.chance(40):
        pattern["term_time_only"] = d.chance(60)
    return pattern


def _absences(d: Dice, start: int, categories: Data, patterns: list[Data]) -> Iterator[Data]:
    day = start + d.number(0, 20)
    many = d.number(0, 10)
    for place in range(many):
        length = d.number(5, 45) if d.chance(30) else d.number(1, 4)
        absence: Data = {"from": iso(day)}
        if place < many - 1 or d.chance(70):
            absence["to"] = iso(day + length - 1)
        if d.chance(35):
            absence["category"] = d.pick(sorted(categories))
        if d.chance(30):
            absence["reason"] = d.pick(REASONS)
        if d.chance(12):
            absence["known_on"] = iso(day + d.number(-2, 60))
        _decide(d, absence, day, categories)
        _lose(d, absence, length, patterns)
        if d.chance(40):
            absence["expected"] = [_expected(d, day) for _ in range(d.number(1, 2))]
        yield absence
        day += length + (d.number(0, 50) if d.chance(70) else d.number(0, 3))


def _decide(d: Dice, absence: Data, day: int, categories: Data) -> None:
    """Whether it counts may have been decided: before, soon or long after."""
    if categories[absence.get("category", "sickness")] == "decide" and d.chance(60):
        on = iso(day + d.number(-3, 60))
        absence |= {"counts": d.chance(70), "decided_on": on, "decided_by": "head"}


def _lose(d: Dice, absence: Data, length: int, patterns: list[Data]) -> None:
    """What a line says that it lost: part of its one day, or the days of all of it."""
    if "to" not in absence or not d.chance(25):
        return
    known = bool(patterns) and all("hours_per_day" in one for one in patterns)
    hours = known and absence["from"] >= patterns[0]["from"]
    if length > 1 or d.chance(20):
        absence["days_lost"] = d.pick([0, 0.5, 1, 2.5, length, 0.1])
        if length % 3 == 0:  # which is only held against it, so it takes no dice
            absence["half_worked"] = ("first", "last", "both", "neither")[length % 4]
    elif hours and d.chance(40):
        absence["hours"] = d.pick([1, 2.5, 6])
    else:
        absence |= d.pick([{"part": "half"}, {"days": 0.25}, {"days": 0.1}])


def _expected(d: Dice, day: int) -> Data:
    on = day + d.number(-5, 20)
    return {
        "on": iso(on),
        "until": iso(day + (d.number(0, 9) if d.chance(70) else d.number(10, 60))),
        "why": "fit note",
    }


def _leave(d: Dice, start: int) -> Iterator[Data]:
    for _ in range(d.pick([0, 0, 1, 3])):
        first = start + d.number(0, 250)
        leave: Data = {"from": iso(first), "to": iso(first + d.number(0, 8))}
        yield leave | ({"refused": True} if d.chance(40) else {})


def _adjustments(d: Dice, flow: Flow, start: int) -> Iterator[Data]:
    """A threshold of the person's own, where exactly one condition of a trigger is like it."""
    if not d.chance(70):
        return
    for trigger in flow.triggers.values():
        own = [one for one in walk(trigger.condition) if one.path[:2] == ("triggers", trigger.id)]
        for word in _ADJUSTABLE:
            alike = [one for one in own if one.word == word]
            if len(alike) == 1 and alike[0].counts:
                window = _window(alike[0].settings.window)
                bound = {d.pick(["at_least", "more_than"]): d.pick([1, 1, 2, 3, 8, 20])}
                first = start + d.number(-60, 120)
                line: Data = {"trigger": trigger.id, word: bound | window, "from": iso(first)}
                line |= {"until": iso(first + d.number(0, 200))} if d.chance(50) else {}
                yield line | {"decided_by": "head", "because": SOME_REASON}
                return


def _window(window: Any) -> Data:
    words = {"within": window.within, "since": window.since, "for": window.length, "in": window.period}
    return {word: str(value) for word, value in words.items() if value is not None}


def _day(d: Dice, start: int, record: Data) -> date:
    """A day to ask about, often one near the first days of an absence."""
    if record["absences"] and d.chance(40):
        first = date.fromisoformat(d.pick(record["absences"])["from"])
        return first + timedelta(d.number(-1, 12))
    return date.fromordinal(start + (d.number(60, 350) if d.chance(80) else d.number(0, 60)))


def _legal(flow: Flow, record: Data) -> Data:
    """The record without the events that cannot be right after all."""
    lines = record["events"]
    last = max((max(one["on"], one.get("known_on", "")) for one in lines), default=None)
    while last:
        findings = _faults(flow, record, date.fromisoformat(last))
        unfit = {one.path[1] for one in findings if one.path[:1] == ("events",)}
        assert bool(unfit) == bool(findings), findings
        if not findings:
            break
        record["events"] = [one for place, one in enumerate(record["events"]) if place not in unfit]
    return record


def _faults(flow: Flow, record: Data, on: date) -> list[Finding]:
    case, findings = bind_case(flow, record_of(record), horizon_of(on))
    return run(flow, case).findings if case else findings


def _events(d: Dice, flow: Flow, record: Data, start: int) -> Iterator[Data]:
    """Runs the days of a record, and on some of them lets something happen that can."""
    days = sorted(start + d.number(0, 300) for _ in range(d.number(0, 9)))
    if not days:
        return
    case, findings = bind_case(flow, record_of(record), horizon_of(date.fromordinal(days[-1])))
    assert case is not None, findings
    case = case._replace(start=min(case.start, days[0]))
    person = Run(flow, case)
    for day in range(case.start, days[-1] + 1):
        today = [event for one in days if one == day for event in _event(d, flow, person)]
        lines = [event | {"on": iso(day)} for event in _once(today)]
        person.live(day, happenings_of(flow, lines, day))
        yield from (_known_late(d, line, day) for line in lines)


def _known_late(d: Dice, line: Data, day: int) -> Data:
    late = "placed" not in line and d.chance(10)
    return line | {"known_on": iso(day + d.number(-1, 40))} if late else line


def _once(events: list[Data]) -> list[Data]:
    """Of one day each action, and each placing, once."""
    seen: set[str] = set()
    return [
        event
        for event in events
        if (key := event.get("action") or str([*event.get("placed", {"": ""})])) not in seen
        and not seen.add(key)  # type: ignore[func-returns-value]
    ]


def happenings_of(flow: Flow, lines: list[Data], day: int) -> list[Happening]:
    """What the lines of one day do, bound as the engine binds them."""
    if not lines:
        return []
    record = record_of({"events": [{"on": iso(day)} | line for line in lines]})
    case, findings = bind_case(flow, record, horizon_of(date.fromordinal(day)))
    assert case is not None, findings
    return list(case.happenings)


def _event(d: Dice, flow: Flow, person: Run) -> Iterator[Data]:
    """Something that can happen to a person as things stand: most often an action of a stage."""
    kind = d.number(0, 19)
    reached = {stay.stage.id for stays in person.stays.values() for stay in stays}
    present = {stays[-1].stage.id for stays in person.stays.values()}
    where = reached if kind == 0 else present
    actions = [action for action in flow.actions.values() if action.stage in where]
    if kind < 13 and actions:
        yield _action(d, flow, person, d.pick(actions))
    elif kind == 19:
        track = d.pick(flow.tracks)
        stage = d.pick(flow.stages_of(track.id))
        yield {"placed": {track.id: stage.id}, "because": SOME_REASON}
    elif kind > 16 and flow.contacts:
        yield {"contact": d.pick(flow.contacts).id}
    else:
        yield {"recorded": d.pick(list(flow.events))}


def _action(d: Dice, flow: Flow, person: Run, action: Any) -> Data:
    event: Data = {"action": action.id}
    if action.outcomes and d.chance(90):
        event |= {"outcome": d.pick(action.outcomes), "because": SOME_REASON}
        timed = [move for move in flow.stages[action.stage].moves if move.after is not None]
        if len(timed) == 1 and d.chance(30):
            event["until"] = iso(max(person.day, person.case.start) + d.number(1, 120))
    if d.chance(60):
        measure = d.pick(["absences", "absences", "working_days", "calendar_days", "bradford"])
        event["target"] = {measure: {d.pick(["at_most", "less_than"]): d.pick([0, 1, 1, 2, 4])}}
        if d.chance(30):
            event["target"]["from"] = iso(max(person.day, person.case.start) - d.number(0, 60))
    return event
