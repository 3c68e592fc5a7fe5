"""Shapes: what is said of a file whose words are right and whose parts are not."""

from pathlib import Path
from textwrap import dedent

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flowrules.model import parse_procedure, parse_record
from flowrules.source import MOST_FINDINGS, read

EXAMPLES = Path(__file__).parent.parent / "examples"
HEAD = "flowrules: 1\nprocedure: {id: a, title: A}\n"


def found(text, parse=parse_procedure):
    """The findings of a text, with their places."""
    source, findings = read(text)
    assert findings == []
    _, findings = parse(source.data)
    return [(one, source.locate(one.path, on_key=one.on_key)) for one in findings]


def only(text, parse=parse_procedure):
    """The one finding of a text, which stands where the text has the mark `§`."""
    findings = found(text.replace("§", ""), parse)
    assert len(findings) == 1, findings
    finding, span = findings[0]
    assert finding.severity == "error"
    before = text.partition("§")[0].split("\n")
    assert (span.line, span.column) == (len(before), len(before[-1]) + 1), finding.message
    return finding


def in_stage(text):
    return HEAD + "stages:\n  a:\n    " + text + "\n"


def moved(when):
    return in_stage("next: [{to: a, when: " + when + "}]")


def act(more):
    return in_stage("actions: [{id: x, do: y, by: z, " + more + "}]")


def contact(more):
    return HEAD + "stages: {a: {}}\ncontact: [{id: c, who: a, to: b, " + more + "}]\n"


def header(more):
    return "flowrules: 1\nprocedure: {id: a, title: A, " + more + "}\nstages: {a: {}}\n"


def at_top(text):
    return HEAD + "stages: {a: {}}\n" + text + "\n"


def example(record):
    return at_top("examples: [{title: t, on: 2026-01-01, expect: {a: b}, record: {" + record + "}}]")


SHIPPED = sorted(EXAMPLES.glob("*/procedure.yaml"))
RECORDS = sorted(EXAMPLES.glob("*/records/*.yaml"))


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.parent.name)
def test_a_shipped_procedure_has_the_right_shape(path):
    assert found(path.read_bytes()) == []


@pytest.mark.parametrize("path", RECORDS, ids=lambda path: path.stem)
def test_a_shipped_record_has_the_right_shape(path):
    assert found(path.read_bytes(), parse_record) == []


def test_there_are_shipped_files():
    assert SHIPPED
    assert RECORDS


def test_the_smallest_procedure_and_record_have_the_right_shape():
    assert found(HEAD + "stages: {a: {}}\n") == []
    assert found("employee: {}\n", parse_record) == []


LINES = "the file must be made of `key: value` lines"


@pytest.mark.parametrize("text", ["§- a\n", "§hello\n", "§3\n", "§true\n", "§[]\n"])
def test_a_file_that_is_not_made_of_lines_is_told_what_to_be_made_of(text):
    finding = only(text)
    assert (finding.code, finding.message, finding.help) == ("FR103", LINES, "such as `flowrules: 1`")
    finding = only(text, parse_record)
    assert (finding.code, finding.message, finding.help) == ("FR103", LINES, "such as `absences:`")


def test_a_number_of_a_record_is_not_repeated_where_its_unit_is_asked_for():
    finding = only(
        "adjustments: [{trigger: a, from: 2026-01-01, decided_by: head, because: x, "
        "continuous: {at_least: §28}}]\n",
        parse_record,
    )
    assert finding.message == "`at_least` must be a length of time"
    assert finding.help == LENGTH_HELP


@pytest.mark.parametrize("nothing", [None, [], "", 0])
def test_nothing_at_all_is_told_the_same(nothing):
    _, (finding,) = parse_procedure(nothing)
    assert finding.message == LINES


