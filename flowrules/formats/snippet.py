"""Placed + Source -> lines of text: what is wrong, its line with a caret, why, and the way out."""

from collections.abc import Callable, Iterator

from flowrules.finding import Severity
from flowrules.placed import Placed
from flowrules.source import Source

Paint = Callable[[str, Severity], str]


def unpainted(text: str, severity: Severity) -> str:  # noqa: ARG001
    """A text without colour."""
    return text


def lines_of(one: Placed, source: Source | None, paint: Paint = unpainted) -> Iterator[str]:
    """`file:line:column: error[FR101] …`, the line with a caret, why, and the way out.

    Without a source no line is shown: the lines of a record are health data.
    """
    head = paint(f"{one.severity}[{one.code}]", one.severity)
    yield f"{one.file}:{one.line}:{one.column}: {head} {one.message} ({one.rule})"
    if source is not None:
        yield from _snippet(one, source.line_text(one.line))
    for other in one.related:
        yield f"  because: {one.file}:{other.line}:{other.column}: {other.message}"
    if one.example:
        yield "  example:"
        yield from (f"    {line}".rstrip() for line in one.example.splitlines())
    if one.help:
        yield f"  help: {one.help}"


def _snippet(one: Placed, text: str) -> list[str]:
    """The line, cut around the place if it is very long, and carets under the words meant."""
    if not text.strip():
        return []
    end = one.end_column if one.end_line == one.line else len(text) + 1
    start = max(0, one.column - 60) if len(text) > 100 else 0
    shown = text[start : start + 100]
    carets = "^" * max(1, min(end - one.column, len(shown) - (one.column - 1 - start)))
    margin = " " * (len(str(one.line)) + 3)
    return [f"  {one.line} | {shown}", f"{margin}| {' ' * (one.column - 1 - start)}{carets}"]
