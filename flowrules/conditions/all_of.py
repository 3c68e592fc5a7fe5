"""`all`: every one of its members holds; if there are counts among them, one is met that day."""

from typing import Any

from flowrules.decision import Reason
from flowrules.facts import Facts
from flowrules.finding import Path
from flowrules.view import NO, NOTHING, Condition, Truth, View, Wanted, combine
from flowrules.words import Names, join_words

WORD = "all"
MEMBERS = "list"
FACTS = Facts(elsewhere=False)


def resolve(shape: tuple[Any, ...], path: Path, scope: Any) -> Condition:
    members = scope.bind_all(shape, path)
    return combine(WORD, path, members, by_absence=any(member.by_absence for member in members))


def test(condition: Condition, view: View) -> Truth:
    """Met by a fresh count; without counts, by a fresh absence or event, or where none is asked."""
    truths = [view.ask(member) for member in condition.members]
    if not all(truth.true for truth in truths):
        return NO
    pairs = list(zip(condition.members, truths, strict=True))
    asked = [truth for member, truth in pairs if member.counts] or [
        truth for member, truth in pairs if truth.causes or not truth.met
    ]
    causes = NOTHING.union(*[truth.causes for truth in truths])
    return Truth(True, any(truth.met for truth in asked) or not asked, causes)


def soonest(condition: Condition, view: View, wanted: Wanted) -> int:
    """The latest day on which a member comes to be true, and no earlier than a count of them is met.

    Of several counts, while not all of them are true, it is when the last of them is.
    """
    if wanted == "untrue":
        return min(view.soonest(member, wanted) for member in condition.members)
    counts = [one for one in condition.members if one.counts]
    if wanted == "met" and (len(counts) == 1 or (counts and view.ask(condition).true)):
        met = min(view.soonest(one, wanted) for one in counts)
        others = [view.soonest(one, "true") for one in condition.members if not one.counts]
        return max([met, *others])
    truth = view.ask(condition)
    if truth.comes_to(wanted):
        return view.day + 1
    if truth.true:  # something of it must be new
        new = (view.soonest(one, wanted) for one in condition.members if not view.ask(one).met)
        return min([view.stirs(), *new])
    return max(view.soonest(member, "true") for member in condition.members)


def reasons(condition: Condition, view: View) -> list[Reason]:
    """Every member when all hold; otherwise those that do not."""
    members = [view.told(member) for member in condition.members]
    shown = [reasons for true, reasons in members if not true] or [reasons for _, reasons in members]
    return [reason for reasons in shown for reason in reasons]


def phrase(condition: Condition, names: Names) -> str:
    return join_words(names.parts(condition))
