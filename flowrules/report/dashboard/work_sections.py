"""Gathered -> the sections on what is to be done: what is due, trigger points ahead, who is away."""

from collections.abc import Iterator, Mapping
from datetime import date

from flowrules.explain.sentences import say_distance, say_due
from flowrules.flow import Flow
from flowrules.metrics import approaching, away, due
from flowrules.metrics.due import Due, when
from flowrules.report.dashboard.blocks import (
    Beside,
    Block,
    Cell,
    Filter,
    Filters,
    Option,
    Picture,
    Row,
    Section,
    Table,
    number,
)
from flowrules.report.dashboard.charts import Bar, bars
from flowrules.report.dashboard.gathered import Gathered
from flowrules.report.dashboard.panels import line_of, what_is, who_does
from flowrules.report.dashboard.roll import Roll
from flowrules.report.dashboard.rows import day_cell, in_order, person_cell, school_cells, school_filter
from flowrules.words import join_words, say_days

_WHEN = {
    "overdue": "Overdue",
    "this week": "Due in the next 7 days",
    "later": "Due later",
    "no date": "No date set",
}


# Due and overdue --------------------------------------------------------------------------------------


def due_section(gathered: Gathered, roll: Roll) -> Section:
    on = gathered.asking.asked.on
    items = in_order(gathered.due.result(), roll, key=lambda one: one.item.due or date.max)
    owners = list(dict.fromkeys(sorted(who_does(one.item, one.flow) for one in items)))
    by = {(who, kind): 0 for who in owners for kind in _WHEN}
    for one in items:
        by[who_does(one.item, one.flow), when(one.item, on)] += 1
    blocks: list[Block] = []
    if items:
        filters = Filters("due-items", tuple(_due_filters(items, owners, roll)))
        blocks = [Beside(_due_chart(owners, by), _owners(owners, by)), filters]
    managers = any(roll.manager(one.at) for one in items)
    rows = tuple(_due_row(one, roll, on, managers=managers) for one in items)
    heads = ["Due", "Who acts", "What", "Employee"]
    heads += ["School"] if roll.many_schools else []
    heads += ["Line manager"] if managers else []
    table = Table("due-items", "Everything due and overdue, the earliest first", tuple(heads), rows,
                  none="Nothing is due.")  # fmt: skip
    return Section("due", "Due and overdue", (*blocks, table), due.COUNTED)


def _due_chart(owners: list[str], by: Mapping[tuple[str, str], int]) -> Picture:
    shown = [
        Bar(who, _WHEN[kind], by[who, kind], str(by[who, kind])) for kind in _WHEN for who in owners
    ]
    about = "Bar chart: things due, by who acts. The table beside it has the same figures."
    return Picture(bars(shown, "things due", about), "Things due, by who acts", about)


def _owners(owners: list[str], by: Mapping[tuple[str, str], int]) -> Table:
    rows = tuple(
        Row(
            (
                Cell(who),
                *(number(by[who, kind]) for kind in _WHEN),
                number(sum(by[who, kind] for kind in _WHEN)),
            )
        )
        for who in owners
    )
    heads = ("Who acts", *_WHEN.values(), "All")
    return Table("due-by-owner", "Things due, by who acts", heads, rows, frozenset(range(1, 6)))


def _due_filters(items: list[Due], owners: list[str], roll: Roll) -> Iterator[Filter]:
    yield Filter("When", "when", tuple(Option(kind, text) for kind, text in _WHEN.items()))
    if len(owners) > 1:
        yield Filter("Who acts", "owner", tuple(Option(who, who) for who in owners))
    yield from school_filter(roll, (one.at for one in items))


