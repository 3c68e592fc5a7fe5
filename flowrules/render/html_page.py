"""Work -> one HTML page that needs nothing else: the chart as drawn, the tables, the steps in words.

It asks nothing of the network, and its rules forbid it to. The script adds zoom and nothing else.
"""

import re
from base64 import b64encode
from collections.abc import Iterator, Sequence
from hashlib import sha256
from html import escape, unescape
from itertools import groupby
from pkgutil import get_data

from flowrules.render import svg
from flowrules.render.document import (
    FLOWCHART,
    LANGUAGE,
    Block,
    Document,
    Grid,
    Heading,
    Numbered,
    Paragraph,
    Picture,
    Way,
    document,
)
from flowrules.render.work import Work

SUFFIX = ".html"

_GROUP = re.compile(r'<g id="[a-z]+[0-9]+" class="([a-z]+)"([^>]*)>\s*<title>([^<]*)</title>')
_UNSEEN = re.compile(r"<\?xml[^>]*\?>\s*|<!--.*?-->\s*", re.DOTALL)
_ZOOM = """<div class="zoom" role="group" aria-label="Size of the flowchart" hidden>
<button type="button" value="-" aria-label="Smaller (key: minus)">−</button>
<button type="button" value="+" aria-label="Larger (key: plus)">+</button>
<button type="button" value="0">Whole width</button>
<output>100 %</output>
</div>"""


def render(work: Work) -> list[str]:
    made, style, script = document(work), _file("css"), _file("js")
    first = made.blocks.index(Heading(2, FLOWCHART))
    shown = [at for at, block in enumerate(made.blocks) if isinstance(block, Picture)]
    last = max(shown, default=first) + 1
    pictures = inlined(made.charts)
    body = (
        '<a class="skip" href="#words">Skip the pictures: tables, and the steps in words</a>\n'
        f"<header>\n{_written(made.blocks[:first], pictures)}</header>\n"
        f'<main>\n<div class="pictures">\n{_written(made.blocks[first : first + 1], pictures)}{_ZOOM}\n'
        f"{_written(made.blocks[first + 1 : last], pictures)}</div>\n"
        f'<div id="words" tabindex="-1">\n{_written(made.blocks[last:], pictures)}</div>\n</main>\n'
    )
    head = _head(made, style, script)
    return [f"{head}<body>\n{body}<script>{script}</script>\n</body>\n</html>\n"]


def _file(ending: str) -> str:
    return (get_data("flowrules.render", f"html_page.{ending}") or b"").decode()


def _head(made: Document, style: str, script: str) -> str:
    rules = (
        f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; "
        "base-uri 'none'; form-action 'none'"
    )
    return (
        f'<!DOCTYPE html>\n<html lang="{LANGUAGE}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{rules}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta name="fingerprint" content="SHA-256: {made.sha256}">\n'
        f'<meta name="description" content="{escape(made.about)}">\n'
        f"<title>{escape(made.name)}</title>\n<style>{style}</style>\n</head>\n"
    )


def _hash(text: str) -> str:
    """The one text of its kind that the page may use."""
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


# Pictures ---------------------------------------------------------------------------------------------


def inlined(charts: Work) -> list[str]:
    """The pages of a chart, to stand in one page: only boxes have a name there, and each its own."""
    numbers = charts.drawing.numbers

    def named(group: re.Match[str]) -> str:
        number = numbers.get(unescape(group[3]))
        said = f' id="box-{number}"' if number else ""
        return f'<g{said} class="{group[1]}"{group[2]}>'

    return [_GROUP.sub(named, _UNSEEN.sub("", one)) for one in svg.render(charts)]


def _figure(picture: Picture, drawn: str) -> str:
    # What scrolls must be reached by the keyboard.
    return (
        f'<figure>\n<div class="chart" tabindex="0" role="group" aria-label="{escape(picture.caption)}">'
        f"\n{drawn.strip()}\n</div>\n<figcaption>{escape(picture.caption)}</figcaption>\n</figure>\n"
    )


# Words ------------------------------------------------------------------------------------------------


def _written(blocks: Sequence[Block], pictures: Sequence[str]) -> str:
    """The blocks; neighbouring steps are one list."""
    parts: list[str] = []
    for is_step, group in groupby(blocks, lambda block: isinstance(block, Numbered)):
        written = "".join(_block(block, pictures) for block in group)
        parts.append(f'<ol class="steps">\n{written}</ol>\n' if is_step else written)
    return "".join(parts)


def _block(block: Block, pictures: Sequence[str]) -> str:
    match block:
        case Heading(level, text):
            return f"<h{level}>{escape(text)}</h{level}>\n"
        case Paragraph(text):
            return f"<p>{escape(text)}</p>\n"
        case Picture():
            return _figure(block, pictures[block.at])
        case Grid():
            return _grid(block)
        case Numbered():
            return _step(block)


def _grid(grid: Grid) -> str:
    heads = "".join(f'<th scope="col">{escape(head)}</th>' for head in grid.heads)
    rows = "".join(f"<tr>{''.join(_cells(row))}</tr>\n" for row in grid.rows)
    return (
        f'<div class="table"><table>\n<thead><tr>{heads}</tr></thead>\n'
        f"<tbody>\n{rows}</tbody>\n</table></div>\n"
    )


def _cells(row: Sequence[Sequence[str]]) -> Iterator[str]:
    """The first cell of a row is what the row is about."""
    for at, lines in enumerate(row):
        said = "<br>".join(map(escape, lines))
        yield f'<th scope="row">{said}</th>' if at == 0 else f"<td>{said}</td>"


def _step(step: Numbered) -> str:
    number, who = step.number, escape(step.who or "Question")
    to_box = f'<a class="number" href="#box-{number}" aria-label="Step {number}, on the flowchart">'
    said = f"<strong>{who}.</strong> {escape(' '.join(step.said))}"
    ways = "".join(f"<li>{_way(way)}</li>" for way in step.ways)
    under = f"<ul>{ways}</ul>" if ways else ""
    return f'<li id="step-{number}">{to_box}{number}.</a> {said}{under}</li>\n'


def _way(way: Way) -> str:
    number = "" if way.step is None else f'<a href="#step-{way.step}">{way.step}</a>'
    return f"{escape(way.before)}{number}{escape(way.after)}"
