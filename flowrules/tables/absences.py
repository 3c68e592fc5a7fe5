"""A row of a table of absences -> lines of a record: up to three where its ends are half days."""

from datetime import date, timedelta
from typing import Any

from pydantic import ValidationError

from flowrules.engine.horizon import Horizon
from flowrules.tables.cells import Cells, LeftOut
from flowrules.tables.gather import Held
from flowrules.tables.lost import LostTime
from flowrules.tables.made import Line, Said, said
from flowrules.tables.mapping import AbsenceTable
from flowrules.tables.parts import half_of
from flowrules.tables.patterns import Worked

_DAY = timedelta(1)
_MOST_KEPT = 100_000
_UNREAD: Any = object()


class AbsenceRows:
    """Reads the rows of one table of absences, as far as a horizon goes.

    `plain`: the categories that say no more than that somebody is ill.
    """

    def __init__(self, cells: Cells, lost: LostTime, horizon: Horizon, *, plain: frozenset[str]) -> None:
        table = cells.layout.said
        assert isinstance(table, AbsenceTable)
        self.cells = cells
        self.lost = lost
        self._says_lost = bool(lost.columns)
        self._horizon = horizon
        self._plain = plain
        self._flags = {f"flag {heading}": category for heading, category in table.flags.items()}
        self._known: dict[Any, Said | None] = {}

    def said(self, row: Held, worked: Worked) -> Said | None:
        """What a row says; None where it is left out, or was known after the horizon."""
        parts = worked.parts if self._says_lost else ()
        key: Any = (row[2], parts) if parts else row[2]
        if self.cells.leaves_out_by_whom:
            key = key, row[3]
        found: Said | None = self._known.get(key, _UNREAD)
        if found is not _UNREAD:
            return found
        if len(self._known) > _MOST_KEPT:
            self._known.clear()
        found = self._known[key] = self._read(row, worked)
        return found

    def _read(self, row: Held, worked: Worked) -> Said | None:
        try:
            return said("absences", self._lines(row, worked))
        except LeftOut:
            return None
        except ValidationError as error:
            raise self.cells.refuse_line(error, row) from None

    def _lines(self, row: Held, worked: Worked) -> list[Line]:
        cells = self.cells
        if cells.is_left_out(row):
            return []
        start = cells.need_day("start", row)
        known = cells.day("known_on", row)
        if not self._horizon.sees(start, known):
            return []
        cells.expect_left_in(row)
        line: Line = {"from": start}
        last = self._last(row, start)
        if last is not None:
            line["to"] = last
        category = self._category(row)
        if category is not None:
            line["category"] = category
        reason = cells.word("reason", row)
        if reason is not None:
            line["reason"] = reason
        if known is not None and known != start:
            line["known_on"] = known
        if cells.has("counts") and cells.raw("counts", row) is not None:
            self._decision(line, row)
        if last is None:
            self._expected(line, row)
            return self._begun(line, row)
        return self.lost.with_lost(line, row, worked) if self._says_lost else [line]

    def _last(self, row: Held, start: date) -> date | None:
        """The last day, or the day before the return; where both are there, they must agree.

        Back on the last day itself is somebody of whom the row says that less than the day was lost, and
        where no last day is there, back on the first.
        """
        last, returned = self.cells.day("end", row), self.cells.day("returned", row)
        if returned is None:
            return last
        if last is None and returned > start:
            return returned - _DAY
        which_end, instead = "last", ", or leave the day of return empty"
        if last is None:
            last, which_end, instead = start, "first", ""
        if returned < last or (returned == last and not self.lost.is_less(row)):
            what = f"the day of return is not after the {which_end} day away"
            help = f"correct the one that is wrong{instead}"
            raise self.cells.refuse("part-unclear", "returned", row, what=what, help=help)
        return last

    def _category(self, row: Held) -> str | None:
        """The kind of absence: that of a flag that is set, else its own."""
        own = self.cells.word("category", row)
        set_ = [flag for flag in self._flags if self.cells.yes(flag, row)]
        if own is None and not set_ and self.cells.has("category"):
            help = "write what kind of absence it is, or say under `values` what `(empty)` means"
            raise self.cells.refuse("cell-empty", "category", row, help=help)
        if not set_:
            return own
        flagged = {self._flags[flag] for flag in set_}
        if len(flagged | ({own} - self._plain - {None})) > 1:
            what = "two columns say of this absence what it is, and not the same"
            raise self.cells.refuse("part-unclear", set_[-1], row, what=what, help="keep one of them")
        return flagged.pop()

    def _begun(self, line: Line, row: Held) -> list[Line]:
        """An absence that goes on, and of whose first day perhaps only a half was lost."""
        start, second = line["from"], line["from"] + _DAY
        first = self.lost.of_first_day(row)
        if first is None:
            return [line]
        if not self._horizon.sees(second, line.get("known_on")):
            return [line]  # of the day itself, it is not known yet whether the person comes back
        self.lost.expect_joined("first_part", row)
        half = {key: value for key, value in line.items() if key != "expected"}
        return [half_of(half | {"to": start}, first), line | {"from": second}]

    def _decision(self, line: Line, row: Held) -> None:
        """What somebody decided about the absence; what is missing of it, the engine asks for."""
        line["counts"] = self.cells.yes("counts", row)
        if (on := self.cells.day("decided_on", row)) is not None:
            line["decided_on"] = on
        if by := self.cells.text("decided_by", row):
            line["decided_by"] = by

    def _expected(self, line: Line, row: Held) -> None:
        until = self.cells.day("expected_until", row)
        if until is not None:
            line["expected"] = ({"on": line.get("known_on", line["from"]), "until": until},)
