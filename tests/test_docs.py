"""Every command shown in the README and the docs is run, and what is shown is what it prints."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator

from flowrules.check import check
from flowrules.cli import main
from flowrules.finding import has_errors
from flowrules.model.schema import schema_of
from flowrules.source import read

HOME = Path(__file__).parent.parent
PAGES = [HOME / "README.md", *sorted((HOME / "docs").glob("*.md"))]
CONSOLE = re.compile(r"```console\n(.*?)```", re.DOTALL)
YAML = re.compile(r"```yaml\n(flowrules: 1\n.*?)```", re.DOTALL)


LINE = re.compile(r"flowrules (?P<words>[^<|]+)(?:< (?P<given>\S+))?(?:\| head -n (?P<most>\d+))?")


def run(command: str) -> str:
    """What a person sees: the output and the errors of one command."""
    line = LINE.fullmatch(command)
    assert line, command
    given = Path(line["given"]).read_bytes() if line["given"] else None
    done = CliRunner().invoke(
        main, line["words"].split(), input=given, prog_name="flowrules", catch_exceptions=False
    )
    most = int(line["most"]) if line["most"] else None
    return "".join(done.output.splitlines(keepends=True)[:most])


def console(block: str) -> str:
    """The block with the outputs that its commands print now."""
    commands = [line for line in block.splitlines() if line.startswith("$ ")]
    return "".join(f"{command}\n{run(command[2:])}" for command in commands)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_shown_prints_what_is_shown(page, tmp_path, monkeypatch, golden):
    for name in ("examples", "docs"):
        (tmp_path / name).symlink_to(HOME / name)
    monkeypatch.chdir(tmp_path)
    text = page.read_text("utf-8")
    golden(page, CONSOLE.sub(lambda match: f"```console\n{console(match[1])}```", text))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_whole_procedure_shown_is_sound(page):
    for text in YAML.findall(page.read_text("utf-8")):
        assert not has_errors(check(text).findings)


def test_the_two_lines_of_the_readme_are_the_same_on_windows():
    text = (HOME / "README.md").read_text("utf-8")
    lines = re.findall(r"^(?:python3|py) -m venv .venv.*$", text, re.MULTILINE)
    unix, windows = lines[:2], lines[2:]
    assert len(unix) == len(windows) == 2
    for one, other in zip(unix, windows, strict=True):
        same = (
            one.replace("python3 -m", "py -m")
            .replace(" && ", "; ")
            .replace(".venv/bin/", ".venv\\Scripts\\")
        )
        assert other == same.replace("\\flowrules ", "\\python -m flowrules ")


@pytest.mark.parametrize("name", ["small", "oakfield"])
def test_the_pictures_in_the_docs_are_those_that_are_drawn_now(name, tmp_path, monkeypatch, golden):
    monkeypatch.chdir(tmp_path)
    run("flowrules new small")
    (tmp_path / "oakfield").symlink_to(HOME / "examples" / "oakfield")
    assert "wrote" in run(f"flowrules render {name}/procedure.yaml -o drawn.svg")
    golden(HOME / "docs" / f"{name}.svg", Path("drawn.svg").read_text("utf-8"))


@pytest.mark.parametrize("page", [*PAGES, HOME / "CONTRIBUTING.md"], ids=lambda page: page.name)
def test_every_path_named_is_there(page):
    text = page.read_text("utf-8")
    named = re.findall(r"`((?:docs|tests|examples|schemas|benchmarks|\.ci)/[\w./-]*)`", text)
    named += re.findall(r"\]\(([\w./-]+)\)", text)
    for path in named:
        assert (HOME / path).exists() or (page.parent / path).exists(), path


# The reference and the schema: what one names, the other has.

REFERENCE = (HOME / "docs" / "language.md").read_text("utf-8")
SCHEMAS = [schema_of(name) for name in ("procedure", "record")]
SHAPES = [shape for schema in SCHEMAS for shape in (schema, *schema["$defs"].values())]
WORDS = {word for shape in SHAPES for word in shape.get("properties", {})}
FRAGMENTS = [text for text in re.findall(r"```text\n(.*?)```", REFERENCE, re.DOTALL) if text[0] != "#"]
# A row of a table that begins with a condition or a window.
ROWS = re.findall(r"^\| `(\w+: [^`…]+)`(?:, `(\w+: [^`…]+)`)? \|", REFERENCE, re.MULTILINE)


def test_every_word_of_the_shapes_is_in_the_reference():
    code = " ".join(re.findall(r"`[^`]+`|```.*?```", REFERENCE, re.DOTALL))
    said = set(re.findall(r"\w+", code))
    assert said >= WORDS, WORDS - said


def test_every_word_of_several_parts_in_the_reference_is_one_of_the_shapes():
    code = re.sub(r"```.*?```", "", REFERENCE, flags=re.DOTALL)
    said = {word for span in re.findall(r"`([^`]+)`", code) for word in re.findall(r"\w+", span)}
    assert {word for word in said if "_" in word} <= WORDS | {"one_more_absence"}


def fits(key, value):
    """Whether a key of a whole procedure or of a record may have this value, or part of such a one."""
    known = [schema for schema in SCHEMAS if key in schema["properties"]]
    assert known, f"`{key}` begins no part of a procedure or of a record"
    shapes = [schema["properties"][key] | {"$defs": schema["$defs"]} for schema in known]
    return any(
        all(error.validator == "required" for error in Draft202012Validator(shape).iter_errors(value))
        for shape in shapes
    )


@pytest.mark.parametrize("text", FRAGMENTS, ids=lambda text: text.split(":")[0])
def test_every_fragment_in_the_reference_is_as_the_schema_says(text):
    source, findings = read(text)
    assert source is not None, findings
    for key, value in source.data.items():
        assert fits(key, value), key


def test_there_are_fragments_and_rows():
    assert len(FRAGMENTS) > 8
    assert len(ROWS) > 20


@pytest.mark.parametrize("row", ROWS, ids=" ".join)
def test_every_condition_and_window_in_the_reference_is_as_the_schema_says(row):
    said = [one for one in row if one]
    if said[0].startswith(("within", "since", "in:")):
        said = [f"absences: {{at_least: 1, {', '.join(said)}}}"]
    for condition in said:
        source, findings = read(condition)
        assert source is not None, findings
        assert fits("triggers", {"one": source.data})
