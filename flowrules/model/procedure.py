"""The shape of a procedure file."""

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field
from pydantic_core import PydanticCustomError

from flowrules.model.condition import Condition, Member, Trigger
from flowrules.model.counting import CalendarShape, CountingShape
from flowrules.model.record import Record
from flowrules.part import (
    Anchor,
    ContactDay,
    Day,
    Deadline,
    Id,
    Ids,
    LastDay,
    Latest,
    Length,
    Part,
    Place,
    StartDay,
    Stretch,
    Text,
)

StageKind = Literal[
    "normal",
    "informal",
    "formal",
    "monitoring",
    "support",
    "warning",
    "hearing",
    "dismissal",
    "appeal",
    "end",
]
ActionType = Literal[
    "contact",
    "letter",
    "meeting",
    "hearing",
    "referral",
    "report",
    "consultation",
    "review",
    "adjustment",
    "decision",
    "notice",
    "support",
]


def _no_truth(given: Any) -> Any:
    """Python takes `true` for 1, and JSON Schema does not."""
    if isinstance(given, bool):
        raise PydanticCustomError("literal_error", "not 1", {"expected": "1"})
    return given


class Covers(Part):
    """Whom the procedure is for."""

    groups: tuple[Id, ...] = Field(default=(), description="The staff groups it covers; none said: all.")
    not_: tuple[Text, ...] = Field(default=(), alias="not", description="Who is not covered.")


class Replaces(Part):
    """The version before, and what becomes of those who were in the middle of it."""

    file: Text = Field(description="Its file, beside this one.", examples=["procedure-2025.yaml"])
    open_cases: Literal["move", "finish"] = Field(
        description="`move`: to this version on its first day; `finish`: under the old one."
    )
    stages: dict[Id, Id] = Field(default={}, description="Old stages that have another name now.")
    earlier_absences: Literal["count", "do not count"] = Field(
        description="Whether absences begun before this version count under it."
    )


class Header(Part):
    """What the procedure is, whose, and since when."""

    id: Id = Field(description="A short name for files and programs.")
    title: Text = Field(description="What people call it.", examples=["Ill-health procedure"])
    school: Text | None = Field(default=None, description="The school or trust.")
    version: Text = Field(default="1", description='In quotes, such as `"2026.1"`.')
    effective_from: Day | None = Field(default=None, description="The first day it applies.")
    review_by: Day | None = Field(default=None, description="The day by which it is reviewed.")
    law_checked_on: Day | None = Field(default=None, description="The day someone last checked the law.")
    employer: Literal["maintained", "academy", "independent", "other"] | None = Field(
        default=None, description="The kind of school; some duties depend on it."
    )
    policy: Text | None = Field(default=None, description="The policy it belongs to, and where in it.")
    related: tuple[Text, ...] = Field(default=(), description="Other policies to read with it.")
    owner: Text | None = Field(default=None, description="Who answers for it.")
    covers: Covers = Field(default_factory=Covers, description="Whom it is for.")
    retention: Text | None = Field(
        default=None, description="How long records are kept.", examples=["6 years after leaving"]
    )
    equality_impact: Text | None = Field(
        default=None, description="When its effect on equality was looked at, and where that is."
    )
    alt: Text | None = Field(
        default=None, description="What the flowchart shows, for people who do not see it."
    )
    source: Text | None = Field(default=None, description="Where its rules were published.")
    notes: tuple[Text, ...] = Field(default=(), description="What readers should know of it.")
    replaces: Replaces | None = Field(default=None, description="The version before this one.")


class Signpost(Part):
    """Help that people are told of."""

    title: Text = Field(description="Who helps.")
    how: Text = Field(description="How to reach them.")
    when: Text | None = Field(default=None, description="When they can be reached.")


class Allowed(Part):
    """One piece of advice of `flowrules lint` that the author has decided against."""

    rule: Id = Field(description="The name of the rule.")
    because: Text = Field(description="Why.")
    until: Day | None = Field(default=None, description="The last day of the exception.")


