"""The rows of one person so far -> whether a further one says the same again.

The very same row twice in one table is a slip, and cannot be told from two things alike. The same
absence listed for each of two posts, or in two files that overlap, is one absence.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any, Protocol

from flowrules.placed import Placed
from flowrules.tables.cells import Cells
from flowrules.tables.gather import Held
from flowrules.tables.made import Line, Made, Said, made
from flowrules.tables.parts import by_its_days
from flowrules.tables.patterns import Worked
from flowrules.tables.words import squeezed

# Words of headings that tell the posts of one person apart.
_OF_POSTS = frozenset(("post", "position", "job", "role", "contract", "assignment", "appointment"))


class Reader(Protocol):
    """Reads the rows of one table."""

    cells: Cells

    def said(self, row: Held, worked: Worked) -> Said | None:
        """What a row says; None where it is left out, or was known after the horizon."""
        ...


class Again:
    """Rows of one person that are about the days of an earlier row."""

    def __init__(self, readers: Mapping[int, Reader], worked: Worked) -> None:
        self._readers = readers
        self._worked = worked
        self._rows: dict[Any, list[tuple[Held, Said]]] = {}

    def same(self, first: Held, row: Held, said: Said) -> tuple[Held, Said] | None:
        """An earlier row that says the same but for what was lost; refuses one that stands there twice.

        `first` is the first row of these days.
        """
        rows = self._rows.get(said.days) or [(first, self._of(first))]
        for other, _ in rows:
            if other.table == row.table and other[2:] == row[2:]:
                cells = self._readers[row.table].cells
                help = _what_tells_apart(cells)
                raise cells.refuse("duplicate-row", "employee", row, before=other.line, help=help)
        self._rows[said.days] = [*rows, (row, said)]
        return next((one for one in rows if _alike(one[1], said)), None)

    def _of(self, first: Held) -> Said:
        said = self._readers[first.table].said(first, self._worked)
        assert said is not None  # it was said a moment ago
        return said


def _what_tells_apart(cells: Cells) -> str:
    """The way out of two rows alike that are both meant: of two posts, the column that says which."""
    if cells.has("post"):
        return "if both are meant, give what tells them apart"
    used = set(cells.layout.columns.values())
    free = [heading for at, heading in enumerate(cells.layout.headings) if at not in used]
    like = [heading for heading in free if not _OF_POSTS.isdisjoint(squeezed(heading).split("-"))]
    which = f"perhaps `post: {like[0]}`" if like else "`post: …`"
    of_posts = "if they are of two posts, name the column that says which"
    return f"{of_posts} under `columns:` in the mapping: {which}"


def _alike(one: Said, other: Said) -> bool:
    """Whether two rows are about the same days, and not about the two halves of one."""
    return _days_of(one) == _days_of(other) and not _make_a_day(one.lines[0], other.lines[0])


def _make_a_day(one: Made, other: Made) -> bool:
    return {one.half, other.half} == {"am", "pm"}


def join_halves(lines: list[Made], rows: list[Held]) -> None:
    """Makes one whole day of its morning and its afternoon, where the one is said as the other is.

    Two halves that differ stay as they are, and the engine refuses two lines of one day.
    """
    halves = [at for at, line in enumerate(lines) if line.half and line.data.get("part") == "half"]
    first: dict[date, int] = {}
    joined = []
    for at in halves:
        before = first.setdefault(lines[at].data["from"], at)
        if lines[before].data == lines[at].data and _make_a_day(lines[before], lines[at]):
            whole = {word: value for word, value in lines[at].data.items() if word != "part"}
            lines[before] = made("absences", whole)
            joined.append(at)
    for at in reversed(joined):
        del lines[at], rows[at]


def _days_of(said: Said) -> list[Line]:
    return [line for given in said.lines for line in by_its_days(given.data)]


def differ_in_lost(one: Said, other: Said) -> bool:
    """Whether two rows of one absence say that different days were lost."""
    return _lost(one) != _lost(other)


def _lost(said: Said) -> list[Line]:
    return [
        {word: value for word, value in line.data.items() if word != "half_worked"}
        for line in said.lines
    ]


def note_of(cells: Cells, row: Held, *, differing: bool) -> Placed:
    help = "the days lost differ, and are worked out from the working pattern" if differing else ""
    return cells.note("listed-twice", "employee", row, help=help)
