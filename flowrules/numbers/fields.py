"""Where each figure stands in the rows of whole numbers that the kernel works on."""

from collections.abc import MutableSequence
from datetime import date
from typing import TypeAlias

Row: TypeAlias = MutableSequence[int]

FAR = date.max.toordinal()  # a day that does not come

# How an absence counts.
NEVER, COUNTS, UNDECIDED = 0, 1, 2
# The truth of a condition, as bits: true; met on this very day; by something that happened.
TRUE, MET, CAUSED, NOT_SAID = 1, 2, 4, 8
# What a condition is wanted to become.
WANT_TRUE, WANT_MET, WANT_UNTRUE = 0, 1, 2

# Units of a length of time: a week is seven days, and a year twelve months.
NO_LENGTH, DAYS, MONTHS, WORKING, TERM_WEEKS = -1, 0, 1, 2, 3
# What a day is counted from.
NOTHING, ENTERED, RETURN, LEFT, DONE = -1, 0, 1, 2, 3
# What is on a line of the record's events.
PLACED, ACTION, RECORDED, CONTACT = 0, 1, 2, 3
# Parts of a working day in which time is counted: halves of halves, and what most exports say of more
# days together, come to whole numbers of them.
UNIT = 14_414_400
HALF = UNIT // 2

# The head of the table: the days it knows, where its rows begin and how many there are.
(
    FIRST_DAY, MANY_DAYS, FIRST_KNOWN, LAST_KNOWN, LAST_DAY, MONTHS_FROM,
    MONTH_OF, MONTH_STARTS, MANY_MONTHS, OPEN_BEFORE, OPEN_DAYS, MANY_OPEN, CLOSED_WEEKS, PERIODS,
    TRACKS, MANY_TRACKS, STAGES, MANY_STAGES, MOVES, MANY_MOVES, NODES, MANY_NODES,
    ACTIONS, MANY_ACTIONS, CONTACTS, MANY_CONTACTS, CATEGORIES, MANY_CATEGORIES,
    REACH, EDGE_WITHIN, EDGE_SINCE, PARTS_ARE_ABSENCES, JOIN,
    ROUNDING, SORTS, MANY_SORTS, ABSENCE_WIDTH, NEVER_KINDS, KEEPS_SPENT, CLOSED, BEGINS,
    COUNTS_FROM, IS_REPLACED, LAST_OWN, FINISHES, BEFORE, BEFORE_TRACKS, BEFORE_STAGES, BEFORE_MOVES,
    BEFORE_THINGS, BEFORE_OUTCOMES, BEFORE_CONTACTS, SAID_TRACKS, SAID_STAGES, SAID_MOVES, HEAD,
) = range(56)  # fmt: skip
# Of a version that replaces another: absences that began before `COUNTS_FROM` do not count, and what
# the tracks, stages, moves ... of the version `BEFORE` are called in it; of one that is replaced, its
# last day, and whether open cases finish under it. Elsewhere these are 0.
NOW_NOTHING = -1  # what has no name any more

# Rules for an absence across the early edge of a window, and for rounding a scaled bound.
DAYS_INSIDE, STARTED_INSIDE, WHOLE_ABSENCE = 0, 1, 2
JOIN_NEVER, JOIN_ACROSS_REST, JOIN_ACROSS_CLOSURES = 0, 1, 2
EXACT, NEAREST_HALF, UP_TO_HALF, UP_TO_WHOLE = 0, 1, 2, 3

