"""Work -> Markdown: the tables and the steps in words, for a wiki or a repository.

Steps are no list of Markdown's own, which would number them anew; and no text is left that could be read
as markup.
"""

import re
from collections.abc import Sequence

from flowrules.render.document import FLOWCHART, Block, Grid, Heading, Numbered, Paragraph, document
from flowrules.render.work import Work

SUFFIX = ".md"

_MARKUP = re.compile(r"[\\`*_\[\]{}<>|&~$]")
_LEADING = re.compile(r"(?:[-+=#]|[0-9]+(?=[.)]))")


def render(work: Work) -> list[str]:
    return ["\n\n".join(filter(None, map(_block, document(work).blocks))) + "\n"]


def _block(block: Block) -> str:
    if isinstance(block, Heading):
        if block.text == FLOWCHART:
            return ""
        return f"{'#' * block.level} {_said(block.text)}"
    if isinstance(block, Paragraph):
        return _opening(block.text)
    if isinstance(block, Grid):
        return _grid(block)
    return _numbered(block) if isinstance(block, Numbered) else ""


def _grid(grid: Grid) -> str:
    rows = [_row([(head,) for head in grid.heads]), "|" + " --- |" * len(grid.heads)]
    return "\n".join([*rows, *map(_row, grid.rows)])


def _row(cells: Sequence[tuple[str, ...]]) -> str:
    return f"| {' | '.join(_said(_joined(cell)) for cell in cells)} |"


def _joined(lines: Sequence[str]) -> str:
    """The lines of a cell as one, as no cell of Markdown has several."""
    said = lines[0]
    for line in lines[1:]:
        said += f" {line}" if said.endswith(":") else f". {line}" if line[0].isupper() else f"; {line}"
    return said


def _numbered(step: Numbered) -> str:
    lead = f"**{step.number}. {_said(step.who or 'Question')}.** {_said(' '.join(step.said))}"
    ways = [f"- {_said(way.before)}{way.step or ''}{_said(way.after)}" for way in step.ways]
    return "\n".join([lead, "", *ways]).rstrip()


def _opening(text: str) -> str:
    """A text that begins a line, where a number and a full stop would begin a list."""
    found = _LEADING.match(text)
    if found is None:
        return _said(text)
    start = found[0] + "\\" if found[0].isdigit() else "\\" + found[0]
    return start + _said(text[found.end() :])


def _said(text: str) -> str:
    return _MARKUP.sub(r"\\\g<0>", text)
