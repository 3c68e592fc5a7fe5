"""Broad reasons: the people, absences and working days of the last 12 months by broad reason."""

from fractions import Fraction
from typing import NamedTuple

from flowrules.metrics.seen import ZERO, Seen

COUNTED = (
    "Absences of the last 12 months by the broad reason that the record gives, out of those that "
    "the procedure names; categories that never count are left out. No diagnosis is asked for or "
    "kept. Somebody with absences for several reasons is counted once for each."
)


class Reason(NamedTuple):
    """What one broad reason comes to; `with_any` lost a day by it or a part of one."""

    people: int = 0
    absences: int = 0
    days: Fraction = ZERO
    with_any: int = 0

    def plus(self, absences: int, days: Fraction) -> "Reason":
        """With one more person."""
        return Reason(
            self.people + 1, self.absences + absences, self.days + days, self.with_any + (days > 0)
        )


class BroadReasons:
    """People, absences and days by broad reason; None where none is given."""

    def __init__(self) -> None:
        self._reasons: dict[str | None, Reason] = {}

    def add(self, seen: Seen) -> None:
        if not seen.flow.counting.reasons:
            return
        places = {place for spell in seen.sick() for place in spell.lines}
        lines = [line for line in seen.lines() if line.place in places]
        for reason in dict.fromkeys(line.reason for line in lines):
            spells = seen.made_of(line for line in lines if line.reason == reason)
            if spells:  # else its days are past, and others made the absence one of the last 12 months
                had = self._reasons.get(reason, Reason())
                self._reasons[reason] = had.plus(len(spells), seen.lost(spells))

    def result(self) -> dict[str | None, Reason]:
        """Those with the most people first."""
        return dict(
            sorted(self._reasons.items(), key=lambda pair: (-pair[1].people, pair[0] or "\uffff"))
        )
