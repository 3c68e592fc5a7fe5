"""Part: the strict, frozen base of every shape, and the small texts that shapes share.

A shape holds no meaning and no check of one field against another, so the JSON Schema made from it
says exactly what is accepted. What the parts mean together is for `flow` and `lint`.
"""

import re
from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError


class Part(BaseModel):
    """One mapping of the file: no unknown keys, no conversions, never changed after reading."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        strict=True,
        defer_build=True,
        model_title_generator=lambda shape: shape.__name__.removesuffix("Shape"),
    )


ID = r"^[a-z0-9][a-z0-9-]{0,60}$"
LENGTH = r"^[1-9][0-9]{0,2} (day|days|working day|working days|week|weeks|month|months|year|years)$"
STRETCH = r"^[1-9][0-9]{0,2} (day|days|week|weeks|month|months|year|years)$"
ANCHOR = r"^(left )?[a-z0-9][a-z0-9-]{0,60}$"
CLOCK = r"^([01][0-9]|2[0-3]):[0-5][0-9]$"
CONTACT_DAY = r"^(return|(working )?day [1-9][0-9]{0,2})$"
START_DAY = r"^day [1-9][0-9]{0,2}$"

# What each pattern asks for, in the words of a finding.
ASKED = {
    ID: ("a name", "small letters, digits and hyphens, such as `stage-1`"),
    LENGTH: ("a length of time", "such as `10 working days`, `12 weeks` or `6 months`"),
    STRETCH: ("a length of calendar time", "such as `28 days`, `12 weeks` or `6 months`"),
    ANCHOR: ("a day to count from", "the id of an action, `entered`, `return`, or `left` and a stage"),
    CLOCK: ("a clock time", 'such as "07:30"'),
    CONTACT_DAY: ("a day of the absence", "such as `day 1`, `working day 4` or `return`"),
    START_DAY: ("a day of the absence", "such as `day 8`"),
}

_DATE = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _day(given: Any) -> Any:
    """Only one way to write a date: pydantic would also take a number of seconds for one."""
    if not isinstance(given, str):
        return given
    try:
        return date.fromisoformat(given) if _DATE.fullmatch(given) else given
    except ValueError:
        raise PydanticCustomError("date_parsing", "not a date") from None


Text = Annotated[str, Field(min_length=1, max_length=400)]
Id = Annotated[str, Field(pattern=ID)]
Length = Annotated[str, Field(pattern=LENGTH, examples=["10 working days", "12 weeks", "6 months"])]
Stretch = Annotated[str, Field(pattern=STRETCH, examples=["28 days", "12 weeks", "6 months"])]
Anchor = Annotated[str, Field(pattern=ANCHOR, examples=["meeting-1", "entered", "left stage-2"])]
Clock = Annotated[str, Field(pattern=CLOCK, examples=["07:30"])]
ContactDay = Annotated[str, Field(pattern=CONTACT_DAY, examples=["day 1", "working day 4", "return"])]
StartDay = Annotated[str, Field(pattern=START_DAY, examples=["day 8"])]
Number = Annotated[int, Field(ge=0, le=1_000_000)]
Day = Annotated[date, BeforeValidator(_day), Field(description="A date, as 2026-09-01.")]
