"""Conditions -> bands: the figures within the bounds of each, exactly, and where two of them meet.

Absences and calendar days are whole numbers. Days, hours, scores and shares are fractions: half days
and part days exist, so that something lies between 50 and 51.
"""

from collections.abc import Iterator
from fractions import Fraction
from math import ceil, floor
from typing import Any, NamedTuple

from flowrules.calendar import Duration
from flowrules.conditions import figure_of
from flowrules.facts import fill
from flowrules.flow import Flow, Move, Stage, conditions_of, walk
from flowrules.lengths import in_units
from flowrules.view import LOWER, Bounds, Condition
from flowrules.words import say_amount

_OPEN = ("more_than", "less_than")
_DENIED = {
    "at_least": "less_than", "less_than": "at_least", "more_than": "at_most", "at_most": "more_than",
}  # fmt: skip


class Edge(NamedTuple):
    """Where a band begins or ends; `open`: short of the figure itself. `said`: as it is written."""

    at: Fraction
    open: bool
    said: str


class Band(NamedTuple):
    """The figures of one measure from `low` to `high`, either of which may be missing.

    `measure` is the same for conditions that look at the same figure, in the same unit. `most` is the
    highest figure that there can be, where there is one.
    """

    condition: Condition
    measure: tuple[Any, ...]
    whole: bool
    most: Fraction | None
    low: Edge | None
    high: Edge | None

    @property
    def unit(self) -> str:
        """What it is a length of time in, if it is one."""
        unit: str = self.measure[1]
        return unit

    @property
    def is_two_sided(self) -> bool:
        return self.low is not None and self.high is not None

    @property
    def starts_open(self) -> bool:
        return _is_open(self.low)

    @property
    def first(self) -> Fraction:
        """The lowest figure, or what the figures of the band are above."""
        low = self.low or Edge(Fraction(0), False, "")
        return Fraction(floor(low.at) + 1 if low.open else ceil(low.at)) if self.whole else low.at

    @property
    def last(self) -> Fraction | None:
        """The highest figure, or what the figures of the band are below."""
        if self.high is None:
            return self.most
        at = self.high.at
        return Fraction(ceil(at) - 1 if self.high.open else floor(at)) if self.whole else at

    @property
    def is_empty(self) -> bool:
        """Whether no figure lies in it."""
        first, last = self.first, self.last
        if last is None or first < last:
            return False
        return first > last or (not self.whole and (_is_open(self.low) or _is_open(self.high)))

    @property
    def has_all(self) -> bool:
        """Whether every figure that there can be lies in it."""
        from_start = self.first <= 0 and (self.whole or not _is_open(self.low))
        return from_start and self.last == self.most and not _is_open(self.high)

    def with_(self, other: "Band") -> "Band":
        """What is in both, of one measure."""
        lows = [one for one in (self.low, other.low) if one]
        highs = [one for one in (self.high, other.high) if one]
        low = max(lows, key=lambda one: (one.at, one.open), default=None)
        high = min(highs, key=lambda one: (one.at, not one.open), default=None)
        return self._replace(low=low, high=high)

    def holds(self, other: "Band") -> bool:
        """Whether every figure of another is in this one."""
        both = self.with_(other)
        return (both.first, both.last, _is_open(both.low), _is_open(both.high)) == (
            other.first,
            other.last,
            _is_open(other.low),
            _is_open(other.high),
        )

    def some(self) -> Fraction:
        """A figure in it: the lowest that is easily said."""
        last = self.last
        if self.whole or not _is_open(self.low):
            return self.first
        half = self.first + Fraction(1, 2)
        if last is None or half < last or (half == last and not _is_open(self.high)):
            return half
        return (self.first + last) / 2

    def figure(self, value: Fraction) -> str:
        """A figure of its measure in words."""
        if self.unit:
            return f"{say_amount(value)} {self.unit}s"
        figure = figure_of(self.condition.word)
        return fill(figure.many if figure else "{}", value)


def _is_open(edge: Edge | None) -> bool:
    return edge is not None and edge.open


def band_of(condition: Condition, *, denied: bool = False) -> Band | None:
    """The band of a condition with bounds, or (`denied`) what lies beyond its one bound."""
    bounds, rest = _settings(condition)
    if not bounds or (denied and len(bounds) > 1):
        return None
    edges = [(_DENIED[name] if denied else name, *_amount(bound), bound) for name, bound in bounds]
    units = {unit for _, unit, _, _ in edges}
    if len(units) > 1:
        return None
    unit = units.pop()
    figure = figure_of(condition.word)
    whole = unit == "day" or (figure is not None and figure.whole)
    most = figure.most if figure else None
    band = Band(condition, (condition.word, unit, rest), whole, most, None, None)
    for name, _, at, bound in edges:
        edge = Edge(at, name in _OPEN, f"`{name}: {_written(condition, bound)}`")
        low, high = (edge, None) if name in LOWER else (None, edge)
        band = band.with_(band._replace(low=low, high=high))
    return band


def _settings(condition: Condition) -> tuple[Bounds, Any]:
    """The bounds of a condition, and what else decides which figure it looks at."""
    bounds: Bounds = getattr(condition.settings, "bounds", ())
    if not bounds:
        return (), None
    rest = condition.settings._replace(bounds=())
    return bounds, rest._replace(twice=0) if hasattr(rest, "twice") else rest


def _amount(bound: Any) -> tuple[str, Fraction]:
    """The unit of a bound, if it has one, and the number."""
    if not isinstance(bound, Duration):
        return "", bound
    unit, n = in_units(bound)
    return unit, Fraction(n)


def _written(condition: Condition, bound: Any) -> str:
    if isinstance(bound, Duration):
        return str(bound)
    figure = figure_of(condition.word)
    return fill(figure.bound if figure else "{}", bound)


def all_conditions(flow: Flow) -> list[Condition]:
    """Every condition of the file once, those of triggers that nothing uses too."""
    named = {one.path: one for trigger in flow.triggers.values() for one in walk(trigger.condition)}
    return list((named | conditions_of(flow)).values())


class Leading(NamedTuple):
    """A band that leads somewhere: the move that it takes, or has a part in taking."""

    band: Band
    move: Move


def leading(stage: Stage) -> Iterator[list[Leading]]:
    """The bands of a stage's moves, those together that only the figure tells apart.

    Left out are those beside a move that asks for the rest alone, and takes what no band does.
    """
    found: dict[Any, list[Leading]] = {}
    for move in stage.moves:
        for one in _either(move.when):
            band = band_of(one)
            if band is not None and not band.is_empty:
                key = (band.measure, frozenset(move.decided), move.after, move.anchor, move.groups)
                found.setdefault(key, []).append(Leading(band, move))
    for bands in found.values():
        if not any(_takes_the_rest(move, bands[0].move) for move in stage.moves):
            yield bands


def _takes_the_rest(move: Move, beside: Move) -> bool:
    """Whether a move is taken whatever the figure, wherever one with a band could be."""
    asks_less = frozenset(move.decided) <= frozenset(beside.decided)
    in_time = move.after is None or (move.after, move.anchor) == (beside.after, beside.anchor)
    return move.when is None and asks_less and in_time and not move.groups


def _either(condition: Condition | None) -> list[Condition]:
    """The conditions any one of which is enough."""
    if condition is None:
        return []
    if condition.word in ("any", "trigger"):
        return [inner for member in condition.members for inner in _either(member)]
    return [condition]