# A stage, a move, a condition, an action, a contact.
(
    STAGE_TRACK, STAGE_MOVES, STAGE_MANY_MOVES, STAGE_ACTIONS, STAGE_MANY_ACTIONS, STAGE_PAUSES,
    STAGE_MANY_PAUSES, STAGE_HEEDS, STAGE_MANY_HEEDS,
) = range(9)  # fmt: skip
STAGE_WIDTH = 9
A_CLOSURE = -1  # among the stages that pause another: the days on which the school is closed
(
    MOVE_TO, MOVE_TRACK, MOVE_NODE, MOVE_MANY_NODES, MOVE_PLAIN, MOVE_UNIT, MOVE_N, MOVE_ANCHOR,
    MOVE_ANCHOR_AT, MOVE_DECIDED, MOVE_MANY_DECIDED, MOVE_NEEDS, MOVE_MANY_NEEDS, MOVE_GROUPS,
    MOVE_CAN_WAIT, MOVE_ALONE, MOVE_ANY_OF, MOVE_HEEDS_EVENTS,
) = range(18)  # fmt: skip
MOVE_WIDTH = 18
NODE_WORD, NODE_END, NODE_COUNTS, NODE_FRESH, NODE_ON_RETURN, NODE_SPENDS, NODE_OWN = range(7)
SPENDS_NOTHING, SPENDS_COUNTED, SPENDS_UNKNOWN = range(3)  # which absences it uses up when it is true
NODE_WIDTH = 28
# Of a count: its window, the sort of absence it asks about, its bounds as fractions (less than 0 where
# there is none; `more`: the bound itself is not enough, or is too much), what it measures, and for
# looking ahead the most days that its window has.
(
    WITHIN_UNIT, WITHIN_N, SINCE, SINCE_AT, FOR_UNIT, FOR_N, PERIOD, SORT, LOWER, LOWER_OF, LOWER_MORE,
    UPPER, UPPER_OF, UPPER_MORE, IS_SCALED, UNUSED_ONLY, MEASURE, WINDOW_DAYS,
) = range(6, 24)  # fmt: skip
NUMBER, WORKED_LOST, CALENDAR_LOST, SCORE, TIME_SHARE, HOURS_LOST = range(6)
BY_DAYS, BY_HOURS = 1, 2  # how a bound is scaled
# The sorts of absence that counts ask about: of some lengths, and of some categories or reasons as bits.
SORT_LEAST_UNIT, SORT_LEAST_N, SORT_LESS_UNIT, SORT_LESS_N, SORT_ONLY, SORT_WITHOUT = range(6)
SORT_WIDTH = 6
NOWHERE = -9  # the low edge of a window whose anchor has no day
(
    ACTION_STAGE, ACTION_UNIT, ACTION_N, ACTION_ANCHOR, ACTION_ANCHOR_AT, ACTION_BEFORE,
    ACTION_EVERY_UNIT, ACTION_EVERY_N, ACTION_NODE, ACTION_MANY_NODES, ACTION_GROUPS, ACTION_OPTIONAL,
    ACTION_DECIDES,
) = range(13)  # fmt: skip
ACTION_WIDTH = 13
(
    CONTACT_EVERY_UNIT, CONTACT_EVERY_N, CONTACT_UNTIL, CONTACT_UNIT, CONTACT_N, CONTACT_PUT_OFF,
    CONTACT_GROUPS, CONTACT_MOMENTS, CONTACT_MANY_MOMENTS,
) = range(9)  # fmt: skip
CONTACT_WIDTH = 9
ON_DAY, ON_WORKING_DAY, ON_RETURN = 0, 1, 2

# A working pattern: the share of the week, and of its hours, that is worked; the hours of a whole day, 0
# where they are not known; whether every day worked is a whole one; and where its days stand. There it
# has for all days the half days before each; for all days the next working day; and for all days the
# next that is one but for a closure.
(
    SHARE, SHARE_OF, HOURS_SHARE, HOURS_SHARE_OF, HOURS, HOURS_OF, ARE_WHOLE, DAYS_AT,
) = range(8)  # fmt: skip

# An absence: its days, the day from which nothing can join it, the day of return, how it counts and what
# a person decided when, its first and last line, its categories and reasons as bits (less than 0 where
# its lines differ), whether a line says for itself what it lost, whether it is of part days alone; as
# bits, the sorts of absence that it may be counted as, and the tracks that it moved; the most working
# time that it loses, less than 0 where that is not known. Then, for each sort, the absences before it
# that may count: how many, what they lost, and their days.
(
    FIRST, LAST, OVER, BACK, STATUS, LEARNT, DECIDED, LOW_LINE, HIGH_LINE, KINDS, ODD, PART_ONLY,
    CAN_COUNT, SPENT, MOST_LOST, SUMS,
) = range(16)  # fmt: skip
(
    LINE_FIRST, LINE_LAST, LINE_OVER, LINE_BACK, LINE_STATUS, LINE_LEARNT, LINE_DECIDED, LINE_KINDS,
    LINE_LESS, LINE_EACH,
) = range(10)  # fmt: skip
LINE_WIDTH = 10

# What was expected of a line: its first day, the day that was learnt, and the last day expected.
FORETOLD_LINE, FORETOLD_ON, FORETOLD_UNTIL = range(3)
FORETOLD_WIDTH = 3
# What is said of a line besides: nothing; half a day; what no whole number of units says.
SAID_NOTHING, SAID_HALF, SAID_OTHERWISE = -1, -2, -3

# An event: its day, its kind and which, what was decided, and the stay it belongs to, from 1.
EVENT_DAY, EVENT_KIND, EVENT_WHAT, EVENT_OUTCOME, EVENT_STAY = range(5)
EVENT_WIDTH = 5

