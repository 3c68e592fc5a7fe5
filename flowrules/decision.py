"""Decision: everything the engine says about one person on one day. Evidence, no words.

`what` and `line` are the two fields that `explain` fills in; the rest the engine knows. The schema
that others may build on (`flowrules schema decision`) is made from these classes.
"""

from datetime import date
from fractions import Fraction
from typing import Literal, NamedTuple

from flowrules.finding import Finding, Path

Days = tuple[date, date]


class Reason(NamedTuple):
    """One condition as it stood: the figure, what it was compared with, and what was counted.

    `value` is a number of absences or days, a share in percent, or a score. `share`: the bounds are
    scaled for somebody who works that part of a week; `own`: they are this person's own. `window` is the
    first and the last day looked at. `absences` are first and last days, cut at the window and at the
    day asked about; `lost` are the days (or hours) that each of them lost there.
    """

    condition: str
    path: Path
    holds: bool
    value: Fraction | None = None
    at_least: Fraction | str | None = None
    more_than: Fraction | str | None = None
    at_most: Fraction | str | None = None
    less_than: Fraction | str | None = None
    share: Fraction | None = None
    own: bool = False
    window: Days | None = None
    absences: tuple[Days, ...] = ()
    lost: tuple[Fraction, ...] = ()
    events: tuple[tuple[str, date], ...] = ()
    outcome: str | None = None
    period: str | None = None
    expected_until: date | None = None
    anchor: tuple[str, date | None] | None = None
    line: int | None = None


class Step(NamedTuple):
    """One move taken: `because` holds the reasons, each of which held that day.

    `version` is that of the procedure which took it, where an earlier one did.
    """

    on: date
    track: str
    from_: str
    to: str
    because: tuple[Reason, ...]
    path: Path
    line: int | None = None
    version: str | None = None


class Standing(NamedTuple):
    """Where a track is; `since` is None in a start stage never left."""

    stage: str
    since: date | None


class Absent(NamedTuple):
    """The absence in progress: its first day, and the last day expected of it, if that was said."""

    since: date
    expected_until: date | None


class Item(NamedTuple):
    """One thing to do. `due` is None when no day is set or it cannot be known; see `waits_for`.

    `status`: `due`, `optional` (offered, never owed), `waiting` (for what `waits_for` names) or
    `missed` (a contact whose moment has passed; `if_missed` says what the file wants then). `to` is
    the stage whose move is held until this evidence is there.
    """

    kind: Literal["action", "contact", "evidence", "decision"]
    action: str
    do: str
    by: str
    due: date | None
    overdue_days: int
    status: Literal["due", "optional", "waiting", "missed"]
    track: str | None = None
    stage: str | None = None
    at: str | None = None
    if_missed: str | None = None
    instead: str | None = None
    notice: str | None = None
    companion: bool = False
    postponement: str | None = None
    differs_from: tuple[str, ...] = ()
    new_evidence: bool = False
    confidential: bool = False
    absence: Days | None = None
    waits_for: tuple[str, ...] = ()
    to: str | None = None
    path: Path = ()
    line: int | None = None


class Outlook(NamedTuple):
    """Where an answer would lead: the stage of each track, and the next action."""

    tracks: dict[str, str]
    next: str | None


class Choice(NamedTuple):
    """What a person must decide, and the lawful answers."""

    action: str
    outcomes: tuple[str, ...]
    by: str | None = None
    absence: Days | None = None
    leads_to: dict[str, Outlook] | None = None


class Coming(NamedTuple):
    """What comes up after the day asked about, if nothing else happens.

    A `move` with `waits_for` is due then, but held until that evidence is on record.
    """

    on: date
    kind: Literal["move", "absence-leaves-window", "reaches-length"]
    track: str
    stage: str
    to: str | None = None
    waits_for: tuple[str, ...] = ()
    trigger: str | None = None
    absence: Days | None = None
    path: Path = ()
    line: int | None = None
    what: str = ""


class Distance(NamedTuple):
    """How far a trigger of the present stage is.

    `one_more_absence`: a single working day away on `from_` would make it true; `days` is the fewest
    working days away in a row that would (None: not within a year of them). With `goes_on` they are
    further days of the absence in progress; none are needed where that meets it as it stands.
    `on_return`: the trigger is assessed on the day of return. `unknown` is an action that has no day
    yet to count from.
    """

    trigger: str
    track: str
    one_more_absence: bool
    days: int | None
    from_: date
    goes_on: bool = False
    on_return: bool = False
    unknown: str | None = None


class Unknown(NamedTuple):
    """What the engine was not told: what it took instead, and what to ask for."""

    kind: Literal[
        "working-pattern",
        "pattern-changed",
        "absence-undecided",
        "staff-group",
        "service",
        "hours",
        "days-lost-differ",
        "no-day-worked",
        "term-dates",
        "before-effective-from",
        "no-day",
    ]
    what: str = ""
    stage: str | None = None
    anchor: str | None = None
    absence: Days | None = None
    on: date | None = None
    given: Fraction | None = None
    computed: Fraction | None = None


class Misfit(NamedTuple):
    """An action on record that, with hindsight, belongs to a stage not reached by its day."""

    on: date
    action: str
    stage: str


class Evidence(NamedTuple):
    """The lines of the record on which the stages rest: with these alone they are the same.

    Absences by their first day; events by their day and the name of the action or event.
    """

    absences: tuple[date, ...] = ()
    events: tuple[tuple[date, str], ...] = ()


class Decision(NamedTuple):
    """The answer for one person on one day.

    With `findings` the record cannot be right, and nothing is decided: everything else is empty.
    A person who is not covered is not decided either; `not_covered_because` is the staff group.
    `version` is the one that decided, where it is an earlier one than asked.
    `known_on` is the day by which things had to be known, if that was asked; with `hindsight` each
    line was read at its own date, and `misfits` are what then no longer fits.
    """

    on: date
    covered: bool
    tracks: dict[str, Standing]
    absent: Absent | None = None
    next: Item | None = None
    agenda: tuple[Item, ...] = ()
    decisions: tuple[Choice, ...] = ()
    steps: tuple[Step, ...] = ()
    coming: tuple[Coming, ...] = ()
    distance: tuple[Distance, ...] = ()
    not_known: tuple[Unknown, ...] = ()
    evidence: Evidence = Evidence()
    misfits: tuple[Misfit, ...] = ()
    version: str | None = None
    known_on: date | None = None
    hindsight: bool = False
    findings: tuple[Finding, ...] = ()
    not_covered_because: str | None = None
