"""The commands as a person uses them: what they print, what they write, how they end."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from flowrules import cli
from flowrules.cli import main

OAKFIELD = Path(__file__).parent.parent / "examples" / "oakfield"
PROCEDURE = str(OAKFIELD / "procedure.yaml")
RECORDS = str(OAKFIELD / "records")
E1077 = str(OAKFIELD / "records" / "E1077.yaml")
DAY = ["--on", "2026-11-21"]
SMALL = """\
flowrules: 1
procedure: {id: small, title: Small procedure}
triggers: {often: {absences: {at_least: 3, within: 6 months}}}
stages:
  fine: {next: [{when: often, to: review}]}
  review:
    actions: [{id: meet, do: Hold a review meeting, by: manager, within: 10 working days}]
    next: [{after: 6 months, to: fine}]
"""
BROKEN = SMALL.replace("to: review", "to: reveiw")
COMMANDS = ["dashboard", "evaluate", "lint", "map", "new", "render", "replay", "rules", "schema", "test"]


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def run(*words, given=None):
        return CliRunner().invoke(
            main, [str(word) for word in words], input=given, prog_name="flowrules"
        )

    return run


# lint


def test_a_sound_procedure_is_said_to_be_sound(run):
    done = run("lint", PROCEDURE)
    assert done.exit_code == 0
    assert done.output.startswith("1 file checked: no findings")


def test_a_slip_is_shown_at_its_place_with_the_way_out(run):
    Path("p.yaml").write_text(BROKEN)
    done = run("lint", "p.yaml")
    assert done.exit_code == 1
    assert done.output == (
        "p.yaml:5:35: error[FR202] there is no stage called `reveiw` (unknown-name)\n"
        "  5 |   fine: {next: [{when: often, to: reveiw}]}\n"
        "    |                                   ^^^^^^\n"
        "  help: did you mean `review`?\n"
        "1 file checked: 1 error\n"
    )


def test_lint_reads_standard_input_folders_and_several_files(run):
    assert run("lint", "-", given=BROKEN).output.startswith("-:5:35: error[FR202]")
    Path("school").mkdir()
    Path("school/one.yaml").write_text(SMALL)
    Path("school/record.yaml").write_text("employee: {id: E1}\n")
    Path("two.yaml").write_text(BROKEN)
    done = run("lint", "school", "two.yaml", "--pack", "logic")
    assert done.exit_code == 1
    assert done.output.splitlines()[-1].startswith("2 files checked: 1 error, 1 warning")


def test_lint_says_when_nothing_was_checked(run):
    Path("empty").mkdir()
    done = run("lint", "empty")
    assert done.exit_code == 3
    assert "no procedure was found" in done.output


def test_lint_json_is_what_the_reference_promises(run):
    Path("p.yaml").write_text(BROKEN)
    done = run("lint", "p.yaml", "--format", "json")
    assert json.loads(done.output) == {
        "flowrules": 1,
        "files": 1,
        "findings": [
            {
                "code": "FR202", "rule": "unknown-name", "severity": "error", "file": "p.yaml",
                "path": ["stages", "fine", "next", 0, "to"],
                "line": 5, "column": 35, "end_line": 5, "end_column": 41,
                "message": "there is no stage called `reveiw`", "help": "did you mean `review`?",
                "example": None, "related": [], "fix": None,
            }
        ],
        "allowed": [],
    }  # fmt: skip


def test_lint_github_escapes_what_github_reads(run):
    Path("a,b.yaml").write_text(BROKEN)
    done = run("lint", "a,b.yaml", "--format", "github")
    assert done.output == (
        "::error file=a%2Cb.yaml,line=5,endLine=5,col=35,endColumn=41,title=FR202 unknown-name::"
        "there is no stage called `reveiw` (did you mean `review`?)\n"
    )


def test_warnings_fail_only_when_asked(run):
    Path("p.yaml").write_text(SMALL)
    assert run("lint", "p.yaml", "--pack", "logic").exit_code == 0
    assert run("lint", "p.yaml", "--pack", "logic", "--fail-on", "warning").exit_code == 1


# evaluate


def test_the_next_action_comes_first(run):
    done = run("evaluate", PROCEDURE, E1077, *DAY)
    assert done.exit_code == 0
    lines = done.output.splitlines()
    assert lines[0] == "E1077 on Sat 21 November 2026"
    assert lines[3] == "Suggested next step: Meet and agree what would help"
    assert "2. 3 to 11 November 2026: 5 working days" in done.output


def test_one_record_is_one_object_and_several_are_a_line_each(run):
    one = json.loads(run("evaluate", PROCEDURE, E1077, *DAY, "--format", "json").output)
    assert one["record"]["id"] == "E1077"
    many = run("evaluate", PROCEDURE, RECORDS, *DAY, "--format", "json").stdout.splitlines()
    assert [json.loads(line)["record"]["id"] for line in many] == [
        "E1012",
        "E1077",
        "E1103",
        "E1146",
        "E1190",
    ]
    assert one in [json.loads(line) for line in many]


def test_every_reason_has_the_line_of_the_procedure(run):
    document = json.loads(run("evaluate", PROCEDURE, E1077, *DAY, "--format", "json").output)
    lines = Path(PROCEDURE).read_text().splitlines()
    (step,) = document["steps"]
    assert lines[step["line"] - 1].strip().startswith("next: [{when: frequent-absence")
    (reason,) = step["because"]
    assert "working_days: {at_least: 10, within: 12 months" in lines[reason["line"] - 1]
    assert (reason["value"], reason["at_least"], reason["lost"]) == (10, 10, [5, 5])


def test_a_record_with_a_mistake_is_not_decided_and_the_others_are(run):
    Path("records").mkdir()
    Path("records/a.yaml").write_text("absences: [{from: 2026-09-09, to: 2026-09-08}]\n")
    Path("records/b.yaml").write_text("employee: {id: E2, group: support}\n")
    done = run("evaluate", PROCEDURE, "records", *DAY)
    assert done.exit_code == 1
    place = Path("records/a.yaml")
    assert (
        f"{place}:1:35: error[FR501] the absence ends on 8 September 2026, before it starts"
        in done.stderr
    )
    assert "1 employee: not decided" in done.stderr
    assert done.stdout.startswith("E2 on Sat 21 November 2026")


def test_the_lines_of_a_record_are_not_repeated_in_errors(run):
    Path("r.yaml").write_text("absences: [{from: 2026-09-09, category: 5, secret: Ann Other}]\n")
    done = run("evaluate", PROCEDURE, "r.yaml", *DAY)
    assert done.exit_code == 1
    assert "Ann" not in done.output


def test_a_record_that_is_not_decided_says_so_in_json(run):
    done = run(
        "evaluate", PROCEDURE, "-", *DAY, "--format", "json", given="absences: [{from: 2026-13-09}]\n"
    )
    assert done.exit_code == 1
    document = json.loads(done.stdout)
    assert (document["decided"], document["next"], document["tracks"]) == (False, None, {})
    assert document["findings"][0]["line"] == 1


def test_a_person_who_is_not_covered_is_told_apart(run):
    record = "employee: {id: E3, group: agency-worker}\n"
    assert "Not covered" in run("evaluate", PROCEDURE, "-", *DAY, given=record).output
    document = json.loads(run("evaluate", PROCEDURE, "-", *DAY, "--format", "json", given=record).output)
    assert (document["covered"], document["decided"]) == (False, False)


def test_a_procedure_with_errors_decides_nobody(run):
    Path("p.yaml").write_text(BROKEN)
    done = run("evaluate", "p.yaml", E1077, *DAY)
    assert (done.exit_code, done.stdout) == (1, "")
    assert "did you mean `review`?" in done.stderr


def test_what_cannot_be_read_ends_with_2_and_one_line(run):
    for words in (
        ["lint", "none.yaml"],
        ["evaluate", "none.yaml", E1077],
        ["evaluate", PROCEDURE, "none.yaml"],
    ):
        done = run(*words)
        assert done.exit_code == 2
        assert done.output == "flowrules: none.yaml: cannot be read (no such file or directory)\n"


def test_a_folder_without_records_is_nothing_checked(run):
    Path("empty").mkdir()
    assert run("evaluate", PROCEDURE, "empty").exit_code == 3


def test_without_a_day_today_is_taken_and_said(run):
    from datetime import date

    from flowrules.words import say_weekday

    before = date.today()
    first = run("evaluate", PROCEDURE, E1077).output.splitlines()[0]
    assert first in {f"E1077 on {say_weekday(day)}" for day in (before, date.today())}


# new, schema, help


def test_new_writes_a_procedure_and_a_record_that_work(run):
    done = run("new", "my-school")
    assert done.exit_code == 0
    done = run("lint", "my-school", "--fail-on", "warning")
    assert done.exit_code == 0
    assert done.output.startswith("1 file checked: no findings")
    done = run("evaluate", "my-school/procedure.yaml", "my-school/record.yaml", *DAY)
    assert done.exit_code == 0
    assert "“Frequent absence” would be reached by one more absence, even of a day" in done.output


def test_new_never_writes_over_what_is_there(run):
    Path("record.yaml").write_text("mine")
    done = run("new")
    assert done.exit_code == 2
    assert not Path("procedure.yaml").exists()
    assert Path("record.yaml").read_text() == "mine"


def test_every_command_has_help_with_an_example(run):
    for name in COMMANDS:
        assert "Example:" in run(name, "--help").output, name


@pytest.mark.parametrize("asked", ["--help", "-h"])
def test_help_names_every_command_and_nothing_else(run, asked):
    done = run(asked)
    assert done.exit_code == 0, done.exception
    listed = done.output.partition("Commands:\n")[2].splitlines()
    assert [line.split()[0] for line in listed if line[2:3] != " "] == COMMANDS


SHARED = sorted({one.stem for one in Path(cli.__file__).parent.glob("[!_]*.py")} - set(COMMANDS))


@pytest.mark.parametrize("name", SHARED)
def test_a_file_that_commands_share_is_no_command(run, name):
    done = run(name)
    assert done.exit_code == 2
    assert f"No such command '{name}'" in done.output


def test_a_misspelt_command_is_met_with_the_nearest(run):
    done = run("evalute")
    assert done.exit_code == 2
    assert "Did you mean `evaluate`?" in done.output


def test_a_record_that_is_not_there_does_not_stop_the_others(run):
    done = run("evaluate", PROCEDURE, "none.yaml", E1077, *DAY)
    assert done.exit_code == 2
    assert "none.yaml: cannot be read" in done.stderr
    assert done.stdout.startswith("E1077 on Sat 21 November 2026")


@pytest.mark.parametrize(
    "record",
    [
        "absences: [{from: 2026-11-02, cancer: 1, cancer: 2}]",
        "absences: [{from: 2026-11-02, cancer: 1}]",
        "absences: [{from: 2026-11-02, cancer: }]",
        "absences: [{from: 2026-11-02, category: cancer}]",
        "events: [{on: 2026-11-02, recorded: cancer}]",
        "events: [{on: 2026-11-02, contact: cancer}]",
        "events: [{on: 2026-11-02, action: cancer}]",
        "events: [{on: 2026-11-02, action: informal-meeting, outcome: cancer}]",
        "events: [{on: 2026-11-02, placed: {cancer: stage-1}, because: x}]",
        "events: [{on: 2026-11-02, placed: {attendance: cancer}, because: x}]",
    ],
)
def test_what_is_written_in_a_record_is_not_repeated(run, record):
    done = run("evaluate", PROCEDURE, "-", *DAY, given=record + "\n")
    assert done.exit_code == 1
    assert "error[FR" in done.stderr
    assert "cancer" not in done.output
    as_json = run("evaluate", PROCEDURE, "-", *DAY, "--format", "json", given=record + "\n").stdout
    assert json.loads(as_json)["findings"]
    assert "cancer" not in as_json


def test_an_event_that_places_nobody_anywhere_is_refused(run):
    record = "events: [{on: 2026-11-02, placed: {}, because: carried over}]\n"
    assert run("evaluate", PROCEDURE, "-", *DAY, given=record).exit_code == 1
