"""Contacts on time: the return-to-work talk, and every other contact that an absence asks for once."""

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from flowrules.engine.contacts import day_of, owed_on
from flowrules.flow import Contact, Flow, is_for
from flowrules.lines import FAR, Spell
from flowrules.metrics.seen import Seen
from flowrules.metrics.stays import How
from flowrules.metrics.times import Times

COUNTED = (
    "Absences of whatever category, and of each the contacts that fell on one of its days, or on "
    "the return, and whose last day is in the last 12 months: made by that day, made later, or not on "
    "record though that day has passed. The version of the procedure that decided on a day says which "
    "contacts fell on it. Contacts that repeat while somebody is away are not in it. A "
    "contact made settles every occasion up to its day or, where there was none, the next."
)


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
    """One time that a contact was asked for: on which day, by which, and when it was made, if it was.

    `flow` is the version that asked for it.
    """

    flow: Flow
    contact: Contact
    day: int
    due: int
    made: int | None = None

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
    spells, made = seen.all_spells(), _made(seen)
    ends = [*(spell.first for spell in spells[1:]), FAR]
    for spell, end in zip(spells, ends, strict=False):
        for id, owed in _asked(seen, spell).items():
            days = [day for day in made.get(id, ()) if spell.first <= day < end]
            for one in _settled(owed, days):
                if one.due >= seen.since and (one.made is not None or one.due < seen.on):
                    yield one


def contacts_by_id(flow: Flow) -> dict[str, Contact]:
    """Every contact as the latest version has it, those too that only an earlier one asks for."""
    return {contact.id: contact for version in flow.chain() for contact in version.contacts}


def _made(seen: Seen) -> dict[str, list[int]]:
    """The days on which each contact was made, in order."""
    record = seen.answered.person.record
    made: dict[str, list[int]] = {}
    for event in sorted(record.events if record else (), key=lambda one: one.on):
        known = max(event.on, event.known_on or event.on).toordinal()
        if event.contact is not None and known <= seen.on:
            made.setdefault(event.contact, []).append(event.on.toordinal())
    return made


def _asked(seen: Seen, spell: Spell) -> dict[str, list[Occasion]]:
    """The occasions of one absence by contact, in order: each day asks by the version then in force."""
    found = [
        one
        for flow in seen.flow.chain()
        for contact in flow.contacts
        if contact.every is None and is_for(contact.groups, seen.group)
        for one in _of_contact(seen, spell, flow, contact)
    ]
    asked: dict[str, list[Occasion]] = {}
    for one in sorted(found, key=lambda one: (one.day, one.due)):
        asked.setdefault(one.contact.id, []).append(one)
    return asked


def _of_contact(seen: Seen, spell: Spell, flow: Flow, contact: Contact) -> Iterator[Occasion]:
    """When a contact of a version was owed in one absence, and by when."""
    timeline = seen.timeline
    assert timeline is not None
    for moment in contact.on:
        falls = day_of(moment, spell, timeline)
        if falls is None or falls > seen.on or (moment.kind != "return" and falls > spell.last):
            continue
        if seen.in_force(falls) is not flow:
            continue
        one = owed_on(falls, spell, contact, flow.calendar, flow.calendar.deadline)
        if one is not None:
            yield Occasion(flow, contact, one.day, one.due)


def _settled(owed: list[Occasion], made: list[int]) -> Iterator[Occasion]:
    """Each occasion with the day on which it was settled, if it was."""
    for day in made:
        now = [one for one in owed if one.day <= day] or owed[:1]
        yield from (one._replace(made=day) for one in now)
        owed = owed[len(now) :]
    yield from owed
