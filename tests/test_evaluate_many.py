"""`flowrules evaluate` on many people: tables in, worklists out, sums that hold, nothing half-written."""

import csv
import io
import json
import os
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from people_of_oakfield import ASKED, FLOW, SOURCE, found, oakfield_people

from flowrules.cli import main
from flowrules.cli.answers import Making, Wish
from flowrules.cli.several import each
from flowrules.people import Stray

ROOT = Path(__file__).parent.parent
PROCEDURE = str(ROOT / "examples/oakfield/procedure.yaml")
RECORDS = str(ROOT / "examples/oakfield/records")
DAY = ("--on", "2026-11-21")
TABLE = """\
Payroll Number,Start Date,End Date,Absence Type,Staff Group
E1,14/09/2026,15/09/2026,Sickness,support
E1,05/10/2026,05/10/2026,Sickness,support
E1,03/11/2026,03/11/2026,Sickness,support
E2,20/10/2026,21/10/2026,Sickness,support
"""
WRONG = TABLE + "E2,31/02/2026,31/02/2026,Sickness,support\n"


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "absences.csv").write_text(TABLE)
    (tmp_path / "wrong.csv").write_text(WRONG)

    def run(*words, given=None):
        return CliRunner().invoke(main, [str(word) for word in words], input=given)

    return run


def evaluate(run, *words, **how):
    return run("evaluate", PROCEDURE, *words, *DAY, **how)


def test_a_table_gives_the_same_decisions_as_records(run, tmp_path):
    (tmp_path / "E1.yaml").write_text(
        "employee: {id: E1, group: support}\n"
        "absences: [{from: 2026-09-14, to: 2026-09-15}, {from: 2026-10-05, to: 2026-10-05},\n"
        "  {from: 2026-11-03, to: 2026-11-03}]\n"
    )
    one = json.loads(evaluate(run, "E1.yaml", "--format", "json").stdout)
    other = json.loads(evaluate(run, "absences.csv", "--format", "json").stdout.splitlines()[0])
    assert one["steps"]
    assert {key: value for key, value in one.items() if key != "record"} == {
        key: value for key, value in other.items() if key != "record"
    }
    assert one["record"]["id"] == other["record"]["id"]


def test_somebody_with_a_row_that_cannot_be_used_is_not_decided_and_the_others_are(run):
    done = evaluate(run, "wrong.csv", "--format", "json")
    assert done.exit_code == 1
    decided = {one["record"]["id"]: one["decided"] for one in map(json.loads, done.stdout.splitlines())}
    assert decided == {"E1": True, "E2": False}
    assert "wrong.csv:6:2: error[FR608]" in done.stderr
    assert "1 employee: not decided, because of the findings above" in done.stderr
    assert "rows: 5 read, 4 used, 1 rejected; employees: 2, 1 decided, 1 not decided" in done.stderr


def test_rejected_rows_go_into_a_file_with_their_places(run, tmp_path):
    evaluate(run, "wrong.csv", "--rejects", "rejects.csv")
    rows = [*csv.DictReader(io.StringIO((tmp_path / "rejects.csv").read_text("utf-8-sig")))]
    assert [(row["Employee"], row["File"], row["Line"]) for row in rows] == [("E2", "wrong.csv", "6")]
    assert rows[0]["Reason"]
    assert rows[0]["Way out"]


def with_rows(tmp_path, rows):
    (tmp_path / "many.csv").write_text(WRONG + "".join(rows))


def test_a_finding_that_many_have_is_told_once_with_how_many_more_have_it(run, tmp_path):
    with_rows(tmp_path, [f"X{n},20/10/2026,21/10/2026,Unheard of,support\n" for n in range(1100, 1125)])
    done = evaluate(run, "many.csv", "-o", "list.csv")
    assert done.exit_code == 1
    assert done.stderr.count("no category of this procedure") == 1
    assert done.stderr.count("error[FR608]") == 1
    not_decided = "1 employee: not decided, because of the findings above\n"
    assert done.stderr.count(not_decided) == 2, "the findings of the others are not above"
    some = f"{', '.join(map(str, range(8, 27)))} and 5 others"
    rest = f"many.csv:7:4: error[FR610] the same in 24 more rows, of 24 more employees: lines {some}"
    assert f"{rest}; --rejects FILE.csv names them all\n" in done.stderr
    assert "employees: 27, 1 decided, 26 not decided" in done.stderr
    done = evaluate(run, "many.csv", "-o", "list.csv", "--rejects", "rejects.csv")
    assert f"{rest}\n" in done.stderr
    assert len((tmp_path / "rejects.csv").read_text().splitlines()) == 1 + 26


