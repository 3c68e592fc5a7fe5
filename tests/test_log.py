"""The decision log: whole lines whatever happens, and every decision again years later."""

import errno
import json
import os
import signal
import stat
import subprocess
import sys
import time
from datetime import date
from io import BytesIO
from pathlib import Path
from random import Random

import pytest
from click.testing import CliRunner
from dice import Dice
from drawn_records import record_of
from filelock import FileLock
from people_of_oakfield import (
    ASKED,
    DAY,
    FLOW,
    OAKFIELD,
    PROCEDURE,
    SOURCE,
    answers,
    not_read,
    oakfield_people,
    person_of,
)
from strategies import draw_pair, read_flow

from flowrules.answer import Asked, answer
from flowrules.check import check
from flowrules.cli import main
from flowrules.people import Person
from flowrules.report.log import Beside, By, CannotLog, Log, Rules, json_of, lines_of, plain_record
from flowrules.report.replay import Tally, replay
from flowrules.source import content_hash

HERE = Path(__file__).parent
RULES = Rules(By(FLOW, SOURCE, ASKED))


def write(path, answered=None, rules=RULES):
    with Log(path) as log:
        log.begin(rules)
        for one in answered or answers():
            log.add(rules.decision(one))


def outcomes(path):
    with path.open("rb") as file:
        return list(replay(file, path.name))


def kinds(path):
    return [one.kind for one in outcomes(path)]


def sums(path):
    tally = Tally()
    for outcome in outcomes(path):
        tally.add(outcome)
    return tally.sums()


def entries(path):
    return [json.loads(line) for line in path.read_bytes().splitlines()]


def rewrite(path, change, *, signed):
    """Changes the entries of a log; `signed`: with the hash of what they then say."""
    changed = []
    for entry in entries(path):
        change(entry)
        if signed:
            entry["sha256"] = content_hash(
                {key: value for key, value in entry.items() if key != "sha256"}
            )
        changed.append(json.dumps(entry).encode() + b"\n")
    path.write_bytes(b"".join(changed))


@pytest.fixture
def path(tmp_path):
    return tmp_path / "decisions.jsonl"


def run(*words, **given):
    return CliRunner().invoke(main, ["replay", *map(str, words)], **given)


# Written


def test_a_log_has_the_procedure_once_and_a_line_for_each_person(path):
    write(path)
    write(path)
    said = entries(path)
    assert [one["kind"] for one in said] == ["procedure"] + ["decision"] * 10
    assert said[0]["text"] == PROCEDURE.decode()
    assert [one["document"]["record"]["id"] for one in said[1:6]] == [
        "E1012", "E1077", "E1103", "E1146", "E1190"
    ]  # fmt: skip


def test_a_line_says_what_was_asked_of_what_by_which_program(path):
    write(path, answers()[1:2])
    procedure, decision = entries(path)
    assert decision["procedure"] == procedure["id"]
    assert decision["program"] == decision["document"]["program"]
    assert (decision["on"], decision["known_on"], decision["hindsight"]) == ("2026-11-21", None, False)
    assert decision["document"]["procedure"]["sha256"] == FLOW.sha256
    assert decision["document"]["next"]["action"] == "informal-meeting"
    assert decision["record"]["absences"][0] == {
        "from": "2026-06-01",
        "to": "2026-06-09",
        "category": "sickness",
    }


def test_the_record_in_a_line_has_the_hash_of_the_record_that_was_read(path):
    write(path)
    from flowrules.known import record_hash

    for entry in entries(path)[1:]:
        assert record_hash(entry["record"]) == entry["document"]["record"]["sha256"]


def test_a_line_has_no_time_unless_it_is_given(path):
    write(path)
    rules = Rules(By(FLOW, SOURCE, ASKED, when="2026-11-21T09:30:00"))
    write(path, answers()[:1], rules)
    assert [one["when"] for one in entries(path)[1:]] == [None] * 5 + ["2026-11-21T09:30:00"]


