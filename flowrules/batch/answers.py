"""What the kernel and the interpreter say -> an Arrow batch of answers, a row for each person.

Names are dictionaries over whole numbers, so that a million answers are mostly the kernel's own numbers.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa

from flowrules.answer import NOT_COVERED, Answered
from flowrules.flow import Flow
from flowrules.kernel.reading import NO_MOVES, Told, told_by
from flowrules.kernel.said import said_by
from flowrules.numbers import fields as f

_NOWHERE = -1  # on a track that the version that decides does not have
_EPOCH = date(1970, 1, 1).toordinal()
_KINDS = ["action", "contact", "evidence", "decision"]
_STATUSES = ["due", "optional", "waiting", "missed"]
_NAME = pa.dictionary(pa.int16(), pa.string())
_STEP = pa.struct(
    [("on", pa.date32()), ("track", _NAME), ("from", _NAME), ("to", _NAME), ("rule", _NAME)]
)
_ITEM = pa.struct(
    [
        *(("kind", _NAME), ("action", _NAME), ("due", pa.date32()), ("overdue_days", pa.int32())),
        *(("status", _NAME), ("track", _NAME), ("stage", _NAME), ("to", _NAME), ("waits_for", _NAME)),
        *(("absence_from", pa.date32()), ("absence_to", pa.date32())),
    ]
)


class Answers:
    """Puts answers together for one procedure and one day.

    Of each list of names, those of the procedure are first, as the kernel numbers them. Those that only
    a version before it has follow, as that may be the one that decides.
    """

    def __init__(self, flow: Flow, on: date) -> None:
        self.on = on.toordinal()
        said, before = said_by(flow), flow.chain()[:-1]
        self.own_tracks = len(flow.tracks)
        self.tracks, self.stages = said.tracks, said.stages
        self.rules = [*said.rules, *NO_MOVES]
        self.rules_said = ["/".join(map(str, path)) for path in self.rules]
        pairs = [(stage.track, stage.id) for one in [flow, *before] for stage in one.stages.values()]
        self.places = list(dict.fromkeys(pairs))
        self.track_of = np.array([self.tracks.index(track) for track, _ in self.places] or [0])
        self.stage_of = np.array([self.stages.index(name) for _, name in self.places] or [0])
        moves = [move for stage in flow.stages.values() for move in stage.moves]
        self.leads = [*(self.stages.index(move.to) for move in moves), *range(len(self.stages))]
        actions, contacts = _actions(flow), _contacts(flow)
        older = [name for one in before for name in _actions(one)]
        self.actions = [*actions, *flow.events, *contacts, "counts"]
        self.contacts_at, self.counts_at = len(actions) + len(flow.events), len(self.actions) - 1
        self.actions += [*older, *(name for one in before for name in (*one.events, *_contacts(one)))]
        left = (f"left {name}" for name in self.stages)
        self.waits = ["entered", "return", *left, *actions, *older]

    @property
    def schema(self) -> pa.Schema:
        standing = pa.struct([("stage", _NAME), ("since", pa.date32())])
        return pa.schema(
            [
                ("id", pa.string()),
                ("decided", pa.bool_()),
                ("why_not", pa.string()),
                ("tracks", pa.struct([(track, standing) for track in self.tracks])),
                ("absent_since", pa.date32()),
                ("steps", pa.list_(_STEP)),
                ("agenda", pa.list_(_ITEM)),
                ("decisions", pa.list_(_NAME)),
            ]
        )

    def left(self, rows: Any, people: int) -> Any:
        """The places of those whom the kernel gave up: all, where there is none."""
        if rows is None:
            return np.arange(people)
        return np.flatnonzero(self._people(rows)[:, f.OUT_GAVE_UP])

    def _people(self, rows: Any) -> Any:
        """A row for each; nobody is on a track that only a version before has."""
        people = rows.people.reshape(-1, f.OUT_TRACKS + 2 * self.own_tracks)
        others = len(self.tracks) - self.own_tracks
        return np.hstack([people, np.tile([_NOWHERE, 0], (len(people), others))]) if others else people

    def batch(self, ids: pa.Array, rows: Any, others: Mapping[int, Answered]) -> pa.RecordBatch:
        """The answers, in the order of the records, of which these are the numbers."""
        people = len(ids)
        width = f.OUT_TRACKS + 2 * len(self.tracks)
        standing = np.zeros((people, width), np.int64) if rows is None else self._people(rows)
        steps = (
            np.zeros((0, f.STEP_ROW), np.int64) if rows is None else rows.steps.reshape(-1, f.STEP_ROW)
        )
        items = (
            np.zeros((0, f.ITEM_ROW), np.int64) if rows is None else rows.items.reshape(-1, f.ITEM_ROW)
        )
        why: list[str | None] | None = None
        if others:
            told = {place: self._rows(one) for place, one in others.items()}
            standing, steps, items = _put_in(standing, steps, items, told)
            why = [None] * people
            for place, one in others.items():
                why[place] = _why_not(one)
        decided = np.array([one is None for one in why]) if why else np.ones(people, bool)
        columns = [
            ids,
            pa.array(decided),
            pa.array(why or [None] * people, pa.string()) if why else pa.nulls(people, pa.string()),
            self._standing(standing, decided),
            _dates(standing[:, f.OUT_ABSENT]),
            self._steps(standing[:, f.OUT_STEPS], steps),
            *self._items(standing[:, f.OUT_ITEMS], items),
        ]
        return pa.RecordBatch.from_arrays(columns, schema=self.schema)

    # What the kernel says.

    def _standing(self, people: Any, decided: Any) -> pa.Array:
        of_tracks = []
        for place in range(len(self.tracks)):
            at = f.OUT_TRACKS + 2 * place
            stage = _names(people[:, at], self.stages, ~decided | (people[:, at] == _NOWHERE))
            of_tracks.append(
                pa.StructArray.from_arrays([stage, _dates(people[:, at + 1])], ["stage", "since"])
            )
        return pa.StructArray.from_arrays(of_tracks, self.tracks)

    def _steps(self, many: Any, steps: Any) -> pa.Array:
        rule = steps[:, f.STEP_MOVE]
        rule = np.where(rule < 0, len(self.rules) - len(NO_MOVES) - 1 - rule, rule)
        arrays = [
            _dates(steps[:, f.STEP_DAY]),
            _names(steps[:, f.STEP_TRACK], self.tracks),
            _names(steps[:, f.STEP_FROM], self.stages),
            _names(steps[:, f.STEP_TO], self.stages),
            _names(rule, self.rules_said),
        ]
        return _lists(many, pa.StructArray.from_arrays(arrays, fields=list(_STEP)))

    def _items(self, many: Any, items: Any) -> tuple[pa.Array, pa.Array]:
        """The agenda, and the decisions to be made."""
        chosen = items[:, f.ITEM_KIND] == f.A_CHOICE
        person = np.repeat(np.arange(len(many)), many)
        choices = np.bincount(person[chosen], minlength=len(many)) if len(many) else many
        decisions = _names(items[chosen, f.ITEM_WHAT], self.actions)
        return self._agenda(many - choices, items[~chosen]), _lists(choices, decisions)

    def _agenda(self, many: Any, items: Any) -> pa.Array:
        kind, what = items[:, f.ITEM_KIND], items[:, f.ITEM_WHAT]
        what = np.where(kind == f.A_CONTACT, what + self.contacts_at, what)
        what = np.where(kind == f.A_DECISION, self.counts_at, what)
        due, stage, move = items[:, f.ITEM_DUE], items[:, f.ITEM_STAGE], items[:, f.ITEM_MOVE]
        leads = np.array([*self.leads, 0])
        arrays = [
            _names(kind, _KINDS),
            _names(what, self.actions),
            _dates(due),
            pa.array(np.where(due > 0, np.maximum(self.on - due, 0), 0).astype(np.int32)),
            _names(items[:, f.ITEM_STATUS], _STATUSES),
            _names(self.track_of[stage], self.tracks, stage < 0),
            _names(self.stage_of[stage], self.stages, stage < 0),
            _names(np.where(move < 0, -1, leads[move]), self.stages, move < 0),
            self._waits(items[:, f.ITEM_WAITS], items[:, f.ITEM_WAITS_AT]),
            _dates(items[:, f.ITEM_FIRST]),
            _dates(items[:, f.ITEM_LAST]),
        ]
        return _lists(many, pa.StructArray.from_arrays(arrays, fields=list(_ITEM)))

    def _waits(self, kind: Any, at: Any) -> pa.Array:
        place = np.where(kind == f.LEFT, at + 2, kind)
        place = np.where(kind == f.DONE, at + 2 + len(self.stages), place)
        return _names(place, self.waits, kind < 0)

    # What the interpreter says, in the same rows.

    def _rows(self, answered: Answered) -> tuple[list[int], list[list[int]], list[list[int]]]:
        person = [0] * (f.OUT_TRACKS + 2 * len(self.tracks))
        if not answered.decided:
            return person, [], []
        told = told_by(answered.decision)
        steps, items = self._step_rows(told), self._item_rows(told)
        person[f.OUT_ABSENT] = told.absent_since.toordinal() if told.absent_since else 0
        person[f.OUT_STEPS], person[f.OUT_ITEMS] = len(steps), len(items)
        for place, track in enumerate(self.tracks):
            at = f.OUT_TRACKS + 2 * place
            person[at] = _NOWHERE
            if track in told.tracks:
                stage, since = told.tracks[track]
                person[at], person[at + 1] = self.stages.index(stage), since.toordinal() if since else 0
        return person, steps, items

    def _step_rows(self, told: Told) -> list[list[int]]:
        return [
            [
                day.toordinal(),
                self.tracks.index(track),
                self.stages.index(before),
                self.stages.index(to),
                self.rules.index(path),
            ]
            for day, track, before, to, path in told.steps
        ]

    def _item_rows(self, told: Told) -> list[list[int]]:
        rows = [self._item_row(one) for one in told.agenda]
        nothing = [0] * (f.ITEM_ROW - 2)
        choices = (self.actions.index(action) for action in told.decisions)
        return [*rows, *([f.A_CHOICE, choice, *nothing] for choice in choices)]

    def _item_row(self, one: Any) -> list[int]:
        row = [0] * f.ITEM_ROW
        row[f.ITEM_KIND], row[f.ITEM_STATUS] = _KINDS.index(one.kind), _STATUSES.index(one.status)
        what = self.actions.index(one.action)
        row[f.ITEM_WHAT] = what - self.contacts_at if one.kind == "contact" else what
        row[f.ITEM_DUE] = one.due.toordinal() if one.due else 0
        row[f.ITEM_STAGE] = self.places.index((one.track, one.stage)) if one.stage else -1
        to = self.stages.index(one.to) if one.to else -1
        row[f.ITEM_MOVE] = self.leads.index(to) if to >= 0 else -1
        row[f.ITEM_WAITS] = row[f.ITEM_WAITS_AT] = -1
        if one.waits_for:
            place = self.waits.index(one.waits_for)
            row[f.ITEM_WAITS], row[f.ITEM_WAITS_AT] = f.LEFT, place - 2
            if place < 2:
                row[f.ITEM_WAITS] = place
        if one.absence:
            row[f.ITEM_FIRST], row[f.ITEM_LAST] = (day.toordinal() for day in one.absence)
        return row


def _actions(flow: Flow) -> list[str]:
    return [action.id for stage in flow.stages.values() for action in stage.actions]


def _contacts(flow: Flow) -> list[str]:
    return [contact.id for contact in flow.contacts]


def _why_not(answered: Answered) -> str | None:
    """Why nothing is decided: the codes of what is wrong, never the words of a record."""
    if answered.findings:
        return " ".join(dict.fromkeys(f"{one.code} {one.rule}" for one in answered.findings))
    return None if answered.decided else NOT_COVERED


def _put_in(people: Any, steps: Any, items: Any, told: Mapping[int, Any]) -> tuple[Any, Any, Any]:
    """The rows of some people in the place of those they have not."""
    people = people.copy()
    ends_of_steps, ends_of_items = np.cumsum(people[:, f.OUT_STEPS]), np.cumsum(people[:, f.OUT_ITEMS])
    at_steps, new_steps, at_items, new_items = [], [], [], []
    for place, (person, its_steps, its_items) in told.items():
        people[place] = person
        at_steps += [ends_of_steps[place]] * len(its_steps)
        new_steps += its_steps
        at_items += [ends_of_items[place]] * len(its_items)
        new_items += its_items
    if new_steps:
        steps = np.insert(steps, at_steps, np.array(new_steps), axis=0)
    if new_items:
        items = np.insert(items, at_items, np.array(new_items), axis=0)
    return people, steps, items


def _dates(days: Any) -> pa.Array:
    """Ordinals as dates; 0 is none."""
    numbers = pa.array((days - _EPOCH).astype(np.int32), mask=days <= 0)
    return numbers.view(pa.date32())


def _names(places: Any, names: list[str], nothing: Any = None) -> pa.Array:
    """Places in a list as the names there."""
    indices = pa.array(places.astype(np.int16), mask=nothing)
    return pa.DictionaryArray.from_arrays(indices, pa.array(names, pa.string()))


def _lists(many: Any, values: pa.Array) -> pa.Array:
    """So many values for each."""
    offsets = np.zeros(len(many) + 1, np.int32)
    np.cumsum(many, out=offsets[1:])
    return pa.ListArray.from_arrays(pa.array(offsets), values)
