"""Contacts on time: the return-to-work talk, and every other contact that an absence asks for once."""

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from flowrules.engine.contacts import Owed
from flowrules.flow import Contact, is_for
from flowrules.lines import Spell
from flowrules.metrics.seen import Seen
from flowrules.metrics.stays import How
from flowrules.metrics.times import Times

COUNTED = (
    "Absences of whatever category, and of each the contacts that fell on one of its days, or on "
    "the return, in the last 12 months: made by the last day for it, made later, or not on record "
    "though that day has passed. Contacts that repeat while somebody is away are not in it. A "
    "contact made settles every occasion up to its day or, where there was none, the next."
)

_FOR_EVER = 10**7


class Kept(NamedTuple):
    """Of how many people a contact was asked for, and how often it was made in time, later, or not."""

    people: int = 0
    in_time: Times = Times()
    late: Times = Times()
    missed: Times = Times()

    @property
    def whole(self) -> int:
        return self.in_time.times + self.late.times + self.missed.times

    def plus(self, hows: Counter[How]) -> "Kept":
        """With one more person, for whom it was so often kept so."""
        return Kept(
            self.people + 1,
            self.in_time.plus(hows["in time"]),
            self.late.plus(hows["late"]),
            self.missed.plus(hows["not on record"]),
        )


class Occasion(NamedTuple):
    """One time that a contact was asked for: by which day, and on which it was made, if it was."""

    contact: Contact
    due: int
    made: int | None

    @property
    def in_time(self) -> bool:
        return self.made is not None and self.made <= self.due

    @property
    def how(self) -> How:
        if self.made is None:
            return "not on record"
        return "in time" if self.in_time else "late"


class ContactsOnTime:
    """Each contact by its id, made in time, late or not at all."""

    def __init__(self) -> None:
        self._kept: dict[str, Kept] = {}

    def add(self, seen: Seen) -> None:
        own: dict[str, Counter[How]] = {}
        for one in occasions(seen):
            own.setdefault(one.contact.id, Counter())[one.how] += 1
        for id, hows in own.items():
            self._kept[id] = self._kept.get(id, Kept()).plus(hows)

    def result(self) -> dict[str, Kept]:
        return self._kept


def occasions(seen: Seen) -> Iterator[Occasion]:
    """Every time that a contact was asked for and was made, or might have been."""
    for contact in seen.flow.contacts:
        if contact.every is None and is_for(contact.groups, seen.group):
            yield from _of_contact(seen, contact)


def _of_contact(seen: Seen, contact: Contact) -> Iterator[Occasion]:
    spells = seen.all_spells()
    ends = [*(spell.first for spell in spells[1:]), _FOR_EVER]
    made = sorted(_made(seen, contact))
    for spell, end in zip(spells, ends, strict=False):
        days = [day for day in made if spell.first <= day < end]
        for owed, settled in _settled(sorted(_occasions(seen, spell, contact)), days):
            if owed.due >= seen.since and (settled is not None or owed.due < seen.on):
                yield Occasion(contact, owed.due, settled)


def _made(seen: Seen, contact: Contact) -> Iterator[int]:
    record, horizon = seen.answered.person.record, seen.on
    for event in record.events if record else ():
        known = max(event.on, event.known_on or event.on).toordinal()
        if event.contact == contact.id and known <= horizon:
            yield event.on.toordinal()


def _occasions(seen: Seen, spell: Spell, contact: Contact) -> Iterator[Owed]:
    """When the contact was owed in one absence, and by when."""
    calendar, timeline = seen.flow.calendar, seen.timeline
    assert timeline is not None
    for moment in contact.on:
        if moment.kind == "return":
            falls = spell.returns
        elif moment.kind == "day":
            falls = spell.first + moment.n - 1
        else:
            falls = timeline.nth_working(spell.first, moment.n)
        if falls is None or falls > seen.on or (moment.kind != "return" and falls > spell.last):
            continue
        day = calendar.next_open(falls) if contact.put_off else falls
        if moment.kind != "return" and falls < day and spell.returns and day >= spell.returns:
            continue  # put off until the person was back
        due = calendar.deadline(day, contact.within) if contact.within else day
        yield Owed(day, day if due is None else due)


def _settled(owed: list[Owed], made: list[int]) -> Iterator[tuple[Owed, int | None]]:
    """Each occasion with the day on which it was settled, if it was."""
    for day in made:
        now = [one for one in owed if one.day <= day] or owed[:1]
        yield from ((one, day) for one in now)
        owed = [one for one in owed if one not in now]
    yield from ((one, None) for one in owed)
