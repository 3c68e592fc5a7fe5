"""Flow -> findings: what a procedure means, held against one rule a file; the folders are the registry.

A folder is a pack of rules, and a rule is a module. Its docstring says what is wrong, why that matters
to a person, and shows a `Bad:` and a `Good:` procedure, which a test runs. It gives its CODE, its
SEVERITY, and `check`, which yields the path, the message and the way out of each problem; the file's
name is the rule's. A rule of law gives its LAW, an entry of `law_england.json`. `DATED` rules are given
the day as well, and are left out where none is known. What several rules ask is in the files beside the
packs.
"""

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Any, NamedTuple

from flowrules import law
from flowrules.finding import Finding, Severity
from flowrules.flow import Flow
from flowrules.lint import logic
from flowrules.lint.exceptions import Declined, misnamed, sorted_out, stale

PACKS = ("logic", "histories", "law-england", "good-practice")
_ADVICE = ("law-england", "good-practice")  # of which an author may decline even an error


class Rule(NamedTuple):
    """A rule of a pack. `law` is its entry in the data of that pack, if it has one."""

    name: str
    pack: str
    module: Any

    @property
    def code(self) -> str:
        code: str = self.module.CODE
        return code

    @property
    def severity(self) -> Severity:
        severity: Severity = self.module.SEVERITY
        return severity

    @property
    def law(self) -> law.Entry | None:
        named = getattr(self.module, "LAW", None)
        return law.entry(named) if named else None

    @property
    def can_be_declined(self) -> bool:
        """Whether an author may decide against it: all but an error of logic."""
        return self.pack in _ADVICE or self.severity != "error"

    def check(self, flow: Flow, today: date | None) -> Iterator[Finding]:
        """What it finds in a procedure."""
        dated = getattr(self.module, "DATED", False)
        if dated and today is None:
            return
        for problem in self.module.check(flow, today) if dated else self.module.check(flow):
            found = Finding(self.code, self.name, self.severity, *problem)
            yield found._replace(help=found.help + law.caution(self.law, today))


class Linted(NamedTuple):
    """What was found, and what the author has declined, with the reason."""

    findings: list[Finding]
    declined: list[Declined]


@cache
def rules_of(pack: str) -> tuple[Rule, ...]:
    """The rules of a pack, by name."""
    package = import_module(f"{__name__}.{pack.replace('-', '_')}")
    return tuple(
        _rule(pack, name) for name in sorted(one.name for one in iter_modules(package.__path__))
    )


def _rule(pack: str, name: str) -> Rule:
    module = import_module(f"{__name__}.{pack.replace('-', '_')}.{name}")
    return Rule(name.replace("_", "-"), pack, module)


def all_rules() -> dict[str, Rule]:
    """Every rule by its name, pack by pack."""
    return {rule.name: rule for pack in PACKS for rule in rules_of(pack)}


def lint(
    flow: Flow, *, deep: bool = True, today: date | None = None, packs: Collection[str] = PACKS
) -> Linted:
    """Every problem that a rule finds, each once; what the author has declined stands apart.

    Without `deep`, only what stands in the way of running; else the rules of the `packs` that are for
    this procedure. Exceptions that ended before `today` hold no more.
    """
    if not deep:
        errors = (_rule("logic", name) for name in logic.ERRORS)
        return Linted(_found(errors, flow, today), [])
    rules: list[Rule] = []
    found: list[Finding] = []
    for pack in packs_for(flow):  # what cannot be meant is told already, and not tried out
        if pack in packs and not (pack == "histories" and is_unsound(found)):
            rules += rules_of(pack)
            found += _found(rules_of(pack), flow, today)
    return _with_exceptions(flow, found, rules, today)


def _found(rules: Iterable[Rule], flow: Flow, today: date | None) -> list[Finding]:
    """Each finding once."""
    return list(dict.fromkeys(finding for rule in rules for finding in rule.check(flow, today)))


def _with_exceptions(flow: Flow, found: list[Finding], asked: list[Rule], today: date | None) -> Linted:
    rules = all_rules()
    fixed = {name for name, rule in rules.items() if not rule.can_be_declined}
    kept, declined = sorted_out(flow, found, fixed, today)
    advice = {rule.name for rule in asked} - fixed
    problems = [*misnamed(flow, rules, fixed), *stale(flow, declined, advice, today)]
    return Linted([*problems, *kept], declined)


def is_unsound(findings: Iterable[Finding]) -> bool:
    """Whether an error is among them that stands in the way of running."""
    errors = {one.rule for one in findings if one.severity == "error"}
    return bool(errors) and not errors <= {rule.name for pack in _ADVICE for rule in rules_of(pack)}


def _applies(pack: str, flow: Flow) -> bool:
    package: Any = import_module(f"{__name__}.{pack.replace('-', '_')}")
    applies: bool = package.applies(flow)
    return applies


def packs_for(flow: Flow) -> list[str]:
    """The packs whose rules a procedure is held against."""
    return [pack for pack in PACKS if _applies(pack, flow)]


__all__ = ["PACKS", "Linted", "Rule", "all_rules", "is_unsound", "lint", "packs_for", "rules_of"]
