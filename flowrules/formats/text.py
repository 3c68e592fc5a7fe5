"""Run -> text for people: every problem at its place, and in the end how many there are."""

import re
from collections.abc import Iterator

from flowrules import law
from flowrules.finding import Severity
from flowrules.formats.run import SEVERITIES, Run
from flowrules.formats.snippet import Paint, lines_of, unpainted
from flowrules.words import say_day, say_number

BEGINS = re.compile(rb"\d+ files? checked: |.+:\d+:\d+: (error|warning|note)\[FR\d{3}\] ")
_MOST = 8  # codes named for looking up


def write(run: Run) -> bytes:
    """The text as it is kept in a file."""
    return say(run).encode()


def say(run: Run, paint: Paint = unpainted) -> str:
    """The whole text; `paint` colours what a severity is written in."""
    return "".join(f"{line}\n" for line in _lines(run, paint))


def _lines(run: Run, paint: Paint) -> Iterator[str]:
    for file in run.files:
        for one in run.shown(file):
            yield from lines_of(one, file.source, paint)
    rules = run.rules
    if codes := sorted({one.code for file in run.files for one in run.shown(file)} & set(rules)):
        yield "see: flowrules rules " + (" ".join(codes) if len(codes) <= _MOST else "CODE")
    yield summary(run)
    if run.has_law:
        day = say_day(min(entry.checked for entry in law.entries().values()))
        yield f"law-england: what to check, not legal advice; the law was last read on {day}"


def summary(run: Run) -> str:
    """`2 files checked: 1 error, 3 warnings`; of notes that are not shown, how many there are."""
    found = [one.severity for one in run.everything]
    counts: dict[Severity, int] = {noun: found.count(noun) for noun in SEVERITIES}
    hidden = 0 if run.notes else counts.pop("note")
    said = ", ".join(say_number(n, noun) for noun, n in counts.items() if n) or "no findings"
    more = f"; {say_number(hidden, 'note')} (--notes shows {'them' if hidden > 1 else 'it'})"
    return f"{say_number(len(run.files), 'file')} checked: {said}{more if hidden else ''}"
