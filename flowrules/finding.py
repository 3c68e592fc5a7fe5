"""Finding: the one shape in which every pass reports a problem.

A finding names a *path* (the route of keys to a place in the file), never a line: lines and columns
are looked up once, at the end, by `Source.locate`.
"""

from collections.abc import Iterable
from typing import Literal, NamedTuple

Path = tuple[str | int, ...]
Severity = Literal["error", "warning", "note"]


class Span(NamedTuple):
    """A stretch of text: lines and columns count characters from 1; the end column is exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int


class Fix(NamedTuple):
    """A certain edit of what a finding points at: there `old` stands once, and becomes `new`.

    Without an `old`, `new` takes the place of the whole word or text there, with any quotes round it;
    `{}` in `new` stands for what is inside them.
    """

    new: str
    old: str = ""


class Finding(NamedTuple):
    """One problem: what is wrong (`message`), where (`path`) and the way out (`help`).

    `on_key` points at the key of the path rather than at its value. `span` is given only by the
    syntax gate, whose problems lie in places that have no path. `example` is the shortest history
    that shows the problem, for rules that can find one. `fix` is given only where there is no doubt
    what was meant.
    """

    code: str
    rule: str
    severity: Severity
    path: Path
    message: str
    help: str = ""
    on_key: bool = False
    span: Span | None = None
    example: str | None = None
    related: tuple[tuple[Path, str], ...] = ()
    fix: Fix | None = None


class Problem(NamedTuple):
    """What a rule yields, where a path, a message and a way out do not say it all; as in a Finding."""

    path: Path
    message: str
    help: str
    on_key: bool = False
    span: Span | None = None
    example: str | None = None
    related: tuple[tuple[Path, str], ...] = ()


def near(name: str, names: Iterable[str]) -> str:
    """The way out for a name that is not there: the nearest one, or all of them when few."""
    from difflib import get_close_matches  # seldom needed, and slow to load

    known = sorted(set(names))
    close = get_close_matches(name, known, n=1, cutoff=0.6)
    if close:
        return f"did you mean `{close[0]}`?"
    if 0 < len(known) <= 12:
        return "it can be " + ", ".join(f"`{one}`" for one in known)
    return ""


def has_errors(findings: Iterable[Finding]) -> bool:
    return any(finding.severity == "error" for finding in findings)
