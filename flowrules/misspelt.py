"""A name that is not there, and those that are -> the edit that mends it, if one alone can be meant."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from flowrules.finding import Fix


def sure(name: str, names: Iterable[str]) -> Fix | None:
    """The edit of a misspelt name, where one name alone can be meant.

    That is one written with other capitals, spaces or hyphens; or one that is a single slip away, in a
    part of four letters or more and not in its first, while no other is near. Figures are never taken
    for a slip: `meeting-2` may be meant where only `meeting-1` is there.
    """
    known = {one for one in names if _figures(one) == _figures(name)}
    close = [one for one in known if _squashed(one) == _squashed(name)]
    if not close:
        close = [one for one in known if _is_near(name, one)]
        close = close if all(_is_one_slip(name, one) for one in close) else []
    return Fix(close[0], name) if len(close) == 1 else None


def _figures(name: str) -> list[str]:
    return re.findall(r"[0-9]+", name)


def _squashed(name: str) -> str:
    return "".join(letter for letter in name.lower() if letter.isalnum())


def _is_near(given: str, known: str) -> bool:
    """Whether at most two slips make one the other, and of what they are in, most is the same."""
    if _slips(given, known) > 2:
        return False
    apart = _parts_apart(given, known)
    return apart is None or all(len(other) >= 3 * _slips(one, other) for one, other in apart)


def _is_one_slip(given: str, known: str) -> bool:
    """Whether a single slip in one longer part, and not in its first letter, makes one the other."""
    apart = _parts_apart(given, known)
    if apart is None or len(apart) != 1:
        return False
    one, other = apart[0]
    return len(other) >= 4 and one[:1] == other[:1] and _slips(one, other) == 1


def _parts_apart(given: str, known: str) -> list[tuple[str, str]] | None:
    """The words of both that differ, each with its like; none where they have not as many."""
    ours, theirs = re.split(r"[-_ ]", given), re.split(r"[-_ ]", known)
    if len(ours) != len(theirs):
        return None
    return [(one, other) for one, other in zip(ours, theirs, strict=True) if one != other]


def _slips(given: str, known: str) -> int:
    """How many letters were changed, left out, put in, or swapped with the next; 3 for more than two."""
    few = abs(len(given) - len(known)) <= 2
    if not few or (Counter(given) - Counter(known)).total() > 2:
        return 3
    earlier: list[int] = []
    above = list(range(len(known) + 1))
    for at, letter in enumerate(given, 1):
        row = [at]
        for to, other in enumerate(known, 1):
            least = min(above[to] + 1, row[-1] + 1, above[to - 1] + (letter != other))
            if earlier and to > 1 and (given[at - 2], letter) == (other, known[to - 2]):
                least = min(least, earlier[to - 2] + 1)
            row.append(least)
        earlier, above = above, row
    return min(above[-1], 3)


def sure_of(name: str, names: Iterable[str], file: Any) -> Fix | None:
    """As `sure`, for names that the author has given in a file: the slip may be where that was done.

    So the other name must be used elsewhere too, and more often than what was written here; or not
    stand in the file at all, being a word of the language.
    """
    fix = sure(name, names)
    if fix is None:
        return None
    uses = Counter(texts(file.model_dump(by_alias=True, exclude_unset=True)))
    return fix if uses[fix.new] == 0 or uses[fix.new] > uses[name] else None


def texts(data: Any) -> Iterator[str]:
    """Every key and every text of plain data."""
    if isinstance(data, str):
        yield data.removeprefix("left ")
    elif isinstance(data, dict):
        yield from data
        for inner in data.values():
            yield from texts(inner)
    elif isinstance(data, list | tuple):
        for inner in data:
            yield from texts(inner)
