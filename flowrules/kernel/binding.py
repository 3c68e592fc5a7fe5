"""The lines of one record -> absences in whole numbers, and how the person stands before the first day.

What `engine/absences.py` and `spells.py` say. A record with anything in it that cannot be right, or that
these rows have no place for, is given up: the interpreter decides on it, and tells what is wrong.
"""

from flowrules.numbers.absences import lost
from flowrules.numbers.days import halves, is_beyond, next_parting, next_working
from flowrules.numbers.fields import *
from flowrules.numbers.seldom import seldom
from flowrules.numbers.windows import counts_as_one, is_of_kind, is_of_length


def bind_line(
    t: Row, w: Row, a: Row, s: Row, first: int, last: int, status: int, kinds: int, counts: int,
    decided_on: int, said: int,
) -> None:  # fmt: skip
    """Adds a line; `last` and `decided_on` are 0 where there is none, `counts` is less than 0.

    `said` is what the line says that it lost: in units, or one of the words for it.
    """
    if first > s[ON]:
        return
    line = s[LINES] + s[MANY_LINES] * LINE_WIDTH
    s[MANY_LINES] += 1
    if (last and last < first) or is_beyond(t, first):
        s[GAVE_UP] = 1
        return
    a[line + LINE_FIRST], a[line + LINE_KINDS] = first, kinds
    a[line + LINE_LAST] = last if 0 < last <= s[ON] else FAR
    a[line + LINE_LEARNT] = a[line + LINE_DECIDED] = a[line + LINE_LESS] = 0
    a[line + LINE_STATUS], a[line + LINE_EACH] = status, -1
    if status == UNDECIDED:
        s[HAS_UNDECIDED] = 1
    if status != UNDECIDED and counts >= 0 and 0 < decided_on < s[BEGIN]:
        a[line + LINE_STATUS] = status if counts else NEVER  # another version asked for it
    elif (counts >= 0 or decided_on) and decided_on <= s[ON]:
        if status != UNDECIDED or counts < 0 or not decided_on:
            s[GAVE_UP] = 1
        a[line + LINE_LEARNT], a[line + LINE_DECIDED] = decided_on, COUNTS if counts == 1 else NEVER
        s[HAS_LEARNT] = 1
    _say_over(t, w, a, s, line)
    if said != SAID_NOTHING:
        _say_lost(w, a, s, line, last, said)


def _say_over(t: Row, w: Row, a: Row, s: Row, line: int) -> None:
    """The day from which nothing can join a line, and the day of return."""
    last = a[line + LINE_LAST]
    if last == FAR:
        a[line + LINE_OVER] = a[line + LINE_BACK] = FAR
        return
    a[line + LINE_BACK] = next_working(t, w, s, last + 1)
    if t[JOIN] == JOIN_NEVER:
        a[line + LINE_OVER] = last + 1
    elif t[JOIN] == JOIN_ACROSS_CLOSURES:
        a[line + LINE_OVER] = a[line + LINE_BACK]
    else:
        a[line + LINE_OVER] = next_parting(t, w, s, last + 1)


