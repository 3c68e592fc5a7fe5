"""What `flowrules lint` gives out: for people, for programs, and for those who build on a change."""

import json
import re
from datetime import date
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator, FormatChecker
from test_bad_input import EITHER

import flowrules
from flowrules.cli import main
from flowrules.formats import FORMATS, form_of
from flowrules.formats.run import Excepted, Looked, Run, look
from flowrules.formats.snippet import lines_of
from flowrules.formats.text import say, summary
from flowrules.lint import PACKS, all_rules, rules_of
from flowrules.placed import Edit, Placed, Related
from flowrules.source import text_only

HERE = Path(__file__).parent
SCHEMA = json.loads((HERE / "data" / "sarif-schema-2.1.0.json").read_text("utf-8"))
SARIF = Draft202012Validator(SCHEMA, format_checker=FormatChecker())
DAY = date(2026, 11, 21)

TEXT = """\
flowrules: 1
procedure: {id: small, title: Small procedure}
triggers:
  often: {absences: {at_least: 3, within: 6 months}}
  idle: {absences: {at_least: 9, within: 6 months}}
stages:
  fine: {next: [{when: often, to: review}]}
  review: {next: [{after: 6 months, to: fine}]}
"""
ALLOW = "allow:\n  - {rule: unused-definition, because: it begins in January, until: 2027-08-31}\n"
LAWFUL = TEXT.replace("triggers:\n", "calendar: {nation: wales}\ntriggers:\n")
BROKEN = TEXT.replace("to: review", "to: reveiw")
PREGNANT = TEXT + "counting: {categories: {sickness: counts, pregnancy: counts, maternity: never}}\n"


def finding(severity="error", *, code="FR999", line=4, **said):
    """A finding as some rule might give it."""
    placed = Placed(
        code=code, rule="some-rule", severity=severity, file="p.yaml", path=("triggers", "often"),
        line=line, column=3, end_line=line, end_column=8, message="this cannot be meant",
        help="write it otherwise", example=None, related=(),
    )  # fmt: skip
    return placed._replace(**said)


EXAMPLE = "employee: {id: E1}\nabsences:\n  - {from: 2026-09-07, to: 2026-09-08}\n"
BECAUSE = Related(("stages", "fine"), 7, 3, "this move goes by it")
TOLD = finding(example=EXAMPLE, related=(BECAUSE,))


def file_of(*found, name="p.yaml", text=TEXT, **how):
    return Looked(name, text_only(text, name), tuple(one._replace(file=name) for one in found), **how)


def run_of(*found, notes=False, fail_on="error", packs=PACKS, **how):
    return Run((file_of(*found, **how),), packs, fail_on, notes)


def logic(text, name="p.yaml", **how):
    """A run about one real text, held against the rules of logic."""
    file = look(text.encode(), name, today=DAY, packs=("logic",))
    return Run((file,), ("logic",), **how)


def written(form, run):
    return form_of(form).write(run).decode()


def sarif(run):
    """The document, which the published schema accepts, as have its paths."""
    document = json.loads(written("sarif", run))
    assert [error.message for error in SARIF.iter_errors(document)] == []
    (only,) = document["runs"]
    ids = [rule["id"] for rule in only["tool"]["driver"]["rules"]]
    assert ids == sorted(set(ids))
    for result in only["results"]:
        assert ids[result["ruleIndex"]] == result["ruleId"]
    return only


def test_each_form_is_a_file_and_each_is_offered():
    shared = {"__init__", "page", "run", "snippet"}
    files = {path.stem for path in (Path(flowrules.__file__).parent / "formats").glob("*.py")}
    assert files - shared == set(FORMATS)


@pytest.mark.parametrize("form", FORMATS)
def test_the_same_run_gives_the_same_bytes(form):
    run = logic(TEXT + ALLOW, notes=True)
    assert written(form, run) == written(form, logic(TEXT + ALLOW, notes=True))


