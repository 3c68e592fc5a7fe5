"""A label is too long for its box.

A box on the flowchart holds three or four short lines. What is longer makes a tall grey block that
nobody reads, pushes the rest to another page, and a single long word is cut in the middle.

Bad:
    flowrules: 1
    procedure: {id: small, title: Small procedure}
    stages:
      fine:
        actions:
          - {id: call, by: employee,
             do: "Phone the school as soon as you can, but in any case by half past seven in the morning,
               and say what is wrong and when you think that you will be back"}
        next: [{after: 3 weeks, to: fine}]

Good:
    flowrules: 1
    procedure: {id: small, title: Small procedure}
    stages:
      fine:
        actions: [{id: call, do: "Phone in by 7:30, and say when you may be back", by: employee}]
        next: [{after: 3 weeks, to: fine}]
"""

from collections.abc import Iterator
from typing import Any

from flowrules.finding import Path
from flowrules.flow import Flow
from flowrules.lint.texts import is_untitled

CODE = "FR807"
SEVERITY = "note"

# Letters. A box is some 27 letters wide, and the bar that names who acts some 23.
_DO, _TITLE, _ROLE, _WORD = 85, 70, 50, 23


def check(flow: Flow) -> Iterator[tuple[Path, str, str]]:
    for path, text, most in _labels(flow):
        word = max(text.split(), key=len, default="")
        if len(text) > most:
            message = f"this label has {len(text)} letters, and its box has room for {most}"
            yield path, message, "say it in fewer words, and the rest in a note or a letter"
        elif len(word) > _WORD:
            help = "use shorter words, or put a space where it may be parted"
            yield path, f"“{word}” is too long for a line, and is cut in the middle", help


def _labels(flow: Flow) -> Iterator[tuple[Path, str, int]]:
    """What stands in the boxes and beside them: the place, the text, and the room for it."""
    yield from ((("roles", name), title, _ROLE) for name, title in flow.roles.items())
    yield from (((*one.path, "do"), one.do, _DO) for one in flow.contacts)
    titled: list[Any] = [*flow.triggers.values(), *flow.tracks, *flow.stages.values()]
    titled += [one for one in flow.actions.values() if not is_untitled(one)]
    yield from (((*one.path, "title"), one.title, _TITLE) for one in titled if one.title)
    yield from (((*one.path, "do"), one.do, _DO) for one in flow.actions.values())
