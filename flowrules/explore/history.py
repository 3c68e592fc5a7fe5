"""History: an invented record, in whole-number days, as a Record and as text to paste."""

from datetime import date
from typing import Any, NamedTuple

from flowrules.calendar import WEEKDAYS
from flowrules.model import parse_record
from flowrules.model.record import Record
from flowrules.source import on_one_line


def _day(day: int) -> str:
    return date.fromordinal(day).isoformat()


class Away(NamedTuple):
    """An absence: its first and last day (None: still away), and its category or reason if not usual.

    `decided_by`: who decided that it counts, where that is for somebody to decide. `known`: the day on
    which the school learnt of it, if it was told late.
    """

    first: int
    last: int | None
    category: str | None = None
    reason: str | None = None
    decided_by: str | None = None
    known: int | None = None


class Happened(NamedTuple):
    """An event: its day, and what stands beside it in a record."""

    day: int
    kind: str
    what: str
    more: tuple[tuple[str, str], ...] = ()


class History(NamedTuple):
    """What happened to an invented person. `works_on`: the one weekday on which they work."""

    absences: tuple[Away, ...] = ()
    events: tuple[Happened, ...] = ()
    group: str | None = None
    works_on: int | None = None

    @property
    def size(self) -> tuple[int, int]:
        """How much a reader has to take in: lines, then days."""
        days = sum((one.last or one.first) - one.first for one in self.absences)
        return len(self.absences) + len(self.events), days

    def plus(self, absences: tuple[Away, ...] = (), events: tuple[Happened, ...] = ()) -> "History":
        """The same, and more."""
        return self._replace(absences=self.absences + absences, events=self.events + events)

    def until(self, day: int) -> "History":
        """What has happened by a day."""
        absences = tuple(one for one in self.absences if one.first <= day)
        return self._replace(
            absences=absences, events=tuple(one for one in self.events if one.day <= day)
        )

    def lines(self) -> dict[str, list[dict[str, Any]]]:
        """The lines of the record, in the order of their days."""
        absences = [_absence(one) for one in sorted(self.absences)]
        events = [_event(one) for one in sorted(self.events, key=lambda one: one.day)]
        found = {"absences": absences, "events": events}
        if self.works_on is not None:
            first = min([one.first for one in self.absences], default=1)
            found["pattern"] = [{"from": _day(first), "days": [WEEKDAYS[self.works_on]]}]
        return {name: lines for name, lines in found.items() if lines}

    def record(self) -> Record | None:
        """The same as a Record; None where it has not the shape of one."""
        data: dict[str, Any] = dict(self.lines())
        if self.group is not None:
            data["employee"] = {"group": self.group}
        record, _ = parse_record(data)
        return record

    def text(self, on: int, title: str, expect: dict[str, str]) -> str:
        """An example to paste under `examples:`."""
        head = [f"- title: {title}", "  record:"]
        who = [f"    employee: {{group: {self.group}}}"] if self.group is not None else []
        body = []
        for name, lines in self.lines().items():
            body += [f"    {name}:", *(f"      - {on_one_line(line)}" for line in lines)]
        return "\n".join([*head, *who, *body, f"  on: {_day(on)}", f"  expect: {on_one_line(expect)}"])


class Arrival(NamedTuple):
    """Somebody who has come to a stage: the history so far, the day of coming, the stages passed."""

    stage: str
    history: History
    day: int
    passed: tuple[str, ...] = ()


def _absence(one: Away) -> dict[str, Any]:
    line: dict[str, Any] = {"from": _day(one.first)}
    if one.last is not None:
        line["to"] = _day(one.last)
    said = (("category", one.category), ("reason", one.reason))
    line |= {name: value for name, value in said if value is not None}
    if one.decided_by is not None:
        line |= {"counts": True, "decided_on": _day(one.first), "decided_by": one.decided_by}
    if one.known is not None:
        line["known_on"] = _day(one.known)
    return line


def _event(one: Happened) -> dict[str, Any]:
    if one.kind == "placed":
        track, stage = one.what.split()
        return {"on": _day(one.day), "placed": {track: stage}, "because": "an example begins here"}
    return {"on": _day(one.day), one.kind: one.what, **dict(one.more)}
