"""Flow + record + day -> the moves that hold on that day, before any of them is taken.

`decide` takes the first that holds; whoever asks whether two can hold at once must see them all.
"""

from datetime import date
from typing import NamedTuple

from flowrules.engine.case import Case, bind_case
from flowrules.engine.day import Run
from flowrules.engine.horizon import horizon_of
from flowrules.engine.moves import met, missing
from flowrules.flow import Flow, is_for
from flowrules.model.record import Record


class Chance(NamedTuple):
    """Where a person is on one track, since which day, and which of its moves hold, by their places.

    `ready` are those of them that lack no evidence.
    """

    stage: str
    entered: int
    moves: tuple[int, ...]
    ready: tuple[int, ...]


class _Waiting(Run):
    """A way through a procedure that takes no move on its last day."""

    def __init__(self, flow: Flow, case: Case) -> None:
        super().__init__(flow, case)
        self.chances: dict[str, Chance] = {}

    def _rest(self, track: str) -> bool:
        if self.day < self.case.on:
            return super()._rest(track)
        stay = self.stays[track][-1]
        held = [
            (place, move)
            for place, move in enumerate(stay.stage.moves)
            if is_for(move.groups, self.case.about.group) and met(self, stay, place, move)
        ]
        ready = tuple(place for place, move in held if not missing(self, move))
        places = tuple(place for place, _ in held)
        self.chances[track] = Chance(stay.stage.id, stay.entered, places, ready)
        return False


def holding(flow: Flow, record: Record, on: date) -> dict[str, Chance] | None:
    """What holds on each track; None where the record cannot be right, or is not covered.

    Versions before this one are not looked at.
    """
    case, findings = bind_case(flow, record, horizon_of(on))
    if case is None or findings or case.not_covered_because is not None:
        return None
    person = _Waiting(flow, case)
    for _ in person.days(also=case.on):
        pass
    return None if person.findings else person.chances
