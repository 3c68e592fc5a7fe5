"""What is outstanding, in whole numbers: actions, evidence, decisions and contacts, the earliest first.

What `engine/agenda.py` says.
"""

from flowrules.kernel.asking import ask
from flowrules.kernel.contacts import add_contacts
from flowrules.kernel.deadlines import NOT_HELD, done_on, due_day, is_needed, last_day, needed_since
from flowrules.kernel.items import add_item
from flowrules.kernel.moves import is_for, latest_recorded
from flowrules.numbers.absences import last_seen, status_on
from flowrules.numbers.anchors import anchor_day
from flowrules.numbers.days import deadline
from flowrules.numbers.fields import *


def add_all(t: Row, w: Row, a: Row, e: Row, s: Row) -> None:
    """Every item outstanding, the earliest due first, then in file order, those without a day last."""
    s[MOVE_ASKED] = -2  # no move: nothing took it before
    for track in range(t[MANY_TRACKS]):
        _of_track(t, w, a, e, s, track)
    _undecided(t, a, s)
    add_contacts(t, w, a, e, s)
    _sort(s)
    for track in range(t[MANY_TRACKS]):
        _add_choices(t, w, a, e, s, track)


def _sort(s: Row) -> None:
    for place in range(1, s[MANY_ITEMS]):
        at = s[ITEMS] + place * ITEM_ROW
        while at > s[ITEMS] and _is_before(s, at, at - ITEM_ROW):
            for field in range(at, at + ITEM_ROW):
                kept = s[field]
                s[field] = s[field - ITEM_ROW]
                s[field - ITEM_ROW] = kept
            at -= ITEM_ROW


def _is_before(s: Row, one: int, other: int) -> bool:
    mine, its = s[one + ITEM_DUE], s[other + ITEM_DUE]
    return mine != 0 and (its == 0 or mine < its)


def _look_from(t: Row, s: Row, track: int) -> int:
    """Looks as the present stay of a track does, and gives its stage."""
    row = s[TRACK_ROWS] + track * TRACK_ROW
    s[TRACK_ASKED], s[ENTERED_ON] = track, s[row + TRACK_ENTERED]
    return t[STAGES] + s[row + TRACK_STAGE] * STAGE_WIDTH


def _of_track(t: Row, w: Row, a: Row, e: Row, s: Row, track: int) -> None:
    stage = _look_from(t, s, track)
    stay = s[s[TRACK_ROWS] + track * TRACK_ROW + TRACK_STAY]
    first, many = t[stage + STAGE_ACTIONS], t[stage + STAGE_MANY_ACTIONS]
    for action in range(first, first + many):
        needed = needed_since(t, e, s, stage, action)
        if needed != NOT_HELD or _is_open(t, w, a, e, s, action):
            _add_action(t, a, e, s, stage, action, needed)
    _evidence(t, e, s, stage)
    for number in range(1, s[MANY_STAYS] + 1):
        row = s[STAYS] + (number - 1) * STAY_ROW
        old = t[STAGES] + s[row + STAY_STAGE] * STAGE_WIDTH
        if number != stay and t[old + STAGE_TRACK] == track and s[row + STAY_LEFT]:
            s[ENTERED_ON] = s[row + STAY_ENTERED]
            _left_over(t, w, a, e, s, number, old)


def _is_open(t: Row, w: Row, a: Row, e: Row, s: Row, action: int) -> bool:
    """Whether an action of the present stage is owed or offered, and not done."""
    row = t[ACTIONS] + action * ACTION_WIDTH
    if done_on(s, action) and t[row + ACTION_EVERY_UNIT] == NO_LENGTH:
        return False
    if t[row + ACTION_BEFORE] >= 0 and done_on(s, t[row + ACTION_BEFORE]):
        return False
    return _is_asked(t, w, a, e, s, row) and not _has_lapsed(t, a, e, s, action)


def _is_asked(t: Row, w: Row, a: Row, e: Row, s: Row, row: int) -> bool:
    """Whether an action is for this person, and its condition true."""
    if not is_for(t[row + ACTION_GROUPS], s[GROUP]):
        return False
    if t[row + ACTION_NODE] < 0:
        return True
    return ask(t, w, a, e, s, t[row + ACTION_NODE], t[row + ACTION_MANY_NODES]) & TRUE != 0


def _has_lapsed(t: Row, a: Row, e: Row, s: Row, action: int) -> bool:
    """Whether an action was an offer whose time has passed."""
    if not t[t[ACTIONS] + action * ACTION_WIDTH + ACTION_OPTIONAL]:
        return False
    return 0 < last_day(t, a, e, s, action) < s[DAY]


def _add_action(t: Row, a: Row, e: Row, s: Row, stage: int, action: int, needed: int) -> None:
    row = t[ACTIONS] + action * ACTION_WIDTH
    at = add_item(s, AN_ACTION, action, due_day(t, a, e, s, action))
    s[at + ITEM_STAGE] = (stage - t[STAGES]) // STAGE_WIDTH
    if needed == NOT_HELD:
        _say_waits(t, a, e, s, stage, action, at)
        if t[row + ACTION_OPTIONAL]:
            s[at + ITEM_STATUS] = IS_OPTIONAL


