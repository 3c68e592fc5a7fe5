"""Reasons as they stand where many look: without words that would tell what somebody is ill with.

Where a rule asks for a kind of absence, the line of the procedure is given instead of its words.
"""

from flowrules.decision import Reason
from flowrules.explain.sentences import say_reason
from flowrules.view import Condition
from flowrules.words import Names


def asks_for_a_kind(condition: Condition | None) -> bool:
    """Whether a condition looks at the category of an absence, or at its reason."""
    if condition is None:
        return False
    return condition.word == "reason" or getattr(condition.settings, "chosen", None) is not None


def say_discreetly(reason: Reason, condition: Condition | None, names: Names, place: str = "") -> str:
    """A reason in a sentence, and the `place` of its rule, such as ` [line 97]`."""
    if reason.condition == "reason":
        found = "it" if reason.holds else "none"
        return f"the rule asks for a kind of absence, and finds {found}{place}"
    if asks_for_a_kind(condition):
        return f"{say_reason(reason, None, names)}; the rule{place} asks for a kind of absence"
    return say_reason(reason, condition, names) + place
