"""Flow -> Tables: which absences count, how they are counted, and when the school is open."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import get_args

from flowrules.calendar import WEEKDAYS, Calendar
from flowrules.conditions import facts, figure_of
from flowrules.flow import Flow, conditions_of
from flowrules.model.counting import Scaled
from flowrules.render.tables import Table
from flowrules.words import (
    join_words,
    quoted,
    say_amount,
    say_days,
    say_year_day,
    sentence,
    spoken,
)

_MOST = 6  # more days than these are not listed one by one

_EDGES = {
    "days inside": "counts once, with its days inside",
    "started inside": "is left out",
    "whole absence": "counts whole",
}
_ROUNDED = {
    "exact": "not rounded",
    "nearest half": "rounded to the nearest half",
    "up to half": "rounded up to a half",
    "up to whole": "rounded up to a whole number",
}

_Rows = Iterator[tuple[str, str]]


def counted(flow: Flow) -> tuple[Table, ...]:
    """All three."""
    rules = (*_joined(flow), *_edges(flow), *_parts(flow), *_reasons(flow))
    return (
        Table(
            "Which absences count towards a trigger point",
            ("Absence", "Does it count?"),
            (55, 45),
            tuple(_categories(flow)),
        ),
        Table("How absences are counted", ("Question", "Answer"), (52, 48), rules),
        Table("Open and closed days", ("What", "When"), (36, 64), (*_open(flow), *_named(flow))),
    )


def _default(flow: Flow, name: str) -> str:
    """A mark where a setting is left to its default."""
    return " *" if any(unsaid.endswith(f": {name}") for unsaid in flow.unsaid) else ""


def _categories(flow: Flow) -> _Rows:
    decider = flow.counting.decided_by
    who = flow.roles[decider] if decider else "A person"
    answers = {"counts": "Counts", "decide": f"{who} decides each time", "never": "Never counts"}
    named = {name for name in _chosen(flow) if flow.counting.categories.get(name) == "never"}
    mark = _default(flow, "categories")
    for word, answer in answers.items():
        kinds = [name for name, its in flow.counting.categories.items() if its == word]
        if kinds := [spoken(name) for name in kinds if name not in named]:
            yield sentence(join_words(kinds)), answer + mark
    if named:
        yield sentence(join_words([*map(spoken, sorted(named))])), "Counts only where it is named" + mark


def _chosen(flow: Flow) -> set[str]:
    """The categories and reasons that a condition asks for by name: those of a `never` count there."""
    chosen = [getattr(one.settings, "chosen", None) for one in conditions_of(flow).values()]
    return {name for one in chosen if one is not None for name in one.only or ()}


def _joined(flow: Flow) -> _Rows:
    """What parts one absence from the next: closures are spoken of where there are any."""
    join = flow.counting.keeping.join
    apart, one = "are an absence each", "are one absence"
    parted = "Records parted only by non-working days" + _default(flow, "join")
    yield parted, apart if join == "never" else one
    if join == "across closures too" or flow.calendar.terms or flow.calendar.closures:
        yield "Records parted by a closure", one if join == "across closures too" else apart


def _edges(flow: Flow) -> _Rows:
    """The choices that people argue about most."""
    said = flow.counting
    within, since = (_EDGES[said.edges[word]] for word in ("within", "since"))
    mark = _default(flow, "across_the_edge: within")
    yield "An absence across the start of a rolling period" + mark, within
    mark = _default(flow, "across_the_edge: since")
    yield "An absence under way on the day counted from" + mark, since
    inside = "inside" if said.same_date_counts else "outside"
    mark = _default(flow, "same_date_counts")
    yield "The same date months earlier" + mark, f"is {inside} the period"


def _parts(flow: Flow) -> _Rows:
    """Part days, rest days (which matter where calendar days are counted) and part-time staff."""
    said = flow.counting
    mark = _default(flow, "part_days: make_an_absence")
    alone = "is an absence" if said.keeping.parts_are_absences else "is no absence by itself"
    yield f"Part of a day away{mark}", alone
    half = "loses half of it if half or more was worked, else all of it"
    mark = _default(flow, "part_days: lose")
    yield f"A day partly worked{mark}", half if said.keeping.half_or_whole else "loses what is recorded"
    inside = said.rest_days == "inside only"
    if inside or any("rest_days" in facts(one.word).changed_by for one in conditions_of(flow).values()):
        edge = "Days off at either end of an absence, where recorded as part of it"
        yield edge + _default(flow, "rest_days"), f"are {'not ' if inside else ''}counted"
    yield "Limits for part-time staff" + _default(flow, "part_time"), _part_time(flow)


def _part_time(flow: Flow) -> str:
    said = flow.counting
    if not said.scaled:
        return "are the same as for full-time staff"
    figures = [figure_of(name) for name in get_args(Scaled) if name in said.scaled]
    scaled = join_words([figure.called for figure in figures if figure])
    by = "the days they work a week"
    if "hours_lost" in said.scaled and said.hours_per_week is not None:
        by += f" (or their hours, of {say_amount(said.hours_per_week)})"
    return f"for {scaled}: lowered in step with {by}, {_ROUNDED[said.rounding]}; others are the same"


def _reasons(flow: Flow) -> _Rows:
    if flow.counting.reasons:
        yield "Broad reasons that may be recorded", join_words([*map(spoken, flow.counting.reasons)])


def _open(flow: Flow) -> _Rows:
    """When the school is open, and from when to when that is known."""
    calendar = flow.calendar
    week = [day.capitalize() for day, opens in zip(WEEKDAYS, calendar.week, strict=True) if opens]
    yield "The school is open" + _default(flow, "working_week"), join_words(week)
    yield "Bank holidays" + _default(flow, "nation"), sentence(spoken(flow.nation))
    if calendar.terms:
        known = _said(calendar.terms[0][0], calendar.terms[-1][1])
        yield "Closures are known", f"from {known}; other days are taken as open"
        yield from _days("Terms", calendar.terms)
    yield from _days("Closed besides" if calendar.terms else "Closed", calendar.closures)
    yield from _days("INSET days", ((day, day) for day in calendar.inset))
    if flow.term_time:
        yield "Not working in closures", join_words([quoted(name) for name in sorted(flow.term_time)])


def _named(flow: Flow) -> _Rows:
    """The days that a pattern may look at, and the years that a window may follow."""
    for name, days in flow.calendar.dates.items():
        yield from _days(quoted(name), ((day, day) for day in days))
    yield from _years(flow.calendar, _periods(flow))


def _periods(flow: Flow) -> set[str]:
    windows = [getattr(one.settings, "window", None) for one in conditions_of(flow).values()]
    return {window.period for window in windows if window is not None}


def _years(calendar: Calendar, used: set[str]) -> _Rows:
    begins = {"academic year": calendar.academic_year, "leave year": calendar.leave_year}
    for name, day in begins.items():
        if name in used and day is not None:
            yield f"The {name} begins", say_year_day(*day)


def _days(title: str, spans: Iterable[tuple[int, int]]) -> _Rows:
    spans = sorted(spans)
    if len(spans) > _MOST:
        yield title, f"{len(spans)}, in {_said(spans[0][0], spans[-1][1])}"
    elif spans:
        yield title, join_words([_said(*span) for span in spans])


def _said(first: int, last: int) -> str:
    return say_days(date.fromordinal(first), date.fromordinal(last))
