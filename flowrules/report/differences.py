"""Two documents of the same decision -> what is otherwise in the second, field by field, in words.

What only a newer program says is no difference: it was never answered otherwise.
"""

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

from flowrules.flow import Flow
from flowrules.words import Names, say_day, spoken

_FIELDS = {
    "covered": "whether the procedure is for this person",
    "not_covered_because": "the staff group that it is not for",
    "version": "the version that decides",
    "tracks": "where things stand",
    "absent": "the absence in progress",
    "next": "the next step",
    "agenda": "the agenda",
    "decisions": "what is to be decided",
    "steps": "the steps taken",
    "coming": "what comes up",
    "distance": "how far triggers are",
    "not_known": "what is not known",
    "evidence": "the lines of the record that it rests on",
    "misfits": "what no longer fits",
    "procedure": "the procedure",
}
_BY_ID = ("tracks", "leads_to")  # mappings whose keys are names, not words of ours
_TELLS = ("action", "trigger", "condition", "to", "stage", "kind", "what")  # what an item is called by


def differences(then: dict[str, Any], now: dict[str, Any], flow: Flow) -> Iterator[str]:
    """One sentence for each figure, day or word that came out otherwise."""
    names = flow.names()
    yield from _found(then["findings"], now["findings"])
    for field, label in _FIELDS.items():
        if field in then:
            yield from _differ(label, then[field], now.get(field), names, by_id=field in _BY_ID)


def _found(then: list[Any], now: list[Any]) -> Iterator[str]:
    """What is wrong with the record; where it stood is not known to a log."""
    before, after = ({(one["code"], one["message"]) for one in found} for found in (then, now))
    for _, message in sorted(before - after):
        yield f"found in the record then, and not now: {message}"
    for _, message in sorted(after - before):
        yield f"found in the record now, and not then: {message}"


def _differ(where: str, then: Any, now: Any, names: Names, *, by_id: bool = False) -> Iterator[str]:
    if then == now:
        return
    if isinstance(then, dict) and isinstance(now, dict):
        keys = dict.fromkeys([*then, *now]) if by_id else then
        for key in keys:
            inner = f"{where}, {f'`{key}`' if by_id else spoken(key).replace('_', ' ')}"
            yield from _differ(inner, then.get(key), now.get(key), names, by_id=key in _BY_ID)
    elif isinstance(then, list) and isinstance(now, list):
        yield from _differ_in_list(where, then, now, names)
    else:
        yield f"{where}: it was {_say(then, names)}, and is {_say(now, names)}"


def _differ_in_list(where: str, then: list[Any], now: list[Any], names: Names) -> Iterator[str]:
    """Items that are in both are passed over, and those of the same name compared with one another."""
    gone, new = _without(then, now), _without(now, then)
    for item in gone:
        other = next((one for one in new if _is_like(item, one)), None)
        if other is None:
            yield f"{where}: it had {_say(item, names)}, and has it no more"
        else:
            new.remove(other)
            yield from _differ(f"{where}, {_say(item, names)}", item, other, names)
    for item in new:
        yield f"{where}: it has {_say(item, names)}, and had it not"


def _without(items: list[Any], others: list[Any]) -> list[Any]:
    """The items that are not among the others, as often as they are not."""
    left = list(others)
    missing = []
    for item in items:
        if item in left:
            left.remove(item)
        else:
            missing.append(item)
    return missing


def _is_like(one: Any, other: Any) -> bool:
    if not (isinstance(one, dict) and isinstance(other, dict)):
        return False
    return [one.get(key) for key in _TELLS] == [other.get(key) for key in _TELLS]


def _say(value: Any, names: Names) -> str:
    """A value in a few words."""
    if value is None or value in ([], {}):
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        return _say_item(value, names)
    if isinstance(value, list):
        return " and ".join(_say(one, names) for one in value)
    if isinstance(value, str):
        try:
            return say_day(date.fromisoformat(value))
        except ValueError:
            return f"`{value}`"
    return str(value)


def _say_item(item: dict[str, Any], names: Names) -> str:
    """What an item is called, and the day it is of."""
    called = next((item[key] for key in _TELLS if item.get(key)), None)
    if called is None:
        return json.dumps(item, ensure_ascii=False)
    day = item.get("due") or item.get("on") or item.get("since")
    return f"`{called}`" + (f" ({_say(day, names)})" if day else "")
