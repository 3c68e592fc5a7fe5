"""Windows and counts: which absences a condition sees, and what they come to.

The four counts (`absences`, `working_days`, `calendar_days`, `bradford`) share everything here but
the figure itself, which each gives in its own file under `conditions/` as a `Measure`. All of it is
arithmetic on whole numbers, so that it can be compiled for many records and stay the same arithmetic.
"""

from collections.abc import Callable, Iterator
from datetime import date
from operator import ge, gt, le, lt
from typing import Annotated, Any, NamedTuple

from pydantic import Field

from flowrules.calendar import Duration, parse_duration, shift
from flowrules.decision import Reason
from flowrules.finding import Path
from flowrules.part import Anchor, Length, Number, Part, Stretch
from flowrules.timeline import Spell, Timeline
from flowrules.view import ABSENCE, NOTHING, Condition, Truth, View
from flowrules.words import Names, join_words

BOUNDS = {"at_least": ge, "more_than": gt, "at_most": le, "less_than": lt}
LOWER = ("at_least", "more_than")


class EachShape(Part):
    """Which absences are counted, by their whole length."""

    at_least: Length | None = Field(default=None, description="Only absences at least so long.")
    less_than: Length | None = Field(default=None, description="Only absences shorter than this.")


class CountShape(Part):
    """A figure compared with one or two bounds, over exactly one window."""

    at_least: Number | None = Field(default=None, description="The figure is this or more.")
    more_than: Number | None = Field(default=None, description="The figure is more than this.")
    at_most: Number | None = Field(default=None, description="The figure is this or less.")
    less_than: Number | None = Field(default=None, description="The figure is less than this.")
    within: Stretch | None = Field(
        default=None, description="A rolling window, such as `6 months`, that ends on the day looked at."
    )
    since: Anchor | None = Field(
        default=None,
        description="Counts from the day after this: an action's id, `entered`, `left STAGE`.",
    )
    for_: Annotated[Stretch | None, Field(alias="for")] = Field(
        default=None, description="With `since`: a fixed window of this length from that day."
    )
    each: EachShape | None = Field(default=None, description="Counts only absences of this length.")


class Window(NamedTuple):
    """`within`, `since`, or `since` with one of `within` and `length` (the word `for`)."""

    within: Duration | None
    since: str | None
    length: Duration | None


class Count(NamedTuple):
    """A count bound to its file: the bounds by their words, the window, and lengths to count."""

    bounds: tuple[tuple[str, int], ...]
    window: Window
    each: tuple[tuple[str, Duration], ...]


_date = date.fromordinal

# A spell, its first and last day inside the window, and the days it lost there: at least one.
Piece = tuple[Spell, int, int, int]
# The days that each absence lost inside the window -> the figure.
Figure = Callable[[list[int]], int]


class Measure(NamedTuple):
    """One kind of count: its word, its figure, how its bound is said, and whether rest days count.

    Its four methods are the four functions that a file under `conditions/` gives.
    """

    word: str
    figure: Figure
    said: str
    any_day: bool = False

    def resolve(self, shape: CountShape, path: Path, scope: Any) -> Condition:
        """Shape -> Condition; `scope` looks up the anchor and notes what is amiss."""
        bounds = tuple((name, value) for name in BOUNDS if (value := getattr(shape, name)) is not None)
        scope.expect_bounds(bounds, path)
        _expect_window(self.word, shape, path, scope)
        window = Window(_duration(shape.within), shape.since, _duration(shape.for_))
        lower = any(name in LOWER for name, _ in bounds)
        upper = any(name not in LOWER for name, _ in bounds)
        moved = shape.since == "return" or (shape.since == "entered" and shape.for_ is not None)
        count = Count(bounds, window, _each(shape.each))
        negative = upper or moved
        by_absence = lower and not negative
        return Condition(self.word, path, count, (), lower, negative, shape.since, by_absence)

    def test(self, condition: Condition, view: View) -> Truth:
        """Whether the figure is within its bounds, and whether absence on this very day makes it so."""
        span = bounds_of(condition.settings.window, view)
        if span is None:
            return Truth(False, False)
        pieces = list(self._pieces(condition.settings, view, span))
        if not _within_bounds(condition.settings, self.figure([lost for *_, lost in pieces])):
            return Truth(False, False)
        if not condition.counts:
            return Truth(True, True)
        causes = frozenset(
            (ABSENCE, spell.first)
            for spell, first, last, _ in pieces
            if _is_fresh(spell, first, last, view, any_day=self.any_day) and not view.is_used(spell)
        )
        return Truth(True, bool(causes), causes or NOTHING)

    def reasons(self, condition: Condition, view: View) -> list[Reason]:
        """The same test as evidence: the figure, its bounds, the window and the absences counted."""
        count: Count = condition.settings
        span = bounds_of(count.window, view)
        pieces = list(self._pieces(count, view, span)) if span else []
        value = self.figure([lost for *_, lost in pieces]) if span else None
        begun = span is not None and span[0] < span[1]  # not on the very day counted from
        return [
            Reason(
                self.word,
                condition.path,
                holds=value is not None and _within_bounds(count, value),
                value=value,
                **dict(count.bounds),  # type: ignore[arg-type]
                window=(_date(span[0] + 1), _date(span[1])) if span and begun else None,
                absences=tuple((_date(first), _date(last)) for _, first, last, _ in pieces),
                lost=tuple(lost for *_, lost in pieces),
                anchor=anchor_of(count.window.since, view) if count.window.since else None,
            )
        ]

    def _pieces(self, count: Count, view: View, span: tuple[int, int]) -> Iterator[Piece]:
        """What each absence has in the window; one that lost no day there is no part of it."""
        edge = view.rules.edges["since" if count.window.since else "within"]
        for spell in view.counted:
            inside = clip(spell.first, spell.last, span[0], span[1], edge)
            if inside and _length_fits(count.each, spell, view.timeline):
                first, last = inside
                lost = last - first + 1 if self.any_day else view.timeline.working_days(first, last)
                if lost:
                    yield spell, first, last, lost

    def phrase(self, condition: Condition, names: Names) -> str:
        """`3 or more absences in 6 months`."""
        count: Count = condition.settings
        bounds = join_words([_bound_words(name, bound) for name, bound in count.bounds])
        return self.said.format(bounds) + _window_words(count.window, names) + _each_words(count.each)


