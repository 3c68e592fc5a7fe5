"""Flow -> Names: the numbers that its names have, and what windows and counts are in numbers.

It is the Coder that conditions are given; `coding` makes the rows of a table with it.
"""

from collections.abc import Collection, Sequence
from fractions import Fraction

from flowrules.calendar import Duration
from flowrules.engine.plan import plan_of
from flowrules.flow import Action, Contact, Flow, Move, conditions_of
from flowrules.kernel.calendars import Calendars
from flowrules.lengths import most_days
from flowrules.numbers import fields as f
from flowrules.view import LOWER, Condition
from flowrules.window import Chosen, Window

_UNITS = {"day": (f.DAYS, 1), "week": (f.DAYS, 7), "month": (f.MONTHS, 1), "year": (f.MONTHS, 12),
          "working day": (f.WORKING, 1), "term week": (f.TERM_WEEKS, 1)}  # fmt: skip


def groups_of(flow: Flow) -> list[str]:
    """Every staff group that the procedure names."""
    moves = [move for stage in flow.stages.values() for move in stage.moves]
    limited: list[Contact | Action | Move] = [*flow.contacts, *flow.actions.values(), *moves]
    asked = [one for one in conditions_of(flow).values() if one.word == "group"]
    named = [*flow.header.covers.groups, *flow.term_time, *plan_of(flow).excluded]
    named += [name for one in limited for name in one.groups]
    named += [name for one in asked for name in one.settings]
    return list(dict.fromkeys(named))


_LARGEST = 10**6  # a bound and what it is divided by: nothing may grow beyond 64 bits


class Names:
    """The names of one procedure, for one day."""

    def __init__(self, flow: Flow, on: int) -> None:
        self.flow = flow
        self.on = on
        self.t = [0] * f.HEAD
        self.calendars = Calendars(flow, on)
        self.stages = {name: place for place, name in enumerate(flow.stages)}
        self.tracks = {track.id: place for place, track in enumerate(flow.tracks)}
        of_stages = [action.id for stage in flow.stages.values() for action in stage.actions]
        self.actions = {name: place for place, name in enumerate(of_stages)}
        self.things = self.actions | {
            name: len(of_stages) + place for place, name in enumerate(flow.events)
        }
        outcomes = [name for action in flow.actions.values() for name in action.outcomes]
        self.outcomes = {name: place + 1 for place, name in enumerate(dict.fromkeys(outcomes))}
        self.group_bits = {name: place + 2 for place, name in enumerate(groups_of(flow))}
        names = [*flow.counting.categories, *flow.counting.reasons]
        self.bits: dict[str, int] = {}
        for place, name in enumerate(names):
            self.bits[name] = self.bits.get(name, 0) | 1 << place
        self.sorts: dict[tuple[int, ...], int] = {(-1, 0, -1, 0, 0, 0): 0}
        self.periods: dict[str, int] = {}
        self.nodes: list[list[int]] = []
        self.heeded: set[int] = set()  # actions and events that were named since this was emptied
        self.counted = False  # whether a condition was put into numbers as a count since this was unset
        self.keeps_spent = False  # whether a count asks for absences that were not used before

    def length(self, length: Duration | None) -> tuple[int, int]:
        if length is None:
            return f.NO_LENGTH, 0
        unit, each = _UNITS[length.unit]
        return unit, each * length.n

    def anchor(self, name: str | None) -> tuple[int, int]:
        if name is None:
            return f.NOTHING, 0
        if name in ("entered", "return"):
            return (f.ENTERED if name == "entered" else f.RETURN), 0
        if name.startswith("left "):
            return f.LEFT, self.stages[name.removeprefix("left ")]
        return f.DONE, self.thing(name)

    def stage(self, name: str) -> int:
        return self.stages[name]

    def thing(self, name: str) -> int:
        self.heeded.add(self.things[name])
        return self.things[name]

    def groups(self, names: Collection[str]) -> int:
        return sum(1 << self.group_bits[name] for name in names)

    def kinds(self, names: Collection[str]) -> int:
        bits = 0
        for name in names:
            bits |= self.bits[name]
        return bits

    def pool(self, numbers: Sequence[int]) -> int:
        self.t += numbers
        return len(self.t) - len(numbers)

    def is_scaled(self, word: str) -> bool:
        return word in self.flow.counting.scaled

    def window(
        self,
        window: Window | None,
        each: tuple[tuple[str, Duration], ...] = (),
        chosen: Chosen | None = None,
    ) -> list[int] | None:
        within, since, length, period = window or Window(None, None, None)
        days = 0 if within is None else most_days(within) or f.FAR
        if days > 10 * 366:
            return None  # longer than the table reaches back
        lengths = dict(each)
        only = self.kinds(chosen.only) if chosen and chosen.only is not None else 0
        without = self.kinds(chosen.excluding) if chosen else 0
        sort = (
            *self.length(lengths.get("at_least")),
            *self.length(lengths.get("less_than")),
            only,
            without,
        )
        return [
            *self.length(within),
            *self.anchor(since),
            *self.length(length),
            self._period(period),
            self.sorts.setdefault(sort, len(self.sorts)),
            *(-1, 1, 0, -1, 1, 0, 0, 0, 0),
            days + int(self.flow.counting.same_date_counts) if days else f.FAR,
        ]

    def _period(self, period: str | None) -> int:
        return -1 if period is None else self.periods.setdefault(period, len(self.periods))

    def count(self, condition: Condition, measure: int) -> list[int] | None:
        count = condition.settings
        own = self.window(count.window, count.each, count.chosen)
        if own is None or (measure == f.CALENDAR_LOST and self.flow.counting.rest_days == "inside only"):
            return None
        if count.unused_only and count.chosen is not None:
            return None
        sides = [name in LOWER for name, _ in count.bounds]
        if len(set(sides)) < len(sides):
            return None  # two bounds on one side
        if any(max(bound.numerator, bound.denominator) > _LARGEST for _, bound in count.bounds):
            return None
        for name, bound in count.bounds:
            at = (f.LOWER if name in LOWER else f.UPPER) - f.NODE_OWN
            own[at : at + 3] = _bound(bound, more=name in ("more_than", "less_than"))
        scaled = self.is_scaled(condition.word) and count.scaled
        by = f.BY_HOURS if measure == f.HOURS_LOST else f.BY_DAYS
        own[f.IS_SCALED - f.NODE_OWN] = by if scaled else 0
        own[f.UNUSED_ONLY - f.NODE_OWN] = int(count.unused_only)
        own[f.MEASURE - f.NODE_OWN] = measure
        self.counted = measure != f.TIME_SHARE
        self.keeps_spent |= count.unused_only
        return own


def _bound(bound: Fraction, *, more: bool) -> list[int]:
    return [bound.numerator, bound.denominator, int(more)]
