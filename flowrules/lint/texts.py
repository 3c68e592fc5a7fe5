"""Flow -> every text that people read in it, with its place; and whole phrases in a text.

Rules that look for words share this, so that none of them forgets a place where words can stand.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, NamedTuple

from flowrules.finding import Path
from flowrules.flow import Flow
from flowrules.words import spoken

_HEADER = (
    "title",
    "school",
    "version",
    "policy",
    "owner",
    "retention",
    "equality_impact",
    "alt",
    "source",
)
_DENIALS = frozenset(("no", "not", "never", "nobody", "nor", "without"))


class Said(NamedTuple):
    """A phrase where a text says it: in small letters, as it is written there, and where it stands."""

    phrase: str
    words: str
    text: str
    start: int
    end: int

    @property
    def sentence(self) -> str:
        """The sentence that it stands in."""
        return _before(self.text, self.start) + self.words + _after(self.text, self.end)

    def is_denied(self, within: int = 3) -> bool:
        """Whether one of the words before it says that it is not so."""
        clause = re.split(r"[,:]", _before(self.text, self.start))[-1]
        return not _DENIALS.isdisjoint(clause.lower().split()[-within:])

    def goes_on(self, pattern: str) -> bool:
        """Whether the rest of its sentence has something that matches."""
        return bool(re.search(pattern, _after(self.text, self.end), re.IGNORECASE))


def _before(text: str, start: int) -> str:
    return re.split(r"[.;!?]", text[:start])[-1]


def _after(text: str, end: int) -> str:
    return re.split(r"[.;!?]", text[end:], maxsplit=1)[0]


def said_in(text: str, phrases: Iterable[str]) -> list[Said]:
    """The phrases that a text says as whole words, in its order; capitals make no difference.

    Of phrases that begin at one place the longest is given.
    """
    return [
        Said(_plain(hit.group()), hit.group(), text, hit.start(), hit.end())
        for hit in _pattern(frozenset(phrases)).finditer(text)
    ]


@cache
def _pattern(phrases: frozenset[str]) -> re.Pattern[str]:
    """All of them as one, since there may be hundreds."""
    longest = sorted(phrases, key=lambda phrase: (-len(phrase), phrase))
    either = "|".join(r"\s+".join(map(re.escape, phrase.split())) for phrase in longest)
    either = either.replace("'", "['’]")
    return re.compile(rf"(?<![\w-])(?:{either})(?![\w-]|[.,]\d)", re.IGNORECASE)


def _plain(words: str) -> str:
    return " ".join(words.lower().replace("’", "'").split())


def drawn(flow: Flow) -> Iterator[tuple[Path, str]]:
    """Every text of the procedure that a drawing may show, with its place."""
    for name in _HEADER:
        yield from _of(flow.header, ("procedure",), name)
    for list_ in ("related", "notes"):
        for place, text in enumerate(getattr(flow.header, list_)):
            yield ("procedure", list_, place), text
    for place, text in enumerate(flow.header.covers.not_):
        yield ("procedure", "covers", "not", place), text
    yield from ((("roles", name), title) for name, title in flow.roles.items())
    for place, signpost in enumerate(flow.support):
        yield from _of(signpost, ("support", place), "title", "how", "when")
    for contact in flow.contacts:
        yield from _of(contact, contact.path, "do", "how", "instead", "if_missed")
    named: list[Any] = [
        *flow.events.values(),
        *flow.triggers.values(),
        *flow.tracks,
        *flow.stages.values(),
    ]
    for one in named:
        yield from _of(one, one.path, "title")
    for action in flow.actions.values():
        yield from _of(action, action.path, *(["do"] if is_untitled(action) else ["do", "title"]))


def everything(flow: Flow) -> Iterator[tuple[Path, str]]:
    """Those, and what else people read: names in place of titles, outcomes, reasons and examples."""
    yield from drawn(flow)
    for trigger in flow.triggers.values():
        if not trigger.title:
            yield trigger.path, spoken(trigger.id)
    for action in flow.actions.values():
        for place, outcome in enumerate(action.outcomes):
            yield (*action.path, "outcomes", place), spoken(outcome)
    for place, one in enumerate(flow.allow):
        yield ("allow", place, "because"), one.because
    for place, example in enumerate(flow.examples):
        yield ("examples", place, "title"), example.title


def is_untitled(action: Any) -> bool:
    """Whether an action is called by what is done."""
    return action.title in (action.do, f"“{action.do}”")


def of_action(action: Any) -> str:
    """What an action says, in one text."""
    return action.do if is_untitled(action) else f"{action.do}; {action.title}"


def _of(thing: Any, path: Path, *names: str) -> Iterator[tuple[Path, str]]:
    for name in names:
        if text := getattr(thing, name):
            yield (*path, name), text
