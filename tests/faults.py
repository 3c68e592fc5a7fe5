"""A page that was read back -> what is wrong with it, in words: places, lines, labels, sizes, colours.

Each check is a function from a page to findings. `faults` runs them all.
"""

from collections import Counter
from itertools import combinations, pairwise

from geometry import A4, LEAST_TYPE, MIDDLES, MOST_STEPS, WIDTH, Rect

CLEAR = 8.0  # between two boxes
ROW_GAP = 16.0
SHORTEST = 12.0  # of a line
BESIDE = 6.5  # a label stands no farther from its line


def names(page):
    """Two shapes of one name are drawn as one, without a word."""
    yield from (f"two shapes are called {key}" for key in page.twice)


def columns(page):
    for shape in page.boxes:
        if min(abs(shape.rect.across - middle) for middle in MIDDLES) > 0.5:
            yield f"{shape.key} stands in no column"
        if abs(shape.rect.right - shape.rect.left - 145) > 0.5:
            yield f"{shape.key} is not as wide as a column"


def rows(page):
    """Boxes beside one another share their middle or, where lines are cut, their top."""
    found = []
    for shape in sorted(page.of("box", "end", "jump", "from"), key=lambda one: one.rect.top):
        row = next((row for row in found if any(_alike(one, shape) for one in row)), None)
        found.append([shape]) if row is None else row.append(shape)
    spans = sorted(
        (min(one.rect.top for one in row), max(one.rect.bottom for one in row), row[0].key)
        for row in found
    )
    for (_, bottom, one), (top, _, other) in pairwise(spans):
        if top - bottom < ROW_GAP:
            yield f"the rows of {one} and {other} are {top - bottom:.1f} apart"


def _alike(one, other):
    leaves = {one.kind, other.kind} <= {"end", "jump"}
    return abs(one.rect.down - other.rect.down) <= 0.5 or (
        leaves and abs(one.rect.top - other.rect.top) <= 0.5
    )


def apart(page):
    for one, other in combinations(page.boxes, 2):
        if one.rect.far(other.rect) < CLEAR - 1.5:
            yield f"{one.key} and {other.key} are too close"


def straight(page):
    """Two or three points, each stretch upright or level, long enough, and none upward but to go back."""
    for line in page.lines:
        if line.curl > 1:
            yield f"{line.name} is not straight"
        for (x0, y0), (x1, y1) in pairwise(line.points):
            if min(abs(x1 - x0), abs(y1 - y0)) > 0.5:
                yield f"{line.name} runs aslant"
            elif abs(x1 - x0) + abs(y1 - y0) < SHORTEST:
                yield f"{line.name} is too short to be seen"
            if y1 < y0 - 0.5 and not goes_back(page, line):
                yield f"{line.name} runs upward"


def goes_back(page, line):
    """Whether a line leaves a box by a side and goes up into the foot of one with a lower number."""
    ends = [page.shapes.get(key) for key in (line.tail, line.head)]
    if len(line.points) != 3 or line.points[2][1] > line.points[1][1] or None in ends:
        return False
    numbers = [end.words.partition(". ")[0] for end in ends]
    return all(map(str.isdigit, numbers)) and int(numbers[0]) >= int(numbers[1])


def ends(page):
    """A line begins and ends in the middle of a side: never out at the top, in at the foot only from below."""
    for line in page.lines:
        for key, point, never in (
            (line.tail, line.points[0], "top"),
            (line.head, line.points[-1], None if goes_back(page, line) else "bottom"),
        ):
            shape = page.shapes.get(key)
            if shape is None or shape.kind == "turn":
                yield f"{line.name} leads nowhere"
            elif (side := side_of(shape.rect, point)) is None or side == never:
                yield f"{line.name} meets {key} at {side or 'no side'}"


