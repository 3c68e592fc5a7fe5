"""Certain edits: what is mended and what is left to the author, and that nothing else is touched."""

import os
import re
import string
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from flowrules.check import check
from flowrules.cli import main
from flowrules.finding import Fix
from flowrules.fixes import apply, fix
from flowrules.misspelt import sure
from flowrules.model import parse_record
from flowrules.placed import place_all
from flowrules.source import read, text_only

OAKFIELD = Path(__file__).parent.parent / "examples" / "oakfield" / "procedure.yaml"
TEXT = OAKFIELD.read_text("utf-8")
SMALL = """\
flowrules: 1
procedure: {id: small, title: Small procedure}  # what it is
roles: {manager: Line manager, head: Headteacher}
contact:
  - {id: call, who: employee, to: manager, on: day 1, by: "07:30"}
triggers:
  often: {title: Often, absences: {at_least: 3, within: 6 months}}   # rolling
stages:
  fine: {next: [{when: often, to: review}]}

  review:
    kind: support
    actions:
    - {id: meet, do: "Meet, and listen", by: manager, within: 10 working days, companion: true}
    next:
    - {after: 6 months, to: fine}
    - {when: often, to: review}
"""
SMALL = SMALL.replace("who: employee", "who: head")


def look(text):
    checked = check(text, deep=False)
    return place_all(checked.findings, checked.source or text_only(text), "p.yaml")


def mended(text):
    return fix(text, look).text


def broken(old, new):
    assert SMALL.count(old) == 1, old
    return SMALL.replace(old, new)


def test_the_small_procedure_of_these_tests_is_sound():
    assert look(SMALL) == []


@pytest.mark.parametrize(
    ("right", "slip"),
    [
        ("at_least: 3", "at_lest: 3"),
        ("at_least: 3", "atleast: 3"),
        ("at_least: 3", "At_Least: 3"),
        ("at_least: 3", "“at_least”: 3"),
        ('at_least: 3', '"at_laest": 3'),
        ("at_least: 3", 'at_least: "3"'),
        ("title: Often", "tittle: Often"),
        ("kind: support", "kind: suport"),
        ("kind: support", "kind: Support"),
        ("companion: true", "companion: yes"),
        ("companion: true", "companion: True"),
        ("within: 6 months", "within: 6months"),
        ("within: 6 months", "within: 6 Months"),
        ("within: 6 months", "within: 6  months"),
        ("within: 10 working days", "within: 10 working-days"),
        ("within: 10 working days", "within: “10 working days”"),
        ('by: "07:30"', "by: 07:30"),
        ('by: "07:30"', "by: 7:30"),
        ('by: "07:30"', 'by: "7:30"'),
        ('by: "07:30"', "by: “07:30”"),
        ("by: manager,", "by: manger,"),
        ("by: manager,", "by: Manager,"),
        ("to: manager,", "to: mannager,"),
        ("by: manager,", "by: manager\u200b,"),
        ("after: 6 months", "after: 6\xa0months"),
        ("kind: support", "kind:\tsupport"),
        ("flowrules: 1", 'flowrules: "1"'),
    ],
)  # fmt: skip
def test_a_slip_with_one_meaning_is_mended_and_nothing_else_is_touched(right, slip):
    text = broken(right, slip)
    assert next(one.severity for one in look(text)) == "error"
    quotes_left = slip == '"at_laest": 3'
    assert mended(text) == (broken(right, '"at_least": 3') if quotes_left else SMALL)


@pytest.mark.parametrize(
    ("line", "better"),
    [
        ("effective_from: 2026/09/01", "effective_from: 2026-09-01"),
        ("effective_from: 2026-9-1", "effective_from: 2026-09-01"),
        ("effective_from: 21/11/2026", "effective_from: 2026-11-21"),
        ("effective_from: 1 September 2026", "effective_from: 2026-09-01"),
        ("effective_from: 21st Nov 2026", "effective_from: 2026-11-21"),
        ("effective_from: 05/05/2026", "effective_from: 2026-05-05"),
        ("version: 2026.10", 'version: "2026.10"'),
        ("covers: {groups: teacher}", "covers: {groups: [teacher]}"),
        ("employer: acadamy", "employer: academy"),
    ],
)
def test_a_value_of_the_header_is_written_as_it_is_asked_for(line, better):
    title = "title: Small procedure"
    assert mended(broken(title, f"{title}, {line}")) == broken(title, f"{title}, {better}")


