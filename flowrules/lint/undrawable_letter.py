"""A text has a letter that the flowchart cannot show.

On the page an empty box would stand in its place, or the words of a language that runs from right to
left would stand the wrong way round: the flowchart on the wall would not say what the file says. The
procedure can be run; it is not drawn until the text is written in other letters.

Bad:
    flowrules: 1
    procedure: {id: small, title: Small procedure}
    stages:
      fine:
        actions: [{id: call, do: "Phone in ☎", by: employee}]
        next: [{after: 3 weeks, to: fine}]

Good:
    flowrules: 1
    procedure: {id: small, title: Small procedure}
    stages:
      fine:
        actions: [{id: call, do: Phone in, by: employee}]
        next: [{after: 3 weeks, to: fine}]
"""

import unicodedata
from collections.abc import Iterator
from typing import Any

from flowrules.finding import Path
from flowrules.flow import Flow
from flowrules.letters import undrawable
from flowrules.words import join_words

CODE = "FR310"
SEVERITY = "warning"

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
_MOST = 3  # letters named in one finding


def check(flow: Flow) -> Iterator[tuple[Path, str, str, bool]]:
    for path, text in _texts(flow):
        if found := undrawable(text):
            named = [f"“{one}” ({_name(one)})" for one in found[:_MOST]]
            more = " and others" if len(found) > _MOST else ""
            help = "write it in letters of the Latin, Greek or Cyrillic alphabet, or leave it out"
            yield path, f"the flowchart cannot show {join_words(named)}{more}", help, False


def _name(letter: str) -> str:
    return unicodedata.name(letter, "a letter without a name").lower()


def _texts(flow: Flow) -> Iterator[tuple[Path, str]]:
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
        yield from _of(action, action.path, *(["do"] if action.title == action.do else ["do", "title"]))


def _of(thing: Any, path: Path, *names: str) -> Iterator[tuple[Path, str]]:
    for name in names:
        if text := getattr(thing, name):
            yield (*path, name), text
