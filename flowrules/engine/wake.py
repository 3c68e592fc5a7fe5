"""Run -> the next day that must be lived: those before it would change nothing, and are passed over.

Between two events, and while no move is taken, only time and absence go on. For each move of the present
stages this says from which day on it could hold, cease to be held, or find new evidence of what keeps it
from being taken. Too early costs a day that is lived for nothing; too late would be a wrong answer, so
whatever is not known to be quiet is tomorrow.
"""

from typing import TYPE_CHECKING

from flowrules.engine.moves import can_wait, earliest_end, is_decided, waiting
from flowrules.engine.stay import Stay
from flowrules.flow import Move
from flowrules.lines import FAR
from flowrules.view import Wanted

if TYPE_CHECKING:
    from flowrules.engine.day import Run


def next_day(run: "Run", stay: Stay, place: int, move: Move) -> int:
    """The first day after today on which a move, asked today and not taken, must be asked again."""
    held = place in stay.held
    if held and not move.is_plain:
        return FAR  # what it waits for is an event
    stirs = run.view(stay, move).stirs() if move.anchor == "return" else FAR
    if not is_decided(stay, move):
        return stirs
    if move.after is not None:
        end = earliest_end(run, stay, move)
        if end is None or end >= run.day:
            return stirs if end is None else min(stirs, end + 1)
        if can_wait(stay, move):
            stirs = run.day + 1 if waiting(run, stay, move, end) else run.view(stay, move).stirs()
    if move.when is None:
        return stirs
    wanted: Wanted = "untrue" if held else "true" if move.is_plain else "met"
    view = run.view(stay, move)
    return min(stirs, view.soonest(move.when, wanted), run.cited.new_spoilers(move.when, view))
