"""The drawing: everything of the model is on it, nothing else, and nothing is cut off or covered."""

import re
from itertools import combinations, pairwise

import pytest
from drawings import (
    AWKWARD,
    SVG,
    WIDE,
    WORDY,
    description,
    drawn,
    each,
    every,
    known,
    minimal,
    read_svg,
    squeeze,
)

from flowrules.flow import walk
from flowrules.render import render
from flowrules.render.bands import _BARS, _OTHER_BAR
from flowrules.render.chart import chart
from flowrules.render.page import page, print_size
from flowrules.render.wrap import measure, wrap

# Everything is there


@each
def test_every_stage_has_a_band_with_its_title(name):
    flow, svg = known(name), drawn(name)
    for stage in flow.stages.values():
        assert svg.nodes[stage.id].box
        title = svg.nodes[f"{stage.id}/{'title' if stage.actions else 'spot'}"]
        assert squeeze(stage.title) in title.words


@each
def test_every_action_says_who_does_what_by_when(name):
    flow, svg = known(name), drawn(name)
    assert {key for key in svg.nodes if re.fullmatch("[^/]+/do/[^/]+", key)} == {
        f"{action.stage}/do/{action.id}" for action in flow.actions.values()
    }
    for action in flow.actions.values():
        said = svg.nodes[f"{action.stage}/do/{action.id}"].words
        parts = [f". {flow.roles[action.by]}{action.do}"]
        parts += [f"{action.within}"] if action.within else []
        parts += [action.every.unit] if action.every else []
        parts += [f"Notice: {action.notice}"] if action.notice else []
        parts += ["A companion may come"] if action.companion else []
        parts += ["If wished"] if action.optional else []
        parts += [outcome.replace("-", " ") for outcome in action.outcomes]
        if action.anchor in flow.actions:
            parts.append(flow.actions[action.anchor].title)
        assert [part for part in parts if squeeze(part) not in said] == []


@each
def test_every_track_has_its_title_and_its_start(name):
    flow, svg = known(name), drawn(name)
    for track in flow.tracks:
        assert squeeze(track.title) in svg.said(f"Track/{track.id}/")
        assert "Start:" in svg.said(track.start)


@each
def test_the_steps_of_a_stage_follow_one_another(name):
    for stage in known(name).stages.values():
        keys = [f"{stage.id}/do/{action.id}" for action in stage.actions]
        for one, after in pairwise(keys):
            assert after in drawn(name).after(one)


@each
def test_steps_are_numbered_in_the_order_of_the_drawing(name):
    flow, svg = known(name), drawn(name)
    stages = [stage for track in flow.tracks for stage in flow.stages_of(track.id)]
    keys = [f"{stage.id}/do/{action.id}" for stage in stages for action in stage.actions]
    numbers = [int(svg.nodes[key].words.partition(".")[0]) for key in keys]
    assert numbers == list(range(1, len(flow.actions) + 1))


@each
def test_every_move_is_an_arrow_from_its_stage_through_its_words_to_its_target(name):
    flow, svg = known(name), drawn(name)
    moves = [
        (stage, at, move) for stage in flow.stages.values() for at, move in enumerate(stage.moves, 1)
    ]
    assert {key for key in svg.nodes if re.fullmatch("[^/]+/way/[0-9]+", key)} == {
        f"{stage.id}/way/{at}" for stage, at, _ in moves
    }
    for stage, at, move in moves:
        key = f"{stage.id}/way/{at}"
        start = f"{stage.id}/do/{stage.actions[-1].id}" if stage.actions else f"{stage.id}/spot"
        assert key in svg.after(start)
        (target,) = svg.after(key)
        assert target == f"{key}/to/{move.to}"
        assert squeeze(f"to: {flow.stages[move.to].title}") in svg.nodes[target].words
        assert [part for part in words_of(flow, move) if squeeze(part) not in svg.nodes[key].words] == []


def words_of(flow, move):
    """What must be read on a move, from the model alone."""
    titles = {action.id: action.title for action in flow.actions.values()}
    titles |= {event.id: event.title for event in flow.events.values()}
    for action, outcome in move.decided:
        yield titles[action]
        yield outcome.replace("-", " ")
    if move.trigger:
        yield flow.triggers[move.trigger].title or move.trigger.replace("-", " ")[1:]
    elif move.when:
        leaves = [one for one in walk(move.when) if not one.members]
        yield from (flow.names().phrase(one)[1:] for one in leaves)
    if move.after:
        yield f"{move.after} after"
    for thing, age in move.needs:
        yield f"needs {titles[thing]}, no older than {age}"
    if move.groups:
        yield "only for the staff group"
        yield from (group.replace("-", " ") for group in move.groups)
    if move.needs_reason:
        yield "the reason"


