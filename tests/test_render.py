"""The drawing: everything of the procedure is on it, nothing else, and it can be read."""

import hashlib
import json
from pathlib import Path

import pytest
from drawings import (
    AWKWARD,
    WIDE,
    WORDY,
    content,
    description,
    drawn,
    drawn_of,
    each,
    every,
    known,
    minimal,
    squeeze,
    work,
)
from faults import contrast, faults
from meaning import meaning

from flowrules.render import render, work_of
from flowrules.render.chart import chart
from flowrules.render.figures import BARS, OTHER_BAR
from flowrules.render.wrap import measure, wrap

GOLDEN = Path(__file__).parent / "golden" / "drawings.json"

# Everything is there


@every
def test_every_stage_in_which_something_happens_has_a_band_with_its_title(name):
    found = drawn(name)
    for stage in known(name).stages.values():
        happens = bool(stage.actions or stage.moves)
        assert happens == any(shape.key == f"{stage.id}/band" for shape in found.of("band"))
        if happens:
            assert squeeze(stage.title) in found.words(f"{stage.id}/title")


@every
def test_every_track_has_its_title_and_its_start(name):
    flow, found = known(name), drawn(name)
    for track in flow.tracks:
        assert found.words(f"{track.start}/title").startswith("Start:")
        if len(flow.tracks) > 1:
            assert found.words(f"Track/{track.id}").startswith(squeeze(track.title))
    starts = {track.start for track in flow.tracks}
    for shape in found.of("title"):
        assert shape.words.startswith("Start:") == (shape.key.partition("/")[0] in starts)


@each
def test_every_action_says_who_does_what_by_when(name):
    flow, found = known(name), drawn(name)
    for action in flow.actions.values():
        boxes = [shape for shape in found.of("box") if shape.key.startswith(f"{action.stage}/")]
        said = [squeeze(box.words) for box in boxes if squeeze(action.do) in squeeze(box.words)]
        parts = [f". {flow.roles[action.by]}", action.do]
        parts += [f"{action.within}"] if action.within else []
        parts += [action.every.unit] if action.every else []
        parts += [f"Notice: {action.notice}"] if action.notice else []
        parts += ["A companion may come"] if action.companion else []
        parts += ["If wished"] if action.optional else []
        parts += [f"the staff group “{group}”" for group in action.groups]
        assert any(all(squeeze(part) in one for part in parts) for one in said), parts
        ends = [shape for shape in found.of("end") if shape.key.startswith(f"{action.stage}/")]
        words = squeeze(" ".join(shape.words for shape in (*boxes, *ends)))
        for outcome in action.outcomes:
            assert squeeze(outcome.replace("-", " ")) in words, outcome


@every
def test_a_box_says_what_the_chart_has_and_nothing_else(name):
    shown, found = work(name).drawing, drawn(name)
    boxes = [box for part in shown.chart.parts for box in part.boxes]
    assert sorted(box.key for box in boxes) == sorted(shape.key for shape in found.of("box"))
    for box in boxes:
        pairs = box.kind == "do" and zip(box.said, box.details, strict=True)
        said = [one for pair in pairs for one in pair] if pairs else [*box.said, *box.details]
        number = shown.numbers[box.key]
        assert found.words(box.key) == squeeze(f"{number}. {box.who} {' '.join(said)}")


@every
def test_nothing_is_drawn_that_has_no_name_of_its_own(name):
    frames = {shape.key.partition("/")[0] for shape in drawn(name).of("frame")}
    assert frames <= {"Head", "Key", "Foot", "Track", "Table", "Signs"}


@every
def test_a_line_leads_to_a_higher_number_unless_it_goes_up(name):
    for page in drawn(name).pages:
        for line in page.lines:
            ends = [page.shapes[key] for key in (line.tail, line.head)]
            if {end.kind for end in ends} == {"box"}:
                one, after = (int(end.words.partition(".")[0]) for end in ends)
                up = line.points[-1][1] < line.points[-2][1] - 0.5
                assert (after <= one) == up, line.name


@every
def test_every_page_names_the_procedure_its_version_and_its_file(name):
    flow = known(name)
    for page in drawn(name).pages:
        head = squeeze(page.shapes["Head"].words)
        for words in (flow.header.title, flow.header.school or "", flow.header.version):
            assert squeeze(words) in head
        assert flow.sha256[:12] in page.shapes["Foot"].words


# It can be read


