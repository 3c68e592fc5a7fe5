"""Run -> what comes up if nothing else happens, and how far each trigger is.

Both are found by asking the same functions that decide, on later days or of added absences.
"""

from bisect import bisect_left
from collections.abc import Iterator
from datetime import date

from flowrules.conditions import has_part
from flowrules.counting import Count
from flowrules.decision import Coming, Distance, Unknown
from flowrules.engine.agenda import days_of
from flowrules.engine.day import Run
from flowrules.engine.moves import end_of, is_decided, missing
from flowrules.engine.past import Supposed
from flowrules.engine.stay import Stay
from flowrules.flow import Move, asserted, is_assessed_on_return, is_for, walk
from flowrules.lines import COUNTS, Line, Spell, in_progress
from flowrules.timeline import Timeline
from flowrules.view import LOWER, Condition, View
from flowrules.window import spells_for

_date = date.fromordinal
_FAR = 366  # days looked ahead


def coming_of(person: Run, *, whole: bool) -> list[Coming]:
    """What comes up, by day: periods that end and, of the `whole`, absences that leave a window and
    lengths that are reached.
    """
    found_by = _of_move if whole else _period
    found = [
        coming
        for track in person.flow.tracks
        for move in person.stays[track.id][-1].stage.moves
        if is_for(move.groups, person.case.about.group)
        for coming in found_by(person, person.stays[track.id][-1], move)
    ]
    return sorted(dict.fromkeys(found), key=lambda one: one.on)


def _of_move(person: Run, stay: Stay, move: Move) -> Iterator[Coming]:
    yield from _period(person, stay, move)
    for condition in person.plan.asked[move.path]:
        if condition.word == "continuous":
            yield from _length(person, stay, move, condition)
        elif condition.counts and isinstance(condition.settings, Count):
            yield from _leaving(person, stay, move, condition)


def _period(person: Run, stay: Stay, move: Move) -> Iterator[Coming]:
    """The day a move with `after` is taken, unless something beside it is still to come true."""
    end = end_of(person, stay, move)
    if end is not None and end >= person.day and is_decided(stay, move) and move.when is None:
        waits = tuple(missing(person, move, on=end + 1))
        yield _coming(end + 1, "move", stay, move, to=move.to, waits_for=waits)


def _length(person: Run, stay: Stay, move: Move, condition: Condition) -> Iterator[Coming]:
    """The day on which the absence in progress will have lasted so long, if it goes on."""
    view = person.view(stay)
    present = in_progress(person.spells)
    if present is None or view.ask(condition).true or present.last < person.day:
        return
    timeline = _if_away_from(person, person.day + 1, present)
    days = range(person.day + 1, person.day + _FAR)
    day = _first_true(person, stay, timeline, condition, days)
    if day is not None:
        yield _coming(day, "reaches-length", stay, move, trigger=move.trigger, path=condition.path)


def _leaving(person: Run, stay: Stay, move: Move, condition: Condition) -> Iterator[Coming]:
    """The day on which the oldest absence counted in a rolling window is no longer part of the count."""
    window = condition.settings.window
    if window.within is None:
        return
    view = person.view(stay)
    counted = view.reasons(condition)[0].absences
    if not counted:
        return
    seen = spells_for(condition.settings.chosen, view)
    oldest = next(spell for spell in seen if days_of(spell)[1] >= counted[0][0])
    if not oldest.over:
        return
    days = range(person.day + 1, person.day + 5 * _FAR)
    at = bisect_left(days, True, key=lambda day: not has_part(condition, oldest, view._replace(day=day)))
    if at < len(days):
        yield _coming(
            days[at],
            "absence-leaves-window",
            stay,
            move,
            trigger=move.trigger,
            absence=days_of(oldest),
            path=condition.path,
        )


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
            if not is_for(move.groups, person.case.about.group):
                continue
            if move.when.counts or _is_on_length(move.when):
                found[key] = _distance(person, stay, move.when, move.trigger)
    return list(found.values())


