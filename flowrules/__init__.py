"""flowrules: a school's ill-health procedure as a file that is checked, drawn and run."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from flowrules.check import Checked
    from flowrules.decision import Decision
    from flowrules.engine import decide
    from flowrules.finding import Finding
    from flowrules.flow import Flow
    from flowrules.model import parse_procedure, parse_record
    from flowrules.source import Source, read

__version__ = "0.1.0"

# Names are loaded when first asked for, so that `flowrules --version` waits for none of them. None is
# also the name of a module here, which would take its place once loaded.
_HOMES = {
    "Checked": "check",
    "Decision": "decision",
    "Finding": "finding",
    "Flow": "flow",
    "Source": "source",
    "decide": "engine",
    "parse_procedure": "model",
    "parse_record": "model",
    "read": "source",
}

__all__ = [
    "Checked",
    "Decision",
    "Finding",
    "Flow",
    "Source",
    "decide",
    "parse_procedure",
    "parse_record",
    "read",
]


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(f"flowrules.{_HOMES[name]}"), name)
    raise AttributeError(f"module 'flowrules' has no attribute {name!r}")
