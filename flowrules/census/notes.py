"""What is to be said of census files once, rather than of each person in them."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from flowrules.census.absences import FIRST, KIND, LAST
from flowrules.census.codes import CODES, LEAVE_OUT, Meanings
from flowrules.census.faults import Spot, fault
from flowrules.census.members import Block
from flowrules.census.person import Employment, Entry
from flowrules.placed import Placed
from flowrules.words import say_days, say_number

_MOST_NAMED = 20


class First(NamedTuple):
    """The first file: what is said of all of them is said there."""

    name: str
    header: Block


class Some:
    """People who are named in a note, as many as anybody would read."""

    def __init__(self) -> None:
        self.many = 0
        self._named: list[str] = []

    def add(self, called: str) -> None:
        self.many += 1
        if self.many <= _MOST_NAMED:
            self._named.append(called)

    def __str__(self) -> str:
        more = self.many - len(self._named)
        return ", ".join([*self._named, *([f"and {more} more"] if more else [])])


class Tally:
    """Counts what is left out or not known while the people of some files are put together."""

    def __init__(self, codes: Meanings, *, grouped: bool) -> None:
        self._codes = codes
        self._grouped = grouped
        self._left_out: Counter[str] = Counter()
        self._gone = Some()
        self._away = Some()
        self._part_time = 0
        self._people = 0

    def leave_out(self, called: str) -> None:
        """Somebody whose contracts have all ended."""
        self._gone.add(called)

    def count(self, called: str, entries: list[Entry], worked: Employment | None) -> None:
        """Somebody who is given."""
        self._people += 1
        absences = [block for entry in entries for block in entry.absences]
        codes = [self._codes.categories.get(block.text(KIND).upper(), "") for block in absences]
        known = list(zip(absences, codes, strict=True))
        self._left_out.update(block.text(KIND).upper() for block, code in known if code == LEAVE_OUT)
        if any(_is_open(block) for block, code in known if code != LEAVE_OUT):
            self._away.add(called)
        if worked:
            self._part_time += worked.part_time
            self._grouped |= not worked.posts.isdisjoint(self._codes.groups)

    def notes(self, first: First, day: date, *, key: bool) -> Iterator[Placed]:
        """What is said in the end."""
        spot = Spot(first.name, first.header)
        yield fault("census-scope", spot, "ReferenceDate", note=True, when=_year_of(first.header))
        if not key:
            yield fault("no-key", spot, note=True)
        if self._left_out:
            yield fault("left-out", spot, note=True, what=self._said_left_out(), help=_MEANT)
        if self._gone.many:
            gone = str(self._gone)
            yield fault("left-the-school", spot, note=True, day=day.isoformat(), who=gone)
        if self._away.many and day > (_taken(first.header) or date.min):
            yield fault("still-away", spot, note=True, who=str(self._away))
        if self._part_time:
            who = "1 person works" if self._part_time == 1 else f"{self._part_time} people work"
            yield fault("part-time", spot, note=True, who=who)
        if self._people and not self._grouped:
            yield fault("no-groups", spot, note=True)

    def _said_left_out(self) -> str:
        each = sorted(self._left_out.items())
        return ", ".join(f"{say_number(n, 'absence')} of `{code}` ({_kind(code)})" for code, n in each)


_MEANT = "if the procedure counts one of these, say in the mapping which of its categories that is"


def _kind(code: str) -> str:
    return CODES.get(code, "as the mapping says")


def _is_open(absence: Block) -> bool:
    return absence.first(FIRST) is not None and absence.first(LAST) is None


def _taken(header: Block) -> date | None:
    """The day of the census."""
    try:
        return date.fromisoformat(header.text("ReferenceDate")[:10])
    except ValueError:
        return None


def _year_of(header: Block) -> str:
    """The school year that the absences are of: the last to have ended before the census."""
    taken = _taken(header)
    if taken is None:
        return "of the school year before it"
    year = taken.year if taken.month > 8 else taken.year - 1
    return f"from {say_days(date(year - 1, 9, 1), date(year, 8, 31))}"
