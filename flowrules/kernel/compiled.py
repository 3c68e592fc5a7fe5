"""The same kernel, compiled: every function of it is handed to numba as it stands, and kept on disk.

Nothing is written twice. The functions that the loop over many people uses are found from its own text;
each is compiled with the others it calls in the place of the interpreted ones. Only the dispatch to a
condition's file is another: a chain of comparisons over the same list, since a compiled program cannot
look a function up. What was compiled is kept in the user's cache, under the hash of all the texts it was
made from.
"""

import os
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import cache
from hashlib import sha256
from pathlib import Path
from threading import Lock
from types import FunctionType
from typing import Any

import numba
import numpy as np
from llvmlite.binding import get_host_cpu_name  # type: ignore[import-untyped]
from numba.extending import intrinsic

from flowrules.kernel import dispatch
from flowrules.kernel.coding import Coded
from flowrules.kernel.columns import Columns
from flowrules.kernel.kernel import Rows
from flowrules.kernel.running import ITEMS_AT_MOST, absences_size, decide_rows, state_size
from flowrules.numbers import fields as f

# Nothing here divides by what may be 0, so no division need be watched.
_jit = numba.njit(nogil=True, error_model="numpy")
_ROOM = 64  # people for whom rows are kept ready, at the least


class _Compiling:
    """Functions -> compiled ones, each once."""

    def __init__(self) -> None:
        self._done: dict[str, Any] = {}
        self.texts: set[Path] = set()

    def compiled(self, function: Any) -> Any:
        name = f"{function.__module__}.{function.__qualname__}"
        if name not in self._done:
            self._done[name] = self._compile(function)
        return self._done[name]

    def _compile(self, function: Any) -> Any:
        if function in (dispatch.holds, dispatch.changes, dispatch.causes):
            return self._chain(function)
        self.texts.add(Path(function.__code__.co_filename))
        return _jit(self._among_compiled(function))

    def _among_compiled(self, function: Any) -> FunctionType:
        """The function, calling compiled ones."""
        known = {
            name: self.compiled(value) if _is_ours(value) else value
            for name in function.__code__.co_names
            if (value := function.__globals__.get(name)) is not None
        }
        return FunctionType(
            function.__code__, known | {"__name__": function.__module__}, function.__name__
        )

    def whole(self) -> Any:
        """The loop over many people, which takes arrays."""
        arguments = decide_rows.__code__.co_varnames[: decide_rows.__code__.co_argcount]
        numbers = ("on", "begin", "end", "most")
        given = ", ".join(name if name in numbers else f"where({name})" for name in arguments)
        text = f"def whole({', '.join(arguments)}):\n    return decide_rows({given})"
        known = {"decide_rows": self.compiled(decide_rows), "where": _where, "__name__": __name__}
        exec(compile(text, __file__, "exec"), known)  # noqa: S102 - made of our own names alone
        return _jit(known["whole"])

    def _chain(self, function: Any) -> Any:
        """The dispatch: one comparison after the other."""
        listed = {"holds": dispatch.HOLDS, "changes": dispatch.CHANGES, "causes": dispatch.CAUSES}
        arguments = ", ".join(function.__code__.co_varnames[: function.__code__.co_argcount])
        lines = [f"def {function.__name__}({arguments}):"]
        known: dict[str, Any] = {}
        for place, one in enumerate(listed[function.__name__]):
            known[f"word_{place}"] = self.compiled(one)
            lines.append(f"    if t[row] == {place + 4}: return word_{place}({arguments})")
        nothing = "None" if function is dispatch.causes else "0"
        text = "\n".join([*lines, f"    return {nothing}"])
        exec(text, known)  # noqa: S102 - made of our own names alone
        return _jit(known[function.__name__])


def _is_ours(value: Any) -> bool:
    return isinstance(value, FunctionType) and value.__module__.startswith("flowrules.")


# One signature: columns are read-only 32-bit, as files have them; what is worked on is 64-bit.
_I4, _I8 = numba.types.Array(numba.int32, 1, "C", readonly=True), numba.int64[::1]
_SAID = numba.types.Array(numba.int64, 1, "C", readonly=True)
_SIGNATURE = numba.int64(
    *(_I8, _I4, *[numba.int64] * 3),
    *(*[_I4] * 7, _SAID, *[_I4] * 13),
    *(_I8, _I8, _I8, numba.int64, _I8, _I8, _I8, _I8),
)


@intrinsic  # type: ignore[untyped-decorator]
def _where(typingctx: Any, array: Any) -> Any:  # noqa: ARG001
    """Where an array's numbers are: a row that is passed on costs nothing, and is never counted."""

    def found(context: Any, builder: Any, signature: Any, given: Any) -> Any:
        return context.make_array(signature.args[0])(context, builder, given[0]).data

    return numba.types.CPointer(array.dtype)(array), found


