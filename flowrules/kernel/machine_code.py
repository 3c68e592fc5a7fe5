"""The loop over many people as a function of this processor: from the user's cache, or compiled first.

What was compiled is kept under the hash of all the texts that it can be made of, and of what made it; it
is loaded without numba. It works on arrays where they lie, so each is asked for its type and layout
before.
"""

import ctypes
import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from threading import Lock
from typing import Any

import llvmlite.binding as llvm
import numpy as np
from numpy.ctypeslib import ndpointer

from flowrules.kernel.columns import WIDE, Columns
from flowrules.kernel.running import decide_rows

LOOP = "flowrules_decide_rows"  # as the machine code calls it
_PACKAGE = Path(__file__).parents[1]
_TEXTS = ("conditions", "kernel", "numbers")  # the folders whose files are compiled
_NUMBERS = {"on", "begin", "end", "most"}
_WORKED_ON = {"a", "e", "s", "people", "steps", "items", "filled"}
_HASH = 32  # bytes, of what follows them in a file


def arguments() -> dict[str, type[np.int32 | np.int64] | None]:
    """What the loop takes: an array of these numbers, or (None) a number."""
    code = decide_rows.__code__
    narrow = {"w", *Columns._fields} - WIDE
    return {
        name: None if name in _NUMBERS else np.int32 if name in narrow else np.int64
        for name in code.co_varnames[: code.co_argcount]
    }


@cache
def machine() -> Any:
    """The processor that runs this, as LLVM makes code for it, which may lie anywhere in memory."""
    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    target = llvm.Target.from_triple(llvm.get_process_triple())
    features = llvm.get_host_cpu_features().flatten()
    return target.create_target_machine(llvm.get_host_cpu_name(), features, opt=3, reloc="pic")


def _kept() -> Path:
    """Where the code is kept that is made of these texts, by these programs, for this processor."""
    made_by = [
        *(sys.version, version("numba"), version("llvmlite")),
        *(llvm.get_process_triple(), llvm.get_host_cpu_name(), llvm.get_host_cpu_features().flatten()),
    ]
    files = sorted(path for folder in _TEXTS for path in (_PACKAGE / folder).glob("*.py"))
    hashed = sha256("\0".join(made_by).encode())
    for path in files:
        hashed.update(b"\0" + path.read_bytes())
    return cache_folder() / f"kernel-{hashed.hexdigest()[:16]}.o"


def cache_folder() -> Path:
    """The user's own folder for what programs keep."""
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home())) / "flowrules"
    return Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "flowrules"


def is_kept() -> bool:
    """Whether the loop was compiled before: then it is there in a moment, and not in a minute or so."""
    return _read(_kept()) is not None


def _read(path: Path) -> bytes | None:
    """The machine code in a file; None where there is none, or it is not whole."""
    try:
        content = path.read_bytes()
    except OSError:
        return None
    code = content[_HASH:]
    return code if content[:_HASH] == sha256(code).digest() else None


def _write(path: Path, code: bytes) -> None:
    """Keeps machine code, whole or not at all; where there is nowhere to, for this program alone."""
    part = path.with_name(f"{path.name}.{os.getpid()}")
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            part.write_bytes(sha256(code).digest() + code)
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)


def loop() -> Callable[..., int]:
    """The loop, which takes what `decide_rows` does, as arrays and numbers; compiled where need be.

    ctypes.ArgumentError where an array is not of its type, or not in one piece.
    """
    with _ONE_COMPILES:
        return _loop()


_ONE_COMPILES = Lock()  # of several threads, and the others wait


@cache
def _loop() -> Callable[..., int]:
    path = _kept()
    code = _read(path)
    if code is None:
        code = _compiled()
        _write(path, code)
    return _called(code)


def _compiled() -> bytes:
    """Compiles in a process of its own, as numba is large, and so set as nobody else would want it."""
    others = {name: value for name, value in os.environ.items() if not name.startswith("NUMBA_")}
    path = os.pathsep.join(filter(None, sys.path))
    done = subprocess.run(
        [sys.executable, "-m", "flowrules.kernel.compiling"],
        env=others | {"NUMBA_OPT": "0", "PYTHONPATH": path},
        capture_output=True,
        check=False,
    )
    if done.returncode:
        *_, why = done.stderr.decode(errors="replace").strip().splitlines() or [""]
        raise RuntimeError(f"the rules could not be compiled: {why or 'it was broken off'}")
    return done.stdout


def _called(code: bytes) -> Callable[..., int]:
    """The function in machine code.

    It is called as numba's functions are (numba.core.callconv.CPUCallConv): where its result goes and
    where an error would, then what it takes; it gives 0, as nothing in it raises.
    """
    engine = llvm.create_mcjit_compiler(llvm.parse_assembly(""), machine())
    engine.add_object_file(llvm.ObjectFileRef.from_data(code))
    engine.finalize_object()
    takes = [_taken(name, kind) for name, kind in arguments().items()]
    made = ctypes.CFUNCTYPE(ctypes.c_int32, ctypes.c_void_p, ctypes.c_void_p, *takes)
    function = made(engine.get_function_address(LOOP))

    def called(*given: Any, _engine: Any = engine) -> int:  # the code is there as long as its engine
        result, error = ctypes.c_int64(), ctypes.c_void_p()
        if function(ctypes.addressof(result), ctypes.addressof(error), *given):
            raise RuntimeError("the compiled loop broke off")
        return result.value

    return called


def _taken(name: str, kind: Any) -> Any:
    if kind is None:
        return ctypes.c_int64
    return ndpointer(kind, ndim=1, flags="C,W" if name in _WORKED_ON else "C")  # type: ignore[arg-type]
