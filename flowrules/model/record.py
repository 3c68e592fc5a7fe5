"""The shape of one employee's record: no name is needed, and there is nowhere for a diagnosis."""

from typing import Annotated, Literal

from pydantic import Field

from flowrules.part import Anchor, Day, Id, Length, Number, Part, Percent, Period, Stretch, Text

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
Reference = Annotated[str, Field(min_length=1, max_length=60, pattern=r"^[^\n]+$")]


class Employee(Part):
    """Who the record is about, without a name."""

    id: Reference | None = Field(default=None, description="A number or code, not a name.")
    group: Id | None = Field(
        default=None, description="The staff group, as `covers` in the procedure says."
    )
    started: Day | None = Field(default=None, description="The first day of service.")


Weekdays = Annotated[tuple[Weekday, ...], Field(min_length=1)]


class PatternShape(Part):
    """The weekdays worked, from a date on: `days`, or `weeks` in turn."""

    from_: Day = Field(alias="from", description="The first day of this pattern.")
    days: Weekdays | None = Field(default=None, description="The days worked each week.")
    weeks: Annotated[tuple[Weekdays, ...], Field(min_length=2, max_length=8)] | None = Field(
        default=None, description="Weeks in turn, the first that of `from`."
    )
    half_days: tuple[Weekday, ...] = Field(default=(), description="Days of which half is worked.")
    hours_per_day: Annotated[float, Field(gt=0, le=24)] | None = Field(
        default=None, description="The hours of a whole day."
    )
    term_time_only: bool | None = Field(
        default=None, description="Whether closures of the school are days off."
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
    reason: Id | None = Field(
        default=None, description="A broad reason of the procedure's `counting: reasons`; no diagnosis."
    )
    part: Literal["half"] | None = Field(default=None, description="`half`: half of one day.")
    hours: Annotated[float, Field(gt=0, le=24)] | None = Field(
        default=None, description="The hours of one day that were lost."
    )
    days: Annotated[float, Field(gt=0, le=1)] | None = Field(
        default=None, description="The part of one day that was lost."
    )
    days_lost: Annotated[float, Field(ge=0, le=10_000)] | None = Field(
        default=None, description="The working days lost, as the HR system says."
    )
    half_worked: Literal["first", "last", "both", "neither"] | None = Field(
        default=None,
        description="Of which end half was worked, as it says too; for telling differences.",
    )
    known_on: Day | None = Field(default=None, description="The day the school learnt of it.")
    counts: bool | None = Field(default=None, description="What a person decided, where one must.")
    decided_on: Day | None = Field(default=None, description="The day that was decided.")
    decided_by: Text | None = Field(default=None, description="Who decided it: a role, not a name.")


class LimitShape(Part):
    """What a personal target allows of one measure."""

    at_most: Number | None = Field(default=None, description="This much is still within it.")
    less_than: Number | None = Field(default=None, description="Only less than this is within it.")


class TargetShape(Part):
    """A personal target: it is missed when any of its measures is."""

    absences: LimitShape | None = Field(default=None, description="The number of absences.")
    working_days: LimitShape | None = Field(default=None, description="The working days lost.")
    calendar_days: LimitShape | None = Field(default=None, description="The days of absence.")
    hours_lost: LimitShape | None = Field(default=None, description="The hours lost.")
    bradford: LimitShape | None = Field(default=None, description="The Bradford score.")
    from_: Day | None = Field(
        default=None, alias="from", description="Counts from this day, not the day after the meeting."
    )

    @property
    def limits(self) -> dict[str, LimitShape]:
        """What it says, by measures."""
        return {measure: limit for measure, limit in self if isinstance(limit, LimitShape)}


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
    until: Day | None = Field(default=None, description="The decision's own end of the stage's period.")
    target: TargetShape | None = Field(default=None, description="A personal target set at it.")
    known_on: Day | None = Field(default=None, description="The day the school learnt of it.")
    by: Text | None = Field(default=None, description="Who did it: a role, not a name.")
    because: Text | None = Field(default=None, description="The reason for a decision.")


class Leave(Part):
    """Leave that was taken, or asked for and refused."""

    from_: Day = Field(alias="from", description="The first day.")
    to: Day = Field(description="The last day.")
    refused: bool = Field(default=False, description="It was asked for and refused.")


class OwnBounds(Part):
    """A count's bounds for one person, with the window of the condition they stand in for."""

    at_least: Number | None = Field(default=None, description="The figure is this or more.")
    more_than: Number | None = Field(default=None, description="The figure is more than this.")
    within: Stretch | None = Field(default=None, description="The window of that condition.")
    since: Anchor | None = Field(default=None, description="The window of that condition.")
    for_: Stretch | None = Field(default=None, alias="for", description="The window of that condition.")
    in_: Period | None = Field(default=None, alias="in", description="The window of that condition.")


class OwnLength(Part):
    """A length of absence for one person."""

    at_least: Length | None = Field(default=None, description="It has lasted this long or longer.")
    more_than: Length | None = Field(default=None, description="It has lasted longer than this.")
    since: Anchor | None = Field(default=None, description="The anchor of that condition.")


class OwnShare(OwnBounds):
    """A share of the working time for one person."""

    at_least: Percent | None = Field(default=None, description="The share is this or more.")  # type: ignore[assignment]
    more_than: Percent | None = Field(default=None, description="The share is more than this.")  # type: ignore[assignment]


class Adjustment(Part):
    """A threshold of this person's own, decided by somebody for a reason: exactly one measure."""

    trigger: Id = Field(description="The trigger of the procedure that it belongs to.")
    absences: OwnBounds | None = Field(default=None, description="In place of its `absences`.")
    working_days: OwnBounds | None = Field(default=None, description="In place of its `working_days`.")
    calendar_days: OwnBounds | None = Field(default=None, description="In place of its `calendar_days`.")
    hours_lost: OwnBounds | None = Field(default=None, description="In place of its `hours_lost`.")
    bradford: OwnBounds | None = Field(default=None, description="In place of its `bradford`.")
    lost_time: OwnShare | None = Field(default=None, description="In place of its `lost_time`.")
    continuous: OwnLength | None = Field(default=None, description="In place of its `continuous`.")
    from_: Day = Field(alias="from", description="The first day it holds.")
    until: Day | None = Field(default=None, description="The last day it holds.")
    decided_by: Text = Field(description="Who decided it: a role, not a name.")
    because: Text = Field(description="The reason.")

    @property
    def thresholds(self) -> dict[str, OwnBounds | OwnLength]:
        """What it says, by measures."""
        return {word: own for word, own in self if isinstance(own, OwnBounds | OwnLength)}


class Record(Part):
    """The record of one employee."""

    employee: Employee = Field(default_factory=Employee, description="Who it is about.")
    pattern: tuple[PatternShape, ...] = Field(default=(), description="When the person works.")
    absences: tuple[Absence, ...] = Field(default=(), description="Every absence.")
    events: tuple[EventLine, ...] = Field(default=(), description="Everything else that happened.")
    leave: tuple[Leave, ...] = Field(default=(), description="Leave taken, or refused.")
    adjustments: tuple[Adjustment, ...] = Field(
        default=(), description="Thresholds of this person's own."
    )
