"""The contacts owed in the absence in progress, or in the latest one, in whole numbers.

What `engine/contacts.py` says.
"""

from flowrules.kernel.items import add_item
from flowrules.kernel.moves import is_for
from flowrules.numbers.absences import back_seen, is_over, last_seen
from flowrules.numbers.days import deadline, next_working, open_from, shifted
from flowrules.numbers.fields import *


def add_contacts(t: Row, w: Row, a: Row, e: Row, s: Row) -> None:
    """For each contact, in file order: the last one missed, then the one due."""
    if not s[BEGUN]:
        return
    i = (s[BEGUN] - 1) * t[ABSENCE_WIDTH]
    if s[BEGUN] > 1 and is_over(a, i, s[DAY]) and not is_over(a, i - t[ABSENCE_WIDTH], s[DAY]):
        i -= t[ABSENCE_WIDTH]
    for contact in range(t[MANY_CONTACTS]):
        row = t[CONTACTS] + contact * CONTACT_WIDTH
        if is_for(t[row + CONTACT_GROUPS], s[GROUP]):
            many = _occurrences(t, w, a, e, s, i, row, contact)
            many = _settle(a, e, s, i, contact, many)
            _add(a, s, i, contact, many)


def _made(e: Row, s: Row, contact: int) -> int:
    """How many contacts of a kind are on record."""
    made = 0
    for place in range(s[MANY_EVENTS], s[MANY_EVENTS] + s[MANY_CONTACT_EVENTS]):
        made += e[place * EVENT_WIDTH + EVENT_WHAT] == contact
    return made


def _occurrences(t: Row, w: Row, a: Row, e: Row, s: Row, i: int, row: int, contact: int) -> int:
    """Those that fall inside the absence as far as it is known, and the next if it goes on.

    Keeps for each the day it falls on and the last day for it, in order; gives how many there are.
    """
    back, many = back_seen(a, s, i, s[DAY]), 0
    for at in range(
        t[row + CONTACT_MOMENTS], t[row + CONTACT_MOMENTS] + 2 * t[row + CONTACT_MANY_MOMENTS], 2
    ):
        if t[at] == ON_RETURN:
            if 0 < back <= s[DAY]:
                many = _keep(t, a, s, i, row, back, many)
        elif t[at] == ON_DAY:
            many = _repeats(t, a, e, s, i, row, contact, a[i + FIRST] + t[at + 1] - 1, many)
        else:
            first = _nth_working(t, w, s, a[i + FIRST], t[at + 1])
            many = _repeats(t, a, e, s, i, row, contact, first, many)
    return many


def _nth_working(t: Row, w: Row, s: Row, day: int, n: int) -> int:
    """The nth of the person's working days, counted from a day on."""
    day = next_working(t, w, s, day)
    for _ in range(n - 1):
        day = next_working(t, w, s, day + 1)
    return day


def _repeats(
    t: Row, a: Row, e: Row, s: Row, i: int, row: int, contact: int, first: int, many: int
) -> int:  # fmt: skip
    """A day and its repeats, each reckoned from the first, as long as the absence lasts.

    Only while the person is still away are some given that lie ahead: one, and one more for each contact
    made, since a contact made early settles the next.
    """
    away = back_seen(a, s, i, s[DAY]) == 0
    ahead = 1 + _made(e, s, contact) if away else 0
    last, every = last_seen(a, s, i, s[DAY]), t[row + CONTACT_EVERY_UNIT]
    times, day = 0, first
    while True:
        if day > last:
            if ahead == 0:
                return many
            ahead -= 1
        if day > t[LAST_KNOWN]:
            return many
        if t[row + CONTACT_UNTIL] and day > a[i + FIRST] + t[row + CONTACT_UNTIL] - 1:
            return many
        many = _keep(t, a, s, i, row, day, many)
        if every == NO_LENGTH or s[GAVE_UP]:
            return many
        times += 1
        day = shifted(t, first, every, t[row + CONTACT_EVERY_N] * times)


def _keep(t: Row, a: Row, s: Row, i: int, row: int, falls: int, many: int) -> int:
    """Puts an occurrence among the others, by its days."""
    back, day = back_seen(a, s, i, s[DAY]), falls
    if t[row + CONTACT_PUT_OFF]:
        day = open_from(t, falls)
        if falls < day and falls <= last_seen(a, s, i, s[DAY]) and 0 < back <= day:
            return many  # put off until the person was back
    due = (
        deadline(t, day, t[row + CONTACT_UNIT], t[row + CONTACT_N])
        if t[row + CONTACT_UNIT] >= 0
        else day
    )
    due = due or day
    if many == s[MOST_SCRATCH]:
        s[GAVE_UP] = 1
        return many
    at = s[SCRATCH] + 2 * many
    while at > s[SCRATCH] and (s[at - 2] > day or (s[at - 2] == day and s[at - 1] > due)):
        s[at], s[at + 1] = s[at - 2], s[at - 1]
        at -= 2
    s[at], s[at + 1] = day, due
    return many + 1


def _settle(a: Row, e: Row, s: Row, i: int, contact: int, many: int) -> int:
    """A recorded contact settles all owed by its day; if none was owed, the next."""
    begin = 0
    for place in range(s[MANY_EVENTS], s[MANY_EVENTS] + s[MANY_CONTACT_EVENTS]):
        at = place * EVENT_WIDTH
        day = e[at + EVENT_DAY]
        if e[at + EVENT_WHAT] != contact or day < a[i + FIRST]:
            continue
        settled = begin
        while settled < many and s[s[SCRATCH] + 2 * settled] <= day:
            settled += 1
        begin = settled if settled > begin else min(begin + 1, many)
    for place in range(begin, many):
        s[s[SCRATCH] + 2 * (place - begin)] = s[s[SCRATCH] + 2 * place]
        s[s[SCRATCH] + 2 * (place - begin) + 1] = s[s[SCRATCH] + 2 * place + 1]
    return many - begin


def _add(a: Row, s: Row, i: int, contact: int, many: int) -> None:
    """The last one missed, and the first one due."""
    missed = due = -1
    for place in range(many):
        last = s[s[SCRATCH] + 2 * place + 1]
        if last < s[DAY]:
            missed = last
        elif due < 0:
            due = last
    for day, status in ((missed, IS_MISSED), (due, IS_DUE)):
        if day >= 0:
            at = add_item(s, A_CONTACT, contact, day)
            s[at + ITEM_STATUS] = status
            s[at + ITEM_FIRST], s[at + ITEM_LAST] = a[i + FIRST], last_seen(a, s, i, s[DAY])
