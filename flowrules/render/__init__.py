"""Flow -> drawings, one format a file; this folder is their registry.

A format is a file with its `SUFFIX`, the first bytes of such a file (`STARTS`), and `render(flow)`.
All of them show one and the same chart.
"""

from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from flowrules.flow import Flow

_MODULES = [import_module(f"{__name__}.{module.name}") for module in iter_modules(__path__)]
FORMATS: dict[str, Any] = {module.SUFFIX: module for module in _MODULES if hasattr(module, "SUFFIX")}


def render(flow: Flow, suffix: str) -> bytes:
    """The content of a file with that suffix; raises `CannotDraw` when the engine fails."""
    drawn: str | bytes = FORMATS[suffix].render(flow)
    return drawn.encode() if isinstance(drawn, str) else drawn
