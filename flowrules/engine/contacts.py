"""Run -> the contacts owed in the absence in progress, or in the latest one.

Older absences are history: a call that nobody recorded two years ago is not on today's agenda.
"""

from collections.abc import Callable, Iterator
from datetime import date
from itertools import count
from typing import NamedTuple

from flowrules.calendar import Calendar, Duration, shift
from flowrules.decision import Item
from flowrules.engine.day import Run
from flowrules.flow import Contact, Moment, is_for
from flowrules.lines import Spell, in_progress
from flowrules.timeline import Timeline

_date = date.fromordinal


class Owed(NamedTuple):
    """One occurrence: the day it falls on, the last day for it, and whether it is one on return."""

    day: int
    due: int
    on_return: bool


def contact_items(person: Run) -> list[Item]:
    """For each contact, in file order: the last one missed, then the one due."""
    if not person.spells:
        return []
    spell = in_progress(person.spells) or person.spells[-1]
    group = person.case.about.group
    asked = [contact for contact in person.flow.contacts if is_for(contact.groups, group)]
    return [item for contact in asked for item in _items(person, spell, contact)]


def _items(person: Run, spell: Spell, contact: Contact) -> Iterator[Item]:
    owed = _unsettled(person, spell, contact)
    missed = [one for one in owed if one.due < person.day]
    due = [one for one in owed if one.due >= person.day]
    for one in missed[-1:]:
        yield _item(person, spell, contact, one, missed=True)
    for one in due[:1]:
        yield _item(person, spell, contact, one, missed=False)


def _unsettled(person: Run, spell: Spell, contact: Contact) -> list[Owed]:
    """A recorded contact settles all owed by its day; if none was owed, the next."""
    owed = sorted(_occurrences(person, spell, contact))
    for day in person.contacts.get(contact.id, ()):
        if day < spell.first:
            continue
        owed = owed[sum(one.day <= day for one in owed) or 1 :]
    return owed


def _occurrences(person: Run, spell: Spell, contact: Contact) -> Iterator[Owed]:
    """Those that fall inside the absence as far as it is known, and the next if it goes on."""
    for falls in _days(person, spell, contact):
        one = owed_on(falls, spell, contact, person.flow.calendar, person.plan.deadline)
        if one is not None:
            yield one


def owed_on(
    falls: int,
    spell: Spell,
    contact: Contact,
    calendar: Calendar,
    deadline: Callable[[int, Duration], int | None],
) -> Owed | None:
    """The occurrence that falls on a day; None where it is put off until the person was back."""
    day = calendar.next_open(falls) if contact.put_off else falls
    if falls < day and falls <= spell.last and spell.returns is not None and day >= spell.returns:
        return None
    due = deadline(day, contact.within) if contact.within else day
    return Owed(day, day if due is None else due, on_return=falls == spell.returns)


def _days(person: Run, spell: Spell, contact: Contact) -> Iterator[int]:
    for moment in contact.on:
        first = day_of(moment, spell, person.case.timeline)
        if first is None:
            continue
        if moment.kind != "return":
            ahead = 1 + len(person.contacts.get(contact.id, ()))
            yield from _until(contact, spell, _while_away(person, spell, first, contact.every, ahead))
        elif first <= person.day:
            yield first


def _until(contact: Contact, spell: Spell, days: Iterator[int]) -> Iterator[int]:
    """The days up to the last one that a repeat may fall on."""
    for day in days:
        if contact.until is not None and day > spell.first + contact.until.n - 1:
            return
        yield day


def day_of(moment: Moment, spell: Spell, timeline: Timeline) -> int | None:
    """The day of an absence, or of the return from it, that a moment is; None while nobody is back."""
    if moment.kind == "return":
        return spell.returns
    if moment.kind == "day":
        return spell.first + moment.n - 1
    return timeline.nth_working(spell.first, moment.n)


def _while_away(
    person: Run, spell: Spell, first: int, every: Duration | None, ahead: int
) -> Iterator[int]:
    """The day itself and its repeats, each reckoned from the first, as long as the absence lasts.

    Only while the person is still away are some given that lie ahead: one, and one more for each
    contact made, since a contact made early settles the next.
    """
    ahead = ahead if spell.returns is None else 0
    for times in count() if every else range(1):
        day = shift(first, Duration(every.n * times, every.unit)) if every else first
        if day > spell.last:
            if ahead == 0:
                return
            ahead -= 1
        if not person.flow.calendar.knows(day):
            return
        yield day


def _item(person: Run, spell: Spell, contact: Contact, one: Owed, *, missed: bool) -> Item:
    """What the file says to do about a missed call is for while the person is away, or one on return."""
    away = spell.returns is None or spell.returns > person.day
    return Item(
        kind="contact",
        action=contact.id,
        do=contact.do,
        by=contact.who,
        due=_date(one.due),
        overdue_days=max(0, person.day - one.due),
        status="missed" if missed else "due",
        at=contact.at,
        instead=contact.instead,
        if_missed=contact.if_missed if missed and (away or one.on_return) else None,
        absence=(_date(spell.first), _date(spell.last)),
        path=contact.path,
    )
