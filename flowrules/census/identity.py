"""Members of a census -> who is who: identifiers are hashed with a key at once, and never kept.

A person may have two entries (in two schools, or under two posts), and not every entry has the same
identifiers: two that share a teacher number or a National Insurance number are one person, and so are
two of one name and birth date whose numbers do not say otherwise.
"""

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple, TypeVar

from flowrules.census.members import Block
from flowrules.pseudonym import keyed_hash
from flowrules.spill import Spill

Entry = TypeVar("Entry")


class Who(NamedTuple):
    """What an entry says of who it is about, hashed: teacher number, NI number, name and birth date."""

    teacher: str | None
    insured: str | None
    named: str | None

    @property
    def best(self) -> str | None:
        """What the person is known by from year to year."""
        return self.teacher or self.insured or self.named


def who_is(staff: Block, key: bytes) -> Who:
    """Reads the identifiers of an entry and forgets them."""
    teacher = "".join(letter for letter in staff.text("TeacherNumber") if letter.isdigit()).lstrip("0")
    insured = "".join(staff.text("NINumber").split()).upper()
    names = [" ".join(staff.text(name).split()) for name in ("PersonFamilyName", "PersonGivenName")]
    born = staff.text("PersonBirthDate")[:10]
    named = "\n".join([*names, born]).casefold() if all([*names, born]) else ""
    return Who(
        _hash("teacher", teacher, key), _hash("insured", insured, key), _hash("named", named, key)
    )


def _hash(kind: str, identifier: str, key: bytes) -> str | None:
    return keyed_hash(f"{kind} {identifier}", key).hex() if identifier else None


class Doubles:
    """Finds the entries that are about the same people; what is held is on disk, but for the doubles."""

    def __init__(self) -> None:
        self._held = Spill(1)

    def add(self, number: int, who: Who) -> None:
        for identifier in filter(None, who):
            self._held.add((identifier,), (number, who))

    def find(self) -> dict[int, int]:
        """For each entry that has others, the first of them all."""
        first: dict[int, int] = {}
        with self._held as held:
            for shared, same in held.groups():
                by_name = shared == same[0][1].named
                if not by_name or not _two_people(who for _, who in same):
                    for (one, _), (other, _) in pairwise(same):
                        _join(first, one, other)
        return {number: _root(first, number) for number in first}


def _two_people(of_one_name: Iterable[Who]) -> bool:
    """Whether people of one name and birth date have different numbers."""
    all = list(of_one_name)
    return any(len({who[kind] for who in all} - {None}) > 1 for kind in range(2))


def _join(first: dict[int, int], one: int, other: int) -> None:
    roots = sorted((_root(first, one), _root(first, other)))
    first[roots[1]] = first[roots[0]] = roots[0]
    first.setdefault(one, roots[0])
    first.setdefault(other, roots[0])


def _root(first: dict[int, int], number: int) -> int:
    while first.get(number, number) != number:
        number = first[number]
    return number


def together(entries: Iterable[tuple[int, Entry]], doubles: dict[int, int]) -> Iterator[list[Entry]]:
    """Entries in their order, those of one person together, where the last of them stands."""
    left: dict[int, int] = {}
    for root in doubles.values():
        left[root] = left.get(root, 0) + 1
    waiting: dict[int, list[Entry]] = {}
    for number, entry in entries:
        if number not in doubles:
            yield [entry]
            continue
        root = doubles[number]
        waiting.setdefault(root, []).append(entry)
        if len(waiting[root]) == left[root]:
            yield waiting.pop(root)
