"""decide(flow, record, day) -> Decision: pure, and the only meaning the language has.

It reads no clock, file, locale or environment. `case` binds the record, `day` runs it, and the rest
reads off what is outstanding and what lies ahead.
"""

from datetime import date

from flowrules.decision import Absent, Decision, Evidence, Standing, Unknown
from flowrules.engine.agenda import agenda_of, choices_of, days_of, next_of, undecided_spells
from flowrules.engine.day import Run
from flowrules.engine.horizon import horizon_of
from flowrules.engine.outlook import coming_of, distance_of, waiting_for_a_day
from flowrules.engine.telling import Telling, Watch
from flowrules.engine.undecided import Asked, undecided_of
from flowrules.engine.versions import live_through
from flowrules.flow import Flow
from flowrules.lines import in_progress
from flowrules.model.record import Record

_date = date.fromordinal


def decide(
    flow: Flow,
    record: Record,
    on: date,
    *,
    known_on: date | None = None,
    hindsight: bool = False,
    whole: bool = True,
    watch: Watch | None = None,
) -> Decision:
    """Where one person stands on a day, why, and what is due.

    Only what was known by `known_on` (the day itself, if not said) is looked at; with `hindsight`
    each line is read at its own date. A record that cannot be right gives a Decision with `findings`
    (paths in the record) and nothing else: that person is not decided. A person who is not covered is
    not decided either. Where not the `whole` is asked for, `distance` and `evidence` are left empty,
    and `coming` has only those of kind `move`. `watch` is told of every condition asked.
    """
    horizon = horizon_of(on, known_on, hindsight=hindsight)
    used, case, person, findings = live_through(flow, record, horizon, Telling(watch, whole))
    if case is None or findings:
        return Decision(on, covered=True, tracks={}, findings=tuple(findings))
    version = None if used is flow else used.header.version
    if person is None:
        because = case.not_covered_because
        return Decision(
            on,
            covered=False,
            tracks={},
            not_covered_because=because,
            version=version,
            known_on=known_on,
            hindsight=hindsight,
        )
    agenda = agenda_of(person)
    return Decision(
        on=on,
        covered=True,
        tracks=_tracks(person),
        absent=_absent(person),
        next=next_of(agenda),
        agenda=tuple(agenda),
        decisions=(*choices_of(person), *undecided_of(person, agenda, Asked(flow, record, horizon))),
        steps=tuple(person.steps),
        coming=tuple(coming_of(person, whole=whole)),
        distance=tuple(distance_of(person)) if whole else (),
        not_known=(*case.not_known, *_not_decided(person), *waiting_for_a_day(person)),
        evidence=_evidence(person) if whole else Evidence(),
        misfits=tuple(person.misfits),
        version=version,
        known_on=known_on,
        hindsight=hindsight,
    )


def _tracks(person: Run) -> dict[str, Standing]:
    stays = {track: stays[-1] for track, stays in person.stays.items()}
    return {
        track: Standing(stay.stage.id, None if stay.first else _date(stay.entered))
        for track, stay in stays.items()
    }


def _absent(person: Run) -> Absent | None:
    """The absence of any kind that is not yet over."""
    spell = in_progress(person.spells)
    if spell is None:
        return None
    return Absent(_date(spell.first), _date(spell.until) if spell.until else None)


def _not_decided(person: Run) -> list[Unknown]:
    return [Unknown("absence-undecided", absence=days_of(spell)) for spell in undecided_spells(person)]


def _evidence(person: Run) -> Evidence:
    lines = person.case.lines
    return Evidence(
        absences=tuple(sorted(_date(line.first) for line in lines if line.place in person.cited.lines)),
        events=tuple(sorted((_date(day), name) for day, name in person.cited.events)),
    )


__all__ = ["decide"]
