"""Half days at work between two absences: the record has no word for which half of a day was lost.

So what touches is one absence, and whoever came back for half a day in between should look at it.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise

from flowrules.calendar import Calendar
from flowrules.tables.gather import Held
from flowrules.tables.made import Made


def worked_between(
    lines: Sequence[Made], rows: Sequence[Held], calendar: Calendar
) -> Iterator[tuple[Held, Held]]:
    """The rows of two absences that touch, with a morning or an afternoon at work in between."""
    in_order = sorted(range(len(lines)), key=lambda at: _first(lines[at]))
    for before, after in pairwise(in_order):
        one, other = lines[before], lines[after]
        last = one.data.get("to")
        if rows[before] is rows[after] or last is None or last >= _first(other):
            continue
        touch = calendar.next_open(last.toordinal() + 1) >= _first(other).toordinal()
        if touch and (_afternoon_worked(one) or _morning_worked(other)):
            yield rows[before], rows[after]


def _first(line: Made) -> date:
    first: date = line.data["from"]
    return first


def _afternoon_worked(line: Made) -> bool:
    """Whether the person was at work again on the last day itself."""
    return line.half == "am" or (_is_longer(line) and line.data.get("half_worked") in ("last", "both"))


def _morning_worked(line: Made) -> bool:
    """Whether the person was still at work on the first day."""
    return line.half == "pm" or (_is_longer(line) and line.data.get("half_worked") in ("first", "both"))


def _is_longer(line: Made) -> bool:
    return line.data.get("to") != _first(line)
