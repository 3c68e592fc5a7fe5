"""Somebody could be away, or in a stage, for ever, with no day by which anyone looks.

A review that has no day is the one that is forgotten. People who are ill for long are out of sight, and
nobody asks what would help them back; others stay under watch for years because no one wrote when it
ends.

Bad:
    flowrules: 1
    procedure: {id: small, title: Small procedure}
    triggers: {away: {continuous: {at_least: 4 weeks}}}
    stages:
      fine: {next: [{when: away, to: review}]}
      review:
        actions: [{id: meet, do: Meet, by: manager, outcomes: [back]}]
        next: [{decided: {meet: back}, to: fine}]

Good:
    flowrules: 1
    procedure: {id: small, title: Small procedure}
    triggers: {away: {continuous: {at_least: 4 weeks}}}
    stages:
      fine: {next: [{when: away, to: review}]}
      review:
        actions: [{id: meet, do: Meet, by: manager, within: 2 weeks, outcomes: [back]}]
        next: [{decided: {meet: back}, to: fine}]
"""

from collections.abc import Iterator

from flowrules.finding import Path, Problem
from flowrules.flow import Action, Flow, Stage, conditions_of
from flowrules.lint.proposals import free_name
from flowrules.view import Condition

CODE = "FR730"
SEVERITY = "warning"
LAW = "L30"

# Conditions that come to be true while an absence goes on.
_GROWING = ("working_days", "calendar_days", "hours_lost", "lost_time", "bradford", "continuous",
            "longest_absence", "absent", "return_missed", "reason")  # fmt: skip
_COUNTS = ("absences", *_GROWING[:7])


def check(flow: Flow) -> Iterator[Problem]:
    if path := _only_on_return(flow):
        message = (
            "check that somebody looks at an absence that does not end: nothing asks how long one lasts"
        )
        yield Problem(path, message, _looking(flow), on_key=True)
    if idle := [stage for stage in flow.stages.values() if _has_no_day(flow, stage)]:
        first, *others = idle
        more = f", or in {len(others)} other{'s' if others[1:] else ''}" if others else ""
        said = "nothing has to happen by a certain day"
        message = f"check that somebody looks in time: in `{first.id}`{more}, {said}"
        help = "give the first action there `within`, such as `within: 10 working days`"
        related = tuple((stage.path, f"{said} here either") for stage in others)
        yield Problem(first.path, message, help, on_key=True, related=related)


def _looking(flow: Flow) -> str:
    name = free_name("long-absence", flow.triggers)
    line = f"`{name}: {{title: Away for four weeks, continuous: {{at_least: 4 weeks}}}}`"
    start = flow.stages[flow.tracks[0].start]
    to = next((f", such as `{{when: {name}, to: {move.to}}}`" for move in start.moves), "")
    return (
        f"write under `triggers` {line}, and under `{start.id}` a move to a stage that it leads to{to}"
    )


def _only_on_return(flow: Flow) -> Path | None:
    """The first condition that counts, where none is ever met while an absence goes on."""
    counts = [path for path, one in conditions_of(flow).items() if one.word in _COUNTS]
    seen = any(one.word in _GROWING and not one.negative for one in _in_absence(flow))
    return counts[0] if counts and not seen else None


def _in_absence(flow: Flow) -> Iterator[Condition]:
    """The conditions that are looked at on every day, and not on return alone."""
    asked = [move.when for stage in flow.stages.values() for move in stage.moves]
    asked += [action.condition for action in flow.actions.values()]
    for condition in asked:
        yield from _daily(condition)


def _daily(condition: Condition | None) -> Iterator[Condition]:
    if condition is None or condition.word == "not":
        return
    if condition.word == "trigger" and condition.settings[1]:
        return
    yield condition
    for member in condition.members:
        yield from _daily(member)


def _has_no_day(flow: Flow, stage: Stage) -> bool:
    """Whether one may stay in a stage, that is not where all begin or end, with nothing due."""
    if stage.kind == "end" or not stage.moves or stage.id in {track.start for track in flow.tracks}:
        return False
    own = {action.id: action for action in stage.actions}
    if any(_is_due(action, own, ()) for action in stage.actions):
        return False
    return not any(move.after and _begins(move.anchor, own, ()) for move in stage.moves)


def _is_due(action: Action, own: dict[str, Action], asked: tuple[str, ...]) -> bool:
    """Whether an action has a last day, whatever else is done or left undone."""
    if action.optional or action.id in asked:
        return False
    if action.before:
        return _begins(action.before, own, (*asked, action.id))
    timed = action.within is not None or action.every is not None
    return timed and _begins(action.anchor, own, (*asked, action.id))


def _begins(anchor: str, own: dict[str, Action], asked: tuple[str, ...]) -> bool:
    """Whether a clock that starts from here is sure to start."""
    return anchor not in own or _is_due(own[anchor], own, asked)
