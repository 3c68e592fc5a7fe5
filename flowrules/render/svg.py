"""Flow -> SVG, with a name and a description for those who hear it read out."""

import re
from html import escape

from flowrules.flow import Flow
from flowrules.render.alt import about, name
from flowrules.render.drawing import draw
from flowrules.render.engine import run

SUFFIX = ".svg"
STARTS = (b"<?xml", b"<svg")

# All have the widths that the text was wrapped by.
_FONTS = "Arial,Arimo,Liberation Sans,Helvetica,sans-serif"
_SVG = re.compile("<svg ([^>]*)>")


def render(flow: Flow) -> str:
    drawn = run(draw(flow), "svg").decode()
    opening = _SVG.search(drawn)
    if opening is None:
        return drawn
    # The part before it names a document type on the network, and the version of the engine.
    body = drawn[opening.end() :].replace('font-family="Arial"', f'font-family="{_FONTS}"')
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<svg {opening[1]} lang="en-GB" role="img" '
        f'aria-labelledby="flowchart-title flowchart-about">\n'
        f'<title id="flowchart-title">{escape(name(flow))}</title>\n'
        f'<desc id="flowchart-about">{escape(about(flow))}</desc>{body}'
    )
