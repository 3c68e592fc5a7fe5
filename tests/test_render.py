"""The drawing: everything of the model is on it, nothing else, and nothing is cut off or covered."""

import hashlib
import json
import os
import re
import struct
import subprocess
import sys
import xml.etree.ElementTree as ET
import zlib
from functools import cache
from itertools import combinations, pairwise
from pathlib import Path
from typing import NamedTuple

import pytest
from click.testing import CliRunner

from flowrules.cli import main
from flowrules.model import parse_procedure
from flowrules.render import FORMATS, engine, render
from flowrules.render.bands import _BARS, _OTHER_BAR
from flowrules.render.chart import chart
from flowrules.render.engine import CannotDraw
from flowrules.render.page import page, print_size
from flowrules.render.wrap import measure, wrap
from flowrules.resolve import resolve
from flowrules.source import read
from flowrules.words import say_day

OAKFIELD = Path(__file__).parent.parent / "examples" / "oakfield" / "procedure.yaml"
LARCHWOOD = """\
flowrules: 1
procedure:
  id: larchwood-ill-health
  title: Ill-health procedure
  school: Larchwood Primary School
  version: "2026.1"
  effective_from: 2026-09-01
  review_by: 2027-08-31
  covers: {groups: [teacher, support], not: [agency worker]}
roles:
  {employee: Employee, manager: Line manager, head: Headteacher, hr: HR adviser, panel: Governors' panel,
   chair: Chair of governors}
calendar: {nation: wales, working_week: [mon, tue, wed, thu]}
counting:
  categories: {sickness: counts, disability: decide, pregnancy: never, maternity: never}
  decided_by: head
  across_the_edge: {within: whole absence, since: days inside}
contact:
  - {id: call-in, who: employee, to: manager, do: Phone in, on: day 1, by: "07:30", how: phone,
     if_missed: Phone the next of kin}
  - {id: touch, who: manager, to: employee, every: 7 days, starting: day 8, until: return,
     if_closed: next open day}
  - {id: fit-note, who: employee, to: hr, do: Send the fit note, on: [day 8, working day 20]}
  - {id: talk, who: manager, to: employee, do: Talk about the return, on: return, within: 2 working days}
events:
  oh-report: {title: a report from occupational health, by: hr, confidential: true}
triggers:
  frequent-absence:
    assessed: on return
    any: [{absences: {at_least: 3, within: 6 months}}, {bradford: {more_than: 200, within: 12 months}}]
  further-absence: {title: Further absence, working_days: {at_least: 5, since: meeting-1}}
  long-absence: {title: Away four weeks, continuous: {at_least: 28 days, expected: true}}
tracks:
  attendance: {title: Frequent absence, start: no-concern}
  long-term: {title: Long-term absence, start: not-long}
stages:
  no-concern: {track: attendance, next: [{when: frequent-absence, to: stage-1}]}
  stage-1:
    title: Stage 1
    track: attendance
    actions:
      - {id: plan, do: Agree a plan, by: manager, within: 2 weeks}
      - {id: invite-1, do: Send the invitation, by: head, within: 5 working days}
      - {id: meeting-1, do: Hold the meeting, title: the Stage 1 meeting, by: head,
         within: 10 working days, notice: 5 working days, companion: true,
         outcomes: [monitor, no-action]}
      - {id: letter-1, do: Confirm the outcome in writing, by: chair, within: 1 week, from: meeting-1}
    next:
      - {decided: {meeting-1: no-action}, to: no-concern, needs_reason: true}
      - {when: further-absence, to: hearing, needs: {oh-report: 3 months}}
      - {when: {recorded: oh-report}, after: 3 weeks, to: hearing}
      - {after: 12 weeks, from: meeting-1, to: no-concern}
  hearing:
    track: attendance
    kind: hearing
    actions:
      - {id: hear, do: Hear the case, title: the hearing, by: panel, outcomes: [dismiss, stay]}
      - {id: appeal, do: Appeal in writing, by: employee, within: 10 working days, from: hear,
         optional: true}
    next:
      - {decided: {hear: stay}, to: hearing}
      - {decided: {hear: dismiss}, to: ended, needs_reason: true}
  ended: {title: Employment has ended, track: attendance, kind: end}
  not-long: {track: long-term, next: [{when: long-absence, to: support}]}
  support:
    track: long-term
    actions: [{id: visit, do: Meet where the employee prefers, by: manager}]
    next: [{after: 4 weeks, from: return, to: not-long}]
"""
AWKWARD = '"\\N\\" <script>alert(1)</script> & ]]> <b> --> £180 isn’t – résumé Ŵ'
WIDE = "W" * 400
SVG = "{http://www.w3.org/2000/svg}"
WORDY = ("Unreasonably long words " * 20)[:400]


