"""Count + view -> a later day before which it is surely not met, true or untrue, absence alone going on.

Between two events nothing changes for a count but absence itself, what its window still reaches, and
the person's own bounds. The days between are passed over, so each answer here may be too early and
never too late.
"""

from fractions import Fraction
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
    scaled = count.scaled and measure.word in view.rules.scaled
    return min([twice(_scaled(count.bounds, measure, view)) if scaled else count.twice, *asked])


def _scaled(bounds: Bounds, measure: "Measure", view: View) -> Bounds:
    """The bounds at their lowest; rounding takes off a quarter at most."""
    share = view.least_share(of_hours=measure.loses == "hours")
    return tuple((name, bound * share - Fraction(1, 4)) for name, bound in bounds)


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
    rolling = measure.is_number and count.window.within is not None
    fewer = _too_few(measure, condition, view) if rolling else slides(count.window, view)
    return min(fewer, view.timeline.learns(view.day))


def _too_few(measure: "Measure", condition: Condition, view: View) -> int:
    """The first day on which fewer absences than are asked for may be left in a rolling window.

    They are not, as long as so many of the latest are in it.
    """
    count: Count = condition.settings
    within, span = count.window.within, span_of(count.window, view)
    if within is None or span is None:
        return FAR
    asked = max(_asked(*bound) for bound in measure.bounds_now(condition, view))
    last = sorted(_lasts_in(piece, count.window, view) for piece in measure.counted(count, view, span))
    return leaves(last[-asked], within, view) if 0 < asked <= len(last) else view.day + 1


def _asked(name: str, bound: Fraction) -> int:
    """The fewest absences that keep to a lower bound, or no longer to an upper one."""
    return floor(bound) + 1 if name in ("more_than", "at_most") else ceil(bound)


def _lasts_in(piece: Piece, window: Window, view: View) -> int:
    """A day of an absence that counts: as long as a window reaches it, the absence counts in it."""
    edge = view.rules.edges["since" if window.since else "within"]
    if edge == "started inside" or not piece.spell.plain:
        return piece.spell.first
    day = piece.last
    while edge == "days inside" and not view.timeline.is_working(day):
        day -= 1
    return day


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
