"""Decision + Record -> Stays: each time somebody was in a stage, and what was done about it then.

The decision tells the moves; what was done is read from the record's own lines, and belongs to the
latest stay in its stage, whatever a later version calls that. Once the stay was left, only what follows
something done in it belongs to it still, as a letter follows its meeting. So a figure on
last year's stays needs nothing but what `evaluate` gives.
"""

from collections.abc import Iterator, Mapping
from typing import Literal, NamedTuple

from flowrules.answer import Answered
from flowrules.decision import Step
from flowrules.engine.horizon import Horizon
from flowrules.flow import Action, Flow, Stage, is_for
from flowrules.model.record import EventLine, Record

How = Literal["in time", "late", "not on record", "no deadline"]


class Done(NamedTuple):
    """An action done on a day, and what was decided."""

    day: int
    outcome: str | None


class Stay(NamedTuple):
    """One stay: the step that led to it, the days of entering and of leaving it, what was done.

    `flow` is the version that has its `stage`: the last one that went on with it.
    """

    flow: Flow
    stage: Stage
    step: Step
    entered: int
    left: int | None
    done: Mapping[str, tuple[Done, ...]]

    def has(self, action: str) -> bool:
        """Whether an action of that id belongs to its stage."""
        return any(one.id == action for one in self.stage.actions)

    def due(self, action: Action) -> int | None:
        """The last day for an action; None where no day is set, or it counts from another day."""
        if action.within is None or action.before or action.every:
            return None
        start = self.entered if action.anchor == "entered" else self._last(action.anchor)
        return None if start is None else self.flow.calendar.deadline(start, action.within)

    def _last(self, action: str) -> int | None:
        return max((done.day for done in self.done.get(action, ())), default=None)

    def how(self, action: Action, on: int) -> How | None:
        """How an action was dealt with by a day; None while there is time, or where it fell away."""
        done, due = self.done.get(action.id), self.due(action)
        if done and due is None:
            return "no deadline"
        if done and due is not None:
            return "in time" if done[0].day <= due else "late"
        if due is None or due >= on or self._fell_away(action, due):
            return None
        return "not on record"

    def _fell_away(self, action: Action, due: int) -> bool:
        """What follows on something done in the stay is owed even after leaving, as its letter is."""
        return action.anchor == "entered" and self.left is not None and self.left <= due


def owed(stay: Stay, group: str | None) -> list[Action]:
    """The actions of a stage that everybody in it is owed once."""
    return [
        action
        for action in stay.stage.actions
        if not action.optional
        and action.condition is None
        and action.every is None
        and is_for(action.groups, group)
    ]


def stays_of(answered: Answered, flow: Flow, horizon: Horizon) -> tuple[Stay, ...]:
    """Every stay that a move led to, in the order of the moves."""
    record, steps = answered.person.record, answered.decision.steps
    if record is None:
        return ()
    begun = _begun(steps, flow)
    events = list(_events(record, horizon))
    return tuple(_with_done(stay, begun[at + 1 :], events) for at, stay in enumerate(begun))


def _begun(steps: tuple[Step, ...], flow: Flow) -> list[Stay]:
    """The stays without what was done in them; one that a new version goes on with is the same stay."""
    begun: list[Stay] = []
    for step in steps:
        its = flow.version_called(step.version) if step.version else flow
        stage, day = its.stages[step.to], step.on.toordinal()
        if step.because[0].condition == "version":
            begun = [_gone_on(one, step.from_, its, stage) for one in begun]
        else:
            begun = [_left(one, step.track, day) for one in begun]
            begun.append(Stay(its, stage, step, day, None, {}))
    return begun


def _gone_on(stay: Stay, was: str, flow: Flow, stage: Stage) -> Stay:
    """A stay as a new version goes on with it, if it is the one in the stage that `was` before."""
    is_it = stay.left is None and stay.flow is not flow and stay.stage.id == was
    return stay._replace(flow=flow, stage=stage) if is_it else stay


def _left(stay: Stay, track: str, day: int) -> Stay:
    """A stay after a move on a track."""
    return stay._replace(left=day) if stay.left is None and stay.stage.track == track else stay


def _events(record: Record, horizon: Horizon) -> Iterator[EventLine]:
    for event in sorted(record.events, key=lambda one: one.on):
        if event.action is not None and horizon.sees(event.on, event.known_on):
            yield event


def _with_done(stay: Stay, later: list[Stay], events: list[EventLine]) -> Stay:
    done: dict[str, tuple[Done, ...]] = {}
    for event in events:
        day, name = event.on.toordinal(), event.action or ""
        again = any(one.entered <= day and one.has(name) for one in later)
        if stay.has(name) and not again and _is_of(stay, day, name, done):
            done[name] = (*done.get(name, ()), Done(day, event.outcome))
    return stay._replace(done=done)


def _is_of(stay: Stay, day: int, name: str, done: Mapping[str, tuple[Done, ...]]) -> bool:
    """Whether what is done on a day is of the stay: after it, only what follows something done in it."""
    if stay.left is None or day <= stay.left:
        return stay.entered <= day
    return any(one.id == name and one.anchor in done for one in stay.stage.actions)
