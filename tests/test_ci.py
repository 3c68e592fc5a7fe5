"""The recipes for checking a procedure at every change: the action's own step, the hooks, and the page."""

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from shutil import which

import pytest
import yaml
from click.testing import CliRunner

from flowrules.cli import main

HOME = Path(__file__).parent.parent
OAKFIELD = (HOME / "examples" / "oakfield" / "procedure.yaml").read_text("utf-8")
BROKEN = OAKFIELD.replace("\nstages:", "\nstagess:")
ACTION = yaml.safe_load((HOME / "action.yml").read_text("utf-8"))
HOOKS = yaml.safe_load((HOME / ".pre-commit-hooks.yaml").read_text("utf-8"))
PAGE = (HOME / "docs" / "ci.md").read_text("utf-8")
RECIPES = [yaml.safe_load(block) for block in re.findall(r"```text\n(.*?)```", PAGE, re.DOTALL)]
BEFORE_COMMIT, GITHUB, GITLAB = RECIPES


@pytest.fixture
def school(tmp_path, monkeypatch):
    """A school's repository, with one sound procedure and one that is not."""
    for name, text in (("sound", OAKFIELD), ("broken", BROKEN)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "procedure.yaml").write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def step(school, tmp_path_factory):
    """`step(files="…")`: the action's second step with these inputs, as a runner takes it."""
    if which("bash") is None or os.name == "nt":
        pytest.skip("a runner's step is for bash")
    runner = tmp_path_factory.mktemp("runner")
    program = runner / "flowrules" / "bin" / "flowrules"
    program.parent.mkdir(parents=True)
    program.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m flowrules "$@"\n')
    program.chmod(0o755)

    def run(**inputs):
        given = {name: str(said["default"]) for name, said in ACTION["inputs"].items()}
        given |= {name.replace("_", "-"): value for name, value in inputs.items()}
        _, check = ACTION["runs"]["steps"]
        env = {
            name: re.sub(r"\$\{\{ inputs\.([\w-]+) \}\}", lambda found: given[found[1]], said)
            for name, said in check["env"].items()
        }
        return subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", check["run"]],
            env={**os.environ, **env, "RUNNER_TEMP": str(runner), "PYTHONPATH": str(HOME)},
            capture_output=True,
            text=True,
            check=False,
        )

    return run


def test_the_action_passes_a_sound_procedure(step):
    done = step(files="sound")
    assert (done.returncode, done.stderr) == (0, "")
    assert "::error" not in done.stdout


def test_the_action_puts_a_remark_beside_a_line_and_fails(step):
    done = step(files="sound broken/procedure.yaml")
    assert done.returncode == 1
    assert "::error file=broken/procedure.yaml,line=" in done.stdout
    assert not list(Path().glob("*.sarif"))


@pytest.mark.parametrize(("files", "code"), [("sound", 0), ("broken", 1), ("sound broken", 1)])
def test_the_action_writes_for_code_scanning_and_still_remarks(step, files, code):
    done = step(files=files, sarif_file="out file.sarif")
    assert done.returncode == code
    assert ("::error" in done.stdout) == (code == 1)
    (run,) = json.loads(Path("out file.sarif").read_text("utf-8"))["runs"]
    errors = [one for one in run["results"] if one["level"] == "error"]
    assert bool(errors) == (code == 1)


def test_the_action_is_as_strict_as_it_is_told(step):
    unused = "\nevents:\n  unused: {title: something that nothing looks at}\n"
    Path("sound/procedure.yaml").write_text(OAKFIELD.replace("\nevents:\n", unused), encoding="utf-8")
    assert step(files="sound").returncode == 0
    assert step(files="sound", fail_on="warning").returncode == 1


def test_a_name_that_is_no_file_fails_the_action_and_nothing_is_run_by_the_shell(step):
    done = step(files="$(touch-here) sound", sarif_file="x.sarif")
    assert done.returncode == 2


def test_the_page_tells_every_input_with_its_default():
    told = re.findall(r"^\| `([\w-]+)` \|", PAGE, re.MULTILINE)
    assert told == list(ACTION["inputs"])
    steps = GITHUB["jobs"]["lint"]["steps"]
    (ours,) = [one for one in steps if "flowrules@" in one["uses"]]
    (upload,) = [one for one in steps if one["uses"].startswith("github/codeql-action/upload-sarif@")]
    assert set(ours["with"]) <= set(ACTION["inputs"])
    assert upload["with"]["sarif_file"] == ours["with"]["sarif-file"]
    assert steps.index(ours) < steps.index(upload)
    assert GITHUB["permissions"]["security-events"] == "write"


def test_the_hooks_of_the_page_are_there_and_run_what_they_say(school):
    named = {hook["id"] for repo in BEFORE_COMMIT["repos"] for hook in repo["hooks"]}
    assert named <= {hook["id"] for hook in HOOKS}
    assert all(f"`{hook['id']}`" in PAGE for hook in HOOKS)
    for hook in HOOKS:
        words = [*hook["entry"].split()[1:], "broken/procedure.yaml"]
        done = CliRunner().invoke(main, words, prog_name="flowrules")
        assert re.search(hook["files"], words[-1])
        assert done.exit_code == int("--fix" not in words)
    assert Path("broken/procedure.yaml").read_text("utf-8") == OAKFIELD


@pytest.mark.parametrize(("policies", "code"), [("sound", 0), ("broken", 1)])
def test_the_line_for_gitlab_writes_what_gitlab_reads(school, policies, code):
    Path(policies).rename("policies")
    install, line = GITLAB["procedure"]["script"]
    assert install.startswith("pip install ")
    done = CliRunner().invoke(main, line.split()[1:], prog_name="flowrules")
    assert done.exit_code == code
    report = GITLAB["procedure"]["artifacts"]["reports"]["codequality"]
    found = json.loads(Path(report).read_text("utf-8"))
    assert all(
        {"description", "check_name", "fingerprint", "severity", "location"} <= set(one) for one in found
    )
    places = {one["location"]["path"] for one in found}
    assert places <= {"policies/procedure.yaml"}
    assert bool(places) or code == 0
    assert GITLAB["procedure"]["artifacts"]["when"] == "always"
