"""Faults: what cannot be right in a record, each noted at its own line, in the words of HR."""

from collections.abc import Iterable
from datetime import date

from flowrules.finding import Finding, Path, near
from flowrules.flow import Flow
from flowrules.view import Own
from flowrules.words import say_day


class Faults:
    """Collects the findings of one record against one procedure, up to a day.

    A version of several answers for what was said from the day `begin` to the day `end`.
    """

    def __init__(self, flow: Flow, on: date, begin: int = 0, end: int = date.max.toordinal()) -> None:
        self.findings: list[Finding] = []
        self.flow = flow
        self.on = on
        self.begin = begin
        self.end = end

    def answers_for(self, day: date) -> bool:
        """Whether this version was in force on a day."""
        return self.begin <= day.toordinal() <= self.end

    def note(
        self, code: str, rule: str, path: Path, message: str, help: str, *, on_key: bool = False
    ) -> None:
        self.findings.append(Finding(code, rule, "error", path, message, help, on_key))

    def note_unknown(
        self, kind: str, name: str, known: Iterable[str], path: Path, *, on_key: bool = False
    ) -> None:
        """What is written in a record is health data, so only the procedure's own words are said."""
        known = list(known)
        help = near(name, known) if known else f"the procedure has no {kind}"
        message = f"what is written here is no {kind} of this procedure"
        self.note("FR506", "unknown-name", path, message, help, on_key=on_key)

    def check_known_days(self, first: int, on: int) -> None:
        """Bank holidays are known for a span of years, and a day beyond it is never taken as open."""
        known = self.flow.calendar.holidays
        if first >= known.first and on <= known.last - 31:
            return
        day = first if first < known.first else on
        self.note(
            "FR511",
            "day-not-known",
            (),
            f"the bank holidays around {say_day(date.fromordinal(day))} are not known",
            f"they are known from {say_day(date.fromordinal(known.first))} to "
            f"{say_day(date.fromordinal(known.last))}; check the year",
        )

    def check_known_day(self, day: date, path: Path) -> None:
        """A day far away is a slip of the pen, and nothing is known of it."""
        if not self.flow.calendar.knows(day.toordinal()):
            self.note(
                "FR511",
                "day-not-known",
                path,
                f"{say_day(day)} is beyond the days that are known",
                "check the year",
            )

    def check_order(self, first: date, last: date | None, path: Path) -> None:
        """What has a first and a last day ends no earlier than it begins."""
        if last is not None and last < first:
            self.note(
                "FR501",
                "ends-before-start",
                path,
                f"it ends on {say_day(last)}, before it starts",
                f"it starts on {say_day(first)}; correct one of the two",
            )

    def expect_apart(self, before: tuple[Own, ...], own: Own, path: Path) -> None:
        """One condition has one threshold of a person's own at a time."""
        if any(one.first <= own.last and own.first <= one.last for one in before):
            self.note(
                "FR513",
                "adjustment-unclear",
                path,
                "two adjustments of one condition hold at the same time",
                "end one of them with `until`",
            )
