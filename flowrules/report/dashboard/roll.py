"""Everybody -> Roll: what people are called on the page, which need not say who they are.

Without names somebody is `Person 12`. The numbers are drawn from everything that was read, so nobody can
work them out who does not have all of it; and the same records give the same numbers, so whoever has
them makes the page again with names to see who Person 12 is.
"""

from collections import Counter
from collections.abc import Iterable
from hashlib import sha256
from hmac import digest
from typing import NamedTuple

from flowrules.metrics.suppression import LEAST
from flowrules.people import Person
from flowrules.report.dashboard.blocks import NOT_SHOWN

NOT_GIVEN = "not given"


class Entry(NamedTuple):
    """Somebody as they were read; of a record, its hash alone."""

    id: str
    name: str | None
    school: str | None
    manager: str | None
    group: str | None
    sha256: str


class Label(NamedTuple):
    """What somebody is called: `text`, and small print beside it; `number` names their place."""

    number: int
    text: str
    note: str = ""

    @property
    def anchor(self) -> str:
        return f"person-{self.number}"


def entry_of(person: Person) -> Entry:
    group = person.record.employee.group if person.record else None
    return Entry(person.id, person.name, person.school, person.manager, group, person.sha256)


class Kinds:
    """The schools, or the staff groups, of everybody, and which of them nobody is said to be of.

    A school of a few people would say who they are. A table names it, so those whose school is not
    shown must be of several schools, with five people or more; else nobody's school is shown.
    """

    def __init__(self, values: Iterable[str | None], *, names: bool) -> None:
        sizes = Counter(one for one in values if one)
        self.many = len(sizes) > 1
        self.unnamed = frozenset[str | None]() if names else _unnamed(sizes)

    def of(self, value: str | None) -> str:
        """What is said of somebody's."""
        if value in self.unnamed:
            return NOT_SHOWN
        return NOT_GIVEN if value is None else value


def _unnamed(sizes: Counter[str]) -> frozenset[str | None]:
    """The small ones and, where these are of fewer than five people, the next; at last also None."""
    if not any(size < LEAST for size in sizes.values()):
        return frozenset()
    away: set[str | None] = set()
    people = 0
    for name, size in sorted(sizes.items(), key=lambda one: (one[1], one[0])):
        if size < LEAST or people < LEAST:
            away.add(name)
            people += size
    return frozenset(away if people >= LEAST else {*away, None})


class Roll:
    """Everybody, in the order in which they were read."""

    def __init__(self, entries: Iterable[Entry], *, names: bool) -> None:
        self._entries = list(entries)
        self._names = names
        self._numbers = _numbers(self._entries)
        self.schools = Kinds((one.school for one in self._entries), names=names)
        self.groups = Kinds((one.group for one in self._entries), names=names)

    def __len__(self) -> int:
        return len(self._entries)

    def label(self, at: int) -> Label:
        entry, number = self._entries[at], self._numbers[at]
        if not self._names:
            return Label(number, f"Person {number}")
        called = f"{entry.name} ({entry.id})" if entry.name else entry.id
        return Label(number, called, f"Person {number}")

    def school(self, at: int) -> str:
        return self.schools.of(self._entries[at].school)

    def group(self, at: int) -> str:
        return self.groups.of(self._entries[at].group)

    def manager(self, at: int) -> str:
        """The line manager, whose name is shown only where names are."""
        return (self._entries[at].manager or "") if self._names else ""

    @property
    def many_schools(self) -> bool:
        return self.schools.many

    @property
    def many_groups(self) -> bool:
        return self.groups.many


def _numbers(entries: list[Entry]) -> list[int]:
    """A number for each, from 1, in an order that says nothing of the ids."""
    key = sha256("\n".join(sorted(one.sha256 for one in entries)).encode()).digest()
    order = sorted(
        range(len(entries)), key=lambda at: (digest(key, entries[at].id.encode(), "sha256"), at)
    )
    numbers = [0] * len(entries)
    for number, at in enumerate(order, start=1):
        numbers[at] = number
    return numbers
