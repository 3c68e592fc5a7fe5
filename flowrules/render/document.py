"""Work -> Document: what a page of text about a procedure holds, in order, with no format yet.

PDF, Word, Markdown and HTML all write these blocks, so that none leaves out what another has.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from flowrules.render.tables import Cell, Table
from flowrules.render.twin import Chapter, Step
from flowrules.render.work import Work

FLOWCHART = "The flowchart"  # what stands under it is pictures alone
LANGUAGE = "en-GB"
MOST_LINES = 12  # in a row of a table that is kept on one page

_FOOT = 100  # letters
_TO_STEP = re.compile(r"(.*\bgo (?:back )?to step )([0-9]+)(\.)")


class Heading(NamedTuple):
    """`level` 1 is the title of the document."""

    level: int
    text: str


class Paragraph(NamedTuple):
    """`leads` says that it belongs to what comes next, and stands on the same page."""

    text: str
    leads: bool = False


class Picture(NamedTuple):
    """A page of the chart: its place among them, what stands below, and `alt` for hearers."""

    at: int
    caption: str
    alt: str


class Grid(NamedTuple):
    """A table under the heading before it: every one has a head row, and cells of one or more lines."""

    heads: tuple[str, ...]
    shares: tuple[int, ...]
    rows: tuple[tuple[tuple[str, ...], ...], ...]


class Way(NamedTuple):
    """A way on: the words before the number of the step that it leads to, if it does, and after it."""

    before: str
    step: int | None = None
    after: str = ""


class Numbered(NamedTuple):
    """A step with the number that it has on the chart; `who` is nobody for a question."""

    number: int
    who: str
    said: tuple[str, ...]
    ways: tuple[Way, ...]


Block = Heading | Paragraph | Picture | Grid | Numbered


class Document(NamedTuple):
    """`name` says what it is, `about` what the chart shows; `charts` has the pages that are shown."""

    name: str
    about: str
    sha256: str
    charts: Work
    blocks: tuple[Block, ...]

    @property
    def foot(self) -> str:
        """What stands at the foot of every page, on one or two lines."""
        name = self.name if len(self.name) <= _FOOT else f"{self.name[: _FOOT - 1]}…"
        return f"{name} · Fingerprint {self.sha256[:12]}"


def document(work: Work) -> Document:
    """Everything there is to say of a procedure."""
    chart, charts = work.drawing.chart, _charts(work)
    header = work.flow.header
    school = (header.school,) if header.school else ()
    known = frozenset(work.drawing.numbers.values())
    blocks = (
        Heading(1, _plain(header.title)),
        Paragraph(_plain(" · ".join((*school, *chart.facts, *chart.stamp)))),
        Heading(2, FLOWCHART),
        *_pictures(charts),
        *_reading(chart.signs),
        *_grids(chart.tables),
        Heading(2, "The steps in words"),
        *(block for chapter in work.chapters for block in _chapter(chapter, known)),
        *_grids(_with_fingerprint(chart.origin, work.flow.sha256)),
    )
    return Document(_plain(work.name), _plain(work.about), work.flow.sha256, charts, blocks)


# Pictures ---------------------------------------------------------------------------------------------


def _charts(work: Work) -> Work:
    """The pages with steps, without the heads that stand in the document itself.

    The pages of tables are left out, as the document has the tables as tables.
    """
    pages = tuple(page.bare or page for page in work.drawing.pages if page.steps)
    return work._replace(drawing=work.drawing._replace(pages=pages))


def _reading(signs: Sequence[str]) -> Iterator[Block]:
    """What explains the boxes, if anything needs it."""
    if signs:
        yield Heading(2, "How to read it")
        yield from (Paragraph(_plain(sign)) for sign in signs)


def _pictures(charts: Work) -> Iterator[Picture]:
    pages = charts.drawing.pages
    for at, page in enumerate(pages):
        first, last = page.steps[0], page.steps[-1]
        steps = f"step {first}" if first == last else f"steps {first} to {last}"
        where = f", page {at + 1} of {len(pages)}" if len(pages) > 1 else ""
        caption = f"Flowchart{where}: {steps}"
        yield Picture(at, caption, _plain(charts.about_page(at)))


# Tables and steps -------------------------------------------------------------------------------------


def _grids(tables: tuple[Table, ...]) -> Iterator[Block]:
    for table in tables:
        yield Heading(2, _plain(table.title))
        rows = tuple(tuple(_lines(cell) for cell in row) for row in table.rows)
        yield Grid(table.heads, table.shares, rows)


def _with_fingerprint(tables: tuple[Table, ...], sha256: str) -> tuple[Table, ...]:
    """The last table with one more row: which file the document was made from, to the letter."""
    last = tables[-1] if tables else Table("About this procedure", ("What", "Said"), (), ())
    rows = (*last.rows, ("Fingerprint of the rules file", f"SHA-256: {sha256}"))
    return (*tables[:-1], last._replace(shares=(20, 80), rows=rows))


def _lines(cell: Cell) -> tuple[str, ...]:
    return (_plain(cell),) if isinstance(cell, str) else tuple(map(_plain, cell))


def _chapter(chapter: Chapter, known: frozenset[int]) -> Iterator[Block]:
    if chapter.title is not None:
        yield Heading(3, _plain(chapter.title))
    for section in chapter.sections:
        yield Heading(3 if chapter.title is None else 4, _plain(section.title))
        yield from (Paragraph(f"{_plain(note)}.", leads=True) for note in section.notes)
        yield from (_numbered(step, known) for step in section.steps)


def _numbered(step: Step, known: frozenset[int]) -> Numbered:
    said = tuple(_plain(text) for text in step.said if text)
    ways = tuple(_way(_plain(text), known) for text in step.ways if text)
    return Numbered(step.number, _plain(step.who), said, ways)


def _way(text: str, known: frozenset[int]) -> Way:
    """The words of a title could look like a way to a step that there is not."""
    found = _TO_STEP.fullmatch(text)
    if found is None or int(found[2]) not in known:
        return Way(text)
    return Way(found[1], int(found[2]), found[3])


def _plain(text: str) -> str:
    """On one line, as a text in the file may have several."""
    return " ".join(text.split())
