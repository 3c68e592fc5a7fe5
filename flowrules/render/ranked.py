"""Part -> DOT that the engine arranges itself, where the grid cannot hold a track: one page of any size.

Its text may print small, so whoever asks for it is told how small.
"""

from collections.abc import Iterator, Mapping

from graphviz import Digraph

from flowrules.render.chart import Band, Part
from flowrules.render.drawing import graph_of, said_of
from flowrules.render.figures import box_shape, end_shape
from flowrules.render.label import EDGE, PALE
from flowrules.render.sheet import Shape
from flowrules.render.steps import Way


def ranked(part: Part, numbers: Mapping[str, int]) -> str:
    """A track as text for the engine's own layout, a cluster for each stage."""
    graph = graph_of("dot", splines="polyline", nodesep="0.3", ranksep="0.35")
    for band in part.bands:
        _cluster(graph, band, numbers)
    for way in _ways(part):
        head = way.to or f"{way.key}/end"
        look = {"label": f" {way.label} "} if way.label else {}
        graph.edge(way.key.rpartition("/")[0], head, arrowhead="normal", fontname="Arial", **look)
    text: str = graph.source
    return text


def _cluster(graph: Digraph, band: Band, numbers: Mapping[str, int]) -> None:
    with graph.subgraph(name=f"cluster_{band.key}") as inner:
        look = {"bgcolor": PALE, "color": EDGE, "fontname": "Arial", "fontsize": "11"}
        inner.attr(label=band.title.replace("\\", "\\\\"), labeljust="l", margin="10", **look)
        for box in band.boxes:
            _node(inner, box_shape(box.key, box, numbers[box.key]))
            for way in box.ways:
                if way.end is not None:
                    _node(inner, end_shape(f"{way.key}/end", way.end))


def _node(graph: Digraph, shape: Shape) -> None:
    said = said_of(shape)
    del said["pos"]
    graph.node(shape.key, **said)


def _ways(part: Part) -> Iterator[Way]:
    for box in part.boxes:
        yield from box.ways
