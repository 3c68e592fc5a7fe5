"""Words -> Blocks: the HTML-like labels of Graphviz, each with the height that it will take.

Heights are reckoned here as the engine reckons them, so that boxes can be placed without asking it;
a test compares the two.
"""

from collections.abc import Iterable, Sequence
from html import escape
from typing import NamedTuple

from flowrules.render.wrap import wrap

INK = "#111111"
WHITE = "#FFFFFF"
EDGE = "#B8C4D2"
PALE = "#F3F6FA"
SHADE = "#E9EFF6"
LEADING = 1.2

_SMALL_INK = "#333333"
_HEAD_INK = "#14304F"
_BARE = '<table border="0" cellborder="0" cellspacing="0" cellpadding="0">'


class Block(NamedTuple):
    """A piece of a label and its height in points."""

    html: str
    height: float


class Type(NamedTuple):
    """How words are set: size in points, colour, weight, side."""

    size: int = 10
    color: str = INK
    bold: bool = False
    align: str = "left"


# Nothing is set smaller than this: a full page is printed at nine tenths of its size.
BODY = Type()
DETAIL = Type(10, _SMALL_INK)
STRONG = Type(10, INK, bold=True)
CENTRED = Type(10, INK, bold=True, align="center")
CENTRED_DETAIL = Type(10, _SMALL_INK, align="center")
BAR = Type(10, WHITE, bold=True)
HEADING = Type(11, _HEAD_INK, bold=True)
TRACK = Type(13, _HEAD_INK, bold=True)


def words(text: str | Sequence[str], width: float, kind: Type = BODY) -> Block:
    """A text, or several, wrapped to a width; nothing in it is read as a tag or an escape.

    Every line is a row of its own: in one cell, the engine sets bold and mixed type tighter.
    """
    texts = [text] if isinstance(text, str) else text
    lines = [line for one in texts for line in wrap(one, width, kind.size, bold=kind.bold)]
    # Without a height, the engine sets bold lines closer to those above them.
    start = f'<tr><td align="{kind.align}" height="{kind.size * LEADING:.0f}">'
    rows = "".join(f"{start}{_set(line, kind)}</td></tr>" for line in lines)
    return Block(f"{_BARE}{rows}</table>", len(lines) * kind.size * LEADING)


def _set(line: str, kind: Type) -> str:
    # The engine reads `\N` as the name of the box, even here, and refuses type with nothing set in it.
    text = escape(line, quote=False).replace("\\", "\\\\") or "&#160;"
    text = f"<b>{text}</b>" if kind.bold else text
    return f'<font point-size="{kind.size}" color="{kind.color}">{text}</font>'


def space(height: int) -> Block:
    """Nothing, of some height: the engine sets a bold line close below a plain one."""
    return Block(f'{_BARE}<tr><td height="{height}"></td></tr></table>', height)


def above(blocks: Sequence[Block], height: float = 0, side: str = "left") -> Block:
    """Blocks one above another, and below them nothing, down to a height."""
    taken = sum(block.height for block in blocks)
    rows = "".join(f'<tr><td align="{side}">{block.html}</td></tr>' for block in blocks)
    rest = int(height - taken)
    rows += f'<tr><td height="{rest}"></td></tr>' if rest > 0 else ""
    return Block(f"{_BARE}{rows}</table>", max(taken, height))


def cell(block: Block, width: float, pad: int, **said: object) -> Block:
    """A cell of a given width; `said` are its further attributes, such as `bgcolor`."""
    more = "".join(f' {name}="{value}"' for name, value in said.items())
    start = f'<td align="left" width="{width:.0f}" cellpadding="{pad}"{more}>'
    return Block(f"{start}{block.html}</td>", block.height + 2 * pad)


def table(rows: Iterable[Sequence[Block]], color: str, border: int = 1) -> Block:
    """Rows of cells, with a line of this colour around them."""
    rows = list(rows)
    html = "".join(f"<tr>{''.join(one.html for one in row)}</tr>" for row in rows)
    start = f'<table border="{border}" cellborder="0" cellspacing="0" cellpadding="0" color="{color}">'
    height = sum(max(one.height for one in row) for row in rows) + 2 * border
    return Block(f"{start}{html}</table>", height)


def flush(block: Block, width: float) -> Block:
    """A block at the left of a given width, with nothing around it."""
    return table([[cell(block, width, 0)]], EDGE, border=0)
