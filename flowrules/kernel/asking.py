"""A condition with its members: whether it holds, until when it surely does not, and by what it was met.

What `conditions/all_of.py`, `any_of.py` and `not_.py` say, for trees that lie flat in the table: a
condition comes before its members, so that going backwards finds these known. Everything else of a
condition is in its own file.
"""

from flowrules.kernel.dispatch import ALL, ANY, NOT, NOT_CODED, causes, changes, holds
from flowrules.numbers.fields import *
from flowrules.numbers.windows import high_edge, inside, low_edge

NOT_ASKED = -1  # a condition that has no part in what is wanted


def any_met(t: Row, w: Row, a: Row, e: Row, s: Row, first: int, many: int) -> bool:
    """Whether one of some conditions without members is met today.

    Each is asked only from the day on which it may be: before that it surely is not.
    """
    met = False
    for node in range(first, first + many):
        at = s[NODE_ROWS] + node * NODE_ROW
        if s[at + NODE_LATER] > s[DAY]:
            s[at + NODE_TRUTH] = 0
            continue
        row = t[NODES] + node * NODE_WIDTH
        truth = 0
        if t[row] == NOT_CODED:
            s[GAVE_UP] = 1
        elif s[IS_NEWS] or not t[row + NODE_FRESH]:  # else no absence is new today
            truth = holds(t, w, a, e, s, row)
        s[at + NODE_TRUTH] = truth
        if truth & MET:
            met = True
    return met


def any_later(t: Row, w: Row, a: Row, e: Row, s: Row, first: int, many: int) -> int:
    """A later day before which none of some conditions, just asked, is met."""
    soonest, day = s[LOOK_UPTO], s[DAY]
    for node in range(first, first + many):
        at = s[NODE_ROWS] + node * NODE_ROW
        if s[at + NODE_LATER] <= day:
            row, later = t[NODES] + node * NODE_WIDTH, day + 1
            if t[row] > NOT and not s[at + NODE_TRUTH] & MET:
                s[LOOK_UPTO] = soonest
                later = max(later, changes(t, w, a, e, s, row, WANT_MET))
            s[at + NODE_LATER] = later
        soonest = min(soonest, s[at + NODE_LATER])
    return soonest


def ask(t: Row, w: Row, a: Row, e: Row, s: Row, first: int, many: int) -> int:
    """The truth of a condition; that of its members is kept."""
    truth = 0
    for node in range(first + many - 1, first - 1, -1):
        row = t[NODES] + node * NODE_WIDTH
        word = t[row + NODE_WORD]
        if word == ALL:
            truth = _all(t, s, node)
        elif word == ANY:
            truth = _any(t, s, node)
        elif word == NOT:
            truth = _not(_truth(s, node + 1))
        elif word == NOT_CODED:
            truth = NOT_SAID
        else:
            truth = holds(t, w, a, e, s, row)
        s[s[NODE_ROWS] + node * NODE_ROW + NODE_TRUTH] = truth
    if truth & NOT_SAID:
        s[GAVE_UP] = 1
    return truth


def _truth(s: Row, node: int) -> int:
    return s[s[NODE_ROWS] + node * NODE_ROW + NODE_TRUTH]


def _end(t: Row, node: int) -> int:
    """The node after the last member of a node's."""
    return t[t[NODES] + node * NODE_WIDTH + NODE_END]


def _counts(t: Row, node: int) -> bool:
    return t[t[NODES] + node * NODE_WIDTH + NODE_COUNTS] == 1


def _all(t: Row, s: Row, node: int) -> int:
    """Met by a count that is; without counts, by something new, or where nothing is asked to be."""
    seen, met, asked = 0, False, False
    member = node + 1
    while member < _end(t, node):
        truth = _truth(s, member)
        if not truth & (TRUE | NOT_SAID):
            return 0
        seen |= truth & (CAUSED | NOT_SAID)
        if _counts(t, member) if _counts(t, node) else truth & CAUSED or not truth & MET:
            asked = True
            met = met or truth & MET != 0
        member = _end(t, member)
    return seen | TRUE | (MET if met or not asked else 0)


