"""Part: the strict, frozen base of every shape, and the small texts that shapes share.

A shape holds no meaning and no check of one field against another, so the JSON Schema made from it
says exactly what is accepted. What the parts mean together is for `flow` and `lint`.
"""

import re
from datetime import date
from fractions import Fraction
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
DEADLINE = LENGTH.replace("(day|", "(day|term week|term weeks|", 1)
STRETCH = r"^[1-9][0-9]{0,2} (day|days|week|weeks|month|months|year|years)$"
PERCENT = r"^(100|[1-9]?[0-9](\.[0-9]{1,2})?) percent$"
ANCHOR = r"^(left )?[a-z0-9][a-z0-9-]{0,60}$"
CLOCK = r"^([01][0-9]|2[0-3]):[0-5][0-9]$"
LATEST = rf"{CLOCK}|^[1-9][0-9]? (minute|minutes|hour|hours) (before|after) start$|^start$"
YEAR_DAY = r"^(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])$"
CONTACT_DAY = r"^(return|(working )?day [1-9][0-9]{0,2})$"
START_DAY = r"^day [1-9][0-9]{0,2}$"
LAST_DAY = r"^(return|day [1-9][0-9]{0,2})$"
PERIOD = r"^(academic year|calendar year|leave year|term)$"

# What each pattern asks for, in the words of a finding.
ASKED = {
    ID: ("a name", "small letters, digits and hyphens, such as `stage-1`"),
    LENGTH: ("a length of time", "such as `10 working days`, `12 weeks` or `6 months`"),
    STRETCH: ("a length of calendar time", "such as `28 days`, `12 weeks` or `6 months`"),
    DEADLINE: ("a length of time", "such as `10 working days`, `12 weeks` or `6 months`"),
    PERCENT: ("a percentage", "such as `5 percent`"),
    ANCHOR: ("a day to count from", "the id of an action, `entered`, `return`, or `left` and a stage"),
    LATEST: ("a time of day", 'such as "07:30" or `30 minutes before start`'),
    YEAR_DAY: ("a day of the year", 'its month and day, such as "09-01"'),
    CONTACT_DAY: ("a day of the absence", "such as `day 1`, `working day 4` or `return`"),
    START_DAY: ("a day of the absence", "such as `day 8`"),
    LAST_DAY: ("an end of the repeats", "`return`, or a day such as `day 7`"),
    PERIOD: ("a period of the calendar", "`academic year`, `calendar year`, `leave year` or `term`"),
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


def amount(number: float) -> Fraction:
    """The number exactly as it was written: 0.1 is a tenth."""
    return Fraction(str(number))


def listed(given: str | tuple[str, ...] | None) -> tuple[str, ...]:
    """One name, or several, or none, as a tuple."""
    return (given,) if isinstance(given, str) else given or ()


Text = Annotated[str, Field(min_length=1, max_length=400)]
Id = Annotated[str, Field(pattern=ID)]
Length = Annotated[str, Field(pattern=LENGTH, examples=["10 working days", "12 weeks", "6 months"])]
Deadline = Annotated[
    str, Field(pattern=DEADLINE, examples=["10 working days", "12 weeks", "6 term weeks"])
]
Percent = Annotated[str, Field(pattern=PERCENT, examples=["5 percent"])]
Period = Annotated[str, Field(pattern=PERIOD, examples=["academic year", "term"])]
Stretch = Annotated[str, Field(pattern=STRETCH, examples=["28 days", "12 weeks", "6 months"])]
Anchor = Annotated[str, Field(pattern=ANCHOR, examples=["meeting-1", "entered", "left stage-2"])]
Latest = Annotated[str, Field(pattern=LATEST, examples=["07:30", "30 minutes before start"])]
YearDay = Annotated[str, Field(pattern=YEAR_DAY, examples=["09-01"])]
LastDay = Annotated[str, Field(pattern=LAST_DAY, examples=["return", "day 7"])]
ContactDay = Annotated[str, Field(pattern=CONTACT_DAY, examples=["day 1", "working day 4", "return"])]
StartDay = Annotated[str, Field(pattern=START_DAY, examples=["day 8"])]
Place = Annotated[int, Field(ge=1, le=100)]
# A decimal is read as the fraction it is written as; see `amount`.
Number = Annotated[float, Field(ge=0, le=1_000_000)]
Ids = Id | Annotated[tuple[Id, ...], Field(min_length=1)]
Day = Annotated[date, BeforeValidator(_day), Field(description="A date, as 2026-09-01.")]
