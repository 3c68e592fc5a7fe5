"""`service`: how long ago the employee started; it does not hold where that is not known."""

from datetime import date
from typing import Any, NamedTuple

from pydantic import Field

from flowrules.bounds import BOUNDS
from flowrules.calendar import Duration, parse_duration, shift
from flowrules.decision import Reason
from flowrules.facts import Facts
from flowrules.finding import Path
from flowrules.lines import FAR, Spell
from flowrules.numbers.coder import Coder
from flowrules.numbers.days import shifted
from flowrules.numbers.fields import DAY, MET, NODE_OWN, STARTED, TRUE, Row
from flowrules.numbers.fields import FAR as NEVER_COMES
from flowrules.part import Part, Stretch
from flowrules.view import LOWER, Bounds, Condition, Truth, View, Wanted
from flowrules.words import Names, join_words

WORD = "service"
FACTS = Facts(figure=None, elsewhere=False)


class Shape(Part):
    """A length of service: reached on the same date so long after the first day."""

    at_least: Stretch | None = Field(default=None, description="This long or longer.")
    more_than: Stretch | None = Field(default=None, description="Longer than this.")
    at_most: Stretch | None = Field(default=None, description="No longer than this.")
    less_than: Stretch | None = Field(default=None, description="Not as long as this.")


class _Settings(NamedTuple):
    bounds: Bounds


def resolve(shape: Shape, path: Path, scope: Any) -> Condition:
    written = ((word, getattr(shape, word)) for word in BOUNDS)
    bounds = tuple((word, parse_duration(text)) for word, text in written if text is not None)
    scope.expect_bounds(bounds, path)
    return Condition(WORD, path, _Settings(bounds))


def _holds(word: str, length: Duration, started: int, view: View) -> bool:
    """One date so long after the first day is `at_least` and `at_most` that long."""
    reached = shift(started, length)
    longer = view.day > reached if word in ("more_than", "at_most") else view.day >= reached
    return longer == (word in LOWER)


def test(condition: Condition, view: View) -> Truth:
    started = view.about.started
    true = started is not None and all(
        _holds(word, length, started, view) for word, length in condition.settings.bounds
    )
    return Truth(true, true)


def soonest(condition: Condition, view: View, wanted: Wanted) -> int:
    """It changes on the date so long after the first day, or the day after that."""
    started = view.about.started
    reached = [shift(started, length) for _, length in condition.settings.bounds] if started else []
    changes = [day for one in reached for day in (one, one + 1) if day > view.day]
    return view.unless_so(condition, wanted, min(changes, default=FAR))


def reasons(condition: Condition, view: View) -> list[Reason]:
    started = view.about.started
    return [
        Reason(
            WORD,
            condition.path,
            holds=test(condition, view).true,
            **{word: str(length) for word, length in condition.settings.bounds},  # type: ignore[arg-type]
            window=(date.fromordinal(started), date.fromordinal(view.day)) if started else None,
        )
    ]


def new_evidence(condition: Condition, view: View) -> int:  # noqa: ARG001
    return FAR


def heeds(condition: Condition, spell: Spell, view: View) -> bool:  # noqa: ARG001
    return False


def phrase(condition: Condition, names: Names) -> str:  # noqa: ARG001
    said = {"at_least": "{} or longer", "more_than": "longer than {}",
            "at_most": "no longer than {}", "less_than": "less than {}"}  # fmt: skip
    return "employed for " + join_words(
        [said[word].format(length) for word, length in condition.settings.bounds]
    )


# In whole numbers: how many lengths, and of each its unit, its number, and whether it asks for more than
# that, or for less.

_EACH = 4


def encode(condition: Condition, coder: Coder) -> list[int]:
    own = [len(condition.settings.bounds)]
    for word, length in condition.settings.bounds:
        own += [*coder.length(length), int(word in ("more_than", "at_most")), int(word not in LOWER)]
    return own


def holds(t: Row, w: Row, a: Row, e: Row, s: Row, row: int) -> int:  # noqa: ARG001
    if not s[STARTED]:
        return 0
    for at in range(row + NODE_OWN + 1, row + NODE_OWN + 1 + _EACH * t[row + NODE_OWN], _EACH):
        longer = s[DAY] >= shifted(t, s[STARTED], t[at], t[at + 1]) + t[at + 2]
        if longer == (t[at + 3] == 1):
            return 0
    return TRUE | MET


def changes(t: Row, w: Row, a: Row, e: Row, s: Row, row: int, wanted: int) -> int:  # noqa: ARG001
    """It changes on the date so long after the first day, or the day after that."""
    soonest = NEVER_COMES
    if s[STARTED]:
        for at in range(row + NODE_OWN + 1, row + NODE_OWN + 1 + _EACH * t[row + NODE_OWN], _EACH):
            day = shifted(t, s[STARTED], t[at], t[at + 1]) + t[at + 2]
            if s[DAY] < day < soonest:
                soonest = day
    return soonest