def _any(t: Row, s: Row, node: int) -> int:
    found, member = 0, node + 1
    while member < _end(t, node):
        truth = _truth(s, member)
        found |= truth & (TRUE | MET | NOT_SAID)
        if truth & MET:
            found |= truth & CAUSED
        member = _end(t, member)
    return found


def _not(truth: int) -> int:
    if truth & NOT_SAID:
        return NOT_SAID
    return 0 if truth & TRUE else TRUE | MET


def later(t: Row, w: Row, a: Row, e: Row, s: Row, first: int, many: int, wanted: int) -> int:
    """A later day before which a condition, just asked, surely does not come to be as it is wanted."""
    s[s[NODE_ROWS] + first * NODE_ROW + NODE_WANTED] = wanted
    for node in range(first, first + many):
        at = s[NODE_ROWS] + node * NODE_ROW
        row = t[NODES] + node * NODE_WIDTH
        if t[row + NODE_WORD] <= NOT:
            _want(t, s, node)
        elif s[at + NODE_WANTED] == NOT_ASKED:
            s[at + NODE_LATER] = FAR
        elif _is_so(s[at + NODE_TRUTH], s[at + NODE_WANTED]):
            s[at + NODE_LATER] = s[DAY] + 1
        else:
            s[at + NODE_LATER] = max(s[DAY] + 1, changes(t, w, a, e, s, row, s[at + NODE_WANTED]))
    for node in range(first + many - 1, first - 1, -1):
        if t[t[NODES] + node * NODE_WIDTH + NODE_WORD] <= NOT:
            s[s[NODE_ROWS] + node * NODE_ROW + NODE_LATER] = _of_members(t, s, node)
    return s[s[NODE_ROWS] + first * NODE_ROW + NODE_LATER]


def _is_so(truth: int, wanted: int) -> bool:
    if wanted == WANT_UNTRUE:
        return not truth & TRUE
    return truth & (MET if wanted == WANT_MET else TRUE) != 0


def _want(t: Row, s: Row, node: int) -> None:
    """What the members must become for a condition to become what is wanted of it."""
    word = t[t[NODES] + node * NODE_WIDTH + NODE_WORD]
    wanted = s[s[NODE_ROWS] + node * NODE_ROW + NODE_WANTED]
    by_count = False
    if word == ALL and wanted == WANT_MET:  # of several counts, that the last becomes true says more
        by_count = _truth(s, node) & TRUE != 0 or not _has_several_counts(t, node)
    member = node + 1
    while member < _end(t, node):
        asked = wanted
        if wanted == NOT_ASKED:
            asked = NOT_ASKED
        elif word == NOT:
            asked = WANT_TRUE if wanted == WANT_UNTRUE else WANT_UNTRUE
        elif word == ALL and wanted != WANT_UNTRUE:
            asked = WANT_MET if by_count and _counts(t, member) else WANT_TRUE
        s[s[NODE_ROWS] + member * NODE_ROW + NODE_WANTED] = asked
        member = _end(t, member)


def _has_several_counts(t: Row, node: int) -> bool:
    """Whether more than one of its members is a count."""
    many, member = 0, node + 1
    while member < _end(t, node):
        many += 1 if _counts(t, member) else 0
        member = _end(t, member)
    return many > 1


def _of_members(t: Row, s: Row, node: int) -> int:
    """The day for a condition, from those of its members."""
    word = t[t[NODES] + node * NODE_WIDTH + NODE_WORD]
    truth, wanted = _truth(s, node), s[s[NODE_ROWS] + node * NODE_ROW + NODE_WANTED]
    if wanted == NOT_ASKED:
        return FAR
    if _is_so(truth, wanted) or word == NOT_CODED:
        return s[DAY] + 1
    if word == ALL and wanted != WANT_UNTRUE:
        if wanted == WANT_MET and _counts(t, node):
            return _latest(t, s, node)
        return s[DAY] + 1 if truth & TRUE else _latest(t, s, node)
    earliest, latest, member = FAR, 0, node + 1
    while member < _end(t, node):
        day = s[s[NODE_ROWS] + member * NODE_ROW + NODE_LATER]
        earliest, latest = min(earliest, day), max(latest, day)
        member = _end(t, member)
    return latest if word == ANY and wanted == WANT_UNTRUE else earliest


