"""Generated exports give the same decisions as the records, and every planted fault is told where it is.

The everyday run has 300 staff; `HYPOTHESIS_PROFILE=long` draws 5,000 with another seed.
"""

import io
import os
import re
from collections import Counter
from functools import cache
from pathlib import Path
from random import Random

import pytest
from export_faults import Field, expected
from export_files import (
    STYLES,
    census_of,
    csv_of,
    in_census,
    json_lines_of,
    json_of,
    mapping_of,
    tables_of,
    xlsx_of,
    yaml_of,
)
from exports import BOTH, ON, draw_trust

from flowrules.answer import Answered, Asked, answer
from flowrules.check import check
from flowrules.engine import decide
from flowrules.model.record import Record
from flowrules.people import Person, Stray
from flowrules.records import Reading, read_all
from flowrules.tables.mapping import read_mapping

LONG = os.environ.get("HYPOTHESIS_PROFILE") == "long"
MANY, EACH, SEED = (5_000, 40, 2) if LONG else (300, 4, 1)
OAKFIELD = Path(__file__).parent.parent / "examples" / "oakfield" / "procedure.yaml"
ASKED = Asked(ON)


@cache
def flow():
    return check(OAKFIELD.read_bytes(), "procedure.yaml").flow


@cache
def trust(*, lost):
    return draw_trust(SEED, MANY, flow(), lost=lost)


def read_files(files, mapping=None, key=None):
    """Everybody in some files given as bytes, and the strays."""
    reading = Reading(ASKED.horizon, flow(), mapping, key)
    found = list(read_all(list(files), lambda name: io.BytesIO(files[name]), reading))
    people = {one.id: one for one in found if isinstance(one, Person)}
    assert len(people) == sum(isinstance(one, Person) for one in found)
    return people, [one for one in found if isinstance(one, Stray)]


def in_pieces(staff, written, suffix, size=200):
    return {f"staff-{at}.{suffix}": written(staff[at : at + size]) for at in range(0, len(staff), size)}


@cache
def decision(text):
    """Equal records have equal decisions (other tests hold that), and each is worked out once."""
    return decide(flow(), Record.model_validate_json(text), ON)


def decided(people):
    """What each comes to, as `answer` gives it."""
    return {
        id: answer(one, flow(), ASKED)
        if one.record is None
        else Answered(
            one,
            (found := decision(one.record.model_dump_json(by_alias=True))),
            tuple(one.places.placed(found.findings)),
        )
        for id, one in people.items()
    }


@cache
def clean(*, lost, events=True, census=False):
    """What the records written by hand come to."""
    staff = [
        in_census(one) if census else one if events else one._replace(events=())
        for one in trust(lost=lost)
    ]
    people, strays = read_files(in_pieces(staff, yaml_of, "yaml"))
    assert not strays
    answers = decided(people)
    assert all(one.decided for one in answers.values())
    return answers


def test_the_trust_is_worth_looking_at():
    answers = clean(lost=True).values()
    stages = {standing.stage for one in answers for standing in one.decision.tracks.values()}
    staff = trust(lost=True) + trust(lost=False)
    assert len(stages) > (20 if LONG else 12)
    assert sum(len(one.posts) == 2 for one in staff) > 10
    assert sum(len(one.weeks) == 2 for one in staff) > 10
    away = [each for one in staff for each in one.away]
    assert sum(each.known is not None for each in away) > 10
    assert sum(any(each.halves) for each in away) > 50
    assert sum(each.last is None for each in away) > 5


@pytest.mark.parametrize("lost", [True, BOTH])
def test_days_lost_that_the_days_do_not_come_to_are_said_of_just_those_people(lost):
    wrong = {
        one.id
        for one in trust(lost=lost)
        if any(each.wrong and (each.known or each.first) <= ON for each in one.away)
    }
    told = {
        id
        for id, one in clean(lost=lost).items()
        if any(unknown.kind == "days-lost-differ" for unknown in one.decision.not_known)
    }
    assert len(wrong) > 10
    assert told == wrong


@pytest.mark.parametrize(("written", "suffix"), [(json_of, "json"), (json_lines_of, "jsonl")])
def test_records_in_json_give_the_same_decisions(written, suffix):
    people, strays = read_files(in_pieces(trust(lost=True), written, suffix))
    assert not strays
    answers = decided(people)
    assert {id: one.decision for id, one in answers.items()} == {
        id: one.decision for id, one in clean(lost=True).items()
    }
    assert all(people[id].sha256 == one.person.sha256 for id, one in clean(lost=True).items())


def csv_files(tables, style):
    return {f"{name}.csv": csv_of(rows, style) for name, rows in tables.items()}


