"""Record + Flow + day -> Case: the lines known by that day, checked, as whole numbers.

Lines dated after the day are not looked at, not even for mistakes. A record that cannot be right
gives findings at its own lines and no Case: that person is not decided, rather than guessed.
"""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from flowrules.calendar import working_week
from flowrules.decision import Unknown
from flowrules.engine.faults import Faults
from flowrules.finding import Finding, Path
from flowrules.flow import Flow
from flowrules.model.record import Absence, EventLine, PatternShape, Record
from flowrules.timeline import COUNTS, NEVER, UNDECIDED, Line, Pattern, Timeline

_STATUS = {"counts": COUNTS, "never": NEVER, "decide": UNDECIDED}


class Happening(NamedTuple):
    """One line of the record's events.

    `kind` is `action`, `recorded`, `contact` or `placed`; of a placing, `name` is the track and
    `outcome` the stage.
    """

    day: int
    kind: str
    name: str
    outcome: str | None
    path: Path

    @property
    def called(self) -> str:
        """Its name in evidence: a placing is `placed` and the track."""
        return f"placed {self.name}" if self.kind == "placed" else self.name


class Case(NamedTuple):
    """One person on one day. `start` is the first day of the record (the day asked about if empty)."""

    on: int
    start: int
    lines: tuple[Line, ...]
    patterns: tuple[Pattern, ...]
    timeline: Timeline
    happenings: tuple[Happening, ...]
    not_known: tuple[Unknown, ...]
    not_covered_because: str | None

    def with_lines(self, lines: tuple[Line, ...], flow: Flow) -> "Case":
        """The same case with other absences."""
        timeline = Timeline(lines, self.patterns, flow.calendar, flow.counting.join)
        return self._replace(lines=lines, timeline=timeline)


def bind_case(flow: Flow, record: Record, on: date) -> tuple[Case | None, list[Finding]]:
    """Binds what is known of a person by a day; with any finding there is no Case."""
    day = on.toordinal()
    faults = Faults(flow, on)
    lines = tuple(_lines(record, day, flow, faults))
    happenings = tuple(sorted(_happenings(record, day, faults), key=_order))
    faults.check_patterns(record.pattern)
    pattern = tuple(one for one in record.pattern if one.from_ <= on)
    patterns = _patterns(pattern, flow)
    start = min([*(line.first for line in lines), *(one.day for one in happenings), day])
    faults.check_known_days(start, day)
    if faults.findings:
        return None, faults.findings
    case = Case(
        on=day,
        start=start,
        lines=lines,
        patterns=patterns,
        timeline=Timeline(lines, patterns, flow.calendar, flow.counting.join),
        happenings=happenings,
        not_known=tuple(_not_known(record, pattern, lines, on, flow)),
        not_covered_because=_not_covered(record, flow),
    )
    return case, []


def _order(one: Happening) -> tuple[int, bool, str, str, str]:
    """Placings first; beyond that an order that does not depend on the order of the lines."""
    return one.day, one.kind != "placed", one.kind, one.name, one.outcome or ""


def _lines(record: Record, day: int, flow: Flow, faults: Faults) -> Iterator[Line]:
    known: list[tuple[Absence, Path]] = []
    for place, absence in enumerate(record.absences):
        path: Path = ("absences", place)
        if absence.from_.toordinal() <= day:
            faults.check_absence(absence, path)
            known.append((absence, path))
    known.sort(key=lambda one: one[0].from_)
    faults.check_overlaps(known)
    for place, (absence, _) in enumerate(known):
        yield _line(absence, place, day, flow)


def _line(absence: Absence, place: int, day: int, flow: Flow) -> Line:
    status = _STATUS.get(flow.counting.categories.get(absence.category, ""), NEVER)
    expected = sorted((one.on.toordinal(), one.until.toordinal()) for one in absence.expected)
    learnt = absence.decided_on.toordinal() if absence.decided_on is not None else None
    return Line(
        first=absence.from_.toordinal(),
        last=absence.to.toordinal() if absence.to is not None else None,
        status=status,
        learnt=learnt if learnt is not None and learnt <= day else None,
        decided=COUNTS if absence.counts else NEVER,
        expected=tuple(one for one in expected if one[0] <= day),
        place=place,
    )


def _happenings(record: Record, day: int, faults: Faults) -> Iterator[Happening]:
    seen: dict[tuple[int, str], Path] = {}
    for place, event in enumerate(record.events):
        path: Path = ("events", place)
        when = event.on.toordinal()
        if when <= day and faults.check_event(event, path, seen):
            yield from _of_line(event, when, path)


def _of_line(event: EventLine, day: int, path: Path) -> Iterator[Happening]:
    if event.placed is not None:
        for track, stage in event.placed.items():
            yield Happening(day, "placed", track, stage, (*path, "placed", track))
    elif event.action is not None:
        yield Happening(day, "action", event.action, event.outcome, (*path, "action"))
    elif event.recorded is not None:
        yield Happening(day, "recorded", event.recorded, None, (*path, "recorded"))
    elif event.contact is not None:
        yield Happening(day, "contact", event.contact, None, (*path, "contact"))


def _patterns(known: tuple[PatternShape, ...], flow: Flow) -> tuple[Pattern, ...]:
    """The working patterns in order; without one, the school's working week is taken, and said."""
    if not known:
        return (Pattern(0, flow.calendar.week),)
    patterns = [Pattern(one.from_.toordinal(), working_week(one.days)) for one in known]
    return tuple(sorted(patterns, key=lambda pattern: pattern.start))


def _not_known(
    record: Record, known: tuple[PatternShape, ...], lines: tuple[Line, ...], on: date, flow: Flow
) -> Iterator[Unknown]:
    starts = [pattern.from_ for pattern in known]
    first = min((line.first for line in lines), default=None)
    if not starts or (first is not None and min(starts).toordinal() > first):
        yield Unknown("working-pattern", on=min(starts, default=None))
    if flow.header.covers.groups and record.employee.group is None:
        yield Unknown("staff-group")
    if flow.header.effective_from is not None and on < flow.header.effective_from:
        yield Unknown("before-effective-from", on=flow.header.effective_from)


def _not_covered(record: Record, flow: Flow) -> str | None:
    """The staff group, if the procedure is not for it."""
    group, covers = record.employee.group, flow.header.covers
    if group is None:
        return None
    listed = bool(covers.groups) and group not in covers.groups
    excluded = group in (name.lower().replace(" ", "-") for name in covers.not_)
    return group if listed or excluded else None
