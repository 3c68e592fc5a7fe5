"""A column and what its heading says it is -> why its cells do not bear that out."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from flowrules.tables.aliases import EVERY, PERHAPS_OF_A_PERSON, ROLES
from flowrules.tables.dates import is_date
from flowrules.tables.figures import hours_of, is_like_a_figure, length_of
from flowrules.tables.headings import plain
from flowrules.tables.mapping import DATES
from flowrules.tables.meanings import meaning
from flowrules.tables.parts import YES_AND_NO, are_yes_and_no, share_of
from flowrules.tables.patterns import day_in_column, week_in_words
from flowrules.tables.words import Kind, as_text, says_flag, squeezed, yes_or_no
from flowrules.tables.working_days import count_working_days

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_LAST = ("end", "returned")
_OF_WORDS = ("category", "group", "event", "action", "recorded", "contact", "outcome")
_EITHER = frozenset(map(plain, ("Employee", "Staff", "Staff Member", "ID")))  # a number, or a name
_NAMES = frozenset(plain(name) for field in ("name", "forename", "surname") for name in EVERY[field])
_PERHAPS_OF_A_PERSON = frozenset(map(plain, PERHAPS_OF_A_PERSON))
_ROLES = frozenset(map(plain, ROLES))
# Left out, these would make sickness of every absence; their words are refused one by one instead.
_SURELY_KINDS = frozenset(map(plain, (
    "Absence Category", "Absence Type", "Type of Absence", "Absence Class", "Absence Code", "Leave Type",
    "SWC Code", "DfE Code", "Kind of Absence",
)))  # fmt: skip


class Column(NamedTuple):
    """One column of a table, as far as it is seen."""

    place: int
    heading: str
    cells: list[Any]

    def share(self, fits: Callable[[Any], object]) -> float | None:
        """How many of its cells are of a kind; None where there is nothing in it."""
        return sum(bool(fits(cell)) for cell in self.cells) / len(self.cells) if self.cells else None


class Doubts:
    """Looks at the cells of columns, for one table and one procedure."""

    def __init__(
        self, columns: Sequence[Column], rows: Sequence[tuple[Any, ...]], kinds: Mapping[str, Kind]
    ) -> None:
        self._columns = columns
        self._rows = rows
        self._kinds = kinds

    def against(self, field: str, column: Column, found: Mapping[str, Column]) -> str | None:
        """Why the cells of a column do not bear out its heading; None where they do."""
        if field in DATES:
            least = 0.0 if field == "end" else 0.3  # a wrong date is refused at its row
            return _unless(column.share(is_date), least, "what stands in it is no date", empty=True)
        if field == "employee":
            return self._against_number(column)
        if field in _OF_WORDS or field == "reason":
            return self._against_words(field, column)
        if field in ("days_lost", "hours"):
            return self._against_amount(field, column, found)
        if field in ("part", "first_part", "last_part"):
            return _against_shares(column)
        if field in ("start_time", "end_time"):
            return "say `midday:` and a time, to make half days of it"
        if field in WEEKDAYS:
            return _unless(column.share(day_in_column), 1, _NO_DAY, empty=True)
        fits, least, against = _SIMPLE.get(field, (lambda _: True, 0.0, ""))
        return _unless(column.share(fits), least, against)

    def is_of_a_person(self, column: Column, employee: Column) -> bool:
        """Whether a column of yes and no that is called so is about people, and not about absences.

        Everybody with several rows then has the same in all of them: some yes, and some no.
        """
        if plain(column.heading) not in _PERHAPS_OF_A_PERSON:
            return False
        said: dict[str, list[bool | None]] = defaultdict(list)
        for row in self._rows:
            if row[employee.place] is not None:
                said[as_text(row[employee.place])].append(says_flag(row[column.place]))
        several = [set(theirs) for theirs in said.values() if len(theirs) > 1]
        return all(len(theirs) == 1 for theirs in several) and {True, False} <= set().union(*several)

    def _against_number(self, column: Column) -> str | None:
        share = column.share(is_number_like)
        least = 0.8 if plain(column.heading) in _EITHER else 0
        if column.share(is_date) == 1 or share is None:
            return "it does not name employees"
        if plain(column.heading) == "id" and self._numbers_rows(column):
            return "it has another number in every row, and the same names come again"
        return _unless(share, least, "it has names rather than numbers")

    def _numbers_rows(self, column: Column) -> bool:
        """Whether a column has another number in every row, where the same people come again."""
        names = [one.place for one in self._columns if plain(one.heading) in _NAMES]
        people = {tuple(row[place] for place in names) for row in self._rows}
        are_different = len(set(column.cells)) == len(self._rows)
        return bool(names) and are_different and len(people) < len(self._rows)

    def _against_words(self, field: str, column: Column) -> str | None:
        if field == "reason" and not (self._kinds.get("reason") and self._kinds["reason"].known):
            return "this procedure asks for no reasons, so none are read"
        if not self._kinds and field != "category":
            return "give the procedure with `--for`, so that its words can be compared"
        share = column.share(lambda cell: meaning(field, cell, self._kinds))
        is_sure = field != "reason" and plain(column.heading) not in _ROLES
        least = 0.1 if is_sure else 1  # an unknown word is refused at its row
        if field == "category" and plain(column.heading) in _SURELY_KINDS:
            return None
        return _unless(
            share,
            least,
            "too few of its words are known here; name it under `columns:` and say what they mean",
        )

    def _lacks(self, column: Column, found: Mapping[str, Column]) -> bool:
        """Whether an absence that is over has hours and no days lost: it could be a part of a day."""
        lost, over = found["days_lost"].place, [found[one].place for one in _LAST if one in found]
        return any(
            row[column.place] is not None
            and row[lost] is None
            and any(row[at] is not None for at in over)
            for row in self._rows
        )

    def _against_amount(self, field: str, column: Column, found: Mapping[str, Column]) -> str | None:
        if field == "hours" and "days_lost" in found and not self._lacks(column, found):
            return "the days lost are there already"
        least = 0.5  # a wrong number is refused at its row
        against = _unless(column.share(is_like_a_figure), least, "it is not a number")
        is_length = (column.share(lambda cell: length_of(cell) is not None) or 0) > least
        if not against and field == "hours" and plain(column.heading) == "duration" and not is_length:
            return "it has no lengths of time"
        if against or field == "hours":
            return against
        if is_length:
            return "it has lengths of time, and not days"
        start, end = found.get("start"), found.get("end")
        if start and end and not count_working_days(self._rows, start.place, end.place, column.place):
            return "it counts weekends too, so it is not the working days lost"
        return None


def _against_shares(column: Column) -> str | None:
    """A `1` is a whole day beside a `0.5`, yes beside a `0`, and could be either elsewhere."""
    words = {squeezed(as_text(cell)) for cell in column.cells}
    meant = YES_AND_NO if are_yes_and_no(words) else {}
    if "1" in words and "0-5" not in words and not meant:
        return "`1` could mean a whole day, or yes; say which under `values`"
    share = column.share(lambda cell: share_of(cell, meant))
    least = 0.5  # an unknown word is refused at its row: left out, every half day would be a whole one
    return _unless(share, least, "too few of its words say whole or half", empty=True)


def _unless(share: float | None, least: float, against: str, *, empty: bool = False) -> str | None:
    """What is against a column of which too few cells fit, or in which there is nothing."""
    if share is None:
        return None if empty else "it is empty in the first rows"
    return None if share >= least else against


def is_number_like(cell: Any) -> bool:
    return any(letter.isdigit() for letter in as_text(cell))


_NO_DAY = "it does not say whether the day is worked"
_Simple = tuple[Callable[[Any], object], float, str]
_SIMPLE: dict[str, _Simple] = {
    "pattern": (
        lambda cell: week_in_words(as_text(cell)),
        0.8,
        "its words are not days of the week, such as `Mon-Wed`",
    ),
    "term_time_only": (lambda cell: yes_or_no(cell) is not None, 1.0, "it is not yes or no"),
    "hours_per_day": (
        lambda cell: 0 < (hours_of(cell) or 0) <= 24,
        1.0,
        "it is not the hours of a day",
    ),
    "name": (lambda cell: not is_number_like(cell), 1.0, "it has numbers rather than names"),
}
