"""The published schemas: current, legal, described, and of one mind with the program."""

import copy
import json
import re
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker

from flowrules.cli import main
from flowrules.cli.schema import schema_text
from flowrules.explain.meanings import MEANINGS
from flowrules.model import parse_procedure, parse_record
from flowrules.source import read

ROOT = Path(__file__).parent.parent
NAMES = ["procedure", "record", "decision", "mapping"]
OAKFIELD = ROOT / "examples" / "oakfield" / "procedure.yaml"
PROCEDURES = [OAKFIELD, *sorted(set(ROOT.glob("examples/*/procedure.yaml")) - {OAKFIELD})]
RECORDS = sorted(ROOT.glob("examples/*/records/*.yaml"))
PARSE = {"procedure": parse_procedure, "record": parse_record}


def schema(name):
    return json.loads(schema_text(name))


def exact(node):
    """A schema whose patterns end where ECMA 262 ends them: Python's `$` also stands before a line end."""
    if isinstance(node, list):
        return [exact(item) for item in node]
    if not isinstance(node, dict):
        return node
    said = {key: exact(value) for key, value in node.items()}
    if isinstance(said.get("pattern"), str):
        said["pattern"] = ends(said["pattern"])
    if "patternProperties" in said:
        said["patternProperties"] = {
            ends(key): value for key, value in said["patternProperties"].items()
        }
    return said


def ends(pattern):
    assert pattern.endswith("$")
    return re.sub(r"\$(?=\||$)", r"\\Z", pattern)


def validator(name):
    return Draft202012Validator(exact(schema(name)), format_checker=FormatChecker())


VALIDATORS = {name: validator(name) for name in NAMES}


@pytest.mark.parametrize("name", NAMES)
def test_the_published_schema_is_what_the_command_prints(name, golden):
    printed = CliRunner().invoke(main, ["schema", name])
    assert printed.exit_code == 0
    golden(ROOT / "schemas" / f"{name}.schema.json", printed.stdout)