@pytest.mark.parametrize(
    ("right", "slip"),
    [
        ("within: 6 months", "within: six months"),
        ("within: 6 months", "within: 6 monts"),  # `month` is as near
        ("within: 6 months", "within: half a year"),
        ('by: "07:30"', "by: 25:30"),
        ('by: "07:30"', 'by: "7.30"'),
        ("by: manager,", "by: lead,"),  # a word of its own, and not `head`
        ("by: manager,", "by: The_Governors,"),
        ("at_least: 3", "at_least: three"),
        ("at_least: 3", "at: 3"),
        ("companion: true", "companion: maybe"),
        ("kind: support", "kind:\n\tsupport"),  # who knows how wide a tab was
        ("to: fine", "to: fin"),
        ("title: Often", "titles: [Often]"),  # what comes of it is wrong as well
        ("title: Small procedure", "title: Small procedure, review_by: 03/04/2026"),
        ("title: Small procedure", "title: Small procedure, review_by: 30/02/2026"),
        ("title: Small procedure", "title: Small procedure, covers: {groups: 'teacher, support'}"),
    ],
)
def test_what_may_be_meant_in_two_ways_is_left_to_the_author(right, slip):
    text = broken(right, slip)
    assert "error" in [one.severity for one in look(text)]
    assert fix(text, look) == (text, ())


def test_a_name_misspelt_where_it_was_given_is_not_spread_over_the_file():
    """The slip is in the one place that differs from the others, and all is left as it is."""
    for right, slip in (("  review:\n", "  reveiw:\n"), ("often: {t", "ofteen: {t")):
        text = broken(right, slip)
        assert "error" in [one.severity for one in look(text)]
        assert mended(text) == text


def test_a_figure_in_a_name_is_never_taken_for_a_slip():
    known = ["meeting-1", "meeting-12", "absences", "absent"]
    assert sure("meeting-2", known) is None
    assert sure("meeting-11", known) is None
    assert sure("meeting-1-2", known) is None
    assert sure("meting-1", known) == Fix("meeting-1", "meting-1")
    assert sure("meting-12", known) == Fix("meeting-12", "meting-12")


def test_a_name_near_two_others_is_left():
    assert sure("waring", ["warning"]) == Fix("warning", "waring")
    assert sure("waring", ["warning", "warnings"]) is None
    assert sure("absense", ["absences", "absent"]) is None
    assert sure("stage_one", ["stage-one", "stageone"]) is None


@pytest.mark.parametrize("name", ["lead", "feet", "he", "ohh", "heads-up"])
def test_a_short_name_or_another_word_is_no_slip(name):
    assert sure(name, ["head", "meet", "oh", "hr"]) is None
    assert sure("unpaid", ["paid"]) is None


def test_a_name_in_capitals_is_mended_where_there_is_one_like_it_or_all_are():
    one = "covers: {groups: [Teaching_Staff]}"
    title = "title: Small procedure"
    assert mended(broken(title, f"{title}, {one}")) == broken(title, f"{title}, {one}")
    both = broken(title, f"{title}, {one}").replace(
        "fine: {next: [{", "fine: {next: [{group: Teaching_Staff, "
    )
    assert mended(both) == both.replace("Teaching_Staff", "teaching-staff")


def test_several_slips_in_one_line_are_mended_together():
    text = broken("{at_least: 3, within: 6 months}", "{at_laest: 3, withn: 6 months, only: sickness}")
    assert mended(text) == broken(
        "{at_least: 3, within: 6 months}", "{at_least: 3, within: 6 months, only: [sickness]}"
    )


def test_mending_one_gate_lets_the_next_be_mended():
    text = (
        broken("kind: support", "kind: suport")
        .replace('"07:30"', "07:30")
        .replace("by: manager,", "by: mangaer,")
    )
    done = fix(text, look)
    assert done.text == SMALL
    assert [one.finding.rule for one in done.mended] == ["unquoted-time", "wrong-value", "unknown-name"]


def test_an_edit_that_makes_an_error_is_taken_back_and_the_others_are_made():
    text = broken("at_least: 3,", "at_lest: 4, at_least: 3,").replace("kind: support", "kind: suport")
    assert mended(text) == broken("at_least: 3,", "at_lest: 4, at_least: 3,")


def test_a_file_full_of_hard_spaces_is_mended_to_the_last():
    text = SMALL.replace(", ", ",\xa0\xa0")
    assert mended(text) == SMALL.replace(", ", ",  ")


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_line_ends_stay_as_they_are(end):
    text = SMALL.replace("\n", end)
    assert mended(text.replace("at_least", "at_lest").replace("kind: support", "kind: suport")) == text


