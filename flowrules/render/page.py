"""Chart -> Sheet: title, tables, tracks and signs on one page, in the columns that suit paper best."""

from collections.abc import Sequence

from flowrules.render.chart import Chart
from flowrules.render.columns import columns, pieces
from flowrules.render.label import (
    BODY,
    EDGE,
    HEADING,
    PALE,
    SHADE,
    SMALL,
    SMALL_STRONG,
    TITLE,
    WHITE,
    Block,
    Type,
    above,
    cell,
    flush,
    table,
    words,
)
from flowrules.render.sheet import Shape, Sheet, column, only, row
from flowrules.render.tables import Cell, Table

_MARGIN = 24.0
_GAP = 10.0
_A4 = (482, 729)  # in points, inside margins of 20 mm
_MOST = 8
_SLACK = 0.9


def page(chart: Chart) -> Sheet:
    """In the fewest columns that leave the print about as large as any number would."""
    bands = pieces(chart.lanes)
    tries = [_page(chart, columns(bands, across)) for across in range(1, _MOST + 1)]
    best = max(print_size(sheet) for sheet in tries)
    return next(sheet for sheet in tries if print_size(sheet) >= _SLACK * best)


def print_size(sheet: Sheet) -> float:
    """The size of ordinary text, in points, where all of it fills one A4 page, whichever way up."""
    return 10 * max(min(wide / sheet.width, high / sheet.height) for wide, high in (_A4, _A4[::-1]))


def _page(chart: Chart, tracks: Sequence[Sheet]) -> Sheet:
    flow = row(tracks, _MARGIN)
    across = min(len(tracks), 3)
    wide = (flow.width - (across - 1) * _MARGIN) // across
    tables = [_table(f"Table/{at}", shown, wide) for at, shown in enumerate(chart.tables)]
    origin = [_table(f"Origin/{at}", shown, flow.width) for at, shown in enumerate(chart.origin)]
    signs = words(chart.signs, flow.width, SMALL)
    return column(
        [
            _text("Title", _title(chart, flow.width), flow.width),
            _pack(tables, across),
            flow,
            *origin,
            _text("Signs", signs, flow.width),
        ],
        _MARGIN / 2,
    )


def _pack(sheets: Sequence[Sheet], across: int) -> Sheet:
    """Sheets in columns, each put under the one that is shortest so far."""
    columns: list[list[Sheet]] = [[] for _ in range(across)]
    for sheet in sheets:
        min(columns, key=lambda placed: column(placed, _GAP).height).append(sheet)
    return row([column(placed, _GAP) for placed in columns], _MARGIN)


def _title(chart: Chart, width: float) -> Block:
    return above([words(chart.title, width, TITLE), words(" · ".join(chart.facts), width, BODY)])


def _text(key: str, block: Block, width: float) -> Sheet:
    return only(Shape(key, 0, 0, width, block.height, flush(block, width).html))


def _table(key: str, shown: Table, width: float) -> Sheet:
    inner = width - 2
    widths = [inner * share // sum(shown.shares) for share in shown.shares]
    widths[-1] = inner - sum(widths[:-1])
    title = cell(words(shown.title, inner - 12, HEADING), inner, 3, colspan=len(widths), bgcolor=SHADE)
    rows = [[title]]
    rows += [_row(shown.heads, widths, SMALL_STRONG, WHITE)] if shown.heads else []
    rows += [_row(texts, widths, SMALL, (PALE, WHITE)[at % 2]) for at, texts in enumerate(shown.rows)]
    block = table(rows, EDGE)
    return only(Shape(key, 0, 0, width, block.height, block.html))


def _row(texts: Sequence[Cell], widths: Sequence[float], kind: Type, fill: str) -> list[Block]:
    said = [words(text, width - 10, kind) for text, width in zip(texts, widths, strict=True)]
    tall = max(block.height for block in said)
    return [
        cell(above([block], tall), width, 3, bgcolor=fill)
        for block, width in zip(said, widths, strict=True)
    ]
