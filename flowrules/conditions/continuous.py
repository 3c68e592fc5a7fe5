"""`continuous`: the absence in progress has lasted so long, or is known to be going to."""

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import Annotated, Any, NamedTuple

from pydantic import Field

from flowrules.bounds import BOUNDS, scale
from flowrules.calendar import Duration, parse_duration
from flowrules.decision import Reason
from flowrules.facts import Facts, Figure
from flowrules.finding import Path
from flowrules.lasting import Lasting, least_of, least_time
from flowrules.lines import FAR, Spell, in_progress
from flowrules.numbers import fields as f
from flowrules.numbers.absences import counts_now, is_used, last_seen, until_seen
from flowrules.numbers.anchors import anchor_day, begins_or_learnt, stirs
from flowrules.numbers.coder import Coder
from flowrules.numbers.fields import Row
from flowrules.numbers.lasting import is_so_long, so_long_on
from flowrules.numbers.soonest import share_changes
from flowrules.numbers.used import note_absence
from flowrules.part import Anchor, Id, Length, Part
from flowrules.view import LOWER, NO, Bounds, Condition, Truth, View, Wanted
from flowrules.window import Chosen, anchor_of, chosen_of, chosen_words, lasts, spells_for
from flowrules.words import Names, join_words, say_number

WORD = "continuous"
FACTS = Facts(
    Figure(
        "{day} in a row",
        "{} working days away without a break",
        in_working_days="{working day} in a row",
        missing="no such absence is in progress",
    ),
    elsewhere=False,
)


class Shape(Part):
    """How long the absence in progress has lasted, from its first day."""

    at_least: Length | None = Field(default=None, description="It has lasted this long or longer.")
    more_than: Length | None = Field(default=None, description="It has lasted longer than this.")
    at_most: Length | None = Field(default=None, description="It has lasted no longer than this.")
    less_than: Length | None = Field(default=None, description="It has not lasted as long as this.")
    expected: bool | None = Field(
        default=None, description="Also when it is known to be going to last so."
    )
    since: Anchor | None = Field(default=None, description="Counts only its days after this day.")
    only: Annotated[tuple[Id, ...], Field(min_length=1)] | None = Field(
        default=None, description="Only an absence of these categories or reasons."
    )
    excluding: Annotated[tuple[Id, ...], Field(min_length=1)] | None = Field(
        default=None, description="No absence of these categories or reasons."
    )
    scaled: Annotated[bool, Field(strict=True)] | None = Field(
        default=None, description="`false`: not scaled for part-time staff, whatever `part_time` says."
    )


class _Settings(NamedTuple):
    bounds: Bounds
    expected: bool
    since: str | None
    chosen: Chosen | None
    scaled: bool


def resolve(shape: Shape, path: Path, scope: Any) -> Condition:
    written = ((word, getattr(shape, word)) for word in BOUNDS)
    bounds = tuple((word, parse_duration(text)) for word, text in written if text is not None)
    scope.expect_bounds(bounds, path)
    if shape.since is not None:
        scope.expect_anchor(shape.since, (*path, "since"))
    negative = any(word not in LOWER for word, _ in bounds)
    settings = _Settings(
        bounds,
        bool(shape.expected),
        shape.since,
        chosen_of(shape, path, scope),
        shape.scaled is not False,
    )
    return Condition(WORD, path, settings, (), False, negative, shape.since, not negative)


def _present(condition: Condition, view: View) -> Spell | None:
    """The absence that is not yet over, of those that the condition sees."""
    chosen = condition.settings.chosen
    return view.in_progress() if chosen is None else in_progress(spells_for(chosen, view))


def test(condition: Condition, view: View) -> Truth:
    spell = _present(condition, view)
    if spell is None or not _fits(condition, spell, view):
        return NO
    if view.is_used(spell):
        return Truth(True, False)
    return Truth(True, True, view.causes_of([spell]))


def soonest(condition: Condition, view: View, wanted: Wanted) -> int:
    """An absence has gone on so long; or the one in progress is over."""
    settings: _Settings = condition.settings
    truth = view.ask(condition)
    if truth.comes_to(wanted):
        return view.day + 1
    rises = not condition.negative and settings.since != "return"
    if not rises:
        until = view.stirs()
    elif wanted == "untrue":
        until = _lasts_until(condition, view)
    else:
        used = wanted == "met" and truth.true
        since = max(view.day, _lasts_until(condition, view) - 1) if used else view.day
        anchor = -1 if settings.since is None else view.history.anchor(settings.since)
        until = FAR if anchor is None else _reached(condition, view, since, anchor)
    return max(view.day + 1, min(until, view.bounds_change(condition.path)))


