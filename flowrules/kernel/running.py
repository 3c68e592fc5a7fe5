"""Records in columns -> what comes of each, in rows: the one loop over many people.

The columns are as a file of many records has them: the lines of all people one after the other, and for
each person where theirs begin. It stops where the rows for what comes of them have no more room, and
tells at whom, so that it can go on with other rows.
"""

from flowrules.kernel.agenda import add_all
from flowrules.kernel.binding import bind_absences, bind_line
from flowrules.kernel.day import live_all
from flowrules.kernel.events import read_events
from flowrules.kernel.handover import (
    find_taken,
    last_own,
    leave,
    lived_again,
    take_events,
    take_over,
)
from flowrules.kernel.patterns import read_patterns
from flowrules.numbers.absences import is_over
from flowrules.numbers.days import is_beyond
from flowrules.numbers.fields import *
from flowrules.numbers.seldom import seldom

ITEMS_AT_MOST, SCRATCH_AT_MOST = 200, 600


def decide_rows(
    t: Row, w: Row, on: int, begin: int, end: int,
    lines_from: Row, firsts: Row, lasts: Row, categories: Row, reasons: Row, counts: Row,
    decided_on: Row, said: Row,
    foretold_from: Row, foretold_lines: Row, foretold_on: Row, foretold_until: Row,
    events_from: Row, event_days: Row, event_kinds: Row, event_whats: Row, event_outcomes: Row,
    patterns_from: Row, worked_since: Row, patterns: Row,
    groups: Row, started: Row, schools: Row, left_out: Row,
    taken: Row, left: Row, a: Row, e: Row, s: Row, most: int,
    people: Row, steps: Row, items: Row, filled: Row,
) -> int:  # fmt: skip
    """Decides on the people from `begin` to before `end`, and gives the one to go on with.

    `left_out` says who is not for the kernel, `schools` the place in `w` of the week that each works
    before a pattern of their own, and `patterns` the places of those; `most` the lines, events or
    patterns that one person has at most; `filled` is how many steps and items are written already, how
    many there is room for, and the same of `left`. Of a version that is replaced nothing is told but
    what it leaves to the next: `left` has for each person where that stands (0: nothing), and the next
    is given it as `taken`.
    """
    width = OUT_TRACKS + 2 * t[MANY_TRACKS]
    lay_out(t, s, most)
    for person in range(begin, end):
        if not _has_room(t, s, most, filled):
            return person
        upto, open_from = on, 0
        if t[IS_REPLACED]:
            upto = last_own(
                t, taken, person, on, lines_from[person], lines_from[person + 1], firsts,
                events_from[person], events_from[person + 1], event_days,
            )  # fmt: skip
            left[person] = 0
            if upto == NOWHERE:
                continue
        while upto != NOWHERE:
            _live(
                t, w, person, upto, open_from, lines_from, firsts, lasts, categories, reasons, counts,
                decided_on, said, foretold_from, foretold_lines, foretold_on, foretold_until,
                events_from, event_days, event_kinds, event_whats, event_outcomes,
                patterns_from, worked_since, patterns,
                groups, started, schools, left_out, taken, a, e, s,
            )  # fmt: skip
            upto, open_from = lived_again(t, s, on) if t[FINISHES] else (NOWHERE, 0)
        if t[IS_REPLACED]:
            left[person] = filled[4]
            filled[4] = leave(t, a, e, s, left, filled[4], on)
        else:
            if not s[GAVE_UP]:
                add_all(t, w, a, e, s)
            _give_out(t, a, s, people, person * width, steps, items, filled)
    return end


def _has_room(t: Row, s: Row, most: int, filled: Row) -> bool:
    """Whether there is room for what comes of one more person."""
    if filled[0] + s[MOST_STEPS] > filled[2] or filled[1] + s[MOST_ITEMS] > filled[3]:
        return False
    return filled[4] + left_at_most(t, most) <= filled[5]


