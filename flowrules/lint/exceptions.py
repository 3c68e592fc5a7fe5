"""Findings + `allow` -> what is kept, what is declined, and what is wrong with the exceptions.

An exception declines a piece of advice, with a reason and, if wanted, a last day. One that names no
rule, that has ended, or that declines nothing is told of: a reader would take it for a decision.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from flowrules.finding import Finding, Path, near
from flowrules.flow import Flow
from flowrules.misspelt import sure
from flowrules.model.procedure import Allowed
from flowrules.words import say_day


class Declined(NamedTuple):
    """A finding that the author has decided against, and where that is said."""

    finding: Finding
    by: Allowed


def sorted_out(
    flow: Flow, found: Iterable[Finding], fixed: Collection[str], today: date | None
) -> tuple[list[Finding], list[Declined]]:
    """Those that are kept, and those that are declined; the rules in `fixed` cannot be."""
    holding = {one.rule: one for one in flow.allow if not _is_over(one, today)}
    kept: list[Finding] = []
    declined: list[Declined] = []
    for finding in found:
        by = None if finding.rule in fixed else holding.get(finding.rule)
        if by is None:
            kept.append(finding)
        else:
            declined.append(Declined(finding, by))
    return kept, declined


def _is_over(one: Allowed, today: date | None) -> bool:
    return one.until is not None and today is not None and today > one.until


def misnamed(flow: Flow, rules: Mapping[str, Any], fixed: Collection[str]) -> Iterator[Finding]:
    """Exceptions to no rule, or to one that is no advice."""
    for place, one in enumerate(flow.allow):
        path: Path = ("allow", place, "rule")
        if one.rule not in rules:
            message, help = f"there is no rule called `{one.rule}`", near(one.rule, rules)
            fix = sure(one.rule, rules)
            yield Finding("FR308", "no-such-rule", "error", path, message, help, fix=fix)
        elif one.rule in fixed:
            message = f"`{one.rule}` is an error, and cannot be allowed"
            yield Finding("FR308", "no-such-rule", "error", path, message, "mend what it is about")


def stale(
    flow: Flow, declined: Iterable[Declined], advice: Collection[str], today: date | None
) -> Iterator[Finding]:
    """Exceptions that are over, and those that decline nothing."""
    used = {one.by for one in declined}
    for place, one in enumerate(flow.allow):
        path: Path = ("allow", place)
        if one.rule not in advice:
            continue
        if one.until is not None and _is_over(one, today):
            message = f"the exception to `{one.rule}` ended on {say_day(one.until)}"
            help = "decide again: mend what the rule is about, or give the exception a later day"
            yield Finding("FR311", "exception-over", "warning", (*path, "until"), message, help)
        elif one not in used:
            message = f"nothing is left for the exception to `{one.rule}` to allow"
            yield Finding("FR312", "exception-unused", "warning", path, message, "take it out")
