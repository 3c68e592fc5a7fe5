"""`flowrules test` as a person and a build server use it: what it prints and writes, how it ends."""

import json
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from click.testing import CliRunner

from flowrules.cli import main

PROCEDURE = """\
flowrules: 1
procedure: {id: small, title: Small procedure}
triggers: {often: {title: Frequent absence, absences: {at_least: 3, within: 6 months}}}
stages:
  fine: {next: [{when: often, to: review}]}
  review:
    actions: [{id: meet, do: Hold a review, by: manager, within: 10 working days}]
    next: [{after: 6 months, to: fine}]
"""
RECORD = """\
    record:
      absences:
        - {from: 2026-09-09, to: 2026-09-09}
        - {from: 2026-10-14, to: 2026-10-14}
        - {from: 2026-11-11, to: 2026-11-11}
"""
GOOD = f"""\
  - title: three absences are looked at
{RECORD}    days:
      - {{on: 2026-11-10, expect: {{main: fine}}}}
      - {{on: 2026-11-12, expect: {{main: review, due: 2026-11-25}}}}
"""
BAD = f"""\
  - title: three absences & no more
{RECORD}    on: 2026-11-12
    expect: {{main: fine, next: none}}
"""
SOUND = PROCEDURE + "examples:\n" + GOOD
FAILING = PROCEDURE + "examples:\n" + GOOD + BAD
COVERAGE = """\
What they show of p.yaml
  stages                  2 of 2
  moves                   1 of 2
  conditions both ways    1 of 1
  all together           80 percent

Moves never taken
  “Review” to “Fine”: 6 months after this stage began [line 8]
"""


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def run(*words, given=None):
        return CliRunner().invoke(
            main, ["test", *map(str, words)], input=given, prog_name="flowrules", catch_exceptions=False
        )

    return run


def write(**files: str) -> None:
    """`p=…` is the procedure p.yaml, and any other name a file of scenarios."""
    for name, text in files.items():
        Path(f"{name}.yaml" if name == "p" else f"{name}.scenarios.yaml").write_text(text)


# What is printed --------------------------------------------------------------------------------------


def test_examples_that_pass_are_named_and_what_they_do_not_show_is_listed(run):
    write(p=SOUND)
    done = run("p.yaml")
    assert done.exit_code == 0
    assert done.output == (
        "Examples tried\n\np.yaml\n"
        "  passes: three absences are looked at, on 10 November 2026 [line 17]\n"
        "  passes: three absences are looked at, on 12 November 2026 [line 18]\n"
        f"\n{COVERAGE}\n2 checks: 2 pass\n"
    )


def test_an_example_that_fails_is_told_with_what_was_found_and_why(run):
    write(p=FAILING)
    done = run("p.yaml")
    assert done.exit_code == 1
    assert (
        "  FAILS: three absences & no more, on 12 November 2026 [line 19]\n"
        "    expected `fine`, but the procedure leads to `review` [line 26]\n"
        "    why: it came to `review` on 11 November 2026: 3 absences from 12 May 2026 to 11 November 2026;\n"
        "      the rule: 3 or more absences in 6 months\n"
        "    expected nothing to do next, but the next action is `meet` [line 26]\n"
        "    why: outstanding on 12 November 2026: `meet` (due 25 November 2026)\n"
    ) in done.output
    assert done.output.endswith("\n3 checks: 2 pass, 1 fails\n")


def test_the_same_reason_is_given_once_for_several_failures(run):
    write(p=FAILING.replace("{main: fine, next: none}", "{next: none, due: 2026-11-26, agenda: []}"))
    output = run("p.yaml").output
    assert output.count("expected ") == 3
    assert output.count("why: ") == 1


def test_everything_shown_leaves_nothing_to_list(run):
    later = "      - {on: 2027-06-01, expect: {main: fine}}\n"
    write(p=SOUND + later)
    output = run("p.yaml").output
    assert "  all together          100 percent\n\n3 checks: 3 pass\n" in output


