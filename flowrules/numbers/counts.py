"""A figure against its bounds, and what of it is new on the day.

What `counting.py` and `bounds.py` say.
"""

from flowrules.numbers.absences import back_seen, is_over, is_used, lost
from flowrules.numbers.anchors import first_recent
from flowrules.numbers.fields import *
from flowrules.numbers.used import note_absence
from flowrules.numbers.windows import high_edge, inside, low_edge


def keeps_to(t: Row, w: Row, s: Row, row: int, many: int, parts: int) -> bool:
    """Whether a figure, so many of so many parts of one, is within its bounds."""
    if t[row + LOWER] >= 0:
        bound, of = scaled(t, w, s, row, t[row + LOWER], t[row + LOWER_OF])
        if many * of < bound * parts + t[row + LOWER_MORE]:
            return False
    if t[row + UPPER] >= 0:
        bound, of = scaled(t, w, s, row, t[row + UPPER], t[row + UPPER_OF])
        if many * of > bound * parts - t[row + UPPER_MORE]:
            return False
    return True


def scaled(t: Row, w: Row, s: Row, row: int, bound: int, of: int) -> tuple[int, int]:
    """A bound for the share of a week that the person works now, rounded as the procedure says."""
    if not t[row + IS_SCALED]:
        return bound, of
    share, whole = share_of(t, w, row, _pattern_now(s))
    if share == whole:
        return bound, of
    exact, parts = bound * share, of * whole
    if t[ROUNDING] == EXACT:
        return exact, parts
    if t[ROUNDING] == NEAREST_HALF:
        return (4 * exact + parts) // (2 * parts), 2
    if t[ROUNDING] == UP_TO_HALF:
        return -(-2 * exact // parts), 2
    return -(-exact // parts), 1


def share_of(t: Row, w: Row, row: int, pattern: int) -> tuple[int, int]:
    """The share of the school's week that is worked by a pattern, by days or by hours."""
    if t[row + IS_SCALED] == BY_HOURS:
        return w[pattern + HOURS_SHARE], w[pattern + HOURS_SHARE_OF]
    return w[pattern + SHARE], w[pattern + SHARE_OF]


def _pattern_now(s: Row) -> int:
    """The place of the pattern that is worked on the day."""
    at = s[PATTERNS] + (s[MANY_PATTERNS] - 1) * PATTERN_ROW
    while s[at + PATTERN_SINCE] > s[DAY]:
        at -= PATTERN_ROW
    return s[at + PATTERN_PLACE]


def judged(t: Row, w: Row, a: Row, s: Row, row: int, many: int, parts: int) -> int:
    """Whether a figure keeps to its bounds, and absence on this very day makes it so."""
    if not keeps_to(t, w, s, row, many, parts):
        return 0
    if not t[row + NODE_FRESH]:
        return TRUE | MET
    return TRUE | MET | CAUSED if next_fresh(t, w, a, s, row, s[BEGUN]) >= 0 else TRUE


def next_fresh(t: Row, w: Row, a: Row, s: Row, row: int, below: int) -> int:
    """The place of the latest absence before one that is new today, and counted; less than 0: none."""
    low = low_edge(t, a, s, row)
    high = high_edge(t, s, row, low)
    least = 0 if s[LEARNT_NOW] else first_recent(t, a, s)
    for place in range(below - 1, least - 1, -1):
        i = place * t[ABSENCE_WIDTH]
        used = s[MANY_USED] > 0 and is_used(a, s, i, s[MOVE_ASKED])
        if not used and is_new(t, w, a, s, row, i, low, high):
            return place
    return -1


def is_new(t: Row, w: Row, a: Row, s: Row, row: int, i: int, low: int, high: int) -> bool:
    """Whether an absence that is counted happens, is assessed or is learnt of on this day."""
    day = s[DAY]
    first, last, piece = inside(t, w, a, s, row, i, low, high)
    if not last or (t[row + MEASURE] != CALENDAR_LOST and not piece):
        return False
    if t[row + MEASURE] == NUMBER and t[PARTS_ARE_ABSENCES] == 0 and a[i + PART_ONLY]:
        return False
    back = back_seen(a, s, i, day)
    if a[i + LEARNT] == day and (not t[row + NODE_ON_RETURN] or 0 < back <= day):
        return True
    if t[row + NODE_ON_RETURN]:
        return is_over(a, i, day) and back == day
    if day < first or day > last:
        return False
    return t[row + MEASURE] == CALENDAR_LOST or lost(w, a, s, i, day, day, day) > 0


def count_causes(t: Row, w: Row, a: Row, e: Row, s: Row, row: int) -> None:  # noqa: ARG001
    """Keeps the absences that met a count today."""
    place = next_fresh(t, w, a, s, row, s[BEGUN])
    while place >= 0:
        note_absence(a, s, place * t[ABSENCE_WIDTH])
        place = next_fresh(t, w, a, s, row, place)
