"""Many records in one file: YAML, JSON and JSON lines; each is read alone, and findings have its lines."""

import io
import json
from datetime import date
from pathlib import Path

import pytest

from flowrules.answer import Asked, answer
from flowrules.check import check
from flowrules.engine.horizon import horizon_of
from flowrules.known import record_hash
from flowrules.people import Person, Stray
from flowrules.records.json_lines import read_json_lines
from flowrules.records.yaml_file import read_yaml
from flowrules.source import MOST_BYTES

OAKFIELD = Path(__file__).parent.parent / "examples" / "oakfield" / "procedure.yaml"
ON = horizon_of(date(2026, 11, 21))
ANNE = {"employee": {"id": "E1"}, "absences": [{"from": "2026-11-02", "to": "2026-11-03"}]}
BASIL = {
    "employee": {"id": "E2", "group": "teacher"},
    "events": [{"on": "2026-11-02", "recorded": "concern"}],
}


def from_yaml(text, name="staff.yaml"):
    return list(read_yaml(io.BytesIO(text if isinstance(text, bytes) else text.encode()), name, ON))


def from_lines(*lines, name="staff.jsonl"):
    text = b"\n".join(line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines)
    return list(read_json_lines(io.BytesIO(text), name, ON))


def said(people):
    return [
        (one.file, one.line, one.column, one.path, one.rule) for each in people for one in each.findings
    ]


def test_a_file_of_one_record_is_one_person():
    [one] = from_yaml("employee: {id: E1}\nabsences: [{from: 2026-11-02}]\n")
    assert (one.id, one.rows, one.rejected, one.findings) == ("E1", 1, 0, ())
    assert one.record.absences[0].from_ == date(2026, 11, 2)


def test_a_record_without_an_id_is_called_after_its_place():
    assert [one.id for one in from_yaml("absences: []", "files/E7.yaml")] == ["E7"]
    assert [one.id for one in from_yaml("- absences: []\n- employee: {id: E2}\n")] == ["staff 1", "E2"]
    assert [one.id for one in from_lines({"absences": []}, b"", {})] == ["staff 1", "staff 3"]


@pytest.mark.parametrize("read", [lambda text: from_yaml(text, "staff.json"), from_yaml])
def test_a_list_of_records_is_many_people(read):
    people = read(json.dumps([ANNE, BASIL]))
    assert [one.id for one in people] == ["E1", "E2"]
    assert [one.sha256 for one in people] == [record_hash(ANNE), record_hash(BASIL)]


def test_json_lines_give_the_same_people_as_a_list():
    listed, lines = from_yaml(json.dumps([ANNE, BASIL])), from_lines(ANNE, BASIL)
    assert [one[:3] for one in lines] == [one[:3] for one in listed]


def test_a_mistake_in_one_record_of_a_list_leaves_the_others():
    text = """
- employee: {id: E1}
  absences:
    - {from: 2026-11-02, too: 2026-11-03}
- employee: {id: E2}
  absences: [{from: 2026-11-02, to: 2026-11-31}]
- employee: {id: E3}
"""
    people = from_yaml(text)
    assert [(one.id, one.record is None, one.rejected) for one in people] == [
        ("E1", True, 1), ("E2", True, 1), ("E3", False, 0),
    ]  # fmt: skip
    assert said(people) == [
        ("staff.yaml", 4, 26, (0, "absences", 0), "unknown-word"),
        ("staff.yaml", 6, 37, (1, "absences", 0, "to"), "wrong-value"),
    ]


def test_a_mistake_on_one_line_leaves_the_others():
    wrong = b'{"employee": {"id": "E2"}, "absences": [{"from": "2026-11-02", "too": "2026-11-03"}]}'
    people = from_lines(ANNE, wrong, BASIL | {"employee": {"id": "E3"}})
    assert [(one.id, one.record is None) for one in people] == [
        ("E1", False),
        ("E2", True),
        ("E3", False),
    ]
    assert said(people) == [("staff.jsonl", 2, 64, ("absences", 0), "unknown-word")]


def test_lines_after_the_day_are_passed_over_and_places_stay_those_of_the_file():
    later = {"absences": [{"from": "2027-01-04", "nonsense": 1}, {"from": "2026-11-02", "nonsense": 1}]}
    [listed], [line] = from_yaml(json.dumps([later])), from_lines(later)
    column = json.dumps(later).rindex('"nonsense"') + 1
    assert said([listed]) == [("staff.yaml", 1, column + 1, (0, "absences", 1), "unknown-word")]
    assert said([line]) == [("staff.jsonl", 1, column, ("absences", 1), "unknown-word")]