@each
def test_no_line_is_drawn_that_is_not_a_move_or_the_order_of_steps(name):
    flow, svg = known(name), drawn(name)
    expected = {
        f"{stage.id}/way/{at}" for stage in flow.stages.values() for at, _ in enumerate(stage.moves, 1)
    }
    for key, node in svg.nodes.items():
        if node.texts and "/do/" in key:
            stage = key.partition("/")[0]
            assert all(head.startswith((f"{stage}/do/", f"{stage}/way/")) for head in svg.after(key))
        way, _, target = key.partition("/to/")
        if target and "/" not in target:
            assert way in expected
            assert svg.after(key) <= {f"{target}/in"}


def test_a_move_to_the_next_band_runs_on_to_it_and_no_other_does():
    moves = [("1 week", "b"), ("2 weeks", "a"), ("3 weeks", "b"), ("4 weeks", "c")]
    stages = {
        "a": {"next": [{"after": after, "to": to} for after, to in moves]},
        "b": {"next": [{"after": "1 week", "to": "a"}]},
        "c": {},
    }
    svg = read_svg(render(minimal(stages=stages), ".svg"))
    assert svg.after("a/way/1/to/b") == {"b/in"}
    assert svg.after("a/way/3/to/b") == {"b/in"}
    assert svg.after("a/way/2/to/a") == svg.after("a/way/4/to/c") == svg.after("b/way/1/to/a") == set()
    assert svg.nodes["a/way/1/to/b"].words == "Onto:B"
    assert svg.nodes["a/way/4/to/c"].words == "Onto:C"
    assert svg.nodes["a/way/2/to/a"].words == "Backto:A"
    assert "c/in" not in svg.nodes
    across, down = svg.nodes["b/in"].box[2], svg.nodes["b/in"].box[3]
    left, top, right, _ = svg.nodes["b"].box
    assert left < across < right
    assert abs(down - top) < 2


# It is legible


@every
def test_every_shape_is_where_it_was_planned_and_as_large(name):
    planned, svg = page(chart(known(name))).named(), drawn(name)
    assert planned.keys() == svg.nodes.keys()
    moved = set()
    for key, node in svg.nodes.items():
        if node.box:
            left, top, right, bottom = node.box
            shape = planned[key]
            assert abs(right - left - shape.width) < 0.2, key
            assert abs(bottom - top - shape.height) < 0.2, key
            moved.add((round(left - shape.left), round(top - shape.top)))
    assert len(moved) <= 2  # one offset for all, rounded either way


@every
def test_no_two_boxes_touch_and_no_line_of_text_leaves_its_box(name):
    svg = drawn(name)
    boxes = {key: node for key, node in svg.nodes.items() if node.box and node.texts}
    for (one, first), (other, second) in combinations(boxes.items(), 2):
        apart = 2
        assert (
            first.box[2] + apart <= second.box[0]
            or second.box[2] + apart <= first.box[0]
            or first.box[3] + apart <= second.box[1]
            or second.box[3] + apart <= first.box[1]
        ), (one, other)
    for key, node in boxes.items():
        for text in node.texts:
            right = text.left + measure(text.words, text.size, bold=text.bold)
            assert node.box[0] + 1 <= text.left, key
            assert right <= node.box[2] - 1, (key, text.words)
            assert node.box[1] <= text.base - 0.72 * text.size, key
            assert text.base + 0.21 * text.size <= node.box[3], key


@every
def test_no_line_crosses_a_box_that_is_not_its_own(name):
    svg = drawn(name)
    boxes = {key: node.box for key, node in svg.nodes.items() if node.box and node.texts}
    for group in svg.root.iter(SVG + "g"):
        if group.get("class") == "edge":
            numbers = re.findall(r"-?[0-9.]+", group.find("{*}path").get("d"))
            across, down = [[float(number) for number in numbers[at::2]] for at in (0, 1)]
            assert min(max(across) - min(across), max(down) - min(down)) < 0.2, "lines run straight"
            for key, (left, top, right, bottom) in boxes.items():
                clear = max(across) < left + 2 or min(across) > right - 2 or max(down) < top + 2
                assert clear or min(down) > bottom - 2, (group.findtext("{*}title"), key)


@every
def test_nothing_is_drawn_beyond_the_page(name):
    svg = drawn(name)
    width, height = (float(number) for number in svg.root.get("viewBox").split()[2:])
    right = max(node.box[2] for node in svg.nodes.values() if node.box)
    left = min(node.box[0] for node in svg.nodes.values() if node.box)
    assert left >= 0
    assert right <= width
    assert max(node.box[3] - node.box[1] for node in svg.nodes.values() if node.box) < height