@pytest.mark.parametrize("form", FORMATS)
def test_every_form_can_tell_of_a_file_that_nobody_can_read(form):
    """Also where what stands in it may not stand in XML, or has no lines at all."""
    texts = [content for content, *_ in EITHER.values() if not isinstance(content, int)]
    assert len(texts) > 20
    files = [
        look(text.encode() if isinstance(text, str) else text, f"{n}.yaml", today=DAY, packs=("logic",))
        for n, text in enumerate(texts)
    ]
    text = written(form, Run(tuple(files), ("logic",)))
    if form == "junit":
        assert len(ET.fromstring(text)) == len(files)
    elif form == "sarif":
        assert len(sarif(Run(tuple(files), ("logic",)))["results"]) >= len(files)
    elif form in ("json", "gitlab"):
        json.loads(text)


# Text ------------------------------------------------------------------------------------------------


def test_a_finding_is_told_with_its_line_the_way_out_why_and_a_history_that_shows_it():
    assert list(lines_of(TOLD, text_only(TEXT))) == [
        "p.yaml:4:3: error[FR999] this cannot be meant (some-rule)",
        "  4 |   often: {absences: {at_least: 3, within: 6 months}}",
        "    |   ^^^^^",
        "  because: p.yaml:7:3: this move goes by it",
        "  example:",
        "    employee: {id: E1}",
        "    absences:",
        "      - {from: 2026-09-07, to: 2026-09-08}",
        "  help: write it otherwise",
    ]


def test_notes_are_counted_and_shown_only_where_they_are_asked_for():
    assert say(run_of(finding("note"))) == "1 file checked: no findings; 1 note (--notes shows it)\n"
    run = run_of(finding(), finding("note"), finding("note", line=5))
    assert summary(run) == "1 file checked: 1 error; 2 notes (--notes shows them)"
    assert "note[" not in say(run)
    shown = run._replace(notes=True)
    assert summary(shown) == "1 file checked: 1 error, 2 notes"
    assert say(shown).count("note[FR999]") == 2


def test_it_is_said_where_to_read_about_the_rules_that_were_broken():
    said = say(logic(TEXT)).splitlines()
    assert "see: flowrules rules FR303 FR306" in said
    assert not [line for line in say(logic(BROKEN)).splitlines() if line.startswith("see:")]
    many = [finding(code=rule.code) for rule in all_rules().values()][:9]
    assert "see: flowrules rules CODE" in say(run_of(*many)).splitlines()


def test_that_law_is_no_advice_is_said_once_in_a_run_and_only_where_law_was_asked():
    said = "law-england: what to check, not legal advice; the law was last read on "
    england = file_of(packs=PACKS)
    text = say(Run((england, england._replace(name="q.yaml"))))
    assert text.count(said) == 1
    assert re.search(rf"{said}\d+ \w+ 20\d\d\n\Z", text)
    assert said not in say(Run((file_of(packs=("logic",)),)))


def test_law_is_asked_of_a_school_in_england_unless_other_packs_are_wanted():
    def packs(text, wanted=PACKS):
        return look(text.encode(), "p.yaml", today=DAY, packs=wanted).packs

    assert packs(TEXT) == PACKS
    assert packs(LAWFUL) == tuple(pack for pack in PACKS if pack != "law-england")
    assert packs(TEXT, ("good-practice",)) == ("good-practice",)
    assert packs("flowrules: 1\n") == ()


def test_law_is_asked_of_an_unsound_procedure_too():
    text = PREGNANT.replace("{after: 6 months, to: fine}", "")
    file = look(text.encode(), "p.yaml", today=DAY)
    assert {"FR302", "FR701"} <= {one.code for one in file.findings}
    assert Run((file,)).has_law


# JSON ------------------------------------------------------------------------------------------------


def test_json_has_notes_and_what_the_author_has_declined_apart():
    excepted = (Excepted(finding("warning"), "agreed with staff", date(2027, 8, 31)),)
    document = json.loads(written("json", run_of(finding("note"), excepted=excepted)))
    assert [one["severity"] for one in document["findings"]] == ["note"]
    (allowed,) = document["allowed"]
    assert (allowed["code"], allowed["line"]) == ("FR999", 4)
    assert (allowed["because"], allowed["until"]) == ("agreed with staff", "2027-08-31")


