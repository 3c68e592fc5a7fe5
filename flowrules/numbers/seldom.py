"""What few people need, which compiled stands apart, so that it is in nobody else's way."""

from collections.abc import Callable
from typing import Any, TypeVar

Function = TypeVar("Function", bound=Callable[..., Any])

SELDOM: set[Callable[..., Any]] = set()


def seldom(function: Function) -> Function:
    """Says of a function that it is called for few people, and seldom for those."""
    SELDOM.add(function)
    return function
