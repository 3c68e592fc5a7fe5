"""A page of the drawing, as SVG -> its boxes, lines and words, and what is wrong with their places, in words.

Nothing here knows how the drawing is made: it is read back as it was drawn, and measured. All measures
are in points from the top left of the page. Lengths of text are by the letters of Arial.
"""

import re
import xml.etree.ElementTree as ET
from collections import Counter
from itertools import pairwise
from typing import NamedTuple
from unicodedata import combining, normalize

from flowrules.render.wrap import measure

WIDTH = 495.0
MIDDLES = (77.5, 247.5, 417.5)
MOST_STEPS = 18
LEAST_TYPE = 9.0
A4 = (451.3, 632.0)  # what Word's margins leave, below a heading
_KINDS = {
    "box": r"[a-z0-9-]+/\d+",
    "fed": r"[a-z0-9-]+/\d+/from",
    **{
        kind: rf"[a-z0-9-]+/\d+/(?:yes|no|on)/{kind}"
        for kind in ("end", "jump", "from", "turn", "label")
    },
    "band": r"[a-z0-9-]+/band",
    "title": r"[a-z0-9-]+/title",
}
_BOXES = ("box", "fed", "end", "jump", "from")


class Rect(NamedTuple):
    left: float
    top: float
    right: float
    bottom: float

    @property
    def across(self):
        return (self.left + self.right) / 2

    @property
    def down(self):
        return (self.top + self.bottom) / 2

    def grown(self, by):
        return Rect(self.left - by, self.top - by, self.right + by, self.bottom + by)

    def meets(self, other):
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def holds(self, other):
        return (
            self.left <= other.left
            and self.top <= other.top
            and other.right <= self.right
            and other.bottom <= self.bottom
        )

    def far(self, other):
        """How far apart two are, along whichever way is longer."""
        return max(
            self.left - other.right, other.left - self.right,
            self.top - other.bottom, other.top - self.bottom, 0.0,
        )  # fmt: skip

    def moved(self, right, down):
        return Rect(self.left + right, self.top + down, self.right + right, self.bottom + down)


class Text(NamedTuple):
    left: float
    base: float
    size: float
    bold: bool
    color: str
    words: str

    @property
    def rect(self):
        right = self.left + measure(plainly(self.words, bold=self.bold), self.size, bold=self.bold)
        drop = 0.21 * self.size if set(self.words) & set("gjpqyQ,;()") else 0.0
        return Rect(self.left, self.base - 0.72 * self.size, right, self.base + drop)


_AS_WIDE = str.maketrans("’‘łŁ–£", "iilL00")


def plainly(words, *, bold):
    """The words in letters as wide that are known: an accent takes no room."""
    bare = "".join(one for one in normalize("NFD", words) if not combining(one))
    quotes = "z" if bold else "-"
    return bare.translate(_AS_WIDE).replace("“", quotes).replace("”", quotes)


class Shape(NamedTuple):
    """Something with a name: its outline (none: words alone), what is filled, and its words."""

    key: str
    rect: Rect | None
    corners: int
    edge: str
    fills: tuple[tuple[Rect, str], ...]
    texts: tuple[Text, ...]

    @property
    def kind(self):
        return next((kind for kind, form in _KINDS.items() if re.fullmatch(form, self.key)), "frame")

    @property
    def asks(self):
        return self.corners == 6

    @property
    def words(self):
        return " ".join(text.words.strip() for text in self.texts)

    @property
    def extent(self):
        """Of words alone, the room that they take up."""
        return self.rect or around(text.rect for text in self.texts)

    def moved(self, right, down):
        return self._replace(
            rect=self.rect and self.rect.moved(right, down),
            fills=tuple((rect.moved(right, down), fill) for rect, fill in self.fills),
            texts=tuple(
                text._replace(left=text.left + right, base=text.base + down) for text in self.texts
            ),
        )


class Line(NamedTuple):
    """A line from one shape to another, past the speck at which it turns; `curl` is its way off true."""

    tail: str
    head: str
    points: tuple[tuple[float, float], ...]
    color: str
    curl: float

    @property
    def name(self):
        return f"{self.tail} -> {self.head}"

    @property
    def stretches(self):
        return [around([Rect(*one, *one), Rect(*two, *two)]) for one, two in pairwise(self.points)]


