"""The rules of the house that a program can hold: sizes, docstrings, names, who imports whom."""

import ast
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from shutil import which

import pytest

import flowrules

HOME = Path(flowrules.__file__).parent
MODULES = sorted(HOME.rglob("*.py"))


def functions(path):
    tree = ast.parse(path.read_text("utf-8"))
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]


def lines_of(node):
    return node.end_lineno - node.lineno + 1


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(HOME)))
def test_a_file_says_what_it_is_and_stays_small(path):
    text = path.read_text("utf-8")
    assert ast.get_docstring(ast.parse(text)), "a module begins with what goes in and what comes out"
    assert len(text.splitlines()) <= 330, "ask what second thing it does"


def test_functions_are_short():
    sizes = sorted(
        (lines_of(node), path.name, node.name) for path in MODULES for node in functions(path)
    )
    assert sizes[-1][0] <= 60, sizes[-1]
    assert sizes[int(len(sizes) * 0.95)][0] <= 32
    assert sizes[len(sizes) // 2][0] <= 11


def test_public_names_are_exact_and_all_there():
    assert flowrules.__all__ == sorted(flowrules.__all__)
    for name in flowrules.__all__:
        assert getattr(flowrules, name) is not None
    with pytest.raises(AttributeError):
        flowrules.no_such_name  # noqa: B018


def test_no_public_name_is_hidden_by_a_module():
    modules = {path.relative_to(HOME).parts[0].removesuffix(".py") for path in MODULES}
    assert not modules & set(flowrules.__all__)


@pytest.mark.parametrize("name", flowrules.__all__)
def test_public_names_say_what_they_are(name):
    assert getattr(flowrules, name).__doc__


@pytest.mark.parametrize(
    "folder",
    [
        *("batch", "conditions", "lint", "cli", "engine", "explain", "formats", "kernel", "model"),
        *("numbers", "records", "render", "trial"),
    ],
)
def test_files_of_a_folder_have_no_names_that_say_nothing(folder):
    said = {"utils", "helpers", "common", "base", "manager", "context", "misc", "core"}
    assert not {path.stem for path in (HOME / folder).glob("*.py")} & said


def test_imports_run_one_way():
    program = which("lint-imports", path=str(Path(sys.executable).parent))
    assert program, "import-linter is part of the `dev` extra"
    done = subprocess.run(
        [program, "--no-cache"], cwd=HOME.parent, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


def loaded_by(*words):
    """The modules that a whole command loads."""
    code = (
        "import sys\nfrom flowrules.cli import main\n"
        f"try: main({list(words)!r})\nexcept SystemExit: pass\nprint(*sys.modules, file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=HOME.parent, capture_output=True, text=True, check=True
    )
    return set(done.stderr.split())


def test_the_version_waits_for_nothing():
    assert not {"yaml", "pydantic", "jsonschema", "graphviz"} & loaded_by("--version")


def test_the_help_needs_no_extra():
    extras = {
        "jinja2",
        "vl_convert",
        "llvmlite",
        "numba",
        "numpy",
        "pyarrow",
        "dask",
        "distributed",
        "typst",
    }
    assert not extras & loaded_by("--help")


def test_evaluating_loads_no_graph_schema_or_drawing_library():
    oakfield = HOME.parent / "examples" / "oakfield"
    record = oakfield / "records" / "E1077.yaml"
    loaded = loaded_by("evaluate", str(oakfield / "procedure.yaml"), str(record), "--on", "2026-11-21")
    assert "flowrules.engine.day" in loaded
    assert not {"jsonschema", "graphviz", "holidays"} & loaded


def test_every_module_can_be_loaded_alone():
    for path in MODULES:
        name = ".".join(path.relative_to(HOME.parent).with_suffix("").parts).removesuffix(".__init__")
        assert import_module(name)
