"""What conditions are made of: for whom they are read, their windows and their bounds."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import ceil, floor

from naive_time import DAY, day_of, length, reached_on

COUNTS = [
    "absences",
    "working_days",
    "calendar_days",
    "hours_lost",
    "bradford",
    "lost_time",
    "longest_absence",
    "pattern",
]
OTHERS = [
    "target_missed",
    "continuous",
    "reason",
    "absent",
    "return_missed",
    "recorded",
    "in_stage",
    "was_in",
    "service",
    "group",
    "any",
    "all",
    "not",
]
BOUNDS = ["at_least", "more_than", "at_most", "less_than"]
LOWER = ["at_least", "more_than"]
WINDOW = ["within", "since", "for", "in"]


@dataclass
class Context:
    """For whom, when and where a condition is read."""

    world: object
    state: object
    day: date
    track: str
    taken: frozenset = frozenset()  # the absences and events that took this move before
    trigger: str | None = None  # the trigger a condition stands in
    on_return: bool = False  # `assessed: on return`

    @property
    def view(self):
        """The record as it is seen from this day."""
        return self.world.view(self.day)

    @property
    def stay(self):
        """ "The present stay" of the track."""
        return self.state.present(self.track)

    def anchor(self, name):
        """The day of an anchor, or None."""
        return self.state.anchor(name, self.track, self.day, self.world)

    def inside(self, name, on_return):
        """The same, inside the trigger of that name."""
        return Context(self.world, self.state, self.day, self.track, self.taken, name, on_return)


# ---------------------------------------------------------------- windows


@dataclass
class Window:
    """ "Every count looks at one window, which ends at the latest on the day looked at." """

    first: date
    last: date
    edge: str  # how an absence across the early edge counts


def rolling_start(text, ctx):
    """The first day of a rolling window: "after the same date six months earlier"; with
    `same_date_counts: true` the same date is inside."""
    count, unit = length(text)
    if unit == "working days":
        return ctx.world.calendar.open_days_on(ctx.day + DAY, count, step=-1)
    back = ctx.world.calendar.before(ctx.day, text)
    return back if ctx.world.counting.same_date_counts else back + DAY


def calendar_start(name, ctx):
    """The first day of `in: academic year`, `calendar year`, `leave year` or `term`."""
    calendar = ctx.world.calendar
    if name == "term":
        return calendar.term_start(ctx.day)
    if name == "calendar year":
        return date(ctx.day.year, 1, 1)
    begins = calendar.academic_year if name == "academic year" else calendar.leave_year
    return calendar.year_start(ctx.day, begins)


def window_of(arg, ctx):
    """The window of a condition; None while its anchor has no day (or before any term)."""
    counting = ctx.world.counting
    if "since" in arg:
        anchor = ctx.anchor(arg["since"])
        if anchor is None:
            return None
        first, last = anchor + DAY, ctx.day
        if "for" in arg:
            end = ctx.state.period_end(ctx.stay, anchor, arg["for"])
            last = min(last, end) if end else last
        if "within" in arg:
            first = max(first, rolling_start(arg["within"], ctx))
        return Window(first, last, counting.edge_since)
    if "within" in arg:
        return Window(rolling_start(arg["within"], ctx), ctx.day, counting.edge_within)
    if "in" in arg:
        first = calendar_start(arg["in"], ctx)
        return Window(first, ctx.day, counting.edge_within) if first else None
    return Window(date.min, ctx.day, counting.edge_within)


def inside(absence, window):
    """The days by which an absence counts in the window, by `across_the_edge`; None if none."""
    if absence.first > window.last or absence.last < window.first:
        return None
    last = min(absence.last, window.last)
    if absence.first >= window.first or window.edge == "whole absence":
        return absence.first, last
    if window.edge == "started inside":
        return None
    return window.first, last


# ---------------------------------------------------------------- bounds


def bounds_of(arg):
    """ "Bounds are `at_least`, `more_than`, `at_most` and `less_than`; two may make a band." """
    return {k: arg[k] for k in BOUNDS if k in arg}


def holds(sign, bounds):
    """Whether every bound holds, given for each the sign of (value - bound)."""
    tests = {
        "at_least": lambda s: s >= 0,
        "more_than": lambda s: s > 0,
        "at_most": lambda s: s <= 0,
        "less_than": lambda s: s < 0,
    }
    return all(tests[name](sign(bound)) for name, bound in bounds.items())


def is_lower(bounds):
    """Whether a count has `at_least` or `more_than`."""
    return any(k in bounds for k in LOWER)


def compare(a, b):
    """The sign of a - b."""
    return (a > b) - (a < b)


def number_holds(value, bounds):
    """Whether a number keeps its bounds."""
    return holds(lambda bound: compare(value, bound), bounds)


def length_sign(span, text, ctx, share=None):
    """How a span of days compares with a length: -1 shorter, 0 just reached, 1 longer. In
    working days "it counts the person's working time: a half day is half"."""
    if span is None:
        return -1
    count, unit = length(text)
    if unit == "working days":
        bound = Fraction(count) if share is None else rounded(count * share, ctx)
        return compare(ctx.world.person.working_time(*span), bound)
    if unit == "term weeks":
        unit = "weeks"
    return compare(span[1], reached_on(span[0], count, unit))


def rounded(value, ctx):
    """`round` is exact, nearest half (a tie goes up), up to half or up to whole."""
    how = ctx.world.counting.round
    if how == "nearest half":
        return Fraction(floor(value * 2 + Fraction(1, 2)), 2)
    if how == "up to half":
        return Fraction(ceil(value * 2), 2)
    if how == "up to whole":
        return Fraction(ceil(value))
    return value


def share_of(word, arg, ctx, adjusted):
    """The share by which a bound is scaled, or None: "the person's days per week divided by the
    days of the school's working week" (for hours, where they are known, days per week times hours
    per day divided by `hours_per_week`); "it is for people who work less"."""
    if adjusted or word not in ctx.world.counting.scaled or arg.get("scaled") is False:
        return None
    days = ctx.world.person.days_per_week(ctx.day)
    if days is None:
        return None
    share = days / len(ctx.world.calendar.week)
    full, hours = ctx.world.calendar.hours_per_week, ctx.world.person.hours_per_day(ctx.day)
    if word == "hours_lost" and full is not None and hours is not None:
        share = days * hours / full
    return share if share < 1 else None


def adjusted_bounds(word, arg, ctx):
    """The bounds of a condition, and whether they are those of an adjustment: "it replaces the
    bounds of the one condition of that trigger with the same word and window"."""
    found = None
    for item in sorted(ctx.world.adjustments, key=lambda x: str(x.get("from"))):
        if item.get("trigger") != ctx.trigger or word not in item or ctx.trigger is None:
            continue
        if any(str(item[word].get(k)) != str(arg.get(k)) for k in WINDOW):
            continue
        first, last = day_of(item.get("from")), day_of(item.get("until"))
        if (first is None or first <= ctx.day) and (last is None or ctx.day <= last):
            found = item[word]
    return (bounds_of(found), True) if found else (bounds_of(arg), False)
