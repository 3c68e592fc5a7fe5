"""The day: how a record moves a person through the stages. The meaning of the language, run.

Every day, in date order: the record's events of that day, then each track in file order until it
rests; if any moved, all are looked at again, so that tracks see one another on the same day. A move
is taken at most once a day, and the same absence or event never takes the same move twice.
"""

from datetime import date
from typing import NamedTuple

from flowrules.calendar import Duration, shift
from flowrules.decision import Reason, Step
from flowrules.engine.case import Case, Happening
from flowrules.engine.evidence import Citations
from flowrules.finding import Finding, Path
from flowrules.flow import Flow, Move, Stage, is_assessed_on_return
from flowrules.timeline import COUNTS, Spell
from flowrules.view import NOTHING, Cause, View

_date = date.fromordinal


class Held(NamedTuple):
    """A move that waits for evidence: since when, and what met it."""

    since: int
    causes: frozenset[Cause]
    because: tuple[Reason, ...]


class Stay:
    """One stay in one stage. `done` has, for each action, the days it was done and what was decided."""

    def __init__(self, stage: Stage, entered: int, *, first: bool = False) -> None:
        self.stage = stage
        self.entered = entered
        self.first = first
        self.left: int | None = None
        self.done: dict[str, list[tuple[int, str | None]]] = {}
        self.held: dict[int, Held] = {}

    def outcome(self, action: str) -> str | None:
        """What was last decided at an action in this stay."""
        decided = [outcome for _, outcome in self.done.get(action, ()) if outcome is not None]
        return decided[-1] if decided else None

    def decided_on(self, action: str) -> int:
        """The day of what was last decided at an action; only where something was."""
        return max(day for day, outcome in self.done[action] if outcome is not None)


