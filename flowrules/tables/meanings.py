"""A word of an export -> what it probably means here, where no mapping says so."""

from collections.abc import Iterable, Mapping
from typing import Any

from flowrules.tables.aliases import CATEGORIES, NOT_ILL_HEALTH
from flowrules.tables.mapping import LEAVE_OUT
from flowrules.tables.words import Kind, as_text, squeezed

_CATEGORIES = {squeezed(word): name for name, words in CATEGORIES.items() for word in words}
_LEFT_OUT = frozenset(map(squeezed, NOT_ILL_HEALTH))


def meaning(field: str, cell: Any, kinds: Mapping[str, Kind]) -> str | None:
    """The procedure's name for a word, or `leave out`; None where that is not certain."""
    word, kind = squeezed(as_text(cell)), kinds.get(field)
    if kind is not None and (named := kind.means(word)):
        return named
    if field != "category":
        return None
    name = _CATEGORIES.get(word)
    if name is not None and (kind is None or name in kind.known.values()):
        return name
    return LEAVE_OUT if word in _LEFT_OUT else None


def meanings(field: str, cells: Iterable[Any], kinds: Mapping[str, Kind]) -> dict[str, str]:
    """What the words of a column mean, those left out which the procedure itself calls so."""
    found = {}
    for cell in cells:
        named = meaning(field, cell, kinds) if cell is not None else None
        kind = kinds.get(field)
        if named is not None and not (kind and kind.means(squeezed(as_text(cell)))):
            found[as_text(cell)] = named
    return dict(sorted(found.items()))
