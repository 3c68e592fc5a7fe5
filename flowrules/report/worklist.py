"""Work of many people -> Worklist: every line in the order of the work, however many there are.

What somebody must do comes before what waits, is offered or was missed, and what is longest overdue
before all. Lines are kept on disk until the last person is known (`spill`), so memory does not grow.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from flowrules import __version__
from flowrules.answer import Asked
from flowrules.flow import Flow
from flowrules.people import Stray
from flowrules.placed import Placed
from flowrules.source import Source
from flowrules.spill import Spill
from flowrules.words import join_words, say_day, say_number, say_weekday, sentence

if TYPE_CHECKING:
    from flowrules.report.worklist_rows import Drawn

SUGGESTION = "A suggestion read off the written procedure; people decide."
OVERDUE, DUE, UNDATED, WAITING, OFFERED, MISSED, UNDECIDED = range(7)


Who = tuple[str, str, str, str]
"""A person: id, name (where names are wanted), school and manager."""


class Line(NamedTuple):
    """One thing for somebody to do; the columns of every worklist, in their order.

    `key` tells this line from every other, on this day and on later ones; `rank` is its place among
    the others, before the days overdue and the day.
    """

    status: str
    due: date | None
    overdue: int | None
    who: str
    employee: str
    name: str
    school: str
    manager: str
    what: str
    decide: str
    how: str
    waits: str
    track: str
    stage: str
    why: str
    comes: str
    unknown: str
    rule: str
    rank: int
    key: tuple[str, ...] = ()

    @property
    def kept(self) -> "Line":
        """What a worklist holds of it."""
        return self


class Problem(NamedTuple):
    """A row or line of the input that could not be used, or that somebody should look at."""

    employee: str
    name: str
    school: str
    manager: str
    file: str
    row: int | None
    column: str
    reason: str
    way_out: str

    @property
    def place(self) -> str:
        """`absences.csv, line 12, First day`; nothing where it is of no one row."""
        row = f"line {self.row}" if self.row else ""
        return ", ".join(part for part in (self.file, row, self.column) if part)

    def line(self) -> Line:
        """The same among the lines of work: somebody must correct it."""
        return _BLANK._replace(
            status="Not decided",
            employee=self.employee,
            name=self.name,
            school=self.school,
            manager=self.manager,
            what=sentence(self.way_out) or "Correct the record",
            why=sentence(self.reason),
            rule=self.place,
        )


_BLANK = Line("", None, None, "", "", "", "", "", "", "", "", "", "", "", "", "", "", "", UNDECIDED)


class Sums(NamedTuple):
    """Rows and employees; those not covered by the procedure are among those not decided."""

    read: int = 0
    rejected: int = 0
    employees: int = 0
    decided: int = 0
    not_covered: int = 0

    @property
    def used(self) -> int:
        return self.read - self.rejected

    @property
    def not_decided(self) -> int:
        return self.employees - self.decided

    @property
    def said(self) -> str:
        """`rows: 31 read, 30 used, 1 rejected; employees: 9, 8 decided, 1 not decided`."""
        rows = f"{self.read:,} read, {self.used:,} used, {self.rejected:,} rejected"
        covered = f" ({self.not_covered:,} not covered)" if self.not_covered else ""
        people = f"{self.decided:,} decided, {self.not_decided:,} not decided{covered}"
        return f"rows: {rows}; employees: {self.employees:,}, {people}"

    def plus(self, other: "Sums") -> "Sums":
        return Sums(*map(int.__add__, self, other))


class Work(NamedTuple):
    """What one person, or one stray row, adds to a worklist; it can be made in another process.

    Lines that are for a workbook alone may be there as the rows of it. `of_anybody`: what could not be
    used may be about anybody.
    """

    sums: Sums
    lines: "tuple[Line | Drawn, ...]" = ()
    problems: tuple[Problem, ...] = ()
    checks: tuple[Problem, ...] = ()
    unknown: tuple[str, ...] = ()
    of_anybody: bool = False


class About(NamedTuple):
    """What a worklist was made with, for whoever asks later."""

    procedure: str
    title: str
    version: str
    sha256: str
    file: str
    asked: Asked
    program: str = __version__


def about(flow: Flow, source: Source, asked: Asked) -> About:
    """What a worklist is made with."""
    header = flow.header
    title = f"{header.school}, {header.title}" if header.school else header.title
    return About(header.id, title, header.version, flow.sha256, source.name, asked)


def problem_of(placed: Placed, who: Who) -> Problem:
    """A finding with its place, for the person of whom it is."""
    column = " ".join(str(part + 1) if isinstance(part, int) else part for part in placed.path)
    return Problem(*who, placed.file, placed.line, column, placed.message, placed.help)


def work_of_stray(stray: Stray) -> Work:
    """Rows of nobody, as somebody may be missing an absence; and words about a file, to be looked at."""
    nobody = ("", "", "", "")
    problems = tuple(problem_of(one, nobody) for one in stray.findings if one.severity == "error")
    checks = tuple(problem_of(one, nobody) for one in stray.findings if one.severity != "error")
    sums = Sums(read=stray.rows, rejected=stray.rows if problems else 0)
    return Work(sums, problems=problems, checks=checks, of_anybody=bool(problems))


_SELDOM = {"name", "school", "manager"}


class Worklist:
    """Work put together; a context that clears up what it keeps on disk."""

    def __init__(self, about: About) -> None:
        self.about = about
        self.sums = Sums()
        self.counts: Counter[tuple[int, str]] = Counter()
        self.unknown: Counter[str] = Counter()
        self.filled: set[str] = set()  # of the columns that many inputs do not have
        self.of_anybody = False  # whether something that could not be used may be about anybody
        self._stack = ExitStack()
        self._lines, self._problems, self._checks = (self._stack.enter_context(Spill(4)) for _ in "123")

    def __enter__(self) -> "Worklist":
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def add(self, work: Work) -> None:
        """The work of one more person, or of a stray row."""
        self.sums = self.sums.plus(work.sums)
        self.unknown.update(work.unknown)
        self.of_anybody |= work.of_anybody
        for line in work.lines:
            self._add_line(line)
        for spill, problems in ((self._problems, work.problems), (self._checks, work.checks)):
            for one in problems:
                self._note_filled(one)
                spill.add((one.employee, one.file, one.row or 0, one.column), one)

    def _add_line(self, line: "Line | Drawn") -> None:
        self.counts[line.rank, line.status] += 1
        self._note_filled(line)
        due = line.due.toordinal() if line.due else 0
        self._lines.add((line.rank, -(line.overdue or 0), due, line.employee), line.kept)

    def _note_filled(self, one: "Line | Drawn | Problem") -> None:
        self.filled |= {name for name in _SELDOM - self.filled if getattr(one, name)}

    def lines(self) -> Iterator[Line]:
        """What there is to do: the longest overdue first."""
        return (line for line in self.kept() if isinstance(line, Line))

    def kept(self) -> Iterator[Line | str]:
        """The same, with the rows of a workbook that were drawn before."""
        return (line for _, line in self._lines)

    def problems(self) -> Iterator[Problem]:
        """Why people were not decided, by employee; rows of nobody come first."""
        return (problem for _, problem in self._problems)

    def checks(self) -> Iterator[Problem]:
        """What was used all the same, and should be looked at."""
        return (problem for _, problem in self._checks)

    def headline(self) -> str:
        """`Worklist for Sat 21 November 2026: 2 overdue, 1 due; 3 employees are not decided`."""
        ordered = sorted(
            self.counts.items(), key=lambda one: (one[0][0], one[0][1] != "Overdue", one[0])
        )
        found = [f"{n} {status.lower()}" for (_, status), n in ordered]
        said = f"Worklist for {say_weekday(self.about.asked.on)}: {', '.join(found) or 'nothing to do'}"
        missing = self.sums.not_decided - self.sums.not_covered
        if missing:
            verb = "is" if missing == 1 else "are"
            said += f"; {say_number(missing, 'employee')} {verb} not decided"
        return said

    def how_read(self) -> Iterator[tuple[str, str | int | date]]:
        """What was read, by which rules, and what came of it: a label and a value each."""
        about, sums = self.about, self.sums
        yield "", SUGGESTION
        yield "Procedure", about.title
        yield "Its id", about.procedure
        yield "Its version", about.version
        yield "Its hash (SHA-256)", about.sha256
        yield "Lines in brackets are those of", about.file
        yield "Program", f"flowrules {about.program}"
        yield "Day asked about", about.asked.on
        yield "How records were looked at", _looked_at(about.asked)
        yield "Rows read", sums.read
        yield "Rows used", sums.used
        yield "Rows rejected", sums.rejected
        yield "Employees", sums.employees
        yield "Employees decided", sums.decided
        yield "Employees not decided", sums.not_decided
        yield "Of these: not covered by the procedure", sums.not_covered
        for what, n in sorted(self.unknown.items()):
            yield "Not known", f"{what} ({say_number(n, 'employee')})"


def _looked_at(asked: Asked) -> str:
    said = []
    if asked.hindsight:
        said.append("with hindsight, each line at its own date")
    if asked.known_on or not asked.hindsight:
        said.append(f"as known by {say_day(asked.known_on or asked.on)}")
    return sentence(join_words(said))
