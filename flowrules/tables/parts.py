"""What a row says of half days, in each system's way -> whether its first and its last day are half."""

from datetime import time, timedelta
from enum import Enum
from typing import Any

from flowrules.tables.made import Line
from flowrules.tables.words import as_text, squeezed

_DAY = timedelta(1)


class Share(Enum):
    """How much of a day: of a first day `PM` is its second half, of a last day `AM` its first."""

    WHOLE = "whole"
    HALF = "half"
    AM = "am"
    PM = "pm"


_WORDS = {
    Share.WHOLE: (
        "whole", "full", "all", "whole-day", "full-day", "all-day", "fullday", "1", "1-0", "day",
    ),
    Share.HALF: ("half", "half-day", "halfday", "half-a-day", "0-5", "½", "y", "yes", "true"),
    Share.AM: ("am", "morning", "a-m", "half-day-am", "am-half-day", "half-am"),
    Share.PM: ("pm", "afternoon", "p-m", "half-day-pm", "pm-half-day", "half-pm"),
}  # fmt: skip
_SHARES = {word: share for share, words in _WORDS.items() for word in words}
NAMES = {squeezed(share.value): share.value for share in Share}


def share_of(cell: Any, meanings: dict[str, str]) -> Share | None:
    """What a cell says of a day; whole where it is empty, and None where it cannot be told."""
    if cell is None:
        return Share.WHOLE
    word = squeezed(as_text(cell))
    word = squeezed(meanings.get(word, word))
    return _SHARES.get(word)


def of_times(start: time | None, end: time | None, midday: time) -> tuple[Share, Share]:
    """What the times at which an absence began and ended say of its first and its last day."""
    first = Share.PM if start is not None and start >= midday else Share.WHOLE
    last = Share.AM if end is not None and time(0) < end <= midday else Share.WHOLE
    return first, last


def halves(first: Share, last: Share, *, one_day: bool) -> tuple[bool, bool] | None:
    """Whether the first and the last day are half; of one day, both say the same. None: they clash."""
    if not one_day:
        return first in (Share.PM, Share.HALF), last in (Share.AM, Share.HALF)
    if (first, last) == (Share.PM, Share.AM):
        return None
    from_midday = first is Share.PM
    to_midday = last is Share.AM
    half = from_midday or to_midday or Share.HALF in (first, last)
    return half, half


def split(line: Line, *, first: bool, last: bool) -> list[Line]:
    """A half day stands on a line of its own, which the program joins with the others."""
    start, end = line["from"], line["to"]
    if start == end:
        return [line | {"part": "half"}] if first or last else [line]
    lines = [line | {"to": start, "part": "half"}] if first else []
    inner = line | {"from": start + _DAY * first, "to": end - _DAY * last}
    lines += [inner] if inner["from"] <= inner["to"] else []
    return lines + ([line | {"from": end, "part": "half"}] if last else [])


def by_its_days(line: Line) -> list[Line]:
    """An absence by its days and half days, whatever a system says that it lost."""
    half = line.get("half_worked")
    rest = {word: value for word, value in line.items() if word not in ("days_lost", "half_worked")}
    if half is None or "part" in line or "days" in line:
        return [rest]
    return split(rest, first=half in ("first", "both"), last=half in ("last", "both"))
