"""Lines of a record + working days -> Spells: the absences that they make, as seen from any day.

Records that touch, or that only days off part, are one absence. Lines stand in chains: what is in two
of them is never joined, so that what is long over is worked out once.
"""

from bisect import bisect_right
from itertools import accumulate
from itertools import chain as flat
from typing import NamedTuple

from flowrules.lines import (
    COUNTS,
    FAR,
    NEVER,
    NOTHING_LOST,
    Keeping,
    Line,
    Spell,
    expected_by,
    learnt_by,
    quickly,
)
from flowrules.workdays import Workdays

_AS_PATTERN = [*NOTHING_LOST]


class Chain(NamedTuple):
    """Lines that might be one absence: the place of the first, and after the last.

    `rests` is the day from which nothing changes the absences they make, which are then `spells`.
    """

    start: int
    end: int
    rests: int
    spells: list[Spell]


class Spells:
    """One person's absences; those of `before` that stay are not made anew. `lines` are in order."""

    def __init__(
        self, lines: list[Line], days: Workdays, keeping: Keeping, before: "Spells | None" = None
    ) -> None:
        self._lines = lines
        self._next_working = days.next_working
        self._keeping = keeping
        self._since = keeping.since
        across = keeping.join == "across closures too"
        self._partings = days.next_working if across else days.parting
        self._chosen: dict[tuple[int, ...], tuple[int, list[Spell]]] = {}
        self.chains = self._chained(before.like(lines) if before is not None else [])
        made = [chain.spells for chain in self.chains]
        self._rests = list(accumulate([chain.rests for chain in self.chains], max))
        self._made = list(flat.from_iterable(made))
        self._many = list(accumulate(map(len, made), initial=0))

    def like(self, lines: list[Line]) -> list[Chain]:
        """The chains that other lines begin with as well."""
        pairs = list(zip(self._lines, lines, strict=False))
        alike = next((at for at, (one, other) in enumerate(pairs) if one is not other), len(pairs))
        return [chain for chain in self.chains if chain.end < alike]

    def _chained(self, chains: list[Chain]) -> list[Chain]:
        """All chains, in order, after the first ones."""
        lines = self._lines
        start = chains[-1].end if chains else 0
        over = until = FAR  # `until` is the last day on which a line is joined to those before it
        never, partings = self._keeping.join == "never", self._partings
        for place in range(start, len(lines)):
            first, last = lines[place][:2]
            if first > until:
                chains.append(self._chain(start, place, over))
                start = place
            if last is None:
                over, until = FAR, 0
            else:
                over = last + 1 if never else partings[last + 1]
                until = 0 if never else over
        return [*chains, self._chain(start, len(lines), over)] if lines else []

    def _chain(self, start: int, end: int, over: int) -> Chain:
        """Lines of which the last is over on a day."""
        first, last, status, learnt, _, expected, place, known, _, _, *lost = self._lines[start]
        told = learnt is None and not (known or expected) and lost == _AS_PATTERN
        if end - start == 1 and last is not None and told:
            status = NEVER if first < self._since else status
            back = self._next_working[last + 1]
            alone = (first, last, status, True, back, None, None, (place,), True, False)
            return quickly(Chain, (start, end, over, [quickly(Spell, alone)]))
        lines = self._lines[start:end]
        rests = max(over, *[one.rests for one in lines])
        return Chain(start, end, rests, self._group(lines, rests) if rests < FAR else [])

    def seen(self, day: int) -> tuple[list[Spell], int]:
        """Every absence that has begun, and is known, by a day, in order of its first day.

        With them the number of those that are at rest, from the first on: these are over.
        """
        resting = bisect_right(self._rests, day)  # chains, from the first on
        found = self._made[: self._many[resting]]
        for start, end, rests, spells in self.chains[resting:]:
            if self._lines[start].first > day:
                break
            found += spells if rests <= day else self._group(self._lines[start:end], day)
        return found, self._many[resting]

    def stands_alone(self, spell: Spell) -> bool:
        """Whether no other line could be joined to an absence."""
        return len(spell.lines) == 1 and any(
            chain.end - chain.start == 1 and self._lines[chain.start].place == spell.lines[0]
            for chain in self.chains
        )

    def chosen(self, day: int, places: frozenset[int]) -> list[Spell]:
        """The absences that some lines alone would make, however they count."""
        found: list[Spell] = []
        for start, end, *_ in self.chains:
            if self._lines[start].first > day:
                break
            if self._lines[end - 1].first < self._since:
                continue
            lines = [line for line in self._lines[start:end] if line.place in places]
            begun_before = self._lines[start].first < self._since
            spells = self._of_chosen(lines, day)
            found += self._begun_since(spells, start, end, day) if begun_before else spells
        return found

    def _begun_since(self, spells: list[Spell], start: int, end: int, day: int) -> list[Spell]:
        """Those of a chain's chosen absences that have no line of an absence begun before any counts."""
        whole = self._group(self._lines[start:end], day)
        before = {place for spell in whole if spell.first < self._since for place in spell.lines}
        return [spell for spell in spells if before.isdisjoint(spell.lines)]

    def _of_chosen(self, lines: list[Line], day: int) -> list[Spell]:
        """The absences of some lines in a row; what has come to rest is not looked at again."""
        key = tuple(line.place for line in lines)
        settled = self._chosen.get(key)
        if settled is not None and settled[0] <= day:
            return settled[1]
        spells = self._group(lines, day, alike=True)
        rests = max([line.rests for line in lines], default=0)
        if rests <= day and all(spell.over for spell in spells):
            self._chosen[key] = max([rests, *(self.over_from(spell.last) for spell in spells)]), spells
        return spells

    def _group(self, lines: list[Line], day: int, *, alike: bool = False) -> list[Spell]:
        """Some lines as absences: those that touch, if they count alike."""
        groups: list[list[Line]] = []
        latest: dict[str, list[Line]] = {}
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
        return [self._spell(group, day) for group in groups]

    def _joins(self, before: Line, line: Line) -> bool:
        if self._keeping.join == "never" or before.last is None:
            return False
        return self.over_from(before.last) >= line.first

    def over_from(self, last: int) -> int:
        """The day from which nothing can join an absence that ends on a day."""
        return last + 1 if self._keeping.join == "never" else self._partings[last + 1]

    def _spell(self, group: list[Line], day: int) -> Spell:
        tail = group[-1]
        ended = tail.last is not None and tail.last <= day
        last = tail.last if tail.last is not None and ended else day
        over = ended and day >= self.over_from(last)
        return Spell(
            group[0].first,
            last,
            NEVER if group[0].first < self._keeping.since else tail.status_on(day),
            over,
            self._next_working[last + 1] if ended else None,
            expected_by(group, day),
            learnt_by(group, day),
            tuple([line.place for line in group]),
            all(line.is_plain for line in group),
            all(line.is_part and line.last == line.first for line in group),
        )
