"""Timeline: one person's absences as whole numbers, seen from any day.

Records that touch, or that only days off part, are one spell. Nothing after the day looked at is
seen: a spell that ends later is still in progress.
"""

from bisect import bisect_right
from collections.abc import Iterable
from fractions import Fraction
from functools import cached_property
from itertools import takewhile

from flowrules.ahead import Ahead
from flowrules.calendar import Calendar
from flowrules.lines import (
    COUNTS,
    FAR,
    NEVER,
    Keeping,
    Line,
    Pattern,
    Spell,
    expected_by,
    learnt_by,
    lie_alike,
)
from flowrules.losses import Losses
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
    ) -> None:
        self.lines = sorted(lines, key=lambda line: line.first)
        self._days = workdays or Workdays(patterns, calendar)
        self.keeping = keeping
        self._across = keeping.join == "across closures too"
        self.losses = Losses(self.lines, self._days, keeping)
        self._seen: dict[frozenset[int] | None, tuple[int, list[Spell]]] = {}
        self.settled: dict[tuple[int, ...], tuple[int, list[Spell]]] = {}
        self.resting: tuple[int, int, list[Spell]] = 0, 0, []
        self._before: Timeline | None = None

    @cached_property
    def _places(self) -> dict[int, Line]:
        return {line.place: line for line in self.lines}

    def with_lines(self, lines: Iterable[Line]) -> "Timeline":
        """The same person with other absences; those that stay are not looked at again."""
        days = self._days
        other = Timeline(lines, days.patterns, days.calendar, self.keeping, days)
        other._before = self
        return other

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
        return Fraction(self._days.halves(day), 2)

    def is_working(self, day: int) -> bool:
        """Whether the person would have worked that day: in the pattern and not a bank holiday."""
        return self._days.halves(day) > 0

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

    def next_working(self, day: int) -> int:
        """The day itself if the person works on it, else the next working day."""
        return self._days.next_working(day)

    def nth_working(self, day: int, n: int) -> int:
        """The nth of the person's working days, counted from a day on."""
        day = self.next_working(day)
        for _ in range(n - 1):
            day = self.next_working(day + 1)
        return day

    # Spells.

    def spells(self, day: int) -> list[Spell]:
        """Every spell that has begun, and is known, by that day, in order of its first day."""
        return self._remembered(None, day)

    def chosen(self, day: int, places: frozenset[int]) -> list[Spell]:
        """The spells that some lines alone would make, however they count."""
        return self._remembered(places, day)

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
        if any(not spell.over for spell in spells):
            return day + 1
        place = bisect_right(self._news, day)
        coming = [self._news[place]] if place < len(self._news) else [FAR]
        coming += [
            spell.returns for spell in spells if spell.returns is not None and spell.returns > day
        ]
        return min(coming)

    def changes(self, day: int) -> int:
        """The first later day on which a line begins, or is decided on: others may be absences."""
        return min((one for one in self._beginnings if one > day), default=FAR)

    @cached_property
    def _beginnings(self) -> list[int]:
        learnt = [line.learnt for line in self.lines if line.learnt is not None]
        return [*(line.begins for line in self.lines), *learnt]

    def ends(self, spell: Spell) -> int:
        """The day after the last that is on record of an absence; far away while none is."""
        last = self._places[spell.lines[-1]].last
        return FAR if last is None else last + 1

    @cached_property
    def ahead(self) -> Ahead:
        """The lines, for looking ahead."""
        return Ahead(self.lines, self.chains, self._days, self.losses.most_halves)

    @cached_property
    def chains(self) -> list[tuple[int, int]]:
        """Where lines stand that might be one absence: the place of the first, and after the last."""
        lines, before = self.lines, self._before
        if before is not None and lie_alike(lines, before.lines):
            self._take_over(before)
            return before.chains
        alike, starts = (0, [0]) if before is None else self._begin_like(before)
        for place in range(max(alike, 1), len(lines)):
            if not self._joins(lines[place - 1], lines[place]):
                starts.append(place)
        return list(zip(starts, [*starts[1:], len(lines)], strict=True)) if lines else []

    def _take_over(self, before: "Timeline") -> None:
        """What has come to rest of a timeline whose lines have the same days as these."""
        pairs = enumerate(zip(self.lines, before.lines, strict=True))
        changed = [place for place, (line, other) in pairs if line is not other]
        self.settled = {
            key: seen
            for key, seen in before.settled.items()
            if not any(key[0] <= place < key[1] for place in changed)
        }
        self._rest_like(before, changed[0] if changed else len(self.lines))

    def _begin_like(self, before: "Timeline") -> tuple[int, list[int]]:
        """How many lines are those of the timeline before, and where their chains begin."""
        pairs = zip(self.lines, before.lines, strict=False)
        alike = sum(1 for _ in takewhile(lambda pair: pair[0] is pair[1], pairs))
        self.settled = {key: seen for key, seen in before.settled.items() if key[1] <= alike}
        self._rest_like(before, alike)
        return alike, [start for start, _ in before.chains if start < alike] or [0]

    def _rest_like(self, before: "Timeline", alike: int) -> None:
        """The chains at rest, if they are among so many lines."""
        many, *_ = before.resting
        if many and before.chains[many - 1][1] <= alike:
            self.resting = before.resting

    def _remembered(self, places: frozenset[int] | None, day: int) -> list[Spell]:
        seen = self._seen.get(places)
        if seen is None or seen[0] != day:
            seen = self._seen[places] = day, self._all(day, places)
        return seen[1]

    def _all(self, day: int, places: frozenset[int] | None) -> list[Spell]:
        """The spells of all lines that have begun by a day."""
        found: list[Spell] = []
        many = 0
        if places is None:
            many, found = self._at_rest(day)
        for chain in self.chains[many:]:
            if self.lines[chain[0]].first > day:
                break
            seen = self._rested(chain) if places is None else None
            if seen is None or seen[0] > day:
                found += self._of_chain(*chain, day, places)
            else:
                found += seen[1]
        return found

    def _at_rest(self, day: int) -> tuple[int, list[Spell]]:
        """How many chains from the first on have come to rest by a day, and their spells."""
        chains = self.chains
        many, since, spells = self.resting if self.resting[1] <= day else (0, 0, [])
        found = list(spells)
        for chain in chains[many:]:
            seen = self._rested(chain)
            if seen is None or seen[0] > day:
                break
            many, since = many + 1, max(since, seen[0])
            found += seen[1]
        self.resting = many, since, found
        return many, list(found)

    def _rested(self, chain: tuple[int, int]) -> tuple[int, list[Spell]] | None:
        """The spells of lines that may be one absence, once nothing changes them, and since when."""
        found = self.settled.get(chain)
        line = self.lines[chain[0]]
        last = line.last
        if found is not None or last is None or chain[1] - chain[0] > 1 or not line.is_steady:
            return found
        status = NEVER if line.first < self.keeping.since else line.status
        back = self._days.next_working(last + 1)
        part = line.is_part and last == line.first
        spell = Spell(
            line.first, last, status, True, back, None, None, (line.place,), line.is_plain, part
        )
        seen = self.settled[chain] = self._over(last), [spell]
        return seen

    def _of_chain(self, start: int, end: int, day: int, places: frozenset[int] | None) -> list[Spell]:
        """The spells of some lines in a row; what has come to rest is not looked at again."""
        lines = self.lines[start:end]
        key: tuple[int, ...] = (start, end)
        if places is not None:
            lines = [line for line in lines if line.place in places]
            key = (start, end, -1, *(line.place for line in lines))
        settled = self.settled.get(key)
        if settled is not None and settled[0] <= day:
            return settled[1]
        spells = self._group(lines, day, alike=places is not None)
        rests = max([line.rests for line in lines], default=0)
        if rests <= day and all(spell.over for spell in spells):
            overs = [self._over(spell.last) for spell in spells]
            self.settled[key] = max([rests, *overs]), spells
        return spells

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
        since = self.keeping.since if alike else 0
        return [self._spell(group, day) for group in groups if group[0].first >= since]

    def _joins(self, before: Line, line: Line) -> bool:
        if self.keeping.join == "never" or before.last is None:
            return False
        return self._over(before.last) >= line.first

    def _over(self, last: int) -> int:
        """The day from which nothing can join an absence that ends on a day."""
        if self.keeping.join == "never":
            return last + 1
        return self._days.parting(last + 1, across_closures=self._across)

    def _spell(self, group: list[Line], day: int) -> Spell:
        tail = group[-1]
        ended = tail.last is not None and tail.last <= day
        last = tail.last if tail.last is not None and ended else day
        over = ended and day >= self._over(last)
        return Spell(
            group[0].first,
            last,
            NEVER if group[0].first < self.keeping.since else tail.status_on(day),
            over,
            self._days.next_working(last + 1) if ended else None,
            expected_by(group, day),
            learnt_by(group, day),
            tuple([line.place for line in group]),
            all(line.is_plain for line in group),
            all(line.is_part and line.last == line.first for line in group),
        )

    def line(self, place: int) -> Line:
        return self._places[place]