def _reached(condition: Condition, view: View, day: int, anchor: int) -> int:
    """The first day after one on which some absence may have gone on so long since an anchor."""
    _, expected, _, chosen, *_ = condition.settings
    least, counted = _least(condition, view), chosen is None
    return view.timeline.ahead.has_lasted(day, least, anchor, expected=expected, counted=counted)


def _lasts_until(condition: Condition, view: View) -> int:
    """The day before which the absence in progress stays what it is, but for its length."""
    spell = _present(condition, view)
    if spell is None or condition.settings.expected:
        return view.stirs()
    return min(view.timeline.over_from(spell), view.timeline.changes(view.day))


def _least(condition: Condition, view: View) -> Lasting:
    """The least time, from first to last, with which any of the person's bounds could be met."""
    settings: _Settings = condition.settings
    own = [least_time(*bound) for one in view.about.own.get(condition.path, ()) for bound in one.bounds]
    if not settings.scaled or WORD not in view.rules.scaled:
        written = _of_full_timer(settings.bounds)
        return least_of([*own, written]) if own else written
    share = view.least_share()
    return least_of([*own, *(least_time(*bound, share) for bound in settings.bounds)])


@lru_cache
def _of_full_timer(bounds: Bounds) -> Lasting:
    return least_of(least_time(*bound) for bound in bounds)


def _fits(condition: Condition, spell: Spell, view: View) -> bool:
    span = _span(condition, spell, view)
    return span is not None and all(
        _compare(word, span, length, view) for word, length in _bounds(condition, view)
    )


def _bounds(condition: Condition, view: View) -> Bounds:
    """The bounds for this person; a scaled one is a number of working days, perhaps a fraction."""
    own = view.own_bounds(condition.path)
    if own is not None:
        return own
    settings: _Settings = condition.settings
    if WORD not in view.rules.scaled or not settings.scaled:
        return settings.bounds
    return tuple(
        (word, scale(Fraction(length.n), view.share(), view) if length.unit == "working day" else length)
        for word, length in settings.bounds
    )


def _span(condition: Condition, spell: Spell, view: View) -> tuple[int, int] | None:
    """The first and the last day of the absence that are looked at."""
    settings: _Settings = condition.settings
    first, last = spell.first, spell.last
    if settings.expected and spell.until is not None:
        last = max(last, spell.until)
    if settings.since is None:
        return first, last
    anchor = view.history.anchor(settings.since)
    return None if anchor is None else (max(first, anchor + 1), last)


def _compare(word: str, span: tuple[int, int], length: Duration | Fraction, view: View) -> bool:
    more = word in ("more_than", "at_most")
    if isinstance(length, Duration):
        longer = lasts(*span, length, view.timeline, more=more)
    else:
        time, wanted = view.timeline.working_time(*span), length * view.timeline.unit
        longer = time > wanted if more else time >= wanted
    return longer == (word in LOWER)


def reasons(condition: Condition, view: View) -> list[Reason]:
    since = condition.settings.since
    bounds = _bounds(condition, view)
    spell = _present(condition, view)
    own = view.own_bounds(condition.path) is not None
    said = {
        word: str(bound) if isinstance(bound, Duration) else say_number(bound, "working day")
        for word, bound in bounds
    }
    scaled = not own and said != {word: str(bound) for word, bound in condition.settings.bounds}
    span = _span(condition, spell, view) if spell else None
    until = span[1] if spell and span and span[1] > spell.last else None
    return [
        Reason(
            WORD,
            condition.path,
            holds=spell is not None and _fits(condition, spell, view),
            value=_length(span, said.values(), view) if span else None,
            **said,  # type: ignore[arg-type]
            share=view.share() if scaled else None,
            own=own,
            absences=(_had(spell, span),) if spell else (),
            expected_until=date.fromordinal(until) if until else None,
            anchor=anchor_of(since, view) if since else None,
        )
    ]


def new_evidence(condition: Condition, view: View) -> int:
    """It names the absence in progress, and perhaps the one that the latest return is from."""
    returning = condition.settings.since == "return"
    return view.stirs() if returning else view.timeline.changes(view.day)


def heeds(condition: Condition, spell: Spell, view: View) -> bool:  # noqa: ARG001
    return not spell.over


def _length(span: tuple[int, int], bounds: Iterable[str], view: View) -> Fraction:
    """The days of the absence: working days, if it is held against nothing else."""
    if all("working day" in bound for bound in bounds):
        return Fraction(view.timeline.working_time(*span), view.timeline.unit)
    return Fraction(span[1] - span[0] + 1)


def _had(spell: Spell, span: tuple[int, int] | None) -> tuple[date, date]:
    """The days already had of those looked at; all of the absence where none of them was."""
    first = span[0] if span and span[0] <= spell.last else spell.first
    return date.fromordinal(first), date.fromordinal(spell.last)


