"""Faults: what cannot be right in a record, each noted at its own line, in the words of HR."""

from collections.abc import Iterable
from datetime import date
from itertools import pairwise

from flowrules.finding import Finding, Path, near
from flowrules.flow import Flow
from flowrules.model.record import Absence, EventLine, PatternShape
from flowrules.words import say_day

_ONE_OF = ("action", "recorded", "contact", "placed")


class Faults:
    """Collects the findings of one record against one procedure."""

    def __init__(self, flow: Flow, on: date) -> None:
        self.findings: list[Finding] = []
        self._flow = flow
        self._on = on
        self._reasoned = {
            pair
            for stage in flow.stages.values()
            for move in stage.moves
            if move.needs_reason
            for pair in move.decided
        }

    def note(
        self, code: str, rule: str, path: Path, message: str, help: str, *, on_key: bool = False
    ) -> None:
        self.findings.append(Finding(code, rule, "error", path, message, help, on_key))

    def _unknown(
        self, kind: str, name: str, known: Iterable[str], path: Path, *, on_key: bool = False
    ) -> None:
        """What is written in a record is health data, so only the procedure's own words are said."""
        known = list(known)
        help = near(name, known) if known else f"the procedure has no {kind}"
        message = f"what is written here is no {kind} of this procedure"
        self.note("FR506", "unknown-name", path, message, help, on_key=on_key)

    def check_known_days(self, first: int, on: int) -> None:
        """Bank holidays are known for a span of years, and a day beyond it is never taken as open."""
        known = self._flow.calendar.holidays
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

    def check_absence(self, absence: Absence, path: Path) -> None:
        categories = self._flow.counting.categories
        if absence.to is not None and absence.to < absence.from_:
            self.note(
                "FR501",
                "ends-before-start",
                (*path, "to"),
                f"the absence ends on {say_day(absence.to)}, before it starts",
                f"it starts on {say_day(absence.from_)}; correct one of the two",
            )
        if absence.category not in categories:
            self._unknown("category", absence.category, categories, (*path, "category"))
        for place, expected in enumerate(absence.expected):
            if expected.until < absence.from_ and expected.on <= self._on:
                self.note(
                    "FR501",
                    "ends-before-start",
                    (*path, "expected", place, "until"),
                    "the absence is expected to end before it starts",
                    f"it starts on {say_day(absence.from_)}; correct one of the two",
                )
        self._check_counts(absence, path)

    def _check_counts(self, absence: Absence, path: Path) -> None:
        given = (absence.counts, absence.decided_on, absence.decided_by)
        if all(value is None for value in given) or (absence.decided_on or self._on) > self._on:
            return
        if any(value is None for value in given):
            self.note(
                "FR504",
                "decision-incomplete",
                (*path, "counts"),
                "a decision whether an absence counts says what, when and by whom",
                "write `counts`, `decided_on` and `decided_by`, or none of them",
            )
        elif self._flow.counting.categories.get(absence.category) != "decide":
            self.note(
                "FR504",
                "decision-not-asked",
                (*path, "counts"),
                f"the procedure leaves no decision about `{absence.category}`",
                "its `counting: categories` says what is decided one by one",
            )

    def check_overlaps(self, known: list[tuple[Absence, Path]]) -> None:
        """`known` is in order of first days."""
        for (before, its_path), (after, path) in pairwise(known):
            if before.to is None or before.to >= after.from_:
                ends = "has no end" if before.to is None else f"ends on {say_day(before.to)}"
                self.findings.append(
                    Finding(
                        "FR502",
                        "absences-overlap",
                        "error",
                        (*path, "from"),
                        f"this absence starts on {say_day(after.from_)}, inside another one",
                        f"the other {ends}; correct one of the two",
                        related=(((*its_path, "from"), "the other"),),
                    )
                )

    def check_patterns(self, patterns: tuple[PatternShape, ...]) -> None:
        starts = [pattern.from_ for pattern in patterns]
        for place, start in enumerate(starts):
            if start in starts[:place] and start <= self._on:
                self.note(
                    "FR512",
                    "two-patterns",
                    ("pattern", place, "from"),
                    f"two working patterns begin on {say_day(start)}",
                    "keep one of them",
                )

    def check_event(self, event: EventLine, path: Path, seen: dict[tuple[int, str], Path]) -> bool:
        """Whether the line can be used; `seen` has what was decided so far, by day and thing."""
        known = len(self.findings)
        said = [word for word in _ONE_OF if getattr(event, word) is not None]
        if len(said) != 1:
            self.note(
                "FR505",
                "event-unclear",
                path,
                "an event says exactly one thing that happened",
                "one of `action`, `recorded`, `contact` and `placed`",
            )
        elif event.placed is not None:
            self._check_placed(event, path, seen)
        elif event.action is not None:
            self._check_action(event, path, seen)
        elif event.recorded is not None and event.recorded not in self._flow.events:
            self._unknown("event", event.recorded, self._flow.events, (*path, "recorded"))
        elif event.contact is not None:
            contacts = [contact.id for contact in self._flow.contacts]
            if event.contact not in contacts:
                self._unknown("contact", event.contact, contacts, (*path, "contact"))
        if event.outcome is not None and event.action is None:
            self.note(
                "FR507",
                "outcome-without-action",
                (*path, "outcome"),
                "an outcome belongs to an action",
                "say which `action` decided it",
            )
        return len(self.findings) == known

    def _expect_once(
        self, key: tuple[int, str], path: Path, seen: dict[tuple[int, str], Path], said: str
    ) -> None:
        """On one day a thing is decided once; `seen` has what was decided on the lines before."""
        if key in seen:
            help, related = "keep the one that was decided", ((seen[key], "the other"),)
            finding = Finding("FR508", "two-outcomes", "error", path, said, help, related=related)
            self.findings.append(finding)
        seen[key] = path

    def _check_placed(self, event: EventLine, path: Path, seen: dict[tuple[int, str], Path]) -> None:
        tracks = [track.id for track in self._flow.tracks]
        for track, stage in (event.placed or {}).items():
            place = (*path, "placed", track)
            if track not in tracks:
                self._unknown("track", track, tracks, place, on_key=True)
            elif stage not in (known := [one.id for one in self._flow.stages_of(track)]):
                self._unknown(f"stage on the track `{track}`", stage, known, place)
            said = f"`{track}` is placed twice on {say_day(event.on)}"
            self._expect_once((event.on.toordinal(), f"placed {track}"), place, seen, said)
        if event.because is None:
            self.note(
                "FR509",
                "reason-missing",
                (*path, "placed"),
                "putting a person in a stage needs its reason",
                "add `because:` and the reason",
            )

    def _check_action(self, event: EventLine, path: Path, seen: dict[tuple[int, str], Path]) -> None:
        name = event.action or ""
        action = self._flow.actions.get(name)
        if action is None:
            self._unknown("action", name, self._flow.actions, (*path, "action"))
            return
        if event.outcome is None:
            return
        if event.outcome not in action.outcomes:
            self._unknown(f"outcome of `{name}`", event.outcome, action.outcomes, (*path, "outcome"))
        said = f"`{name}` has two outcomes on {say_day(event.on)}"
        self._expect_once((event.on.toordinal(), name), (*path, "outcome"), seen, said)
        if (name, event.outcome) in self._reasoned and event.because is None:
            self.note(
                "FR509",
                "reason-missing",
                (*path, "outcome"),
                f"the decision `{event.outcome}` needs its reason",
                "add `because:` and the reason",
            )
