"""Flow -> DOT, the text that Graphviz draws from; no engine is needed for it."""

from flowrules.flow import Flow
from flowrules.render.drawing import draw

SUFFIX = ".dot"
STARTS = (b"digraph", b"//")


def render(flow: Flow) -> str:
    return draw(flow)