def test_words_are_not_broken_from_their_line(run):
    write(p=SOUND.replace("three absences are looked at", "three absences " * 6 + "are looked at"))
    lines = run("p.yaml").output.splitlines()
    assert max(len(line) for line in lines) <= 100
    assert not [line for line in lines if line.endswith("[line")]
    assert "\xa0" not in "".join(lines)


# Where examples are found -----------------------------------------------------------------------------


def test_files_beside_the_procedure_are_tried_by_name(run):
    write(p=SOUND, b=f"scenarios:\n{BAD}", a=f"scenarios:\n{GOOD}")
    Path("scenarios.yaml").write_text(f"scenarios:\n{GOOD}")
    Path("other.yaml").write_text(f"scenarios:\n{BAD}")
    Path("inside").mkdir()
    Path("inside/scenarios.yaml").write_text(f"scenarios:\n{BAD}")
    document = json.loads(run("p.yaml", "--format", "json").output)
    (procedure,) = document["procedures"]
    assert [file["file"] for file in procedure["files"]] == [
        "p.yaml",
        "a.scenarios.yaml",
        "b.scenarios.yaml",
        "scenarios.yaml",
    ]
    assert (document["checks"], document["failed"]) == (7, 1)


def test_files_beside_add_to_what_is_shown(run):
    later = "      - {on: 2027-06-01, expect: {main: fine}}\n"
    write(p=PROCEDURE, more=f"scenarios:\n{GOOD}{later}")
    done = run("p.yaml")
    assert done.exit_code == 0
    assert "100 percent" in done.output
    assert "\n\nmore.scenarios.yaml\n  passes: three" in done.output
    assert "\n\np.yaml\n" not in done.output


@pytest.mark.parametrize("name", ["Scenarios.yaml", "scenarios.yml", "Term.Scenarios.YML"])
def test_the_ending_of_a_file_may_be_written_either_way(run, name):
    write(p=PROCEDURE)
    Path(name).write_text(f"scenarios:\n{GOOD}")
    assert run("p.yaml").output.endswith("2 checks: 2 pass\n")


def test_a_folder_is_searched_for_procedures(run):
    for name in ("one", "two"):
        Path(name).mkdir()
        Path(name, "p.yaml").write_text(SOUND)
        Path(name, "scenarios.yaml").write_text(f"scenarios:\n{GOOD if name == 'one' else BAD}")
    done = run(".")
    assert done.exit_code == 1
    assert done.output.endswith("7 checks: 6 pass, 1 fails\n")
    for name in ("one", "two"):
        assert f"What they show of {Path(name, 'p.yaml')}" in done.output


def test_standard_input_has_its_own_examples_alone(run):
    Path("scenarios.yaml").write_text(f"scenarios:\n{BAD}")
    done = run("-", given=SOUND)
    assert done.exit_code == 0
    assert done.output.startswith("Examples tried\n\n-\n  passes: ")


# How it ends ------------------------------------------------------------------------------------------


def test_a_procedure_with_mistakes_is_not_tried(run):
    write(p=SOUND.replace("to: review", "to: reveiw"))
    done = run("p.yaml")
    assert done.exit_code == 1
    assert done.output == (
        "Examples tried\n\np.yaml\n"
        "  error[FR202] there is no stage called `reveiw` [line 5]\n"
        "  help: did you mean `review`?\n"
        "\n0 checks: 0 pass; 1 file with mistakes, and so not tried\n"
    )


def test_a_file_of_scenarios_with_mistakes_is_told_at_its_lines_and_the_others_are_tried(run):
    write(p=SOUND, a=f"scenarios:\n{BAD}".replace("next: none", "next: met"))
    done = run("p.yaml")
    assert done.exit_code == 1
    assert (
        "\na.scenarios.yaml\n"
        "  error[FR202] there is no action, contact or event called `met` [line 9]\n"
        "  help: did you mean `meet`?\n"
    ) in done.output
    assert done.output.endswith("2 checks: 2 pass; 1 file with mistakes, and so not tried\n")


