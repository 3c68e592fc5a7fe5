"""The closed set of conditions: one kind a file, and this folder their registry.

A file gives its WORD, its Shape (or MEMBERS, when it is made of other conditions), and four
functions: `resolve` (shape -> Condition), `test` (-> Truth), `reasons` (-> evidence) and `phrase`
(-> words). Members are reached through the scope, view or names they are given, never by import.
"""

from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from flowrules.decision import Reason
from flowrules.view import Condition, Truth, View
from flowrules.words import Names

_MODULES = [import_module(f"{__name__}.{module.name}") for module in iter_modules(__path__)]
WORDS: dict[str, Any] = {module.WORD: module for module in _MODULES}


def test(condition: Condition, view: View) -> Truth:
    """Whether a condition holds on the day of the view, and whether it is met on it."""
    truth: Truth = WORDS[condition.word].test(condition, view)
    return truth


def reasons(condition: Condition, view: View) -> list[Reason]:
    """The figures and lines of the record behind `test`."""
    found: list[Reason] = WORDS[condition.word].reasons(condition, view)
    return found


def phrase(condition: Condition, names: Names) -> str:
    """The condition in words."""
    words: str = WORDS[condition.word].phrase(condition, names)
    return words
