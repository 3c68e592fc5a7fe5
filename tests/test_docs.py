"""Every command shown in the README and the docs is run, and what is shown is what it prints."""

import re
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from flowrules.check import check
from flowrules.cli import main
from flowrules.finding import has_errors

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
    # What is said the first time on a machine, while the rules are compiled, is tried in test_batch.
    monkeypatch.setattr("flowrules.kernel.machine_code.is_kept", lambda: True)
    text = page.read_text("utf-8")
    golden(page, CONSOLE.sub(lambda match: f"```console\n{console(match[1])}```", text))


@pytest.mark.parametrize(
    "page", [page for page in PAGES if page.name != "rules.md"], ids=lambda page: page.name
)
def test_every_whole_procedure_shown_is_sound(page):
    """But those in rules.md, half of which are broken; test_rules.py tries each."""
    for text in YAML.findall(page.read_text("utf-8")):
        assert not has_errors(check(text, packs=("logic",)).findings)


@pytest.mark.parametrize(("name", "many"), [("first.yaml", 4), ("whole.yaml", 9)])
def test_what_the_first_procedure_is_made_of_stands_in_its_file(name, many):
    page, file = ((HOME / "docs" / one).read_text("utf-8") for one in ("first-procedure.md", name))
    parts = re.findall(rf"<!-- {name} -->\n```yaml\n(.*?)```", page, re.DOTALL)
    assert len(parts) == many
    assert all(part in file for part in parts)


def test_the_second_procedure_goes_on_from_the_first_and_breaks_no_rule():
    first, whole = ((HOME / "docs" / name).read_text("utf-8") for name in ("first.yaml", "whole.yaml"))
    assert check(whole, today=date(2026, 11, 21)).findings == []
    stages = [
        re.findall(r"^  ([\w-]+):$", one.split("\nstages:")[1], re.MULTILINE) for one in (first, whole)
    ]
    assert stages[1][: len(stages[0])] == stages[0]


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


def test_the_picture_in_the_readme_is_the_one_that_is_drawn_now(tmp_path, monkeypatch, golden):
    monkeypatch.chdir(tmp_path)
    run("flowrules new small")
    assert "wrote" in run("flowrules render small/procedure.yaml -o drawn.svg")
    golden(HOME / "docs" / "small.svg", Path("drawn-1.svg").read_text("utf-8"))


@pytest.mark.parametrize("page", [*PAGES, HOME / "CONTRIBUTING.md"], ids=lambda page: page.name)
def test_every_path_named_is_there(page):
    text = page.read_text("utf-8")
    named = re.findall(r"`((?:docs|tests|examples|schemas|benchmarks|\.ci)/[\w./-]*)`", text)
    named += re.findall(r"\]\(([\w./-]+)\)", text)
    for path in named:
        assert (HOME / path).exists() or (page.parent / path).exists(), path


def test_the_map_has_every_module_and_every_file_of_the_engine():
    text = (HOME / "docs" / "architecture.md").read_text("utf-8")
    package = HOME / "flowrules"
    named = [path.name for path in package.iterdir() if path.suffix == ".py" and path.name[0] != "_"]
    named += [f"{path.parent.name}/" for path in package.glob("*/__init__.py")]
    named += [path.stem for path in (package / "engine").glob("*.py") if path.name[0] != "_"]
    assert [name for name in named if f"`{name}`" not in text] == []
