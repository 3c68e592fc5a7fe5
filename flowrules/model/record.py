"""The shape of one employee's record: no name is needed, and there is nowhere for a diagnosis."""

from typing import Annotated, Literal

from pydantic import Field

from flowrules.part import Day, Id, Part, Text

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
Reference = Annotated[str, Field(min_length=1, max_length=60, pattern=r"^[^\n]+$")]


class Employee(Part):
    """Who the record is about, without a name."""

    id: Reference | None = Field(default=None, description="A number or code, not a name.")
    group: Id | None = Field(
        default=None, description="The staff group, as `covers` in the procedure says."
    )


class PatternShape(Part):
    """The weekdays worked, from a date on."""

    from_: Day = Field(alias="from", description="The first day of this pattern.")
    days: Annotated[tuple[Weekday, ...], Field(min_length=1)] = Field(
        description="The days worked each week."
    )


class Expectation(Part):
    """What was expected of an absence, and when that was learnt."""

    on: Day = Field(description="The day it was learnt.")
    until: Day = Field(description="The last day of absence expected.")
    why: Text | None = Field(default=None, description="Such as `fit note`.")


class Absence(Part):
    """One absence as entered; the program joins those that belong together."""

    from_: Day = Field(alias="from", description="The first day away.")
    to: Day | None = Field(default=None, description="The last day away; left out while still away.")
    category: Id = Field(default="sickness", description="A category of the procedure's `counting`.")
    expected: tuple[Expectation, ...] = Field(default=(), description="What was expected, latest holds.")
    counts: bool | None = Field(default=None, description="What a person decided, where one must.")
    decided_on: Day | None = Field(default=None, description="The day that was decided.")
    decided_by: Text | None = Field(default=None, description="Who decided it: a role, not a name.")


class EventLine(Part):
    """Something that happened: exactly one of `action`, `recorded`, `contact` and `placed`."""

    on: Day = Field(description="The day it happened.")
    action: Id | None = Field(default=None, description="An action of the procedure that was done.")
    outcome: Id | None = Field(default=None, description="What was decided at it.")
    recorded: Id | None = Field(
        default=None, description="An event named under the procedure's `events`."
    )
    contact: Id | None = Field(default=None, description="A contact that was made.")
    placed: Annotated[dict[Id, Id], Field(min_length=1)] | None = Field(
        default=None, description="Track and stage: put there by decision."
    )
    by: Text | None = Field(default=None, description="Who did it: a role, not a name.")
    because: Text | None = Field(default=None, description="The reason for a decision.")


class Record(Part):
    """The record of one employee."""

    employee: Employee = Field(default_factory=Employee, description="Who it is about.")
    pattern: tuple[PatternShape, ...] = Field(default=(), description="When the person works.")
    absences: tuple[Absence, ...] = Field(default=(), description="Every absence.")
    events: tuple[EventLine, ...] = Field(default=(), description="Everything else that happened.")
