"""People can come into a group of stages that leads neither back to the start nor to an end.

Their attendance may be perfect for years, and the procedure still holds them: it never says that the
matter is closed. Each stage has a way on, so that only the whole of them shows it.

Proved: over the graph of moves, whatever their conditions.

Bad:
    flowrules: 1
    procedure: {id: small, title: Small procedure}
    triggers: {often: {absences: {at_least: 3, within: 6 months}}}
    stages:
      fine: {next: [{when: often, to: review}]}
      review: {next: [{after: 6 months, to: watch}]}
      watch: {next: [{when: {absences: {at_least: 1, since: entered}}, to: review}]}

Good:
    flowrules: 1
    procedure: {id: small, title: Small procedure}
    triggers: {often: {absences: {at_least: 3, within: 6 months}}}
    stages:
      fine: {next: [{when: often, to: review}]}
      review: {next: [{after: 6 months, to: watch}]}
      watch:
        next:
          - {when: {absences: {at_least: 1, since: entered}}, to: review}
          - {after: 6 months, to: fine}
"""

from collections.abc import Iterator

from flowrules.finding import Path
from flowrules.flow import Flow, Track
from flowrules.lint.routes import reached
from flowrules.words import join_words

CODE = "FR307"
SEVERITY = "warning"


def check(flow: Flow) -> Iterator[tuple[Path, str, str]]:
    ways = flow.ways()
    for track in flow.tracks:
        for held in _never_left(ways, reached(ways, track.start)):
            if track.start not in held and not _ends(flow, held):
                yield _say(flow, track, held)


def _never_left(ways: dict[str, list[str]], names: list[str]) -> Iterator[set[str]]:
    """The groups of stages of which each leads to every other, and none to a stage outside."""
    told: set[str] = set()
    for name in names:
        held = set(reached(ways, name))
        if name not in told and all(name in reached(ways, other) for other in held):
            told |= held
            yield held


def _ends(flow: Flow, held: set[str]) -> bool:
    """Whether a stage is an end, or no move goes on from it: that is for another rule to say."""
    return any(flow.stages[name].kind == "end" or not flow.stages[name].moves for name in held)


def _say(flow: Flow, track: Track, held: set[str]) -> tuple[Path, str, str]:
    names = [name for name in flow.stages if name in held]
    said = join_words([f"`{name}`" for name in names], "or")
    return (
        flow.stages[names[0]].path,
        f"a person who comes to {said} never gets back to `{track.start}`, nor to an end",
        f"add a move that leads back to `{track.start}`, or to a stage of `kind: end`",
    )
