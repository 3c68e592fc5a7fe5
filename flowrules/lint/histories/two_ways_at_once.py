"""Two ways on from one stage can hold on the same day, and lead to different places.

The first that is written is taken, so the order of the lines decides about a person. That may be meant
(a new absence before the end of a warning, say); it should be known. The example shows such a day.

Searched: each stage as it is come to in the shortest way; there the histories that its own conditions
name, up to twelve absences one soon after the other, and the day on which a period is over.

Bad:
    flowrules: 1
    procedure: {id: small, title: Small procedure}
    triggers: {often: {absences: {at_least: 3, within: 6 months}}}
    stages:
      fine: {next: [{when: often, to: review}]}
      review:
        actions: [{id: meet, do: Meet, by: manager, outcomes: [hearing]}]
        next:
          - {decided: {meet: hearing}, to: hearing}
          - {when: {absences: {at_least: 2, since: entered}}, to: second-review}
          - {after: 6 months, to: fine}
      second-review: {next: [{after: 6 months, to: fine}]}
      hearing:
        actions: [{id: hear, do: Hear the case, by: panel, outcomes: [support]}]
        next: [{decided: {hear: support}, to: fine}]

Good:
    flowrules: 1
    procedure: {id: small, title: Small procedure}
    triggers: {often: {absences: {at_least: 3, within: 6 months}}}
    stages:
      fine: {next: [{when: often, to: review}]}
      review:
        actions: [{id: meet, do: Meet, by: manager, within: 10 working days, outcomes: [fine, hearing]}]
        next:
          - {decided: {meet: fine}, to: fine}
          - {decided: {meet: hearing}, to: hearing}
      hearing:
        actions: [{id: hear, do: Hear the case, by: panel, outcomes: [support]}]
        next: [{decided: {hear: support}, to: fine}]
"""

from collections.abc import Iterator

from flowrules.explore import Explored, Sighting, explored
from flowrules.explore.series import is_known
from flowrules.finding import Problem
from flowrules.flow import Flow, Move, Stage

CODE = "FR313"
SEVERITY = "note"


def check(flow: Flow) -> Iterator[Problem]:
    seen = explored(flow)
    for stage in flow.stages.values():
        if len({move.to for move in stage.moves}) > 1:
            found = _among(seen.sightings(stage), stage) or _on_the_last_day(seen, stage)
            if found is not None:
                yield _say(seen, stage, found)


def _among(sightings: list[Sighting], stage: Stage) -> Sighting | None:
    """The smallest history in which two hold."""
    return next((one for one in sightings if _two(stage, one.moves)), None)


def _two(stage: Stage, places: tuple[int, ...]) -> tuple[Move, Move] | None:
    """Two of the moves that hold and lead elsewhere, neither of which is for when the other fails."""
    held = [stage.moves[place] for place in places]
    for place, first in enumerate(held):
        for other in held[place + 1 :]:
            if first.to != other.to and not _is_otherwise(first, other):
                return first, other
    return None


def _is_otherwise(first: Move, other: Move) -> bool:
    """Whether a move asks for nothing that the one before it does not ask for, and for less."""
    asks_no_more = set(other.decided) <= set(first.decided) and other.after in (None, first.after)
    return asks_no_more and (other.when is None or other.when == first.when)


def _on_the_last_day(seen: Explored, stage: Stage) -> Sighting | None:
    """A condition that is met on the very day on which a period is over."""
    whens = [one for one in stage.moves if one.when and not one.is_plain and is_known(one.when)]
    afters = [one for one in stage.moves if one.after is not None and not one.decided]
    pairs = [(when, after) for when in whens for after in afters if when.to != after.to]
    return next((found for pair in pairs if (found := seen.together(stage, *pair))), None)


def _say(seen: Explored, stage: Stage, found: Sighting) -> Problem:
    first, other = _two(stage, found.moves) or (stage.moves[0], stage.moves[0])
    message = (
        f"on one day two ways on from `{stage.id}` can hold: to `{first.to}` and to `{other.to}`; "
        "the first that is written is taken"
    )
    help = "if that is not meant, write the other one before it"
    example = seen.example(stage, found, "two ways on hold on one day")
    related = ((other.path, "the other way on"),)
    return Problem(first.path, message, help, example=example, related=related)
