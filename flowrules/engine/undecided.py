"""Run -> the absences that a person must decide on, and where each answer would lead."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from flowrules.conditions import heeds
from flowrules.decision import Choice, Item, Outlook
from flowrules.engine.agenda import COUNTS, agenda_of, days_of, next_of, undecided_spells
from flowrules.engine.day import Run, run
from flowrules.engine.horizon import Horizon
from flowrules.engine.moves import is_decided
from flowrules.engine.stay import Stay
from flowrules.engine.versions import live_through
from flowrules.flow import Flow, Move
from flowrules.lines import COUNTS as DOES_COUNT
from flowrules.lines import NEVER, Line, Spell
from flowrules.model.record import Record

_date = date.fromordinal


class Asked(NamedTuple):
    """What an answer is asked of."""

    flow: Flow
    record: Record
    horizon: Horizon


def undecided_of(person: Run, agenda: list[Item], asked: Asked) -> Iterator[Choice]:
    """The choices, with the answers; `agenda` is that of the person as things stand."""
    for spell in undecided_spells(person):
        answers = {"true": DOES_COUNT, "false": NEVER}
        leads_to = {
            answer: _as_it_is(person, spell, agenda)
            if _is_all_one(person, spell, status)
            else _if_decided(person, spell, status, asked)
            for answer, status in answers.items()
        }
        yield Choice(
            COUNTS, ("true", "false"), person.flow.counting.decided_by, days_of(spell), leads_to
        )


def _is_all_one(person: Run, spell: Spell, status: str) -> bool:
    """Whether an answer given today surely moves nothing, so that nothing need be lived anew.

    The absence is long over, stands alone, and no move or action of the present looks at it.
    """
    today = _date(person.day)
    moved = bool(person.steps) and person.steps[-1].on == today
    if moved or person.case.hindsight or not person.case.timeline.is_past(spell, person.day):
        return False
    stays = [stay for stays in person.stays.values() for stay in stays]
    return status == NEVER or (
        all(stay.stage.id in person.plan.heedless for stay in stays)
        and not any(_heeds(person, stays[-1], spell) for stays in person.stays.values())
    )


def _heeds(person: Run, stay: Stay, spell: Spell) -> bool:
    """Whether a move out of a stay could be another, did an absence count."""
    return any(
        move.anchor == "return" or _looks_at(person, stay, move, spell)
        for move in stay.stage.moves
        if is_decided(stay, move)
    )


def _looks_at(person: Run, stay: Stay, move: Move, spell: Spell) -> bool:
    return move.when is not None and heeds(move.when, spell, person.view(stay, move))


def _as_it_is(person: Run, spell: Spell, agenda: list[Item]) -> Outlook:
    """Everything as it stands, but that this decision is no longer due."""
    days = days_of(spell)
    left = [item for item in agenda if item.kind != "decision" or item.absence != days]
    return _outlook(person, left)


def _outlook(person: Run, agenda: list[Item]) -> Outlook:
    following = next_of(agenda)
    tracks = {track: stays[-1].stage.id for track, stays in person.stays.items()}
    return Outlook(tracks, following and following.action)


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
    return _outlook(answered, agenda_of(answered))


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