def side_of(rect, point):
    """The side in the middle of which a point is; lines end where the pen of the outline does."""
    x, y = point
    if abs(x - rect.across) <= 0.5:
        out = {"top": rect.top - y, "bottom": y - rect.bottom}
    elif abs(y - rect.down) <= 0.5:
        out = {"left": rect.left - x, "right": x - rect.right}
    else:
        return None
    return next((side for side, far in out.items() if -0.6 <= far <= 4.0), None)


def through(page):
    for line in page.lines:
        for stretch in line.stretches:
            for shape in page.boxes:
                own = shape.key in (line.tail, line.head)
                if stretch.meets(shape.rect.grown(-2.5 if own else 6)):
                    yield f"{line.name} runs through {shape.key}"


def crossings(page):
    for one, other in combinations(page.lines, 2):
        if any(a.grown(4).meets(b.grown(0.1)) for a in one.stretches for b in other.stretches):
            yield f"{one.name} meets {other.name}"


def loose(page):
    """Every end, jump and speck is led to once, and a line leads on from each box that says where from."""
    heads = Counter(line.head for line in page.lines)
    tails = Counter(line.tail for line in page.lines)
    yield from (
        f"{one.key} is led to {heads[one.key]} times"
        for one in page.of("end", "jump")
        if heads[one.key] != 1
    )
    yield from (
        f"{one.key} leads on {tails[one.key]} times"
        for one in page.of("fed", "from")
        if tails[one.key] != 1
    )
    corners = [line.points[1] for line in page.lines if len(line.points) == 3]
    for speck in page.of("turn"):
        if (speck.rect.across, speck.rect.down) not in corners:
            yield f"no line turns at {speck.key}"


# Words ------------------------------------------------------------------------------------------------


def labels(page):
    """`Yes` and `No` are beside the start of their line, and of no other; nothing covers them."""
    for shape in page.of("label"):
        rect, line = shape.extent, own_line(page, shape)
        if line is None:
            yield f"{shape.key} has no line"
            continue
        yield from _placed(shape.key, rect, line)
        others = [_from_line(rect, one) for one in page.lines if one != line]
        if min(others, default=99) < 2 * _from_line(rect, line):
            yield f"{shape.key} is as near to another line"
        for one in page.boxes:
            if rect.meets(one.rect) and not (one.asks and _beside_hexagon(rect, one.rect)):
                yield f"{shape.key} covers {one.key}"


def own_line(page, label):
    """The nearest of the lines from the box of a label."""
    box = label.key.rpartition("/")[0].rpartition("/")[0]
    lines = [line for line in page.lines if line.tail == box]
    return min(lines, key=lambda line: _from_line(label.extent, line), default=None)


def _from_line(rect, line):
    return min(rect.far(stretch) for stretch in line.stretches)


def _placed(key, rect, line):
    """Right of a line that runs down, above one that runs along, at its start."""
    (x, y), first = line.points[0], line.stretches[0]
    level = first.bottom - first.top < 1
    if not 0.5 <= (y - rect.bottom if level else rect.left - x) <= BESIDE:
        yield f"{key} is {y - rect.bottom if level else rect.left - x:.1f} from its line"
    if level and not first.left - 1 <= rect.left <= rect.right <= first.right + 1:
        yield f"{key} is not above its line"
    if not level and not first.top - 1 <= rect.top <= rect.bottom <= first.bottom + 1:
        yield f"{key} is not beside its line"
    if rect.far(Rect(x, y, x, y)) > 8:
        yield f"{key} is {rect.far(Rect(x, y, x, y)):.1f} from the start of its line"


def _beside_hexagon(rect, box):
    """Whether no corner is inside: its sides slant from a quarter of the width."""
    corners = [(x, y) for x in (rect.left, rect.right) for y in (rect.top, rect.bottom)]
    return all(abs(x - box.across) >= slant(box, y) for x, y in corners)


def slant(box, down):
    """Half the width of a hexagon, at a height."""
    half, high = (box.right - box.left) / 2, (box.bottom - box.top) / 2
    return half - half / 2 * abs(down - box.down) / high


