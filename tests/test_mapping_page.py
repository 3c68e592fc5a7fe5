"""docs/mapping.md: every word of a mapping with its meaning and an example, made from the shapes."""

import re
from pathlib import Path

import pytest
from read_tables import flow

from flowrules.tables import aliases
from flowrules.tables.check_mapping import checked_mapping
from flowrules.tables.mapping import (
    PARTS,
    WORDS,
    AbsenceColumns,
    AbsenceTable,
    EventColumns,
    EventTable,
    EveryTable,
    Mapping,
    OneTable,
    StaffColumns,
    StaffTable,
)

PAGE = Path(__file__).parent.parent / "docs" / "mapping.md"
MADE = "<!-- From here on this page is made from the shapes: `pytest tests/test_mapping_page.py --update` -->\n"
YAML = re.compile(r"```yaml\n(.*?)```", re.DOTALL)

# Headings for columns of which no usual ones are known.
HEADINGS = {
    "counts": "Counts", "decided_on": "Decided On", "decided_by": "Decided By", "stage": "Stage",
}  # fmt: skip
OF_FILE = {
    "flowrules_map": "flowrules_map: 1",
    "title": "title: Monthly report from our HR system",
    "source": "source: HR system, Reports, Absence listing",
    "unverified": "unverified: nobody has checked the half days yet",
    "absences": "absences: {columns: {employee: Emp No, start: From, end: To}}",
    "events": "events: {columns: {employee: Emp No, on: Date, event: Event}}",
    "staff": "staff: {columns: {employee: Emp No, group: Staff Group}}",
}
OF_TABLE = {
    "file": 'file: "absences*.csv"',
    "sheet": "sheet: Absence Detail",
    "columns": "columns: {employee: Emp No, start: From, end: To}",
    "dates": "dates: day first",
    "values": "values: {category: {Sick pay: sickness, Holiday: leave out}}",
    "leave_out": "leave_out: {Status: [Cancelled, Withdrawn]}",
    "midday": 'midday: "12:30"',
    "flags": "flags: {Disability Related: disability}",
}
# What the words of a column may stand for, and an example.
OF_VALUES = {
    "category": ("a category of the procedure", "{Sick pay: sickness, Holiday: leave out}"),
    "reason": ("a reason of the procedure", "{Anxiety or stress: stress, (empty): other}"),
    "group": ("a staff group of the procedure", "{Teaching: teacher}"),
    "event": ("an action, event or contact of the procedure", "{RTW: return-to-work}"),
    "action": ("an action of the procedure", "{Stage 1: meeting-1}"),
    "recorded": ("an event of the procedure", "{OH report: oh-report}"),
    "contact": ("a contact of the procedure", "{Rang in: call-in}"),
    "stage": ("a stage of the procedure", "{S1: stage-1}"),
    "outcome": ("an outcome of the procedure", "{NFA: no-further-action}"),
    **dict.fromkeys(PARTS, ("`whole`, `half`, `am` or `pm`", "{Full: whole, Afternoon only: pm}")),
    "pattern": ("days of the week", '{Full time: Mon-Fri, Half week: "Mon, Tue, Wed am"}'),
}
VALUES = """\
Under `values:` each word of a column gets its meaning; `leave out` passes the row over, and counts it, and `(empty)`
stands for a cell with nothing in it. Neither can be said of parts of a day, where an empty cell is a whole day, nor of
patterns.
"""
TABLES = {
    "absences": (AbsenceTable, AbsenceColumns, aliases.ABSENCES),
    "events": (EventTable, EventColumns, aliases.EVENTS),
    "staff": (StaffTable, StaffColumns, aliases.STAFF),
}


def own(shape, base):
    """The words of a shape that those like it do not share."""
    return {word: said for word, said in shape.model_fields.items() if word not in base.model_fields}


def table(rows, *heads):
    heads = heads or ("word", "what it is", "example")
    lines = ["| " + " | ".join(heads) + " |", "|" + "---|" * len(heads)]
    lines += ["| " + " | ".join(row).replace("\n", " ") + " |" for row in rows]
    return "\n".join(lines) + "\n"


def rows_of(fields, examples):
    for word, said in fields.items():
        must = " Must be there." if said.is_required() else ""
        yield f"`{word}`", said.description + must, f"`{examples[word]}`"


def columns_of(fields, known):
    examples = {word: f"{word}: {(known.get(word) or (HEADINGS.get(word),))[0]}" for word in fields}
    return rows_of(fields, examples)


