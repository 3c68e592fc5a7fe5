"""Moves in whole numbers: whether one holds, what it still needs, and when it must be asked again.

What `engine/moves.py` and `engine/wake.py` say.
"""

from flowrules.kernel.asking import any_later, any_met, ask, later
from flowrules.numbers.absences import back_seen, is_over, status_on
from flowrules.numbers.anchors import anchor_day, stirs
from flowrules.numbers.days import back_from, deadline, is_closed
from flowrules.numbers.fields import *
from flowrules.numbers.seldom import seldom


def is_for(groups: int, group: int) -> bool:
    """Whether something limited to staff groups, as bits (none: for all), is for somebody of a group."""
    return groups == 0 or groups >> group & 1 == 1


def look_from(t: Row, s: Row, move: int) -> None:
    """Looks as the stay does that a move leads out of."""
    track = t[t[MOVES] + move * MOVE_WIDTH + MOVE_TRACK]
    s[TRACK_ASKED], s[MOVE_ASKED] = track, move
    s[ENTERED_ON] = s[s[TRACK_ROWS] + track * TRACK_ROW + TRACK_ENTERED]


def is_met(t: Row, w: Row, a: Row, e: Row, s: Row, move: int) -> bool:
    """Whether a move holds today. One met before its evidence came stays met."""
    row, at = t[MOVES] + move * MOVE_WIDTH, s[MOVE_ROWS] + move * MOVE_ROW
    plain = t[row + MOVE_PLAIN] == 1
    if s[at + MOVE_HELD] and not plain:
        return True
    if t[row + MOVE_MANY_DECIDED] and not is_decided(t, s, row):
        s[at + MOVE_HELD] = 0
        return False
    look_from(t, s, move)
    if t[row + MOVE_UNIT] == NO_LENGTH or _time_is_up(t, a, s, row):
        node, many = t[row + MOVE_NODE], t[row + MOVE_MANY_NODES]
        if node < 0:
            return True
        if t[row + MOVE_ANY_OF]:
            if any_met(t, w, a, e, s, node, many):
                return True
        elif ask(t, w, a, e, s, node, many) & (TRUE if plain else MET):
            return True
    s[at + MOVE_HELD] = 0
    return False


def is_decided(t: Row, s: Row, row: int) -> bool:
    """Whether every decision that a move names was made so in this stay."""
    for at in range(t[row + MOVE_DECIDED], t[row + MOVE_DECIDED] + 2 * t[row + MOVE_MANY_DECIDED], 2):
        if s[s[ACTION_ROWS] + t[at] * ACTION_ROW + ACTION_OUTCOME] != t[at + 1]:
            return False
    return True


def period_end(t: Row, a: Row, s: Row, row: int, by: int) -> int:
    """The last day of a move's period; 0 while it cannot be known, or is not `by` a day that is past.

    Days on which the clock of the stage stands still do not count; where `by` is 0, those to come are
    taken to count, so that it surely does not end before.
    """
    anchor = anchor_day(t, a, s, t[row + MOVE_ANCHOR], t[row + MOVE_ANCHOR_AT])
    end = deadline(t, anchor, t[row + MOVE_UNIT], t[row + MOVE_N]) if anchor else 0
    stage = s[s[TRACK_ROWS] + t[row + MOVE_TRACK] * TRACK_ROW + TRACK_STAGE]
    of = t[STAGES] + stage * STAGE_WIDTH
    if end == 0 or t[of + STAGE_MANY_PAUSES] == 0:
        return end
    at, left = anchor, end - anchor
    while left > 0 and at < (by or s[DAY] - 1):
        at += 1
        left -= 0 if _is_paused(t, s, of, at) else 1
    if left == 0:
        return at
    return 0 if by else at + left


@seldom
def _is_paused(t: Row, s: Row, of: int, day: int) -> bool:
    """Whether a day that is past does not count for the clock of a stage."""
    for place in range(t[of + STAGE_PAUSES], t[of + STAGE_PAUSES] + t[of + STAGE_MANY_PAUSES]):
        if t[place] == A_CLOSURE:
            if is_closed(t, day):
                return True
        elif _was_in(s, t[place], day):
            return True
    return False


@seldom
def _was_in(s: Row, stage: int, day: int) -> bool:
    """Whether the person was, at any time of a day, in a stage."""
    for row in range(s[STAYS], s[STAYS] + s[MANY_STAYS] * STAY_ROW, STAY_ROW):
        left = s[row + STAY_LEFT]
        if s[row + STAY_STAGE] == stage and s[row + STAY_ENTERED] <= day and (not left or day <= left):
            return True
    return False