def test_words_wrap_by_the_widths_of_arial():
    assert measure("Headteacher") == pytest.approx(57.25)
    assert measure("Headteacher", bold=True) > measure("Headteacher")
    assert wrap("Hold the Stage 1 meeting", 60) == ["Hold the", "Stage 1", "meeting"]
    assert wrap("", 60) == [""]
    assert wrap("  a \n b  ", 60) == ["a b"]
    assert "".join(wrap(WIDE, 100)) == WIDE
    for text in (WIDE, WORDY, AWKWARD):
        assert all(measure(line) <= 100 for line in wrap(text, 100))


def long_words(text):
    action = {"id": "x", "do": text, "by": "r", "outcomes": ["go-on", "stop"]}
    return minimal(
        roles={"r": text[:90]},
        triggers={"t": {"title": text, "recorded": "e"}},
        events={"e": {"title": text}},
        stages={
            "a": {"title": text[:90], "actions": [action], "next": [{"when": "t", "to": "b"}]},
            "b": {"title": text[:90], "next": [{"after": "3 weeks", "to": "c"}]},
            "c": {"title": text[:90]},
        },
    )


@pytest.mark.parametrize(
    "text",
    [WIDE[:200], WORDY, "i" * 300, "Cyfarfod â’r pennaeth am ŵyl y banc. " * 5, "Łącznie złożyć " * 9],
)
def test_long_words_are_wrapped_and_the_boxes_still_fit(text):
    flow = long_words(text)
    found = drawn_of(flow, preview=True)
    assert [said for page in found.pages for said in faults(page)] == []
    assert squeeze(text).lower() in found.words("a/1").lower()
    assert meaning(flow, found.pages) == []


def test_white_words_can_be_read_on_every_bar():
    for color in {*BARS.values(), OTHER_BAR}:
        assert contrast("#ffffff", color) >= 4.5, color


def test_a_long_track_goes_on_on_another_page_under_its_title():
    stages = {
        f"s{n}": {
            "track": "t",
            "actions": [{"id": f"a{n}", "do": "Meet", "by": "head"}],
            "next": [{"after": "3 weeks", "to": f"s{(n + 1) % 24}"}],
        }
        for n in range(24)
    }
    found = drawn_of(minimal(tracks={"t": {"title": "One track", "start": "s0"}}, stages=stages))
    titles = [page.shapes["Track/t"].words for page in found.pages if "Track/t" in page.shapes]
    assert len(titles) > 1
    assert titles == ["One track", *["One track (continued)"] * (len(titles) - 1)]


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
            "title": {"track": "t", "title": AWKWARD, "next": [{"when": "t", "to": "band"}]},
            "band": {"track": "t", "title": AWKWARD},
        },
    )


def test_marks_that_mean_something_to_the_engine_or_a_browser_are_only_words():
    contents = render(work_of(awkward()), ".svg")
    assert b"<script" not in b"".join(contents)
    found = drawn_of(awkward())
    said = squeeze(AWKWARD)
    for key in ("Head", "node/1", "node/title", "edge/1", "title/title", "Track/graph"):
        assert said in found.words(key), key
    assert said in found.said("Table/")
    assert said in found.words("title/1/yes/end")
    assert [said for page in found.pages for said in faults(page)] == []
    assert meaning(awkward(), found.pages) == []


def test_letters_beyond_ascii_survive_in_every_format():
    made = work_of(awkward())
    assert "£180 isn’t".encode() in render(made, ".dot")[0]
    assert squeeze("£180 isn’t – résumé Ŵ") in drawn_of(awkward()).words("Head")
    assert "£180 isn’t – résumé Ŵ" in description(render(made, ".png")[0])


# What authors ask for


def test_the_rows_and_columns_that_an_author_asks_for_are_kept():
    found = drawn("birchwood")
    assert {round(box.rect.across) for box in found.of("box") if box.key.startswith("fine/")} == {418}
    bands = [shape.key for shape in found.pages[0].of("band")]
    assert bands[0] == "review/band"
    assert [part.bands[0].key for part in chart(known("birchwood")).parts] == ["review", "at-work"]


# It is always the same


@pytest.mark.parametrize("suffix", [".dot", ".png", ".svg"])
def test_the_first_page_is_the_one_that_was_looked_at(suffix, golden):
    names = ("oakfield", "real/p02-english-school", "real/p44-halton-st-helens")
    told = json.loads(GOLDEN.read_text("utf-8")) if GOLDEN.exists() else {}
    told[suffix] = {name: hashlib.sha256(content(name, suffix)[0]).hexdigest() for name in names}
    golden(GOLDEN, json.dumps(told, indent=2, sort_keys=True) + "\n")
