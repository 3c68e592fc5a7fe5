"""The loop over many people -> machine code: every function of it as it stands, optimised as one.

Nothing is written twice. The functions that the loop uses are found from its own text; numba makes each
into what LLVM takes, calling the others in the place of the interpreted ones. Only the dispatch to a
condition's file is another: a chain of comparisons over the same list, since a compiled program cannot
look a function up.

numba by itself would optimise each function alone, then again within each that calls it, and keep
all of them for others to call. Nobody calls these but the loop. So numba only translates
(`machine_code` starts this file as a program, with numba set so), and LLVM is told that all but the loop
is private, and optimises them together, once: a quarter less time for each person, and half the
time to compile.
"""

import sys
from types import FunctionType
from typing import Any

import llvmlite.binding as llvm
import numba
import numpy as np

from flowrules.kernel import dispatch
from flowrules.kernel.machine_code import LOOP, arguments, machine
from flowrules.kernel.running import decide_rows

# Nothing here divides by what may be 0, so no division need be watched; and nobody else calls it.
_JIT = numba.njit(error_model="numpy", no_cpython_wrapper=True, no_cfunc_wrapper=True)
_CHAINS = {
    dispatch.holds: dispatch.HOLDS,
    dispatch.changes: dispatch.CHANGES,
    dispatch.causes: dispatch.CAUSES,
}
_TYPES = {
    None: numba.int64,
    np.int32: numba.types.CPointer(numba.int32),
    np.int64: numba.types.CPointer(numba.int64),
}


def object_file() -> bytes:
    """The loop as its one symbol, which needs nothing of numba or Python."""
    taken = [_TYPES[kind] for kind in arguments().values()]
    # A function for C is what numba gives the text of; the one that it calls is the loop.
    made = numba.cfunc(numba.int64(*taken), error_model="numpy")(_Translating().among(decide_rows))
    module = llvm.parse_assembly(made.inspect_llvm())
    _optimise(module, made.native_name.removeprefix("cfunc."))
    code: bytes = machine().emit_object(module)
    return code


class _Translating:
    """Functions -> those of numba, each once."""

    def __init__(self) -> None:
        self._done: dict[Any, Any] = {}

    def _translated(self, function: Any) -> Any:
        if function not in self._done:
            made = self._chain(function) if function in _CHAINS else self.among(function)
            self._done[function] = _JIT(made)
        return self._done[function]

    def among(self, function: Any) -> FunctionType:
        """The function, calling those of numba."""
        known = {
            name: self._translated(value) if _is_ours(value) else value
            for name in function.__code__.co_names
            if (value := function.__globals__.get(name)) is not None
        }
        return FunctionType(
            function.__code__, known | {"__name__": function.__module__}, function.__name__
        )

    def _chain(self, function: Any) -> Any:
        """The dispatch: one comparison after the other."""
        taken = ", ".join(function.__code__.co_varnames[: function.__code__.co_argcount])
        lines = [f"def {function.__name__}({taken}):"]
        known: dict[str, Any] = {}
        for place, one in enumerate(_CHAINS[function]):
            known[f"word_{place}"] = self._translated(one)
            lines.append(f"    if t[row] == {place + 4}: return word_{place}({taken})")
        nothing = "None" if function is dispatch.causes else "0"
        text = "\n".join([*lines, f"    return {nothing}"])
        exec(text, known)  # noqa: S102 - made of our own names alone
        return known[function.__name__]


def _is_ours(value: Any) -> bool:
    return isinstance(value, FunctionType) and value.__module__.startswith("flowrules.")


def _optimise(module: Any, loop: str) -> None:
    """Optimises a module as a whole, in which all but one function is private."""
    for one in (*module.functions, *module.global_variables):
        if not one.is_declaration:
            one.linkage = "internal"
    function = module.get_function(loop)
    function.linkage, function.name = "external", LOOP
    if len([*function.arguments]) != 2 + len(arguments()):
        raise RuntimeError("this version of numba calls functions in a way that is not known here")
    options = llvm.create_pipeline_tuning_options(speed_level=3)
    options.loop_vectorization = options.slp_vectorization = False  # nearly all loops are short
    builder = llvm.create_pass_builder(machine(), options)
    builder.getModulePassManager().run(module, builder)
    needed = [one.name for one in module.functions if one.is_declaration]
    if others := [name for name in needed if not name.startswith("llvm.")]:
        raise RuntimeError(f"the compiled loop cannot stand alone: it needs {', '.join(others)}")


if __name__ == "__main__":
    sys.stdout.buffer.write(object_file())
