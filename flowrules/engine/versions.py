"""A procedure amended over time: each version decides for its days, and hands over to the next.

An open case is one with a track outside its start stage. When a version replaces another it says
whether such cases move to it on its first day, or finish under the old version first.
"""

from datetime import date
from typing import NamedTuple

from flowrules.decision import Reason, Step
from flowrules.engine.case import Case, Horizon, bind_case
from flowrules.engine.day import Run, Watch, run
from flowrules.engine.event_faults import EventFaults
from flowrules.engine.faults import Faults
from flowrules.engine.stay import Opening, Seeds
from flowrules.finding import Finding, Path
from flowrules.flow import Flow
from flowrules.model.record import Record
from flowrules.view import Cause


class Lived(NamedTuple):
    """What came of a record: the case and the run of the version in force, or what is wrong."""

    flow: Flow
    case: Case | None
    person: Run | None
    findings: list[Finding]


def live_through(flow: Flow, record: Record, horizon: Horizon, watch: Watch | None = None) -> Lived:
    """Runs a record under each version in turn, up to the day asked about."""
    chain = flow.chain()
    seeds: Seeds | None = None
    for this, following in zip(chain, [*chain[1:], None], strict=True):
        lived = _under(this, following, record, horizon, seeds, watch if following is None else None)
        person = lived.person
        if following is None or lived.case is None or lived.findings or lived.case.on == horizon.on:
            return lived
        horizon = horizon._replace(begin=lived.case.on + 1, since=_since(following))
        seeds = _seeds(person, following, horizon.begin) if person else None
    raise AssertionError(chain)


def _since(flow: Flow) -> int:
    """The day before which absences do not count under a version."""
    replaces, first = flow.header.replaces, flow.header.effective_from
    ignored = replaces is not None and replaces.earlier_absences == "do not count"
    return first.toordinal() if ignored and first else 0


def _under(
    flow: Flow,
    following: Flow | None,
    record: Record,
    horizon: Horizon,
    seeds: Seeds | None,
    watch: Watch | None,
) -> Lived:
    """One version, to the last day of its own or to the day asked about."""
    begins = following.header.effective_from if following else None
    if begins is None or horizon.on < begins.toordinal():
        return _run(flow, record, horizon, seeds, watch)
    lived = _run(flow, record, horizon._replace(on=begins.toordinal() - 1), seeds, watch)
    replaces = following.header.replaces if following else None
    finishes = replaces is not None and replaces.open_cases == "finish"
    if lived.person is None or lived.findings or not finishes or not _is_open(lived.person):
        return lived
    last = _day_of_closing(flow, record, horizon, seeds, begins.toordinal())
    return _run(flow, record, horizon._replace(on=last), seeds, watch)


def _run(
    flow: Flow, record: Record, horizon: Horizon, seeds: Seeds | None, watch: Watch | None
) -> Lived:
    case, findings = bind_case(flow, record, horizon)
    if case is None or case.not_covered_because is not None:
        return Lived(flow, case, None, findings)
    person = run(flow, case, watch, seeds)
    return Lived(flow, case, person, person.findings)


def _is_open(person: Run) -> bool:
    """Whether a track is outside its start stage."""
    return any(person.stays[track.id][-1].stage.id != track.start for track in person.flow.tracks)


def _day_of_closing(
    flow: Flow, record: Record, horizon: Horizon, seeds: Seeds | None, begins: int
) -> int:
    """The first day, from one on, at whose end all tracks rest in their start stages; else the last.

    What the record says from the day it closes is for the next version, so that events which mean
    nothing to this one are passed over in the search.
    """
    known = record.model_copy(
        update={
            "events": tuple(
                event
                for event in record.events
                if event.on.toordinal() < begins or EventFaults(Faults(flow, event.on)).check(event, ())
            )
        }
    )
    case, findings = bind_case(flow, known, horizon)
    if case is None or findings:
        return horizon.on  # the faults are told when that is run
    person = Run(flow, case, None, seeds)
    for day in range(case.start, case.on + 1):
        person.live(day, [one for one in case.happenings if one.known == day])
        if day >= begins and not _is_open(person):
            return day
    return horizon.on


def _seeds(person: Run, flow: Flow, begin: int) -> Seeds:
    """What a person's run under one version leaves to the next, which begins on a day."""
    openings, moves = _openings(person, flow, begin)
    version = person.flow.header.version
    steps = [step if step.version else step._replace(version=version) for step in person.steps]
    contacts = {contact.id for contact in flow.contacts}
    known = {*flow.actions, *flow.events}
    return Seeds(
        openings=openings,
        recorded={name: tuple(days) for name, days in person.recorded.items() if name in known},
        contacts={name: tuple(days) for name, days in person.contacts.items() if name in contacts},
        spent=_spent(person, flow),
        used=_used(person, flow),
        left={_name(stage, flow): day for stage, day in person.left.items()},
        steps=(*steps, *moves),
        misfits=tuple(person.misfits),
        absences=person.cited.first_days(),
        events=frozenset(person.cited.events),
    )


def _name(stage: str, flow: Flow) -> str:
    """What a stage of the version before is called now."""
    replaces = flow.header.replaces
    return replaces.stages.get(stage, stage) if replaces else stage


def _openings(person: Run, flow: Flow, begin: int) -> tuple[dict[str, Opening], list[Step]]:
    """The stages in which tracks outside their start stages go on, and the steps that say so."""
    openings: dict[str, Opening] = {}
    steps = []
    because = (Reason("version", (), holds=True, outcome=flow.header.version),)
    for track in person.flow.tracks:
        stay = person.stays[track.id][-1]
        if stay.stage.id == track.start:
            continue
        stage = flow.stages[_name(stay.stage.id, flow)]
        ids = {action.id for action in stage.actions}
        done = {name: tuple(made) for name, made in stay.done.items() if name in ids}
        openings[stage.track] = Opening(stage, stay.entered, first=False, done=done)
        steps.append(Step(date.fromordinal(begin), stage.track, stay.stage.id, stage.id, because, ()))
    return openings, steps


def _spent(person: Run, flow: Flow) -> dict[str, frozenset[Cause]]:
    """What has moved each track before, under whatever name it had."""
    spent: dict[str, frozenset[Cause]] = {}
    for track, causes in person.spent.items():
        names = (_name(stage.id, flow) for stage in person.flow.stages_of(track))
        for now in {flow.stages[name].track for name in names if name in flow.stages}:
            spent[now] = spent.get(now, frozenset()) | causes
    return spent


def _used(person: Run, flow: Flow) -> dict[Path, frozenset[Cause]]:
    """What took a move, for the move between the same two stages of the new version."""
    used: dict[Path, frozenset[Cause]] = {}
    for stage in person.flow.stages.values():
        now = flow.stages.get(_name(stage.id, flow))
        for move in stage.moves if now else ():
            for same in now.moves if now else ():
                if same.to == _name(move.to, flow):
                    causes = frozenset(person.used.get(move.path, ()))
                    used[same.path] = used.get(same.path, frozenset()) | causes
    return used
