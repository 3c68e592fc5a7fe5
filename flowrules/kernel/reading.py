"""Rows that came of the kernel -> what `decide` says of the same person, in the same names."""

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from flowrules.decision import Decision, Item
from flowrules.finding import Path
from flowrules.kernel.coding import Coded
from flowrules.kernel.kernel import Rows
from flowrules.numbers import fields as f

_KINDS = ("action", "contact", "evidence", "decision")
_STATUSES = ("due", "optional", "waiting", "missed")
NO_MOVES: tuple[Path, ...] = (("placed",), ("version",))  # what stands in the place of a move's path


class Outstanding(NamedTuple):
    """One thing to do, as far as the kernel tells: the fields are those of an `Item`."""

    kind: str
    action: str
    due: date | None
    overdue_days: int
    status: str
    track: str | None
    stage: str | None
    to: str | None
    waits_for: str | None
    absence: tuple[date, date] | None


class Told(NamedTuple):
    """What the kernel tells of one person."""

    tracks: dict[str, tuple[str, date | None]]
    absent_since: date | None
    steps: tuple[tuple[date, str, str, str, Path], ...]
    agenda: tuple[Outstanding, ...]
    decisions: tuple[str, ...]


def told_of(coded: Coded, rows: Rows) -> Iterator[Told | None]:
    """What came of each person; None for one that was given up."""
    width, step, item = f.OUT_TRACKS + 2 * len(coded.tracks), 0, 0
    for at in range(0, len(rows.people), width):
        row = rows.people[at : at + width]
        after, last = step + row[f.OUT_STEPS] * f.STEP_ROW, item + row[f.OUT_ITEMS] * f.ITEM_ROW
        if row[f.OUT_GAVE_UP]:
            yield None
        else:
            yield _told(coded, row, rows.steps[step:after], rows.items[item:last])
        step, item = after, last


def _day(day: int) -> date | None:
    return date.fromordinal(day) if day else None


def _told(coded: Coded, row: Any, steps: Any, items: Any) -> Told:
    tracks = {}
    for place, track in enumerate(coded.tracks):
        at = f.OUT_TRACKS + 2 * place
        tracks[track] = (coded.stages[row[at]], _day(row[at + 1]))
    each = [items[at : at + f.ITEM_ROW] for at in range(0, len(items), f.ITEM_ROW)]
    choices = [one for one in each if one[f.ITEM_KIND] == f.A_CHOICE]
    return Told(
        tracks,
        _day(row[f.OUT_ABSENT]),
        tuple(_step(coded, steps[at : at + f.STEP_ROW]) for at in range(0, len(steps), f.STEP_ROW)),
        tuple(_item(coded, one) for one in each if one[f.ITEM_KIND] != f.A_CHOICE),
        tuple(coded.things[one[f.ITEM_WHAT]] for one in choices),
    )


def _step(coded: Coded, row: Any) -> Any:
    move = row[f.STEP_MOVE]
    return (
        date.fromordinal(row[f.STEP_DAY]),
        coded.said.tracks[row[f.STEP_TRACK]],
        coded.said.stages[row[f.STEP_FROM]],
        coded.said.stages[row[f.STEP_TO]],
        coded.said.rules[move] if move >= 0 else NO_MOVES[-1 - move],
    )


def _item(coded: Coded, row: Any) -> Outstanding:
    kind, stage, due = _KINDS[row[f.ITEM_KIND]], row[f.ITEM_STAGE], _day(row[f.ITEM_DUE])
    names = coded.contacts if kind == "contact" else coded.things
    first, last = _day(row[f.ITEM_FIRST]), _day(row[f.ITEM_LAST])
    name = coded.stages[stage] if stage >= 0 else None
    return Outstanding(
        kind,
        "counts" if kind == "decision" else names[row[f.ITEM_WHAT]],
        due,
        max(0, coded.on - row[f.ITEM_DUE]) if due else 0,
        _STATUSES[row[f.ITEM_STATUS]],
        coded.flow.stages[name].track if name else None,
        name,
        coded.moves[row[f.ITEM_MOVE]].to if row[f.ITEM_MOVE] >= 0 else None,
        _waits(coded, row[f.ITEM_WAITS], row[f.ITEM_WAITS_AT]),
        (first, last) if first and last else None,
    )


def _waits(coded: Coded, kind: int, at: int) -> str | None:
    names = {f.ENTERED: "entered", f.RETURN: "return"}
    if kind == f.LEFT:
        return f"left {coded.stages[at]}"
    return coded.things[at] if kind == f.DONE else names.get(kind)


def told_by(decision: Decision) -> Told:
    """The same of a Decision."""
    return Told(
        {track: (one.stage, one.since) for track, one in decision.tracks.items()},
        decision.absent.since if decision.absent else None,
        tuple(
            (one.on, one.track, one.from_, one.to, one.path or (one.because[0].condition,))
            for one in decision.steps
        ),
        tuple(_outstanding(item) for item in decision.agenda),
        tuple(one.action for one in decision.decisions if one.absence is None),
    )


def _outstanding(item: Item) -> Outstanding:
    return Outstanding(
        item.kind,
        item.action,
        item.due,
        item.overdue_days,
        item.status,
        item.track,
        item.stage,
        item.to,
        item.waits_for[0] if item.waits_for else None,
        item.absence,
    )