def test_a_finding_that_one_employee_has_again_is_told_once_with_the_other_lines(run, tmp_path):
    with_rows(tmp_path, [f"X1,20/{n}/2026,21/{n}/2026,Unheard of,support\n" for n in ("01", "02")])
    done = evaluate(run, "many.csv", "-o", "list.csv", "--rejects", "rejects.csv")
    assert done.stderr.count("no category of this procedure") == 1
    assert (
        "many.csv:7:4: error[FR610] the same in 1 more row, of the same employee: line 8\n"
        in done.stderr
    )


def test_of_rows_that_name_nobody_no_employees_are_counted(run, tmp_path):
    with_rows(tmp_path, [f",20/{n}/2026,21/{n}/2026,Sickness,support\n" for n in ("01", "02", "03")])
    done = evaluate(run, "many.csv", "-o", "list.csv", "--rejects", "rejects.csv")
    assert done.stderr.count("names no employee") == 1
    assert "many.csv:7:1: error[FR606] the same at 2 more places: lines 8 and 9\n" in done.stderr


def test_the_same_finding_in_another_file_is_named_with_its_file(run, tmp_path):
    for name, id in (("one", "E1"), ("two", "E2"), ("three", "E3")):
        (tmp_path / f"{name}.yaml").write_text(f"employee: {{id: {id}}}\nabsences: 3\n")
    done = evaluate(run, "one.yaml", "two.yaml", "three.yaml", "-o", "list.csv", "--rejects", "r.csv")
    assert done.stderr.count("help: ") == 1
    assert "the same in 2 more rows, of 2 more employees: two.yaml:2 and three.yaml:2" in done.stderr


def test_of_many_different_findings_of_one_kind_the_first_twenty_are_shown(run, tmp_path):
    with_rows(
        tmp_path, [f"X{n},20/10/2026,21/10/2026,Sickness,office {n}\n" for n in (*range(25), 3, 24)]
    )
    (tmp_path / "staff.csv").write_text(
        "Payroll Number,Staff Group\n" + "".join(f"Z{n},support\n" for n in range(3))
    )
    done = evaluate(run, "many.csv", "staff.csv", "-o", "list.csv")
    assert done.stderr.count("no staff group of this procedure") == 20
    assert "error[FR610] and 5 more like it (unknown-value); --rejects" in done.stderr
    assert "the same in 1 more row, of the same employee: line 32" in done.stderr


def test_strict_stops_at_the_first_and_writes_nothing(run, tmp_path):
    done = evaluate(run, "wrong.csv", "--strict", "-o", "worklist.xlsx", "--rejects", "rejects.csv")
    assert done.exit_code == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["absences.csv", "wrong.csv"]


@pytest.mark.parametrize("form", ["csv", "xlsx", "ics", "json", "txt"])
def test_the_ending_of_the_file_says_what_is_written(run, tmp_path, form):
    name = f"out.{form}"
    done = evaluate(run, RECORDS, "-o", name)
    assert done.exit_code == 0, done.output
    assert done.stdout == ""
    start = (tmp_path / name).read_bytes()[:30]
    assert start.startswith({
        "csv": b"\xef\xbb\xbfStatus", "xlsx": b"PK", "ics": b"BEGIN:VCALENDAR", "json": b'{"flowrules": 1',
        "txt": b"E1012 on",
    }[form])  # fmt: skip
    assert evaluate(run, RECORDS, "-o", name).exit_code == (2 if form == "txt" else 0)


