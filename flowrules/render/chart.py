"""Flow -> Chart: everything that the drawing shows, in words and in order, with no place on a page.

Every format draws this and nothing else, so that none can leave out what another shows. The key of
everything begins with its stage: `stage-1/do/meeting-1`, `stage-1/way/2`. Stages stand in the order of
the file; the places that an author asks for (`row` and `column`) are not looked at yet.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from flowrules.flow import Action, Flow, Stage
from flowrules.render.counted import counted
from flowrules.render.origin import origin, replaced
from flowrules.render.tables import Table, tables
from flowrules.render.wording import details, way_words
from flowrules.words import join_words, say_day, spoken

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
    """A stage. `look` is `start`, `end` or `plain`; `notes` is what its title leaves unsaid."""

    key: str
    title: str
    notes: tuple[str, ...]
    look: str
    boxes: tuple[Box, ...]
    ways: tuple[Way, ...]


class Lane(NamedTuple):
    """A track; where the procedure names none, the one there is has no title."""

    key: str
    title: str | None
    bands: tuple[Band, ...]


class Chart(NamedTuple):
    """A procedure as it is drawn. `signs` explains the signs; `origin` stands at the foot."""

    title: str
    facts: tuple[str, ...]
    tables: tuple[Table, ...]
    lanes: tuple[Lane, ...]
    origin: tuple[Table, ...]
    signs: tuple[str, ...]


def chart(flow: Flow) -> Chart:
    """A procedure as tables, and as tracks of stages with their boxes and ways on."""
    return Chart(
        flow.header.title,
        tuple(_facts(flow)),
        (*tables(flow), *counted(flow)),
        tuple(_lanes(flow)),
        origin(flow),
        tuple(_signs(flow)),
    )


def _facts(flow: Flow) -> Iterator[str]:
    header = flow.header
    if header.school:
        yield header.school
    yield f"Version {header.version}"
    if header.replaces:
        yield f"Replaces {replaced(flow)}"
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
    if any(stage.pauses for stage in flow.stages.values()):
        yield (
            "Where the clock of a stage stops, those days are no part of the periods after which "
            "somebody moves on. Deadlines and counts go on."
        )
    if _has_term_weeks(flow):
        yield "Term weeks: a week in which the school is open on no day is not one."
    if flow.unsaid:
        yield "* The procedure file does not say; this is the default."


def _has_term_weeks(flow: Flow) -> bool:
    lengths = [length for action in flow.actions.values() for length in (action.within, action.every)]
    lengths += [move.after for stage in flow.stages.values() for move in stage.moves]
    return any(length.unit == "term week" for length in lengths if length)


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
    starts = any(track.start == stage.id for track in flow.tracks)
    ends = stage.kind == "end" or not stage.moves
    return Band(
        stage.id,
        stage.title,
        tuple(_notes(flow, stage)),
        "start" if starts else "end" if ends else "plain",
        tuple(_box(flow, action, numbers) for action in stage.actions),
        tuple(_way(flow, stage, at, places) for at in range(len(stage.moves))),
    )


_KINDS = {
    "formal": "A formal stage",
    "warning": "A warning",
    "hearing": "A hearing",
    "dismissal": "A dismissal",
    "appeal": "An appeal",
}


def _notes(flow: Flow, stage: Stage) -> Iterator[str]:
    if stage.kind in _KINDS and stage.kind not in stage.title.lower():
        yield _KINDS[stage.kind]
    if stage.pauses:
        others = [f"while in “{flow.stages[name].title}”" for name in stage.pauses if name]
        closures = ["during closures"] if None in stage.pauses else []
        yield f"The clock stops {join_words([*closures, *others])}"


def _box(flow: Flow, action: Action, numbers: Mapping[str, int]) -> Box:
    return Box(
        f"{action.stage}/do/{action.id}",
        numbers[action.id],
        action.by,
        flow.roles[action.by],
        action.do,
        tuple(details(flow, action, numbers)),
    )


def _way(flow: Flow, stage: Stage, at: int, places: Mapping[str, int]) -> Way:
    move = stage.moves[at]
    return Way(
        key=f"{stage.id}/way/{at + 1}",
        letter=_LETTERS[at % 26] * (at // 26 + 1),
        words=tuple(way_words(flow, move)),
        target=move.to,
        target_title=flow.stages[move.to].title,
        back=places[move.to] <= places[stage.id],
    )
