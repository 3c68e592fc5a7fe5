"""Employees as a trust has them, drawn from a seed for any procedure: ten years of absences and meetings.

Most lines are a day or a few, more of them in winter; a few are long. Those around do most of what is due,
soon after it falls due, as it is on record where a procedure is kept. A few employees have lines that were
known late, or of which a return was foretold; of a hard trust, so many lines have that, of anybody.
"""

from collections.abc import Iterator
from datetime import date
from random import Random
from typing import Any, NamedTuple

from dice import SOME_REASON, WEEK, Data, iso
from drawn_records import happenings_of, record_of

from flowrules.engine.case import bind_case, patterns_of
from flowrules.engine.day import Run
from flowrules.engine.horizon import horizon_of
from flowrules.engine.moves import missing
from flowrules.engine.versions import live_through
from flowrules.flow import Action, Flow, conditions_of, is_for
from flowrules.lines import FAR
from flowrules.model.record import Record
from flowrules.workdays import Workdays

_LAST = date(2026, 11, 20).toordinal()  # the latest day asked about
_YEARS = 3652
_BY_MONTH = (14, 12, 10, 8, 7, 6, 5, 4, 8, 10, 12, 14)


class Employee(NamedTuple):
    """A record, as data and as the engine takes it."""

    data: Data
    record: Record


def usual(data: Data) -> Data:
    """A record without what the kernel leaves to the interpreter, so that more of the rest is asked."""
    unusual = ("known_on", "expected", "hours", "days", "days_lost", "half_worked")
    return data | {
        "absences": [
            {word: value for word, value in one.items() if word not in unusual}
            for one in data["absences"]
        ],
        "events": [
            {word: value for word, value in one.items() if word not in ("known_on", "until", "target")}
            for one in data["events"]
        ],
        "adjustments": [],
    }


class Trust:
    """Draws the employees of one school under one procedure, all asked about on one day."""

    def __init__(self, flow: Flow, seed: str, *, is_hard: bool = False) -> None:
        self.flow = flow
        self.seed = seed
        self.is_hard = is_hard
        self.on = date.fromordinal(_LAST - Random(f"the day of {seed}").randint(0, 300))
        self.groups = sorted({*flow.header.covers.groups, *flow.term_time, *_limited(flow)})

    def employee(self, number: int) -> Employee:
        """One employee, the same for the same seed and number."""
        return _Drawing(self, Random(f"{self.seed} {number}")).employee()


def _limited(flow: Flow) -> Iterator[str]:
    """The staff groups that something is only for."""
    moves = [move for stage in flow.stages.values() for move in stage.moves]
    for one in (*flow.actions.values(), *flow.contacts, *moves):
        yield from one.groups
    for one in conditions_of(flow).values():
        yield from one.settings if one.word == "group" else ()


