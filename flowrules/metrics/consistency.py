"""Consistency: what was done for people who came to the same stage, and what was decided."""

from collections.abc import Iterator
from typing import NamedTuple

from flowrules.flow import Action, Stage
from flowrules.metrics.seen import Seen
from flowrules.metrics.stays import How, Stay, owed
from flowrules.metrics.times import Times

COUNTED = (
    "Stays in a stage begun in the last 12 months, and of each the actions that everybody there "
    "is owed: done by the last day for it, done later, or not on record though that day has "
    "passed. Somebody may have been there more than once, so people are one figure and times another. "
    "An action whose day is still to come is in none of these, nor one that fell away as "
    "its stage was left before its day; nor is what was done after that, but for what follows "
    "something done in the stay, as a letter does. A stay that a new version of the "
    "procedure goes on with is one stay, with the actions and the days of that version. Of an "
    "action with outcomes, the one decided last is counted."
)


class Place(NamedTuple):
    """An action of a stage."""

    stage: str
    action: str


class Punctual(NamedTuple):
    """Of one school: how many people, and how often an action was done in time, or was not."""

    people: int = 0
    in_time: Times = Times()
    not_in_time: Times = Times()

    def plus(self, told: list[How]) -> "Punctual":
        """With one more person, whose actions were dealt with so."""
        return Punctual(
            self.people + 1,
            self.in_time.plus(told.count("in time")),
            self.not_in_time.plus(told.count("late") + told.count("not on record")),
        )


class Handled:
    """How one action of a stage was dealt with: who, and how, and what was decided.

    `open`: those with whom it was done and no outcome is on record, though there should be one.
    """

    def __init__(self, stage: Stage, action: Action) -> None:
        self.stage = stage
        self.action = action
        self.how: dict[How, list[int]] = {}
        self.outcomes: dict[str, list[int]] = {}
        self.open: list[int] = []

    @property
    def people(self) -> int:
        """How many people it is about."""
        named = [*self.how.values(), *self.outcomes.values()]
        return len({at for people in named for at in people})

    @property
    def others(self) -> list[int]:
        """Those for whom something else was done than for most: later, or with another outcome."""
        hows = [people for how, people in self.how.items() if how != "no deadline"]
        return sorted({*_but_most(hows), *_but_most([*self.outcomes.values()])})


def _but_most(parts: list[list[int]]) -> Iterator[int]:
    """All but those of the one part that is largest; all, where several are as large."""
    largest = max(map(len, parts), default=0)
    most = [people for people in parts if len(people) == largest]
    for people in parts:
        if people is not most[0] or len(most) > 1:
            yield from people


class Consistency:
    """Same stage, different action."""

    def __init__(self) -> None:
        self._handled: dict[Place, Handled] = {}
        self._schools: dict[str | None, Punctual] = {}

    def add(self, seen: Seen) -> None:
        stays = [stay for stay in seen.stays if stay.entered >= seen.since and stay.step.path]
        told = [how for stay in stays for how in self._add_stay(seen, stay)]
        if told:
            school = seen.answered.person.school
            self._schools[school] = self._schools.get(school, Punctual()).plus(told)

    def _add_stay(self, seen: Seen, stay: Stay) -> list[How]:
        told: list[How] = []
        for action in owed(stay, seen.group):
            place = Place(stay.stage.id, action.id)
            handled = self._handled.setdefault(place, Handled(stay.stage, action))
            how = stay.how(action, seen.on)
            if how is not None:
                handled.how.setdefault(how, []).append(seen.at)
                told.append(how)
            done = stay.done.get(action.id, ())
            decided = [one.outcome for one in done if one.outcome]
            if decided:
                handled.outcomes.setdefault(decided[-1], []).append(seen.at)
            elif done and action.outcomes:
                handled.open.append(seen.at)
        return told

    def result(self) -> dict[Place, Handled]:
        """Actions of which anything can be said."""
        return {place: one for place, one in self._handled.items() if one.how or one.outcomes}

    def by_school(self) -> dict[str | None, Punctual]:
        return dict(sorted(self._schools.items(), key=lambda pair: pair[0] or "\uffff"))
