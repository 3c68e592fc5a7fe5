"""Work -> DOT, a page a file: what the drawing engine is given, for those who have their own."""

from flowrules.render.work import Work

SUFFIX = ".dot"


def render(work: Work) -> list[str]:
    said = f"// {work.name}\n// Procedure file SHA-256: {work.flow.sha256}\n"
    return [said.replace("\\", "/") + page.dot for page in work.drawing.pages]
