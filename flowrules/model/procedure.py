"""The shape of a procedure file."""

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field
from pydantic_core import PydanticCustomError

from flowrules.model.condition import Condition, Member, Trigger
from flowrules.model.record import Record, Weekday
from flowrules.part import Anchor, Clock, ContactDay, Day, Id, Length, Part, StartDay, Stretch, Text

Nation = Literal["england", "wales", "scotland", "northern-ireland"]
Edge = Literal["days inside", "started inside", "whole absence"]
Categorised = Literal["counts", "never", "decide"]
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


class Header(Part):
    """What the procedure is, whose, and since when."""

    id: Id = Field(description="A short name for files and programs.")
    title: Text = Field(description="What people call it.")
    school: Text | None = Field(default=None, description="The school or trust.")
    version: Text = Field(default="1", description='In quotes, such as `"2026.1"`.')
    effective_from: Day | None = Field(default=None, description="The first day it applies.")
    review_by: Day | None = Field(default=None, description="The day by which it is reviewed.")
    law_checked_on: Day | None = Field(default=None, description="The day someone last checked the law.")
    employer: Literal["maintained", "academy", "independent", "other"] | None = Field(
        default=None, description="The kind of school; some duties depend on it."
    )
    policy: Text | None = Field(default=None, description="The policy it belongs to, and where in it.")
    owner: Text | None = Field(default=None, description="Who answers for it.")
    covers: Covers = Field(default_factory=Covers, description="Whom it is for.")
    retention: Text | None = Field(default=None, description="How long records are kept.")


class CalendarShape(Part):
    """The days on which the school is open."""

    nation: Nation | None = Field(default=None, description="Whose bank holidays; default `england`.")
    working_week: Annotated[tuple[Weekday, ...], Field(min_length=1)] | None = Field(
        default=None, description="The days the school is open each week; default Monday to Friday."
    )


class EdgeRules(Part):
    """What an absence across the early edge of a window counts for."""

    within: Edge | None = Field(default=None, description="For `within`; default `days inside`.")
    since: Edge | None = Field(default=None, description="For `since`; default `started inside`.")


class CountingShape(Part):
    """How absences are counted."""

    categories: Annotated[dict[Id, Categorised], Field(min_length=1)] | None = Field(
        default=None, description="Which kinds of absence count, never count, or are decided one by one."
    )
    decided_by: Id | None = Field(
        default=None, description="The role who decides, absence by absence, whether it counts."
    )
    join: Literal["across non-working days", "never"] | None = Field(
        default=None, description="Which records are one absence; default `across non-working days`."
    )
    across_the_edge: EdgeRules | None = Field(
        default=None, description="Absences across a window's edge."
    )
    same_date_counts: bool | None = Field(
        default=None, description="Whether the same date months earlier is inside a window; default no."
    )


class Contact(Part):
    """A contact expected in every absence."""

    id: Id = Field(description="Its name in records.")
    who: Id = Field(description="The role who makes it.")
    to: Id = Field(description="The role it is made to.")
    do: Text | None = Field(default=None, description="In a few words, verb first.")
    on: ContactDay | Annotated[tuple[ContactDay, ...], Field(min_length=1)] | None = Field(
        default=None, description="`day 1`, `working day 4`, `return`, or a list of these."
    )
    every: Stretch | None = Field(default=None, description="Repeats after this time, from `starting`.")
    starting: StartDay | None = Field(default=None, description="The first day of a repeat.")
    until: Literal["return"] | None = Field(default=None, description="When a repeat ends.")
    by: Clock | None = Field(default=None, description="The latest time of day, in quotes.")
    within: Length | None = Field(default=None, description="How long after that day it may be.")
    how: Text | None = Field(default=None, description="Such as `phone`.")
    if_closed: Literal["next open day"] | None = Field(
        default=None, description="Put off to the next open day when the school is closed."
    )
    if_missed: Text | None = Field(default=None, description="What is done when it does not happen.")


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
    do: Text = Field(description="In a few words, verb first.")
    title: Text | None = Field(default=None, description="What others call it: `the Stage 1 meeting`.")
    type: ActionType | None = Field(default=None, description="What kind of thing it is.")
    by: Id = Field(description="The role who does it.")
    within: Length | None = Field(default=None, description="The deadline, from the start of the stage.")
    from_: Anchor | None = Field(
        default=None, alias="from", description="Counts the deadline from this."
    )
    notice: Length | None = Field(
        default=None, description="How long before it the invitation has gone."
    )
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
    after: Length | None = Field(default=None, description="The time that must have passed.")
    from_: Anchor | None = Field(default=None, alias="from", description="Where `after` counts from.")
    needs: dict[Id, Stretch] | None = Field(
        default=None, description="What must be on record first, and how recent."
    )
    needs_reason: bool = Field(default=False, description="The decision must carry `because`.")


class Stage(Part):
    """Where a person can be: what is done there, and the ways on."""

    title: Text | None = Field(default=None, description="What people call it.")
    track: Id | None = Field(
        default=None, description="The track it is on; needed where there are tracks."
    )
    kind: StageKind = Field(default="normal", description="What kind of stage it is.")
    actions: tuple[Action, ...] = Field(default=(), description="What is done, in order.")
    next: tuple[Move, ...] = Field(default=(), description="The ways on; the first that holds is taken.")


class Example(Part):
    """The author's own test: with this record, on this day, this is where things stand."""

    title: Text = Field(description="What it shows.")
    record: Record = Field(description="The record.")
    on: Day = Field(description="The day asked about.")
    expect: Annotated[dict[Id, Id], Field(min_length=1)] = Field(
        description="The stage of each track, and `next`: the next action."
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
    calendar: CalendarShape = Field(default_factory=CalendarShape, description="Days the school opens.")
    counting: CountingShape = Field(default_factory=CountingShape, description="How absences count.")
    contact: tuple[Contact, ...] = Field(default=(), description="Contact expected in every absence.")
    events: dict[Id, Event] = Field(default={}, description="What else people may record.")
    triggers: dict[Id, Trigger] = Field(default={}, description="Conditions with names.")
    tracks: Annotated[dict[Id, Track], Field(min_length=1)] | None = Field(
        default=None, description="Paths that run side by side."
    )
    stages: Annotated[dict[Id, Stage], Field(min_length=1)] = Field(description="Where a person can be.")
    examples: tuple[Example, ...] = Field(default=(), description="The author's own tests.")


Procedure.model_rebuild(_types_namespace={"Condition": Condition})
