"""Work -> the bytes of a Word document: its blocks one after another, each page of the chart on a page.

The numbers of the steps are written out, so that they stay those of the chart wherever a step is pasted.
"""

from collections.abc import Sequence
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import docx
from docx.document import Document as Paper
from docx.shared import Pt
from docx.table import _Cell

from flowrules.render import png
from flowrules.render.document import (
    MOST_LINES,
    Document,
    Grid,
    Heading,
    Numbered,
    Paragraph,
    Picture,
    Way,
    document,
)
from flowrules.render.word.parts import bookmark, describe, link, shade, whole_row
from flowrules.render.word.style import (
    AROUND,
    BELOW,
    CELL,
    HIGH,
    LINK,
    STEP,
    TEXT,
    TITLE,
    WAY,
    WIDE,
    set_up,
)
from flowrules.render.work import Work
from flowrules.render.wrap import wrap

_BENEATH = 26.0  # points: what a caption takes
_LINE = 1.2  # times the size of its letters: what a line takes


def paper(work: Work) -> bytes:
    made = document(work)
    new = docx.Document()
    set_up(new, made, work.flow.header.effective_from)
    drawn = png.render(made.charts)
    for block in made.blocks:
        match block:
            case Heading(level, text):
                new.add_heading(text, level)
            case Paragraph(text, leads):
                new.add_paragraph(text).paragraph_format.keep_with_next = leads
            case Picture():
                _picture(new, made, block, drawn[block.at])
            case Grid():
                _grid(new, block)
            case Numbered():
                _step(new, block)
    return _packed(new)


# Pictures ---------------------------------------------------------------------------------------------


def _picture(new: Paper, made: Document, picture: Picture, drawn: bytes) -> None:
    """A page of the chart, as large as its page allows, and its caption on the same page."""
    page = made.charts.drawing.pages[picture.at]
    room = HIGH - _BENEATH - (_above(made) if picture.at == 0 else 0)
    scale = min(WIDE / page.width, room / page.height, 1)
    line = new.add_paragraph()
    line.paragraph_format.keep_with_next = True
    line.paragraph_format.space_after = Pt(0)
    line.paragraph_format.page_break_before = picture.at > 0
    run = line.add_run()
    run.add_picture(BytesIO(drawn), width=Pt(page.width * scale))
    describe(run, picture.caption, picture.alt)
    new.add_paragraph(picture.caption, "Caption")


def _above(made: Document) -> float:
    """The room that the first page needs for what stands before the picture."""
    room = 0.0
    for block in made.blocks:
        match block:
            case Heading(level, text):
                size = TITLE[level - 1]
                before, after = AROUND[level - 1]
                room += len(wrap(text, WIDE, size, bold=True)) * size * _LINE + before + after
            case Paragraph(text):
                room += len(wrap(text, WIDE, TEXT)) * TEXT * _LINE + BELOW
            case _:
                break
    return room


# Tables and steps -------------------------------------------------------------------------------------


def _grid(new: Paper, grid: Grid) -> None:
    table = new.add_table(rows=1 + len(grid.rows), cols=len(grid.heads), style="Table Grid")
    table.autofit = False
    widths = [Pt(WIDE * share / sum(grid.shares)) for share in grid.shares]
    rows = [tuple((head,) for head in grid.heads), *grid.rows]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for at, (row, said) in enumerate(zip(table.rows, rows, strict=True)):
        cells = row.cells
        if sum(len(lines) for lines in said) <= MOST_LINES:
            whole_row(cells[0], head=at == 0)
        for cell, lines, width in zip(cells, said, widths, strict=True):
            cell.width = width
            _fill(cell, lines, head=at == 0)


def _fill(cell: _Cell, lines: Sequence[str], *, head: bool) -> None:
    cell.paragraphs[0].style = CELL
    cell.paragraphs[0].add_run(lines[0]).bold = head
    for line in lines[1:]:
        cell.add_paragraph(line, CELL)
    if head:
        cell.paragraphs[0].paragraph_format.keep_with_next = True
        shade(cell, "E9EFF6")


def _step(new: Paper, step: Numbered) -> None:
    line = new.add_paragraph(style=STEP)
    number = line.add_run(f"{step.number}.\t")
    number.bold = True
    line.add_run(f"{step.who or 'Question'}.").bold = True
    line.add_run(f" {' '.join(step.said)}")
    bookmark(number, f"step-{step.number}", step.number)
    line.paragraph_format.keep_with_next = bool(step.ways)
    _ways(new, step.ways)


def _ways(new: Paper, ways: Sequence[Way]) -> None:
    for at, way in enumerate(ways, 1):
        line = new.add_paragraph(f"–\t{way.before}", WAY)
        if way.step is not None:
            link(line.add_run(str(way.step), LINK), f"step-{way.step}")
        line.add_run(way.after)
        line.paragraph_format.keep_with_next = at < len(ways)


# The file ---------------------------------------------------------------------------------------------


def _packed(new: Paper) -> bytes:
    """The file without the hour at which it was made: the same procedure gives the same bytes."""
    saved, packed = BytesIO(), BytesIO()
    new.save(saved)
    with ZipFile(saved) as old, ZipFile(packed, "w") as zipped:
        for entry in old.infolist():
            dated = ZipInfo(entry.filename, (1980, 1, 1, 0, 0, 0))
            zipped.writestr(dated, old.read(entry), ZIP_DEFLATED)
    return packed.getvalue()