@pytest.mark.parametrize("name", NAMES)
def test_a_schema_is_legal_and_says_which_it_is(name):
    Draft202012Validator.check_schema(schema(name))
    assert schema(name)["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema(name)["$id"] == f"urn:flowrules:schema:{name}:1"
    assert schema(name)["additionalProperties"] is False


def shapes(name):
    whole = schema(name)
    return {"": whole, **whole["$defs"]}


@pytest.mark.parametrize("name", NAMES)
def test_every_property_and_shape_has_a_description(name):
    for shape, said in shapes(name).items():
        assert said["description"]
        for key, inner in said["properties"].items():
            assert inner.get("description"), f"{shape}.{key} has no description"


def test_no_meaning_is_left_over():
    used = {(shape, key) for shape, said in shapes("decision").items() for key in said["properties"]}
    assert {name.split(".")[-1] for name in MEANINGS} <= {key for _, key in used}
    assert {tuple(name.split(".")) for name in MEANINGS if "." in name} <= used


@pytest.mark.parametrize("name", NAMES)
def test_no_shape_takes_keys_that_it_does_not_name(name):
    def closed(node):
        if isinstance(node, dict):
            if node.get("type") == "object":
                assert node.get("additionalProperties", True) is not True, node
            for inner in node.values():
                closed(inner)
        elif isinstance(node, list):
            for inner in node:
                closed(inner)

    closed(schema(name))


def test_another_name_is_no_schema():
    result = CliRunner().invoke(main, ["schema", "precedure"])
    assert result.exit_code == 2
    assert "'procedure', 'record', 'decision', 'mapping'" in result.output


# Agreement: what a schema accepts, the program accepts, and the other way round. Two things are left
# out, because no file can bring them: a null, which reading refuses, and `1.0` where a whole number is
# wanted, which JSON Schema takes for one.

VALUES = [
    "", "a", "A", "stage-1", "a\n", "2026-09-01", "2026-09-01\n", "2026-02-30", "20260901", "2026-W01-1",
    "2026-9-1", "2026-09-01T00:00:00", "0000-01-01", "0001-01-01", "9999-12-31", "10000-01-01", "2026-09-01Z",
    "2026-09-01 ", "1788220800", "-2026-01-01", "２０２６-09-01", "10 working days", "1 day", "0 days", "6 months",
    "6 months\n", "07:30", "7:30", "24:00", "left a", "left ", "on return", "on return\n", "day 1", "day 0", "day 8",
    "working day 4", "return", "x" * 60, "x" * 61, "x" * 62, "x" * 400, "x" * 401, "é" * 400, "🙂" * 400, "england",
    "normal", "counts", "days inside", "next open day", "a b", "a\nb", "\n", "1", "true", 0, 1, 3, -1, 10**6,
    10**6 + 1, 10**15 - 1, 2.5, 1e-7, True, False, [], {}, ["a"], [3], ["mon"], ["monday"], {"a": "b"}, {"a": 3},
    {"to": "a"}, [{"to": "a"}], {"any": ["a"]}, {"any": []}, {"not": "a"}, {"recorded": "a"},
    {"recorded": {"what": "a"}}, {"absences": {"at_least": 1, "within": "6 months"}}, {"continuous": {}},
    "5 percent", "100 percent", "101 percent", "5.25 percent", "-0 percent", "5 percent\n", "4 term weeks", "term",
    "academic year", "half", "start", "start\n", "07:30\n", "30 minutes before start", "0 minutes after start", "09-01",
    "02-29", "9-1", "terms.csv", "closure", "payday", 0.25, 24, 24.5, 168, {"absent": True}, {"absent": "yes"},
    {"reason": ["a"]}, {"reason": {"any_of": ["a"], "in": "term"}}, {"lost_time": {"at_least": "5 percent"}},
    {"lost_time": {"at_least": 5}}, {"in_stage": "a"}, {"in_stage": ["a", "b"]}, {"group": []}, {"service": {}},
    {"target_missed": "a"}, {"pattern": {"beside": ["bank holiday", "payday"]}}, {"pattern": {"weekdays": ["fri"]}},
    [{"from": "2026-09-01", "to": "2026-09-02"}], ["2026-09-01"], [["mon"], ["tue"]], [["mon"]],
    {"absences": {"at_most": 2}, "from": "2026-09-01"}, {"scaled": [], "round": "exact"},
]  # fmt: skip
KEYS = [value for value in VALUES if isinstance(value, str)] + [
    "flowrules", "when", "to", "id", "title", "at_least", "since", "for", "each", "from", "not", "any", "on",
    "by", "within", "decided", "placed", "because", "every", "starting", "until", "expected", "category",
    "in", "only", "scaled", "reason", "group", "pauses", "before", "if", "terms", "known_on", "part", "leave", "target",
]  # fmt: skip


def small(procedure):
    """A procedure with two of its stages, so that a change is as likely to fall anywhere else."""
    keep = list(procedure["stages"])[1:3]
    return procedure | {"stages": {name: procedure["stages"][name] for name in keep}}


FILES = [("procedure", small(read(path.read_bytes())[0].data)) for path in PROCEDURES]
FILES += [("record", read(path.read_bytes())[0].data) for path in RECORDS]


def places(data, path=()):
    items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in items:
        yield (*path, key)
        yield from places(value, (*path, key))


@st.composite
def changed(draw):
    """A shipped file with a few of its parts dropped, renamed, added or given another value."""
    name, data = draw(st.sampled_from(FILES))
    data = copy.deepcopy(data)
    for _ in range(draw(st.integers(1, 3))):
        paths = list(places(data))
        path = draw(st.sampled_from(paths)) if paths else ("a",)
        here = data
        for segment in path[:-1]:
            here = here[segment]
        how = draw(st.sampled_from(["drop", "set", "set", "set", "add", "rename"]))
        if how == "set":
            here[path[-1]] = copy.deepcopy(draw(st.sampled_from(VALUES)))
        elif how == "drop":
            here.pop(path[-1]) if path[-1] in here or isinstance(here, list) else None
        elif isinstance(here, list):
            here.append(copy.deepcopy(draw(st.sampled_from(VALUES))))
        else:
            value = here.pop(path[-1], "a") if how == "rename" else draw(st.sampled_from(VALUES))
            here[draw(st.sampled_from(KEYS))] = copy.deepcopy(value)
    return name, data


@settings(max_examples=500)
@given(changed())
def test_the_schema_and_the_program_accept_the_same_files(file):
    name, data = file
    shape, findings = PARSE[name](data)
    assert (shape is None) == bool(findings)
    complaints = [error.message for error in VALIDATORS[name].iter_errors(data)]
    assert bool(complaints) == bool(findings), (complaints, findings)


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("procedure", ("procedure", "title")),
        ("procedure", ("procedure", "effective_from")),
        ("procedure", ("flowrules",)),
        ("procedure", ("roles",)),
        ("procedure", ("contact", 0, "on")),
        ("procedure", ("contact", 0, "by")),
        ("procedure", ("stages", "informal-review", "actions", 0, "within")),
        ("procedure", ("stages", "informal-review", "next", 0, "when")),
        ("procedure", ("stages", "informal-review", "next", 0, "decided")),
        ("procedure", ("triggers", "frequent-absence", "any", 0, "absences", "at_least")),
        ("procedure", ("triggers", "frequent-absence", "assessed")),
        ("record", ("employee", "id")),
        ("record", ("absences", 0, "to")),
        ("record", ("absences", 0, "counts")),
        ("record", ("pattern", 0, "days")),
        ("procedure", ("calendar", "terms")),
        ("procedure", ("calendar", "closures")),
        ("procedure", ("calendar", "leave_year")),
        ("procedure", ("calendar", "hours_per_week")),
        ("procedure", ("counting", "part_time")),
        ("procedure", ("contact", 0, "until")),
        ("procedure", ("stages", "informal-review", "actions", 0, "every")),
        ("procedure", ("stages", "informal-review", "actions", 0, "if")),
        ("procedure", ("stages", "informal-review", "actions", 0, "group")),
        ("procedure", ("stages", "informal-review", "pauses")),
        ("procedure", ("triggers", "frequent-absence", "any", 0, "absences", "in")),
        ("procedure", ("triggers", "frequent-absence", "any", 0, "absences", "scaled")),
        ("record", ("pattern", 0, "weeks")),
        ("record", ("pattern", 0, "hours_per_day")),
        ("record", ("absences", 0, "known_on")),
        ("record", ("absences", 0, "hours")),
        ("record", ("absences", 0, "days")),
        ("record", ("absences", 0, "part")),
        ("record", ("events", 0, "target")),
        ("record", ("leave",)),
    ],
)
def test_they_agree_on_every_value_in_places_of_each_kind(name, path):
    data = copy.deepcopy(next(data for its_name, data in FILES if its_name == name))
    here = data
    for segment in path[:-1]:
        here = here[segment]
    accepted = []
    for value in VALUES:
        here[path[-1]] = value
        accepted.append(PARSE[name](data)[0] is not None)
        assert VALIDATORS[name].is_valid(data) == accepted[-1], value
    assert True in accepted
    assert False in accepted