def flow_of(text):
    source, findings = read(text)
    assert not findings
    procedure, findings = parse_procedure(source.data)
    assert not findings
    flow, findings = resolve(procedure, source.sha256)
    assert not findings
    return flow


@cache
def known(name):
    return flow_of(OAKFIELD.read_bytes() if name == "oakfield" else LARCHWOOD)


both = pytest.mark.parametrize("name", ["larchwood", "oakfield"])


class Text(NamedTuple):
    left: float
    base: float
    size: float
    bold: bool
    words: str


class Node(NamedTuple):
    """A shape as it was drawn: its outline as left, top, right, bottom, and its lines of text."""

    box: tuple[float, float, float, float] | None
    texts: list[Text]

    @property
    def words(self):
        return squeeze("".join(text.words for text in self.texts))


class Drawn(NamedTuple):
    """An SVG as it was read back, not as we think it is."""

    root: ET.Element
    nodes: dict[str, Node]
    edges: set[tuple[str, str]]

    def said(self, prefix):
        return "".join(node.words for key, node in self.nodes.items() if key.startswith(prefix))

    def after(self, key):
        """What the lines from a shape lead to, past the specks at which they turn."""
        found, seen = set(), set()
        todo = [head for tail, head in self.edges if tail == key]
        while todo:
            head = todo.pop()
            if head not in seen:
                seen.add(head)
                speck = not self.nodes[head].texts
                found |= set() if speck else {head}
                todo += [after for tail, after in self.edges if tail == head and speck]
        return found | {head for head in seen if head.endswith("/in")}


def squeeze(words):
    """Without spaces, so that the lines of a wrapped text can be joined."""
    return "".join(words.split())


def read_svg(content):
    root = ET.fromstring(content)
    nodes, edges = {}, set()
    for group in root.iter(SVG + "g"):
        title = group.findtext("{*}title")
        if group.get("class") == "node":
            assert title not in nodes, "two shapes of one name are drawn as one"
            nodes[title] = Node(_outline(group), [_text(one) for one in group.iter(SVG + "text")])
        elif group.get("class") == "edge":
            tail, _, head = title.partition("->")
            edges.add((tail.partition(":")[0], head.partition(":")[0]))
    assert nodes
    assert edges
    return Drawn(root, nodes, edges)


def _outline(group):
    texts = [
        shape.get("points") or shape.get("d")
        for shape in group
        if shape.tag.endswith(("polygon", "path"))
    ]
    numbers = [float(number) for text in texts for number in re.findall(r"-?[0-9.]+", text)]
    if not numbers:
        return None
    across, down = numbers[::2], numbers[1::2]
    return min(across), min(down), max(across), max(down)


def _text(one):
    number = {name: float(one.get(name)) for name in ("x", "y", "font-size")}
    bold = one.get("font-weight") == "bold"
    return Text(number["x"], number["y"], number["font-size"], bold, one.text.replace("\xa0", " "))


@cache
def content(name, suffix):
    return render(known(name), suffix)


@cache
def drawn(name):
    return read_svg(content(name, ".svg"))