class Run:
    """A person's way through one procedure, up to a day. Built by `run`; read by everything after."""

    def __init__(self, flow: Flow, case: Case) -> None:
        self.flow = flow
        self.case = case
        self.rules = flow.rules()
        self.day = case.start - 1
        self.stays = {
            track.id: [Stay(flow.stages[track.start], self.day, first=True)] for track in flow.tracks
        }
        self.recorded: dict[str, list[int]] = {}
        self.contacts: dict[str, list[int]] = {}
        self.steps: list[Step] = []
        self.findings: list[Finding] = []
        self.spells: list[Spell] = []
        self.counted: list[Spell] = []
        self.cited = Citations(case)
        self._used: dict[Path, set[Cause]] = {}
        self._left: dict[str, int] = {}
        self._pending: list[Happening] = []
        self._taken: set[Path] = set()
        self._quiet = False

    def live(self, day: int, happenings: list[Happening]) -> None:
        """One day: first what happened on it, then every track until none moves."""
        self.day = day
        spells = self.case.timeline.spells(day)
        if spells is not self.spells:
            self.spells = spells
            self.counted = [spell for spell in spells if spell.status == COUNTS]
        self._quiet = not any(_is_news(spell, day) for spell in self.counted)
        self._taken = set()
        self._record(happenings)
        moved = True
        while moved:
            moved = False
            for track in self.flow.tracks:
                moved = self._rest(track.id) or moved
        self._late()

    def _record(self, happenings: list[Happening]) -> None:
        self._pending = [one for one in happenings if one.kind == "action"]
        for stays in self.stays.values():
            self._settle(stays[-1])
        for one in happenings:
            if one.kind == "contact":
                self.contacts.setdefault(one.name, []).append(one.day)
            elif one.kind == "placed":
                self._place(one)
            else:
                self.recorded.setdefault(one.name, []).append(one.day)

    def _settle(self, stay: Stay) -> None:
        """Gives a stay the actions recorded today that belong to its stage."""
        mine = [one for one in self._pending if self.flow.actions[one.name].stage == stay.stage.id]
        for one in mine:
            self._pending.remove(one)
            stay.done.setdefault(one.name, []).append((one.day, one.outcome))
            if one.name in self.flow.deciding:
                self.cited.events.add((one.day, one.name))

    def _place(self, one: Happening) -> None:
        stage = self.flow.stages[one.outcome or ""]
        reason = Reason("placed", (), holds=True, events=((one.called, _date(one.day)),))
        self._enter(self.stays[one.name][-1], stage, (reason,), ())

    def _late(self) -> None:
        """What is recorded for a stage already left is done and decides nothing."""
        for one in self._pending:
            stage = self.flow.stages[self.flow.actions[one.name].stage]
            if all(stay.stage is not stage for stay in self.stays[stage.track]):
                message = (
                    f"`{one.name}` belongs to the stage `{stage.id}`, which was not reached by then"
                )
                help = "check its date and the lines before it; a case carried over begins with `placed`"
                self.findings.append(
                    Finding("FR510", "stage-not-reached", "error", one.path, message, help)
                )

    def _rest(self, track: str) -> bool:
        """Takes moves on one track until none holds; whether any was taken."""
        moved = False
        while self._move(self.stays[track][-1]):
            moved = True
        return moved

    def _move(self, stay: Stay) -> bool:
        for place, move in enumerate(stay.stage.moves):
            if self._quiet and move.by_absence and place not in stay.held:
                continue
            if move.path not in self._taken and self._take(stay, place, move):
                return True
        return False

    def _take(self, stay: Stay, place: int, move: Move) -> bool:
        """Takes a move if it holds today and nothing that it needs is missing."""
        view = self.view(stay, move)
        met = self._met(stay, place, move, view)
        if met is None:
            return False
        if self.missing(move):
            stay.held.setdefault(place, met)
            return False
        self._used.setdefault(move.path, set()).update(met.causes)
        self._taken.add(move.path)
        self._enter(stay, self.flow.stages[move.to], met.because + self._needs(move), move.path)
        return True

    def _met(self, stay: Stay, place: int, move: Move, view: View) -> Held | None:
        """Why a move holds today, or None. One met before its evidence came stays met."""
        if place in stay.held and not move.decided and move.after is None:
            return stay.held[place]
        if not self._decided(stay, move) or not self._time_is_up(stay, move):
            stay.held.pop(place, None)
            if move.anchor == "return":
                self.cited.cite_return(self.counted)
            return None
        because = [*self._decisions(stay, move), *self._times(stay, move)]
        if move.when is None:
            return Held(self.day, NOTHING, tuple(because))
        truth = view.ask(move.when)
        plain = move.decided or move.after is not None
        if not (truth.true if plain else truth.met):
            stay.held.pop(place, None)
            self.cited.cite_spoilers(move.when, view, first=stay.first)
            return None
        because += view.reasons(move.when)
        return Held(self.day, NOTHING if plain else truth.causes, tuple(because))

    def _decided(self, stay: Stay, move: Move) -> bool:
        return all(stay.outcome(action) == outcome for action, outcome in move.decided)

    def _decisions(self, stay: Stay, move: Move) -> list[Reason]:
        return [
            Reason(
                "decided",
                (*move.path, "decided", action),
                holds=True,
                events=((action, _date(stay.decided_on(action))),),
                outcome=outcome,
            )
            for action, outcome in move.decided
        ]

    def _time_is_up(self, stay: Stay, move: Move) -> bool:
        """Whether today is after the last day of the move's period, and nothing in it waits."""
        if move.after is None:
            return True
        end = self.end_of(stay, move)
        return end is not None and self.day > end and not self._waits(stay, move, end)

    def end_of(self, stay: Stay, move: Move) -> int | None:
        """The last day of the period of a move with `after`; None while its anchor has no day."""
        anchor = self.anchor(move.anchor, stay)
        if anchor is None or move.after is None:
            return None
        return self.flow.calendar.deadline(anchor, move.after)

    def _waits(self, stay: Stay, move: Move, end: int) -> bool:
        """An absence begun in the period is assessed on return before the period can end."""
        others = (other for other in stay.stage.moves if other is not move)
        if not any(is_assessed_on_return(other.when) for other in others):
            return False
        anchor = self.anchor(move.anchor, stay) or 0
        waiting = [
            spell
            for spell in self.counted
            if anchor < spell.first <= end and (not spell.over or (spell.returns or 0) >= self.day)
        ]
        self.cited.cite_spells(waiting)
        return bool(waiting)

    def _times(self, stay: Stay, move: Move) -> list[Reason]:
        if move.after is None:
            return []
        anchor = self.anchor(move.anchor, stay)
        end = self.end_of(stay, move)
        window = (_date(anchor + 1), _date(end)) if anchor is not None and end is not None else None
        return [
            Reason(
                "after",
                (*move.path, "after"),
                holds=True,
                period=str(move.after),
                window=window,
                anchor=(move.anchor, _date(anchor) if anchor is not None else None),
            )
        ]

    def missing(self, move: Move, on: int | None = None) -> list[str]:
        """The evidence that a move needs and that is not on record, or too old by a day (today)."""
        day = self.day if on is None else on
        return [name for name, age in move.needs if self._latest(name, age, day) is None]

    def _latest(self, name: str, age: Duration, on: int) -> int | None:
        days = [day for day in self.recorded.get(name, ()) if day >= shift(on, age, -1)]
        return max(days, default=None)

    def _needs(self, move: Move) -> tuple[Reason, ...]:
        found = [(name, age, self._latest(name, age, self.day)) for name, age in move.needs]
        return tuple(
            Reason(
                "needs",
                (*move.path, "needs", name),
                holds=True,
                period=str(age),
                events=((name, _date(day)),),
            )
            for name, age, day in found
            if day is not None
        )

    def _enter(self, stay: Stay, stage: Stage, because: tuple[Reason, ...], path: Path) -> None:
        track = stay.stage.track
        self.cited.cite(because, self.counted, first=stay.first)
        self.cited.rests_on_start |= self.day == self.case.start
        self.steps.append(Step(_date(self.day), track, stay.stage.id, stage.id, because, path))
        stay.left = self._left[stay.stage.id] = self.day
        self.stays[track].append(Stay(stage, self.day))
        self._settle(self.stays[track][-1])

    def view(self, stay: Stay, move: Move | None = None) -> View:
        """Today as the moves of a stay see it."""
        return View(
            self.day,
            self.case.timeline,
            self.counted,
            anchor=lambda name: self.anchor(name, stay),
            recorded=self.recorded,
            rules=self.rules,
            used=self._used.get(move.path, NOTHING) if move else NOTHING,
        )

    def anchor(self, name: str, stay: Stay) -> int | None:
        """The day that a name stands for, as seen from a stay; None while there is none."""
        if name == "entered":
            return stay.entered
        if name == "return":
            if any(not spell.over or (spell.returns or 0) > self.day for spell in self.counted):
                return None
            return max((spell.returns or 0 for spell in self.counted), default=None)
        if name.startswith("left "):
            return self._left.get(name.removeprefix("left "))
        stage = self.flow.stages[self.flow.actions[name].stage]
        stays = [one for one in self.stays[stage.track] if one.stage is stage]
        days = [day for day, _ in stays[-1].done.get(name, ())] if stays else []
        return max(days, default=None)


def _is_news(spell: Spell, day: int) -> bool:
    """Whether an absence could take a move on a day: in progress, just over, or decided on."""
    return not spell.over or day in (spell.returns, spell.learnt)


def run(flow: Flow, case: Case) -> Run:
    """Runs the record day by day, from its first day to the day asked about."""
    person = Run(flow, case)
    by_day: dict[int, list[Happening]] = {}
    for one in case.happenings:
        by_day.setdefault(one.day, []).append(one)
    for day in range(case.start, case.on + 1):
        person.live(day, by_day.get(day, []))
    person.cited.complete(person.spells)
    return person
