"""Flow -> decisions: which stages dismiss somebody, and which meetings may end in a warning or worse.

A stage dismisses that says so by its `kind`, or that an outcome called `dismiss` leads to: an author who
forgot the kind has forgotten nothing that matters to the person.
"""

import re
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import NamedTuple

from flowrules.calendar import Duration
from flowrules.finding import Path
from flowrules.flow import Action, Flow, Move, Stage
from flowrules.lint.routes import on_every_way

_DISMISSES = re.compile(r"(?<!no-)(?<!not-)\b(dismiss|dismissal|dismissed|terminate)\b")


class Decision(NamedTuple):
    """An action of a stage whose outcome takes a move."""

    stage: Stage
    action: Action
    outcome: str
    move: Move


def decisions(flow: Flow) -> Iterator[Decision]:
    """Every decision that takes a move, in file order."""
    for stage in flow.stages.values():
        for move in stage.moves:
            for action, outcome in move.decided:
                yield Decision(stage, flow.actions[action], outcome, move)


def dismissals(flow: Flow) -> list[Stage]:
    """The stages that dismiss somebody, in file order."""
    named = {
        one.move.to
        for one in decisions(flow)
        if _DISMISSES.search(one.outcome) and not is_appeal(one.stage, one.action)
    }
    return [stage for stage in flow.stages.values() if stage.kind == "dismissal" or stage.id in named]


def is_appeal(stage: Stage, action: Action) -> bool:
    """Whether something is done in an appeal: in a stage of that kind, or by its own name."""
    return stage.kind == "appeal" or "appeal" in f"{action.id} {action.title} {action.do}".lower()


def deciding(flow: Flow) -> dict[str, list[Decision]]:
    """For each dismissal, the decisions that lead to it, appeals aside."""
    found: dict[str, list[Decision]] = {stage.id: [] for stage in dismissals(flow)}
    for one in decisions(flow):
        if one.move.to in found and not is_appeal(one.stage, one.action):
            found[one.move.to].append(one)
    return found


def sanctions(flow: Flow) -> list[Decision]:
    """The decisions that lead to a dismissal, or to a warning that was not given already.

    A warning that lies on every way to the meeting is where the person is anyway.
    """
    passed = on_every_way(flow)
    dismissing = {stage.id for stage in dismissals(flow)}
    return [
        one
        for one in decisions(flow)
        if one.move.to in dismissing
        or (
            flow.stages[one.move.to].kind == "warning"
            and one.move.to not in passed.get(one.stage.id, frozenset())
        )
    ]


def meetings(flow: Flow) -> list[tuple[Stage, Action]]:
    """The meetings that may end in a warning, a dismissal, or its confirmation on appeal.

    Where the decision is written down apart from the meeting, the meeting of the same stage is meant.
    """
    found: list[tuple[Stage, Action]] = []
    heavy = {(one.stage.id, one.action.id) for one in sanctions(flow)}
    for one in decisions(flow):
        known = one.stage.kind == "hearing" or is_appeal(one.stage, one.action)
        known = known and not _only_waits(flow, one)
        if known or (one.stage.id, one.action.id) in heavy:
            found += [(one.stage, action) for action in _held(one.stage, one.action)]
    return list(dict.fromkeys(found))


def _only_waits(flow: Flow, decision: Decision) -> bool:
    """Whether whatever comes of it, the hearing or the appeal goes on."""
    here = decision.stage
    moves = [move for move in here.moves for name, _ in move.decided if name == decision.action.id]
    return all(move.to != here.id and flow.stages[move.to].kind == here.kind for move in moves)


def _held(stage: Stage, decision: Action) -> list[Action]:
    if decision.type != "decision":
        return [decision]
    return [one for one in stage.actions if one.type in ("meeting", "hearing")] or [decision]


def appeals(flow: Flow) -> dict[str, list[Decision]]:
    """For each dismissal, the decisions on the appeals against it: in it, or in stages after it."""
    passed = on_every_way(flow)
    decided = [one for one in decisions(flow) if is_appeal(one.stage, one.action)]
    found = {}
    for stage in dismissals(flow):
        stages = {stage.id, *_appeal_stages(flow, stage, passed)}
        found[stage.id] = [one for one in decided if one.stage.id in stages]
    return found


def _appeal_stages(flow: Flow, stage: Stage, passed: Mapping[str, frozenset[str]]) -> set[str]:
    """The appeal stages after a dismissal, past no stage that others can be in."""
    seen: set[str] = set()
    waiting = [move.to for move in stage.moves]
    while waiting:
        name = waiting.pop()
        here = flow.stages[name]
        if name not in seen and (here.kind == "appeal" or stage.id in passed.get(name, ())):
            seen.add(name)
            waiting += [move.to for move in here.moves]
    return {name for name in seen if flow.stages[name].kind == "appeal"}


def working_days(flow: Flow, length: Duration) -> Fraction:
    """About how many working days a length of time is in the week of this procedure."""
    week = Fraction(sum(flow.calendar.week))
    days = {"working day": Fraction(1), "day": week / 7, "month": week * 52 / 12, "year": week * 52}
    return length.n * days.get(length.unit, week)


def others(held: list[Action], words: str) -> tuple[tuple[Path, str], ...]:
    """All but the first of some actions, as places that a finding about the first is related to."""
    return tuple((one.path, f"{words} `{one.id}`") for one in held[1:])
