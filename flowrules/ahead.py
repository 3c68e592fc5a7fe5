"""Ahead: the lines of a record, for telling before which day a count is surely not reached.

What is said here is never too late and often too early: a window is taken as too long rather than too
short, and a line as counted though it may not be. So a day that is passed over needs no second look.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence, Set
from fractions import Fraction
from functools import cached_property
from math import ceil
from operator import attrgetter
from typing import Literal, NamedTuple

from flowrules.lasting import Lasting
from flowrules.lines import FAR, Line, quickly
from flowrules.room import Each, Room, Sort, Sums
from flowrules.spells import Chain
from flowrules.workdays import Workdays

_FAR_ENOUGH = 400  # days looked ahead into one absence
_STEPS = 40  # steps in which a number of working days is looked for
_NO_HOURS = Fraction(0)
_NO_MORE = (0, 0, 0)


class Since(NamedTuple):
    """A window: from the day after `low`, and from so many `days` before its last day, or fewer.

    `started_inside`: it has no absence that begins before it.
    """

    low: int
    days: int
    started_inside: bool = False


When = Literal["away", "back", "until back"]


class Ahead:
    """The lines of one person, in order, with what they add up to."""

    def __init__(
        self,
        lines: list[Line],
        chains: list[Chain],
        days: Workdays,
        most_halves: Callable[[], list[int]],
    ) -> None:
        self._lines = lines
        self._chains = chains
        self._days = days
        self._most_halves = most_halves
        self._firsts = list(map(attrgetter("first"), lines))
        self._late = any(map(attrgetter("known"), lines))
        self._begins = [line.begins for line in lines] if self._late else self._firsts
        self._lasts = [FAR if line.last is None else line.last for line in lines]
        # For each line, the place of the first that might be one absence with it: mostly itself.
        alone = len(chains) == len(lines)
        self._starts: Sequence[int] = (
            range(len(lines))
            if alone
            else [chain.start for chain in chains for _ in range(chain.start, chain.end)]
        )
        self._long: dict[int, list[Chain]] = {}
        self._sums: dict[Sort, Sums] = {}

    @cached_property
    def _learnt(self) -> list[tuple[int, int]]:
        """The days on which something was decided or became known late, each after its line's place."""
        if not self._late and {*map(attrgetter("learnt"), self._lines)} <= {None}:
            return []
        return [
            (place, day)
            for place, line in enumerate(self._lines)
            if line.learnt is not None or line.known > line.first
            for day in (line.learnt or 0, line.known)
        ]

    @cached_property
    def _each(self) -> Each:
        """What each line comes to, at most."""
        ends = [
            first if last == FAR else last for first, last in zip(self._firsts, self._lasts, strict=True)
        ]
        days = [end - first + 1 for first, end in zip(self._firsts, ends, strict=True)]
        for start, after, *_ in self._chains if len(self._chains) < len(days) else ():
            for place in range(start + 1, after):
                days[place] = ends[place] - ends[place - 1]
        said = [0 if line.hours is None else ceil(2 * line.hours) for line in self._lines]
        hours = max([one.hours or _NO_HOURS for one in self._days.patterns])
        return Each(days, self._most_halves(), said, hours)

    def _sums_of(self, sort: Sort) -> Sums:
        """The sums of the lines that may be of a sort once they are over.

        Those that may be joined to others are, and those that say themselves what hours they lost.
        """
        found = self._sums.get(sort)
        if found is None:
            kept = sort.kept(self._lines)
            if not all(kept):
                for start, end, *_ in self._chains:
                    if end - start > 1 or self._lines[start].hours is not None:
                        kept[start:end] = [True] * (end - start)
            found = self._sums[sort] = Sums(sort, kept, self._each)
        return found

    def _end(self, place: int) -> int:
        """The last day of a line; of one without an end, its first."""
        last = self._lines[place].last
        return self._firsts[place] if last is None else last

    def reaches(
        self,
        day: int,
        when: When,
        since: Since,
        sort: Sort,
        most: Callable[[Room], int],
        wanted: int,
        used: Set[int] = frozenset(),
    ) -> int:
        """A day after this, before which `most` of what there is in the window is less than wanted.

        Lines that begin on a day `used` are in the window, and never new.
        """
        soonest = FAR
        firsts, lasts, starts = self._firsts, self._lasts, self._starts
        sums = self._sums_of(sort)
        earliest, days, started_inside = since
        for first, last, place, new in self._spans(day, when):
            start = first if first > day else day + 1
            if new and firsts[place] >= soonest:
                break
            if start > last or start >= soonest or firsts[place] in used:
                continue
            if not sums.kept[place] and (when == "back" or not sort.may_be(self._lines[place])):
                continue  # while it goes on, it is none either
            low = max(earliest, start - days)
            if started_inside:
                begin = bisect_right(firsts, low)
                if begin > place:
                    continue
            else:
                begin = bisect_right(lasts, low)
                begin = starts[begin] if begin < len(lasts) else begin
            end = bisect_right(firsts, last)
            if new and end == place + 1 and last - start > 1 and self._adds_up(place):
                soonest = min(soonest, self._inside(sums, place, start, begin, most, wanted))
            elif begin < end:
                settled = sums.all_kept and lasts[end - 1] < FAR
                more = _NO_MORE if settled else self._going_on(sums, begin, end, start, last)
                if most(quickly(Room, (sums, begin, end, *more))) >= wanted:
                    soonest = start
        return soonest

    def _going_on(self, sums: Sums, begin: int, end: int, start: int, last: int) -> tuple[int, int, int]:
        """What lines that are not over on some days may add: lines, days and half days.

        One that is not of the sort when it is over may be so far; one without an end has its days.
        """
        more = days = halves = 0
        for place in range(end - 1, begin - 1, -1):
            if self._back(place) <= start:
                break
            if not sums.kept[place] and sums.sort.may_be(self._lines[place]):
                own = self._own(place)
                more, days, halves = more + 1, days + own[0], halves + own[1]
            if self._lasts[place] == FAR:
                if last == FAR:
                    return end, FAR, FAR
                first = self._firsts[place]
                days, halves = days + last - first, halves + self._days.between(first, last)
        return more, days, halves

    def _own(self, place: int) -> tuple[int, int]:
        """The days and the half days of a line."""
        return self._each.days[place], self._each.halves[place]

    def _adds_up(self, place: int) -> bool:
        """Whether what a line loses grows day by day, as the pattern has it."""
        line = self._lines[place]
        return line.is_plain or (line.last is None and line.hours is None)

    def _spans(self, day: int, when: When) -> Iterator[tuple[int, int, int, bool]]:
        """The later days on which an absence can be new to a count, with the place of its line.

        First those on which something was decided or became known late, then those of absence, in order.
        """
        for place, learnt in self._learnt:
            yield learnt, learnt, place, False
        begin = bisect_right(self._lasts, day)
        while when != "away" and begin > 0 and self._back(begin - 1) > day:
            begin -= 1
        begins, lasts, next_working = self._begins, self._lasts, self._days.next_working
        for place in range(begin, len(lasts)):
            first, last = begins[place], lasts[place]
            if when != "away":
                last = max(first, FAR if last == FAR else next_working[last + 1])
            yield last if when == "back" else first, last, place, True

    def _back(self, place: int) -> int:
        """The day of return, if a line ends an absence."""
        last = self._lasts[place]
        return FAR if last == FAR else self._days.next_working[last + 1]

    def _inside(
        self,
        sums: Sums,
        place: int,
        start: int,
        begin: int,
        most: Callable[[Room], int],
        wanted: int,
    ) -> int:
        """The day of one absence, from a day on, on which that much is reached."""
        line, last = self._lines[place], self._lasts[place]
        own = self._own(place) if last < FAR else (FAR, FAR)
        if most(Room(sums, begin, place, 1, *own)) < wanted:
            return FAR
        if start > last:
            return start
        halves = self._days.between(line.first, start)
        days = start - (line.first if place == self._starts[place] else self._end(place - 1) + 1) + 1
        for day in range(start, min(last, start + _FAR_ENOUGH) + 1):
            if most(Room(sums, begin, place, 1, days + day - start, halves)) >= wanted:
                return day
            halves += self._days.halves[day + 1]
        return start + _FAR_ENOUGH

    def news_of(self, day: int, like: Callable[[Line], bool]) -> int:
        """The first later day on which an absence with a line like that is another, or is decided on."""
        found = [FAR]
        for start, end, *_ in self._chains:
            lines = self._lines[start:end]
            if any(map(like, lines)):
                found += [one for line in lines for one in (line.begins, line.learnt or 0) if one > day]
        return min(found)

    def while_away(self, day: int, like: Callable[[Line], bool]) -> int:
        """The same; and the next day of an absence in progress that has a line like that."""
        for start, end, *_ in self._chains:
            lines = self._lines[start:end]
            if any(map(like, lines)) and self._back(end - 1) > day:
                first: int = self._firsts[start]
                return min(max(first, day + 1), self.news_of(day, like))
        return self.news_of(day, like)

    def first_after(self, day: int) -> int:
        """The first later day that a line covers, or that parts it from one it may be joined to."""
        place = bisect_right(self._lasts, day)
        if place == len(self._lasts):
            return FAR
        return day + 1 if self._starts[place] < place else max(self._firsts[place], day + 1)

    def _as_long_as(self, days: int) -> list[Chain]:
        """What might be one absence of so many days, found once: few are long."""
        found = self._long.get(days)
        if found is None:
            firsts, lasts = self._firsts, self._lasts
            found = self._long[days] = [
                chain for chain in self._chains if lasts[chain.end - 1] - firsts[chain.start] >= days - 1
            ]
        return found

    def has_lasted(self, day: int, length: Lasting, since: int, *, expected: bool, counted: bool) -> int:
        """The first later day on which an absence could be in progress that has lasted so long.

        It is counted from the day after `since`. `expected`: days that are foretold are counted too;
        `counted`: only an absence that counts.
        """
        soonest = FAR
        for chain in reversed(self._chains if expected else self._as_long_as(length.days)):
            if self._back(chain.end - 1) <= day:
                break
            if counted and self._never_counts(chain):
                continue
            reached = self._day_after(max(self._firsts[chain.start], since + 1), length)
            if reached <= self._lasts[chain.end - 1]:
                soonest = min(soonest, max(reached, day + 1))
            if expected:
                soonest = min([soonest, *self._news(chain, day)])
        return soonest

    def _day_after(self, first: int, length: Lasting) -> int:
        """The day on which so much time from a first day on has passed, or one before it."""
        last = first + length.days - 1
        for _ in range(_STEPS if length.halves else 0):
            lacking = length.halves - self._days.between(first, last)
            if lacking <= 0:
                break
            last += (lacking + 1) // 2  # a day has two halves at most
        return last

    def _news(self, chain: Chain, day: int) -> Iterator[int]:
        """The later days on which a line begins, is decided on, or is said how long it will last."""
        for line in self._lines[chain.start : chain.end]:
            for known in (line.learnt or 0, *(on for on, _ in line.expected)):
                if max(known, line.begins) > day:
                    yield max(known, line.begins)

    def _never_counts(self, chain: Chain) -> bool:
        return not any(line.can_count for line in self._lines[chain.start : chain.end])
