"""Coded of one version + of the one before it -> in the table, what its numbers are called now.

What `engine/handover.py` says. Where tracks come together, or a stage goes to another track than its
own, nothing is put there: whoever has a case from before is then left to the interpreter.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from flowrules.engine.handover import names_now, track_now
from flowrules.engine.versions import begins_on, ignored_before
from flowrules.flow import Flow
from flowrules.numbers import fields as f

if TYPE_CHECKING:
    from flowrules.kernel.coding import Coded


def fill_versions(t: list[int], flow: Flow, following: "Coded | None") -> None:
    """Puts into a table from when a version applies, until when, and since when absences count."""
    t[f.BEGINS] = begins_on(flow) if flow.before else 0
    t[f.COUNTS_FROM] = max(map(ignored_before, flow.chain()))
    if following is not None:
        replaces = following.flow.header.replaces
        t[f.IS_REPLACED], t[f.LAST_OWN] = 1, begins_on(following.flow) - 1
        t[f.FINISHES] = int(replaces is not None and replaces.open_cases == "finish")
        t[f.KEEPS_SPENT] |= following.t[f.KEEPS_SPENT]  # which may ask for what was spent before it


def fill_before(coded: "Coded", before: "Coded") -> bool:
    """Puts into the table of a version what the version before it leaves; whether there is a place."""
    t, now = coded.t, names_now(before.flow, coded.flow)
    tracks = [track_now(track, before.flow, coded.flow) for track in before.flow.tracks]
    kept = [track.id for track in tracks if track]
    places = {
        track.id: same.id if same else None
        for track, same in zip(before.flow.tracks, tracks, strict=True)
    }
    apart = len(kept) == len(set(kept)) and all(
        coded.flow.stages[new].track == places[before.flow.stages[old].track] for old, new in now.items()
    )
    if not apart:
        return False
    t[f.BEFORE_TRACKS] = _pool(t, [_place(coded.tracks, places[one]) for one in before.tracks])
    t[f.BEFORE_STAGES] = _pool(t, [_place(coded.stages, now.get(one)) for one in before.stages])
    t[f.BEFORE_THINGS] = _pool(t, [_place(coded.things, one) for one in before.things])
    t[f.BEFORE_CONTACTS] = _pool(t, [_place(coded.contacts, one) for one in before.contacts])
    outcomes = [coded.outcomes.get(name, f.NOW_NOTHING) for name in before.outcomes]
    t[f.BEFORE_OUTCOMES] = _pool(t, [0, *outcomes])
    t[f.BEFORE_MOVES] = _moves(t, coded, before, now)
    said, earlier = coded.said, before.said
    t[f.SAID_TRACKS] = _pool(t, [said.tracks.index(one) for one in earlier.tracks])
    t[f.SAID_STAGES] = _pool(t, [said.stages.index(one) for one in earlier.stages])
    t[f.SAID_MOVES] = _pool(t, [said.rules.index(one) for one in earlier.rules])
    t[f.BEFORE] = 1
    return True


def _moves(t: list[int], coded: "Coded", before: "Coded", now: Mapping[str, str]) -> int:
    """For each move of the version before, where those between the same two stages are, and how many."""
    pairs: list[int] = []
    moves = [(stage.id, move) for stage in before.flow.stages.values() for move in stage.moves]
    ours = [(stage.id, move.to) for stage in coded.flow.stages.values() for move in stage.moves]
    for stage, move in moves:
        ends = now.get(stage), now.get(move.to)
        same = [place for place, one in enumerate(ours) if one == ends]
        pairs += [_pool(t, same), len(same)]
    return _pool(t, pairs)


def _pool(t: list[int], numbers: Sequence[int]) -> int:
    t += numbers
    return len(t) - len(numbers)


def _place(names: Sequence[str], name: str | None) -> int:
    return names.index(name) if name in names else f.NOW_NOTHING
