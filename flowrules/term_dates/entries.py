"""Lines of a file of term dates -> the lists of a calendar, or what cannot be right about them."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import pairwise
from typing import Any, NamedTuple

from flowrules.calendar import WEEKDAYS
from flowrules.finding import Finding
from flowrules.source import shorten
from flowrules.stretches import doubt

FIRST_YEAR, LAST_YEAR = 1990, 2100

_CODES = {
    "term-file-name": "FR020",
    "term-file-missing": "FR021",
    "term-file-unreadable": "FR022",
    "term-file-header": "FR023",
    "term-file-line": "FR024",
    "term-file-event": "FR025",
    "term-dates-impossible": "FR026",
    "term-dates-overlap": "FR027",
    "term-event-unused": "FR028",
    "no-whole-term": "FR029",
}


class Entry(NamedTuple):
    """A stretch of days and what it is: `term`, `inset` or `closure`. `place`: where in the file."""

    what: str
    first: date
    last: date
    place: str


def problem(rule: str, message: str, help: str) -> Finding:
    """A problem of the file, at the place where the procedure names it."""
    severity = "warning" if rule == "term-event-unused" else "error"
    return Finding(_CODES[rule], rule, severity, ("calendar", "terms"), message, help)  # type: ignore[arg-type]


def decode(content: bytes, name: str) -> tuple[str, list[Finding]]:
    """The text of a file, with the same line ends wherever it was written."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        message = f"`{name}` is not written in UTF-8"
        help = "save it again as UTF-8 (in Excel: Save as, CSV UTF-8)"
        return "", [problem("term-file-unreadable", message, help)]
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text, [] if text.strip() else [nothing_in(name, "is empty")]


def shown(text: str) -> str:
    """What the file says, as it fits into a message and may be printed."""
    return "".join(char if char.isprintable() else "\ufffd" for char in shorten(text))


def nothing_in(name: str, why: str) -> Finding:
    """A file without a date that can be used."""
    help = "is it the right file? it gives terms, INSET days and closures"
    return problem("term-file-unreadable", f"`{name}` {why}", help)


def judge(entries: list[Entry], name: str) -> list[Finding]:
    """What cannot be right, of each line and of the terms together."""
    findings = [finding for entry in entries for finding in _judge_one(entry, name)]
    return findings or list(_overlaps(entries, name))


def _judge_one(entry: Entry, name: str) -> Iterator[Finding]:
    if not (FIRST_YEAR <= entry.first.year <= LAST_YEAR and FIRST_YEAR <= entry.last.year <= LAST_YEAR):
        message = f"a date lies outside the years {FIRST_YEAR} to {LAST_YEAR}"
        help = "is the year right?"
    elif entry.last < entry.first:
        message = f"it ends on {entry.last}, before it starts on {entry.first}"
        help = "the first day comes first; leave `to` empty for a single day"
    elif found := doubt(*entry[:3]):
        message, help = found
    else:
        return
    yield problem("term-dates-impossible", f"`{name}`, {entry.place}: {message}", help)


def _overlaps(entries: Iterable[Entry], name: str) -> Iterator[Finding]:
    terms = sorted((entry for entry in entries if entry.what == "term"), key=lambda term: term[1:3])
    for before, after in pairwise(terms):
        if after.first <= before.last:
            message = f"`{name}`, {after.place}: this term starts before that of {before.place} is over"
            help = "a day lies in one term only; a holiday inside a term is a line of its own"
            yield problem("term-dates-overlap", message, help)


def lists(entries: Iterable[Entry], calendar: dict[str, Any]) -> dict[str, Any]:
    """What a calendar lists with these entries, in order; what is written out in it stays first.

    Of an INSET over several days only the days of the working week are meant, if there are any.
    """
    found = sorted(set(entries), key=lambda entry: entry[1:3])
    week = _week(calendar)
    said: dict[str, list[Any]] = {
        "terms": [_span(entry) for entry in found if entry.what == "term"],
        "inset": [day for entry in found if entry.what == "inset" for day in _inset(entry, week)],
        "closures": [_span(entry) if entry.last > entry.first else str(entry.first)
                     for entry in found if entry.what == "closure"],
    }  # fmt: skip
    for key in ("inset", "closures"):
        written = calendar.get(key, [])
        if isinstance(written, list):  # anything else is refused with the shape
            said[key] = _each_once([*written, *said[key]], len(written))
        else:
            del said[key]
    return {key: items for key, items in said.items() if items}


def _each_once(items: list[Any], written: int) -> list[Any]:
    """Without what is there already; what is written in the procedure stays as it is."""
    first_place: dict[str, int] = {}
    for place, item in enumerate(items):
        first_place.setdefault(str(item), place)
    return [
        item for place, item in enumerate(items) if place < written or first_place[str(item)] == place
    ]


def _span(entry: Entry) -> dict[str, str]:
    return {"from": str(entry.first), "to": str(entry.last)}


def _week(calendar: dict[str, Any]) -> list[Any]:
    week = calendar.get("working_week")
    return week if isinstance(week, list) else list(WEEKDAYS[:5])


def _inset(entry: Entry, week: list[Any]) -> list[str]:
    days = [entry.first + timedelta(n) for n in range((entry.last - entry.first).days + 1)]
    return [str(day) for day in days if WEEKDAYS[day.weekday()] in week] or [str(day) for day in days]
