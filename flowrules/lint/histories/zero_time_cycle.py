"""A single day of absence can carry a person through several stages and back to where they began.

The stages in between are passed through and not lived: nobody meets, nobody decides, and the record
says that the person was reviewed. It happens where the moves all ask for absence in a rolling
window, and the absence that took the first takes the next one too.

Searched: series of one to forty absences, two to eight weeks apart, the last of them of one day, five or
400, still going on or just over; and each event by itself. For circles of up to fifty stages.

Bad:
    flowrules: 1
    procedure: {id: small, title: Small procedure}
    triggers: {often: {absences: {at_least: 3, within: 6 months}}}
    stages:
      fine: {next: [{when: often, to: review}]}
      review:
        actions: [{id: meet, do: Hold a review meeting, by: manager, within: 10 working days}]
        next: [{when: {working_days: {at_least: 3, within: 12 months}}, to: fine}]

Good:
    flowrules: 1
    procedure: {id: small, title: Small procedure}
    triggers: {often: {absences: {at_least: 3, within: 6 months}}}
    stages:
      fine: {next: [{when: often, to: review}]}
      review:
        actions: [{id: meet, do: Hold a review meeting, by: manager, within: 10 working days}]
        next: [{after: 6 months, to: fine}]
"""

from collections.abc import Iterator
from datetime import date
from itertools import product
from typing import NamedTuple

from flowrules.calendar import Duration
from flowrules.finding import Path
from flowrules.flow import Flow, Move, Stage, conditions_of
from flowrules.lines import COUNTS, Line, Pattern, Spell
from flowrules.timeline import Timeline
from flowrules.view import About, Untold, View

CODE = "FR304"
SEVERITY = "error"

# The histories tried: so many absences, of so many days each, begun so many days apart; and how many
# days the last of them has come to. Whole weeks apart, so that all begin on one day of the week.
_HISTORIES = ((1, 1, 7), (2, 1, 28), (3, 1, 28), (3, 1, 56), (6, 1, 21), (12, 5, 28), (40, 5, 14))
_LENGTHS = (1, 5, 400)
_DAY = date(2026, 6, 10).toordinal()
_LONGEST = 50  # stages of a circle that is looked for

_HELP = (
    "put a decision (`decided`) or time (`after`) between them, "
    "or let each count only from the start of its stage (`since: entered`)"
)

# The stages passed, each with the path of the move that leaves it.
Circle = tuple[tuple[str, Path], ...]


class _World(NamedTuple):
    """A day in an invented history: the last absence is in progress, or this is the day of return.

    `spells` are as seen on the day and its eve; `begun` the days on which a stage may have begun;
    `recorded` the one event of the day, if nobody is away. `taken` remembers which move leaves a
    stage begun on a day.
    """

    day: int
    timeline: Timeline
    spells: dict[int, list[Spell]]
    begun: tuple[int, ...]
    back: bool
    recorded: dict[str, list[int]]
    taken: dict[tuple[str, int], Move | None]


def check(flow: Flow) -> Iterator[tuple[Path, str, str]]:
    """Runs the moves on invented histories: a circle is reported only where one of them shows it."""
    stages = _circling(flow)
    cases = (
        (world, stage, begun) for world in _worlds(flow) for stage in stages for begun in world.begun
    )
    circles = {_circle(flow, *case) for case in cases} if stages else set()
    order = list(flow.stages)
    told: set[Path] = set()
    for circle in sorted(
        circles, key=lambda circle: (len(circle), [order.index(name) for name, _ in circle])
    ):
        paths = [path for _, path in circle]
        if paths and told.isdisjoint(paths):
            told.update(paths)
            yield paths[0], _say([name for name, _ in circle]), _HELP


def _circling(flow: Flow) -> list[Stage]:
    """The stages on a circle of such moves, or between two: the others are taken off end by end."""
    arrows = [(stage.id, move.to) for stage in flow.stages.values() for move in _moves(stage)]
    while True:
        sources, targets = {source for source, _ in arrows}, {target for _, target in arrows}
        kept = [(source, target) for source, target in arrows if source in targets and target in sources]
        if kept == arrows:
            return [stage for stage in flow.stages.values() if stage.id in sources]
        arrows = kept


