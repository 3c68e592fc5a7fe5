"""One row's cells -> dates, words and numbers, or a finding at the cell.

What a row refuses is raised as `Refused`, so that what comes after it is not looked at: one slip is told
once. The row's employee is not decided.
"""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Any

from pydantic import ValidationError

from flowrules.placed import Placed
from flowrules.source import shorten
from flowrules.tables.dates import Days, Trouble
from flowrules.tables.faults import fault
from flowrules.tables.figures import as_number, days_of, hours_of
from flowrules.tables.gather import Held
from flowrules.tables.layout import Layout
from flowrules.tables.left_out import tests_of
from flowrules.tables.mapping import DATES, NOT_OF_HEALTH
from flowrules.tables.places import field_of
from flowrules.tables.table import CONTROL, Formula
from flowrules.tables.words import Kind, Word, Words, as_text, says_flag, yes_or_no
from flowrules.words import join_words

_MOST_SHOWN = 12

# The years in which a date can lie. A last day in a far year says that there is none yet, and stays.
_YEARS = {
    "started": range(1940, 2101),
    "pattern_from": range(1900, 2101),
    **dict.fromkeys(("end", "returned", "expected_until", "until"), range(1990, 10_000)),
}
_OTHER_YEARS = range(1990, 2101)


class Refused(Exception):
    """A row cannot be used."""

    def __init__(self, finding: Placed, row: Held) -> None:
        super().__init__(finding.message)
        self.finding = finding
        self.row = row


class LeftOut(Exception):
    """A row is passed over, as the mapping says."""


