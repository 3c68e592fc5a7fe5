"""Stages, their actions and their moves: shape -> rows of the Flow."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from flowrules.calendar import Duration, parse_duration
from flowrules.finding import Path
from flowrules.flow import Action, Move, Stage
from flowrules.part import listed
from flowrules.scope import Scope

MAIN = "main"


def stage_of(name: str, shape: Any, scope: Scope) -> Stage:
    path: Path = ("stages", name)
    actions = [
        _action(action, name, (*path, "actions", place), scope)
        for place, action in enumerate(shape.actions)
    ]
    outcomes = {action.id: action.outcomes for action in actions}
    moves = [
        _move(move, name, outcomes, (*path, "next", place), scope)
        for place, move in enumerate(shape.next)
    ]
    scope.expect_track(shape.track, path)
    _expect_before(shape, path, scope)
    return Stage(
        id=name,
        title=shape.title or name.replace("-", " ").capitalize(),
        track=shape.track or MAIN,
        kind=shape.kind,
        pauses=tuple(_pauses(shape, name, path, scope)),
        row=shape.row,
        column=shape.column,
        actions=tuple(actions),
        moves=tuple(moves),
        path=path,
    )


def _pauses(shape: Any, stage: str, path: Path, scope: Scope) -> Iterator[str | None]:
    """The stages of other tracks that stop the clock; None for closures."""
    for place, pause in enumerate(shape.pauses):
        if isinstance(pause, str):
            yield None
            continue
        there = (*path, "pauses", place, "in_stage")
        scope.expect_stage(pause.in_stage, there)
        if scope.track_of(pause.in_stage) == scope.track_of(stage):
            scope.note(
                "FR222",
                "pause-on-own-track",
                there,
                f"`{pause.in_stage}` is on the track of `{stage}` itself",
                "only a stage of another track can stop the clock",
            )
        yield pause.in_stage


def _expect_before(shape: Any, path: Path, scope: Scope) -> None:
    """`before` names another action of the stage, and the chain of them has an end."""
    before = {action.id: action.before for action in shape.actions}
    for place, action in enumerate(shape.actions):
        there = (*path, "actions", place, "before")
        if action.before is None:
            continue
        if action.before not in before:
            scope.unknown("action in this stage", action.before, before, there)
            continue
        seen, name = {action.id}, action.before
        while name is not None and name not in seen:
            seen.add(name)
            name = before.get(name)
        if name is not None:
            scope.note(
                "FR223",
                "before-circle",
                there,
                f"`{action.id}` comes before itself",
                "let one of these actions have a day of its own",
            )


def _action(shape: Any, stage: str, path: Path, scope: Scope) -> Action:
    scope.expect_role(shape.by, (*path, "by"))
    scope.expect_groups(shape.group, (*path, "group"))
    _expect_deadline(shape, path, scope)
    for place, name in enumerate(shape.differs_from):
        scope.expect_other_role(name, shape.by, (*path, "differs_from", place))
    return Action(
        id=shape.id,
        do=shape.do,
        title=shape.title or f"“{shape.do}”",
        type=shape.type,
        by=shape.by,
        stage=stage,
        within=_duration(shape.within),
        anchor=shape.from_ or "entered",
        before=shape.before,
        every=_duration(shape.every),
        condition=None if shape.if_ is None else scope.bind_whole(shape.if_, (*path, "if")),
        groups=listed(shape.group),
        notice=_duration(shape.notice),
        postponement=_duration(shape.postponement),
        companion=shape.companion,
        differs_from=shape.differs_from,
        new_evidence=shape.new_evidence,
        confidential=shape.confidential,
        optional=shape.optional,
        outcomes=shape.outcomes,
        path=path,
    )


def _duration(text: str | None) -> Duration | None:
    return parse_duration(text) if text else None


def _expect_deadline(shape: Any, path: Path, scope: Scope) -> None:
    """What a deadline counts from is said once, and has a length to count."""
    if shape.from_ is not None:
        scope.expect_anchor(shape.from_, (*path, "from"))
    together = [word for word in ("from_", "every") if getattr(shape, word) is not None]
    if shape.before is not None and together:
        word = together[0].rstrip("_")
        scope.note(
            "FR214",
            "deadline-unclear",
            (*path, "before"),
            f"`before` and `{word}` both say when it is due",
            "keep one of the two",
        )
    if shape.every is not None and shape.optional:
        scope.note(
            "FR214",
            "deadline-unclear",
            (*path, "every"),
            "what is offered and never owed has no `every`",
            "take out `every` or `optional`",
        )


def _move(
    shape: Any, stage: str, outcomes: Mapping[str, Iterable[str]], path: Path, scope: Scope
) -> Move:
    _expect_words_together(shape, path, scope)
    scope.expect_groups(shape.group, (*path, "group"))
    scope.expect_stage(shape.to, (*path, "to"), track=scope.track_of(stage))
    decided = tuple((shape.decided or {}).items())
    for action, outcome in decided:
        scope.expect_outcome(action, outcome, outcomes, (*path, "decided", action))
    if shape.from_ is not None:
        scope.expect_anchor(shape.from_, (*path, "from"))
    for thing in shape.needs or {}:
        scope.expect_thing(thing, (*path, "needs", thing), on_key=True)
    when = None if shape.when is None else scope.bind_whole(shape.when, (*path, "when"))
    return Move(
        to=shape.to,
        when=when,
        trigger=shape.when if isinstance(shape.when, str) else None,
        decided=decided,
        after=parse_duration(shape.after) if shape.after else None,
        anchor=shape.from_ or "entered",
        needs=tuple((thing, parse_duration(age)) for thing, age in (shape.needs or {}).items()),
        needs_reason=shape.needs_reason,
        groups=listed(shape.group),
        path=path,
    )


def _expect_words_together(shape: Any, path: Path, scope: Scope) -> None:
    if shape.when is None and shape.decided is None and shape.after is None:
        scope.note(
            "FR213",
            "move-without-cause",
            path,
            f"nothing says when the move to `{shape.to}` is taken",
            "add `when`, `decided` or `after`",
        )
    if shape.from_ is not None and shape.after is None:
        scope.note(
            "FR214",
            "deadline-unclear",
            (*path, "from"),
            "`from` has no `after` beside it",
            "say how long: `after: 12 weeks`",
        )
    if shape.needs_reason and shape.decided is None:
        scope.note(
            "FR215",
            "reason-without-decision",
            (*path, "needs_reason"),
            "`needs_reason` stands on a move that nobody decides",
            "only a decision carries a reason; take it out, or add `decided`",
        )