def _moves(stage: Stage) -> list[Move]:
    """The moves to other stages that wait neither for a decision nor for time."""
    return [
        move for move in stage.moves if not move.decided and move.after is None and move.to != stage.id
    ]


def _worlds(flow: Flow) -> Iterator[_World]:
    end = flow.calendar.next_open(_DAY)
    week = tuple(2 * int(works) for works in flow.calendar.week)
    patterns = (Pattern(1, (week,)),)
    for (number, days, apart), length, back in product(_HISTORIES, _LENGTHS, (False, True)):
        latest = end - length + 1
        firsts = [latest - apart * before for before in range(number - 1, 0, -1)]
        spans: list[tuple[int, int | None]] = [(first, first + days - 1) for first in firsts]
        spans.append((latest, end if back else None))
        lines = [Line(*span, COUNTS, None, COUNTS, (), index) for index, span in enumerate(spans)]
        timeline = Timeline(lines, patterns, flow.calendar, flow.counting.keeping)
        day = flow.calendar.next_open(end + 1) if back else end
        spells = {seen: timeline.spells(seen) for seen in (day - 1, day)}
        begun = (spans[0][0] - 1, latest - 1, day - 1, day)
        yield _World(day, timeline, spells, begun, back, {}, {})
    asked = {one.settings.what for one in conditions_of(flow).values() if one.word == "recorded"}
    nobody_away = Timeline([], patterns, flow.calendar, flow.counting.keeping)
    for event in sorted(asked & set(flow.events)):
        yield _World(end, nobody_away, {end - 1: [], end: []}, (end - 1, end), False, {event: [end]}, {})


class _Imagined(Untold):
    """A history of which only this is known: since when the person is in one stage.

    Whatever else something counts from was done when the stage began, unless that is today.
    """

    def __init__(self, flow: Flow, world: _World, day: int, begun: int) -> None:
        self.recorded = world.recorded if day == world.day else {}
        self._flow = flow
        self._world = world
        self._day = day
        self._begun = begun

    def anchor(self, name: str) -> int | None:
        if name == "return":
            return self._day if self._world.back and self._day == self._world.day else None
        return self._begun if name == "entered" or self._begun < self._world.day else None

    def end_of(self, day: int, length: Duration) -> int:
        return self._flow.calendar.deadline(day, length) or day


def _circle(flow: Flow, world: _World, stage: Stage, begun: int) -> Circle:
    """The circle, if any, that the day leads a person round who is in a stage since another day."""
    way: dict[str, Path] = {}
    while stage.id not in way:
        if (stage.id, begun) not in world.taken:
            world.taken[stage.id, begun] = _taken(flow, world, stage, begun)
        move = world.taken[stage.id, begun]
        if move is None or len(way) == _LONGEST:
            return ()
        way[stage.id] = (*move.path, "when")
        stage, begun = flow.stages[move.to], world.day
    return tuple(way.items())[list(way).index(stage.id) :]


def _taken(flow: Flow, world: _World, stage: Stage, begun: int) -> Move | None:
    """The first move that holds on the day, unless one held on the day before: then nobody is there."""
    moves, eve = _moves(stage), world.day - 1
    if begun < world.day and any(_holds(flow, world, move, eve, begun) for move in moves):
        return None
    return next((move for move in moves if _holds(flow, world, move, world.day, begun)), None)


def _holds(flow: Flow, world: _World, move: Move, day: int, begun: int) -> bool:
    """Whether a move holds on a day, in a stage that began on another."""
    spells = world.spells[day]
    history = _Imagined(flow, world, day, begun)
    view = View(day, world.timeline, spells, spells, About(), history, flow.rules())
    return move.when is not None and view.ask(move.when).met


def _say(names: list[str]) -> str:
    first, *others = (f"`{name}`" for name in names)
    through = ", to ".join(others)
    return f"in a single day a person could go from {first} to {through} and back to {first}"