def titles(page):
    """The title of a stage stands in its band, clear of all; boxes stand in the band of their stage."""
    bands = {shape.key.partition("/")[0]: shape.rect for shape in page.of("band")}
    for shape in page.boxes:
        band = band_of(page, shape)
        if band is None or (shape.kind in ("box", "fed") and band != shape.key.partition("/")[0]):
            yield f"{shape.key} stands in the band of {band}"
    for shape in page.of("title"):
        rect, stage = shape.extent, shape.key.partition("/")[0]
        if stage not in bands or not bands[stage].holds(rect):
            yield f"{shape.key} leaves its band"
        for line in page.lines:
            if _from_line(rect, line) < 2:
                yield f"{line.name} runs through {shape.key}"
        for other in (*page.boxes, *page.of("label")):
            if rect.meets(other.extent):
                yield f"{shape.key} covers {other.key}"


def band_of(page, shape):
    """The stage in whose band a shape stands whole."""
    return next(
        (one.key.partition("/")[0] for one in page.of("band") if one.rect.holds(shape.extent)), None
    )


def words_apart(page):
    """No words lie on others, on an edge of a band, or beyond the page."""
    texts = [
        (shape.key, text.rect)
        for shape in page.shapes.values()
        for text in shape.texts
        if text.words.strip()
    ]
    for (one, rect), (other, second) in combinations(texts, 2):
        if rect.meets(second.grown(-0.6)):
            yield f"words of {one} lie on those of {other}"
    for key, rect in texts:
        if rect.left < -0.5 or rect.right > WIDTH + 0.5:
            yield f"words of {key} leave the page"
        for band in page.of("band"):
            level = (band.rect.top, band.rect.bottom)
            if any(rect.top < edge < rect.bottom for edge in level):
                yield f"the edge of {band.key} runs through words of {key}"


def words_inside(page):
    """Each line of text stands in its box, in a question between the slanting sides."""
    for shape in page.boxes:
        for text in shape.texts:
            if text.words.strip() and not _is_inside(shape, text.rect):
                yield f"“{text.words}” leaves {shape.key}"


def _is_inside(shape, rect):
    box = shape.rect
    if not Rect(box.left + 1, box.top, box.right - 1, box.bottom).holds(rect):
        return False
    if not shape.asks:
        return True
    corners = [(x, y) for x in (rect.left, rect.right) for y in (rect.top, rect.bottom)]
    return all(abs(x - box.across) <= slant(box, y) for x, y in corners)


# Sizes and colours ------------------------------------------------------------------------------------


def print_scale(page):
    """What a point of the picture is on A4, with Word's margins and a heading above it."""
    return min(A4[0] / page.size[0], A4[1] / page.size[1])


def sizes(page):
    least = min(text.size for shape in page.shapes.values() for text in shape.texts)
    if least * print_scale(page) < LEAST_TYPE:
        yield f"the smallest words are printed at {least * print_scale(page):.2f} pt"
    if len(page.of("box")) > MOST_STEPS:
        yield f"{len(page.of('box'))} steps are on one page"


def colors(page):
    """Words against what is behind them, and outlines and lines against what is on either side."""
    behind = [(Rect(-9, -9, 999, 9999), "white")]
    for shape in page.shapes.values():
        around = behind[0][1] if shape.rect is None else _below(behind, shape.rect)
        behind += shape.fills
        for text in shape.texts:
            ground = _below(behind, text.rect)
            if contrast(text.color, ground) < 4.5:
                yield f"“{text.words}” in {shape.key}: {text.color} on {ground}"
        if shape.kind in ("box", "fed", "end", "jump", "from"):
            inside = shape.fills[-1][1]
            if min(contrast(shape.edge, inside), contrast(shape.edge, around)) < 3:
                yield f"the outline of {shape.key}: {shape.edge} on {inside} and {around}"
    for line in page.lines:
        if any(contrast(line.color, band.fills[0][1]) < 3 for band in page.of("band")):
            yield f"{line.name} in {line.color}"