def test_a_log_holds_no_name_and_no_path(path):
    source = SOURCE._replace(name="/home/qwertz/private-qw/procedure.yaml")
    people = [
        one._replace(name="Bo Peep", manager="P. Fell", school="Oakfield Primary")
        for one in oakfield_people()
    ]
    write(path, answers(people), Rules(By(FLOW, source, ASKED)))
    content = path.read_bytes()
    for word in (b"Peep", b"Fell", b"qwertz", b"private-qw"):
        assert word not in content


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permissions")
def test_a_log_is_for_its_owner_alone(path):
    before = os.umask(0)
    try:
        write(path)
    finally:
        os.umask(before)
    for file in path.parent.iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600, file.name


@pytest.mark.parametrize(
    "content", [b"flowrules: 1\n", b"\nflowrules: 1\n", b"[]", b"\xff\xfe", b"{}\n"]
)
def test_a_file_that_is_no_log_is_left_as_it_is(path, content):
    path.write_bytes(content)
    with pytest.raises(CannotLog):
        Log(path)
    assert path.read_bytes() == content


def test_an_empty_file_can_become_a_log(path):
    path.touch()
    write(path)
    assert sums(path).same == 5


def test_every_record_can_be_written_and_read_again():
    for seed in range(60):
        pair = draw_pair(Dice(Random(seed).randint))
        record = record_of(pair.record)
        again = record_of(json.loads(json.dumps(plain_record(record))))
        assert again == record


# Run again


def test_what_was_decided_is_decided_again(path):
    write(path, [*answers(), *answers([not_read()])])
    assert kinds(path) == ["procedure"] + ["same"] * 5 + ["not decided"]
    assert sums(path)._asdict() == {
        "decisions": 6, "same": 5, "differs": 0, "not_decided": 1, "not_run": 0, "damaged": 0, "procedures": 1,
        "programs": {"0.1.0": 6},
    }  # fmt: skip


def test_decisions_of_all_kinds_of_procedures_come_out_the_same(path):
    for seed in range(30):
        pair = draw_pair(Dice(Random(seed).randint))
        flow, source = read_flow(pair.procedure)
        person = Person(f"E{seed}", record_of(pair.record), "", Nowhere())
        asked = Asked(pair.on)
        write(path, [answer(person, flow, asked)], Rules(By(flow, source, asked)))
    found = [(one.kind, one.differences) for one in outcomes(path) if one.kind != "procedure"]
    assert found == [("same", ())] * 30


class Nowhere:
    def placed(self, findings):
        return []


def test_how_a_record_was_looked_at_is_kept(path):
    text = """
employee: {id: E7}
absences: [{from: 2026-10-05, to: 2026-11-11, known_on: 2026-11-16}]
events: [{on: 2026-11-12, contact: return-to-work}]
"""
    for asked in (Asked(DAY, date(2026, 11, 13)), Asked(DAY, hindsight=True)):
        rules = Rules(By(FLOW, SOURCE, asked))
        write(path, [answer(person_of(text), FLOW, asked)], rules)
    first, second = entries(path)[1:]
    assert (first["known_on"], second["hindsight"]) == ("2026-11-13", True)
    assert first["document"]["tracks"] != second["document"]["tracks"]
    assert kinds(path)[1:] == ["same", "same"]


def test_a_record_that_could_not_be_right_is_found_so_again(path):
    wrong = (
        "employee: {id: E9}\nevents: [{on: 2026-11-02, action: informal-meeting, outcome: monitor}]\n"
    )
    answered = answers([person_of(wrong)])
    assert answered[0].findings
    write(path, answered)
    assert kinds(path) == ["procedure", "same"]


