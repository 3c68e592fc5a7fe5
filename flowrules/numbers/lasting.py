"""How long an absence goes on, against bounds that lie in a row: whether it is so, and on which day.

What `window.py` says of one length of time, and `conditions/continuous.py` of several.
"""

from flowrules.numbers.counts import scaled
from flowrules.numbers.days import halves, shifted, worked_by
from flowrules.numbers.fields import *
from flowrules.numbers.windows import lasts

# A bound: the length of time, whether more than that is asked for, and whether it is an upper one.
BOUND_UNIT, BOUND_N, BOUND_MORE, BOUND_IS_UPPER = range(4)
BOUND_WIDTH = 4


def is_so_long(t: Row, w: Row, s: Row, row: int, bounds: int, many: int, first: int, last: int) -> bool:
    """Whether the days from first to last keep to the bounds of a condition, scaled for the person."""
    for at in range(bounds, bounds + many * BOUND_WIDTH, BOUND_WIDTH):
        unit, n, more = t[at + BOUND_UNIT], t[at + BOUND_N], t[at + BOUND_MORE]
        if unit == WORKING and t[row + IS_SCALED]:
            bound, of = scaled(t, w, s, row, n, 1)
            longer = halves(t, w, s, first, last) * of >= 2 * bound + more
        else:
            longer = lasts(t, w, s, first, last, unit, n, more)
        if longer == (t[at + BOUND_IS_UPPER] == 1):
            return False
    return True


def so_long_on(t: Row, w: Row, s: Row, row: int, bounds: int, many: int, first: int, last: int) -> int:
    """The day, from a first on, on which it comes to lower bounds; after the last where it does not."""
    reached = first
    for at in range(bounds, bounds + many * BOUND_WIDTH, BOUND_WIDTH):
        unit, n, more = t[at + BOUND_UNIT], t[at + BOUND_N], t[at + BOUND_MORE]
        if unit == WORKING:
            bound, of = scaled(t, w, s, row, n, 1)
            reached = max(reached, worked_by(t, w, s, first, last, -(-(2 * bound + more) // of)))
        elif unit == DAYS:
            reached = max(reached, first - 1 + n + more)
        else:
            length = max(shifted(t, first - 1, unit, n), shifted(t, first, unit, n) - 1)
            reached = max(reached, length + more)
    return reached