@cache
def _made() -> tuple[Any, Path]:
    """The loop, to be compiled, and the folder that is only for what was made of the same texts."""
    compiling = _Compiling()
    whole = compiling.whole()
    texts = [path.read_bytes() for path in sorted(compiling.texts)]
    texts += [Path(dispatch.__file__).read_bytes(), Path(f.__file__).read_bytes()]
    # What numba, too, asks for before it takes what is kept.
    here, cpu = Path(__file__), get_host_cpu_name()
    kept_for = f"{numba.__version__} {sys.version} {cpu} {here} {here.stat().st_mtime_ns}"
    key = sha256(b"\0".join([*texts, kept_for.encode()])).hexdigest()[:16]
    return whole, cache_folder() / f"kernel-{key}"


def is_kept() -> bool:
    """Whether the loop was compiled before: then it is there in a moment, and not in a minute or two."""
    _, folder = _made()
    return any(folder.rglob("*.nbi"))


def loop() -> Callable[..., int]:
    """The loop, compiled; from the user's cache where this program's texts were met before."""
    with _ONE_COMPILES:
        return _load()


_ONE_COMPILES = Lock()  # of several threads, and the others wait


@cache
def _load() -> Callable[..., int]:
    whole, folder = _made()
    config: Any = numba.config
    before, config.CACHE_DIR = config.CACHE_DIR, str(folder)
    try:
        with suppress(RuntimeError):  # nowhere to keep it: it is compiled for this program alone
            whole.enable_caching()
        whole.compile(_SIGNATURE)
    finally:
        config.CACHE_DIR = before
    compiled: Callable[..., int] = whole
    return compiled


def cache_folder() -> Path:
    """The user's own folder for what programs keep."""
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home())) / "flowrules"
    return Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "flowrules"


def as_arrays(columns: Columns) -> Columns:
    """The columns as arrays that are read only."""
    arrays = []
    for name, column in zip(Columns._fields, columns, strict=True):
        array = np.asarray(column, np.int64 if name == "said" else np.int32)
        array.flags.writeable = False
        arrays.append(array)
    return Columns(*arrays)


class Table:
    """A procedure's table and working days as arrays, for any number of columns."""

    def __init__(self, coded: Coded) -> None:
        self.coded = coded
        self.t: Any = np.array(coded.t, np.int64)
        self._w: np.ndarray | None = None

    @property
    def w(self) -> Any:
        """The working days of the patterns met so far."""
        if self._w is None or len(self._w) != len(self.coded.calendars.w):
            self._w = np.array(self.coded.calendars.w, np.int32)
            self._w.flags.writeable = False
        return self._w


def compiled(table: Table, columns: Columns, threads: int = 1) -> Rows:
    """What comes of each person; `columns` are arrays."""
    many = len(columns.left_out)
    share = -(-many // threads) if many else 1
    spans = [(first, min(first + share, many)) for first in range(0, many, share)]
    most, run = int(_most(columns)), loop()
    w = table.w
    if len(spans) < 2:
        return _run(run, table, w, columns, most, *(spans or [(0, 0)])[0])
    with ThreadPoolExecutor(threads) as pool:
        parts = list(pool.map(lambda span: _run(run, table, w, columns, most, *span), spans))
    return Rows(*(np.concatenate(part) for part in zip(*parts, strict=True)))


def _most(columns: Columns) -> int:
    if not len(columns.left_out):
        return 0
    starts = (columns.lines_from, columns.foretold_from, columns.events_from)
    return max(int(np.diff(one).max()) for one in starts)


def _run(
    run: Callable[..., int], table: Table, w: Any, columns: Columns, most: int, begin: int, end: int
) -> Rows:
    t = table.t
    width = f.OUT_TRACKS + 2 * len(table.coded.tracks)
    a = np.zeros(absences_size(t, most), np.int64)
    e, s = np.zeros((most + 1) * f.EVENT_WIDTH, np.int64), np.zeros(state_size(t, most), np.int64)
    people = np.zeros(len(columns.left_out) * width if begin or end else 0, np.int64)
    steps, items, filled = [], [], np.zeros(4, np.int64)
    at = begin
    while at < end:
        room = max(_ROOM, (end - at) // 4)
        its_steps = np.empty(((3 * most + 100) * 4 + 8 * room) * f.STEP_ROW, np.int64)
        its_items = np.empty((ITEMS_AT_MOST * 4 + 6 * room) * f.ITEM_ROW, np.int64)
        filled[:] = 0, 0, len(its_steps) // f.STEP_ROW, len(its_items) // f.ITEM_ROW
        at = run(
            t, w, table.coded.on, at, end, *columns, a, e, s, most, people, its_steps, its_items, filled
        )  # fmt: skip
        steps.append(its_steps[: filled[0] * f.STEP_ROW].copy())
        items.append(its_items[: filled[1] * f.ITEM_ROW].copy())
    nothing = np.zeros(0, np.int64)
    return Rows(
        people[begin * width : end * width],
        np.concatenate(steps) if steps else nothing,
        np.concatenate(items) if items else nothing,
    )
