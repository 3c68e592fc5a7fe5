"""`reason`: the absence in progress, or one in a window, has one of these broad reasons."""

from datetime import date
from typing import Annotated, Any, NamedTuple

from pydantic import Field

from flowrules.decision import Reason
from flowrules.facts import Facts
from flowrules.finding import Path
from flowrules.lines import FAR, Spell
from flowrules.numbers.absences import is_over, is_used, status_on
from flowrules.numbers.anchors import begins_or_learnt, learnt_next, stirs
from flowrules.numbers.coder import Coder
from flowrules.numbers.fields import (
    ABSENCE_WIDTH,
    BEGUN,
    CAUSED,
    COUNTS,
    DAY,
    FIRST,
    GAVE_UP,
    KINDS,
    LAST,
    MANY_ABSENCES,
    MET,
    MOVE_ASKED,
    NOWHERE,
    OVER,
    RETURN,
    SINCE,
    TRUE,
    WANT_UNTRUE,
    WINDOW_DAYS,
    Row,
)
from flowrules.numbers.fields import FAR as NEVER_COMES
from flowrules.numbers.soonest import slides as slides_on
from flowrules.numbers.used import note_absence
from flowrules.numbers.windows import high_edge, inside, low_edge
from flowrules.part import Anchor, Id, Part, Period, Stretch
from flowrules.soonest import slides
from flowrules.view import Condition, Truth, View, Wanted
from flowrules.window import Window as Span
from flowrules.window import clip, expect_window, span_of, window_of, window_words
from flowrules.words import Names, join_words, quoted

WORD = "reason"
FACTS = Facts(figure=None, elsewhere=False)
_Names = Annotated[tuple[Id, ...], Field(min_length=1)]


class Lately(Part):
    """Which reasons, and in which window."""

    any_of: _Names = Field(description="Reasons listed under `counting: reasons`.")
    within: Stretch | None = Field(default=None, description="A rolling window.")
    since: Anchor | None = Field(default=None, description="From the day after this.")
    for_: Stretch | None = Field(default=None, alias="for", description="With `since`: so long.")
    in_: Period | None = Field(default=None, alias="in", description="A period of the calendar.")


Shape = _Names | Lately


class _Settings(NamedTuple):
    kinds: frozenset[str]
    window: Span | None


def resolve(shape: Any, path: Path, scope: Any) -> Condition:
    lately = isinstance(shape, Lately)
    names = shape.any_of if lately else shape
    at = (*path, "any_of") if lately else path
    for place, name in enumerate(names):
        scope.expect_reason(name, (*at, place))
    if lately:
        expect_window(WORD, shape, path, scope)
    window = window_of(shape) if lately else None
    moved = window is not None and window.since == "return"
    return Condition(
        WORD,
        path,
        _Settings(frozenset(names), window),
        negative=moved,
        anchor=window.since if window else None,
    )


def _spells(condition: Condition, view: View) -> list[Spell]:
    """The absences with such a reason: the one in progress, or those in the window."""
    kinds, window = condition.settings
    if window is None:
        present = view.in_progress()
        found = [present] if present else []
    else:
        span = span_of(window, view)
        edge = view.rules.edges["since" if window.since else "within"]
        found = [spell for spell in view.counted if span and clip(spell.first, spell.last, *span, edge)]
    lines = view.timeline.line
    return [spell for spell in found if any(lines(place).reason in kinds for place in spell.lines)]


def test(condition: Condition, view: View) -> Truth:
    found = _spells(condition, view)
    causes = view.causes_of(spell for spell in found if not view.is_used(spell))
    return Truth(bool(found), bool(causes), causes)


def soonest(condition: Condition, view: View, wanted: Wanted) -> int:
    """An absence with such a reason begins; or it ends, or the window no longer reaches it."""
    kinds, window = condition.settings
    if window is not None and window.since == "return":
        until = min(view.stirs(), slides(window, view))
    elif wanted == "untrue":
        until = min(_ends(window, view), view.timeline.changes(view.day))
    else:
        ahead = view.timeline.ahead
        look = ahead.news_of if window is None else ahead.while_away
        until = look(view.day, lambda line: line.reason in kinds)
    return view.unless_so(condition, wanted, until)


