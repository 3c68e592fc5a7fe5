"""Events of a record -> what cannot be right in them, noted in Faults."""

from collections.abc import Collection

from flowrules.engine.faults import Faults
from flowrules.engine.plan import plan_of
from flowrules.finding import Finding, Path
from flowrules.model.record import EventLine
from flowrules.words import say_day

_ONE_OF = ("action", "recorded", "contact", "placed")


class EventFaults:
    """Looks at the events of one record, line by line."""

    def __init__(self, faults: Faults) -> None:
        self._faults = faults
        self._flow = faults.flow
        self._seen: dict[tuple[int, str], Path] = {}  # what was decided so far, by day and thing
        self._plan = plan_of(faults.flow)

    def check(self, event: EventLine, path: Path) -> bool:
        """Whether a line can be used."""
        known = len(self._faults.findings)
        said = [word for word in _ONE_OF if getattr(event, word) is not None]
        if len(said) != 1:
            self._faults.note(
                "FR505",
                "event-unclear",
                path,
                "an event says exactly one thing that happened",
                "one of `action`, `recorded`, `contact` and `placed`",
            )
        elif event.placed is not None:
            self._check_placed(event, path)
        elif event.action is not None:
            self._check_action(event, path)
        elif event.recorded is not None:
            self._expect_known("event", event.recorded, self._flow.events, (*path, "recorded"))
        elif event.contact is not None:
            self._expect_known("contact", event.contact, self._plan.contacts, (*path, "contact"))
        self._check_carried(event, path)
        if event.outcome is not None and event.action is None:
            self._faults.note(
                "FR507",
                "outcome-without-action",
                (*path, "outcome"),
                "an outcome belongs to an action",
                "say which `action` decided it",
            )
        return len(self._faults.findings) == known

    def _expect_known(self, kind: str, name: str, known: Collection[str], path: Path) -> None:
        if name not in known:
            self._faults.note_unknown(kind, name, known, path)

    def _check_carried(self, event: EventLine, path: Path) -> None:
        """What a decision may carry: an end of its own, a target; and what a placing may not."""
        action = self._flow.actions.get(event.action or "")
        if event.until is not None:
            stage = self._flow.stages[action.stage] if action else None
            timed = [move for move in stage.moves if move.after is not None] if stage else []
            if event.outcome is None or len(timed) != 1 or event.until < event.on:
                self._faults.note(
                    "FR517",
                    "until-unclear",
                    (*path, "until"),
                    "`until` goes with an outcome decided in a stage that has one move with `after`",
                    "and its day is not before the decision; take it out, or correct it",
                )
        if event.target is not None:
            limits = event.target.limits.values()
            empty = any(one.at_most is None and one.less_than is None for one in limits)
            if action is None or not limits or empty:
                self._faults.note(
                    "FR518",
                    "target-unclear",
                    (*path, "target"),
                    "a target belongs to an action, and says how much is within it",
                    "such as `target: {absences: {at_most: 2}}`",
                )
        if event.placed is not None and event.known_on is not None:
            self._faults.note(
                "FR505",
                "event-unclear",
                (*path, "known_on"),
                "being placed is a decision of its own day",
                "take out `known_on`",
            )

    def _expect_once(self, key: tuple[int, str], path: Path, said: str) -> None:
        """On one day a thing is decided once."""
        if key in self._seen:
            help, related = "keep the one that was decided", ((self._seen[key], "the other"),)
            finding = Finding("FR508", "two-outcomes", "error", path, said, help, related=related)
            self._faults.findings.append(finding)
        self._seen[key] = path

    def _check_placed(self, event: EventLine, path: Path) -> None:
        tracks = [track.id for track in self._flow.tracks]
        for track, stage in (event.placed or {}).items():
            place = (*path, "placed", track)
            if track not in tracks:
                self._faults.note_unknown("track", track, tracks, place, on_key=True)
            elif stage not in (known := [one.id for one in self._flow.stages_of(track)]):
                self._faults.note_unknown(f"stage on the track `{track}`", stage, known, place)
            said = f"`{track}` is placed twice on {say_day(event.on)}"
            self._expect_once((event.on.toordinal(), f"placed {track}"), place, said)
        if event.because is None:
            self._faults.note(
                "FR509",
                "reason-missing",
                (*path, "placed"),
                "putting a person in a stage needs its reason",
                "add `because:` and the reason",
            )

    def _check_action(self, event: EventLine, path: Path) -> None:
        name = event.action or ""
        action = self._flow.actions.get(name)
        if action is None:
            self._faults.note_unknown("action", name, self._flow.actions, (*path, "action"))
            return
        if event.outcome is None:
            return
        if event.outcome not in action.outcomes:
            self._faults.note_unknown(
                f"outcome of `{name}`", event.outcome, action.outcomes, (*path, "outcome")
            )
        said = f"`{name}` has two outcomes on {say_day(event.on)}"
        self._expect_once((event.on.toordinal(), name), (*path, "outcome"), said)
        if (name, event.outcome) in self._plan.reasoned and event.because is None:
            self._faults.note(
                "FR509",
                "reason-missing",
                (*path, "outcome"),
                f"the decision `{event.outcome}` needs its reason",
                "add `because:` and the reason",
            )
