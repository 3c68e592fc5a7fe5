"""`reason`: the absence in progress, or one in a window, has one of these broad reasons."""

from datetime import date
from typing import Annotated, Any, NamedTuple

from pydantic import Field

from flowrules.decision import Reason
from flowrules.finding import Path
from flowrules.lines import Spell
from flowrules.part import Anchor, Id, Part, Period, Stretch
from flowrules.soonest import slides
from flowrules.view import Condition, Truth, View, Wanted
from flowrules.window import Window as Span
from flowrules.window import clip, expect_window, span_of, window_of, window_words
from flowrules.words import Names, join_words, quoted

WORD = "reason"
_Names = Annotated[tuple[Id, ...], Field(min_length=1)]


class Lately(Part):
    """Which reasons, and in which window."""

    any_of: _Names = Field(description="Reasons listed under `counting: reasons`.")
    within: Stretch | None = Field(default=None, description="A rolling window.")
    since: Anchor | None = Field(default=None, description="From the day after this.")
    for_: Stretch | None = Field(default=None, alias="for", description="With `since`: so long.")
    in_: Period | None = Field(default=None, alias="in", description="A period of the calendar.")


Shape = _Names | Lately


class _Settings(NamedTuple):
    kinds: frozenset[str]
    window: Span | None


def resolve(shape: Any, path: Path, scope: Any) -> Condition:
    lately = isinstance(shape, Lately)
    names = shape.any_of if lately else shape
    at = (*path, "any_of") if lately else path
    for place, name in enumerate(names):
        scope.expect_reason(name, (*at, place))
    if lately:
        expect_window(WORD, shape, path, scope)
    window = window_of(shape) if lately else None
    moved = window is not None and window.since == "return"
    return Condition(
        WORD,
        path,
        _Settings(frozenset(names), window),
        negative=moved,
        anchor=window.since if window else None,
    )


def _spells(condition: Condition, view: View) -> list[Spell]:
    """The absences with such a reason: the one in progress, or those in the window."""
    kinds, window = condition.settings
    if window is None:
        present = view.in_progress()
        found = [present] if present else []
    else:
        span = span_of(window, view)
        edge = view.rules.edges["since" if window.since else "within"]
        found = [spell for spell in view.counted if span and clip(spell.first, spell.last, *span, edge)]
    lines = view.timeline.line
    return [spell for spell in found if any(lines(place).reason in kinds for place in spell.lines)]


def test(condition: Condition, view: View) -> Truth:
    found = _spells(condition, view)
    causes = view.causes_of(spell for spell in found if not view.is_used(spell))
    return Truth(bool(found), bool(causes), causes)


def soonest(condition: Condition, view: View, wanted: Wanted) -> int:
    """An absence with such a reason begins; or it ends, or the window no longer reaches it."""
    kinds, window = condition.settings
    if wanted == "untrue" or (window is not None and window.since == "return"):
        until = view.stirs() if window is None else min(view.stirs(), slides(window, view))
    else:
        until = view.timeline.ahead.while_away(view.day, lambda line: line.reason in kinds)
    return view.unless_so(condition, wanted, until)


def reasons(condition: Condition, view: View) -> list[Reason]:
    found = _spells(condition, view)
    days = tuple((date.fromordinal(one.first), date.fromordinal(one.last)) for one in found)
    return [Reason(WORD, condition.path, holds=bool(found), absences=days)]


def phrase(condition: Condition, names: Names) -> str:
    kinds, window = condition.settings
    said = f"absent because of {join_words([quoted(name) for name in sorted(kinds)], 'or')}"
    return said if window is None else f"{said} at some time{window_words(window, names)}"
