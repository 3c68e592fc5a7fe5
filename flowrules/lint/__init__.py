"""Flow -> findings: what a procedure means, held against one rule a file; this folder is the registry.

A rule is a module. Its docstring says what is wrong, why that matters to a person, and shows a
`Bad:` and a `Good:` procedure, which a test runs. It gives its CODE, its SEVERITY, and `check`,
which yields the path, the message and the way out of each problem; the file's name is the rule's.
"""

from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from flowrules.finding import Finding
from flowrules.flow import Flow

_NAMES = sorted(module.name for module in iter_modules(__path__))
RULES: dict[str, Any] = {name.replace("_", "-"): import_module(f"{__name__}.{name}") for name in _NAMES}


def lint(flow: Flow, *, deep: bool = True) -> list[Finding]:
    """Every problem that a rule finds, each once.

    Without `deep`, only what stands in the way of running: errors, but not those that a rule has to
    SEARCH for by trying histories.
    """
    findings = [
        Finding(rule.CODE, name, rule.SEVERITY, *place)
        for name, rule in RULES.items()
        if deep or (rule.SEVERITY == "error" and not getattr(rule, "SEARCHES", False))
        for place in rule.check(flow)
    ]
    return list(dict.fromkeys(findings))