@pytest.mark.parametrize("form", ["text", "github", "gitlab", "junit"])
def test_what_is_declined_stands_in_no_form_that_shows_findings(form):
    excepted = (Excepted(finding("warning"), "agreed with staff", None),)
    text = written(form, run_of(notes=True, excepted=excepted))
    assert "FR999" not in text
    assert "agreed" not in text


@pytest.mark.parametrize("form", ["text", "github", "gitlab", "junit"])
def test_notes_stand_in_what_people_read_only_where_they_are_asked_for(form):
    run = run_of(finding("note"))
    assert "FR999" not in written(form, run)
    assert "FR999" in written(form, run._replace(notes=True))


# GitHub ----------------------------------------------------------------------------------------------


def test_github_is_told_all_in_one_line():
    assert written("github", run_of(TOLD._replace(message="at 100%: this, that"))) == (
        "::error file=p.yaml,line=4,endLine=4,col=3,endColumn=8,title=FR999 some-rule::"
        "at 100%25: this, that (write it otherwise)%0Abecause: line 7: this move goes by it%0Aexample:%0A"
        "employee: {id: E1}%0Aabsences:%0A  - {from: 2026-09-07, to: 2026-09-08}\n"
    )
    assert written("github", run_of(finding("note"), notes=True)).startswith("::notice file=p.yaml,")


# JUnit -----------------------------------------------------------------------------------------------


def cases(run):
    """Each case of each suite: its name, and how it came out."""
    root = ET.fromstring(written("junit", run))
    assert int(root.get("tests")) == len(root.findall(".//testcase"))
    assert int(root.get("failures")) == len(root.findall(".//failure"))
    return [
        (suite.get("name"), case.get("name"), [part.tag for part in case])
        for suite in root
        for case in suite
    ]


def test_a_case_fails_where_the_run_does():
    found = (finding(), finding("warning", code="FR998"), finding("warning", code="FR998", line=5))
    bad, mild = ("p.yaml", "FR999 some-rule"), ("p.yaml", "FR998 some-rule")
    assert cases(run_of(*found)) == [(*mild, ["system-out"]), (*bad, ["failure"])]
    assert cases(run_of(*found, fail_on="warning")) == [(*mild, ["failure"]), (*bad, ["failure"])]
    assert cases(run_of()) == [("p.yaml", "no findings", [])]


def test_what_could_not_be_read_is_no_failure_but_an_error():
    run = Run((look(b"\xff\xfe\x00", "p.yaml", today=DAY),))
    assert [tags for *_, tags in cases(run)] == [["error"]]


# GitLab ----------------------------------------------------------------------------------------------


def test_gitlab_is_told_what_it_asks_for():
    (one,) = json.loads(written("gitlab", run_of(finding("warning"))))
    assert one.pop("fingerprint")
    assert one == {
        "check_name": "FR999 some-rule",
        "description": "this cannot be meant (write it otherwise)",
        "severity": "minor",
        "location": {"path": "p.yaml", "lines": {"begin": 4, "end": 4}},
    }


def test_no_two_marks_of_a_report_for_gitlab_are_the_same():
    twice = (finding(), finding(line=5))
    run = Run((file_of(*twice), file_of(*twice, name="q.yaml")))
    assert len({one["fingerprint"] for one in json.loads(written("gitlab", run))}) == 4


def test_a_mark_for_gitlab_is_the_same_from_wherever_the_run_is_started():
    known = set()
    for name, here in (("a/p.yaml", ""), ("./a/p.yaml", "/home"), ("/home/a/p.yaml", "/home")):
        run = Run((file_of(finding(), name=name),), here=here)
        (one,) = json.loads(written("gitlab", run))
        known.add((one["location"]["path"], one["fingerprint"]))
    assert [path for path, _ in known] == ["a/p.yaml"]


# SARIF -----------------------------------------------------------------------------------------------


