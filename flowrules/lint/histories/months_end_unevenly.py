"""On some days a window of months reaches back further, or less far, than people may reckon.

Six months before 31 August is 28 February here, as February has no 31st; somebody who counts on to 3
March leaves out an absence on the 2nd. The language fixes one reading (the last day of a month that is
too short), so every school counts alike; the example shows an absence that changes the outcome.

Searched: the last days of the months of three years, for each condition on a window of months or years;
the absences that the condition names, the oldest of them between the two readings.

Bad:
    flowrules: 1
    procedure: {id: small, title: Small procedure}
    triggers: {often: {absences: {at_least: 3, within: 6 months}}}
    stages:
      fine: {next: [{when: often, to: review}]}
      review: {next: [{after: 8 weeks, to: fine}]}

Good:
    flowrules: 1
    procedure: {id: small, title: Small procedure}
    triggers: {often: {absences: {at_least: 3, within: 26 weeks}}}
    stages:
      fine: {next: [{when: often, to: review}]}
      review: {next: [{after: 8 weeks, to: fine}]}
"""

from collections.abc import Iterator
from datetime import date

from flowrules.calendar import Duration, shift
from flowrules.counting import Count
from flowrules.explore import Away, Explored, Sighting, explored
from flowrules.explore.series import is_known, kind_for
from flowrules.finding import Path, Problem
from flowrules.flow import Flow, Move, Stage, asserted
from flowrules.words import say_day

CODE = "FR331"
SEVERITY = "note"

_date = date.fromordinal
_DAYS = 3 * 366


def check(flow: Flow) -> Iterator[Problem]:
    seen = explored(flow)
    for stage in flow.stages.values():
        for move in stage.moves:
            windows = _windows(move) if is_known(move.when) and not move.is_plain else {}
            for path, length in windows.items():
                found = _shown(seen, stage, move, length)
                if found is not None:  # what is so of one window is so of all
                    yield _say(seen, path, length, found)
                    return


def _windows(move: Move) -> dict[Path, Duration]:
    """The windows of months or years that a move counts in, by the place of the condition."""
    counts = ((one.path, one.settings) for one in asserted(move.when) if isinstance(one.settings, Count))
    lengths = ((path, one.window.within) for path, one in counts)
    return {path: length for path, length in lengths if length and length.unit in ("month", "year")}


def _shown(
    seen: Explored, stage: Stage, move: Move, length: Duration
) -> tuple[Stage, int, Away, Sighting] | None:
    """A stage, a day, an absence between the two readings, and a history in which it decides."""
    arrival = seen.arrival(stage)
    for day in range(arrival.day, arrival.day + _DAYS) if arrival else ():
        short = _short(day, length)
        for first in range(shift(day, length, -1) + 1, shift(day, length, -1) + short + 1):
            if seen.flow.calendar.is_open(first) and seen.flow.calendar.is_open(day):
                away = Away(first, first, *kind_for(move.when, seen.flow))
                found = seen.only_with(stage, move, away, day)
                if found is not None:
                    return stage, day, away, found
    return None


def _short(day: int, length: Duration) -> int:
    """By how many days the month that a window reaches back to is too short for the day's number."""
    return _date(day).day - _date(shift(day, length, -1)).day


def _say(
    seen: Explored, path: Path, length: Duration, found: tuple[Stage, int, Away, Sighting]
) -> Problem:
    stage, day, away, sighting = found
    begin = shift(day, length, -1) + 1
    days = (day, begin, begin + _short(day, length), away.first)
    last, first, other, absent = (say_day(_date(one)) for one in days)
    message = (
        f"a window of {length} up to {last} begins on {first}, not {other}: "
        f"an absence on {absent} counts"
    )
    help = "tell people so, or use weeks, which are all of the same length"
    example = seen.example(stage, sighting, f"the window of {length} reaches back to a short month")
    return Problem(path, message, help, example=example)
