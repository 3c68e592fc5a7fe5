"""The drawing, measured on its own coordinates: places, lines, labels, sizes, and what it means.

The long search (`HYPOTHESIS_PROFILE=long`) draws forty procedures more, with the full search for a place.
"""

import json
import os
import re
from functools import cache
from itertools import pairwise
from random import Random

import pytest
from dice import Dice
from drawings import FOLDERS, drawn, every, flow_of, known, read_drawing, work
from drawn_charts import draw_chart
from faults import (
    CHECKS,
    apart,
    colors,
    columns,
    crossings,
    ends,
    faults,
    labels,
    loose,
    needless,
    own_line,
    rows,
    sizes,
    straight,
    through,
    titles,
    words_apart,
    words_inside,
)
from geometry import Rect
from meaning import meaning, read_all

from flowrules.render import render, work_of

LONG = os.environ.get("HYPOTHESIS_PROFILE") == "long"
FED = (10, 12)  # a small procedure that has all kinds of boxes
SIZES = (5, 9, 14, 20, 30, 60)
STEPS = 8


@every
def test_no_page_has_a_fault(name):
    assert [
        f"page {at}: {said}" for at, page in enumerate(drawn(name).pages, 1) for said in faults(page)
    ] == []


@every
def test_following_the_drawing_gives_exactly_the_moves_of_the_file(name):
    assert meaning(known(name), drawn(name).pages) == []


@every
def test_everything_planned_is_drawn_where_it_was_planned(name):
    assert misplaced(work(name), drawn(name)) == []


NODE = re.compile(r'^\t(?:"([^"\n]+)"|(\w+)) \[(.*)\]$', re.MULTILINE)
LABEL = re.compile(r"label=<.*>(?= |$)")
NUMBER = re.compile(r'(?<!\w)(height|width|pos)="?(-?[\d.]+)(?:,(-?[\d.]+)!)?"?')


def planned(dot):
    """The middle of each shape, from the top left, and its size where it is given: what the engine was told."""
    for quoted, bare, more in NODE.findall(dot):
        told = {word: (one, two) for word, one, two in NUMBER.findall(LABEL.sub("", more))}
        if "pos" in told:
            size = [72 * float(told[word][0]) for word in ("width", "height") if word in told]
            yield quoted or bare, float(told["pos"][0]), -float(told["pos"][1]), *size


def misplaced(made, found):
    """What is not where it was to be; one offset fits all of a page."""
    said = []
    for page, seen in zip(made.drawing.pages, found.pages, strict=True):
        told = {key: rest for key, *rest in planned(page.dot)}
        said += sorted(told.keys() ^ seen.shapes.keys())
        boxes = {key: shape.rect for key, shape in seen.shapes.items() if shape.rect and key in told}
        offs = {key: (box.across - told[key][0], box.down - told[key][1]) for key, box in boxes.items()}
        for key, box in boxes.items():
            off = [one - two for one, two in zip(offs[key], next(iter(offs.values())), strict=True)]
            size = (box.right - box.left, box.bottom - box.top)
            off += [one - two for one, two in zip(size, told[key][2:], strict=False)]
            said += [f"{key} is off by {max(map(abs, off)):.1f}"] if max(map(abs, off)) > 0.6 else []
    return said


@every
def test_no_jump_is_made_to_a_step_that_a_line_could_reach(name):
    assert [said for page in drawn(name).pages for said in needless(page)] == []


# Generated procedures ---------------------------------------------------------------------------------


@cache
def generated(seed, stages, preview):
    flow = flow_of(json.dumps(draw_chart(Dice(Random(seed).randint), stages)))
    made = work_of(flow, preview=preview)
    return flow, made, read_drawing(render(made, ".svg"))


def everything_wrong(seed, stages, *, preview):
    flow, made, found = generated(seed, stages, preview)
    said = [said for page in found.pages for check in (faults, needless) for said in check(page)]
    return [*said, *meaning(flow, found.pages), *misplaced(made, found)]


@pytest.mark.parametrize("stages", SIZES)
def test_a_generated_procedure_is_drawn_without_a_fault(stages):
    assert everything_wrong(stages, stages, preview=True) == []


