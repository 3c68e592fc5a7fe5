"""The sizes of groups -> those not to be shown: the small ones, and what would give them away.

A figure on fewer than five people is a figure on each of them. Hiding one is not enough where the total
is shown, as the total less the others is the one: so the next smallest is hidden too, until every hidden
group could, by what is shown, be of five or more.
"""

from collections.abc import Hashable, Mapping
from typing import TypeVar

LEAST = 5

Key = TypeVar("Key", bound=Hashable)


def hidden(sizes: Mapping[Key, int]) -> frozenset[Key]:
    """The groups not to be shown beside the others and the total; nothing is hidden of empty groups."""
    filled = sorted((size, place, key) for place, (key, size) in enumerate(sizes.items()) if size)
    away = [key for size, _, key in filled if size < LEAST]
    rest = [(size, key) for size, _, key in filled if size >= LEAST]
    while away and rest and _gives_away([sizes[key] for key in away]):
        _, key = rest.pop(0)
        away.append(key)
    return frozenset(away)


def _gives_away(sizes: list[int]) -> bool:
    """Whether the sum of hidden groups, none of them empty, says that each is smaller than five."""
    return len(sizes) < 2 or sum(sizes) - (len(sizes) - 1) < LEAST


def hides_total(sizes: Mapping[Key, int]) -> bool:
    """Whether the total must be hidden too: nothing is left that could be hidden instead."""
    away = [sizes[key] for key in hidden(sizes)]
    return bool(away) and _gives_away(away)
