"""Procedures amended at random: the same with other bounds, names, kinds and actions, from a day on."""

import json
from collections.abc import Iterator, Mapping
from copy import deepcopy
from typing import Any

from dice import Data, Dice, iso

from flowrules.check import check
from flowrules.flow import Flow

_STATUSES = ("counts", "never", "decide")


def versions(d: Dice, procedure: Data, days: list[int]) -> Flow | None:
    """A procedure as it stands after it was amended on some days; None where that makes no sense."""
    files = {"1.yaml": procedure}
    for number, day in enumerate(days, 2):
        files[f"{number}.yaml"] = amended(d, files[f"{number - 1}.yaml"], day, number)
    texts = {name: json.dumps(data).encode() for name, data in files.items()}
    last = f"{len(files)}.yaml"
    return check(texts[last], last, deep=False, beside=texts.get).flow


def amended(d: Dice, before: Data, day: int, number: int) -> Data:
    """The next version of a procedure, which replaces it on a day."""
    data: Data = deepcopy(before)
    names = {name: f"now-{name}" for name in data["stages"] if d.chance(20)}
    data = _renamed(data, names)
    data["procedure"] |= {
        "version": str(number),
        "effective_from": iso(day),
        "replaces": {
            "file": f"{number - 1}.yaml",
            "open_cases": d.pick(["move", "finish"]),
            "earlier_absences": d.pick(["count", "count", "do not count"]),
            "stages": names,
        },
    }
    for condition in _with(data, "at_least"):
        if isinstance(condition["at_least"], int) and d.chance(25):
            condition["at_least"] = max(1, condition["at_least"] + d.pick([-1, 1, 2]))
    _change_actions(d, data)
    counting = data.setdefault("counting", {})
    if d.chance(25):
        counting["join"] = d.pick(["never", "across non-working days", "across closures too"])
    for name in counting.get("categories", ()):
        if d.chance(15):
            counting["categories"][name] = d.pick(_STATUSES)
    if "decide" in counting.get("categories", {}).values():
        counting.setdefault("decided_by", "head")
    return data


def _change_actions(d: Dice, data: Data) -> None:
    for stage in data["stages"].values():
        for action in stage.get("actions", ()):
            if "outcomes" in action:
                action["outcomes"].reverse()  # which have other numbers then
            elif d.chance(10):
                action["id"] = f"now-{action['id']}"


def _renamed(data: Data, names: Mapping[str, str]) -> Data:
    """The same with other names for stages, wherever one is named."""
    data["stages"] = {names.get(name, name): stage for name, stage in data["stages"].items()}
    for track in data.get("tracks", {}).values():
        track["start"] = names.get(track["start"], track["start"])
    for word in ("to", "in_stage", "since", "from"):
        for one in _with(data, word):
            kind, space, name = str(one[word]).rpartition(" ")
            wanted = "left" if word in ("since", "from") else ""
            if isinstance(one[word], str) and kind == wanted and name in names:
                one[word] = f"{kind}{space}{names[name]}"
    return data


def _with(data: Any, word: str) -> Iterator[Data]:
    """Everything in a procedure that has a word."""
    if isinstance(data, dict):
        if word in data:
            yield data
        for value in data.values():
            yield from _with(value, word)
    elif isinstance(data, list):
        for value in data:
            yield from _with(value, word)
