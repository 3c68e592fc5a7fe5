"""A row of a table of absences -> lines of a record: up to three where its ends are half days."""

import re
from datetime import date, time, timedelta
from typing import Any

from pydantic import ValidationError

from flowrules.engine.horizon import Horizon
from flowrules.tables.cells import Cells, LeftOut, Refused
from flowrules.tables.dates import Trouble, time_of
from flowrules.tables.figures import quotient
from flowrules.tables.gather import Held
from flowrules.tables.made import WHICH, Line, Said, made, said
from flowrules.tables.mapping import PARTS, AbsenceTable
from flowrules.tables.parts import (
    Half,
    Share,
    by_its_days,
    half_of,
    halves,
    of_times,
    share_of,
    split,
    which,
)
from flowrules.tables.patterns import Worked
from flowrules.tables.words import squeezed

_DAY = timedelta(1)
_ENDS = ("first_part", "last_part")
_MOST_LOST = 10_000
_OF_WHAT_WAS_LOST = ("part", "first_part", "last_part", "start_time", "end_time", "hours", "days_lost")
_MOST_KEPT = 100_000
_UNREAD: Any = object()


class AbsenceRows:
    """Reads the rows of one table of absences, as far as a horizon goes.

    `plain`: the categories that say no more than that somebody is ill.
    """

    def __init__(
        self, cells: Cells, horizon: Horizon, *, lines_join: bool, plain: frozenset[str]
    ) -> None:
        table = cells.layout.said
        assert isinstance(table, AbsenceTable)
        self.cells = cells
        self._horizon = horizon
        self._lines_join = lines_join
        self._plain = plain
        self._flags = {f"flag {heading}": category for heading, category in table.flags.items()}
        self._midday = _clock(table.midday) if table.midday else None
        self._meanings = {
            field: {squeezed(word): meant for word, meant in words.items()}
            for field, words in table.values.items()
        }
        for field in PARTS:  # a 0 that is a whole day is a no, and then a 1 is a yes
            if self._meanings.get(field, {}).get("0") == Share.WHOLE.value:
                self._meanings[field].setdefault("1", Share.HALF.value)
        self._said = [field for field in _OF_WHAT_WAS_LOST if cells.has(field)]
        self._ends_said = [field for field in _ENDS if cells.has(field)]
        self._says_parts = bool(self._midday) or any(cells.has(field) for field in PARTS)
        self._known: dict[Any, Said | None] = {}

    def said(self, row: Held, worked: Worked) -> Said | None:
        """What a row says; None where it is left out, or was known after the horizon."""
        parts = worked.parts if self._said else ()
        key = (row[2], parts) if parts else row[2]
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
        start = cells.need_day("start", row)
        known = cells.day("known_on", row)
        if not self._horizon.sees(start, known):
            return []
        cells.check_left_out(row)
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
        return self._with_parts(line, row, worked) if self._said else [line]

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
        if returned < last or (returned == last and not self._is_less(row)):
            what = f"the day of return is not after the {which_end} day away"
            help = f"correct the one that is wrong{instead}"
            raise self.cells.refuse("part-unclear", "returned", row, what=what, help=help)
        return last

    def _is_less(self, row: Held) -> bool:
        """Whether a row says what was lost, and not just that it was no half."""
        parts = [field for field in self._said if field in PARTS]
        figures = [field for field in self._said if field not in PARTS]
        return any(self.cells.raw(field, row) is not None for field in figures) or any(
            self._share(field, row) is not Share.WHOLE for field in parts
        )

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
        first = self._halves(row, one_day=False)[0] if self._said else None
        if first is None:
            return [line]
        if not self._horizon.sees(second, line.get("known_on")):
            return [line]  # of the day itself, it is not known yet whether the person comes back
        self._expect_joined("first_part", row)
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

    def _with_parts(self, line: Line, row: Held, worked: Worked) -> list[Line]:
        """The same absence with what it lost: as the system says, else by its half days or hours."""
        start, last = line["from"], line["to"]
        if last < start:
            return [line]  # the engine says so, at the same row
        lost = self.cells.number("days_lost", row, _MOST_LOST)
        if lost is not None:
            if lost > (last - start).days + 1:
                what = "more days are said to be lost than the absence has"
                help = "correct the figure or the dates; of hours, name the column under `hours`"
                raise self.cells.refuse("part-unclear", "days_lost", row, what=what, help=help)
            is_part = start == last and 0 < lost < 1 and not worked.is_half(start)
            part: Line = {"part": "half"} if lost == 0.5 else {"days": lost}
            told = part if is_part else {"days_lost": lost}
            told |= which(self._half_beside(row)) if start == last else {}
            return [line | told | self._beside(lost, line, row, worked)]
        found = self._halves(row, one_day=start == last)
        if found == (None, None):
            return [line | self._hours(line, row, worked)]
        return self._split(line, row, *found)

    def _beside(self, lost: float, line: Line, row: Held, worked: Worked) -> Line:
        """Of which end half was worked, as is said beside the days lost: a difference is told.

        Of a day of which the person works half, a half is all or nothing.
        """
        start, end = line["from"], line["to"]
        if all(self.cells.raw(field, row) is None for field in self._ends_said):
            part = self._part_beside(row) if start == end else None
            return self._differing(lost, start, worked, is_half=part) if part is not None else {}
        said = self._share("first_part", row), self._share("last_part", row)
        first, last = self._ends(row, *said, one_day=start == end)
        if start == end:
            return self._differing(lost, start, worked, is_half=bool(first))
        halves = bool(first) and not worked.is_half(start), bool(last) and not worked.is_half(end)
        ends = {(True, True): "both", (True, False): "first", (False, True): "last"}
        return {"half_worked": ends[halves]} if any(halves) else {}

    def _part_beside(self, row: Held) -> bool | None:
        """Whether one day was a half, where that is said in a word that is understood."""
        if not self._says_parts:
            return None
        cell = self.cells.raw("part", row)
        found = None if cell is None else share_of(cell, self._meanings.get("part", {}))
        return None if found is None else found is not Share.WHOLE

    def _differing(self, lost: float, day: date, worked: Worked, *, is_half: bool) -> Line:
        """Of one day, what is said beside the days lost, if they are not the same."""
        agrees = lost == (0.5 if is_half else 1) or worked.is_half(day)
        return {} if agrees else {"half_worked": "first" if is_half else "neither"}

    def _half_beside(self, row: Held) -> Half:
        """Which half of one day was lost, as far as that can be told beside the days lost."""
        if not self._says_parts:
            return None
        try:
            return self._halves(row, one_day=True)[0]
        except Refused:
            return None

    def _halves(self, row: Held, *, one_day: bool) -> tuple[Half, Half]:
        first, last = self._share("first_part", row), self._share("last_part", row)
        whole = self._share("part", row)
        if whole is not Share.WHOLE:
            if not one_day:
                help = "give the half day a row of its own; or the last day, and the days lost"
                what = "half of an absence that is not of one day is not enough to know which day"
                raise self.cells.refuse("part-unclear", "part", row, what=what, help=help)
            return whole, whole
        if self._midday and (first, last) == (Share.WHOLE, Share.WHOLE):
            start, end = self._time("start_time", "start", row), self._time("end_time", "end", row)
            first, last = of_times(start, end, self._midday)
        return self._ends(row, first, last, one_day=one_day)

    def _time(self, field: str, day: str, row: Held) -> time | None:
        """The time in a cell; where the same column is the day, a date in a form of its own has none."""
        found = time_of(self.cells.raw(field, row))
        if not isinstance(found, Trouble):
            return found
        columns, form = self.cells.layout.columns, self.cells.layout.said.dates or ""
        if columns[field] == columns.get(day) and "%" in form and not re.search("%[HI]", form):
            return None
        raise self.cells.refuse(found.value, field, row)

    def _ends(self, row: Held, first: Share, last: Share, *, one_day: bool) -> tuple[Half, Half]:
        found = halves(first, last, one_day=one_day)
        if found is None:
            what = "this absence begins in the afternoon and ends in the morning of one day"
            raise self.cells.refuse(
                "part-unclear", "first_part", row, what=what, help="correct one of them"
            )
        return found

    def _share(self, field: str, row: Held) -> Share:
        if not self.cells.has(field):
            return Share.WHOLE
        found = share_of(self.cells.raw(field, row), self._meanings.get(field, {}))
        if found is None:
            raise self.cells.not_a_part(field, row, [one.value for one in Share])
        return found

    def _hours(self, line: Line, row: Held, worked: Worked) -> Line:
        """The hours that were lost: of one day, where they are less than its own; of several, as days.

        Without the hours of a day, nobody can know whether they are less.
        """
        start, last = line["from"], line["to"]
        hours = self.cells.number("hours", row, 24 * ((last - start).days + 1))
        if not hours:
            return {} if hours is None else {"days_lost": 0}
        whole = worked.hours(start)
        if whole is None or worked.hours(last) != whole:
            raise self.cells.refuse("hours-unclear", "hours", row)
        if start == last:
            return {"hours": hours} if hours < whole else {}
        return {"days_lost": quotient(hours, whole)}

    def _split(self, line: Line, row: Held, first: Half, last: Half) -> list[Line]:
        if line["from"] != line["to"] and (first or last):
            self._expect_joined("first_part" if first else "last_part", row)
        return split(line, first=first, last=last)

    def without_lost(self, one: Said, row: Held) -> Said:
        """The same absence, of which no system says what it lost: by its days and half days."""
        lines = [
            line | ({WHICH: given.half} if given.half else {})
            for given in one.lines
            for line in by_its_days(given.data)
        ]
        if len(lines) > len(one.lines):
            self._expect_joined("first_part", row)
        return one._replace(lines=tuple(made("absences", line) for line in lines))

    def _expect_joined(self, field: str, row: Held) -> None:
        if not self._lines_join:
            what = "half days at the ends of an absence cannot be counted where lines never join"
            help = "give the working days lost of this absence in a column"
            raise self.cells.refuse("part-unclear", field, row, what=what, help=help)


def _clock(text: str) -> time:
    hour, minute = map(int, text.split(":"))
    return time(hour, minute)