def _latest(t: Row, s: Row, node: int) -> int:
    """The day by which every member is true, and one of those that are counts is met."""
    counts, others, member = FAR, s[DAY] + 1, node + 1
    some = False
    while member < _end(t, node):
        at = s[NODE_ROWS] + member * NODE_ROW
        if s[at + NODE_WANTED] == WANT_MET:
            counts, some = min(counts, s[at + NODE_LATER]), True
        else:
            others = max(others, s[at + NODE_LATER])
        member = _end(t, member)
    return max(counts, others) if some else others


def note_any(t: Row, w: Row, a: Row, e: Row, s: Row, first: int, many: int) -> None:
    """Keeps what met those conditions that are."""
    for node in range(first, first + many):
        if _truth(s, node) & MET and _truth(s, node) & CAUSED:
            causes(t, w, a, e, s, t[NODES] + node * NODE_WIDTH)


def note_causes(t: Row, w: Row, a: Row, e: Row, s: Row, first: int, many: int) -> None:
    """Keeps what met a condition, just asked."""
    s[s[NODE_ROWS] + first * NODE_ROW + NODE_WANTED] = WANT_MET
    for node in range(first, first + many):
        row = t[NODES] + node * NODE_WIDTH
        if NOT_CODED < t[row + NODE_WORD] <= NOT:
            _choose(t, s, node, MET)
        elif s[s[NODE_ROWS] + node * NODE_ROW + NODE_WANTED] != NOT_ASKED and _truth(s, node) & CAUSED:
            causes(t, w, a, e, s, row)


def _choose(t: Row, s: Row, node: int, bit: int) -> None:
    """Asks those members that a condition rests on: of `any` those that are so, of `not` none."""
    word = t[t[NODES] + node * NODE_WIDTH + NODE_WORD]
    wanted = s[s[NODE_ROWS] + node * NODE_ROW + NODE_WANTED] != NOT_ASKED
    member = node + 1
    while member < _end(t, node):
        chosen = word == ALL or (word == ANY and _truth(s, member) & bit != 0)
        s[s[NODE_ROWS] + member * NODE_ROW + NODE_WANTED] = WANT_MET if wanted and chosen else NOT_ASKED
        member = _end(t, member)


def note_spent(t: Row, w: Row, a: Row, e: Row, s: Row, first: int, many: int) -> None:  # noqa: ARG001
    """Keeps the absences that were counted when a count, just asked, moved the track."""
    s[s[NODE_ROWS] + first * NODE_ROW + NODE_WANTED] = WANT_MET
    for node in range(first, first + many):
        row = t[NODES] + node * NODE_WIDTH
        if t[row + NODE_WORD] <= NOT:
            _choose(t, s, node, TRUE)
        elif s[s[NODE_ROWS] + node * NODE_ROW + NODE_WANTED] != NOT_ASKED and _truth(s, node) & TRUE:
            if t[row + NODE_SPENDS] == SPENDS_UNKNOWN:
                s[GAVE_UP] = 1
            elif t[row + NODE_SPENDS] == SPENDS_COUNTED:
                _spend(t, w, a, s, row)


def _spend(t: Row, w: Row, a: Row, s: Row, row: int) -> None:
    low = low_edge(t, a, s, row)
    if low == NOWHERE:
        return
    high = high_edge(t, s, row, low)
    for place in range(s[BEGUN] - 1, -1, -1):
        i = place * t[ABSENCE_WIDTH]
        if a[i + LAST] <= low:
            break
        _, last, piece = inside(t, w, a, s, row, i, low, high)
        if last and (piece or t[row + MEASURE] == CALENDAR_LOST):  # calendar days are lost on any day
            a[i + SPENT] |= 1 << s[TRACK_ASKED]
