"""A text and what was found in it -> the text with every certain edit made, and what was edited.

An edit changes a word where it stands and nothing else, so comments, layout and line ends stay as they
are. The text is then looked at again: an edit that makes a new error is taken back.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from typing import NamedTuple

from flowrules.placed import Edit, Placed

MOST_ROUNDS = 1000
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
_TOO_MANY = "FR016"
Look = Callable[[str], list[Placed]]


class Mended(NamedTuple):
    """A word that was changed: where the finding stood, and what it says now."""

    finding: Placed
    old: str
    new: str


class Fixed(NamedTuple):
    """The text with its edits, in the order in which they were made."""

    text: str
    mended: tuple[Mended, ...]


def fix(text: str, look: Look) -> Fixed:
    """Edits a text as long as `look` finds something to edit, and no new error comes of it.

    Mending one thing lets the next gate speak, so it takes a few rounds; of characters that cannot be
    seen, only the first is ever told of, so that a file full of them takes many.
    """
    mended: tuple[Mended, ...] = ()
    for _ in range(MOST_ROUNDS):
        once = _once(text, look)
        if not once.mended:
            break
        text, mended = once.text, mended + once.mended
    return Fixed(text, mended)


def _once(text: str, look: Look) -> Fixed:
    """With all edits together; or, where one of them does harm, with each that does none."""
    found = look(text)
    kept = _without_overlaps(one for one in found if one.fix is not None)
    if kept and not _is_better(found, look(apply(text, kept)), kept):
        kept = _harmless(text, found, kept, look)
    return Fixed(apply(text, kept), _told(text, kept))


def _harmless(text: str, found: list[Placed], wanted: list[Placed], look: Look) -> list[Placed]:
    kept: list[Placed] = []
    for one in wanted:
        tried = [*kept, one]
        if _is_better(found, look(apply(text, tried)), tried):
            kept = tried
    return kept


def apply(text: str, findings: Iterable[Placed]) -> str:
    """The text with the edits of findings that do not overlap."""
    lines = _lines(text)
    edits = [one.fix for one in findings if one.fix is not None]
    for edit in sorted(edits, reverse=True):
        line = lines[edit.line - 1]
        lines[edit.line - 1] = line[: edit.column - 1] + edit.text + line[edit.end_column - 1 :]
    return "".join(lines)


def difference(name: str, before: str, after: str) -> str:
    """Both texts line by line, as programs that compare files show it."""
    from difflib import unified_diff  # for this alone

    lines = unified_diff(_lines(before), _lines(after), name, name, n=1)
    return "".join(line if line.endswith(("\n", "\r")) else f"{line}\n" for line in lines)


def _lines(text: str) -> list[str]:
    """The lines with their ends, which are those that the finding counts."""
    return [line for line in _LINE.findall(text) if line]


def _without_overlaps(findings: Iterable[Placed]) -> list[Placed]:
    """One edit for each place: the first that is told of."""
    kept: list[Placed] = []
    ends = (0, 0)
    for one in sorted(findings, key=lambda one: (one.fix or ())[:4]):
        edit = one.fix
        if edit is not None and (edit.line, edit.column) >= ends:
            kept.append(one)
            ends = (edit.line, edit.end_column)
    return kept


def _told(text: str, findings: list[Placed]) -> tuple[Mended, ...]:
    lines = _lines(text)

    def old(edit: Edit) -> str:
        return lines[edit.line - 1][edit.column - 1 : edit.end_column - 1]

    return tuple(Mended(one, old(one.fix), one.fix.text) for one in findings if one.fix is not None)


def _is_better(before: list[Placed], after: list[Placed], mended: list[Placed]) -> bool:
    """Whether errors went and none came, in the gates that had spoken; later ones may speak now."""
    gate = max(_gate(one.code) for one in mended)
    then, now = _errors(before, gate), _errors(after, gate)
    if _TOO_MANY in {one.code for one in before} or not gate:
        return True  # what is told of now was there before, and not told
    return now < then


def _gate(code: str) -> int:
    """The place of a finding's gate in their order; what stops the reading of a text has the first."""
    return 0 if code <= "FR003" else 1 + int(code[2])


def _errors(found: list[Placed], last: int) -> Counter[tuple[str, str]]:
    """Every error up to a gate, as often as it is told."""
    return Counter(
        (one.code, one.message) for one in found if one.severity == "error" and _gate(one.code) <= last
    )
