"""Procedure -> Flow: the names gate. Every name is looked up, every default filled in.

What does not fit is noted, and the binding goes on, so that one run reports every problem.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from flowrules.calendar import Calendar, bank_holidays, parse_duration, working_week
from flowrules.finding import Finding, Path
from flowrules.flow import (
    CATEGORIES,
    EDGES,
    JOIN,
    NATION,
    WORKING_WEEK,
    Action,
    Contact,
    Counting,
    EventKind,
    Flow,
    Moment,
    Move,
    Stage,
    Track,
    Trigger,
)
from flowrules.model.procedure import Procedure
from flowrules.scope import Scope
from flowrules.source import cut

MAIN = "main"


def resolve(procedure: Procedure, sha256: str = "") -> tuple[Flow | None, list[Finding]]:
    """Binds a procedure; with any finding there is no Flow. `sha256` is that of its Source."""
    scope = Scope(procedure)
    tracks = _tracks(procedure, scope)
    triggers = {
        name: Trigger(name, shape.title, scope.trigger(name, ("triggers", name)), ("triggers", name))
        for name, shape in procedure.triggers.items()
    }
    stages = {name: _stage(name, shape, scope) for name, shape in procedure.stages.items()}
    contacts = tuple(_contact(place, shape, scope) for place, shape in enumerate(procedure.contact))
    events = {
        name: EventKind(name, shape.title, shape.by, shape.confidential, ("events", name))
        for name, shape in procedure.events.items()
    }
    for name, event in procedure.events.items():
        scope.expect_role(event.by, ("events", name, "by"))
    scope.expect_role(procedure.counting.decided_by, ("counting", "decided_by"))
    _examples(procedure, tracks, scope)
    if scope.findings:
        return None, cut(scope.findings)
    nation = procedure.calendar.nation or NATION
    week = working_week(procedure.calendar.working_week or WORKING_WEEK)
    flow = Flow(
        header=procedure.procedure,
        sha256=sha256,
        roles=scope.roles,
        nation=nation,
        calendar=Calendar(week, bank_holidays(nation)),
        counting=_counting(procedure),
        contacts=contacts,
        events=events,
        triggers=triggers,
        tracks=tracks,
        stages=stages,
        actions={action.id: action for stage in stages.values() for action in stage.actions},
        examples=procedure.examples,
        deciding=frozenset(scope.used),
        unsaid=_unsaid(procedure),
    )
    return flow, []


def _counting(procedure: Procedure) -> Counting:
    said = procedure.counting
    edges = said.across_the_edge
    return Counting(
        categories=said.categories or CATEGORIES,
        decided_by=said.decided_by,
        join=said.join or JOIN,
        edges={
            "within": (edges and edges.within) or EDGES["within"],
            "since": (edges and edges.since) or EDGES["since"],
        },
        same_date_counts=bool(said.same_date_counts),
    )


def _unsaid(procedure: Procedure) -> tuple[str, ...]:
    """The settings left to their defaults, though another choice could change an outcome."""
    calendar, counting = procedure.calendar, procedure.counting
    edges = counting.across_the_edge
    said = {
        "calendar: nation": calendar.nation,
        "calendar: working_week": calendar.working_week,
        "counting: categories": counting.categories,
        "counting: join": counting.join,
        "counting: across_the_edge: within": edges and edges.within,
        "counting: across_the_edge: since": edges and edges.since,
        "counting: same_date_counts": counting.same_date_counts,
    }
    return tuple(name for name, value in said.items() if value is None)


def _tracks(procedure: Procedure, scope: Scope) -> tuple[Track, ...]:
    if procedure.tracks is None:
        return (Track(MAIN, procedure.procedure.title, next(iter(procedure.stages)), ("stages",)),)
    tracks = []
    for name, shape in procedure.tracks.items():
        path = ("tracks", name)
        if name == "next":
            scope.note(
                "FR206",
                "reserved-name",
                path,
                "a track cannot be called `next`",
                "`next` names the next action in `examples`; choose another id",
            )
        scope.expect_stage(shape.start, (*path, "start"), track=name)
        tracks.append(Track(name, shape.title, shape.start, path))
    return tuple(tracks)


def _stage(name: str, shape: Any, scope: Scope) -> Stage:
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
    title = shape.title or name.replace("-", " ").capitalize()
    return Stage(name, title, shape.track or MAIN, shape.kind, tuple(actions), tuple(moves), path)


def _action(shape: Any, stage: str, path: Path, scope: Scope) -> Action:
    scope.expect_role(shape.by, (*path, "by"))
    if shape.from_ is not None:
        scope.expect_anchor(shape.from_, (*path, "from"))
        if shape.within is None:
            scope.note(
                "FR214",
                "deadline-unclear",
                (*path, "from"),
                "`from` has no `within` beside it",
                "say how long: `within: 5 working days`",
            )
    return Action(
        id=shape.id,
        do=shape.do,
        title=shape.title or f"“{shape.do}”",
        type=shape.type,
        by=shape.by,
        stage=stage,
        within=parse_duration(shape.within) if shape.within else None,
        anchor=shape.from_ or "entered",
        notice=parse_duration(shape.notice) if shape.notice else None,
        companion=shape.companion,
        optional=shape.optional,
        outcomes=shape.outcomes,
        path=path,
    )


def _move(
    shape: Any, stage: str, outcomes: Mapping[str, Iterable[str]], path: Path, scope: Scope
) -> Move:
    _expect_words_together(shape, path, scope)
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


def _contact(place: int, shape: Any, scope: Scope) -> Contact:
    path: Path = ("contact", place)
    scope.expect_role(shape.who, (*path, "who"))
    scope.expect_role(shape.to, (*path, "to"))
    _expect_days(shape, path, scope)
    days = shape.on if isinstance(shape.on, tuple) else (shape.on,) if shape.on else ()
    if shape.every and shape.starting:
        days = (shape.starting,)
    return Contact(
        id=shape.id,
        who=shape.who,
        to=shape.to,
        do=shape.do or f"Contact {scope.roles.get(shape.to, shape.to).lower()}",
        on=tuple(_moment(text) for text in days),
        every=parse_duration(shape.every) if shape.every else None,
        at=shape.by,
        within=parse_duration(shape.within) if shape.within else None,
        how=shape.how,
        put_off=shape.if_closed is not None,
        if_missed=shape.if_missed,
        path=path,
    )


def _expect_days(shape: Any, path: Path, scope: Scope) -> None:
    """A contact is on given days, or repeated from a day on: one of the two, and whole."""
    if (shape.on is None) == (shape.every is None):
        scope.note(
            "FR216",
            "contact-days-unclear",
            path,
            f"`{shape.id}` must say `on` or `every`, and not both",
            "`on: day 1`, or `every: 7 days` with `starting: day 8`",
        )
    elif (shape.every is None) != (shape.starting is None):
        scope.note(
            "FR216",
            "contact-days-unclear",
            path,
            "`every` and `starting` go together",
            "`every: 7 days` with `starting: day 8`",
        )
    elif shape.until is not None and shape.every is None:
        scope.note(
            "FR216",
            "contact-days-unclear",
            (*path, "until"),
            "`until` goes with `every`",
            "take it out, or say `every: 7 days`",
        )


def _moment(text: str) -> Moment:
    kind, _, n = text.rpartition(" ")
    return Moment(kind, int(n)) if kind else Moment(text)


def _examples(procedure: Procedure, tracks: tuple[Track, ...], scope: Scope) -> None:
    known = {track.id: track for track in tracks}
    for place, example in enumerate(procedure.examples):
        for name, expected in example.expect.items():
            path: Path = ("examples", place, "expect", name)
            if name == "next":
                scope.expect_next(expected, path)
            elif name not in known:
                scope.unknown("track", name, [*known, "next"], path, on_key=True)
            else:
                scope.expect_stage(expected, path, track=name)
