"""Two days -> the last days of the months between them; and steps -> the stages on such days."""

from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from flowrules.decision import Step


def month_ends(since: date, on: date) -> Iterator[date]:
    """The last days of months, from the first that is not before `since`, up to `on`."""
    year, month = since.year, since.month
    while (day := date(year, month, monthrange(year, month)[1])) <= on:
        yield day
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)


def stages_on(
    days: Iterable[date], steps: Sequence[Step], starts: Mapping[str, str]
) -> Iterator[tuple[date, dict[str, str]]]:
    """On each day the stage of each track: what the last step by then led to, else where it starts.

    What is learnt later, even of what was long before, moves nobody before the day it was learnt.
    """
    for day in days:
        yield day, dict(starts) | {step.track: step.to for step in steps if step.on <= day}
