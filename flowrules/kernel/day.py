"""One day in whole numbers: what happened on it, then every track until none moves.

What `engine/day.py` says.
"""

from flowrules.kernel.asking import note_any, note_causes, note_spent
from flowrules.kernel.moves import is_for, is_met, is_missing, next_day
from flowrules.numbers.anchors import first_recent
from flowrules.numbers.days import is_beyond
from flowrules.numbers.fields import *


def live_all(t: Row, w: Row, a: Row, e: Row, s: Row) -> None:
    """Lives the days on which anything can change, from the first to the last."""
    for track in range(t[MANY_TRACKS]):
        if not s[s[TRACK_ROWS] + track * TRACK_ROW + TRACK_STAY]:
            stay_in(t, s, track, t[t[TRACKS] + track], s[START] - 1, 1)
    day = s[START]
    if not s[TAKEN] and not is_beyond(t, day - 1):
        s[DAY] = day - 1  # seen from the day before, the first may be one on which nothing changes
        day = _next_event(t, e, s, _wakes(t, w, a, e, s))
    while day <= s[ON] and not s[GAVE_UP]:
        _live(t, w, a, e, s, day)
        if s[OPEN_FROM] and day >= s[OPEN_FROM] and not is_open(t, s):
            s[CLOSED_ON] = day
            return
        day = max(day + 1, _next_event(t, e, s, _wakes(t, w, a, e, s)))
    _look(t, a, s, s[ON])


def is_open(t: Row, s: Row) -> bool:
    """Whether a track is outside its start stage."""
    for track in range(t[MANY_TRACKS]):
        if s[s[TRACK_ROWS] + track * TRACK_ROW + TRACK_STAGE] != t[t[TRACKS] + track]:
            return True
    return False


def _next_event(t: Row, e: Row, s: Row, soonest: int) -> int:
    """The day of the next event that matters to a present move, or that day if it comes first.

    What is recorded before then is taken in, and the day need not be lived for it.
    """
    while s[NEXT_EVENT] < s[MANY_EVENTS]:
        at = s[NEXT_EVENT] * EVENT_WIDTH
        if e[at + EVENT_DAY] >= soonest:
            return soonest
        if e[at + EVENT_KIND] == PLACED or _is_heeded(t, s, e[at + EVENT_WHAT]):
            return e[at + EVENT_DAY]
        if e[at + EVENT_KIND] == ACTION and not _give(t, e, s, at):
            return e[at + EVENT_DAY]
        s[NEXT_EVENT] += 1
    return soonest


def _is_heeded(t: Row, s: Row, thing: int) -> bool:
    """Whether a move of a present stage looks at an action or event."""
    for track in range(t[MANY_TRACKS]):
        stage = t[STAGES] + s[s[TRACK_ROWS] + track * TRACK_ROW + TRACK_STAGE] * STAGE_WIDTH
        for at in range(t[stage + STAGE_HEEDS], t[stage + STAGE_HEEDS] + t[stage + STAGE_MANY_HEEDS]):
            if t[at] == thing:
                return True
    return False


def _give(t: Row, e: Row, s: Row, at: int) -> bool:
    """Gives an action on record to the present stay, if it belongs to its stage."""
    action = e[at + EVENT_WHAT]
    stage = t[t[ACTIONS] + action * ACTION_WIDTH + ACTION_STAGE]
    row = s[TRACK_ROWS] + t[t[STAGES] + stage * STAGE_WIDTH + STAGE_TRACK] * TRACK_ROW
    if s[row + TRACK_STAGE] != stage:
        return False
    e[at + EVENT_STAY] = s[row + TRACK_STAY]
    mine = s[ACTION_ROWS] + action * ACTION_ROW
    s[mine + ACTION_DONE] = e[at + EVENT_DAY]
    if e[at + EVENT_OUTCOME]:
        s[mine + ACTION_OUTCOME] = e[at + EVENT_OUTCOME]
    return True


