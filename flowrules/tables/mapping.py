"""text -> Mapping: what the columns of an export are, and what the words in them mean.

A school writes it once for its HR system (`flowrules map` makes a first one). As every shape,
it has no check of one line against another: `check_mapping` has those.
"""

import json
from typing import Annotated, Literal

from pydantic import Field, ValidationError

from flowrules.finding import Finding
from flowrules.part import CLOCK, Part, Text
from flowrules.source import Source, read

Heading = Annotated[str, Field(min_length=1, max_length=200)]
Headings = Heading | Annotated[tuple[Heading, ...], Field(min_length=1)]
Meanings = Annotated[dict[str, Text], Field(min_length=1)]
LEAVE_OUT = "leave out"
EMPTY = "(empty)"

# What stands in the columns: dates, or words that have a meaning.
DATES = frozenset((
    "start", "end", "returned", "known_on", "expected_until", "decided_on", "on", "until", "started",
    "pattern_from",
))  # fmt: skip
WORDS = frozenset((
    "category", "reason", "group", "event", "action", "recorded", "contact", "stage", "outcome",
))  # fmt: skip
NOT_OF_HEALTH = frozenset(("group",))  # of those, the ones that say nothing about anybody's health
PARTS = ("part", "first_part", "last_part")  # and in these, which part of a day


class EveryTable(Part):
    """The columns that any table may have.

    A list is of other names for one column: the first that is there is used.
    """

    employee: Headings = Field(description="The number or code of the employee, the same in each table.")
    post: Headings | None = Field(default=None, description="Which of a person's posts a row is about.")
    school: Headings | None = Field(default=None, description="The school; only shown.")
    name: Headings | None = Field(default=None, description="The name; shown only if asked for.")
    forename: Headings | None = Field(
        default=None, description="The first part of a name in two columns."
    )
    surname: Headings | None = Field(default=None, description="The second part of it.")
    manager: Headings | None = Field(default=None, description="The line manager; only shown.")
    group: Headings | None = Field(default=None, description="The staff group.")
    started: Headings | None = Field(default=None, description="The first day of service.")


class AbsenceColumns(EveryTable):
    """The columns of a table of absences."""

    start: Headings = Field(description="The first day away.")
    end: Headings | None = Field(default=None, description="The last day away; empty while still away.")
    returned: Headings | None = Field(
        default=None, description="The day of return, where there is no last day: the day before it is."
    )
    category: Headings | None = Field(default=None, description="The kind of absence.")
    reason: Headings | None = Field(default=None, description="The broad reason; no diagnosis.")
    days_lost: Headings | None = Field(
        default=None, description="The working days lost, as the system says."
    )
    hours: Headings | None = Field(
        default=None, description="The hours lost; the table of staff says those of a day."
    )
    part: Headings | None = Field(default=None, description="Whether one day was whole or half.")
    first_part: Headings | None = Field(
        default=None, description="Whether the first day was whole or half: `pm` begins at midday."
    )
    last_part: Headings | None = Field(
        default=None, description="Whether the last day was whole or half: `am` ends at midday."
    )
    start_time: Headings | None = Field(default=None, description="The time it began; needs `midday`.")
    end_time: Headings | None = Field(default=None, description="The time it ended; needs `midday`.")
    known_on: Headings | None = Field(default=None, description="The day the school learnt of it.")
    expected_until: Headings | None = Field(
        default=None, description="The last day expected of an absence without a last day."
    )
    counts: Headings | None = Field(default=None, description="What a person decided: yes or no.")
    decided_on: Headings | None = Field(default=None, description="The day that was decided.")
    decided_by: Headings | None = Field(default=None, description="The role that decided it.")


class EventColumns(EveryTable):
    """The columns of a table of what else happened."""

    on: Headings = Field(description="The day it happened.")
    event: Headings | None = Field(
        default=None, description="What it was: an action, event or contact of the procedure."
    )
    action: Headings | None = Field(default=None, description="An action that was done.")
    recorded: Headings | None = Field(default=None, description="An event that was recorded.")
    contact: Headings | None = Field(default=None, description="A contact that was made.")
    stage: Headings | None = Field(default=None, description="A stage the person was put in.")
    outcome: Headings | None = Field(default=None, description="What was decided.")
    until: Headings | None = Field(
        default=None, description="The decision's own end of the stage's period."
    )
    known_on: Headings | None = Field(default=None, description="The day the school learnt of it.")
    by: Headings | None = Field(default=None, description="The role that did it.")
    because: Headings | None = Field(default=None, description="The reason for a decision.")