# What the engine finds wrong with a record that is well formed.
OVERLAP = {
    "employee": {"id": "E2"},
    "absences": [
        {"from": "2027-01-04", "to": "2027-01-05"},
        {"from": "2026-11-02", "to": "2026-11-05"},
        {"from": "2026-11-04", "to": "2026-11-06"},
    ],
}


@pytest.mark.parametrize(
    ("people", "path"),
    [
        (from_yaml("- {}\n- " + json.dumps(OVERLAP)), (1, "absences", 2)),
        (from_lines({}, OVERLAP), ("absences", 2)),
    ],
)
def test_what_the_engine_finds_is_shown_at_its_line(people, path):
    text = OAKFIELD.read_bytes()
    flow = check(text, "p.yaml").flow
    first, second = (answer(one, flow, Asked(date(2026, 11, 21))) for one in people)
    assert first.decided
    assert not second.decided
    assert {(one.line, one.path[: len(path)]) for one in second.findings} == {(2, path)}


def test_an_item_that_is_no_record_is_nobodys():
    [one, other] = from_yaml("- E1\n- employee: {id: E2}\n")
    assert isinstance(one, Stray)
    assert said([one]) == [("staff.yaml", 1, 3, (0,), "not-a-record")]
    assert other.id == "E2"
    [line, _] = from_lines([1], BASIL)
    assert isinstance(line, Stray)
    assert said([line]) == [("staff.jsonl", 1, 1, (), "not-a-record")]


def test_a_file_that_cannot_be_read_is_still_somebody():
    [one] = from_yaml("employee: {id: E1\n", "E1.yaml")
    assert isinstance(one, Person)
    assert (one.id, one.record, one.rows, one.rejected) == ("E1", None, 1, 1)


@pytest.mark.parametrize("start", ["- ", "# staff\n\n- ", "[", "\ufeff-\n  ", "---\n- "])
def test_a_list_that_cannot_be_read_is_nobody_knows_whose(start):
    [one] = from_yaml(f"{start}employee: {{id: E1\n")
    assert isinstance(one, Stray)
    assert one.rows == 0


def test_a_line_that_cannot_be_read_is_told_at_its_line_and_the_others_go_on():
    people = from_lines(ANNE, b'{"employee": {"id": "E2"', BASIL)
    assert [type(one) for one in people] == [Person, Stray, Person]
    assert [(line, rule) for _, line, _, _, rule in said(people)] == [(2, "syntax")]


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        (b'{"employee": {"id": "E1", "id": "E2"}}', "duplicate-key"),
        (b'{"employee": {"id": null}}', "no-value"),
        (b'{"employee": {"id": "E\\u200b1"}}', "unseen-character"),
        ('{"employee": {"id": "E\u200b1"}}'.encode(), "unseen-character"),
        (b'{"employee": {"id": "E\xff1"}}', "not-utf-8"),
        (
            b'{"absences": [{"from": "2026-11-02", "days_lost": 1.00000000000000000001}]}',
            "number-too-long",
        ),
        (b'{"absences": ' + b"[" * 5000 + b"]" * 5000 + b"}", "too-deep"),
        (b'{"absences": [{"from": "2026-11-02", "days_lost": NaN}]}', "wrong-value"),
    ],
)
def test_json_lines_refuse_what_a_file_refuses(line, rule):
    [stray] = from_lines(line)
    [listed] = from_yaml(line)
    assert [one.rule for one in stray.findings] == [one.rule for one in listed.findings] == [rule]


def test_what_is_written_in_a_record_is_not_repeated():
    people = from_lines(b'{"employee": {"id": "E1"}, "migraine": 1, "migraine": 2}', b'{"migraine": 1}')
    assert said(people)
    assert "migraine" not in str([one.findings for one in people])


def test_a_file_that_is_too_large_names_the_way_out():
    [one] = from_yaml(b"- {}\n" * (MOST_BYTES // 5 + 1))
    assert [finding.rule for finding in one.findings] == ["too-large"]
    assert "JSON lines" in one.findings[0].help


def test_a_line_that_is_too_long_is_refused_and_the_next_is_read():
    long = b'{"employee": {"id": "' + b"1" * (MOST_BYTES + 10) + b'"}}'
    first, second = from_lines(long, BASIL)
    assert [finding.rule for finding in first.findings] == ["too-large"]
    assert (second.id, second.record is None) == ("E2", False)


def test_a_mark_of_windows_before_the_first_line_is_passed_over():
    [one] = from_lines(b"\xef\xbb\xbf" + json.dumps(ANNE).encode() + b"\r\n")
    assert one.id == "E1"


def test_letters_of_any_language_are_read():
    [one] = from_lines('{"employee": {"id": "Siân-1"}}'.encode())
    assert one.id == "Siân-1"