def minimal(**more):
    data = {
        "flowrules": 1,
        "procedure": {"id": "small", "title": "Small"},
        "stages": {"a": {"next": [{"after": "3 weeks", "to": "b"}]}, "b": {}},
    }
    return flow_of(json.dumps(data | more, ensure_ascii=False))


# Everything is there


@both
def test_every_stage_has_a_band_with_its_title(name):
    flow, svg = known(name), drawn(name)
    for stage in flow.stages.values():
        assert svg.nodes[stage.id].box
        title = svg.nodes[f"{stage.id}/{'title' if stage.actions else 'spot'}"]
        assert title.words.endswith(squeeze(stage.title))


@both
def test_every_action_says_who_does_what_by_when(name):
    flow, svg = known(name), drawn(name)
    assert {key for key in svg.nodes if re.fullmatch("[^/]+/do/[^/]+", key)} == {
        f"{action.stage}/do/{action.id}" for action in flow.actions.values()
    }
    for action in flow.actions.values():
        said = svg.nodes[f"{action.stage}/do/{action.id}"].words
        parts = [f". {flow.roles[action.by]}{action.do}"]
        parts += [f"Within {action.within}"] if action.within else []
        parts += [f"Notice: {action.notice}"] if action.notice else []
        parts += ["A companion may come"] if action.companion else []
        parts += ["If wished"] if action.optional else []
        parts += [outcome.replace("-", " ") for outcome in action.outcomes]
        if action.anchor in flow.actions:
            parts.append(f"{action.within} of {flow.actions[action.anchor].title}")
        assert [part for part in parts if squeeze(part) not in said] == []


@both
def test_every_track_has_its_title_and_its_start(name):
    flow, svg = known(name), drawn(name)
    for track in flow.tracks:
        assert squeeze(track.title) in svg.said(f"Track/{track.id}/")
        assert "Start:" in svg.said(track.start)


@both
def test_the_steps_of_a_stage_follow_one_another(name):
    for stage in known(name).stages.values():
        keys = [f"{stage.id}/do/{action.id}" for action in stage.actions]
        for one, after in pairwise(keys):
            assert after in drawn(name).after(one)


@both
def test_steps_are_numbered_in_the_order_of_the_drawing(name):
    flow, svg = known(name), drawn(name)
    stages = [stage for track in flow.tracks for stage in flow.stages_of(track.id)]
    keys = [f"{stage.id}/do/{action.id}" for stage in stages for action in stage.actions]
    numbers = [int(svg.nodes[key].words.partition(".")[0]) for key in keys]
    assert numbers == list(range(1, len(flow.actions) + 1))


@both
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
        yield flow.names().phrase(move.when)[1:]
    if move.after:
        yield f"{move.after} after"
    for thing, age in move.needs:
        yield f"needs {titles[thing]}, no older than {age}"
    if move.needs_reason:
        yield "the reason"


@both
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


@both
def test_every_contact_is_in_the_table(name):
    flow, said = known(name), drawn(name).said("Table/")
    for contact in flow.contacts:
        who = f"{flow.roles[contact.who]} to {flow.roles[contact.to]}{contact.do}"
        parts = [who, contact.at, contact.within, contact.how, contact.if_missed, contact.every]
        assert [part for part in parts if part and squeeze(str(part)) not in said] == []


def test_the_days_of_a_contact_are_said():
    said = drawn("larchwood").said("Table/")
    for words in (
        "Day 1, by 07:30",
        "Every 7 days from day 8, until the return; if the school is closed, the next open day",
        "Day 8 and working day 20",
        "On return, within 2 working days",
    ):
        assert squeeze(words) in said


@both
def test_every_trigger_is_in_the_table_with_its_condition(name):
    flow, said = known(name), drawn(name).said("Table/")
    for trigger in flow.triggers.values():
        title = trigger.title or trigger.id.replace("-", " ").capitalize()
        phrase = flow.names().phrase(trigger.condition)
        assert squeeze(title + phrase[:1].upper() + phrase[1:]) in said


