"""Census files (DfE School Workforce Census, XML) -> Person: read whole before anybody is given.

Somebody with posts in two schools stands in two files, so all files are read together; what is held
meanwhile is on disk, and has hashes in place of identifiers. A census has no number that may be shown:
people are called by a pseudonym, or without a key by their place in the file.
"""

import secrets
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import BinaryIO, NamedTuple

from flowrules.census.codes import Meanings
from flowrules.census.faults import Spot, Wrong, fault
from flowrules.census.identity import Doubles, together, who_is
from flowrules.census.members import Block, Member, NotACensus, members
from flowrules.census.notes import First, Tally
from flowrules.census.person import Entry, employment, person_of
from flowrules.engine.horizon import Horizon
from flowrules.people import Person, Stray
from flowrules.pseudonym import pseudonym
from flowrules.spill import Spill

Opened = Callable[[str], BinaryIO]


class Wishes(NamedTuple):
    """How a census is read: up to which day, what its codes mean, the key of the pseudonyms.

    `grouped`: whether the procedure has staff groups. `names`: whether people's names are wanted.
    """

    horizon: Horizon
    codes: Meanings
    key: bytes | None = None
    grouped: bool = True
    names: bool = False


def read_census(files: Iterable[str], opened: Opened, wishes: Wishes) -> Iterator[Person | Stray]:
    """Everybody in some census files, and then what is to be said of the files.

    Nobody, where one of the files cannot be read: what is missing could be about anybody.
    """
    tally = Tally(wishes.codes, grouped=not wishes.grouped)
    with Spill(1) as held:
        reader = _Reader(held, wishes)
        for name in files:
            try:
                with opened(name) as stream:
                    yield from reader.read(name, stream)
            except NotACensus as error:
                yield Stray((fault(error.rule, Spot(name, Block(error.line, 1, {}))),), rows=0)
                return
        for entries in reader.people():
            yield from _given(entries, wishes, tally)
    if reader.first:
        day = date.fromordinal(wishes.horizon.on)
        for note in tally.notes(reader.first, day, key=wishes.key is not None):
            yield Stray((note,), rows=0)


class _Reader:
    """Holds the entries of all files until it is known which of them are about the same people."""

    def __init__(self, held: Spill, wishes: Wishes) -> None:
        self.first: First | None = None
        self._held = held
        self._wishes = wishes
        self._key = wishes.key or secrets.token_bytes(32)  # to compare by; it is in no answer
        self._doubles = Doubles()
        self._number = 0

    def read(self, name: str, stream: BinaryIO) -> Iterator[Stray]:
        """Holds the entries of a file, and gives those that are nobody's."""
        header = Block(1, 1, {})
        for position, member in enumerate(members(stream), 1):
            header = member.file
            if not self._hold(name, position, member):
                spot = Spot(name, member.staff)
                yield Stray((fault("nobody-named", spot),), rows=1 + len(member.absences))
        self.first = self.first or First(name, header)
        if header.text("AbsencesIncluded").lower() in ("false", "no", "0"):
            yield Stray(
                (fault("no-absences", Spot(name, header), "AbsencesIncluded", note=True),), rows=0
            )

    def _hold(self, name: str, position: int, member: Member) -> bool:
        """Holds an entry; not one that cannot be anybody's."""
        who = who_is(member.staff, self._key)
        if who.best is None:
            return False
        self._number += 1
        place = (member.staff.line, member.staff.column)
        school = "/".join(filter(None, (member.file.text("LEA"), member.file.text("Estab"))))
        called = _name(member.staff) if self._wishes.names else None
        numbers = (self._number, name, position)
        entry = Entry(*numbers, place, who, member.contracts, member.absences, school or None, called)
        self._held.add((self._number,), entry)
        self._doubles.add(self._number, who)
        return True

    def people(self) -> Iterator[list[Entry]]:
        """The entries of each person."""
        entries = ((int(key[0]), entry) for key, entry in self._held)
        yield from together(entries, self._doubles.find())


def _name(staff: Block) -> str | None:
    return (
        " ".join(filter(None, (staff.text("PersonGivenName"), staff.text("PersonFamilyName")))) or None
    )


def _given(entries: list[Entry], wishes: Wishes, tally: Tally) -> Iterator[Person]:
    """The person, unless every contract had ended."""
    called = _called(entries, wishes.key)
    try:
        worked = employment(entries, date.fromordinal(wishes.horizon.on))
    except Wrong as wrong:
        tally.count(called, entries, None)
        yield person_of(entries, called, wrong, wishes.codes, wishes.horizon)
        return
    if worked.left:
        tally.leave_out(called)
    else:
        tally.count(called, entries, worked)
        yield person_of(entries, called, worked, wishes.codes, wishes.horizon)


def _called(entries: list[Entry], key: bytes | None) -> str:
    if key is None:
        return f"{Path(entries[0].file).stem} {entries[0].position}"
    whos = [entry.who for entry in entries]
    best = [who[kind] for kind in range(3) for who in whos]
    return pseudonym(next(identifier for identifier in best if identifier), key)