class Contact(Part):
    """A contact expected in every absence."""

    id: Id = Field(description="Its name in records.")
    who: Id = Field(description="The role who makes it.")
    to: Id = Field(description="The role it is made to.")
    do: Text | None = Field(
        default=None, description="In a few words, verb first.", examples=["Keep in touch"]
    )
    on: ContactDay | Annotated[tuple[ContactDay, ...], Field(min_length=1)] | None = Field(
        default=None, description="`day 1`, `working day 4`, `return`, or a list of these."
    )
    every: Stretch | None = Field(default=None, description="Repeats after this time, from `starting`.")
    starting: StartDay | None = Field(default=None, description="The first day of a repeat.")
    until: LastDay | None = Field(
        default=None, description="When a repeat ends: `return`, or the last day it may fall on."
    )
    by: Latest | None = Field(
        default=None, description="The latest time of day: in quotes, or by the person's start."
    )
    within: Length | None = Field(default=None, description="How long after that day it may be.")
    how: Text | None = Field(default=None, description="Such as `phone`.", examples=["phone"])
    if_closed: Literal["next open day"] | None = Field(
        default=None, description="Put off to the next open day when the school is closed."
    )
    instead: Text | None = Field(default=None, description="Who may make it instead, and when.")
    if_missed: Text | None = Field(default=None, description="What is done when it does not happen.")
    group: Ids | None = Field(default=None, description="Only for these staff groups.")


class Event(Part):
    """Something else that people may record."""

    title: Text = Field(description="What it is.")
    by: Id | None = Field(default=None, description="The role it comes from.")
    confidential: bool = Field(default=False, description="Only those who need it may see it.")


class Track(Part):
    """One of the paths that run side by side."""

    title: Text = Field(description="What people call it.")
    start: Id = Field(description="The stage everyone is in until something happens.")


class Action(Part):
    """Something a person does in a stage."""

    id: Id = Field(description="Its name in records; no other action has it.")
    do: Text = Field(description="In a few words, verb first.", examples=["Hold the Stage 1 meeting"])
    title: Text | None = Field(default=None, description="What others call it: `the Stage 1 meeting`.")
    type: ActionType | None = Field(default=None, description="What kind of thing it is.")
    by: Id = Field(description="The role who does it.")
    within: Deadline | None = Field(
        default=None, description="The deadline, from the start of the stage."
    )
    from_: Anchor | None = Field(
        default=None, alias="from", description="Counts the deadline from this."
    )
    before: Id | None = Field(
        default=None, description="Due before this action of the stage; with `within`, so long before."
    )
    every: Deadline | None = Field(default=None, description="Again and again, so long apart.")
    if_: Member | None = Field(default=None, alias="if", description="Owed only while this is true.")
    group: Ids | None = Field(default=None, description="Only for these staff groups.")
    notice: Length | None = Field(
        default=None, description="How long before it the invitation has gone."
    )
    postponement: Length | None = Field(
        default=None, description="How far the date may move when the companion cannot come."
    )
    differs_from: tuple[Id, ...] = Field(
        default=(), description="Actions whose doers must not be the one who does this."
    )
    new_evidence: bool = Field(default=False, description="New medical evidence may be brought.")
    confidential: bool = Field(default=False, description="Only those who need it may see it.")
    companion: bool = Field(default=False, description="The employee may bring a companion.")
    optional: bool = Field(default=False, description="Offered, never owed.")
    outcomes: tuple[Id, ...] = Field(default=(), description="What a person may decide at it.")