# How a person stands. On the day `LOOK_UPTO` a move of the track is asked anyway: nobody looks further.
# `MANY_PATTERNS` counts the school's own week too: more than 1 is one of the person's own. The last, of
# which most is asked, stands here once more: its place, its first day `WORKED_SINCE`, and `WORKED`:
# added to a day, where the half days before that stand. `HAS_UNDECIDED`: a line counts once a person
# has said so; `HAS_HELD`: a move has waited for evidence; where neither, nobody looks for such.
# `TAKEN`: where that stands which the version before left, and `BEGIN` the first day after it, both 0
# where none did. From the day `OPEN_FROM` on (0: never) a case that is not open any more ends, on
# `CLOSED_ON`.
(
    DAY, ON, START, GROUP, STARTED, PATTERN, MANY_PATTERNS, WORKED_SINCE, WORKED, ALL_WHOLE,
    MANY_ABSENCES, LINES, MANY_LINES, FORETOLD, MANY_FORETOLD, MANY_EVENTS, MANY_CONTACT_EVENTS,
    BEGUN, HAS_UNDECIDED, HAS_LEARNT, LEARNT_NOW, IS_NEWS, HAS_HELD,
    NEXT_EVENT, TODAY_EVENTS, MOVE_ASKED, USED_AS, TRACK_ASKED, ENTERED_ON, LOOK_UPTO, GAVE_UP,
    TAKEN, BEGIN, OPEN_FROM, CLOSED_ON,
    TRACK_ROWS, STAGE_ROWS, ACTION_ROWS, MOVE_ROWS, NODE_ROWS, PATTERNS, STAYS, MANY_STAYS,
    MOST_STAYS, USED, MANY_USED, MOST_USED, STEPS, MANY_STEPS, MOST_STEPS, SCRATCH, MOST_SCRATCH,
    ITEMS, MANY_ITEMS, MOST_ITEMS, STATE_HEAD,
) = range(56)  # fmt: skip

# A track: its stage, and the day that was entered; its stay, from 1.
TRACK_STAGE, TRACK_ENTERED, TRACK_STAY, TRACK_FIRST = range(4)
TRACK_ROW = 4
# A stage: when it was last left, and whether the person ever was in it.
STAGE_LEFT, STAGE_SEEN = range(2)
STAGE_ROW = 2
# An action in the latest stay of its stage: when it was last done, and what was last decided at it.
ACTION_DONE, ACTION_OUTCOME = range(2)
ACTION_ROW = 2
# A move: the day it was last taken, since when it waits for evidence, and when it must be asked next.
MOVE_TAKEN, MOVE_HELD, MOVE_NEXT, MOVE_LOOKED = range(4)
MOVE_ROW = 4
# A condition: its truth, what it is wanted to become, and the day before which it surely is not.
NODE_TRUTH, NODE_WANTED, NODE_LATER = range(3)
NODE_ROW = 3
# A pattern worked, one after the other and first the school's own: its first day, its place, and what to
# add to a day to find it among its days.
PATTERN_SINCE, PATTERN_PLACE, PATTERN_DAYS = range(3)
PATTERN_ROW = 3
# A stay: its stage, and its days.
STAY_STAGE, STAY_ENTERED, STAY_LEFT = range(3)
STAY_ROW = 3
# What took a move: the move (from 1; less than 0 while it waits), a thing (from 1; 0: an absence),
# and its day.
USED_MOVE, USED_WHAT, USED_DAY = range(3)
USED_ROW = 3
STEP_DAY, STEP_TRACK, STEP_FROM, STEP_TO, STEP_MOVE = range(5)
STEP_ROW = 5
BY_PLACING, BY_VERSION = -1, -2  # in the place of a move
# What one version leaves to the next: the day on which that begins, whether the person was given up, and
# how many of each there are; then for each track its present stay, whether that is the first, and if in
# the start stage; the stays (with which each is under the next version), what was used, the absences
# that moved tracks, the events, the steps.
(
    LEFT_BEGIN, LEFT_GAVE_UP, LEFT_TRACKS, LEFT_STAYS, LEFT_USED, LEFT_SPENT, LEFT_EVENTS, LEFT_STEPS,
    LEFT_HEAD,
) = range(9)  # fmt: skip
LEFT_STAY, LEFT_FIRST, LEFT_RESTS, LEFT_TRACK_ROW = range(4)
STAY_NOW, LEFT_STAY_ROW = 3, 4
# An absence that moved tracks: the first days of its first and last line, and the tracks as bits.
SPENT_FROM, SPENT_TO, SPENT_BY, SPENT_ROW = range(4)
# What is outstanding.
AN_ACTION, A_CONTACT, EVIDENCE, A_DECISION, A_CHOICE = range(5)
IS_DUE, IS_OPTIONAL, IS_WAITING, IS_MISSED = range(4)
(
    ITEM_KIND, ITEM_WHAT, ITEM_DUE, ITEM_STATUS, ITEM_STAGE, ITEM_FIRST, ITEM_LAST, ITEM_MOVE,
    ITEM_WAITS, ITEM_WAITS_AT,
) = range(10)  # fmt: skip
ITEM_ROW = 10
# What comes of one person: whether they were given up, the absence in progress, how many steps and
# items, and the stage of each track with the day it was entered.
OUT_GAVE_UP, OUT_ABSENT, OUT_STEPS, OUT_ITEMS, OUT_TRACKS = range(5)
CATEGORY_STATUS, CATEGORY_KIND, CATEGORY_WIDTH = 0, 1, 2
