"""The working patterns of all people in a batch -> their places in the kernel's rows of working days.

Many work the same week, each from another day on: what a line says besides its day is read once for all
who say the same.
"""

from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from flowrules.batch.lines import Lines, as_numpy, column_of
from flowrules.kernel.coding import Coded
from flowrules.kernel.columns import UNKNOWN, pattern_place
from flowrules.model.record import PatternShape

_TURNS = 840  # weeks after which two to eight weeks in turn all begin again


def worked_patterns(
    batch: pa.RecordBatch, employee: Lines, coded: Coded, left_out: Any
) -> dict[str, Any]:
    """The patterns of each person in order, as columns.

    Marks in `left_out` whoever has one for which there is no place, or two from one day.
    """
    people = len(batch)
    column = column_of(batch, "pattern")
    lines = Lines(column, people)
    since = lines.days("from")
    left_out |= lines.of_people(lines.missing | (since == 0))
    whose = np.repeat(np.arange(people), np.diff(lines.starts))
    kept = np.flatnonzero((since > 0) & (since <= coded.on))
    kept = kept[np.lexsort((since[kept], whose[kept]))]
    since, whose = since[kept], whose[kept]
    twice = (whose[1:] == whose[:-1]) & (since[1:] == since[:-1])
    left_out[whose[1:][twice]] = True
    group = employee.field("group")
    groups = None if group is None else group.take(pa.array(whose))
    places = _places(lines, kept, groups, since, coded)
    left_out[whose[places == UNKNOWN]] = True
    return {
        "patterns_from": np.searchsorted(whose, np.arange(people + 1)),
        "worked_since": since,
        "patterns": places,
    }


def _places(lines: Lines, kept: Any, groups: Any, since: Any, coded: Coded) -> Any:
    """The place of each line that is kept, looked for once for all that say the same."""
    if not len(kept):
        return np.zeros(0, np.int32)
    said = {name: field.take(pa.array(kept)) for name, field in lines.fields() if name != "from"}
    turn = np.where(lines.said("weeks")[kept], (since - 1) // 7 % _TURNS, 0)
    alike = _together([turn, *(_numbered(one) for one in (*said.values(), groups) if one is not None)])
    _, firsts, which = np.unique(alike, return_index=True, return_inverse=True)
    found = []
    for at in firsts.tolist():
        line = {name: field[at].as_py() for name, field in said.items()}
        line["from"] = date.fromordinal(int(since[at]))
        found.append(_place(line, groups[at].as_py() if groups is not None else None, coded))
    return np.array(found, np.int32)[which]


def _place(line: dict[str, Any], group: str | None, coded: Coded) -> int:
    """The place of one line; `UNKNOWN` where there is none for it, or no record may say it."""
    said = {name: value for name, value in line.items() if value is not None and value != []}
    try:
        for name in {"days", "half_days"} & said.keys():
            said[name] = tuple(said[name])
        if "weeks" in said:
            said["weeks"] = tuple(map(tuple, said["weeks"]))  # of which one may be none
        shape = PatternShape.model_validate(said)
    except (TypeError, ValueError):
        return UNKNOWN
    return pattern_place(shape, group, coded)


def _numbered(values: pa.Array) -> Any:
    """A whole number for each value, from 0: the same for two that are the same, and for no others."""
    if pa.types.is_list(values.type):
        return _numbered_lists(values)
    words = values if pa.types.is_dictionary(values.type) else values.dictionary_encode()
    return as_numpy(pc.fill_null(words.indices.cast(pa.int64()), -1)) + 1


def _numbered_lists(lists: pa.Array) -> Any:
    """The same of lists: by what each has first, then by what it has second, and so on."""
    many = as_numpy(pc.fill_null(pc.list_value_length(lists), -1)).astype(np.int64)
    lengths = np.maximum(many, 0)
    starts = np.cumsum(lengths) - lengths
    inner = np.append(_numbered(lists.flatten()) + 1, 0)
    found = many + 1
    for place in range(many.max(initial=0)):
        found = _together([found, inner[np.where(many > place, starts + place, -1)]])
    return found


def _together(parts: list[Any]) -> Any:
    """A number for each row of several columns of numbers from 0, as `_numbered` gives for one."""
    found, *others = parts
    for one in others:
        found = _numbered(pa.array(found * (one.max() + 1) + one))
    return found
