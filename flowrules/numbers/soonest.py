"""Before which day a count surely does not come to be as it is wanted.

What `soonest.py` says.
"""

from flowrules.numbers.absences import is_used, lost
from flowrules.numbers.anchors import anchor_day, begins_or_learnt, first_recent, learnt_next, stirs
from flowrules.numbers.counts import share_of
from flowrules.numbers.days import halves, shifted
from flowrules.numbers.fields import *
from flowrules.numbers.windows import counts_as_one, edge_of, first_after, inside, low_edge


def count_changes(t: Row, w: Row, a: Row, e: Row, s: Row, row: int, wanted: int) -> int:  # noqa: ARG001
    """A later day before which a count surely does not come to be as it is wanted."""
    if t[row + MEASURE] == TIME_SHARE and not (wanted == WANT_MET and t[row + NODE_COUNTS]):
        return s[DAY] + 1
    rises = t[row + UPPER] < 0 and t[row + SINCE] != RETURN
    if t[row + NODE_COUNTS] and wanted == WANT_MET:
        return reached(t, w, a, s, row, wanted)
    if wanted == WANT_UNTRUE and rises and t[row + SORT] == 0 and t[row + FOR_UNIT] == NO_LENGTH:
        told = s[DAY] + 1 if _is_yet_told(t, a, s) else FAR
        return min(falls(t, w, a, s, row), told, learnt_next(t, a, s), share_changes(s))
    if wanted == WANT_UNTRUE or not rises:
        stirred = _begins_or_told(t, a, s) if _must_fall(t, row, wanted) else stirs(t, a, s)
        return min(stirred, slides(t, a, s, row), share_changes(s))
    return min(reached(t, w, a, s, row, wanted), share_changes(s))


def _must_fall(t: Row, row: int, wanted: int) -> bool:
    """Whether what is wanted takes a lower figure, which absence that goes on never brings."""
    sort = t[SORTS] + t[row + SORT] * SORT_WIDTH
    is_of_length = t[sort + SORT_LEAST_UNIT] != NO_LENGTH or t[sort + SORT_LESS_UNIT] != NO_LENGTH
    if is_of_length or t[row + SINCE] == RETURN:
        return False
    return t[row + UPPER] < 0 if wanted == WANT_UNTRUE else t[row + LOWER] < 0


def _begins_or_told(t: Row, a: Row, s: Row) -> int:
    """The first later day on which an absence begins, or is decided on; or with it what it lost."""
    return s[DAY] + 1 if _is_yet_told(t, a, s) else begins_or_learnt(t, a, s)


def _is_yet_told(t: Row, a: Row, s: Row) -> bool:
    """Whether the absence that began last may be one of which it is told later what it lost."""
    i = (s[BEGUN] - 1) * t[ABSENCE_WIDTH]
    return i >= 0 and a[i + ODD] == 1 and a[i + LAST] > s[DAY]


def share_changes(s: Row) -> int:
    """The next day from which another pattern is worked, and so perhaps another share of a week."""
    soonest, at = FAR, s[PATTERNS] + (s[MANY_PATTERNS] - 1) * PATTERN_ROW
    while s[at + PATTERN_SINCE] > s[DAY]:
        soonest = s[at + PATTERN_SINCE]
        at -= PATTERN_ROW
    return soonest


def slides(t: Row, a: Row, s: Row, row: int) -> int:
    """The first day on which a window no longer reaches some day of absence that it reaches."""
    day = s[DAY]
    if t[row + PERIOD] >= 0:
        at = t[PERIODS] + t[row + PERIOD] * t[MANY_DAYS] - t[FIRST_DAY]
        for later in range(day + 1, s[ON] + 1):
            if t[at + later] != t[at + day]:
                return later
        return FAR
    low = low_edge(t, a, s, row)
    if t[row + WITHIN_UNIT] == NO_LENGTH or low == NOWHERE or not s[BEGUN]:
        return FAR
    i = first_after(t, a, s[BEGUN], low) * t[ABSENCE_WIDTH]
    oldest = max(a[i + FIRST], low + 1)
    if oldest > day:
        return FAR
    return max(day + 1, shifted(t, oldest + t[REACH], t[row + WITHIN_UNIT], t[row + WITHIN_N]))