def test_term_dates_and_earlier_versions_come_out_of_the_log(path, tmp_path):
    old = b"""flowrules: 1
procedure: {id: p, title: P, version: "1", effective_from: 2026-01-01}
stages:
  start: {next: [{when: {absences: {at_least: 1, within: 6 months}}, to: talk}]}
  talk: {actions: [{id: meet, do: Meet, by: manager, within: 5 working days}], next: [{after: 2 years, to: start}]}
"""
    new = old.replace(b'"1"', b'"2"').replace(b"2026-01-01", b"2026-09-01")
    new = new.replace(
        b"01}", b"01, replaces: {file: old/p.yaml, open_cases: move, earlier_absences: count}}"
    )
    new = new.replace(b"stages:", b"calendar: {terms: terms.csv}\nstages:")
    terms = "from,to,what\n2026-09-01,2026-10-23,term\n2026-11-02,2026-12-18,term\n"
    files = {"old/p.yaml": old, "terms.csv": terms.encode()}
    beside = Beside(files.get)
    checked = check(new, "new.yaml", deep=False, beside=beside)
    assert checked.flow is not None, checked.findings
    assert sorted(beside.files) == ["old/p.yaml", "terms.csv"]
    record = "employee: {id: E7}\nabsences: [{from: 2026-03-02, to: 2026-03-03}, {from: 2026-11-17, to: 2026-11-18}]\n"
    rules = Rules(By(checked.flow, checked.source, ASKED, beside.files))
    write(path, answers([person_of(record)], checked.flow), rules)
    assert [(one.kind, one.differences) for one in outcomes(path)] == [("procedure", ()), ("same", ())]
    assert entries(path)[1]["document"]["procedure"]["earlier"][0]["version"] == "1"


def test_files_that_are_no_text_are_kept_too(path):
    write(path, rules=Rules(By(FLOW, SOURCE, ASKED, {"terms.csv": b"\xff\x96"})))
    assert entries(path)[0]["beside"] == {"terms.csv": {"base64": "/5Y="}}
    assert sums(path).same == 5


def test_the_same_rules_in_another_text_are_another_procedure_in_the_log(path):
    source = check(
        "# A remark moves every line.\n" + PROCEDURE.decode(), "procedure.yaml", deep=False
    ).source
    assert source.sha256 == SOURCE.sha256
    write(path)
    write(path, rules=Rules(By(FLOW, source, ASKED)))
    assert sums(path)._asdict() | {"programs": {}} == {
        "decisions": 10, "same": 10, "differs": 0, "not_decided": 0, "not_run": 0, "damaged": 0, "procedures": 2, "programs": {}
    }  # fmt: skip


def test_another_answer_is_told_field_by_field(path):
    write(path, answers()[1:2])

    def change(entry):
        if entry["kind"] == "decision":
            document = entry["document"]
            document["tracks"]["attendance"]["stage"] = "no-concern"
            document["agenda"][0]["due"] = "2026-12-01"
            del document["agenda"][1]
            document["decisions"] = []
            document["steps"][0]["because"][0]["value"] = 9

    rewrite(path, change, signed=True)
    (differs,) = [one for one in outcomes(path) if one.kind == "differs"]
    assert (differs.line, differs.employee, differs.on) == (2, "E1077", DAY)
    assert differs.differences == (
        "where things stand, `attendance`, stage: it was `no-concern`, and is `informal-review`",
        "the agenda, `informal-meeting` (1 December 2026), due: it was 1 December 2026, and is 30 November 2026",
        "the agenda: it has `informal-note`, and had it not",
        "what is to be decided: it has `informal-meeting`, and had it not",
        "the steps taken, `informal-review` (16 November 2026), because, `working_days`, value: it was 9, and is 10",
    )


def test_a_word_that_only_a_newer_program_says_is_no_difference(path):
    write(path)

    def change(entry):
        if entry["kind"] == "decision":
            del entry["document"]["misfits"]
            for item in entry["document"]["agenda"]:
                del item["new_evidence"]

    rewrite(path, change, signed=True)
    assert sums(path).same == 5


# Altered


