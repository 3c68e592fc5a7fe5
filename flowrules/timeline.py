"""Timeline: one person's absences as whole numbers, seen from any day.

Records that touch, or that only days off part, are one spell. Nothing after the day looked at is
seen: a spell that ends later is still in progress.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from fractions import Fraction
from functools import cached_property
from operator import attrgetter

from flowrules.ahead import Ahead
from flowrules.calendar import Calendar
from flowrules.lines import COUNTS, FAR, Keeping, Line, Pattern, Spell, in_progress
from flowrules.losses import Losses
from flowrules.spells import Spells
from flowrules.workdays import Workdays


class Timeline:
    """The absences of one person against the calendar, for whole-number days."""

    def __init__(
        self,
        lines: Iterable[Line],
        patterns: tuple[Pattern, ...],
        calendar: Calendar,
        keeping: Keeping,
        workdays: Workdays | None = None,
        before: Spells | None = None,
        halves: Sequence[int] | None = None,
    ) -> None:
        """`halves`: what each line lost by the pattern, where that was worked out."""
        self.lines = sorted(lines, key=attrgetter("first"))
        self._days = workdays or Workdays(patterns, calendar)
        self.keeping = keeping
        self.losses = Losses(self.lines, self._days, keeping, halves)
        self._spells = Spells(self.lines, self._days, keeping, before)
        self._seen: tuple[int, list[Spell], int] = -1, [], 0  # the day looked at last
        self._present: tuple[int, Spell | None] = -1, None

    @cached_property
    def _places(self) -> dict[int, Line]:
        return {line.place: line for line in self.lines}

    def with_lines(self, lines: Iterable[Line]) -> "Timeline":
        """The same person with other absences; those that stay are not looked at again."""
        days = self._days
        return Timeline(lines, days.patterns, days.calendar, self.keeping, days, self._spells)

    @property
    def unit(self) -> int:
        """The parts of a day, and of an hour, in which time is counted."""
        return self.losses.unit

    @property
    def patterns(self) -> tuple[Pattern, ...]:
        return self._days.patterns

    def lines_within(self, first: int, last: int) -> list[Line]:
        """The lines that may have one of some days."""
        found = self.lines[: bisect_right(self.lines, last, key=lambda line: line.first)]
        begin = len(found)
        while begin > 0 and (found[begin - 1].last or FAR) >= first:
            begin -= 1
        return found[begin:]

    def pattern_on(self, day: int) -> Pattern:
        return self._days.pattern_on(day)

    def pattern_changes(self, day: int) -> int:
        """The first later day on which another pattern begins."""
        return next((one.start for one in self._days.patterns if one.start > day), FAR)

    def share(self, day: int) -> Fraction:
        """What the person would have worked on a day, in days: 0, a half or 1."""
        return Fraction(self._days.halves[day], 2)

    def is_working(self, day: int) -> bool:
        """Whether the person would have worked that day: in the pattern and not a bank holiday."""
        return self._days.halves[day] > 0

    def working_time(self, first: int, last: int) -> int:
        """Working time from the first day to the last, both included, in units."""
        return self._days.between(first, last) * (self.unit // 2)

    def lost(self, spell: Spell, first: int, last: int, seen: int) -> int:
        """Working time that an absence lost on the days from first to last, in units of a day."""
        return self.losses.lost(spell, first, last, seen)

    def hours_lost(self, spell: Spell, first: int, last: int, seen: int) -> int:
        """Hours lost on the days from first to last, in units of an hour."""
        return self.losses.hours_lost(spell, first, last, seen)

    def computed(self, line: Line, last: int) -> Fraction:
        """The days that a line lost by the pattern, whatever another system says."""
        return Fraction(self._days.between(line.first, last), 2)

    def own(self, day: int) -> Fraction:
        """How much of a day the person works on it by the pattern."""
        return Fraction(self._days.between(day, day), 2)

    def next_working(self, day: int) -> int:
        """The day itself if the person works on it, else the next working day."""
        return self._days.next_working[day]

    def nth_working(self, day: int, n: int) -> int:
        """The nth of the person's working days, counted from a day on."""
        day = self.next_working(day)
        for _ in range(n - 1):
            day = self.next_working(day + 1)
        return day

    # Spells.

    def spells(self, day: int) -> list[Spell]:
        """Every spell that has begun, and is known, by that day, in order of its first day."""
        if self._seen[0] != day:
            self._seen = day, *self._spells.seen(day)
        return self._seen[1]

    def in_progress(self, day: int) -> Spell | None:
        """The counted absence that is not yet over on a day, if any."""
        if self._present[0] != day:
            spells, resting = self.spells(day), self._seen[2]
            counted = [spell for spell in spells[resting:] if spell.status == COUNTS]
            self._present = day, in_progress(counted)
        return self._present[1]

    def chosen(self, day: int, places: frozenset[int]) -> list[Spell]:
        """The spells that some lines alone would make, however they count."""
        return self._spells.chosen(day, places)

    def known_lines(self, day: int) -> list[Line]:
        """The lines that have begun, and are known, by a day."""
        return [line for line in self.lines if line.first <= day and line.known <= day]

    @cached_property
    def _news(self) -> list[int]:
        """The days on which a line begins, is decided or ends."""
        learnt = [line.learnt for line in self.lines if line.learnt is not None]
        ends = [line.last for line in self.lines if line.last is not None]
        return sorted([*(line.begins for line in self.lines), *learnt, *ends])

    def stirs(self, day: int) -> int:
        """The first later day on which an absence is otherwise than seen from this one."""
        spells = self.spells(day)
        if in_progress(spells[self._seen[2] :]):
            return day + 1
        place = bisect_right(self._news, day)
        coming = [self._news[place]] if place < len(self._news) else [FAR]
        coming += [
            spell.returns for spell in spells if spell.returns is not None and spell.returns > day
        ]
        return min(coming)

    def changes(self, day: int) -> int:
        """The first later day on which a line begins, or is decided on: others may be absences."""
        place = bisect_right(self._beginnings, day)
        return self._beginnings[place] if place < len(self._beginnings) else FAR

    @cached_property
    def _beginnings(self) -> list[int]:
        learnt = [line.learnt for line in self.lines if line.learnt is not None]
        return sorted([*(line.begins for line in self.lines), *learnt])

    def learns(self, day: int) -> int:
        """The first later day on which more becomes known of a line than that it began or goes on."""
        place = bisect_right(self._learnt, day)
        return self._learnt[place] if place < len(self._learnt) else FAR

    @cached_property
    def _learnt(self) -> list[int]:
        """The days on which a line is decided on, is known late, or is told to have lost so much."""
        decided = [line.learnt for line in self.lines if line.learnt is not None]
        late = [line.known for line in self.lines if line.known > line.first]
        told = [line.last for line in self.lines if line.days_lost is not None and line.last is not None]
        return sorted([*decided, *late, *told])

    def is_past(self, spell: Spell, day: int) -> bool:
        """Whether an absence was over before a day, and stands alone however it counts."""
        return (spell.returns or FAR) < day and self._spells.stands_alone(spell)

    def over_from(self, spell: Spell) -> int:
        """The day from which an absence is over, if no line is added; far away while it has no end."""
        last = self._places[spell.lines[-1]].last
        return FAR if last is None else self._spells.over_from(last)

    @cached_property
    def ahead(self) -> Ahead:
        """The lines, for looking ahead."""
        return Ahead(self.lines, self._spells.chains, self._days, self.losses.most_halves)

    def line(self, place: int) -> Line:
        return self._places[place]
