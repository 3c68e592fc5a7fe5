"""Run under one version + the version that replaces it -> what the one leaves to the other.

Names of the old version become those of the new: what is mapped, or else what is called the same. A
start stage that has neither goes with the start stage of its track.
"""

from bisect import insort
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from flowrules.decision import Reason, Step
from flowrules.engine.case import Case
from flowrules.engine.day import Run
from flowrules.engine.stay import Opening, Seeds, Stay
from flowrules.finding import Path
from flowrules.flow import Flow, Stage, Track
from flowrules.view import Cause


def seeds_of(person: Run, flow: Flow, begin: int) -> Seeds:
    """What a person's run under one version leaves to the next, which begins on a day."""
    now = names_now(person.flow, flow)
    stays = _stays(person, flow, now, begin)
    version = person.flow.header.version
    steps = [step if step.version else step._replace(version=version) for step in person.steps]
    return Seeds(
        recorded=_unchanging(person.recorded),
        contacts=_unchanging(person.contacts),
        stays=stays,
        spent=_spent(person, flow, now),
        used=_used(person, flow, now),
        left=_left(person, now),
        steps=(*steps, *_moves(person, flow, now, begin)),
        misfits=tuple(person.misfits),
        absences=person.cited.first_days(),
        events=frozenset({*person.cited.events, *_looked_at(stays, flow)}),
    )


def recorded_of(case: Case, before: Seeds | None) -> Seeds:
    """What is on record of a person whom a version does not cover, with what was before; no more."""
    recorded = {name: list(days) for name, days in before.recorded.items()} if before else {}
    contacts = {name: list(days) for name, days in before.contacts.items()} if before else {}
    for one in case.happenings:
        kept = contacts if one.kind == "contact" else recorded
        if one.kind != "placed":
            insort(kept.setdefault(one.name, []), one.day)
    return Seeds(_unchanging(recorded), _unchanging(contacts))


def _unchanging(days: Mapping[str, Iterable[int]]) -> dict[str, tuple[int, ...]]:
    return {name: tuple(its) for name, its in days.items()}


def names_now(before: Flow, flow: Flow) -> dict[str, str]:
    """What each stage of the version before is called now, as far as it goes on."""
    mapped: Mapping[str, str] = flow.header.replaces.stages if flow.header.replaces else {}
    now = {name: mapped.get(name, name) for name in before.stages}
    for track in before.tracks:
        if now[track.start] not in flow.stages and (same := track_now(track, before, flow)):
            now[track.start] = same.start
    return {name: new for name, new in now.items() if new in flow.stages}


def track_now(track: Track, before: Flow, flow: Flow) -> Track | None:
    """The track of the same id; or the only one, where there was only one before."""
    if len(before.tracks) == len(flow.tracks) == 1:
        return flow.tracks[0]
    return next((one for one in flow.tracks if one.id == track.id), None)


def _stays(
    person: Run, flow: Flow, now: Mapping[str, str], begin: int
) -> dict[str, tuple[Opening, ...]]:
    """The stays of each track of the new version that goes on or has any, the present one last."""
    past: dict[str, list[Opening]] = {}
    present: dict[str, Opening] = {}
    for track in person.flow.tracks:
        *earlier, last = person.stays[track.id]
        for stay in earlier:
            if stay.stage.id in now:
                opening = _opening(stay, flow.stages[now[stay.stage.id]])
                past.setdefault(opening.stage.track, []).append(opening)
        goes_on = _goes_on(track, last, person.flow, flow, now)
        if goes_on is not None and (last.stage.id != track.start or goes_on.track not in present):
            present[goes_on.track] = _opening(last, goes_on)
    starts = {track.id: flow.stages[track.start] for track in flow.tracks if track.id in past}
    begun = {track: Opening(one, begin - 1, None, True, {}) for track, one in starts.items()}
    return {
        track: (*sorted(past.get(track, ()), key=lambda one: one.entered), opening)
        for track, opening in (begun | present).items()
    }


def _goes_on(track: Track, stay: Stay, before: Flow, flow: Flow, now: Mapping[str, str]) -> Stage | None:
    """The stage in which a track goes on; the start stage of its track, for one that rests."""
    if stay.stage.id != track.start:
        return flow.stages[now[stay.stage.id]]
    same = track_now(track, before, flow)
    return flow.stages[same.start] if same else None


def _opening(stay: Stay, stage: Stage) -> Opening:
    """A stay in what its stage is now, with what was done in it under ids that this has too."""
    ids = {action.id for action in stage.actions}
    done = {name: tuple(made) for name, made in stay.done.items() if name in ids}
    return Opening(stage, stay.entered, stay.left, stay.first, done)


def _moves(person: Run, flow: Flow, now: Mapping[str, str], begin: int) -> Iterator[Step]:
    """The steps of the tracks that were outside their start stages."""
    because = (Reason("version", (), holds=True, outcome=flow.header.version),)
    for track in person.flow.tracks:
        stage = person.stays[track.id][-1].stage
        if stage.id != track.start:
            to = flow.stages[now[stage.id]]
            yield Step(date.fromordinal(begin), to.track, stage.id, to.id, because, ())


def _looked_at(stays: Mapping[str, Iterable[Opening]], flow: Flow) -> Iterator[tuple[int, str]]:
    """What was done that the new version looks at, and the old one perhaps did not."""
    for openings in stays.values():
        for opening in openings:
            for name, made in opening.done.items():
                if name in flow.deciding:
                    yield from ((one.day, name) for one in made)


def _left(person: Run, now: Mapping[str, str]) -> dict[str, int]:
    """The latest day of leaving each stage; several may have become one."""
    left: dict[str, int] = {}
    for stage, day in person.left.items():
        if stage in now:
            left[now[stage]] = max(day, left.get(now[stage], day))
    return left


def _spent(person: Run, flow: Flow, now: Mapping[str, str]) -> dict[str, frozenset[Cause]]:
    """What has moved each track before, under whatever name it had."""
    spent: dict[str, frozenset[Cause]] = {}
    for track, causes in person.spent.by_track().items():
        names = (now[stage.id] for stage in person.flow.stages_of(track) if stage.id in now)
        for same in {flow.stages[name].track for name in names}:
            spent[same] = spent.get(same, frozenset()) | causes
    return spent


def _used(person: Run, flow: Flow, now: Mapping[str, str]) -> dict[Path, frozenset[Cause]]:
    """What took a move, for the move between the same two stages of the new version."""
    used: dict[Path, frozenset[Cause]] = {}
    for stage in person.flow.stages.values():
        for move in stage.moves:
            ends = now.get(stage.id), now.get(move.to)
            for same in flow.stages[ends[0]].moves if ends[0] else ():
                if same.to == ends[1]:
                    causes = frozenset(person.used.get(move.path, ()))
                    used[same.path] = used.get(same.path, frozenset()) | causes
    return used
