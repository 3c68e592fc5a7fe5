"""Procedure -> Flow: every name bound, every default filled in, plain tables and nothing to look up.

This is the names gate: what a name stands for, and which words go together. Evaluating, drawing and
linting all read the Flow; each row keeps the path of the lines that made it.
"""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import NamedTuple

from flowrules import conditions
from flowrules.calendar import Calendar, Duration
from flowrules.finding import Path
from flowrules.lines import Keeping
from flowrules.model.procedure import Allowed, Example, Header, Signpost
from flowrules.source import Source
from flowrules.view import Condition, Rules
from flowrules.words import Names

ROLES = {
    "employee": "Employee",
    "manager": "Line manager",
    "head": "Headteacher",
    "hr": "HR adviser",
    "oh": "Occupational health",
    "panel": "Governors' panel",
}
WORKING_WEEK = ("mon", "tue", "wed", "thu", "fri")
NATION = "england"
CATEGORIES = {"sickness": "counts", "disability": "decide", "pregnancy": "never", "maternity": "never"}
JOIN = "across non-working days"
REST_DAYS = "all"
EDGES = {"within": "days inside", "since": "started inside"}


class Counting(NamedTuple):
    """How absences count. `categories`: `counts`, `never` or `decide` for each.

    `scaled` are the measures whose bounds are scaled for part-time staff, by `rounding`.
    """

    categories: Mapping[str, str]
    decided_by: str | None
    reasons: tuple[str, ...]
    keeping: Keeping
    edges: Mapping[str, str]
    same_date_counts: bool
    rest_days: str
    scaled: frozenset[str]
    rounding: str
    hours_per_week: Fraction | None


class Moment(NamedTuple):
    """A day of an absence: its calendar day `n`, its working day `n`, or the day of return."""

    kind: str
    n: int = 0


class Contact(NamedTuple):
    """A contact expected in every absence: on given days, or repeated `every` so long."""

    id: str
    who: str
    to: str
    do: str
    on: tuple[Moment, ...]
    every: Duration | None
    until: Moment | None
    at: str | None
    within: Duration | None
    how: str | None
    put_off: bool
    instead: str | None
    if_missed: str | None
    groups: tuple[str, ...]
    path: Path


class EventKind(NamedTuple):
    """Something else that people may record."""

    id: str
    title: str
    by: str | None
    confidential: bool
    path: Path


class Trigger(NamedTuple):
    """A named condition: `condition` is of the word `trigger`, and its one member what is meant."""

    id: str
    title: str | None
    condition: Condition
    path: Path


class Track(NamedTuple):
    """A path through stages that runs beside the others."""

    id: str
    title: str
    start: str
    path: Path


class Action(NamedTuple):
    """Something a person does in a stage; `anchor` is what its deadline counts from.

    `before` is the action that it comes before, `every` how often it comes again, and `condition`
    what must be true for it to be owed.
    """

    id: str
    do: str
    title: str
    type: str | None
    by: str
    stage: str
    within: Duration | None
    anchor: str
    before: str | None
    every: Duration | None
    condition: Condition | None
    groups: tuple[str, ...]
    notice: Duration | None
    postponement: Duration | None
    companion: bool
    differs_from: tuple[str, ...]
    new_evidence: bool
    confidential: bool
    optional: bool
    outcomes: tuple[str, ...]
    path: Path


class Move(NamedTuple):
    """An arrow: everything it names must hold. `trigger` is the name, where `when` is one."""

    to: str
    when: Condition | None
    trigger: str | None
    decided: tuple[tuple[str, str], ...]
    after: Duration | None
    anchor: str
    needs: tuple[tuple[str, Duration], ...]
    needs_reason: bool
    groups: tuple[str, ...]
    path: Path

    @property
    def is_plain(self) -> bool:
        """Whether its condition is a plain state of affairs, beside a decision or a time."""
        return bool(self.decided) or self.after is not None

    @property
    def by_absence(self) -> bool:
        """Whether only an absence of the day can take it."""
        return not self.is_plain and self.when is not None and self.when.by_absence


class Stage(NamedTuple):
    """Where a person can be.

    `pauses` are the stages of other tracks that stop its clock; None among them is a closure.
    """

    id: str
    title: str
    track: str
    kind: str
    pauses: tuple[str | None, ...]
    row: int | None
    column: int | None
    actions: tuple[Action, ...]
    moves: tuple[Move, ...]
    path: Path


class Before(NamedTuple):
    """The version that a procedure replaces, and its file."""

    flow: "Flow"
    source: Source


