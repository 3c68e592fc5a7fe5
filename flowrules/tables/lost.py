"""What a row says was lost of an absence -> its lines: by days, half days, times or hours.

Each system says it in other columns; where several are there, the days lost go before the rest.
"""

import re
from datetime import date, time

from flowrules.tables.cells import Cells, Refused
from flowrules.tables.dates import Trouble, time_of
from flowrules.tables.figures import quotient
from flowrules.tables.gather import Held
from flowrules.tables.made import WHICH, Line, Said, made
from flowrules.tables.mapping import PARTS, AbsenceTable
from flowrules.tables.parts import (
    YES_AND_NO,
    Half,
    Share,
    by_its_days,
    halves,
    of_times,
    share_of,
    split,
    which,
)
from flowrules.tables.patterns import Worked
from flowrules.tables.words import squeezed

_ENDS = ("first_part", "last_part")
_COLUMNS = ("part", *_ENDS, "start_time", "end_time", "hours", "days_lost")
_MOST_LOST = 10_000


class LostTime:
    """Reads the columns of one table of absences that say what was lost.

    `lines_join`: whether half days may stand on lines of their own, as the procedure joins them.
    """

    def __init__(self, cells: Cells, *, lines_join: bool) -> None:
        table = cells.layout.said
        assert isinstance(table, AbsenceTable)
        self._cells = cells
        self._lines_join = lines_join
        self._midday = _clock(table.midday) if table.midday else None
        self._meanings = {
            field: {squeezed(word): meant for word, meant in words.items()}
            for field, words in table.values.items()
        }
        for field in PARTS:  # a 0 that is a whole day is a no, and then a 1 is a yes
            meanings = self._meanings.get(field, {})
            if meanings.get("0") == YES_AND_NO["0"]:
                self._meanings[field] = YES_AND_NO | meanings
        self.columns = [field for field in _COLUMNS if cells.has(field)]
        self._figures = [field for field in self.columns if field not in PARTS]
        self._parts = [field for field in self.columns if field in PARTS]
        self._ends_said = [field for field in self._parts if field in _ENDS]
        self.says_halves = bool(self._parts) or self._midday is not None

    def is_less(self, row: Held) -> bool:
        """Whether a row says what was lost, and not just that it was no half."""
        return any(self._cells.raw(field, row) is not None for field in self._figures) or any(
            self._share(field, row) is not Share.WHOLE for field in self._parts
        )

    def of_first_day(self, row: Held) -> Half:
        """Which half of its first day was lost of an absence that goes on; None where it is whole."""
        return self._halves(row, one_day=False)[0] if self.columns else None

    def with_lost(self, line: Line, row: Held, worked: Worked) -> list[Line]:
        """The same absence with what it lost: as the system says, else by its half days or hours."""
        start, last = line["from"], line["to"]
        if last < start:
            return [line]  # the engine says so, at the same row
        lost = self._cells.number("days_lost", row, _MOST_LOST)
        if lost is not None:
            if lost > (last - start).days + 1:
                what = "more days are said to be lost than the absence has"
                help = "correct the figure or the dates; of hours, name the column under `hours`"
                raise self._cells.refuse("part-unclear", "days_lost", row, what=what, help=help)
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
        if all(self._cells.raw(field, row) is None for field in self._ends_said):
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
        cell = self._cells.raw("part", row)
        found = None if cell is None else share_of(cell, self._meanings.get("part", {}))
        return None if found is None else found is not Share.WHOLE

    def _differing(self, lost: float, day: date, worked: Worked, *, is_half: bool) -> Line:
        """Of one day, what is said beside the days lost, if they are not the same."""
        agrees = lost == (0.5 if is_half else 1) or worked.is_half(day)
        return {} if agrees else {"half_worked": "first" if is_half else "neither"}

    def _half_beside(self, row: Held) -> Half:
        """Which half of one day was lost, as far as that can be told beside the days lost."""
        if not self.says_halves:
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
                raise self._cells.refuse("part-unclear", "part", row, what=what, help=help)
            return whole, whole
        if self._midday and (first, last) == (Share.WHOLE, Share.WHOLE):
            start, end = self._time("start_time", "start", row), self._time("end_time", "end", row)
            first, last = of_times(start, end, self._midday)
        return self._ends(row, first, last, one_day=one_day)

    def _time(self, field: str, day: str, row: Held) -> time | None:
        """The time in a cell; where the same column is the day, a date in a form of its own has none."""
        found = time_of(self._cells.raw(field, row))
        if not isinstance(found, Trouble):
            return found
        columns, form = self._cells.layout.columns, self._cells.layout.said.dates or ""
        if columns[field] == columns.get(day) and "%" in form and not re.search("%[HI]", form):
            return None
        raise self._cells.refuse(found.value, field, row)

    def _ends(self, row: Held, first: Share, last: Share, *, one_day: bool) -> tuple[Half, Half]:
        found = halves(first, last, one_day=one_day)
        if found is None:
            what = "this absence begins in the afternoon and ends in the morning of one day"
            raise self._cells.refuse(
                "part-unclear", "first_part", row, what=what, help="correct one of them"
            )
        return found

    def _share(self, field: str, row: Held) -> Share:
        if not self._cells.has(field):
            return Share.WHOLE
        found = share_of(self._cells.raw(field, row), self._meanings.get(field, {}))
        if found is None:
            raise self._cells.not_a_part(field, row, [one.value for one in Share])
        return found

    def _hours(self, line: Line, row: Held, worked: Worked) -> Line:
        """The hours that were lost: of one day, where they are less than its own; of several, as days.

        Without the hours of a day, nobody can know whether they are less.
        """
        start, last = line["from"], line["to"]
        hours = self._cells.number("hours", row, 24 * ((last - start).days + 1))
        if not hours:
            return {} if hours is None else {"days_lost": 0}
        if not worked.is_whole:
            return {}  # nobody is decided on it, and what stands in its way was said at its row
        whole = worked.hours(start)
        if whole is None or worked.hours(last) != whole:
            raise self._cells.refuse("hours-unclear", "hours", row)
        if start == last:
            return {"hours": hours} if hours < whole else {}
        return {"days_lost": quotient(hours, whole)}

    def _split(self, line: Line, row: Held, first: Half, last: Half) -> list[Line]:
        if line["from"] != line["to"] and (first or last):
            self.expect_joined("first_part" if first else "last_part", row)
        return split(line, first=first, last=last)

    def without_lost(self, one: Said, row: Held) -> Said:
        """The same absence, of which no system says what it lost: by its days and half days."""
        lines = [
            line | ({WHICH: given.half} if given.half else {})
            for given in one.lines
            for line in by_its_days(given.data)
        ]
        if len(lines) > len(one.lines):
            self.expect_joined("first_part", row)
        return one._replace(lines=tuple(made("absences", line) for line in lines))

    def expect_joined(self, field: str, row: Held) -> None:
        if not self._lines_join:
            what = "half days at the ends of an absence cannot be counted where lines never join"
            help = "give the working days lost of this absence in a column"
            raise self._cells.refuse("part-unclear", field, row, what=what, help=help)


def _clock(text: str) -> time:
    hour, minute = map(int, text.split(":"))
    return time(hour, minute)
