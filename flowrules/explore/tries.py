"""Arrival + move -> Tries: histories in which a move of the stage might hold, and what then does hold.

The histories are guesses, made from what the conditions name; only the engine says what is so in them.
"""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from flowrules.engine import decide
from flowrules.engine.holding import Chance, holding
from flowrules.explore.history import Arrival, Away, Happened, History
from flowrules.explore.series import (
    absences_of,
    back,
    kind_for,
    longest_window,
    next_worked,
    series_for,
)
from flowrules.flow import Flow, Move, Stage, walk
from flowrules.view import Condition

_date = date.fromordinal
_WEEK = 7
_LEAVINGS = 4  # stages passed since one was left


class Try(NamedTuple):
    """A history, and a day on which to look."""

    history: History
    day: int


class Look(NamedTuple):
    """A day of a history in a stage, and what holds on it."""

    history: History
    day: int
    chance: Chance


def look(flow: Flow, tried: Try, stage: Stage) -> Look | None:
    """What holds in a stage on the day or, if that was left before, on the day of leaving it.

    None where the history cannot be, or passes the stage by.
    """
    record, day = tried.history.record(), tried.day
    for _ in range(_LEAVINGS if record else 0):
        chances = record and holding(flow, record, _date(day))
        chance = chances.get(stage.track) if chances else None
        if chance is None:
            return None
        if chance.stage == stage.id:
            return Look(tried.history.until(day), day, chance)
        if chance.entered >= day:
            return None
        day = chance.entered
    return None


def tries(flow: Flow, arrival: Arrival, move: Move) -> Iterator[Try]:
    """Histories in which a move might hold, the smallest first."""
    day = flow.calendar.next_open(arrival.day + 1)
    history = _deciding(arrival.history, move).plus(events=tuple(_evidence(flow, arrival, move, day)))
    if move.after is not None:
        decided = day if move.decided else arrival.day
        end = clock(flow, arrival._replace(history=history, day=decided), move)
        if end is not None:
            yield Try(history, end)
    elif move.when is None:
        yield Try(history, day)
    else:
        yield from _absent_or_not(flow, arrival._replace(history=history), move)


def _deciding(history: History, move: Move) -> History:
    """Without what is decided at the move, where it was done and nothing decided."""
    decided = dict(move.decided)
    events = (one for one in history.events if one.what not in decided or one.more)
    return history._replace(events=tuple(events))


def _evidence(flow: Flow, arrival: Arrival, move: Move, day: int) -> Iterator[Happened]:
    """What was decided, and what has to be on record first."""
    known = {one.what for one in arrival.history.events} | dict(move.decided).keys()
    for name, _ in move.needs:
        if name not in known and (name in flow.events or flow.actions[name].stage in arrival.passed):
            yield Happened(day, "action" if name in flow.actions else "recorded", name)
    for action, outcome in move.decided:
        reason = (("because", "an example"),) if move.needs_reason else ()
        yield Happened(day, "action", action, (("outcome", outcome), *reason))


def clock(flow: Flow, arrival: Arrival, move: Move) -> int | None:
    """The day on which the period of a move is over, if nothing else happens."""
    record = arrival.history.record()
    if record is None:
        return None
    coming = decide(flow, record, _date(arrival.day + 1)).coming
    found = [one.on for one in coming if one.kind == "move" and one.path[:4] == move.path[:4]]
    return found[0].toordinal() if found else None


def on_the_last_day(flow: Flow, arrival: Arrival, when: Move, end: int) -> Iterator[Try]:
    """Histories in which a condition might come to hold on the very day on which a period is over."""
    if _open(arrival.history) is not None:
        yield Try(arrival.history, end)
        yield Try(_ended(arrival.history, end - 1), end)
        return
    for absences in ending(flow, when, end):
        if absences[0].first > arrival.day:
            yield Try(arrival.history.plus(absences=absences), end)