class Flow(NamedTuple):
    """A procedure with everything bound.

    `deciding` has the actions and events that a move, a condition or a deadline looks at; `unsaid`
    the settings left to their defaults though another choice could change an outcome.
    """

    header: Header
    sha256: str
    roles: Mapping[str, str]
    support: tuple[Signpost, ...]
    nation: str
    calendar: Calendar
    term_time: frozenset[str]
    counting: Counting
    contacts: tuple[Contact, ...]
    events: Mapping[str, EventKind]
    triggers: Mapping[str, Trigger]
    tracks: tuple[Track, ...]
    stages: Mapping[str, Stage]
    actions: Mapping[str, Action]
    allow: tuple[Allowed, ...]
    examples: tuple[Example, ...]
    deciding: frozenset[str]
    unsaid: tuple[str, ...]
    before: Before | None = None

    def chain(self) -> list["Flow"]:
        """All versions up to this one, the oldest first."""
        return [*(self.before.flow.chain() if self.before else []), self]

    def stage_left_by(self, move: Move) -> Stage:
        """The stage in which a move stands."""
        return self.stages[str(move.path[1])]

    def begins_as_before(self) -> bool:
        """Whether every version so far is for the same people, and has tracks that begin alike."""
        begins = [
            (one.header.covers, {track.id: track.start for track in one.tracks}) for one in self.chain()
        ]
        return all(one == begins[0] for one in begins)

    def of_version(self, version: str | None, source: Source) -> tuple["Flow", Source]:
        """The version of that name and its file; this one, from `source`, where none is named."""
        if version is None or self.before is None or version == self.header.version:
            return self, source
        return self.before.flow.of_version(version, self.before.source)

    def version_called(self, version: str | None) -> "Flow":
        """The version of that name; this one where none is named."""
        return next((one for one in self.chain() if one.header.version == version), self)

    def stages_of(self, track: str) -> list[Stage]:
        """The stages of one track, in file order."""
        return [stage for stage in self.stages.values() if stage.track == track]

    def ways(self) -> dict[str, list[str]]:
        """For each stage, the stages that its moves lead to."""
        return {stage.id: [move.to for move in stage.moves] for stage in self.stages.values()}

    def rules(self) -> Rules:
        """What every view of a record needs to know of this procedure."""
        return Rules(
            calendar=self.calendar,
            edges=self.counting.edges,
            reach=int(self.counting.same_date_counts),
            never=frozenset(
                name for name, status in self.counting.categories.items() if status == "never"
            ),
            inside_only=self.counting.rest_days == "inside only",
            scaled=self.counting.scaled,
            rounding=self.counting.rounding,
            school_days=sum(self.calendar.week),
            hours_per_week=self.counting.hours_per_week,
            test=conditions.test,
            reasons=conditions.reasons,
            soonest=conditions.soonest,
        )

    def names(self) -> Names:
        """What things are called, for explanations and drawings."""
        things = {action.id: action.title for action in self.actions.values()}
        things |= {event.id: event.title for event in self.events.values()}
        things |= {contact.id: contact.do for contact in self.contacts}
        stages = {stage.id: stage.title for stage in self.stages.values()}
        return Names(things, stages, self.roles, conditions.phrase)


def walk(condition: Condition | None) -> list[Condition]:
    """A condition and all its members, those of named triggers too."""
    if condition is None:
        return []
    return [condition, *(inner for member in condition.members for inner in walk(member))]


def asserted(condition: Condition | None) -> list[Condition]:
    """A condition and all its members, but for what stands under a `not`."""
    if condition is None or condition.word == "not":
        return []
    return [condition, *(inner for member in condition.members for inner in asserted(member))]


def conditions_of(flow: Flow) -> dict[Path, Condition]:
    """Every condition that a move or an action asks, by its place in the file."""
    asked = [move.when for stage in flow.stages.values() for move in stage.moves]
    asked += [action.condition for action in flow.actions.values()]
    return {one.path: one for condition in asked for one in walk(condition)}


def alternatives(condition: Condition, *, on_return: bool = False) -> Iterator[tuple[Condition, bool]]:
    """The conditions any of which is enough, and whether each is assessed on return.

    The condition alone, if it is made otherwise.
    """
    if condition.word not in ("any", "trigger"):
        yield condition, on_return
        return
    on_return = on_return or (condition.word == "trigger" and condition.settings[1])
    for member in condition.members:
        yield from alternatives(member, on_return=on_return)


def is_for(groups: tuple[str, ...], group: str | None) -> bool:
    """Whether something limited to staff groups (to none: for all) is for somebody of a group."""
    return not groups or group in groups


def is_assessed_on_return(condition: Condition | None) -> bool:
    return any(one.word == "trigger" and one.settings[1] for one in walk(condition))