def test_a_trigger_assessed_on_return_says_so():
    said = drawn("larchwood").said("Table/")
    assert said.count(squeeze("assessed on return")) == 1


def test_what_does_not_count_and_who_decides_is_said():
    said = drawn("larchwood").said("Table/")
    for words in (
        "Sickness Counts",
        "Disability Headteacher decides each time",
        "Pregnancy and maternity Never",
    ):
        assert squeeze(words) in said


def test_every_choice_of_counting_is_said_and_a_default_is_marked():
    said = drawn("larchwood").said("Table/")
    for words in (
        "non-working days * are one absence",
        "rolling period counts whole",
        "counted from counts once, with its days inside",
        "The same date months earlier * is outside the period",
        "The school is open Mon, Tue, Wed and Thu",
        "Bank holidays Wales",
    ):
        assert squeeze(words) in said
    assert squeeze("* The procedure file does not say") in drawn("larchwood").said("Signs")
    assert "*" not in drawn("oakfield").said("Signs")


@both
def test_the_head_names_the_school_the_version_its_days_and_the_file(name):
    flow, svg = known(name), drawn(name)
    header = flow.header
    for words in (header.title, header.school, header.version, say_day(header.effective_from)):
        assert squeeze(words) in svg.nodes["Title"].words
    assert squeeze(say_day(header.review_by)) in svg.nodes["Title"].words
    assert flow.sha256[:12] in svg.nodes["Title"].words


def test_events_are_listed_with_who_they_come_from():
    said = drawn("larchwood").said("Table/")
    assert squeeze("A report from occupational health HR adviser Confidential") in said


def test_the_smallest_procedure_is_drawn_with_every_default_marked():
    svg = read_svg(render(minimal(), ".svg"))
    assert svg.said("Table/").count("*") == 9
    assert svg.said("Track/") == ""
    assert svg.after("a/spot") == {"a/way/1"}


# It is legible


@both
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


@both
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


@both
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


@both
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


# The formats


@both
@pytest.mark.parametrize("suffix", sorted(FORMATS))
def test_a_drawing_begins_as_its_format_does(name, suffix):
    assert content(name, suffix).startswith(FORMATS[suffix].STARTS)


def test_dot_png_and_svg_are_the_formats():
    assert set(FORMATS) == {".dot", ".png", ".svg"}


def test_the_svg_has_a_name_a_description_and_no_address_to_fetch():
    text = content("larchwood", ".svg").decode()
    root = ET.fromstring(text)
    assert root.get("role") == "img"
    title, about = root.find("{*}title"), root.find("{*}desc")
    assert root.get("aria-labelledby") == f"{title.get('id')} {about.get('id')}"
    assert title.text == "Ill-health procedure, Larchwood Primary School, version 2026.1"
    assert about.text == (
        "Flowchart: 7 steps and 9 ways on in 6 stages, with 4 contacts expected and 3 trigger points."
    )
    assert not re.findall("href|DOCTYPE|url[(]|<style|<image", text)
    assert set(re.findall('https?://[^"]*', text)) == {
        "http://www.w3.org/2000/svg",
        "http://www.w3.org/1999/xlink",
    }


def chunks(png):
    at, found = 8, {}
    while at < len(png):
        (size,) = struct.unpack(">I", png[at : at + 4])
        kind, data = png[at + 4 : at + 8], png[at + 8 : at + 8 + size]
        assert struct.unpack(">I", png[at + 8 + size : at + 12 + size])[0] == zlib.crc32(kind + data)
        found[kind] = found.get(kind, b"") + data
        at += 12 + size
    return found


def description(png):
    keyword, _, rest = chunks(png)[b"iTXt"].partition(b"\0")
    assert (keyword, rest[:2]) == (b"Description", b"\0\0")
    return rest[2:].split(b"\0")[2].decode()


