"""A procedure as plain data -> the ways to break it: one small edit each, of a kind, in words.

An edit puts a new value at one place. Most leave a procedure that is still sound and means something
else, as a slip of the pen does.
"""

from collections.abc import Iterator
from copy import deepcopy
from random import Random
from typing import Any, NamedTuple

Data = dict[str, Any]
Path = tuple[str | int, ...]

_BOUNDS = {
    "at_least": "more_than",
    "more_than": "at_least",
    "at_most": "less_than",
    "less_than": "at_most",
}
_LENGTHS = ("within", "after", "for", "every")
_NAMES = ("only", "excluding", "any_of", "weekdays", "beside")
_FLAGS = ("not_used_before", "expected", "scaled", "optional", "if_closed", "group", "each", "for")
_SETTINGS: dict[tuple[str, ...], tuple[Any, ...]] = {
    ("join",): ("across non-working days", "across closures too", "never"),
    ("across_the_edge", "within"): ("days inside", "started inside", "whole absence"),
    ("across_the_edge", "since"): ("started inside", "days inside", "whole absence"),
    ("same_date_counts",): (False, True),
    ("rest_days",): ("all", "inside only"),
    ("part_days", "make_an_absence"): (True, False),
    ("part_days", "lose"): ("as recorded", "half or whole"),
    ("part_time", "round"): ("exact", "nearest half", "up to half", "up to whole"),
}


class Edit(NamedTuple):
    """What is put at a place, and what that is in words."""

    kind: str
    what: str
    path: Path
    new: Any


def broken(data: Data, edit: Edit) -> Data:
    """The procedure with an edit made."""
    data = deepcopy(data)
    place: Any = data
    for step in edit.path[:-1]:
        place = place.setdefault(step, {}) if isinstance(place, dict) else place[step]
    place[edit.path[-1]] = deepcopy(edit.new)
    return data


def drawn(data: Data, many: int, seed: str) -> list[Edit]:
    """So many edits of a procedure, of all kinds in turn; fewer where there are not as many."""
    random = Random(seed)
    kinds: dict[str, list[Edit]] = {}
    for edit in all_edits(data):
        kinds.setdefault(edit.kind, []).append(edit)
    for edits in kinds.values():
        random.shuffle(edits)
    turns = list(kinds.values())
    random.shuffle(turns)
    chosen: list[Edit] = []
    while len(chosen) < many and any(turns):
        chosen += [edits.pop() for edits in turns if edits]
    return chosen[:many]


def all_edits(data: Data) -> Iterator[Edit]:
    """Every edit there is, each once."""
    seen: set[str] = set()
    for edit in _edits(data):
        key = f"{edit.path} {edit.new}"
        if key not in seen and edit.new != _at(data, edit.path):
            seen.add(key)
            yield edit


def _edits(data: Data) -> Iterator[Edit]:
    for stage, its in data["stages"].items():
        yield from _of_stage(data, stage, its)
    for path, key, value in _values(data):
        yield from _of_value(data, path, key, value)
    yield from _of_counting(data, data.get("counting", {}))
    yield from _of_contacts(data.get("contact", []))
    yield from _of_calendar(data.get("calendar", {}))
    yield from _of_head(data)


def _at(data: Any, path: Path) -> Any:
    for step in path:
        if isinstance(data, dict) and step not in data:
            return None
        data = data[step]
    return data


def _words(path: Path) -> str:
    return ".".join(map(str, path))


def _set(kind: str, path: Path, old: Any, new: Any) -> Edit:
    return Edit(kind, f"{_words(path)}: {old} becomes {new}", path, new)


def _drop(kind: str, data: Any, path: Path) -> Edit:
    """Takes out what is at a path."""
    parent, last = _at(data, path[:-1]), path[-1]
    what = f"{_words(path)} is taken out: {_at(data, path)}"
    if isinstance(parent, dict):
        return Edit(kind, what, path[:-1], {key: one for key, one in parent.items() if key != last})
    return Edit(kind, what, path[:-1], [one for place, one in enumerate(parent) if place != last])