def _due_row(one: Due, roll: Roll, on: date, *, managers: bool) -> Row:
    item, who = one.item, who_does(one.item, one.flow)
    late = say_due(item, on).partition("(")[2].removesuffix(")")
    late = "needed since then" if item.kind == "evidence" and item.due else late
    cells = [
        day_cell(item.due, "No date set")._replace(note=late),
        Cell(who),
        Cell(what_is(item, one.flow), note=_stage_of(one)),
        person_cell(roll, one.at),
        *school_cells(roll, one.at),
        *([Cell(roll.manager(one.at))] if managers else []),
    ]
    tags = {"when": when(item, on), "owner": who, "school": roll.school(one.at)}
    return Row(tuple(cells), tags)


def _stage_of(one: Due) -> str:
    return one.flow.names().stage(one.item.stage) if one.item.stage else ""


# Trigger points ahead ---------------------------------------------------------------------------------


def approaching_section(gathered: Gathered, roll: Roll) -> Section:
    flow = gathered.asking.flow
    near = in_order(gathered.approaching.result(), roll, key=lambda one: one.distance.days or 0)
    rows = tuple(
        Row(
            (
                person_cell(roll, one.at),
                *school_cells(roll, one.at),
                Cell(say_distance(one.distance, one.flow), link=f"rule-{one.distance.trigger}"
                     if one.flow is flow and one.distance.trigger in flow.triggers else ""),
                Cell(say_days(*one.absence), one.absence[0].isoformat()) if one.absence else Cell("–"),
                day_cell(one.leaves_on),
            )
        )
        for one in near
    )  # fmt: skip
    heads = ("Employee", *(("School",) if roll.many_schools else ()), "What would reach it",
             "Oldest absence that counts", "Counts no longer from")  # fmt: skip
    caption = "People who approach a trigger point, the nearest first"
    table = Table("near-items", caption, heads, rows, none="Nobody is near a trigger point.")
    return Section("approaching", "Approaching a trigger point", (table,), approaching.COUNTED)


# Absent now -------------------------------------------------------------------------------------------


def away_section(gathered: Gathered, roll: Roll) -> Section:
    on = gathered.asking.asked.on
    rows = []
    for one in in_order(gathered.away.result(), roll, key=lambda one: one.absent.since):
        contact = one.contact
        when_due = say_due(contact, on) if contact else ""
        said = f"{contact.do}, {who_does(contact, one.flow)}" if contact else "–"
        rows.append(
            Row(
                (
                    person_cell(roll, one.at),
                    *school_cells(roll, one.at),
                    day_cell(one.absent.since),
                    number(one.day),
                    day_cell(one.last, "not said"),
                    Cell(said, note=when_due),
                )
            )
        )
    heads = ("Employee", *(("School",) if roll.many_schools else ()), "First day away", "Day so far",
             "Last day, or expected until", "Next contact")  # fmt: skip
    figures = frozenset({3 if roll.many_schools else 2})
    table = Table("away-items", "People absent now, the longest first", heads, tuple(rows), figures,
                  none="Nobody is absent.")  # fmt: skip
    return Section("away", "Absent now", (table,), away.COUNTED)


# The rules --------------------------------------------------------------------------------------------


def rules_section(gathered: Gathered) -> Section:
    """The trigger points in words, with their lines: what every figure about them rests on."""
    flow, source = gathered.asking.flow, gathered.asking.source
    names = flow.names()
    rows = tuple(
        Row(
            (
                Cell(trigger.title or id, id=f"rule-{id}"),
                Cell(names.phrase(trigger.condition.members[0])),
                Cell(_leads_to(id, flow) or "–"),
                Cell(line_of(source, source.locate(trigger.path).line).strip(" []")),
            )
        )
        for id, trigger in flow.triggers.items()
    )
    heads = ("Trigger point", "The rule", "Leads to", "Where it is written")
    table = Table("rule-items", "Trigger points of the procedure", heads, rows, none="It names none.")
    return Section("rules", "The trigger points in words", (table,))


def _leads_to(trigger: str, flow: Flow) -> str:
    moves = (move for stage in flow.stages.values() for move in stage.moves if move.trigger == trigger)
    return join_words(list(dict.fromkeys(f"“{flow.stages[move.to].title}”" for move in moves)))
