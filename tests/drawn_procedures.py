"""Procedures made at random: all that the language can say, as plain data."""

from typing import Any, NamedTuple

from dice import GROUPS, LENGTHS, REASONS, STRETCHES, WEEK, Data, Dice, iso

_COUNTS = {
    "absences": (1, 4),
    "working_days": (1, 12),
    "calendar_days": (1, 30),
    "hours_lost": (2, 60),
    "bradford": (1, 120),
    "pattern": (1, 3),
}
_SHARES = ("0.5 percent", "2 percent", "5 percent", "12.5 percent")
_LASTING = (
    "2 days", "3 days", "10 days", "4 weeks", "1 month", "2 working days", "5 working days",
)  # fmt: skip
_LOWER = ("at_least", "more_than")
_CATEGORIES = ("sickness", "disability", "pregnancy", "unauthorised")


class Names(NamedTuple):
    """The names of one procedure; `outcomes` has those of each action."""

    tracks: list[str]
    stages: dict[str, list[str]]
    actions: dict[str, list[str]]
    outcomes: dict[str, list[str]]
    events: list[str]
    contacts: list[str]
    triggers: list[str]
    dates: bool
    terms: bool

    @property
    def things(self) -> list[str]:
        return [*self.outcomes, *self.events]

    @property
    def all_stages(self) -> list[str]:
        return [stage for inner in self.stages.values() for stage in inner]


def draw_procedure(d: Dice, start: int) -> Data:
    """A valid procedure, whose calendar has days around a start."""
    calendar = _calendar(d, start)
    names = _names(d, dates="dates" in calendar, terms="terms" in calendar)
    one = len(names.tracks) == 1 and d.chance(50)
    if one:  # without `tracks` there is one, which starts in the first stage
        names = names._replace(tracks=["main"], stages={"main": names.stages[names.tracks[0]]})
    procedure: Data = {
        "flowrules": 1,
        "procedure": {"id": "drawn", "title": "A procedure drawn at random"},
        "calendar": calendar,
        "counting": _counting(d),
        "events": {name: {"title": "An event"} for name in names.events},
        "triggers": _triggers(d, names),
        "contact": [_contact(d, name) for name in names.contacts],
    }
    if not one:
        starts = {track: inner[0] for track, inner in names.stages.items()}
        procedure["tracks"] = {
            track: {"title": f"Track {track}", "start": first} for track, first in starts.items()
        }
    return procedure | {"stages": _stages(d, names, tracked=not one)}


def _names(d: Dice, *, dates: bool, terms: bool) -> Names:
    tracks = d.names(d.number(1, 3), without=("next", "due", "agenda", "decide", "covered"))
    many = [d.number(2, 4) for _ in tracks]
    names = iter(d.names(sum(many)))
    stages = {track: [next(names) for _ in range(n)] for track, n in zip(tracks, many, strict=True)}
    actions = {stage: d.number(0, 2) for inner in stages.values() for stage in inner}
    events, contacts = d.number(1, 2), d.number(0, 2)
    ids = iter(d.names(sum(actions.values()) + events + contacts, without=("entered", "return")))
    named = {stage: [next(ids) for _ in range(n)] for stage, n in actions.items()}
    outcomes = {action: d.names(d.pick([0, 1, 1, 2])) for inner in named.values() for action in inner}
    return Names(
        tracks=tracks,
        stages=stages,
        actions=named,
        outcomes=outcomes,
        events=[next(ids) for _ in range(events)],
        contacts=[next(ids) for _ in range(contacts)],
        triggers=d.names(d.number(0, 3)),
        dates=dates,
        terms=terms,
    )


# The calendar, and how absences count ------------------------------------------------------------


def _calendar(d: Dice, start: int) -> Data:
    nations = ["england", "wales", "scotland", "northern-ireland", "none"]
    calendar: Data = {"nation": d.pick(nations), "leave_year": d.pick(["04-01", "01-15"])}
    if d.chance(20):
        calendar["working_week"] = d.pick([WEEK[:4], WEEK[:6], WEEK[1:5]])
    if d.chance(45):
        calendar["terms"] = _terms(d, start)
    if d.chance(30):
        first = start + d.number(0, 300)
        closure: Data = {"from": iso(first), "to": iso(first + d.number(0, 12))}
        calendar["closures"] = [closure, iso(start + d.number(0, 300))]
    if d.chance(25):
        calendar["inset"] = [iso(start + d.number(0, 300)) for _ in range(2)]
    if d.chance(50):
        calendar["term_time"] = [d.pick(GROUPS)]
    if d.chance(40):
        calendar["dates"] = {"payday": [iso(start + 20 + 30 * n) for n in range(d.number(1, 9))]}
    if d.chance(20):
        calendar["academic_year"] = d.pick(["08-15", "01-02"])
    if d.chance(20):
        calendar["hours_per_week"] = d.pick([37, 32.5])
    return calendar