def test_an_altered_line_is_told(path):
    write(path)

    def change(entry):
        if entry["kind"] == "decision" and entry["document"]["record"]["id"] == "E1077":
            entry["record"]["absences"].pop()

    rewrite(path, change, signed=False)
    assert kinds(path) == ["procedure", "same", "damaged", "same", "same", "same"]
    (damaged,) = [one for one in outcomes(path) if one.kind == "damaged"]
    assert (damaged.finding.code, damaged.finding.line) == ("FR671", 3)


def test_a_changed_procedure_text_is_told(path):
    write(path)

    def change(entry):
        if entry["kind"] == "procedure":
            entry["text"] = entry["text"].replace(
                "working_days: {at_least: 10", "working_days: {at_least: 11"
            )

    rewrite(path, change, signed=False)
    found = outcomes(path)
    assert found[0].finding.code == "FR671"
    assert {one.kind for one in found[1:]} == {"not run"}, "nothing is decided by altered rules"


def test_a_changed_procedure_text_with_new_hashes_is_found_by_what_it_decides(path):
    write(path)

    def change(entry):
        if entry["kind"] == "procedure":
            entry["text"] = entry["text"].replace(
                "working_days: {at_least: 10", "working_days: {at_least: 11"
            )

    rewrite(path, change, signed=True)
    found = outcomes(path)
    assert [one.kind for one in found] == ["procedure", *["differs"] * 5]
    assert all(any("the procedure, sha256" in said for said in one.differences) for one in found[1:])
    assert any("where things stand" in said for one in found for said in one.differences)


def test_an_altered_procedure_is_put_on_record_again_by_the_next_writer(path):
    write(path)
    rewrite(path, lambda entry: entry.pop("text", None), signed=False)
    write(path)
    assert sums(path).same == 5
    assert sums(path).procedures == 1


def test_a_procedure_that_this_program_does_not_accept_is_told(path):
    write(path)

    def change(entry):
        if entry["kind"] == "procedure":
            entry["text"] = entry["text"].replace("stages:", "stage:")

    rewrite(path, change, signed=True)
    first, *others = outcomes(path)
    assert first.finding.code == "FR673"
    assert [one.kind for one in others] == ["not run"] * 5


@pytest.mark.parametrize(
    "line",
    [
        b'{"flowrules": 2, "kind": "decision"}',
        b'{"flowrules": 1, "kind": "summary"}',
        b"{}",
        b"[1]",
        b"\x00\xff",
    ],
)
def test_a_line_of_no_known_kind_is_told_and_the_others_go_on(path, line):
    write(path)
    path.write_bytes(path.read_bytes() + line + b"\n")
    write(path)
    assert (sums(path).same, sums(path).damaged) == (10, 1)


def test_a_line_without_its_parts_is_told(path):
    write(path)
    rewrite(path, lambda entry: entry.pop("document", None), signed=True)
    assert [one.finding.code for one in outcomes(path)[1:]] == ["FR672"] * 5


# Killed


def test_killed_at_any_byte_a_log_reads_to_its_last_whole_line(path):
    """Cut at each byte: the lines before stay, what is not whole is told, and the next writer goes on."""
    write(path, answers()[:1])
    line = RULES.decision(answers([person_of("employee: {id: E7}\n")])[0])
    whole = path.read_bytes()
    for cut in range(len(line) + 1):
        path.write_bytes(whole + line[:cut])
        read = [bool(json_of(one)) for one in lines_of(BytesIO(path.read_bytes()))]
        complete = cut >= len(line) - 1
        assert read == [True, True] + [complete] * bool(cut), cut
        if cut < 40 or cut % 50 == 0 or cut > len(line) - 10:
            with Log(path) as log:
                log.add(line)
            read = [bool(json_of(one)) for one in lines_of(BytesIO(path.read_bytes()))]
            assert read == [True, True] + [complete] * bool(cut) + [True], cut


