"""Headings + the first rows of a table -> what it is and what its columns are, each with a reason.

A heading alone is not believed: a column of dates must hold dates, one of words must hold words that the
procedure knows. What is not certain is not used, and that is said.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from flowrules.flow import Flow
from flowrules.tables import aliases
from flowrules.tables.dates import is_date
from flowrules.tables.doubts import WEEKDAYS, Column, Doubts, is_number_like
from flowrules.tables.headings import plain
from flowrules.tables.mapping import PARTS
from flowrules.tables.meanings import meaning
from flowrules.tables.parts import YES_AND_NO, are_yes_and_no
from flowrules.tables.words import Kind, as_text, kinds_of, says_flag, squeezed

# What makes a table one of a kind, and how much each column says of that.
_WEIGHTS = {
    "absences": {
        "start": 1, "end": 1, "returned": 1, "category": 2, "days_lost": 2, "part": 2, "first_part": 2,
    },
    "events": {"on": 1, "event": 2, "action": 2, "recorded": 2, "contact": 2, "stage": 2, "outcome": 1},
    "staff": {"started": 1} | dict.fromkeys((*WEEKDAYS, "pattern", "group", "term_time_only"), 2),
}  # fmt: skip
_HAPPENED = ("event", "action", "recorded", "contact")
_NEEDED = {
    # Without a column of last days, every absence would seem to go on.
    "absences": (("employee",), ("start",), ("end", "returned")),
    "events": (("employee",), ("on",), (*_HAPPENED, "stage")),
    "staff": (("employee",), ("pattern", *WEEKDAYS, "group", "started", "term_time_only")),
}
_HINTS = {
    "absences": ("absen", "sick", "leave"),
    "events": ("event", "meeting", "contact", "action", "log"),
    "staff": ("staff", "employee", "contract", "post", "people", "workforce"),
}


OF_PEOPLE = "seems to be about the person: whoever has several rows has the same in all of them"


class Guess(NamedTuple):
    """What a table is taken for: the place of each column and why; what is not used, and why.

    `flags`: the category that a column of yes and no makes of an absence, by the column's place; and
    `of_people`: those that it would make, by headings, were the column not about people.
    `values`: what words mean in a column that would mean something else elsewhere.
    """

    kind: str
    columns: dict[str, int]
    reasons: dict[str, str]
    flags: dict[int, str]
    of_people: dict[str, str]
    unused: dict[str, str]
    values: dict[str, dict[str, str]]
    weight: int


def guess_table(
    name: str, headings: Sequence[str], rows: Sequence[tuple[Any, ...]], flow: Flow | None
) -> Guess | None:
    """The kind of table that fits best; None where none does."""
    width = len(headings)
    whole = [row[:width] for row in rows if len(row) >= width and not any(row[width:])]
    columns = [
        Column(place, heading, [row[place] for row in whole if row[place] is not None])
        for place, heading in enumerate(headings)
    ]
    guesses = [_Guessing(kind, columns, whole, kinds_of(flow)).guess(name) for kind in _NEEDED]
    fitting = [guess for guess in guesses if guess is not None]
    return max(fitting, key=lambda guess: guess.weight, default=None)


def _says_yes_or_no(column: Column) -> bool:
    share = column.share(lambda cell: says_flag(cell) is not None)
    return share is None or share >= 0.5


class _Guessing:
    """One table taken for one kind."""

    def __init__(
        self,
        kind: str,
        columns: list[Column],
        rows: Sequence[tuple[Any, ...]],
        kinds: Mapping[str, Kind],
    ) -> None:
        self._kind = kind
        self._columns = columns
        self._rows = rows
        self._kinds = kinds
        self._doubts = Doubts(columns, rows, kinds)
        self._found: dict[str, Column] = {}
        self._reasons: dict[str, str] = {}
        self._unused: dict[str, str] = {}

    def guess(self, name: str) -> Guess | None:
        for field, names in aliases.KINDS[self._kind].items():
            self._look_for(field, names)
        self._look_at_values()
        if any(all(field not in self._found for field in one) for one in _NEEDED[self._kind]):
            return None
        flags = self._flags()
        of_people = self._of_people(flags)
        flags = {place: kind for place, kind in flags.items() if self._heading(place) not in of_people}
        weights = _WEIGHTS[self._kind]
        hinted = any(hint in name.casefold() for hint in _HINTS[self._kind])
        return Guess(
            self._kind,
            {field: column.place for field, column in self._found.items()},
            self._reasons,
            flags,
            of_people,
            self._not_used(flags),
            self._values(),
            sum(weights.get(field, 0) for field in self._found) + hinted,
        )

    def _look_for(self, field: str, names: Sequence[str]) -> None:
        """The first column that is called so, and whose cells bear it out."""
        for name in names:
            for column in self._columns:
                if plain(column.heading) == plain(name) and not self._is_taken(column, field):
                    against = self._doubts.against(field, column, self._found)
                    if against is None:
                        self._take(field, column, "by its heading")
                        return
                    self._unused.setdefault(column.heading, against)

    def _take(self, field: str, column: Column, why: str) -> None:
        self._found[field] = column
        self._reasons[field] = why
        self._unused.pop(column.heading, None)

    def _is_taken(self, column: Column, field: str) -> bool:
        """Whether it is something else already: a column is one thing."""
        return any(found.place == column.place for other, found in self._found.items() if other != field)

    def _look_at_values(self) -> None:
        """Where no heading is known, what only one column can be by what stands in it."""
        free = [column for column in self._columns if not self._is_taken(column, "")]
        if self._kind == "absences":
            self._look_for_days(free)
            self._look_for_words("category", free)
        elif self._kind == "events":
            self._look_for_words("event", free)
            if self._found.keys().isdisjoint(_HAPPENED):  # beside these it says about what
                self._look_for_words("stage", free)
        if "employee" not in self._found:
            ids = [column for column in free if self._is_id(column)]
            if len(ids) == 1:
                self._take("employee", ids[0], "the only column of numbers or codes that come again")

    def _is_id(self, column: Column) -> bool:
        cells = column.cells
        alike = bool(cells) and column.share(is_number_like) == 1 and column.share(is_date) == 0
        return (
            alike
            and len(cells) == len(self._rows)
            and self._doubts.against("employee", column, self._found) is None
            and not any("." in as_text(cell) for cell in cells)
            and all(len(as_text(cell)) >= 3 for cell in cells)
        )

    def _look_for_days(self, free: list[Column]) -> None:
        if "start" in self._found or "end" in self._found:
            return
        dated = [column for column in free if (column.share(is_date) or 0) >= 0.95]
        if len(dated) == 2 and len(dated[0].cells) == len(self._rows):
            self._take("start", dated[0], "the first of two columns of dates")
            self._take("end", dated[1], "the second of two columns of dates")

    def _look_for_words(self, field: str, free: list[Column]) -> None:
        if field in self._found or not self._kinds:
            return
        fits = [
            one
            for one in free
            if (one.share(lambda cell: meaning(field, cell, self._kinds)) or 0) >= 0.9
        ]
        if len(fits) == 1:
            self._take(field, fits[0], "by its words, which this procedure knows")

    def _flags(self) -> dict[int, str]:
        """Columns of yes and no that make an absence one of another category of the procedure.

        A cell that is neither is refused at its row: left out, the others' yes would not count.
        """
        known = set(self._kinds["category"].known.values()) if self._kinds else set()
        names = {
            plain(name): kind for kind, names in aliases.FLAGS.items() for name in names if kind in known
        }
        if self._kind != "absences":
            return {}
        return {
            column.place: names[plain(column.heading)]
            for column in self._columns
            if plain(column.heading) in names
            and _says_yes_or_no(column)
            and not self._is_taken(column, "")
        }

    def _heading(self, place: int) -> str:
        return self._columns[place].heading

    def _of_people(self, flags: Mapping[int, str]) -> dict[str, str]:
        """Those of such columns that are about people: they say nothing of one absence."""
        employee = self._found["employee"]
        asked = [(self._columns[place], kind) for place, kind in flags.items()]
        found = {one.heading: kind for one, kind in asked if self._doubts.is_of_a_person(one, employee)}
        for heading, kind in found.items():
            otherwise = f"if it is about the absence, add `flags: {{{heading}: {kind}}}`"
            self._unused[heading] = f"it {OF_PEOPLE}; {otherwise}"
        return found

    def _values(self) -> dict[str, dict[str, str]]:
        """What a 1 means in columns that say whether a day was half."""
        found = {field: self._found[field] for field in PARTS if field in self._found}
        return {
            field: YES_AND_NO
            for field, column in found.items()
            if are_yes_and_no({squeezed(as_text(cell)) for cell in column.cells})
        }

    def _not_used(self, flags: Mapping[int, str]) -> dict[str, str]:
        """Every column that is left, and why."""
        known = {plain(name): why for name, why in aliases.UNUSED.items()}
        return {
            column.heading: self._unused.get(column.heading)
            or known.get(plain(column.heading), "not known")
            for column in self._columns
            if (column.cells or column.heading in self._unused)
            and not self._is_taken(column, "")
            and column.place not in flags
        }