def _look(t: Row, a: Row, s: Row, day: int) -> None:
    """The absences as seen from a day; whether one of them may be new on it."""
    width = t[ABSENCE_WIDTH]
    s[DAY] = day
    begun = s[BEGUN]
    while begun < s[MANY_ABSENCES] and a[begun * width + FIRST] <= day:
        begun += 1
    s[BEGUN], s[LEARNT_NOW], s[IS_NEWS] = begun, 0, 0
    if s[HAS_LEARNT]:
        for place in range(begun):
            if a[place * width + LEARNT] == day:
                s[LEARNT_NOW] = s[IS_NEWS] = 1
    if first_recent(t, a, s) < begun:
        s[IS_NEWS] = 1


def _live(t: Row, w: Row, a: Row, e: Row, s: Row, day: int) -> None:
    _look(t, a, s, day)
    s[TODAY_EVENTS] = s[NEXT_EVENT]
    while s[NEXT_EVENT] < s[MANY_EVENTS] and e[s[NEXT_EVENT] * EVENT_WIDTH + EVENT_DAY] <= day:
        s[NEXT_EVENT] += 1
    if s[NEXT_EVENT] > s[TODAY_EVENTS]:
        _look_again(t, s, -1)
        _record(t, e, s)
    moved = True
    while moved:
        moved = False
        for track in range(t[MANY_TRACKS]):
            while _move(t, w, a, e, s, track):
                moved = True
    _late(t, e, s)


def _record(t: Row, e: Row, s: Row) -> None:
    """First what was done in the present stages, then where the person was placed."""
    _settle(t, e, s)
    for place in range(s[TODAY_EVENTS], s[NEXT_EVENT]):
        at = place * EVENT_WIDTH
        if e[at + EVENT_KIND] == PLACED:
            stage = e[at + EVENT_WHAT]
            _enter(t, e, s, t[t[STAGES] + stage * STAGE_WIDTH + STAGE_TRACK], stage, BY_PLACING)


def _settle(t: Row, e: Row, s: Row) -> None:
    """Gives the present stays the actions recorded today that belong to their stages."""
    for place in range(s[TODAY_EVENTS], s[NEXT_EVENT]):
        at = place * EVENT_WIDTH
        if e[at + EVENT_KIND] == ACTION and not e[at + EVENT_STAY]:
            _give(t, e, s, at)


def _late(t: Row, e: Row, s: Row) -> None:
    """An action of a stage not reached by its day: a fault, which the interpreter tells of."""
    for place in range(s[TODAY_EVENTS], s[NEXT_EVENT]):
        at = place * EVENT_WIDTH
        if e[at + EVENT_KIND] == ACTION and not e[at + EVENT_STAY]:
            stage = t[t[ACTIONS] + e[at + EVENT_WHAT] * ACTION_WIDTH + ACTION_STAGE]
            if not s[s[STAGE_ROWS] + stage * STAGE_ROW + STAGE_SEEN]:
                s[GAVE_UP] = 1


def _move(t: Row, w: Row, a: Row, e: Row, s: Row, track: int) -> bool:
    """Takes the first move of a track's stage that holds today, if one does."""
    stage = t[STAGES] + s[s[TRACK_ROWS] + track * TRACK_ROW + TRACK_STAGE] * STAGE_WIDTH
    first = t[stage + STAGE_MOVES]
    for move in range(first, first + t[stage + STAGE_MANY_MOVES]):
        at = s[MOVE_ROWS] + move * MOVE_ROW
        if s[at + MOVE_NEXT] > s[DAY] or s[at + MOVE_LOOKED] == s[DAY] or s[at + MOVE_TAKEN] == s[DAY]:
            continue
        if not is_for(t[t[MOVES] + move * MOVE_WIDTH + MOVE_GROUPS], s[GROUP]):
            continue
        if _take(t, w, a, e, s, track, move):
            return True
        s[at + MOVE_LOOKED] = s[DAY]
    return False


