"""Chart -> Drawing: the tracks on as many pages as can be read, then the tables.

A page is as large as what Word leaves of an A4 sheet, so that ten points here are nine or more there.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, chain
from typing import NamedTuple

from flowrules.render.body import body
from flowrules.render.chart import Chart, Part
from flowrules.render.cuts import Cut, TooTall, cut, height
from flowrules.render.drawing import draw
from flowrules.render.engine import size
from flowrules.render.grids import table_pages
from flowrules.render.label import BODY, DETAIL, TRACK, above, flush, words
from flowrules.render.layout import fault
from flowrules.render.plan import Plan, plans
from flowrules.render.ranked import ranked
from flowrules.render.sheet import Shape, Sheet, column, only
from flowrules.render.titles import WIDTH
from flowrules.render.wrap import measure

HEIGHT = 698.0
_EDGE = 1.5  # white around all of it, drawn by the engine
_GAP = 6.0
_TRACK_GAP = 12.0
_A4 = (451.3, 632.0)  # points: what Word's margins and a heading leave
_KEY = "Bar: who acts. Cream: a question; the first Yes is taken. Round: an end, or where to go on."


class Page(NamedTuple):
    """One page as text for the drawing engine, its size in points, and the numbers of its steps.

    `bare` is the same page without its head and stamp, for a document that has these as text.
    """

    dot: str
    width: float
    height: float
    steps: tuple[int, ...]
    bare: "Page | None" = None

    @property
    def print_size(self) -> float:
        """The size of its text, in points, on A4 with Word's margins and a heading above it."""
        wide, high = _A4
        return 10 * min(wide / (self.width + 2 * _EDGE), high / (self.height + 2 * _EDGE))


class Drawing(NamedTuple):
    """A chart on its pages. `numbers` are those of its boxes, by their keys.

    `plans` are the tracks on the grid; where it could not hold them, `because` says why, and the engine
    arranged them.
    """

    chart: Chart
    numbers: Mapping[str, int]
    plans: tuple[Plan, ...]
    pages: tuple[Page, ...]
    because: str | None = None


class _Piece(NamedTuple):
    """Rows of a track that stand on one page."""

    plan: Plan
    start: int
    end: int

    @property
    def height(self) -> float:
        title = _part_title(self.plan.part, goes_on=self.start > 0)
        return title.height + (_GAP if title.height else 0) + height(self.plan, self.start, self.end)

    @property
    def boxes(self) -> list[int]:
        return [at for row in range(self.start, self.end) for at in self.plan.in_row(row)]


def drawing(chart: Chart, *, preview: bool = False, arranged: bool = False) -> Drawing:
    """Everything, placed: on the grid, or `arranged` by the engine where that is asked or must be."""
    if arranged:
        return _arranged(chart, "as was asked")
    try:
        return _gridded(chart, preview=preview)
    except TooTall as error:
        return _arranged(chart, str(error))


def _gridded(chart: Chart, *, preview: bool) -> Drawing:
    firsts = accumulate((len(part.boxes) for part in chart.parts), initial=1)
    room = _room(chart, 99)
    tracks = [
        _best(part, first, _room(chart, 1) if first == 1 else room, room, preview=preview)
        for part, first in zip(chart.parts, firsts, strict=False)
    ]
    plans = [track.plan for track in tracks]
    pieces = [_Piece(track.plan, *rows) for track in tracks for rows in track.pages]
    pages = _packed(pieces, room)
    tables = table_pages(chart, room)
    whole = len(pages) + len(tables)
    numbers = {key: number for one in plans for key, number in one.numbers.items()}
    drawn = [_page(chart, one, at, whole, pages) for at, one in enumerate(pages, 1)]
    drawn += _table_pages(chart, tables, len(pages), whole)
    return Drawing(chart, numbers, tuple(plans), tuple(drawn))


def _arranged(chart: Chart, because: str) -> Drawing:
    """Each track as the engine arranges it, at whatever size; numbered in the order of the file."""
    boxes = [box.key for part in chart.parts for box in part.boxes]
    numbers = {key: number for number, key in enumerate(boxes, 1)}
    tables = table_pages(chart, _room(chart, 99))
    pages = [_arranged_page(part, numbers) for part in chart.parts]
    whole = len(pages) + len(tables)
    pages += _table_pages(chart, tables, len(pages), whole)
    return Drawing(chart, numbers, (), tuple(pages), because)


def _arranged_page(part: Part, numbers: Mapping[str, int]) -> Page:
    dot = ranked(part, numbers)
    width, height = size(dot)
    return Page(dot, width, height, tuple(sorted(numbers[box.key] for box in part.boxes)))