def test_sarif_has_every_rule_of_the_packs_that_were_asked_and_all_about_it():
    run = sarif(run_of())
    assert run["columnKind"] == "unicodeCodePoints"
    rules = {rule["id"]: rule for rule in run["tool"]["driver"]["rules"]}
    assert {code: rule["name"] for code, rule in rules.items()} == {
        rule.code: name for name, rule in all_rules().items()
    }
    pregnancy = rules["FR701"]
    assert pregnancy["properties"]["tags"] == ["law-england"]
    assert pregnancy["defaultConfiguration"] == {"level": "error"}
    assert pregnancy["shortDescription"]["text"].endswith(".")
    assert "```yaml\nflowrules: 1\n" in pregnancy["help"]["markdown"]
    assert "not legal advice" in pregnancy["help"]["markdown"]
    assert "Equality Act" in pregnancy["help"]["text"]
    few = sarif(run_of(packs=("good-practice",)))
    assert [rule["id"] for rule in few["tool"]["driver"]["rules"]] == sorted(
        rule.code for rule in rules_of("good-practice")
    )


def test_sarif_tells_of_findings_that_no_rule_made():
    run = sarif(logic(BROKEN))
    (result,) = run["results"]
    rule = run["tool"]["driver"]["rules"][result["ruleIndex"]]
    assert rule["shortDescription"] == {"text": "Unknown name."}
    assert result["message"] == {"text": "There is no stage called `reveiw`. Did you mean `review`?"}
    assert result["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "p.yaml"},
        "region": {"startLine": 7, "startColumn": 35, "endLine": 7, "endColumn": 41},
    }


def test_sarif_has_the_other_places_the_example_and_the_certain_edit():
    edit = Edit(4, 3, 4, 8, "seldom")
    (result,) = sarif(run_of(TOLD._replace(fix=edit)))["results"]
    assert result["message"]["text"].startswith("This cannot be meant. Write it otherwise.\nExample:\n")
    (related,) = result["relatedLocations"]
    assert related["message"] == {"text": "This move goes by it."}
    assert related["physicalLocation"]["region"] == {"startLine": 7, "startColumn": 3}
    (fix,) = result["fixes"]
    (change,) = fix["artifactChanges"]
    assert change["replacements"][0]["insertedContent"] == {"text": "seldom"}


def test_sarif_keeps_what_is_declined_as_suppressed_with_the_reason():
    run = sarif(logic(TEXT + ALLOW))
    (declined,) = [one for one in run["results"] if "suppressions" in one]
    assert declined["ruleId"] == "FR303"
    assert declined["suppressions"] == [
        {
            "kind": "external",
            "status": "accepted",
            "justification": "it begins in January",
            "properties": {"until": "2027-08-31"},
        }
    ]
    assert "FR303" not in say(logic(TEXT + ALLOW))


def test_sarif_gives_each_its_level_and_the_notes_too():
    run = sarif(run_of(finding(), finding("warning", line=5), finding("note", line=6)))
    assert [one["level"] for one in run["results"]] == ["error", "warning", "note"]


def marks(run):
    return [one["partialFingerprints"]["placeInFile/v1"] for one in sarif(run)["results"]]


def test_a_mark_of_sarif_stays_when_lines_are_put_in_above():
    lower = TEXT.replace("procedure:", "# two\n\n# lines\nprocedure:")
    assert marks(logic(lower)) == marks(logic(TEXT))
    assert len(set(marks(logic(TEXT)))) == 2
    said = "`when` is written twice; the first is on line 12"
    moved = said.replace("12", "15")
    assert marks(run_of(finding(message=said))) == marks(run_of(finding(message=moved, line=7)))


def test_two_findings_that_are_alike_have_two_marks():
    assert len(set(marks(run_of(finding(), finding(line=5))))) == 2


@pytest.mark.parametrize(
    ("name", "uri"),
    [
        ("p.yaml", "p.yaml"),
        ("./a/../p.yaml", "p.yaml"),
        ("the school/größe.yaml", "the%20school/gr%C3%B6%C3%9Fe.yaml"),
        ("/home/school/p.yaml", "school/p.yaml"),
        ("/elsewhere/a b.yaml", "file:///elsewhere/a%20b.yaml"),
        ("../p.yaml", "../p.yaml"),
    ],
)
def test_a_place_in_sarif_is_told_from_where_the_run_was_started(name, uri):
    run = Run((file_of(finding(), name=name),), here="/home")
    (result,) = sarif(run)["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"] == {"uri": uri}


