"""Sheet -> DOT: every place is pinned, so that the engine draws and does not arrange."""

from graphviz import Digraph

from flowrules.render.figures import ARROW
from flowrules.render.label import INK
from flowrules.render.sheet import Shape, Sheet


def draw(sheet: Sheet) -> str:
    """The DOT text of a page, which every picture of it is made from."""
    graph = graph_of("neato", inputscale="72", splines="line", overlap="true")
    for shape in sheet.shapes:
        graph.node(shape.key, **said_of(shape))
    for line in sheet.lines:
        look = {"arrowhead": "normal"} if line.arrow else {}
        graph.edge(line.tail, line.head, **look, **({"penwidth": "3.4"} if line.bold else {}))
    text: str = graph.source
    return text


def graph_of(layout: str, **more: str) -> Digraph:
    """An empty graph with the look that all drawings share."""
    graph = Digraph("procedure")
    graph.attr("graph", layout=layout, outputorder="nodesfirst", bgcolor="white", pad="0.0208",
               fontname="Arial", **more)  # fmt: skip
    graph.attr("node", fontname="Arial", fontsize="10", fontcolor=INK, shape="plain", label="")
    graph.attr("edge", color=ARROW, penwidth="1.4", arrowsize="0.7", arrowhead="none")
    return graph


def said_of(shape: Shape) -> dict[str, str]:
    """Where a shape stands and what it looks like. DOT has its zero at the foot of the page."""
    said = {"pos": f"{shape.across:.1f},{-shape.down:.1f}!", **shape.look}
    if shape.look:
        inches = {"width": f"{shape.width / 72:.4f}", "height": f"{shape.height / 72:.4f}"}
        said |= {**inches, "fixedsize": "true"}
    return said | ({"label": f"<{shape.label}>"} if shape.label else {})
