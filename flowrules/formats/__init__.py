"""Run -> bytes: what `flowrules lint` found, one form of output a file.

Each has `write`, and BEGINS: how a file of that form begins, so that a file of another kind is never
written over. What all are given is in `run`.
"""

from importlib import import_module
from typing import Any

FORMATS = ("text", "json", "github", "gitlab", "junit", "sarif")


def form_of(name: str) -> Any:
    """The module that writes one form."""
    return import_module(f"{__name__}.{name}")


__all__ = ["FORMATS", "form_of"]
