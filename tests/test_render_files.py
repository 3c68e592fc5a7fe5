"""The files that are drawn: their formats, the engine that draws them, and the command."""

import hashlib
import json
import os
import re
import struct
import subprocess
import sys
import unicodedata
import xml.etree.ElementTree as ET
import zlib
from pathlib import Path

import pytest
from click.testing import CliRunner
from drawings import (
    LARCHWOOD,
    OAKFIELD,
    chunks,
    content,
    description,
    drawn,
    each,
    flow_of,
    known,
    minimal,
    work,
)

from flowrules.cli import main
from flowrules.render import FORMATS, engine, render, work_of
from flowrules.render.engine import CannotDraw
from flowrules.render.stamp import stamp_of

SMALL = """\
flowrules: 1
procedure: {id: small, title: Small}
stages: {a: {next: [{after: 3 weeks, to: b}]}, b: {kind: end}}
"""

# The formats

STARTS = {
    ".docx": b"PK\x03\x04",
    ".dot": b"// ",
    ".html": b"<!DOCTYPE html>",
    ".md": b"# ",
    ".mmd": b"%% ",
    ".pdf": b"%PDF-",
    ".png": b"\x89PNG\r\n\x1a\n",
    ".svg": b"<?xml",
}
TEXTS = [".dot", ".html", ".md", ".mmd", ".svg"]


@each
@pytest.mark.parametrize("suffix", sorted(FORMATS))
def test_a_drawing_begins_as_its_format_does(name, suffix):
    assert all(one.startswith(STARTS[suffix]) for one in content(name, suffix))


def test_the_formats_are_pictures_documents_and_texts():
    assert set(FORMATS) == {".docx", ".pdf", ".png", *TEXTS}


@pytest.mark.parametrize("suffix", sorted(FORMATS))
def test_a_picture_has_a_file_for_each_page_and_a_document_is_one(suffix):
    pages = len(work("larchwood").drawing.pages)
    assert pages > 1
    assert len(content("larchwood", suffix)) == (pages if suffix in (".png", ".svg", ".dot") else 1)


def test_the_svg_has_a_name_a_description_and_no_address_to_fetch():
    text = content("larchwood", ".svg")[0].decode()
    root = ET.fromstring(text)
    assert root.get("role") == "img"
    title, about = root.find("{*}title"), root.find("{*}desc")
    assert root.get("aria-labelledby") == f"{title.get('id')} {about.get('id')}"
    assert title.text == "Ill-health procedure, Larchwood Primary School, version 2026.1"
    steps = work("larchwood").drawing.pages[0].steps
    assert about.text == (
        "Flowchart: 7 actions and 9 moves in 6 stages, with 4 contacts expected and 3 trigger points. "
        f"Flowchart, steps {steps[0]} to {steps[-1]}. The text version has the same steps."
    )
    assert not re.findall("href|DOCTYPE|url[(]|<style|<image|<script", text)
    assert set(re.findall('https?://[^"]*', text)) == {
        "http://www.w3.org/2000/svg",
        "http://www.w3.org/1999/xlink",
    }


def test_the_pages_of_an_svg_have_ids_of_their_own():
    found = [
        re.findall('<(?:title|desc) id="([^"]*)"', one.decode()) for one in content("larchwood", ".svg")
    ]
    assert len({one for ids in found for one in ids}) == sum(map(len, found)) == 2 * len(found)


@each
def test_the_png_says_its_size_and_what_it_shows(name):
    for png, page in zip(content(name, ".png"), drawn(name).pages, strict=True):
        found = chunks(png)
        assert struct.unpack(">IIB", found[b"pHYs"]) == (7874, 7874, 1)  # 200 dots an inch, in metres
        assert [*found][:2] == [b"IHDR", b"pHYs"]
        assert [*found][-1] == b"IEND"
        width, height = struct.unpack(">II", found[b"IHDR"][:8])
        assert width == pytest.approx(page.size[0] * 200 / 72, abs=4)
        assert height == pytest.approx(page.size[1] * 200 / 72, abs=4)
        assert len(zlib.decompress(found[b"IDAT"])) > width * height
        said = description(png)
        header = known(name).header
        school = f", {header.school}" if header.school else ""
        assert said.startswith(f"Ill-health procedure{school}, version {header.version}. Flowchart")
        assert known(name).sha256 in said


