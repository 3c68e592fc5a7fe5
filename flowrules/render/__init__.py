"""Flow -> drawings and documents, one format a file; this folder is their registry.

A format is a file with its `SUFFIX` and `render(work)`, which gives the content of each of its files: of
a picture, one a page. All show one and the same chart, and carry the fingerprint of its rules.
"""

from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from flowrules.render.work import Work, work_of

__all__ = ["FORMATS", "Work", "render", "work_of"]

_MODULES = [import_module(f"{__name__}.{module.name}") for module in iter_modules(__path__)]
_SUFFIXES = {module.SUFFIX: module for module in _MODULES if hasattr(module, "SUFFIX")}
FORMATS: dict[str, Any] = dict(sorted(_SUFFIXES.items()))


def render(work: Work, suffix: str) -> list[bytes]:
    """The content of each file of that kind; raises `CannotDraw` when the engine fails."""
    drawn: list[str | bytes] = FORMATS[suffix].render(work)
    return [one.encode() if isinstance(one, str) else one for one in drawn]