def test_a_mistake_in_the_record_of_an_example_fails_it(run):
    write(p=FAILING.replace("to: 2026-11-11}", "to: 2026-11-10}"))
    done = run("p.yaml")
    assert done.exit_code == 1
    assert (
        "    error[FR402] the absence ends on 10 November 2026, before it starts [line 15]\n"
        in done.output
    )


def test_what_cannot_be_read_ends_with_2(run):
    done = run("none.yaml")
    assert done.exit_code == 2
    assert done.output == "flowrules: none.yaml: cannot be read (no such file or directory)\n"
    Path("p.yaml").write_bytes(b"\xff\xfe")
    assert run("p.yaml").exit_code == 2
    write(p=SOUND)
    Path("scenarios.yaml").write_bytes(b"\xff\xfe")
    assert run("p.yaml").exit_code == 2


def test_where_nothing_was_checked_it_ends_with_3(run):
    Path("empty").mkdir()
    done = run("empty")
    assert done.exit_code == 3
    assert "no procedure was found" in done.stderr
    write(p=PROCEDURE)
    done = run("p.yaml")
    assert done.exit_code == 3
    assert done.stdout == "Examples tried\n\np.yaml\n  no examples\n\n0 checks: 0 pass\n"
    assert "no example was found" in done.stderr


def test_a_procedure_without_examples_beside_one_with_some_is_said_to_have_none(run):
    write(p=SOUND)
    Path("inside").mkdir()
    Path("inside/bare.yaml").write_text(PROCEDURE)
    done = run(".")
    assert done.exit_code == 0
    assert f"\n{Path('inside', 'bare.yaml')}\n  no examples\n" in done.output


def test_too_little_shown_fails_when_asked(run):
    write(p=SOUND)
    assert run("p.yaml", "--fail-under", 80).exit_code == 0
    assert run("p.yaml", "--fail-under", 81).exit_code == 1
    assert run("p.yaml", "--fail-under", 101).exit_code == 2


# Files written ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["text", "json", "junit"])
def test_a_report_is_written_and_written_again(run, form):
    write(p=FAILING)
    shown = run("p.yaml", "--format", form).output
    for _ in range(2):
        done = run("p.yaml", "--format", form, "-o", "report")
        assert (done.exit_code, done.output) == (1, "wrote report\n")
        assert Path("report").read_text("utf-8") == shown


@pytest.mark.parametrize("form", ["text", "json", "junit"])
@pytest.mark.parametrize(
    "there", ["flowrules: 1\n", '{\n  "flowrules": 1,\n  "files": 1', '<?xml version="1.0"?>\n<svg', "x"]
)
def test_a_file_of_another_kind_is_not_written_over(run, form, there):
    write(p=SOUND)
    Path("report").write_text(there)
    done = run("p.yaml", "--format", form, "-o", "report")
    assert done.exit_code == 2
    assert done.output == (
        "flowrules: report: is there and is no report of this kind; choose another name\n"
    )
    assert Path("report").read_text() == there


def test_a_report_of_one_kind_is_not_written_over_another(run):
    write(p=SOUND)
    run("p.yaml", "-o", "report")
    assert run("p.yaml", "--format", "junit", "-o", "report").exit_code == 2


def test_an_empty_file_may_become_a_report(run):
    write(p=SOUND)
    Path("report").touch()
    assert run("p.yaml", "-o", "report").exit_code == 0


@pytest.mark.parametrize(
    ("target", "why"), [("folder", "is a folder"), ("no/report", "there is no folder `no`")]
)
def test_a_place_that_cannot_be_written_to_is_told_before_anything_is_tried(run, target, why):
    write(p=FAILING)
    Path("folder").mkdir()
    done = run("p.yaml", "-o", target)
    assert (done.exit_code, done.output) == (2, f"flowrules: {target}: {why}\n")


# Reports for programs ---------------------------------------------------------------------------------