def test_what_is_not_there_is_not_replaced():
    """A finding may point near its place; the edit is made only where the word itself stands."""
    source, _ = read(SMALL)
    (found,) = [one for one in look(broken("at_least: 3", "at_lest: 3")) if one.fix]
    assert found.fix.text == "at_least"
    finding = check(broken("at_least: 3", "at_lest: 3")).findings[0]
    assert [one.fix for one in place_all([finding], source, "p.yaml")] == [None]


def test_of_two_edits_in_one_place_one_is_made():
    (one,) = look(broken("at_least: 3", "at_lest: 3"))
    other = one._replace(fix=one.fix._replace(text="at_most"))
    text = broken("at_least: 3", "at_lest: 3")
    assert fix(text, lambda given: [one, other] if given == text else []).text == SMALL
    assert apply(text, [one]) == SMALL


def test_a_record_is_never_edited():
    """What is written in one is health data, and is not repeated by an edit either."""
    for text in (
        "employee: {id: 12}",
        "absences: [{form: 2026-01-05}]",
        "absences: [{from: 05.01.2026}]",
    ):
        source, _ = read(text)
        _, findings = parse_record(source.data)
        assert findings
        assert [one.fix for one in findings if one.fix] == []


SOURCE, _ = read(TEXT)
LINES = TEXT.split("\n")
WORDS = [
    (span, word)
    for span in [*SOURCE.keys.values(), *SOURCE.values.values()]
    if span.line == span.end_line
    for word in [LINES[span.line - 1][span.column - 1 : span.end_column - 1]]
    if re.fullmatch("[a-z][a-z0-9_ -]*", word)
]


@st.composite
def slips(draw):
    """A word of Oakfield with one letter changed, left out, doubled, or swapped with the next."""
    span, word = draw(st.sampled_from(WORDS))
    at = draw(st.integers(0, len(word) - 1))
    changed = word[:at] + draw(st.sampled_from(string.ascii_letters)) + word[at + 1 :]
    swapped = word[:at] + word[at + 1 : at + 2] + word[at] + word[at + 2 :]
    ways = [changed, swapped, word[:at] + word[at + 1 :], word[:at] + word[at] + word[at:]]
    return span, draw(st.sampled_from(ways)) or "x"


def with_slips(made):
    lines = list(LINES)
    for span, slip in sorted({span.line: (span, slip) for span, slip in made}.values()):
        line = lines[span.line - 1]
        lines[span.line - 1] = line[: span.column - 1] + slip + line[span.end_column - 1 :]
    return "\n".join(lines)


@settings(max_examples=120)
@given(slips())
def test_a_misspelt_word_is_mended_exactly_or_left_alone(slip):
    text = with_slips([slip])
    assert mended(text) in (text, TEXT), slip


@settings(max_examples=40)
@given(st.lists(slips(), min_size=2, max_size=4))
def test_with_several_slips_other_lines_stay_and_a_second_run_changes_nothing(made):
    text = with_slips(made)
    done = mended(text)
    assert mended(done) == done
    for now, before, right in zip(done.split("\n"), text.split("\n"), LINES, strict=True):
        assert now in (before, right), made


# The command.


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def run(*words, text=None):
        return CliRunner().invoke(main, ["lint", *words], input=text, prog_name="flowrules")

    return run


SLIPS = (
    broken("at_least: 3", "at_lest: 3")
    .replace("kind: support", "kind: spport")
    .replace("to: fine}", "to: fin}")
)
SAID = """\
p.yaml:7:36: mended `at_lest`: now `at_least` (unknown-word)
p.yaml:12:11: mended `spport`: now `support` (wrong-value)
"""


def test_fix_writes_the_file_says_what_was_mended_and_ends_with_what_remains(run):
    Path("p.yaml").write_bytes(b"\xef\xbb\xbf" + SLIPS.replace("\n", "\r\n").encode())
    done = run("--fix", "p.yaml")
    assert done.stderr == SAID
    assert "there is no stage called `fin`" in done.stdout
    assert done.exit_code == 1
    kept = broken("to: fine}", "to: fin}").replace("\n", "\r\n").encode()
    assert Path("p.yaml").read_bytes() == b"\xef\xbb\xbf" + kept


def test_once_all_is_mended_the_exit_code_says_so(run):
    Path("p.yaml").write_text(broken("at_least: 3", "at_lest: 3"), encoding="utf-8", newline="\n")
    assert run("--fix", "p.yaml").exit_code == 0
    assert Path("p.yaml").read_bytes() == SMALL.encode()