@both
def test_the_png_says_its_size_and_what_it_shows(name):
    png = content(name, ".png")
    found = chunks(png)
    assert struct.unpack(">IIB", found[b"pHYs"]) == (7874, 7874, 1)  # 200 dots an inch, in metres
    assert [*found][:2] == [b"IHDR", b"pHYs"]
    assert [*found][-1] == b"IEND"
    width, height = struct.unpack(">II", found[b"IHDR"][:8])
    view = [float(number) * 200 / 72 for number in drawn(name).root.get("viewBox").split()[2:]]
    assert (width, height) == (pytest.approx(view[0], abs=4), pytest.approx(view[1], abs=4))
    assert len(zlib.decompress(found[b"IDAT"])) > width * height
    said = description(png)
    assert said.startswith(
        f"Ill-health procedure, {known(name).header.school}, version 2026.1. Flowchart:"
    )
    assert known(name).sha256 in said


def test_the_same_procedure_gives_the_same_bytes_in_any_process():
    here = [hashlib.sha256(content("larchwood", suffix)).hexdigest() for suffix in sorted(FORMATS)]
    code = """
import sys, hashlib
sys.path.insert(0, "tests")
from test_render import FORMATS, known, render
for suffix in sorted(FORMATS):
    print(hashlib.sha256(render(known("larchwood"), suffix)).hexdigest())
"""
    for seed in ("1", "2"):
        done = subprocess.run(
            [sys.executable, "-c", code],
            cwd=Path(__file__).parent.parent,
            env={**os.environ, "PYTHONHASHSEED": seed, "PATH": ""},
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stdout.split() == here


# The engine


def test_the_engine_is_found_with_nothing_on_the_path(monkeypatch):
    monkeypatch.setenv("PATH", "")
    assert engine.run("digraph { a }", "svg").startswith(b"<?xml")


def test_an_engine_that_draws_something_wrong_and_fails_gives_nothing():
    with pytest.raises(CannotDraw, match="the drawing engine failed: "):
        engine.run("digraph { a [label=<<b>x>] }", "svg")


def script(folder, *lines):
    path = folder / "graphviz-pure"
    path.write_text("\n".join([f"#!{sys.executable}", "import sys, time", *lines]))
    path.chmod(0o755)
    return path


FAILING = [
    (["print('<svg/>')", "print('Error: out of ink', file=sys.stderr)"], "failed: Error: out of ink"),
    (["print('<svg/>')", "sys.exit(1)"], "failed: it gave no reason"),
    (["pass"], "failed: it gave no reason"),
]


@pytest.mark.skipif(sys.platform == "win32", reason="a script is no program there")
@pytest.mark.parametrize(("lines", "said"), FAILING)
def test_an_engine_that_fails_leaves_no_file(lines, said, tmp_path, monkeypatch, run):
    path = script(tmp_path, *lines)
    monkeypatch.setattr(engine, "program", lambda: path)
    Path("p.yaml").write_text(LARCHWOOD)
    done = run("render", "p.yaml", "-o", "p.svg")
    assert done.exit_code == 2
    assert said in done.output
    assert done.output.count("\n") == 1
    assert sorted(path.name for path in Path().iterdir()) == ["graphviz-pure", "p.yaml"]


@pytest.mark.skipif(sys.platform == "win32", reason="a script is no program there")
def test_an_engine_that_never_answers_is_not_waited_for(tmp_path, monkeypatch):
    path = script(tmp_path, "time.sleep(600)")
    monkeypatch.setattr(engine, "program", lambda: path)
    monkeypatch.setattr(engine, "SECONDS", 0.2)
    with pytest.raises(CannotDraw, match=r"gave no answer in 0\.2 seconds"):
        engine.run("digraph {}", "svg")


@pytest.mark.skipif(sys.platform == "win32", reason="a script is no program there")
def test_what_else_the_engine_says_is_passed_on_and_the_known_is_not(tmp_path, monkeypatch):
    path = script(
        tmp_path,
        "print('<svg/>')",
        "print('Warning: no value for width of non-ASCII character 226. Falling', file=sys.stderr)",
        "print('Warning: the ink is low', file=sys.stderr)",
    )
    monkeypatch.setattr(engine, "program", lambda: path)
    with pytest.warns(UserWarning, match="the ink is low") as said:
        assert engine.run("digraph {}", "svg") == b"<svg/>\n"
    assert len(said) == 1


def test_a_missing_engine_is_said_with_the_way_out(monkeypatch):
    monkeypatch.setattr(engine, "PACKAGE", "no-such-package-here")
    with pytest.raises(CannotDraw, match="`pip install no-such-package-here` puts it back"):
        engine.run("digraph {}", "svg")


def test_an_engine_that_cannot_be_started_is_said(monkeypatch, tmp_path):
    monkeypatch.setattr(engine, "program", lambda: tmp_path / "nothing")
    with pytest.raises(CannotDraw, match="could not be started"):
        engine.run("digraph {}", "svg")


# The command


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def run(*words, given=None):
        return CliRunner().invoke(
            main, [str(word) for word in words], input=given, prog_name="flowrules"
        )

    return run


@pytest.mark.parametrize("suffix", [".svg", ".png", ".dot", ".SVG"])
def test_the_ending_of_the_name_says_what_is_drawn(suffix, run):
    done = run("render", OAKFIELD, "-o", f"oakfield{suffix}")
    assert (done.exit_code, done.output.count("\n")) == (0, 1)
    assert done.output.startswith(f"wrote oakfield{suffix}: Flowchart: ")
    assert Path(f"oakfield{suffix}").read_bytes() == content("oakfield", suffix.lower())
    assert [path.name for path in Path().iterdir()] == [f"oakfield{suffix}"]


def test_an_ending_that_nobody_draws_names_those_that_are(run):
    for name in ("chart.pdf", "chart", "procedure.yaml"):
        done = run("render", OAKFIELD, "-o", name)
        assert done.exit_code == 2
        assert f"{name}: the name of the drawing must end in `.dot`, `.png` or `.svg`" in done.output
        assert not Path(name).exists()


def test_a_drawing_is_never_written_over_something_else(run):
    Path("notes.svg").write_text("my notes")
    Path("p.dot").write_text(LARCHWOOD)
    Path("folder.png").mkdir()
    for file, name, said in (
        (OAKFIELD, "notes.svg", "is there and is no `.svg` drawing"),
        ("p.dot", "p.dot", "is there and is no `.dot` drawing"),
        (OAKFIELD, "folder.png", "is a folder"),
        (OAKFIELD, "no/x.png", "there is no folder `no`"),
    ):
        done = run("render", file, "-o", name)
        assert (done.exit_code, done.output.count("\n")) == (2, 1)
        assert done.output.startswith(f"flowrules: {name}: {said}")
    assert Path("notes.svg").read_text() == "my notes"
    assert Path("p.dot").read_text() == LARCHWOOD


def test_an_older_drawing_is_written_over(run):
    for suffix in FORMATS:
        Path(f"p{suffix}").write_bytes(render(minimal(), suffix))
        assert run("render", "-", "-o", f"p{suffix}", given=LARCHWOOD).exit_code == 0
        assert Path(f"p{suffix}").read_bytes() == content("larchwood", suffix)


def test_a_procedure_with_errors_is_not_drawn(run):
    done = run("render", "-", "-o", "p.svg", given=LARCHWOOD.replace("to: hearing,", "to: haering,"))
    assert done.exit_code == 1
    assert "did you mean `hearing`?" in done.output
    assert not Path("p.svg").exists()


def test_a_procedure_is_read_from_standard_input(run):
    assert run("render", "-", "-o", "p.svg", given=LARCHWOOD).exit_code == 0
    assert Path("p.svg").read_bytes() == content("larchwood", ".svg")
