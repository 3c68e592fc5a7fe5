"""How long an absence goes on, against the bound of a condition: whether it is so, and on which day.

What `conditions/continuous.py` says; a bound in working days is scaled for the person.
"""

from flowrules.numbers.counts import scaled
from flowrules.numbers.days import halves, worked_by
from flowrules.numbers.fields import *
from flowrules.numbers.windows import lasts_on

# A bound: the length of time, whether more than that is asked for, and whether it is an upper one.
BOUND_UNIT, BOUND_N, BOUND_MORE, BOUND_IS_UPPER = range(4)


def is_so_long(t: Row, w: Row, s: Row, row: int, at: int, first: int, last: int) -> bool:
    """Whether the days from first to last keep to the bound of a condition."""
    unit, n, more = t[at + BOUND_UNIT], t[at + BOUND_N], t[at + BOUND_MORE]
    if unit == WORKING:
        bound, of = scaled(t, w, s, row, n, 1)
        longer = halves(w, s, first, last) * of >= 2 * bound + more
    else:
        longer = last >= lasts_on(t, first, unit, n) + more
    return longer != (t[at + BOUND_IS_UPPER] == 1)


def so_long_on(t: Row, w: Row, s: Row, row: int, at: int, first: int, last: int) -> int:
    """The day on which those from a first one on come to a lower bound; after the last if none is."""
    unit, n, more = t[at + BOUND_UNIT], t[at + BOUND_N], t[at + BOUND_MORE]
    if unit != WORKING:
        return max(first, lasts_on(t, first, unit, n) + more)
    bound, of = scaled(t, w, s, row, n, 1)
    return worked_by(w, s, first, last, -(-(2 * bound + more) // of))
