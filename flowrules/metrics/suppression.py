"""The sizes of groups -> those not to be shown: the small ones, and what would give them away.

A figure on fewer than five people is a figure on each of them. Hiding one group is not enough where the
total is shown, as the total less the others is the one: so the next smallest is hidden too, until every
hidden group could, by what is shown, be of five or more. A group with nobody in it is no cover; where no
other is left, everything is hidden, so that nobody knows whose the total is. A total of fewer than five
is not shown itself, so nothing can be worked out from it.

A row may have several sizes, such as how many people there are and how many of them were away: each is
a column with a total of its own, and a row that one of them hides is hidden whole.
"""

from collections.abc import Hashable, Mapping
from typing import TypeVar

LEAST = 5

Key = TypeVar("Key", bound=Hashable)


def hidden(*columns: Mapping[Key, int]) -> frozenset[Key]:
    """The groups not to be shown beside the others and the totals, by their sizes in each column."""
    away = {key for sizes in columns for key, size in sizes.items() if 0 < size < LEAST}
    while more := [key for sizes in columns for key in _cover(sizes, away)]:
        away.update(more)
    if any(_gives_away(sizes, away) for sizes in columns):
        return frozenset(key for sizes in columns for key in sizes)
    return frozenset(away)


def _cover(sizes: Mapping[Key, int], away: set[Key]) -> list[Key]:
    """The smallest group that is to be hidden besides, if one must be and one is left."""
    rest = [key for key, size in sizes.items() if size and key not in away]
    return [min(rest, key=lambda key: sizes[key])] if rest and _gives_away(sizes, away) else []


def _gives_away(sizes: Mapping[Key, int], away: set[Key]) -> bool:
    """Whether the total, if it is shown, says that each hidden group is smaller than five."""
    filled = [size for key, size in sizes.items() if size and key in away]
    return bool(filled) and not hides_total(sizes) and sum(filled) - (len(filled) - 1) < LEAST


def hides_total(*columns: Mapping[Key, int]) -> bool:
    """Whether the total must be hidden too: in some column it is itself of fewer than five."""
    return any(0 < sum(sizes.values()) < LEAST for sizes in columns)