@seldom
def _say_lost(w: Row, a: Row, s: Row, line: int, last: int, said: int) -> None:
    """What a line says for itself that it lost."""
    first = a[line + LINE_FIRST]
    if said == SAID_OTHERWISE or not last or (said == SAID_HALF and last != first):
        s[GAVE_UP] = 1
    elif said == SAID_HALF:
        a[line + LINE_LESS] = halves(w, s, first, first) * HALF // 2
    elif a[line + LINE_LAST] < FAR:
        many = halves(w, s, first, last)
        if many * HALF == said and (s[ALL_WHOLE] or first == last):
            return
        if not s[ALL_WHOLE] or (many and said % (many // 2)):
            s[GAVE_UP] = 1  # spread evenly, a half day loses as much as a whole one
        else:
            a[line + LINE_EACH] = said // (many // 2) if many else said


def bind_absences(t: Row, w: Row, a: Row, s: Row) -> None:
    """Puts the lines in order, and joins those that are one absence."""
    _sort(a, s)
    width, before = t[ABSENCE_WIDTH], -1
    for number in range(s[MANY_LINES]):
        line = s[LINES] + number * LINE_WIDTH
        if number and not a[line - LINE_WIDTH + LINE_LAST] < a[line + LINE_FIRST]:
            s[GAVE_UP] = 1  # one is not over when the next begins
        if before >= 0 and _joins(t, a, s, before, line):
            parts = a[before + PART_ONLY]
            _join(a, before, line, number)
            if parts != a[before + PART_ONLY] and not t[PARTS_ARE_ABSENCES]:
                s[GAVE_UP] = 1  # it is an absence from this line on alone
        else:
            before = s[MANY_ABSENCES] * width
            s[MANY_ABSENCES] += 1
            _begin(a, before, line, number)
    if not s[GAVE_UP]:
        _forget(t, a, s)
        _add_up(t, w, a, s)


def _forget(t: Row, a: Row, s: Row) -> None:
    """What began before this version does not count, where it says so, not even if asked for by kind."""
    for place in range(s[MANY_ABSENCES]):
        i = place * t[ABSENCE_WIDTH]
        if a[i + FIRST] >= t[COUNTS_FROM]:
            return
        a[i + STATUS], a[i + LEARNT] = NEVER, 0
        a[i + KINDS] = min(a[i + KINDS], 0)


def _sort(a: Row, s: Row) -> None:
    """By their first days; mostly they are in order."""
    for number in range(1, s[MANY_LINES]):
        line = s[LINES] + number * LINE_WIDTH
        while line > s[LINES] and a[line - LINE_WIDTH + LINE_FIRST] > a[line + LINE_FIRST]:
            for at in range(line, line + LINE_WIDTH):
                kept = a[at]
                a[at] = a[at - LINE_WIDTH]
                a[at - LINE_WIDTH] = kept
            line -= LINE_WIDTH


def _joins(t: Row, a: Row, s: Row, i: int, line: int) -> bool:
    """Whether a line belongs to the absence before it; where they count otherwise, they are two."""
    if t[JOIN] == JOIN_NEVER or a[i + OVER] == FAR or a[i + OVER] < a[line + LINE_FIRST]:
        return False
    alike = a[i + STATUS] == a[line + LINE_STATUS]
    if alike and a[i + LEARNT] == a[line + LINE_LEARNT] and a[i + DECIDED] == a[line + LINE_DECIDED]:
        return True
    known = not a[i + LEARNT] and not a[line + LINE_LEARNT]
    if not known or a[i + OVER] != a[line + LINE_FIRST] or _joins_all_alike(t):
        s[GAVE_UP] = 1
    return False


def _joins_all_alike(t: Row) -> bool:
    """Whether a count asks for absences that never count, and so may join them to others."""
    for sort in range(t[MANY_SORTS]):
        if t[t[SORTS] + sort * SORT_WIDTH + SORT_ONLY] & t[NEVER_KINDS]:
            return True
    return False


def _begin(a: Row, i: int, line: int, number: int) -> None:
    a[i + FIRST], a[i + STATUS] = a[line + LINE_FIRST], a[line + LINE_STATUS]
    a[i + LEARNT], a[i + DECIDED] = a[line + LINE_LEARNT], a[line + LINE_DECIDED]
    a[i + KINDS], a[i + LOW_LINE] = a[line + LINE_KINDS], number
    a[i + ODD], a[i + PART_ONLY], a[i + SPENT] = 0, 1, 0
    _end(a, i, line, number)


@seldom
def _join(a: Row, i: int, line: int, number: int) -> None:
    if a[i + KINDS] != a[line + LINE_KINDS]:
        a[i + KINDS] = -1
    _end(a, i, line, number)


def _end(a: Row, i: int, line: int, number: int) -> None:
    a[i + LAST], a[i + OVER], a[i + BACK] = a[line + LINE_LAST], a[line + LINE_OVER], a[line + LINE_BACK]
    a[i + HIGH_LINE] = number
    if a[line + LINE_LESS] or a[line + LINE_EACH] >= 0:
        a[i + ODD] = 1
    if not a[line + LINE_LESS] or a[line + LINE_LAST] != a[line + LINE_FIRST]:
        a[i + PART_ONLY] = 0


def _add_up(t: Row, w: Row, a: Row, s: Row) -> None:
    """For each sort of absence, what all before each came to: sums that windows are counted from."""
    width = t[ABSENCE_WIDTH]
    for at in range(SUMS, width):
        a[at] = 0
    for place in range(s[MANY_ABSENCES]):
        i = place * width
        a[i + CAN_COUNT] = 0
        whole = a[i + LAST] < FAR
        time = lost(w, a, s, i, a[i + FIRST], a[i + LAST], FAR) if whole else 0
        a[i + MOST_LOST] = time if whole and not a[i + ODD] else -1
        for sort in range(t[MANY_SORTS]):
            at = i + SUMS + 3 * sort
            for figure in range(3):
                a[at + width + figure] = a[at + figure]
            if not _can_count(t, a, s, sort, i):
                continue
            a[i + CAN_COUNT] |= 1 << sort
            if whole and is_of_length(t, w, s, sort, a[i + FIRST], a[i + LAST]):
                a[at + width] += counts_as_one(t, a, i, time)
                a[at + width + 1] += time
                a[at + width + 2] += a[i + LAST] - a[i + FIRST] + 1


def _can_count(t: Row, a: Row, s: Row, sort: int, i: int) -> bool:
    """Whether an absence may, on some day, be of a sort, as far as its kind goes."""
    if is_of_kind(t, a, s, sort, i, a[i + STATUS]):
        return True
    return a[i + LEARNT] > 0 and is_of_kind(t, a, s, sort, i, a[i + DECIDED])
