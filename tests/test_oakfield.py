"""The school of examples/oakfield: each record gives the answer worked out on paper beside it.

`expected/*.yaml` was written from the language and a calendar, never from the program. Each file also
says, for every fact of its record, what changes in the answer when that one fact is changed.
"""

from copy import deepcopy
from datetime import date
from pathlib import Path

import pytest

from flowrules.check import check
from flowrules.engine import decide
from flowrules.explain.document import RecordStamp, document_of
from flowrules.model import parse_procedure, parse_record
from flowrules.placed import place_all
from flowrules.resolve import resolve
from flowrules.source import read

OAKFIELD = Path(__file__).parent.parent / "examples" / "oakfield"
PROCEDURE = (OAKFIELD / "procedure.yaml").read_bytes()
SOURCE, _ = read(PROCEDURE, "procedure.yaml")
FLOW, _ = resolve(parse_procedure(SOURCE.data)[0], SOURCE.sha256)
WORDS_OF_AN_EVENT = ("action", "recorded", "contact")


def document(record, on):
    """The JSON document of one record, given as plain data, on one day."""
    shape, findings = parse_record(record)
    assert findings == []
    decision = decide(FLOW, shape, date.fromisoformat(on))
    found = place_all(list(decision.findings), None, "record.yaml")
    return document_of(decision, FLOW, SOURCE, RecordStamp(None, ""), found)


def load(path):
    source, findings = read(path.read_bytes(), path.name)
    assert findings == []
    return source.data


RECORDS = {path.stem: load(path) for path in sorted((OAKFIELD / "records").glob("*.yaml"))}
EXPECTED = {path.stem: load(path) for path in sorted((OAKFIELD / "expected").glob("*.yaml"))}


def cases(key, word):
    return [
        pytest.param(name, entry, id=f"{name}: {entry[word]}")
        for name, expected in EXPECTED.items()
        for entry in expected[key]
    ]


ITEM = {"kind": "action", "overdue_days": 0, "waits_for": []}


def answer(document):
    """What a document says, in the form in which it is written down in `expected`."""
    if not document["covered"]:
        return {"covered": False}
    if not document["decided"]:
        first = min(document["findings"], key=lambda finding: finding["path"])
        return {"not_decided": [".".join(str(part) for part in first["path"][:2])]}
    words = ("action", "by", "due", "status", *ITEM)
    return {
        "tracks": _none_said(document["tracks"]),
        "next": (document["next"] or {"action": "none"})["action"],
        "agenda": [_none_said({word: item[word] for word in words}) for item in document["agenda"]],
        "decisions": [
            {word: choice[word] for word in ("action", "outcomes")} for choice in document["decisions"]
        ],
    }


def _none_said(value):
    if isinstance(value, dict):
        return {key: _none_said(inner) for key, inner in value.items()}
    return "none" if value is None else value


def answer_on_paper(expected):
    paper = {key: deepcopy(expected[key]) for key in ("tracks", "next", "agenda", "decisions")}
    paper["agenda"] = [ITEM | item for item in paper["agenda"]]
    return paper


def answer_once_changed(expected, then):
    """The answer on paper with the stated lines put in the place of the first ones."""
    if "not_decided" in then or "covered" in then:
        return then
    paper = answer_on_paper(expected | {key: then[key] for key in then if "." not in key})
    for key, value in then.items():
        part, _, name = key.partition(".")
        if part == "tracks":
            paper["tracks"][name] = value
        elif name:
            (item,) = [item for item in paper["agenda"] if item["action"] == name]
            item.update(value)
    return paper


def changed(record, entry):
    record = deepcopy(record)
    for text, value in entry.get("set", {}).items():
        *way, last = _path(text)
        _at(record, way)[last] = value
    if "remove" in entry:
        *way, last = _path(entry["remove"])
        del _at(record, way)[last]
    return record


def _path(text):
    return [int(part) if part.isdigit() else part for part in text.split(".")]


def _at(data, way):
    for part in way:
        data = data[part]
    return data


def facts_of(data, path=""):
    """The path of every single fact of a record; a list of working days is one fact."""
    if isinstance(data, dict):
        pairs = data.items()
    elif isinstance(data, list) and isinstance(data[0], dict):
        pairs = enumerate(data)
    else:
        return [path]
    return [fact for key, inner in pairs for fact in facts_of(inner, f"{path}.{key}".strip("."))]


def test_the_procedure_passes_every_gate_with_nothing_to_say():
    checked = check(PROCEDURE, "procedure.yaml")
    assert checked.flow is not None
    said = [(one.code, one.message) for one in checked.findings if one.severity != "note"]
    assert said == []  # of its notes, test_twins.py says why they are meant


def test_every_record_has_its_answer_on_paper():
    assert list(RECORDS) == list(EXPECTED)
    assert len(RECORDS) == 5


@pytest.mark.parametrize("name", RECORDS)
def test_the_record_gives_the_answer_worked_out_on_paper(name):
    expected = EXPECTED[name]
    assert answer(document(RECORDS[name], expected["on"])) == answer_on_paper(expected)


@pytest.mark.parametrize(("name", "entry"), cases("changes", "change"))
def test_one_changed_fact_changes_the_stated_line_and_no_other(name, entry):
    expected = EXPECTED[name]
    found = answer(document(changed(RECORDS[name], entry), expected["on"]))
    assert found == answer_once_changed(expected, entry["then"])
    assert found != answer_on_paper(expected)


@pytest.mark.parametrize(("name", "entry"), cases("no_effect", "fact"))
def test_a_fact_that_does_not_bear_on_the_answer_changes_nothing(name, entry):
    expected = EXPECTED[name]
    record = changed(RECORDS[name], entry)
    assert record != RECORDS[name]
    assert answer(document(record, expected["on"])) == answer_on_paper(expected)


@pytest.mark.parametrize("name", RECORDS)
def test_every_fact_of_a_record_is_changed_by_some_line(name):
    entries = [*EXPECTED[name]["changes"], *EXPECTED[name]["no_effect"]]
    touched = {fact for entry in entries for fact in entry.get("set", {})}
    removed = {entry["remove"] for entry in entries if "remove" in entry}
    words = {f"{line}.{word}" for line in removed for word in WORDS_OF_AN_EVENT}
    left_out = set(facts_of(RECORDS[name])) - touched - words
    assert left_out == set()


@pytest.mark.parametrize("name", RECORDS)
def test_the_order_of_the_lines_of_a_record_does_not_matter(name):
    record = deepcopy(RECORDS[name])
    record["absences"].reverse()
    record["events"].reverse()
    on = EXPECTED[name]["on"]
    assert answer(document(record, on)) == answer(document(RECORDS[name], on))
