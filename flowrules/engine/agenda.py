"""Run -> agenda: everything outstanding, what waits, and what a person must decide."""

from collections.abc import Iterator
from datetime import date

from flowrules.calendar import Calendar, Duration
from flowrules.decision import Choice, Days, Item
from flowrules.engine.contacts import contact_items
from flowrules.engine.day import Run
from flowrules.engine.moves import missing
from flowrules.engine.stay import Stay
from flowrules.flow import Action, is_for
from flowrules.lines import UNDECIDED, Spell

_date = date.fromordinal
COUNTS = "counts"  # the id of the decision whether an absence counts


def agenda_of(person: Run) -> list[Item]:
    """Every item outstanding: earliest due first, then in file order, those without a day last."""
    items = [item for track in person.flow.tracks for item in _of_track(person, track.id)]
    items += _undecided(person)
    items += contact_items(person)
    return sorted(items, key=lambda item: item.due or date.max)


def next_of(agenda: list[Item]) -> Item | None:
    """The first of what somebody can still do and owes."""
    return next((item for item in agenda if item.status == "due"), None)


def _of_track(person: Run, track: str) -> Iterator[Item]:
    stays = person.stays[track]
    present = stays[-1]
    wanted = _wanted(person, present)
    for action in present.stage.actions:
        needed_since = wanted.pop(action.id, None)
        if needed_since is not None or is_open(person, present, action):
            yield _action_item(person, present, action, needed_since)
    for name, since in wanted.items():
        yield _evidence_item(person, present, name, since)
    for stay in stays[:-1]:
        yield from _left_over(person, stay)


def is_open(person: Run, stay: Stay, action: Action) -> bool:
    """Whether an action of the present stage is owed or offered, and not done."""
    if action.id in stay.done and action.every is None:
        return False
    if action.before is not None and action.before in stay.done:
        return False
    return _is_asked(person, stay, action) and not _has_lapsed(person, stay, action)


def _is_asked(person: Run, stay: Stay, action: Action) -> bool:
    """Whether an action is for this person, and its condition true."""
    if not is_for(action.groups, person.case.about.group):
        return False
    return action.condition is None or person.view(stay).ask(action.condition).true


def _wanted(person: Run, stay: Stay) -> dict[str, int]:
    """What held moves still need, and since when the first of them is held."""
    since: dict[str, int] = {}
    for place, held in stay.held.items():
        for name in missing(person, stay.stage.moves[place]):
            since[name] = min(held.since, since.get(name, held.since))
    return since


def _action_item(person: Run, stay: Stay, action: Action, needed_since: int | None = None) -> Item:
    due = _due(person, stay, action)
    waits = tuple(_waits_for(person, stay, action)) if needed_since is None else ()
    optional = action.optional and needed_since is None
    return Item(
        kind="action",
        action=action.id,
        do=action.do,
        by=action.by,
        due=_date(due) if due is not None else None,
        overdue_days=_overdue(person, due),
        status="optional" if optional else "waiting" if waits else "due",
        track=stay.stage.track,
        stage=stay.stage.id,
        notice=str(action.notice) if action.notice else None,
        companion=action.companion,
        postponement=str(action.postponement) if action.postponement else None,
        differs_from=action.differs_from,
        new_evidence=action.new_evidence,
        confidential=action.confidential,
        waits_for=waits,
        path=action.path,
    )


def _waits_for(person: Run, stay: Stay, action: Action) -> Iterator[str]:
    """The anchor without a day that it, or the action it comes before, counts from."""
    while action.before is not None:
        action = person.flow.actions[action.before]
        if action.id in _wanted(person, stay):
            return
    if person.anchor(action.anchor, stay) is None:
        yield action.anchor


def _overdue(person: Run, due: int | None) -> int:
    """Calendar days past the day it was due."""
    return max(0, person.day - due) if due is not None else 0


def _evidence_item(person: Run, stay: Stay, name: str, since: int) -> Item:
    """The missing piece of a held move: due since the day the move was first held."""
    flow = person.flow
    moves = [stay.stage.moves[place] for place in stay.held]
    move = next(one for one in moves if name in missing(person, one))
    action, event = flow.actions.get(name), flow.events.get(name)
    return Item(
        kind="evidence",
        action=name,
        do=action.do if action else event.title if event else name,
        by=(action.by if action else event.by if event else None) or "",
        due=_date(since),
        overdue_days=_overdue(person, since),
        status="due",
        track=stay.stage.track,
        stage=stay.stage.id,
        to=move.to,
        path=(*move.path, "needs", name),
    )