def _live(
    t: Row, w: Row, person: int, on: int, open_from: int,
    lines_from: Row, firsts: Row, lasts: Row, categories: Row, reasons: Row, counts: Row,
    decided_on: Row, said: Row,
    foretold_from: Row, foretold_lines: Row, foretold_on: Row, foretold_until: Row,
    events_from: Row, event_days: Row, event_kinds: Row, event_whats: Row, event_outcomes: Row,
    patterns_from: Row, worked_since: Row, patterns: Row,
    groups: Row, started: Row, schools: Row, left_out: Row, taken: Row, a: Row, e: Row, s: Row,
) -> None:  # fmt: skip
    """Lives the days of one person up to a day; or gives the person up."""
    _clear(s)
    s[ON], s[OPEN_FROM], s[GROUP], s[STARTED] = on, open_from, groups[person], started[person]
    s[GAVE_UP] = left_out[person]
    if t[BEFORE]:
        find_taken(s, taken, person)
    if not s[GAVE_UP]:
        read_patterns(
            t, w, s, schools[person], patterns_from[person], patterns_from[person + 1],
            worked_since, patterns,
        )  # fmt: skip
        _read_lines(
            t, w, a, s, lines_from[person], lines_from[person + 1],
            firsts, lasts, categories, reasons, counts, decided_on, said,
        )  # fmt: skip
        _read_foretold(
            t, a, s, foretold_from[person], foretold_from[person + 1],
            foretold_lines, foretold_on, foretold_until,
        )  # fmt: skip
        if s[TAKEN]:
            take_events(t, e, s, taken)
        read_events(
            e, s, events_from[person], events_from[person + 1],
            event_days, event_kinds, event_whats, event_outcomes,
        )  # fmt: skip
    if not s[GAVE_UP]:
        bind_absences(t, w, a, s)
    if not s[GAVE_UP]:
        s[START] = s[BEGIN] if s[TAKEN] else _first_day(a, e, s)
        if is_beyond(t, s[START]) or s[START] < max(t[BEGINS], t[FIRST_KNOWN]):
            s[GAVE_UP] = 1
        if s[STARTED] and not t[MONTHS_FROM] <= s[STARTED] <= t[LAST_DAY]:
            s[GAVE_UP] = 1
    if s[TAKEN] and not s[GAVE_UP]:
        take_over(t, a, e, s, taken)
    if not s[GAVE_UP]:
        live_all(t, w, a, e, s)


def _read_lines(
    t: Row, w: Row, a: Row, s: Row, begin: int, end: int,
    firsts: Row, lasts: Row, categories: Row, reasons: Row, counts: Row, decided_on: Row, said: Row,
) -> None:  # fmt: skip
    for at in range(begin, end):
        if firsts[at] > s[ON]:
            continue
        if categories[at] < 0 or reasons[at] < 0:
            s[GAVE_UP] = 1  # a word that the procedure does not have, or an earlier version alone
            return
        category = t[CATEGORIES] + categories[at] * CATEGORY_WIDTH
        status, kinds = t[category + CATEGORY_STATUS], t[category + CATEGORY_KIND]
        if reasons[at]:
            kinds |= 1 << (t[MANY_CATEGORIES] + reasons[at] - 1)
        bind_line(t, w, a, s, firsts[at], lasts[at], status, kinds, counts[at], decided_on[at], said[at])


def _read_foretold(
    t: Row, a: Row, s: Row, begin: int, end: int, lines: Row, learnt: Row, until: Row
) -> None:
    for at in range(begin, end):
        if learnt[at] <= s[ON] and lines[at] <= s[ON]:
            _add_foretold(t, a, s, lines[at], learnt[at], until[at])


def steps_at_most(most: int) -> int:
    """The steps for which one person has room, with so many lines, events or patterns."""
    return 3 * most + 100


def state_size(t: Row, most: int) -> int:
    """The room that one person's state takes, with so many lines, events or patterns."""
    fixed = t[MANY_TRACKS] * TRACK_ROW + t[MANY_STAGES] * STAGE_ROW + t[MANY_ACTIONS] * ACTION_ROW
    fixed += t[MANY_MOVES] * MOVE_ROW + t[MANY_NODES] * NODE_ROW
    grows = steps_at_most(most) * (STAY_ROW + STEP_ROW) + (4 * most + 100) * USED_ROW
    grows += (most + 1) * PATTERN_ROW
    return STATE_HEAD + fixed + grows + ITEMS_AT_MOST * ITEM_ROW + 2 * SCRATCH_AT_MOST + 16


def absences_size(t: Row, most: int) -> int:
    """The room that one person's absences take, with so many lines at most."""
    return (most + 2) * (t[ABSENCE_WIDTH] + LINE_WIDTH + FORETOLD_WIDTH)


def left_at_most(t: Row, most: int) -> int:
    """The room that what a version leaves of one person takes, with so many lines or events at most."""
    if not t[IS_REPLACED]:
        return 0
    grows = steps_at_most(most) * (LEFT_STAY_ROW + STEP_ROW) + (4 * most + 100) * USED_ROW
    return LEFT_HEAD + t[MANY_TRACKS] * LEFT_TRACK_ROW + grows + most * (EVENT_WIDTH + SPENT_ROW)


