"""A mapping file: what is wrong in one is told at its place, and the shipped ones are right."""

import json
from functools import cache
from pathlib import Path

import pytest

from flowrules.check import check
from flowrules.cli.gate import load_flow
from flowrules.tables.check_mapping import checked_mapping
from flowrules.tables.shipped import NAMES, shipped
from flowrules.tables.words import kinds_of, squeezed

HOME = Path(__file__).parent.parent / "examples"
OAKFIELD = HOME / "oakfield" / "procedure.yaml"
EXAMPLES = [OAKFIELD, *sorted(HOME.glob("real/*/procedure.yaml"))]
COLUMNS = "columns: {employee: No, start: From, end: To, category: Type}"


@cache
def flow():
    return check(OAKFIELD.read_bytes(), "procedure.yaml").flow


def wrong(text):
    mapping, _, found = checked_mapping("flowrules_map: 1\n" + text, "our.map.yaml", flow())
    assert (mapping is None) == bool(found)
    return [(one.line, one.column, one.code, one.message, one.help) for one in found]


def test_a_mapping_that_is_right_has_no_findings():
    text = f"""absences:
  {COLUMNS}
  dates: "%d/%m/%y"
  values: {{category: {{SIC: sickness, HOL: leave out, (empty): sickness}}}}
  flags: {{DDA: disability}}
events:
  columns: {{employee: No, on: On, event: What, outcome: Out, stage: Put}}
  values:
    event: {{RTW: return-to-work, First: action meeting-1, Ring: contact call-in}}
    stage: {{S1: stage-1}}
staff:
  columns: {{employee: No, pattern: Days, group: Kind}}
  values: {{pattern: {{FT: Mon-Fri}}, group: {{T: teacher, C: contractor}}}}
"""
    assert wrong(text) == []


@pytest.mark.parametrize(
    ("text", "place", "said", "way_out"),
    [
        ("", (1, 1), "no table", "absences"),
        (f"absences:\n  {COLUMNS}\n  dates: day frst\n", (4, 10), "form of a date", "`day first`"),
        (f"absences:\n  {COLUMNS}\n  values: {{catgory: {{A: sickness}}}}\n", (4, 12), "catgory", "`category`"),
        (f"absences:\n  {COLUMNS}\n  values: {{category: {{A: sicknes}}}}\n", (4, 26), "sicknes", "`sickness`"),
        (f"absences:\n  {COLUMNS}\n  values: {{part: {{A: half}}}}\n", (4, 12), "no column", "columns: part"),
        (f"absences:\n  {COLUMNS}\n  flags: {{DDA: disabled}}\n", (4, 16), "disabled", "`disability`"),
        (f'absences:\n  {COLUMNS}\n  midday: "12:30"\n', (4, 11), "midday", "start_time"),
        (f"absences:\n  {COLUMNS[:-1]}, end_time: T}}\n", (3, 75), "a time", "midday"),
        ("staff:\n  columns: {employee: No, pattern: D}\n  values: {pattern: {A: full}}\n", (4, 25), "pattern", "Mon-Wed"),
        ("absences:\n  colums: {employee: No}\n", (3, 3), "colums", "`columns`"),
        (f"absences:\n  {COLUMNS[:-1]}, frst_part: A}}\n", (3, 65), "frst_part", "`first_part`"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_at_its_place_with_a_way_out(text, place, said, way_out):
    found = [one for one in wrong(text) if said in one[3] and way_out in one[4]]
    assert [one[:2] for one in found] == [place], wrong(text)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.parent.name)
def test_every_name_of_a_procedure_means_itself(example):
    """In Oakfield, the title of one action is the id of another."""
    own, _ = load_flow(str(example))
    kinds = kinds_of(own)
    for kind, known in kinds.items():
        for name in known.names:
            assert known.means(squeezed(name)) == name, (kind, name)
    for kind, things in (("action", own.actions), ("recorded", own.events), ("contact", own.contacts)):
        ids = [one if isinstance(one, str) else one.id for one in things]
        assert [kinds["event"].means(squeezed(f"{kind} {one}")) for one in ids] == [
            f"{kind} {one}" for one in ids
        ]
    values = {"stage": own.stages, "action": own.actions}
    text = "flowrules_map: 1\nevents:\n  columns: {employee: No, on: On, stage: Put, action: Did}\n"
    text += f"  values: {json.dumps({one: {name: name for name in found} for one, found in values.items()})}\n"
    assert checked_mapping(text, "our.map.yaml", own)[2] == []


def test_an_id_means_its_thing_in_a_column_of_all_that_happened():
    assert kinds_of(flow())["event"].means("consultation") == "action consultation"


def test_an_event_that_two_kinds_of_thing_go_by_is_named_with_its_kind():
    columns = "events:\n  columns: {employee: No, on: On, event: What}\n"
    assert wrong(columns + "  values: {event: {A: action meeting-1}}\n") == []
    assert len(wrong(columns + "  values: {event: {A: contact meeting-1}}\n")) == 1


@pytest.mark.parametrize("name", NAMES)
def test_a_shipped_mapping_is_right_and_says_where_it_comes_from(name):
    mapping, _, found = checked_mapping(shipped(name), name, flow())
    assert found == []
    assert mapping.source
    assert mapping.unverified
    assert mapping.title


def test_there_is_no_shipped_mapping_of_another_name():
    assert NAMES
    assert shipped("../arbor") is None
    assert shipped("__init__") is None
