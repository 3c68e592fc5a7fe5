"""What is due and overdue: everything that somebody owes, the earliest first."""

from datetime import date
from typing import NamedTuple

from flowrules.decision import Item
from flowrules.explain.outstanding import outstanding
from flowrules.flow import Flow
from flowrules.metrics.seen import Seen

COUNTED = (
    "Every action, contact and decision that somebody owes on the day, as the procedure's own "
    "deadlines say. What is only offered, what waits for something else, and contacts whose "
    "moment has passed are not among them."
)


class Due(NamedTuple):
    """One thing owed on somebody; `flow` is the version that says so."""

    at: int
    item: Item
    flow: Flow


class DueItems:
    """Due and overdue, by owner and date."""

    def __init__(self) -> None:
        self._items: list[Due] = []

    def add(self, seen: Seen) -> None:
        to_do = (item for item, _ in outstanding(seen.answered.decision, seen.flow))
        self._items += [Due(seen.at, item, seen.flow) for item in to_do if item.status == "due"]

    def result(self) -> list[Due]:
        """By date, those without one last."""
        return sorted(self._items, key=lambda one: one.item.due or date.max)


def when(item: Item, on: date) -> str:
    """`overdue`, `this week` (the next seven days), `later` or `no date`."""
    if item.due is None:
        return "no date"
    if item.due < on:
        return "overdue"
    return "this week" if (item.due - on).days < 7 else "later"