def mapping(style, *, sheets):
    if style.mapping is None:
        return None
    found, _, findings = read_mapping(mapping_of(style, flow(), sheets=sheets), style.mapping)
    assert found is not None, findings
    return found


def compare(style, tables, files, label, planted=()):
    """Holds what is read of an export against the records and against what was planted in it."""
    people, strays = read_files(files, mapping(style, sheets="export.xlsx" in files))
    answers = decided(people)
    spoilt = {one.who for one in planted if one.spoils}
    records = clean(lost=style.lost, events=bool(style.events))
    assert set(answers) == set(records)
    told = [finding for one in answers.values() for finding in one.findings]
    told += [finding for stray in strays for finding in stray.findings if finding.severity == "error"]
    assert Counter((one.file, one.line, one.rule) for one in told) == Counter(expected(tables, label))
    differing = [
        id for id in records if id not in spoilt and answers[id].decision != records[id].decision
    ]
    assert differing == []
    assert {id for id, one in answers.items() if not one.decided} == spoilt
    rows = sum(map(len, tables.values()))
    assert sum(one.rows for one in (*people.values(), *strays)) == rows
    return answers


@pytest.mark.parametrize("style", STYLES, ids=lambda style: style.name)
def test_tables_as_csv_give_the_same_decisions(style):
    tables = tables_of(trust(lost=style.lost), style)
    compare(style, tables, csv_files(tables, style), "{}.csv".format)


@pytest.mark.parametrize("style", STYLES, ids=lambda style: style.name)
def test_every_fault_in_a_csv_file_is_told_and_nothing_else(style):
    tables = tables_of(trust(lost=style.lost), style)
    planted = Field(Random(SEED), trust(lost=style.lost), tables, style, typed=False).plant(EACH)
    assert len({one.kind for one in planted}) >= 12
    assert sum(one.spoils for one in planted) > 8 * EACH
    compare(style, tables, csv_files(tables, style), "{}.csv".format, planted)


@pytest.mark.parametrize("style", STYLES, ids=lambda style: style.name)
def test_every_fault_in_a_workbook_is_told_and_nothing_else(style):
    tables = tables_of(trust(lost=style.lost), style)
    planted = Field(Random(SEED), trust(lost=style.lost), tables, style, typed=True).plant(EACH)
    assert len({one.kind for one in planted}) >= 13
    assert sum(one.spoils for one in planted) > 8 * EACH
    compare(
        style,
        tables,
        {"export.xlsx": xlsx_of(tables)},
        lambda table: f"export.xlsx [{table.capitalize()}]",
        planted,
    )


def test_a_census_gives_the_same_decisions_on_what_it_has():
    people, strays = read_files({"swc.xml": census_of(trust(lost=True))}, key=bytes(32))
    assert {finding.severity for stray in strays for finding in stray.findings} == {"warning"}
    records = clean(lost=True, census=True)
    answers = decided(people)
    assert len(answers) == len(records)
    assert Counter(repr(one.decision) for one in answers.values()) == Counter(
        repr(one.decision) for one in records.values()
    )


_IN_CENSUS = (
    ("<FirstDayOfAbsence>[^<]*", "<FirstDayOfAbsence>2026-02-31", "not-a-date"),
    ("<FirstDayOfAbsence>.*</FirstDayOfAbsence>", "", "no-first-day"),
    ("<LastDayOfAbsence>[^<]*", "<LastDayOfAbsence>2020-01-01", "ends-before-start"),
    ("<WorkingDaysLost>[^<]*", "<WorkingDaysLost>some", "wrong-days-lost"),
    ("<AbsenceCategory>[^<]*", "<AbsenceCategory>ILL", "unknown-category"),
    ("<Absence>.*</Absence>", r"\g<0>\g<0>", "absence-twice"),
)


def test_every_fault_in_a_census_is_told_and_nothing_else():
    lines = census_of(one for one in trust(lost=True) if len(one.posts) == 1).decode().split("\n")
    firsts = [
        place for place, line in enumerate(lines) if "<Absences><Absence>" in line and "<LastDay" in line
    ]
    must = []
    for place, (word, spoilt, rule) in zip(firsts, _IN_CENSUS * EACH, strict=False):
        lines[place] = re.sub(word, spoilt, lines[place], count=1)
        must.append((place + 1, rule))
    assert len(must) == EACH * len(_IN_CENSUS)
    people, _ = read_files({"swc.xml": "\n".join(lines).encode()}, key=bytes(32))
    answers = decided(people).values()
    told = [(finding.line, finding.rule) for one in answers for finding in one.findings]
    assert sorted(told) == sorted(must)
    well = Counter(repr(one.decision) for one in answers if one.decided)
    assert well.total() == len(answers) - len(must)
    assert well <= Counter(repr(one.decision) for one in clean(lost=True, census=True).values())
