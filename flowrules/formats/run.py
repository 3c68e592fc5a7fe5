"""text -> Looked, and many of them a Run: all that a form of output may say.

What an author has declined (`allow`) is apart from the findings, with the reason: some forms keep it,
and no other may show it as a finding.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from datetime import date
from pathlib import PurePath
from posixpath import normpath
from typing import NamedTuple

from flowrules.check import Checked, check
from flowrules.finding import Severity
from flowrules.lint import PACKS, Rule, all_rules, packs_for, rules_of
from flowrules.placed import Placed, place, place_all
from flowrules.source import Source, text_only, unreadable
from flowrules.term_dates import Beside

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")
_LINE = re.compile(r"\b(lines?) \d+")


class Excepted(NamedTuple):
    """A finding that the author has decided against, and why."""

    placed: Placed
    because: str
    until: date | None


class Looked(NamedTuple):
    """One file, as it was found; `packs` are those whose rules it was held against."""

    name: str
    source: Source
    findings: tuple[Placed, ...]
    excepted: tuple[Excepted, ...] = ()
    packs: tuple[str, ...] = ()
    unread: bool = False


class Run(NamedTuple):
    """Everything that was looked at, and how: with which packs, and what fails.

    `here` is the folder that places are told from, for forms that name whole places.
    """

    files: tuple[Looked, ...]
    packs: tuple[str, ...] = PACKS
    fail_on: Severity = "error"
    notes: bool = False
    here: str = ""

    def shown(self, file: Looked) -> list[Placed]:
        """Those that people are shown: notes only where they are asked for."""
        least: Severity = "note" if self.notes else "warning"
        return [one for one in file.findings if at_least(one, least)]

    @property
    def everything(self) -> list[Placed]:
        return [one for file in self.files for one in file.findings]

    @property
    def rules(self) -> dict[str, Rule]:
        """The rules of the packs that were asked for, by their codes."""
        return {rule.code: rule for pack in PACKS if pack in self.packs for rule in rules_of(pack)}

    @property
    def has_law(self) -> bool:
        return any("law-england" in file.packs for file in self.files)


def at_least(one: Placed, least: Severity) -> bool:
    """Whether a finding is as grave as that, or graver."""
    return SEVERITIES.index(one.severity) <= SEVERITIES.index(least)


def look(
    content: bytes,
    name: str,
    *,
    beside: Beside | None = None,
    today: date | None = None,
    packs: Collection[str] = PACKS,
) -> Looked:
    """Takes a text through the gates, and gives every finding its place."""
    checked = check(content, name, beside=beside, today=today, packs=packs)
    source = checked.source or text_only(content, name)
    return Looked(
        name,
        source,
        tuple(place_all(checked.findings, source, name)),
        tuple(_excepted(checked, name)),
        tuple(_held_against(checked, packs)),
        unreadable(checked.findings),
    )


def _excepted(checked: Checked, name: str) -> list[Excepted]:
    found = [
        Excepted(place(one.finding, checked.source, name), one.by.because, one.by.until)
        for one in checked.declined
    ]
    return sorted(found, key=lambda one: (one.placed.line, one.placed.column, one.placed.code))


def _held_against(checked: Checked, packs: Collection[str]) -> Iterator[str]:
    """The packs that were asked; where the file is unsound, those that found something."""
    if checked.flow is not None:
        yield from (pack for pack in packs_for(checked.flow) if pack in packs)
    elif checked.procedure is not None:
        found = {one.rule for one in checked.findings} & set(all_rules())
        yield from (pack for pack in PACKS if found & {rule.name for rule in rules_of(pack)})


def marks(found: Iterable[Placed]) -> Iterator[str]:
    """For each finding of one file what it is known by in other runs, whatever the line it stands on."""
    seen: Counter[str] = Counter()
    for one in found:
        said = _LINE.sub(r"\1", one.message)
        known = "\n".join([one.code, "/".join(map(str, one.path)), said])
        seen[known] += 1
        number = f"\n{seen[known]}" if seen[known] > 1 else ""
        yield hashlib.sha256((known + number).encode()).hexdigest()


def path_from(name: str, here: str) -> str:
    """A file as forms for other programs name it: from `here` where it lies below, with slashes."""
    path = PurePath(name)
    if path.is_absolute() and here and path.is_relative_to(here):
        path = path.relative_to(here)
    return normpath(path.as_posix())