def test_the_author_s_own_description_is_the_one_that_is_read_out():
    root = ET.fromstring(content("birchwood", ".svg")[0])
    said = "Flowchart: a talk, a review, and help all along."
    assert root.find("{*}desc").text.startswith(said)
    assert said in description(content("birchwood", ".png")[0])


def test_the_same_procedure_gives_the_same_bytes_in_any_process():
    here = [digest(content("birchwood", suffix)) for suffix in sorted(FORMATS)]
    code = """
import sys
sys.path.insert(0, "tests")
from drawings import known
from test_render_files import digest
from flowrules.render import FORMATS, render, work_of
work = work_of(known("birchwood"))
for suffix in sorted(FORMATS):
    print(digest(render(work, suffix)))
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


def digest(files):
    return hashlib.sha256(b"".join(files)).hexdigest()


@pytest.mark.parametrize("suffix", sorted(FORMATS))
def test_every_format_carries_the_fingerprint_of_its_rules(suffix):
    for one in content("larchwood", suffix):
        assert stamp_of(one, FORMATS[suffix]) == known("larchwood").sha256


# Placing by the engine


def test_a_track_may_be_left_to_the_engine_and_its_size_is_told():
    arranged = work_of(known("larchwood"), arranged=True)
    assert arranged.drawing.because == "as was asked"
    said = b"".join(render(arranged, ".svg")).decode()
    for part in arranged.drawing.chart.parts:
        for box in part.boxes:
            assert f">{box.key}</title>" in said or f">{box.key.replace('-', '&#45;')}</title>" in said


def test_a_box_that_is_taller_than_a_page_is_left_to_the_engine_and_it_is_said(run):
    long = " ".join(["unreasonably"] * 30)
    actions = [{"id": f"do-{n}", "do": "Do it", "by": "head", "title": long} for n in range(5)]
    stages = {
        "a": {
            "actions": actions,
            "next": [{"when": {"any": [{"recorded": f"do-{n}"} for n in range(5)]}, "to": "b"}],
        },
        "b": {"kind": "end"},
    }
    flow = minimal(stages=stages)
    drawing = work_of(flow).drawing
    assert drawing.because == "a row of boxes is taller than a page; shorten the longest text in them"
    assert min(page.print_size for page in drawing.pages) < 9
    done = run(
        "render",
        "-",
        "-o",
        "p.svg",
        given=json.dumps(
            {"flowrules": 1, "procedure": {"id": "small", "title": "Small"}, "stages": stages}
        ),
    )
    assert done.exit_code == 0
    assert "placed by the drawing engine, a row of boxes is taller than a page" in done.output
    assert re.search(r"prints at \d\.\d points on A4", done.output)


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


@pytest.mark.parametrize("suffix", [".svg", ".png", ".dot", ".md", ".SVG"])
def test_the_ending_of_the_name_says_what_is_drawn(suffix, run):
    done = run("render", "-", "-o", f"larchwood{suffix}", given=LARCHWOOD)
    assert (done.exit_code, done.output.count("\n")) == (0, 1)
    pages = content("larchwood", suffix.lower())
    names = [f"larchwood-{at}{suffix}" for at in range(1, len(pages) + 1)]
    if len(pages) == 1:
        names = [f"larchwood{suffix}"]
    span = names[0] if len(pages) == 1 else f"{names[0]} to {names[-1]}"
    assert done.output.startswith(f"wrote {span}: Flowchart: ")
    assert sorted(path.name for path in Path().iterdir()) == sorted(names)
    assert [Path(name).read_bytes() for name in names] == pages


def test_an_ending_that_nobody_draws_names_those_that_are(run):
    for name in ("chart.gif", "chart", "procedure.yaml"):
        done = run("render", OAKFIELD, "-o", name)
        assert done.exit_code == 2
        assert f"{name}: the name of the drawing must end in `.docx`, `.dot`, " in done.output
        assert not Path(name).exists()


def test_a_drawing_is_never_written_over_something_else(run):
    Path("notes-2.svg").write_text("my notes")
    Path("p.md").write_text(LARCHWOOD)
    Path("folder.html").mkdir()
    for name, place, said in (
        ("notes.svg", "notes-2.svg", "is there and is no `.svg` drawing"),
        ("p.md", "p.md", "is there and is no `.md` drawing"),
        ("folder.html", "folder.html", "is a folder"),
        ("no/x.png", "no/x.png", "there is no folder `no`"),
    ):
        done = run("render", "-", "-o", name, given=LARCHWOOD)
        assert (done.exit_code, done.output.count("\n")) == (2, 1)
        assert done.output.startswith(f"flowrules: {place}: {said}")
    assert Path("notes-2.svg").read_text() == "my notes"
    assert not Path("notes-1.svg").exists()
    assert Path("p.md").read_text() == LARCHWOOD


def test_an_older_drawing_is_written_over(run):
    for suffix in FORMATS:
        Path(f"p{suffix}").write_bytes(b"")
        assert run("render", "-", "-o", f"p{suffix}", given=SMALL).exit_code == 0
        assert run("render", "-", "-o", f"p{suffix}", given=SMALL).exit_code == 0


def test_pages_left_over_from_an_earlier_drawing_are_named(run):
    run("render", "-", "-o", "p.svg", given=LARCHWOOD)
    pages = len(content("larchwood", ".svg"))
    Path(f"p-{pages + 1}.svg").write_bytes(content("larchwood", ".svg")[0])
    Path("p.svg").write_text("mine")
    done = run("render", "-", "-o", "p.svg", given=LARCHWOOD)
    assert f"p-{pages + 1}.svg is left of an earlier drawing; take it away" in done.output


def test_a_procedure_with_errors_is_not_drawn(run):
    done = run("render", "-", "-o", "p.svg", given=LARCHWOOD.replace("to: hearing,", "to: haering,"))
    assert done.exit_code == 1
    assert "did you mean `hearing`?" in done.output
    assert not list(Path().iterdir())


@pytest.mark.parametrize("letter", ["🙂", "س", "א", "中"])
def test_letters_that_would_be_drawn_as_empty_boxes_are_refused_with_their_place(letter, run):
    given = LARCHWOOD.replace("do: Agree a plan", f"do: Agree a plan {letter}")
    done = run("render", "-", "-o", "p.svg", given=given)
    assert done.exit_code == 1
    assert f"error[FR310] the flowchart cannot show “{letter}”" in done.output
    assert "Agree a plan" in done.output
    assert not list(Path().iterdir())


def test_welsh_polish_greek_and_russian_are_drawn(run):
    words = "Ŵyth ŷ zażółć gęślą jaźń Ελλάδα Привет"
    given = LARCHWOOD.replace("do: Agree a plan", f"do: {words}")
    assert run("render", "-", "-o", "p.svg", given=given).exit_code == 0
    pages = [ET.fromstring(path.read_text("utf-8")) for path in Path().glob("*.svg")]
    said = " ".join(text for page in pages for text in page.itertext())
    assert all(word in said for word in words.split())


def test_what_to_write_or_what_to_look_at_must_be_said(run):
    for words in ([], ["-o", "p.svg", "--check", "p.svg"]):
        done = run("render", OAKFIELD, *words)
        assert done.exit_code == 2
        assert "say which file to write (-o OUT), or which to look at (--check PICTURE)" in done.output
    assert "go with --record" in run("render", OAKFIELD, "-o", "p.svg", "--on", "2026-11-21").output


# Whether a drawing still matches


@pytest.mark.parametrize("suffix", sorted(FORMATS))
def test_a_drawing_of_older_rules_is_told_from_one_of_these(suffix, run):
    Path("p.yaml").write_text(SMALL)
    run("render", "p.yaml", "-o", f"p{suffix}")
    name = next(Path().glob(f"p*{suffix}"))
    done = run("render", "p.yaml", "--check", name)
    assert (done.exit_code, done.output[: len(f"{name}: matches")]) == (0, f"{name}: matches")
    Path("p.yaml").write_text(SMALL.replace("3 weeks", "4 weeks"))
    done = run("render", "p.yaml", "--check", name)
    assert done.exit_code == 1
    assert f"{name}: is of other rules (fingerprint " in done.output
    assert "; draw it again" in done.output


def test_a_comment_in_the_file_does_not_make_a_drawing_stale(run):
    Path("p.yaml").write_text(SMALL)
    run("render", "p.yaml", "-o", "p.dot")
    Path("p.yaml").write_text("# a note\n" + SMALL)
    name = next(Path().glob("p*.dot"))
    assert run("render", "p.yaml", "--check", name).exit_code == 0


def test_a_file_that_says_nothing_of_its_rules_is_no_answer(run):
    Path("photo.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    for name in ("photo.png", "notes.txt", "none.svg"):
        done = run("render", OAKFIELD, "--check", name)
        assert (done.exit_code, done.output.count("\n")) == (2, 1)
    assert "cannot be read" in done.output


def test_a_document_of_somebody_else_s_is_never_written_over(run):
    for name, theirs in (("README.md", b"# My notes\n"), ("policy.docx", b"PK\x03\x04 no drawing")):
        Path(name).write_bytes(theirs)
        done = run("render", "-", "-o", name, given=SMALL)
        assert (done.exit_code, done.output.count("\n")) == (2, 1)
        assert f"{name}: is there and is no `{Path(name).suffix}` drawing" in done.output
        assert Path(name).read_bytes() == theirs


def test_a_title_that_looks_like_a_fingerprint_makes_no_drawing_match(run):
    forged = SMALL.replace("title: Small", f'title: "SHA-256: {"a" * 64}"')
    for suffix in (".md", ".mmd", ".svg"):
        run("render", "-", "-o", f"p{suffix}", given=forged)
        name = next(Path().glob(f"p*{suffix}"))
        done = run("render", "-", "--check", name, given=forged)
        assert (done.exit_code, "says nothing of the rules" in done.output) == (2, True)
        assert run("render", "-", "--check", name, given=SMALL).exit_code == 2


def test_a_procedure_in_which_nothing_happens_is_a_page_too(run):
    given = "flowrules: 1\nprocedure: {id: small, title: Small}\nstages: {a: {kind: end}}\n"
    for suffix in FORMATS:
        assert run("render", "-", "-o", f"p{suffix}", given=given).exit_code == 0, suffix


def test_a_letter_in_the_id_of_a_record_is_refused_where_the_id_is_shown(run):
    Path("r.yaml").write_text("employee: {id: E☎}\n", encoding="utf-8")
    words = ["render", OAKFIELD, "--record", "r.yaml", "--on", "2026-11-21", "-o", "p.md"]
    assert run(*words).exit_code == 0
    done = run(*words, "--with-id")
    assert (done.exit_code, done.output.count("\n")) == (2, 1)
    assert "the drawing cannot show ☎ in the record's id" in done.output


def test_letters_written_with_their_accents_apart_are_drawn_as_one():
    apart = unicodedata.normalize("NFD", "Résumé ŵyth")
    flow = flow_of(LARCHWOOD.replace("do: Agree a plan", f"do: {apart}"))
    said = " ".join(
        text for one in render(work_of(flow), ".svg") for text in ET.fromstring(one).itertext()
    )
    assert "Résumé" in said
    assert "ŵyth" in said
