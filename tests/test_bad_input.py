"""Bad files through the real commands: one clear finding each, the right exit code, nothing written.

A file that cannot be read ends with 2; one that was read and is wrong, with 1; nothing to look at, with 3.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from flowrules.cli import main
from flowrules.source import MOST_BYTES

OAKFIELD = Path(__file__).parent.parent / "examples" / "oakfield"
GOOD = (OAKFIELD / "procedure.yaml").read_bytes()
GOOD_RECORD = (OAKFIELD / "records" / "E1012.yaml").read_bytes()
HEAD = "flowrules: 1\nprocedure: {id: a, title: A}\n"
SMALL = HEAD + "stages: {one: {kind: end}}\n"
DAY = ("--on", "2026-11-21")
FOUND = re.compile(
    r"^(?P<file>\S+?):(?P<line>\d+):(?P<column>\d+): error\[(?P<code>FR\d{3})\] (?P<said>.+)$"
)

# What is bad for a procedure and for a record alike: the file, the code, and the exit code.
EITHER = {
    "not UTF-8": ("title: café\n".encode("latin-1"), "FR001", 2),
    "UTF-16": (SMALL.encode("utf-16"), "FR001", 2),
    "200 MB": (200_000_000, "FR002", 2),
    "a NUL": (b"flowrules: 1\n\x00", "FR003", 1),
    "a tab": (b"absences:\n\t- {}\n", "FR003", 1),
    "empty": (b"", "FR004", 1),
    "comments alone": (b"# nothing yet\n", "FR004", 1),
    "two documents": (b"a: 1\n---\nb: 2\n", "FR005", 1),
    "20,000 brackets": (b"[" * 20_000, "FR006", 1),
    "20,000 brackets in a value": (b"events: " + b"[" * 20_000 + b"]" * 20_000, "FR006", 1),
    "a key that is a list": (b"[a, b]: c\n", "FR007", 1),
    "a merge key": (b"absences: []\n<<: {events: []}\n", "FR008", 1),
    "a duplicate key": (b"absences: []\nevents: []\nabsences: []\n", "FR009", 1),
    "an unquoted time": (b"contact: [{by: 07:30}]\n", "FR010", 1),
    "no value": (b"absences:\n", "FR011", 1),
    "10,000 digits": (b"events: " + b"9" * 10_000 + b"\n", "FR012", 1),
    "an alias bomb": (b"a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: [*c, *c]\n", "FR013", 1),
    "a self-reference": (b"a: &a [*a]\n", "FR013", 1),
    "a Python tag": (b"a: !!python/object/apply:os.system ['touch ran']\n", "FR014", 1),
    "another Python tag": (b"!!python/object/new:os.system ['touch ran']\n", "FR014", 1),
    "a bracket left open": (b"absences: [\n  {from: 2026-01-01\n", "FR015", 1),
    "a list": (b"- a\n- b\n", "FR103", 1),
    "a word": (b"hello\n", "FR103", 1),
    "a number": (b"3\n", "FR103", 1),
}
PROCEDURES = EITHER | {
    "a country called no": (SMALL.replace("stages", "calendar: {nation: no}\nstages", 1), "FR103", 1),
    "a misspelt word": (SMALL.replace("title: A", "title: A, titel: A"), "FR101", 1),
    "a file of term dates that is not there": (
        SMALL.replace("stages", "calendar: {terms: terms.csv}\nstages", 1), "FR021", 1),
    "an unknown stage": (HEAD + "stages: {one: {next: [{to: too, after: 1 day}]}}\n", "FR202", 1),
    "triggers that double forty times": (
        SMALL + "triggers:\n" + "".join(f"  t{n}: {{any: [t{n + 1}, t{n + 1}]}}\n" for n in range(40))
        + "  t40: {absences: {at_least: 1, within: 1 year}}\n", "FR217", 1),
    "triggers in a circle": (SMALL + "triggers: {a: {not: b}, b: {not: a}}\n", "FR205", 1),
    "a thousand triggers in a row": (
        SMALL + "triggers:\n" + "".join(f"  t{n}: {{not: t{n + 1}}}\n" for n in range(1_000))
        + "  t1000: {absences: {at_least: 1, within: 1 year}}\n", "FR217", 1),
}  # fmt: skip
RECORDS = EITHER | {
    "a list": (b"- a\n", "FR660", 1),
    "a misspelt word": ("absences: [{from: 2026-09-01, categroy: x}]\n", "FR101", 1),
    "a part of two days": ("absences: [{from: 2026-09-01, to: 2026-09-02, part: half}]\n", "FR514", 1),
    "hours of a day of none": (
        "absences: [{from: 2026-09-01, to: 2026-09-01, hours: 2}]\n", "FR515", 1),
    "a pattern of no days": ("pattern: [{from: 2026-09-01}]\n", "FR516", 1),
    "an adjustment of nothing": (
        "adjustments: [{trigger: stress, from: 2026-09-01, decided_by: head, because: flu}]\n",
        "FR506", 1),
    "a day no month has": ("absences: [{from: 2026-02-30}]\n", "FR103", 1),
    "a date in words": ("absences: [{from: 1 Sept 2026}]\n", "FR103", 1),
    "an end before a start": ("absences: [{from: 2026-09-08, to: 2026-09-07}]\n", "FR501", 1),
    "overlapping absences": (
        "absences: [{from: 2026-09-07, to: 2026-09-09}, {from: 2026-09-09, to: 2026-09-10}]\n", "FR502", 1),
    "an absence inside another": (
        "absences: [{from: 2026-09-07, to: 2026-09-18}, {from: 2026-09-09, to: 2026-09-10}]\n", "FR502", 1),
    "an absence in one without an end": (
        "absences: [{from: 2026-09-07}, {from: 2026-09-09, to: 2026-09-10}]\n", "FR502", 1),
    "an unknown category": ("absences: [{from: 2026-09-07, category: flu}]\n", "FR506", 1),
    "the first year there is": ("absences: [{from: 0001-01-01, to: 0001-01-01}]\n", "FR511", 1),
}  # fmt: skip


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """An empty working folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(path, content):
    """A file; of a number, one of so many empty bytes that take no room."""
    if isinstance(content, int):
        with path.open("wb") as file:
            file.truncate(content)
    else:
        path.write_bytes(content if isinstance(content, bytes) else content.encode())


