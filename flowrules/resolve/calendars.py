"""Calendar of a procedure -> Calendar; and what cannot be right in it."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from flowrules.calendar import Calendar, bank_holidays, working_week
from flowrules.finding import Path
from flowrules.flow import NATION, WORKING_WEEK
from flowrules.model.counting import CalendarShape, Span
from flowrules.model.procedure import Procedure
from flowrules.scope import Scope
from flowrules.stretches import doubt, far_apart


def calendar_of(procedure: Procedure) -> Calendar:
    said = procedure.calendar
    nation = said.nation or NATION
    return Calendar(
        week=working_week(said.working_week or WORKING_WEEK),
        holidays=bank_holidays(None if nation == "none" else nation),
        terms=_spans(said.terms),
        closures=_spans(said.closures),
        inset=frozenset(day.toordinal() for day in said.inset),
        dates={name: frozenset(one.toordinal() for one in days) for name, days in said.dates.items()},
        academic_year=_year_day(said.academic_year) or (9, 1),
        leave_year=_year_day(said.leave_year),
    )


def _spans(given: Iterable[Span | date] | str | None) -> tuple[tuple[int, int], ...]:
    """Spans and single days as (first day, last day), in order."""
    if given is None or isinstance(given, str):
        return ()
    pairs = ((one.from_, one.to) if isinstance(one, Span) else (one, one) for one in given)
    return tuple(sorted((first.toordinal(), last.toordinal()) for first, last in pairs))


def _is_near(day: date) -> bool:
    return bank_holidays(None).first <= day.toordinal() <= bank_holidays(None).last


def _year_day(text: str | None) -> tuple[int, int] | None:
    return (int(text[:2]), int(text[3:])) if text else None


def expect_calendar(procedure: Procedure, scope: Scope) -> None:
    """Spans end after they begin and are as long as can be meant, and terms do not overlap."""
    said = procedure.calendar
    scope.expect_groups(said.term_time, ("calendar", "term_time"))
    _expect_week(said, scope)
    for stretch in _stretches(said):
        _expect_stretch(stretch, scope)
    _expect_years(said, scope)
    if isinstance(said.terms, str):
        message = f"`{said.terms}` is the name of a file, and no files are read here"
        scope.note("FR221", "dates-unclear", ("calendar", "terms"), message, "write the terms out")
    if any(before[1] >= after[0] for before, after in pairwise(_spans(said.terms))):
        _note_span(scope, ("calendar", "terms"), "two of the terms overlap")


class _Stretch(NamedTuple):
    """A term, an INSET day or a closure, and where it stands."""

    path: Path
    what: str
    first: date
    last: date


def _stretches(said: CalendarShape) -> Iterator[_Stretch]:
    for what, word in (("term", "terms"), ("inset", "inset"), ("closure", "closures")):
        given = getattr(said, word)
        for place, one in enumerate(given if isinstance(given, tuple) else ()):
            path: Path = ("calendar", word, place)
            if isinstance(one, Span):
                yield _Stretch((*path, "to"), what, one.from_, one.to)
            else:
                yield _Stretch(path, what, one, one)


def _expect_week(said: CalendarShape, scope: Scope) -> None:
    week = said.working_week or ()
    for place, day in enumerate(week):
        if day in week[:place]:
            path = ("calendar", "working_week", place)
            help = "take it out, or write the day that is meant"
            scope.note("FR201", "duplicate-id", path, f"`{day}` stands here twice", help)


def _expect_stretch(one: _Stretch, scope: Scope) -> None:
    if one.last < one.first:
        _note_span(scope, one.path, "it ends before it begins")
    elif found := doubt(one.what, one.first, one.last):
        scope.note("FR221", "dates-unclear", one.path, *found)


def _expect_years(said: CalendarShape, scope: Scope) -> None:
    """No day is far from all that is known, or from the others."""
    found = list(_stretches(said))
    far = [one for one in found if not (_is_near(one.first) and _is_near(one.last))]
    for path in dict.fromkeys(one.path[:2] for one in far):
        _note_span(scope, path, "it reaches beyond the years 1990 to 2100")
    apart = None if far else far_apart(one.first for one in found)
    if apart is not None:
        before, after = apart
        path = next(one.path for one in found if one.first == after)
        message = f"{after} lies more than ten years after {before}, the day before it in the calendar"
        scope.note("FR221", "dates-unclear", path, message, "is the year of both right?")


def _note_span(scope: Scope, path: Path, message: str) -> None:
    scope.note("FR221", "dates-unclear", path, message, "correct one of the dates")
