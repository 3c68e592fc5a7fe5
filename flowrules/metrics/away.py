"""Who is absent now: since when, the day so far, until when it is expected, and the next contact."""

from datetime import date
from typing import NamedTuple

from flowrules.decision import Absent, Item
from flowrules.flow import Flow
from flowrules.lines import in_progress
from flowrules.metrics.seen import Seen

COUNTED = (
    "Everybody whose latest absence, of whatever category, is not over on the day. The day so far "
    "is in calendar days; the first day of the absence is day 1."
)


class Away(NamedTuple):
    """Somebody away: `day` is the day of the absence, `contact` the next one owed.

    `last` is the last day on record or, while there is none, the one expected, if one is.
    """

    at: int
    absent: Absent
    day: int
    last: date | None
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
            last = recorded_last_day(seen) or decision.absent.expected_until
            self._away.append(Away(seen.at, decision.absent, day, last, contact, seen.flow))

    def result(self) -> list[Away]:
        """The longest first."""
        return sorted(self._away, key=lambda one: one.absent.since)


def recorded_last_day(seen: Seen) -> date | None:
    """The last day of the present absence, if it is on record and past or present.

    Somebody counts as absent until the next working day, as a further record could join the absence.
    """
    present = in_progress(seen.all_spells())
    return date.fromordinal(present.last) if present and present.returns is not None else None
