"""Explored: what holds in each stage of a procedure in the histories that its conditions name."""

from collections.abc import Iterator
from datetime import date
from itertools import islice
from typing import NamedTuple

from flowrules.decision import Days, Step
from flowrules.engine import decide
from flowrules.explore.arrival import arrive, follow, origins
from flowrules.explore.history import Arrival, Away, History
from flowrules.explore.series import is_known
from flowrules.explore.tracks import alone
from flowrules.explore.tries import Try, clock, ending, look, on_the_last_day, recorded, told_late, tries
from flowrules.finding import Path
from flowrules.flow import Flow, Move, Stage

_LOOKS = 2_000  # at all stages together
_MOST, _LEAST = 60, 8  # at one stage
_ALONE, _SPARE = 150, 1_000  # at one move alone, and at all of those together
_WEEKDAYS = 5
_FLOWS = 4  # remembered


class Sighting(NamedTuple):
    """What holds in a stage on a day of a history: the moves by their places."""

    history: History
    day: int
    moves: tuple[int, ...]


class Shared(NamedTuple):
    """An absence (first and last day) that takes the first move of a way, and one at its end."""

    begin: Stage
    way: tuple[Move, ...]
    seen: Sighting
    absence: Days


class Explored:
    """A procedure and what was seen of it; each stage is looked at when it is first asked for."""

    def __init__(self, flow: Flow) -> None:
        self.flow = flow._replace(before=None)
        asking = sum(any(move.when for move in stage.moves) for stage in flow.stages.values())
        self._looks = max(_LEAST, min(_MOST, _LOOKS // max(1, asking)))
        self._alone = {track.id: alone(self.flow, track.id) for track in self.flow.tracks}
        self._arrivals: dict[str, Arrival | None] = {}
        self._seen: dict[str, list[Sighting]] = {}
        self._spare = _SPARE
        self._by_move: dict[Path, list[Sighting] | None] = {}
        self._cut: set[str] = set()  # stages in which more could have been tried

    def _of(self, stage: Stage) -> Flow:
        """The procedure as far as a stage has to do with it."""
        return self._alone[stage.track]

    def arrival(self, stage: Stage) -> Arrival | None:
        """How somebody comes to a stage, if a way was found."""
        if stage.id not in self._arrivals:
            self._arrivals[stage.id] = arrive(self._of(stage), stage)
        return self._arrivals[stage.id]

    def sightings(self, stage: Stage) -> list[Sighting]:
        """What was seen in a stage, the smallest histories first; nothing where nobody comes there."""
        if stage.id not in self._seen:
            found = {(one.history, one.day): one for one in self._look(stage)}
            self._seen[stage.id] = sorted(found.values(), key=lambda one: (one.history.size, one.day))
        return self._seen[stage.id]

    def _look(self, stage: Stage) -> Iterator[Sighting]:
        arrival = self.arrival(stage)
        if arrival is None:
            return
        waiting = self._tries(stage, arrival)
        for tried in islice(waiting, self._looks):
            seen = look(self._of(stage), tried, stage)
            if seen is not None:
                yield Sighting(seen.history, seen.day, seen.chance.moves)
        if next(waiting, None) is not None:
            self._cut.add(stage.id)

    def _tries(self, stage: Stage, arrival: Arrival) -> Iterator[Try]:
        """What each move asks for, in turn, so that none is left out where there are many."""
        waiting = [tries(self._of(stage), arrival, move) for move in stage.moves if is_known(move.when)]
        seen: set[Try] = set()
        while waiting:
            for one in list(waiting):
                tried = next(one, None)
                if tried is None:
                    waiting.remove(one)
                elif tried not in seen:
                    seen.add(tried)
                    yield tried

    def alone(self, stage: Stage, move: Move) -> list[Sighting] | None:
        """What would be seen in a stage if it had this move alone, the move being at place 0.

        None where nothing was seen, and not all was tried.
        """
        if move.path not in self._by_move:
            self._by_move[move.path] = self._look_alone(stage, move)
        return self._by_move[move.path]

    def _look_alone(self, stage: Stage, move: Move) -> list[Sighting] | None:
        only = stage._replace(moves=(move,))
        other = Explored(self.flow._replace(stages={**self.flow.stages, stage.id: only}))
        other._looks = self._spend()
        found = [one for one in other.sightings(only) if one.moves] if other._looks else []
        return None if not found and (not other._looks or stage.id in other._cut) else found

    def _spend(self) -> int:
        """How often may be looked at one more move; where there are many of them, not at all."""
        looks = min(_ALONE, self._spare)
        self._spare -= looks
        return looks

    def at_one_stroke(self, stage: Stage, move: Move) -> bool:
        """Whether a move can be the first that holds where several absences become known on one day."""
        arrival, place = self.arrival(stage), stage.moves.index(move)
        for tried in islice(told_late(self._of(stage), arrival, move), _ALONE) if arrival else ():
            seen = look(self._of(stage), tried, stage)
            if seen is not None and seen.day == tried.day and seen.chance.moves[:1] == (place,):
                return True
        return False

    def only_way(self, move: Move) -> bool:
        """Whether no other move leads to a stage, and nobody begins there."""
        ways = [one for stage in self.flow.stages.values() for one in stage.moves if one.to == move.to]
        return len(ways) == 1 and all(track.start != move.to for track in self.flow.tracks)

    def passed_at_once(self, stage: Stage) -> tuple[Move, Sighting] | None:
        """The move by which everybody leaves a stage on the day of coming, whoever was away before,
        and whatever had been recorded by then.
        """
        left: dict[Path, Sighting] = {}
        its = self._of(stage)
        for begin in origins(its, stage, stage):
            for history in dict.fromkeys((begin.history, recorded(its, begin, stage))):
                record = history.record()
                steps = decide(its, record, date.fromordinal(begin.day)).steps if record else ()
                path = next((step.path for step in steps if step.from_ == stage.id), None)
                if path is None:
                    return None
                left.setdefault(path, Sighting(history, begin.day, ()))
        move = next((move for move in stage.moves if [*left] == [move.path]), None)
        return None if move is None else (move, left[move.path])

    def together(self, stage: Stage, when: Move, after: Move) -> Sighting | None:
        """A day on which the period of one move is over and the condition of another is met.

        Somebody comes to the stage on one day of the week or another, as the school may be closed on
        the day on which the period is over.
        """
        its, both = self._of(stage), {stage.moves.index(when), stage.moves.index(after)}
        arrival, end = self._until_an_open_day(stage, after)
        if arrival is None or end is None:
            return None
        for tried in islice(on_the_last_day(its, arrival, when, end), _LEAST):
            seen = look(its, tried, stage)
            if seen is not None and seen.day == tried.day and both <= set(seen.chance.moves):
                return Sighting(seen.history, seen.day, seen.chance.moves)
        return None

    def _until_an_open_day(self, stage: Stage, after: Move) -> tuple[Arrival | None, int | None]:
        """Somebody in a stage, and the day on which a period of it is over; an open one if there is."""
        its, arrival = self._of(stage), self.arrival(stage)
        end = arrival and clock(its, arrival, after)
        for later in range(1, _WEEKDAYS):
            if arrival is None or end is None or its.calendar.is_open(end):
                break
            arrival = arrive(its, stage, later=later)
            end = arrival and clock(its, arrival, after)
        return arrival, end

    def shared(self, begin: Stage, way: list[Move], move: Move) -> Shared | None:
        """An absence that takes the first move of a way, and then this one at its end."""
        arrival = self.arrival(begin)
        end = arrival and follow(self._of(begin), arrival, way)
        for tried in islice(tries(self._of(begin), end, move), _LEAST) if end else ():
            record = tried.history.record()
            its = self._of(begin)
            steps = decide(its, record, date.fromordinal(tried.day)).steps if record else ()
            last = next((step for step in steps if step.path == move.path), None)
            absence = last and _named_by_both(steps, way[0], last)
            if last and absence:
                day = last.on.toordinal()
                return Shared(begin, tuple(way), Sighting(tried.history.until(day), day, ()), absence)
        return None

    def only_with(self, stage: Stage, move: Move, first: Away, end: int) -> Sighting | None:
        """A move that holds on a day with an absence long before it, and not without that absence."""
        arrival = self.arrival(stage)
        if arrival is None or arrival.history.absences or arrival.day > first.first:
            return None
        place = stage.moves.index(move)
        for absences in islice(ending(self._of(stage), move, end), _LEAST):
            without = arrival.history.plus(absences=absences)
            seen = [
                look(self._of(stage), Try(history, end), stage)
                for history in (without.plus(absences=(first,)), without)
            ]
            held = [place in one.chance.moves if one and one.day == end else None for one in seen]
            if held == [True, False] and seen[0]:
                return Sighting(seen[0].history, end, seen[0].chance.moves)
        return None

    def example(self, stage: Stage, seen: Sighting, title: str) -> str:
        """What was seen, decided by the engine, as an example to paste."""
        record = seen.history.record()
        assert record is not None
        decision = decide(self.flow, record, date.fromordinal(seen.day))
        expect = {stage.track: decision.tracks[stage.track].stage}
        return seen.history.text(seen.day, title, expect)

    def most_absences(self, stage: Stage) -> int:
        """The most absences in a history that was tried in a stage."""
        return max((len(one.history.absences) for one in self.sightings(stage)), default=0)


def _named_by_both(steps: tuple[Step, ...], first: Move, last: Step) -> Days | None:
    """The first absence that was counted for a move and for a later step."""
    named = (days for step in steps if step.path == first.path for days in _named(step))
    return next((one for one in named if any(_overlap(one, other) for other in _named(last))), None)


def _named(step: Step) -> list[Days]:
    """The absences that were counted for a step."""
    counted = [one for one in step.because if one.holds and one.value is not None]
    return [days for one in counted for days in one.absences]


def _overlap(one: Days, other: Days) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]


_explored: dict[int, tuple[Flow, Explored]] = {}


def explored(flow: Flow) -> Explored:
    """What was seen of a procedure; several rules ask for it."""
    found = _explored.get(id(flow))
    if found is None or found[0] is not flow:
        if len(_explored) >= _FLOWS:
            del _explored[next(iter(_explored))]
        found = _explored[id(flow)] = flow, Explored(flow)
    return found[1]
