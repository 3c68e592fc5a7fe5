"""Days of a school's calendar -> why they cannot be meant: a term of two years, a closure until 2072.

A slip in a year is seldom seen, and moves every deadline. What a procedure writes out and what a file
of term dates says are judged alike.
"""

from collections.abc import Iterable
from datetime import date
from itertools import pairwise

from flowrules.calendar import add_months
from flowrules.words import say_number

SHORTEST_TERM = 8
_LONGEST = {"term": 366, "closure": 183, "inset": 14}
_SAID = {"term": "a term", "closure": "a closure", "inset": "an INSET"}
_YEARS_APART = 10


def doubt(what: str, first: date, last: date) -> tuple[str, str] | None:
    """What is wrong with the length of a `term`, `inset` or `closure`, and the way out."""
    days = (last - first).days + 1
    if days > _LONGEST[what]:
        message = f"{_SAID[what]} of {say_number(days, 'day')} is too long to be meant"
        return message, "is the year of the last day right?"
    if what == "term" and days < SHORTEST_TERM:
        message = f"{_SAID[what]} of {say_number(days, 'day')} is too short to be meant"
        return message, "a term is one line, from its first day to its last"
    return None


def far_apart(days: Iterable[date]) -> tuple[date, date] | None:
    """Two days that follow one another in a calendar, more than ten years apart."""
    pairs = pairwise(sorted(set(days)))
    return next((pair for pair in pairs if _years_on(pair[0]) < pair[1]), None)


def _years_on(day: date) -> date:
    """The same date so many years later; the last of February for its 29th, where it has none."""
    return date.fromordinal(add_months(day.toordinal(), 12 * _YEARS_APART))