@pytest.mark.parametrize("share", [0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
def test_killed_while_writing_the_very_first_line_the_next_writer_begins_anew(path, share):
    cut = 2 + (len(RULES.line) - 4) * share // 9
    path.write_bytes(RULES.line[:cut])
    write(path)
    assert (sums(path).same, sums(path).damaged) == (5, 1)


def test_a_torn_last_line_is_told_apart_from_a_changed_one(path):
    write(path)
    path.write_bytes(path.read_bytes()[:-100])
    torn = outcomes(path)[-1]
    assert torn.finding.code == "FR670"
    assert "stopped while it wrote" in torn.finding.message
    assert sums(path)._asdict() | {"programs": {}} == {
        "decisions": 4, "same": 4, "differs": 0, "not_decided": 0, "not_run": 0, "damaged": 1, "procedures": 1, "programs": {}
    }  # fmt: skip


WRITER = """
import sys
sys.path.insert(0, sys.argv[1])
from people_of_oakfield import ASKED, FLOW, SOURCE, answers, person_of
from flowrules.report.log import By, Log, Rules
rules = Rules(By(FLOW, SOURCE, ASKED))
(answered,) = answers([person_of("employee: {id: E7}\\n")])
with Log(sys.argv[2]) as log:
    log.begin(rules)
    for n in range(int(sys.argv[4])):
        person = answered.person._replace(id=f"{sys.argv[3]}-{n}")
        log.add(rules.decision(answered._replace(person=person)))
"""


def writer(path, name, lines):
    return subprocess.Popen([sys.executable, "-c", WRITER, str(HERE), str(path), name, str(lines)])


def test_two_writers_at_once_lose_nothing(path):
    both = [writer(path, name, 200) for name in ("A", "B")]
    assert [one.wait(timeout=120) for one in both] == [0, 0]
    said = entries(path)
    assert [one["kind"] for one in said].count("procedure") == 1
    ids = [one["document"]["record"]["id"] for one in said if one["kind"] == "decision"]
    assert sorted(ids) == sorted(f"{name}-{n}" for name in "AB" for n in range(200))
    for name in "AB":
        assert [id for id in ids if id[0] == name] == [f"{name}-{n}" for n in range(200)]
    assert sums(path).same == 400


def test_a_writer_waits_for_another_and_says_so_in_the_end(path, monkeypatch):
    monkeypatch.setattr("flowrules.report.log._PATIENCE", 0.2)
    with Log(path) as log:
        with FileLock(f"{path}.lock"), pytest.raises(CannotLog, match="another program"):
            log.begin(RULES)
        assert path.read_bytes() == b""
        log.begin(RULES)
    assert kinds(path) == ["procedure"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_a_writer_that_is_killed_leaves_whole_lines_and_no_lock(path):
    killed = writer(path, "A", 1_000_000)
    limit = time.monotonic() + 60
    while (not path.exists() or path.stat().st_size < 100_000) and time.monotonic() < limit:
        time.sleep(0.01)
    os.kill(killed.pid, signal.SIGKILL)
    killed.wait()
    write(path)
    said = [json_of(line) for line in lines_of(BytesIO(path.read_bytes()))]
    assert [bool(one) for one in said].count(False) <= 1
    assert [one["document"]["record"]["id"] for one in said[-5:]] == [
        "E1012",
        "E1077",
        "E1103",
        "E1146",
        "E1190",
    ]


# The command


def test_the_command_says_that_all_are_as_they_were(path):
    write(path)
    done = run(path)
    assert (done.exit_code, done.output) == (0, "5 decisions: 5 as they were\n")


def test_the_command_shows_what_differs_and_what_is_damaged(path):
    write(path)

    def change(entry):
        if entry["kind"] == "decision" and entry["document"]["record"]["id"] == "E1077":
            entry["program"] = "0.0.9"
            entry["document"]["next"] = None

    rewrite(path, change, signed=True)
    path.write_bytes(
        path.read_bytes().replace(b'"2026-10-14", "contact"', b'"2026-10-15", "contact"')[:-9]
    )
    done = run(path)
    assert done.exit_code == 1
    assert done.output.replace(str(path), "LOG") == GOLDEN


GOLDEN = """\
LOG:3: E1077 on 21 November 2026 differs (decided by version 0.0.9)
  the next step: it was nothing, and is `informal-meeting` (30 November 2026)
LOG:4:1: error[FR671] this line does not say what it said when it was written: its hash is another (log-line-altered)
  help: take the log from a copy that nobody has touched, or find out who changed it and why
LOG:6:1: error[FR670] this line is not whole: the program was stopped while it wrote it (log-line-not-whole)
  help: the lines before and after it are not touched by this; decide on this person again
3 decisions: 2 as they were, 1 differs; 2 lines damaged
decided by other versions of flowrules: 1 by 0.0.9; this is 0.1.0
"""


def test_the_command_gives_json_lines_with_the_sums_last(path):
    write(path, [*answers(), *answers([not_read()])])
    rewrite(path, lambda entry: entry.get("document", {}).update(next=None), signed=True)
    done = run(path, "--format", "json")
    *lines, last = [json.loads(line) for line in done.output.splitlines()]
    assert {(one["kind"], one["employee"]) for one in lines} == {
        ("differs", id) for id in ("E1077", "E1103", "E1146", "E1190")
    }
    assert last["decisions"] == 6
    assert (last["same"], last["differs"], last["not_decided"], last["damaged"]) == (1, 4, 1, 0)


def test_a_log_that_cannot_be_read_is_said_so(tmp_path):
    done = run(tmp_path / "none.jsonl")
    assert done.exit_code == 2
    assert "cannot be read (no such file or directory)" in done.output
    assert run(tmp_path).exit_code == 2


def test_an_empty_log_is_said_so(path):
    path.touch()
    done = run(path)
    assert (done.exit_code, done.output) == (3, "flowrules: there is no decision in it\n")
    with Log(path) as log:
        log.begin(RULES)
    assert run(path).exit_code == 3


def test_a_log_is_read_from_standard_input(path):
    write(path)
    done = run("-", input=path.read_bytes())
    assert (done.exit_code, done.output) == (0, "5 decisions: 5 as they were\n")


def test_a_reader_that_wants_no_more_is_no_fault_of_the_log(path, monkeypatch):
    write(path, [*answers(), *answers([not_read()])])
    rewrite(path, lambda entry: entry.get("document", {}).update(next=None), signed=True)

    def closed(*_):
        raise BrokenPipeError(errno.EPIPE, "Broken pipe")

    monkeypatch.setattr("flowrules.cli.replay._show_text", closed)
    done = run(path)
    assert (done.exit_code, done.output) == (1, "")


def test_replaying_changes_nothing(path):
    write(path)
    before = path.read_bytes()
    path.chmod(0o400)
    (path.parent / "decisions.jsonl.lock").unlink()
    assert run(path).exit_code == 0
    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]


def test_the_example_of_the_records_is_the_one_in_the_folder():
    assert len(list((OAKFIELD / "records").glob("*.yaml"))) == len(oakfield_people())


def test_what_is_no_log_is_not_read_line_by_line(tmp_path):
    (tmp_path / "notes.txt").write_text("one\ntwo\n")
    done = CliRunner().invoke(main, ["replay", str(tmp_path / "notes.txt")])
    assert done.exit_code == 2
    assert done.output.endswith("is no decision log, as `flowrules evaluate --log` writes one\n")


def test_a_log_that_takes_no_more_ends_the_program_in_words(tmp_path, monkeypatch):
    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Log, "add", full)
    log, record = tmp_path / "decisions.jsonl", OAKFIELD / "records/E1077.yaml"
    words = ["evaluate", OAKFIELD / "procedure.yaml", record, "--log", log, "-o", tmp_path / "w.csv"]
    result = CliRunner().invoke(main, [str(word) for word in words])
    assert result.exit_code == 2
    assert result.stderr == f"flowrules: {log}: cannot be written (no space left on device)\n"
    assert not (tmp_path / "w.csv").exists()