def _time_is_up(t: Row, a: Row, s: Row, row: int) -> bool:
    end = period_end(t, a, s, row, s[DAY] - 1)
    return 0 < end < s[DAY] and not _waits(t, a, s, row, end)


def _waits(t: Row, a: Row, s: Row, row: int, end: int) -> bool:
    """Whether an absence begun in a period is assessed, on return, before it can end."""
    if not t[row + MOVE_CAN_WAIT]:
        return False
    anchor, day = anchor_day(t, a, s, t[row + MOVE_ANCHOR], t[row + MOVE_ANCHOR_AT]), s[DAY]
    for place in range(s[BEGUN] - 1, -1, -1):
        i = place * t[ABSENCE_WIDTH]
        if a[i + FIRST] <= anchor:
            return False
        going = not is_over(a, i, day) or back_seen(a, s, i, day) >= day
        if going and status_on(a, i, day) != NEVER and a[i + FIRST] <= end:
            return True
    return False


def is_missing(t: Row, e: Row, s: Row, row: int) -> bool:
    """Whether evidence that a move needs is not on record, or too old."""
    for at in range(t[row + MOVE_NEEDS], t[row + MOVE_NEEDS] + 3 * t[row + MOVE_MANY_NEEDS], 3):
        if latest_recorded(e, s, t[at]) < back_from(t, s[DAY], t[at + 1], t[at + 2]):
            return True
    return False


def latest_recorded(e: Row, s: Row, thing: int) -> int:
    """The last day on which an action or event is in the record so far; 0 where it is not."""
    for place in range(s[NEXT_EVENT] - 1, -1, -1):
        at = place * EVENT_WIDTH
        if e[at + EVENT_KIND] in (ACTION, RECORDED) and e[at + EVENT_WHAT] == thing:
            return e[at + EVENT_DAY]
    return 0


def next_day(t: Row, w: Row, a: Row, e: Row, s: Row, move: int) -> int:
    """The first day after today on which a move, asked today and not taken, must be asked again."""
    row, at = t[MOVES] + move * MOVE_WIDTH, s[MOVE_ROWS] + move * MOVE_ROW
    if not is_for(t[row + MOVE_GROUPS], s[GROUP]):
        return FAR
    if s[at + MOVE_TAKEN] == s[DAY]:
        return s[DAY] + 1
    if s[at + MOVE_HELD] and not t[row + MOVE_PLAIN]:
        return FAR  # what it waits for is an event
    if t[row + MOVE_MANY_DECIDED] and not is_decided(t, s, row):
        return FAR
    look_from(t, s, move)
    if t[row + MOVE_UNIT] == NO_LENGTH:
        looked = s[at + MOVE_LOOKED]
        return FAR if t[row + MOVE_NODE] < 0 else _condition_day(t, w, a, e, s, row, at, looked)
    return _period_day(t, w, a, e, s, row, at)


def _period_day(t: Row, w: Row, a: Row, e: Row, s: Row, row: int, at: int) -> int:
    """The first day on which a period is over, and what it waits for then may be so.

    The engine does not look so far: it tells why on the first day after a period.
    """
    end = period_end(t, a, s, row, 0)
    soonest = stirs(t, a, s) if t[row + MOVE_ANCHOR] == RETURN else FAR
    if end == 0:
        return soonest
    if end >= s[DAY]:
        if t[row + MOVE_NODE] < 0 or end + 1 >= s[LOOK_UPTO]:
            return min(soonest, end + 1)
        later = _condition_day(t, w, a, e, s, row, at, 0)  # until then, it was not asked today
        return min(soonest, max(end + 1, later))
    if t[row + MOVE_CAN_WAIT]:
        soonest = s[DAY] + 1 if _waits(t, a, s, row, end) else min(soonest, stirs(t, a, s))
    if t[row + MOVE_NODE] < 0:
        return soonest
    return min(soonest, _condition_day(t, w, a, e, s, row, at, s[at + MOVE_LOOKED]))


def _condition_day(t: Row, w: Row, a: Row, e: Row, s: Row, row: int, at: int, looked: int) -> int:
    """The day on which a move's condition, last `looked` at on a day, may have come to be otherwise."""
    node, many = t[row + MOVE_NODE], t[row + MOVE_MANY_NODES]
    asked = looked == s[DAY]
    if t[row + MOVE_ANY_OF]:
        if not asked:
            any_met(t, w, a, e, s, node, many)
        return any_later(t, w, a, e, s, node, many)
    wanted = WANT_TRUE if t[row + MOVE_PLAIN] else WANT_MET
    if s[at + MOVE_HELD]:
        wanted = WANT_UNTRUE
    if not asked:
        ask(t, w, a, e, s, node, many)
    return later(t, w, a, e, s, node, many, wanted)