def lay_out(t: Row, s: Row, most: int) -> None:
    """Where each part of a person's state begins."""
    s[TRACK_ROWS] = STATE_HEAD
    s[STAGE_ROWS] = s[TRACK_ROWS] + t[MANY_TRACKS] * TRACK_ROW
    s[ACTION_ROWS] = s[STAGE_ROWS] + t[MANY_STAGES] * STAGE_ROW
    s[MOVE_ROWS] = s[ACTION_ROWS] + t[MANY_ACTIONS] * ACTION_ROW
    s[NODE_ROWS] = s[MOVE_ROWS] + t[MANY_MOVES] * MOVE_ROW
    s[PATTERNS] = s[NODE_ROWS] + t[MANY_NODES] * NODE_ROW
    s[STAYS] = s[PATTERNS] + (most + 1) * PATTERN_ROW
    s[MOST_STAYS] = s[MOST_STEPS] = steps_at_most(most)
    s[STEPS] = s[STAYS] + s[MOST_STAYS] * STAY_ROW
    s[USED] = s[STEPS] + s[MOST_STEPS] * STEP_ROW
    s[MOST_USED] = 4 * most + 100
    s[ITEMS] = s[USED] + s[MOST_USED] * USED_ROW
    s[MOST_ITEMS], s[MOST_SCRATCH] = ITEMS_AT_MOST, SCRATCH_AT_MOST
    s[SCRATCH] = s[ITEMS] + ITEMS_AT_MOST * ITEM_ROW
    s[LINES] = (most + 1) * t[ABSENCE_WIDTH]
    s[FORETOLD] = s[LINES] + (most + 1) * LINE_WIDTH


def _clear(s: Row) -> None:
    """Nothing is known of the next person yet."""
    for at in range(TRACK_ROWS):
        if at not in (LINES, FORETOLD):
            s[at] = 0
    for at in range(s[TRACK_ROWS], s[PATTERNS]):
        s[at] = 0
    s[MANY_STAYS] = s[MANY_USED] = s[MANY_STEPS] = s[MANY_ITEMS] = 0


@seldom
def _add_foretold(t: Row, a: Row, s: Row, line: int, learnt: int, until: int) -> None:
    """Adds what was expected of a line; what cannot be right is for the interpreter to tell."""
    at = s[FORETOLD] + s[MANY_FORETOLD] * FORETOLD_WIDTH
    s[MANY_FORETOLD] += 1
    if until < line or until > t[LAST_DAY]:
        s[GAVE_UP] = 1
    a[at + FORETOLD_LINE], a[at + FORETOLD_ON], a[at + FORETOLD_UNTIL] = line, learnt, until


def _first_day(a: Row, e: Row, s: Row) -> int:
    """The first day of the record; the day asked about if it is empty."""
    first = s[ON]
    if s[MANY_ABSENCES]:
        first = min(first, a[FIRST])
    if s[MANY_EVENTS]:
        first = min(first, e[EVENT_DAY])
    if s[MANY_CONTACT_EVENTS]:
        first = min(first, e[s[MANY_EVENTS] * EVENT_WIDTH + EVENT_DAY])
    return first


def _give_out(t: Row, a: Row, s: Row, people: Row, at: int, steps: Row, items: Row, filled: Row) -> None:
    """Writes what came of a person after what came of those before."""
    people[at + OUT_GAVE_UP] = s[GAVE_UP]
    people[at + OUT_ABSENT] = people[at + OUT_STEPS] = people[at + OUT_ITEMS] = 0
    for field in range(2 * t[MANY_TRACKS]):
        people[at + OUT_TRACKS + field] = 0
    if s[GAVE_UP]:
        return
    people[at + OUT_ABSENT] = _absent_since(t, a, s)
    people[at + OUT_STEPS], people[at + OUT_ITEMS] = s[MANY_STEPS], s[MANY_ITEMS]
    for track in range(t[MANY_TRACKS]):
        row = s[TRACK_ROWS] + track * TRACK_ROW
        people[at + OUT_TRACKS + 2 * track] = s[row + TRACK_STAGE]
        people[at + OUT_TRACKS + 2 * track + 1] = 0 if s[row + TRACK_FIRST] else s[row + TRACK_ENTERED]
    to = filled[0] * STEP_ROW
    for field in range(s[MANY_STEPS] * STEP_ROW):
        steps[to + field] = s[s[STEPS] + field]
    to = filled[1] * ITEM_ROW
    for field in range(s[MANY_ITEMS] * ITEM_ROW):
        items[to + field] = s[s[ITEMS] + field]
    filled[0] += s[MANY_STEPS]
    filled[1] += s[MANY_ITEMS]


def _absent_since(t: Row, a: Row, s: Row) -> int:
    """The first day of the absence of any kind that is not yet over; 0 where there is none."""
    i = (s[BEGUN] - 1) * t[ABSENCE_WIDTH]
    if i >= 0 and not is_over(a, i, s[DAY]):
        return a[i + FIRST]
    i -= t[ABSENCE_WIDTH]
    return a[i + FIRST] if i >= 0 and not is_over(a, i, s[DAY]) else 0
