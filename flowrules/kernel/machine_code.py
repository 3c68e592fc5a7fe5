"""The loop over many people as machine code: from the user's cache, or compiled first.

What was compiled is kept under the hash of what it was made of and by, and is loaded without numba.
"""

import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import ExitStack, suppress
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock

from filelock import FileLock

from flowrules.kernel.calling import load, processor

COMPILED_FOLDERS = ("conditions", "kernel", "numbers")  # all functions of the loop are in these
_HASH_SIZE = sha256().digest_size
_ONE_COMPILES = Lock()  # of several threads, and the others wait
_LONGEST = 600  # seconds to wait for another process that compiles
_KEPT = 90 * 24 * 60 * 60  # seconds that code which nobody loads is kept


class CannotCompile(Exception):
    """Why the loop could not be compiled, in a line."""


def loop() -> Callable[..., int]:
    """The loop as machine code, compiled where need be.

    It takes what `decide_rows` does, as arrays and numbers (see `calling.load`). Raises CannotCompile.
    """
    with _ONE_COMPILES:
        return _loop()


@cache
def _loop() -> Callable[..., int]:
    hashed = hash_of_all()
    path = _cache_file(hashed)
    if path is None:
        return load(_compile(hashed))
    code = _read(path) or _compiled_once(path, hashed)
    with suppress(OSError):
        os.utime(path)  # for `_forget_former`: some systems do not note when a file is read
    return load(code)


def _compiled_once(path: Path, hashed: str) -> bytes:
    """The machine code for a file: of several processes one compiles it, and the others wait."""
    with ExitStack() as stack:
        with suppress(OSError, NotImplementedError):  # nowhere to keep it: each compiles for itself
            path.parent.mkdir(parents=True, exist_ok=True)
            stack.enter_context(FileLock(path.with_name("compiling.lock"), timeout=_LONGEST))
        code = _read(path)
        if code is None:
            code = _compile(hashed)
            with suppress(OSError):
                write(path, code)
                _forget_former(path)
    return code


def _forget_former(path: Path) -> None:
    """Deletes what was compiled of other versions, or for others, and was not loaded for long."""
    now = path.stat().st_mtime
    for other in path.parent.glob("kernel-*.o"):
        if now - other.stat().st_mtime > _KEPT:
            other.unlink(missing_ok=True)


def is_kept() -> bool:
    """Whether the loop was compiled before: then it is there in a moment, and not in a minute or so."""
    path = _cache_file(hash_of_all())
    return path is not None and _read(path) is not None


def _cache_file(hashed: str) -> Path | None:
    """Where the code is kept; None where nothing tells it from another, or this user has no folder."""
    with suppress(RuntimeError):  # no home
        return _cache_folder() / f"kernel-{hashed[:16]}.o" if hashed else None
    return None


def hash_of_all() -> str:
    """What tells the code from any other: its texts, what makes it, and the processor it is for.

    Nothing where there are no texts, as in a program that was frozen.
    """
    made_by = (sys.version, version("numba"), version("llvmlite"), *processor())
    hashed, texts = sha256("\0".join(made_by).encode()), 0
    for folder in COMPILED_FOLDERS:
        for file in sorted(files(f"flowrules.{folder}").iterdir(), key=lambda one: one.name):
            if file.name.endswith(".py"):
                hashed.update(b"\0" + file.read_bytes())
                texts += 1
    return hashed.hexdigest() if texts else ""


def _cache_folder() -> Path:
    """The user's own folder for what programs keep."""
    named = os.environ.get("LOCALAPPDATA" if sys.platform == "win32" else "XDG_CACHE_HOME")
    other = "" if sys.platform == "win32" else ".cache"
    return Path(named or Path.home() / other) / "flowrules"


def _read(path: Path) -> bytes | None:
    """The machine code in a file; None where there is none, or it is not whole."""
    try:
        content = path.read_bytes()
    except OSError:
        return None
    code = content[_HASH_SIZE:]
    return code if code and content[:_HASH_SIZE] == sha256(code).digest() else None


def write(path: Path, code: bytes) -> None:
    """Writes machine code, whole or not at all. Raises OSError."""
    part = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        part.write_bytes(sha256(code).digest() + code)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _compile(hashed: str) -> bytes:
    """Compiles in a process of its own: numba is large, and set here as no other user would want it.

    The process finds what this program finds, and nothing of the folder where somebody happens to stand;
    it refuses where it would compile anything but what has this hash.
    """
    others = {name: value for name, value in os.environ.items() if not name.startswith("NUMBA_")}
    path = os.pathsep.join(str(Path(one).absolute()) for one in sys.path)
    with TemporaryDirectory(prefix="flowrules-") as folder:
        out = Path(folder, "loop.o")
        try:
            done = subprocess.run(  # noqa: S603 - a file of our own
                [sys.executable, "-P", "-m", "flowrules.kernel.compiling", out, hashed],
                cwd=folder,
                env=others | {"NUMBA_OPT": "0", "PYTHONPATH": path},
                stdin=subprocess.DEVNULL,
                capture_output=True,
                check=False,
            )
        except OSError as error:
            raise CannotCompile(
                f"the rules could not be compiled: no Python was found: {error}"
            ) from None
        code = _read(out)
    if done.returncode or code is None:
        raise CannotCompile(f"the rules could not be compiled: {_last_said(done.stderr)}")
    return code


def _last_said(stderr: bytes) -> str:
    """The last line that names an error, or the last there is."""
    lines = stderr.decode(errors="replace").strip().splitlines() or ["it was broken off"]
    return next((line for line in reversed(lines) if "Error" in line), lines[-1])
