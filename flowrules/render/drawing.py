"""Flow -> DOT: every place is pinned, so that the engine draws and does not arrange."""

from graphviz import Digraph

from flowrules.flow import Flow
from flowrules.render.chart import chart
from flowrules.render.label import INK
from flowrules.render.page import page
from flowrules.render.sheet import Shape
from flowrules.render.ways import ARROW


def draw(flow: Flow) -> str:
    """The DOT text of a procedure, which every format is made from."""
    sheet = page(chart(flow))
    graph = Digraph("procedure")
    graph.attr("graph", layout="neato", inputscale="72", splines="line", overlap="true",
               outputorder="nodesfirst", bgcolor="white", pad="0.15", fontname="Arial")  # fmt: skip
    graph.attr("node", fontname="Arial", fontsize="10", fontcolor=INK, shape="plain", label="")
    graph.attr("edge", color=ARROW, penwidth="1.4", arrowsize="0.7", arrowhead="none")
    for shape in sheet.shapes:
        graph.node(shape.key, **_said(shape))
    for line in sheet.lines:
        graph.edge(line.tail, line.head, **({"arrowhead": "normal"} if line.arrow else {}))
    text: str = graph.source
    return text


def _said(shape: Shape) -> dict[str, str]:
    """Where a shape stands and what it looks like. DOT has its zero at the foot of the page."""
    said = {"pos": f"{shape.across:.1f},{-shape.down:.1f}!", **shape.look}
    if shape.look:
        inches = {"width": f"{shape.width / 72:.4f}", "height": f"{shape.height / 72:.4f}"}
        said |= {**inches, "fixedsize": "true"}
    return said | ({"label": f"<{shape.label}>"} if shape.label else {})
