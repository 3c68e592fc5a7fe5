"""Flow -> Work: what every format is made from, so that none is placed or worded twice."""

from collections.abc import Mapping
from typing import NamedTuple

from flowrules.flow import Flow
from flowrules.render.alt import about, name
from flowrules.render.chart import chart
from flowrules.render.headcount import with_counts
from flowrules.render.marks import Person, marked
from flowrules.render.page import Drawing, drawing
from flowrules.render.twin import Chapter, twin


class Work(NamedTuple):
    """A procedure, its pages, and its steps in sentences."""

    flow: Flow
    drawing: Drawing
    chapters: tuple[Chapter, ...]

    @property
    def name(self) -> str:
        return name(self.flow)

    @property
    def about(self) -> str:
        return about(self.flow)

    def about_page(self, at: int) -> str:
        """What one page shows, in under 150 letters: short, as the text version says it all."""
        steps = self.drawing.pages[at].steps
        if not steps:
            return "Tables: contact expected, trigger points, how absences are counted."
        return f"Flowchart, steps {steps[0]} to {steps[-1]}. The text version has the same steps."


def work_of(
    flow: Flow,
    *,
    person: Person | None = None,
    counts: Mapping[str, str] | None = None,
    preview: bool = False,
    arranged: bool = False,
) -> Work:
    """Places and words a procedure, with the way of a `person` on it if one is given.

    `counts` says, for stages by their ids, how many people are there.
    """
    shown = chart(flow)
    if person is not None:
        shown = marked(flow, shown, person)
    if counts is not None:
        shown = with_counts(shown, counts)
    placed = drawing(shown, preview=preview, arranged=arranged)
    return Work(flow, placed, twin(flow, placed.chart, placed.numbers))