class _Drawing:
    """One employee's life."""

    def __init__(self, trust: Trust, random: Random) -> None:
        self.flow, self.trust, self.random = trust.flow, trust, random
        self.on = trust.on.toordinal()
        self.begin = self.on - _YEARS
        # of each line, in percent
        self.late = 1.5 if trust.is_hard else 20 * self.chance(1.5)
        self.foretold = 3 if trust.is_hard else 30 * self.chance(3)

    def chance(self, percent: float) -> bool:
        return self.random.random() * 100 < percent

    def employee(self) -> Employee:
        employee: Data = {"id": f"E{self.random.randint(1000, 9999)}"}
        if self.trust.groups and self.chance(95):
            employee["group"] = self.random.choice(self.trust.groups)
        started = self.begin - self.random.randint(0, 5000)
        if self.chance(30):
            started = self.begin + self.random.randint(0, _YEARS - 100)
        employee["started"] = iso(started)
        data: Data = {"employee": employee, "pattern": self.pattern(started)}
        data["absences"] = list(self.absences(max(self.begin, started)))
        if self.chance(30):
            self.say_lost(data)
        data["events"] = list(_Living(self, data).events())
        return Employee(data, record_of(data))

    def pattern(self, started: int) -> list[Data]:
        if self.chance(90):
            return []
        days = sorted(self.random.sample(WEEK[:5], self.random.randint(2, 4)), key=WEEK.index)
        line: Data = {"from": iso(started), "days": days}
        if self.flow.term_time and self.chance(40):
            line["term_time_only"] = True
        if self.chance(20):
            line["half_days"] = [next(day for day in WEEK[:5] if day not in days)]
        return [line]

    def absences(self, begin: int) -> Iterator[Data]:
        """From none to sixty in ten years, in order, none over another."""
        many = min(60, int(self.random.gammavariate(1.5, 12))) * (self.on - begin) // _YEARS
        next_free = begin
        for first in sorted(self.day_in_winter(begin) for _ in range(many)):
            if first < next_free:
                continue
            last = first + self.length() - 1
            line: Data = {"from": iso(first)}
            if last < self.on:
                line["to"] = iso(last)
            next_free = last + 1 + self.random.randint(1, 20)
            self.say_kind(line, first)
            if self.chance(self.late):
                line["known_on"] = iso(first + self.random.randint(1, 30))
            if last == first and "to" in line and self.chance(10):
                line["part"] = "half"
            if self.chance(self.foretold):
                until = last + self.random.randint(-3, 3)
                line["expected"] = [{"on": iso(first), "until": iso(max(first, until))}]
            yield line

    def day_in_winter(self, begin: int) -> int:
        while True:
            day = self.random.randint(begin, self.on)
            if self.random.randint(0, 14) < _BY_MONTH[date.fromordinal(day).month - 1]:
                return day

    def length(self) -> int:
        kind = self.random.random()
        if kind < 0.55:
            return self.random.randint(1, 2)
        if kind < 0.85:
            return self.random.randint(3, 7)
        return self.random.randint(8, 28) if kind < 0.96 else self.random.randint(29, 260)

    def say_kind(self, line: Data, first: int) -> None:
        holding = [one for one in self.flow.chain() if one.before is None or _first(one) <= first][-1]
        categories = holding.counting.categories
        others = [name for name in categories if name != "sickness"]
        if others and self.chance(6):
            line["category"] = self.random.choice(others)
        if categories[line.get("category", "sickness")] == "decide" and self.chance(95):
            decided = iso(first + self.random.randint(0, 12))
            line |= {"counts": self.chance(80), "decided_on": decided, "decided_by": "head"}
        if holding.counting.reasons and self.chance(40):
            line["reason"] = self.random.choice(sorted(holding.counting.reasons))

    def say_lost(self, data: Data) -> None:
        """What an HR system says of the lines of an employee: mostly what the pattern gives too."""
        record = record_of(data)
        days = Workdays(
            patterns_of(record.pattern, record.employee.group, self.flow), self.flow.calendar
        )
        for line, one in zip(data["absences"], record.absences, strict=True):
            if one.to is None or one.part is not None:
                continue
            span = range(one.from_.toordinal(), one.to.toordinal() + 1)
            lost = sum(days.halves[day] for day in span) / 2
            line["days_lost"] = max(0, lost + self.random.choice([-1, 1])) if self.chance(2) else lost


