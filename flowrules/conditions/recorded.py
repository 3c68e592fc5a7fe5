"""`recorded`: an action or an event is in the record, ever or lately."""

from datetime import date
from typing import Any, NamedTuple

from pydantic import Field

from flowrules.calendar import Duration, parse_duration, shift
from flowrules.decision import Reason
from flowrules.facts import Facts
from flowrules.finding import Path
from flowrules.lines import FAR, Spell
from flowrules.numbers.absences import is_recorded_used
from flowrules.numbers.anchors import anchor_day, stirs
from flowrules.numbers.coder import Coder
from flowrules.numbers.days import back_from, shifted
from flowrules.numbers.fields import (
    CAUSED,
    CONTACT,
    DAY,
    EVENT_DAY,
    EVENT_KIND,
    EVENT_WHAT,
    EVENT_WIDTH,
    MET,
    MOVE_ASKED,
    NEXT_EVENT,
    NO_LENGTH,
    NOTHING,
    PLACED,
    REACH,
    RETURN,
    SINCE,
    SINCE_AT,
    TRUE,
    WANT_UNTRUE,
    WITHIN_N,
    WITHIN_UNIT,
    Row,
)
from flowrules.numbers.used import note_used
from flowrules.part import Anchor, Id, Part, Stretch
from flowrules.soonest import leaves
from flowrules.view import Condition, Truth, View, Wanted
from flowrules.window import anchor_of
from flowrules.words import Names

WORD = "recorded"
FACTS = Facts(figure=None, elsewhere=False)


class Recorded(Part):
    """What must be in the record, and how lately."""

    what: Id = Field(description="The id of an action, or an event named under `events`.")
    within: Stretch | None = Field(default=None, description="No longer ago than this.")
    since: Anchor | None = Field(default=None, description="After this day.")


Shape = Id | Recorded


class _Settings(NamedTuple):
    what: str
    within: Duration | None
    since: str | None


def resolve(shape: str | Recorded, path: Path, scope: Any) -> Condition:
    if isinstance(shape, str):
        scope.expect_thing(shape, path)
        return Condition(WORD, path, _Settings(shape, None, None))
    scope.expect_thing(shape.what, (*path, "what"))
    if shape.since is not None:
        scope.expect_anchor(shape.since, (*path, "since"))
    within = parse_duration(shape.within) if shape.within else None
    moved = shape.since is not None  # a later day to count from may leave out what was seen before
    return Condition(
        WORD, path, _Settings(shape.what, within, shape.since), negative=moved, anchor=shape.since
    )


def _days(condition: Condition, view: View) -> list[int]:
    low = _low(condition, view)
    recorded = view.history.recorded.get(condition.settings.what, ())
    return [] if low is None else [day for day in recorded if day > low]


def _low(condition: Condition, view: View) -> int | None:
    """The day before the first day looked at; None while there is no day to count from."""
    settings: _Settings = condition.settings
    low = 0 if settings.within is None else shift(view.day, settings.within, -1) - view.rules.reach
    if settings.since is None:
        return low
    anchor = view.history.anchor(settings.since)
    return None if anchor is None else max(low, anchor)


def test(condition: Condition, view: View) -> Truth:
    causes = frozenset((condition.settings.what, day) for day in _days(condition, view))
    return Truth(bool(causes), bool(causes - view.used), causes - view.used)


def soonest(condition: Condition, view: View, wanted: Wanted) -> int:
    """Without another event it only comes to be too long ago, or the day counted from changes."""
    until = view.stirs() if condition.settings.since == "return" else FAR
    days = _days(condition, view)
    if condition.settings.within is not None and days:
        until = min(until, leaves(days[-1], condition.settings.within, view))
    return view.unless_so(condition, wanted, until)