def made():
    parts = ["\n## The file\n", table(rows_of(Mapping.model_fields, OF_FILE))]
    parts += ["\n## Each table\n", table(rows_of(OneTable.model_fields, OF_TABLE | COLUMNS_OF_ANY))]
    parts += [
        "\nA table of absences may say besides:\n",
        table(rows_of(own(AbsenceTable, OneTable), OF_TABLE)),
        "\n## Columns of any table\n",
        table(columns_of(EveryTable.model_fields, aliases.EVERY)),
    ]
    for kind, (_, columns, known) in TABLES.items():
        title = f"\n## Columns of {kind if kind != 'staff' else 'a table of staff'}\n"
        parts += [title, table(columns_of(own(columns, EveryTable), known))]
    rows = [
        (f"`{field}`", said, f"`{field}: {example}`") for field, (said, example) in OF_VALUES.items()
    ]
    parts += [
        "\n## What words mean\n",
        VALUES,
        "\n" + table(rows, "column", "what its words may mean", "example"),
    ]
    return "".join(
        part + "\n" if part.startswith("\n#") or part.endswith("besides:\n") else part for part in parts
    )


COLUMNS_OF_ANY = {"columns": OF_TABLE["columns"]}


def checked(text):
    mapping, _, found = checked_mapping(text, "our.map.yaml", flow())
    assert [one.message for one in found] == []
    return mapping


def test_the_page_has_every_word_with_its_meaning_and_an_example(golden):
    prose, _, _ = PAGE.read_text("utf-8").partition(MADE)
    golden(PAGE, prose + MADE + made())


def test_the_mapping_shown_is_right_for_oakfield():
    (text,) = YAML.findall(PAGE.read_text("utf-8"))
    assert checked(text).absences.flags == {"Disability Related": "disability"}


def test_the_words_that_may_have_meanings_are_those_of_the_page():
    assert set(OF_VALUES) == WORDS | set(PARTS) | {"pattern"}


NEEDED = {
    "absences": {"employee": "No", "start": "From"},
    "events": {"employee": "No", "on": "Date"},
    "staff": {"employee": "No"},
}


@pytest.mark.parametrize(
    ("kind", "word"),
    [(kind, word) for kind, (_, shape, _) in TABLES.items() for word in shape.model_fields],
)
def test_the_example_of_every_column_is_accepted(kind, word):
    found = re.search(
        rf"^\| `{word}` \| .* \| `({word}: .*)` \|$", PAGE.read_text("utf-8"), re.MULTILINE
    )
    rest = "".join(f", {name}: {said}" for name, said in NEEDED[kind].items() if name != word)
    midday = '  midday: "12:30"\n' if word.endswith("_time") else ""
    mapping = checked(f"flowrules_map: 1\n{kind}:\n  columns: {{{found[1]}{rest}}}\n{midday}")
    assert getattr(getattr(mapping, kind).columns, word)


@pytest.mark.parametrize("word", [word for word in OF_TABLE if word != "columns"])
def test_the_example_of_every_word_of_a_table_is_accepted(word):
    columns = "{employee: No, start: From, category: Kind, start_time: At}"
    midday = "" if word == "midday" else '  midday: "13:00"\n'
    text = f"flowrules_map: 1\nabsences:\n  columns: {columns}\n{midday}  {OF_TABLE[word]}\n"
    assert getattr(checked(text).absences, word)


@pytest.mark.parametrize("word", OF_FILE)
def test_the_example_of_every_word_of_the_file_is_accepted(word):
    start = "" if word == "flowrules_map" else "flowrules_map: 1\n"
    rest = OF_FILE["staff" if word == "absences" else "absences"]
    assert getattr(checked(f"{start}{OF_FILE[word]}\n{rest}\n"), word)


@pytest.mark.parametrize("field", [field for field in OF_VALUES if field not in ("reason", "outcome")])
def test_the_example_of_the_words_of_every_column_is_accepted(field):
    """But for reasons and outcomes, of which Oakfield has others or none."""
    kind = next(kind for kind, (_, shape, _) in TABLES.items() if field in shape.model_fields)
    columns = ", ".join(f"{name}: {said}" for name, said in {**NEEDED[kind], field: "Which"}.items())
    values = f"values: {{{field}: {OF_VALUES[field][1]}}}"
    assert checked(f"flowrules_map: 1\n{kind}:\n  columns: {{{columns}}}\n  {values}\n")
