"""Run -> what comes up if nothing else happens, and how far each trigger is.

Both are found by asking the same functions that decide, on later days or of added absences.
"""

from collections.abc import Iterator
from datetime import date

from flowrules.calendar import shift
from flowrules.counting import clip
from flowrules.decision import Coming, Distance, Unknown
from flowrules.engine.agenda import days_of
from flowrules.engine.day import Run, Stay
from flowrules.flow import Move, walk
from flowrules.timeline import COUNTS, Line, Timeline
from flowrules.view import Condition, View

_date = date.fromordinal
_FAR = 366  # days looked ahead


def coming_of(person: Run) -> list[Coming]:
    """Periods that end, absences that leave a window, lengths that are reached; by day."""
    found = [
        coming
        for track in person.flow.tracks
        for move in person.stays[track.id][-1].stage.moves
        for coming in _of_move(person, person.stays[track.id][-1], move)
    ]
    return sorted(dict.fromkeys(found), key=lambda one: one.on)


def _of_move(person: Run, stay: Stay, move: Move) -> Iterator[Coming]:
    yield from _period(person, stay, move)
    for condition in walk(move.when):
        if condition.word == "continuous":
            yield from _length(person, stay, move, condition)
        elif condition.counts and not condition.members:
            yield from _leaving(person, stay, move, condition)


def _period(person: Run, stay: Stay, move: Move) -> Iterator[Coming]:
    """The day a move with `after` is taken, unless something beside it is still to come true."""
    end = person.end_of(stay, move)
    decided = all(stay.outcome(action) == outcome for action, outcome in move.decided)
    if end is not None and end >= person.day and decided and move.when is None:
        missing = tuple(person.missing(move, on=end + 1))
        yield _coming(end + 1, "move", stay, move, to=move.to, waits_for=missing)


def _length(person: Run, stay: Stay, move: Move, condition: Condition) -> Iterator[Coming]:
    """The day on which the absence in progress will have lasted so long, if it goes on."""
    view = person.view(stay)
    spell = view.in_progress()
    if spell is None or view.ask(condition).true or spell.last < person.day:
        return
    timeline = _if_away_from(person, person.day + 1)
    for day in range(person.day + 1, person.day + _FAR):
        if _seen(person, stay, timeline, day).ask(condition).true:
            yield _coming(day, "reaches-length", stay, move, trigger=move.trigger, path=condition.path)
            return


def _leaving(person: Run, stay: Stay, move: Move, condition: Condition) -> Iterator[Coming]:
    """The day on which the oldest absence in a rolling window is no longer in it."""
    window = condition.settings.window
    if window.within is None:
        return
    counted = person.view(stay).reasons(condition)[0].absences
    if not counted:
        return
    spells = [spell for spell in person.counted if days_of(spell)[1] >= counted[0][0]]
    oldest = spells[0]
    if not oldest.over:
        return
    edge = person.rules.edges["since" if window.since else "within"]
    for day in range(person.day + 1, person.day + 5 * _FAR):
        low = shift(day, window.within, -1) - person.rules.reach
        if clip(oldest.first, oldest.last, low, day, edge) is None:
            yield _coming(
                day,
                "absence-leaves-window",
                stay,
                move,
                trigger=move.trigger,
                absence=days_of(oldest),
                path=condition.path,
            )
            return


def _coming(day: int, kind: str, stay: Stay, move: Move, **more: object) -> Coming:
    found = {"path": move.path, **more}
    return Coming(_date(day), kind, stay.stage.track, stay.stage.id, **found)  # type: ignore[arg-type]


def distance_of(person: Run) -> list[Distance]:
    """For each trigger on absence that could move the present stages: how far away it is."""
    found: dict[tuple[str, str], Distance] = {}
    for track in person.flow.tracks:
        stay = person.stays[track.id][-1]
        for move in stay.stage.moves:
            key = (track.id, move.trigger or "")
            if move.when is None or move.trigger is None or key in found:
                continue
            if move.when.counts or (_is_on_length(move.when) and not move.when.negative):
                found[key] = _distance(person, stay, move.when, move.trigger)
    return list(found.values())


def _is_on_length(condition: Condition) -> bool:
    return any(one.word == "continuous" for one in walk(condition))


def _distance(person: Run, stay: Stay, condition: Condition, trigger: str) -> Distance:
    """The fewest working days away in a row, from the next one on, that would make it true."""
    first = person.case.timeline.next_working(person.day + 1)
    present = person.view(stay)
    found = Distance(
        trigger,
        stay.stage.track,
        one_more_absence=False,
        days=None,
        from_=_date(first),
        goes_on=present.in_progress() is not None,
    )
    if found.goes_on and present.ask(condition).true:
        return found._replace(days=0)
    timeline = _if_away_from(person, first)
    working = (day for day in range(first, first + _FAR) if timeline.is_working(day))
    for days, day in enumerate(working, start=1):
        if _seen(person, stay, timeline, day).ask(condition).true:
            return found._replace(days=days, one_more_absence=days == 1 and not found.goes_on)
    return found._replace(unknown=next(_dayless(person, stay, condition), None))


def _dayless(person: Run, stay: Stay, condition: Condition | None) -> Iterator[str]:
    """The anchors of a condition that have no day yet."""
    for one in walk(condition):
        if one.anchor is not None and person.anchor(one.anchor, stay) is None:
            yield one.anchor


def waiting_for_a_day(person: Run) -> list[Unknown]:
    """Actions of stages left that a present move counts from, and that are not on record.

    One of the present stage is on the agenda, and needs no telling.
    """
    found = []
    for track in person.flow.tracks:
        stay = person.stays[track.id][-1]
        for move in stay.stage.moves:
            names = list(_dayless(person, stay, move.when))
            if move.after is not None and person.anchor(move.anchor, stay) is None:
                names.append(move.anchor)
            found += [
                Unknown("no-day", stage=stay.stage.id, anchor=name)
                for name in names
                if name in person.flow.actions and person.flow.actions[name].stage != stay.stage.id
            ]
    return list(dict.fromkeys(found))


def _if_away_from(person: Run, first: int) -> Timeline:
    """The person's absences, if the one in progress goes on, or else one more begins on a day."""
    case = person.case
    present = next((spell for spell in reversed(person.counted) if not spell.over), None)
    if present is not None:
        going_on = present.lines[-1]
        lines = tuple(
            line._replace(last=None) if line.place == going_on else line for line in case.lines
        )
    else:
        added = Line(first, None, COUNTS, None, COUNTS, (), len(case.lines))
        lines = (*(_cut(line, person.day) for line in case.lines), added)
    return case.with_lines(lines, person.flow).timeline


def _cut(line: Line, day: int) -> Line:
    return line._replace(last=day if line.last is None else min(line.last, day))


def _seen(person: Run, stay: Stay, timeline: Timeline, day: int) -> View:
    """A day to come, against other absences, as the moves of a stay would see it."""
    counted = [spell for spell in timeline.spells(day) if spell.status == COUNTS]
    return View(
        day,
        timeline,
        counted,
        anchor=lambda name: person.anchor(name, stay),
        recorded=person.recorded,
        rules=person.rules,
    )
