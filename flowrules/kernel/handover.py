"""What one version of a procedure leaves to the next, in whole numbers: stays, events, what was used.

What `engine/handover.py` says. It is left in the numbers of the one, and taken over in those of the
next, whose table says what they are called there.
"""

from flowrules.kernel.day import is_open, stay_in
from flowrules.numbers.fields import *
from flowrules.numbers.seldom import seldom
from flowrules.numbers.used import note_used


@seldom
def leave(t: Row, a: Row, e: Row, s: Row, left: Row, at: int, on: int) -> int:
    """Writes what a person leaves to a place, and gives the place after it.

    Where the version still decides on the day asked about, the interpreter says what.
    """
    left[at + LEFT_BEGIN] = s[ON] + 1
    left[at + LEFT_GAVE_UP] = 1 if s[ON] >= on else s[GAVE_UP]
    left[at + LEFT_TRACKS], left[at + LEFT_STAYS] = t[MANY_TRACKS], s[MANY_STAYS]
    left[at + LEFT_USED] = left[at + LEFT_SPENT] = left[at + LEFT_EVENTS] = 0
    left[at + LEFT_STEPS] = s[MANY_STEPS]
    to = at + LEFT_HEAD
    for track in range(t[MANY_TRACKS]):
        row = s[TRACK_ROWS] + track * TRACK_ROW
        left[to + LEFT_STAY], left[to + LEFT_FIRST] = s[row + TRACK_STAY], s[row + TRACK_FIRST]
        left[to + LEFT_RESTS] = 1 if s[row + TRACK_STAGE] == t[t[TRACKS] + track] else 0
        to += LEFT_TRACK_ROW
    for row in range(s[STAYS], s[STAYS] + s[MANY_STAYS] * STAY_ROW, STAY_ROW):
        _copy(s, row, left, to, STAY_ROW)
        to += LEFT_STAY_ROW
    for row in range(s[USED], s[USED] + s[MANY_USED] * USED_ROW, USED_ROW):
        if s[row + USED_MOVE] > 0:  # what a move still waits with took nothing
            _copy(s, row, left, to, USED_ROW)
            left[at + LEFT_USED] += 1
            to += USED_ROW
    for place in range(s[MANY_ABSENCES]):
        i = place * t[ABSENCE_WIDTH]
        if a[i + SPENT]:
            left[to + SPENT_FROM] = a[s[LINES] + a[i + LOW_LINE] * LINE_WIDTH + LINE_FIRST]
            left[to + SPENT_TO] = a[s[LINES] + a[i + HIGH_LINE] * LINE_WIDTH + LINE_FIRST]
            left[to + SPENT_BY] = a[i + SPENT]
            left[at + LEFT_SPENT] += 1
            to += SPENT_ROW
    for row in range(0, (s[MANY_EVENTS] + s[MANY_CONTACT_EVENTS]) * EVENT_WIDTH, EVENT_WIDTH):
        if e[row + EVENT_KIND] != PLACED:
            _copy(e, row, left, to, EVENT_WIDTH)
            left[at + LEFT_EVENTS] += 1
            to += EVENT_WIDTH
    _copy(s, s[STEPS], left, to, s[MANY_STEPS] * STEP_ROW)
    return to + s[MANY_STEPS] * STEP_ROW


def _copy(row: Row, at: int, into: Row, to: int, many: int) -> None:
    for field in range(many):
        into[to + field] = row[at + field]


@seldom
def last_own(
    t: Row, taken: Row, person: int, on: int,
    line: int, after_lines: int, firsts: Row, event: int, after_events: int, days: Row,
) -> int:  # fmt: skip
    """The last day of a version that is replaced; NOWHERE for whoever has nothing on record by then.

    None of its days is left to it where the version before went on so long.
    """
    last = t[LAST_OWN]
    if t[BEFORE] and taken[person]:
        last = max(last, taken[taken[person] + LEFT_BEGIN] - 1)
    last = min(last, on)
    first = on
    for at in range(line, after_lines):
        first = min(first, firsts[at])
    for at in range(event, after_events):
        first = min(first, days[at])
    return last if first <= last else NOWHERE


@seldom
def lived_again(t: Row, s: Row, on: int) -> tuple[int, int]:
    """Up to which day somebody is lived anew, and from which one a case that closes ends; or NOWHERE.

    A case that finishes under a version is first lived on until it closes, and then up to that day.
    """
    if s[GAVE_UP]:
        return NOWHERE, 0
    if s[OPEN_FROM]:
        return s[CLOSED_ON] or on, 0
    is_own = s[ON] == max(t[LAST_OWN], s[BEGIN] - 1)
    if not is_own or s[ON] >= on or not is_open(t, s):
        return NOWHERE, 0
    return on, t[LAST_OWN] + 1


@seldom
def find_taken(s: Row, taken: Row, person: int) -> None:
    """Finds what the version before left of a person."""
    if taken[person]:
        s[TAKEN], s[BEGIN] = taken[person], taken[taken[person] + LEFT_BEGIN]
        if taken[s[TAKEN] + LEFT_GAVE_UP]:
            s[GAVE_UP] = 1


