"""LeftOut: why something cannot be measured here. It is said in one line, and the rest goes on."""

from collections.abc import Iterator
from contextlib import contextmanager


class LeftOut(Exception):
    """It is not there, or needs a package that is not installed."""


@contextmanager
def needing_packages() -> Iterator[None]:
    """Inside, a package that is not installed is a reason to leave out what needs it."""
    try:
        yield
    except ModuleNotFoundError as why:
        raise LeftOut(f"{why.name} is not installed") from None
