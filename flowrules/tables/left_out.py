"""Rows that a mapping leaves out, by what a word means or by a column's words: which, and how many."""

from collections import Counter
from collections.abc import Callable, Container, Iterable, Mapping
from typing import Any, TypeAlias

from flowrules.tables.mapping import LEAVE_OUT, OneTable
from flowrules.tables.words import Word, Words, as_text

Test: TypeAlias = Callable[[Any], bool]  # whether a cell of a column leaves its row out


def leaving_out(said: OneTable, columns: Container[str]) -> list[str]:
    """Those of a table's columns by whose words rows are left out."""
    by_meaning = [field for field, words in said.values.items() if LEAVE_OUT in words.values()]
    named = by_meaning + [f"leave out {heading}" for heading in said.leave_out]
    return [field for field in named if field in columns]


def tests_of(said: OneTable, columns: Container[str]) -> list[tuple[str, Test]]:
    """Those columns, each with what tells whether a cell of it leaves its row out."""
    return [(field, _test_of(said, field)) for field in leaving_out(said, columns)]


def test_of_number(said: OneTable, columns: Mapping[str, int]) -> Test | None:
    """Whether what stands for an employee's number leaves its row out; None where nothing does.

    Such a row is no employee's.
    """
    fields = [f"leave out {heading}" for heading in said.leave_out]
    same = [field for field in fields if columns.get(field) == columns["employee"]]
    return _test_of(said, same[0]) if same else None


def _is_one_of(cell: Any, words: Iterable[str]) -> bool:
    """Whether a cell is one of the words by which rows are left out, capitals aside."""
    return cell is not None and as_text(cell).casefold() in (word.casefold() for word in words)


def count_left_out(said: OneTable, words: Mapping[str, Counter[Any]], together: Counter[Any]) -> int:
    """How many rows a table's words leave out, given how often each stands in each column.

    `together`: how often words of several such columns stand in one row.
    """
    tests = tests_of(said, words)
    if len(tests) == 1:
        together = Counter({(cell,): times for cell, times in words.get(tests[0][0], {}).items()})
    return sum(
        times
        for cells, times in together.items()
        if any(leaves_out(cell) for (_, leaves_out), cell in zip(tests, cells, strict=True))
    )


def _test_of(said: OneTable, field: str) -> Test:
    if field in said.values:
        meant = Words(None, said.values[field])
        return lambda cell: meant[cell] is Word.LEFT_OUT
    named = said.leave_out[field.removeprefix("leave out ")]
    return lambda cell: _is_one_of(cell, named)