def _take(t: Row, w: Row, a: Row, e: Row, s: Row, track: int, move: int) -> bool:
    """Takes a move if it holds today and nothing that it needs is missing."""
    if not is_met(t, w, a, e, s, move) or s[GAVE_UP]:
        return False
    row, at = t[MOVES] + move * MOVE_WIDTH, s[MOVE_ROWS] + move * MOVE_ROW
    node, many = t[row + MOVE_NODE], t[row + MOVE_MANY_NODES]
    by_condition = node >= 0 and not t[row + MOVE_PLAIN]
    if is_missing(t, e, s, row):
        if not s[at + MOVE_HELD]:
            s[at + MOVE_HELD] = s[DAY]
            if by_condition:
                s[HAS_HELD] = 1
                _note(t, w, a, e, s, move, -(move + 1))
        return False
    if by_condition:
        if s[at + MOVE_HELD]:
            if t[KEEPS_SPENT]:
                s[GAVE_UP] = 1  # it spends what was counted on the day it was met
            _keep_held(s, move)
        else:
            _note(t, w, a, e, s, move, move + 1)
            if t[KEEPS_SPENT]:
                note_spent(t, w, a, e, s, node, many)
    s[at + MOVE_TAKEN] = s[DAY]
    _enter(t, e, s, track, t[row + MOVE_TO], move)
    return True


def _note(t: Row, w: Row, a: Row, e: Row, s: Row, move: int, as_: int) -> None:
    """Keeps what met a move today, as having taken it or (less than 0) waiting with it."""
    row = t[MOVES] + move * MOVE_WIDTH
    s[USED_AS] = as_
    if t[row + MOVE_ANY_OF]:
        note_any(t, w, a, e, s, t[row + MOVE_NODE], t[row + MOVE_MANY_NODES])
    else:
        note_causes(t, w, a, e, s, t[row + MOVE_NODE], t[row + MOVE_MANY_NODES])


def _keep_held(s: Row, move: int) -> None:
    """What met a move while it waited has now taken it."""
    for at in range(s[USED], s[USED] + s[MANY_USED] * USED_ROW, USED_ROW):
        if s[at + USED_MOVE] == -(move + 1):
            s[at + USED_MOVE] = move + 1


def _drop_held(t: Row, s: Row, stage: int) -> None:
    """A stage that is left waits for nothing."""
    if not s[HAS_HELD]:
        return
    first = t[t[STAGES] + stage * STAGE_WIDTH + STAGE_MOVES]
    after = first + t[t[STAGES] + stage * STAGE_WIDTH + STAGE_MANY_MOVES]
    kept = s[USED]
    for at in range(s[USED], s[USED] + s[MANY_USED] * USED_ROW, USED_ROW):
        if not first <= -s[at + USED_MOVE] - 1 < after:
            s[kept + USED_MOVE], s[kept + USED_WHAT] = s[at + USED_MOVE], s[at + USED_WHAT]
            s[kept + USED_DAY] = s[at + USED_DAY]
            kept += USED_ROW
    s[MANY_USED] = (kept - s[USED]) // USED_ROW


def _enter(t: Row, e: Row, s: Row, track: int, stage: int, move: int) -> None:
    """Goes to a stage, by a move or placed there."""
    row = s[TRACK_ROWS] + track * TRACK_ROW
    before = s[row + TRACK_STAGE]
    if s[MANY_STEPS] == s[MOST_STEPS]:
        s[GAVE_UP] = 1
        return
    step = s[STEPS] + s[MANY_STEPS] * STEP_ROW
    s[step + STEP_DAY], s[step + STEP_TRACK], s[step + STEP_FROM] = s[DAY], track, before
    s[step + STEP_TO], s[step + STEP_MOVE] = stage, move
    s[MANY_STEPS] += 1
    s[s[STAGE_ROWS] + before * STAGE_ROW + STAGE_LEFT] = s[DAY]
    s[s[STAYS] + (s[row + TRACK_STAY] - 1) * STAY_ROW + STAY_LEFT] = s[DAY]
    _drop_held(t, s, before)
    stay_in(t, s, track, stage, s[DAY], 0)
    _look_again(t, s, track)
    _settle(t, e, s)