def test_a_worklist_is_for_its_owner_alone(run, tmp_path):
    evaluate(run, RECORDS, "-o", "worklist.xlsx", "--log", "log.jsonl", "--rejects", "rejects.csv")
    for name in ("worklist.xlsx", "log.jsonl", "rejects.csv"):
        assert (tmp_path / name).stat().st_mode & 0o077 == 0, name


def test_a_file_of_another_kind_is_not_written_over(run, tmp_path):
    (tmp_path / "mine.csv").write_text("mine")
    done = evaluate(run, RECORDS, "-o", "mine.csv")
    assert done.exit_code == 2
    assert "choose another name" in done.stderr
    assert (tmp_path / "mine.csv").read_text() == "mine"


def test_a_workbook_is_not_shown_on_the_screen(run):
    done = evaluate(run, RECORDS, "--format", "xlsx")
    assert done.exit_code == 2
    assert "-o worklist.xlsx" in done.stderr


def test_the_worklist_has_what_the_decisions_have(run, tmp_path):
    evaluate(run, RECORDS, "-o", "worklist.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "worklist.xlsx")["Worklist"]
    said = [[cell.value for cell in row] for row in sheet.iter_rows()]
    items = [
        (one["record"]["id"], item["do"])
        for one in map(json.loads, evaluate(run, RECORDS, "--format", "json").stdout.splitlines())
        for item in one["agenda"]
    ]
    for employee, do in items:
        assert any(employee in row and any(do in str(cell) for cell in row) for row in said), do


def test_a_log_is_added_to_and_runs_again(run, tmp_path):
    for _ in range(2):
        assert evaluate(run, RECORDS, "absences.csv", "--log", "log.jsonl").exit_code == 0
    lines = [json.loads(line) for line in (tmp_path / "log.jsonl").read_text().splitlines()]
    assert [one["kind"] for one in lines].count("procedure") == 1
    assert [one["kind"] for one in lines].count("decision") == 14
    done = run("replay", "log.jsonl")
    assert done.exit_code == 0, done.output
    assert "14 decisions: 14 as they were" in done.stdout


def test_a_key_is_made_once_and_gives_the_same_pseudonyms(run, tmp_path):
    census = str(ROOT / "examples/census")
    file = next(str(path) for path in sorted(Path(census).iterdir()) if path.suffix == ".xml")
    first = evaluate(run, file, "--key", "our.key", "--format", "json")
    assert "wrote our.key" in first.stderr
    again = evaluate(run, file, "--key", "our.key", "--format", "json")
    ids = [
        [json.loads(line)["record"]["id"] for line in one.stdout.splitlines()] for one in (first, again)
    ]
    assert ids[0] == ids[1]
    assert all(one.startswith("P-") for one in ids[0])
    (tmp_path / "our.key").write_text("something else")
    assert evaluate(run, file, "--key", "our.key").exit_code == 2


def test_a_name_from_a_table_is_shown_only_where_it_is_asked_for(run, tmp_path):
    (tmp_path / "named.csv").write_text(
        TABLE.replace("Payroll Number", "Employee Name,Payroll Number").replace("\nE", "\nAda Nowak,E")
    )
    plain = evaluate(run, "named.csv", "--format", "csv")
    named = evaluate(run, "named.csv", "--format", "csv", "--names")
    assert "Nowak" not in plain.output
    assert "Ada Nowak" in named.stdout


def test_rows_of_nobody_keep_their_place_among_the_people_made_with_them():
    asked = [Stray((found(3),)), *oakfield_people()[:2], Stray((found(9),)), oakfield_people()[2]]
    made = Making(FLOW, SOURCE, ASKED, Wish("xlsx", listed=True))(asked)
    assert [[place.line for place in one.findings] for one in made] == [[3], [], [], [9], []]
    assert [one.work.sums.employees for one in made] == [0, 1, 1, 0, 1]


# In several processes ---------------------------------------------------------------------------------


def test_what_is_made_in_several_processes_comes_in_order():
    assert list(each(range(1000), in_words)) == [str(number) for number in range(1000)]


@pytest.mark.parametrize(("people", "together"), [(60, [1] * 60), (100, [40, 40, 20])])
def test_on_one_core_a_few_are_made_one_by_one_and_many_in_bundles(monkeypatch, people, together):
    monkeypatch.setattr("flowrules.cli.several.cores", lambda: 1)
    given = []

    def make(numbers):
        given.append(len(numbers))
        return in_words(numbers)

    assert list(each(range(people), make)) == in_words(range(people))
    assert given == together


def test_people_are_asked_for_only_as_they_are_needed():
    asked = []

    def people():
        for number in range(100_000):
            asked.append(number)
            yield number

    made = each(people(), in_words)
    for _ in range(400):
        next(made)
    made.close()
    assert len(asked) < 3_000


def test_a_fault_in_another_process_is_not_lost():
    with pytest.raises(ZeroDivisionError):
        list(each([1] * 500 + [0], one_over))


def in_words(numbers):
    return [str(number) for number in numbers]


def one_over(numbers):
    return [1 / number for number in numbers]


@pytest.mark.skipif(sys.platform == "win32", reason="signals are others there")
def test_a_run_that_is_broken_off_leaves_no_half_files(tmp_path):
    lines = [TABLE.splitlines()[0]]
    for number in range(3000):
        first = date(2026, 1, 5 + number % 20).isoformat()
        lines.append(f"E{number},{first},{first},Sickness,support")
    (tmp_path / "many.csv").write_text("\n".join(lines) + "\n")
    words = ["evaluate", PROCEDURE, "many.csv", *DAY, "-o", "out.xlsx", "--rejects", "r.csv"]
    run = subprocess.Popen(
        [sys.executable, "-m", "flowrules", *words, "--log", "log.jsonl"],
        cwd=tmp_path,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    log = tmp_path / "log.jsonl"
    until = time.monotonic() + 60
    while run.poll() is None and time.monotonic() < until:
        if log.exists() and log.read_bytes().count(b"\n") > 2:
            break
        time.sleep(0.05)
    os.killpg(run.pid, signal.SIGINT)
    _, said = run.communicate(timeout=60)
    assert run.returncode == 130
    assert said.decode().splitlines()[-1] == "flowrules: stopped; no file is left half-written"
    left = {path.name for path in tmp_path.iterdir()}
    assert left <= {"many.csv", "log.jsonl", "log.jsonl.lock"}
    assert all(json.loads(line) for line in log.read_text().splitlines())


def test_a_table_that_is_missing_may_be_about_anybody_so_nobody_is_decided(run, tmp_path):
    result = evaluate(run, "absences.csv", "evnts.csv", "-o", "w.csv")
    assert result.exit_code == 2
    assert "nobody is decided" in result.stderr
    assert not (tmp_path / "w.csv").exists()


def test_nothing_is_withdrawn_from_a_calendar_while_a_record_is_missing(run, tmp_path):
    (tmp_path / "a.yaml").write_text("employee: {id: E1}\nabsences: [{from: 2026-11-18}]\n")
    assert evaluate(run, "a.yaml", "-o", "old.ics").exit_code == 0
    result = evaluate(run, "a.yaml", "b.yaml", "-o", "new.ics", "--since", "old.ics")
    assert (result.exit_code, (tmp_path / "new.ics").exists()) == (2, False)
    assert "nothing is withdrawn while a file is missing, as it may be about anybody" in result.stderr


def test_a_calendar_of_another_procedure_is_not_withdrawn_from(run, tmp_path):
    (tmp_path / "a.yaml").write_text("employee: {id: E1}\nabsences: [{from: 2026-11-18}]\n")
    assert evaluate(run, "a.yaml", "-o", "old.ics").exit_code == 0
    text = (tmp_path / "old.ics").read_text()
    (tmp_path / "old.ics").write_text(text.replace("X-FLOWRULES-OF:", "X-FLOWRULES-OF:0"))
    result = evaluate(run, "a.yaml", "-o", "new.ics", "--since", "old.ics")
    assert (result.exit_code, (tmp_path / "new.ics").exists()) == (2, False)
    assert "old.ics: is a calendar of another procedure" in result.stderr


def test_a_link_in_a_folder_that_leads_nowhere_could_not_be_read(run, tmp_path):
    (tmp_path / "records").mkdir()
    (tmp_path / "records" / "a.yaml").write_text("employee: {id: E1}\nabsences: []\n")
    (tmp_path / "records" / "b.yaml").symlink_to(tmp_path / "gone.yaml")
    result = evaluate(run, "records", "-o", "w.csv")
    assert result.exit_code == 2
    assert "b.yaml: cannot be read (no such file or directory)" in result.stderr
    assert "employees: 1, 1 decided" in result.stderr


def test_that_nobody_has_tried_a_shipped_mapping_is_said(run):
    result = evaluate(run, "absences.csv", "--map", "arbor")
    assert "mapping `arbor`: nobody has tried it on a real export; check some answers by hand" in (
        result.stderr
    )


def test_a_workbook_that_is_no_worklist_of_ours_is_not_written_over(run, tmp_path):
    book = openpyxl.Workbook()
    for line in TABLE.splitlines():
        book.active.append(line.split(","))
    book.save(tmp_path / "export.xlsx")
    before = (tmp_path / "export.xlsx").read_bytes()
    result = evaluate(run, "export.xlsx", "-o", "export.xlsx")
    assert result.exit_code == 2
    assert (tmp_path / "export.xlsx").read_bytes() == before
    assert evaluate(run, "export.xlsx", "-o", "worklist.xlsx").exit_code == 0
    assert evaluate(run, "export.xlsx", "-o", "worklist.xlsx").exit_code == 0


def test_an_ending_that_says_nothing_is_asked_about_rather_than_taken_for_text(run, tmp_path):
    result = evaluate(run, "absences.csv", "-o", "worklist.xls")
    assert result.exit_code == 2
    assert "it can be .txt, .json, .jsonl, .csv, .xlsx, .ics or .parquet" in result.stderr
    assert not (tmp_path / "worklist.xls").exists()


def test_a_worklist_and_the_rejects_are_two_files(run, tmp_path):
    result = evaluate(run, "wrong.csv", "-o", "same.csv", "--rejects", "same.csv")
    assert result.exit_code == 2
    assert not (tmp_path / "same.csv").exists()


def test_a_workbook_can_come_through_a_pipe(tmp_path):
    book = openpyxl.Workbook()
    for line in TABLE.splitlines():
        book.active.append(line.split(","))
    book.save(tmp_path / "export.xlsx")
    words = [sys.executable, "-m", "flowrules", "evaluate", PROCEDURE, "-", *DAY, "--format", "json"]
    made = subprocess.run(
        words, input=(tmp_path / "export.xlsx").read_bytes(), capture_output=True, check=False
    )
    assert made.returncode == 0, made.stderr
    assert len(made.stdout.splitlines()) == 2


_MANY = """\
import os, sys, time
from flowrules.cli.several import each

def make(numbers):
    open(f"{sys.argv[1]}/{os.getpid()}", "w").close()
    time.sleep(0.002 * len(numbers))
    return numbers

if __name__ == "__main__":
    for _ in each(range(10**6), make):
        pass
"""


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="looks at processes as Linux shows them")
def test_the_processes_of_a_program_that_is_killed_end_too(tmp_path):
    (tmp_path / "many.py").write_text(_MANY)
    (tmp_path / "pids").mkdir()
    words = [sys.executable, tmp_path / "many.py", tmp_path / "pids"]
    killed = subprocess.Popen(words, env=os.environ | {"PYTHONPATH": str(ROOT)})
    limit = time.monotonic() + 60
    started = []
    while len(started) < 2 and time.monotonic() < limit:
        started = [path.name for path in (tmp_path / "pids").iterdir()]
        time.sleep(0.05)
    killed.kill()
    killed.wait()
    while any(map(_runs, started)) and time.monotonic() < limit:
        time.sleep(0.1)
    assert not any(map(_runs, started))


def _runs(pid):
    """Whether a process runs; one that has ended may be waiting for its parent to look."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
