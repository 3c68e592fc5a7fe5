"""Which figures on groups may be shown, and how they become cells and bars.

A page without names has no figure on fewer than five people, nor one from which it could be worked out.
"""

from collections.abc import Callable, Collection, Hashable, Mapping
from fractions import Fraction
from typing import NamedTuple, TypeVar

from flowrules.metrics.suppression import hidden
from flowrules.report.dashboard.blocks import Cell, Row, Words, decimal, unseen
from flowrules.report.dashboard.charts import Bar
from flowrules.report.dashboard.roll import Kinds, Roll
from flowrules.words import join_words

FEW = Words(
    "Figures on fewer than 5 people are not shown, nor those from which they could be worked out. "
    "The page made with names shows them."
)

Key = TypeVar("Key", bound=Hashable)
Some = TypeVar("Some")


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


class Leads(NamedTuple):
    """What the rows of a table about groups begin with: `tag` is what their people are found by."""

    tag: str
    kinds: Kinds
    said: Callable[[str | None], str]


def school_leads(roll: Roll) -> Leads:
    return Leads("school", roll.schools, lambda school: school or "Not given")


def rows_of(
    found: Mapping[str | None, Some],
    cells: Callable[[Some], tuple[Cell, ...]],
    away: Collection[str | None],
    leads: Leads,
) -> tuple[Row, ...]:
    """A row for each group, leading to its people; `away` are those whose figures are not shown.

    Those of them that nobody is said to be of are one row with the names of all such groups, also of
    those that the table has not: a name alone would say of which group the people in question are.
    """
    kinds = leads.kinds
    apart = {name for name in kinds.unnamed if name in away or name not in found}
    rows: list[Row] = []
    together = False
    for name, one in found.items():
        lead = Cell(leads.said(name), people=(leads.tag, kinds.of(name)))
        if name not in apart:
            lead = lead._replace(people=None) if name in kinds.unnamed else lead
            rows.append(row_of(lead, cells(one), shown=name not in away))
        elif not together:
            lead = Cell(join_words(sorted(map(leads.said, apart))))
            rows.append(row_of(lead, cells(one), shown=False))
            together = True
    return tuple(rows)