def test_the_json_says_all_that_the_text_says(run):
    write(p=FAILING)
    document = json.loads(run("p.yaml", "--format", "json").output)
    assert (document["flowrules"], document["checks"], document["failed"]) == (1, 3, 1)
    (procedure,) = document["procedures"]
    (file,) = procedure["files"]
    assert (procedure["file"], file["file"], file["findings"]) == ("p.yaml", "p.yaml", [])
    first, _, last = file["checks"]
    assert first == {
        "title": "three absences are looked at",
        "on": "2026-11-10",
        "path": ["examples", 0, "days", 0],
        "line": 17,
        "passed": True,
        "findings": [],
    }
    assert (last["passed"], last["line"], len(last["findings"])) == (False, 19, 2)
    assert last["findings"][0]["message"] == "expected `fine`, but the procedure leads to `review`"
    assert last["findings"][0]["line"] == 26
    assert procedure["coverage"] == {
        "stages": {"shown": 2, "of": 2},
        "moves": {"shown": 1, "of": 2},
        "conditions": {"shown": 1, "of": 1},
        "unshown": [
            {
                "kind": "move",
                "path": ["stages", "review", "next", 0],
                "what": "“Review” to “Fine”: 6 months after this stage began",
                "missing": ["taken"],
                "line": 8,
            }
        ],
        "percent": 80,
    }


def test_the_json_of_a_procedure_with_mistakes_has_them_and_no_coverage(run):
    write(p=SOUND.replace("to: review", "to: reveiw"))
    (procedure,) = json.loads(run("p.yaml", "--format", "json").output)["procedures"]
    assert procedure["coverage"] is None
    assert [one["line"] for one in procedure["files"][0]["findings"]] == [5]


def test_the_xml_has_a_suite_for_each_file_and_a_case_for_each_example_and_day(run):
    write(p=SOUND, a=f"scenarios:\n{BAD}", b="scenarios: []\n")
    done = run("p.yaml", "--format", "junit")
    assert done.exit_code == 1
    root = ET.fromstring(done.output)
    assert (root.tag, root.attrib) == (
        "testsuites",
{"name": "flowrules test", "tests": "4", "failures": "1", "errors": "1"},
    )  # fmt: skip
    assert [
        (suite.get("name"), suite.get("tests"), suite.get("failures"), suite.get("errors"))
        for suite in root
    ] == [
        ("p.yaml", "2", "0", "0"),
        ("a.scenarios.yaml", "1", "1", "0"),
        ("b.scenarios.yaml", "1", "0", "1"),
    ]
    assert [(case.get("classname"), case.get("name")) for case in root.iter("testcase")] == [
        ("p.yaml", "three absences are looked at, on 10 November 2026"),
        ("p.yaml", "three absences are looked at, on 12 November 2026"),
        ("p.yaml", "three absences & no more, on 12 November 2026"),
        ("p.yaml", "the file itself"),
    ]


def test_the_xml_of_a_failure_says_where_what_and_why(run):
    write(p=FAILING)
    root = ET.fromstring(run("p.yaml", "--format", "junit").output)
    (failure,) = root.iter("failure")
    assert failure.attrib == {
        "message": "expected `fine`, but the procedure leads to `review`",
        "type": "example-fails",
    }
    assert failure.text == (
        "p.yaml:26:20: expected `fine`, but the procedure leads to `review` (it came to `review` on "
        "11 November 2026: 3 absences from 12 May 2026 to 11 November 2026; the rule: "
        "3 or more absences in 6 months)\n"
        "p.yaml:26:32: expected nothing to do next, but the next action is `meet` (outstanding on "
        "12 November 2026: `meet` (due 25 November 2026))"
    )


def test_the_xml_of_a_file_that_could_not_be_tried_is_an_error(run):
    write(p=SOUND.replace("to: review", "to: reveiw"))
    root = ET.fromstring(run("p.yaml", "--format", "junit").output)
    (error,) = root.iter("error")
    assert (error.get("type"), error.get("message")) == (
        "unknown-name",
        "there is no stage called `reveiw`",
    )
    assert error.text == "p.yaml:5:35: there is no stage called `reveiw` (did you mean `review`?)"


def test_the_same_files_give_the_same_bytes(run):
    write(p=FAILING, a=f"scenarios:\n{GOOD}")
    for form in ("text", "json", "junit"):
        assert run("p.yaml", "--format", form).output == run("p.yaml", "--format", form).output
