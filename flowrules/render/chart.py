"""Flow -> Chart: everything that the drawing shows, in words and in order, with no place on a page.

Every format draws this and nothing else, so that none can leave out what another shows. The key of
everything begins with its stage: `stage-1/do/meeting-1`, `stage-1/way/2`.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from flowrules.flow import Action, Flow, Move, Stage
from flowrules.render.tables import Table, tables, trigger_title
from flowrules.words import Names, join_words, say_day, sentence, spoken

_LETTERS = "abcdefghijklmnopqrstuvwxyz"


class Box(NamedTuple):
    """An action: its number on the chart, who does it (role and title), what, and the small print."""

    key: str
    number: int
    role: str
    who: str
    do: str
    details: tuple[str, ...]


class Way(NamedTuple):
    """A move: its letter in the stage, what must hold, and the stage it leads to.

    `back`: to a stage that stands no later on the chart than its own.
    """

    key: str
    letter: str
    words: tuple[str, ...]
    target: str
    target_title: str
    back: bool


class Band(NamedTuple):
    """A stage. `look` is `start`, `end` or `plain`."""

    key: str
    title: str
    look: str
    boxes: tuple[Box, ...]
    ways: tuple[Way, ...]


class Lane(NamedTuple):
    """A track; where the procedure names none, the one there is has no title."""

    key: str
    title: str | None
    bands: tuple[Band, ...]


class Chart(NamedTuple):
    """A procedure as it is drawn. `signs` explains the signs."""

    title: str
    facts: tuple[str, ...]
    tables: tuple[Table, ...]
    lanes: tuple[Lane, ...]
    signs: tuple[str, ...]


def chart(flow: Flow) -> Chart:
    """A procedure as tables, and as tracks of stages with their boxes and ways on."""
    lanes = tuple(_lanes(flow))
    return Chart(flow.header.title, tuple(_facts(flow)), tables(flow), lanes, tuple(_signs(flow)))


def _facts(flow: Flow) -> Iterator[str]:
    header = flow.header
    if header.school:
        yield header.school
    yield f"Version {header.version}"
    if header.effective_from:
        yield f"In force from {say_day(header.effective_from)}"
    if header.review_by:
        yield f"To be reviewed by {say_day(header.review_by)}"
    if header.covers.groups:
        yield "Staff groups: " + ", ".join(spoken(group) for group in header.covers.groups)
    if header.covers.not_:
        yield "Not for: " + ", ".join(header.covers.not_)
    if flow.sha256:
        yield f"Fingerprint of the rules file: {flow.sha256[:12]}"


def _signs(flow: Flow) -> Iterator[str]:
    yield "Coloured bar: who does the step."
    yield "Cream box: what leads on to another stage. The first that applies (a, b, c) is taken."
    yield "Deadlines count from the day the stage began, unless the box says otherwise."
    if flow.unsaid:
        yield "* The procedure file does not say; this is the default."


def _lanes(flow: Flow) -> Iterator[Lane]:
    numbers = _numbers(flow)
    for track in flow.tracks:
        places = {stage.id: place for place, stage in enumerate(flow.stages_of(track.id))}
        bands = tuple(_band(flow, flow.stages[name], numbers, places) for name in places)
        yield Lane(track.id, track.title if track.path[0] == "tracks" else None, bands)


def _numbers(flow: Flow) -> Mapping[str, int]:
    """Every action's number, counted through the tracks as they are drawn."""
    stages = [stage for track in flow.tracks for stage in flow.stages_of(track.id)]
    order = [action.id for stage in stages for action in stage.actions]
    return {name: number for number, name in enumerate(order, 1)}


def _band(flow: Flow, stage: Stage, numbers: Mapping[str, int], places: Mapping[str, int]) -> Band:
    names = flow.names()
    starts = any(track.start == stage.id for track in flow.tracks)
    ends = stage.kind == "end" or not stage.moves
    return Band(
        stage.id,
        stage.title,
        "start" if starts else "end" if ends else "plain",
        tuple(_box(stage, action, names, numbers[action.id]) for action in stage.actions),
        tuple(_way(flow, stage, at, names, places) for at in range(len(stage.moves))),
    )


def _box(stage: Stage, action: Action, names: Names, number: int) -> Box:
    key = f"{stage.id}/do/{action.id}"
    details = tuple(_details(action, names))
    return Box(key, number, action.by, names.role(action.by), action.do, details)


def _details(action: Action, names: Names) -> Iterator[str]:
    if action.within:
        counted = "" if action.anchor == "entered" else f" of {names.anchor(action.anchor)}"
        yield f"Within {action.within}{counted}"
    if action.notice:
        yield f"Notice: {action.notice}"
    if action.companion:
        yield "A companion may come"
    if action.optional:
        yield "If wished; never required"
    if action.outcomes:
        yield "To decide: " + join_words([spoken(name) for name in action.outcomes], "or")


def _way(flow: Flow, stage: Stage, at: int, names: Names, places: Mapping[str, int]) -> Way:
    move = stage.moves[at]
    return Way(
        key=f"{stage.id}/way/{at + 1}",
        letter=_LETTERS[at % 26] * (at // 26 + 1),
        words=tuple(_conditions(flow, move, names)),
        target=move.to,
        target_title=names.stage(move.to),
        back=places[move.to] <= places[stage.id],
    )


def _conditions(flow: Flow, move: Move, names: Names) -> Iterator[str]:
    """What must hold, all of it; the first in words of its own, the others joined to it."""
    first, *others = _causes(flow, move, names)
    yield sentence(first)
    yield from (f"and {words}" for words in others)
    yield from (f"needs {names.thing(thing)}, no older than {age}" for thing, age in move.needs)
    if move.needs_reason:
        yield "with the reason on record"


def _causes(flow: Flow, move: Move, names: Names) -> Iterator[str]:
    for action, outcome in move.decided:
        yield f"decided at {names.thing(action)}: {spoken(outcome)}"
    if move.trigger:
        yield f"trigger point “{trigger_title(flow, move.trigger)}” reached"
    elif move.when:
        yield names.phrase(move.when)
    if move.after:
        yield f"{move.after} after {names.anchor(move.anchor)}"