def run(*words, given=None):
    """A command in a folder that it must leave as it was, and that must not end in a traceback."""
    before = listing()
    done = CliRunner().invoke(main, [*words], input=given, prog_name="flowrules")
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    assert "Traceback" not in done.output
    assert listing() == before
    return done


def listing():
    return {path: path.stat().st_size for path in Path().rglob("*")}


def only(output):
    """The one finding of what a command printed."""
    found = [match for line in output.splitlines() if (match := FOUND.match(line))]
    assert len(found) == 1, output[:2_000]
    return found[0]


@pytest.mark.parametrize("name", PROCEDURES)
def test_a_bad_procedure_is_one_finding_of_lint(name, folder):
    content, code, exit_code = PROCEDURES[name]
    write(folder / "bad.yaml", content)
    done = run("lint", "bad.yaml")
    found = only(done.output)
    assert (found["file"], found["code"], done.exit_code) == ("bad.yaml", code, exit_code)
    assert "help: " in done.output
    assert done.output.endswith("1 file checked: 1 error\n")


@pytest.mark.parametrize("name", PROCEDURES)
def test_a_bad_procedure_is_one_finding_of_evaluate(name, folder):
    content, code, exit_code = PROCEDURES[name]
    write(folder / "bad.yaml", content)
    write(folder / "record.yaml", GOOD_RECORD)
    done = run("evaluate", "bad.yaml", "record.yaml", *DAY)
    assert done.stdout == ""
    assert only(done.stderr)["code"] == code
    assert done.exit_code == exit_code


@pytest.mark.parametrize("name", RECORDS)
def test_a_bad_record_is_one_finding_and_is_not_decided(name, folder):
    content, code, exit_code = RECORDS[name]
    write(folder / "procedure.yaml", GOOD)
    write(folder / "bad.yaml", content)
    done = run("evaluate", "procedure.yaml", "bad.yaml", *DAY)
    assert done.stdout == ""
    found = only(done.stderr)
    assert (found["file"], found["code"], done.exit_code) == ("bad.yaml", code, exit_code)
    nobody = r"^(1 employee: not|bad\.yaml: nobody in it is) decided, because of "
    assert name == "a list" or re.search(nobody, done.stderr, re.MULTILINE)  # an item of it is nobody


