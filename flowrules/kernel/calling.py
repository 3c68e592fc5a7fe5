"""Machine code -> a function: what the loop over many people takes, for which processor, how it is
called.

Machine code does not look at what it is given, and works on arrays where they lie. So ctypes asks each
array for its type and layout first.
"""

import ctypes
from collections.abc import Callable
from inspect import signature
from typing import Any

import llvmlite.binding as llvm
import numpy as np
from numpy.ctypeslib import ndpointer

from flowrules.kernel.columns import WIDE_COLUMNS, Columns
from flowrules.kernel.running import decide_rows

SYMBOL = "flowrules_decide_rows"  # the loop, as the machine code calls it
_WRITTEN = {"taken", "left", "a", "e", "s", "people", "steps", "items", "filled"}


def parameter_types() -> dict[str, type[np.int32 | np.int64] | None]:
    """What the loop takes, by name and in order: an array of these numbers, or (None) one number."""
    narrow = {"w", *Columns._fields} - WIDE_COLUMNS
    return {
        name: None if one.annotation is int else np.int32 if name in narrow else np.int64
        for name, one in signature(decide_rows).parameters.items()
    }


def processor() -> tuple[str, str, str]:
    """What LLVM must know of the processor that runs this: its system, model and features."""
    features = llvm.get_host_cpu_features().flatten()
    return llvm.get_process_triple(), llvm.get_host_cpu_name(), features


def target_machine() -> Any:
    """What makes code for that processor, to be run at once and to lie anywhere, as numba's own does.

    One for each use: an engine takes it, and frees it at its end.
    """
    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    triple, model, features = processor()
    target = llvm.Target.from_triple(triple)
    addresses = "static" if target.name.startswith("x86") else "default"
    return target.create_target_machine(model, features, opt=3, reloc=addresses, jit=True)


def load(code: bytes) -> Callable[..., int]:
    """The function in an object file, which must be one that `compiling` made.

    It raises ctypes.ArgumentError for an array of another type, or not in one piece.
    """
    engine = llvm.create_mcjit_compiler(llvm.parse_assembly(""), target_machine())
    engine.add_object_file(llvm.ObjectFileRef.from_data(code))
    engine.finalize_object()
    taken = [_ctype(name, kind) for name, kind in parameter_types().items()]
    # numba's functions take before all else where the result goes, and where an error would.
    made = ctypes.CFUNCTYPE(ctypes.c_int32, ctypes.c_void_p, ctypes.c_void_p, *taken)
    function = made(engine.get_function_address(SYMBOL))

    def called(*given: Any, _engine: Any = engine) -> int:  # the code is there as long as its engine
        result, error = ctypes.c_int64(), ctypes.c_void_p()
        if function(ctypes.addressof(result), ctypes.addressof(error), *given):
            raise RuntimeError("the compiled loop broke off")
        return result.value

    return called


def _ctype(name: str, kind: Any) -> Any:
    if kind is None:
        return ctypes.c_int64
    return ndpointer(kind, ndim=1, flags="C,W" if name in _WRITTEN else "C")  # type: ignore[arg-type]