# Stages, moves and actions ---------------------------------------------------------------------------


def _of_stage(data: Data, stage: str, its: Data) -> Iterator[Edit]:
    here: Path = ("stages", stage)
    yield _without_stage(data, stage)
    if "pauses" in its:
        yield _drop("pauses dropped", data, (*here, "pauses"))
    for place, move in enumerate(its.get("next", [])):
        yield from _of_move(data, (*here, "next", place), stage, move)
    moves = its.get("next", [])
    for place in range(len(moves) - 1):
        if _exclude_each_other(moves[place], moves[place + 1]):
            continue
        order = [*moves[:place], moves[place + 1], moves[place], *moves[place + 2 :]]
        what = f"{_words(here)}.next: moves {place} and {place + 1} change places"
        yield Edit("order of moves", what, (*here, "next"), order)
    for place in range(len(its.get("actions", []))):
        yield from _of_action(data, (*here, "actions", place), stage)


def _exclude_each_other(one: Data, other: Data) -> bool:
    """Whether two moves name different outcomes of one action, so that their order says nothing."""
    outcomes = one.get("decided", {})
    return any(
        outcomes.get(action, outcome) != outcome for action, outcome in other.get("decided", {}).items()
    )


def _without_stage(data: Data, stage: str) -> Edit:
    """The stage and the moves to it, gone."""
    left = {
        name: {**its, "next": [move for move in its.get("next", []) if move["to"] != stage]}
        for name, its in data["stages"].items()
        if name != stage
    }
    kind = data["stages"][stage].get("kind", "normal")
    kind = "appeal deleted" if kind == "appeal" else "stage deleted"
    return Edit(kind, f"stages.{stage} and the moves to it are taken out", ("stages",), left)


def _of_move(data: Data, path: Path, stage: str, move: Data) -> Iterator[Edit]:
    yield _drop("move dropped", data, path)
    track = data["stages"][stage].get("track")
    for other, its in data["stages"].items():
        if its.get("track") == track and other != move["to"]:
            yield _set("target swapped", (*path, "to"), move["to"], other)
    for part in ("when", "decided", "after", "needs", "group", "from"):
        if part in move:
            yield _drop(f"{part} of a move dropped", data, (*path, part))
    yield from _of_parts(data, path, stage, move)


def _of_parts(data: Data, path: Path, stage: str, move: Data) -> Iterator[Edit]:
    """What a move names, as something else."""
    for action, outcome in move.get("decided", {}).items():
        for other in _outcomes(data, action):
            if other != outcome:
                yield _set("outcome swapped", (*path, "decided", action), outcome, other)
    for thing, age in move.get("needs", {}).items():
        yield _drop("one of the needs dropped", data, (*path, "needs", thing))
        yield from _lengths("age of a need", (*path, "needs", thing), age)
    if isinstance(move.get("when"), str):
        for trigger in data.get("triggers", {}):
            yield _set("trigger swapped", (*path, "when"), move["when"], trigger)
    if "from" in move:
        for other in ("entered", *(one["id"] for one in data["stages"][stage].get("actions", []))):
            yield _set("anchor swapped", (*path, "from"), move["from"], other)


def _outcomes(data: Data, action: str) -> list[str]:
    actions = [one for stage in data["stages"].values() for one in stage.get("actions", [])]
    return [outcome for one in actions if one["id"] == action for outcome in one.get("outcomes", [])]


def _of_action(data: Data, path: Path, stage: str) -> Iterator[Edit]:
    action = _at(data, path)
    yield _drop("action dropped", data, path)
    for part in ("within", "from", "before", "every", "if", "group"):
        if part in action:
            yield _drop(f"{part} of an action dropped", data, (*path, part))
    if "from" in action:
        for other in data["stages"][stage]["actions"]:
            if other["id"] not in (action["id"], action["from"]):
                yield _set("anchor swapped", (*path, "from"), action["from"], other["id"])
    if not action.get("optional"):
        yield _set("optional", (*path, "optional"), False, True)


