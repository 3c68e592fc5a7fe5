"""Horizon: how far a record is looked at, and as known by which day."""

from datetime import date
from itertools import chain
from operator import attrgetter
from typing import NamedTuple

from flowrules.model.record import Record

_LAST = date.max.toordinal()
_FROM, _ON, _KNOWN_ON = attrgetter("from_"), attrgetter("on"), attrgetter("known_on")


class Horizon(NamedTuple):
    """What is looked at: up to which day, as known by which; `hindsight`: each at its own date.

    Under one version of several, `begin` is the day from which its events are read, `end` its last
    day, and `since` the day before which absences do not count; `first` is that of the whole record.
    """

    on: int
    known: int
    hindsight: bool = False
    begin: int = 0
    end: int = _LAST
    since: int = 0
    first: int | None = None

    def sees(self, first: date, known_on: date | None) -> bool:
        """Whether a line is dated by the day, and known in time."""
        if known_on is None:
            return first.toordinal() <= min(self.on, self.known)
        known = max(first, known_on).toordinal()
        if self.hindsight:
            return first.toordinal() <= self.on and known <= self.known
        return known <= min(self.on, self.known)

    def day_known(self, first: date, known_on: date | None) -> int:
        """The day on which a line takes effect."""
        late = known_on if known_on and not self.hindsight else first
        return (first if late is first else max(first, late)).toordinal()

    @property
    def last(self) -> int:
        """The last day of which anything is looked at."""
        return self.known if self.hindsight else min(self.on, self.known)


def horizon_of(on: date, known_on: date | None = None, *, hindsight: bool = False) -> Horizon:
    """What is looked at for a day: what was known by then or, with hindsight, all that is known."""
    known = known_on or (date.max if hindsight else on)
    return Horizon(on.toordinal(), known.toordinal(), hindsight)


def first_day(record: Record, horizon: Horizon) -> int:
    """The first day on which a line looked at was known; the day asked about if there is none.

    What is learnt late begins nothing earlier, so that it undoes nothing.
    """
    absences, events = record.absences, record.events
    if not any(map(_KNOWN_ON, chain(absences, events))):  # then only the earliest need be looked at
        first = min(chain(map(_FROM, absences), map(_ON, events)), default=None)
        return first.toordinal() if first is not None and horizon.sees(first, None) else horizon.on
    told = [(one.from_, one.known_on) for one in absences]
    told += [(one.on, one.known_on) for one in events]
    known = [horizon.day_known(*one) for one in told if horizon.sees(*one)]
    return min(known, default=horizon.on)