def _stays_at(taken: Row, s: Row) -> int:
    return s[TAKEN] + LEFT_HEAD + taken[s[TAKEN] + LEFT_TRACKS] * LEFT_TRACK_ROW


def _used_at(taken: Row, s: Row) -> int:
    return _stays_at(taken, s) + taken[s[TAKEN] + LEFT_STAYS] * LEFT_STAY_ROW


def _spent_at(taken: Row, s: Row) -> int:
    return _used_at(taken, s) + taken[s[TAKEN] + LEFT_USED] * USED_ROW


def _events_at(taken: Row, s: Row) -> int:
    return _spent_at(taken, s) + taken[s[TAKEN] + LEFT_SPENT] * SPENT_ROW


def _steps_at(taken: Row, s: Row) -> int:
    return _events_at(taken, s) + taken[s[TAKEN] + LEFT_EVENTS] * EVENT_WIDTH


@seldom
def take_events(t: Row, e: Row, s: Row, taken: Row) -> None:
    """Takes in the events that were read by the version before, as far as this one has names for them.

    Each still has the stay that it belonged to then. A name that goes here may be there again in a
    later version: where one follows, the interpreter remembers it.
    """
    first = _events_at(taken, s)
    for row in range(first, _steps_at(taken, s), EVENT_WIDTH):
        names = t[BEFORE_CONTACTS] if taken[row + EVENT_KIND] == CONTACT else t[BEFORE_THINGS]
        what = t[names + taken[row + EVENT_WHAT]]
        outcome = t[t[BEFORE_OUTCOMES] + taken[row + EVENT_OUTCOME]]
        if t[IS_REPLACED] and min(what, outcome) == NOW_NOTHING:
            s[GAVE_UP] = 1
            return
        if what == NOW_NOTHING:
            continue
        at = (s[MANY_EVENTS] + s[MANY_CONTACT_EVENTS]) * EVENT_WIDTH
        _copy(taken, row, e, at, EVENT_WIDTH)
        e[at + EVENT_WHAT], e[at + EVENT_OUTCOME] = what, outcome
        if taken[row + EVENT_KIND] == CONTACT:
            s[MANY_CONTACT_EVENTS] += 1
        else:
            s[MANY_EVENTS] += 1
    s[NEXT_EVENT] = s[MANY_EVENTS]


@seldom
def take_over(t: Row, a: Row, e: Row, s: Row, taken: Row) -> None:
    """Goes on where the version before left off; its events are taken in already."""
    _take_steps(t, s, taken)
    _take_stays(t, s, taken)
    _take_used(t, s, taken)
    _take_spent(t, a, s, taken)
    for place in range(s[NEXT_EVENT]):
        _give_back(t, e, s, taken, place * EVENT_WIDTH)


def _take_steps(t: Row, s: Row, taken: Row) -> None:
    """The steps taken before, and one for each track outside its start stage, to what that is now."""
    first, many = _steps_at(taken, s), taken[s[TAKEN] + LEFT_STEPS]
    if many + taken[s[TAKEN] + LEFT_TRACKS] > s[MOST_STEPS]:
        s[GAVE_UP] = 1
        return
    for row in range(first, first + many * STEP_ROW, STEP_ROW):
        step = _add_step(t, s, taken[row + STEP_DAY], taken[row + STEP_FROM])
        s[step + STEP_TRACK] = t[t[SAID_TRACKS] + taken[row + STEP_TRACK]]
        s[step + STEP_TO] = t[t[SAID_STAGES] + taken[row + STEP_TO]]
        move = taken[row + STEP_MOVE]
        s[step + STEP_MOVE] = t[t[SAID_MOVES] + move] if move >= 0 else move
    for track in range(taken[s[TAKEN] + LEFT_TRACKS]):
        row = s[TAKEN] + LEFT_HEAD + track * LEFT_TRACK_ROW
        if not taken[row + LEFT_RESTS]:
            stay = _stays_at(taken, s) + (taken[row + LEFT_STAY] - 1) * LEFT_STAY_ROW
            stage = t[t[BEFORE_STAGES] + taken[stay + STAY_STAGE]]
            step = _add_step(t, s, s[BEGIN], taken[stay + STAY_STAGE])
            s[step + STEP_TRACK] = t[t[STAGES] + stage * STAGE_WIDTH + STAGE_TRACK]
            s[step + STEP_TO], s[step + STEP_MOVE] = stage, BY_VERSION


def _add_step(t: Row, s: Row, day: int, from_: int) -> int:
    step = s[STEPS] + s[MANY_STEPS] * STEP_ROW
    s[MANY_STEPS] += 1
    s[step + STEP_DAY], s[step + STEP_FROM] = day, t[t[SAID_STAGES] + from_]
    return step