def _is_on_length(condition: Condition) -> bool:
    """Whether it holds, outside any `not`, a length of absence with a lower bound."""
    lengths = [one for one in asserted(condition) if one.word == "continuous"]
    return any(word in LOWER for one in lengths for word, _ in one.settings.bounds)


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
        on_return=is_assessed_on_return(condition),
    )
    if found.goes_on and present.ask(condition).true:
        return found._replace(days=0)
    timeline = _if_away_from(person, first, present.in_progress())
    met = _first_true(person, stay, timeline, condition, range(first, first + _FAR), working=True)
    if met is not None:
        days = sum(map(timeline.is_working, range(first, met + 1)))
        return found._replace(days=days, one_more_absence=days == 1 and not found.goes_on)
    return found._replace(unknown=next(_dayless(person, stay, walk(condition)), None))


def _first_true(
    person: Run,
    stay: Stay,
    timeline: Timeline,
    condition: Condition,
    days: range,
    *,
    working: bool = False,
) -> int | None:
    """The first of some days (or of those worked) on which a condition is true of other absences."""
    day = days.start
    while day < days.stop:
        if not working or timeline.is_working(day):
            view = _seen(person, stay, timeline, day)
            if view.ask(condition).true:
                return day
            day = max(day, view.soonest(condition, "true") - 1)
        day += 1
    return None


def _dayless(person: Run, stay: Stay, conditions: list[Condition]) -> Iterator[str]:
    """The anchors of conditions that have no day yet."""
    for one in conditions:
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
            names = list(_dayless(person, stay, person.plan.asked[move.path]))
            if move.after is not None and person.anchor(move.anchor, stay) is None:
                names.append(move.anchor)
            found += [
                Unknown("no-day", stage=stay.stage.id, anchor=name)
                for name in names
                if name in person.flow.actions and person.flow.actions[name].stage != stay.stage.id
            ]
    return list(dict.fromkeys(found))


def _if_away_from(person: Run, first: int, present: Spell | None) -> Timeline:
    """The person's absences, if the one in progress goes on, or else one more begins on a day."""
    case = person.case
    if present is not None:
        lines = _going_on(present.lines[-1], person)
    else:
        kinds = person.flow.counting.categories.items()
        kind = next((name for name, status in kinds if status == COUNTS), "")
        added = Line(first, None, COUNTS, None, COUNTS, (), len(case.lines), category=kind)
        lines = (*(_cut(line, person.day) for line in case.lines), added)
    return case.with_lines(lines).timeline


def _going_on(place: int, person: Run) -> tuple[Line, ...]:
    """The lines, were one of them to go on without an end.

    What another system says that one lost, and that is over by the day asked about, stays as it is: the
    further days are a line of their own, where lines can be joined.
    """
    case = person.case
    line = next(line for line in case.lines if line.place == place)
    alone = line.days_lost is None or person.flow.counting.keeping.join == "never"
    if alone or line.last is None or line.last > person.day:
        return tuple(one._replace(last=None) if one.place == place else one for one in case.lines)
    rest = line._replace(
        first=line.last + 1,
        last=None,
        place=len(case.lines),
        known=0,
        part=None,
        hours=None,
        days=None,
        days_lost=None,
    )
    return (*case.lines, rest)


def _cut(line: Line, day: int) -> Line:
    """A line ended by a day; what it lost in all is not known of one that was to go on."""
    if line.last is not None and line.last <= day:
        return line
    return line._replace(last=day, days_lost=None)


def _seen(person: Run, stay: Stay, timeline: Timeline, day: int) -> View:
    """A day to come, against other absences, as the moves of a stay would see it."""
    spells = timeline.spells(day)
    return View(
        day=day,
        timeline=timeline,
        spells=spells,
        counted=[spell for spell in spells if spell.status == COUNTS],
        about=person.case.about,
        history=Supposed(person, stay),
        rules=person.unwatched,
    )
