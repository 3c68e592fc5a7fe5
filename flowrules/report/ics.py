"""Worklist -> iCalendar: one all-day entry for each thing that is due on a day.

A calendar is seen by more people than a worklist. So an entry tells neither what is to be done nor by
whom nor why: its title is the employee's id, it is marked confidential, and it takes up no time. It has
the same UID on every day it is asked for, so that importing again moves entries and doubles none; and
what it says of time is the day asked about, so that the same worklist gives the same bytes.
"""

from collections.abc import Iterator, Set
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Any, BinaryIO

from flowrules import __version__
from flowrules.report.worklist import DUE, OVERDUE, Line, Worklist
from flowrules.words import say_day

if TYPE_CHECKING:
    from icalendar import Event

_HOME = "@flowrules"
_LAST_LINE = b"END:VCALENDAR\r\n"
_OF = "X-FLOWRULES-OF"  # the procedure; its hash, as an id may tell what it is about
_TELLING = ("dtstart", "summary", "description", "status")  # what makes an entry another


class OfAnother(ValueError):
    """An earlier calendar that is another procedure's."""


def write_ics(
    worklist: Worklist, file: BinaryIO, *, titles: bool = False, since: bytes | None = None
) -> None:
    """With `titles` an entry also says what is to be done, and by whom.

    `since` is a calendar written before: what differs from it has a higher SEQUENCE, and what it has and
    is due no more is withdrawn. What it has of somebody who is not decided now stays, and all of it
    while there is a row that could be anybody's. Raises OfAnother, and ValueError where it is none.
    """
    from icalendar import Calendar  # slow to load, and for this format alone

    of = _hash_of(worklist.about.procedure)
    calendar = Calendar()
    calendar.add("prodid", f"-//flowrules//flowrules {__version__}//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add(_OF, of)
    file.write(calendar.to_ical().removesuffix(_LAST_LINE))
    earlier = {} if since is None else _ours(since, of)
    file.writelines(event.to_ical() for event in _due(worklist, earlier, titles=titles))
    file.writelines(event.to_ical() for event in _due_no_more(worklist, list(earlier.values())))
    file.write(_LAST_LINE)


def _due(worklist: Worklist, earlier: dict[str, Any], *, titles: bool) -> Iterator["Event"]:
    """An entry for all that is due, which is taken out of the earlier ones."""
    for line in worklist.lines():
        if line.rank in (OVERDUE, DUE) and line.due is not None:
            event = _event(line, line.due, worklist.about.asked.on, titles=titles)
            old = earlier.pop(str(event["uid"]), None)
            yield event if old is None else _following(event, old)


def _due_no_more(worklist: Worklist, earlier: list[Any]) -> Iterator["Event"]:
    """The entries that are left: withdrawn, or as they were where they may still be due."""
    on = worklist.about.asked.on
    unsure = {problem.employee for problem in worklist.problems()} if earlier else set()
    for old in earlier:
        if not _is_withdrawn(old):
            stays = worklist.of_anybody or _is_of(old, unsure)
            yield old if stays else _following(_withdrawn(old, on), old)
        elif int(old.get("sequence", 0)) >= on.toordinal():
            yield old  # due again, it would be numbered by the day: until that is higher, it stays


def _hash_of(procedure: str) -> str:
    return sha256(procedure.encode()).hexdigest()[:16]


def uid_of(line: Line) -> str:
    """The same for the same thing to do, whatever the day asked about."""
    return sha256("\0".join(line.key).encode()).hexdigest()[:40] + _HOME


def _event(line: Line, due: date, on: date, *, titles: bool) -> "Event":
    event = _dated(uid_of(line), due, on)
    event.add("summary", f"{line.employee}: {line.what}" if titles else f"Due: {line.employee}")
    who = f"{line.who}. " if titles else ""
    event.add("description", f"{who}See the worklist of {say_day(on)}.")
    return event


def _dated(uid: str, due: date, on: date) -> "Event":
    """An entry of a day; the later the day asked about, the higher its SEQUENCE."""
    from icalendar import Event

    asked = datetime.combine(on, time(), UTC)
    event = Event()
    event.add("uid", uid)
    event.add("dtstamp", asked)
    event.add("last-modified", asked)
    event.add("sequence", on.toordinal())
    event.add("dtstart", due)
    event.add("dtend", due + timedelta(days=1))
    event.add("class", "CONFIDENTIAL")
    event.add("transp", "TRANSPARENT")
    return event


def _ours(since: bytes, procedure: str) -> dict[str, Any]:
    """The entries of ours in an earlier calendar, by their UIDs."""
    from icalendar import Calendar

    calendar = Calendar.from_ical(since)
    if str(calendar.get(_OF, procedure)) != procedure:
        raise OfAnother
    entries = {str(old.get("uid", "")): old for old in calendar.walk("VEVENT")}
    ours = {uid: old for uid, old in entries.items() if uid.endswith(_HOME)}
    if any("dtstart" not in old for old in ours.values()):
        raise ValueError("an entry of no day")
    return ours


def _following(event: "Event", old: Any) -> "Event":
    """The entry, numbered above the earlier one where they differ, though both are of one day."""
    before = int(old.get("sequence", 0))
    differs = any(_said(event, name) != _said(old, name) for name in _TELLING)
    sequence = max(event.pop("sequence"), before + differs)
    event.add("sequence", sequence)
    return event


def _said(entry: Any, name: str) -> bytes:
    found: bytes = entry[name].to_ical() if name in entry else b""
    return found


def _is_withdrawn(old: Any) -> bool:
    return _said(old, "status") == b"CANCELLED"


def _is_of(old: Any, people: Set[str]) -> bool:
    """Whether an entry is of one of some people: `Due: E7`, or `E7: ` and what is to be done."""
    said = str(old.get("summary", ""))
    parts = said.split(": ")  # an id may have one in it
    called = {": ".join(parts[:n]) for n in range(1, len(parts))}
    return not called.union([said.removeprefix("Due: ")]).isdisjoint(people)


def _withdrawn(old: Any, on: date) -> "Event":
    event = _dated(str(old["uid"]), old.decoded("dtstart"), on)
    event.add("summary", "No longer due")
    event.add("status", "CANCELLED")
    return event
