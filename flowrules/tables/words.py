"""Words of an export -> what the procedure calls it: by a mapping's `values`, else by its own names."""

import re
from collections.abc import Iterable, Mapping, Sequence
from enum import Enum
from functools import lru_cache
from typing import Any, NamedTuple

from flowrules.engine.plan import plan_of
from flowrules.flow import Flow
from flowrules.part import ID
from flowrules.tables.mapping import EMPTY, LEAVE_OUT
from flowrules.tables.table import Hours

_ID = re.compile(ID)


class Word(Enum):
    """What a word of an export may stand for besides a name."""

    LEFT_OUT = "left out"
    UNKNOWN = "unknown"
    EMPTY = "empty"


class Kind(NamedTuple):
    """What a column may say: `known` has each name by the words that mean it without a mapping."""

    noun: str
    known: Mapping[str, str]

    def means(self, word: str) -> str | None:
        """The name of a squeezed word, with or without an article before it."""
        return self.known.get(word) or self.known.get(_bare(word))

    @property
    def names(self) -> list[str]:
        return sorted(set(self.known.values()))


@lru_cache(maxsize=4096)
def squeezed(text: str) -> str:
    """A word as it is compared: in small letters, and one hyphen for all between them."""
    return "-".join("".join(c if c.isalnum() else " " for c in text.casefold()).split())


def kinds_of(flow: Flow | None) -> dict[str, Kind]:
    """For each column of words, the procedure's names for what it may say."""
    if flow is None:
        return {}
    chain = flow.chain()
    actions = [action for one in chain for action in one.actions.values()]
    events = [event for one in chain for event in one.events.values()]
    contacts = [contact for one in chain for contact in one.contacts]
    said: dict[str, Kind] = {
        "category": Kind("no category of this procedure", _names(_categories_of(flow))),
        "reason": Kind("no reason of this procedure", _names(flow.counting.reasons)),
        "group": Kind("no staff group of this procedure", _names(_groups_of(flow))),
        "action": Kind("no action of this procedure", _titled(actions)),
        "recorded": Kind("no event of this procedure", _titled(events)),
        "contact": Kind("no contact of this procedure", _titled(contacts)),
        "stage": Kind(
            "no stage of this procedure", _titled([s for one in chain for s in one.stages.values()])
        ),
        "outcome": Kind("no outcome of this procedure", _names(o for a in actions for o in a.outcomes)),
    }
    if not said["group"].known:  # it speaks of none, and so any is as good
        del said["group"]
    said["event"] = Kind("nothing that this procedure records", _apart(said))
    return said


def _categories_of(flow: Flow) -> list[str]:
    return [name for one in flow.chain() for name in one.counting.categories]


def _groups_of(flow: Flow) -> list[str]:
    """The staff groups that the procedure speaks of."""
    said = [group for one in flow.chain() for groups in plan_of(one).told_apart for group in groups]
    return sorted({*said, *(squeezed(name) for one in flow.chain() for name in one.header.covers.not_)})


def _names(names: Iterable[str]) -> dict[str, str]:
    return {squeezed(name): name for name in names}


def _titled(things: Sequence[Any]) -> dict[str, str]:
    """Each thing by its id, and by its title and what is to be done, where those are nobody else's."""
    said = [
        (_bare(text), thing.id)
        for thing in things
        for text in (thing.id, getattr(thing, "title", None), getattr(thing, "do", None))
        if text
    ]
    return _unshared(said) | _names(thing.id for thing in things)


def _unshared(said: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The names of words that only one of them goes by."""
    found: dict[str, set[str]] = {}
    for word, name in said:
        found.setdefault(word, set()).add(name)
    return {word: names.pop() for word, names in found.items() if len(names) == 1}


def _bare(text: str) -> str:
    word = squeezed(text)
    return word.removeprefix("the-").removeprefix("a-").removeprefix("an-")


def _apart(kinds: Mapping[str, Kind]) -> dict[str, str]:
    """What happened, in one column: `KIND NAME`, for words that only one kind of thing goes by.

    An id means that thing, whatever another is called.
    """
    called: list[tuple[str, str]] = []
    exact: list[tuple[str, str]] = []
    for kind in ("action", "recorded", "contact"):
        for word, name in kinds[kind].known.items():
            (exact if word == squeezed(name) else called).append((word, f"{kind} {name}"))
            exact.append((f"{kind}-{word}", f"{kind} {name}"))
    words = {word for word, _ in exact}
    return _unshared(one for one in called if one[0] not in words) | _unshared(exact)


_YES = ("yes", "y", "true", "1", "x", "t")
_NO = ("no", "n", "false", "0", "f", "none")


def yes_or_no(cell: Any) -> bool | None:
    """What a column of yes and no says; no where it is empty."""
    if cell is None or isinstance(cell, bool):
        return bool(cell)
    word = squeezed(as_text(cell))
    return True if word in _YES else False if word in _NO or not word else None


def says_flag(cell: Any) -> bool | None:
    """What a column says that is asked of some absences only: where it does not apply, no."""
    word = squeezed(as_text(cell)) if isinstance(cell, str) else ""
    return False if word in ("n-a", "na", "not-applicable") else yes_or_no(cell)


class Words(dict[Any, "str | Word"]):
    """The name that each word of one column stands for, each different word looked up once."""

    def __init__(self, kind: Kind | None, meanings: Mapping[str, str] | None) -> None:
        super().__init__()
        self._kind = kind
        said = dict(meanings or {})
        self._empty = said.pop(EMPTY, None)
        self._meanings = {squeezed(word): meant for word, meant in said.items()}

    def __missing__(self, cell: Any) -> "str | Word":
        found = self[cell] = self._read(cell)
        return found

    def _read(self, cell: Any) -> "str | Word":
        if cell is None:
            return self._meant(self._empty) if self._empty else Word.EMPTY
        word = squeezed(as_text(cell))
        if word in self._meanings:
            return self._meant(self._meanings[word])
        if self._kind is None:
            return word if _ID.fullmatch(word) else Word.UNKNOWN
        return self._kind.means(word) or Word.UNKNOWN

    def _meant(self, meant: str) -> "str | Word":
        if meant == LEAVE_OUT:
            return Word.LEFT_OUT
        return self._kind.known.get(squeezed(meant), meant) if self._kind else meant


def as_text(cell: Any) -> str:
    """A cell as a person reads it: a whole number without a point."""
    if isinstance(cell, Hours):
        cell = cell.hours
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)
