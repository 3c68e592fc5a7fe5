"""What a row says of half days, in each system's way -> which half of its first and its last day."""

from collections.abc import Collection
from datetime import time, timedelta
from enum import Enum
from typing import Any

from flowrules.tables.made import WHICH, Line
from flowrules.tables.words import as_text, squeezed

_DAY = timedelta(1)


class Share(Enum):
    """How much of a day: of a first day `PM` is its second half, of a last day `AM` its first."""

    WHOLE = "whole"
    HALF = "half"
    AM = "am"
    PM = "pm"


Half = Share | None  # which half of a day was lost; None where it was not a half

_WORDS = {
    Share.WHOLE: (
        "whole", "full", "all", "whole-day", "full-day", "all-day", "fullday", "1", "1-0", "day",
        "n", "no", "false", "both", "both-sessions", "both-halves", "am-pm", "am-and-pm", "ampm",
    ),
    Share.HALF: ("half", "half-day", "halfday", "half-a-day", "0-5", "½", "y", "yes", "true"),
    Share.AM: ("am", "morning", "a-m", "half-day-am", "am-half-day", "half-am"),
    Share.PM: ("pm", "afternoon", "p-m", "half-day-pm", "pm-half-day", "half-pm"),
}  # fmt: skip
# Of a column of 1 and 0 without a half, the 1 says yes: it was half a day.
YES_AND_NO = {"1": Share.HALF.value, "0": Share.WHOLE.value}
_SHARES = {word: share for share, words in _WORDS.items() for word in words}
NAMES = {squeezed(share.value): share.value for share in Share}


def are_yes_and_no(words: Collection[str]) -> bool:
    """Whether the `1` among some words says yes, as the `0` is there for no."""
    return "1" in words and "0" in words and "0-5" not in words


def share_of(cell: Any, meanings: dict[str, str]) -> Share | None:
    """What a cell says of a day; whole where it is empty, and None where it cannot be told."""
    if cell is None:
        return Share.WHOLE
    text = as_text(cell)
    meant = meanings.get(squeezed(text), text)
    word = squeezed(meant)
    return None if word == "am-pm" and "/" in meant else _SHARES.get(word)  # that may be either


def of_times(start: time | None, end: time | None, midday: time) -> tuple[Share, Share]:
    """What the times at which an absence began and ended say of its first and its last day."""
    first = Share.PM if start is not None and start >= midday else Share.WHOLE
    last = Share.AM if end is not None and time(0) < end <= midday else Share.WHOLE
    return first, last


def halves(first: Share, last: Share, *, one_day: bool) -> tuple[Half, Half] | None:
    """Which half of the first and of the last day; of one day, both say the same. None: they clash."""
    if not one_day:
        return _only(first, Share.PM), _only(last, Share.AM)
    if (first, last) == (Share.PM, Share.AM):
        return None
    half = _only(first, Share.PM) or _only(last, Share.AM)
    if half is Share.HALF:  # the other end may say which
        half = _only(last, Share.AM) or half
    return half, half


def _only(share: Share, half: Share) -> Half:
    """A half that leaves the rest of an absence in one piece."""
    return share if share in (half, Share.HALF) else None


def split(line: Line, *, first: Half, last: Half) -> list[Line]:
    """A half day stands on a line of its own, which the program joins with the others."""
    start, end = line["from"], line["to"]
    if start == end:
        return [half_of(line, first or last)] if first or last else [line]
    lines = [half_of(line | {"to": start}, first)] if first else []
    inner = line | {"from": start + _DAY * bool(first), "to": end - _DAY * bool(last)}
    lines += [inner] if inner["from"] <= inner["to"] else []
    return lines + ([half_of(line | {"from": end}, last)] if last else [])


def half_of(line: Line, half: Half) -> Line:
    """A line of half a day, with the half that it is, where that is known."""
    return line | {"part": "half"} | which(half)


def which(half: Half) -> Line:
    """What `made` is told of the half that a line of one day is."""
    return {WHICH: half.value} if half in (Share.AM, Share.PM) else {}


def by_its_days(line: Line) -> list[Line]:
    """An absence by its days and half days, whatever a system says that it lost."""
    half = line.get("half_worked")
    rest = {word: value for word, value in line.items() if word not in ("days_lost", "half_worked")}
    if half is None or "part" in line or "days" in line:
        return [rest]
    first, last = half in ("first", "both"), half in ("last", "both")
    return split(rest, first=Share.HALF if first else None, last=Share.HALF if last else None)
