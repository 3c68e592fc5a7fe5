"""Chart + Decision -> the same chart with one person's way on it: what was done when, and what is next.

Only the case that is open is lit, from the day each track last left its start. Nobody is named.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from flowrules.decision import Coming, Decision, Distance, Item, Step
from flowrules.flow import Flow, Move
from flowrules.model.record import Record
from flowrules.render.chart import Band, Chart
from flowrules.render.steps import Box, Way
from flowrules.words import say_day, say_number, sentence


class Person(NamedTuple):
    """Whose way is shown; `called` is what the pages call them, if anything."""

    record: Record
    decision: Decision
    called: str | None = None


class _Case(NamedTuple):
    """What the marks are read from; `done` has the last day of each action in the open case."""

    flow: Flow
    decision: Decision
    steps: Mapping[str, list[Step]]
    done: Mapping[str, date]


def marked(flow: Flow, chart: Chart, person: Person) -> Chart:
    """The chart with what has happened, what is next and what may come."""
    record, decision, called = person
    steps = {track.id: _open_case(flow, decision, track.id) for track in flow.tracks}
    case = _Case(flow, decision, steps, _done(flow, record, decision, steps))
    parts = [
        part._replace(bands=tuple(_band(case, part.key, band) for band in part.bands))
        for part in chart.parts
    ]
    fact = f"Where {called or 'one employee'} stands on {say_day(decision.on)}"
    return chart._replace(parts=tuple(parts), facts=(fact, *chart.facts))


def _open_case(flow: Flow, decision: Decision, track: str) -> list[Step]:
    """The moves of a track since it last left its start, those of this version."""
    start = next(one.start for one in flow.tracks if one.id == track)
    steps: list[Step] = []
    for step in decision.steps:
        if step.track == track:
            steps = [] if step.to == start else [*steps, step]
    return [step for step in steps if step.version in (None, flow.header.version)]


def _done(
    flow: Flow, record: Record, decision: Decision, steps: Mapping[str, list[Step]]
) -> dict[str, date]:
    """The last day on which each action was done, in or after the stay in its stage."""
    entered = {step.to: step.on for taken in steps.values() for step in taken}
    entered |= {now.stage: now.since or date.min for now in decision.tracks.values()}
    found: dict[str, date] = {}
    for event in sorted(record.events, key=lambda event: event.on):
        action = flow.actions.get(event.action or "")
        if action is None or event.on > decision.on:
            continue
        since = entered.get(action.stage)
        if since is not None and event.on >= since:
            found[action.id] = event.on
    return found


def _band(case: _Case, track: str, band: Band) -> Band:
    standing = case.decision.tracks[track]
    here = standing.stage == band.key
    # Who was placed, or came from another version, went along no way that is drawn.
    taken = [step for step in case.steps[track] if step.from_ == band.key and step.path and not here]
    passed = _passed(band, taken[-1]) if taken else {}
    boxes = tuple(_box(case, box, passed, taken, here=here) for box in band.boxes)
    if not here:
        return band._replace(boxes=boxes)
    since = f", since {say_day(standing.since)}" if standing.since else ""
    return band._replace(boxes=boxes, title=f"{band.title} (now{since})")


def _passed(band: Band, step: Step) -> dict[str, str]:
    """The boxes between entering a stage and leaving it by a move: for each, the way that was taken."""
    boxes = {box.key: box for box in band.boxes}
    found: dict[str, str] = {}
    box = band.boxes[0]
    while box.key not in found:
        leaving = next((way for way in box.ways if step.path in way.moves), None)
        way = leaving or box.ways[-1]
        found[box.key] = way.key
        if leaving is not None or way.to not in boxes:
            return found
        box = boxes[way.to]
    return found


def _box(case: _Case, box: Box, passed: Mapping[str, str], taken: Sequence[Step], *, here: bool) -> Box:
    ways = tuple(way._replace(lit=passed.get(box.key) == way.key) for way in box.ways)
    said = [*_of_actions(case, box), *_of_move(ways, taken)]
    if here:
        said += _ahead(case, box)
    done = box.action in case.done
    lit = "past" if box.key in passed or done else "may" if here else ""
    return box._replace(ways=ways, marks=tuple(said), lit="now" if _is_next(case, box) else lit)


def _is_next(case: _Case, box: Box) -> bool:
    item = case.decision.next
    return item is not None and item.kind == "action" and item.action == box.action


def _of_actions(case: _Case, box: Box) -> Iterator[str]:
    """What is on record of the action of a box, and what is owed."""
    item = next((one for one in case.decision.agenda if box.action and one.action == box.action), None)
    if item is not None:
        yield sentence(_owed(item, is_next=item is case.decision.next))
    elif box.action in case.done:
        yield f"Done {say_day(case.done[box.action])}"


def _owed(item: Item, *, is_next: bool) -> str:
    lead = "Next: " if is_next else ""
    if item.status in ("waiting", "optional"):
        return f"{lead}{'waits' if item.status == 'waiting' else 'if wished'}"
    if item.due is None:
        return f"{lead}to be done"
    overdue = f", {say_number(item.overdue_days, 'day')} overdue" if item.overdue_days > 0 else ""
    return f"{lead}due by {say_day(item.due)}{overdue}"


def _of_move(ways: Sequence[Way], taken: Sequence[Step]) -> Iterator[str]:
    """The day on which the person left the stage from this box."""
    way = next((way for way in ways if way.lit and way.moves), None)
    if way is not None and taken:
        yield f"{way.label or 'On'}: {say_day(taken[-1].on)}"


def _ahead(case: _Case, box: Box) -> Iterator[str]:
    """What would take a move of the present stage: more absence, or the passing of time."""
    for way in box.ways:
        for coming in case.decision.coming:
            if coming.kind == "move" and coming.path in way.moves:
                yield _comes(coming, way)
    for distance in case.decision.distance:
        if _asks(case, box.ways[0], distance):
            yield from _far(distance)


def _asks(case: _Case, way: Way, distance: Distance) -> bool:
    moves = (move for stage in case.flow.stages.values() for move in stage.moves)
    return any(
        move.path in way.moves and move.trigger == distance.trigger and _is_alone(move) for move in moves
    )


def _is_alone(move: Move) -> bool:
    return not (move.decided or move.after or move.needs)


def _comes(coming: Coming, way: Way) -> str:
    lead = f"{way.label}: " if way.label else ""
    waits = ", once what it needs is there" if coming.waits_for else ""
    return sentence(f"{lead}from {say_day(coming.on)}, if nothing changes{waits}")


def _far(distance: Distance) -> Iterator[str]:
    if distance.one_more_absence:
        yield "One more absence would be enough"
    elif distance.days:
        more = " more" if distance.goes_on else ""
        yield f"{say_number(distance.days, f'{more} working day'.strip())} away would be enough"
