"""What few people, or few procedures, need: compiled, it stands apart, in nobody else's way."""

from collections.abc import Callable
from typing import Any, TypeVar

Function = TypeVar("Function", bound=Callable[..., Any])

SELDOM: set[Callable[..., Any]] = set()


def seldom(function: Function) -> Function:
    """Marks a function that most people under most procedures do without: it stays out of others."""
    SELDOM.add(function)
    return function
