"""Figures -> bar charts as SVG, drawn by Vega-Lite inside this process: nothing is asked of the network.

Beside each chart stands a table with the same figures, so a chart is a picture with one name, and the
markup inside it says nothing more to those who hear it read out. The library escapes every word.
"""

import re
from collections.abc import Sequence
from html import escape
from textwrap import wrap
from typing import Any, NamedTuple

INK, QUIET = "#14304f", "#4a5568"
# From the most pressing to the least: by lightness, so that they differ in grey and for every eye.
_SHADES = ("#14304f", "#3f77a8", "#b5cde3", "#eef2f6")
_ALONE = "#86aed2"  # bars in one piece, across which a mark must be seen
_ON_DARK = 2  # how many of them are dark enough for white figures
_FONT = "Arial, Arimo, Liberation Sans, Helvetica, sans-serif"
_WIDTH, _BAR = 250, 36
_LETTERS = 20  # on a line of a label, of which there are two at most
_OPENING = re.compile("<svg ([^>]*)>")
_INSIDE = re.compile(' (?:role|aria-[a-z]+)="[^"]*"')  # no name or role but that of the whole


class Bar(NamedTuple):
    """A bar, or a part of one: what it is of, which part, how much, and how that is written."""

    of: str
    part: str
    value: float
    text: str


class Mark(NamedTuple):
    """A line across the bar of one group: a figure to hold it against."""

    of: str
    value: float
    text: str


def bars(bars: Sequence[Bar], axis: str, about: str, marks: Sequence[Mark] = ()) -> str:
    """Lying bars, one for each group in the order given; of several parts, one after another."""
    import vl_convert  # starting its engine takes half a second

    spec = _spec(bars, axis, marks)
    drawn = vl_convert.vegalite_to_svg(spec, allowed_base_urls=[])
    opening = _OPENING.match(drawn)
    assert opening is not None
    inside = _INSIDE.sub("", drawn[opening.end() :])
    return f'<svg {opening[1]} role="img" aria-label="{escape(about)}">{inside}'


def _spec(bars: Sequence[Bar], axis: str, marks: Sequence[Mark]) -> dict[str, Any]:
    # Two long names may look the same on two lines: the place keeps them apart.
    called = {of: f"{at}\t{_label(of)}" for at, of in enumerate(dict.fromkeys(bar.of for bar in bars))}
    bars = [bar._replace(of=called[bar.of]) for bar in bars]
    marks = [mark._replace(of=called[mark.of]) for mark in marks]
    groups = list(dict.fromkeys(bar.of for bar in bars))
    parts = list(dict.fromkeys(bar.part for bar in bars))
    most = max((sum(bar.value for bar in bars if bar.of == group) for group in groups), default=1)
    most = max(most, *(mark.value for mark in marks), 1e-9)
    layers = [*_layers(bars, parts, axis, most), *(_marks(marks) if marks else ())]
    return {
        "width": _WIDTH,
        "height": {"step": _BAR},
        "encoding": {"y": _across(groups)},
        "layer": layers,
        "config": _LOOK,
    }


def _label(name: str) -> str:
    """A name on two lines at most."""
    lines = wrap(name, _LETTERS)
    return "\n".join(lines if len(lines) < 3 else [lines[0], f"{lines[1][: _LETTERS - 1]}…"])


def _across(groups: list[str]) -> dict[str, Any]:
    axis = {"title": None, "labelLimit": 160, "labelPadding": 8, "ticks": False, "domain": False,
            "labelExpr": "split(split(datum.label, '\\t')[1], '\\n')",
            "labelLineHeight": 14}  # fmt: skip
    return {"field": "of", "type": "nominal", "sort": groups, "axis": axis}


def _layers(bars: Sequence[Bar], parts: list[str], axis: str, most: float) -> list[dict[str, Any]]:
    values, begun = [], dict.fromkeys((bar.of for bar in bars), 0.0)
    for bar in sorted(bars, key=lambda bar: parts.index(bar.part)):
        low, high = begun[bar.of], begun[bar.of] + bar.value
        begun[bar.of] = high
        dark = parts.index(bar.part) < _ON_DARK
        # A figure stands in its bar where there is room for it; of a bar in one piece, behind it.
        room = len(parts) == 1 or bar.value / most > 0.04 * len(bar.text) + 0.02
        said = bar.text if room and bar.value else ""
        values.append({**bar._asdict(), "low": low, "high": high, "dark": dark, "said": said,
                       "middle": (low + high) / 2})  # fmt: skip
    scale = {"domain": [0, most * (1.15 if len(parts) == 1 else 1)], "nice": False}
    along = {"field": "low", "type": "quantitative", "scale": scale,
             "axis": {"title": axis, "tickCount": 4, "format": "~r", "tickMinStep": 1}}  # fmt: skip
    shades = _SHADES[: len(parts)] if len(parts) > 1 else [_ALONE]
    color = {"field": "part", "type": "nominal", "scale": {"domain": parts, "range": shades},
             "legend": _LEGEND if len(parts) > 1 else None}  # fmt: skip
    drawn = {"data": {"values": values}, "mark": {"type": "bar", "height": 21, "stroke": INK},
             "encoding": {"x": along, "x2": {"field": "high"}, "color": color}}  # fmt: skip
    return [drawn, _figures(values, alone=len(parts) == 1)]


def _figures(values: list[dict[str, Any]], *, alone: bool) -> dict[str, Any]:
    """The figure of each bar, so that nobody has to measure."""
    place = "high" if alone else "middle"
    mark = {"type": "text", "fontSize": 13, "fontWeight": "bold", "dx": 5 if alone else 0,
            "align": "left" if alone else "center"}  # fmt: skip
    white = {"condition": {"test": "datum.dark", "value": "white"}, "value": INK}
    return {"data": {"values": values}, "mark": mark, "encoding": {
        "x": {"field": place, "type": "quantitative"}, "text": {"field": "said"},
        "color": {"value": INK} if alone else white}}  # fmt: skip


def _marks(marks: Sequence[Mark]) -> list[dict[str, Any]]:
    data = {"values": [mark._asdict() for mark in marks]}
    along = {"field": "value", "type": "quantitative"}
    tick = {"type": "tick", "color": "#111111", "thickness": 4, "opacity": 1, "size": 28}
    return [{"data": data, "mark": tick, "encoding": {"x": along}}]


_LEGEND = {"title": None, "orient": "top", "direction": "horizontal", "columns": 2,
           "symbolType": "square", "symbolSize": 160, "labelLimit": 200}  # fmt: skip
_LOOK = {
    "aria": False,
    "font": _FONT,
    "background": "white",
    "view": {"stroke": None},
    "axis": {"labelFontSize": 13, "titleFontSize": 13, "titleFontWeight": "normal",
             "labelColor": "#111111", "titleColor": "#333333",
             "gridColor": "#e2e8f0", "domainColor": QUIET},
    "legend": {"labelFontSize": 13, "labelColor": "#111111"},
}  # fmt: skip
