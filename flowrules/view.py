"""View: what a condition may look at on one day; and Truth, what it answers."""

from collections.abc import Callable, Iterable, Mapping, Set
from fractions import Fraction
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Literal, NamedTuple, Protocol

from flowrules.calendar import Calendar, Duration, shift
from flowrules.decision import Reason
from flowrules.finding import Path
from flowrules.lines import FAR, Pattern, Spell
from flowrules.timeline import Timeline

# What made a condition true: (ABSENCE, its first day) or (the id of an action or event, its day).
Cause = tuple[str, int]
ABSENCE = "an absence"  # no id has a space
NOTHING: frozenset[Cause] = frozenset()
LOWER = ("at_least", "more_than")  # the others hold a figure down
# What a condition may come to be on a later day.
Wanted = Literal["met", "true", "untrue"]

# The bounds of a condition by their words: figures, percentages or lengths of time.
Bounds = tuple[tuple[str, Any], ...]


class Truth(NamedTuple):
    """`true` as a plain state of affairs; `met` when it may also take a move on this very day."""

    true: bool
    met: bool
    causes: frozenset[Cause] = NOTHING

    def comes_to(self, wanted: Wanted) -> bool:
        """Whether it is what is wanted."""
        if wanted == "met":
            return self.met
        return self.true == (wanted == "true")


NO = Truth(False, False)


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


class Own(NamedTuple):
    """A person's own bounds for one condition, from the first to the last day they hold."""

    first: int
    last: int
    bounds: Bounds


class Target(NamedTuple):
    """A personal target: recorded on `day`, counted from the day after `since`.

    `limits` are (measure, bounds that are still within it).
    """

    day: int
    since: int
    limits: tuple[tuple[str, Bounds], ...]


class About(NamedTuple):
    """What a record says of the person, absences and events aside. `leave` and `refused` are spans."""

    group: str | None = None
    started: int | None = None
    leave: tuple[tuple[int, int], ...] = ()
    refused: tuple[tuple[int, int], ...] = ()
    own: Mapping[Path, tuple[Own, ...]] = {}
    has_pattern: bool = False


class History(Protocol):
    """What happened to the person up to the day, as one stay in one stage sees it."""

    @property
    def recorded(self) -> Mapping[str, list[int]]:
        """The days on which each action or event is in the record, in order."""

    @property
    def spent(self) -> Set[Cause]:
        """What has moved this track before, by a condition that was met."""

    def anchor(self, name: str) -> int | None:
        """The day that a name stands for."""

    def end_of(self, day: int, length: Duration) -> int:
        """The last day of a period counted from a day, with the pauses and extensions of the stay."""

    def in_stage(self, stage: str) -> bool:
        """Whether the person is in a stage now."""

    def last_in(self, stage: str) -> int | None:
        """The last day in a stage: today while it lasts."""

    def target(self, action: str) -> Target | None:
        """The last target recorded at an action in the present stay of its stage, or the latest."""


class Untold:
    """A History that tells nothing but the absences: for whoever asks what looks at these alone."""

    recorded: Mapping[str, list[int]] = MappingProxyType({})
    spent: Set[Cause] = NOTHING

    def anchor(self, name: str) -> int | None:  # noqa: ARG002
        return None

    def end_of(self, day: int, length: Duration) -> int:
        return shift(day, length)

    def in_stage(self, stage: str) -> bool:  # noqa: ARG002
        return False

    def last_in(self, stage: str) -> int | None:  # noqa: ARG002
        return None

    def target(self, action: str) -> Target | None:  # noqa: ARG002
        return None


class Rules(NamedTuple):
    """What one procedure fixes for every view: how windows treat their edges, how members are asked.

    `edges` has the rule for an absence across the early edge of a `within` and of a `since` window;
    `reach` is 1 where the same date months earlier is inside a window, else 0. `never` are the
    categories that do not count; `scaled` the measures scaled for part-time staff; `school_days` and
    `hours_per_week` are those of a full week.
    """

    calendar: Calendar
    edges: Mapping[str, str]
    reach: int
    never: frozenset[str]
    inside_only: bool
    scaled: frozenset[str]
    rounding: str
    school_days: int
    hours_per_week: Fraction | None
    test: Callable[[Condition, "View"], Truth]
    reasons: Callable[[Condition, "View"], list[Reason]]
    soonest: Callable[[Condition, "View", Wanted], int]


