"""procedure.yaml as rows that any engine can hold: in a stage, on an event, from a figure on, go there.

The first row that fits is taken. The same rules stand twice, here and in the language: the run asks for
equal steps before it measures anything.
"""

from typing import NamedTuple

START = "clear"
# What may be told: absence, a meeting, the end of twelve weeks, a year without absence.
ABSENCE, MEETING, WEEKS_OVER, YEAR_OVER = "absence", "meeting", "weeks_over", "year_over"
EVENTS = (ABSENCE, MEETING, WEEKS_OVER, YEAR_OVER)
# What it measures on a day of absence, the last two since the meeting of the stage without an end.
MEASURES = ("absences", "days", "bradford", "away", "more_absences", "more_days")


class Row(NamedTuple):
    """Without a measure, the event is enough."""

    stage: str
    event: str
    measure: str | None
    at_least: int
    to: str


LIVE = {"absences": 3, "days": 10, "bradford": 200, "away": 28}
MONITORED = {"more_absences": 2, "more_days": 5, "away": 28}
BY_ABSENCE = (
    ("clear", LIVE, "first-due"),
    ("first-monitored", MONITORED, "second-due"),
    ("first-live", LIVE, "second-due"),
    ("second-monitored", MONITORED, "third-due"),
    ("second-live", LIVE, "third-due"),
)
BY_EVENT = (
    ("first-due", MEETING, "first-monitored"),
    ("second-due", MEETING, "second-monitored"),
    ("third-due", MEETING, "third-held"),
    ("first-monitored", WEEKS_OVER, "first-live"),
    ("second-monitored", WEEKS_OVER, "second-live"),
    ("first-live", YEAR_OVER, "clear"),
    ("second-live", YEAR_OVER, "first-live"),
    ("third-held", YEAR_OVER, "second-live"),
)
ROWS = (
    *(Row(at, ABSENCE, word, n, to) for at, limits, to in BY_ABSENCE for word, n in limits.items()),
    *(Row(at, event, None, 0, to) for at, event, to in BY_EVENT),
)
STAGES = tuple(dict.fromkeys([START, *(row.stage for row in ROWS), *(row.to for row in ROWS)]))
