"""A naive second engine for the procedure language, version 1: day by day, by brute force.

    decide(procedure, record, on, holidays, hindsight=False, known_on=None) -> dict

It is made from the written meaning alone, as a second opinion. Procedures and records are taken to be
valid: mistakes are not looked for, nor days outside the table of bank holidays (`holidays`). Other files
are not read: term dates stand in the procedure, and `replaces` (versions) is passed over. What the page
leaves open, and what is done here, stands in the README beside it.
"""

from dataclasses import replace

from naive_agenda import Asking, agenda, lapsed, next_step, wanted
from naive_ahead import coming, distance
from naive_record import ALWAYS, Counting, begun_by, read_events, read_lines
from naive_time import as_list, iso
from naive_walk import Walk
from naive_world import World


def decide(procedure, record, on, holidays, hindsight=False, known_on=None):
    """The answer for one record and one day, as plain data."""
    if not covered(procedure, record):
        return {
            "covered": False,
            "tracks": {},
            "absent": None,
            "steps": [],
            "agenda": [],
            "next": None,
            "decisions": [],
            "coming": [],
            "distance": [],
            "misfits": [],
        }
    cut = min(on, known_on) if known_on else on
    record = begun_by(record, cut)
    cut_known = not hindsight or known_on is not None
    lines = read_lines(record, cut, hindsight, Counting(procedure.get("counting")), cut_known)
    events = read_events(record, cut, hindsight, cut_known)
    world = World(procedure, record, holidays, lines, events, hindsight)
    state = Walk(world, on).state
    return answer(world, state, on, hindsight)


def covered(procedure, record):
    """ "A person whose staff group is not among `covers: groups`, or is named under `not`, is not
    covered. A record that gives no group is taken as covered." """
    covers = (procedure.get("procedure") or {}).get("covers") or {}
    group = (record.get("employee") or {}).get("group")
    if group is None:
        return True
    if covers.get("groups") is not None and group not in as_list(covers["groups"]):
        return False
    return group not in as_list(covers.get("not"))


def answer(world, state, on, hindsight):
    """What the answer gives "for the day asked about"."""
    ask = Asking(world, state, on)
    items = agenda(ask)
    return {
        "covered": True,
        "tracks": {t: {"stage": state.present(t).stage, "since": since(state, t)} for t in world.tracks},
        "absent": absent(world, on),
        "steps": [{"on": iso(d), "track": t, "from": a, "to": b} for d, t, a, b in state.steps],
        "agenda": [{**x, "due": iso(x["due"])} for x in items],
        "next": next_step(items),
        "decisions": decisions(ask),
        "coming": coming(ask),
        "distance": distance(ask),
        "misfits": state.misfits if hindsight else [],
    }


def since(state, track):
    """While the start stage "was never left, the answer gives no day for `since`"."""
    return iso(state.present(track).entered) if len(state.stays[track]) > 1 else None


def absent(world, on):
    """The absence in progress, and the last day expected of it."""
    current = world.view(on).current()
    if current is None:
        return None
    return {"since": iso(current.first), "expected_until": iso(current.expected_until)}


# ---------------------------------------------------------------- what a person must decide


def decisions(ask):
    """ "For each track, the actions of the present stage with `outcomes` of which none is recorded
    in this stay (those that the agenda does not list, for their `if`, `group` or lapsed offer, left
    out); then each absence to be decided (its first day, and its last so far), with where both
    answers lead." """
    out = []
    for track in ask.world.tracks:
        stay = ask.state.present(track)
        for action in ask.world.stage_actions(stay.stage):
            if not action.get("outcomes") or stay.last_outcome(action["id"]) is not None:
                continue
            if wanted(ask, action, stay) and not lapsed(ask, action, stay):
                out.append(
                    {
                        "action": action["id"],
                        "outcomes": list(action["outcomes"]),
                        "absence": None,
                        "leads_to": None,
                    }
                )
    for a in ask.world.view(ask.day).undecided():
        out.append(
            {
                "action": "counts",
                "outcomes": ["true", "false"],
                "absence": [iso(a.first), iso(a.last)],
                "leads_to": {"true": had_it(ask, a, True), "false": had_it(ask, a, False)},
            }
        )
    return out


def had_it(ask, absence, counts):
    """ "The stages and the next step, had it been decided on the day asked about" (with hindsight
    "as if the absence had always counted, or never")."""
    decided_on = ALWAYS if ask.world.hindsight else ask.day
    lines = [
        replace(x, counts=counts, decided_on=decided_on) if x.id in absence.ids else x
        for x in ask.world.lines
    ]
    world = ask.world.supposing(lines)
    state = Walk(world, ask.day).state
    return {
        "tracks": {t: state.present(t).stage for t in world.tracks},
        "next": next_step(agenda(Asking(world, state, ask.day))),
    }
