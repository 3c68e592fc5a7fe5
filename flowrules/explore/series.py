"""Condition -> absences that come to just what it names, and to a little less.

Only the conditions named here are understood; of a move that asks for another, nothing is concluded.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import ceil
from typing import NamedTuple

from flowrules.calendar import Duration, weekday
from flowrules.explore.history import Away
from flowrules.flow import Flow, walk
from flowrules.lengths import most_days
from flowrules.view import LOWER, Condition

KNOWN = {
    "absences", "working_days", "calendar_days", "bradford", "continuous", "longest_absence",
    "absent", "recorded", "any", "all", "not", "trigger",
}  # fmt: skip
_COUNTS = ("absences", "working_days", "calendar_days", "bradford")
_ONE_BY_ONE = ("absences", "calendar_days", "continuous", "longest_absence")
_MOST_ABSENCES = 12  # in one series
_WEEK, _YEAR = 7, 367
_LONGEST = 400  # days of one absence


class Series(NamedTuple):
    """So many absences, the first of so many days: `working` days, or calendar days.

    The others are as long, or of one day.
    """

    absences: int
    days: int
    working: bool = True
    others: bool = True


def is_known(condition: Condition | None) -> bool:
    """Whether all that a move asks is understood here, and histories that may meet it are tried."""
    asked = walk(condition)
    counts = [one for one in asked if one.word in _COUNTS]
    kinds = {_kinds(one) for one in asked if hasattr(one.settings, "chosen")}
    return (
        all(one.word in KNOWN for one in asked)
        and not any(one.settings.unused_only or one.settings.window.period == "term" for one in counts)
        and len(kinds) < 2  # the absences that are tried are all of one kind
        and not _too_large(asked)
    )


def _kinds(condition: Condition) -> object:
    """What kinds of absence a condition leaves in."""
    chosen = condition.settings.chosen
    return chosen and (frozenset(chosen.only or ()), frozenset(chosen.excluding or ()))


def _too_large(asked: list[Condition]) -> bool:
    """Whether a condition asks for more than is tried."""
    denied = any(one.word == "not" for one in asked)
    for one in asked:
        for name, bound in getattr(one.settings, "bounds", ()):
            days = _days(bound) if isinstance(bound, Duration) else bound
            most = _MOST_ABSENCES if one.word == "absences" else _LONGEST
            if one.word in _ONE_BY_ONE and (denied or name in LOWER) and days > most:
                return True
    return False


def series_for(asked: list[Condition]) -> list[Series]:
    """The series that conditions name, the smallest first."""
    figures = {word: _figures(asked, word) for word in _COUNTS}
    numbers = figures["absences"]
    found = {Series(1, 1), Series(2, 1), *(Series(n, 1) for n in numbers)}
    lengths = set(_lengths(asked))
    several = {n for n in numbers if n > 1}
    many = {1, 2, 3, 4, *numbers, *((6, 9, _MOST_ABSENCES) if lengths else ())}
    for days in figures["working_days"]:
        found |= {Series(n, ceil(Fraction(days, n))) for n in many if n}
        found |= {Series(n, days - n + 1, others=False) for n in several}
    lengths |= {(days, False) for days in figures["calendar_days"]}
    found |= {Series(1, *length) for length in lengths}
    found |= {
        Series(n, *length, others) for length in lengths for n in several for others in (True, False)
    }
    for score in figures["bradford"]:
        found |= {Series(n, ceil(Fraction(score, n**3))) for n in range(1, _MOST_ABSENCES + 1)}
    fitting = (one for one in found if 0 < one.absences <= _MOST_ABSENCES and 0 < one.days <= _LONGEST)
    return sorted(
        fitting, key=lambda one: (one.absences * (one.days if one.others else 1) + one.days, one)
    )


def longest_window(asked: list[Condition]) -> int:
    """Days after which nothing that is seen now lies in a window of some conditions; at least 31."""
    windows = [getattr(one.settings, "window", None) for one in asked]
    lengths = [length for one in windows if one for length in (one.within, one.length) if length]
    years = [_YEAR for one in windows if one and one.period]
    return max([31, *years, *(_days(length) + 1 for length in lengths)])


def _figures(asked: list[Condition], word: str) -> set[int]:
    """The whole figures at the bounds of a kind of count, and those just past them."""
    bounds = [bound for one in asked if one.word == word for _, bound in one.settings.bounds]
    return {figure for bound in bounds for figure in (ceil(bound), int(bound) + 1, ceil(bound) - 1)}


def _lengths(asked: list[Condition]) -> Iterator[tuple[int, bool]]:
    """The lengths of absence that conditions name, and a day more or less."""
    lengths = [
        bound
        for one in asked
        if one.word in ("continuous", "longest_absence")
        for _, bound in one.settings.bounds
    ]
    lengths += [length for one in asked if one.word in _COUNTS for _, length in one.settings.each]
    for length in lengths:
        working = length.unit == "working day"
        days = length.n if working else _days(length)
        yield from ((days + more, working) for more in (-1, 0, 1))


def _days(length: Duration) -> int:
    """The days of a length of calendar time, at most."""
    return most_days(length) or length.n


class Kind(NamedTuple):
    """What absences are recorded as; each None where nothing need be said."""

    category: str | None = None
    reason: str | None = None
    decided_by: str | None = None


def absences_of(series: Series, flow: Flow, after: int, kind: Kind) -> list[Away]:
    """The absences of a series, one soon after the other, the first on a working day after a day."""
    found: list[Away] = []
    day = next_worked(flow, after + 1)
    for place in range(series.absences):
        one = series if series.others or place == 0 else Series(1, 1)
        first = _first(one, flow, day)
        found.append(Away(first, _last(one, flow, first), *kind))
        day = next_worked(flow, next_worked(flow, _last(one, flow, first) + 1) + 1)
    return found


def next_worked(flow: Flow, day: int) -> int:
    """The day itself, or the next, on which people work who work as the school does.

    An INSET day outside the working week is open, but nobody whose pattern leaves it out loses it.
    """
    while not _is_worked(flow, day):
        day += 1
    return day


def _is_worked(flow: Flow, day: int) -> bool:
    return flow.calendar.week[weekday(day)] and flow.calendar.is_open(day)


def _first(series: Series, flow: Flow, day: int) -> int:
    """The first day of an absence: one of a few days does not go on over a weekend if it need not."""
    if not series.working or series.days > sum(flow.calendar.week):
        return day
    days = (one for one in range(day, day + _WEEK) if _is_worked(flow, one))
    return next((one for one in days if _last(series, flow, one) == one + series.days - 1), day)


def _last(series: Series, flow: Flow, first: int) -> int:
    if not series.working:
        return first + series.days - 1
    last = first
    for _ in range(series.days - 1):
        last = next_worked(flow, last + 1)
    return last


def kind_for(condition: Condition | None, flow: Flow) -> Kind:
    """A kind of absence that a condition sees, as usual a one as there is."""
    counting = flow.counting
    chosen = [getattr(one.settings, "chosen", None) for one in walk(condition)]
    only = sorted(name for one in chosen if one is not None and one.only for name in one.only)
    named = next((name for name in only if name in counting.categories), None)
    reason = next((name for name in only if name in counting.reasons), None) if named is None else None
    category = named or _usual(flow)
    decided_by = (counting.decided_by or "head") if counting.categories[category] == "decide" else None
    return Kind(None if category == "sickness" else category, reason, decided_by)


def _usual(flow: Flow) -> str:
    """The category that counts, if one does; sickness before others."""
    ranks = {"counts": 0, "decide": 1, "never": 2}
    names = flow.counting.categories
    return min(names, key=lambda name: (ranks[names[name]], name != "sickness"))


def back(flow: Flow, absences: Sequence[Away]) -> int:
    """The day of return from the last of some absences."""
    last = absences[-1].last or absences[-1].first
    return next_worked(flow, last + 1)