# Values, wherever they stand -------------------------------------------------------------------------


def _values(data: Data) -> Iterator[tuple[Path, str | int, Any]]:
    """All values under the triggers, stages and contacts: the path of what they are in, their key."""
    for top in ("triggers", "stages", "contact"):
        yield from _under((top,), data.get(top, {}))


def _under(path: Path, node: Any) -> Iterator[tuple[Path, str | int, Any]]:
    pairs: Any = node.items() if isinstance(node, dict) else enumerate(node)
    for key, value in pairs:
        yield path, key, value
        if isinstance(value, dict | list):
            yield from _under((*path, key), value)


def _of_value(data: Data, path: Path, key: str | int, value: Any) -> Iterator[Edit]:
    here = (*path, key)
    parent = _at(data, path)
    if key in _BOUNDS:
        yield _renamed("bound made strict or not", path, parent, {key: _BOUNDS[str(key)]})
        yield from _lengths("number changed by one", here, value, by_one=True)
    if key in _LENGTHS and isinstance(value, str):
        where = "deadline" if "actions" in path or path[0] == "contact" else "period"
        yield from _lengths(f"{where} changed", here, value)
    if key in ("any", "all") and isinstance(value, list):
        yield _renamed("any and all swapped", path, parent, {key: "all" if key == "any" else "any"})
        if len(value) > 1:
            yield from (_drop("member dropped", data, (*here, place)) for place in range(len(value)))
    if key == "not":
        upright = {one: kept for one, kept in parent.items() if one != "not"} | {"any": [value]}
        yield Edit("not dropped", f"{_words(here)} is no longer turned round", path, upright)
    yield from _of_setting(data, path, key, value)
    if path == ("triggers",) and "assessed" not in value:
        yield _set("assessed added", (*here, "assessed"), "nothing", "on return")
    yield from _of_recorded(data, here, key, value)


def _of_setting(data: Data, path: Path, key: str | int, value: Any) -> Iterator[Edit]:
    """What narrows a condition or a thing to do, taken out."""
    here, parent = (*path, key), _at(data, path)
    if key in ("since", "within") and parent.keys() & _BOUNDS.keys():
        yield from _windows(path, parent, key)
    if key in _FLAGS and isinstance(parent, dict) and len(path) > 1 and "next" not in path[-2:]:
        yield _drop(f"{key} dropped", data, here)
    if key in _NAMES and isinstance(value, list):
        yield from (_drop("one of a list dropped", data, (*here, place)) for place in range(len(value)))
    if key in ("only", "excluding"):
        yield _drop(f"{key} dropped", data, here)
    if key == "assessed":
        yield _drop("assessed dropped", data, here)


def _of_recorded(data: Data, here: Path, key: str | int, value: Any) -> Iterator[Edit]:
    if key in ("recorded", "what") and isinstance(value, str):
        for other in data.get("events", {}):
            yield _set("record of something else", here, value, other)
    if key in {"absent", "return_missed"}:
        yield _set("turned round", here, value, not value)


def _renamed(kind: str, path: Path, parent: Data, names: dict[Any, str]) -> Edit:
    new = {names.get(key, key): value for key, value in parent.items()}
    says = ", ".join(f"{old} becomes {to}" for old, to in names.items())
    return Edit(kind, f"{_words(path)}: {says}", path, new)


def _windows(path: Path, parent: Data, key: str | int) -> Iterator[Edit]:
    """A window since something becomes a rolling one, and the other way round."""
    kind = "since and within swapped"
    rest = {one: value for one, value in parent.items() if one not in ("since", "within", "for")}
    if key == "since":
        yield Edit(kind, f"{_words(path)}: since becomes within", path, {**rest, "within": "12 months"})
        if parent["since"] != "entered":
            yield _set("anchor swapped", (*path, "since"), parent["since"], "entered")
    elif "since" not in parent:
        yield Edit(kind, f"{_words(path)}: within becomes since", path, {**rest, "since": "entered"})


