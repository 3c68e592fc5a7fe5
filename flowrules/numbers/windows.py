"""What the absences in a window come to: where a window is counted.

What `window.py` and `counting.py` say. Absences that are over are added up beforehand, so that a window
costs a search and a subtraction however many lie in it; the others, and one across the early edge, are
looked at one by one.
"""

from flowrules.numbers.absences import is_over, last_seen, lost, status_on, until_seen
from flowrules.numbers.anchors import anchor_day
from flowrules.numbers.days import back_from, deadline, halves, shifted
from flowrules.numbers.fields import *


def low_edge(t: Row, a: Row, s: Row, row: int) -> int:
    """The day before the first day of a window; NOWHERE while its anchor has no day."""
    if t[row + PERIOD] >= 0:
        start = t[t[PERIODS] + t[row + PERIOD] * t[MANY_DAYS] + s[DAY] - t[FIRST_DAY]]
        return start - 1 if start else NOWHERE
    low = -1
    if t[row + WITHIN_UNIT] != NO_LENGTH:
        low = back_from(t, s[DAY], t[row + WITHIN_UNIT], t[row + WITHIN_N]) - t[REACH]
    if t[row + SINCE] == NOTHING:
        return low
    anchor = anchor_day(t, a, s, t[row + SINCE], t[row + SINCE_AT])
    return max(low, anchor) if anchor else NOWHERE


def high_edge(t: Row, s: Row, row: int, low: int) -> int:
    """The last day of a window."""
    if t[row + FOR_UNIT] == NO_LENGTH:
        return s[DAY]
    stage = s[s[TRACK_ROWS] + s[TRACK_ASKED] * TRACK_ROW + TRACK_STAGE]
    if t[t[STAGES] + stage * STAGE_WIDTH + STAGE_MANY_PAUSES]:
        s[GAVE_UP] = 1  # its clock stands still on some days
    end = deadline(t, low, t[row + FOR_UNIT], t[row + FOR_N])
    return min(s[DAY], end) if end else s[DAY]


def counted(t: Row, w: Row, a: Row, s: Row, row: int) -> tuple[int, int, int]:
    """How many absences a window has, the working time they lost in units, and their days there.

    The number is less than 0 where there is no window.
    """
    low = low_edge(t, a, s, row)
    if low == NOWHERE:
        return -1, 0, 0
    high, width = high_edge(t, s, row, low), t[ABSENCE_WIDTH]
    added = high == s[DAY] and not s[HAS_LEARNT] and not t[row + UNUSED_ONLY]
    many = time = days = 0
    place = s[BEGUN] - 1
    while place >= 0:
        i = place * width
        if a[i + LAST] <= low:
            break
        if added and is_over(a, i, s[DAY]):
            begin = first_after(t, a, place, low)
            if a[begin * width + FIRST] <= low:
                first, last, piece = inside(t, w, a, s, row, begin * width, low, high)
                many += counts_as_one(t, a, begin * width, piece)
                time += piece
                days += last - first + 1 if last else 0
                begin += 1
            at = SUMS + 3 * t[row + SORT]
            many += a[i + width + at] - a[begin * width + at]
            time += a[i + width + at + 1] - a[begin * width + at + 1]
            days += a[i + width + at + 2] - a[begin * width + at + 2]
            break
        first, last, piece = inside(t, w, a, s, row, i, low, high)
        many += counts_as_one(t, a, i, piece)
        time += piece
        days += last - first + 1 if last else 0
        place -= 1
    return many, time, days


def edge_of(t: Row, row: int) -> int:
    """The rule for an absence across the early edge of a window."""
    return t[EDGE_WITHIN] if t[row + SINCE] == NOTHING else t[EDGE_SINCE]


def counts_as_one(t: Row, a: Row, i: int, piece: int) -> int:
    """1 for an absence that lost time and is one in a number of absences: part days alone may not be."""
    return 1 if piece and (t[PARTS_ARE_ABSENCES] or not a[i + PART_ONLY]) else 0