def test_a_file_with_nothing_to_mend_is_not_written(run):
    Path("p.yaml").write_text(SMALL, encoding="utf-8")
    os.utime("p.yaml", ns=(1, 1))
    done = run("--fix", "p.yaml")
    assert (done.exit_code, done.stderr) == (0, "")
    assert Path("p.yaml").stat().st_mtime_ns == 1


def test_a_file_that_is_not_utf_8_is_left_and_told_of(run):
    given = SLIPS.encode("utf-16")
    Path("p.yaml").write_bytes(given)
    assert run("--fix", "p.yaml").exit_code == 2
    assert Path("p.yaml").read_bytes() == given


@pytest.mark.skipif(os.name == "nt", reason="links and modes are others there")
def test_a_link_is_left_as_it_is_and_so_is_what_it_leads_to(run):
    Path("p.yaml").write_text(SLIPS, encoding="utf-8")
    Path("link.yaml").symlink_to("p.yaml")
    done = run("--fix", "link.yaml")
    assert done.stderr == "link.yaml: is a link or no file, and is left as it is\n"
    assert (Path("link.yaml").is_symlink(), Path("p.yaml").read_text("utf-8")) == (True, SLIPS)
    assert "did you mean `at_least`" in done.stdout
    assert done.exit_code == 1


@pytest.mark.skipif(os.name == "nt", reason="links and modes are others there")
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664])
def test_a_file_stays_open_to_those_to_whom_it_was(run, mode):
    Path("p.yaml").write_text(SLIPS, encoding="utf-8")
    Path("p.yaml").chmod(mode)
    run("--fix", "p.yaml")
    assert Path("p.yaml").stat().st_mode & 0o777 == mode
    assert Path("p.yaml").read_text("utf-8") != SLIPS
    assert [path.name for path in Path().iterdir()] == ["p.yaml"]


def test_diff_shows_the_edits_and_writes_nothing(run):
    Path("p.yaml").write_text(SLIPS, encoding="utf-8", newline="\n")
    done = run("--diff", "p.yaml")
    assert done.stdout.startswith("--- p.yaml\n+++ p.yaml\n@@ -6,3 +6,3 @@\n triggers:\n-  often:")
    changed = [line for line in done.stdout.splitlines() if line.startswith(("+ ", "- "))]
    assert changed == [
        "-  often: {title: Often, absences: {at_lest: 3, within: 6 months}}   # rolling",
        "+  often: {title: Often, absences: {at_least: 3, within: 6 months}}   # rolling",
        "-    kind: spport",
        "+    kind: support",
    ]
    assert "error[FR101] `at_lest`" in done.stdout
    assert (done.exit_code, Path("p.yaml").read_text("utf-8")) == (1, SLIPS)


def test_diff_and_a_form_for_programs_do_not_go_together(run):
    Path("p.yaml").write_text(SLIPS, encoding="utf-8")
    done = run("--diff", "--format", "json", "p.yaml")
    assert (done.exit_code, done.stdout) == (2, "")


def test_of_standard_input_the_text_comes_out_and_nothing_else_does(run):
    done = run("--fix", "-", text=SLIPS)
    assert done.stdout == broken("to: fine}", "to: fin}")
    assert done.stderr.startswith(SAID.replace("p.yaml", "-"))
    assert "there is no stage called `fin`" in done.stderr
    assert done.exit_code == 1
    assert run("--fix", "-", text=SMALL).stdout == SMALL


def test_a_finding_for_programs_carries_its_edit(run):
    import json

    Path("p.yaml").write_text(SLIPS, encoding="utf-8")
    findings = json.loads(run("--format", "json", "p.yaml").stdout)["findings"]
    assert findings[0]["fix"] == {
        "line": 7,
        "column": 36,
        "end_line": 7,
        "end_column": 43,
        "text": "at_least",
    }


def test_a_misspelt_rule_is_mended_and_advice_that_was_declined_stays(run):
    allow = "allow: [{rule: unused-defintion, because: It is for later}]\n"
    text = SMALL + "events: {concern: {title: a concern}}\n"
    Path("p.yaml").write_text(text + allow, encoding="utf-8", newline="\n")
    done = run("--fix", "p.yaml")
    assert "now `unused-definition`" in done.stderr
    assert Path("p.yaml").read_text("utf-8") == text + allow.replace("defintion", "definition")