# The command -----------------------------------------------------------------------------------------


@pytest.fixture
def lint(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("p.yaml").write_text(TEXT)

    def lint(*words):
        words = ["lint", "p.yaml", "--pack", "logic", *map(str, words)]
        return CliRunner().invoke(main, words, prog_name="flowrules", catch_exceptions=False)

    return lint


@pytest.mark.parametrize("form", FORMATS)
def test_a_report_is_written_to_a_file_and_over_an_older_one(form, lint):
    for _ in range(2):
        done = lint("--format", form, "-o", "out")
        assert done.exit_code == 0
        assert done.output == "1 file checked: 2 warnings\nwrote out\n"
    assert Path("out").read_text() == lint("--format", form).output


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("other", FORMATS)
def test_a_report_is_never_written_over_a_file_of_another_kind(form, other, lint):
    lint("--format", other, "-o", "out")
    before = Path("out").read_bytes()
    done = lint("--format", form, "-o", "out")
    assert (done.exit_code == 2) is (form != other)
    assert Path("out").read_bytes() == before


@pytest.mark.parametrize("form", FORMATS)
def test_a_procedure_is_not_lost_under_a_report(form, lint):
    done = lint("--format", form, "-o", "p.yaml")
    assert done.exit_code == 2
    assert done.output == (
        "flowrules: p.yaml: is there already, and is nothing of this kind; choose another name\n"
    )
    assert Path("p.yaml").read_text() == TEXT


@pytest.mark.parametrize("form", FORMATS)
def test_a_clean_report_is_written_over_too(form, lint):
    Path("p.yaml").write_text(
        "flowrules: 1\nprocedure: {id: p, title: P}\nstages: {over: {kind: end}}\n"
    )
    for _ in range(2):
        assert lint("--format", form, "--pack", "good-practice", "-o", "out").exit_code == 0


def test_a_report_has_a_folder_to_go_to(lint):
    assert lint("-o", "no/out").output == "flowrules: no/out: there is no folder `no`\n"
    Path("folder").mkdir()
    assert lint("-o", "folder").output == "flowrules: folder: is a folder\n"


def test_only_the_packs_that_are_asked_for_are_looked_at(lint):
    Path("p.yaml").write_text(PREGNANT)
    run = CliRunner().invoke(main, ["lint", "p.yaml"])
    assert run.exit_code == 1
    assert "(pregnancy-counts)" in run.output
    assert "not legal advice" in run.output
    done = lint()
    assert done.exit_code == 0
    assert "(pregnancy-counts)" not in done.output
    assert "not legal advice" not in done.output
    assert "(pregnancy-counts)" in lint("--pack", "law-england").output


def test_an_error_of_law_does_not_stop_the_procedure_from_being_run_and_drawn(lint):
    Path("p.yaml").write_text(PREGNANT)
    Path("r.yaml").write_text("employee: {id: E1}\n")
    for words in (["evaluate", "p.yaml", "r.yaml"], ["render", "p.yaml", "-o", "p.dot"]):
        assert CliRunner().invoke(main, words).exit_code == 0


def test_notes_fail_a_run_only_where_they_shall_and_then_they_are_shown(monkeypatch, lint):
    rule = all_rules()["unused-definition"]
    monkeypatch.setattr(rule.module, "SEVERITY", "note")
    done = lint("--fail-on", "note")
    assert done.exit_code == 1
    assert "note[FR303] nothing uses the trigger `idle`" in done.output
    quiet = lint("--fail-on", "error")
    assert quiet.exit_code == 0
    assert quiet.output.endswith("1 file checked: 1 warning; 1 note (--notes shows it)\n")
    assert lint("--notes").output.endswith("1 file checked: 1 warning, 1 note\n")
