"""The rows of one employee -> Person: every row read, or refused with its reason.

An employee with a row that cannot be used has no record, and is not decided. What is built is what the
shape of a record accepts, and its hash is that of the same record written in YAML.
"""

import hashlib
import pickle  # of values made by this very program, for its own other processes
from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from itertools import combinations
from operator import attrgetter
from typing import Any, NamedTuple

from pydantic import ValidationError

from flowrules.engine.horizon import Horizon
from flowrules.flow import Flow
from flowrules.model.record import Record
from flowrules.people import Person
from flowrules.placed import Placed
from flowrules.tables.absences import AbsenceRows
from flowrules.tables.between import worked_between
from flowrules.tables.cells import Cells, LeftOut, Refused
from flowrules.tables.dates import Days
from flowrules.tables.events import EventRows
from flowrules.tables.gather import Held, ragged, rows_of
from flowrules.tables.groups import Groups
from flowrules.tables.layout import Layout
from flowrules.tables.lost import LostTime
from flowrules.tables.made import Line, Made, Said, hash_of, made, record_of
from flowrules.tables.patterns import NO_PATTERN, NOT_WHOLE, Worked, worked_in
from flowrules.tables.places import RowPlaces
from flowrules.tables.same import Again, Reader, differ_in_lost, join_halves, note_of
from flowrules.tables.staff import Post, PostRows, employee_of, pattern_of
from flowrules.tables.table import CONTROL
from flowrules.tables.words import kinds_of, squeezed

_RAGGED = attrgetter("ragged")
_NAMES = ("name", "forename", "surname")
_NO_NAME = frozenset({""})


class Assembler:
    """Makes people of rows, under one mapping, procedure and day."""

    def __init__(
        self, layouts: list[Layout], forms: list[str | None], flow: Flow | None, horizon: Horizon
    ) -> None:
        self._made_of = layouts, forms, flow, horizon
        self._packed: tuple[str, bytes] | None = None
        kinds = kinds_of(flow)
        self.groups = Groups(flow)
        join = flow is None or flow.counting.keeping.join != "never"
        plain = _plain_categories(flow)
        self.layouts = tuple(layouts)
        self.last = date.fromordinal(min(horizon.last, date.max.toordinal()))
        self.cells = [
            Cells(layout, kinds, Days(layout.said.dates or form))
            for layout, form in zip(layouts, forms, strict=True)
        ]
        by_kind = [(place, cells, cells.layout.kind) for place, cells in enumerate(self.cells)]
        self.absences = {
            place: AbsenceRows(cells, LostTime(cells, lines_join=join), horizon, plain=plain)
            for place, cells, kind in by_kind
            if kind == "absences"
        }
        self.events = {
            place: EventRows(cells, horizon, flow) for place, cells, kind in by_kind if kind == "events"
        }
        self.shown = {
            field: {place: one.who[field] for place, one in enumerate(self.cells) if field in one.who}
            for field in ("school", "manager", *_NAMES)
        }
        halves = any(rows.lost.says_halves for rows in self.absences.values())
        # Where lines join, half a day at work between two of them is lost sight of.
        self.joining = flow.calendar if flow is not None and join and halves else None
        posts = {place: PostRows(cells) for place, cells, _ in by_kind}
        self.posts = {place: rows for place, rows in posts.items() if rows.asked}

    def person(self, id: str, rows: list[Any], *, is_alike: bool = False) -> Person:
        """One employee: a record, or the rows that stand in its way."""
        making = _Making(self, id, rows_of(rows))
        if is_alike:
            making.refuse_alike()
        return making.person()

    def __reduce__(self) -> tuple[Any, ...]:
        """Sent to another process as what it was made of, packed once, and there unpacked once."""
        if self._packed is None:
            packed = pickle.dumps(self._made_of, pickle.HIGHEST_PROTOCOL)
            self._packed = hashlib.sha256(packed).hexdigest(), packed
        return _unpacked, self._packed


def _plain_categories(flow: Flow | None) -> frozenset[str]:
    """The categories of absences that simply count: a flag beside one of them says what it is."""
    counting = [one.counting.categories for one in flow.chain()] if flow else []
    found = {name for categories in counting for name in categories}
    special = {
        name for categories in counting for name, status in categories.items() if status != "counts"
    }
    return frozenset(found - special | {"sickness"})


_known: dict[str, Assembler] = {}  # of this process: the last one that was sent to it


