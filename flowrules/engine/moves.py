"""Moves: whether one holds on a day, why, and what it still needs."""

from datetime import date
from typing import TYPE_CHECKING

from flowrules.calendar import Duration, shift
from flowrules.decision import Reason
from flowrules.engine.past import Past
from flowrules.engine.stay import Held, Stay
from flowrules.flow import Move, is_assessed_on_return
from flowrules.lines import NEVER, Spell
from flowrules.view import NOTHING

if TYPE_CHECKING:
    from flowrules.engine.day import Run

_date = date.fromordinal


def met(run: "Run", stay: Stay, place: int, move: Move) -> Held | None:
    """Why a move holds today, or None. One met before its evidence came stays met."""
    if place in stay.held and not move.is_plain:
        return stay.held[place]
    if not is_decided(stay, move) or not _time_is_up(run, stay, move):
        stay.held.pop(place, None)
        if move.anchor == "return":
            run.cited.cite_return(run.counted)
        return None
    if move.when is None:
        return Held(run.day, NOTHING, (*_decisions(stay, move), *_times(run, stay, move)))
    view = run.view(stay, move)
    truth = view.ask(move.when)
    if not (truth.true if move.is_plain else truth.met):
        stay.held.pop(place, None)
        run.cited.cite_spoilers(move.when, view, first=stay.first)
        return None
    because = (*_decisions(stay, move), *_times(run, stay, move), *view.reasons(move.when))
    return Held(run.day, NOTHING if move.is_plain else truth.causes, because)


def is_decided(stay: Stay, move: Move) -> bool:
    """Whether every decision that a move names was made so in this stay."""
    if not move.decided:
        return True
    return all(stay.outcome(action) == outcome for action, outcome in move.decided)


def _decisions(stay: Stay, move: Move) -> list[Reason]:
    made = [(action, stay.decision(action)) for action, _ in move.decided]
    return [
        Reason(
            "decided",
            (*move.path, "decided", action),
            holds=True,
            events=((action, _date(done.day)),),
            outcome=done.outcome,
        )
        for action, done in made
        if done is not None
    ]


def _time_is_up(run: "Run", stay: Stay, move: Move) -> bool:
    """Whether today is after the last day of the move's period, and nothing in it waits."""
    if move.after is None:
        return True
    end = end_of(run, stay, move, by=run.day - 1)
    return end is not None and run.day > end and not _waits(run, stay, move, end)


def end_of(run: "Run", stay: Stay, move: Move, by: int | None = None) -> int | None:
    """The last day of a move's period; None while it cannot be known, or where it is not `by` a day."""
    past = Past(run, stay)
    anchor = past.anchor(move.anchor)
    if anchor is None or move.after is None:
        return None
    return past.period_end(anchor, move.after, by)


def earliest_end(run: "Run", stay: Stay, move: Move) -> int | None:
    """A day before which the period of a move surely does not end; None while it does not run."""
    past = Past(run, stay)
    anchor = past.anchor(move.anchor)
    return None if anchor is None or move.after is None else past.earliest_end(anchor, move.after)


def can_wait(stay: Stay, move: Move) -> bool:
    """Whether a period waits for absences begun in it: another move is assessed on return."""
    return any(is_assessed_on_return(other.when) for other in stay.stage.moves if other is not move)


def waiting(run: "Run", stay: Stay, move: Move, end: int) -> list[Spell]:
    """The absences begun in a period that are assessed, on return, before it can end."""
    anchor = Past(run, stay).anchor(move.anchor) or 0
    return [
        spell
        for spell in run.spells
        if spell.status != NEVER
        and anchor < spell.first <= end
        and (not spell.over or (spell.returns or 0) >= run.day)
    ]


def _waits(run: "Run", stay: Stay, move: Move, end: int) -> bool:
    """Whether a period that is over waits for an absence; that absence is evidence."""
    waits = waiting(run, stay, move, end) if can_wait(stay, move) else []
    run.cited.cite_spells(waits)
    return bool(waits)


def _times(run: "Run", stay: Stay, move: Move) -> list[Reason]:
    if move.after is None:
        return []
    anchor = Past(run, stay).anchor(move.anchor)
    end = end_of(run, stay, move)
    window = (_date(anchor + 1), _date(end)) if anchor is not None and end is not None else None
    return [
        Reason(
            "after",
            (*move.path, "after"),
            holds=True,
            period=None if stay.until is not None else str(move.after),
            window=window,
            anchor=(move.anchor, _date(anchor) if anchor is not None else None),
        )
    ]


def missing(run: "Run", move: Move, on: int | None = None) -> list[str]:
    """The evidence that a move needs and that is not on record, or too old by a day (today)."""
    day = run.day if on is None else on
    return [name for name, age in move.needs if _latest(run, name, age, day) is None]


def _latest(run: "Run", name: str, age: Duration, on: int) -> int | None:
    days = [day for day in run.recorded.get(name, ()) if day >= shift(on, age, -1)]
    return max(days, default=None)


def needs(run: "Run", move: Move) -> tuple[Reason, ...]:
    """The evidence that a move needs, where it is on record."""
    found = [(name, age, _latest(run, name, age, run.day)) for name, age in move.needs]
    return tuple(
        Reason(
            "needs",
            (*move.path, "needs", name),
            holds=True,
            period=str(age),
            events=((name, _date(day)),),
        )
        for name, age, day in found
        if day is not None
    )
