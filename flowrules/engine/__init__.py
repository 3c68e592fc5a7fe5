"""decide(flow, record, day) -> Decision: pure, and the only meaning the language has.

It reads no clock, file, locale or environment. `case` binds the record, `day` runs it, and the rest
reads off what is outstanding and what lies ahead.
"""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from flowrules.decision import Absent, Choice, Decision, Evidence, Outlook, Standing, Unknown
from flowrules.engine.agenda import COUNTS, agenda_of, choices_of, days_of, next_of, undecided_spells
from flowrules.engine.day import Run, Watch, run
from flowrules.engine.horizon import Horizon, horizon_of
from flowrules.engine.outlook import coming_of, distance_of, waiting_for_a_day
from flowrules.engine.versions import live_through
from flowrules.flow import Flow
from flowrules.lines import COUNTS as DOES_COUNT
from flowrules.lines import NEVER, Line, Spell, in_progress
from flowrules.model.record import Record

_date = date.fromordinal


class Asked(NamedTuple):
    """What an answer is asked of."""

    flow: Flow
    record: Record
    horizon: Horizon


def decide(
    flow: Flow,
    record: Record,
    on: date,
    *,
    known_on: date | None = None,
    hindsight: bool = False,
    watch: Watch | None = None,
) -> Decision:
    """Where one person stands on a day, why, and what is due.

    Only what was known by `known_on` (the day itself, if not said) is looked at; with `hindsight`
    each line is read at its own date. A record that cannot be right gives a Decision with `findings`
    (paths in the record) and nothing else: that person is not decided. A person who is not covered is
    not decided either. `watch` is told of every condition asked.
    """
    horizon = horizon_of(on, known_on, hindsight=hindsight)
    used, case, person, findings = live_through(flow, record, horizon, watch)
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
        decisions=(*choices_of(person), *_undecided(person, Asked(flow, record, horizon))),
        steps=tuple(person.steps),
        coming=tuple(coming_of(person)),
        distance=tuple(distance_of(person)),
        not_known=(*case.not_known, *_not_decided(person), *waiting_for_a_day(person)),
        evidence=_evidence(person),
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


def _undecided(person: Run, asked: Asked) -> Iterator[Choice]:
    """Absences that a person must decide on, and where each answer would lead."""
    for spell in undecided_spells(person):
        answers = {"true": DOES_COUNT, "false": NEVER}
        leads_to = {
            answer: _if_decided(person, spell, status, asked) for answer, status in answers.items()
        }
        yield Choice(
            COUNTS, ("true", "false"), person.flow.counting.decided_by, days_of(spell), leads_to
        )


def _if_decided(person: Run, spell: Spell, status: str, asked: Asked) -> Outlook:
    """The same record, had a person decided today how this absence counts."""
    answered = _since_before(person, spell, status, asked) if person.case.hindsight else None
    if answered is None:
        lines = tuple(
            _decided(line, status, person) if line.place in spell.lines else line
            for line in person.case.lines
        )
        if person.case.hindsight:  # it was so from the first day
            answered = run(person.flow, person.case.with_lines(lines), seeds=person.seeds)
        else:
            answered = person.otherwise(lines)
    following = next_of(agenda_of(answered))
    tracks = {track: stays[-1].stage.id for track, stays in answered.stays.items()}
    return Outlook(tracks, following and following.action)


def _since_before(person: Run, spell: Spell, status: str, asked: Asked) -> Run | None:
    """With hindsight a decision is read from the first day of the absence, by an earlier version too."""
    if person.seeds is None:
        return None
    firsts = {_date(line.first) for line in person.case.lines if line.place in spell.lines}
    answer = {
        "counts": status == DOES_COUNT,
        "decided_on": _date(min(asked.horizon.on, asked.horizon.known)),
        "decided_by": person.flow.counting.decided_by or "head",
    }
    absences = tuple(
        one.model_copy(update=answer) if one.from_ in firsts else one for one in asked.record.absences
    )
    decided = asked.record.model_copy(update={"absences": absences})
    lived = live_through(asked.flow, decided, asked.horizon)
    return lived.person if lived.flow is person.flow else None


def _decided(line: Line, status: str, person: Run) -> Line:
    if person.case.hindsight:
        return line._replace(status=status)
    return line._replace(learnt=person.day, decided=status)


def _not_decided(person: Run) -> list[Unknown]:
    return [Unknown("absence-undecided", absence=days_of(spell)) for spell in undecided_spells(person)]


def _evidence(person: Run) -> Evidence:
    lines = person.case.lines
    return Evidence(
        absences=tuple(sorted(_date(line.first) for line in lines if line.place in person.cited.lines)),
        events=tuple(sorted((_date(day), name) for day, name in person.cited.events)),
    )


__all__ = ["decide"]