def _say_waits(t: Row, a: Row, e: Row, s: Row, stage: int, action: int, at: int) -> None:
    """The anchor without a day that an action, or the one it comes before, counts from."""
    row = t[ACTIONS] + action * ACTION_WIDTH
    while t[row + ACTION_BEFORE] >= 0:
        other = t[row + ACTION_BEFORE]
        row = t[ACTIONS] + other * ACTION_WIDTH
        if needed_since(t, e, s, stage, other) != NOT_HELD:
            return
    if not anchor_day(t, a, s, t[row + ACTION_ANCHOR], t[row + ACTION_ANCHOR_AT]):
        s[at + ITEM_STATUS] = IS_WAITING
        s[at + ITEM_WAITS], s[at + ITEM_WAITS_AT] = t[row + ACTION_ANCHOR], t[row + ACTION_ANCHOR_AT]


def _evidence(t: Row, e: Row, s: Row, stage: int) -> None:
    """What held moves need besides the actions of the stage: since the day one was first held."""
    first, many = t[stage + STAGE_MOVES], t[stage + STAGE_MANY_MOVES]
    begin = s[MANY_ITEMS]
    for move in range(first, first + many):
        held = s[s[MOVE_ROWS] + move * MOVE_ROW + MOVE_HELD]
        row = t[MOVES] + move * MOVE_WIDTH
        for at in range(t[row + MOVE_NEEDS], t[row + MOVE_NEEDS] + 3 * t[row + MOVE_MANY_NEEDS], 3):
            if not held or not is_needed(t, e, s, move, t[at]) or _is_of(t, stage, t[at]):
                continue
            if _is_listed(s, begin, t[at]):
                continue
            since = needed_since(t, e, s, stage, t[at])
            item = add_item(s, EVIDENCE, t[at], since)
            s[item + ITEM_STAGE] = (stage - t[STAGES]) // STAGE_WIDTH
            s[item + ITEM_MOVE] = _first_held(t, e, s, stage, t[at], since)


def _first_held(t: Row, e: Row, s: Row, stage: int, thing: int, since: int) -> int:
    """The first of the moves held since a day that needs a thing."""
    move = t[stage + STAGE_MOVES]
    while s[s[MOVE_ROWS] + move * MOVE_ROW + MOVE_HELD] != since or not is_needed(t, e, s, move, thing):
        move += 1
    return move


def _is_of(t: Row, stage: int, thing: int) -> bool:
    """Whether a thing is an action of a stage."""
    first = t[stage + STAGE_ACTIONS]
    return first <= thing < first + t[stage + STAGE_MANY_ACTIONS]


def _is_listed(s: Row, begin: int, thing: int) -> bool:
    for place in range(begin, s[MANY_ITEMS]):
        if s[s[ITEMS] + place * ITEM_ROW + ITEM_WHAT] == thing:
            return True
    return False


def _left_over(t: Row, w: Row, a: Row, e: Row, s: Row, stay: int, stage: int) -> None:
    """What follows an action done in a stage since left, such as the outcome letter."""
    first = t[stage + STAGE_ACTIONS]
    for action in range(first, first + t[stage + STAGE_MANY_ACTIONS]):
        row = t[ACTIONS] + action * ACTION_WIDTH
        if t[row + ACTION_ANCHOR] != DONE or t[row + ACTION_OPTIONAL]:
            continue
        if t[row + ACTION_EVERY_UNIT] != NO_LENGTH:
            continue
        done = _done_in(e, s, stay, t[row + ACTION_ANCHOR_AT])
        if not done or _done_in(e, s, stay, action) or latest_recorded(e, s, action) >= done:
            continue
        if _is_asked(t, w, a, e, s, row):
            unit = t[row + ACTION_UNIT]
            due = deadline(t, done, unit, t[row + ACTION_N]) if unit != NO_LENGTH else 0
            at = add_item(s, AN_ACTION, action, due)
            s[at + ITEM_STAGE] = (stage - t[STAGES]) // STAGE_WIDTH


def _done_in(e: Row, s: Row, stay: int, action: int) -> int:
    """The last day on which an action was done in a stay."""
    for place in range(s[MANY_EVENTS] - 1, -1, -1):
        at = place * EVENT_WIDTH
        if e[at + EVENT_STAY] == stay and e[at + EVENT_WHAT] == action and e[at + EVENT_KIND] == ACTION:
            return e[at + EVENT_DAY]
    return 0


def _add_choices(t: Row, w: Row, a: Row, e: Row, s: Row, track: int) -> None:
    """The decisions of a present stage not recorded yet, without offers that have lapsed."""
    stage = _look_from(t, s, track)
    first = t[stage + STAGE_ACTIONS]
    for action in range(first, first + t[stage + STAGE_MANY_ACTIONS]):
        row = t[ACTIONS] + action * ACTION_WIDTH
        decided = s[s[ACTION_ROWS] + action * ACTION_ROW + ACTION_OUTCOME] != 0
        if not t[row + ACTION_DECIDES] or decided:
            continue
        needed = needed_since(t, e, s, stage, action) != NOT_HELD
        if needed or (_is_asked(t, w, a, e, s, row) and not _has_lapsed(t, a, e, s, action)):
            add_item(s, A_CHOICE, action, 0)


def _undecided(t: Row, a: Row, s: Row) -> None:
    """The absences that count only once a person has said so."""
    for place in range(s[BEGUN] if s[HAS_UNDECIDED] else 0):
        i = place * t[ABSENCE_WIDTH]
        if status_on(a, i, s[DAY]) == UNDECIDED:
            at = add_item(s, A_DECISION, NOTHING, 0)
            s[at + ITEM_STATUS] = IS_DUE
            s[at + ITEM_FIRST], s[at + ITEM_LAST] = a[i + FIRST], last_seen(a, s, i, s[DAY])
