"""Flow -> Chart: everything that the drawing shows, in words and in order, with no place on a page.

A state graph waits and goes round; a flowchart is read once, from what has happened to what is next. So
each stage is unrolled: first what is done in it, box by box, then its moves, each a question, in the
order in which they are tried. Every format shows this and nothing else, so that none can leave out what
another shows.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from flowrules.flow import Flow, Stage, Track
from flowrules.render.counted import counted
from flowrules.render.origin import origin
from flowrules.render.steps import Box, boxes_of
from flowrules.render.tables import Table, tables
from flowrules.words import join_words, say_day


class Band(NamedTuple):
    """A stage. `look` is `start`, `end` or `plain`; `notes` is what its title leaves unsaid.

    `column` is where the author would have it stand (0, 1 or 2), if anywhere.
    """

    key: str
    title: str
    notes: tuple[str, ...]
    look: str
    column: int | None
    boxes: tuple[Box, ...]


class Part(NamedTuple):
    """A track; where the procedure names none, the one there is has no title."""

    key: str
    title: str | None
    bands: tuple[Band, ...]

    @property
    def boxes(self) -> list[Box]:
        return [box for band in self.bands for box in band.boxes]


class Chart(NamedTuple):
    """A procedure as it is drawn.

    `title` and `facts` stand in the head of every page, `stamp` at its foot. `signs` explains what the
    tables leave unsaid; `origin` is about the procedure itself.
    """

    title: str
    facts: tuple[str, ...]
    stamp: tuple[str, ...]
    tables: tuple[Table, ...]
    parts: tuple[Part, ...]
    origin: tuple[Table, ...]
    signs: tuple[str, ...]


def chart(flow: Flow) -> Chart:
    """A procedure as tables, and as tracks of stages with their boxes and the ways out of them."""
    return Chart(
        ", ".join(filter(None, (flow.header.title, flow.header.school))),
        tuple(_facts(flow)),
        tuple(_stamp(flow)),
        (*tables(flow), *counted(flow)),
        tuple(_part(flow, track) for track in flow.tracks),
        origin(flow),
        tuple(_signs(flow)),
    )


def _facts(flow: Flow) -> Iterator[str]:
    yield f"Version {flow.header.version}"


def _stamp(flow: Flow) -> Iterator[str]:
    header = flow.header
    if header.effective_from:
        yield f"In force from {say_day(header.effective_from)}"
    if header.review_by:
        yield f"Review by {say_day(header.review_by)}"
    if flow.sha256:
        yield f"Fingerprint of the rules file: {flow.sha256[:12]}"


def _signs(flow: Flow) -> Iterator[str]:
    if any(action.within for action in flow.actions.values()):
        yield "Deadlines count from the day the stage began, unless the box says otherwise."
    if any(stage.pauses for stage in flow.stages.values()):
        yield (
            "Where the clock of a stage stops, its periods do not count those days and last so much "
            "longer. Deadlines and counts go on."
        )
    if _has_term_weeks(flow):
        yield "Term weeks: a week in which the school is open on no day is not one."
    if flow.unsaid:
        yield "* The procedure file does not say; this is the default."


def _has_term_weeks(flow: Flow) -> bool:
    lengths = [length for action in flow.actions.values() for length in (action.within, action.every)]
    lengths += [move.after for stage in flow.stages.values() for move in stage.moves]
    return any(length.unit == "term week" for length in lengths if length)


def _part(flow: Flow, track: Track) -> Part:
    bands = tuple(_band(flow, stage) for stage in _in_order(flow.stages_of(track.id)))
    title = track.title if track.path[0] == "tracks" else None
    return Part(track.id, title, tuple(band for band in bands if band.boxes))


def _in_order(stages: Sequence[Stage]) -> list[Stage]:
    """In file order, but for those of which the author says in which row they stand.

    One without a row stands where the one before it in the file does.
    """
    rows, row = [], 0
    for stage in stages:
        row = row if stage.row is None else stage.row
        rows.append(row)
    return [stage for _, stage in sorted(zip(rows, stages, strict=True), key=lambda pair: pair[0])]


def _band(flow: Flow, stage: Stage) -> Band:
    starts = any(track.start == stage.id for track in flow.tracks)
    ends = stage.kind == "end" or not stage.moves
    return Band(
        stage.id,
        stage.title,
        tuple(_notes(flow, stage)),
        "start" if starts else "end" if ends else "plain",
        None if stage.column is None else min(stage.column, 3) - 1,
        boxes_of(flow, stage),
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
