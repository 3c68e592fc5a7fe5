"""Work -> PDF: the whole document on A4, for people who see it and for those who hear it read out.

It is made to PDF/UA-1 and PDF/A-2a. The text goes to the typesetter as data, which it never reads as its
own language; the chart is drawn anew in each size, as lines and not as dots.
"""

import json
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from importlib import import_module
from itertools import groupby
from pathlib import Path
from pkgutil import get_data
from typing import Any

from flowrules.render import svg
from flowrules.render.document import (
    MOST_LINES,
    Block,
    Document,
    Grid,
    Heading,
    Numbered,
    Paragraph,
    Picture,
    document,
)
from flowrules.render.engine import CannotDraw
from flowrules.render.work import Work
from flowrules.render.wrap import measure

SUFFIX = ".pdf"

_FONT = re.compile('font-family="[^"]*"')
_WIDE, _INSET = 498.0, 6.0  # points: what the margins leave, and what a cell leaves at its sides
_UNDATED = date(2000, 1, 1)


def render(work: Work) -> list[bytes]:
    made = document(work)
    day = work.flow.header.effective_from or _UNDATED
    return [_typeset(_said(made), datetime(day.year, day.month, day.day, tzinfo=UTC))]


def _typeset(said: dict[str, Any], when: datetime) -> bytes:
    try:
        fonts = Path(str(import_module("fontpkg_arimo").__file__)).parent / "files"
        import typst
    except ImportError as error:
        problem = 'a PDF needs one more package: pip install ".[pdf]", in the folder of flowrules'
        raise CannotDraw(problem) from error
    template: bytes = get_data("flowrules.render", "paper.typ") or b""
    compiler = typst.Compiler(
        template,
        font_paths=typst.Fonts(include_system_fonts=False, font_paths=[fonts]),
        sys_inputs={"document": json.dumps(said, ensure_ascii=False)},
    )
    try:
        pdf = compiler.compile(format="pdf", pdf_standards=["ua-1", "a-2a"], timestamp=when)
    except typst.TypstError as error:
        raise CannotDraw(_reason(error.message)) from error
    assert isinstance(pdf, bytes)
    return pdf


def _reason(message: str) -> str:
    """Why the typesetter refused; letters of no font are all that is left to an author to put right."""
    letters = re.search(r"the text `?\"(.+?)\"`? could not be displayed", message)
    if letters is None:
        return f"the PDF could not be made: {' '.join(message.split())}"
    return f"the letters of a PDF have no `{letters[1]}`; say it in words, or make another kind of file"


# The document as data ---------------------------------------------------------------------------------


def _said(made: Document) -> dict[str, Any]:
    return {
        "name": made.name,
        "about": made.about,
        "keywords": [f"SHA-256: {made.sha256}"],
        "foot": _soft(made.foot, _WIDE / 2),
        "blocks": list(_blocks(made)),
    }


def _blocks(made: Document) -> Iterator[dict[str, Any]]:
    """The blocks; neighbouring steps are one list."""
    drawn = svg.render(made.charts)
    for is_step, group in groupby(made.blocks, lambda block: isinstance(block, Numbered)):
        if is_step:
            yield {"kind": "steps", "steps": [_step(one) for one in group if isinstance(one, Numbered)]}
        else:
            yield from (_block(made, block, drawn) for block in group)


def _block(made: Document, block: Block, drawn: Sequence[str]) -> dict[str, Any]:
    match block:
        case Heading(level, text):
            return {"kind": "heading", "level": level, "text": _soft(text, _WIDE / 2)}
        case Paragraph(text, leads):
            return {"kind": "paragraph", "text": _soft(text, _WIDE), "leads": leads}
        case Picture():
            return _picture(made, block, drawn[block.at])
        case Grid():
            return _grid(block)
    raise AssertionError(block)


def _grid(grid: Grid) -> dict[str, Any]:
    rooms = [_WIDE * share / sum(grid.shares) - 2 * _INSET for share in grid.shares]
    rows = [
        {
            "cells": [
                [_soft(line, room) for line in cell] for cell, room in zip(row, rooms, strict=True)
            ],
            "parts": sum(map(len, row)) > MOST_LINES,
        }
        for row in grid.rows
    ]
    return {"kind": "grid", "heads": grid.heads, "shares": grid.shares, "rows": rows}


def _picture(made: Document, picture: Picture, drawn: str) -> dict[str, Any]:
    """A page of the chart: each has a page of the paper, but below the last there may be more."""
    pages = made.charts.drawing.pages
    page = pages[picture.at]
    return {
        "kind": "picture",
        "svg": _FONT.sub('font-family="Arimo"', drawn),
        "alt": picture.alt,
        "caption": picture.caption,
        "width": page.width,
        "height": page.height,
        "first": picture.at == 0,
        "last": picture.at == len(pages) - 1,
    }


def _step(step: Numbered) -> dict[str, Any]:
    return {
        "number": step.number,
        "who": _soft(step.who or "Question", _WIDE / 2),
        "said": _soft(" ".join(step.said), _WIDE / 2),
        "ways": [{**way._asdict(), "before": _soft(way.before, _WIDE / 2)} for way in step.ways],
    }


def _soft(text: str, room: float) -> str:
    """A text in which a word that is wider than its place may be parted anywhere."""
    return " ".join(_parted(word) if _widest(word) > room else word for word in text.split(" "))


def _widest(word: str) -> float:
    """The width of a word, or of its widest part: a long address is parted at its strokes anyhow."""
    return max(measure(part, bold=True) for part in re.split("(?<=[/-])", word))


def _parted(word: str) -> str:
    return "\u200b".join(word)
