"""Lines of a record + working days -> Losses: what they lost, in whole numbers of a `unit`.

The unit is so small a part of a day, and of an hour, that every fraction of the record is whole: so
nothing is ever rounded but where the procedure says so.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import cached_property
from math import ceil, lcm
from typing import NamedTuple

from flowrules.lines import HALF, NOTHING_LOST, Keeping, Line, Spell
from flowrules.workdays import Workdays


class _Spread(NamedTuple):
    """What another system says was lost, evenly over some days."""

    days: list[int]
    each: Fraction


class Losses:
    """What the lines of one person lost, as seen from any day."""

    def __init__(
        self,
        lines: list[Line],
        days: Workdays,
        keeping: Keeping,
        halves: Sequence[int] | None = None,
    ) -> None:
        """`halves`: what each line lost by the pattern, where that was worked out."""
        self._days = days
        self._keeping = keeping
        self._lines = lines
        self._halves = halves

    @cached_property
    def _places(self) -> dict[int, Line]:
        return {line.place: line for line in self._lines}

    @cached_property
    def _odd(self) -> list[Line]:
        """The lines that say for themselves what they lost."""
        return [line for line in self._lines if line[-4:] != NOTHING_LOST]

    @cached_property
    def _spread(self) -> dict[int, _Spread]:
        """What another system says, by the place of the line."""
        told = [line for line in self._odd if line.days_lost is not None]
        return {line.place: self._evenly(line, line.last) for line in told if line.last is not None}

    def _evenly(self, line: Line, last: int) -> _Spread:
        """Evenly over the working days of a line or, if it has none, on its first day."""
        days = [day for day in range(line.first, last + 1) if self._days.halves[day]] or [line.first]
        return _Spread(days, (line.days_lost or Fraction(0)) / len(days))

    @cached_property
    def unit(self) -> int:
        """The least number of parts of a day, and of an hour, in which all the record is whole."""
        hours = [one.hours / 2 for one in self._days.patterns if one.hours is not None]
        found = [HALF, *hours]
        halves = self._days.are_whole and not hours  # then half a day is half a day
        for line in self._odd:
            if line.part is None or not halves:
                found += self._fractions(line)
        return lcm(*(one.denominator for one in found))

    def _fractions(self, line: Line) -> Iterator[Fraction]:
        """What a line that says so for itself loses on its days, in days and in hours."""
        spread = self._spread.get(line.place)
        days = [line.first] if spread is None else spread.days
        lost = self._on_first(line) if spread is None else spread.each
        yield lost
        if line.hours is not None:
            yield line.hours
        yield from (lost * hours for hours in {self._days.hours(day) for day in days} if hours)

    def lost(self, spell: Spell, first: int, last: int, seen: int) -> int:
        """Working time that an absence lost on the days from first to last, in units of a day.

        `seen` is the day looked at: what another system says a line lost is known from its last day.
        """
        if spell.plain:
            return self._days.between(first, last) * (self.unit // 2)
        return sum(self._of_line(self._places[place], first, last, seen) for place in spell.lines)

    def _of_line(self, line: Line, first: int, last: int, seen: int) -> int:
        last = last if line.last is None else min(last, line.last)
        spread = self._told(line, seen)
        if spread is not None:
            many = bisect_right(spread.days, last) - bisect_left(spread.days, first)
            return many * spread.each.numerator * (self.unit // spread.each.denominator)
        begins = max(first, line.first)
        time = self._days.between(begins, last) * (self.unit // 2)
        if line.is_part and first <= line.first <= last:  # its first and, as a rule, only day
            time += int((self._on_first(line) - self._share(line.first)) * self.unit)
        return time

    def hours_lost(self, spell: Spell, first: int, last: int, seen: int) -> int:
        """Hours lost on the days from first to last, in units of an hour; none on days without hours."""
        if spell.plain:
            return int(self._days.hours_between(first, last) * self.unit)
        hours = (self._hours_of(self._places[place], first, last, seen) for place in spell.lines)
        return int(sum(hours, Fraction(0)) * self.unit)

    def _hours_of(self, line: Line, first: int, last: int, seen: int) -> Fraction:
        last = last if line.last is None else min(last, line.last)
        spread = self._told(line, seen)
        if spread is not None:
            inside = (day for day in spread.days if first <= day <= last)
            return sum((spread.each * self._days.hours(day) for day in inside), Fraction(0))
        hours = self._days.hours_between(max(first, line.first), last)
        if line.is_part and first <= line.first <= last:
            hours += self._hours_on_first(line) - self._share(line.first) * self._days.hours(line.first)
        return hours

    def _told(self, line: Line, seen: int) -> _Spread | None:
        """What another system says, once it is known."""
        known = line.last is not None and line.last <= seen
        return self._spread.get(line.place) if known else None

    def _share(self, day: int) -> Fraction:
        return Fraction(self._days.halves[day], 2)

    def _hours_on_first(self, line: Line) -> Fraction:
        if line.hours is not None and self._days.halves[line.first]:
            return line.hours
        return self._on_first(line) * self._days.hours(line.first)

    def _on_first(self, line: Line) -> Fraction:
        """What a line lost on its first day, in days."""
        share, hours = self._share(line.first), self._days.hours(line.first)
        if line.part is not None:
            return self._kept(share * line.part, share)
        if line.days is not None:
            return self._kept(min(line.days, share), share)
        if line.hours is not None and hours:
            return self._kept(min(line.hours / hours, share), share)
        return share

    def _kept(self, lost: Fraction, share: Fraction) -> Fraction:
        """A part day as it is, or rounded to a half or the whole of what was to be worked."""
        if not self._keeping.half_or_whole or not lost:
            return lost
        return share / 2 if lost <= share / 2 else share

    def most_halves(self) -> list[int]:
        """The most half days that each line can have lost; of one without an end, its first day."""
        lines, halves = self._lines, self._halves
        if halves is None:
            halves = self._days.each_between([(line.first, line.last or line.first) for line in lines])
        most = list(halves)
        for place, line in enumerate(lines):
            if line.days_lost is not None:
                most[place] = max(most[place], ceil(2 * line.days_lost))
        return most
