"""A guess about tables -> Layouts as if a mapping had said so, and a Mapping to be written down."""

from typing import Any

from flowrules.flow import Flow
from flowrules.placed import Placed
from flowrules.tables.faults import fault
from flowrules.tables.gather import Gatherer
from flowrules.tables.guess import OF_PEOPLE, Guess, guess_table
from flowrules.tables.layout import AnyTable, Layout, label_of
from flowrules.tables.mapping import (
    WORDS,
    AbsenceColumns,
    AbsenceTable,
    EventColumns,
    EventTable,
    StaffColumns,
    StaffTable,
)
from flowrules.tables.meanings import meanings
from flowrules.tables.table import Table
from flowrules.tables.words import kinds_of
from flowrules.words import join_words

_SHAPES: dict[str, tuple[Any, Any]] = {
    "absences": (AbsenceTable, AbsenceColumns),
    "events": (EventTable, EventColumns),
    "staff": (StaffTable, StaffColumns),
}


def layout_by_guess(
    table: Table, sample: list[tuple[Any, ...]], flow: Flow | None
) -> tuple[Layout, Guess] | Placed:
    """What a table probably is, as a mapping would say it; else why nothing can be made of it."""
    guess = guess_table(label_of(table), table.headings, sample, flow)
    if guess is None and not sample:
        what = "there is nothing below the headings of this table"
        help = "export it again; if it is right that nothing is in it, leave it out"
        return fault("table-unclear", label_of(table), what=what, help=help)
    if guess is None:
        what = (
            "this table is not known: none of its columns are employees' numbers with work, events, or "
            "the first and the last day away beside them"
        )
        help = "give the export with its headings; or name its columns in a mapping (`--map`)"
        return fault("table-unclear", label_of(table), what=what, help=help)
    columns = guess.columns | {f"flag {table.headings[at]}": at for at in guess.flags}
    layout = Layout(guess.kind, label_of(table), table.headings, columns, _said(guess, table))
    return layout, guess


def _said(guess: Guess, table: Table) -> AnyTable:
    shape, columns = _SHAPES[guess.kind]
    said = {"columns": columns(**{field: table.headings[at] for field, at in guess.columns.items()})}
    if guess.flags:
        said["flags"] = {table.headings[at]: category for at, category in guess.flags.items()}
    said["values"] = guess.values
    made: AnyTable = shape(**said)
    return made


def note_of(layout: Layout, guess: Guess) -> Placed:
    """What was guessed of a table, and what was not used."""
    used = [
        f"`{layout.headings[at]}` is {field.replace('_', ' ')}" for field, at in guess.columns.items()
    ]
    used += [f"a yes under `{layout.headings[at]}` is {meant}" for at, meant in guess.flags.items()]
    left = [f"`{heading}`" for heading in guess.unused]
    what = f"taken for a table of {guess.kind}: {join_words(used)}"
    if guess.kind == "absences" and "category" not in guess.columns:
        what += "; no column says what kind of absence it is, so all are taken for sickness"
    help = f"not used: {join_words(left)}; " if left else ""
    for heading, meant in guess.of_people.items():
        what += f"; `{heading}` {OF_PEOPLE}"
        help += (
            f"if `{heading}` is about the absence, say `flags: {{{heading}: {meant}}}` in a mapping; "
        )
    help += "`flowrules map` writes this down, with reasons, for you to correct"
    return fault("guessed", layout.file, note=True, what=what, help=help)


def with_values(gatherer: Gatherer, flow: Flow | None) -> list[Layout]:
    """The layouts with what the words in their columns probably mean."""
    kinds = kinds_of(flow)
    layouts = []
    for layout, words in zip(gatherer.layouts, gatherer.words, strict=True):
        found = {field: meanings(field, words.get(field, ()), kinds) for field in sorted(WORDS)}
        values = {field: said for field, said in found.items() if said}
        values = layout.said.values | values
        layouts.append(layout._replace(said=layout.said.model_copy(update={"values": values})))
    return layouts