def _room(chart: Chart, at: int) -> float:
    """The height that a page has for a track, or for tables; the first has a larger head and foot."""
    return HEIGHT - _head(chart, at, 99).height - _foot(chart, at).height - 2 * _GAP


def _table_pages(chart: Chart, tables: Sequence[Sheet], before: int, whole: int) -> list[Page]:
    framed = [
        column([_head(chart, at, whole), sheet, _foot(chart, at)], _GAP)
        for at, sheet in enumerate(tables, before + 1)
    ]
    return [_drawn(sheet, ()) for sheet in framed]


def _drawn(sheet: Sheet, steps: tuple[int, ...], bare: Sheet | None = None) -> Page:
    page = Page(draw(sheet), sheet.width, sheet.height, steps)
    return page if bare is None else page._replace(bare=_drawn(bare, steps))


def _best(part: Part, number: int, first: float, room: float, *, preview: bool) -> Cut:
    """The best of the ways to place a track, seen as pages."""
    title = _part_title(part, goes_on=True).height + _GAP
    tracks = [cut(plan, first - title, room - title) for plan in plans(part, number, preview=preview)]
    return min(tracks, key=lambda track: track.cost + fault(track.plan.grid))


def _packed(pieces: Sequence[_Piece], room: float) -> list[list[_Piece]]:
    """A track that fits whole below the one before stands there."""
    pages: list[list[_Piece]] = []
    for piece in pieces:
        whole = piece.start == 0 and piece.end == len(piece.plan.heights)
        taken = sum(one.height + _TRACK_GAP for one in pages[-1]) if pages else room
        if whole and taken + piece.height <= room:
            pages[-1].append(piece)
        else:
            pages.append([piece])
    return pages


def _page(
    chart: Chart, pieces: Sequence[_Piece], at: int, whole: int, pages: Sequence[Sequence[_Piece]]
) -> Page:
    bodies = column([_piece(piece, at, pages) for piece in pieces], _TRACK_GAP)
    steps = sorted(piece.plan.number(box) for piece in pieces for box in piece.boxes)
    page = column([_head(chart, at, whole), bodies, _foot(chart, at)], _GAP)
    return _drawn(page, tuple(steps), column([bodies, *_key(at)], _GAP))


def _piece(piece: _Piece, at: int, pages: Sequence[Sequence[_Piece]]) -> Sheet:
    plan = piece.plan
    page_of = {
        box: number
        for number, page in enumerate(pages, 1)
        for one in page
        if one.plan is plan
        for box in one.boxes
        if number != at
    }
    rows = body(plan, piece.start, piece.end, page_of.get)
    title = _part_title(plan.part, goes_on=piece.start > 0)
    return column([title, rows], _GAP) if title.height else rows


def _part_title(part: Part, *, goes_on: bool) -> Sheet:
    if part.title is None:
        return Sheet(WIDTH, 0)
    text = f"{part.title}{' (continued)' if goes_on else ''}"
    block = flush(words(text, WIDTH, TRACK), WIDTH)
    return only(Shape(f"Track/{part.key}", 0, 0, WIDTH, block.height, block.html))


def _head(chart: Chart, at: int, whole: int) -> Sheet:
    numbered = [f"Page {at} of {whole}"] if whole > 1 else []
    if at == 1:
        said = [words(chart.title, WIDTH, TRACK), words(_line(chart.facts, numbered), WIDTH, BODY)]
    else:
        lines = [_line([chart.title], chart.facts, numbered)]
        if measure(lines[0], BODY.size) > WIDTH:
            lines = [chart.title, _line(chart.facts, numbered)]
        said = [words(line, WIDTH, BODY) for line in lines]
    block = flush(above(said), WIDTH)
    return only(Shape("Head", 0, 0, WIDTH, block.height, block.html))


def _foot(chart: Chart, at: int) -> Sheet:
    block = flush(words(_line(chart.stamp), WIDTH, DETAIL), WIDTH)
    return column([*_key(at), only(Shape("Foot", 0, 0, WIDTH, block.height, block.html))], 0)


def _key(at: int) -> Iterator[Sheet]:
    """What explains the shapes, on the first page."""
    if at == 1:
        block = flush(words(_KEY, WIDTH, DETAIL), WIDTH)
        yield only(Shape("Key", 0, 0, WIDTH, block.height, block.html))


def _line(*parts: Iterable[str]) -> str:
    return " · ".join(chain(*parts))
