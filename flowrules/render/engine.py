"""DOT -> SVG or PNG, drawn by the program of the package `graphviz-pure`.

The program is found through the package's own list of files, so nothing need be on the PATH. One that
fails may still have drawn something, and wrongly (a label it cannot read becomes the name of its box),
so only what comes with no error at all is handed on.
"""

import re
import subprocess
import warnings
from importlib.metadata import PackageNotFoundError, files
from pathlib import Path

from graphviz.backend import dot_command, execute

PACKAGE = "graphviz-pure"
SECONDS = 120

# The engine takes letters beyond ASCII for wider than they are, which leaves room and harms nothing.
_HARMLESS = "no value for width of non-ASCII character"


class CannotDraw(Exception):
    """The engine is not there, or failed; its message is for the user."""


def run(dot: str, form: str, *, dpi: int | None = None) -> bytes:
    """Draws a DOT text, which says by its `layout` who arranges it; `form` is `svg` or `png`."""
    dot_command.DOT_BINARY = program()
    command = dot_command.command("neato", form)
    if dpi:
        command.append(f"-Gdpi={dpi}")
    try:
        done = execute.run_check(
            command, input=dot.encode(), capture_output=True, quiet=True, timeout=SECONDS
        )
    except subprocess.CalledProcessError as error:
        raise CannotDraw(f"the drawing engine failed: {_first(_said(error.stderr))}") from error
    except subprocess.TimeoutExpired as error:
        raise CannotDraw(f"the drawing engine gave no answer in {SECONDS} seconds") from error
    except (OSError, execute.ExecutableNotFound) as error:
        problem = f"the drawing engine `{command[0]}` could not be started; a `.dot` needs none"
        raise CannotDraw(problem) from error
    said = _said(done.stderr)
    if not done.stdout or any(line.startswith("Error") for line in said):
        raise CannotDraw(f"the drawing engine failed: {_first(said)}")
    for line in said:
        warnings.warn(f"the drawing engine says: {line}", stacklevel=2)
    return bytes(done.stdout)


_SIZE = re.compile(rb'<svg width="([0-9.]+)pt" height="([0-9.]+)pt"')


def size(dot: str) -> tuple[float, float]:
    """The width and height, in points, that a drawing takes whose places the engine finds."""
    found = _SIZE.search(run(dot, "svg"))
    if found is None:
        raise CannotDraw("the drawing engine did not say how large its drawing is")
    return float(found[1]), float(found[2])


def program() -> Path:
    """The program, as its package lists it."""
    try:
        listed = files(PACKAGE) or []
    except PackageNotFoundError:
        listed = []
    for file in listed:
        path = Path(str(file.locate()))
        if path.stem == PACKAGE and path.suffix in ("", ".exe") and path.is_file():
            return path
    raise CannotDraw(f"the drawing engine is not there; `pip install {PACKAGE}` puts it back")


def _said(stderr: bytes) -> list[str]:
    lines = stderr.decode(errors="replace").splitlines()
    return [line.strip() for line in lines if line.strip() and _HARMLESS not in line]


def _first(lines: list[str]) -> str:
    return lines[0] if lines else "it gave no reason"
