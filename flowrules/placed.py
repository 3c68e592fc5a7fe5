"""Finding + Source -> Placed: the finding with its file, line and column, as every command gives it."""

from typing import Literal, NamedTuple

from flowrules.finding import Finding, Span
from flowrules.source import Source


class Related(NamedTuple):
    """Another place that a finding speaks of."""

    path: tuple[str | int, ...]
    line: int
    column: int
    message: str


class Placed(NamedTuple):
    """One problem and its place; lines and columns count from 1, the end column is exclusive."""

    code: str
    rule: str
    severity: Literal["error", "warning"]
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
    )


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