def _terms(d: Dice, start: int) -> list[Data]:
    terms, day = [], start + d.number(-120, 30)
    for _ in range(d.number(1, 6)):
        length = d.number(30, 90)
        terms.append({"from": iso(day), "to": iso(day + length)})
        day += length + d.number(3, 40)
    return terms


def _counting(d: Dice) -> Data:
    kinds = ["counts", "never", "decide"]
    counting: Data = {
        "categories": {
            "sickness": "counts",
            "disability": "decide",
            "pregnancy": d.pick(kinds),
            "unauthorised": "never",
        },
        "reasons": list(REASONS),
    }
    if d.chance(40):
        counting["join"] = d.pick(["never", "across non-working days", "across closures too"])
    if d.chance(30):
        rules = ["days inside", "started inside", "whole absence"]
        counting["across_the_edge"] = {"within": d.pick(rules), "since": d.pick(rules)}
    if d.chance(20):
        counting["same_date_counts"] = True
    if d.chance(30):
        counting["rest_days"] = d.pick(["all", "inside only"])
    if d.chance(30):
        loses = d.pick(["as recorded", "half or whole"])
        counting["part_days"] = {"make_an_absence": d.chance(50), "lose": loses}
    if d.chance(60):
        measures = ("absences", "working_days", "hours_lost", "continuous", "continuous")
        scaled = sorted({one for one in measures if d.chance(50)})
        rounding = d.pick(["exact", "nearest half", "up to half", "up to whole"])
        counting["part_time"] = {"scaled": scaled, "round": rounding}
    return counting


# Conditions --------------------------------------------------------------------------------------


def _anchor(d: Dice, names: Names) -> str:
    kind = d.number(0, 9)
    if kind < 4 and names.outcomes:
        return d.pick(list(names.outcomes))
    if kind == 8:
        return "return"
    if kind == 9:
        return "left " + d.pick(names.all_stages)
    return "entered"


def _bounds(d: Dice, lowest: int, highest: int) -> Data:
    kind, low = d.number(0, 9), d.number(lowest, highest)
    if kind < 7:
        return {"at_least": low + (0.5 if kind == 6 else 0)} if kind else {"more_than": low}
    if kind == 7:
        return {"at_most": low}
    if kind == 8:
        return {"less_than": low + 1}
    return {"at_least": low, "less_than": low + d.number(1, 5)}


def _worded(d: Dice, choices: tuple[str, ...]) -> Data:
    word = d.pick(["at_least", "at_least", "at_least", "more_than", "at_most", "less_than"])
    return {word: d.pick(choices)}


def _window(d: Dice, names: Names) -> Data:
    kind = d.number(0, 11)
    if kind < 5:
        return {"within": d.pick(STRETCHES)}
    if kind > 9:
        periods = ["academic year", "calendar year", "leave year"] + ["term", "term"] * names.terms
        return {"in": d.pick(periods)}
    since = {"since": _anchor(d, names)}
    if kind < 7:
        return since
    return since | {"for" if kind == 7 else "within": d.pick(STRETCHES)}


def _seen(d: Dice) -> Data:
    """Which absences a count sees."""
    seen: Data = {}
    if d.chance(20):
        seen["each"] = {d.pick(["less_than", "at_least"]): d.pick(LENGTHS[:6] + LENGTHS[-4:])}
    if d.chance(12):
        seen["only"] = d.pick([["unauthorised"], ["stress"], ["sickness", "pregnancy"]])
    if d.chance(8):
        seen["excluding"] = d.pick([["back"], ["sickness"], ["disability", "stress"]])
    if d.chance(10):
        seen["not_used_before"] = True
    return seen


def _count(d: Dice, names: Names) -> Data:
    kind = d.number(0, 9)
    if kind == 8:
        return {"lost_time": _worded(d, _SHARES) | _window(d, names) | _seen(d)}
    if kind == 9:
        return {"longest_absence": _worded(d, _LASTING) | _window(d, names) | _seen(d)}
    word = d.pick(["absences", "absences", "pattern", "pattern", *_COUNTS])
    count = _bounds(d, *_COUNTS[word]) | _window(d, names) | _seen(d)
    if word == "pattern":
        often = {"at_least": 1, "within": d.pick(["6 months", "12 months"])}
        count = (often if d.chance(60) else count) | _touching(d, names)
    if d.chance(10):
        count["scaled"] = d.chance(50)
    return {word: count}


