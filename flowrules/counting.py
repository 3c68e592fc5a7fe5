"""Counts: what the absences in a window come to, and whether that meets a bound.

The counts share everything here but the figure itself, which each gives in its own file under
`conditions/` as a `Measure`. All of it is exact arithmetic on whole numbers and fractions.
"""

from collections.abc import Callable, Iterator
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import Annotated, Any, Literal, NamedTuple, TypeAlias

from pydantic import Field

from flowrules.bounds import BOUNDS, Parts, as_evidence, keeps_to, scale
from flowrules.calendar import Duration
from flowrules.decision import Reason
from flowrules.finding import Path
from flowrules.lines import Spell
from flowrules.part import Number, amount
from flowrules.room import Room, Sort
from flowrules.soonest import soonest_count, twice
from flowrules.view import LOWER, NO, Bounds, Condition, Truth, View, Wanted
from flowrules.window import (
    Chosen,
    Piece,
    Window,
    WindowShape,
    anchor_of,
    chosen_of,
    chosen_words,
    clip,
    each_of,
    each_words,
    expect_window,
    length_fits,
    sort_of,
    span_of,
    spells_for,
    window_of,
    window_words,
    without_rest,
)
from flowrules.words import Names, join_words, say_amount


class CountShape(WindowShape):
    """A figure compared with one or two bounds, over exactly one window."""

    at_least: Number | None = Field(default=None, description="The figure is this or more.")
    more_than: Number | None = Field(default=None, description="The figure is more than this.")
    at_most: Number | None = Field(default=None, description="The figure is this or less.")
    less_than: Number | None = Field(default=None, description="The figure is less than this.")
    scaled: Annotated[bool, Field(strict=True)] | None = Field(
        default=None, description="`false`: not scaled for part-time staff, whatever `part_time` says."
    )


_date = date.fromordinal
_fraction = lru_cache(maxsize=4096)(Fraction)  # the same few figures again and again


class Count(NamedTuple):
    """A count bound to its file: bounds by their words, the window, and which absences it sees."""

    bounds: Bounds
    window: Window
    each: tuple[tuple[str, Duration], ...]
    chosen: Chosen | None = None
    unused_only: bool = False
    scaled: bool = True
    more: Any = None
    # For looking ahead: twice the lower bound, and which lines it may be of.
    twice: int = 0
    sort: Sort = Sort()


# What the absences have in the window (low, high] -> the figure.
Figure: TypeAlias = Callable[[list[Piece], View, tuple[int, int]], Parts]


class _Kept(NamedTuple):
    """The pieces found last, and of what: a count, the absences seen, the day and the window."""

    of: Count
    among: list[Spell]
    day: tuple[int, tuple[int, int]]
    found: list[Piece]


