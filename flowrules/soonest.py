"""Count + view -> a later day before which it is surely not met, true or untrue, absence alone going on.

Between two events nothing changes for a count but absence itself, what its window still reaches, and
the person's own bounds. The days between are passed over, so each answer here may be too early and
never too late.
"""

from fractions import Fraction
from functools import lru_cache
from math import ceil, floor
from typing import TYPE_CHECKING

from flowrules.ahead import Since, When
from flowrules.calendar import Duration, add_months, shift
from flowrules.lengths import most_days
from flowrules.lines import FAR
from flowrules.view import ABSENCE, LOWER, Bounds, Condition, View, Wanted
from flowrules.window import Piece, Window, span_of

if TYPE_CHECKING:
    from flowrules.counting import Count, Measure


def soonest_count(measure: "Measure", condition: Condition, view: View, wanted: Wanted) -> int:
    """The day for a count of one measure."""
    count: Count = condition.settings
    if wanted == "met" and condition.counts:  # it takes an absence, new on the day
        return _reached(measure, condition, view, "back" if view.on_return else "away")
    own = [one.bounds for one in view.about.own.get(condition.path, ())]
    lower = any(name in LOWER for bounds in (count.bounds, *own) for name, _ in bounds)
    upper = any(name not in LOWER for bounds in (count.bounds, *own) for name, _ in bounds)
    one_sided = lower != upper and count.window.since != "return" and measure.rises(count, view)
    if one_sided and (lower if wanted == "untrue" else upper):
        until = _falls(measure, condition, view)
    elif one_sided and lower:
        until = _reached(measure, condition, view, "until back")
    else:
        until = _changes(measure, condition, view)
    return view.unless_so(condition, wanted, min(until, view.bounds_change(condition.path)))


def _reached(measure: "Measure", condition: Condition, view: View, when: When) -> int:
    """The first day on which all that could be counted reaches the bound."""
    count: Count = condition.settings
    since = _since(count.window, view)
    if since is None:
        return FAR
    wanted = _least(measure, condition, view) if measure.bounded else 1
    used = set() if when == "until back" else {day for what, day in view.used if what == ABSENCE}
    return view.timeline.ahead.reaches(view.day, when, since, count.sort, measure.most, wanted, used)


def _since(window: Window, view: View) -> Since | None:
    """The days that a window can reach back from any later day; None while it has no anchor."""
    days = FAR
    low = -1
    if window.within is not None:
        days = (most_days(window.within) or FAR) + view.rules.reach
    if window.period is not None:
        start = view.rules.calendar.period_start(window.period, view.day)
        low = -1 if start is None else start - 1
    if window.since is not None and window.since != "return":
        anchor = view.history.anchor(window.since)
        if anchor is None:
            return None
        low = anchor
    edge = view.rules.edges["since" if window.since else "within"]
    return Since(low, days, edge == "started inside")


def _least(measure: "Measure", condition: Condition, view: View) -> int:
    """Twice the least figure that any of the person's bounds asks for."""
    count: Count = condition.settings
    asked = [twice(one.bounds) for one in view.about.own.get(condition.path, ())]
    least = count.twice
    if count.scaled and measure.word in view.rules.scaled:
        least = _twice_scaled(count.bounds, view.least_share(of_hours=measure.loses == "hours"))
    return min([least, *asked])


@lru_cache(maxsize=4096)
def _twice_scaled(bounds: Bounds, share: Fraction) -> int:
    """Twice the bounds at their lowest; rounding takes off a quarter at most."""
    return twice(tuple((name, bound * share - Fraction(1, 4)) for name, bound in bounds))


def twice(bounds: Bounds) -> int:
    """Twice a lower bound in whole numbers, as half days are counted; 0 where there is none."""
    exact = [(name, 2 * bound) for name, bound in bounds if name in LOWER]
    whole = (ceil(least) if name == "at_least" else floor(least) + 1 for name, least in exact)
    return max(whole, default=0)


def _changes(measure: "Measure", condition: Condition, view: View) -> int:
    """The first day on which the figure could be another."""
    if measure.is_of_time_due:
        return view.day + 1
    return min(view.stirs(), slides(condition.settings.window, view))


def _falls(measure: "Measure", condition: Condition, view: View) -> int:
    """The first day on which the figure could be too low.

    Absence that begins or goes on never makes it so: at most it is joined to the latest there is. What
    becomes known of a line later may.
    """
    count: Count = condition.settings
    if count.each or not measure.absence_never_lowers:
        return _changes(measure, condition, view)
    rolls = count.window.within is not None
    fewer = _too_little(measure, condition, view) if rolls else slides(count.window, view)
    return min(fewer, view.timeline.learns(view.day))


def _too_little(measure: "Measure", condition: Condition, view: View) -> int:
    """The first day on which what a rolling window has now would be too little by itself.

    The earliest absence goes first: whole, or day by day where the file counts the days inside.
    """
    count: Count = condition.settings
    span = span_of(count.window, view)
    if count.window.within is None or span is None:
        return FAR
    bounds, left = measure.bounds_now(condition, view), measure.counted(count, view, span)

    def fits(pieces: list[Piece]) -> bool:
        return measure.fits(bounds, pieces, measure.figure(pieces, view, span), view)

    for place, piece in enumerate(left):
        later = left[place + 1 :]
        if fits(later) == fits(left):
            continue
        low, last = piece.first, piece.last
        while low < last:  # the day that is out of the window when it is too little
            middle = (low + last) // 2
            cut = measure.piece(count, piece.spell, view, (middle, span[1]))
            if fits([cut, *later] if cut else later) == fits(left):
                low = middle + 1
            else:
                last = middle
        return leaves(low, count.window.within, view)
    return FAR


def slides(window: Window, view: View) -> int:
    """The first day on which a window no longer reaches some absence that it reaches."""
    if window.period is not None:
        return _next_period(window.period, view)
    span = span_of(window, view)
    if window.within is None or span is None:
        return FAR
    oldest = view.timeline.ahead.first_after(span[0])
    return leaves(oldest, window.within, view) if oldest <= view.day else FAR


def _next_period(period: str, view: View) -> int:
    """The first later day on which another such period begins."""
    calendar = view.rules.calendar
    if period == "term":
        return min((first for first, _ in calendar.terms if first > view.day), default=FAR)
    return add_months(calendar.period_start(period, view.day) or view.day, 12)


def leaves(day: int, within: Duration, view: View) -> int:
    """The first day from which a window of a length does not reach a day."""
    return shift(day + view.rules.reach, within)
