"""Answers on many people -> one HTML page, for those who run the procedure."""

from collections.abc import Iterable

from flowrules.answer import Answered
from flowrules.people import Stray
from flowrules.report.dashboard.gathered import Asking, Gathered, gather
from flowrules.report.dashboard.page import page

__all__ = ["Asking", "Gathered", "dashboard", "gather", "page"]


def dashboard(everyone: Iterable[Answered | Stray], asking: Asking) -> str:
    """The page on everybody."""
    return page(gather(everyone, asking))