def stay_in(t: Row, s: Row, track: int, stage: int, day: int, first: int) -> None:
    """A new stay, in which nothing was done yet."""
    if s[MANY_STAYS] == s[MOST_STAYS]:
        s[GAVE_UP] = 1
        return
    at = s[STAYS] + s[MANY_STAYS] * STAY_ROW
    s[MANY_STAYS] += 1
    s[at + STAY_STAGE], s[at + STAY_ENTERED], s[at + STAY_LEFT] = stage, day, 0
    row = s[TRACK_ROWS] + track * TRACK_ROW
    s[row + TRACK_STAGE], s[row + TRACK_ENTERED], s[row + TRACK_FIRST] = stage, day, first
    s[row + TRACK_STAY] = s[MANY_STAYS]
    s[s[STAGE_ROWS] + stage * STAGE_ROW + STAGE_SEEN] = 1
    of = t[STAGES] + stage * STAGE_WIDTH
    for action in range(t[of + STAGE_ACTIONS], t[of + STAGE_ACTIONS] + t[of + STAGE_MANY_ACTIONS]):
        s[s[ACTION_ROWS] + action * ACTION_ROW + ACTION_DONE] = 0
        s[s[ACTION_ROWS] + action * ACTION_ROW + ACTION_OUTCOME] = 0
    for move in range(t[of + STAGE_MOVES], t[of + STAGE_MOVES] + t[of + STAGE_MANY_MOVES]):
        s[s[MOVE_ROWS] + move * MOVE_ROW + MOVE_HELD] = 0


def _look_again(t: Row, s: Row, track: int) -> None:
    """Asks the moves of the present stages anew, but those that a step of a track does not touch.

    Where the track is less than 0, an event was recorded, and not a step taken.
    """
    for other in range(t[MANY_TRACKS]):
        stage = t[STAGES] + s[s[TRACK_ROWS] + other * TRACK_ROW + TRACK_STAGE] * STAGE_WIDTH
        first = t[stage + STAGE_MOVES]
        for move in range(first, first + t[stage + STAGE_MANY_MOVES]):
            row = t[MOVES] + move * MOVE_WIDTH
            if track < 0:
                anew = t[row + MOVE_HEEDS_EVENTS] == 1
            else:
                anew = other == track or not t[row + MOVE_ALONE]
            if anew:
                s[s[MOVE_ROWS] + move * MOVE_ROW + MOVE_NEXT] = 0
                s[s[MOVE_ROWS] + move * MOVE_ROW + MOVE_LOOKED] = 0
                for node in range(t[row + MOVE_NODE], t[row + MOVE_NODE] + t[row + MOVE_MANY_NODES]):
                    s[s[NODE_ROWS] + node * NODE_ROW + NODE_LATER] = 0


def _wakes(t: Row, w: Row, a: Row, e: Row, s: Row) -> int:
    """The next day on which a move of the present stages has to be asked, if nothing happens."""
    soonest = FAR
    for track in range(t[MANY_TRACKS]):
        stage = t[STAGES] + s[s[TRACK_ROWS] + track * TRACK_ROW + TRACK_STAGE] * STAGE_WIDTH
        first = t[stage + STAGE_MOVES]
        s[LOOK_UPTO] = s[ON] + 1
        for move in range(first, first + t[stage + STAGE_MANY_MOVES]):
            at = s[MOVE_ROWS] + move * MOVE_ROW
            if s[at + MOVE_NEXT] <= s[DAY]:
                s[at + MOVE_NEXT] = next_day(t, w, a, e, s, move)
            s[LOOK_UPTO] = min(s[LOOK_UPTO], s[at + MOVE_NEXT])
        soonest = min(soonest, s[LOOK_UPTO])
    return soonest