class Measure:
    """One kind of count: its word, its figure, how its bound is said, and what an absence loses.

    `loses`: `working` time, `calendar` days (rest days inside an absence too), `hours`, or the whole
    `length` of an absence. The methods `resolve`, `test`, `soonest`, `reasons` and `phrase` are the
    functions that a file under `conditions/` gives.
    """

    def __init__(
        self,
        word: str,
        figure: Figure,
        said: str,
        *,
        loses: Literal["working", "calendar", "hours", "length"] = "working",
    ) -> None:
        self.word = word
        self.figure = figure
        self.said = said
        self.loses = loses
        self._last: _Kept | None = None

    # What other measures say otherwise.

    def bounds_of(self, shape: Any) -> Bounds:
        """The bounds as written, by their words."""
        written = ((name, getattr(shape, name, None)) for name in BOUNDS)
        return tuple((name, amount(value)) for name, value in written if value is not None)

    def fits(self, bounds: Bounds, pieces: list[Piece], value: Parts, view: View) -> bool:  # noqa: ARG002
        """Whether the figure is within its bounds."""
        return keeps_to(bounds, value)

    def sees(self, count: Count, spell: Spell, span: tuple[int, int], view: View) -> bool:  # noqa: ARG002
        """Whether an absence, with these days of it in the window, is one that is counted."""
        return True

    def makes_true(self, piece: Piece, bounds: Bounds, view: View) -> bool:  # noqa: ARG002
        """Whether an absence that is counted has a part in the figure being so high."""
        return True

    bounded = False  # whether `most` says anything
    is_of_time_due = False  # so that, without any absence, it may be another every day
    absence_never_lowers = True  # absence that goes on never makes the figure lower

    def most(self, room: Room) -> int:
        """Twice the highest figure that what is in a window can come to."""
        return room.lines

    def rises(self, count: Count, view: View) -> bool:  # noqa: ARG002
        """Whether nothing but absence can make the figure higher."""
        return True

    def more_of(self, shape: Any, path: Path, scope: Any) -> Any:  # noqa: ARG002
        """Settings of its own."""
        return None

    # The functions.

    def resolve(self, shape: Any, path: Path, scope: Any) -> Condition:
        """Shape -> Condition; `scope` looks up the anchor and notes what is amiss."""
        bounds = self.bounds_of(shape)
        scope.expect_bounds(bounds, path)
        expect_window(self.word, shape, path, scope)
        window = window_of(shape)
        lower = any(name in LOWER for name, _ in bounds)
        upper = any(name not in LOWER for name, _ in bounds)
        moved = shape.since == "return" or (shape.since == "entered" and shape.for_ is not None)
        each, chosen = each_of(shape.each), chosen_of(shape, path, scope)
        count = Count(
            bounds,
            window,
            each,
            chosen,
            bool(shape.not_used_before),
            getattr(shape, "scaled", None) is not False,
            self.more_of(shape, path, scope),
            twice(bounds) if self.bounded else 0,
            sort_of(each, chosen),
        )
        negative = upper or moved
        return Condition(
            self.word, path, count, (), lower, negative, shape.since, lower and not negative
        )

    def soonest(self, condition: Condition, view: View, wanted: Wanted) -> int:
        """A later day before which it surely does not come to be so."""
        return soonest_count(self, condition, view, wanted)

    def heeds(self, condition: Condition, spell: Spell, view: View) -> bool:
        """Whether an absence has a day in the window."""
        span = span_of(condition.settings.window, view)
        return span is not None and spell.last > span[0]

    def test(self, condition: Condition, view: View) -> Truth:
        """Whether the figure is within its bounds, and whether absence on this very day makes it so."""
        count: Count = condition.settings
        span = span_of(count.window, view)
        if span is None:
            return NO
        pieces = self.counted(count, view, span)
        value, bounds = self.figure(pieces, view, span), self.bounds_now(condition, view)
        if not self.fits(bounds, pieces, value, view):
            return NO
        if not condition.counts:
            return Truth(True, True)
        return self._freshly([one for one in pieces if self.makes_true(one, bounds, view)], view)

    def _freshly(self, pieces: list[Piece], view: View) -> Truth:
        """True, and met by the absences of this day that have not taken the move before."""
        fresh = [one.spell for one in pieces if self._is_fresh(one, view)]
        causes = view.causes_of(one for one in fresh if not view.is_used(one))
        return Truth(True, bool(causes), causes)

    def _is_fresh(self, piece: Piece, view: View) -> bool:
        """Whether this absence is one that happens, or is assessed, or is learnt of, on the day."""
        spell, day = piece.spell, view.day
        back = spell.returns is not None and spell.returns <= day
        if spell.learnt == day and (back or not view.on_return):
            return True
        if view.on_return:
            return spell.over and spell.returns == day
        if not piece.first <= day <= piece.last:
            return False
        return self._any_day or view.timeline.lost(spell, day, day, day) > 0

    @property
    def _any_day(self) -> bool:
        """Whether rest days inside an absence are part of what is counted."""
        return self.loses in ("calendar", "length")

    def reasons(self, condition: Condition, view: View) -> list[Reason]:
        """The figure, what it was compared with, and the absences counted."""
        count: Count = condition.settings
        span = span_of(count.window, view)
        pieces = self.counted(count, view, span) if span else []
        bounds = self.bounds_now(condition, view)
        value = self.figure(pieces, view, span) if span else None
        scaled = bounds != count.bounds and view.own_bounds(condition.path) is None
        parts = self.parts(view)
        return [
            Reason(
                self.word,
                condition.path,
                holds=value is not None and self.fits(bounds, pieces, value, view),
                value=None if value is None else _fraction(*value),
                **{name: as_evidence(bound) for name, bound in bounds},
                share=self._share(view) if scaled else None,
                own=view.own_bounds(condition.path) is not None,
                window=(_date(span[0] + 1), _date(span[1])) if span else None,
                absences=tuple([(_date(piece.first), _date(piece.last)) for piece in pieces]),
                lost=tuple([_fraction(piece.lost, parts) for piece in pieces]),
                anchor=anchor_of(count.window.since, view) if count.window.since else None,
            )
        ]

    def bounds_now(self, condition: Condition, view: View) -> Bounds:
        """The bounds for this person: their own, or scaled to the days they work."""
        own = view.own_bounds(condition.path)
        if own is not None:
            return own
        count: Count = condition.settings
        if self.word not in view.rules.scaled or not count.scaled:
            return count.bounds
        share = self._share(view)
        return tuple((name, scale(bound, share, view)) for name, bound in count.bounds)

    def _share(self, view: View) -> Fraction:
        return view.share(of_hours=self.loses == "hours")

    def parts(self, view: View) -> int:
        """How many units one day, or hour, has."""
        return 1 if self._any_day else view.timeline.unit

    def counted(self, count: Count, view: View, span: tuple[int, int]) -> list[Piece]:
        """The pieces, kept until something else is asked: whoever asks whether, then mostly asks why."""
        last, day = self._last, (view.day, span)
        same = last is not None and last.of is count and last.among is view.counted and last.day == day
        if last is None or not same or count.unused_only:
            found = list(self.pieces(count, view, span))
            last = self._last = _Kept(count, view.counted, day, found)
        return last.found

    def pieces(self, count: Count, view: View, span: tuple[int, int]) -> Iterator[Piece]:
        """What each absence has in the window; one that lost nothing there is no part of it."""
        for spell in spells_for(count.chosen, view):
            if spell.last <= span[0] or (count.unused_only and view.is_spent(spell)):
                continue
            if count.each and not length_fits(count.each, spell, view.timeline):
                continue
            if piece := self.piece(count, spell, view, span):
                yield piece

    def piece(self, count: Count, spell: Spell, view: View, span: tuple[int, int]) -> Piece | None:
        """What one absence has there; None if it is not counted."""
        edge = view.rules.edges["since" if count.window.since else "within"]
        inside = clip(spell.first, spell.last, span[0], span[1], edge)
        if not inside or not self.sees(count, spell, inside, view):
            return None
        if self.loses == "calendar" and view.rules.inside_only:
            inside = without_rest(spell, inside, view.timeline)
        lost = self._lost(spell, inside, view)
        return Piece(spell, *inside, lost) if lost else None

    def has_part(self, condition: Condition, spell: Spell, view: View) -> bool:
        """Whether an absence is one of those counted, by what it has in the window."""
        span = span_of(condition.settings.window, view)
        return span is not None and self.piece(condition.settings, spell, view, span) is not None

    def _lost(self, spell: Spell, inside: tuple[int, int], view: View) -> int:
        if self.loses == "working":
            return view.timeline.losses.lost(spell, *inside, view.day)
        if self.loses == "hours":
            return view.timeline.losses.hours_lost(spell, *inside, view.day)
        return inside[1] - inside[0] + 1

    def phrase(self, condition: Condition, names: Names) -> str:
        """`3 or more absences in 6 months`."""
        count: Count = condition.settings
        bounds = join_words([self.bound_words(name, bound) for name, bound in count.bounds])
        them = each_words(count.each) + chosen_words(count.chosen)
        said = self.said.replace("{bounds}", bounds).replace("{of_them}", them)
        said = said.replace("{in_them}", f" in absences{them}" if them else "")
        unused = " (absences that led to a step before are left out)" if count.unused_only else ""
        alike = "" if count.scaled else " (not scaled for part-time staff)"
        return said + window_words(count.window, names) + unused + alike

    def bound_words(self, name: str, bound: Any) -> str:
        said = say_amount(bound)
        return {
            "at_least": f"{said} or more",
            "more_than": f"more than {said}",
            "at_most": f"{said} or fewer",
            "less_than": f"fewer than {said}",
        }[name]