def test_long_words_are_wrapped_and_the_boxes_still_fit():
    flow = minimal(
        roles={"r": WIDE},
        stages={
            "a": {
                "title": WORDY,
                "actions": [
                    {"id": f"x{n}", "do": text, "by": "r"} for n, text in enumerate([WIDE, WORDY, "X"])
                ],
                "next": [{"after": "3 weeks", "to": "b"}],
            },
            "b": {"title": WIDE},
        },
    )
    svg = read_svg(render(flow, ".svg"))
    assert svg.nodes["a/do/x0"].words.endswith(WIDE)
    planned = page(chart(flow)).named()
    for key, node in svg.nodes.items():
        if node.box:
            assert abs(node.box[2] - node.box[0] - planned[key].width) < 0.2
            assert abs(node.box[3] - node.box[1] - planned[key].height) < 0.2
            assert planned[key].width < (800 if key == "Title" else 500)


def test_a_long_track_is_cut_into_columns_that_print_larger():
    stages = {
        f"s{n}": {
            "actions": [{"id": f"a{n}", "do": "Meet", "by": "head"}],
            "next": [{"after": "3 weeks", "to": f"s{(n + 1) % 24}"}],
        }
        for n in range(24)
    }
    flow = minimal(
        tracks={"t": {"title": "One track", "start": "s0"}},
        stages={name: stage | {"track": "t"} for name, stage in stages.items()},
    )
    sheet = page(chart(flow))
    assert print_size(sheet) > 3.5
    assert sheet.width < sheet.height
    svg = read_svg(render(flow, ".svg"))
    lefts = {round(svg.nodes[f"s{n}"].box[0]) for n in range(24)}
    assert len(lefts) > 1
    assert squeeze("One track (continued)") in svg.said("Track/t/")


def test_words_wrap_by_the_widths_of_arial():
    assert measure("Headteacher") == pytest.approx(57.25)
    assert measure("Headteacher", bold=True) > measure("Headteacher")
    assert wrap("Hold the Stage 1 meeting", 60) == ["Hold the", "Stage 1", "meeting"]
    assert wrap("", 60) == [""]
    assert wrap("  a \n b  ", 60) == ["a b"]
    assert "".join(wrap(WIDE, 100)) == WIDE
    for text in (WIDE, WORDY, AWKWARD):
        assert all(measure(line) <= 100 for line in wrap(text, 100))


def test_white_words_can_be_read_on_every_bar():
    def light(color):
        parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    for color in {*_BARS.values(), _OTHER_BAR}:
        assert 1.05 / (light(color) + 0.05) >= 4.5, color


# What people write cannot harm it


def awkward():
    return minimal(
        procedure={"id": "x", "title": AWKWARD, "school": AWKWARD, "version": AWKWARD},
        roles={"node": AWKWARD},
        contact=[{"id": "c", "who": "node", "to": "node", "do": AWKWARD, "on": "day 1", "how": AWKWARD}],
        events={"e": {"title": AWKWARD}},
        triggers={"t": {"title": AWKWARD, "recorded": "e"}},
        tracks={"graph": {"title": AWKWARD, "start": "node"}, "t": {"title": AWKWARD, "start": "title"}},
        stages={
            "node": {"track": "graph", "title": AWKWARD, "next": [{"when": "t", "to": "edge"}]},
            "edge": {
                "track": "graph",
                "title": " ",
                "actions": [{"id": "strict", "do": AWKWARD, "by": "node"}],
            },
            "title": {"track": "t", "title": AWKWARD},
        },
    )


def test_marks_that_mean_something_to_the_engine_or_a_browser_are_only_words():
    text = render(awkward(), ".svg")
    svg = read_svg(text)
    assert b"<script" not in text
    tags = {element.tag.rpartition("}")[2] for element in svg.root.iter()}
    assert tags <= {"svg", "title", "desc", "g", "polygon", "path", "text"}
    said = squeeze(AWKWARD)
    for key in (
        "Title",
        "node/spot",
        "node/way/1",
        "edge/do/strict",
        "title/spot",
        "Track/graph/0",
        "Table/0",
    ):
        assert said in svg.nodes[key].words, key
    assert svg.root.findtext("{*}title").startswith(AWKWARD)


def test_letters_beyond_ascii_survive_in_every_format():
    flow = awkward()
    assert "£180 isn’t".encode() in render(flow, ".dot")
    assert squeeze("£180 isn’t – résumé Ŵ") in read_svg(render(flow, ".svg")).nodes["Title"].words
    assert "£180 isn’t – résumé Ŵ" in description(render(flow, ".png"))


# What authors ask for and is not looked at yet


def test_rows_and_columns_that_an_author_asks_for_change_nothing_yet():
    def drawn_with(**places):
        stages = {"a": {"next": [{"after": "3 weeks", "to": "b"}]} | places, "b": {}}
        text = render(minimal(stages=stages), ".svg").decode()
        return re.sub("rules file: [0-9a-f]{12}", "", text)

    assert drawn_with(row=7, column=2) == drawn_with()