_FULL = Fraction(1)


@lru_cache(maxsize=4096)
def _share(pattern: Pattern, school_days: int, full: Fraction | None) -> Fraction:
    """The share of the school's days a week, or of the `full` hours where both are known; at most 1."""
    if full is not None and pattern.hours is not None:
        return min(_FULL, pattern.days_a_week * pattern.hours / full)
    return min(_FULL, pattern.days_a_week / school_days)


class View(NamedTuple):
    """One person, one day, one move.

    `spells` are all absences as seen from `day`, `counted` those that count; `used` is what took
    this move before; with `on_return` a count is met on the day of return, not on the days away.
    """

    day: int
    timeline: Timeline
    spells: list[Spell]
    counted: list[Spell]
    about: About
    history: History
    rules: Rules
    used: Set[Cause] = NOTHING
    on_return: bool = False

    def ask(self, condition: Condition) -> Truth:
        """The truth of a member of a combination."""
        return self.rules.test(condition, self)

    def reasons(self, condition: Condition) -> list[Reason]:
        """The evidence for a member of a combination."""
        return self.rules.reasons(condition, self)

    def told(self, condition: Condition) -> tuple[bool, list[Reason]]:
        """Whether a member of a combination is true, and the evidence; of a simple one that tells it."""
        reasons = self.reasons(condition)
        if condition.members:
            return self.ask(condition).true, reasons
        return any(reason.holds for reason in reasons), reasons

    def causes_of(self, spells: Iterable[Spell]) -> frozenset[Cause]:
        """Absences as causes: each line by its first day, as absences may yet be joined to others."""
        line = self.timeline.line
        return frozenset([(ABSENCE, line(place).first) for spell in spells for place in spell.lines])

    def is_used(self, spell: Spell) -> bool:
        """Whether any part of an absence took this move before."""
        return bool(self.used) and not self.causes_of([spell]).isdisjoint(self.used)

    def is_spent(self, spell: Spell) -> bool:
        """Whether any part of an absence was counted before, when a count moved this track."""
        return not self.causes_of([spell]).isdisjoint(self.history.spent)

    def in_progress(self) -> Spell | None:
        """The counted absence that is not yet over, if any."""
        return self.timeline.in_progress(self.day)

    def soonest(self, condition: Condition, wanted: Wanted) -> int:
        """A later day before which a condition surely does not come to be so, absence alone going on."""
        return self.rules.soonest(condition, self, wanted)

    def unless_so(self, condition: Condition, wanted: Wanted, until: int) -> int:
        """Tomorrow if it is so today; else the day on which what it looks at changes."""
        so = self.ask(condition).comes_to(wanted)
        return self.day + 1 if so else max(until, self.day + 1)

    def stirs(self) -> int:
        """The first later day on which absence or leave is otherwise than today."""
        leave = (max(first, self.day + 1) for first, last in self.about.leave if last > self.day)
        return min(self.timeline.stirs(self.day), min(leave, default=FAR))

    def bounds_change(self, path: Path) -> int:
        """The first later day on which the person's bounds for a condition may be others."""
        own = self.about.own.get(path, ())
        if not own and len(self.timeline.patterns) == 1:
            return FAR
        days = [self.timeline.pattern_changes(self.day), *(one.first for one in own)]
        days += [one.last + 1 for one in own]
        return min((day for day in days if day > self.day), default=FAR)

    def share(self, *, of_hours: bool = False) -> Fraction:
        """The person's days a week out of the school's, at most 1; 1 where no pattern is known.

        Of hours, the hours a week out of a full week's, where the procedure gives those.
        """
        return self._share_of(self.timeline.pattern_on(self.day), of_hours=of_hours)

    def least_share(self, *, of_hours: bool = False) -> Fraction:
        """The least that the share is on any day."""
        return min(self._share_of(one, of_hours=of_hours) for one in self.timeline.patterns)

    def _share_of(self, pattern: Pattern, *, of_hours: bool) -> Fraction:
        if not self.about.has_pattern:
            return _FULL
        full = self.rules.hours_per_week if of_hours else None
        return _share(pattern, self.rules.school_days, full)

    def own_bounds(self, path: Path) -> Bounds | None:
        """The person's own bounds for a condition on this day, if any."""
        for own in self.about.own.get(path, ()):
            if own.first <= self.day <= own.last:
                return own.bounds
        return None
