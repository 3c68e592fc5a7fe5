"""Seen -> Panel: everything that stands behind the figures on one person: stages, reasons, absences.

The sentences are those of `evaluate`, with the line of the procedure that each rests on.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

from flowrules.decision import Decision, Item, Step
from flowrules.explain.discreet import open_absences, open_comings, open_distances, say_discreetly
from flowrules.explain.outstanding import outstanding
from flowrules.explain.sentences import complete, say_choice, say_distance, say_due
from flowrules.flow import Action, Flow, conditions_of
from flowrules.metrics.approaching import is_near
from flowrules.metrics.away import recorded_last_day
from flowrules.metrics.contacts import occasions
from flowrules.metrics.seen import Seen
from flowrules.metrics.stays import Stay, owed
from flowrules.source import Source
from flowrules.words import join_words, say_amount, say_day, say_days, say_number, say_weekday, spoken

_date = date.fromordinal
_WHY = "Why: the moves so far, the latest first"
_DONE = "What was done in the last 12 months"
_ABSENCES = "Absences behind the days lost, last 12 months"
_MISSED = "Contacts not on record"
_CONTACTS = "Contacts of the last 12 months, late or not on record"
_EVIDENCE = (_WHY, _DONE, _ABSENCES, _MISSED, _CONTACTS)


class Said(NamedTuple):
    """A sentence, and lines that stand under it."""

    text: str
    under: tuple["Said", ...] = ()


class Part(NamedTuple):
    """A few sentences under a title."""

    title: str
    said: tuple[Said, ...]


class Panel(NamedTuple):
    """One person: `brief` stands beside the name, and `tags` are what filters look at."""

    at: int
    brief: str
    parts: tuple[Part, ...]
    tags: frozenset[str]

    @property
    def has_something(self) -> bool:
        """Whether anything on the page rests on this person but their being there."""
        return bool(self.tags) or any(part.title in _EVIDENCE for part in self.parts)


def panel_of(seen: Seen, flow: Flow, source: Source) -> Panel:
    """The panel of somebody who was decided; `flow` is the procedure as asked, with its file."""
    told = complete(seen.answered.decision, flow, source)
    its, file = flow.of_version(told.version, source)
    teller = _Teller(seen, told, its, file, flow)
    parts = (Part(title, tuple(said)) for title, said in teller.parts())
    return Panel(seen.at, teller.brief(), tuple(part for part in parts if part.said), teller.tags())


def what_is(item: Item, flow: Flow) -> str:
    """What an item asks for."""
    names = flow.names()
    if item.kind == "evidence":
        return f"Needed before “{names.stage(item.to or '')}”: {names.thing(item.action)}"
    if item.kind == "decision" and item.absence:
        return f"{item.do} ({say_days(*item.absence)})"
    return item.do


def who_does(item: Item, flow: Flow) -> str:
    return flow.names().role(item.by) if item.by else "Whoever the school names"


def line_of(source: Source, line: int | None) -> str:
    """The file and the line, in brackets, to follow a sentence."""
    return f" [{Path(source.name).name}, line {line}]" if line else ""


class _Teller:
    """Tells of one person."""

    def __init__(self, seen: Seen, told: Decision, flow: Flow, source: Source, asked: Flow) -> None:
        self._seen = seen
        self._told = told
        self._flow = flow
        self._source = source
        self._asked = asked
        self._names = flow.names()
        self._tracks = {track.id: track for track in flow.tracks}
        self._out_of_time = [one for one in occasions(seen) if not one.in_time]

    def tags(self) -> frozenset[str]:
        told = self._told
        beyond = any(one.stage != self._tracks[track].start for track, one in told.tracks.items())
        asked = any(item.status == "due" for item, _ in outstanding(told, self._flow))
        near = any(map(is_near, open_distances(told, self._flow)))
        said = {"away": told.absent is not None, "owed": asked, "beyond": beyond, "near": near}
        said["contact"] = bool(self._out_of_time)
        return frozenset(tag for tag, holds in said.items() if holds)

    def brief(self) -> str:
        """Where the person is beyond the start of a track, and whether they are away."""
        told = self._told
        stages = [
            self._names.stage(one.stage)
            for track, one in told.tracks.items()
            if one.stage != self._tracks[track].start
        ]
        return "; ".join([*stages, *(["absent now"] if told.absent else [])])

    def parts(self) -> Iterator[tuple[str, Iterator[Said]]]:
        told = self._told
        yield "Where things stand", self._standing()
        yield "To do", self._items("due")
        yield "Waits for something, or is offered", self._items("waiting", "optional")
        yield _MISSED, self._items("missed")
        yield "For a person to decide", (Said(say_choice(one, self._names)) for one in told.decisions)
        yield _WHY, map(self._step, reversed(told.steps))
        yield _DONE, self._done()
        yield _CONTACTS, self._contacts()
        yield (
            "Trigger points from here (each is a prompt to talk)",
            (Said(say_distance(one, self._flow)) for one in open_distances(told, self._flow)),
        )
        yield "Coming up, if nothing else happens", self._coming()
        yield _ABSENCES, self._absences()
        yield "Not known", (Said(one.what) for one in told.not_known)

    def _line(self, line: int | None) -> str:
        return line_of(self._source, line)

    def _standing(self) -> Iterator[Said]:
        absent = self._told.absent
        if absent is not None:
            until, last = absent.expected_until, recorded_last_day(self._seen)
            expected = f", expected until {say_day(until)}" if until else ""
            expected = f"; the last day on record is {say_day(last)}" if last else expected
            yield Said(f"Absent since {say_day(absent.since)}{expected}")
        for track, standing in self._told.tracks.items():
            since = f", since {say_day(standing.since)}" if standing.since else ""
            yield Said(
                f"{self._tracks[track].title}: “{self._names.stage(standing.stage)}”{since}"
                if len(self._tracks) > 1
                else f"“{self._names.stage(standing.stage)}”{since}"
            )

    def _coming(self) -> Iterator[Said]:
        for one in open_comings(self._told, self._flow):
            yield Said(f"{say_weekday(one.on)}: {one.what}{self._line(one.line)}")

    def _items(self, *statuses: str) -> Iterator[Said]:
        for item in self._told.agenda:
            if item.status in statuses:
                due = say_due(item, self._told.on)
                waits = join_words([self._names.anchor(one) for one in item.waits_for])
                more = [due, f"waits for {waits}" if waits else "", item.if_missed or ""]
                said = "; ".join(
                    [what_is(item, self._flow), who_does(item, self._flow), *filter(None, more)]
                )
                yield Said(said + self._line(item.line))

    def _step(self, step: Step) -> Said:
        """One move with its reasons, in the words of the version that took it."""
        flow, source = self._flow.of_version(step.version, self._source)
        names, conditions = flow.names(), conditions_of(flow)
        left = next((one for one in (flow, *self._asked.chain()) if step.from_ in one.stages), flow)
        version = f" (version {step.version})" if step.version else ""
        title = (
            f"{say_day(step.on)}: “{left.names().stage(step.from_)}” to “{names.stage(step.to)}”"
            f"{version}{line_of(source, step.line)}"
        )
        reasons = []
        for reason in step.because:
            asked, line = conditions.get(reason.path), line_of(source, reason.line)
            absences = tuple(map(Said, open_absences(reason, asked)))
            reasons.append(Said(say_discreetly(reason, asked, names, line), absences))
        return Said(title, tuple(reasons))

    def _done(self) -> Iterator[Said]:
        """How each action of the last stays was dealt with."""
        for stay in self._seen.stays:
            for action in owed(stay, self._seen.group) if stay.entered >= self._seen.since else ():
                how = stay.how(action, self._seen.on)
                if how is not None:
                    dealt = "; ".join(_dealt(stay, action, late=how == "late"))
                    yield Said(
                        f"{stay.stage.title}: {action.title}: {dealt}{self._line_in(stay, action)}"
                    )

    def _line_in(self, stay: Stay, action: Action) -> str:
        _, source = self._flow.of_version(stay.flow.header.version, self._source)
        return line_of(source, source.locate(action.path).line)

    def _contacts(self) -> Iterator[Said]:
        for one in self._out_of_time:
            made = f", made on {say_day(_date(one.made))}, so late" if one.made else ", not on record"
            _, source = self._flow.of_version(one.flow.header.version, self._source)
            line = line_of(source, source.locate(one.contact.path).line)
            yield Said(f"{one.contact.do}: due by {say_day(_date(one.due))}{made}{line}")

    def _absences(self) -> Iterator[Said]:
        spells = self._seen.sick()
        for spell in spells:
            lost = say_number(self._seen.lost([spell]), "working day")
            goes_on = ", and still away" if spell.returns is None else ""
            yield Said(f"{say_days(_date(spell.first), _date(spell.last))}: {lost}{goes_on}")
        if spells:
            whole = say_amount(self._seen.lost(spells))
            yield Said(f"In all: {whole} of {say_number(self._seen.working(), 'working day')}")


def _dealt(stay: Stay, action: Action, *, late: bool) -> Iterator[str]:
    """When an action was done, when it was due, and what was decided."""
    done, due = stay.done.get(action.id, ()), stay.due(action)
    yield f"done on {say_day(_date(done[0].day))}" if done else "not on record"
    if due is not None:
        yield f"was due by {say_day(_date(due))}{', so late' if late else ''}"
    decided = [one.outcome for one in done if one.outcome]
    if decided:
        yield f"decided: {spoken(decided[-1])}"
