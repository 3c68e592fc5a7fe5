"""A line of work, or a problem -> its row in a workbook, drawn in any process.

What there is to do for thousands of people is most of the work of writing a workbook, and the rest can
only begin when the last of them is known.
"""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, NamedTuple

from flowrules.report.worklist import OVERDUE, Line, Problem, Work
from flowrules.report.xlsx_row import Form, Place


def _what(line: Line) -> str:
    """What belongs to a cell is put into it, so that the columns fit on a page."""
    return _several(
        f"{line.what} [{line.rule}]" if line.rule else line.what,
        ("To decide", line.decide),
        ("Waits for", line.waits),
        ("How", line.how),
    )


def _why(line: Line) -> str:
    return _several(line.why, ("Coming", line.comes), ("Not known", line.unknown))


def _stage(line: Line) -> str:
    return f"{line.stage} ({line.track})" if line.track else line.stage


def _several(first: str, *more: tuple[str, str]) -> str:
    """A text, and under it what else there is to say."""
    said = [f"{label}: {text[:1].lower()}{text[1:]}" for label, text in more if text]
    return "\n".join([first, *said] if first else said)


class Column(NamedTuple):
    """A heading, the field below it, its width in digits, and whether it is left out when empty.

    `told`: what stands in it of a line of work, where that is more than the field.
    """

    heading: str
    field: str
    width: int
    optional: bool = False
    told: Callable[[Any], str] | None = None


LINES = (
    Column("Status", "status", 12),
    Column("By", "due", 12),
    Column("Days overdue", "overdue", 8),
    Column("Who", "who", 15),
    Column("Employee", "employee", 10),
    Column("Name", "name", 15, optional=True),
    Column("School", "school", 15, optional=True),
    Column("Manager", "manager", 14, optional=True),
    Column("What to do", "what", 36, told=_what),
    Column("Why", "why", 64, told=_why),
    Column("Stage", "stage", 17, told=_stage),
)
PROBLEMS = (
    Column("Employee", "employee", 12),
    Column("Name", "name", 16, optional=True),
    Column("School", "school", 16, optional=True),
    Column("Manager", "manager", 16, optional=True),
    Column("File", "file", 24),
    Column("Line", "row", 8),
    Column("Column", "column", 18),
    Column("Reason", "reason", 46),
    Column("Way out", "way_out", 46),
)
_DATED = ("status", "due", "overdue")


class Drawing:
    """Draws the rows of one table; the cells that tell of a day gone by stand out."""

    def __init__(self, columns: Sequence[Column]) -> None:
        self._columns = [(one.field, one.told) for one in columns]
        self._usual = Form([Place(one.width) for one in columns])
        self._late = Form(
            [Place(one.width, ("late",) if one.field in _DATED else ()) for one in columns]
        )

    def __call__(self, row: Line | Problem) -> str:
        values = [told(row) if told else getattr(row, field) for field, told in self._columns]
        late = isinstance(row, Line) and row.rank == OVERDUE
        return (self._late if late else self._usual).row(values)


draw_line = Drawing(LINES)


class Drawn(NamedTuple):
    """A line of work as its row, and what else a worklist asks of it."""

    status: str
    due: date | None
    overdue: int | None
    employee: str
    name: str
    school: str
    manager: str
    rank: int
    row: str

    @property
    def kept(self) -> str:
        return self.row


def with_rows(work: Work) -> Work:
    """The same work, each line of it drawn."""
    return work._replace(lines=tuple([_drawn(one) for one in work.lines if isinstance(one, Line)]))


def _drawn(line: Line) -> Drawn:
    about = (line.status, line.due, line.overdue, line.employee, line.name, line.school, line.manager)
    return Drawn(*about, line.rank, draw_line(line))
