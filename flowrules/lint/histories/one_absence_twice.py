"""One absence can carry a person through two stages.

A rolling window that is asked again at the next stage still holds the absences that led to the first:
a single further day then does what three absences did before, and each absence is held against the
person twice. That may be meant; people should know it. `since:` the meeting, or `not_used_before: true`,
counts each absence once.

Searched: from each move that such a window takes, on by at most three moves that people decide, to the
next such window; there the histories that its condition names; forty ways of a procedure. Only where
the lines of both moves name one absence is it said.

Bad:
    flowrules: 1
    procedure: {id: small, title: Small procedure}
    triggers: {often: {absences: {at_least: 3, within: 6 months}}}
    stages:
      fine: {next: [{when: often, to: review}]}
      review:
        actions: [{id: meet, do: Meet, by: manager, outcomes: [support, monitor]}]
        next:
          - {decided: {meet: support}, to: fine}
          - {decided: {meet: monitor}, to: monitoring}
      monitoring:
        next: [{when: often, to: second-review}]
      second-review:
        actions: [{id: meet-again, do: Meet again, by: head, outcomes: [support]}]
        next: [{decided: {meet-again: support}, to: fine}]

Good:
    flowrules: 1
    procedure: {id: small, title: Small procedure}
    triggers: {often: {absences: {at_least: 3, within: 6 months}}}
    stages:
      fine: {next: [{when: often, to: review}]}
      review:
        actions: [{id: meet, do: Meet, by: manager, outcomes: [support, monitor]}]
        next:
          - {decided: {meet: support}, to: fine}
          - {decided: {meet: monitor}, to: monitoring}
      monitoring:
        next: [{when: {absences: {at_least: 2, since: meet}}, to: second-review}]
      second-review:
        actions: [{id: meet-again, do: Meet again, by: head, outcomes: [support]}]
        next: [{decided: {meet-again: support}, to: fine}]
"""

from collections.abc import Iterator
from itertools import islice

from flowrules.counting import Count
from flowrules.explore import Explored, Shared, explored
from flowrules.finding import Problem
from flowrules.flow import Flow, Move, Stage, asserted
from flowrules.words import say_days

CODE = "FR330"
SEVERITY = "warning"

_STEPS = 3
_WAYS, _MOST = 6, 40  # looked at for one move, and for all


def check(flow: Flow) -> Iterator[Problem]:
    seen, left = explored(flow), iter(range(_MOST))
    for stage in flow.stages.values():
        for move in stage.moves:
            if _rolls(move):
                found = next(_shared(seen, stage, move, left), None)
                if found is not None:
                    yield _say(seen, stage, move, found)


def _rolls(move: Move) -> bool:
    """Whether a count in a rolling window takes it, that does not leave out what was used before."""
    counts = [
        one.settings for one in asserted(move.when) if one.counts and isinstance(one.settings, Count)
    ]
    rolling = [one for one in counts if one.window.within and not one.window.since]
    return not move.is_plain and any(not one.unused_only for one in rolling)


def _shared(seen: Explored, stage: Stage, move: Move, left: Iterator[int]) -> Iterator[Shared]:
    """Histories in which an absence took an earlier move, and takes this one too."""
    for (begin, way), _ in zip(
        islice(_ways_before(seen.flow, stage, [move]), _WAYS), left, strict=False
    ):
        found = seen.shared(begin, way[:-1], move)
        if found is not None:
            yield found


def _ways_before(flow: Flow, stage: Stage, way: list[Move]) -> Iterator[tuple[Stage, list[Move]]]:
    """Ways through a stage that begin with a rolling window, and go on by what people decide.

    Whoever has been back at the start begins anew.
    """
    if stage.id in {track.start for track in flow.tracks}:
        return
    for other in flow.stages_of(stage.track):
        for move in other.moves:
            if move.to != stage.id or any(move.path == one.path for one in way):
                continue
            if _rolls(move):
                yield other, [move, *way]
            elif move.decided and len(way) < _STEPS:
                yield from _ways_before(flow, other, [move, *way])


def _say(seen: Explored, stage: Stage, move: Move, found: Shared) -> Problem:
    message = (
        f"an absence that led from `{found.begin.id}` to `{found.way[0].to}` can lead from "
        f"`{stage.id}` to `{move.to}`, too (in the example, that of {say_days(*found.absence)})"
    )
    help = "count from the meeting (`since:`), or say `not_used_before: true`; if it is meant, allow it"
    example = seen.example(stage, found.seen, "one absence leads through two stages")
    related = ((found.way[0].path, "it leads on here first"),)
    return Problem((*move.path, "when"), message, help, example=example, related=related)
