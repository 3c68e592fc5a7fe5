"""A word's number -> the functions in its condition's file.

Interpreted, they are looked up in a list; `compiling.py` puts a chain of comparisons, made of the same
list, in place of the functions here. A condition that has no such functions is left to the interpreter.
"""

from typing import Any

from flowrules.conditions import WORDS
from flowrules.numbers.fields import DAY, Row

NOT_CODED, ALL, ANY, NOT, FIRST_WORD = range(5)
CODED: list[Any] = [module for word, module in sorted(WORDS.items()) if hasattr(module, "encode")]
NUMBERS = {"all": ALL, "any": ANY, "not": NOT} | {one.WORD: n for n, one in enumerate(CODED, FIRST_WORD)}


def _nothing_new(t: Row, w: Row, a: Row, e: Row, s: Row, row: int) -> None:
    """Nothing that happened met the condition."""


def _any_day(t: Row, w: Row, a: Row, e: Row, s: Row, row: int, wanted: int) -> int:  # noqa: ARG001
    """It may be otherwise on any day."""
    return s[DAY] + 1


HOLDS = [one.holds for one in CODED]
CHANGES = [getattr(one, "changes", _any_day) for one in CODED]
CAUSES = [getattr(one, "causes", _nothing_new) for one in CODED]


def holds(t: Row, w: Row, a: Row, e: Row, s: Row, row: int) -> int:
    """The truth of a condition that has no members."""
    truth: int = HOLDS[t[row] - FIRST_WORD](t, w, a, e, s, row)
    return truth


def changes(t: Row, w: Row, a: Row, e: Row, s: Row, row: int, wanted: int) -> int:
    """A later day before which it surely does not come to be as it is wanted."""
    day: int = CHANGES[t[row] - FIRST_WORD](t, w, a, e, s, row, wanted)
    return day


def causes(t: Row, w: Row, a: Row, e: Row, s: Row, row: int) -> None:
    """Keeps by what it was met."""
    CAUSES[t[row] - FIRST_WORD](t, w, a, e, s, row)
