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
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock

from filelock import FileLock

from flowrules.kernel.calling import load, processor

COMPILED_FOLDERS = ("conditions", "kernel", "numbers")  # all functions of the loop are in these
_PACKAGE = Path(__file__).parents[1]
_HASH_SIZE = sha256().digest_size
_ONE_COMPILES = Lock()  # of several threads, and the others wait


def loop() -> Callable[..., int]:
    """The loop as machine code, compiled where need be.

    It takes what `decide_rows` does, as arrays and numbers (see `calling.load`). RuntimeError where it
    cannot be compiled.
    """
    with _ONE_COMPILES:
        return _loop()


@cache
def _loop() -> Callable[..., int]:
    path = _cache_file()
    with ExitStack() as stack:
        with suppress(OSError):  # there is nowhere to keep it: each process compiles for itself
            path.parent.mkdir(parents=True, exist_ok=True)
            stack.enter_context(FileLock(path.with_name("compiling.lock")))
        code = _read(path)
        if code is None:
            code = _compile()
            _write(path, code)
    return load(code)


def is_kept() -> bool:
    """Whether the loop was compiled before: then it is there in a moment, and not in a minute or so."""
    return _read(_cache_file()) is not None


def _cache_file() -> Path:
    """Where the code is kept that is made of these texts, by these programs, for this processor."""
    made_by = (sys.version, version("numba"), version("llvmlite"), *processor())
    hashed = sha256("\0".join(made_by).encode())
    for path in sorted(path for one in COMPILED_FOLDERS for path in (_PACKAGE / one).glob("*.py")):
        hashed.update(b"\0" + path.read_bytes())
    return _cache_folder() / f"kernel-{hashed.hexdigest()[:16]}.o"


def _cache_folder() -> Path:
    """The user's own folder for what programs keep."""
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home())) / "flowrules"
    return Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "flowrules"


def _read(path: Path) -> bytes | None:
    """The machine code in a file; None where there is none, or it is not whole."""
    try:
        content = path.read_bytes()
    except OSError:
        return None
    code = content[_HASH_SIZE:]
    return code if content[:_HASH_SIZE] == sha256(code).digest() else None


def _write(path: Path, code: bytes) -> None:
    """Keeps machine code, whole or not at all. Where nothing can be kept, this program does without."""
    part = path.with_name(f"{path.name}.{os.getpid()}")
    with suppress(OSError):
        try:
            part.write_bytes(sha256(code).digest() + code)
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)


def _compile() -> bytes:
    """Compiles in a process of its own: numba is large, and set here as no other user would want it."""
    others = {name: value for name, value in os.environ.items() if not name.startswith("NUMBA_")}
    # The child finds the same flowrules, wherever this program found it.
    path = os.pathsep.join(filter(None, sys.path))
    with TemporaryDirectory(prefix="flowrules-") as folder:
        out = Path(folder, "loop.o")
        done = subprocess.run(  # noqa: S603 - a file of our own
            [sys.executable, "-m", "flowrules.kernel.compiling", out],
            env=others | {"NUMBA_OPT": "0", "PYTHONPATH": path},
            capture_output=True,
            check=False,
        )
        if done.returncode:
            *_, why = done.stderr.decode(errors="replace").strip().splitlines() or [""]
            raise RuntimeError(f"the rules could not be compiled: {why or 'it was broken off'}")
        return out.read_bytes()