class Cells:
    """Reads the cells of one table's rows."""

    def __init__(self, layout: Layout, kinds: dict[str, Kind], days: Days) -> None:
        self.layout = layout
        spans = {field: _YEARS.get(field, _OTHER_YEARS) for field in DATES & layout.columns.keys()}
        within = {years: days.within(years) for years in set(spans.values())}
        self._days = {field: within[years] for field, years in spans.items()}
        self.who = {field: place for place, field in enumerate(layout.who)}
        # Where in a Held the cell of a field is: whether in `who`, and its place there or in `what`.
        self._places = {field: (True, place) for field, place in self.who.items()}
        self._places |= {field: (False, place) for place, field in enumerate(layout.what)}
        self._leaving_out = tests_of(layout.said, self._places)
        self.leaves_out_by_whom = any(field in self.who for field, _ in self._leaving_out)
        self._kinds = kinds
        self._words = {
            field: Words(kinds.get(field), layout.said.values.get(field)) for field in layout.columns
        }

    def refuse(self, rule: str, field: str, row: Held, **said: object) -> Refused:
        """What is wrong in one cell."""
        return Refused(self._fault(rule, field, row, note=False, **said), row)

    def note(self, rule: str, field: str, row: Held, **said: object) -> Placed:
        """What there is to say of a cell with which the row is used."""
        return self._fault(rule, field, row, note=True, **said)

    def _fault(self, rule: str, field: str, row: Held, *, note: bool, **said: Any) -> Placed:
        column, path = self.layout.place(field)
        said["heading"] = path[0] if path else ""
        return fault(rule, self.layout.file, row.line, column, path, note=note, **said)

    def refuse_line(self, error: ValidationError, row: Held) -> Refused:
        """What the shape of a record does not accept, such as a text that is too long."""
        problem = error.errors(include_url=False)[0]
        field = field_of(tuple(problem["loc"]), self.layout)
        most = problem.get("ctx", {}).get("max_length")
        help = (
            f"shorten it to {most} characters"
            if most
            else "say under `values` in the mapping what it means"
        )
        return self.refuse("not-in-a-record", field, row, help=help)

    def has(self, field: str) -> bool:
        return field in self._places

    def _cell(self, field: str, row: Held) -> Any:
        if (at := self._places.get(field)) is None:
            return None
        is_who, place = at
        return row.who[place] if is_who else row.what[place]

    def raw(self, field: str, row: Held) -> Any:
        """A cell as it stands; None where there is no such column, or nothing in it."""
        cell = self._cell(field, row)
        if type(cell) is Formula:
            raise self.refuse("no-value-of-formula", field, row)
        return cell

    def day(self, field: str, row: Held) -> date | None:
        """The date in a cell; None where there is none."""
        days = self._days.get(field)
        if days is None or (cell := self._cell(field, row)) is None:
            return None
        found = days[cell]
        if isinstance(found, Trouble):
            self.raw(field, row)
            raise self.refuse(found.value, field, row)
        return found

    def has_after(self, field: str, found: Iterable[Any], day: date) -> bool:
        """Whether one of the cells found in a column is a date after a day."""
        days = self._days[field]
        read = (days[cell] for cell in found if cell is not None)
        return any(not isinstance(one, Trouble) and one > day for one in read)

    def need_day(self, field: str, row: Held) -> date:
        found = self.day(field, row)
        if found is None:
            help = "write the date; delete the row if it is a total"
            raise self.refuse("cell-empty", field, row, help=help)
        return found

    def word(self, field: str, row: Held) -> str | None:
        """The name that a word stands for; None where there is no such column, or nothing in it."""
        if field not in self._places:
            return None
        found = self._words[field][self._cell(field, row)]
        if isinstance(found, str):
            return found
        self.raw(field, row)
        if found is Word.LEFT_OUT:
            raise LeftOut
        if found is Word.EMPTY:
            return None
        raise self.unknown(field, row)

    def not_a_part(self, field: str, row: Held, names: Iterable[str]) -> Refused:
        """A word that says no part of a day."""
        known = join_words([f"`{name}`" for name in names], "or")
        help = f"say under `values: {field}:` in the mapping which it is: {known}"
        return self._refuse_word(field, row, "no part of a day", help)

    def unknown(self, field: str, row: Held) -> Refused:
        """A word that stands for nothing: what it could be is said."""
        kind = self._kinds.get(field)
        names = kind.names if kind else []
        known = join_words([f"`{name}`" for name in names[:_MOST_SHOWN]], "or")
        more = " and others" if len(names) > _MOST_SHOWN else ""
        which = f"which it is: {known}{more}, or" if known else "what it is, or"
        help = f"say under `values: {field}:` in the mapping {which} `leave out`"
        if kind and not names:
            help = f"this procedure has none: take `{field}:` out of the mapping"
        noun = kind.noun if kind else "no name that can be used"
        return self._refuse_word(field, row, noun, help)

    def _refuse_word(self, field: str, row: Held, kind: str, help: str) -> Refused:
        """What a word is not; the word itself is said only where it has nothing to do with health."""
        word = shorten(CONTROL.sub(" ", as_text(self._cell(field, row))))
        what = f"`{word}`" if field in NOT_OF_HEALTH else "what stands"
        return self.refuse("unknown-value", field, row, what=what, kind=kind, help=help)

    def number(self, field: str, row: Held, most: int) -> int | float | None:
        """A figure of a cell; None where there is none."""
        cell = self.raw(field, row)
        if cell is None:
            return None
        found = _figure(cell, most, of_hours=field != "days_lost")
        if found is None:
            help = f"write a number from 0 to {most:,}, and a half as 0.5: a comma parts thousands"
            raise self.refuse("not-a-number", field, row, help=help)
        return found

    def yes(self, field: str, row: Held) -> bool:
        says = says_flag if field.startswith("flag ") else yes_or_no
        found = says(self.raw(field, row))
        if found is None:
            help = "write yes or no"
            raise self._refuse_word(field, row, "neither yes nor no", help)
        return found

    def text(self, field: str, row: Held) -> str | None:
        cell = self.raw(field, row)
        return None if cell is None else as_text(cell)

    def is_left_out(self, row: Held) -> bool:
        """Whether the mapping leaves a row out, whatever else stands in it."""
        tests = self._leaving_out
        return bool(tests) and any(leaves_out(self._cell(field, row)) for field, leaves_out in tests)

    def expect_left_in(self, row: Held) -> None:
        """Refuses a row of which it cannot be known whether the mapping leaves it out."""
        for heading in self.layout.said.leave_out:
            self.raw(f"leave out {heading}", row)


@lru_cache(maxsize=4096, typed=True)
def _figure(cell: Any, most: int, *, of_hours: bool) -> int | float | None:
    """The number that a cell says; None where it says none, one below nought, or too large a one."""
    figure = hours_of(cell) if of_hours else days_of(cell)
    return as_number(figure) if figure is not None and 0 <= figure <= most else None
