"""The shapes of `calendar` and `counting`: which days the school is open, and how absences count."""

from typing import Annotated, Literal

from pydantic import Field

from flowrules.model.record import Weekday
from flowrules.part import Day, Id, Part, Text, YearDay

Nation = Literal["england", "wales", "scotland", "northern-ireland", "none"]
Edge = Literal["days inside", "started inside", "whole absence"]
# These are words of the published language, as the measures of a target are: no file adds to them.
Scaled = Literal["absences", "working_days", "hours_lost", "continuous"]
Categorised = Literal["counts", "never", "decide"]


class Span(Part):
    """Days from the first to the last."""

    from_: Day = Field(alias="from", description="The first day.")
    to: Day = Field(description="The last day.")


class CalendarShape(Part):
    """The days on which the school is open."""

    nation: Nation | None = Field(
        default=None,
        description="Whose bank holidays; default `england`.",
        json_schema_extra={"default": "england"},
    )
    working_week: Annotated[tuple[Weekday, ...], Field(min_length=1)] | None = Field(
        default=None,
        description="The days the school is open each week; default Monday to Friday.",
        json_schema_extra={"default": ["mon", "tue", "wed", "thu", "fri"]},
    )
    terms: Text | Annotated[tuple[Span, ...], Field(min_length=1)] | None = Field(
        default=None, description="The terms; what lies between is closed. Or a .csv or .ics file."
    )
    inset: tuple[Day, ...] = Field(default=(), description="INSET days: staff work, wherever they lie.")
    closures: tuple[Day | Span, ...] = Field(default=(), description="Other days the school is closed.")
    term_time: tuple[Id, ...] = Field(
        default=(), description="Staff groups for whom closures are days off."
    )
    dates: dict[Id, tuple[Day, ...]] = Field(
        default={}, description="Days with a name, such as `payday`, for `pattern` to look at."
    )
    academic_year: YearDay | None = Field(
        default=None,
        description="Its first day, month and day; default 1 September.",
        json_schema_extra={"default": "09-01"},
    )
    leave_year: YearDay | None = Field(default=None, description="Its first day, month and day.")
    hours_per_week: Annotated[float, Field(gt=0, le=168)] | None = Field(
        default=None, description="The hours of a full week, for scaling `hours_lost`."
    )


class EdgeRules(Part):
    """What an absence across the early edge of a window counts for."""

    within: Edge | None = Field(
        default=None,
        description="For `within`; default `days inside`.",
        json_schema_extra={"default": "days inside"},
    )
    since: Edge | None = Field(
        default=None,
        description="For `since`; default `started inside`.",
        json_schema_extra={"default": "started inside"},
    )


class PartDays(Part):
    """What absences of part of a day come to."""

    make_an_absence: bool | None = Field(
        default=None,
        description="Whether part days alone are an absence; default yes.",
        json_schema_extra={"default": True},
    )
    lose: Literal["as recorded", "half or whole"] | None = Field(
        default=None,
        description="What they lose; default `as recorded`.",
        json_schema_extra={"default": "as recorded"},
    )


class PartTime(Part):
    """Which bounds are scaled to the days a person works."""

    scaled: tuple[Scaled, ...] = Field(
        description="The measures whose bounds are scaled; `[]` for none."
    )
    round: Literal["exact", "nearest half", "up to half", "up to whole"] = Field(
        default="exact", description="How the scaled bound is rounded."
    )


class CountingShape(Part):
    """How absences are counted."""

    categories: Annotated[dict[Id, Categorised], Field(min_length=1)] | None = Field(
        default=None, description="Which kinds of absence count, never count, or are decided one by one."
    )
    decided_by: Id | None = Field(
        default=None, description="The role who decides, absence by absence, whether it counts."
    )
    reasons: tuple[Id, ...] = Field(default=(), description="The broad reasons a record may give.")
    join: Literal["across non-working days", "across closures too", "never"] | None = Field(
        default=None,
        description="Which records are one absence; default `across non-working days`.",
        json_schema_extra={"default": "across non-working days"},
    )
    across_the_edge: EdgeRules | None = Field(
        default=None, description="Absences across a window's edge."
    )
    same_date_counts: bool | None = Field(
        default=None,
        description="Whether the same date months earlier is inside a window; default no.",
        json_schema_extra={"default": False},
    )
    rest_days: Literal["all", "inside only"] | None = Field(
        default=None,
        description="Which rest days `calendar_days` counts; default `all`.",
        json_schema_extra={"default": "all"},
    )
    part_days: PartDays = Field(default_factory=PartDays, description="Absences of part of a day.")
    part_time: PartTime | None = Field(
        default=None, description="Bounds scaled for part-time staff; default none."
    )
