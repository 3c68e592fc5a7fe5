"""People from several inputs -> the same people, but for those who stand in two of them.

Which of two records is right cannot be known, so neither is used. Everybody must be read before the
first can be given; what is held meanwhile lies in a `Spill`.
"""

from collections.abc import Iterator
from typing import Any

from flowrules.alike import compared
from flowrules.finding import Finding
from flowrules.people import Person, Stray
from flowrules.spill import Spill


def each_once(found: Iterator[Person | Stray]) -> Iterator[Person | Stray]:
    """Strays at once, then everybody in the order in which they came."""
    with Spill(1) as held, Spill(1) as numbers:
        for number, one in enumerate(found):
            if isinstance(one, Stray):
                yield one
            else:
                held.add((number,), one)
                if _is_named(one):
                    numbers.add((compared(one.id),), number)
        double = dict(_doubles(numbers))
        met: dict[Any, list[Person]] = {}
        for (place,), person in held:
            mates = double.get(int(place))
            if mates is None:
                yield person
                continue
            together = met.setdefault(mates, [])
            together.append(person)
            if len(together) == len(mates):
                yield _neither(met.pop(mates))


def _is_named(person: Person) -> bool:
    """Whether it is a number of the person's own, rather than of the place where the record stands."""
    return person.record is None or person.record.employee.id is not None


def _doubles(numbers: Spill) -> Iterator[tuple[Any, tuple[int, ...]]]:
    """For each person who stands in two places, all of those places."""
    for _, same in numbers.groups():
        if len(same) > 1:
            yield from ((number, tuple(same)) for number in same)


def _neither(same: list[Person]) -> Person:
    """One person without a record, with a finding at each place."""
    places = [person.places.placed([_finding("")])[0] for person in same]
    findings = []
    for person, place in zip(same, places, strict=True):
        others = [f"{one.file}, line {one.line}" for one in places if one is not place]
        findings += person.places.placed([_finding(" and in ".join(others))])
    return same[0]._replace(
        record=None,
        hashed="",
        findings=tuple(finding for person in same for finding in person.findings) + tuple(findings),
        rows=sum(person.rows for person in same),
        rejected=sum(person.rows for person in same),
    )


def _finding(others: str) -> Finding:
    message = f"this employee stands in {others} too, and neither is used"
    help = "give each employee once; the tables of one export are put together"
    return Finding("FR617", "two-inputs", "error", (), message, help)
