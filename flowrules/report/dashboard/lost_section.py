"""Gathered -> the section on days lost, by staff group and by school, against the published figure."""

from collections.abc import Collection, Mapping

from flowrules.metrics.benchmark import Benchmark, benchmark
from flowrules.metrics.lost import COUNTED, Groups, Lost, is_teacher, total
from flowrules.metrics.suppression import hides_total
from flowrules.report.dashboard.blocks import (
    Block,
    Cell,
    Picture,
    Row,
    Section,
    Table,
    Words,
    decimal,
    number,
)
from flowrules.report.dashboard.charts import Mark, bars
from flowrules.report.dashboard.gathered import Gathered
from flowrules.report.dashboard.roll import Roll
from flowrules.report.dashboard.shown import FEW, Leads, bar, kept_back, row_of, rows_of, school_leads
from flowrules.words import say_day, sentence, spoken


def lost_section(gathered: Gathered, roll: Roll) -> Section:
    names = gathered.asking.names
    groups, schools = gathered.lost.result()
    published = benchmark()
    blocks: list[Block] = []
    away = kept_back(*_sizes(groups), names=names)
    shown = {_group(group): one for group, one in groups.items() if group not in away}
    if shown:
        teachers = [_group(one) for one in groups if is_teacher(one) and one not in away]
        blocks.append(_lost_chart(shown, "staff group", teachers, published))
    blocks.append(
        _lost_table(
            groups, "Staff group", Leads("group", roll.groups, _group), away, published, names=names
        )
    )
    blocks.append(_comparison(groups, published))
    if roll.many_schools:
        small = kept_back(*_sizes(schools), names=names)
        by_school = {
            school or "Not given": one for school, one in schools.items() if school not in small
        }
        if by_school:
            blocks.append(_lost_chart(by_school, "school", (), published))
        blocks.append(_lost_table(schools, "School", school_leads(roll), small, None, names=names))
    if not names:
        blocks.append(FEW)
    return Section("lost", "Days lost, last 12 months", tuple(blocks), COUNTED)


def _group(group: str | None) -> str:
    return sentence(spoken(group)) if group else "Not given"


def _lost_chart(
    shown: Mapping[str, Lost], by: str, teachers: Collection[str], known: Benchmark
) -> Picture:
    drawn = [bar(name, one.per_person) for name, one in shown.items() if one.per_person is not None]
    marks = [Mark(group, float(known.days_per_teacher), "") for group in teachers]
    caption = f"Working days lost per employee, by {by}"
    if teachers:
        caption += (
            f". The black line is {decimal(known.days_per_teacher)} days, teachers in England "
            f"{known.year}: to compare with teachers alone"
        )
    about = f"Bar chart: {caption[0].lower()}{caption[1:]}. The table beside it has the same figures."
    return Picture(bars(drawn, "working days per employee", about, marks), caption, about)


def _sizes(groups: Groups) -> tuple[dict[str | None, int], dict[str | None, int]]:
    """How many people each group has, and how many of them had any absence, whose days they are."""
    people = {name: one.people for name, one in groups.items()}
    return people, {name: one.with_any for name, one in groups.items()}


_HEADS = (
    "Employees", "With any absence", "Working days lost", "Days per employee",
    "Days per employee with any", "Share of working days",
)  # fmt: skip


def _lost_table(
    groups: Groups,
    by: str,
    leads: Leads,
    away: frozenset[str | None],
    known: Benchmark | None,
    *,
    names: bool,
) -> Table:
    rows = rows_of(groups, _lost_cells, away, leads)
    hide = not names and hides_total(*_sizes(groups))
    whole = row_of(Cell("All", link="people"), _lost_cells(total(groups)), shown=not hide)
    foot = [whole] if len(groups) > 1 else []
    foot += [_published_row(known)] if known else []
    id = f"lost-by-{by.lower().replace(' ', '-')}"
    figures = frozenset(range(1, 7))
    return Table(id, f"Days lost by {by.lower()}", (by, *_HEADS), rows, figures, foot=tuple(foot))


def _lost_cells(one: Lost) -> tuple[Cell, ...]:
    return (
        number(one.people),
        number(one.percent_with_any, after="%"),
        number(one.days),
        number(one.per_person),
        number(one.per_absent),
        number(one.share, after="%"),
    )


def _published_row(known: Benchmark) -> Row:
    return Row(
        (
            Cell(f"Teachers in England, {known.year}", note="published by the Department for Education"),
            Cell("–"),
            number(known.percent_with_any, after="%"),
            Cell("–"),
            number(known.days_per_teacher),
            number(known.days_per_absent_teacher),
            Cell("–"),
        )
    )


def _comparison(groups: Groups, known: Benchmark) -> Words:
    read = f"{known.source}; read on {say_day(known.read_on)}"
    if not any(is_teacher(group) for group in groups):
        return Words(
            "The published figures are for teachers only. No staff group here is called `teacher`, so "
            f"there is nothing to compare them with. Source: {read}."
        )
    return Words(
        "The published figures are for teachers only, over a school year: compare them with a row of "
        "teachers, and with no other. A few long illnesses move the figure of one school a long way. "
        f"Source: {read}."
    )
