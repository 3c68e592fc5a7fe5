"""A way on is never taken, as another that is written before it always holds, too.

What it promises never happens to anyone: a milder step that stands below a harder one, say, or a second
figure that the first has always reached already. Each move is held against all before it together.

Searched: each stage as it is come to in the shortest way; there the histories that its own conditions
name, just enough and just too little, up to twelve absences one soon after the other; the absences of a
condition told of all at once, too, of people who work as the school does or on one day a week.

Bad:
    flowrules: 1
    procedure: {id: small, title: Small procedure}
    stages:
      fine:
        next:
          - {when: {absences: {at_least: 3, within: 6 months}}, to: review}
          - {when: {absences: {at_least: 5, within: 6 months}}, to: second-review}
      review: {next: [{after: 6 months, to: fine}]}
      second-review: {next: [{after: 6 months, to: fine}]}

Good:
    flowrules: 1
    procedure: {id: small, title: Small procedure}
    stages:
      fine:
        next:
          - {when: {absences: {at_least: 3, within: 6 months}}, to: review}
          - {when: {working_days: {at_least: 10, within: 6 months}}, to: second-review}
      review: {next: [{after: 6 months, to: fine}]}
      second-review: {next: [{after: 6 months, to: fine}]}
"""

from collections.abc import Iterator

from flowrules.explore import Explored, Sighting, explored
from flowrules.explore.series import is_known
from flowrules.finding import Problem
from flowrules.flow import Flow, Stage
from flowrules.lint.meaning import meaning
from flowrules.words import join_words, say_number

CODE = "FR314"
SEVERITY = "warning"


def check(flow: Flow) -> Iterator[Problem]:
    seen = explored(flow)
    for stage in flow.stages.values():
        sightings = seen.sightings(stage) if len(stage.moves) > 1 else []
        for place, move in enumerate(stage.moves):
            taken = any(one.moves[:1] == (place,) for one in sightings)
            if sightings and not taken and not _said_before(stage, place) and is_known(move.when):
                yield from _hidden(seen, stage, place)


def _said_before(stage: Stage, place: int) -> bool:
    """Whether the order hides nothing: of the first move, of one by time or decision, of a double."""
    move, before = stage.moves[place], stage.moves[:place]
    return not place or move.is_plain or any(meaning(one.when) == meaning(move.when) for one in before)


def _hidden(seen: Explored, stage: Stage, place: int) -> Iterator[Problem]:
    """A move that would be taken if it stood alone, and not even all at once with the others."""
    alone = seen.alone(stage, stage.moves[place])
    if alone and not seen.at_one_stroke(stage, stage.moves[place]):
        yield _say(seen, stage, place, alone[0])


def _say(seen: Explored, stage: Stage, place: int, alone: Sighting) -> Problem:
    """`alone` is what would be seen if there were no other move."""
    move = stage.moves[place]
    before = stage.moves[:place]
    hiding = join_words(list(dict.fromkeys(f"`{one.to}`" for one in before)), "or")
    so = f", and no other move leads to `{move.to}`" if seen.only_way(move) else ""
    tried = say_number(seen.most_absences(stage), "absence")
    message = (
        f"no history was found, up to {tried}, in which somebody goes from `{stage.id}` to `{move.to}`: "
        f"when its condition holds, or before that, a move written before it leads to {hiding}{so}"
    )
    help = "write it before the others, let the others leave out what it is for, or take it out"
    example = seen.example(stage, alone, f"what leads to {move.to} holds, and another way is taken")
    related = ((one.path, f"this leads to `{one.to}` first") for one in before if not one.decided)
    return Problem(move.path, message, help, example=example, related=tuple(related))
