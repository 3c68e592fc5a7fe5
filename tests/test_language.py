"""docs/language.md: every fragment runs, every word and value is shown, every dated line is true.

A fragment is a part of a file. It is put into the page's last procedure, the file that the examples belong
to: what it names takes the place of what has the same name there. Parts of a record are tried against that.
The files that a fragment names are shown on the page too, or are made here from that procedure.
"""

import json
import re
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest
from gates import check
from jsonschema import Draft202012Validator
from wrapping import is_long, wrapped

from flowrules import part
from flowrules.engine import decide
from flowrules.finding import has_errors
from flowrules.model import parse_record
from flowrules.model.schema import schema_of
from flowrules.source import read

HOME = Path(__file__).parent.parent
PAGE = (HOME / "docs" / "language.md").read_text("utf-8")
BLOCKS = re.findall(r"```(\w+)\n(.*?)```", PAGE, re.DOTALL)
YAML = [text for kind, text in BLOCKS if kind == "yaml"]
FRAGMENTS = [text for text in YAML if not text.startswith("flowrules:")]
SCHEMAS = {name: schema_of(name) for name in ("procedure", "record")}
WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


def data_of(text):
    source, findings = read(text)
    assert source is not None, (text, findings)
    return source.data


BASE = data_of([text for text in YAML if text.startswith("flowrules:")][-1])


# The tables of the page, by the heading of their first column.


def cells(line):
    return [cell.strip() for cell in line.strip("|").split("|")]


def tables():
    for block in re.findall(r"(?:^\|.*\n)+", PAGE, re.MULTILINE):
        heads, _, *rows = [cells(line) for line in block.splitlines()]
        for row in rows:
            assert len(row) == len(heads), row
            yield heads, row


def spans(cell):
    return [span for span in re.findall(r"`([^`]+)`", cell) if "…" not in span]


ROWS = [(heads[0], row) for heads, row in tables()]
CONDITIONS = [span for head, row in ROWS if head in ("word", "condition") for span in spans(row[0])]
WINDOWS = [", ".join(spans(row[0])[:2]) for head, row in ROWS if head == "window"]
SETTINGS = [
    f"{under[1]}: {{{span}}}"
    for head, row in ROWS
    if (under := re.fullmatch(r"under `(\w+)`", head))
    for span in spans(row[0])
]
DATED = [row for head, row in ROWS if head == "condition"]


# A part put into the file that it belongs to.


def put_in(fragment, into):
    """What a fragment names takes the place of what has the same name."""
    whole = dict(into)
    for key, value in fragment.items():
        known = whole.get(key)
        both = isinstance(known, dict) and isinstance(value, dict)
        whole[key] = known | value if both else value
    return whole


def parted(text):
    """The parts of a procedure and those of a record in one fragment."""
    data = data_of(text)
    record = {
        key: value
        for key, value in data.items()
        if key in SCHEMAS["record"]["properties"] and not (key == "events" and isinstance(value, dict))
    }
    return {key: value for key, value in data.items() if key not in record}, record


def with_condition(condition):
    """The file, with a trigger of this condition."""
    return {"triggers": {"asked": data_of(condition)}}


def counted_in(window):
    return f"absences: {{at_least: 1, {window}}}"


def version_before():
    """The file as it was a year before, with another name for a stage."""
    text = written(BASE).replace("stage-1", "formal-1").replace('2026.1"', '2025.1"')
    return text.replace("2026-09-01", "2025-09-01")


FILES = {f"term-dates.{kind}": text for kind, text in BLOCKS if kind in ("csv", "ics")}
FILES["procedure-2025.yaml"] = version_before


def beside(name):
    given = FILES.get(name)
    return (given() if callable(given) else given).encode() if given else None


def written(data):
    """Data as a file: what is JSON is YAML too."""
    return json.dumps(data, indent=1, ensure_ascii=False)


def flow_with(procedure):
    """The whole file with a part put in: no gate finds an error."""
    checked = check(written(put_in(procedure, BASE)), "fragment.yaml", beside=beside)
    errors = [one for one in checked.findings if one.severity == "error"]
    assert errors == []
    return checked.flow


def decided(flow, record, on):
    """What is decided about a record that is sound."""
    shape, findings = parse_record(record)
    assert shape is not None, findings
    decision = decide(flow, shape, on)
    assert decision.findings == ()
    return decision


def last_day(record):
    return max(map(date.fromisoformat, re.findall(r"\d{4}-\d\d-\d\d", written(record))))


def opening(text):
    return " ".join(text.split())[:60]


@pytest.mark.parametrize("text", FRAGMENTS, ids=opening)
def test_every_fragment_runs_in_the_file_it_belongs_to(text):
    procedure, record = parted(text)
    flow = flow_with(procedure)
    if record:
        assert decided(flow, record, last_day(record)).covered


