"""Room: the most that can be in a window, for telling before which day a count is surely not reached.

A count leaves out the lines that are not of its sort. That is certain only of a line that stands alone:
one that may be joined to others is taken to be of any sort.
"""

from fractions import Fraction
from functools import cached_property
from itertools import accumulate
from math import ceil
from operator import mul
from typing import NamedTuple

from flowrules.lines import COUNTS, FAR, Line


class Sort(NamedTuple):
    """Which absences a count looks at: of some kinds and, once over, of so many days from first to last.

    The kinds are categories and reasons; without `only`, they are those that count.
    """

    only: frozenset[str] | None = None
    excluding: frozenset[str] = frozenset()
    fewest: int = 0
    most: int = FAR

    def may_be(self, line: Line) -> bool:
        """Whether a line may be of the kinds, on some day."""
        if line.category in self.excluding or line.reason in self.excluding:
            return False
        if self.only is None:
            return line.can_count
        return line.category in self.only or line.reason in self.only

    def fits(self, line: Line) -> bool:
        """Whether a line that has an end is, once it is over, of the length."""
        return line.last is None or self.fewest <= line.last - line.first + 1 <= self.most

    def kept(self, lines: list[Line]) -> list[bool]:
        """Which of some lines may be of the kinds and, once over, of the length."""
        if self.only is None and not self.excluding:
            kept = [line.status == COUNTS or line.can_count for line in lines]
        else:
            kept = list(map(self.may_be, lines))
        if self.fewest == 0 and self.most == FAR:
            return kept
        return [one and self.fits(line) for one, line in zip(kept, lines, strict=True)]


class Each(NamedTuple):
    """What each line of a record comes to, at most.

    `days` are those from first to last, with those that part it from a line it may be joined to;
    `halves` the half days of work lost, for a line without an end those of a day. `said_half_hours` are
    what it says itself; no day of work has more than `most_hours`.
    """

    days: list[int]
    halves: list[int]
    said_half_hours: list[int]
    most_hours: Fraction


class Sums:
    """What the lines before each place come to, of those that are `kept`."""

    def __init__(self, sort: Sort, kept: list[bool], each: Each) -> None:
        self.sort = sort
        self.kept = kept
        self.all_kept = all(kept)
        self.each = each

    @cached_property
    def lines(self) -> list[int]:
        return list(accumulate(self.kept, initial=0))

    @cached_property
    def days(self) -> list[int]:
        return list(accumulate(map(mul, self.each.days, self.kept), initial=0))

    @cached_property
    def halves(self) -> list[int]:
        return list(accumulate(map(mul, self.each.halves, self.kept), initial=0))

    @cached_property
    def said_half_hours(self) -> list[int]:
        return list(accumulate(self.each.said_half_hours, initial=0))


class Room(NamedTuple):
    """The most that can be in a window: some lines in a row, and one more, or the days of one so far.

    `end` is the place after the last line; `more_days` and `more_halves` are those of the one more.
    """

    sums: Sums
    begin: int
    end: int
    more: int = 0
    more_days: int = 0
    more_halves: int = 0

    @property
    def lines(self) -> int:
        return self.sums.lines[self.end] - self.sums.lines[self.begin] + self.more

    @property
    def days(self) -> int:
        """Their days from first to last, gaps inside an absence included."""
        return self.sums.days[self.end] - self.sums.days[self.begin] + self.more_days

    @property
    def halves(self) -> int:
        """The half days of work that they lost."""
        return self.sums.halves[self.end] - self.sums.halves[self.begin] + self.more_halves

    @property
    def half_hours(self) -> int:
        """The half hours of work that they lost."""
        said = self.sums.said_half_hours[self.end] - self.sums.said_half_hours[self.begin]
        return ceil(self.halves * self.sums.each.most_hours) + said
