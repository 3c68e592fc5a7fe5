"""By which day an action is due, in whole numbers: its own deadline, or since when evidence is wanted.

What `engine/agenda.py` says.
"""

from flowrules.kernel.moves import latest_recorded
from flowrules.numbers.anchors import anchor_day
from flowrules.numbers.days import back_from, deadline, open_before
from flowrules.numbers.fields import *

NOT_HELD = -1


def needed_since(t: Row, e: Row, s: Row, stage: int, thing: int) -> int:
    """Since when a held move needs a thing that is missing; NOT_HELD where none does."""
    since = NOT_HELD
    first = t[stage + STAGE_MOVES]
    for move in range(first, first + t[stage + STAGE_MANY_MOVES]):
        held = s[s[MOVE_ROWS] + move * MOVE_ROW + MOVE_HELD]
        if held and is_needed(t, e, s, move, thing) and (since == NOT_HELD or held < since):
            since = held
    return since


def is_needed(t: Row, e: Row, s: Row, move: int, thing: int) -> bool:
    row = t[MOVES] + move * MOVE_WIDTH
    for at in range(t[row + MOVE_NEEDS], t[row + MOVE_NEEDS] + 3 * t[row + MOVE_MANY_NEEDS], 3):
        if t[at] == thing:
            return latest_recorded(e, s, thing) < back_from(t, s[DAY], t[at + 1], t[at + 2])
    return False


def done_on(s: Row, action: int) -> int:
    return s[s[ACTION_ROWS] + action * ACTION_ROW + ACTION_DONE]


def due_day(t: Row, a: Row, e: Row, s: Row, action: int) -> int:
    """The last day for an action, or the day since which a held move needs it, if that is earlier."""
    return _or_needed(t, e, s, action, last_day(t, a, e, s, action))


def last_day(t: Row, a: Row, e: Row, s: Row, action: int) -> int:
    """The last day for an action; 0 where none is set, or it cannot be known."""
    row = t[ACTIONS] + action * ACTION_WIDTH
    if t[row + ACTION_BEFORE] >= 0:
        return _before(t, a, e, s, row)
    return _own_day(t, a, e, s, action)


def _own_day(t: Row, a: Row, e: Row, s: Row, action: int) -> int:
    """The last day for an action that comes before no other."""
    row = t[ACTIONS] + action * ACTION_WIDTH
    anchor = anchor_day(t, a, s, t[row + ACTION_ANCHOR], t[row + ACTION_ANCHOR_AT])
    unit, n = t[row + ACTION_UNIT], t[row + ACTION_N]
    every = t[row + ACTION_EVERY_UNIT]
    if unit == NO_LENGTH:
        unit, n = every, t[row + ACTION_EVERY_N]
    if not anchor or unit == NO_LENGTH:
        return 0
    first = deadline(t, anchor, unit, n)
    if every == NO_LENGTH or not first:
        return first
    return _unsettled(t, e, s, action, first, every, t[row + ACTION_EVERY_N])


def _or_needed(t: Row, e: Row, s: Row, action: int, due: int) -> int:
    """A day for an action, or since when a held move needs it, if that is earlier or it was done."""
    stage = t[STAGES] + s[s[TRACK_ROWS] + s[TRACK_ASKED] * TRACK_ROW + TRACK_STAGE] * STAGE_WIDTH
    since = needed_since(t, e, s, stage, action)
    if since == NOT_HELD:
        return due
    return since if done_on(s, action) or not due else min(due, since)


def _before(t: Row, a: Row, e: Row, s: Row, row: int) -> int:
    """The day for what comes before another action, or so long before it."""
    other, unit = t[row + ACTION_BEFORE], t[row + ACTION_UNIT]
    due = _or_needed(t, e, s, other, _own_day(t, a, e, s, other))
    chained = t[t[ACTIONS] + other * ACTION_WIDTH + ACTION_BEFORE] >= 0  # one before one before another
    if chained or due > t[LAST_DAY]:
        s[GAVE_UP] = 1
        return 0
    if not due or unit == NO_LENGTH:
        return due
    if unit == WORKING:
        return open_before(t, due, t[row + ACTION_N])
    if unit == TERM_WEEKS:
        s[GAVE_UP] = 1
        return 0
    return back_from(t, due, unit, t[row + ACTION_N])


def _unsettled(t: Row, e: Row, s: Row, action: int, first: int, unit: int, n: int) -> int:
    """The first day left of something done again and again.

    One done settles all due by its day or, if none was, the next.
    """
    stay = s[s[TRACK_ROWS] + s[TRACK_ASKED] * TRACK_ROW + TRACK_STAY]
    ahead, times = first, 0
    for place in range(s[MANY_EVENTS]):
        at = place * EVENT_WIDTH
        if e[at + EVENT_STAY] != stay or e[at + EVENT_WHAT] != action or e[at + EVENT_KIND] != ACTION:
            continue
        day = e[at + EVENT_DAY]
        if ahead and ahead > day:
            times += 1
            ahead = _repeat(t, first, ahead, unit, n, times)
        while ahead and ahead <= day:
            times += 1
            ahead = _repeat(t, first, ahead, unit, n, times)
    return ahead


def _repeat(t: Row, first: int, before: int, unit: int, n: int, times: int) -> int:
    """The next day of something done again and again, from the first; working days one by one."""
    if unit == WORKING:
        return deadline(t, before, unit, n)
    return deadline(t, first, unit, n * times)