class Move(Part):
    """An arrow to another stage: all that it names must hold."""

    to: Id = Field(description="The stage it leads to.")
    when: Member | None = Field(default=None, description="A trigger's name, or a condition.")
    decided: Annotated[dict[Id, Id], Field(min_length=1)] | None = Field(
        default=None, description="An action, and the outcome a person decided at it."
    )
    after: Deadline | None = Field(default=None, description="The time that must have passed.")
    from_: Anchor | None = Field(default=None, alias="from", description="Where `after` counts from.")
    needs: dict[Id, Stretch] | None = Field(
        default=None, description="What must be on record first, and how recent."
    )
    needs_reason: bool = Field(default=False, description="The decision must carry `because`.")
    group: Ids | None = Field(default=None, description="Only for these staff groups.")


class Elsewhere(Part):
    """The days on which the person is in a stage of another track."""

    in_stage: Id = Field(description="That stage.")


class Stage(Part):
    """Where a person can be: what is done there, and the ways on."""

    title: Text | None = Field(default=None, description="What people call it.")
    track: Id | None = Field(
        default=None, description="The track it is on; needed where there are tracks."
    )
    kind: StageKind = Field(default="normal", description="What kind of stage it is.")
    pauses: tuple[Literal["closure"] | Elsewhere, ...] = Field(
        default=(), description="Days that do not count towards the stage's periods."
    )
    row: Place | None = Field(default=None, description="The row on the flowchart, from 1.")
    column: Place | None = Field(default=None, description="The column on the flowchart, from 1.")
    actions: tuple[Action, ...] = Field(default=(), description="What is done, in order.")
    next: tuple[Move, ...] = Field(default=(), description="The ways on; the first that holds is taken.")


Expected = dict[Id, bool | Id | Day | tuple[Id, ...]]


class Expectations(Part):
    """A day, and what the author expects on it."""

    on: Day = Field(description="The day asked about.")
    expect: Annotated[Expected, Field(min_length=1)] = Field(description="As in an example.")


class Example(Part):
    """The author's own test: with this record, on this day, this is where things stand."""

    title: Text = Field(description="What it shows.")
    record: Record = Field(description="The record.")
    on: Day | None = Field(default=None, description="The day asked about.")
    expect: Annotated[Expected, Field(min_length=1)] | None = Field(
        default=None,
        description="The stage of each track; `next`, `due`, `agenda`, `decide` and `covered`.",
    )
    days: Annotated[tuple[Expectations, ...], Field(min_length=1)] | None = Field(
        default=None, description="Several days asked about, each with what is expected."
    )
    hindsight: bool = Field(default=False, description="Reads everything at its own date.")


class Scenarios(Part):
    """A file of examples beside a procedure."""

    scenarios: Annotated[tuple[Example, ...], Field(min_length=1)] = Field(
        description="The author's own tests."
    )


class Procedure(Part):
    """A school's ill-health procedure."""

    flowrules: Annotated[Literal[1], BeforeValidator(_no_truth)] = Field(
        description="The version of the language."
    )
    procedure: Header = Field(description="What it is, whose, and since when.")
    roles: Annotated[dict[Id, Text], Field(min_length=1)] | None = Field(
        default=None, description="Who does things, by short names."
    )
    support: tuple[Signpost, ...] = Field(default=(), description="Help that people are told of.")
    calendar: CalendarShape = Field(default_factory=CalendarShape, description="Days the school opens.")
    counting: CountingShape = Field(default_factory=CountingShape, description="How absences count.")
    contact: tuple[Contact, ...] = Field(default=(), description="Contact expected in every absence.")
    events: dict[Id, Event] = Field(default={}, description="What else people may record.")
    triggers: dict[Id, Trigger] = Field(default={}, description="Conditions with names.")
    tracks: Annotated[dict[Id, Track], Field(min_length=1)] | None = Field(
        default=None, description="Paths that run side by side."
    )
    stages: Annotated[dict[Id, Stage], Field(min_length=1)] = Field(description="Where a person can be.")
    allow: tuple[Allowed, ...] = Field(default=(), description="Advice decided against, with reasons.")
    examples: tuple[Example, ...] = Field(default=(), description="The author's own tests.")


Procedure.model_rebuild(_types_namespace={"Condition": Condition})