UNKNOWN = [
    (at_top("§stagess: {}"), "did you mean `stages`?"),
    (at_top("calendar: {§nationn: wales}"), "did you mean `nation`?"),
    (in_stage("§knd: formal"), "did you mean `kind`?"),
    (in_stage("§Kind: formal"), "did you mean `kind`?"),
    (act("§witin: 5 days"), "did you mean `within`?"),
    (moved("{§absenses: {at_least: 3}}"), "did you mean `absences`?"),
    (moved("{absences: {§at_leest: 3}}"), "did you mean `at_least`?"),
    (moved("{any: [a, {not: {recorded: {what: x, §witin: 1 day}}}]}"), "did you mean `within`?"),
    (at_top("triggers: {t: {§titel: T, absences: {within: 1 day}}}"), "did you mean `title`?"),
    (example("§abscences: []"), "did you mean `absences`?"),
    (example("absences: [{from: 2026-01-01, §until: 2026-01-02}]"), "did you mean `to`?"),
    (
        in_stage("§zzz: 1"),
        "it can be `actions`, `column`, `kind`, `next`, `pauses`, `row`, `title`, `track`",
    ),
]


@pytest.mark.parametrize(("text", "help"), UNKNOWN)
def test_a_word_that_is_not_ours_is_shown_at_itself_with_the_nearest(text, help):
    finding = only(text)
    word = text.partition("§")[2].partition(":")[0]
    assert (finding.code, finding.rule, finding.on_key) == ("FR101", "unknown-word", True)
    assert finding.message == f"`{word}` is not a word that can stand here"
    assert finding.help == help


MISSING = [
    ("§procedure: {id: a, title: A}\nstages: {a: {}}\n", "`flowrules` is missing from the file"),
    ("§" + HEAD, "`stages` is missing from the file"),
    ("flowrules: 1\n§procedure: {id: a}\nstages: {a: {}}\n", "`title` is missing from `procedure`"),
    (in_stage("next: [§{when: x}]"), "`to` is missing from this item of `next`"),
    (in_stage("actions: [§{id: x, do: y}]"), "`by` is missing from this item of `actions`"),
    (in_stage("actions:\n      - §id: x\n        by: y"), "`do` is missing from this item of `actions`"),
    (at_top("events: {§x: {by: y}}"), "`title` is missing from `x`"),
    (moved("{§recorded: {within: 1 day}}"), "`what` is missing from `recorded`"),
]


@pytest.mark.parametrize(("text", "message"), MISSING)
def test_a_missing_key_is_shown_at_what_lacks_it(text, message):
    finding = only(text)
    assert (finding.code, finding.rule, finding.message) == ("FR102", "missing-key", message)
    assert finding.help == f"add `{finding.path[-1]}:` and its value"


LIST = "must be a list of items that begin with `-`"
LIST_HELP = "begin each item with `- `, even if there is only one"
MAP = "must be `key: value` lines"
MAP_HELP = "write each as `key: value`, indented below it"
NUMBER = "`at_least` must be a number"
FIGURES = "write it in figures, such as `3` or `3.5`"
TRUTH = "`companion` must be `true` or `false`"
TRUTH_HELP = "write `true` or `false`, without quotes"
QUOTE = "put quotes around it"
TRIGGER = "must be the name of a trigger, or a condition"
TRIGGER_HELP = "such as `frequent-absence`, or `absences: {at_least: 3, within: 6 months}`"
EMPTY = "give it a value, or delete the line"
NAME_HELP = "small letters, digits and hyphens, such as `stage-1`"
LENGTH = "is not a length of time"
LENGTH_HELP = "such as `10 working days`, `12 weeks` or `6 months`"
ANCHOR_HELP = "the id of an action, `entered`, `return`, or `left` and a stage"
DAY = "is not a day of the absence"
DAY_HELP = "such as `day 1`, `working day 4` or `return`"
DATE_HELP = "write it as 2026-09-01"
CLOCK_HELP = 'such as "07:30" or `30 minutes before start`'
NATIONS = "it can be `england`, `wales`, `scotland`, `northern-ireland`, `none`"

