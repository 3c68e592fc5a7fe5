"""Who is absent now: since when, the day so far, until when it is expected, and the next contact."""

from datetime import date
from typing import NamedTuple

from flowrules.decision import Absent, Item
from flowrules.flow import Flow
from flowrules.metrics.seen import Seen

COUNTED = (
    "Everybody whose latest absence, of whatever category, is not over on the day. The day so far "
    "is in calendar days; the first day of the absence is day 1."
)


class Away(NamedTuple):
    """Somebody away: `day` is the day of the absence, `contact` the next one owed."""

    at: int
    absent: Absent
    day: int
    contact: Item | None
    flow: Flow


class AbsentNow:
    """People absent on the day."""

    def __init__(self) -> None:
        self._away: list[Away] = []

    def add(self, seen: Seen) -> None:
        decision = seen.answered.decision
        if decision.absent is not None:
            items = [item for item in decision.agenda if (item.kind, item.status) == ("contact", "due")]
            contact = min(items, key=lambda item: item.due or date.max, default=None)
            day = (decision.on - decision.absent.since).days + 1
            self._away.append(Away(seen.at, decision.absent, day, contact, seen.flow))

    def result(self) -> list[Away]:
        """The longest first."""
        return sorted(self._away, key=lambda one: one.absent.since)