def _below(behind, rect):
    """The last fill that was laid where the middle of something is."""
    spot = Rect(rect.across, rect.down, rect.across, rect.down)
    return next(fill for laid, fill in reversed(behind) if laid.holds(spot))


def contrast(one, other):
    bright, dark = sorted((_light(one), _light(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def _light(color):
    color = {"white": "#ffffff", "black": "#000000"}.get(color, color)
    parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


CHECKS = (
    names, columns, rows, apart, straight, ends, through, crossings, loose,
    labels, titles, words_apart, words_inside, sizes, colors,
)  # fmt: skip


def faults(page):
    return [f"{check.__name__}: {said}" for check in CHECKS for said in check(page)]


# Jumps that need not be -------------------------------------------------------------------------------


def needless(page):
    """Each jump to a step on the page that a straight line, or one with one turn, could reach.

    Its own round box and label are thought away, and what its step is come from by this way alone.
    """
    steps = {shape.words.partition(". ")[0]: shape for shape in page.of("box")}
    for line in page.lines:
        box, jump = page.shapes.get(line.tail), page.shapes.get(line.head)
        if box is None or jump is None or (box.kind, jump.kind) != ("box", "jump"):
            continue
        goal = steps.get(jump.words.removeprefix("Back ").lower().removeprefix("to step "))
        if goal is not None and any(
            _is_free(page, line, way, goal) for way in _ways(box.rect, goal.rect)
        ):
            yield f"{box.key} could have a line to {goal.key}"


def _ways(box, goal):
    """Lines from the sides of a box to those of another, as rectangles, each side with its line."""
    starts = {
        "bottom": (box.across, box.bottom),
        "left": (box.left, box.down),
        "right": (box.right, box.down),
    }
    stops = {
        "top": (goal.across, goal.top),
        "bottom": (goal.across, goal.bottom),
        "left": (goal.left, goal.down),
        "right": (goal.right, goal.down),
    }
    for out, start in starts.items():
        for into, stop in stops.items():
            if out == "bottom" and into == "top" and start[0] == stop[0]:
                yield out, into, (start, stop)
            elif out == "bottom" and into in ("left", "right"):
                yield out, into, (start, (start[0], stop[1]), stop)
            elif out != "bottom" and into in ("top", "bottom"):
                yield out, into, (start, (stop[0], start[1]), stop)
            elif {out, into} == {"left", "right"} and abs(start[1] - stop[1]) < 0.5:
                yield out, into, (start, stop)


def _is_free(page, jump, way, goal):
    out, into, points = way
    for (x0, y0), (x1, y1) in pairwise(points):
        if (
            (y1 > y0 if into == "bottom" else y1 < y0)
            or (out == "right" and x1 < x0)
            or (out == "left" and x1 > x0)
        ):
            return False
        if (into == "left" and x1 < x0) or (into == "right" and x1 > x0):
            return False
    gone = {jump.head, f"{jump.head.rpartition('/')[0]}/label"}
    fed = page.shapes.get(f"{goal.key}/from")
    if fed is not None and fed.words == f"From step {page.shapes[jump.tail].words.partition('. ')[0]}":
        if into == "bottom":
            return False  # then nothing would lead to it from above
        gone.add(fed.key)
    lines = [line for line in page.lines if line != jump and line.tail not in gone]
    sides = [(line.tail, side_of(page.shapes[line.tail].rect, line.points[0])) for line in lines]
    sides += [(line.head, side_of(page.shapes[line.head].rect, line.points[-1])) for line in lines]
    if (jump.tail, out) in sides or (goal.key, into) in sides:
        return False
    way = [Rect(min(a, c), min(b, d), max(a, c), max(b, d)) for (a, b), (c, d) in pairwise(points)]
    shapes = [
        one for one in (*page.boxes, *page.of("label")) if one.key not in {*gone, goal.key, jump.tail}
    ]
    return not any(stretch.meets(one.extent.grown(6)) for stretch in way for one in shapes) and not any(
        stretch.grown(4).meets(other.grown(0.1))
        for stretch in way
        for one in lines
        for other in one.stretches
    )