def _touching(d: Dice, names: Names) -> Data:
    if d.chance(30):
        return {"weekdays": d.pick([["mon", "fri"], ["wed"], ["tue", "thu"]])}
    places = ["weekend", "bank holiday", "closure", "leave", "refused leave"]
    places += ["payday"] * names.dates
    return {"beside": sorted({d.pick(places), d.pick(places)})}


def _continuous(d: Dice, names: Names) -> Data:
    lasting = _worded(d, _LASTING[-2:] if d.chance(40) else _LASTING)
    if d.chance(40):
        lasting["expected"] = True
    if d.chance(20):
        lasting = _worded(d, ("1 day", "2 days")) | {"since": d.pick(["entered", _anchor(d, names)])}
    if d.chance(20):
        lasting = {"at_least": "1 day", "only": d.pick([["unauthorised"], ["stress"], ["sickness"]])}
    if d.chance(20):
        lasting["excluding"] = ["back"]
    return {"continuous": lasting}


def _recorded(d: Dice, names: Names) -> Data:
    what = d.pick(names.events if d.chance(50) else names.things)
    if d.chance(50):
        return {"recorded": what}
    found: Data = {"what": what}
    if d.chance(70):
        found["within"] = d.pick(STRETCHES)
    if d.chance(50):
        found["since"] = d.pick(["entered", _anchor(d, names)])
    return {"recorded": found}


def _plain(d: Dice, names: Names) -> Data:
    """A word that is no count."""
    kind = d.number(0, 12)
    if kind == 0:
        return {"absent": d.chance(50)}
    if kind in (1, 9):
        return {"return_missed": d.chance(40)}
    if kind == 2:
        return {"reason": [d.pick(REASONS)]}
    if kind == 3:
        return {"reason": {"any_of": [d.pick(REASONS)]} | _window(d, names)}
    if kind == 4:
        return {"in_stage": d.pick([d.pick(names.all_stages), names.all_stages[:2]])}
    if kind == 5:
        return {"was_in": {"stage": d.pick(names.all_stages), "within": d.pick(STRETCHES)}}
    if kind in (6, 10):
        word = d.pick(["at_least", "more_than", "at_most", "less_than"])
        return {"service": {word: d.pick(["6 months", "1 year", "28 days"])}}
    if kind == 7:
        return {"group": d.pick(["support", ["teacher", "support"], ["teacher"]])}
    if not names.outcomes:
        return {"absent": True}
    # Most often at the first action of all, which a person is likeliest to come to.
    return {"target_missed": d.pick(list(names.outcomes)[: 1 if d.chance(60) else None])}


def _condition(d: Dice, names: Names, triggers: list[str], depth: int = 2) -> Any:
    """A condition or the name of a trigger; `triggers` are those that may be named."""
    if triggers and d.chance(40):
        return d.pick(triggers)
    return _written(d, names, triggers, depth)


def _written(d: Dice, names: Names, triggers: list[str], depth: int) -> Data:
    kind = d.number(0, 20)
    if depth and kind > 15:
        word = d.pick(["any", "all", "not"])
        many = 1 if word == "not" else d.number(1, 2 if word == "all" else 3)
        members = [_condition(d, names, triggers, depth - 1) for _ in range(many)]
        return {word: members[0] if word == "not" else members}
    if kind in (6, 7):
        return _recorded(d, names)
    if 8 < kind < 14:
        return _plain(d, names)
    return _continuous(d, names) if kind == 8 else _count(d, names)


def holds_count(condition: Any, triggers: Data) -> bool:
    """Whether there is something to assess on return: a count with a lower bound."""
    if isinstance(condition, str):
        return holds_count(triggers[condition], triggers)
    members = [*condition.get("any", ()), *condition.get("all", ())]
    words = [*_COUNTS, "lost_time", "longest_absence"]
    counts = [condition.get(word, {}) for word in words]
    return (
        "target_missed" in condition
        or any(set(_LOWER) & set(count) for count in counts)
        or any(holds_count(member, triggers) for member in members)
    )


def _triggers(d: Dice, names: Names) -> Data:
    triggers: Data = {}
    for place, name in enumerate(names.triggers):
        triggers[name] = _written(d, names, names.triggers[:place], 2)
        if d.chance(40) and holds_count(triggers[name], triggers):
            triggers[name]["assessed"] = "on return"
        if d.chance(30):
            triggers[name]["title"] = f"Trigger {place}"
    return triggers


# Stages ------------------------------------------------------------------------------------------


