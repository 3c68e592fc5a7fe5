"""The day: how a record moves a person through the stages. The meaning of the language, run.

Every day, in date order: the record's events of that day, then each track in file order until it
rests; if any moved, all are looked at again, so that tracks see one another on the same day. A move
is taken at most once a day, and the same absence or event never takes the same move twice.
"""

from bisect import insort
from collections.abc import Iterator
from copy import copy
from datetime import date

from flowrules.decision import Misfit, Reason, Step
from flowrules.engine.case import Case, Happening
from flowrules.engine.evidence import citations_of
from flowrules.engine.moves import met, missing, needs
from flowrules.engine.past import Past
from flowrules.engine.plan import plan_of
from flowrules.engine.spent import Spent
from flowrules.engine.stay import Done, Seeds, Stay
from flowrules.engine.telling import ALL, Telling
from flowrules.engine.wake import next_day
from flowrules.finding import Finding, Path
from flowrules.flow import Flow, Move, Stage, is_for
from flowrules.lines import COUNTS, FAR, Line, Spell
from flowrules.view import NOTHING, Cause, View

_date = date.fromordinal


class Run:
    """A person's way through one procedure, up to a day. Built by `run`; read by everything after."""

    def __init__(
        self, flow: Flow, case: Case, seeds: Seeds | None = None, telling: Telling = ALL
    ) -> None:
        self.flow = flow
        self.plan = plan_of(flow)
        self.case = case
        self.seeds = seeds
        self.unwatched = flow.rules()
        self.rules = telling.watched(self.unwatched)
        self._watched = telling.watch is not None
        self.day = case.start - 1
        starts = {track.id: flow.stages[track.start] for track in flow.tracks}
        self.stays = {track: [Stay(one, self.day, first=True)] for track, one in starts.items()}
        self.recorded: dict[str, list[int]] = {}
        self.contacts: dict[str, list[int]] = {}
        self.steps: list[Step] = []
        self.findings: list[Finding] = []
        self.spells: list[Spell] = []
        self.counted: list[Spell] = []
        self.cited = citations_of(case, noted=telling.evidence)
        self.spent = Spent(case.timeline, seeds.spent if seeds is not None else {})
        self.left: dict[str, int] = {}
        self.misfits: list[Misfit] = []
        self.used: dict[Path, set[Cause]] = {}
        if seeds is not None:
            self._take_over(seeds)
        self._pending: list[Happening] = []
        self._taken: set[Path] = set()
        self._asked: set[Path] = set()
        self.asleep: dict[Path, int] = {}
        self._eve: Run | None = None

    def _take_over(self, seeds: Seeds) -> None:
        """Goes on where the version before left off."""
        self.stays |= seeds.new_stays()
        self.recorded |= {name: list(days) for name, days in seeds.recorded.items()}
        self.contacts |= {name: list(days) for name, days in seeds.contacts.items()}
        self.left |= seeds.left
        self.used |= {path: set(causes) for path, causes in seeds.used.items()}
        self.steps += seeds.steps
        self.misfits += seeds.misfits
        self.cited.take_over(seeds.absences, seeds.events)

    def days(self, *, also: int | None = None) -> Iterator[int]:
        """Lives the days on which anything can change, and one more if wanted, up to the last.

        Told of every condition asked, a watch sees every day.
        """
        news: dict[int, list[Happening]] = {} if also is None else {also: []}
        for one in self.case.happenings:
            if one.kind == "contact":  # which no move looks at
                self._note_contact(one)
            else:
                news.setdefault(one.known, []).append(one)
        ahead = sorted(news, reverse=True)
        # Seen from the day before, the first may be one on which nothing changes; not so where a version
        # before has left something to go on from.
        begins_here = self.seeds is None and self.case.start == self.case.first
        day = self._next(ahead) if begins_here else self.case.start
        while day <= self.case.on:
            if day == self.case.on and self.case.asks_whether:
                self._eve = self.forked()
            self.live(day, news.get(day, []))
            yield day
            day = self._next(ahead)
        if self.case.start <= self.case.on:
            self._look(self.case.on)

    def _next(self, ahead: list[int]) -> int:
        """The next day to be lived.

        `ahead`, the last first, are those on which something happens; those that are past are taken off.
        """
        while ahead and ahead[-1] <= self.day:
            ahead.pop()
        soonest = self.day + 1 if self._watched else self._wakes()
        return min(soonest, *ahead[-1:], self.case.on + 1)

    def live(self, day: int, happenings: list[Happening]) -> None:
        """One day: first what happened on it, then every track until none moves."""
        self._look(day)
        self._taken = set()
        self._asked = set()
        self._pending = []
        if happenings:
            self.asleep.clear()
            self._record(happenings)
        moved = True
        while moved:
            moved = False
            for track in self.flow.tracks:
                moved = self._rest(track.id) or moved
        self._late()

    def otherwise(self, lines: tuple[Line, ...]) -> "Run":
        """The same way, with other absences since the last day alone: only that day is lived anew."""
        person = (self._eve or self).forked()
        person.case = self.case.with_lines(lines)
        today = [one for one in self.case.happenings if one.known == self.case.on]
        person.live(self.case.on, [one for one in today if one.kind != "contact"])
        return person

    def forked(self) -> "Run":
        """The person as things stand, to be lived on in another way."""
        person = copy(self)
        person.stays = {track: [stay.copy() for stay in stays] for track, stays in self.stays.items()}
        person.recorded = {name: list(days) for name, days in self.recorded.items()}
        person.spent = self.spent.copy()
        person.left = dict(self.left)
        person.used = {path: set(causes) for path, causes in self.used.items()}
        person.cited = self.cited.copy()
        person.steps, person.findings = list(self.steps), list(self.findings)
        person.misfits, person.asleep = list(self.misfits), {}
        return person

    def _look(self, day: int) -> None:
        """The absences as seen from a day."""
        self.day = day
        spells = self.case.timeline.spells(day)
        if spells is not self.spells:
            self.spells = spells
            self.counted = [spell for spell in spells if spell.status == COUNTS]

    def _wakes(self) -> int:
        """The next day on which a move of the present stages has to be asked, if nothing happens."""
        soonest = FAR
        for *_, stay in self.stays.values():
            for place, move in enumerate(stay.stage.moves):
                wakes = self.asleep.get(move.path, 0)
                if wakes <= self.day:
                    wakes = self.asleep[move.path] = self._asked_next(stay, place, move)
                soonest = min(soonest, wakes)
        return soonest

    def _asked_next(self, stay: Stay, place: int, move: Move) -> int:
        if move.groups and not is_for(move.groups, self.case.about.group):
            return FAR
        return self.day + 1 if move.path in self._taken else next_day(self, stay, place, move)

    def _record(self, happenings: list[Happening]) -> None:
        self._pending = [one for one in happenings if one.kind == "action"]
        for one in [one for one in self._pending if one.known > one.day]:
            self._settle_late(one)
        for stays in self.stays.values():
            self._settle(stays[-1])
        for one in happenings:
            if one.kind == "contact":
                self._note_contact(one)
            elif one.kind == "placed":
                self._place(one)
            else:
                insort(self.recorded.setdefault(one.name, []), one.day)

    def _note_contact(self, one: Happening) -> None:
        insort(self.contacts.setdefault(one.name, []), one.day)

    def _settle(self, stay: Stay) -> None:
        """Gives a stay the actions recorded today that belong to its stage."""
        mine = [one for one in self._pending if self.flow.actions[one.name].stage == stay.stage.id]
        for one in mine:
            self._give(one, stay)

    def _settle_late(self, one: Happening) -> None:
        """What is learnt late belongs to the stay of its own day, if that was in its stage."""
        stage = self.flow.stages[self.flow.actions[one.name].stage]
        stays = self.stays[stage.track]
        stay = next((stay for stay in stays if stay.stage is stage and stay.holds(one.day)), None)
        if stay is not None:
            self._give(one, stay)

    def _give(self, one: Happening, stay: Stay) -> None:
        self._pending.remove(one)
        stay.settle(one.name, Done(one.day, one.outcome, one.until, one.target))
        if one.name in self.flow.deciding or one.until is not None:
            self.cited.events.add((one.day, one.name))

    def _place(self, one: Happening) -> None:
        stage = self.flow.stages[one.outcome or ""]
        reason = Reason("placed", (), holds=True, events=((one.called, _date(one.day)),))
        self._enter(self.stays[one.name][-1], stage, (reason,), ())

    def _late(self) -> None:
        """What is recorded for a stage already left is done and decides nothing."""
        for one in self._pending:
            stage = self.flow.stages[self.flow.actions[one.name].stage]
            if any(stay.stage is stage for stay in self.stays[stage.track]):
                continue
            if self.case.hindsight:
                self.misfits.append(Misfit(_date(one.day), one.name, stage.id))
            else:
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
            path = move.path
            if self.asleep.get(path, 0) > self.day or path in self._asked or path in self._taken:
                continue
            if move.groups and not is_for(move.groups, self.case.about.group):
                continue
            if self._take(stay, place, move):
                return True
            if not self._watched:
                self._asked.add(path)
        return False

    def _take(self, stay: Stay, place: int, move: Move) -> bool:
        """Takes a move if it holds today and nothing that it needs is missing."""
        held = met(self, stay, place, move)
        if held is None:
            return False
        if missing(self, move):
            stay.held.setdefault(place, held)
            return False
        self.used.setdefault(move.path, set()).update(held.causes)
        self.spent.note(stay.stage.track, self.day, move, held.because)
        self._taken.add(move.path)
        self._enter(stay, self.flow.stages[move.to], held.because + needs(self, move), move.path)
        return True

    def _enter(self, stay: Stay, stage: Stage, because: tuple[Reason, ...], path: Path) -> None:
        track = stay.stage.track
        self._look_again(self.plan.untouched[track])
        self.cited.cite(because, self.spells, first=stay.first)
        self.cited.rests_on_start |= self.day == self.case.start
        self.steps.append(Step(_date(self.day), track, stay.stage.id, stage.id, because, path))
        stay.left = self.left[stay.stage.id] = self.day
        self.stays[track].append(Stay(stage, self.day))
        self._settle(self.stays[track][-1])

    def _look_again(self, untouched: frozenset[Path]) -> None:
        """Asks all moves anew but those that a step does not touch."""
        self.asleep = {path: day for path, day in self.asleep.items() if path in untouched}
        self._asked &= untouched

    def view(self, stay: Stay, move: Move | None = None) -> View:
        """Today as the moves of a stay see it."""
        return View(
            self.day,
            self.case.timeline,
            self.spells,
            self.counted,
            self.case.about,
            Past(self, stay),
            self.rules,
            self.used.get(move.path, NOTHING) if move else NOTHING,
        )

    def anchor(self, name: str, stay: Stay) -> int | None:
        """The day that a name stands for, as seen from a stay; None while there is none."""
        return Past(self, stay).anchor(name)


def run(flow: Flow, case: Case, seeds: Seeds | None = None, telling: Telling = ALL) -> Run:
    """Runs the record from its first day to the day asked about.

    `seeds` is what the version before left.
    """
    person = Run(flow, case, seeds, telling)
    for _ in person.days():
        pass
    person.cited.complete(person.spells)
    return person
