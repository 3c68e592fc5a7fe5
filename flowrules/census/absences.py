"""The absences of one person in a census -> lines of a record with their places, and what is wrong.

The days lost are what the school's own system has worked out, and hold. What begins after the day asked
about is not looked at, not even for mistakes.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, NamedTuple

from flowrules.census.codes import LEAVE_OUT, Meanings
from flowrules.census.faults import Spot, Wrong, fault
from flowrules.engine.horizon import Horizon
from flowrules.placed import Placed

FIRST, LAST, KIND, LOST = "FirstDayOfAbsence", "LastDayOfAbsence", "AbsenceCategory", "WorkingDaysLost"
_DAY = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(T00:00:00.*|Z)?")
_NUMBER = re.compile(r"[0-9]{1,4}(\.[0-9]{1,4})?")
_READ_FROM = {"from": FIRST, "to": LAST, "category": KIND, "days_lost": LOST, "part": LOST}


class Line(NamedTuple):
    """An absence as a line of a record, from the entry of that number."""

    data: dict[str, Any]
    spot: Spot
    entry: int


def element_of(key: str | int) -> str | None:
    """The element that a key of a line was read from."""
    return _READ_FROM.get(str(key))


def day_in(spot: Spot, heading: str) -> date | None:
    """A day of an element; raises Wrong if that is none."""
    value = spot.block.first(heading)
    if value is None:
        return None
    form = _DAY.fullmatch(value.text)
    try:
        return date.fromisoformat(form[1] if form else "")
    except ValueError:
        raise Wrong(fault("not-a-date", spot, heading)) from None


def line_of(spot: Spot, codes: Meanings, horizon: Horizon) -> dict[str, Any] | None:
    """An absence as data of a record; None for one that is left out or comes after the day."""
    twice = next((heading for heading, values in spot.block.values.items() if len(values) > 1), None)
    if twice:
        raise Wrong(fault("written-twice", spot, twice))
    first, last = day_in(spot, FIRST), day_in(spot, LAST)
    if first is None:
        raise Wrong(fault("no-first-day", spot, FIRST))
    if not horizon.sees(first, None):
        return None
    if last is not None and last < first:
        raise Wrong(fault("ends-before-start", spot, LAST))
    category = _category(spot, codes)
    if category == LEAVE_OUT:
        return None
    data = {"from": first.isoformat(), "category": category}
    return data | ({"to": last.isoformat()} | _lost(spot, first, last) if last else {})


def _category(spot: Spot, codes: Meanings) -> str:
    code = spot.block.text(KIND).upper()
    if code in codes.categories:
        return codes.categories[code]
    if code == "SIC":
        raise Wrong(fault("sickness-unnamed", spot, KIND))
    raise Wrong(fault("unknown-category", spot, KIND, known=", ".join(sorted(codes.categories))))


def _lost(spot: Spot, first: date, last: date) -> dict[str, Any]:
    """The days lost; of half a single day, that it is a half day."""
    value = spot.block.first(LOST)
    if value is None:
        return {}
    if not _NUMBER.fullmatch(value.text):
        raise Wrong(fault("wrong-days-lost", spot, LOST))
    lost = float(value.text)
    if lost > (last - first).days + 1:
        raise Wrong(fault("too-many-lost", spot, LOST))
    if first == last and lost == 0.5:
        return {"part": "half"}
    return {"days_lost": int(lost) if lost.is_integer() else lost}


def once(lines: Iterable[Line]) -> Iterator[Line | Placed]:
    """Each absence once: of one that two entries of a person have, the first; and what is to be said."""
    seen: dict[tuple[str, ...], Line] = {}
    for line in lines:
        key = (line.data["from"], line.data.get("to", ""), line.data["category"])
        before = seen.setdefault(key, line)
        yield line if before is line else _again(line, before)


def _again(line: Line, before: Line) -> Placed:
    related = (before.spot.beside(None, "it stands here too"),)
    if line.entry == before.entry:
        return fault("absence-twice", line.spot, None, related)
    if line.data != before.data:
        return fault("posts-differ", line.spot, None, related)
    return fault("absence-in-two-posts", line.spot, None, related, note=True)
