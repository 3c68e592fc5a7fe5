"""The rows of what is outstanding."""

from flowrules.numbers.fields import *


def add_item(s: Row, kind: int, what: int, due: int) -> int:
    """A new row, and its place; `due` is 0 where there is no day."""
    at = s[ITEMS] + s[MANY_ITEMS] * ITEM_ROW
    if s[MANY_ITEMS] + 1 < s[MOST_ITEMS]:
        s[MANY_ITEMS] += 1
    else:
        s[GAVE_UP] = 1
    s[at + ITEM_KIND], s[at + ITEM_WHAT], s[at + ITEM_DUE], s[at + ITEM_STATUS] = kind, what, due, IS_DUE
    s[at + ITEM_STAGE], s[at + ITEM_MOVE] = NOTHING, NOTHING
    s[at + ITEM_FIRST], s[at + ITEM_LAST] = 0, 0
    s[at + ITEM_WAITS], s[at + ITEM_WAITS_AT] = NOTHING, NOTHING
    return at
