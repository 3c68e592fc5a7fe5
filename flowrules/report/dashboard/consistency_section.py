"""Gathered -> the section on consistency: the same stage, what was done, and how long it took."""

from collections.abc import Mapping

from flowrules.flow import Flow
from flowrules.metrics import consistency, waiting
from flowrules.metrics.consistency import Handled, Place, Punctual
from flowrules.metrics.stays import How
from flowrules.metrics.suppression import LEAST, hidden
from flowrules.metrics.waiting import Waited
from flowrules.report.dashboard.blocks import (
    NOT_SHOWN,
    Beside,
    Block,
    Cell,
    Picture,
    Row,
    Section,
    Table,
    Words,
    number,
    unseen,
)
from flowrules.report.dashboard.charts import bars
from flowrules.report.dashboard.gathered import Gathered
from flowrules.report.dashboard.roll import Roll
from flowrules.report.dashboard.rows import people_cells
from flowrules.report.dashboard.shown import FEW, bar, kept_back, rows_of, school_leads
from flowrules.words import spoken

_HOWS: tuple[How, ...] = ("in time", "late", "not on record")
_ACTIONS = (
    "Stage", "Action", "People", "Times owed", "In time", "Late", "Not on record", "Decided",
    "Who, where it differs",
)  # fmt: skip
_SCHOOLS = ("School", "People", "In time", "Late or not on record")

_NO_ACTION = Words(
    "No action is on record in what was given, so nothing is said of how many were in time, of how many "
    "meetings were held, or of how long they took. They are on record once a table of what has happened "
    "is given with the absences."
)


def consistency_section(gathered: Gathered, roll: Roll) -> Section:
    flow, names = gathered.asking.flow, gathered.asking.names
    counted = f"{consistency.COUNTED} {waiting.COUNTED}"
    handled = gathered.consistency.result()
    if (handled or gathered.waiting.result()) and not gathered.any_action:
        return Section("consistency", "Consistency", (_NO_ACTION,), counted)
    away = _hidden_actions(handled, totals=roll.many_schools, names=names)
    rows = tuple(
        _handled_row(flow, place, one, roll, shown=place not in away, names=names)
        for place, one in handled.items()
    )
    none = "Nobody came to a stage with an action."
    figures = frozenset({2, 3, 4, 5, 6})
    same = Table("consistency-items", "Same stage, different action", _ACTIONS, rows, figures, none)
    blocks: list[Block] = [same]
    schools = gathered.consistency.by_school()
    if roll.many_schools and schools:
        blocks.append(_schools_table(schools, roll, names=names))
    schools_waited = gathered.waiting.result()
    if not roll.many_schools and flow.header.school:
        schools_waited = {school or flow.header.school: one for school, one in schools_waited.items()}
    blocks += _waiting(schools_waited, roll, names=names)
    if not names:
        blocks.append(FEW)
    return Section("consistency", "Consistency", tuple(blocks), counted)


def _hidden_actions(handled: Mapping[Place, Handled], *, totals: bool, names: bool) -> frozenset[Place]:
    """Those of which it is not shown how they were dealt with; the schools' figures are their totals."""
    if names:
        return frozenset()
    small = frozenset(place for place, one in handled.items() if _is_of_few(one))
    if not totals:
        return small
    in_time = {place: _people(one, "in time") for place, one in handled.items()}
    not_in_time = {place: _people(one, "late", "not on record") for place, one in handled.items()}
    return small | hidden(in_time, not_in_time)


def _is_of_few(one: Handled) -> bool:
    """Whether fewer than five people came to an action, or had it dealt with in one of the ways."""
    return one.people < LEAST or any(0 < _people(one, how) < LEAST for how in one.how)


def _people(one: Handled, *hows: How) -> int:
    return len({at for how in hows for at in one.how.get(how, [])})


def _handled_row(flow: Flow, place: Place, one: Handled, roll: Roll, *, shown: bool, names: bool) -> Row:
    whom = number(one.people) if names or one.people >= LEAST else unseen()
    stage = flow.stages.get(place.stage, one.stage)  # which only an earlier version may have
    action = flow.actions.get(place.action, one.action)  # and so may be this
    lead = (Cell(stage.title), Cell(action.title), whom)
    if not shown:
        return Row((*lead, *(unseen() for _ in _ACTIONS[len(lead) :])))
    # Those without an outcome are what the outcomes leave of what was done.
    sizes: dict[str | None, int] = {said: len(set(people)) for said, people in one.outcomes.items()}
    sizes[None] = len(set(one.open))
    parted = kept_back(sizes, names=names)
    times = [len(one.how.get(how, [])) for how in _HOWS]
    counts = (number(n) for n in (sum(times), *times))
    outcomes = [
        f"{spoken(said)}: {NOT_SHOWN if said in parted else len(people)}"
        for said, people in sorted(one.outcomes.items())
    ]
    others = people_cells(roll, one.others) if one.others else Cell("–")
    who = unseen() if parted else others
    return Row((*lead, *counts, Cell("; ".join(outcomes) or "–"), who))


def _schools_table(schools: Mapping[str | None, Punctual], roll: Roll, *, names: bool) -> Table:
    away = kept_back(
        {school: one.people for school, one in schools.items()},
        {school: one.in_time.people for school, one in schools.items()},
        {school: one.not_in_time.people for school, one in schools.items()},
        names=names,
    )

    def cells(one: Punctual) -> tuple[Cell, ...]:
        return number(one.people), number(one.in_time.times), number(one.not_in_time.times)

    rows = rows_of(schools, cells, away, school_leads(roll))
    caption = "Actions done in time, by school"
    return Table("consistency-schools", caption, _SCHOOLS, rows, frozenset(range(1, 4)))


def _waiting(schools: Mapping[str | None, Waited], roll: Roll, *, names: bool) -> list[Block]:
    away = kept_back(
        {school: one.people for school, one in schools.items()},
        {school: one.met.people for school, one in schools.items()},
        {school: one.to_come.people for school, one in schools.items()},
        {school: one.without.people for school, one in schools.items()},
        names=names,
    )
    rows = rows_of(schools, _waited_cells, away, school_leads(roll))
    heads = ("School", "People", "Meetings held", "Median working days to the meeting", "Still to come")
    caption = "From trigger point to meeting, by school"
    none = "No trigger point that leads to a meeting was met."
    table = Table("waiting-schools", caption, heads, rows, frozenset(range(1, 5)), none)
    shown = [
        bar(school or "Not given", one.median)
        for school, one in schools.items()
        if school not in away and one.median is not None
    ]
    if len(shown) < 2:
        return [table]
    axis = "median working days to the meeting"
    about = f"Bar chart: {axis}, by school. The table beside it has the same figures."
    return [Beside(Picture(bars(shown, axis, about), caption, about), table)]


def _waited_cells(one: Waited) -> tuple[Cell, ...]:
    return number(one.people), number(one.met.times), number(one.median), number(one.to_come.times)
