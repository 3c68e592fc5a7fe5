"""`any`: at least one of its members holds."""

from typing import Any

from flowrules.decision import Reason
from flowrules.facts import Facts
from flowrules.finding import Path
from flowrules.view import NOTHING, Condition, Truth, View, Wanted, combine
from flowrules.words import Names

WORD = "any"
MEMBERS = "list"
FACTS = Facts(elsewhere=False)


def resolve(shape: tuple[Any, ...], path: Path, scope: Any) -> Condition:
    members = scope.bind_all(shape, path)
    return combine(WORD, path, members, by_absence=all(member.by_absence for member in members))


def test(condition: Condition, view: View) -> Truth:
    truths = [view.ask(member) for member in condition.members]
    met = [truth for truth in truths if truth.met]
    causes = NOTHING.union(*[truth.causes for truth in met])
    return Truth(any(truth.true for truth in truths), bool(met), causes)


def soonest(condition: Condition, view: View, wanted: Wanted) -> int:
    days = [view.soonest(member, wanted) for member in condition.members]
    return max(days) if wanted == "untrue" else min(days)


def reasons(condition: Condition, view: View) -> list[Reason]:
    """The members that hold; all of them when none does."""
    members = [view.told(member) for member in condition.members]
    shown = [reasons for true, reasons in members if true] or [reasons for _, reasons in members]
    return [reason for reasons in shown for reason in reasons]


def phrase(condition: Condition, names: Names) -> str:
    return ", or ".join(names.parts(condition))
