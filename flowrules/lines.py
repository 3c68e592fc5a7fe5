"""What a timeline is made of: the lines of a record, absences as seen from a day, working patterns."""

from datetime import date
from fractions import Fraction
from typing import NamedTuple

from flowrules.calendar import weekday

COUNTS, NEVER, UNDECIDED = "counts", "never", "undecided"
FAR = date.max.toordinal()  # a day that does not come
HALF = Fraction(1, 2)


NOTHING_LOST = (None,) * 4  # of `part`, `hours`, `days` and `days_lost`


# Makes one of the tuples here of all its parts, as it would itself but for a call of its own: lines and
# what they make are half of what is made for a person.
quickly = tuple.__new__


class Line(NamedTuple):
    """One absence of the record: first and last day (None: no end given), and how it counts.

    `status` is what it is before `learnt`, the day a person decided; from that day it is `decided`.
    `expected` holds (day it was learnt, last day expected), in order. `known` is the day the school
    learnt of it. Of a part day, `part` is the share lost of the person's own day, or `hours` or `days`
    are what was lost; `days_lost` is what another system says the whole line lost.
    """

    first: int
    last: int | None
    status: str
    learnt: int | None
    decided: str
    expected: tuple[tuple[int, int], ...]
    place: int
    known: int = 0
    category: str = ""
    reason: str | None = None
    part: Fraction | None = None
    hours: Fraction | None = None
    days: Fraction | None = None
    days_lost: Fraction | None = None

    @property
    def begins(self) -> int:
        """The first day on which it is seen."""
        return max(self.first, self.known) if self.known else self.first

    @property
    def is_part(self) -> bool:
        return self.part is not None or self.hours is not None or self.days is not None

    @property
    def is_plain(self) -> bool:
        """Whether it does not say for itself what it lost."""
        return self[-4:] == NOTHING_LOST

    @property
    def rests(self) -> int:
        """The first day from which nothing more of it becomes known: it is over, and decided."""
        if self.last is None:
            return FAR
        return (
            self.last
            if self.learnt is None and not self.known
            else max(self.last, self.known, self.learnt or 0)
        )

    @property
    def can_count(self) -> bool:
        """Whether it is one that counts, on some day."""
        return COUNTS in (self.status, self.decided if self.learnt is not None else NEVER)

    def status_on(self, day: int) -> str:
        return self.decided if self.learnt is not None and day >= self.learnt else self.status


def expected_by(group: list[Line], day: int) -> int | None:
    """The last day expected, as learnt last by a day."""
    expected = [item for line in group for item in line.expected if item[0] <= day]
    return max(expected)[1] if expected else None


def learnt_by(group: list[Line], day: int) -> int | None:
    """The latest day by which something was decided, or became known late."""
    learnt = [line.learnt for line in group if line.learnt is not None and line.learnt <= day]
    learnt += [line.known for line in group if line.known > line.first]
    return max(learnt) if learnt else None


class Spell(NamedTuple):
    """An absence as seen from one day: whole days, `last` never after that day.

    `returns` is the first working day after `last`, and None while the person is still away. `over`
    says whether a further record could no longer join it. `until` is the last day expected of it.
    `learnt` is the latest day on which something of it was decided or became known late. `plain`:
    none of its lines says for itself what it lost.
    """

    first: int
    last: int
    status: str
    over: bool
    returns: int | None
    until: int | None
    learnt: int | None
    lines: tuple[int, ...]
    plain: bool = True
    part_only: bool = False


def in_progress(spells: list[Spell]) -> Spell | None:
    """The absence that is not yet over, if any: the last one begun."""
    for spell in reversed(spells):
        if not spell.over:
            return spell
    return None


class Pattern(NamedTuple):
    """The weekdays a person works, from a day on: for each week in turn, the half days worked a day.

    `off_in_closures`: closures are days off. `hours` are those of a whole day, where known.
    """

    start: int
    weeks: tuple[tuple[int, ...], ...]
    off_in_closures: bool = False
    hours: Fraction | None = None

    def halves(self, day: int) -> int:
        """How many half days the pattern has on a day, closures and bank holidays aside."""
        monday = self.start - weekday(self.start)
        return self.weeks[(day - monday) // 7 % len(self.weeks)][weekday(day)]

    @property
    def is_whole(self) -> bool:
        """Whether a day that is worked is always a whole one."""
        return all(halves in (0, 2) for week in self.weeks for halves in week)

    @property
    def days_a_week(self) -> Fraction:
        """Working days a week; of weeks in turn, the average."""
        return Fraction(sum(map(sum, self.weeks)), 2 * len(self.weeks))


class Keeping(NamedTuple):
    """What a procedure says of absences before any count: how they join and what part days come to.

    Absences begun before the day `since` do not count.
    """

    join: str
    half_or_whole: bool = False
    parts_are_absences: bool = True
    since: int = 0