@pytest.mark.parametrize("path", PROCEDURES, ids=lambda path: path.parent.name)
def test_a_shipped_procedure_is_valid_and_names_its_schema(path):
    assert list(VALIDATORS["procedure"].iter_errors(read(path.read_bytes())[0].data)) == []
    assert_names_schema(path, "procedure")


@pytest.mark.parametrize("path", RECORDS, ids=lambda path: path.stem)
def test_a_shipped_record_is_valid_and_names_its_schema(path):
    assert list(VALIDATORS["record"].iter_errors(read(path.read_bytes())[0].data)) == []
    assert_names_schema(path, "record")


def assert_names_schema(path, name):
    """The first line, by which an editor completes and checks a file while it is written."""
    first = path.read_text("utf-8").split("\n")[0]
    mark, _, target = first.partition("=")
    assert mark == "# yaml-language-server: $schema"
    assert (path.parent / target).resolve() == ROOT / "schemas" / f"{name}.schema.json"


@pytest.mark.parametrize("record", RECORDS, ids=lambda path: path.stem)
@pytest.mark.parametrize("day", ["2026-09-30", "2026-11-21", "2027-12-31"])
def test_a_decision_is_as_its_schema_says(record, day):
    procedure = record.parent.parent / "procedure.yaml"
    said = CliRunner().invoke(
        main, ["evaluate", str(procedure), str(record), "--on", day, "--format", "json"]
    )
    decision = json.loads(said.stdout)
    assert list(VALIDATORS["decision"].iter_errors(decision)) == []
    assert decision["on"] == day


def test_a_record_that_is_not_decided_is_as_the_schema_says_too(tmp_path):
    record = tmp_path / "r.yaml"
    record.write_text(
        "absences: [{from: 2026-01-02, to: 2026-01-01}]\nevents: [{on: 2026-01-01, action: x}]\n"
    )
    said = CliRunner().invoke(main, ["evaluate", str(OAKFIELD), str(record), "--format", "json"])
    decision = json.loads(said.stdout)
    assert list(VALIDATORS["decision"].iter_errors(decision)) == []
    assert decision["findings"]
    assert decision["decided"] is False


def test_a_decision_with_something_else_in_it_is_not_as_the_schema_says():
    said = CliRunner().invoke(
        main, ["evaluate", str(OAKFIELD), str(RECORDS[0]), "--on", "2026-11-21", "--format", "json"]
    )
    decision = json.loads(said.stdout)
    assert VALIDATORS["decision"].is_valid(decision)
    assert not VALIDATORS["decision"].is_valid(decision | {"more": 1})
    assert not VALIDATORS["decision"].is_valid(decision | {"on": "today"})
    assert not VALIDATORS["decision"].is_valid({key: decision[key] for key in decision if key != "next"})
    assert date.fromisoformat(decision["on"])


def test_a_choice_offers_its_mapping_first():
    """An editor that finds no choice to fit complains of the first."""

    def choices(node):
        if isinstance(node, dict):
            yield from [node["anyOf"]] if "anyOf" in node else []
            node = list(node.values())
        if isinstance(node, list):
            for inner in node:
                yield from choices(inner)

    found = list(choices(schema("procedure")))
    assert any("$ref" in choice for one in found for choice in one)
    for one in found:
        assert [("$ref" in choice) for choice in one] == sorted(
            (("$ref" in choice) for choice in one), reverse=True
        )


@pytest.mark.parametrize("name", ["procedure", "record"])
def test_titles_are_words_of_the_language(name):
    assert not [said["title"] for said in shapes(name).values() if said["title"].endswith("Shape")]