@pytest.mark.parametrize("name", [name for name in EITHER if name != "200 MB"])
def test_standard_input_is_read_as_a_file_is(name, folder):
    content, code, exit_code = EITHER[name]
    done = run("lint", "-", given=content)
    assert (only(done.output)["file"], only(done.output)["code"]) == ("-", code)
    assert done.exit_code == exit_code
    content, code, exit_code = RECORDS[name]
    write(folder / "procedure.yaml", GOOD)
    done = run("evaluate", "procedure.yaml", "-", *DAY, given=content)
    assert only(done.stderr)["code"] == code
    assert done.exit_code == exit_code


def test_standard_input_without_an_end_is_too_large(folder):
    done = run("lint", "-", given=b"x" * (MOST_BYTES + 1))
    assert (only(done.output)["code"], done.exit_code) == ("FR002", 2)


def test_many_bad_files_are_each_one_finding_and_the_worst_ends_the_run(folder):
    for number, (content, *_) in enumerate(EITHER.values()):
        write(folder / f"{number:02}.yaml", content)
    done = run("lint", *sorted(path.name for path in folder.iterdir()))
    found = [match for line in done.output.splitlines() if (match := FOUND.match(line))]
    assert [match["code"] for match in found] == [code for _, code, _ in EITHER.values()]
    assert done.exit_code == 2
    assert done.output.endswith(f"{len(EITHER)} files checked: {len(EITHER)} errors\n")


def test_one_bad_record_among_many_is_not_decided_and_the_others_are(folder):
    write(folder / "procedure.yaml", GOOD)
    (folder / "records").mkdir()
    write(folder / "records" / "a.yaml", GOOD_RECORD)
    write(folder / "records" / "b.yaml", "absences: [{from: 2026-09-08, to: 2026-09-07}]\n")
    write(folder / "records" / "c.yaml", GOOD_RECORD.replace(b"E1012", b"E1013"))
    done = run("evaluate", "procedure.yaml", "records", *DAY)
    assert [done.stdout.count(id) for id in ("E1012", "E1013")] == [1, 1]
    assert only(done.stderr)["file"] == str(Path("records", "b.yaml"))
    assert done.exit_code == 1


@pytest.mark.parametrize("name", RECORDS)
def test_no_line_of_a_record_is_ever_shown(name, folder):
    """A line of a record is health data, and a run's output may be kept where others read it."""
    content, *_ = RECORDS[name]
    write(folder / "procedure.yaml", GOOD)
    write(folder / "bad.yaml", content)
    for form in ("text", "json"):
        done = run("evaluate", "procedure.yaml", "bad.yaml", *DAY, "--format", form)
        assert " | " not in done.output
        assert not [
            secret
            for secret in ("title", "stress", "1 Sept 2026", "touch ran", "flu`")
            if secret in done.output
        ]


# What there is no file for.


def test_a_file_that_is_not_there_could_not_be_read(folder):
    write(folder / "procedure.yaml", GOOD)
    for words in (["lint", "no.yaml"], ["evaluate", "no.yaml", "procedure.yaml"],
                  ["evaluate", "procedure.yaml", "no.yaml"]):  # fmt: skip
        done = run(*words)
        assert done.exit_code == 2
        assert done.stderr == "flowrules: no.yaml: cannot be read (no such file or directory)\n"


def test_a_folder_for_a_procedure_could_not_be_read(folder):
    (folder / "school").mkdir()
    write(folder / "record.yaml", GOOD_RECORD)
    done = run("evaluate", "school", "record.yaml")
    assert done.exit_code == 2
    assert done.stderr == "flowrules: school: cannot be read (is a directory)\n"


@pytest.mark.skipif(
    os.name == "nt" or not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads all"
)
def test_a_file_that_may_not_be_read_could_not_be(folder):
    write(folder / "p.yaml", GOOD)
    (folder / "p.yaml").chmod(0)
    done = run("lint", "p.yaml")
    assert done.exit_code == 2
    assert "cannot be read (permission denied)" in done.stderr