class StaffColumns(EveryTable):
    """The columns of a table of staff."""

    pattern: Headings | None = Field(
        default=None, description="The days worked, in words: `Mon-Wed`, `Mon, Tue, Fri`."
    )
    mon: Headings | None = Field(
        default=None, description="Whether Monday is worked: yes, hours, `0.5`."
    )
    tue: Headings | None = Field(default=None, description="As `mon`.")
    wed: Headings | None = Field(default=None, description="As `mon`.")
    thu: Headings | None = Field(default=None, description="As `mon`.")
    fri: Headings | None = Field(default=None, description="As `mon`.")
    sat: Headings | None = Field(default=None, description="As `mon`.")
    sun: Headings | None = Field(default=None, description="As `mon`.")
    pattern_from: Headings | None = Field(default=None, description="The first day of this pattern.")
    hours_per_day: Headings | None = Field(default=None, description="The hours of a whole day.")
    term_time_only: Headings | None = Field(
        default=None, description="Whether closures of the school are days off: yes or no."
    )


class OneTable(Part):
    """How a table is known, and how its cells are read."""

    file: Text | None = Field(
        default=None, description="The file's name, with `*` for any letters; else its headings tell."
    )
    sheet: Text | None = Field(default=None, description="The name of the sheet of a workbook.")
    dates: Text | None = Field(
        default=None,
        description="`day first`, `month first`, `year first`, or a form such as `%d/%m/%y`. Left out, "
        "a date that could be read both ways is refused, unless the others show which it is.",
    )
    values: dict[str, Meanings] = Field(
        default_factory=dict,
        description="For a column above, what its words mean; `leave out` passes over the row, and "
        "`(empty)` stands for no word.",
    )
    leave_out: dict[Heading, Annotated[tuple[str, ...], Field(min_length=1)]] = Field(
        default_factory=dict, description="Rows to pass over, by heading and words in that column."
    )


class AbsenceTable(OneTable):
    """A table of absences."""

    columns: AbsenceColumns = Field(description="Its columns.")
    midday: Annotated[str, Field(pattern=CLOCK)] | None = Field(
        default=None,
        description="An absence that begins at this time or later, or ends by it, takes half of a day.",
    )
    flags: dict[Heading, Text] = Field(
        default_factory=dict, description="Columns whose yes makes it an absence of another category."
    )


class EventTable(OneTable):
    """A table of what else happened."""

    columns: EventColumns = Field(description="Its columns.")


class StaffTable(OneTable):
    """A table of staff."""

    columns: StaffColumns = Field(description="Its columns.")


class Mapping(Part):
    """What the tables of an export are: at least one of `absences`, `events` and `staff`."""

    flowrules_map: Literal[1] = Field(description="The version of this form.")
    title: Text | None = Field(default=None, description="Which export this is for.")
    source: Text | None = Field(default=None, description="Where its columns are documented.")
    unverified: Text | None = Field(default=None, description="What nobody has tried yet.")
    absences: AbsenceTable | None = Field(default=None, description="The table of absences.")
    events: EventTable | None = Field(default=None, description="The table of what else happened.")
    staff: StaffTable | None = Field(default=None, description="The table of staff.")


KINDS = ("absences", "events", "staff")


def read_mapping(content: bytes | str, name: str) -> tuple[Mapping | None, Source | None, list[Finding]]:
    """A mapping as somebody wrote it; with any finding there is none."""
    source, findings = read(content, name)
    if source is None:
        return None, None, findings
    try:
        return Mapping.model_validate_json(json.dumps(source.data)), source, []
    except ValidationError as error:
        from flowrules.model.voice import say

        return None, source, say(error, Mapping, source.data)


def has_words(field: str) -> bool:
    """Whether a column is one whose words have a meaning, or by whose words rows are left out."""
    return field in WORDS or field.startswith("leave out ")
