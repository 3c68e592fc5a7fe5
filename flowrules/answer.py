"""Person + Flow + day -> Answered: what was decided on somebody, or why nothing was."""

from datetime import date
from typing import NamedTuple

from flowrules.decision import Decision
from flowrules.engine import decide
from flowrules.engine.horizon import Horizon, horizon_of
from flowrules.flow import Flow
from flowrules.people import Person
from flowrules.placed import Placed

NOT_COVERED = "not covered"  # why nothing is said of somebody whom the procedure is not for


class Asked(NamedTuple):
    """The day asked about, and how a record is read."""

    on: date
    known_on: date | None = None
    hindsight: bool = False

    @property
    def horizon(self) -> Horizon:
        return horizon_of(self.on, self.known_on, hindsight=self.hindsight)


class Answered(NamedTuple):
    """One person and what came of it; with `findings` nothing is decided."""

    person: Person
    decision: Decision
    findings: tuple[Placed, ...] = ()

    @property
    def decided(self) -> bool:
        """Whether anything is said: the record is sound, and the procedure is for this person."""
        return self.decision.covered and not self.findings


def answer(person: Person, flow: Flow, asked: Asked, *, whole: bool = True) -> Answered:
    """Decides on one person, unless a line of the record could not be used.

    Without the `whole` of it, what a worklist does not show is not found (see `decide`).
    """
    if person.record is None:
        return Answered(person, Decision(asked.on, covered=True, tracks={}), person.findings)
    on, known_on, hindsight = asked
    decision = decide(flow, person.record, on, known_on=known_on, hindsight=hindsight, whole=whole)
    return Answered(person, decision, tuple(person.places.placed(decision.findings)))
