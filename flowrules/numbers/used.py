"""What took a move is kept, so that the same absence or event never takes it twice."""

from flowrules.numbers.fields import *


def note_used(s: Row, what: int, day: int) -> None:
    """Keeps what took the move asked: a thing recorded or (less than 0) an absence, on a day."""
    for at in range(s[USED], s[USED] + s[MANY_USED] * USED_ROW, USED_ROW):
        if s[at + USED_MOVE] == s[USED_AS] and s[at + USED_WHAT] == what + 1 and s[at + USED_DAY] == day:
            return
    if s[MANY_USED] == s[MOST_USED]:
        s[GAVE_UP] = 1
        return
    at = s[USED] + s[MANY_USED] * USED_ROW
    s[at + USED_MOVE], s[at + USED_WHAT], s[at + USED_DAY] = s[USED_AS], what + 1, day
    s[MANY_USED] += 1


def note_absence(a: Row, s: Row, i: int) -> None:
    """Keeps an absence, by each of its lines that has begun."""
    for number in range(a[i + LOW_LINE], a[i + HIGH_LINE] + 1):
        first = a[s[LINES] + number * LINE_WIDTH + LINE_FIRST]
        if first <= s[DAY]:
            note_used(s, -1, first)