@pytest.mark.skipif(not LONG, reason="part of the long search")
@pytest.mark.parametrize("seed", range(45))
def test_every_generated_procedure_is_drawn_without_a_fault(seed):
    assert everything_wrong(1000 + seed, 5 + seed * 55 // 44, preview=False) == []


def test_generated_procedures_have_all_that_can_be_drawn():
    kinds = {shape.kind for stages in SIZES for shape in generated(stages, stages, True)[2].of(*KINDS)}
    assert kinds == set(KINDS)


KINDS = ("box", "fed", "end", "jump", "from", "turn", "label", "band", "title")


@pytest.mark.parametrize("stages", SIZES)
def test_the_columns_that_an_author_asks_for_are_kept(stages):
    flow, _, found = generated(stages, stages, True)
    for shape in found.of("box"):
        column = flow.stages[shape.key.partition("/")[0]].column
        assert column is None or round((shape.rect.across - 77.5) / 170) == column - 1, shape.key


# Pages ------------------------------------------------------------------------------------------------


def jumps(name):
    """The ways that are no line, those apart that only a page end cuts."""
    read = read_all(drawn(name).pages)
    cut = {shape.key.removesuffix("/from") for shape in drawn(name).of("from")}
    return [way for way in read.ways if way.jumps and way.key.removesuffix("/jump") not in cut], read


def test_most_ways_over_all_examples_are_lines():
    found = [jumps(name) for name in FOLDERS]
    many = sum(len(some) for some, _ in found)
    ways = sum(len(read.ways) for _, read in found)
    assert many <= 0.2 * ways, f"{many} of {ways}"


def test_at_most_a_fifth_of_the_moves_of_the_examples_are_jumps():
    """Of the procedures in force: what replaced versions had is not drawn on any wall."""
    names = [name for name in FOLDERS if not name.endswith("/2018")]
    many = sum(len(jumps(name)[0]) for name in names)
    moves = sum(len(stage.moves) for name in names for stage in known(name).stages.values())
    assert many <= 0.2 * moves, f"{many} of {moves}"


@pytest.mark.parametrize("name", FOLDERS)
def test_a_page_of_a_track_but_its_last_has_eight_steps(name):
    pages = drawn(name).pages
    for at, (page, after) in enumerate(pairwise(pages), 1):
        if of_track(page)[-1:] == of_track(after)[:1] and after.of("box"):
            assert len(page.of("box")) >= STEPS, f"page {at}"


def of_track(page):
    return [shape.key for shape in page.of("frame") if shape.key.startswith("Track/")]


@every
def test_each_page_says_which_it_is(name):
    pages = drawn(name).pages
    if len(pages) > 1:
        for at, page in enumerate(pages, 1):
            assert page.shapes["Head"].words.endswith(f"Page {at} of {len(pages)}")


# The checks themselves --------------------------------------------------------------------------------


def broken(page, kind, dice):
    """The page with each thing of a kind displaced in turn."""
    for shape in page.of(kind):
        far = dice.choice((-1, 1)) * dice.uniform(9, 40)
        moved = shape.moved(*((far, 0) if dice.random() < 0.5 else (0, far)))
        yield page._replace(shapes={**page.shapes, shape.key: moved}), moved


@pytest.mark.parametrize("kind", ["box", "fed", "end", "jump", "from", "label"])
def test_whatever_is_moved_is_found(kind):
    dice, many = Random(kind), 0
    for page in planted_pages():
        for wrong, moved in broken(page, kind, dice):
            many += 1
            assert faults(wrong), (moved.key, moved.extent)
    assert many > 0


@cache
def planted_pages():
    """Pages with all that can be drawn; a few are enough, as each thing on them is displaced in turn."""
    bent = [
        page for page in drawn("oakfield").pages if any(len(line.points) == 3 for line in page.lines)
    ]
    return [*drawn("larchwood").pages, *bent[:3], *generated(*FED, True)[2].pages]


def test_an_elbow_or_an_end_of_a_line_that_is_moved_is_found():
    dice, elbows = Random(1), 0
    for page in planted_pages():
        for at, line in enumerate(page.lines):
            place = 1 if len(line.points) == 3 else dice.randrange(2)
            elbows += len(line.points) == 3
            off = dice.choice((-1, 1)) * dice.uniform(4, 30)
            x, y = line.points[place]
            point = (x + off, y) if dice.random() < 0.5 else (x, y + off)
            points = (*line.points[:place], point, *line.points[place + 1 :])
            lines = (*page.lines[:at], line._replace(points=points), *page.lines[at + 1 :])
            assert faults(page._replace(lines=lines)), (line, point)
    assert elbows > 2


@pytest.mark.parametrize("name", ["larchwood", "real/p38-york"])
def test_a_line_that_is_missing_is_found(name):
    pages = drawn(name).pages
    for at, page in enumerate(pages):
        for line in page.lines:
            less = page._replace(lines=tuple(one for one in page.lines if one != line))
            found = [*faults(less), *meaning(known(name), [*pages[:at], less, *pages[at + 1 :]])]
            assert found, line.name


def reworded(pages, at, key, old, new):
    """The pages with other words on one shape."""
    shape = pages[at].shapes[key]
    texts = tuple(text._replace(words=text.words.replace(old, new)) for text in shape.texts)
    shapes = {**pages[at].shapes, key: shape._replace(texts=texts)}
    return [*pages[:at], pages[at]._replace(shapes=shapes), *pages[at + 1 :]]


@pytest.mark.parametrize("name", ["larchwood", "real/p02-english-school", "real/p44-halton-st-helens"])
def test_yes_and_no_the_other_way_round_are_found(name):
    pages = drawn(name).pages
    for at, page in enumerate(pages):
        for box in page.of("box"):
            yes, no = (f"{box.key}/{answer}/label" for answer in ("yes", "no"))
            if yes in page.shapes and no in page.shapes:
                swapped = reworded(reworded(pages, at, yes, "Yes", "No"), at, no, "No", "Yes")
                assert meaning(known(name), swapped), box.key


@pytest.mark.parametrize("kind", ["jump", "from", "fed"])
def test_a_wrong_number_or_page_in_a_round_box_is_found(kind):
    flow, _, found = generated(*FED, True)
    tried = 0
    for at, page in enumerate(found.pages):
        for shape in page.of(kind):
            for number in re.findall(r"steps? (\d+)", shape.words):
                changed = reworded(found.pages, at, shape.key, f" {number}", f" {int(number) + 1}")
                assert meaning(flow, changed), shape.words
                tried += 1
            if kind != "fed" and "(page " in shape.words:
                changed = reworded(found.pages, at, shape.key, "(page ", "(page 1")
                assert meaning(flow, changed), shape.words
    assert tried


def page_with(**shapes):
    """A page of the smallest procedure, some of its shapes changed."""
    page = drawn("larchwood").pages[0]
    return page._replace(shapes={**page.shapes, **shapes})


def first(kind):
    return next(iter(drawn("larchwood").pages[0].of(kind)))


def test_each_check_finds_what_it_is_for():
    page = drawn("larchwood").pages[0]
    one, two = page.of("box")[:2]
    line = next(line for line in page.lines if len(line.points) == 2)
    label, text = first("label"), one.texts[0]
    aslant = line._replace(points=(line.points[0], (line.points[1][0] + 20, line.points[1][1])))
    wrong = {
        "names": page._replace(twice=("a",)),
        columns: page_with(**{one.key: one.moved(30, 0)}),
        rows: page_with(**{one.key: one._replace(rect=one.rect.grown(16))}),
        apart: page_with(**{one.key: one._replace(rect=two.rect)}),
        straight: page._replace(lines=(aslant, *page.lines)),
        ends: page._replace(lines=(line._replace(head=one.key, tail=two.key), *page.lines)),
        through: page_with(**{one.key: one._replace(rect=Rect(0, 0, 495, 700))}),
        crossings: page._replace(lines=(*page.lines, *page.lines)),
        loose: page._replace(lines=()),
        labels: page_with(**{label.key: label.moved(0, 20)}),
        titles: page_with(**{one.key: one.moved(0, 5000)}),
        words_apart: page_with(
            **{one.key: one._replace(texts=(text, text._replace(left=text.left + 5)))}
        ),
        words_inside: page_with(**{one.key: one._replace(texts=(text._replace(left=text.left + 120),))}),
        sizes: page._replace(size=(502.2, 700)),
        colors: page_with(
            **{one.key: one._replace(texts=(text._replace(color="#888888"),), fills=one.fills[:1])}
        ),
    }
    names = {check if isinstance(check, str) else check.__name__ for check in wrong}
    assert names == {check.__name__ for check in CHECKS}
    for check, changed in wrong.items():
        named = check if isinstance(check, str) else check.__name__
        assert [said for said in faults(changed) if said.startswith(f"{named}:")], named


def test_a_jump_to_a_step_that_a_line_could_reach_is_found():
    page = next(page for page in drawn("larchwood").pages if page.lines)
    label = next(
        one
        for one in page.of("label")
        if own_line(page, one).head in {box.key for box in page.of("box")}
    )
    line = own_line(page, label)
    jump, number = next(iter(page.of("end", "jump"))), page.shapes[line.head].words.partition(".")[0]
    key = label.key.replace("/label", "/jump")
    text = jump.texts[0]._replace(words=f"To step {number}")
    shape = jump._replace(key=key, texts=(text,), rect=Rect(-200, -200, -190, -190))
    lines = [one._replace(head=key) if one == line else one for one in page.lines]
    changed = page._replace(lines=tuple(lines), shapes={**page.shapes, key: shape})
    assert list(needless(changed)) == [f"{line.tail} could have a line to {line.head}"]
