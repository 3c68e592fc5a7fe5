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

from flowrules.finding import Path
from flowrules.flow import Flow
from flowrules.letters import undrawable
from flowrules.lint.texts import drawn
from flowrules.words import join_words

CODE = "FR310"
SEVERITY = "warning"

_MOST = 3  # letters named in one finding


def check(flow: Flow) -> Iterator[tuple[Path, str, str, bool]]:
    for path, text in drawn(flow):
        if found := undrawable(text):
            named = [f"“{one}” ({_name(one)})" for one in found[:_MOST]]
            more = " and others" if len(found) > _MOST else ""
            help = "write it in letters of the Latin, Greek or Cyrillic alphabet, or leave it out"
            yield path, f"the flowchart cannot show {join_words(named)}{more}", help, False


def _name(letter: str) -> str:
    return unicodedata.name(letter, "a letter without a name").lower()
