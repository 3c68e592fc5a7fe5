"""An iCalendar file -> its terms, INSET days and closures, told by the titles of its events.

Every event that is not used is named in a warning; one that should be used and cannot be read is an
error. Times with a zone are read as the clock in a school shows them.
"""

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import Calendar

from flowrules.calendar import bank_holidays
from flowrules.finding import Finding
from flowrules.term_dates.entries import (
    FIRST_YEAR,
    LAST_YEAR,
    Entry,
    decode,
    nothing_in,
    problem,
    shown,
)
from flowrules.term_dates.titles import (
    NOT_KNOWN,
    SHORT_TERM,
    Days,
    is_known_holiday,
    is_long_half_term,
    kind,
    why_not,
)
from flowrules.words import say_day

_FOLD = re.compile(rb"\r?\n[ \t]")
_FRAME = re.compile(r"^(BEGIN|END):(.*)$", re.IGNORECASE | re.MULTILINE)
_NATIONS = ("england", "wales", "scotland", "northern-ireland")
_ONCE = ("SUMMARY", "DTSTART", "DTEND", "DURATION", "STATUS")
_REPEATS = ("RRULE", "RDATE", "RECURRENCE-ID")
_LAST_MINUTE = time(23, 58)
_MOST_UNUSED = 50
_LONDON = ZoneInfo("Europe/London")

Unused = dict[tuple[str, str], list[str]]
"""For each title and reason, the places of the events."""


class _Wrong(Exception):
    """An event that cannot be read: what is wrong, and the way out."""


def read_ics(content: bytes, name: str, nation: Any) -> tuple[list[Entry], list[Finding]]:
    """Every event that is used, a warning for the others, and what cannot be read."""
    # Before decoding: a fold may part the bytes of one character.
    text, findings = decode(_FOLD.sub(b"", content), name)
    if findings:
        return [], findings
    try:
        events = _events(text)
    except ValueError:
        help = "export the calendar again, or write a .csv file with the columns from,to,what"
        return [], [
            problem("term-file-unreadable", f"`{name}` is not a sound and whole iCalendar file", help)
        ]
    entries, unused, findings = _sort(events, name, nation)
    if not findings:
        findings = [*_warnings(unused, name), *_missing(entries, unused, name)]
    return entries, findings


def _events(text: str) -> list[Any]:
    """What the calendars of a file hold. The library passes over what has no end; here it is refused."""
    opened: list[str] = []
    for mark, what in _FRAME.findall(text):
        if mark.upper() == "BEGIN":
            opened.append(what.strip().upper())
        elif not opened or opened.pop() != what.strip().upper():
            raise ValueError
    calendars = _parse(text)
    if opened or not calendars:
        raise ValueError
    if any(calendar.name != "VCALENDAR" for calendar in calendars):
        raise ValueError
    return [one for calendar in calendars for one in calendar.subcomponents if one.name != "VTIMEZONE"]


def _parse(text: str) -> list[Any]:
    """The library stumbles over odd lines in many ways, all of them faults of the file."""
    try:
        return Calendar.from_ical(text, multiple=True)
    except Exception as error:
        raise ValueError from error


def _sort(events: list[Any], name: str, nation: Any) -> tuple[list[Entry], Unused, list[Finding]]:
    entries: list[Entry] = []
    unused: Unused = {}
    findings: list[Finding] = []
    holidays = bank_holidays(nation).days if nation in _NATIONS else frozenset()
    for event in events:
        try:
            outcome = _outcome(event, holidays)
        except _Wrong as wrong:
            message, help = wrong.args
            findings.append(problem("term-file-event", f"`{name}`, {_place(event)}: {message}", help))
            continue
        if isinstance(outcome, Entry):
            entries.append(outcome)
        elif outcome:
            unused.setdefault((_title(event), outcome), []).append(_place(event))
    return entries, unused, findings


def _outcome(event: Any, holidays: frozenset[int]) -> Entry | str | None:
    """What an event is used as, or why it is not; nothing where that need not be said."""
    if str(event.get("STATUS", "")).upper() == "CANCELLED":
        return None
    title = _title(event)
    what = kind(title) if event.name == "VEVENT" else ""
    _refuse_broken(event, known=bool(what))
    if not what:
        return NOT_KNOWN
    days = _days(event)
    if is_known_holiday(what, days, holidays):
        return None
    if is_long_half_term(title, days):
        help = "call it a term if it is one; `half term` is the holiday"
        raise _Wrong(f"a holiday of {days.length} days is no half term", help)
    return why_not(what, title, days) or Entry(what, days.first, days.last, _place(event))


