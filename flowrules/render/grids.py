"""Tables -> Sheets: contact, trigger points and the rest as tables, on as many pages as they take."""

from collections.abc import Iterator, Sequence

from flowrules.render.chart import Chart
from flowrules.render.label import (
    BODY,
    DETAIL,
    EDGE,
    HEADING,
    PALE,
    SHADE,
    STRONG,
    WHITE,
    Block,
    Type,
    above,
    cell,
    flush,
    table,
    words,
)
from flowrules.render.sheet import Shape, Sheet, column, only
from flowrules.render.tables import Cell, Table
from flowrules.render.titles import WIDTH

_GAP = 10.0


def table_pages(chart: Chart, room: float) -> list[Sheet]:
    """Every table; one is cut between rows where a page ends, and its head is repeated."""
    pages: list[list[Sheet]] = [[*_signs(chart)]]
    for at, shown in enumerate((*chart.tables, *chart.origin)):
        rows = list(shown.rows)
        while rows:
            most = _most(shown, rows, _left(pages[-1], room))
            if most == 0 and pages[-1]:
                pages.append([])
                continue
            part = shown._replace(rows=tuple(rows[: max(most, 1)]))
            goes_on = len(rows) < len(shown.rows)
            pages[-1].append(_table(f"Table/{at}/{len(rows)}", part, goes_on=goes_on))
            rows = rows[max(most, 1) :]
    return [column(sheets, _GAP) for sheets in pages if sheets]


def _left(sheets: Sequence[Sheet], room: float) -> float:
    """How much room a page has below what stands on it."""
    return room - sum(sheet.height + _GAP for sheet in sheets)


def _signs(chart: Chart) -> Iterator[Sheet]:
    """What explains the signs in the tables."""
    if chart.signs:
        block = flush(words(chart.signs, WIDTH, DETAIL), WIDTH)
        yield only(Shape("Signs", 0, 0, WIDTH, block.height, block.html))


def _most(shown: Table, rows: Sequence[tuple[Cell, ...]], room: float) -> int:
    """How many of the rows fit."""
    most = 0
    while most < len(rows):
        part = shown._replace(rows=tuple(rows[: most + 1]))
        if _table("", part, goes_on=True).height > room:
            return most
        most += 1
    return most


def _table(key: str, shown: Table, *, goes_on: bool) -> Sheet:
    inner = WIDTH - 2
    widths = [inner * share // sum(shown.shares) for share in shown.shares]
    widths[-1] = inner - sum(widths[:-1])
    text = f"{shown.title}{' (continued)' if goes_on else ''}"
    title = cell(words(text, inner - 12, HEADING), inner, 3, colspan=len(widths), bgcolor=SHADE)
    rows = [[title]]
    rows += [_row(shown.heads, widths, STRONG, WHITE)] if shown.heads else []
    rows += [_row(texts, widths, BODY, (PALE, WHITE)[at % 2]) for at, texts in enumerate(shown.rows)]
    block = table(rows, EDGE)
    return only(Shape(key, 0, 0, WIDTH, block.height, block.html))


def _row(texts: Sequence[Cell], widths: Sequence[float], kind: Type, fill: str) -> list[Block]:
    said = [words(text, width - 10, kind) for text, width in zip(texts, widths, strict=True)]
    tall = max(block.height for block in said)
    return [
        cell(above([block], tall), width, 3, bgcolor=fill)
        for block, width in zip(said, widths, strict=True)
    ]
