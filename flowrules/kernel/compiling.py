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
from collections.abc import Iterable, Iterator
from inspect import signature
from pathlib import Path
from types import FunctionType
from typing import Any

import llvmlite.binding as llvm
import numba
import numpy as np

from flowrules.kernel import dispatch
from flowrules.kernel.calling import SYMBOL, parameter_types, target_machine
from flowrules.kernel.machine_code import COMPILED_FOLDERS, hash_of_all, write
from flowrules.kernel.running import decide_rows
from flowrules.numbers.seldom import SELDOM

# Nothing here divides by what may be 0, so numba need not watch for it; Python and C call none of these.
_translate = numba.njit(error_model="numpy", no_cpython_wrapper=True, no_cfunc_wrapper=True)
_LISTED = {
    dispatch.holds: dispatch.HOLDS,
    dispatch.changes: dispatch.CHANGES,
    dispatch.causes: dispatch.CAUSES,
}
_TYPES = {
    None: numba.int64,
    np.int32: numba.types.CPointer(numba.int32),
    np.int64: numba.types.CPointer(numba.int64),
}
_OURS = tuple(f"flowrules.{folder}." for folder in COMPILED_FOLDERS)


def object_file() -> bytes:
    """The loop as an object file for this processor, with that one symbol.

    RuntimeError where numba calls functions in an unknown way, or the code needs anything but itself.
    """
    taken = tuple(_TYPES[kind] for kind in parameter_types().values())
    translator = _Translator()
    loop = translator.translated(decide_rows)
    loop.compile(taken)
    (made,) = loop.overloads.values()
    module = llvm.parse_assembly(loop.inspect_llvm(taken))
    _name_the_loop(module, made.fndesc.mangled_name)
    _set_apart(module, set(translator.names_of(SELDOM)))
    _optimise(module)
    code: bytes = target_machine().emit_object(module)
    return code


class _Translator:
    """Functions -> those of numba, each once."""

    def __init__(self) -> None:
        self._done: dict[Any, Any] = {}

    def translated(self, function: Any) -> Any:
        if function not in self._done:
            made = self._chain(function) if function in _LISTED else self._calling_translated(function)
            self._done[function] = _translate(made)
        return self._done[function]

    def names_of(self, functions: Iterable[Any]) -> Iterator[str]:
        """What some functions that are called are named, once they are compiled."""
        for function in functions:
            for made in self._done[function].overloads.values():
                yield made.fndesc.mangled_name

    def _calling_translated(self, function: Any) -> FunctionType:
        """The same function, calling translated ones."""
        known = {
            name: self.translated(value) if _is_ours(value) else value
            for name in function.__code__.co_names
            if (value := function.__globals__.get(name)) is not None
        }
        return FunctionType(
            function.__code__, known | {"__name__": function.__module__}, function.__name__
        )

    def _chain(self, function: Any) -> Any:
        """The dispatch: one comparison after the other."""
        parameters = ", ".join(signature(function).parameters)
        lines = [f"def {function.__name__}({parameters}):"]
        known: dict[str, Any] = {}
        for word, one in enumerate(_LISTED[function], dispatch.FIRST_WORD):
            known[f"word_{word}"] = self.translated(one)
            lines.append(f"    if t[row] == {word}: return word_{word}({parameters})")
        nothing = "None" if function is dispatch.causes else "0"
        text = "\n".join([*lines, f"    return {nothing}"])
        exec(text, known)  # noqa: S102 - made of our own names alone
        return known[function.__name__]


def _is_ours(value: Any) -> bool:
    """Whether it is a function to translate: one in whose folder every file is hashed."""
    return isinstance(value, FunctionType) and value.__module__.startswith(_OURS)


def _name_the_loop(module: Any, name: str) -> None:
    """Makes all of a module private but the loop."""
    for one in (*module.functions, *module.global_variables):
        if not one.is_declaration:
            one.linkage = "internal"
    loop = module.get_function(name)
    loop.linkage, loop.name = "external", SYMBOL
    # As `calling` calls it (numba.core.callconv.CPUCallConv).
    known = ["retptr", "excinfo", *(f"arg.{name}" for name in parameter_types())]
    if [one.name for one in loop.arguments] != known:
        raise RuntimeError("this version of numba calls functions in a way that is not known here")


def _set_apart(module: Any, names: set[str]) -> None:
    """Keeps some functions from being put into others, where they would only take up room."""
    for one in module.functions:
        if one.name in names:
            one.add_function_attribute("noinline")
            one.add_function_attribute("cold")


def _optimise(module: Any) -> None:
    """Optimises a module as a whole, which must then need nothing but itself."""
    options = llvm.create_pipeline_tuning_options(speed_level=3)
    options.loop_vectorization = options.slp_vectorization = False  # nearly all loops are short
    builder = llvm.create_pass_builder(target_machine(), options)
    builder.getModulePassManager().run(module, builder)
    needed = [one.name for one in module.functions if one.is_declaration]
    needed += [one.name for one in module.global_variables]
    if others := [name for name in needed if not name.startswith("llvm.")]:
        raise RuntimeError(f"the compiled loop cannot stand alone: it needs {', '.join(others)}")


if __name__ == "__main__":
    out, wanted = sys.argv[1:]
    if hash_of_all() != wanted:
        sys.exit("the program was changed meanwhile; start it again")
    write(Path(out), object_file())
