"""Which figures on groups may be shown, and how they become cells and bars.

A page without names has no figure on fewer than five people, nor one from which it could be worked out.
"""

from collections.abc import Hashable, Mapping
from fractions import Fraction
from typing import TypeVar

from flowrules.metrics.suppression import hidden
from flowrules.report.dashboard.blocks import Cell, Row, Words, decimal, unseen
from flowrules.report.dashboard.charts import Bar
from flowrules.report.dashboard.roll import NOT_GIVEN

FEW = Words(
    "Figures on fewer than 5 people are not shown, nor those from which they could be worked out. "
    "The page made with names shows them."
)

Key = TypeVar("Key", bound=Hashable)


def kept_back(*columns: Mapping[Key, int], names: bool) -> frozenset[Key]:
    """The groups whose figures are not shown, by their sizes in each column; with names, all are."""
    return frozenset() if names else hidden(*columns)


def bar(of: str, value: Fraction) -> Bar:
    """A bar in one piece."""
    return Bar(of, "", float(value), decimal(value))


def row_of(lead: Cell, cells: tuple[Cell, ...], *, shown: bool) -> Row:
    """A row, or one that says of each figure that it is not shown, and leads nowhere."""
    if shown:
        return Row((lead, *cells))
    return Row((lead._replace(people=None, link=""), *(unseen() for _ in cells)))


def school_lead(school: str | None) -> Cell:
    """The name of a school, leading to its people."""
    return Cell(school or "Not given", people=("school", school or NOT_GIVEN))
