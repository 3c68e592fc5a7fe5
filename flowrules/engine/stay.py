"""Stay: one stay in one stage, and what was done in it."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from flowrules.decision import Misfit, Reason, Step
from flowrules.finding import Path
from flowrules.flow import Stage
from flowrules.view import Cause, Target


class Held(NamedTuple):
    """A move that waits for evidence: since when, and what met it."""

    since: int
    causes: frozenset[Cause]
    because: tuple[Reason, ...]


class Done(NamedTuple):
    """An action done on a day: what was decided, and what the decision carried."""

    day: int
    outcome: str | None = None
    until: int | None = None
    target: Target | None = None


class Stay:
    """One stay in one stage: `done` has, for each action, every time it was done, by its day.

    `left` is the day of leaving it. `first`: the start stage, before anything happened.
    """

    def __init__(self, stage: Stage, entered: int, *, first: bool = False) -> None:
        self.stage = stage
        self.entered = entered
        self.first = first
        self.left: int | None = None
        self.done: dict[str, list[Done]] = {}
        self.held: dict[int, Held] = {}
        self.clocks: dict[tuple[int, int], tuple[int, int]] = {}

    def copy(self) -> "Stay":
        """The same stay, which nothing else shares."""
        stay = Stay(self.stage, self.entered, first=self.first)
        stay.left = self.left
        stay.done = {action: list(done) for action, done in self.done.items()}
        stay.held = dict(self.held)
        stay.clocks = dict(self.clocks)
        return stay

    def settle(self, action: str, done: Done) -> None:
        self.done.setdefault(action, []).append(done)
        self.done[action].sort(key=lambda one: one.day)

    def decision(self, action: str) -> Done | None:
        """What was last decided at an action in this stay."""
        decided = [one for one in self.done.get(action, ()) if one.outcome is not None]
        return decided[-1] if decided else None

    def outcome(self, action: str) -> str | None:
        last = self.decision(action)
        return last.outcome if last else None

    @property
    def until(self) -> int | None:
        """The end that a decision gave to the stage's period, the last one recorded."""
        given = [one for done in self.done.values() for one in done if one.until is not None]
        return max(given, key=lambda one: one.day).until if given else None

    def holds(self, day: int) -> bool:
        """Whether the person was in it at any time of a day that is past or present."""
        return self.entered <= day and (self.left is None or day <= self.left)


class Opening(NamedTuple):
    """A stay as another version goes on with it; its fields are those of a Stay."""

    stage: Stage
    entered: int
    left: int | None
    first: bool
    done: Mapping[str, tuple[Done, ...]]


class Seeds(NamedTuple):
    """What one version of a procedure leaves to the next: where the person is, and what happened.

    `stays` has those of each track in order, the present one last. `absences` (first days) and
    `events` are the evidence so far.
    """

    recorded: Mapping[str, tuple[int, ...]]
    contacts: Mapping[str, tuple[int, ...]]
    stays: Mapping[str, tuple[Opening, ...]] = {}
    spent: Mapping[str, frozenset[Cause]] = {}
    used: Mapping[Path, frozenset[Cause]] = {}
    left: Mapping[str, int] = {}
    steps: tuple[Step, ...] = ()
    misfits: tuple[Misfit, ...] = ()
    absences: frozenset[date] = frozenset()
    events: frozenset[tuple[int, str]] = frozenset()

    def new_stays(self) -> dict[str, list[Stay]]:
        """Stays that nothing else shares."""
        return {track: [_stay(one) for one in openings] for track, openings in self.stays.items()}


def _stay(opening: Opening) -> Stay:
    stay = Stay(opening.stage, opening.entered, first=opening.first)
    stay.left = opening.left
    stay.done = {action: list(done) for action, done in opening.done.items()}
    return stay
