"""Flow -> Plan: what every record asks of a procedure, worked out once and not for each of them.

It says nothing that the Flow does not say, so keeping it changes no answer.
"""

from functools import cached_property

from flowrules.calendar import Duration
from flowrules.conditions import facts
from flowrules.finding import Path
from flowrules.flow import Flow, Move, Stage, conditions_of, walk
from flowrules.lines import Pattern
from flowrules.view import Condition
from flowrules.workdays import Workdays

_FLOWS = 16  # procedures kept, of those asked about last
_DEADLINES = 20_000  # periods kept for each, and
_LIVES = 256  # working patterns kept for each


class Plan:
    """One procedure, as records ask of it."""

    def __init__(self, flow: Flow) -> None:
        self.flow = flow
        self._deadlines: dict[tuple[int, Duration], int | None] = {}
        self._workdays: dict[tuple[Pattern, ...], Workdays] = {}

    def workdays(self, patterns: tuple[Pattern, ...]) -> Workdays:
        """The working days of those who work by some patterns, shared by all of them."""
        found = self._workdays.get(patterns)
        if found is None:
            if len(self._workdays) >= _LIVES:
                self._workdays.clear()
            found = self._workdays[patterns] = Workdays(patterns, self.flow.calendar)
        return found

    def deadline(self, day: int, length: Duration) -> int | None:
        """The last day of a period counted from a day, as the calendar has it."""
        key = day, length
        if key not in self._deadlines:
            if len(self._deadlines) >= _DEADLINES:
                self._deadlines.clear()
            self._deadlines[key] = self.flow.calendar.deadline(day, length)
        return self._deadlines[key]

    @cached_property
    def conditions(self) -> list[Condition]:
        """The conditions that the procedure uses, and those of its triggers that nothing uses."""
        asked = [*conditions_of(self.flow).values()]
        return asked + [
            one for trigger in self.flow.triggers.values() for one in walk(trigger.condition)
        ]

    @cached_property
    def words(self) -> frozenset[str]:
        """The words of those conditions."""
        return frozenset(one.word for one in self.conditions)

    @cached_property
    def asked(self) -> dict[Path, list[Condition]]:
        """The condition of each move and all its members."""
        moves = (move for stage in self.flow.stages.values() for move in stage.moves)
        return {move.path: walk(move.when) for move in moves}

    @cached_property
    def untouched(self) -> dict[str, frozenset[Path]]:
        """For each track, the moves of the others that a step of it cannot touch."""
        stages = self.flow.stages.values()
        alone = [
            (stage.track, move.path)
            for stage in stages
            for move in stage.moves
            if _stands_alone(stage, move)
        ]
        tracks = [track.id for track in self.flow.tracks]
        return {one: frozenset(path for track, path in alone if track != one) for one in tracks}

    @cached_property
    def heedless(self) -> frozenset[str]:
        """The stages whose actions ask for nothing of absences, nor count from a return."""
        return frozenset(
            stage.id
            for stage in self.flow.stages.values()
            if all(one.condition is None and one.anchor != "return" for one in stage.actions)
        )

    @cached_property
    def limits(self) -> list[frozenset[str]]:
        """The staff groups that each thing is for which is not for all."""
        flow = self.flow
        limited = [
            *(contact.groups for contact in flow.contacts),
            *(action.groups for action in flow.actions.values()),
            *(move.groups for stage in flow.stages.values() for move in stage.moves),
            *(one.settings for one in self.conditions if one.word == "group"),
            flow.term_time,
        ]
        return [frozenset(groups) for groups in limited if groups]

    @cached_property
    def asks_group(self) -> bool:
        """Whether anything depends on the staff group."""
        return bool(self.limits)

    @cached_property
    def told_apart(self) -> list[frozenset[str]]:
        """The staff groups that each thing is for or not for, whom the procedure covers among them."""
        return [*self.limits, frozenset(self.flow.header.covers.groups), self.excluded]

    @cached_property
    def reasoned(self) -> frozenset[tuple[str, str]]:
        """The decisions that must carry a reason: an action and its outcome."""
        moves = (move for stage in self.flow.stages.values() for move in stage.moves)
        return frozenset(pair for move in moves if move.needs_reason for pair in move.decided)

    @cached_property
    def contacts(self) -> list[str]:
        return [contact.id for contact in self.flow.contacts]

    @cached_property
    def excluded(self) -> frozenset[str]:
        """The staff groups that the procedure is not for, as a record writes them."""
        return frozenset(name.lower().replace(" ", "-") for name in self.flow.header.covers.not_)

    @cached_property
    def school_week(self) -> tuple[int, ...]:
        """The half days of the school's working week."""
        return tuple(2 * int(works) for works in self.flow.calendar.week)


def _stands_alone(stage: Stage, move: Move) -> bool:
    """Whether a move looks at nothing that happens on other tracks."""
    if move.after is not None and (move.anchor != "entered" or stage.pauses):
        return False
    return move.anchor != "return" and not any(
        one.anchor is not None or facts(one.word).elsewhere for one in walk(move.when)
    )


_plans: dict[int, Plan] = {}


def plan_of(flow: Flow) -> Plan:
    """The plan of a procedure."""
    plan = _plans.get(id(flow))
    if plan is None or plan.flow is not flow:
        if len(_plans) >= _FLOWS:
            del _plans[next(iter(_plans))]
        plan = _plans[id(flow)] = Plan(flow)
    return plan
