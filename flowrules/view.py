"""View: what a condition may look at on one day; and Truth, what it answers."""

from collections.abc import Callable, Mapping, Set
from typing import Any, NamedTuple

from flowrules.decision import Reason
from flowrules.finding import Path
from flowrules.timeline import Spell, Timeline

# What made a condition true: (ABSENCE, its first day) or (the id of an action or event, its day).
Cause = tuple[str, int]
ABSENCE = "an absence"  # no id has a space
NOTHING: frozenset[Cause] = frozenset()


class Truth(NamedTuple):
    """`true` as a plain state of affairs; `met` when it may also take a move on this very day."""

    true: bool
    met: bool
    causes: frozenset[Cause] = NOTHING


class Condition(NamedTuple):
    """A condition bound to its file: the word, where it stands, its own settings, its members.

    `counts`: it is a count with a lower bound, or holds one, so it is met only by an absence.
    `negative`: more in the record may make it false, so what keeps it false is evidence too.
    `anchor`: the day that it counts from, where it has one. `by_absence`: it is never met on a day
    without an absence in progress, over or decided on, and nothing rests on its not being met.
    """

    word: str
    path: Path
    settings: Any = None
    members: tuple["Condition", ...] = ()
    counts: bool = False
    negative: bool = False
    anchor: str | None = None
    by_absence: bool = False


def combine(word: str, path: Path, members: tuple[Condition, ...], *, by_absence: bool) -> Condition:
    """A condition made of others."""
    negative = any(member.negative for member in members)
    return Condition(
        word,
        path,
        members=members,
        counts=any(member.counts for member in members),
        negative=negative,
        by_absence=by_absence and not negative,
    )


class View:
    """One person, one day, one move.

    `counted` are the absences that count, as seen from `day`; `anchor` gives the day a name stands
    for; `recorded` the days (up to `day`) on which an action or event is in the record; `used` what
    took this move before.
    """

    def __init__(
        self,
        day: int,
        timeline: Timeline,
        counted: list[Spell],
        *,
        anchor: Callable[[str], int | None],
        recorded: Mapping[str, list[int]],
        rules: "Rules",
        used: Set[Cause] = NOTHING,
        on_return: bool = False,
    ) -> None:
        self.day = day
        self.timeline = timeline
        self.counted = counted
        self.anchor = anchor
        self.recorded = recorded
        self.rules = rules
        self.used = used
        self.on_return = on_return

    def ask(self, condition: Condition) -> Truth:
        """The truth of a member of a combination."""
        return self.rules.test(condition, self)

    def reasons(self, condition: Condition) -> list[Reason]:
        """The evidence for a member of a combination."""
        return self.rules.reasons(condition, self)

    def assessing_return(self) -> "View":
        """The same view, in which a count is met on the day of return and not on the days away."""
        return View(
            self.day,
            self.timeline,
            self.counted,
            anchor=self.anchor,
            recorded=self.recorded,
            rules=self.rules,
            used=self.used,
            on_return=True,
        )

    def is_used(self, spell: Spell) -> bool:
        """Whether an absence took this move before, though it may since have been joined to others."""
        return any(name == ABSENCE and spell.first <= day <= spell.last for name, day in self.used)

    def in_progress(self) -> Spell | None:
        """The counted absence that is not yet over, if any."""
        return next((spell for spell in reversed(self.counted) if not spell.over), None)


class Rules(NamedTuple):
    """What one procedure fixes for every view: how windows treat their edges, how members are asked.

    `edges` has the rule for an absence across the early edge of a `within` and of a `since` window;
    `reach` is 1 where the same date months earlier is inside a window, else 0.
    """

    edges: Mapping[str, str]
    reach: int
    test: Callable[[Condition, View], Truth]
    reasons: Callable[[Condition, View], list[Reason]]