def falls(t: Row, w: Row, a: Row, s: Row, row: int) -> int:
    """The first day on which so much may have left a window that its count is under its bound.

    A number of absences is not, as long as so many of the latest have a day of work in the window; and
    it is not when the first of them leaves, if by then another one counts.
    """
    low, width = low_edge(t, a, s, row), t[ABSENCE_WIDTH]
    if t[row + MEASURE] != NUMBER or t[row + WITHIN_UNIT] == NO_LENGTH or low == NOWHERE:
        return slides(t, a, s, row)
    asked = -(-t[row + LOWER] // t[row + LOWER_OF]) + t[row + LOWER_MORE]
    place, begun = _so_many_back(t, w, a, s, row, low, asked), s[BEGUN]
    if place < 0:
        return s[DAY] + 1
    while True:
        leaves = max(s[DAY] + 1, _left_by(t, w, a, s, row, place * width))
        if leaves >= s[LOOK_UPTO]:
            return leaves
        while begun < s[MANY_ABSENCES] and not a[begun * width + CAN_COUNT] >> t[row + SORT] & 1:
            begun += 1
        if begun == s[MANY_ABSENCES] or not _surely_counts(t, w, a, s, begun * width, leaves):
            return leaves
        place, begun = place + 1, begun + 1
        while place < begun and not _lasting(t, a, place * width):
            if a[place * width + CAN_COUNT] >> t[row + SORT] & 1:
                return leaves  # it may be one of them
            place += 1


def _left_by(t: Row, w: Row, a: Row, s: Row, row: int, i: int) -> int:
    """The first day on which an absence that counts may no longer be in a rolling window.

    It is in it as long as its last day is, if that was one of work, it does not have to begin inside,
    and it is too short to fill the window.
    """
    day, last = a[i + FIRST], a[i + LAST]
    is_short = last - day < t[row + WINDOW_DAYS] // 2  # of the most days that it ever has
    if is_short and edge_of(t, row) != STARTED_INSIDE and not a[i + ODD]:
        day = last if halves(w, s, last, last) else day
    return shifted(t, day + t[REACH], t[row + WITHIN_UNIT], t[row + WITHIN_N])


def _so_many_back(t: Row, w: Row, a: Row, s: Row, row: int, low: int, asked: int) -> int:
    """The place of the so-many-eth latest absence in a window; less than 0 if there is none."""
    place = s[BEGUN] - 1
    while place >= 0 and a[place * t[ABSENCE_WIDTH] + LAST] > low:
        i = place * t[ABSENCE_WIDTH]
        asked -= counts_as_one(t, a, i, inside(t, w, a, s, row, i, low, s[DAY])[2])
        if asked <= 0:
            return place
        place -= 1
    return -1


def _lasting(t: Row, a: Row, i: int) -> bool:
    """Whether an absence, once over, is one that counts whatever is decided."""
    return a[i + LEARNT] == 0 and a[i + t[ABSENCE_WIDTH] + SUMS] > a[i + SUMS]


def _surely_counts(t: Row, w: Row, a: Row, s: Row, i: int, by: int) -> bool:
    """Whether an absence still to come counts before a day, and from then on."""
    upto = min(a[i + LAST], by - 1)
    return _lasting(t, a, i) and not a[i + ODD] and halves(w, s, a[i + FIRST], upto) > 0


def least_wanted(t: Row, w: Row, s: Row, row: int) -> tuple[int, int]:
    """The least that a lower bound can be for the person on any day, as a fraction."""
    bound, of = t[row + LOWER], t[row + LOWER_OF]
    if t[row + IS_SCALED] and s[MANY_PATTERNS] > 1:
        share, whole = _least_share(t, w, s, row)
        if share != whole:  # rounding takes off a quarter at most
            bound, of = 4 * bound * share - of * whole, 4 * of * whole
    if t[row + MEASURE] != HOURS_LOST:
        return bound, of
    if s[MANY_PATTERNS] > 2:
        return 0, 1  # each may have hours of its own, so any bound may be reached
    return bound * w[s[PATTERN] + HOURS_OF], of * w[s[PATTERN] + HOURS]  # the bound is one of days


def _least_share(t: Row, w: Row, s: Row, row: int) -> tuple[int, int]:
    """The least share of a week that the person works on any day."""
    share, whole = 1, 1
    for number in range(1, s[MANY_PATTERNS]):
        place = s[s[PATTERNS] + number * PATTERN_ROW + PATTERN_PLACE]
        one, of = share_of(t, w, row, place)
        if one * whole < share * of:
            share, whole = one, of
    return share, whole


def is_enough(measure: int, many: int, time: int, days: int, bound: int, of: int) -> bool:
    """Whether what could at most be counted comes to a bound."""
    if measure == NUMBER:
        return many * of >= bound
    if measure == SCORE:
        return many * many * time * of >= bound * UNIT
    if measure == CALENDAR_LOST:
        return days * of >= bound
    if measure == TIME_SHARE:
        return True
    return time * of >= bound * UNIT


def reached(t: Row, w: Row, a: Row, s: Row, row: int, wanted: int) -> int:
    """The first later day on which all that could be counted, with an absence new on it, is enough.

    It looks no further than the day on which a move of the stage is asked anyway (`LOOK_UPTO`).
    """
    day, width, measure = s[DAY], t[ABSENCE_WIDTH], t[row + MEASURE]
    fixed = fixed_low(t, a, s, row)
    if fixed == NOWHERE:
        return FAR
    bound, of = least_wanted(t, w, s, row)
    soonest = min(s[LOOK_UPTO], learnt_next(t, a, s))
    place, begin = first_recent(t, a, s), -1
    edge = FIRST if edge_of(t, row) == STARTED_INSIDE else LAST  # the day that a window must reach
    at = SUMS + 3 * t[row + SORT]
    while place < s[MANY_ABSENCES] and a[place * width + FIRST] < soonest:
        i = place * width
        place += 1
        first, last = a[i + FIRST], a[i + LAST]
        if wanted != WANT_MET or t[row + NODE_ON_RETURN]:
            last = max(last, a[i + BACK])
            if wanted == WANT_MET:
                first = last
        start = max(first, day + 1)
        low = max(fixed, start - t[row + WINDOW_DAYS])
        beyond = start > min(last, s[ON], soonest - 1) or a[i + edge] <= low
        if beyond or not a[i + CAN_COUNT] >> t[row + SORT] & 1:
            continue
        if place < s[MANY_ABSENCES] and a[i + width + FIRST] <= last < FAR:
            grown = start  # the next has begun by the day of return, and is in the window too
        else:
            begin = _first_inside(t, a, begin, place - 1, edge, low)
            b = begin * width
            many = a[i + at] - a[b + at] + 1
            time = a[i + at + 1] - a[b + at + 1]
            days = a[i + at + 2] - a[b + at + 2]
            if _falls_short(a, i, many, time, days, measure, bound, of):
                continue
            grown = _grown(w, a, s, i, start, many, time, days, measure, bound, of)
        if grown < soonest and not _has_taken(a, s, i, wanted):
            soonest = grown
    return soonest


def _first_inside(t: Row, a: Row, begin: int, place: int, edge: int, low: int) -> int:
    """The place of the first absence up to one that a window reaches.

    `begin` is where it was for the absence before, and less than 0 where none was looked at.
    """
    if begin < 0:
        begin = first_after(t, a, place, low)
    while begin < place and a[begin * t[ABSENCE_WIDTH] + edge] <= low:
        begin += 1
    return begin


def _has_taken(a: Row, s: Row, i: int, wanted: int) -> bool:
    """Whether a move is to be met anew, and an absence took it before."""
    return wanted == WANT_MET and is_used(a, s, i, s[MOVE_ASKED])


def _falls_short(
    a: Row, i: int, many: int, time: int, days: int, measure: int, bound: int, of: int
) -> bool:
    """Whether not even all of an absence would be enough: told without counting its days."""
    if a[i + MOST_LOST] < 0:
        return False
    time, days = time + a[i + MOST_LOST], days + a[i + LAST] - a[i + FIRST] + 1
    return not is_enough(measure, many, time, days, bound, of)


def _grown(
    w: Row, a: Row, s: Row, i: int, start: int,
    many: int, time: int, days: int, measure: int, bound: int, of: int,
) -> int:  # fmt: skip
    """The first day, from one on, on which one absence more is enough beside what is counted; or FAR."""
    if measure == NUMBER:
        return start if many * of >= bound else FAR
    first, last = a[i + FIRST], min(a[i + LAST], s[ON])
    if a[i + ODD] or start >= last:
        more = lost(w, a, s, i, first, last, last)
        if a[i + ODD]:
            more = max(more, halves(w, s, first, last) * HALF)
        return (
            start if is_enough(measure, many, time + more, days + last - first + 1, bound, of) else FAR
        )
    full = time + halves(w, s, first, last) * HALF
    if not is_enough(measure, many, full, days + last - first + 1, bound, of):
        return FAR
    while start < last:  # the day between the two on which it is enough
        middle = (start + last) // 2
        grown = time + halves(w, s, first, middle) * HALF
        if is_enough(measure, many, grown, days + middle - first + 1, bound, of):
            last = middle
        else:
            start = middle + 1
    return start


def fixed_low(t: Row, a: Row, s: Row, row: int) -> int:
    """The day before which a window reaches on no later day either; NOWHERE while it has no anchor."""
    if t[row + PERIOD] >= 0:
        return max(low_edge(t, a, s, row), -1)
    if t[row + SINCE] == NOTHING or t[row + SINCE] == RETURN:
        return -1
    anchor = anchor_day(t, a, s, t[row + SINCE], t[row + SINCE_AT])
    return anchor or NOWHERE
