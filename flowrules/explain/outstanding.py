"""Decision -> all that is to be done: the agenda, and decisions that were not put on record."""

from collections.abc import Iterator

from flowrules.decision import Choice, Decision, Item
from flowrules.flow import Flow


def outstanding(decision: Decision, flow: Flow) -> Iterator[tuple[Item, Choice | None]]:
    """Each thing to do with what is to be decided at it, the agenda first.

    `flow` is the version that decided.
    """
    left = list(decision.decisions)
    for item in decision.agenda:
        choice = next((one for one in left if _belongs(one, item)), None)
        if choice is not None:
            left.remove(choice)
        yield item, choice
    for choice in left:
        yield _as_item(choice, flow), choice


def _belongs(choice: Choice, item: Item) -> bool:
    if choice.absence is not None:
        return item.kind == "decision" and item.absence == choice.absence
    return item.kind in ("action", "evidence") and item.action == choice.action


def _as_item(choice: Choice, flow: Flow) -> Item:
    """What was done, and of which it is not on record what was decided."""
    action = flow.actions[choice.action]
    return Item(
        kind="decision",
        action=action.id,
        do=f"Put on record what was decided: {flow.names().thing(action.id)}",
        by=action.by,
        due=None,
        overdue_days=0,
        status="due",
        track=flow.stages[action.stage].track,
        stage=action.stage,
        path=action.path,
    )