@pytest.mark.parametrize("text", [*SETTINGS], ids=opening)
def test_every_setting_of_a_table_can_stand_in_the_file(text):
    procedure, record = parted(text)
    assert not record
    flow_with(procedure)


@pytest.mark.parametrize("condition", CONDITIONS, ids=opening)
def test_every_condition_of_a_table_can_stand_in_the_file(condition):
    flow_with(with_condition(condition))


@pytest.mark.parametrize("window", WINDOWS, ids=opening)
def test_every_window_of_the_table_can_stand_in_a_count(window):
    (said,) = {text for text in FRAGMENTS if "terms:" in text and "- {from" in text}
    flow_with(with_condition(counted_in(window)) | parted(said)[0])


# The dated lines: an action that is owed only while the condition is true.


class Line(NamedTuple):
    """One line of a table of dated examples."""

    condition: str
    record: dict
    true: list
    untrue: list


def days(text):
    """`Wed 9 Sep` -> 2026-09-09, if that is a Wednesday; another year is said."""
    found = []
    for weekday, day, month, year in re.findall(r"(\w{3}) (\d+) ([A-Z]\w{2})(?: (\d{4}))?", text):
        one = date(int(year or 2026), MONTHS.index(month) + 1, int(day))
        assert WEEKDAYS[one.weekday()] == weekday, f"{one} is a {WEEKDAYS[one.weekday()]}"
        found.append(one)
    return found


def absence(text):
    """`Mon 2 Nov to Fri 6 Nov`, `from Mon 2 Nov`, with keys of a record in backticks."""
    plain = re.sub(r"`[^`]*`", "", text)
    first, *rest = days(plain)
    last = rest[0] if rest else first
    line = {"from": str(first)} | ({} if plain.startswith("from ") else {"to": str(last)})
    for more in spans(text):
        line |= data_of(f"{{{more}}}")
    return line


def event(name, day):
    """`meeting-1` is held in its stage, where it was decided that the person is."""
    if name in BASE["events"]:
        return [{"on": str(day), "recorded": name}]
    placed = {"on": str(day), "placed": {"attendance": "stage-1"}, "because": "it is an example"}
    return [placed, {"on": str(day), "action": name, "outcome": "warn", "by": "head"}]


def line_of(row):
    condition, away, more, true, untrue = row
    record = {"absences": [absence(one) for one in away.split("; ") if one]}
    happened = re.compile(r"`([\w-]+)` on ([^`;]+?)(?: with `([^`]+)`|(?=;|$))")
    for name, day, extra in happened.findall(more):
        *others, last = event(name, *days(day))
        last |= data_of(f"{{{extra}}}") if extra else {}
        record["events"] = [*record.get("events", []), *others, last]
    for text in spans(happened.sub("", more)):
        record |= data_of(text)
    return Line(*spans(condition), record, days(true), days(untrue))


def is_true(line, on):
    asked = {"id": "asked", "do": "Ask", "by": "manager", "if": data_of(line.condition)}
    asking = {
        "tracks": {"asking": {"title": "Asking", "start": "asking"}},
        "stages": {"asking": {"track": "asking", "kind": "end", "actions": [asked]}},
    }
    agenda = decided(flow_with(asking), line.record, on).agenda
    return "asked" in [item.action for item in agenda]


@pytest.mark.parametrize("row", DATED, ids=lambda row: opening(row[0] + row[1]))
def test_every_dated_line_is_what_the_engine_answers(row):
    line = line_of(row)
    assert line.true or line.untrue
    assert [on for on in line.true if not is_true(line, on)] == []
    assert [on for on in line.untrue if is_true(line, on)] == []


# The shapes and the page: what one names, the other shows.


class Seen(NamedTuple):
    """A key (and what the schema says of it), a value of a closed list, or a text of some form."""

    where: object
    what: object


def key_seen(key, shape):
    return Seen("key", (key, json.dumps(shape, sort_keys=True)))


def inner_shapes(node):
    """The shapes of what stands under a key that is a name of the author's own."""
    found = list(node.get("patternProperties", {}).values())
    return found + ([node["additionalProperties"]] if node.get("additionalProperties") else [])


def seen_in(node, value, defs):
    """What a value shows of a schema."""
    if "$ref" in node:
        yield from seen_in(defs[node["$ref"].rpartition("/")[2]], value, defs)
    for branch in node.get("anyOf", ()):
        if Draft202012Validator(branch | {"$defs": defs}).is_valid(value):
            yield from seen_in(branch, value, defs)
    if "enum" in node or "const" in node:
        yield Seen(tuple(node.get("enum", [node.get("const")])), value)
    if "pattern" in node:
        yield Seen(node["pattern"], value)
    for shape, inner in shapes_inside(node, value):
        yield from seen_in(shape, inner, defs)
    if isinstance(value, dict):
        yield from (key_seen(key, node["properties"][key]) for key in value if key in named_in(node))


