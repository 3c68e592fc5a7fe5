"""The events of one record, in order: what is done on a day, recorded, placed, and who was contacted."""

from flowrules.numbers.fields import *


def read_events(
    e: Row, s: Row, begin: int, end: int, days: Row, kinds: Row, whats: Row, outcomes: Row
) -> None:
    """Takes in, in order, what happened from the first day of this version to the day looked at."""
    for at in range(begin, end):
        if not s[BEGIN] <= days[at] <= s[ON]:
            continue
        if whats[at] < 0:
            s[GAVE_UP] = 1
        else:
            _add_event(e, s, days[at], kinds[at], whats[at], outcomes[at])
    _sort_events(e, s)


def _add_event(e: Row, s: Row, day: int, kind: int, what: int, outcome: int) -> None:
    """Adds a line of the events; what could not be right in it was looked at before."""
    at = (s[MANY_EVENTS] + s[MANY_CONTACT_EVENTS]) * EVENT_WIDTH
    e[at + EVENT_DAY], e[at + EVENT_KIND], e[at + EVENT_WHAT] = day, kind, what
    e[at + EVENT_OUTCOME], e[at + EVENT_STAY] = outcome, 0
    if kind == CONTACT:
        s[MANY_CONTACT_EVENTS] += 1
    else:
        s[MANY_EVENTS] += 1


def _sort_events(e: Row, s: Row) -> None:
    """By their days, placings first; contacts, at which no move looks, stand after all others.

    Placings are in the order of their tracks. What is decided twice on one day is for the interpreter
    to tell.
    """
    for place in range(1, s[MANY_EVENTS] + s[MANY_CONTACT_EVENTS]):
        at = place * EVENT_WIDTH
        while at and _is_before(e, at, at - EVENT_WIDTH):
            for field in range(at, at + EVENT_WIDTH):
                kept = e[field]
                e[field] = e[field - EVENT_WIDTH]
                e[field - EVENT_WIDTH] = kept
            at -= EVENT_WIDTH
    for place in range(1, s[MANY_EVENTS]):
        at = place * EVENT_WIDTH
        if e[at + EVENT_OUTCOME] and _is_twice(e, at):
            s[GAVE_UP] = 1


def _is_before(e: Row, one: int, other: int) -> bool:
    if (e[one + EVENT_KIND] == CONTACT) != (e[other + EVENT_KIND] == CONTACT):
        return e[other + EVENT_KIND] == CONTACT
    if e[one + EVENT_DAY] != e[other + EVENT_DAY]:
        return e[one + EVENT_DAY] < e[other + EVENT_DAY]
    if e[one + EVENT_KIND] != e[other + EVENT_KIND]:
        return e[one + EVENT_KIND] < e[other + EVENT_KIND]
    return e[one + EVENT_KIND] == PLACED and e[one + EVENT_OUTCOME] < e[other + EVENT_OUTCOME]


def _is_twice(e: Row, at: int) -> bool:
    """Whether the same thing was decided in a line before, on the same day."""
    before = at - EVENT_WIDTH
    while before >= 0 and e[before + EVENT_DAY] == e[at + EVENT_DAY]:
        if e[before + EVENT_KIND] == e[at + EVENT_KIND] and e[before + EVENT_OUTCOME]:
            field = EVENT_OUTCOME if e[at + EVENT_KIND] == PLACED else EVENT_WHAT
            if e[before + field] == e[at + field]:
                return True
        before -= EVENT_WIDTH
    return False
