"""Record + Flow + day -> Case: the lines known by that day, checked, as whole numbers.

Lines dated, or known, after the day are not looked at, not even for mistakes. A record that cannot be
right gives findings at its own lines and no Case: that person is not decided, rather than guessed.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from operator import attrgetter
from typing import NamedTuple

from flowrules.calendar import WEEKDAYS
from flowrules.decision import Unknown
from flowrules.engine.absence_faults import check_parts, check_patterns
from flowrules.engine.absences import lines_of, told_by
from flowrules.engine.event_faults import EventFaults
from flowrules.engine.faults import Faults
from flowrules.engine.horizon import Horizon, first_day
from flowrules.engine.own import own_bounds
from flowrules.engine.plan import plan_of
from flowrules.engine.unknowns import not_known
from flowrules.finding import Finding, Path
from flowrules.flow import Flow
from flowrules.lines import UNDECIDED, Line, Pattern
from flowrules.model.record import EventLine, Leave, PatternShape, Record, TargetShape
from flowrules.part import amount
from flowrules.timeline import Timeline
from flowrules.view import About, Target


class Happening(NamedTuple):
    """One line of the record's events.

    `kind` is `action`, `recorded`, `contact` or `placed`; of a placing, `name` is the track and
    `outcome` the stage. It takes effect on the day it is `known`; `until` and `target` are what a
    decision carried.
    """

    day: int
    known: int
    kind: str
    name: str
    outcome: str | None
    path: Path
    until: int | None = None
    target: Target | None = None

    @property
    def called(self) -> str:
        """Its name in evidence: a placing is `placed` and the track."""
        return f"placed {self.name}" if self.kind == "placed" else self.name


class Case(NamedTuple):
    """One person on one day.

    `first` is the first day of the record (the day asked about if empty), and `opening` what its
    events of that day are called; `start` is the first day lived under this version. `asks_whether`:
    there is an absence that a person must decide on.
    """

    on: int
    first: int
    opening: frozenset[tuple[int, str]]
    start: int
    hindsight: bool
    lines: tuple[Line, ...]
    patterns: tuple[Pattern, ...]
    timeline: Timeline
    happenings: tuple[Happening, ...]
    about: About
    not_known: tuple[Unknown, ...]
    not_covered_because: str | None
    asks_whether: bool

    def with_lines(self, lines: tuple[Line, ...]) -> "Case":
        """The same case with other absences."""
        timeline = self.timeline.with_lines(lines)
        return self._replace(lines=lines, timeline=timeline, asks_whether=_asks_whether(lines))


def _asks_whether(lines: tuple[Line, ...]) -> bool:
    """Whether there is an absence that a person must decide on."""
    return UNDECIDED in map(attrgetter("status"), lines)


def _called_on(day: int, record: Record, horizon: Horizon) -> Iterator[tuple[int, str]]:
    """What the events of one day are called, those of an earlier version too."""
    for event in record.events:
        known = horizon.day_known(event.on, event.known_on)
        if known == day and horizon.sees(event.on, event.known_on):
            yield from ((one.day, one.called) for one in _of_line(event, (), horizon))


def bind_case(flow: Flow, record: Record, horizon: Horizon) -> tuple[Case | None, list[Finding]]:
    """Binds what is known of a person; with any finding there is no Case."""
    faults = Faults(flow, date.fromordinal(horizon.last), horizon.begin, horizon.end)
    told = told_by(record, horizon, faults)
    happenings = tuple(sorted(_happenings(record, horizon, faults), key=_order))
    check_patterns(record.pattern, faults)
    last = min(horizon.on, horizon.known)
    shapes = [one for one in record.pattern if one.from_.toordinal() <= last]
    patterns = patterns_of(shapes, record.employee.group, flow)
    check_parts(told, patterns, faults)
    own = own_bounds(flow, record.adjustments, last, faults)
    for place, one in enumerate(record.leave):
        if one.from_.toordinal() <= last:
            faults.check_order(one.from_, one.to, ("leave", place, "to"))
            faults.check_known_day(one.from_, ("leave", place, "from"))
    first = first_day(record, horizon) if horizon.first is None else horizon.first
    start = max(first, horizon.begin)
    faults.check_known_days(start, horizon.on)
    if faults.findings:
        return None, faults.findings
    workdays = plan_of(flow).workdays(patterns)
    lines, halves = lines_of(told, horizon, flow, workdays)
    about = About(
        group=record.employee.group,
        started=record.employee.started.toordinal() if record.employee.started else None,
        leave=_leave(record.leave, last, refused=False),
        refused=_leave(record.leave, last, refused=True),
        own=own,
        has_pattern=bool(shapes),
    )
    keeping = flow.counting.keeping._replace(since=horizon.since)
    timeline = Timeline(lines, patterns, flow.calendar, keeping, workdays, halves=halves)
    case = Case(
        on=horizon.on,
        first=first,
        opening=frozenset(_called_on(first, record, horizon)),
        start=start,
        hindsight=horizon.hindsight,
        lines=lines,
        patterns=patterns,
        timeline=timeline,
        happenings=happenings,
        about=about,
        not_known=tuple(not_known(flow, about, shapes, timeline, lines, told, first, horizon.on)),
        not_covered_because=not_covered(record, flow),
        asks_whether=_asks_whether(lines),
    )
    return case, []


def _order(one: Happening) -> tuple[int, bool, int, str, str, str]:
    """Placings first; beyond that an order that does not depend on the order of the lines."""
    return one.known, one.kind != "placed", one.day, one.kind, one.name, one.outcome or ""


def _happenings(record: Record, horizon: Horizon, faults: Faults) -> Iterator[Happening]:
    events = EventFaults(faults)
    for place, event in enumerate(record.events):
        path: Path = ("events", place)
        if not horizon.sees(event.on, event.known_on) or _known(event, horizon) < horizon.begin:
            continue
        if events.check(event, path):
            yield from _of_line(event, path, horizon)


def _known(event: EventLine, horizon: Horizon) -> int:
    """The day on which an event takes effect."""
    late = event.known_on is not None and not horizon.hindsight
    return max(event.on, event.known_on if late and event.known_on else event.on).toordinal()


def _of_line(event: EventLine, path: Path, horizon: Horizon) -> Iterator[Happening]:
    day, known = event.on.toordinal(), _known(event, horizon)
    if event.placed is not None:
        for track, stage in event.placed.items():
            yield Happening(day, day, "placed", track, stage, (*path, "placed", track))
        return
    for kind in ("action", "recorded", "contact"):
        name = getattr(event, kind)
        if name is not None:
            until = event.until.toordinal() if event.until else None
            target = _target(event.target, day) if event.target else None
            yield Happening(day, known, kind, name, event.outcome, (*path, kind), until, target)


def _target(shape: TargetShape, day: int) -> Target:
    limits = []
    for measure, limit in shape.limits.items():
        written = (("at_most", limit.at_most), ("less_than", limit.less_than))
        limits.append((measure, tuple((word, amount(n)) for word, n in written if n is not None)))
    since = shape.from_.toordinal() - 1 if shape.from_ else day
    return Target(day, since, tuple(limits))


def _leave(lines: tuple[Leave, ...], on: int, *, refused: bool) -> tuple[tuple[int, int], ...]:
    """Spans of leave as far as they lie by the day."""
    if not lines:
        return ()
    spans = [(one.from_.toordinal(), one.to.toordinal()) for one in lines if one.refused == refused]
    return tuple(sorted((first, min(last, on)) for first, last in spans if first <= on))


def patterns_of(shapes: Sequence[PatternShape], group: str | None, flow: Flow) -> tuple[Pattern, ...]:
    """The working patterns in order; before the first one, the school's working week is taken."""
    school = Pattern(1, (plan_of(flow).school_week,), group in flow.term_time)
    return (school, *sorted(pattern_of(one, group, flow) for one in shapes))


def pattern_of(shape: PatternShape, group: str | None, flow: Flow) -> Pattern:
    """A pattern as it is counted; whether closures are days off, the group says where it does not."""
    weeks = shape.weeks if shape.weeks is not None else (shape.days or (),)
    in_term = group in flow.term_time
    return Pattern(
        start=shape.from_.toordinal(),
        weeks=tuple(
            tuple(1 if name in shape.half_days else 2 * int(name in days) for name in WEEKDAYS)
            for days in weeks
        ),
        off_in_closures=in_term if shape.term_time_only is None else shape.term_time_only,
        hours=amount(shape.hours_per_day) if shape.hours_per_day is not None else None,
    )


def not_covered(record: Record, flow: Flow) -> str | None:
    """The staff group, if the procedure is not for it."""
    group, covers = record.employee.group, flow.header.covers
    if group is None:
        return None
    listed = bool(covers.groups) and group not in covers.groups
    return group if listed or group in plan_of(flow).excluded else None
