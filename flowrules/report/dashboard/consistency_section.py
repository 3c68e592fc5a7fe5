"""Gathered -> the section on consistency: the same stage, what was done, and how long it took."""

from collections.abc import Mapping

from flowrules.flow import Flow
from flowrules.metrics import consistency, waiting
from flowrules.metrics.consistency import Handled, Hows
from flowrules.metrics.stays import How
from flowrules.metrics.suppression import LEAST
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
    number,
    unseen,
)
from flowrules.report.dashboard.charts import bars
from flowrules.report.dashboard.gathered import Gathered
from flowrules.report.dashboard.roll import Roll
from flowrules.report.dashboard.rows import people_cells
from flowrules.report.dashboard.shown import FEW, bar, kept_back, row_of, school_lead
from flowrules.words import spoken

_HOWS: tuple[How, ...] = ("in time", "late", "not on record")
_ACTIONS = (
    "Stage", "Action", "People", "Times owed", "In time", "Late", "Not on record", "Decided",
    "Who, where it differs",
)  # fmt: skip
_SCHOOLS = ("School", "People", "In time", "Late or not on record")


def consistency_section(gathered: Gathered, roll: Roll) -> Section:
    flow, names = gathered.asking.flow, gathered.asking.names
    rows = tuple(
        _handled_row(flow, place.stage, place.action, one, roll, names=names)
        for place, one in gathered.consistency.result().items()
        if place.action in flow.actions
    )
    none = "Nobody came to a stage with an action."
    figures = frozenset({2, 3, 4, 5, 6})
    same = Table("consistency-items", "Same stage, different action", _ACTIONS, rows, figures, none)
    blocks: list[Block] = [same]
    schools = gathered.consistency.by_school()
    if roll.many_schools and schools:
        blocks.append(_schools_table(schools, names=names))
    schools_waited = gathered.waiting.result()
    if not roll.many_schools and flow.header.school:
        schools_waited = {school or flow.header.school: one for school, one in schools_waited.items()}
    blocks += _waiting(schools_waited, names=names)
    if not names:
        blocks.append(FEW)
    counted = f"{consistency.COUNTED} {waiting.COUNTED}"
    return Section("consistency", "Consistency", tuple(blocks), counted)


def _handled_row(flow: Flow, stage: str, action: str, one: Handled, roll: Roll, *, names: bool) -> Row:
    lead = (Cell(flow.names().stage(stage)), Cell(flow.actions[action].title))
    if not names and one.people < LEAST:
        return Row((*lead, *(unseen() for _ in _ACTIONS[len(lead) :])))
    hows = kept_back({how: len(set(people)) for how, people in one.how.items()}, names=names)
    parted = kept_back({said: len(set(people)) for said, people in one.outcomes.items()}, names=names)
    times = sum(len(one.how.get(how, [])) for how in _HOWS)
    counts = [unseen() if hows else number(times)]
    counts += [unseen() if how in hows else number(len(one.how.get(how, []))) for how in _HOWS]
    decided = [
        f"{spoken(said)}: {NOT_SHOWN if said in parted else len(people)}"
        for said, people in sorted(one.outcomes.items())
    ]
    others = people_cells(roll, one.others) if one.others else Cell("–")
    who = unseen() if hows or parted else others
    return Row((*lead, number(one.people), *counts, Cell("; ".join(decided) or "–"), who))


def _schools_table(schools: Hows, *, names: bool) -> Table:
    away = kept_back({school: people for school, (people, _) in schools.items()}, names=names)
    parts = {school: _in_time_or_not(hows) for school, (_, hows) in schools.items()}
    rows = tuple(
        row_of(
            school_lead(school),
            (number(people), *(number(one) for one in parts[school].values())),
            shown=school not in away and not kept_back(parts[school], names=names),
        )
        for school, (people, _) in schools.items()
    )
    caption = "Actions done in time, by school"
    return Table("consistency-schools", caption, _SCHOOLS, rows, frozenset(range(1, 4)))


def _in_time_or_not(hows: Mapping[How, int]) -> dict[str, int]:
    return {"in time": hows.get("in time", 0), "not": hows.get("late", 0) + hows.get("not on record", 0)}


def _waiting(schools: Mapping[str | None, Waited], *, names: bool) -> list[Block]:
    away = kept_back({school: one.people for school, one in schools.items()}, names=names)
    rows = tuple(
        row_of(
            school_lead(school),
            (number(one.people), number(one.met), number(one.median), number(one.to_come)),
            shown=school not in away and not kept_back(_parts(one), names=names),
        )
        for school, one in schools.items()
    )
    heads = ("School", "People", "Meetings held", "Median working days to the meeting", "Still to come")
    caption = "From trigger point to meeting, by school"
    none = "No trigger point that leads to a meeting was met."
    table = Table("waiting-schools", caption, heads, rows, frozenset(range(1, 5)), none)
    shown = [
        bar(school or "Not given", one.median)
        for school, one in schools.items()
        if school not in away and one.median is not None and not kept_back(_parts(one), names=names)
    ]
    if len(shown) < 2:
        return [table]
    axis = "median working days to the meeting"
    about = f"Bar chart: {axis}, by school. The table beside it has the same figures."
    return [Beside(Picture(bars(shown, axis, about), caption, about), table)]


def _parts(one: Waited) -> dict[str, int]:
    return {"met": one.met, "to come": one.to_come}