def _left_over(person: Run, stay: Stay) -> Iterator[Item]:
    """What follows an action done in a stage since left, such as the outcome letter."""
    for action in stay.stage.actions:
        done = stay.done.get(action.anchor)
        since = [day for day in person.recorded.get(action.id, ()) if done and day >= done[-1].day]
        falls_away = action.optional or action.every is not None or action.id in stay.done
        if done and not since and not falls_away and _is_asked(person, stay, action):
            yield _left_over_item(person, stay, action, done[-1].day)


def _left_over_item(person: Run, stay: Stay, action: Action, anchor: int) -> Item:
    due = person.plan.deadline(anchor, action.within) if action.within else None
    return _action_item(person, stay, action)._replace(
        due=_date(due) if due is not None else None,
        overdue_days=_overdue(person, due),
        status="due",
        waits_for=(),
    )


def undecided_spells(person: Run) -> list[Spell]:
    """The absences that count only once a person has said so."""
    if not person.case.asks_whether:
        return []
    return [spell for spell in person.spells if spell.status == UNDECIDED]


def _undecided(person: Run) -> list[Item]:
    return [
        Item(
            kind="decision",
            action=COUNTS,
            do="Decide whether the absence counts",
            by=person.flow.counting.decided_by or "",
            due=None,
            overdue_days=0,
            status="due",
            absence=days_of(spell),
            path=("counting", "categories"),
        )
        for spell in undecided_spells(person)
    ]


def days_of(spell: Spell) -> Days:
    return _date(spell.first), _date(spell.last)


def choices_of(person: Run) -> list[Choice]:
    """The decisions of the present stages that are not recorded yet, without offers that have lapsed."""
    present = [person.stays[track.id][-1] for track in person.flow.tracks]
    return [
        Choice(action.id, action.outcomes, action.by)
        for stay in present
        for action in stay.stage.actions
        if action.outcomes and stay.outcome(action.id) is None and _can_decide(person, stay, action)
    ]


def _can_decide(person: Run, stay: Stay, action: Action) -> bool:
    if action.id in _wanted(person, stay):
        return True
    return _is_asked(person, stay, action) and not _has_lapsed(person, stay, action)


def _has_lapsed(person: Run, stay: Stay, action: Action) -> bool:
    """Whether an action was an offer whose time has passed."""
    due = _deadline(person, stay, action) if action.optional else None
    return due is not None and due < person.day


def _due(person: Run, stay: Stay, action: Action) -> int | None:
    """The last day for an action, or the day since which a held move needs it, if that is earlier."""
    due, since = _deadline(person, stay, action), _wanted(person, stay).get(action.id)
    if since is None:
        return due
    return min(due or since, since) if action.id not in stay.done else since


def _deadline(person: Run, stay: Stay, action: Action) -> int | None:
    """The last day for an action; None where none is set, or it cannot be known."""
    calendar = person.flow.calendar
    if action.before is not None:
        other = _due(person, stay, person.flow.actions[action.before])
        return calendar.before(other, action.within) if other and action.within else other
    anchor = person.anchor(action.anchor, stay)
    length = action.within or action.every
    if anchor is None or length is None:
        return None
    first = person.plan.deadline(anchor, length)
    if action.every is None or first is None:
        return first
    done = [one.day for one in stay.done.get(action.id, ())]
    return _unsettled(_repeats(calendar, first, action.every), done)


def _repeats(calendar: Calendar, first: int, every: Duration) -> Iterator[int]:
    """The days of something done again and again, each reckoned from the first."""
    day: int | None = first
    times = 0
    while day is not None:
        yield day
        times += 1
        if every.unit == "working day":  # so many open days on, wherever one begins
            day = calendar.deadline(day, every)
        else:
            day = calendar.deadline(first, Duration(every.n * times, every.unit))


def _unsettled(due: Iterator[int], done: list[int]) -> int | None:
    """The first day left: one done settles all due by its day or, if none was, the next."""
    ahead = next(due, None)
    for day in done:
        if ahead is not None and ahead > day:
            ahead = next(due, None)
        while ahead is not None and ahead <= day:
            ahead = next(due, None)
    return ahead