def phrase(condition: Condition, names: Names) -> str:
    bounds, expected, since, chosen, scaled = condition.settings
    said = {"at_least": "{} or longer", "more_than": "longer than {}",
            "at_most": "no longer than {}", "less_than": "less than {}"}  # fmt: skip
    words = "away, or expected to be away, for " if expected else "away for "
    words += join_words([said[word].format(length) for word, length in bounds])
    words += f" in an absence{kinds}" if (kinds := chosen_words(chosen)) else ""
    words += f" since {names.anchor(since)}" if since else ""
    return words + ("" if scaled else " (not scaled for part-time staff)")


# In whole numbers: the fewest days in which it can hold, whether it only comes to do so, whether what is
# expected counts, and its one bound.

_FEWEST, _RISES, _EXPECTED, _BOUND = f.NODE_OWN, f.NODE_OWN + 1, f.SINCE_AT + 1, f.IS_SCALED + 1


def encode(condition: Condition, coder: Coder) -> list[int] | None:
    settings: _Settings = condition.settings
    if settings.chosen is not None or len(settings.bounds) > 1:
        return None
    ((word, length),) = settings.bounds
    own = [0] * (_BOUND - f.NODE_OWN)
    own[0] = _of_full_timer(settings.bounds).days
    own[1] = int(not condition.negative and settings.since != "return")
    own[f.SINCE - f.NODE_OWN], own[f.SINCE_AT - f.NODE_OWN] = coder.anchor(settings.since)
    own[f.IS_SCALED - f.NODE_OWN] = int(coder.is_scaled(WORD) and settings.scaled)
    own[_EXPECTED - f.NODE_OWN] = int(settings.expected)
    return [*own, *coder.length(length), int(word in ("more_than", "at_most")), int(word not in LOWER)]


def holds(t: Row, w: Row, a: Row, e: Row, s: Row, row: int) -> int:  # noqa: ARG001
    i = counts_now(t, a, s)
    if i < 0 or not _is_so_long(t, w, a, s, row, i):
        return 0
    used = s[f.MANY_USED] > 0 and is_used(a, s, i, s[f.MOVE_ASKED])
    return f.TRUE if used else f.TRUE | f.MET | f.CAUSED


def _is_so_long(t: Row, w: Row, a: Row, s: Row, row: int, i: int) -> bool:
    first, last = _first_counted(t, a, s, row, i), last_seen(a, s, i, s[f.DAY])
    if t[row + _EXPECTED]:
        last = max(last, until_seen(a, s, i, s[f.DAY]))
    return first < f.FAR and is_so_long(t, w, s, row, row + _BOUND, first, last)


def _first_counted(t: Row, a: Row, s: Row, row: int, i: int) -> int:
    """The first day of an absence that is counted; FAR while there is no day to count from."""
    if t[row + f.SINCE] == f.NOTHING:
        return a[i + f.FIRST]
    anchor = anchor_day(t, a, s, t[row + f.SINCE], t[row + f.SINCE_AT])
    return max(a[i + f.FIRST], anchor + 1) if anchor else f.FAR


def changes(t: Row, w: Row, a: Row, e: Row, s: Row, row: int, wanted: int) -> int:  # noqa: ARG001
    """An absence has gone on so long; or the one in progress is over."""
    day, i = s[f.DAY], counts_now(t, a, s)
    if not t[row + _RISES] or (t[row + _EXPECTED] and s[f.MANY_FORETOLD]):
        return stirs(t, a, s)
    ends = begins_or_learnt(t, a, s)
    if i >= 0:
        ends = min(ends, a[i + f.OVER])
    if wanted == f.WANT_UNTRUE:
        return min(max(ends, day + 1), share_changes(s))
    if wanted == f.WANT_MET and i >= 0 and _is_so_long(t, w, a, s, row, i):
        return max(ends, day + 1)  # it has taken the move before
    fewest = 1 if t[row + f.IS_SCALED] and s[f.MANY_PATTERNS] > 1 else t[row + _FEWEST]
    for place in range(max(s[f.BEGUN] - 1, 0), s[f.MANY_ABSENCES]):
        at = place * t[f.ABSENCE_WIDTH]
        first, last = a[at + f.FIRST], a[at + f.LAST]
        if last - first >= fewest - 1 and a[at + f.CAN_COUNT] and a[at + f.BACK] > day:
            first, upto = _first_counted(t, a, s, row, at), min(last, s[f.ON])
            reached = so_long_on(t, w, s, row, row + _BOUND, first, upto) if first <= upto else f.FAR
            if reached <= upto:
                return min(max(reached, day + 1), share_changes(s))
    return share_changes(s)


def causes(t: Row, w: Row, a: Row, e: Row, s: Row, row: int) -> None:  # noqa: ARG001
    note_absence(a, s, counts_now(t, a, s))