class _Living:
    """What those around do, while the days of a record are lived."""

    def __init__(self, drawing: _Drawing, data: Data) -> None:
        self.random, self.chance, self.data = drawing.random, drawing.chance, data
        self.end = drawing.on
        self.is_late = drawing.late > 0 and not drawing.trust.is_hard
        self.about = record_of(data)
        self.versions = drawing.flow.chain()
        self.planned: list[tuple[int, int, Data]] = []

    def events(self) -> Iterator[Data]:
        """All that is done, and recorded, under one version after the other."""
        events: list[Data] = []
        begins = [_first(flow) if flow.before else 0 for flow in self.versions]
        for flow, begin, end in zip(self.versions, begins, [*begins[1:], self.end + 1], strict=True):
            person = self.person(flow, begin, events)
            if person is not None:
                events += self.under(flow, person, max(person.day + 1, begin), min(end, self.end + 1))
        yield from events

    def person(self, flow: Flow, begin: int, events: list[Data]) -> Run | None:
        """The person when a version begins to hold; None if an older one still holds."""
        case, _ = bind_case(flow, self.about, horizon_of(date.fromordinal(self.end)))
        if case is None or flow.before is None or begin > self.end:
            return Run(flow, case) if case and begin <= self.end else None
        so_far = record_of(self.data | {"events": events})
        lived = live_through(flow, so_far, horizon_of(date.fromordinal(begin)))
        if lived.person is not None:
            lived.person.case = case
        return lived.person if lived.flow is flow else None

    def under(self, flow: Flow, person: Run, day: int, end: int) -> Iterator[Data]:
        """The events while one version holds."""
        stays, spell = dict[str, Any](), 0
        self.planned = []
        while day < end:
            today = [line for due, _, line in self.planned if due == day]
            self.planned = [one for one in self.planned if one[0] > day]
            lines = [line for line in today if self.fits(flow, person, line)]
            moving = [line for line in lines if "contact" not in line]  # contacts move nobody
            person.live(day, happenings_of(flow, moving, day))
            yield from ({"on": iso(day)} | self.late(line, day) for line in lines)
            for track, its in person.stays.items():
                if stays.get(track) is not its[-1]:
                    stays[track] = its[-1]
                    self.plan_stage(flow, person, its[-1].stage, day)
            if person.spells and person.spells[-1].first != spell:
                spell = person.spells[-1].first
                self.plan_contacts(flow, person.spells[-1], day)
            # the engine's own way from day to day, and the days on which something is to be done
            day = min(person._wakes(), min((due for due, _, _ in self.planned), default=FAR))

    def fits(self, flow: Flow, person: Run, line: Data) -> bool:
        action = flow.actions.get(line.get("action", ""))
        return (
            action is None or person.stays[flow.stages[action.stage].track][-1].stage.id == action.stage
        )

    def late(self, line: Data, day: int) -> Data:
        if not self.is_late or not self.chance(20):
            return line
        return line | {"known_on": iso(day + self.random.randint(1, 14))}

    def plan(self, day: int, line: Data) -> None:
        if day <= self.end:
            self.planned.append((day, len(self.planned), line))

    def plan_stage(self, flow: Flow, person: Run, stage: Any, day: int) -> None:
        """Most of the stage's actions one after the other; what its moves need, perhaps."""
        group, at = person.case.about.group, day
        for action in stage.actions:
            at += self.random.randint(1, 15)
            if is_for(action.groups, group) and self.chance(50 if action.optional else 88):
                self.plan(at, self.done(action))
        for move in stage.moves:
            for name in missing(person, move):
                if name in flow.events and self.chance(60):
                    self.plan(day + self.random.randint(1, 40), {"recorded": name})
        for name in flow.events:
            if self.chance(4):
                self.plan(day + self.random.randint(1, 90), {"recorded": name})

    def done(self, action: Action) -> Data:
        line: Data = {"action": action.id}
        if not action.outcomes:
            return line
        return line | {"outcome": self.random.choice(action.outcomes), "because": SOME_REASON}

    def plan_contacts(self, flow: Flow, spell: Any, day: int) -> None:
        for contact in flow.contacts:
            at = day
            for _ in range(3):
                if self.chance(60) and at <= spell.last:
                    self.plan(at, {"contact": contact.id})
                at += self.random.randint(3, 30)


def _first(flow: Flow) -> int:
    assert flow.header.effective_from is not None
    return flow.header.effective_from.toordinal()