def _ends(window: Span | None, view: View) -> int:
    """The day on which the absence in progress is over, or the window no longer reaches one."""
    if window is not None:
        return slides(window, view)
    present = view.in_progress()
    return view.timeline.over_from(present) if present else FAR


def reasons(condition: Condition, view: View) -> list[Reason]:
    found = _spells(condition, view)
    days = tuple((date.fromordinal(one.first), date.fromordinal(one.last)) for one in found)
    return [Reason(WORD, condition.path, holds=bool(found), absences=days)]


def phrase(condition: Condition, names: Names) -> str:
    kinds, window = condition.settings
    said = f"absent because of {join_words([quoted(name) for name in sorted(kinds)], 'or')}"
    return said if window is None else f"{said} at some time{window_words(window, names)}"


# In whole numbers: a window as counts have it, whether there is one, and the reasons as bits.

_HAS_WINDOW, _KINDS = WINDOW_DAYS + 1, WINDOW_DAYS + 2


def encode(condition: Condition, coder: Coder) -> list[int] | None:
    kinds, window = condition.settings
    own = coder.window(window)
    return None if own is None else [*own, int(window is not None), coder.kinds(kinds)]


def holds(t: Row, w: Row, a: Row, e: Row, s: Row, row: int) -> int:  # noqa: ARG001
    place, truth = _next_seen(t, w, a, s, row, s[BEGUN]), 0
    while place >= 0:
        truth |= TRUE
        if not is_used(a, s, place * t[ABSENCE_WIDTH], s[MOVE_ASKED]):
            return TRUE | MET | CAUSED
        place = _next_seen(t, w, a, s, row, place)
    return truth


def _next_seen(t: Row, w: Row, a: Row, s: Row, row: int, below: int) -> int:
    """The latest absence before one that has such a reason, in progress or in the window; else -1."""
    low = low_edge(t, a, s, row) if t[row + _HAS_WINDOW] else -1
    if low == NOWHERE:
        return -1
    high = high_edge(t, s, row, low) if t[row + _HAS_WINDOW] else s[DAY]
    for place in range(below - 1, -1, -1):
        i = place * t[ABSENCE_WIDTH]
        if t[row + _HAS_WINDOW]:
            if a[i + LAST] <= low:
                return -1
            seen = inside(t, w, a, s, row, i, low, high)[1] > 0
        elif is_over(a, i, s[DAY]):
            return -1
        else:
            seen = status_on(a, i, s[DAY]) == COUNTS
        if seen and a[i + KINDS] < 0:
            s[GAVE_UP] = 1
        elif seen and a[i + KINDS] & t[row + _KINDS]:
            return place
    return -1


def changes(t: Row, w: Row, a: Row, e: Row, s: Row, row: int, wanted: int) -> int:  # noqa: ARG001
    """An absence with such a reason begins; or it ends, or the window no longer reaches it."""
    if t[row + _HAS_WINDOW] and (wanted != WANT_UNTRUE or t[row + SINCE] == RETURN):
        return min(stirs(t, a, s), slides_on(t, a, s, row))
    if wanted != WANT_UNTRUE:
        return min(_such_begins(t, a, s, row), learnt_next(t, a, s))
    soonest = begins_or_learnt(t, a, s)
    if t[row + _HAS_WINDOW]:
        return min(soonest, slides_on(t, a, s, row))
    return min(soonest, a[(s[BEGUN] - 1) * t[ABSENCE_WIDTH] + OVER]) if s[BEGUN] else soonest


def _such_begins(t: Row, a: Row, s: Row, row: int) -> int:
    """The day on which the next absence begins that may have such a reason."""
    for place in range(s[BEGUN], s[MANY_ABSENCES]):
        i = place * t[ABSENCE_WIDTH]
        if a[i + KINDS] < 0 or a[i + KINDS] & t[row + _KINDS]:
            return a[i + FIRST]
    return NEVER_COMES


def causes(t: Row, w: Row, a: Row, e: Row, s: Row, row: int) -> None:  # noqa: ARG001
    place = _next_seen(t, w, a, s, row, s[BEGUN])
    while place >= 0:
        note_absence(a, s, place * t[ABSENCE_WIDTH])
        place = _next_seen(t, w, a, s, row, place)
