"""The weeks that a person works one after the other: the school's own, then each pattern."""

from flowrules.numbers.fields import *


def read_patterns(
    t: Row, w: Row, s: Row, school: int, begin: int, end: int, worked_since: Row, patterns: Row
) -> None:
    """Takes in a person's patterns, which are in order, after the week of the school."""
    s[MANY_PATTERNS], s[ALL_WHOLE] = 0, 1
    _add_pattern(t, w, s, 0, school)
    for at in range(begin, end):
        _add_pattern(t, w, s, worked_since[at], patterns[at])


def _add_pattern(t: Row, w: Row, s: Row, since: int, pattern: int) -> None:
    """Adds the pattern at a place in `w`, worked from a day on; it is the last so far."""
    s[PATTERN], s[WORKED_SINCE] = pattern, since
    s[WORKED] = w[pattern + DAYS_AT] - t[FIRST_DAY]
    s[ALL_WHOLE] *= w[pattern + ARE_WHOLE]
    at = s[PATTERNS] + s[MANY_PATTERNS] * PATTERN_ROW
    s[at + PATTERN_SINCE], s[at + PATTERN_PLACE], s[at + PATTERN_DAYS] = since, pattern, s[WORKED]
    s[MANY_PATTERNS] += 1