def named_in(node):
    return node.get("properties", {})


def shapes_inside(node, value):
    """What stands inside a mapping or a list, with its shape."""
    if isinstance(value, dict):
        for key, inner in value.items():
            for shape in [named_in(node)[key]] if key in named_in(node) else inner_shapes(node):
                yield shape, inner
    if isinstance(value, list):
        yield from ((node.get("items", {}), inner) for inner in value)


def all_of(node):
    """All that a shape has to show, those that it refers to aside."""
    for key, inner in node.get("properties", {}).items():
        yield key_seen(key, inner)
        yield from all_of(inner)
    for inner in [*node.get("anyOf", ()), *node.get("patternProperties", {}).values()]:
        yield from all_of(inner)
    for word in ("items", "additionalProperties"):
        if isinstance(node.get(word), dict):
            yield from all_of(node[word])
    values = tuple(node.get("enum", [node["const"]] if "const" in node else []))
    yield from (Seen(values, value) for value in values)


def shown_on_the_page():
    parts = [parted(text) for text in [*FRAGMENTS, *SETTINGS]]
    parts += [(with_condition(one), {}) for one in CONDITIONS]
    parts += [(with_condition(counted_in(one)), {}) for one in WINDOWS]
    parts += [(data_of(text), {}) for text in YAML if text not in FRAGMENTS]
    parts += [({}, line_of(row).record) for row in DATED]
    found = set()
    for both in parts:
        for schema, value in zip(SCHEMAS.values(), both, strict=True):
            found |= set(seen_in(schema, value, schema["$defs"]))
    return found


SHOWN = shown_on_the_page()


def to_be_shown():
    for schema in SCHEMAS.values():
        for shape in (schema, *schema["$defs"].values()):
            yield from all_of(shape)


def test_every_key_of_every_shape_is_shown_on_the_page():
    missing = {one.what for one in to_be_shown() if one.where == "key"}
    missing -= {one.what for one in SHOWN if one.where == "key"}
    assert sorted(f"{key}: {json.loads(shape).get('description')}" for key, shape in missing) == []


def test_every_value_of_every_closed_list_is_shown_on_the_page():
    missing = {one for one in to_be_shown() if one.where != "key"} - SHOWN
    assert sorted(f"{value} of {values}" for values, value in missing) == []


WAYS = {
    part.LENGTH: ["days?", "working days?", "weeks?", "months?", "years?"],
    part.DEADLINE: ["days?", "working days?", "term weeks?", "weeks?", "months?", "years?"],
    part.PERCENT: [r"5 percent", r"\d+\.\d+ percent"],
    part.ANCHOR: ["left stage-1", "entered", "return", "meeting-1"],
    part.LATEST: [r"\d\d:\d\d", r"\d+ minutes before start", "1 hour after start", "start"],
    part.CONTACT_DAY: [r"day \d+", r"working day \d+", "return"],
    part.LAST_DAY: [r"day \d+", "return"],
    part.PERIOD: ["academic year", "calendar year", "leave year", "term"],
}


@pytest.mark.parametrize("pattern", WAYS)
def test_every_way_to_write_a_text_of_some_form_is_shown_on_the_page(pattern):
    written_so = {one.what for one in SHOWN if one.where == pattern}
    for way in WAYS[pattern]:
        said = re.compile(rf"(\d+ )?{way}")
        assert any(said.fullmatch(text) for text in written_so), way


def test_no_word_of_several_parts_on_the_page_is_unknown():
    code = re.sub(r"```.*?```", "", PAGE, flags=re.DOTALL)
    said = {word for span in re.findall(r"`([^`]+)`", code) for word in re.findall(r"\w+", span)}
    known = {one.what[0] for one in to_be_shown() if one.where == "key"}
    assert {word for word in said if "_" in word} <= known | {"one_more_absence"}


def test_lines_of_the_page_are_short(golden):
    golden(HOME / "docs" / "language.md", wrapped(PAGE) if is_long(PAGE) else PAGE)


def test_the_files_of_term_dates_say_what_the_page_writes_out():
    (said,) = {text for text in FRAGMENTS if "terms:" in text and "- {from" in text}
    wanted = flow_with(parted(said)[0]).calendar
    for name in ("term-dates.csv", "term-dates.ics"):
        checked = check(written(put_in({"calendar": {"terms": name}}, BASE)), beside=beside)
        assert [one for one in checked.findings if one.rule.startswith("term")] == []
        found = checked.flow.calendar
        assert (found.terms, found.closures, found.inset) == wanted[2:5]


def test_there_are_fragments_and_tables():
    assert len(FRAGMENTS) >= 20
    assert len(DATED) > 30
    assert len(CONDITIONS) > 50


def test_a_mistake_in_a_fragment_does_not_go_unseen():
    assert has_errors(check(written(put_in({"triggers": {"asked": {"absent": "no"}}}, BASE))).findings)