def _refuse_broken(event: Any, *, known: bool) -> None:
    """A line that cannot be read matters where it could be the title, or where the event is used."""
    for name in _ONCE:
        if isinstance(event.get(name), list):
            raise _Wrong(f"`{name}` is written twice", "keep one of them")
    for name, _ in event.errors:
        if name in (None, "SUMMARY") or (known and name in (*_ONCE, *_REPEATS)):
            line = f"`{name}`" if name else "a line"
            raise _Wrong(f"{line} cannot be read", "mend it, or export the calendar again")
    if known and any(event.get(name) for name in _REPEATS):
        help = "make each of its dates an event of its own, or write a .csv file"
        raise _Wrong("it repeats, and repeats are not read", help)


def _days(event: Any) -> Days:
    """From its start to its end, which does not belong to it; without an end, a day or a moment."""
    start, end = _value(event, "DTSTART"), _end(event)
    if not isinstance(end, date) or isinstance(end, datetime) != isinstance(start, datetime):
        raise _Wrong("its start and its end are not of one kind", "give both a time of day, or neither")
    if not all(FIRST_YEAR <= day.year <= LAST_YEAR + 1 for day in (start, end)):
        raise _Wrong(f"a date lies outside the years {FIRST_YEAR} to {LAST_YEAR}", "is the year right?")
    begins, ends = _on_the_clock(start), _on_the_clock(end)
    if ends < begins:
        raise _Wrong("it ends before it starts", "mend its dates, or delete it")
    last = max(begins, ends - timedelta(microseconds=1))
    whole = begins.time() == time(0) and last.time() >= _LAST_MINUTE
    return Days(begins.date(), last.date(), whole or not isinstance(start, datetime))


def _end(event: Any) -> Any:
    start, end, lasts = (_value(event, name) for name in ("DTSTART", "DTEND", "DURATION"))
    if not isinstance(start, date):
        raise _Wrong("it has no day on which it starts", "give it one")
    if end is not None and lasts is not None:
        raise _Wrong("it has both `DTEND` and `DURATION`", "keep one of them")
    if end is not None:
        return end
    if lasts is None:
        return start if isinstance(start, datetime) else start + timedelta(1)
    try:
        return start + lasts
    except (TypeError, OverflowError):
        raise _Wrong("its `DURATION` cannot be meant", "give it a last day") from None


def _value(event: Any, name: str) -> Any:
    return event[name].dt if name in event else None


def _on_the_clock(day: date) -> datetime:
    """A time as the clock in a school shows it; a day as its first moment."""
    if not isinstance(day, datetime):
        return datetime.combine(day, time(0))
    return day.astimezone(_LONDON).replace(tzinfo=None) if day.tzinfo else day


def _warnings(unused: Unused, name: str) -> Iterator[Finding]:
    """One for each title and reason: a weekly meeting is named once."""
    help = "nothing need be done if it is no such day; else mend its title or its dates"
    for (_, reason), places in list(unused.items())[:_MOST_UNUSED]:
        more = f" (and {len(places) - 1} more of this title)" if len(places) > 1 else ""
        yield problem(
            "term-event-unused", f"`{name}`, {places[0]}{more}: not used, for it {reason}", help
        )
    left_out = sum(map(len, list(unused.values())[_MOST_UNUSED:]))
    if left_out:
        message = (
            f"`{name}`: {left_out} more that are not used, for they cannot be told to be term dates"
        )
        yield problem("term-event-unused", message, help)


def _missing(entries: list[Entry], unused: Unused, name: str) -> Iterator[Finding]:
    """With days on which terms begin and end, and no term, the holidays would not be known."""
    has_term = any(entry.what == "term" for entry in entries)
    if not has_term and any(reason == SHORT_TERM for _, reason in unused):
        message = f"`{name}` has events about terms, but none from the first day of a term to its last"
        help = "make each term one event of all its days, or write a .csv file"
        yield problem("no-whole-term", message, help)
    elif not entries:
        yield nothing_in(name, "has no event that is a term, an INSET day or a closure")


def _title(event: Any) -> str:
    said = event.get("SUMMARY", "")
    return "" if isinstance(said, list) else str(said)


def _place(event: Any) -> str:
    """`event `Half term` (26 October 2026)`, as far as both are known."""
    title = shown(_title(event))
    readable = all(name != "DTSTART" for name, _ in event.errors)
    start = getattr(event.get("DTSTART"), "dt", None) if readable else None
    day = f" ({say_day(start)})" if isinstance(start, date) else ""
    return f"event `{title}`{day}" if title else f"event without a title{day}"
