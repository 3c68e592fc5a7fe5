"""Flow -> the conditions that can never hold, whatever anybody's absences: proved, not searched for."""

from collections.abc import Iterator
from itertools import combinations

from flowrules.finding import Path, Problem
from flowrules.flow import Flow
from flowrules.lengths import is_as_long, most_days
from flowrules.lint.bands import Band, all_conditions, band_of
from flowrules.lint.meaning import meaning, opposite
from flowrules.view import Condition

_MEND = "correct one of them"


def contradictions(flow: Flow) -> Iterator[Problem]:
    """Each condition that can never hold, at its place and once."""
    told: set[Path] = set()
    for condition in all_conditions(flow):
        found = [*_by_itself(flow, condition), *_together(condition)]
        for problem in found:
            if problem.path not in told:
                told.add(problem.path)
                yield problem


def _by_itself(flow: Flow, condition: Condition) -> Iterator[Problem]:
    """What is wrong with the bounds of one condition."""
    band = band_of(condition)
    if band is not None and band.is_empty:
        yield Problem(condition.path, f"{_said(band)} can never hold", _MEND)
        return
    if _is_each_empty(condition):
        said = " and ".join(f"`{name}: {length}`" for name, length in condition.settings.each)
        yield Problem((*condition.path, "each"), f"no absence is both {said}", _MEND)
    most = _most(flow, condition)
    if band is not None and most is not None and band.first > most:
        within = condition.settings.window.within
        message = f"there is no room in {within} for {band.figure(band.some())}, but for {most}"
        yield Problem(condition.path, message, "make the window longer, or the figure lower")


def _said(band: Band) -> str:
    edges = [edge.said for edge in (band.low, band.high) if edge is not None]
    return " with ".join(edges)


def _is_each_empty(condition: Condition) -> bool:
    each = dict(getattr(condition.settings, "each", ()))
    low, high = each.get("at_least"), each.get("less_than")
    return low is not None and high is not None and is_as_long(low, high)


def _most(flow: Flow, condition: Condition) -> int | None:
    """The most absences or days that a rolling window has room for, where that is certain."""
    window = getattr(condition.settings, "window", None)
    if condition.word not in ("absences", "calendar_days") or window is None or window.within is None:
        return None
    if condition.word == "calendar_days" and "whole absence" in flow.counting.edges.values():
        return None
    days = most_days(window.within)
    if days is None:
        return None
    days += flow.counting.same_date_counts
    apart = condition.word == "absences" and flow.counting.keeping.join != "never"
    return (days + 1) // 2 if apart else days


def _together(condition: Condition) -> Iterator[Problem]:
    """What is wrong with two members of an `all`."""
    if condition.word != "all":
        return
    for first, second in combinations(_all_of(condition), 2):
        if meaning(second) == opposite(first) or _are_apart(first, second):
            yield Problem(
                second.path,
                "this can never hold together with another condition of the same `all`",
                _MEND + ", or let one of them be enough (`any`)",
                related=((first.path, "the other one"),),
            )


def _are_apart(first: Condition, second: Condition) -> bool:
    """Whether no figure of their measure lies in both."""
    one, other = _band(first), _band(second)
    if one is None or other is None or one.measure != other.measure or one.is_empty or other.is_empty:
        return False
    return one.with_(other).is_empty


def _band(condition: Condition) -> Band | None:
    if condition.word == "not":
        return band_of(condition.members[0], denied=True)
    return band_of(condition)


def _all_of(condition: Condition) -> list[Condition]:
    """The conditions that must all hold."""
    if condition.word in ("all", "trigger"):
        return [inner for member in condition.members for inner in _all_of(member)]
    return [condition]
