"""Procedures and records made at random: all that the language can say, and days to ask about.

`pairs()` draws a Pair: a valid procedure and a record that is legal under it, both as plain data, and
a day. The events of a record are chosen while its days are run, from what the person can do on them.
Drawing takes longer than most of what is asked of a pair, so the everyday run draws some pairs once.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from functools import cache, lru_cache
from random import Random
from typing import Any, NamedTuple

from hypothesis import strategies as st

from flowrules.calendar import Calendar, bank_holidays
from flowrules.decision import Decision
from flowrules.engine import bind_case, decide
from flowrules.engine.case import Happening
from flowrules.engine.day import Run
from flowrules.explain.document import RecordStamp, document_of
from flowrules.flow import Flow
from flowrules.model import parse_procedure, parse_record
from flowrules.model.record import Record
from flowrules.placed import place_all
from flowrules.resolve import resolve
from flowrules.source import Source, read

Data = dict[str, Any]

# Names that other things have too, that look like something else, or that sort oddly.
_NAMES = (
    "absence", "an", "counts", "none", "placed", "main", "left", "after", "a", "b", "0", "10", "2",
    "2025-01-06", "stage-1", "meeting", "true", "null", "next", "return-2", "z-", "m--1", "review",
    "talk", "on", "no", "1e5", "0x1", "stage-10", "stage-2", "x", "y", "zz", "letter", "head", "any",
    "entered-1", "left-a", "day", "c", "d", "e", "f", "g", "h",
)  # fmt: skip
_STRETCHES = (
    "1 day", "5 days", "7 days", "14 days", "28 days", "2 weeks", "4 weeks", "12 weeks", "1 month",
    "2 months", "3 months", "6 months", "12 months", "1 year", "999 days",
)  # fmt: skip
_LENGTHS = (*_STRETCHES, "1 working day", "3 working days", "10 working days", "20 working days")
_WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_THRESHOLDS = {
    "absences": (1, 4),
    "working_days": (1, 12),
    "calendar_days": (1, 30),
    "bradford": (1, 120),
}
_SOME_REASON = "for a reason"


class Pair(NamedTuple):
    """A procedure and a record as plain data, and the day asked about."""

    procedure: Data
    record: Data
    on: date


def read_flow(procedure: Data, *, nation: bool = True) -> tuple[Flow, Source]:
    """Plain data through every gate; without a `nation` there are no bank holidays."""
    flow, source = _read(json.dumps(procedure))
    if not nation:
        flow = flow._replace(calendar=Calendar(flow.calendar.week, bank_holidays(None)))
    return flow, source


@lru_cache(maxsize=500)
def _read(text: str) -> tuple[Flow, Source]:
    source, findings = read(text)
    assert source is not None, findings
    shape, findings = parse_procedure(source.data)
    assert shape is not None, findings
    flow, findings = resolve(shape, source.sha256)
    assert flow is not None, findings
    return flow, source


def record_of(data: Data) -> Record:
    record, findings = parse_record(data)
    assert record is not None, findings
    return record


def ask(flow: Flow, data: Data, on: date) -> Decision:
    return decide(flow, record_of(data), on)


class _Draw:
    """What is drawn, from whole numbers: those of Hypothesis, or of dice that always fall alike."""

    def __init__(self, number: Callable[[int, int], int]) -> None:
        self.number = number

    def chance(self, percent: int) -> bool:
        return self.number(0, 99) >= 100 - percent

    def pick(self, choices: Sequence[Any]) -> Any:
        return choices[self.number(0, len(choices) - 1)]

    def names(self, many: int, without: tuple[str, ...] = ()) -> list[str]:
        free = [name for name in _NAMES if name not in without]
        return [free.pop(self.number(0, len(free) - 1)) for _ in range(many)]


@st.composite
def pairs(draw: st.DrawFn) -> Pair:
    """A procedure, a record that is legal under it, and a day."""
    return _pair(_Draw(lambda low, high: draw(st.integers(low, high))))


@cache
def known_pairs() -> tuple[Pair, ...]:
    """The same pairs every time, drawn once."""
    return tuple(_pair(_Draw(Random(seed).randint)) for seed in range(160))


def _pair(d: _Draw) -> Pair:
    procedure = _procedure(d)
    record, on = _record(d, read_flow(procedure)[0])
    return Pair(procedure, record, on)


# Procedures --------------------------------------------------------------------------------------


class _Names(NamedTuple):
    """The names of one procedure; `outcomes` has those of each action."""

    tracks: list[str]
    stages: dict[str, list[str]]
    actions: dict[str, list[str]]
    outcomes: dict[str, list[str]]
    events: list[str]
    contacts: list[str]
    triggers: list[str]

    @property
    def things(self) -> list[str]:
        return [*self.outcomes, *self.events]


def _names(d: _Draw) -> _Names:
    tracks = d.names(d.number(1, 3), without=("next",))
    many = [d.number(2, 4) for _ in tracks]
    names = iter(d.names(sum(many)))
    stages = {track: [next(names) for _ in range(n)] for track, n in zip(tracks, many, strict=True)}
    actions = {stage: d.number(0, 2) for inner in stages.values() for stage in inner}
    events, contacts = d.number(1, 2), d.number(0, 2)
    ids = iter(d.names(sum(actions.values()) + events + contacts, without=("entered", "return")))
    named = {stage: [next(ids) for _ in range(n)] for stage, n in actions.items()}
    outcomes = {action: d.names(d.pick([0, 1, 1, 2])) for inner in named.values() for action in inner}
    return _Names(
        tracks=tracks,
        stages=stages,
        actions=named,
        outcomes=outcomes,
        events=[next(ids) for _ in range(events)],
        contacts=[next(ids) for _ in range(contacts)],
        triggers=d.names(d.number(0, 3)),
    )


def _anchor(d: _Draw, names: _Names) -> str:
    kind = d.number(0, 9)
    if kind < 4 and names.outcomes:
        return d.pick(list(names.outcomes))
    if kind == 8:
        return "return"
    if kind == 9:
        return "left " + d.pick([stage for inner in names.stages.values() for stage in inner])
    return "entered"


def _bounds(d: _Draw, lowest: int, highest: int) -> Data:
    kind, low = d.number(0, 9), d.number(lowest, highest)
    if kind < 7:
        return {"at_least": low} if kind else {"more_than": low}
    if kind == 7:
        return {"at_most": low}
    if kind == 8:
        return {"less_than": low + 1}
    return {"at_least": low, "less_than": low + d.number(1, 5)}


def _window(d: _Draw, names: _Names) -> Data:
    kind = d.number(0, 9)
    if kind < 5:
        return {"within": d.pick(_STRETCHES)}
    since = {"since": _anchor(d, names)}
    if kind < 7:
        return since
    return since | {"for" if kind == 7 else "within": d.pick(_STRETCHES)}


def _count(d: _Draw, names: _Names) -> Data:
    word = d.pick(list(_THRESHOLDS))
    count = _bounds(d, *_THRESHOLDS[word]) | _window(d, names)
    if d.chance(20):
        count["each"] = {d.pick(["less_than", "at_least"]): d.pick(_LENGTHS[:6] + _LENGTHS[-4:])}
    return {word: count}


def _continuous(d: _Draw, names: _Names) -> Data:
    bound = d.pick(["at_least", "at_least", "at_least", "more_than", "at_most", "less_than"])
    lasting: Data = {bound: d.pick(["3 days", "10 days", "4 weeks", "1 month", "5 working days"])}
    if d.chance(40):
        lasting["expected"] = True
    if d.chance(15):
        lasting["since"] = _anchor(d, names)
    return {"continuous": lasting}


def _recorded(d: _Draw, names: _Names) -> Data:
    what = d.pick(names.things)
    if d.chance(50):
        return {"recorded": what}
    return {"recorded": {"what": what} | ({"within": d.pick(_STRETCHES)} if d.chance(80) else {})}


def _condition(d: _Draw, names: _Names, triggers: list[str], depth: int = 2) -> Any:
    """A condition or the name of a trigger; `triggers` are those that may be named."""
    if triggers and d.chance(40):
        return d.pick(triggers)
    return _written(d, names, triggers, depth)


def _written(d: _Draw, names: _Names, triggers: list[str], depth: int) -> Data:
    kind = d.number(0, 13)
    if depth and kind > 8:
        word = d.pick(["any", "all", "not"])
        many = 1 if word == "not" else d.number(1, 2 if word == "all" else 3)
        members = [_condition(d, names, triggers, depth - 1) for _ in range(many)]
        return {word: members[0] if word == "not" else members}
    if kind in (6, 7):
        return _recorded(d, names)
    return _continuous(d, names) if kind == 8 else _count(d, names)


def _holds_count(condition: Any, triggers: Data) -> bool:
    """Whether there is something to assess on return: a count with a lower bound."""
    if isinstance(condition, str):
        return _holds_count(triggers[condition], triggers)
    members = [*condition.get("any", ()), *condition.get("all", ())]
    counts = [
        condition.get(word, {}) for word in ("absences", "working_days", "calendar_days", "bradford")
    ]
    return any({"at_least", "more_than"} & set(count) for count in counts) or any(
        _holds_count(member, triggers) for member in members
    )


def _triggers(d: _Draw, names: _Names) -> Data:
    triggers: Data = {}
    for place, name in enumerate(names.triggers):
        triggers[name] = _written(d, names, names.triggers[:place], 2)
        if d.chance(40) and _holds_count(triggers[name], triggers):
            triggers[name]["assessed"] = "on return"
        if d.chance(30):
            triggers[name]["title"] = f"Trigger {place}"
    return triggers


def _action(d: _Draw, name: str, names: _Names) -> Data:
    action: Data = {"id": name, "do": "Do it", "by": d.pick(["head", "manager", "hr"])}
    if d.chance(70):
        action["within"] = d.pick(_LENGTHS)
        if d.chance(30):
            action["from"] = _anchor(d, names)
    if d.chance(20):
        action |= {"optional": True, "notice": "5 working days", "companion": True}
    if names.outcomes[name]:
        action["outcomes"] = names.outcomes[name]
    return action


def _move(d: _Draw, stage: str, track: str, names: _Names) -> Data:
    move: Data = {"to": d.pick(names.stages[track])}
    deciding = [name for name in names.actions[stage] if names.outcomes[name]]
    form = d.number(0, 9)
    if form >= 7 and deciding:
        action = d.pick(deciding)
        move["decided"] = {action: d.pick(names.outcomes[action])}
        if d.chance(20):
            move["needs_reason"] = True
    if form in (4, 5, 6) or (form == 9 and d.chance(50)):
        move["after"] = d.pick(_LENGTHS)
        if d.chance(40):
            move["from"] = _anchor(d, names)
    if form in (0, 1, 2, 3, 6) or len(move) == 1 or d.chance(10):
        move["when"] = _condition(d, names, names.triggers)
    if d.chance(15):
        move["needs"] = {d.pick(names.things): d.pick(_STRETCHES[6:])}
    return move


def _stages(d: _Draw, names: _Names, *, tracked: bool) -> Data:
    stages: Data = {}
    for track, inner in names.stages.items():
        for stage in inner:
            shape: Data = {"title": f"Stage number {len(stages)}"}
            if tracked:
                shape["track"] = track
            if names.actions[stage]:
                shape["actions"] = [_action(d, name, names) for name in names.actions[stage]]
            shape["next"] = [_move(d, stage, track, names) for _ in range(d.number(1, 3))]
            stages[stage] = shape
    return stages


def _contact(d: _Draw, name: str) -> Data:
    contact: Data = {"id": name, "who": "manager", "to": "employee"}
    if d.chance(50):
        every = {"every": d.pick(["1 day", "7 days", "1 month"]), "starting": f"day {d.number(1, 9)}"}
        contact |= every | ({"until": "return"} if d.chance(50) else {})
    else:
        days = ["return", f"day {d.number(1, 9)}", f"working day {d.number(1, 5)}"]
        contact["on"] = d.pick([*days, days])
    if d.chance(30):
        contact["within"] = d.pick(_LENGTHS[:3] + _LENGTHS[-3:])
    if d.chance(30):
        contact |= {"if_closed": "next open day", "by": "07:30", "if_missed": "Ask"}
    return contact


def _counting(d: _Draw) -> Data:
    counting: Data = {}
    if d.chance(50):
        kinds = ["counts", "never", "decide"]
        counting["categories"] = {
            "sickness": "counts",
            "disability": "decide",
            "pregnancy": d.pick(kinds),
        }
    if d.chance(20):
        counting["join"] = d.pick(["never", "across non-working days"])
    if d.chance(30):
        rules = ["days inside", "started inside", "whole absence"]
        counting["across_the_edge"] = {"within": d.pick(rules), "since": d.pick(rules)}
    if d.chance(20):
        counting["same_date_counts"] = True
    return counting


def _procedure(d: _Draw) -> Data:
    """A valid procedure."""
    names = _names(d)
    one = len(names.tracks) == 1 and d.chance(50)
    if one:  # without `tracks` there is one, which starts in the first stage
        names = names._replace(tracks=["main"], stages={"main": names.stages[names.tracks[0]]})
    procedure: Data = {
        "flowrules": 1,
        "procedure": {"id": "drawn", "title": "A procedure drawn at random"},
        "calendar": {"nation": d.pick(["england", "wales", "scotland", "northern-ireland"])},
        "counting": _counting(d),
        "events": {name: {"title": "An event"} for name in names.events},
        "triggers": _triggers(d, names),
        "contact": [_contact(d, name) for name in names.contacts],
    }
    if d.chance(20):
        procedure["calendar"]["working_week"] = d.pick([_WEEK[:4], _WEEK[:6], _WEEK[1:5]])
    if not one:
        starts = {track: d.pick(inner) for track, inner in names.stages.items()}
        procedure["tracks"] = {
            track: {"title": f"Track {track}", "start": start} for track, start in starts.items()
        }
    return procedure | {"stages": _stages(d, names, tracked=not one)}


# Records -----------------------------------------------------------------------------------------


def _absences(d: _Draw, start: int, categories: Data) -> Iterator[Data]:
    day = start + d.number(0, 20)
    many = d.number(0, 10)
    for place in range(many):
        length = d.number(5, 45) if d.chance(30) else d.number(1, 4)
        absence: Data = {"from": _iso(day)}
        if place < many - 1 or d.chance(70):
            absence["to"] = _iso(day + length - 1)
        if d.chance(30):
            absence["category"] = d.pick(sorted(categories))
        _decide(d, absence, day, categories)
        if d.chance(25):
            absence["expected"] = [_expected(d, day) for _ in range(d.number(1, 2))]
        yield absence
        day += length + (d.number(0, 50) if d.chance(70) else d.number(0, 3))


def _decide(d: _Draw, absence: Data, day: int, categories: Data) -> None:
    """Whether it counts may have been decided: before, soon or long after."""
    if categories[absence.get("category", "sickness")] == "decide" and d.chance(60):
        on = _iso(day + d.number(-3, 60))
        absence |= {"counts": d.chance(70), "decided_on": on, "decided_by": "head"}


def _expected(d: _Draw, day: int) -> Data:
    on = day + d.number(-5, 20)
    return {"on": _iso(on), "until": _iso(day + d.number(0, 60)), "why": "fit note"}


def _patterns(d: _Draw, start: int) -> list[Data]:
    """None, one that was there from the start, or that and another."""
    weeks = [_WEEK[:5], _WEEK[:3], _WEEK[2:6], ("mon", "thu"), ("sun",)]
    starts = [start - 200, start + d.number(-100, 200)][: d.pick([0, 1, 2])]
    return [{"from": _iso(day), "days": d.pick(weeks)} for day in starts]


def _iso(day: int) -> str:
    return date.fromordinal(day).isoformat()


def _record(d: _Draw, flow: Flow) -> tuple[Data, date]:
    """A record that is legal under a procedure, and a day to ask about."""
    start = d.number(date(1996, 1, 1).toordinal(), date(2039, 12, 31).toordinal())
    record: Data = {
        "employee": {"id": "E1"} if d.chance(50) else {},
        "pattern": _patterns(d, start),
        "absences": list(_absences(d, start, dict(flow.counting.categories))),
        "events": [],
    }
    record["events"] = list(_events(d, flow, record, start))
    return _legal(flow, record), _day(d, start, record)


def _day(d: _Draw, start: int, record: Data) -> date:
    """A day to ask about, often one near the first days of an absence."""
    if record["absences"] and d.chance(40):
        first = date.fromisoformat(d.pick(record["absences"])["from"])
        return first + timedelta(d.number(-1, 12))
    return date.fromordinal(start + (d.number(60, 350) if d.chance(80) else d.number(0, 60)))


def _legal(flow: Flow, record: Data) -> Data:
    """The record without the events that cannot be right after all."""
    last = max((event["on"] for event in record["events"]), default=None)
    while last and (findings := ask(flow, record, date.fromisoformat(last)).findings):
        unfit = {one.path[1] for one in findings}
        record["events"] = [one for place, one in enumerate(record["events"]) if place not in unfit]
    return record


def _events(d: _Draw, flow: Flow, record: Data, start: int) -> Iterator[Data]:
    """Runs the days of a record, and on some of them lets something happen that can."""
    days = sorted(start + d.number(0, 300) for _ in range(d.number(0, 9)))
    if not days:
        return
    case, findings = bind_case(flow, record_of(record), date.fromordinal(days[-1]))
    assert case is not None, findings
    person = Run(flow, case._replace(start=min(case.start, days[0])))
    for day in range(person.case.start, days[-1] + 1):
        today = [event for one in days if one == day for event in _event(d, flow, person)]
        lines = [event | {"on": _iso(day)} for event in _once(today)]
        person.live(day, [one for line in lines for one in _happenings(line, day)])
        yield from lines


def _once(events: list[Data]) -> list[Data]:
    """Of one day each action, and each placing, once."""
    seen: set[str] = set()
    return [
        event
        for event in events
        if (key := event.get("action") or str([*event.get("placed", {"": ""})])) not in seen
        and not seen.add(key)  # type: ignore[func-returns-value]
    ]


def _happenings(line: Data, day: int) -> Iterator[Happening]:
    if "placed" in line:
        for track, stage in line["placed"].items():
            yield Happening(day, "placed", track, stage, ())
    else:
        kind = next(word for word in ("action", "recorded", "contact") if word in line)
        yield Happening(day, kind, line[kind], line.get("outcome"), ())


def _event(d: _Draw, flow: Flow, person: Run) -> Iterator[Data]:
    """Something that can happen to a person as things stand: most often an action of a stage."""
    kind = d.number(0, 19)
    reached = {stay.stage.id for stays in person.stays.values() for stay in stays}
    present = {stays[-1].stage.id for stays in person.stays.values()}
    where = reached if kind == 0 else present
    actions = [action for action in flow.actions.values() if action.stage in where]
    if kind < 13 and actions:
        action = d.pick(actions)
        event: Data = {"action": action.id}
        if action.outcomes and d.chance(90):
            event |= {"outcome": d.pick(action.outcomes), "because": _SOME_REASON}
        yield event
    elif kind == 19:
        track = d.pick(flow.tracks)
        stage = d.pick(flow.stages_of(track.id))
        yield {"placed": {track.id: stage.id}, "because": _SOME_REASON}
    elif kind > 16 and flow.contacts:
        yield {"contact": d.pick(flow.contacts).id}
    else:
        yield {"recorded": d.pick(list(flow.events))}


# Answers -----------------------------------------------------------------------------------------


def decision_of(pair: Pair) -> Decision:
    """The decision of a pair; the same pair is not run twice in a row."""
    return _answer(json.dumps(pair.procedure), json.dumps(pair.record), pair.on)


@lru_cache(maxsize=500)
def _answer(procedure: str, record: str, on: date) -> Decision:
    return ask(_read(procedure)[0], json.loads(record), on)


def document_of_pair(pair: Pair) -> str:
    """The JSON document of a pair, as the command gives it; the stamp of the record is left empty."""
    flow, source = read_flow(pair.procedure)
    decision = decision_of(pair)
    found = place_all(list(decision.findings), None, "record.yaml")
    return json.dumps(document_of(decision, flow, source, RecordStamp(None, ""), found))
