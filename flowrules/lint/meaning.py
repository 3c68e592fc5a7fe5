"""Condition -> what it asks: equal for two that ask the same, in whatever order and wherever."""

from typing import Any

from flowrules.view import Condition


def meaning(condition: Condition | None) -> Any:
    """Names of triggers are looked through, but for what is assessed on return."""
    if condition is None:
        return None
    inner = frozenset(meaning(member) for member in condition.members)
    if condition.word == "trigger":
        return ("on return", inner) if condition.settings[1] else next(iter(inner))
    if condition.word in ("any", "all") and len(inner) == 1:
        return next(iter(inner))
    return condition.word, condition.settings, inner


def opposite(condition: Condition) -> Any:
    """What asks for just the contrary, as far as that can be said in one condition."""
    if condition.word == "not":
        return meaning(condition.members[0])
    if isinstance(condition.settings, bool):
        return condition.word, not condition.settings, frozenset()
    return "not", None, frozenset([meaning(condition)])
