"""A trust drawn from a seed: its staff, their absences and what was done, as records and as rows of tables.

Every fact is drawn once, so that a record and a row that tell of it must come to the same. What is done
with people is chosen while they are decided on, so that they come to stand in many stages.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import NamedTuple

from dice import WEEK, Data
from drawn_records import record_of

from flowrules.decision import Item
from flowrules.engine import decide
from flowrules.flow import Flow

ON = date(2026, 11, 21)
FIRST = date(2025, 3, 3)
BOTH = "both"
SCHOOLS = (
    "Oakfield Primary School",
    "Ashdown Academy",
    "St. Mary’s Church of England School",
    "Elm Road Nursery",
)
SURNAMES = ("Quick", "O'Brien", "Smith, the younger", 'Jones "JJ"', "Siân-Huws", "Lee", "Nguyễn")
FORENAMES = ("Ada", "Bea", "Cy", "Dee", "Eli", "Zoë")
WEEKS = (
    {"days": list(WEEK[:5])},
    {"days": list(WEEK[:5])},
    {"days": list(WEEK[:3])},
    {"days": ["tue", "thu"]},
    {"days": ["mon", "tue", "wed"], "half_days": ["thu"]},
)


class Away(NamedTuple):
    """One absence: days, kind, half days at its ends, what the system says was lost, and when it was known.

    `wrong`: what the system says was lost is not what the working pattern comes to.
    """

    first: date
    last: date | None
    category: str
    halves: tuple[bool, bool]
    lost: int | float | None
    known: date | None
    wrong: bool = False

    def lines(self) -> Iterator[Data]:
        """As lines of a record."""
        line: Data = {"from": str(self.first), "category": self.category}
        line |= {"known_on": str(self.known)} if self.known else {}
        if self.last is None:
            begun_half = self.halves[0] and self.first < ON
            if begun_half:
                yield line | {"to": str(self.first), "part": "half"}
            yield line | {"from": str(self.first + timedelta(begun_half))}
        elif self.lost is not None:
            one_half = self.first == self.last and self.lost == 0.5 and any(self.halves)
            yield line | {"to": str(self.last)} | ({"part": "half"} if one_half else self._told())
        else:
            yield from self._split(line, self.last)

    def _told(self) -> Data:
        """The days lost, with of which end half was worked."""
        ends = {(True, True): "both", (True, False): "first", (False, True): "last"}
        half = ends.get(self.halves) if self.first != self.last else None
        return {"days_lost": self.lost} | ({"half_worked": half} if half else {})

    def _split(self, line: Data, last: date) -> Iterator[Data]:
        """A half day at either end stands on a line of its own."""
        before, after = self.halves
        if self.first == last:
            yield line | {"to": str(last)} | ({"part": "half"} if before or after else {})
            return
        inner = (self.first + timedelta(before), last - timedelta(after))
        if before:
            yield line | {"to": str(self.first), "part": "half"}
        if inner[0] <= inner[1]:
            yield line | {"from": str(inner[0]), "to": str(inner[1])}
        if after:
            yield line | {"from": str(last), "to": str(last), "part": "half"}


class Happening(NamedTuple):
    """Something that was done, as one column of a table would name it."""

    on: date
    kind: str
    what: str
    outcome: str | None = None
    track: str | None = None

    def line(self) -> Data:
        line: Data = {
            "on": str(self.on),
            self.kind: {self.track: self.what} if self.track else self.what,
        }
        line |= {"outcome": self.outcome} if self.outcome else {}
        return line | ({"because": self.because} if self.because else {})

    @property
    def because(self) -> str | None:
        return "carried over" if self.track else "agreed with them" if self.outcome else None


class Staff(NamedTuple):
    """Somebody; `posts` has a school and a job for each, `weeks` the working patterns in turn."""

    id: str
    surname: str
    forename: str
    manager: str
    posts: tuple[tuple[str, str], ...]
    group: str
    started: date
    weeks: tuple[tuple[date, Data], ...]
    away: tuple[Away, ...]
    events: tuple[Happening, ...] = ()

    def record(self) -> Data:
        """As a school would write it by hand."""
        group = {"group": self.group} if self.group else {}
        return {
            "employee": {"id": self.id, **group, "started": str(self.started)},
            "pattern": [{"from": str(since)} | week for since, week in self.weeks],
            "absences": [line for away in self.away for line in away.lines()],
            "events": [happening.line() for happening in self.events],
        }

    def week_of(self, day: date) -> Data:
        return [week for since, week in self.weeks if since <= day][-1]


def draw_trust(seed: int, many: int, flow: Flow, *, lost: bool | str) -> list[Staff]:
    """`lost`: the HR system gives working days lost, else half days at the ends of absences; or `BOTH`."""
    return [_draw(Random(f"{seed} {number}"), number, flow, lost=lost) for number in range(many)]


def _draw(d: Random, number: int, flow: Flow, *, lost: bool | str) -> Staff:
    started = date(2008, 1, 7) + timedelta(d.randint(0, 6_000))
    weeks = [(started, d.choice(WEEKS))]
    if d.random() < 0.1:
        weeks.append((date(2026, 1, 5), d.choice(WEEKS)))
    posts = [(d.choice(SCHOOLS), "Post 1")]
    if d.random() < 0.08:
        posts.append((d.choice(SCHOOLS), "Post 2"))
    one = Staff(
        id=f"E{10_000 + 7 * number}",
        surname=d.choice(SURNAMES),
        forename=d.choice(FORENAMES),
        manager=f"Manager {number % 9}",
        posts=tuple(posts),
        group=d.choice(["teacher", "support"]),
        started=started,
        weeks=tuple((since, _with_hours(d, week)) for since, week in weeks),
        away=(),
    )
    one = one._replace(away=tuple(_absences(d, one, flow, lost=lost)))
    return one._replace(events=tuple(_events(d, one, flow)))


def _with_hours(d: Random, week: Data) -> Data:
    hours = {"hours_per_day": d.choice([6.5, 7, 7.4])} if d.random() < 0.5 else {}
    return week | hours | ({"term_time_only": True} if d.random() < 0.3 else {})


def _absences(d: Random, one: Staff, flow: Flow, *, lost: bool | str) -> Iterator[Away]:
    categories = sorted(flow.counting.categories)
    often = d.choice([400, 150, 60, 30])
    day = FIRST + timedelta(d.randint(0, often))
    while day <= ON:
        length = d.randint(20, 70) if d.random() < 0.06 else d.choice([1, 1, 2, 3, 5])
        last = day + timedelta(length - 1)
        category = "sickness" if d.random() < 0.85 else d.choice(categories)
        known = day + timedelta(d.randint(1, 40)) if d.random() < 0.05 else None
        halves = (d.random() < 0.1, d.random() < 0.1)
        if halves == (True, True) and length == 2 and not lost:
            halves = (True, False)
        away = Away(day, None if last > ON else last, category, halves, None, known)
        if lost == BOTH and length > 1:
            away = _as_halves(away, one)
        elif lost:
            away = away._replace(halves=halves if length == 1 else (False, False))
        yield _as_lost(away, one, flow, wrong=d.random() < 0.04) if lost else _as_halves(away, one)
        day = last + timedelta(1 + d.randint(2, 2 * often))


def _as_halves(away: Away, one: Staff) -> Away:
    """Where a system has half days at the ends, only those of whole working days make sense."""
    ends = (away.first, away.last or away.first)
    whole = [WEEK[day.weekday()] in one.week_of(day)["days"] for day in ends]
    halves = (away.halves[0] and whole[0], away.halves[1] and whole[1] and away.last is not None)
    return away._replace(halves=halves if away.last != away.first else (any(halves) and all(whole),) * 2)


def _as_lost(away: Away, one: Staff, flow: Flow, *, wrong: bool) -> Away:
    """The same with the days lost, as the engine would work them out from the pattern and the half days."""
    if away.last is None:
        return away._replace(halves=(False, False))
    days = [away.first + timedelta(n) for n in range((away.last - away.first).days + 1)]
    worked = [_worked(day, one, flow) for day in days]
    wrong &= len(days) > 1
    if worked[0] != 1 and len(days) == 1:
        away = away._replace(halves=(False, False))
    first, last = away.halves
    half = worked[0] * first + worked[-1] * last if len(days) > 1 else worked[0] * (first or last)
    total = sum(worked) - half / 2
    if wrong:  # and still no more than the days of the absence
        total += 1 if total + 1 <= len(days) else -1
    return away._replace(lost=int(total) if total == int(total) else total, wrong=wrong)


def _worked(day: date, one: Staff, flow: Flow) -> float:
    """How much of a day somebody works."""
    if day.toordinal() in flow.calendar.holidays.days:
        return 0
    week, name = one.week_of(day), WEEK[day.weekday()]
    return 1 if name in week["days"] else 0.5 if name in week.get("half_days", ()) else 0


def _events(d: Random, one: Staff, flow: Flow) -> Iterator[Happening]:
    """What people do: now and then something that is on the agenda, with one of its outcomes."""
    if not one.away or d.random() < 0.2:
        return
    done: list[Happening] = []
    day = d.choice(one.away).first + timedelta(d.randint(3, 60))
    if d.random() < 0.7 and day <= ON:
        stage = d.choice(list(flow.stages.values()))
        done.append(Happening(day, "placed", stage.id, track=stage.track))
        day += timedelta(d.randint(0, 9))
    for _ in range(3):
        if day > ON:
            break
        record = record_of(one._replace(events=tuple(done)).record())
        owed = [item for item in decide(flow, record, day).agenda if _can_be_done(item)]
        for item in d.sample(owed, min(len(owed), 2)):
            outcomes = flow.actions[item.action].outcomes if item.kind == "action" else ()
            happening = Happening(day, item.kind, item.action, d.choice(outcomes) if outcomes else None)
            if happening.what not in [before.what for before in done if before.on == day]:
                done.append(happening)
        day += timedelta(d.randint(4, 25) if owed else d.randint(30, 120))
    yield from done


def _can_be_done(item: Item) -> bool:
    return item.kind in ("action", "contact") and item.status in ("due", "optional")
