"""People -> cells, filters and the order of rows: what every table about people shares."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any, Protocol, TypeVar

from flowrules.report.dashboard.blocks import Cell, Filter, Option
from flowrules.report.dashboard.roll import Roll
from flowrules.words import say_weekday


def person_cell(roll: Roll, at: int) -> Cell:
    """Somebody, leading to what is known of them."""
    label = roll.label(at)
    return Cell(label.text, f"{label.number:07d}", label.anchor, label.note, whole=not label.note)


class About(Protocol):
    """Anything about somebody."""

    @property
    def at(self) -> int: ...


Some = TypeVar("Some", bound=About)


def in_order(some: Sequence[Some], roll: Roll, key: Callable[[Some], Any]) -> list[Some]:
    """Sorted; what is alike by number, as the order of the input is often that of the ids."""
    return sorted(some, key=lambda one: (key(one), roll.label(one.at).number))


def day_cell(day: date | None, otherwise: str = "–") -> Cell:
    return Cell(say_weekday(day), day.isoformat(), whole=True) if day else Cell(otherwise, "9999")


def school_cells(roll: Roll, at: int) -> tuple[Cell, ...]:
    return (Cell(roll.school(at)),) if roll.many_schools else ()


def school_filter(roll: Roll, people: Iterator[int]) -> Iterator[Filter]:
    schools = sorted({roll.school(at) for at in people}) if roll.many_schools else []
    if len(schools) > 1:
        yield Filter("School", "school", tuple(Option(name, name) for name in schools))


def people_cells(roll: Roll, people: list[int]) -> Cell:
    """Several people in one cell, each leading to what is known of them."""
    labels = sorted((roll.label(at) for at in dict.fromkeys(people)), key=lambda label: label.number)
    return Cell("", links=tuple((label.text, label.anchor) for label in labels))