def ending(flow: Flow, move: Move, end: int) -> Iterator[tuple[Away, ...]]:
    """The series that a condition names, each so that its last day, or the return from it, is a day."""
    kind = kind_for(move.when, flow)
    for one in series_for(walk(move.when)):
        span = back(flow, absences_of(one, flow, end, kind)) - end
        for begin in range(end - span - _WEEK, end):
            absences = tuple(absences_of(one, flow, begin, kind))
            if absences[-1].last == end:
                yield _still(absences)
            if back(flow, absences) == end:
                yield absences


def told_late(flow: Flow, arrival: Arrival, move: Move) -> Iterator[Try]:
    """Histories in which a condition comes to hold at one stroke: the absences become known together.

    Of people who work as the school does, and of some who work on one day of the week.
    """
    kind = kind_for(move.when, flow)
    for one in series_for(walk(move.when)):
        absences = tuple(absences_of(one, flow, arrival.day, kind))
        for lines, day in ((absences, back(flow, absences)), (_still(absences), absences[-1].last)):
            known = tuple(one._replace(known=day) for one in lines)
            history = arrival.history.plus(absences=known)
            yield Try(history, day or arrival.day)
            yield Try(history._replace(works_on=_date(absences[0].first).weekday()), day or arrival.day)


def _still(absences: tuple[Away, ...]) -> tuple[Away, ...]:
    """The same, the last of them not being over."""
    return (*absences[:-1], absences[-1]._replace(last=None))


def _absent_or_not(flow: Flow, arrival: Arrival, move: Move) -> Iterator[Try]:
    """What may make a condition hold: nothing, an event, an absence that goes on or ends, and more."""
    history, day = arrival.history, flow.calendar.next_open(arrival.day + 1)
    yield Try(history, day)
    if move.when is not None and move.when.negative:
        yield Try(history, arrival.day + longest_window(walk(move.when)))
    events = tuple(_recorded(flow, move, day))
    for event in events:
        yield Try(history.plus(events=(event,)), day)
    if len(events) > 1:
        yield Try(history.plus(events=events), day)
    open_ = _open(history)
    if open_ is None:
        yield from _series(flow, history, arrival.day, move)
        if events:
            yield from _series(flow, history.plus(events=events), arrival.day, move)
        return
    ended = _ended(history, arrival.day)
    returned = next_worked(flow, arrival.day + 1)
    yield Try(ended, returned)
    for one in series_for(_beside(flow, move)):
        if one.absences == 1 and open_.first + one.days - 1 > arrival.day:
            yield Try(history, open_.first + one.days - 1)
    yield from _series(flow, ended, returned, move)


def _recorded(flow: Flow, move: Move, day: int) -> Iterator[Happened]:
    """What a condition looks for in a record."""
    for one in walk(move.when):
        if one.word == "recorded":
            name = one.settings.what
            yield Happened(day, "action" if name in flow.actions else "recorded", name)


def recorded(flow: Flow, arrival: Arrival, stage: Stage) -> History:
    """The same, all that the moves of a stage look for being on record by the day of coming."""
    events = [one for move in stage.moves for one in _recorded(flow, move, arrival.day)]
    return arrival.history.plus(events=tuple(dict.fromkeys(events)))


def _beside(flow: Flow, move: Move) -> list[Condition]:
    """What a move asks for, and the others beside it: two may come to hold on one day."""
    return [one for other in flow.stage_left_by(move).moves for one in walk(other.when)]


def _open(history: History) -> Away | None:
    """The absence that goes on."""
    return next((one for one in history.absences if one.last is None), None)


def _ended(history: History, last: int) -> History:
    """The same, the absence that goes on being over on a day."""
    absences = (one._replace(last=last) if one.last is None else one for one in history.absences)
    return history._replace(absences=tuple(absences))


def _series(flow: Flow, history: History, after: int, move: Move) -> Iterator[Try]:
    kind = kind_for(move.when, flow)
    start = after - 1 if not history.events and not history.absences else after
    for one in series_for(_beside(flow, move)):
        absences = tuple(absences_of(one, flow, start, kind))
        last = absences[-1].last or absences[-1].first
        yield Try(history.plus(absences=_still(absences)), last)
        yield Try(history.plus(absences=absences), back(flow, absences))
