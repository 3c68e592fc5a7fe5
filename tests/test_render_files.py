"""The files that are drawn: their formats, the engine that draws them, and the command."""

import hashlib
import os
import re
import struct
import subprocess
import sys
import xml.etree.ElementTree as ET
import zlib
from pathlib import Path

import pytest
from click.testing import CliRunner
from drawings import LARCHWOOD, OAKFIELD, chunks, content, description, drawn, each, known, minimal

from flowrules.cli import main
from flowrules.render import FORMATS, engine, render
from flowrules.render.engine import CannotDraw

# The formats


@each
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


@each
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
    header = known(name).header
    school = f", {header.school}" if header.school else ""
    assert said.startswith(f"Ill-health procedure{school}, version {header.version}. Flowchart:")
    assert known(name).sha256 in said


def test_the_author_s_own_description_is_the_one_that_is_read_out():
    root = ET.fromstring(content("birchwood", ".svg"))
    assert root.find("{*}desc").text == "Flowchart: a talk, a review, and help all along."
    assert "Flowchart: a talk, a review, and help all along." in description(
        content("birchwood", ".png")
    )


def test_the_same_procedure_gives_the_same_bytes_in_any_process():
    here = [hashlib.sha256(content("birchwood", suffix)).hexdigest() for suffix in sorted(FORMATS)]
    code = """
import sys, hashlib
sys.path.insert(0, "tests")
from drawings import known
from flowrules.render import FORMATS, render
for suffix in sorted(FORMATS):
    print(hashlib.sha256(render(known("birchwood"), suffix)).hexdigest())
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