def reasons(condition: Condition, view: View) -> list[Reason]:
    what, within, since = condition.settings
    days = _days(condition, view)
    low = _low(condition, view)
    return [
        Reason(
            WORD,
            condition.path,
            holds=bool(days),
            window=(date.fromordinal(low + 1), date.fromordinal(view.day)) if within and low else None,
            anchor=anchor_of(since, view) if since else None,
            events=tuple((what, date.fromordinal(day)) for day in days),
        )
    ]


def new_evidence(condition: Condition, view: View) -> int:
    return view.stirs() if condition.settings.since == "return" else FAR


def heeds(condition: Condition, spell: Spell, view: View) -> bool:  # noqa: ARG001
    return False


def phrase(condition: Condition, names: Names) -> str:
    what, within, since = condition.settings
    lately = [f" since {names.anchor(since)}"] if since else []
    lately += [f" in the last {within}"] if within else []
    return f"on record{' and'.join(lately)}: {names.thing(what)}"


# In whole numbers: the window as counts have it, then which thing.

_WHAT = SINCE_AT + 1


def encode(condition: Condition, coder: Coder) -> list[int]:
    settings: _Settings = condition.settings
    window = [*coder.length(settings.within), *coder.anchor(settings.since)]
    return [*window, coder.thing(settings.what)]


def holds(t: Row, w: Row, a: Row, e: Row, s: Row, row: int) -> int:  # noqa: ARG001
    truth, low = 0, _low_edge(t, a, s, row)
    if low < 0:
        return 0
    for at in range(0, s[NEXT_EVENT] * EVENT_WIDTH, EVENT_WIDTH):
        if _is_seen(t, e, row, at, low):
            truth |= TRUE
            if not is_recorded_used(s, t[row + _WHAT], e[at + EVENT_DAY], s[MOVE_ASKED]):
                return TRUE | MET | CAUSED
    return truth


def _is_seen(t: Row, e: Row, row: int, at: int, low: int) -> bool:
    """Whether a line of the record is of the thing, and after a day."""
    if e[at + EVENT_KIND] == PLACED or e[at + EVENT_KIND] == CONTACT:
        return False
    return e[at + EVENT_WHAT] == t[row + _WHAT] and e[at + EVENT_DAY] > low


def _low_edge(t: Row, a: Row, s: Row, row: int) -> int:
    """The day before the first day looked at; less than 0 while there is no day to count from."""
    low = 0
    if t[row + WITHIN_UNIT] != NO_LENGTH:
        low = max(0, back_from(t, s[DAY], t[row + WITHIN_UNIT], t[row + WITHIN_N]) - t[REACH])
    if t[row + SINCE] == NOTHING:
        return low
    anchor = anchor_day(t, a, s, t[row + SINCE], t[row + SINCE_AT])
    return max(low, anchor) if anchor else -1


def changes(t: Row, w: Row, a: Row, e: Row, s: Row, row: int, wanted: int) -> int:  # noqa: ARG001
    """Without another event it only comes to be too long ago, or the day counted from changes."""
    until = stirs(t, a, s) if t[row + SINCE] == RETURN else FAR
    if wanted != WANT_UNTRUE or t[row + WITHIN_UNIT] == NO_LENGTH:
        return until
    low, last = _low_edge(t, a, s, row), 0
    for at in range(0, s[NEXT_EVENT] * EVENT_WIDTH, EVENT_WIDTH):
        if low >= 0 and _is_seen(t, e, row, at, low):
            last = max(last, e[at + EVENT_DAY])
    if not last:
        return until
    return min(until, shifted(t, last + t[REACH], t[row + WITHIN_UNIT], t[row + WITHIN_N]))


def causes(t: Row, w: Row, a: Row, e: Row, s: Row, row: int) -> None:  # noqa: ARG001
    low = _low_edge(t, a, s, row)
    for at in range(0, s[NEXT_EVENT] * EVENT_WIDTH, EVENT_WIDTH):
        if low >= 0 and _is_seen(t, e, row, at, low):
            note_used(s, t[row + _WHAT], e[at + EVENT_DAY])
