"""Finding + Source -> Placed: the finding with its file, line and column, as every command gives it."""

import re
from typing import NamedTuple

from flowrules.finding import Finding, Fix, Severity, Span
from flowrules.source import Source


class Related(NamedTuple):
    """Another place that a finding speaks of."""

    path: tuple[str | int, ...]
    line: int
    column: int
    message: str


class Edit(NamedTuple):
    """A certain edit: `text` takes the place of what stands from here to there, on one line."""

    line: int
    column: int
    end_line: int
    end_column: int
    text: str


class Placed(NamedTuple):
    """One problem and its place; lines and columns count from 1, the end column is exclusive."""

    code: str
    rule: str
    severity: Severity
    file: str
    path: tuple[str | int, ...]
    line: int
    column: int
    end_line: int
    end_column: int
    message: str
    help: str
    example: str | None
    related: tuple[Related, ...]
    fix: Edit | None = None


_NOWHERE = Span(1, 1, 1, 1)


def place(finding: Finding, source: Source | None, file: str) -> Placed:
    """Where a finding points; its first line where there is no text to point into."""
    span = finding.span
    if span is None:
        span = source.locate(finding.path, on_key=finding.on_key) if source else _NOWHERE
    related = tuple(_related(path, message, source) for path, message in finding.related)
    return Placed(
        finding.code,
        finding.rule,
        finding.severity,
        file,
        finding.path,
        *span,
        finding.message,
        finding.help,
        finding.example,
        related,
        _edit(finding.fix, span, source) if finding.fix and source else None,
    )


def _edit(fix: Fix, span: Span, source: Source) -> Edit | None:
    """The edit, if what it is to change stands there."""
    if span.line != span.end_line:
        return None
    there = source.line_text(span.line)[span.column - 1 : span.end_column - 1]
    if not fix.old:
        quoted = there[:1] in ("'", '"') and there[-1:] == there[:1]
        return Edit(*span, fix.new.replace("{}", there[1:-1] if quoted else there))
    places = list(re.finditer(rf"(?<![\w-]){re.escape(fix.old)}(?![\w-])", there))
    if len(places) != 1:
        return None
    first, last = (span.column + at for at in places[0].span())
    return Edit(span.line, first, span.line, last, fix.new)


def place_at(
    finding: Finding,
    file: str,
    path: tuple[str | int, ...],
    line: int,
    column: int,
    related: tuple[Related, ...] = (),
) -> Placed:
    """A finding at a cell of a table or an element of a census: what is no text of a Source."""
    return Placed(
        finding.code,
        finding.rule,
        finding.severity,
        file,
        path,
        *(line, column, line, column + 1),
        finding.message,
        finding.help,
        finding.example,
        related,
    )


def _related(path: tuple[str | int, ...], message: str, source: Source | None) -> Related:
    span = source.locate(path) if source else _NOWHERE
    return Related(path, span.line, span.column, message)


def place_all(findings: list[Finding], source: Source | None, file: str) -> list[Placed]:
    """In the order of the file, each problem once."""
    placed = {place(finding, source, file): None for finding in findings}
    return sorted(placed, key=lambda one: (one.line, one.column, one.code, one.message))
