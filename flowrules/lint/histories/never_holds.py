"""A condition never holds: no history was found in which it does.

Away for four weeks and not away at all, say, or figures that no window can hold. Nobody is ever helped
by what it leads to, though everyone who reads the file believes that they would be.

Searched: each stage as it is come to in the shortest way; there the histories that the condition names,
just enough and just too little, up to twelve absences one soon after the other. Conditions on service,
groups, reasons, patterns, targets, terms and other stages are not looked at, nor those that ask for two
kinds of absence, for more than twelve absences or for one of more than 400 days.

Bad:
    flowrules: 1
    procedure: {id: small, title: Small procedure}
    stages:
      fine: {next: [{when: {all: [{absent: false}, {continuous: {at_least: 28 days}}]}, to: review}]}
      review: {next: [{after: 6 months, to: fine}]}

Good:
    flowrules: 1
    procedure: {id: small, title: Small procedure}
    stages:
      fine: {next: [{when: {continuous: {at_least: 28 days}}, to: review}]}
      review: {next: [{after: 6 months, to: fine}]}
"""

from collections.abc import Iterator

from flowrules.explore import explored
from flowrules.explore.series import is_known
from flowrules.finding import Path
from flowrules.flow import Flow, walk
from flowrules.lint.contradictions import contradictions
from flowrules.words import say_number

CODE = "FR315"
SEVERITY = "warning"


def check(flow: Flow) -> Iterator[tuple[Path, str, str]]:
    seen = explored(flow)
    told = {path[:n] for path, *_ in contradictions(flow) for n in range(len(path) + 1)}
    for stage in flow.stages.values():
        sightings = seen.sightings(stage)
        for place, move in enumerate(stage.moves):
            alone = move.when is not None and not move.is_plain and is_known(move.when)
            held = any(place in one.moves for one in sightings)
            proved = any(one.path in told for one in walk(move.when))
            if alone and sightings and not held and not proved and seen.alone(stage, move) == []:
                tried = say_number(seen.most_absences(stage), "absence")
                so = f", and nothing else leads to `{move.to}`" if seen.only_way(move) else ""
                message = (
                    f"in `{stage.id}` the condition that leads to `{move.to}` was never met{so} "
                    f"(not found up to {tried})"
                )
                help = "look at its figures and its window together, or take the move out"
                yield (*move.path, "when"), message, help
