"""Days and lengths of time in whole numbers, by the calendar that the table holds.

What `calendar.py` says, for the days from a table's first to its last: periods follow the same one rule.
"""

from flowrules.numbers.fields import *
from flowrules.numbers.seldom import seldom


def shifted(t: Row, day: int, unit: int, n: int) -> int:
    """The day so many days or months after another; before it, where `n` is less than 0.

    Before the first month of the table is the day before that: nothing on record is so old. Beyond the
    last is a day that does not come.
    """
    if unit == DAYS:
        return day + n
    if day > t[LAST_DAY]:
        return FAR
    month = t[t[MONTH_OF] + day - t[MONTHS_FROM]]
    number = day - t[t[MONTH_STARTS] + month]
    month += n
    if month < 0:
        return t[MONTHS_FROM] - 1
    if month >= t[MANY_MONTHS] - 1:
        return FAR
    start = t[t[MONTH_STARTS] + month]
    return min(start + number, t[t[MONTH_STARTS] + month + 1] - 1)


def back_from(t: Row, day: int, unit: int, n: int) -> int:
    """The day so long before another."""
    return shifted(t, day, unit, -n)


def deadline(t: Row, day: int, unit: int, n: int) -> int:
    """The last day of a period counted from a day; 0 where it lies beyond the days that are known."""
    if unit == WORKING:
        end = nth_open(t, day, n)
    elif unit in (DAYS, MONTHS):
        end = shifted(t, day, unit, n)
    else:
        end = term_weeks_on(t, day, n)
    return 0 if end > t[LAST_KNOWN] else end


def term_weeks_on(t: Row, day: int, n: int) -> int:
    """So many weeks on, and one more for every whole week inside in which the school is never open."""
    end = day + 7 * n
    monday = day + 1 + (-day) % 7
    while monday + 6 <= end:
        if end > t[LAST_DAY]:
            return FAR
        end += 7 * t[t[CLOSED_WEEKS] + monday - t[FIRST_DAY]]
        monday += 7
    return end


def nth_open(t: Row, day: int, n: int) -> int:
    """The nth day after another on which the school is open."""
    if day >= t[LAST_DAY]:
        return FAR
    at = t[t[OPEN_BEFORE] + day + 1 - t[FIRST_DAY]] + n - 1
    return t[t[OPEN_DAYS] + at] if at < t[MANY_OPEN] else FAR


def open_from(t: Row, day: int) -> int:
    """The day itself if the school is open on it, else the next open day."""
    if day > t[LAST_DAY]:
        return FAR
    return t[t[OPEN_DAYS] + t[t[OPEN_BEFORE] + day - t[FIRST_DAY]]]


def open_before(t: Row, day: int, n: int) -> int:
    """The nth open day before another."""
    return t[t[OPEN_DAYS] + t[t[OPEN_BEFORE] + day - t[FIRST_DAY]] - n]


def halves(w: Row, s: Row, first: int, last: int) -> int:
    """The half days that the person would have worked, from the first day to the last."""
    if last < first:
        return 0
    if first < s[WORKED_SINCE]:
        return _halves_of_several(w, s, first, last)
    return w[s[WORKED] + last + 1] - w[s[WORKED] + first]


@seldom
def _halves_of_several(w: Row, s: Row, first: int, last: int) -> int:
    """The same from a day on which another pattern was worked: each one's days by its own."""
    many, after = 0, last + 1
    for number in range(s[MANY_PATTERNS] - 1, -1, -1):
        at = s[PATTERNS] + number * PATTERN_ROW
        begin = max(first, s[at + PATTERN_SINCE])
        if begin < after:
            many += w[s[at + PATTERN_DAYS] + after] - w[s[at + PATTERN_DAYS] + begin]
            after = begin
    return many


def worked_by(w: Row, s: Row, first: int, last: int, n: int) -> int:
    """The day, of those from first to last, by which so many half days were worked; else the next."""
    day, after = first, last + 1
    while day < after:
        middle = (day + after) // 2
        if halves(w, s, first, middle) >= n:
            after = middle
        else:
            day = middle + 1
    return after


def next_working(t: Row, w: Row, s: Row, day: int) -> int:
    """The day itself if the person works on it, else the next working day."""
    if day > t[LAST_DAY]:
        return FAR
    return _next(w, s, day, t[MANY_DAYS] + 1)


def next_parting(t: Row, w: Row, s: Row, day: int) -> int:
    """The first day, from one on, that is a working day or would be one, were it not for a closure."""
    return _next(w, s, day, 2 * (t[MANY_DAYS] + 1))


def _next(w: Row, s: Row, day: int, row: int) -> int:
    """What a row says of a day: the next one of its kind. `row` is how far it begins after the first."""
    if day < s[WORKED_SINCE]:
        return _next_of_several(w, s, day, row)
    return w[s[WORKED] + row + day]


@seldom
def _next_of_several(w: Row, s: Row, day: int, row: int) -> int:
    """The same from a day on which another pattern was worked; by a later one where that is sooner."""
    found = after = FAR
    for number in range(s[MANY_PATTERNS] - 1, -1, -1):
        at = s[PATTERNS] + number * PATTERN_ROW
        begin = max(day, s[at + PATTERN_SINCE])
        if begin < after:
            soonest = w[s[at + PATTERN_DAYS] + row + begin]
            found = soonest if soonest < after else found
            after = begin
    return found


def is_closed(t: Row, day: int) -> bool:
    """Whether a day is a closure of the school."""
    return t[t[CLOSED] + day - t[FIRST_DAY]] == 1


def is_beyond(t: Row, day: int) -> bool:
    """Whether the table has nothing of a day."""
    return day < t[FIRST_DAY] or day > t[LAST_DAY]
