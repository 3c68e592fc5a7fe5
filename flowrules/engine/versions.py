"""A procedure amended over time: each version decides for its days, and hands over to the next.

An open case is one with a track outside its start stage. When a version replaces another it says
whether such cases move to it on its first day, or finish under the old version first.
"""

from typing import NamedTuple

from flowrules.engine.case import Case, bind_case
from flowrules.engine.day import Run, run
from flowrules.engine.handover import recorded_of, seeds_of
from flowrules.engine.horizon import Horizon, first_day
from flowrules.engine.stay import Seeds
from flowrules.engine.telling import ALL, Telling
from flowrules.finding import Finding
from flowrules.flow import Flow
from flowrules.model.record import Record


class Lived(NamedTuple):
    """What came of a record: the case and the run of the version in force, or what is wrong."""

    flow: Flow
    case: Case | None
    person: Run | None
    findings: list[Finding]


def live_through(flow: Flow, record: Record, horizon: Horizon, telling: Telling = ALL) -> Lived:
    """Runs a record under each version in turn, up to the day asked about."""
    chain = flow.chain()
    seeds: Seeds | None = None
    asked = horizon.on
    horizon = horizon._replace(first=first_day(record, horizon))
    for this, following in zip(chain, [*chain[1:], None], strict=True):
        horizon = horizon._replace(since=max(horizon.since, ignored_before(this)))
        said = telling if following is None else telling._replace(watch=None)
        lived = _under(this, following, record, horizon, seeds, said)
        if following is None or lived.case is None or lived.findings or lived.case.on == asked:
            return lived
        horizon = horizon._replace(begin=lived.case.on + 1)
        if lived.person is None:  # who is not covered: whatever was recorded is on record all the same
            seeds = recorded_of(lived.case, seeds)
        else:
            seeds = seeds_of(lived.person, following, horizon.begin)
    raise AssertionError(chain)


def begins_on(flow: Flow) -> int:
    """The first day of a version that replaces another."""
    assert flow.header.effective_from is not None
    return flow.header.effective_from.toordinal()


def ignored_before(flow: Flow) -> int:
    """The day before which absences do not count under a version, nor under one after it."""
    replaces = flow.header.replaces
    return begins_on(flow) if replaces is not None and replaces.earlier_absences == "do not count" else 0


def _under(
    flow: Flow,
    following: Flow | None,
    record: Record,
    horizon: Horizon,
    seeds: Seeds | None,
    telling: Telling,
) -> Lived:
    """One version, to the last day of its own or to the day asked about.

    It may have none at all: the record begins later, or a case finished under the version before.
    """
    if following is None or horizon.on < begins_on(following):
        return _run(flow, record, horizon, seeds, telling)
    last = max(begins_on(following), horizon.begin) - 1
    lived = _run(flow, record, horizon._replace(on=last, end=last), seeds, telling)
    replaces = following.header.replaces
    finishes = replaces is not None and replaces.open_cases == "finish"
    if lived.person is None or lived.findings or not finishes or not _is_open(lived.person):
        return lived
    last = _day_of_closing(flow, record, horizon, seeds, begins_on(following))
    lived = _run(flow, record, horizon._replace(on=last, end=last), seeds, telling)
    return lived._replace(findings=[_still_open(one, flow) for one in lived.findings])


def _run(flow: Flow, record: Record, horizon: Horizon, seeds: Seeds | None, telling: Telling) -> Lived:
    case, findings = bind_case(flow, record, horizon)
    if case is None or case.not_covered_because is not None:
        return Lived(flow, case, None, findings)
    person = run(flow, case, seeds, telling)
    return Lived(flow, case, person, person.findings)


def _is_open(person: Run) -> bool:
    """Whether a track is outside its start stage."""
    return any(person.stays[track.id][-1].stage.id != track.start for track in person.flow.tracks)


def _day_of_closing(
    flow: Flow, record: Record, horizon: Horizon, seeds: Seeds | None, begins: int
) -> int:
    """The first day, from one on, at whose end all tracks rest in their start stages; else the last.

    From the day after, what is on record is for the next version, in its words, so nothing is looked at
    that is not known by the day. What is wrong with the record before that is told when it is run.
    """
    last = horizon.on
    for eve in _eves(record, horizon, begins):
        case, findings = bind_case(flow, record, horizon._replace(on=eve, end=eve))
        if case is not None and not findings:
            person = Run(flow, case, seeds)
            closed = (day for day in person.days(also=begins) if day >= begins and not _is_open(person))
            return next(closed, last)
        last = eve
    return last


def _eves(record: Record, horizon: Horizon, begins: int) -> list[int]:
    """The day asked about, and each day from one on before something becomes known; the last first."""
    news = [horizon.day_known(one.from_, one.known_on) for one in record.absences]
    news += [horizon.day_known(one.on, one.known_on) for one in record.events]
    for absence in record.absences:
        news += [absence.decided_on.toordinal()] if absence.decided_on else []
        news += [one.on.toordinal() for one in absence.expected]
    for lines in (record.pattern, record.leave, record.adjustments):
        news += [one.from_.toordinal() for one in lines]
    return sorted({horizon.on, *(day - 1 for day in news if begins <= day <= horizon.on)}, reverse=True)


def _still_open(finding: Finding, flow: Flow) -> Finding:
    """A name that only the new version has, in a case that is still finished under the old one."""
    if finding.code != "FR506":
        return finding
    version = flow.header.version
    help = f"{finding.help}; this case is finished under version `{version}`, which reads this line"
    return finding._replace(help=help.removeprefix("; "))
