"""Mapping + Table -> Layout: which column is which, and where each stands.

A table is of the kind whose columns it has; of two kinds it could be, the one of which it has more.
"""

from collections.abc import Sequence
from fnmatch import fnmatchcase
from pathlib import PurePath
from typing import NamedTuple

from flowrules.part import listed
from flowrules.placed import Placed
from flowrules.tables.faults import CannotRead, fault
from flowrules.tables.headings import plain
from flowrules.tables.mapping import KINDS, AbsenceTable, EventTable, EveryTable, Mapping, StaffTable
from flowrules.tables.table import Table
from flowrules.words import join_words

AnyTable = AbsenceTable | EventTable | StaffTable

# One of these must be there, or a table of the kind says nothing.
_SAYS = {
    "absences": ("start",),
    "events": ("event", "action", "recorded", "contact", "stage"),
    "staff": (
        "group", "started", "pattern", "mon", "tue", "wed", "thu", "fri", "sat", "sun", "term_time_only",
    ),
}  # fmt: skip
_NEEDED = {"absences": ("employee", "start"), "events": ("employee", "on"), "staff": ("employee",)}
_OF_A_PERSON = frozenset(EveryTable.model_fields)


class Layout(NamedTuple):
    """The columns of one table that are used: `columns` has each one's place, by what it is.

    Columns named under `flags` and `leave_out` are here as `flag NAME` and `leave out NAME`.
    """

    kind: str
    file: str
    headings: tuple[str, ...]
    columns: dict[str, int]
    said: AnyTable

    @property
    def who(self) -> tuple[str, ...]:
        """The columns that say whom and what post a row is about: many rows say the same."""
        return tuple(field for field in self.columns if field in _OF_A_PERSON)

    @property
    def what(self) -> tuple[str, ...]:
        """The other columns."""
        return tuple(field for field in self.columns if field not in _OF_A_PERSON)

    def heading(self, field: str) -> str:
        return self.headings[self.columns[field]]

    def place(self, field: str) -> tuple[int, tuple[str, ...]]:
        """The number of a column, counted from 1, and its heading as a path."""
        at = self.columns.get(field)
        return (1, ()) if at is None else (at + 1, (self.headings[at],))


def label_of(table: Table) -> str:
    """What a table is called in findings: its file, and its sheet if it has several."""
    return table.file if table.sheet is None else f"{table.file} [{table.sheet}]"


def layout_of(table: Table, mapping: Mapping) -> Layout | Placed:
    """What a table is by a mapping; else why it cannot be used."""
    said = {kind: getattr(mapping, kind) for kind in KINDS if getattr(mapping, kind) is not None}
    named = {
        kind: one for kind, one in said.items() if (one.file or one.sheet) and _is_named(table, one)
    }
    open_ = {kind: one for kind, one in said.items() if not (one.file or one.sheet)}
    found = {}
    for kind, one in (named or open_).items():
        columns = _columns(table, one)
        if not _missing(kind, columns):
            found[kind] = columns
    if not found:
        return _no_kind(table, named or open_)
    most = max(map(len, found.values()))
    best = [kind for kind, columns in found.items() if len(columns) == most]
    if len(best) > 1:
        what = f"this table could be one of {join_words(best)}"
        help = "say in the mapping which `file:` or `sheet:` each of them is"
        return fault("table-unclear", label_of(table), what=what, help=help)
    return Layout(best[0], label_of(table), table.headings, found[best[0]], said[best[0]])


def _is_named(table: Table, one: AnyTable) -> bool:
    name = PurePath(table.file).name.casefold()
    by_file = one.file is None or fnmatchcase(name, one.file.casefold())
    by_sheet = one.sheet is None or plain(one.sheet) == plain(table.sheet or "")
    return by_file and by_sheet


def _columns(table: Table, one: AnyTable) -> dict[str, int]:
    """The columns that the table has, by what each of them is."""
    places = {plain(heading): place for place, heading in reversed(list(enumerate(table.headings)))}
    columns = {}
    for field in type(one.columns).model_fields:
        at = _place_of(listed(getattr(one.columns, field)), places)
        if at is not None:
            columns[field] = at
    more = {f"leave out {name}": name for name in one.leave_out}
    if isinstance(one, AbsenceTable):
        more |= {f"flag {name}": name for name in one.flags}
    for field, name in more.items():
        if (at := places.get(plain(name))) is not None:
            columns[field] = at
    return columns


def _place_of(names: Sequence[str], places: dict[str, int]) -> int | None:
    return next((places[plain(name)] for name in names if plain(name) in places), None)


def _missing(kind: str, columns: dict[str, int]) -> list[str]:
    missing = [field for field in _NEEDED[kind] if field not in columns]
    if not missing and not any(field in columns for field in _SAYS[kind]):
        missing = [_SAYS[kind][0]]
    return missing


def _no_kind(table: Table, kinds: dict[str, AnyTable]) -> Placed:
    """What the nearest kind would need."""
    if not kinds:
        help = "add it to the mapping, or leave the file out"
        return fault("table-unclear", label_of(table), what="the mapping has no such table", help=help)
    lacks = {kind: _missing(kind, _columns(table, one)) for kind, one in kinds.items()}
    kind = min(lacks, key=lambda one: len(lacks[one]))
    names = listed(getattr(kinds[kind].columns, lacks[kind][0]))
    what = f"no column is the `{lacks[kind][0]}` that a table of {kind} needs"
    looked = join_words([f"`{name}`" for name in names[:6]], "or")
    help = f"looked for {looked}" if names else ""
    return fault(
        "table-unclear",
        label_of(table),
        what=what,
        help=f"{help}; name it in a mapping (`--map`)".lstrip("; "),
    )


def check_named(layout: Layout) -> tuple[Placed, ...]:
    """What a mapping names must be there, or every absence would be open, or sickness.

    Of a column without which nothing is counted otherwise, it is only said that it is not there.
    """
    more = {f"leave out {name}": [name] for name in layout.said.leave_out}
    if isinstance(layout.said, AbsenceTable):
        more |= {f"flag {name}": [name] for name in layout.said.flags}
    columns = layout.said.columns
    named = {field: listed(getattr(columns, field)) for field in type(columns).model_fields}
    missing = [(field, names) for field, names in (named | more).items() if names]
    missing = [one for one in missing if one[0] not in layout.columns]
    for field, names in missing:
        if field not in _OF_A_PERSON:
            raise CannotRead(_not_there(layout, names, note=False))
    return tuple(_not_there(layout, names, note=True) for _, names in missing)


def _not_there(layout: Layout, names: Sequence[str], *, note: bool) -> Placed:
    called = join_words([f"`{name}`" for name in names[:6]], "or")
    what = f"the mapping speaks of a column {called}, and the table has none"
    help = "correct the name in the mapping, or take it out; it must be as in the headings"
    return fault("column-missing", layout.file, note=note, what=what, help=help)
