"""flowrules: a school's ill-health procedure as a file that is checked, drawn and run."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from flowrules.check import Checked, check
    from flowrules.decision import Decision
    from flowrules.engine import decide
    from flowrules.explain.text import explain
    from flowrules.finding import Finding
    from flowrules.flow import Flow
    from flowrules.model import parse_procedure, parse_record
    from flowrules.resolve import resolve
    from flowrules.source import Source, read

__version__ = "0.1.0"

# Names are loaded when first asked for, so that `flowrules --version` waits for none of them.
_HOMES = {
    "Checked": "check",
    "Decision": "decision",
    "Finding": "finding",
    "Flow": "flow",
    "Source": "source",
    "check": "check",
    "decide": "engine",
    "explain": "explain.text",
    "parse_procedure": "model",
    "parse_record": "model",
    "read": "source",
    "resolve": "resolve",
}

__all__ = [
    "Checked",
    "Decision",
    "Finding",
    "Flow",
    "Source",
    "check",
    "decide",
    "explain",
    "parse_procedure",
    "parse_record",
    "read",
    "resolve",
]


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(f"flowrules.{_HOMES[name]}"), name)
    raise AttributeError(f"module 'flowrules' has no attribute {name!r}")
