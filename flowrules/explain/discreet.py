"""Reasons as they stand where many look: without words that would tell what somebody is ill with.

Where a rule asks for a kind of absence, the line of the procedure is given instead of its words.
"""

from collections.abc import Iterator

from flowrules.decision import Coming, Decision, Distance, Reason
from flowrules.explain.sentences import say_absences, say_reason
from flowrules.flow import Flow, conditions_of, walk
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


def open_absences(reason: Reason, condition: Condition | None) -> list[str]:
    """The absences counted that may be told of: none where a kind of absence is asked for."""
    return [] if asks_for_a_kind(condition) else say_absences(reason)


def open_distances(decision: Decision, flow: Flow) -> Iterator[Distance]:
    """How far the triggers are that may be told of.

    While somebody is away, how far one on a kind of absence is tells of which kind the present one is.
    """
    for one in decision.distance:
        is_away = decision.absent is not None or one.goes_on or one.on_return or one.days == 0
        if not (is_away and _is_on_a_kind(one.trigger, flow)):
            yield one


def open_comings(decision: Decision, flow: Flow) -> Iterator[Coming]:
    """What comes up and may be told of: no absence of a kind that a rule asks for."""
    conditions = conditions_of(flow)
    for one in decision.coming:
        if one.kind == "move" or not asks_for_a_kind(conditions.get(one.path)):
            yield one


def _is_on_a_kind(trigger: str, flow: Flow) -> bool:
    return any(map(asks_for_a_kind, walk(flow.triggers[trigger].condition)))