def _stages(d: Dice, names: Names, *, tracked: bool) -> Data:
    stages: Data = {}
    for track, inner in names.stages.items():
        for stage in inner:
            shape: Data = {"title": f"Stage number {len(stages)}"}
            if tracked:
                shape["track"] = track
            pauses = _pauses(d, track, names)
            if pauses:
                shape["pauses"] = pauses
            if names.actions[stage]:
                mine = names.actions[stage]
                shape["actions"] = [
                    _action(d, name, mine[:place], names) for place, name in enumerate(mine)
                ]
            shape["next"] = [_move(d, stage, track, names) for _ in range(d.number(1, 3))]
            shape["next"] += _easy_moves(d, stage, inner)
            stages[stage] = shape
    return stages


def _easy_moves(d: Dice, stage: str, inner: list[str]) -> list[Data]:
    """A move that many people take, so that more stages are reached."""
    others = [name for name in inner if name != stage]
    if not others or not d.chance(75):
        return []
    easy: list[Data] = [
        {"when": {"absences": {"at_least": 1, "within": "6 months"}}},
        {"when": {"working_days": {"at_least": 1, "since": "entered"}}},
        {"when": {"calendar_days": {"at_least": 2, "within": "12 months"}}},
        {"after": "2 weeks"},
    ]
    return [{"to": d.pick(others)} | d.pick(easy)]


def _pauses(d: Dice, track: str, names: Names) -> list[Any]:
    pauses: list[Any] = ["closure"] if d.chance(15) else []
    others = [stage for other, inner in names.stages.items() if other != track for stage in inner]
    if others and d.chance(15):
        pauses.append({"in_stage": d.pick(others)})
    return pauses


def _action(d: Dice, name: str, earlier: list[str], names: Names) -> Data:
    """An action; `earlier` are those of its stage above it."""
    action: Data = {"id": name, "do": "Do it", "by": d.pick(["head", "manager", "hr"])}
    form = d.number(0, 9)
    if form < 7:
        action["within"] = d.pick([*LENGTHS, "3 term weeks"])
    if form == 7 and earlier:
        action["before"] = d.pick(earlier)
        if d.chance(50):
            action["within"] = d.pick(["3 working days", "7 days"])
    elif form in (6, 8):
        action["every"] = d.pick(["2 weeks", "1 month", "10 working days", "2 term weeks"])
    elif d.chance(20):
        action |= {"optional": True, "notice": "5 working days", "companion": True}
    if "before" not in action and d.chance(25):
        action["from"] = _anchor(d, names)
    if d.chance(12):
        action["group"] = d.pick(["support", ["teacher"]])
    if d.chance(20):
        action["if"] = _condition(d, names, names.triggers, 1)
    if names.outcomes[name]:
        action["outcomes"] = names.outcomes[name]
    return action


def _move(d: Dice, stage: str, track: str, names: Names) -> Data:
    others = [name for name in names.stages[track] if name != stage]
    move: Data = {"to": d.pick(others if d.chance(80) else names.stages[track])}
    deciding = [name for name in names.actions[stage] if names.outcomes[name]]
    form = d.number(0, 9)
    if form >= 7 and deciding:
        action = d.pick(deciding)
        move["decided"] = {action: d.pick(names.outcomes[action])}
        if d.chance(20):
            move["needs_reason"] = True
    if form in (4, 5, 6) or (form == 9 and d.chance(50)):
        move["after"] = d.pick([*LENGTHS, "2 term weeks"])
        if d.chance(40):
            move["from"] = _anchor(d, names)
    if form in (0, 1, 2, 3, 6) or len(move) == 1 or d.chance(10):
        move["when"] = _condition(d, names, names.triggers)
    if form in (0, 4) and names.actions[stage] and d.chance(40):
        move["when"] = {"target_missed": d.pick(names.actions[stage])}
    if d.chance(15):
        move["needs"] = {d.pick(names.things): d.pick(STRETCHES[6:])}
    if d.chance(8):
        move["group"] = d.pick(["support", ["teacher"]])
    return move


def _contact(d: Dice, name: str) -> Data:
    contact: Data = {"id": name, "who": "manager", "to": "employee"}
    if d.chance(50):
        contact |= {"every": d.pick(["1 day", "7 days", "1 month"]), "starting": f"day {d.number(1, 9)}"}
        if d.chance(50):
            contact["until"] = d.pick(["return", "day 7", "day 20"])
    else:
        days = ["return", f"day {d.number(1, 9)}", f"working day {d.number(1, 5)}"]
        contact["on"] = d.pick([*days, days])
    if d.chance(30):
        contact["within"] = d.pick(LENGTHS[:3] + LENGTHS[-3:])
    if d.chance(30):
        contact |= {"if_closed": "next open day", "by": "07:30", "if_missed": "Ask"}
    if d.chance(10):
        contact["group"] = d.pick(["support", ["teacher"]])
    return contact