def _lengths(kind: str, path: Path, value: Any, *, by_one: bool = False) -> Iterator[Edit]:
    """One more and one less; half and twice as long."""
    if isinstance(value, bool):
        return
    number, _, unit = str(value).partition(" ")
    whole = float(number) if "." in number else int(number)
    others = [whole + 1, whole - 1]
    if not by_one:
        others += [whole * 2] + ([whole // 2] if whole > 1 else [])
    for other in others:
        if other > 0:
            yield _set(kind, path, value, f"{other} {_of_number(unit, other)}" if unit else other)


def _of_number(unit: str, number: float) -> str:
    if unit == "percent":
        return unit
    plain = unit.removesuffix("s")
    return plain if number == 1 else f"{plain}s"


# What is the same for all ----------------------------------------------------------------------------


def _matters(data: Data, setting: tuple[str, ...], choice: Any) -> bool:
    """Whether a setting has anything to work on in this procedure."""
    if setting == ("part_time", "round"):
        return bool(data["counting"].get("part_time", {}).get("scaled"))
    if setting == ("rest_days",):
        return "calendar_days" in str(data)
    if setting[0] == "across_the_edge":
        windows = ("'since':",) if setting[1] == "since" else ("'within':", "'in':")
        return any(word in str(data.get("triggers", {})) + str(data["stages"]) for word in windows)
    if choice == "across closures too":
        return bool(data.get("calendar", {}).keys() & {"terms", "closures"})
    return True


def _of_counting(data: Data, counting: Data) -> Iterator[Edit]:
    for category, status in counting.get("categories", {}).items():
        for other in ("counts", "never", "decide"):
            path: Path = ("counting", "categories", category)
            kind = "exclusion removed" if (status, other) == ("never", "counts") else "category changed"
            yield _set(kind, path, status, other)
    for keys, choices in _SETTINGS.items():
        path = ("counting", *keys)
        now = _at(counting, keys)
        for other in choices:
            if _matters(data, keys, other):
                yield _set("setting of counting", path, now, other)
    for place in range(len(counting.get("part_time", {}).get("scaled", []))):
        path = ("counting", "part_time", "scaled", place)
        yield _drop("scaling dropped", {"counting": counting}, path)


def _of_contacts(contacts: list[Data]) -> Iterator[Edit]:
    for place, contact in enumerate(contacts):
        here: Path = ("contact", place)
        yield _drop("contact dropped", {"contact": contacts}, here)
        for key in ("on", "starting", "until"):
            day = contact.get(key)
            if isinstance(day, str) and day != "return":
                words, _, number = day.rpartition(" ")
                for other in (int(number) + 1, int(number) - 1):
                    yield _set("contact day moved", (*here, key), day, f"{words} {other}")
            elif day == "return" and key == "on":
                yield _set("contact day moved", (*here, key), day, "day 1")
        if "within" in contact:
            yield _drop("deadline dropped", {"contact": contacts}, (*here, "within"))


def _of_calendar(calendar: Data) -> Iterator[Edit]:
    for other in ("none", "scotland"):
        yield _set("nation", ("calendar", "nation"), calendar.get("nation"), other)
    week = calendar.get("working_week", ["mon", "tue", "wed", "thu", "fri"])
    yield _set("working week", ("calendar", "working_week"), week, week[:-1])
    yield _set("working week", ("calendar", "working_week"), week, [*week, "sun"])
    for key in ("term_time", "terms", "inset", "closures", "hours_per_week"):
        if key in calendar:
            yield _drop("calendar changed", {"calendar": calendar}, ("calendar", key))


def _of_head(data: Data) -> Iterator[Edit]:
    for track, its in (data.get("tracks") or {}).items():
        for stage, other in data["stages"].items():
            if other.get("track") == track:
                yield _set("start swapped", ("tracks", track, "start"), its["start"], stage)
    for event in data.get("events", {}):
        yield _drop("event dropped", data, ("events", event))
    groups = data["procedure"].get("covers", {}).get("groups", [])
    for place in range(len(groups)):
        yield _drop("group no longer covered", data, ("procedure", "covers", "groups", place))
