"""Days lost: working days lost in the last 12 months, by staff group and by school."""

from fractions import Fraction
from typing import NamedTuple

from flowrules.metrics.seen import ZERO, Seen

COUNTED = (
    "Working days lost in the last 12 months through absences of the categories that count or "
    "that a person decides on. Categories that the procedure never counts, such as pregnancy, are "
    "left out. Days are those of each person's own working pattern, and where the record says "
    "what an absence lost, that is taken. The share is of the working days of everybody in the "
    "group. What was lost before somebody's first day of service is no part of it, and whoever has "
    "yet to begin is no employee here."
)


class Lost(NamedTuple):
    """What a group of people lost; `with_any` had a day lost or a part of one."""

    people: int = 0
    with_any: int = 0
    days: Fraction = ZERO
    working: Fraction = ZERO

    @property
    def per_person(self) -> Fraction | None:
        return self.days / self.people if self.people else None

    @property
    def per_absent(self) -> Fraction | None:
        return self.days / self.with_any if self.with_any else None

    @property
    def percent_with_any(self) -> Fraction | None:
        return Fraction(100 * self.with_any, self.people) if self.people else None

    @property
    def share(self) -> Fraction | None:
        """The percentage of the working days that was lost."""
        return 100 * self.days / self.working if self.working else None

    def plus(self, other: "Lost") -> "Lost":
        return Lost(
            self.people + other.people,
            self.with_any + other.with_any,
            self.days + other.days,
            self.working + other.working,
        )


Groups = dict[str | None, Lost]


class LostBy(NamedTuple):
    """What was lost by staff group and by school, in the order of their names; None is for no name."""

    groups: Groups
    schools: Groups


class DaysLost:
    """Days lost, by staff group and by school."""

    def __init__(self) -> None:
        self._groups: Groups = {}
        self._schools: Groups = {}

    def add(self, seen: Seen) -> None:
        if seen.timeline is None or seen.begins > seen.on:  # who works nowhere yet
            return
        days = seen.lost(seen.sick())
        one = Lost(1, int(days > 0), days, seen.working())
        for groups, name in ((self._groups, seen.group), (self._schools, seen.answered.person.school)):
            groups[name] = groups.get(name, Lost()).plus(one)

    def result(self) -> LostBy:
        return LostBy(_in_order(self._groups), _in_order(self._schools))


def _in_order(groups: Groups) -> Groups:
    return dict(sorted(groups.items(), key=lambda pair: pair[0] or "\uffff"))


def total(groups: Groups) -> Lost:
    whole = Lost()
    for one in groups.values():
        whole = whole.plus(one)
    return whole


def is_teacher(group: str | None) -> bool:
    """Whether the name of a staff group says teachers: `teacher`, `class-teachers`, no assistants."""
    return (group or "").split("-")[-1] in ("teacher", "teachers")
