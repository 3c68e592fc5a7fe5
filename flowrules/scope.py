"""Scope: the names of one procedure while it is bound, and what was found amiss with them."""

from collections.abc import Iterable, Mapping
from typing import Any

from flowrules.conditions import WORDS
from flowrules.declared import way_out
from flowrules.finding import Finding, Path
from flowrules.flow import CATEGORIES, ROLES
from flowrules.misspelt import sure_of
from flowrules.model.condition import words_of
from flowrules.model.procedure import Procedure
from flowrules.part import listed
from flowrules.source import MOST_FINDINGS
from flowrules.view import Condition

MOST_CONDITIONS = 100
_NOT_IDS = ("entered", "return")


class Scope:
    """Looks names up in a procedure; every `expect_…` notes a finding where one is not there."""

    def __init__(self, procedure: Procedure) -> None:
        self.findings: list[Finding] = []
        self.roles: dict[str, str] = dict(procedure.roles or ROLES)
        self.categories: Mapping[str, str] = procedure.counting.categories or CATEGORIES
        self.used: set[str] = set()  # the actions and events that something looks at
        self._procedure = procedure
        self._places = self._name_things()
        self._open: list[str] = []
        self._bound: dict[str, tuple[Condition, int]] = {}
        self._size = 0  # how many conditions have been bound, those of named triggers at each use
        self._depth = 0
        self._too_large = False

    def note(
        self, code: str, rule: str, path: Path, message: str, help: str, *, on_key: bool = False
    ) -> None:
        self.findings.append(Finding(code, rule, "error", path, message, help, on_key))

    def unknown(
        self, kind: str, name: str, known: Iterable[str], path: Path, *, on_key: bool = False
    ) -> None:
        if len(self.findings) > MOST_FINDINGS:
            return  # no more are told of, and looking for near names takes time
        known = list(known)
        own = self.roles if self._procedure.roles else None
        help = way_out(kind, name, known, own, in_example=path[0] == "examples")
        message, fix = f"there is no {kind} called `{name}`", sure_of(name, known, self._procedure)
        self.findings.append(
            Finding("FR202", "unknown-name", "error", path, message, help, on_key, fix=fix)
        )

    def _name_things(self) -> dict[str, Path]:
        """The ids of actions, events and contacts: one name means one thing."""
        places: dict[str, Path] = {}
        for name in self._procedure.events:
            self._name(name, ("events", name), places, on_key=True)
        for place, contact in enumerate(self._procedure.contact):
            self._name(contact.id, ("contact", place, "id"), places)
        for stage, shape in self._procedure.stages.items():
            for place, action in enumerate(shape.actions):
                self._name(action.id, ("stages", stage, "actions", place, "id"), places)
        return places

    def _name(self, name: str, path: Path, places: dict[str, Path], *, on_key: bool = False) -> None:
        if name in _NOT_IDS:
            self.note(
                "FR206",
                "reserved-name",
                path,
                f"`{name}` is a word of the language and cannot be an id",
                "choose another id",
                on_key=on_key,
            )
        elif name in places:
            self.findings.append(
                Finding(
                    "FR201",
                    "duplicate-id",
                    "error",
                    path,
                    f"`{name}` is the id of two things",
                    "give one of them another id",
                    on_key,
                    related=((places[name], "the first"),),
                )
            )
        places.setdefault(name, path)

    def _ids(self, *kinds: str) -> list[str]:
        return [name for name, path in self._places.items() if path[0] in kinds]

    def _is(self, name: str, *kinds: str) -> bool:
        return name in self._places and self._places[name][0] in kinds

    def expect_role(self, name: str | None, path: Path) -> None:
        if name is not None and name not in self.roles:
            self.unknown("role", name, self.roles, path)

    def expect_thing(self, name: str, path: Path, *, on_key: bool = False) -> None:
        """An action, or an event named under `events`."""
        self.used.add(name)
        if not self._is(name, "stages", "events"):
            known = self._ids("stages", "events")
            self.unknown("action or event", name, known, path, on_key=on_key)

    def expect_next(self, name: str, path: Path, *others: str) -> None:
        """What may be on the agenda, `counts` being an absence to decide; or one of the others."""
        known = [*self._places, *others, "counts"]
        if name not in known:
            self.unknown("action, contact or event", name, known, path)

    def expect_decision(self, name: str, path: Path) -> None:
        """Where a person may have to decide; `counts` is for an absence."""
        stages = self._procedure.stages.values()
        known = [action.id for stage in stages for action in stage.actions if action.outcomes]
        if name not in [*known, "counts"]:
            self.unknown("action with outcomes", name, [*known, "counts"], path)

    def expect_anchor(self, text: str, path: Path) -> None:
        if text in _NOT_IDS:
            return
        self.used.add(text)
        if text.startswith("left "):
            self.expect_stage(text.removeprefix("left "), path)
        elif not self._is(text, "stages"):
            known = [*self._ids("stages"), *_NOT_IDS]
            self.unknown("action to count from", text, known, path)

    def expect_action(self, name: str, path: Path) -> None:
        self.used.add(name)
        if not self._is(name, "stages"):
            self.unknown("action", name, self._ids("stages"), path)

    def expect_kind(self, name: str, path: Path) -> None:
        """A category or a reason of absence."""
        known = [*self.categories, *self._procedure.counting.reasons]
        if name not in known:
            self.unknown("category or reason", name, known, path)

    def expect_reason(self, name: str, path: Path) -> None:
        if name not in self._procedure.counting.reasons:
            self.unknown("reason", name, self._procedure.counting.reasons, path)

    def expect_date(self, name: str, path: Path) -> None:
        """A day with a name in the calendar."""
        dates = self._procedure.calendar.dates
        if name not in dates:
            self.unknown("date in the calendar", name, dates, path)

    def expect_other_role(self, action: str, role: str, path: Path) -> None:
        """An action done by somebody else than the role of another."""
        self.expect_action(action, path)
        stages = self._procedure.stages.values()
        roles = [one.by for stage in stages for one in stage.actions if one.id == action]
        if role in roles:
            self.note(
                "FR224",
                "same-role",
                path,
                f"`{role}` does `{action}` too, and nobody is to do both",
                "give one of them to another role",
            )

    def expect_period(self, name: str, path: Path) -> None:
        """A leave year or a term has its days in the calendar."""
        calendar = self._procedure.calendar
        missing = {"leave year": calendar.leave_year, "term": calendar.terms}.get(name, name) is None
        if missing:
            word = {"leave year": "leave_year", "term": "terms"}[name]
            message = f"the calendar does not say when a {name} begins"
            self.note("FR220", "period-unknown", path, message, f"add `{word}` under `calendar`")

    def expect_groups(self, given: str | tuple[str, ...] | None, path: Path) -> None:
        """Staff groups; known are those that `covers` lists, or any where it lists none."""
        known = self._procedure.procedure.covers.groups
        for place, name in enumerate(listed(given)):
            if known and name not in known:
                at = path if isinstance(given, str) else (*path, place)
                self.unknown("staff group", name, known, at)

    def expect_stage(self, name: str, path: Path, *, track: str | None = None) -> None:
        stages = self._procedure.stages
        if name not in stages:
            self.unknown("stage", name, stages, path)
        elif track is not None and self.track_of(name) != track:
            self.note(
                "FR204",
                "other-track",
                path,
                f"`{name}` is not a stage of the track `{track}`",
                "a move stays on its own track; let the other track look at this one",
            )

    def track_of(self, stage: str) -> str:
        shape = self._procedure.stages.get(stage)
        return (shape and shape.track) or "main"

    def expect_track(self, name: str | None, path: Path) -> None:
        tracks = self._procedure.tracks
        if tracks is None:
            if name is not None and name != "main":
                self.unknown("track", name, (), (*path, "track"))
        elif name is None:
            self.note(
                "FR203",
                "stage-without-track",
                path,
                f"`{path[-1]}` does not say which track it is on",
                "add `track:` and one of " + ", ".join(f"`{one}`" for one in tracks),
            )
        elif name not in tracks:
            self.unknown("track", name, tracks, (*path, "track"))

    def expect_outcome(
        self, action: str, outcome: str, outcomes: Mapping[str, Iterable[str]], path: Path
    ) -> None:
        """A decision is made at an action of the stage that the move leaves."""
        self.used.add(action)
        if action not in outcomes:
            self.unknown("action in this stage", action, outcomes, path, on_key=True)
        elif outcome not in outcomes[action]:
            self.unknown(f"outcome of `{action}`", outcome, outcomes[action], path)

    def expect_bounds(self, bounds: tuple[tuple[str, Any], ...], path: Path) -> None:
        if not bounds:
            self.note(
                "FR210",
                "no-bound",
                path,
                f"`{path[-1]}` does not say how much",
                "add `at_least`, `more_than`, `at_most` or `less_than`",
            )

    def bind_all(self, shapes: tuple[Any, ...], path: Path) -> tuple[Condition, ...]:
        return tuple(self.bind(shape, (*path, place)) for place, shape in enumerate(shapes))

    def bind(self, shape: Any, path: Path) -> Condition:
        """A condition written out, or the name of a trigger."""
        if isinstance(shape, str):
            return self.trigger(shape, path)
        words = words_of(shape)
        if len(words) != 1:
            name = f"`{path[-1]}`" if isinstance(path[-1], str) else "this item"
            problem = "holds no condition" if not words else "holds more than one condition"
            self.note(
                "FR209",
                "one-condition",
                path,
                f"{name} {problem}",
                "write one, or put several under `any:` or `all:`",
            )
            return Condition("any", path)
        word = words[0]
        self._size += 1
        if self._depth > MOST_CONDITIONS:  # reached only through triggers named by triggers
            self._refuse_size(("triggers", self._open[0]))
            return Condition("any", path)
        self._depth += 1
        bound: Condition = WORDS[word].resolve(getattr(shape, f"{word}_"), (*path, word), self)
        self._depth -= 1
        return bound

    def bind_whole(self, shape: Any, path: Path) -> Condition:
        """The whole condition of a move or a trigger, which may not grow beyond bounds.

        Triggers made of triggers can double at every name: forty lines come to a million million.
        """
        before, self._size = self._size, 0
        bound = self.bind(shape, path)
        if self._size > MOST_CONDITIONS:
            self._refuse_size(path)
        self._size += before
        return bound

    def _refuse_size(self, path: Path) -> None:
        if not self._too_large:
            self.note(
                "FR217",
                "condition-too-large",
                path,
                f"`{path[-1]}` comes to more than {MOST_CONDITIONS} conditions",
                "a trigger that is named counts with all that it is made of; make it of fewer",
                on_key=True,
            )
        self._too_large = True

    def _expect_assessable(self, name: str, bound: Condition) -> None:
        """Only a count can wait for the return: on that day nothing is in progress any more."""
        if self._procedure.triggers[name].assessed and bound.word != "any" and not bound.counts:
            self.note(
                "FR218",
                "nothing-to-assess",
                ("triggers", name, "assessed"),
                f"the trigger `{name}` has no count to assess on return",
                "take the line out, or count absences or days with `at_least` or `more_than`",
                on_key=True,
            )

    def trigger(self, name: str, path: Path) -> Condition:
        """The trigger of that name; one that leads back to itself, or grows beyond bounds, is noted."""
        triggers = self._procedure.triggers
        if name not in triggers:
            self.unknown("trigger", name, triggers, path)
            return Condition("any", path)
        if name in self._open:
            self.note(
                "FR205",
                "trigger-circle",
                path,
                f"the trigger `{name}` is part of itself",
                "a trigger cannot be made of triggers that are made of it",
            )
            return Condition("any", path)
        if name not in self._bound:
            self._open.append(name)
            before = self._size
            bound = self.bind_whole(triggers[name], ("triggers", name))
            self._expect_assessable(name, bound)
            self._bound[name] = bound, self._size - before
            self._size = before
            self._open.pop()
        member, size = self._bound[name]
        self._size += size
        settings = (name, triggers[name].assessed is not None)
        return member._replace(
            word="trigger", path=path, settings=settings, members=(member,), anchor=None
        )
