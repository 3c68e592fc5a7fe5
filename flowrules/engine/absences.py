"""Absences of a record + Horizon -> those looked at, checked, and then the lines they are bound to.

Most absences say no more than their days, their kind and what they lost: they are soon bound.
"""

from datetime import date
from functools import lru_cache
from itertools import pairwise
from operator import itemgetter
from typing import NamedTuple, TypeAlias

from flowrules.engine.absence_faults import Told, check_absence, check_overlap
from flowrules.engine.faults import Faults
from flowrules.engine.horizon import Horizon
from flowrules.finding import Path
from flowrules.flow import Flow
from flowrules.lines import COUNTS, HALF, NEVER, NOTHING_LOST, UNDECIDED, Line, quickly
from flowrules.model.record import Absence, Record
from flowrules.part import amount
from flowrules.workdays import Workdays

_STATUS = {"counts": COUNTS, "never": NEVER, "decide": UNDECIDED}
_PLAIN = frozenset({"from_", "to", "category", "days_lost"})  # all that most absences say
_amount = lru_cache(maxsize=1024)(amount)  # the same few figures again and again


Span: TypeAlias = tuple[int, int | None]  # the first and the last day, the last if it is known


class Bound(NamedTuple):
    """Lines; and the half days of each by the pattern, where what they lost was held against them."""

    lines: tuple[Line, ...]
    halves: list[int] | None


def told_by(record: Record, horizon: Horizon, faults: Faults) -> list[Told]:
    """The absences looked at, in order of their first days, each checked."""
    today = date.fromordinal(min(horizon.on, horizon.known))
    told: list[Told] = []
    categories = faults.flow.counting.categories
    for place, one in enumerate(record.absences):
        first, last = one.from_, one.to
        if first <= today if one.known_on is None else horizon.sees(first, one.known_on):
            path: Path = ("absences", place)
            plain = one.__pydantic_fields_set__ <= _PLAIN
            if not (plain and (last is None or last >= first) and one.category in categories):
                check_absence(one, path, faults)
            told.append((one, path, plain, first, last))
    told.sort(key=itemgetter(3))
    for before, after in pairwise(told):
        if before[4] is None or before[4] >= after[3]:
            check_overlap(*before[:2], *after[:2], faults)
    return told


def lines_of(told: list[Told], horizon: Horizon, flow: Flow, days: Workdays) -> Bound:
    """The lines of absences that can be right."""
    statuses = {
        category: _STATUS.get(status, NEVER) for category, status in flow.counting.categories.items()
    }
    spans = _spans(told, horizon.known)
    halves = _halves(told, spans, days)
    lines = []
    for place, ((absence, _, plain, _, _), (first, last)) in enumerate(zip(told, spans, strict=True)):
        status, lost = statuses.get(absence.category, NEVER), absence.days_lost
        if lost is not None and (last is None or (halves and 2 * lost == halves[place])):
            lost = None  # it is not known yet, or what the pattern has
        if plain and lost is None:
            said = (first, last, status, None, NEVER, (), place, 0, absence.category, None)
            lines.append(quickly(Line, said + NOTHING_LOST))
        else:
            line = Line(first, last, status, None, NEVER, (), place)
            line = line if lost is None else line._replace(days_lost=_amount(lost))
            lines.append(_told_more(line, absence, horizon, flow))
    return Bound(tuple(lines), halves)


def _spans(told: list[Told], known: int) -> list[Span]:
    """The first and the last day of each absence, the last if it is over by the day known."""
    spans: list[Span] = []
    for _, _, _, first, ends in told:
        last = None if ends is None else ends.toordinal()
        spans.append((first.toordinal(), None if last is None or last > known else last))
    return spans


def _halves(told: list[Told], spans: list[Span], days: Workdays) -> list[int] | None:
    """The half days of each absence by the pattern, where there is something to hold against them."""
    if days.are_whole and any(absence.days_lost is not None for absence, *_ in told):
        return days.each_between([(first, last or first) for first, last in spans])
    return None


def _told_more(line: Line, absence: Absence, horizon: Horizon, flow: Flow) -> Line:
    """A line with everything else that its absence says."""
    status = line.status
    asked = status == UNDECIDED and absence.decided_on is not None
    decided_on = absence.decided_on.toordinal() if asked and absence.decided_on else None
    learnt = decided_on if decided_on is not None and decided_on <= horizon.last else None
    if learnt is not None and horizon.hindsight:
        status, learnt = COUNTS if absence.counts else NEVER, None
    earlier = absence.decided_on is not None and absence.decided_on.toordinal() < horizon.begin
    if status == COUNTS and earlier and absence.counts is False:
        status = NEVER  # so it was decided under the version before
    return line._replace(
        status=status,
        learnt=learnt,
        decided=COUNTS if absence.counts else NEVER,
        expected=_expected(absence, horizon) if absence.expected else (),
        known=0 if horizon.hindsight or absence.known_on is None else absence.known_on.toordinal(),
        category=absence.category,
        reason=absence.reason if flow.counting.reasons else None,
        part=HALF if absence.part else None,
        hours=_amount(absence.hours) if absence.hours is not None else None,
        days=_amount(absence.days) if absence.days is not None else None,
    )


def _expected(absence: Absence, horizon: Horizon) -> tuple[tuple[int, int], ...]:
    """What was learnt about how long it would last, in order."""
    learnt = sorted((one.on.toordinal(), one.until.toordinal()) for one in absence.expected)
    return tuple(one for one in learnt if one[0] <= horizon.last)