WRONG = {
    "stages as a list": (HEAD + "§stages: []\n", f"`stages` {MAP}", MAP_HELP),
    "stages as a word": (HEAD + "stages: §x\n", f"`stages` {MAP}", MAP_HELP),
    "no stages": (HEAD + "§stages: {}\n", "`stages` is empty", EMPTY),
    "no roles": (at_top("§roles: {}"), "`roles` is empty", EMPTY),
    "no tracks": (at_top("§tracks: {}"), "`tracks` is empty", EMPTY),
    "no categories": (at_top("counting: {§categories: {}}"), "`categories` is empty", EMPTY),
    "no days": (contact("§on: []"), "`on` is empty", EMPTY),
    "no words": (in_stage("title: §''"), "`title` is empty", EMPTY),
    "a stage as a word": (HEAD + "stages: {a: §b}\n", f"`a` {MAP}", MAP_HELP),
    "moves as one": (in_stage("§next: {to: a}"), f"`next` {LIST}", LIST_HELP),
    "a move as a word": (in_stage("next: [§a]"), f"this item {MAP}", MAP_HELP),
    "a number for text": (header("school: §7"), "`school` must be text", QUOTE),
    "a decimal for a version": (header("version: §2026.1"), "`version` must be text", QUOTE),
    "a truth for text": (header("owner: §true"), "`owner` must be text", QUOTE),
    "lines for text": (header("§school: {a: b}"), "`school` must be text", "write it in words"),
    "a word for a number": (moved("{absences: {at_least: §three}}"), NUMBER, FIGURES),
    "a quoted number": (moved("{absences: {at_least: §'3'}}"), NUMBER, FIGURES),
    "part of a whole number": (
        in_stage("row: §1.5"), "`row` must be a whole number", "write it in figures, such as `3`"),
    "less than none": (
        moved("{absences: {at_least: §-1}}"), "`-1` is out of range for `at_least`", "give 0 or more"),
    "more than ever": (
        moved("{absences: {at_most: §1000001}}"), "`1000001` is out of range for `at_most`",
        "give 1,000,000 or less"),
    "a week without hours": (
        at_top("calendar: {hours_per_week: §0}"), "`0` is out of range for `hours_per_week`",
        "give more than 0"),
    "more than all": (
        moved("{lost_time: {at_least: §101 percent}}"), "`101 percent` is not a percentage",
        "such as `5 percent`"),
    "a share without its word": (
        moved("{lost_time: {at_least: §5}}"), "`at_least` must be a percentage",
        "5 what? such as `5 percent`"),
    "a length without its unit": (
        act("within: §3"), "`within` must be a length of time", "3 what? such as `3 working days`"),
    "a length of one without its unit": (
        act("within: §1"), "`within` must be a length of time", "1 what? such as `1 working day`"),
    "a nought for a length": (act("within: §0"), "`within` must be a length of time", LENGTH_HELP),
    "an absence of a number": (
        moved("{continuous: {at_least: §28}}"), "`at_least` must be a length of time",
        "28 what? such as `28 working days`"),
    "a window of a number": (
        moved("{absences: {at_least: 3, within: §6}}"), "`within` must be a length of calendar time",
        "6 what? such as `6 days`"),
    "one condition or another in words": (
        in_stage("next: [{to: a, when: §a or b}]"), "`a or b` is not a name",
        "of several conditions, write `any: [one, other]`"),
    "one condition and another in words": (
        in_stage("next: [{to: a, when: §a and b}]"), "`a and b` is not a name",
        "of several conditions, write `all: [one, other]`"),
    "another period": (
        moved("{absences: {at_least: 1, in: §school year}}"), "`school year` is not a period of the calendar",
        "`academic year`, `calendar year`, `leave year` or `term`"),
    "a year that begins on the 29th": (
        at_top("calendar: {leave_year: §'02-29'}"), "`02-29` is not a day of the year",
        'its month and day, such as "09-01"'),
    "term weeks of absence": (
        moved("{continuous: {at_least: §4 term weeks}}"), f"`4 term weeks` {LENGTH}", LENGTH_HELP),
    "an end that is no day": (
        contact("until: §friday"), "`friday` is not an end of the repeats", "`return`, or a day such as `day 7`"),
    "yes": (act("companion: §yes"), TRUTH, TRUTH_HELP),
    "1 for true": (act("companion: §1"), TRUTH, TRUTH_HELP),
    "true in quotes": (act("companion: §'true'"), TRUTH, TRUTH_HELP),
    "a country called no": (
        at_top("calendar: {nation: §no}"), "`no` is not one of the values of `nation`", "did you mean `none`?"),
    "a country called true": (
        at_top("calendar: {nation: §true}"), "`true` is not one of the values of `nation`", NATIONS),
    "a misspelt kind": (
        in_stage("kind: §formall"), "`formall` is not one of the values of `kind`",
        "did you mean `formal`?"),
    "a whole weekday": (
        at_top("calendar: {working_week: [mon, §tuesday]}"),
        "`tuesday` is not one of the values of `working_week`", "did you mean `tue`?"),
    "another version": (
        "flowrules: §2\nprocedure: {id: a, title: A}\nstages: {a: {}}\n",
        "`2` is not one of the values of `flowrules`", "it can be `1`"),
    "a version in quotes": (
        "flowrules: §'1'\nprocedure: {id: a, title: A}\nstages: {a: {}}\n",
        "`1` is not one of the values of `flowrules`", "write `1` without quotes"),
    "a version of yes": (
        "flowrules: §true\nprocedure: {id: a, title: A}\nstages: {a: {}}\n",
        "`true` is not one of the values of `flowrules`", "it can be `1`"),
    "another assessment": (
        at_top("triggers: {t: {assessed: §later}}"),
        "`later` is not a way to assess", "it can be `on return`, or left out"),
    "a date in words": (header("review_by: §1 Sept 2026"), "`1 Sept 2026` is not a date", DATE_HELP),
    "a day no month has": (
        header("review_by: §2026-02-30"), "`2026-02-30` is not a date", "its month has no such day"),
    "a date as a number": (header("review_by: §20260901"), "`20260901` is not a date", DATE_HELP),
    "a date in digits": (header("review_by: §'20260901'"), "`20260901` is not a date", DATE_HELP),
    "a date with a time": (
        header("review_by: §'2026-09-01T00:00:00'"), "`2026-09-01T00:00:00` is not a date", DATE_HELP),
    "a date turned round": (header("review_by: §01/09/2026"), "`01/09/2026` is not a date", DATE_HELP),
    "a name in capitals": (HEAD + "stages: {§Stage-1: {}}\n", "`Stage-1` is not a name", NAME_HELP),
    "a name of two words": (act("outcomes: [§no action]"), "`no action` is not a name", NAME_HELP),
    "a name in an accent": (at_top("roles: {§hèad: x}"), "`hèad` is not a name", NAME_HELP),
    "too long a name": (
        at_top(f"roles: {{§{'a' * 62}: x}}"), f"`{'a' * 59}…` is not a name", NAME_HELP),
    "an unknown unit": (act("within: §5 moons"), f"`5 moons` {LENGTH}", LENGTH_HELP),
    "a length without a number": (act("within: §days"), f"`days` {LENGTH}", LENGTH_HELP),
    "a length of nothing": (act("within: §0 days"), f"`0 days` {LENGTH}", LENGTH_HELP),
    "a length in decimals": (act("within: §1.5 weeks"), f"`1.5 weeks` {LENGTH}", LENGTH_HELP),
    "a length of a thousand": (act("within: §1000 days"), f"`1000 days` {LENGTH}", LENGTH_HELP),
    "a length in words": (act("within: §five days"), f"`five days` {LENGTH}", LENGTH_HELP),
    "working days for a window": (
        moved("{absences: {within: §5 working days}}"),
        "`5 working days` is not a length of calendar time",
        "such as `28 days`, `12 weeks` or `6 months`"),
    "an anchor with a capital": (
        act("from: §Meeting"), "`Meeting` is not a day to count from", ANCHOR_HELP),
    "a clock time too short": (contact("by: §'7:30'"), "`7:30` is not a time of day", CLOCK_HELP),
    "a clock time too late": (contact("by: §'24:00'"), "`24:00` is not a time of day", CLOCK_HELP),
    "day 0": (contact("on: §day 0"), f"`day 0` {DAY}", DAY_HELP),
    "a day as a number": (
        contact("on: §3"),
        "`on` must be a day of the absence or a list of items that begin with `-`", DAY_HELP),
    "a number among days": (
        contact("on: [day 1, §3]"), "this item must be a day of the absence", DAY_HELP),
    "a wrong day in a list": (contact("on: [day 1, §day 0]"), f"`day 0` {DAY}", DAY_HELP),
    "a day of the week": (contact("starting: §monday"), f"`monday` {DAY}", "such as `day 8`"),
    "a number for a condition": (moved("§3"), f"`when` {TRIGGER}", TRIGGER_HELP),
    "a list for a condition": (
        in_stage("next: [{to: a, §when: [a]}]"), f"`when` {TRIGGER}",
        f"{TRIGGER_HELP}; of several, `any: [one, other]`"),
    "a number among conditions": (moved("{any: [a, §3]}"), f"this item {TRIGGER}", TRIGGER_HELP),
    "a list among conditions": (moved("{any: [a, §[b]]}"), f"this item {TRIGGER}", TRIGGER_HELP),
    "a number under not": (moved("{not: §3}"), f"`not` {TRIGGER}", TRIGGER_HELP),
    "any of one": (moved("{§any: {absences: {}}}"), f"`any` {LIST}", LIST_HELP),
    "any of none": (moved("{§any: []}"), "`any` is empty", EMPTY),
    "a count as a number": (moved("{absences: §3}"), f"`absences` {MAP}", MAP_HELP),
    "a trigger in capitals": (moved("§Frequent"), "`Frequent` is not a name", NAME_HELP),
    "a word deep inside": (moved("{not: {any: [{not: {absences: {at_least: §x}}}]}}"), NUMBER, FIGURES),
    "recorded as a number": (
        moved("{recorded: §3}"), "`recorded` must be text or `key: value` lines", QUOTE),
    "recorded in capitals": (moved("{recorded: §OH report}"), "`OH report` is not a name", NAME_HELP),
    "a length alone": (moved("{continuous: §28 days}"), f"`continuous` {MAP}", MAP_HELP),
    "a decision as a word": (in_stage("next: [{to: a, decided: §x}]"), f"`decided` {MAP}", MAP_HELP),
    "no decision": (in_stage("next: [{to: a, §decided: {}}]"), "`decided` is empty", EMPTY),
    "two outcomes": (
        in_stage("next: [{to: a, decided: {§m: [x, y]}}]"), "`m` must be text", "write it in words"),
    "an outcome in capitals": (
        in_stage("next: [{to: a, decided: {m: §No}}]"), "`No` is not a name", NAME_HELP),
    "an action in capitals": (
        in_stage("next: [{to: a, decided: {§M: x}}]"), "`M` is not a name", NAME_HELP),
    "a long title": (
        in_stage(f"title: §{'x' * 401}"), "`title` is longer than 400 characters", "shorten it"),
    "a long record id": (
        example(f"employee: {{id: §{'x' * 61}}}"), "`id` is longer than 60 characters", "shorten it"),
    "a record id of two lines": (
        example('employee: {id: §"x\\ny"}'), "`x y` is not text of one line", "shorten it"),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_a_value_that_cannot_stand_there_is_shown_with_what_can(name):
    text, message, help = WRONG[name]
    finding = only(text)
    assert (finding.code, finding.rule) == ("FR103", "wrong-value")
    assert (finding.message, finding.help) == (message, help)


def test_every_message_is_one_plain_line_without_words_of_the_machine():
    texts = [text for text, *_ in (*WRONG.values(), *UNKNOWN, *MISSING)]
    for finding, _ in (pair for text in texts for pair in found(text.replace("§", ""))):
        said = finding.message + " " + finding.help
        assert "\n" not in said
        assert finding.message[0] == "`" or finding.message[0].islower()
        for jargon in (
            "str",
            "int",
            "dict",
            "tuple",
            "None",
            "True",
            "null",
            "input",
            "pydantic",
            "Literal",
        ):
            assert jargon not in said.replace("maintained", "").split("`")[0::2], said


def test_several_problems_are_each_at_their_own_line():
    text = dedent("""\
        flowrules: 1
        procedure:
          id: Our School
          title: 7
          versoin: "1"
        calendar: {nation: no}
        stages:
          a:
            actions:
              - {id: x, do: y}
            next:
              - to: a
                when: 3
                after: soon
        """)
    lines = sorted(span.line for _, span in found(text))
    assert lines == [3, 4, 5, 6, 10, 13, 14]


@pytest.mark.parametrize(
    ("text", "parse"),
    [
        (HEAD + "stages: {a: x, b: y}\n", parse_procedure),
        (in_stage("next: [x, y]"), parse_procedure),
        (at_top("calendar: {term_time: [{}, {a: b}]}"), parse_procedure),
        ("events: ['', '']\n", parse_record),
    ],
)
def test_two_like_problems_side_by_side_are_both_told(text, parse):
    assert len(found(text, parse)) == 2


def test_a_great_many_problems_are_cut_short_and_it_is_said():
    findings = found(
        HEAD + "stages: {a: {}}\n" + "".join(f"key-{number}: 1\n" for number in range(2_000))
    )
    assert len(findings) == MOST_FINDINGS + 1
    assert findings[-1][0].code == "FR016"


# Records: health data, which no message repeats.

SECRETS = [
    "absences: [{from: SECRET}]\n",
    "absences: [{from: 2026-01-01, to: SECRET}]\n",
    "absences: [{from: 2026-01-01, category: SECRET}]\n",
    "absences: [{from: 2026-01-01, counts: SECRET}]\n",
    "absences: [{from: 2026-01-01, diagnosis: SECRET}]\n",
    "absences: [{from: 2026-01-01, SECRET: SECRET}]\n",
    "absences: [{from: 2026-01-01, expected: [{on: SECRET, until: SECRET, why: [SECRET]}]}]\n",
    "absences: SECRET\n",
    "absences: {SECRET: 1}\n",
    "absences: [SECRET]\n",
    "absences: [{SECRET: 1}]\n",
    "employee: SECRET\n",
    "employee: {id: [SECRET], group: SECRET}\n",
    "employee: {id: 'SECRET SECRET SECRET SECRET SECRET SECRET SECRET SECRET SECRET SECRET'}\n",
    'employee: {id: "SECRET\\nSECRET"}\n',
    "employee: {SECRET: x}\n",
    "pattern: [{from: 2026-01-01, days: [SECRET]}]\n",
    "events: [{on: 2026-01-01, action: SECRET, outcome: SECRET, contact: SECRET, by: {SECRET: 1}}]\n",
    "events: [{on: 2026-01-01, recorded: SECRET}]\n",
    "events: [{on: 2026-01-01, placed: SECRET, because: [SECRET]}]\n",
    "events: [{on: 2026-01-01, placed: {SECRET: a}}]\n",
    "events: [{on: 2026-01-01, placed: {a: SECRET}}]\n",
    "events: [{on: 2026-01-01, placed: {SECRET: SECRET}}]\n",
    "events: [{on: 2026-01-01, placed: {SECRET: [SECRET]}}]\n",
    "absences: [{from: 2026-01-01, reason: SECRET, known_on: SECRET, part: SECRET}]\n",
    "absences: [{from: 2026-01-01, hours: SECRET, days: SECRET, days_lost: SECRET}]\n",
    "pattern: [{from: 2026-01-01, weeks: [[SECRET]], half_days: [SECRET], hours_per_day: SECRET}]\n",
    "events: [{on: 2026-01-01, action: meet, target: {SECRET: {at_most: SECRET}}, until: SECRET}]\n",
    "leave: [{from: SECRET, to: SECRET, refused: SECRET}]\n",
    "adjustments: [{trigger: SECRET, absences: {at_least: SECRET}, because: [SECRET]}]\n",
    "SECRET: x\n",
    "SECRET\n",
    "- SECRET\n",
]  # fmt: skip


@pytest.mark.parametrize("text", SECRETS)
def test_no_message_about_a_record_repeats_what_is_written_in_it(text):
    findings = found(text, parse_record)
    assert findings
    for finding, _ in findings:
        assert "SECRET" not in finding.message + finding.help + str(finding.example)
        assert all("SECRET" not in message for _, message in finding.related)


@settings(max_examples=60)
@given(
    st.sampled_from(SECRETS),
    st.text("abcdefghijklmnopqrstuvwxyzABCÄÖ -0123456789", min_size=7, max_size=30),
)
def test_no_message_about_a_record_repeats_it_whatever_it_is(text, secret):
    source, _ = read(text.replace("SECRET", "'" + secret + "'"))
    if source is not None:
        for finding in parse_record(source.data)[1]:
            assert secret not in finding.message + finding.help


@pytest.mark.parametrize("word", ["id", "group", "started"])
def test_what_belongs_to_the_employee_is_told_its_place_and_not_what_it_says(word):
    ((finding, _),) = found(f"{word}: W1\nabsences: []\n", parse_record)
    assert (finding.code, finding.message) == ("FR101", f"`{word}` is not a word that can stand here")
    assert finding.help == f"it belongs to the employee: write `employee: {{{word}: …}}`"


def test_a_record_says_where_and_what_was_expected():
    findings = found(
        "absences:\n  - {from: in May, category: Flu}\n  - {fom: 2026-01-01}\n", parse_record
    )
    assert [(finding.message, finding.help, span.line, span.column) for finding, span in findings] == [
        ("what `from` says is not a date", DATE_HELP, 2, 12),
        ("what `category` says is not a name", NAME_HELP, 2, 30),
        ("`from` is missing from this item of `absences`", "add `from:` and its value", 3, 5),
        ("this is not a word that can stand here", "did you mean `from`?", 3, 6),
    ]


@pytest.mark.parametrize(
    ("text", "help"),
    [
        ("absences: [{from: 2026-01-01, hours: §25}]\n", "give 24 or less"),
        ("absences: [{from: 2026-01-01, hours: §0}]\n", "give more than 0"),
        ("absences: [{from: 2026-01-01, days: §1.5}]\n", "give 1 or less"),
        ("absences: [{from: 2026-01-01, days_lost: §-1}]\n", "give 0 or more"),
        ("pattern: [{from: 2026-01-01, days: [mon], hours_per_day: §25}]\n", "give 24 or less"),
    ],
)
def test_a_figure_that_no_day_has_is_refused_without_being_repeated(text, help):
    finding = only(text, parse_record)
    assert (finding.code, finding.help) == ("FR103", help)
    assert not any(figure in finding.message for figure in "0123456789")


def test_what_a_procedure_says_may_be_repeated_but_not_at_length():
    assert len(only(in_stage(f"kind: §{'x' * 5_000}")).message) < 120
    assert len(only(in_stage(f"§{'x' * 900}: 1")).message) < 120


def test_a_shape_is_never_changed_after_reading():
    procedure, _ = parse_procedure(read(HEAD + "stages: {a: {}}\n")[0].data)
    with pytest.raises(ValueError, match="frozen"):
        procedure.procedure.title = "B"


def test_defaults_are_as_said():
    procedure, _ = parse_procedure(read(HEAD + "stages: {a: {}}\n")[0].data)
    assert procedure.procedure.version == "1"
    assert procedure.stages["a"].kind == "normal"
    record, _ = parse_record({"absences": [{"from": "2026-01-01"}]})
    assert record.absences[0].category == "sickness"
    assert record.absences[0].to is None
