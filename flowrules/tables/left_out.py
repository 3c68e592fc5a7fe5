"""Rows that a mapping leaves out, by what a word means or by a column's words: which, and how many."""

from collections import Counter
from collections.abc import Callable, Container, Iterable, Mapping
from typing import Any

from flowrules.tables.mapping import LEAVE_OUT, OneTable
from flowrules.tables.words import Word, Words, as_text


def leaving_out(said: OneTable, columns: Container[str]) -> list[str]:
    """Those of a table's columns by whose words rows are left out."""
    by_meaning = [field for field, words in said.values.items() if LEAVE_OUT in words.values()]
    named = by_meaning + [f"leave out {heading}" for heading in said.leave_out]
    return [field for field in named if field in columns]


def is_one_of(cell: Any, words: Iterable[str]) -> bool:
    """Whether a cell is one of the words by which rows are left out, capitals aside."""
    return cell is not None and as_text(cell).casefold() in (word.casefold() for word in words)


def count_left_out(said: OneTable, words: Mapping[str, Counter[Any]], together: Counter[Any]) -> int:
    """How many rows a table's words leave out, given how often each stands in each column.

    `together`: how often words of several such columns stand in one row.
    """
    fields = leaving_out(said, words)
    if len(fields) == 1:
        together = Counter({(cell,): times for cell, times in words.get(fields[0], {}).items()})
    tests = [_test_of(said, field) for field in fields]
    return sum(
        times
        for cells, times in together.items()
        if any(leaves_out(cell) for leaves_out, cell in zip(tests, cells, strict=True))
    )


def _test_of(said: OneTable, field: str) -> Callable[[Any], bool]:
    """Whether a cell of a column leaves its row out."""
    if field in said.values:
        meant = Words(None, said.values[field])
        return lambda cell: meant[cell] is Word.LEFT_OUT
    named = said.leave_out[field.removeprefix("leave out ")]
    return lambda cell: is_one_of(cell, named)