def _unpacked(name: str, packed: bytes) -> Assembler:
    if name not in _known:
        _known.clear()
        _known[name] = Assembler(*pickle.loads(packed))  # noqa: S301 - made by our own other process
    return _known[name]


class Unmade(NamedTuple):
    """The rows of one employee, put together and not yet read, so that another process can do that.

    `rows` are for `rows_of`: so they take the least time to hold, and to send.
    `is_alike`: another's number is so much alike that both may be one person's.
    """

    by: Assembler
    id: str
    rows: list[Any]
    is_alike: bool = False

    def person(self) -> Person:
        """The employee that the rows come to."""
        return self.by.person(self.id, self.rows, is_alike=self.is_alike)


class _Making:
    """One person as far as they are made: lines and the rows of them, findings and notes."""

    def __init__(self, by: Assembler, id: str, rows: list[Held]) -> None:
        self._by = by
        self._id = id
        self._rows = rows
        self._count = len(rows)
        self._is_alike = False
        self._about = dict.fromkeys((row[0], row[3]) for row in rows if not row[4])
        self._findings: list[Placed] = []
        self._notes: list[Placed] = []
        self._rejected: set[tuple[int, int]] = set()
        self._lines: dict[str, list[Made]] = {"pattern": [], "absences": [], "events": []}
        self._of: dict[str, list[Held]] = {"pattern": [], "absences": [], "events": []}

    def person(self) -> Person:
        whole = self._refuse_ragged()
        employee, worked = self._employee(whole)
        self._read("absences", self._by.absences, whole, worked)
        self._read("events", self._by.events, whole, worked)
        places = RowPlaces(self._by.layouts, self._of, self._rows[0])
        about = {"id": self._id} | employee
        record = None if self._findings else self._record(about)
        self._note_names()
        self._note_half_days()
        return Person(
            id=self._id,
            record=record,
            hashed=partial(hash_of, about, self._lines) if record else "",
            places=places,
            findings=tuple(self._findings),
            notes=tuple(self._notes),
            rows=self._count,
            rejected=len(self._rejected),
            school=" and ".join(self._shown("school")) or None,
            name=" ".join(self._name()) or None,
            manager=" and ".join(self._shown("manager")) or None,
        )

    def refuse_alike(self) -> None:
        """Decides nobody who may have absences under another number too."""
        self._is_alike = True
        row = next(row for row in self._rows if not row.ragged)
        refused = self._by.cells[row.table].refuse("numbers-alike", "employee", row)
        self._refuse(refused.finding, row)

    def _note_names(self) -> None:
        """Tells where two rows have names of which neither is a part of the other."""
        shown = [self._by.shown[field] for field in _NAMES if self._by.shown[field]]
        names: set[frozenset[str]] = set()
        for table, who in self._about if shown and len(self._about) > 1 else ():
            cells = [who[at[table]] for at in shown if table in at]
            names.add(frozenset(squeezed(" ".join(map(str, filter(None, cells)))).split("-")))
        names.discard(_NO_NAME)
        if any(not (one <= other or other <= one) for one, other in combinations(names, 2)):
            first = next(row for row in self._rows if not row.ragged)
            self._notes.append(self._by.cells[first.table].note("names-differ", "employee", first))

    def _note_half_days(self) -> None:
        """Tells where somebody was at work for half a day between what is counted as one absence."""
        if self._by.joining is None:
            return
        lines, of = self._lines["absences"], self._of["absences"]
        for before, row in worked_between(lines, of, self._by.joining):
            cells = self._by.cells[row.table]
            self._notes.append(cells.note("worked-between", "start", row, before=before.line))

    def _refuse_ragged(self) -> list[Held]:
        """The rows that fit their headings."""
        for row in filter(_RAGGED, self._rows):
            self._count -= row.ragged < 0
            self._findings.append(ragged(self._by.layouts[row.table], row.line, abs(row.ragged)))
            if row.ragged > 0:
                self._rejected.add((row.table, row.line))
        return [row for row in self._rows if not row.ragged] if self._findings else self._rows

    def _refuse(self, finding: Placed, row: Held) -> None:
        self._findings.append(finding)
        self._rejected.add((row.table, row.line))

    def _employee(self, rows: list[Held]) -> tuple[Line, Worked]:
        """What the rows say of the person's posts; the patterns go among the lines.

        Of rows that are left out, only what no other row says: none of them stands in anybody's way.
        """
        posts: list[tuple[Post, Cells]] = []
        spare: list[tuple[Post, Cells]] = []
        for row in rows if self._by.posts else ():
            if (reader := self._by.posts.get(row.table)) is None:
                continue
            is_left_out = reader.cells.is_left_out(row)
            try:
                (spare if is_left_out else posts).append((reader.post(row), reader.cells))
            except LeftOut:
                continue
            except Refused as refused:
                if not is_left_out:
                    self._refuse(refused.finding, refused.row)
        otherwise, is_whole = self._said_by(spare), not self._lacks_staff()
        if not posts:
            return otherwise, NO_PATTERN if is_whole else NOT_WHOLE
        try:
            patterns = [line for line in pattern_of(posts) if line["from"] <= self._by.last]
            for line in patterns:
                self._add("pattern", (made("pattern", line),), posts[0][0].row)
            employee, notes = employee_of(posts, self._by.groups)
            self._notes += notes
            return otherwise | employee, worked_in(patterns) if is_whole else NOT_WHOLE
        except Refused as refused:
            self._refuse(refused.finding, refused.row)
            return {}, NOT_WHOLE

    def _said_by(self, left_out: list[tuple[Post, Cells]]) -> Line:
        """What rows that are left out say of an employee; nothing where they do not agree."""
        try:
            return employee_of(left_out, self._by.groups)[0]
        except Refused:
            return {}

    def _lacks_staff(self) -> bool:
        """Whether a row that may have the hours of a day was refused, or stands under another number."""
        if not self._findings:  # nothing was refused, as of nearly everybody
            return False
        refused = {table for table, _ in self._rejected} | {
            row.table for row in filter(_RAGGED, self._rows)
        }
        says = [self._by.posts[table].says_hours for table in refused if table in self._by.posts]
        return any(says) or self._is_alike

    def _add(self, key: str, lines: Sequence[Made], row: Held) -> None:
        self._lines[key] += lines
        self._of[key] += [row] * len(lines)

    def _read(self, key: str, readers: Mapping[int, Reader], rows: list[Held], worked: Worked) -> None:
        """The lines of one list; what two rows say is there once."""
        lines, of, first = self._lines[key], self._of[key], dict[Any, Held]()
        again = Again(readers, worked)
        for row in rows if readers else ():
            if (reader := readers.get(row[0])) is None:
                continue
            try:
                said = reader.said(row, worked)
                if said is None:
                    continue
                before = first.setdefault(said.days, row)
                if before is row or not self._is_again(key, again.same(before, row, said), row, said):
                    lines += said.lines
                    of += (row,) if len(said.lines) == 1 else [row] * len(said.lines)
            except Refused as refused:
                self._refuse(refused.finding, refused.row)
        if key == "absences":
            join_halves(lines, of)

    def _is_again(self, key: str, before: tuple[Held, Said] | None, row: Held, said: Said) -> bool:
        """Whether an earlier row said so already; of an absence that is told."""
        if before is None:
            return False
        held, earlier = before
        differing = differ_in_lost(earlier, said)
        if differing and key == "absences":
            of = self._of[key]
            at, many = of.index(held), of.count(held)
            by_days = self._by.absences[row.table].lost.without_lost(earlier, row)
            self._lines[key][at : at + many] = by_days.lines
            of[at : at + many] = [held] * len(by_days.lines)
        if key == "absences":
            self._notes.append(note_of(self._by.cells[row.table], row, differing=differing))
        return True

    def _record(self, employee: Line) -> Record | None:
        try:
            return record_of(employee, self._lines)
        except ValidationError as error:  # a group that a mapping calls by no possible name
            row = next((row for row in self._rows if row.table in self._by.posts), self._rows[0])
            refused = self._by.cells[row.table].refuse_line(error, row)
            self._refuse(refused.finding, row)
            return None

    def _shown(self, field: str) -> list[str]:
        """What the rows have in a column that is only shown, each different word once."""
        of_table = self._by.shown[field]
        if not of_table:
            return []
        found = {who[of_table[table]]: None for table, who in self._about if table in of_table}
        return [CONTROL.sub(" ", str(cell)) for cell in found if cell is not None]

    def _name(self) -> list[str]:
        whole = self._shown("name")[:1]
        return whole or [*self._shown("forename")[:1], *self._shown("surname")[:1]]
