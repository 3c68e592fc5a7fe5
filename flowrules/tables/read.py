"""Tables -> people: columns found, rows put together by employee, and each employee made."""

import gc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import chain, islice
from typing import Any

from flowrules.engine.horizon import Horizon
from flowrules.flow import Flow
from flowrules.people import Stray
from flowrules.placed import Placed
from flowrules.spill import Spill
from flowrules.tables.assemble import Assembler, Unmade
from flowrules.tables.faults import CannotRead, fault
from flowrules.tables.footers import without_ends
from flowrules.tables.gather import Gatherer
from flowrules.tables.layout import Layout, check_named, label_of, layout_of
from flowrules.tables.left_out import count_left_out
from flowrules.tables.mapping import Mapping
from flowrules.tables.propose import layout_by_guess, note_of, with_values
from flowrules.tables.table import Table
from flowrules.words import say_day

_SAMPLE = 2_000  # rows by which columns are guessed
_DATED_BY = {"absences": "start", "events": "on"}


def unmade_of(
    tables: Iterable[Table | Stray], mapping: Mapping | None, flow: Flow | None, horizon: Horizon
) -> Iterator[Unmade | Stray]:
    """Everybody in the tables of one or more files, with their rows yet to be read (see `Unmade`).

    Nobody, where one of the tables cannot be read.
    """
    try:
        with Spill(1) as spill:
            gatherer = Gatherer(spill)
            with _unsearched():
                yield from take_all(tables, mapping, flow, gatherer)
            if mapping is None:
                gatherer.layouts = with_values(gatherer, flow)
            yield from _notes(gatherer)
            forms = [shown.form for shown in gatherer.shown]
            assembler = Assembler(gatherer.layouts, forms, flow, horizon)
            yield from _later(gatherer, assembler)
            alike = gatherer.alike()
            for id, rows in gatherer.groups():
                yield Unmade(assembler, id, rows, is_alike=id in alike)
            yield from gatherer.strays()
    except CannotRead as cannot:
        yield Stray((cannot.finding,), rows=0)


@contextmanager
def _unsearched() -> Iterator[None]:
    """Looks for no garbage, and takes what is held by then for old: rows by the hundred thousand."""
    searched, frozen = gc.isenabled(), gc.get_freeze_count()
    gc.disable()
    try:
        yield
    finally:
        if searched:
            gc.freeze()
            if not frozen:  # by a program that ends soon
                gc.unfreeze()
            gc.enable()


def take_all(
    tables: Iterable[Table | Stray], mapping: Mapping | None, flow: Flow | None, gatherer: Gatherer
) -> Iterator[Stray]:
    """Holds the rows of every table; gives those that name nobody, and what is said of a table."""
    unknown: list[tuple[Table, Placed]] = []
    for table in tables:
        if isinstance(table, Stray):
            yield table
            continue
        sample = list(islice(table.rows, _SAMPLE))
        layout = _layout(table, [row.cells for row in without_ends(sample)], mapping, flow, gatherer)
        if isinstance(layout, Layout):
            if missing := check_named(layout):
                yield Stray(missing, rows=0)
            if mapping is None:
                yield Stray((note_of(layout, gatherer.guesses[-1]),), rows=0)
            yield from gatherer.take(layout, chain(sample, table.rows))
        else:
            unknown.append((table, layout))
    yield from _unused(unknown, gatherer)


def _layout(
    table: Table,
    sample: list[tuple[Any, ...]],
    mapping: Mapping | None,
    flow: Flow | None,
    gatherer: Gatherer,
) -> Layout | Placed:
    if mapping is not None:
        return layout_of(table, mapping)
    guessed = layout_by_guess(table, sample, flow)
    if isinstance(guessed, Placed):
        return guessed
    layout, guess = guessed
    gatherer.guesses.append(guess)
    return layout


def _unused(unknown: list[tuple[Table, Placed]], gatherer: Gatherer) -> Iterator[Stray]:
    """A sheet that is none of these tables is left alone where another of its file is used."""
    used = {layout.file.partition(" [")[0] for layout in gatherer.layouts}
    for table, why in unknown:
        if table.sheet is None or table.file not in used:
            raise CannotRead(why)
        what = "this sheet is not used: it is no table of absences, events or staff"
        yield Stray((fault("not-used", label_of(table), note=True, what=what, help=""),), rows=0)
    if not any(layout.kind == "absences" for layout in gatherer.layouts) and gatherer.layouts:
        what = "there is no table of absences among what was given"
        help = "give the export of absences too; without it everybody would seem never to be away"
        raise CannotRead(fault("table-unclear", gatherer.layouts[0].file, what=what, help=help))


def _notes(gatherer: Gatherer) -> Iterator[Stray]:
    """How many rows of a table are left out, and how its dates are read where it showed that itself."""
    for at, (layout, shown) in enumerate(zip(gatherer.layouts, gatherer.shown, strict=True)):
        said = layout.said
        left = count_left_out(said, gatherer.words[at], gatherer.together[at]) + gatherer.dropped[at]
        if left:
            rows = "1 row is" if left == 1 else f"{left:,} rows are"
            why, help = "as the mapping says", ""
            if gatherer.guesses:
                why = "being of a kind that is not about ill health"
                help = "`flowrules map` writes down which; a mapping can say otherwise"
            yield _note("left-out", layout, f"{rows} passed over, {why}", help, gatherer.unnamed[at])
        if shown.form and not said.dates and shown.either and not shown.is_short:
            proof = shown.day_first or shown.month_first
            what = f"dates are read {shown.form}, as {proof:,} of them can only be read so"
            help = "if that is wrong, name the form in a mapping, such as `dates: month first`"
            yield _note("dates-read", layout, what, help)

    if all(layout.kind != "events" for layout in gatherer.layouts):
        yield from (_note("nothing-done", layout) for layout in gatherer.layouts[:1])


def _later(gatherer: Gatherer, assembler: Assembler) -> Iterator[Stray]:
    """That rows are not looked at, being of days to come: the year of one may be a slip."""
    for cells, days in zip(assembler.cells, gatherer.days, strict=True):
        layout = cells.layout
        field = _DATED_BY.get(layout.kind)
        if field in days and cells.has_after(field, days[field], assembler.last):
            what = f"rows dated after {say_day(assembler.last)} are there, and are not looked at"
            help = f"if a year is a slip, correct it: sort by `{layout.heading(field)}` to find it"
            yield _note("later", layout, what, help)


def _note(rule: str, layout: Layout, what: str = "", help: str = "", rows: int = 0) -> Stray:
    return Stray((fault(rule, layout.file, note=True, what=what, help=help),), rows)
