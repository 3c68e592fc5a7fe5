"""Timeline: one person's absences as whole numbers, seen from any day.

Records that touch, or that only days off part, are one spell. Nothing after the day looked at is
seen: a spell that ends later is still in progress. Time is counted in whole numbers of `unit`ths of a
day (or of an hour), the coarsest in which every fraction of the record is whole: so no figure is ever
rounded.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable
from fractions import Fraction
from math import lcm

from flowrules.calendar import Calendar
from flowrules.lines import COUNTS, HALF, NEVER, Keeping, Line, Pattern, Spell


class Timeline:
    """The absences of one person against the calendar, for whole-number days."""

    def __init__(
        self,
        lines: Iterable[Line],
        patterns: tuple[Pattern, ...],
        calendar: Calendar,
        keeping: Keeping,
    ) -> None:
        self._lines = sorted(lines, key=lambda line: line.first)
        self._places = {line.place: line for line in self._lines}
        self._patterns = patterns
        self._calendar = calendar
        self.keeping = keeping
        self._worked: dict[int, int] = {}
        self._spread = {
            line.place: self._evenly(line, line.first, line.last)
            for line in self._lines
            if line.days_lost is not None and line.last is not None
        }
        self.unit = self._find_unit()
        self._sums: list[int] = [0]
        self._hour_sums: list[int] = [0]
        self._sums_from = min((line.first for line in self._lines), default=None)
        learnt = [line.learnt for line in self._lines if line.learnt is not None]
        ends = [line.last for line in self._lines if line.last is not None]
        self._news = sorted([*(line.begins for line in self._lines), *learnt, *ends])
        self._seen: dict[frozenset[int] | None, tuple[int, list[Spell]]] = {}

    def _find_unit(self) -> int:
        """The least number of parts of a day, and of an hour, in which all the record is whole."""
        hours = [pattern.hours for pattern in self._patterns if pattern.hours is not None]
        found = [HALF, *(one / 2 for one in hours)]
        for line in self._lines:
            if line.is_part or line.days_lost is not None:
                found += self._fractions(line)
        return lcm(*(one.denominator for one in found))

    def _fractions(self, line: Line) -> list[Fraction]:
        """What a line that says so for itself loses on its days, in days and in hours."""
        spread = self._spread.get(line.place)
        days = sorted(spread) if spread is not None else [line.first]
        lost = [self._lost_on(line, day, line.last or day) for day in days]
        hours = [one * self._hours(day) for day, one in zip(days, lost, strict=True)]
        return [*lost, *hours, line.hours or HALF]

    def _evenly(self, line: Line, first: int, last: int) -> dict[int, Fraction]:
        """What another system says was lost: evenly over the working days, or on the first day."""
        days = [day for day in range(first, last + 1) if self.is_working(day)] or [first]
        return dict.fromkeys(days, (line.days_lost or Fraction(0)) / len(days))

    def pattern_on(self, day: int) -> Pattern:
        found = self._patterns[0]
        for pattern in self._patterns:
            if pattern.start > day:
                break
            found = pattern
        return found

    def share(self, day: int) -> Fraction:
        """What the person would have worked on a day, in days: 0, a half or 1."""
        return Fraction(self._halves(day), 2)

    def _halves(self, day: int) -> int:
        """How many half days the person would have worked on a day."""
        if day not in self._worked:
            pattern = self.pattern_on(day)
            halves = pattern.halves(day)
            if day in self._calendar.holidays.days and day not in self._calendar.inset:
                halves = 0
            if halves and pattern.off_in_closures and self._calendar.is_closed(day):
                halves = 0
            self._worked[day] = halves
        return self._worked[day]

    def is_working(self, day: int) -> bool:
        """Whether the person would have worked that day: in the pattern and not a bank holiday."""
        return self._halves(day) > 0

    def _parts(self, day: int) -> bool:
        """Whether a day keeps two records apart: a working day, or one that only a closure takes off."""
        if self.is_working(day):
            return True
        across = self.keeping.join == "across closures too"
        if across or not self._calendar.is_closed(day) or day in self._calendar.holidays.days:
            return False
        return self.pattern_on(day).halves(day) > 0

    def working_time(self, first: int, last: int) -> int:
        """Working time from the first day to the last, both included, in units."""
        return self._sum(self._sums, first, last, self._time)

    def _working_hours(self, first: int, last: int) -> int:
        """The hours of that time, in units of an hour."""
        return self._sum(self._hour_sums, first, last, self._hours_of)

    def _time(self, day: int) -> int:
        return self._halves(day) * (self.unit // 2)

    def _hours_of(self, day: int) -> int:
        return int(self.share(day) * self._hours(day) * self.unit)

    def _sum(self, sums: list[int], first: int, last: int, figure: Callable[[int], int]) -> int:
        """What the days from first to last come to; `sums` keeps the sums from the first absence on."""
        if self._sums_from is None:
            self._sums_from = first
        start = self._sums_from
        before = sum(map(figure, range(first, min(last, start - 1) + 1)))
        first = max(first, start)
        if last < first:
            return before
        while start + len(sums) - 1 <= last:
            sums.append(sums[-1] + figure(start + len(sums) - 1))
        return before + sums[last + 1 - start] - sums[first - start]

    def lost(self, spell: Spell, first: int, last: int, seen: int) -> int:
        """Working time that an absence lost on the days from first to last, in units of a day.

        `seen` is the day looked at: what another system says a line lost is known from its last day.
        """
        if spell.plain:
            return self.working_time(first, last)
        return self._summed(spell, first, last, lambda line, day: self._lost_on(line, day, seen))

    def hours_lost(self, spell: Spell, first: int, last: int, seen: int) -> int:
        """Hours lost on the days from first to last, in units of an hour; none on days without hours."""
        if spell.plain:
            return self._working_hours(first, last)

        def hours(line: Line, day: int) -> Fraction:
            if line.hours is not None and day == line.first and self.is_working(day):
                return line.hours
            return self._lost_on(line, day, seen) * self._hours(day)

        return self._summed(spell, first, last, hours)

    def _summed(
        self, spell: Spell, first: int, last: int, figure: Callable[[Line, int], Fraction]
    ) -> int:
        total = Fraction(0)
        for place in spell.lines:
            line = self._places[place]
            end = last if line.last is None else min(last, line.last)
            days = range(max(first, line.first), end + 1)
            for day in self._spread.get(place) or days:
                if day in days:
                    total += figure(line, day)
        return int(total * self.unit)

    def _hours(self, day: int) -> Fraction:
        return self.pattern_on(day).hours or Fraction(0)

    def _lost_on(self, line: Line, day: int, seen: int) -> Fraction:
        """What one line lost on one of its days, in days."""
        if line.place in self._spread and line.last is not None and line.last <= seen:
            return self._spread[line.place].get(day, Fraction(0))
        share = self.share(day)
        if day != line.first:  # a part day is the first, and as a rule the only one, of its line
            return share
        if line.part is not None:
            return self._kept(share * line.part, share)
        if line.days is not None:
            return self._kept(min(line.days, share), share)
        if line.hours is not None and self._hours(day):
            return self._kept(min(line.hours / self._hours(day), share), share)
        return share

    def _kept(self, lost: Fraction, share: Fraction) -> Fraction:
        """A part day as it is, or rounded to a half or the whole of what was to be worked."""
        if not self.keeping.half_or_whole or not lost:
            return lost
        return share / 2 if lost <= share / 2 else share

    def computed(self, line: Line, last: int) -> Fraction:
        """The days that a line lost by the pattern, whatever another system says."""
        return sum((self.share(day) for day in range(line.first, last + 1)), Fraction(0))

    def next_working(self, day: int) -> int:
        """The day itself if the person works on it, else the next working day."""
        while not self.is_working(day):
            day += 1
        return day

    def nth_working(self, day: int, n: int) -> int:
        """The nth of the person's working days, counted from a day on."""
        day = self.next_working(day)
        for _ in range(n - 1):
            day = self.next_working(day + 1)
        return day

    def spells(self, day: int) -> list[Spell]:
        """Every spell that has begun, and is known, by that day, in order of its first day."""
        return self._remembered(None, day, self._lines)

    def chosen(self, day: int, places: frozenset[int]) -> list[Spell]:
        """The spells that some lines alone would make, however they count."""
        return self._remembered(places, day, [line for line in self._lines if line.place in places])

    def known_lines(self, day: int) -> list[Line]:
        """The lines that have begun, and are known, by a day."""
        return [line for line in self._lines if line.begins <= day]

    def _remembered(self, key: frozenset[int] | None, day: int, lines: list[Line]) -> list[Spell]:
        seen = self._seen.get(key)
        if seen is None or not self._is_quiet_until(day, *seen):
            seen = self._seen[key] = day, self._group(lines, day, alike=key is not None)
        return seen[1]

    def _is_quiet_until(self, day: int, seen: int, spells: list[Spell]) -> bool:
        """Whether nothing has changed since the last day asked about: what is over changes no more."""
        if day < seen:
            return False
        news = bisect_right(self._news, day) - bisect_right(self._news, seen)
        return day == seen or (news == 0 and all(spell.over for spell in spells))

    def _group(self, lines: list[Line], day: int, *, alike: bool) -> list[Spell]:
        groups: list[list[Line]] = []
        latest: dict[str, list[Line]] = {}  # records join only those that count alike
        for line in lines:
            if line.first > day:
                break
            if line.known > day:
                continue
            status = COUNTS if alike else line.status_on(day)
            group = latest.get(status)
            if group is not None and self._joins(group[-1], line):
                group.append(line)
            else:
                latest[status] = [line]
                groups.append(latest[status])
        seen = (group for group in groups if not alike or group[0].first >= self.keeping.since)
        return [self._spell(group, day) for group in seen]

    def _joins(self, before: Line, line: Line) -> bool:
        if self.keeping.join == "never" or before.last is None:
            return False
        return self._apart(before.last + 1) >= line.first

    def _apart(self, day: int) -> int:
        """The first day, from one on, that would keep two records apart."""
        while not self._parts(day):
            day += 1
        return day

    def _spell(self, group: list[Line], day: int) -> Spell:
        tail = group[-1]
        ended = tail.last is not None and tail.last <= day
        last = tail.last if tail.last is not None and ended else day
        over = ended and (self.keeping.join == "never" or day >= self._apart(last + 1))
        expected = [item for line in group for item in line.expected if item[0] <= day]
        learnt = [line.learnt for line in group if line.learnt is not None and line.learnt <= day]
        learnt += [line.known for line in group if line.known > line.first]
        return Spell(
            first=group[0].first,
            last=last,
            status=NEVER if group[0].first < self.keeping.since else tail.status_on(day),
            over=over and day > last,
            returns=self.next_working(last + 1) if ended else None,
            until=max(expected)[1] if expected else None,
            learnt=max(learnt, default=None),
            lines=tuple(line.place for line in group),
            plain=not any(line.is_part or line.days_lost is not None for line in group),
            part_only=all(line.is_part and line.last == line.first for line in group),
        )

    def line(self, place: int) -> Line:
        return self._places[place]
