"""Lines of a record -> the absences they make, as seen from any day, and what those lost.

What `spells.py` and `losses.py` say. An absence is here all the lines that could ever be joined to each
other, which is the same as long as they count alike; others are left to the interpreter.
"""

from flowrules.numbers.days import halves
from flowrules.numbers.fields import *
from flowrules.numbers.seldom import seldom


def status_on(a: Row, i: int, day: int) -> int:
    """How an absence counts, as known by a day."""
    return a[i + DECIDED] if a[i + LEARNT] and day >= a[i + LEARNT] else a[i + STATUS]


def counts_on(a: Row, i: int, day: int) -> bool:
    """Whether an absence counts, as known by a day."""
    return status_on(a, i, day) == COUNTS


def latest_line(a: Row, s: Row, i: int, day: int) -> int:
    """The last line of an absence that has begun by a day."""
    line = s[LINES] + a[i + HIGH_LINE] * LINE_WIDTH
    while a[line + LINE_FIRST] > day and line > s[LINES] + a[i + LOW_LINE] * LINE_WIDTH:
        line -= LINE_WIDTH
    return line


def last_seen(a: Row, s: Row, i: int, day: int) -> int:
    """The last day of an absence as seen from a day: never after it."""
    if a[i + LAST] <= day:
        return a[i + LAST]
    if a[i + LOW_LINE] == a[i + HIGH_LINE]:
        return day
    return min(a[latest_line(a, s, i, day) + LINE_LAST], day)


def back_seen(a: Row, s: Row, i: int, day: int) -> int:
    """The first working day after an absence, as seen from a day; 0 while the person is away."""
    if a[i + LAST] <= day:
        return a[i + BACK]
    line = latest_line(a, s, i, day)
    return a[line + LINE_BACK] if a[line + LINE_LAST] <= day else 0


def until_seen(a: Row, s: Row, i: int, day: int) -> int:
    """The last day expected of an absence, as learnt last by a day; 0 where nothing was said."""
    if not s[MANY_FORETOLD]:
        return 0
    learnt = until = 0
    last = a[latest_line(a, s, i, day) + LINE_FIRST]
    for at in range(s[FORETOLD], s[FORETOLD] + s[MANY_FORETOLD] * FORETOLD_WIDTH, FORETOLD_WIDTH):
        if a[at + FORETOLD_ON] <= day and a[i + FIRST] <= a[at + FORETOLD_LINE] <= last:
            one, its = a[at + FORETOLD_ON], a[at + FORETOLD_UNTIL]
            if one > learnt or (one == learnt and its > until):
                learnt, until = one, its
    return until


def is_over(a: Row, i: int, day: int) -> bool:
    """Whether no further line could join an absence."""
    return day >= a[i + OVER]


def counts_now(t: Row, a: Row, s: Row) -> int:
    """The absence that counts and is not over; less than 0 where there is none."""
    i = (s[BEGUN] - 1) * t[ABSENCE_WIDTH]
    if i < 0 or is_over(a, i, s[DAY]) or not counts_on(a, i, s[DAY]):
        return -1
    return i


def lost(w: Row, a: Row, s: Row, i: int, first: int, last: int, seen: int) -> int:
    """The working time that an absence lost on some days, in units; `seen` is the day looked at."""
    if not a[i + ODD]:
        return halves(w, s, first, last) * HALF
    found = 0
    for number in range(a[i + LOW_LINE], a[i + HIGH_LINE] + 1):
        found += _of_line(w, a, s, s[LINES] + number * LINE_WIDTH, first, last, seen)
    return found


@seldom
def _of_line(w: Row, a: Row, s: Row, line: int, first: int, last: int, seen: int) -> int:
    """The same of one line; what another system says of it is known from its last day."""
    begins, ends = max(first, a[line + LINE_FIRST]), min(last, a[line + LINE_LAST])
    many = halves(w, s, begins, ends)
    if a[line + LINE_EACH] >= 0 and a[line + LINE_LAST] <= seen:
        if halves(w, s, a[line + LINE_FIRST], a[line + LINE_LAST]) == 0:  # on its first day alone
            return a[line + LINE_EACH] if first <= a[line + LINE_FIRST] <= last else 0
        return many // 2 * a[line + LINE_EACH]
    less = a[line + LINE_LESS] if first <= a[line + LINE_FIRST] <= last else 0
    return many * HALF - less


def is_used(a: Row, s: Row, i: int, move: int) -> bool:
    """Whether any line of an absence took a move before."""
    for at in range(s[USED], s[USED] + s[MANY_USED] * USED_ROW, USED_ROW):
        mine = s[at + USED_MOVE] == move + 1 and s[at + USED_WHAT] == 0
        if mine and a[i + FIRST] <= s[at + USED_DAY] <= a[i + LAST]:
            return True
    return False


def is_recorded_used(s: Row, what: int, day: int, move: int) -> bool:
    """Whether a thing recorded on a day took a move before."""
    for at in range(s[USED], s[USED] + s[MANY_USED] * USED_ROW, USED_ROW):
        mine = s[at + USED_MOVE] == move + 1 and s[at + USED_WHAT] == what + 1
        if mine and s[at + USED_DAY] == day:
            return True
    return False