def test_an_error_of_the_disk_is_one_line(folder, monkeypatch):
    def fail(*_, **__):
        raise PermissionError(13, "Permission denied")

    write(folder / "p.yaml", GOOD)
    monkeypatch.setattr(Path, "open", fail)
    done = CliRunner().invoke(main, ["lint", "p.yaml"])
    assert done.exit_code == 2
    assert done.stderr == "flowrules: p.yaml: cannot be read (permission denied)\n"


def test_an_empty_folder_is_nothing_to_look_at(folder):
    (folder / "school").mkdir()
    write(folder / "school" / "notes.txt", "flowrules: 1\n")
    write(folder / "procedure.yaml", GOOD)
    assert run("lint", "school").exit_code == 3
    assert run("evaluate", "procedure.yaml", "school").exit_code == 3


def test_a_folder_is_searched_for_procedures_or_for_records(folder):
    (folder / "school" / "deep").mkdir(parents=True)
    write(folder / "school" / "a.yaml", b"\xef\xbb\xbf" + SMALL.encode())
    write(folder / "school" / "b.yaml", SMALL.encode("utf-16"))
    write(folder / "school" / "deep" / "c.YML", SMALL.replace("one", "On e"))
    write(folder / "school" / "record.yaml", GOOD_RECORD)
    done = run("lint", "school")
    found = [match for line in done.output.splitlines() if (match := FOUND.match(line))]
    assert [(Path(match["file"]).name, match["code"]) for match in found] == [
        ("b.yaml", "FR001"),
        ("c.YML", "FR103"),
    ]
    assert done.exit_code == 2
    write(folder / "procedure.yaml", GOOD)
    done = run("evaluate", "procedure.yaml", "school", *DAY)
    assert done.exit_code == 0
    assert "E1012" in done.stdout


# Every problem at its own place, with the line, and marks below it.


@pytest.mark.parametrize("name", [name for name in PROCEDURES if name != "200 MB"])
def test_the_line_is_shown_with_marks_under_what_is_meant(name, folder):
    """At most a hundred characters of it, and a mark for each character that cannot be shown."""
    content, *_ = PROCEDURES[name]
    write(folder / "bad.yaml", content)
    text = (folder / "bad.yaml").read_bytes().decode("utf-8", errors="replace")
    shown = run("lint", "bad.yaml").output.split("\n")
    found = FOUND.match(shown[0])
    row, column = int(found["line"]), int(found["column"])
    lines = text.split("\n")
    assert row <= len(lines)
    line = lines[row - 1].replace("\t", "\ufffd").replace("\x00", "\ufffd")
    assert column <= len(line) + 1
    if line.strip():
        start = max(0, column - 60) if len(line) > 100 else 0
        assert shown[1] == f"  {row} | {line[start : start + 100]}"
        assert shown[2].index("^") == shown[1].index("|") + 1 + column - start
        assert set(shown[2].strip(" |")) == {"^"}


def test_the_line_of_a_bad_procedure_is_shown_by_evaluate_too(folder):
    write(folder / "bad.yaml", "flowrules: 1\nprocedure: 'a\n")
    done = run("evaluate", "bad.yaml", "bad.yaml")
    assert done.stderr == (
        "bad.yaml:2:12: error[FR015] this quote is not closed (syntax)\n"
        "  2 | procedure: 'a\n"
        "    |            ^\n"
        "  help: end the text with the quote it begins with\n"
    )


# The whole program, with a limit: what takes longer than it has gone wrong.


@pytest.mark.parametrize(
    "name", ["200 MB", "20,000 brackets", "an alias bomb", "a Python tag", "10,000 digits"]
)
def test_the_program_itself_ends_in_time_without_a_traceback(name, folder):
    content, code, exit_code = EITHER[name]
    write(folder / "bad.yaml", content)
    before = listing()
    done = subprocess.run(
        [sys.executable, "-m", "flowrules", "lint", "bad.yaml"],
        capture_output=True, text=True, encoding="utf-8", timeout=60, check=False,
    )  # fmt: skip
    assert only(done.stdout)["code"] == code
    assert (done.returncode, done.stderr) == (exit_code, "")
    assert listing() == before


@pytest.mark.skipif(os.name == "nt", reason="a shell of another kind")
def test_closed_standard_input_is_an_empty_file(folder):
    done = subprocess.run(
        ["sh", "-c", '"$0" -m flowrules lint - <&-', sys.executable],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert (only(done.stdout)["code"], done.returncode, done.stderr) == ("FR004", 1, "")
