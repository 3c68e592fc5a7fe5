"""Faults planted in the rows of an export: of each kind some, each with what must be said of it, and where.

Each is planted in the rows of somebody else, so that everybody without one must be decided as if there
were none. What looks wrong and is not (a formula for a name, nonsense after the day) is planted too.
"""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from random import Random
from typing import NamedTuple

from export_files import Row, Style, Tables
from exports import ON, Staff


class Planted(NamedTuple):
    """What was planted with whom; `spoils`: that employee is not to be decided."""

    kind: str
    who: str
    spoils: bool = True


class Field:
    """The rows of a trust, and the ways to spoil them."""

    def __init__(self, d: Random, trust: list[Staff], tables: Tables, style: Style, typed: bool) -> None:
        self.d, self.tables, self.style, self.typed = d, tables, style, typed
        self.column = style.absences
        self._plain = [one for one in trust if len(one.posts) == 1]
        self._double = [one for one in trust if len(one.posts) == 2]
        d.shuffle(self._plain)

    def plant(self, each: int) -> list[Planted]:
        """So many of every kind that this export can have."""
        return [planted for kind in KINDS for _ in range(each) if (planted := kind(self)) is not None]

    def a_row(self, fits: Callable[[Row], bool] = lambda _: True, table: str = "absences") -> Row | None:
        """A row of somebody with no fault so far."""
        for one in self._plain:
            for row in self.tables.get(table, ()):
                if row.who == one.id and fits(row):
                    self._plain.remove(one)
                    return row
        return None

    def a_double(self) -> Staff | None:
        return self._double.pop() if self._double else None

    def after(self, row: Row, new: Row, table: str = "absences") -> None:
        rows = self.tables[table]
        rows.insert(next(place for place, one in enumerate(rows) if one is row) + 1, new)

    def is_away(self, row: Row, days: int = 1) -> bool:
        """Whether a row is of an absence of so many days, that is over."""
        first, last = row.cells[self.column["start"]], row.cells[self.column["end"]]
        return last is not None and (last - first).days + 1 >= days and last < ON


def _change(name: str, what: str, value: object, rule: str) -> Callable[[Field], Planted | None]:
    """A word in one cell of an absence, and the finding that it must come to."""

    def plant(self: Field) -> Planted | None:
        row = self.a_row(self.is_away) if what in self.column else None
        if row is None:
            return None
        row.cells[self.column[what]] = value
        row.said.append(rule)
        return Planted(name, row.who)

    return plant


def _no_date(self: Field) -> Planted | None:
    """The thirty-first of February, as the others of the export are written."""
    form = date.isoformat if self.typed else self.style.day
    written = form(date(2026, 3, 31)).replace("Mar", "Feb").replace("03", "02")
    return _change("a date that is none", "start", written, "not-a-date")(self)


def _ambiguous(self: Field) -> Planted | None:
    """A date that can be read two ways, where no other shows which is meant."""
    if not self.typed and self.style.day is not date.isoformat:
        return None
    return _change("an ambiguous date", "start", "05/06/2026", "date-unclear")(self)


def _ends_early(self: Field) -> Planted | None:
    row = self.a_row(self.is_away)
    if row is None:
        return None
    row.cells[self.column["end"]] = row.cells[self.column["start"]] - timedelta(3)
    row.said.append("ends-before-start")
    return Planted("an end before the start", row.who)


def _duplicate(self: Field) -> Planted | None:
    row = self.a_row()
    if row is None:
        return None
    self.after(row, Row(row.who, dict(row.cells), ["duplicate-row"]))
    return Planted("a row twice", row.who)


def _overlap(self: Field) -> Planted | None:
    row = self.a_row(lambda row: self.is_away(row, 3))
    if row is None:
        return None
    first, full = row.cells[self.column["start"]] + timedelta(1), self.style.ends[0]
    for heading in ("first_part", "last_part"):
        if heading in self.column:
            row.cells[self.column[heading]] = full
    changed = {self.column["start"]: first} | ({self.column["days_lost"]: 1} if self.style.lost else {})
    self.after(row, Row(row.who, row.cells | changed, ["absences-overlap"]))
    return Planted("an overlap", row.who)


def _nobody(self: Field) -> Planted | None:
    row = self.a_row()
    if row is None:
        return None
    self.after(row, Row("", row.cells | {self.column["employee"]: None}, ["nobody-named"]))
    return Planted("a row that names nobody", row.who, spoils=False)


def _ragged(self: Field) -> Planted | None:
    row = None if self.typed else self.a_row()
    if row is None:
        return None
    row.beyond = ("more",)
    row.said.append("row-ragged")
    return Planted("a row that is too long", row.who)


def _formula(self: Field) -> Planted | None:
    """A formula that no program has worked out."""
    return (
        _change("a formula without a value", "start", "=1+46000", "no-value-of-formula")(self)
        if self.typed
        else None
    )


def _two_groups(self: Field) -> Planted | None:
    one = self.a_double()
    if one is None:
        return None
    heading = self.style.staff["group"]
    rows = [row for row in self.tables["staff"] if row.who == one.id]
    rows[-1].cells[heading] = "Agency worker"  # whom the procedure does not cover
    rows[-1].said.append("staff-rows-differ")
    return Planted("two staff groups", one.id)


def _unknown_event(self: Field) -> Planted | None:
    heading = self.style.events.get("event", "")
    row = self.a_row(lambda row: row.cells[heading] is not None, "events")
    if row is None:
        return None
    row.cells[heading] = "Tea"
    row.said.append("unknown-value")
    return Planted("an event that is none", row.who)


def _formula_for_a_name(self: Field) -> Planted | None:
    row = self.a_row()
    if row is None:
        return None
    heading = self.column.get("name") or self.column["surname"]
    row.cells[heading] = '=HYPERLINK("http://example.invalid","x")\n+1'
    return Planted("a formula for a name", row.who, spoils=False)


def _after_the_day(self: Field) -> Planted | None:
    row = self.a_row()
    if row is None:
        return None
    later = {
        self.column["start"]: ON + timedelta(9),
        self.column["category"]: "?",
        self.column["end"]: "?",
    }
    self.tables["absences"].append(Row(row.who, row.cells | later))
    return Planted("nonsense after the day", row.who, spoils=False)


KINDS = (
    _no_date,
    _change("an end that is no date", "end", "soon", "not-a-date"),
    _ambiguous,
    _change("no first day", "start", None, "cell-empty"),
    _change("a kind of absence that is none", "category", "Gardening", "unknown-value"),
    _change("days lost that are no number", "days_lost", "a few", "not-a-number"),
    _change("a half day that is none", "first_part", "Noonish", "unknown-value"),
    _ends_early,
    _duplicate,
    _overlap,
    _nobody,
    _ragged,
    _formula,
    _two_groups,
    _unknown_event,
    _formula_for_a_name,
    _after_the_day,
)


def expected(tables: Tables, label: Callable[[str], str]) -> Iterator[tuple[str, int, str]]:
    """What must be said, by file, line and rule; `label` is what findings call a table."""
    for table, rows in tables.items():
        for row in rows:
            for rule in row.said:
                yield label(table), row.line, rule
