"""Flow -> findings: what a procedure means, held against one rule a file; this folder is the registry.

A rule is a module. Its docstring says what is wrong, why that matters to a person, and shows a
`Bad:` and a `Good:` procedure, which a test runs. It gives its CODE, its SEVERITY, and `check`,
which yields the path, the message and the way out of each problem; the file's name is the rule's.
"""

from collections.abc import Iterator
from datetime import date
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from flowrules.finding import Finding, Path, near
from flowrules.flow import Flow

_NAMES = sorted(module.name for module in iter_modules(__path__))
RULES: dict[str, Any] = {name.replace("_", "-"): import_module(f"{__name__}.{name}") for name in _NAMES}


def lint(flow: Flow, *, deep: bool = True, today: date | None = None) -> list[Finding]:
    """Every problem that a rule finds, each once, but for the advice that the author has declined.

    Without `deep`, only what stands in the way of running: errors, but not those that a rule has to
    SEARCH for by trying histories. Exceptions that ended before `today` hold no more.
    """
    findings = [
        Finding(rule.CODE, name, rule.SEVERITY, *place)
        for name, rule in RULES.items()
        if deep or (rule.SEVERITY == "error" and not getattr(rule, "SEARCHES", False))
        for place in rule.check(flow)
    ]
    declined = {
        one.rule for one in flow.allow if one.until is None or today is None or today <= one.until
    }
    kept = [one for one in findings if one.severity == "error" or one.rule not in declined]
    return [*_misnamed(flow), *dict.fromkeys(kept)]


def _misnamed(flow: Flow) -> Iterator[Finding]:
    """Exceptions to no rule, or to one that is no advice."""
    for place, one in enumerate(flow.allow):
        path: Path = ("allow", place, "rule")
        if one.rule not in RULES:
            message, help = f"there is no rule called `{one.rule}`", near(one.rule, RULES)
            yield Finding("FR308", "no-such-rule", "error", path, message, help)
        elif RULES[one.rule].SEVERITY == "error":
            message = f"`{one.rule}` is an error, and cannot be allowed"
            yield Finding("FR308", "no-such-rule", "error", path, message, "mend what it is about")