def _take_stays(t: Row, s: Row, taken: Row) -> None:
    """The stays in stages that go on, each as one in what its stage is now."""
    first = _stays_at(taken, s)
    for number in range(taken[s[TAKEN] + LEFT_STAYS]):
        row = first + number * LEFT_STAY_ROW
        present = _present_at(taken, s, number + 1)
        stage = t[t[BEFORE_STAGES] + taken[row + STAY_STAGE]]
        if present and taken[present + LEFT_RESTS]:
            track = t[t[BEFORE_TRACKS] + (present - s[TAKEN] - LEFT_HEAD) // LEFT_TRACK_ROW]
            stage = t[t[TRACKS] + track] if track != NOW_NOTHING else NOW_NOTHING
        taken[row + STAY_NOW] = 0
        if stage == NOW_NOTHING:
            continue
        is_first, track = 0, t[t[STAGES] + stage * STAGE_WIDTH + STAGE_TRACK]
        if present:
            is_first = taken[present + LEFT_FIRST]
        stay_in(t, s, track, stage, taken[row + STAY_ENTERED], is_first)
        if s[GAVE_UP]:
            return
        taken[row + STAY_NOW] = s[MANY_STAYS]
        s[s[STAYS] + (s[MANY_STAYS] - 1) * STAY_ROW + STAY_LEFT] = taken[row + STAY_LEFT]
        at = s[STAGE_ROWS] + stage * STAGE_ROW + STAGE_LEFT
        s[at] = max(s[at], taken[row + STAY_LEFT])


def _present_at(taken: Row, s: Row, stay: int) -> int:
    """Where the track stands of which a stay is the present one; 0 where it is past."""
    for row in range(s[TAKEN] + LEFT_HEAD, _stays_at(taken, s), LEFT_TRACK_ROW):
        if taken[row + LEFT_STAY] == stay:
            return row
    return 0


def _take_used(t: Row, s: Row, taken: Row) -> None:
    """What took a move, for the moves between the same two stages."""
    first = _used_at(taken, s)
    for row in range(first, _spent_at(taken, s), USED_ROW):
        what = taken[row + USED_WHAT]
        if what:
            what = t[t[BEFORE_THINGS] + what - 1] + 1
            if what == NOW_NOTHING + 1:
                continue
        at = t[BEFORE_MOVES] + 2 * (taken[row + USED_MOVE] - 1)
        for place in range(t[at], t[at] + t[at + 1]):
            s[USED_AS] = t[place] + 1
            note_used(s, what - 1, taken[row + USED_DAY])


def _take_spent(t: Row, a: Row, s: Row, taken: Row) -> None:
    """What moved the tracks, by what these are now.

    Where the lines of an absence are none together any more, the interpreter says which of them did.
    """
    for row in range(_spent_at(taken, s), _events_at(taken, s), SPENT_ROW):
        tracks = 0
        for track in range(taken[s[TAKEN] + LEFT_TRACKS]):
            now = t[t[BEFORE_TRACKS] + track]
            if taken[row + SPENT_BY] >> track & 1 and now != NOW_NOTHING:
                tracks |= 1 << now
        i = _absence_with(t, a, s, taken[row + SPENT_FROM])
        if i != _absence_with(t, a, s, taken[row + SPENT_TO]):
            s[GAVE_UP] = 1
        a[i + SPENT] |= tracks


def _absence_with(t: Row, a: Row, s: Row, first: int) -> int:
    """The absence that has a line which begins on a day."""
    i = 0
    while a[s[LINES] + a[i + HIGH_LINE] * LINE_WIDTH + LINE_FIRST] < first:
        i += t[ABSENCE_WIDTH]
    return i


def _give_back(t: Row, e: Row, s: Row, taken: Row, at: int) -> None:
    """Gives an action done before to its stay, where the stage that this is in now has it."""
    if not e[at + EVENT_STAY]:
        return
    stay = taken[_stays_at(taken, s) + (e[at + EVENT_STAY] - 1) * LEFT_STAY_ROW + STAY_NOW]
    e[at + EVENT_STAY] = 0
    action = e[at + EVENT_WHAT]
    if not stay or action >= t[MANY_ACTIONS]:
        return
    stage = s[s[STAYS] + (stay - 1) * STAY_ROW + STAY_STAGE]
    if t[t[ACTIONS] + action * ACTION_WIDTH + ACTION_STAGE] != stage:
        return
    e[at + EVENT_STAY] = stay
    if stay == _latest_in(s, stage):
        mine = s[ACTION_ROWS] + action * ACTION_ROW
        s[mine + ACTION_DONE] = e[at + EVENT_DAY]
        if e[at + EVENT_OUTCOME]:
            s[mine + ACTION_OUTCOME] = e[at + EVENT_OUTCOME]


def _latest_in(s: Row, stage: int) -> int:
    """The latest stay in a stage."""
    stay = s[MANY_STAYS]
    while s[s[STAYS] + (stay - 1) * STAY_ROW + STAY_STAGE] != stage:
        stay -= 1
    return stay
