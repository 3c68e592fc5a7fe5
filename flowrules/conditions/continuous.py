"""`continuous`: the absence in progress has lasted so long, or is known to be going to."""

from datetime import date
from typing import Any

from pydantic import Field

from flowrules.calendar import Duration, parse_duration
from flowrules.counting import LOWER, anchor_of, lasts
from flowrules.decision import Reason
from flowrules.finding import Path
from flowrules.part import Anchor, Length, Part
from flowrules.timeline import Spell
from flowrules.view import ABSENCE, Condition, Truth, View
from flowrules.words import Names, join_words

WORD = "continuous"


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


def resolve(shape: Shape, path: Path, scope: Any) -> Condition:
    words = ("at_least", "more_than", "at_most", "less_than")
    texts = [(word, text) for word in words if (text := getattr(shape, word)) is not None]
    bounds = tuple((word, parse_duration(text)) for word, text in texts)
    scope.expect_bounds(bounds, path)
    if shape.since is not None:
        scope.expect_anchor(shape.since, (*path, "since"))
    negative = any(word not in LOWER for word, _ in bounds)
    settings = (bounds, bool(shape.expected), shape.since)
    return Condition(WORD, path, settings, (), False, negative, shape.since, not negative)


def test(condition: Condition, view: View) -> Truth:
    spell = view.in_progress()
    if spell is None or not _fits(condition, spell, view):
        return Truth(False, False)
    if view.is_used(spell):
        return Truth(True, False)
    return Truth(True, True, frozenset({(ABSENCE, spell.first)}))


def _fits(condition: Condition, spell: Spell, view: View) -> bool:
    span = _span(condition, spell, view)
    return span is not None and all(
        _compare(word, span, length, view) for word, length in condition.settings[0]
    )


def _span(condition: Condition, spell: Spell, view: View) -> tuple[int, int] | None:
    """The first and the last day of the absence that are looked at."""
    _, expected, since = condition.settings
    first, last = spell.first, spell.last
    if expected and spell.until is not None:
        last = max(last, spell.until)
    if since is None:
        return first, last
    anchor = view.anchor(since)
    return None if anchor is None else (max(first, anchor + 1), last)


def _compare(word: str, span: tuple[int, int], length: Duration, view: View) -> bool:
    longer = lasts(*span, length, view.timeline, more=word in ("more_than", "at_most"))
    return longer == (word in LOWER)


def reasons(condition: Condition, view: View) -> list[Reason]:
    bounds, _, since = condition.settings
    spell = view.in_progress()
    span = _span(condition, spell, view) if spell else None
    return [
        Reason(
            WORD,
            condition.path,
            holds=spell is not None and _fits(condition, spell, view),
            value=span[1] - span[0] + 1 if span else None,
            **{word: str(length) for word, length in bounds},  # type: ignore[arg-type]
            absences=(_had(spell, span),) if spell else (),
            expected_until=date.fromordinal(span[1])
            if spell and span and span[1] > spell.last
            else None,
            anchor=anchor_of(since, view) if since else None,
        )
    ]


def _had(spell: Spell, span: tuple[int, int] | None) -> tuple[date, date]:
    """The days already had of those looked at; all of the absence where none of them was."""
    first = span[0] if span and span[0] <= spell.last else spell.first
    return date.fromordinal(first), date.fromordinal(spell.last)


def phrase(condition: Condition, names: Names) -> str:
    bounds, expected, since = condition.settings
    said = {"at_least": "{} or longer", "more_than": "longer than {}",
            "at_most": "no longer than {}", "less_than": "less than {}"}  # fmt: skip
    words = "away for " + join_words([said[word].format(length) for word, length in bounds])
    words += f" since {names.anchor(since)}" if since else ""
    return words + (", or expected to be" if expected else "")
