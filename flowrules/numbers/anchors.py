"""The days that windows and periods are counted from, and the next on which absence is otherwise."""

from flowrules.numbers.absences import back_seen, counts_on, is_over
from flowrules.numbers.fields import *


def anchor_day(t: Row, a: Row, s: Row, kind: int, at: int) -> int:
    """The day that a name stands for, as seen from the present stay; 0 while there is none."""
    if kind == ENTERED:
        return s[ENTERED_ON]
    if kind == RETURN:
        return latest_return(t, a, s)
    if kind == LEFT:
        return s[s[STAGE_ROWS] + at * STAGE_ROW + STAGE_LEFT]
    return s[s[ACTION_ROWS] + at * ACTION_ROW + ACTION_DONE]


def latest_return(t: Row, a: Row, s: Row) -> int:
    """0 from the first day of an absence that counts to its day of return."""
    day = s[DAY]
    for place in range(s[BEGUN] - 1, -1, -1):
        i = place * t[ABSENCE_WIDTH]
        if counts_on(a, i, day):
            back = back_seen(a, s, i, day)
            return back if is_over(a, i, day) and back <= day else 0
    return 0


def first_recent(t: Row, a: Row, s: Row) -> int:
    """The place of the first absence that was not followed by a day back at work before today."""
    place = s[BEGUN]
    while place > 0 and a[(place - 1) * t[ABSENCE_WIDTH] + BACK] >= s[DAY]:
        place -= 1
    return place


def stirs(t: Row, a: Row, s: Row) -> int:
    """The first later day on which an absence is otherwise than seen from this one."""
    day, width = s[DAY], t[ABSENCE_WIDTH]
    soonest = begins_or_learnt(t, a, s)
    for place in range(first_recent(t, a, s), s[BEGUN]):
        i = place * width
        if not is_over(a, i, day):
            return day + 1
        if day < a[i + BACK] < soonest:
            soonest = a[i + BACK]
    return soonest


def begins_next(t: Row, a: Row, s: Row) -> int:
    """The day on which the next absence begins."""
    return a[s[BEGUN] * t[ABSENCE_WIDTH] + FIRST] if s[BEGUN] < s[MANY_ABSENCES] else FAR


def begins_or_learnt(t: Row, a: Row, s: Row) -> int:
    """The first later day on which an absence begins, or is decided on."""
    return min(begins_next(t, a, s), learnt_next(t, a, s))


def learnt_next(t: Row, a: Row, s: Row) -> int:
    """The first later day on which it is decided whether an absence counts."""
    soonest = FAR
    for place in range(s[MANY_ABSENCES] if s[HAS_LEARNT] else 0):
        learnt = a[place * t[ABSENCE_WIDTH] + LEARNT]
        if s[DAY] < learnt < soonest:
            soonest = learnt
    return soonest
