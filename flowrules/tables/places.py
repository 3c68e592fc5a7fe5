"""Findings of the engine about a record -> the rows and columns it was made of."""

from collections.abc import Iterable
from typing import NamedTuple

from flowrules.finding import Finding, Path
from flowrules.placed import Placed, Related, place_at
from flowrules.tables.gather import Held
from flowrules.tables.layout import Layout

# What a key of a record is called among the columns of a mapping.
_FIELDS = {
    "from": ("start",),
    "to": ("end", "returned"),
    "part": ("part", "first_part", "last_part", "days_lost", "end_time", "start_time"),
    "days": ("days_lost",),
    "expected": ("expected_until",),
    "category": ("category",),
    "action": ("action", "event"),
    "recorded": ("recorded", "event"),
    "contact": ("contact", "event"),
    "placed": ("stage",),
    "pattern": ("pattern", "mon", "tue", "wed", "thu", "fri"),
}


class RowPlaces(NamedTuple):
    """For each list of a record, the row that each of its lines was made of; `first` is any of them."""

    layouts: tuple[Layout, ...]
    rows: dict[str, list[Held]]
    first: Held

    def placed(self, findings: Iterable[Finding]) -> list[Placed]:
        """Findings about the lines, each at its row and column."""
        return [self._placed(finding) for finding in findings]

    def _placed(self, finding: Finding) -> Placed:
        layout, line, column, heading = self._place(finding.path)
        related = tuple(self._related(path, said, layout) for path, said in finding.related)
        return place_at(finding, layout.file, heading, line, column, related)

    def _related(self, path: Path, said: str, of: Layout) -> Related:
        layout, line, column, heading = self._place(path)
        where = "" if layout.file == of.file else f" (in {layout.file})"
        return Related(heading, line, column, said + where)

    def _place(self, path: Path) -> tuple[Layout, int, int, tuple[str, ...]]:
        row = self.first
        if len(path) > 1 and isinstance(path[1], int) and path[0] in self.rows:
            row = self.rows[str(path[0])][path[1]]
        layout = self.layouts[row.table]
        column, heading = layout.place(field_of(path, layout))
        return layout, row.line, column, heading


def field_of(path: Path, layout: Layout) -> str:
    """The column that a key of a record was read from; the employee's where it has none."""
    words = [word for word in path if isinstance(word, str)]
    words = words[1:] if len(path) > 1 and isinstance(path[1], int) else words
    words = words or [str(path[0]) if path else "employee"]
    asked = [field for word in words[:1] for field in _FIELDS.get(word, (word,))]
    return next((field for field in asked if field in layout.columns), "employee")
