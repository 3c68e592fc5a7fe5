"""Dice -> a procedure to draw: tracks, actions and moves of all kinds, short words and long ones.

It need make no sense to act on: what is asked of it is that it can be drawn.
"""

from dice import Data, Dice

from flowrules.flow import ROLES

_SHORT = ("Meet", "Write", "Agree a plan", "Review what helps", "Refer to occupational health")
_LONG = (
    "Meet and talk about what would help, and write down together what was agreed and by when",
    "Ask for advice about adjustments, a phased return, other hours or another post in the trust",
    "Send the letter with the papers at least five working days before the day of the hearing",
)
_TITLES = ("Review", "Stage", "Help and advice", "A meeting with the governors about what is possible")
_OUTCOMES = ("go-on", "stop", "more-time", "help-first", "another-post-is-found-in-the-same-school")
_LENGTHS = ("3 days", "2 weeks", "12 weeks", "1 term week", "6 months", "10 working days")
_TRIGGERS = {
    "often": {"title": "Often away", "absences": {"at_least": 3, "within": "6 months"}},
    "long": {"title": "Away for long", "continuous": {"at_least": "28 days", "expected": True}},
    "days": {"working_days": {"at_least": 10, "within": "12 months"}},
    "many-ways": {
        "title": "One of several limits that are looked at on the day of return",
        "any": [
            {"absences": {"at_least": 4, "within": "12 months"}},
            {"all": [{"bradford": {"more_than": 200, "within": "12 months"}}, {"absent": False}]},
            {"hours_lost": {"at_least": 74, "within": "12 months"}},
        ],
    },
}
_CONDITIONS = (
    *_TRIGGERS,
    {"recorded": "report"},
    {"absent": False},
    {"any": [{"recorded": "report"}, {"all": [{"absent": True}, {"group": "teacher"}]}]},
    {"not": {"recorded": "report"}},
)


def draw_chart(d: Dice, many: int) -> Data:
    """A procedure of so many stages, as plain data."""
    tracks = d.number(1, min(3, many // 2))
    names = [[f"s{track}-{at}" for at in range(_share(many, tracks, track))] for track in range(tracks)]
    actions = iter(range(10 * many))
    return {
        "flowrules": 1,
        "procedure": {"id": "drawn", "title": "A procedure to draw", "version": "1"},
        "roles": {**ROLES, "friend": "A trade union representative or a colleague"},
        "counting": {"categories": {"sickness": "counts"}},
        "events": {"report": {"title": "a report from occupational health", "by": "hr"}},
        "triggers": _TRIGGERS,
        "tracks": {
            f"t{at}": {"title": f"Track {at + 1}", "start": own[0]} for at, own in enumerate(names)
        },
        "stages": {
            name: {"track": f"t{at}", **_stage(d, own, place, actions)}
            for at, own in enumerate(names)
            for place, name in enumerate(own)
        },
    }


def _share(many, tracks, track):
    return many // tracks + (track < many % tracks)


def _stage(d, names, place, actions):
    if place and d.chance(12):
        return {"title": f"{d.pick(_TITLES)} {place}", "kind": d.pick(("end", "formal"))}
    done = [_action(d, next(actions)) for _ in range(d.number(0, 3))]
    stage: Data = {"title": f"{d.pick(_TITLES)} {place}", "actions": done}
    stage["next"] = [_move(d, names, place, done) for _ in range(d.number(1, 2))]
    stage["next"] += _decisions(d, names, place, done)
    if d.chance(10):
        stage["column"] = d.number(1, 3)
    if d.chance(5):
        stage["row"] = d.number(1, len(names))
    return stage if done else {key: said for key, said in stage.items() if key != "actions"}


def _action(d, number):
    action: Data = {
        "id": f"a{number}",
        "by": d.pick(("employee", "manager", "head", "hr", "panel", "friend")),
    }
    action["do"] = d.pick(_LONG if d.chance(30) else _SHORT)
    for percent, more in (
        (60, {"within": d.pick(_LENGTHS)}),
        (15, {"every": d.pick(_LENGTHS)}),
        (15, {"if": d.pick(_CONDITIONS)}),
        (10, {"group": "teacher"}),
        (20, {"notice": "5 working days", "companion": True}),
    ):
        if d.chance(percent):
            action |= more
    if "every" not in action and d.chance(10):
        action["optional"] = True
    if "every" not in action and d.chance(25):
        action["outcomes"] = list(_OUTCOMES[: d.number(2, 3) + d.number(0, 1) * d.number(0, 2)])
    return action


def _goal(d, names, place):
    """Mostly a little further on, else anywhere in the track."""
    if d.chance(60):
        return names[min(place + d.number(1, 2), len(names) - 1)]
    return d.pick(names)


def _decisions(d, names, place, done):
    """A move for each outcome of an action, or for some."""
    for action in done:
        for outcome in action.get("outcomes", ()):
            if d.chance(70):
                move: Data = {"decided": {action["id"]: outcome}, "to": _goal(d, names, place)}
                yield move | ({"needs_reason": True} if d.chance(15) else {})


def _move(d, names, place, done):
    move: Data = {"to": _goal(d, names, place)}
    if d.chance(60):
        move["when"] = d.pick(_CONDITIONS)
    if "when" not in move or d.chance(20):
        move["after"] = d.pick(_LENGTHS)
        move |= {"from": d.pick(done)["id"]} if done and d.chance(30) else {}
    for percent, more in (
        (15, {"needs": {"report": "3 months"}}),
        (10, {"group": "teacher"}),
    ):
        if d.chance(percent):
            move |= more
    return move
