"""Flow + stage -> Arrival: the shortest history that brings somebody to a stage.

It begins in the stage itself (by a placing, or where everybody begins) or, where its moves count from
something done in earlier stages, in the first of those. Each step is taken in the engine.
"""

from collections import deque
from collections.abc import Iterator, Set
from datetime import date
from itertools import islice

from flowrules.explore.history import Arrival, Away, Happened, History
from flowrules.explore.series import Series, absences_of, kind_for, next_worked, series_for
from flowrules.explore.tries import Try, look, tries
from flowrules.flow import Flow, Move, Stage, walk

_BEGIN = date(2026, 1, 12)  # a Monday in term, where a procedure does not say since when it applies
_DEEPEST = 6  # moves of a way
_TRIES = 60  # histories for one move of a way
_OFTEN = Series(4, 2)

_Way = list[tuple[Stage, Move]]  # moves, each with the stage that it leaves


def arrive(flow: Flow, stage: Stage, *, later: int = 0) -> Arrival | None:
    """How somebody comes to a stage, and stays; None where no way was found. `later`: days put off."""
    names = _anchors(stage) | {name for move in stage.moves for name, _ in move.needs}
    for wanted in (names, _anchors(stage)):
        way = _way(flow, stage, wanted)
        if way is None:
            continue
        for begin in origins(flow, way[0][0] if way else stage, stage, later):
            arrival = follow(flow, begin, [move for _, move in way], wanted)
            if arrival is not None and _stays(flow, arrival, stage):
                return arrival
    return None


def _stays(flow: Flow, arrival: Arrival, stage: Stage) -> bool:
    """Whether somebody is still there the day after, and no move holds yet."""
    seen = look(flow, Try(arrival.history, arrival.day + 1), stage)
    return seen is not None and seen.day > arrival.day and not seen.chance.ready


def follow(
    flow: Flow, begin: Arrival, way: list[Move], wanted: Set[str] = frozenset()
) -> Arrival | None:
    """Somebody who goes a way, and does at each stage of it what is wanted later; None if it fails."""
    arrival: Arrival | None = begin
    for move in way:
        assert arrival is not None
        arrival = take(flow, _doing(flow, arrival, wanted - dict(move.decided).keys()), move)
        if arrival is None:
            return None
    return arrival and _doing(flow, arrival, wanted)


def origins(flow: Flow, stage: Stage, target: Stage, later: int = 0) -> Iterator[Arrival]:
    """Where a way may begin: where everybody does, or by a placing; before it nobody was away, or
    there were some short absences, or a long one still goes on.
    """
    day = flow.calendar.next_open((flow.header.effective_from or _BEGIN).toordinal() + later)
    starts = {track.id: track.start for track in flow.tracks}
    groups = [group for move in target.moves for group in move.groups]
    history = History(group=groups[0] if groups else None)
    if starts[stage.track] != stage.id:
        history = history.plus(events=(Happened(day, "placed", f"{stage.track} {stage.id}"),))
    asked = [one for move in target.moves for one in walk(move.when)]
    kind = kind_for(target.moves[0].when if target.moves else None, flow)
    before = absences_of(_OFTEN, flow, next_worked(flow, day - 28), kind)
    lengths = [one.days for one in series_for(asked) if one.absences == 1]
    away = Away(next_worked(flow, day - max(lengths, default=1) - 7), None, *kind)
    for absences in ((), tuple(before), (away,)):
        yield Arrival(stage.id, history.plus(absences=absences), day, (stage.id,))


def _anchors(stage: Stage) -> set[str]:
    """What the moves of a stage count from."""
    named = {move.anchor for move in stage.moves if move.after is not None}
    return named | {one.anchor for move in stage.moves for one in walk(move.when) if one.anchor}


def _doing(flow: Flow, arrival: Arrival, wanted: Set[str]) -> Arrival:
    """With what is wanted of the stage done on its first open day."""
    own = [one.id for one in flow.stages[arrival.stage].actions if one.id in wanted]
    day = flow.calendar.next_open(arrival.day + 1)
    events = tuple(Happened(day, "action", name) for name in own)
    return arrival._replace(history=arrival.history.plus(events=events))


def _way(flow: Flow, stage: Stage, names: set[str]) -> _Way | None:
    """The shortest way to a stage that passes those where some things are done."""
    wanted = frozenset(_stages_of(flow, stage, names)) - {stage.id}
    leading: dict[str, list[tuple[Stage, Move]]] = {}
    for one in flow.stages_of(stage.track):
        for move in sorted(one.moves, key=lambda move: not move.decided):
            leading.setdefault(move.to, []).append((one, move))
    waiting: deque[tuple[str, frozenset[str], _Way]] = deque([(stage.id, wanted, [])])
    seen = {(stage.id, wanted)}
    while waiting:
        front, left, way = waiting.popleft()
        if not left:
            return way
        for one, move in leading.get(front, ()) if len(way) < _DEEPEST else ():
            step = one.id, left - {one.id}
            if step not in seen and one.id != stage.id:
                seen.add(step)
                waiting.append((*step, [(one, move), *way]))
    return None


def _stages_of(flow: Flow, stage: Stage, names: set[str]) -> Iterator[str]:
    """The stages of the same track in which some things are done."""
    for name in names:
        left = name.removeprefix("left ")
        its = flow.actions[name].stage if name in flow.actions else left
        if its in flow.stages and flow.stages[its].track == stage.track:
            yield its


def take(flow: Flow, arrival: Arrival, move: Move) -> Arrival | None:
    """Somebody who takes a move of the stage; None where no history tried makes it the one taken."""
    stage = flow.stages[arrival.stage]
    place = stage.moves.index(move)
    for tried in islice(tries(flow, arrival, move), _TRIES):
        seen = look(flow, tried, stage)
        if seen is not None and place == min(seen.chance.ready, default=None):
            return Arrival(move.to, seen.history, seen.day, (*arrival.passed, move.to))
    return None
