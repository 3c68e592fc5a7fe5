"""Flow + numbers -> the same steps in plain sentences, for those who do not see pictures.

A step has the number that it has on the chart, and everything that the file says of it, where a box
says what fits.
"""

from collections.abc import Mapping
from typing import NamedTuple

from flowrules.flow import Flow
from flowrules.render.chart import Band, Chart, Part
from flowrules.render.steps import Box, Way
from flowrules.render.wording import details, in_short, question, reservations
from flowrules.words import sentence


class Step(NamedTuple):
    """`who` does it (nobody, for a question); `said` are whole sentences, and so are `ways`."""

    number: int
    who: str
    said: tuple[str, ...]
    ways: tuple[str, ...]


class Section(NamedTuple):
    """A stage."""

    title: str
    notes: tuple[str, ...]
    steps: tuple[Step, ...]


class Chapter(NamedTuple):
    """A track; where the procedure names none, the one there is has no title."""

    title: str | None
    sections: tuple[Section, ...]


def twin(flow: Flow, chart: Chart, numbers: Mapping[str, int]) -> tuple[Chapter, ...]:
    """Every track, stage by stage; `numbers` are those of the boxes on the chart, by their keys."""
    return tuple(_chapter(flow, part, numbers) for part in chart.parts)


def _chapter(flow: Flow, part: Part, numbers: Mapping[str, int]) -> Chapter:
    return Chapter(part.title, tuple(_section(flow, band, numbers) for band in part.bands))


def _section(flow: Flow, band: Band, numbers: Mapping[str, int]) -> Section:
    boxes = sorted(band.boxes, key=lambda box: numbers[box.key])
    steps = tuple(_step(flow, box, numbers) for box in boxes)
    return Section(band.title, band.notes, steps)


def _step(flow: Flow, box: Box, numbers: Mapping[str, int]) -> Step:
    number = numbers[box.key]
    ways = tuple(_way(way, number, numbers) for way in box.ways)
    return Step(number, box.who, (*_said(flow, box), *map(_ended, box.marks)), ways)


def _said(flow: Flow, box: Box) -> list[str]:
    """The sentences of a step: of each action all that is known of it, of a question all of it."""
    if box.kind == "do":
        action = flow.actions[box.action]
        return [_ended(". ".join([sentence(action.do), *details(flow, action)]))]
    if box.kind == "ask":
        moves = [move for move in flow.stages[box.stage].moves if move.path in box.ways[0].moves]
        extra = box.details[len(in_short(flow, moves)) :]
        asked = question(flow, moves, in_full=True)
        return [f"{asked}?", *map(_ended, (*reservations(flow, moves), *extra))]
    return [_ended(text) for text in box.said]


def _way(way: Way, number: int, numbers: Mapping[str, int]) -> str:
    lead = f"{way.label}: " if way.label else "Then "
    if way.end is None:
        there = numbers[way.to or ""]
        return f"{lead}{'go back' if there <= number else 'go'} to step {there}."
    title = way.end.title if way.end.title.startswith("End: ") else _lower(way.end.title)
    note = f" ({_lower(way.end.note)})" if way.end.note else ""
    return f"{lead}{title}{note}."


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def _ended(text: str) -> str:
    return text if text.endswith((".", "?", "!")) else f"{text}."
