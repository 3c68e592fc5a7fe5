"""Title and days of a calendar's event -> a term, an INSET day, a closure, or why it is none.

A school's calendar is full of other things, and its titles are loose: an event is used only where it can
hardly mean anything else.
"""

import re
from datetime import date
from typing import NamedTuple

from flowrules.stretches import SHORTEST_TERM


def _words(*words: str) -> re.Pattern[str]:
    return re.compile(rf"\b({'|'.join(words)})(?![a-z])", re.IGNORECASE)


_HALF_TERM = _words(r"half[\s-]*terms?")
# The first that fits, so that `training (closed to pupils)` is an INSET day and `half term` no term.
_SIGNS = {
    "inset": _words("inset", "training"),
    "bank holiday": _words(r"(bank|public)\s+holidays?"),
    "closure": _words("closed", "closures?", "holidays?", "break", r"half[\s-]*terms?"),
    "term": _words("term"),
}
_EDGE = _words(
    "starts?", "begins?", "ends?", "finish(es)?", "(first|last) day", "(start|beginning|end) of",
    "break up", "before", "after", "returns?", "back", "re-?opens?",
)  # fmt: skip
_LONGEST_HALF_TERM = 23

NOT_KNOWN = "is neither a term, an INSET day nor a closure by its title"
SHORT_TERM = "is no term: a term is one event from its first day to its last"
_AT_A_TIME = "has times of day: a closure is an event of whole days"
_ONE_EDGE = "is by its title a day on which something begins or ends, and no closure"
_NO_BANK_HOLIDAY = "is on no bank holiday of the nation of this procedure"


class Days(NamedTuple):
    """The days that an event touches; `whole` unless it begins or ends within one."""

    first: date
    last: date
    whole: bool

    @property
    def length(self) -> int:
        """How many days they are."""
        return (self.last - self.first).days + 1


def kind(title: str) -> str:
    """`term`, `inset`, `closure`, `bank holiday`, or nothing where the title says none of these."""
    return next((what for what, sign in _SIGNS.items() if sign.search(title)), "")


def is_known_holiday(what: str, days: Days, holidays: frozenset[int]) -> bool:
    """Whether it says only that bank holidays are such; as closures they would part absences."""
    span = range(days.first.toordinal(), days.last.toordinal() + 1)
    return what in ("closure", "bank holiday") and all(day in holidays for day in span)


def why_not(what: str, title: str, days: Days) -> str:
    """Why an event is not what its title says, if it is not."""
    if what == "bank holiday":
        return _NO_BANK_HOLIDAY
    if what == "term" and days.length < SHORTEST_TERM:
        return SHORT_TERM
    if what == "closure" and not days.whole:
        return _AT_A_TIME
    if what == "closure" and days.length == 1 and _EDGE.search(title):
        return _ONE_EDGE
    return ""


def is_long_half_term(title: str, days: Days) -> bool:
    """Half of a term, perhaps, rather than the holiday in its middle: it could be either."""
    return days.length > _LONGEST_HALF_TERM and bool(_HALF_TERM.search(title))
