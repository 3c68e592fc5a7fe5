"""Rows of exports that are held, sent and read in short ways come to the same as in the plain one."""

import pickle
from collections.abc import Iterator
from datetime import date

import pytest

from flowrules.engine.horizon import horizon_of
from flowrules.people import Person, Stray
from flowrules.source import content_hash
from flowrules.tables import gather
from flowrules.tables.gather import rows_of
from flowrules.tables.made import Line, made
from flowrules.tables.read import unmade_of
from flowrules.tables.table import Cell, Row, Table

_LINES: list[tuple[str, Line]] = [
    ("absences", {"to": date(2026, 3, 4), "from": date(2026, 3, 2), "days_lost": 3}),
    ("absences", {"from": date(2026, 3, 2), "to": date(2026, 3, 2), "days": 0.25, "counts": True}),
    ("absences", {"from": date(2026, 3, 2), "category": "sickness", "decided_by": 'the "head"\té'}),
    (
        "absences",
        {
            "from": date(2026, 3, 2),
            "expected": ({"on": date(2026, 3, 2), "until": date(2026, 3, 9)},),
        },
    ),
    ("events", {"on": date(2026, 3, 2), "placed": {"main": "stage-1"}}),
    ("pattern", {"from": date(2026, 3, 2), "days": ("mon", "tue"), "term_time_only": False}),
]


def _plain(value: object) -> object:
    """As a file has it: dates are texts."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, (list, tuple)) else value


@pytest.mark.parametrize(("key", "line"), _LINES)
def test_a_line_of_rows_has_the_hash_of_the_same_line_in_a_file(key: str, line: Line) -> None:
    assert made(key, line).sha256 == content_hash(_plain(line))


_ROWS: list[tuple[Cell, ...]] = [
    ("E2", "03/02/2026", "05/02/2026", "3"),
    ("E1", "14/01/2026", "14/01/2026", "1"),
    ("E2", "13/04/2026", "17/04/2026", "2.5"),
    (None, "13/04/2026", "17/04/2026", "5"),
    ("E3", "13/04/2026"),
    ("E1", "13/04/2026", "17/04/2026", "5"),
    ("E2", "03/02/2026", "05/02/2026", "3"),
    ("E3", "23/04/2026", "24/04/2026", "2"),
]


def _tables() -> Iterator[Table]:
    headings = ("Employee ID", "Start Date", "End Date", "Working Days Lost")
    yield Table("a.csv", None, headings, iter([Row(n, cells) for n, cells in enumerate(_ROWS, 2)]))


def _everybody() -> list[Person | Stray]:
    """Everybody, each sent to another process and read there, as far as that can be seen here."""
    horizon = horizon_of(date(2026, 11, 21))
    found = list(unmade_of(_tables(), None, None, horizon))
    return [one if isinstance(one, Stray) else pickle.loads(pickle.dumps(one)).person() for one in found]


def _shown(found: list[Person | Stray]) -> list[object]:
    return [one if isinstance(one, Stray) else _compared(one) for one in found]


def _compared(person: Person) -> Person:
    return person._replace(places=None, hashed=person.sha256)  # type: ignore[arg-type]


@pytest.mark.parametrize("at_once", [1, 3, 5])
def test_everybody_is_the_same_however_many_rows_are_held_in_memory(
    monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    whole = _shown(_everybody())
    monkeypatch.setattr(gather, "_AT_ONCE", at_once)
    monkeypatch.setattr(gather, "_CHUNK", at_once)
    assert _shown(_everybody()) == whole
    people = [one for one in whole if isinstance(one, Person)]
    assert [(one.id, one.rows, one.rejected) for one in people] == [
        ("E1", 2, 0),
        ("E2", 3, 1),
        ("E3", 2, 1),
    ]
    strays = [one for one in whole if isinstance(one, Stray) and one.rows]
    assert [one.findings[0].line for one in strays] == [5]


def test_a_row_that_does_not_fit_has_no_cells_and_says_how_many_it_had() -> None:
    fits, does_not = rows_of([0, 2, ("x",), ("E1",), 0, 3, None, 7])
    assert (fits.what, fits.who, fits.ragged) == (("x",), ("E1",), 0)
    assert (does_not.line, does_not.what, does_not.who, does_not.ragged) == (3, (), (), 7)
