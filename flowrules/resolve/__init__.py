"""Procedure -> Flow: the names gate. Every name is looked up, every default filled in.

What does not fit is noted, and the binding goes on, so that one run reports every problem.
"""

from typing import get_args

from flowrules.calendar import Duration
from flowrules.conditions import facts
from flowrules.expected import RESERVED, expect_names
from flowrules.facts import Setting
from flowrules.finding import Finding
from flowrules.flow import (
    CATEGORIES,
    EDGES,
    JOIN,
    NATION,
    REST_DAYS,
    Counting,
    EventKind,
    Flow,
    Track,
    Trigger,
    conditions_of,
)
from flowrules.lines import Keeping
from flowrules.model.counting import Scaled
from flowrules.model.procedure import Procedure
from flowrules.part import amount
from flowrules.resolve.calendars import calendar_of, expect_calendar
from flowrules.resolve.contacts import contact_of
from flowrules.resolve.stages import MAIN, stage_of
from flowrules.scope import Scope
from flowrules.source import cut
from flowrules.view import Condition

# Settings that change the figures or the bounds of some conditions only.
_OF_SOME = frozenset(f"counting: {setting}" for setting in (*get_args(Setting), "part_time"))


def resolve(procedure: Procedure, sha256: str = "") -> tuple[Flow | None, list[Finding]]:
    """Binds a procedure; with any finding there is no Flow. `sha256` is that of its Source."""
    scope = Scope(procedure)
    tracks = _tracks(procedure, scope)
    triggers = {
        name: Trigger(name, shape.title, scope.trigger(name, ("triggers", name)), ("triggers", name))
        for name, shape in procedure.triggers.items()
    }
    stages = {name: stage_of(name, shape, scope) for name, shape in procedure.stages.items()}
    contacts = tuple(contact_of(place, shape, scope) for place, shape in enumerate(procedure.contact))
    events = {
        name: EventKind(name, shape.title, shape.by, shape.confidential, ("events", name))
        for name, shape in procedure.events.items()
    }
    for name, event in procedure.events.items():
        scope.expect_role(event.by, ("events", name, "by"))
    scope.expect_role(procedure.counting.decided_by, ("counting", "decided_by"))
    if procedure.procedure.replaces is None:  # else they may name what an earlier version has
        expect_names(procedure.examples, ("examples",), [track.id for track in tracks], scope)
    _expect_reasons(procedure, scope)
    expect_calendar(procedure, scope)
    _expect_first_day(procedure, scope)
    if scope.findings:
        return None, cut(scope.findings)
    flow = Flow(
        header=procedure.procedure,
        sha256=sha256,
        roles=scope.roles,
        support=procedure.support,
        nation=procedure.calendar.nation or NATION,
        calendar=calendar_of(procedure),
        term_time=frozenset(procedure.calendar.term_time),
        counting=_counting(procedure),
        contacts=contacts,
        events=events,
        triggers=triggers,
        tracks=tracks,
        stages=stages,
        actions={action.id: action for stage in stages.values() for action in stage.actions},
        allow=procedure.allow,
        examples=procedure.examples,
        deciding=frozenset(scope.used),
        unsaid=(),
    )
    return flow._replace(unsaid=_unsaid(procedure, flow)), []


def _expect_reasons(procedure: Procedure, scope: Scope) -> None:
    """A condition may name categories and reasons, so that a name is one or the other."""
    for place, name in enumerate(procedure.counting.reasons):
        if name in scope.categories:
            scope.note(
                "FR201",
                "duplicate-id",
                ("counting", "reasons", place),
                f"`{name}` is a category of absence too",
                "give the reason another name",
            )


def _expect_first_day(procedure: Procedure, scope: Scope) -> None:
    """A version that replaces another says from which day."""
    header = procedure.procedure
    if header.replaces is not None and header.effective_from is None:
        scope.note(
            "FR225",
            "version-without-day",
            ("procedure", "replaces"),
            "a version that replaces another must say from which day",
            "add `effective_from:` and its first day",
            on_key=True,
        )


def _counting(procedure: Procedure) -> Counting:
    said = procedure.counting
    edges, part_time = said.across_the_edge, said.part_time
    hours = procedure.calendar.hours_per_week
    return Counting(
        categories=said.categories or CATEGORIES,
        decided_by=said.decided_by,
        reasons=said.reasons,
        keeping=Keeping(
            said.join or JOIN,
            said.part_days.lose == "half or whole",
            said.part_days.make_an_absence is not False,
        ),
        edges={
            "within": (edges and edges.within) or EDGES["within"],
            "since": (edges and edges.since) or EDGES["since"],
        },
        same_date_counts=bool(said.same_date_counts),
        rest_days=said.rest_days or REST_DAYS,
        scaled=frozenset(part_time.scaled) if part_time else frozenset(),
        rounding=part_time.round if part_time else "exact",
        hours_per_week=amount(hours) if hours is not None else None,
    )


def _unsaid(procedure: Procedure, flow: Flow) -> tuple[str, ...]:
    """The settings left to their defaults, though another choice could change an outcome."""
    calendar, counting = procedure.calendar, procedure.counting
    edges, parts = counting.across_the_edge, counting.part_days
    asked = conditions_of(flow).values()
    changing = {f"counting: {setting}" for one in asked for setting in facts(one.word).changed_by}
    if any(map(_can_be_scaled, asked)):
        changing.add("counting: part_time")
    said = {
        "calendar: nation": calendar.nation,
        "calendar: working_week": calendar.working_week,
        "counting: categories": counting.categories,
        "counting: join": counting.join,
        "counting: across_the_edge: within": edges and edges.within,
        "counting: across_the_edge: since": edges and edges.since,
        "counting: same_date_counts": counting.same_date_counts,
        "counting: rest_days": counting.rest_days,
        "counting: part_days: make_an_absence": parts.make_an_absence,
        "counting: part_days: lose": parts.lose,
        "counting: part_time": counting.part_time,
    }
    return tuple(
        name
        for name, value in said.items()
        if value is None and (name not in _OF_SOME or name in changing)
    )


def _can_be_scaled(condition: Condition) -> bool:
    """Whether it has a bound that can be scaled: of lengths of time, only one in working days."""
    if condition.word not in get_args(Scaled):
        return False
    bounds = (bound for _, bound in condition.settings.bounds)
    return any(not isinstance(one, Duration) or one.unit == "working day" for one in bounds)


def _tracks(procedure: Procedure, scope: Scope) -> tuple[Track, ...]:
    if procedure.tracks is None:
        return (Track(MAIN, procedure.procedure.title, next(iter(procedure.stages)), ("stages",)),)
    tracks = []
    for name, shape in procedure.tracks.items():
        path = ("tracks", name)
        if name in RESERVED:
            scope.note(
                "FR206",
                "reserved-name",
                path,
                f"a track cannot be called `{name}`",
                f"`{name}` has a meaning of its own in `examples`; choose another id",
            )
        scope.expect_stage(shape.start, (*path, "start"), track=name)
        tracks.append(Track(name, shape.title, shape.start, path))
    return tuple(tracks)