class Page(NamedTuple):
    """`size` is that of the picture, `twice` the names that two shapes have."""

    size: tuple[float, float]
    shapes: dict[str, Shape]
    lines: tuple[Line, ...]
    twice: tuple[str, ...]

    def of(self, *kinds):
        return [shape for shape in self.shapes.values() if shape.kind in kinds]

    @property
    def boxes(self):
        return self.of(*_BOXES)


def around(rects):
    lefts, tops, rights, bottoms = zip(*rects, strict=True)
    return Rect(min(lefts), min(tops), max(rights), max(bottoms))


# Reading ----------------------------------------------------------------------------------------------


def read_page(content):
    root = ET.fromstring(content)
    whole = root.find("{*}g")
    right, drop = map(float, re.search(r"translate\((\S+) (\S+)\)", whole.get("transform")).groups())
    shapes, pieces = [], []
    for group in whole.iter("{http://www.w3.org/2000/svg}g"):
        if group.get("class") == "node":
            shapes.append(_shape(group, drop - right))
        elif group.get("class") == "edge":
            pieces.append(_line(group, drop - right))
    named = {shape.key: shape for shape in shapes}
    twice = [key for key, many in Counter(shape.key for shape in shapes).items() if many > 1]
    size = tuple(float(number) for number in root.get("viewBox").split()[2:])
    return Page(size, named, tuple(_joined(pieces, named)), tuple(twice))


def _points(text, drop):
    numbers = [float(number) for number in re.findall(r"-?[0-9.]+", text)]
    return [(across, down + drop) for across, down in zip(numbers[::2], numbers[1::2], strict=True)]


def _shape(group, drop):
    drawn = [one for one in group if one.tag.endswith(("polygon", "path"))]
    rects = [
        around(Rect(*p, *p) for p in _points(one.get("points") or one.get("d"), drop)) for one in drawn
    ]
    fills = [(rect, one.get("fill")) for rect, one in zip(rects, drawn, strict=True)]
    corners = len(drawn[0].get("points", "").split()) - 1 if drawn else 0
    texts = [_text(one, drop) for one in group if one.tag.endswith("text")]
    edge = drawn[0].get("stroke", "none") if drawn else "none"
    filled = tuple((rect, fill) for rect, fill in fills if fill != "none")
    return Shape(
        group.findtext("{*}title"), around(rects) if rects else None, corners, edge, filled, tuple(texts)
    )


def _text(one, drop):
    left, base, size = (float(one.get(name)) for name in ("x", "y", "font-size"))
    bold = one.get("font-weight") == "bold"
    return Text(left, base + drop, size, bold, one.get("fill"), one.text.replace("\xa0", " "))


def _line(group, drop):
    tail, _, head = group.findtext("{*}title").partition("->")
    path, tip = group.find("{*}path"), group.find("{*}polygon")
    points = _points(path.get("d"), drop)
    (x0, y0), (x1, y1) = points[0], points[-1]
    curl = max(abs((x - x0) * (y1 - y0) - (y - y0) * (x1 - x0)) for x, y in points)
    last = (
        points[-1]
        if tip is None
        else max(_points(tip.get("points"), drop), key=lambda p: _far(p, points[0]))
    )
    ends = (points[0], last)
    return Line(tail.partition(":")[0], head.partition(":")[0], ends, path.get("stroke"), curl)


def _far(one, other):
    return abs(one[0] - other[0]) + abs(one[1] - other[1])


def _joined(pieces, shapes):
    """Lines that meet at a speck are one."""
    onward = {piece.tail: piece for piece in pieces if _is_speck(shapes, piece.tail)}
    for piece in pieces:
        if _is_speck(shapes, piece.tail):
            continue
        after = onward.get(piece.head)
        if after is None:
            yield piece
            continue
        speck = shapes[piece.head].rect
        points = (piece.points[0], (speck.across, speck.down), after.points[1])
        gaps = [_far(points[1], piece.points[1]), _far(points[1], after.points[0])]
        torn = max(piece.curl, after.curl) + (100 if max(gaps) > 2.5 else 0)
        yield Line(piece.tail, after.head, points, piece.color, torn)


def _is_speck(shapes, key):
    return key in shapes and shapes[key].kind == "turn"