def _expect_window(word: str, shape: CountShape, path: Path, scope: Any) -> None:
    if shape.within is None and shape.since is None:
        scope.note(
            "FR211",
            "no-window",
            path,
            f"`{word}` does not say which time it looks at",
            "add `within: 6 months`, or `since:` and a day to count from",
        )
    if shape.for_ is not None and (shape.since is None or shape.within is not None):
        scope.note(
            "FR212",
            "window-unclear",
            (*path, "for"),
            "`for` goes with `since` alone",
            "say `since: meeting-1` and `for: 6 months`",
        )
    if shape.since is not None:
        scope.expect_anchor(shape.since, (*path, "since"))


def _each(shape: EachShape | None) -> tuple[tuple[str, Duration], ...]:
    if shape is None:
        return ()
    lengths = ((name, getattr(shape, name)) for name in ("at_least", "less_than"))
    return tuple((name, parse_duration(text)) for name, text in lengths if text is not None)


def _duration(text: str | None) -> Duration | None:
    return parse_duration(text) if text is not None else None


def anchor_of(name: str, view: View) -> tuple[str, date | None]:
    """The name of an anchor and its day, for evidence."""
    day = view.anchor(name)
    return name, None if day is None else _date(day)


def bounds_of(window: Window, view: View) -> tuple[int, int] | None:
    """The window as (day before its first day, last day); None while its anchor has no day."""
    low = -1
    if window.within is not None:
        low = shift(view.day, window.within, -1) - view.rules.reach
    if window.since is None:
        return low, view.day
    anchor = view.anchor(window.since)
    if anchor is None:
        return None
    if window.length is not None:
        return anchor, min(view.day, shift(anchor, window.length))
    return max(low, anchor), view.day


def _within_bounds(count: Count, value: int) -> bool:
    return all(BOUNDS[name](value, bound) for name, bound in count.bounds)


def clip(first: int, last: int, low: int, high: int, edge: str) -> tuple[int, int] | None:
    """The days of an absence that a window (low, high] counts, by the rule for its early edge."""
    if last <= low or first > high or (edge == "started inside" and first <= low):
        return None
    if edge == "whole absence":
        return first, min(last, high)
    return max(first, low + 1), min(last, high)


def _length_fits(each: tuple[tuple[str, Duration], ...], spell: Spell, timeline: Timeline) -> bool:
    last = spell.last if spell.over else max(spell.last, spell.until or 0)
    return all(
        lasts(spell.first, last, length, timeline) == (name == "at_least") for name, length in each
    )


def lasts(first: int, last: int, length: Duration, timeline: Timeline, more: int = 0) -> bool:
    """Whether the days from first to last come to a length of time, or to so many days more.

    28 days from 3 February are reached on 2 March, and so is a month; a month from 1 March is
    reached on 31 March, and one from 31 January on the last day of February.
    """
    if length.unit == "working day":
        return last >= timeline.nth_working(first, length.n + more)
    return last >= max(shift(first - 1, length), shift(first, length) - 1) + more


def _is_fresh(spell: Spell, first: int, last: int, view: View, *, any_day: bool) -> bool:
    """Whether this absence is one that happens, or is assessed, or is learnt of, on the day."""
    if spell.learnt == view.day and (spell.over or not view.on_return):
        return True
    if view.on_return:
        return spell.over and spell.returns == view.day
    return first <= view.day <= last and (any_day or view.timeline.is_working(view.day))


def _bound_words(name: str, bound: int) -> str:
    return {
        "at_least": f"{bound} or more",
        "more_than": f"more than {bound}",
        "at_most": f"{bound} or fewer",
        "less_than": f"fewer than {bound}",
    }[name]


def _each_words(each: tuple[tuple[str, Duration], ...]) -> str:
    words = [f"{'under' if name == 'less_than' else 'at least'} {length}" for name, length in each]
    return f" (only absences of {join_words(words)})" if words else ""


def _window_words(window: Window, names: Names) -> str:
    if window.since is None:
        return f" in {window.within}"
    start = names.anchor(window.since)
    if window.length is not None:
        return f" in the {window.length} after {start}"
    return f" since {start}" + (f", in the last {window.within}" if window.within else "")