def first_after(t: Row, a: Row, upto: int, low: int) -> int:
    """The place of the first absence, of those up to one, that does not end by a day."""
    width, begin = t[ABSENCE_WIDTH], 0
    while begin < upto:
        middle = (begin + upto) // 2
        if a[middle * width + LAST] > low:
            upto = middle
        else:
            begin = middle + 1
    return begin


def inside(
    t: Row, w: Row, a: Row, s: Row, row: int, i: int, low: int, high: int
) -> tuple[int, int, int]:
    """The first and last day that an absence has in a window, and what it lost there; else nothing."""
    day = s[DAY]
    last = last_seen(a, s, i, day)
    first = a[i + FIRST]
    if last <= low or first > high or not is_asked(t, a, s, row, i):
        return 0, 0, 0
    if first <= low or last > high:
        edge = edge_of(t, row)
        if edge == STARTED_INSIDE and first <= low:
            return 0, 0, 0
        last = min(last, high)
        if edge != WHOLE_ABSENCE:
            first = max(first, low + 1)
    if t[row + SORT]:
        whole = last_seen(a, s, i, day)
        if not is_over(a, i, day):
            whole = max(whole, until_seen(a, s, i, day))
        if not is_of_length(t, w, s, t[row + SORT], a[i + FIRST], whole):
            return 0, 0, 0
    return first, last, lost(w, a, s, i, first, last, day)


def is_asked(t: Row, a: Row, s: Row, row: int, i: int) -> bool:
    """Whether an absence is of the kind that a count asks about, and counts today."""
    if t[row + UNUSED_ONLY] and a[i + SPENT] >> s[TRACK_ASKED] & 1:
        return False
    return is_of_kind(t, a, s, t[row + SORT], i, status_on(a, i, s[DAY]))


def is_of_kind(t: Row, a: Row, s: Row, which: int, i: int, status: int) -> bool:
    """Whether an absence that counts so is of the categories or reasons that a count asks about."""
    only = t[t[SORTS] + which * SORT_WIDTH + SORT_ONLY]
    without = t[t[SORTS] + which * SORT_WIDTH + SORT_WITHOUT]
    kinds = a[i + KINDS]
    if only == 0 and without == 0:
        return status == COUNTS
    if kinds < 0:  # lines of several kinds, that would have to be taken apart
        s[GAVE_UP] = 1
        return False
    if kinds & without:
        return False
    if only == 0:
        return status == COUNTS
    if status == COUNTS:
        return kinds & only != 0
    return status == NEVER and kinds & only & t[NEVER_KINDS] != 0


def is_of_length(t: Row, w: Row, s: Row, which: int, first: int, last: int) -> bool:
    """Whether an absence is of the length that a count asks about."""
    at = t[SORTS] + which * SORT_WIDTH
    unit, less = t[at + SORT_LEAST_UNIT], t[at + SORT_LESS_UNIT]
    if unit != NO_LENGTH and not lasts(t, w, s, first, last, unit, t[at + SORT_LEAST_N], 0):
        return False
    return less == NO_LENGTH or not lasts(t, w, s, first, last, less, t[at + SORT_LESS_N], 0)


def lasts(t: Row, w: Row, s: Row, first: int, last: int, unit: int, n: int, more: int) -> bool:
    """Whether the days from first to last come to a length of time or, with `more`, are longer."""
    if unit == WORKING:
        return halves(w, s, first, last) >= 2 * n + more
    return last >= lasts_on(t, first, unit, n) + more


def lasts_on(t: Row, first: int, unit: int, n: int) -> int:
    """The day on which the days from a first one on come to a length of calendar time."""
    if unit == DAYS:
        return first - 1 + n
    return max(shifted(t, first - 1, unit, n), shifted(t, first, unit, n) - 1)
