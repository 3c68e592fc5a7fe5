"""Work -> SVG, a page a file, with a name and a description for those who hear it read out."""

import re
from html import escape

from flowrules.render.engine import run
from flowrules.render.work import Work

SUFFIX = ".svg"

# All have the widths that the text was wrapped by.
_FONTS = "Arial,Arimo,Liberation Sans,Helvetica,sans-serif"
_SVG = re.compile("<svg ([^>]*)>")


def render(work: Work) -> list[str]:
    return [_page(work, at) for at in range(len(work.drawing.pages))]


def _page(work: Work, at: int) -> str:
    drawn = run(work.drawing.pages[at].dot, "svg").decode()
    opening = _SVG.search(drawn)
    if opening is None:
        return drawn
    # The part before it names a document type on the network, and the version of the engine.
    body = drawn[opening.end() :].replace('font-family="Arial"', f'font-family="{_FONTS}"')
    title, about = f"flowchart-{at + 1}-title", f"flowchart-{at + 1}-about"
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<svg {opening[1]} lang="en-GB" role="img" '
        f'aria-labelledby="{title} {about}">\n'
        f'<title id="{title}">{escape(work.name)}</title>\n'
        f'<desc id="{about}">{escape(f"{work.about} {work.about_page(at)}")}</desc>\n'
        f"<metadata>Procedure file SHA-256: {work.flow.sha256}</metadata>{body}"
    )
