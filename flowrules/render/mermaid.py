"""Work -> Mermaid: the chart as text, for pages that draw such text themselves.

It is laid out by whoever draws it. A label is always in quotes, and every letter in it that Mermaid
could read as its own language is written as a number.
"""

import re
from collections.abc import Iterator, Mapping

from flowrules.render.chart import Band, Part
from flowrules.render.steps import Box, Way
from flowrules.render.work import Work

SUFFIX = ".mmd"

# Besides signs: at the start of a line what makes a list, and two words that Mermaid looks for anywhere.
_OWN = re.compile(r'["#<>&`*_\[\]{}\\$%;|~^]|s(?=tyle)|c(?=lassDef)|^[-+]|(?<=^\d)[.)]|(?<=^\d\d)[.)]')
_LOOKS = (
    "classDef do fill:#FFFFFF,stroke:#123A5C,color:#111111",
    "classDef ask fill:#FFF0C2,stroke:#5C4400,color:#111111",
    "classDef wait fill:#FFFFFF,stroke:#5C4400,color:#111111",
    "classDef good fill:#DFF0E3,stroke:#1E5B2F,color:#111111",
    "classDef stay fill:#FFFFFF,stroke:#1E5B2F,color:#111111",
    "classDef end_ fill:#E6E6E6,stroke:#2B2B2B,color:#111111",
)


def render(work: Work) -> list[str]:
    lines = [*_head(work), "flowchart TD"]
    numbers = work.drawing.numbers
    for at, part in enumerate(work.drawing.chart.parts, 1):
        lines += _part(part, at, numbers)
    for part in work.drawing.chart.parts:
        lines += [line for box in part.boxes for line in _ways(box, numbers)]
    return ["\n".join([*lines, *(f"  {look}" for look in _LOOKS)]) + "\n"]


def _head(work: Work) -> Iterator[str]:
    chart = work.drawing.chart
    yield f"%% {_comment(work.name)}"
    yield from (f"%% {_comment(fact)}" for fact in (*chart.facts, *chart.stamp))
    yield f"%% Procedure file SHA-256: {work.flow.sha256}"


def _comment(text: str) -> str:
    """Mermaid reads settings even out of comments, where `%%{` begins one."""
    return " ".join(text.split()).replace("%", "% ").replace("{", "(")


def _part(part: Part, at: int, numbers: Mapping[str, int]) -> Iterator[str]:
    """A track that has a title is a frame around its stages."""
    if part.title is not None:
        yield f'  subgraph track{at}["{_said(part.title)}"]'
    for place, band in enumerate(part.bands, 1):
        yield from _band(band, f"stage{at}_{place}", numbers)
    if part.title is not None:
        yield "  end"


def _band(band: Band, key: str, numbers: Mapping[str, int]) -> Iterator[str]:
    yield f'  subgraph {key}["{_said(band.title)}"]'
    for box in band.boxes:
        yield f"    {_box(box, numbers[box.key])}"
        yield from (f"    {_end(box, at, way, numbers)}" for at, way in enumerate(box.ways) if way.end)
    yield "  end"


def _box(box: Box, number: int) -> str:
    """The word before a number keeps it from being read as a list."""
    said = [f"Step {number} · {box.who or 'Question'}", *box.said, *box.details, *box.marks]
    label = "<br>".join(_said(line) for line in said if line)
    opens, closes = ("{{", "}}") if box.kind == "ask" else ("[", "]")
    return f's{number}{opens}"{label}"{closes}:::{box.kind}'


def _end(box: Box, at: int, way: Way, numbers: Mapping[str, int]) -> str:
    assert way.end is not None
    label = "<br>".join(_said(line) for line in (way.end.title, way.end.note) if line)
    look = "end_" if way.end.look == "end" else way.end.look
    return f's{numbers[box.key]}e{at}(["{label}"]):::{look}'


def _ways(box: Box, numbers: Mapping[str, int]) -> Iterator[str]:
    number = numbers[box.key]
    for at, way in enumerate(box.ways):
        head = f"s{number}e{at}" if way.to is None else f"s{numbers[way.to]}"
        label = f'|"{_said(way.label)}"|' if way.label else ""
        yield f"  s{number} -->{label} {head}"


def _said(text: str) -> str:
    return _OWN.sub(lambda found: f"#{ord(found[0])};", " ".join(text.split()))
