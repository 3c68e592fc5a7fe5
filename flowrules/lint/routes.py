"""Flow -> routes: what lies on every way to a stage, and the shortest way that passes something by.

A way begins in the first stage of a track and follows its moves, whatever their conditions: there may be
ways here that nobody can go, and none that somebody can go is missing. So what lies on every way lies on
every history; and a way that passes something by is one to look at. Whoever is placed in a stage by a
record begins there, outside all ways.
"""

from collections import deque
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from flowrules.calendar import Duration
from flowrules.finding import Path
from flowrules.flow import Action, EventKind, Flow, Move, Stage
from flowrules.view import Condition


class Step(NamedTuple):
    """A stage that a way passes through, and the move by which it leaves."""

    stage: Stage
    move: Move


Way = tuple[Step, ...]


class Trace(NamedTuple):
    """What a step leaves behind: something that was asked of somebody, or had to be on record.

    `words` are its id, title, text and outcomes in small letters. `age` is the greatest age it may
    have; none for what the stage asks for, or what the move looks at whenever it was.
    """

    id: str
    type: str | None
    by: str | None
    words: str
    age: Duration | None
    path: Path


def traces(flow: Flow, step: Step) -> Iterator[Trace]:
    """All that one step leaves behind: what its stage asks for, and what its move rests on.

    What is only offered leaves nothing, unless the move rests on it.
    """
    for action in step.stage.actions:
        if not action.optional:
            yield trace_of(action)
    for name, age in evidence(step.move):
        if name in flow.actions:
            yield trace_of(flow.actions[name])._replace(age=age)
        elif name in flow.events:
            yield trace_of_event(flow.events[name])._replace(age=age)


def trace_of(action: Action) -> Trace:
    """What an action leaves behind once it is done."""
    names = [name.replace("-", " ") for name in (action.id, *action.outcomes)]
    words = " | ".join([names[0], action.title, action.do, *names[1:]]).lower()
    return Trace(action.id, action.type, action.by, words, None, action.path)


def trace_of_event(event: EventKind) -> Trace:
    """What an event leaves behind once it is on record."""
    words = f"{event.id.replace('-', ' ')} | {event.title}".lower()
    return Trace(event.id, None, event.by, words, None, event.path)


def evidence(move: Move) -> Iterator[tuple[str, Duration | None]]:
    """The actions and events without which a move cannot be taken, and how old they may be."""
    yield from move.needs
    for action, _ in move.decided:
        yield action, None
    for condition in certain(move.when):
        if condition.word == "recorded":
            yield condition.settings.what, condition.settings.within
    if move.after is not None:
        yield move.anchor, None


def certain(condition: Condition | None) -> list[Condition]:
    """The conditions that must all hold for this one to hold."""
    if condition is None:
        return []
    whole = condition.word in ("all", "trigger") or len(condition.members) == 1
    if condition.word == "not" or not whole:
        return [condition]
    return [condition, *(inner for member in condition.members for inner in certain(member))]


# A stage on a way, and whether the way has been through what it was to lead through.
_Place = tuple[str, bool]


class Ways(NamedTuple):
    """The shortest ways of one kind: for each place on them, the place before and the step between."""

    came: Mapping[_Place, tuple[_Place, Step] | None]

    def to(self, stage: Stage) -> Way | None:
        """The shortest way to a stage; None where there is none."""
        here = (stage.id, True)
        if here not in self.came:
            return None
        steps: list[Step] = []
        while (before := self.came[here]) is not None:
            here, step = before
            steps.append(step)
        return tuple(reversed(steps))


def ways(
    flow: Flow,
    *,
    past: Callable[[Step], bool] = lambda _: False,
    through: Callable[[Step], bool] | None = None,
) -> Ways:
    """The ways on which no step is one to be `past`, and of which, if asked, one leads `through`."""
    queue = deque((track.start, through is None) for track in flow.tracks)
    came: dict[_Place, tuple[_Place, Step] | None] = dict.fromkeys(queue)
    while queue:
        here = queue.popleft()
        for step in steps_from(flow.stages[here[0]]):
            there = (step.move.to, here[1] or (through is not None and through(step)))
            if there not in came and not past(step):
                came[there] = here, step
                queue.append(there)
    return Ways(came)


def ways_without(
    flow: Flow, sign: Callable[[Trace], bool], *, through: Callable[[Step], bool] | None = None
) -> Ways:
    """The ways that leave no trace with that sign."""
    return ways(flow, past=lambda step: any(sign(one) for one in traces(flow, step)), through=through)


def steps_from(stage: Stage) -> list[Step]:
    """The steps that leave a stage."""
    return [Step(stage, move) for move in stage.moves]


def end_of(way: Way, stage: Stage) -> Path:
    """The place where a way comes to its stage."""
    return (*way[-1].move.path, "to") if way else stage.path


def because(way: Way, reason: str) -> tuple[tuple[Path, str], ...]:
    """A way in one line that a finding is related to, at its first move."""
    if not way:
        return ()
    names = [step.stage.id for step in way] + [way[-1].move.to]
    return ((way[0].move.path, f"{reason}: " + ", ".join(f"`{name}`" for name in names)),)


def reached(ways: Mapping[str, list[str]], start: str) -> list[str]:
    """The stages that can be reached from one, that one first, the nearest before others."""
    found = {start: None}
    queue = deque([start])
    while queue:
        new = [name for name in ways[queue.popleft()] if name not in found]
        found |= dict.fromkeys(new)
        queue += dict.fromkeys(new)
    return list(found)


def on_every_way(flow: Flow) -> dict[str, frozenset[str]]:
    """For each stage that can be reached, the stages on every way to it, itself and the start too.

    A stage has those that all the stages leading to it have, and itself; asked until nothing changes.
    """
    found: dict[str, frozenset[str]] = {}
    leading = _leading(flow)
    for track in flow.tracks:
        here = reached(flow.ways(), track.start)
        found[track.start] = frozenset([track.start])
        changed = True
        while changed:
            changed = False
            for name in here[1:]:
                before = [found[one] for one in leading[name] if one in found]
                passed = frozenset.intersection(*before) | {name}
                changed = changed or passed != found.get(name)
                found[name] = passed
    return found


def beyond(flow: Flow, stage: Stage) -> list[Stage]:
    """The stages that can come after a stage, in file order; itself where a way leads back."""
    return _reached(flow, stage, flow.ways())


def before(flow: Flow, stage: Stage) -> list[Stage]:
    """The stages that can come before a stage, in file order; itself where a way leads back."""
    return _reached(flow, stage, _leading(flow))


def _leading(flow: Flow) -> dict[str, list[str]]:
    """For each stage, those from which a move leads to it."""
    ways: dict[str, list[str]] = {name: [] for name in flow.stages}
    for name, targets in flow.ways().items():
        for target in targets:
            ways[target].append(name)
    return ways


def _reached(flow: Flow, stage: Stage, ways: Mapping[str, list[str]]) -> list[Stage]:
    seen = {name for first in ways[stage.id] for name in reached(ways, first)}
    return [one for one in flow.stages.values() if one.id in seen]
