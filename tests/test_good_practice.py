"""The edges of the rules of good practice, and the words that rules look for."""

from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from flowrules.check import check
from flowrules.cli import main
from flowrules.finding import Finding
from flowrules.lint.texts import everything, said_in
from flowrules.placed import place

TODAY = date(2026, 11, 21)
FINE = """\
triggers: {often: {absences: {at_least: 3, within: 6 months}}}
stages:
  fine: {next: [{when: often, to: review}]}
  review: {next: [{after: 6 months, to: fine}]}
"""


def procedure(rest: str = FINE, header: str = "") -> str:
    said = f"id: small, title: Small procedure{header and ', '}{header}"
    return f"flowrules: 1\nprocedure: {{{said}}}\n{rest}"


def found(rule: str, text: str, today: date = TODAY) -> list[Finding]:
    """What one rule finds in a procedure that is sound otherwise."""
    checked = check(text, today=today, packs=("good-practice",))
    assert checked.flow is not None, checked.findings
    return [one for one in checked.findings if one.rule == rule]


def pointed(rule: str, text: str) -> list[str]:
    """The text that each finding of one rule points at."""
    source, lines = check(text).source, text.split("\n")
    placed = [place(one, source, "-") for one in found(rule, text)]
    return [lines[one.line - 1][one.column - 1 : one.end_column - 1] for one in placed]


# Contact ---------------------------------------------------------------------------------------------

CALL = "  - {id: call-in, do: Phone in, who: employee, to: manager, on: day 1}\n"
TOUCH = "  - {id: touch, who: manager, to: employee, every: 7 days, starting: day 8, until: return}\n"


@pytest.mark.parametrize(
    ("contacts", "message"),
    [
        ("", "no contact is expected on the first day of an absence or regularly in a long absence"),
        (CALL, "no contact is expected regularly in a long absence"),
        (TOUCH, "no contact is expected on the first day of an absence"),
        (CALL.replace("day 1", "[day 4, working day 1]"), "no contact is expected regularly in a long absence"),
        (CALL + TOUCH.replace("until: return", "until: day 15"), "no contact is expected regularly in a long absence"),
    ],
)  # fmt: skip
def test_contact_that_is_missing_is_named(contacts, message):
    text = procedure((f"contact:\n{contacts}" if contacts else "") + FINE)
    assert [one.message for one in found("no-contact", text)] == [message]


@pytest.mark.parametrize(
    "action",
    [
        "{id: ask, do: Ask how things are, by: manager, every: 4 weeks}",
        "{id: agree, do: Agree how to stay in touch, by: manager}",
    ],
)
def test_a_stage_may_keep_people_in_touch(action):
    stages = FINE.replace("review: {", f"review: {{actions: [{action}], ")
    assert found("no-contact", procedure(f"contact:\n{CALL}{stages}")) == []


def test_to_call_a_hearing_is_no_contact():
    action = "{id: ask, do: Decide whether to call a hearing, by: manager}"
    stages = FINE.replace("review: {", f"review: {{actions: [{action}], ")
    assert len(found("no-contact", procedure(f"contact:\n{CALL}{stages}"))) == 1


@pytest.mark.parametrize(
    ("rest", "lines"),
    [
        (FINE, 1),
        ("contact: [{id: form, do: Hand in a form, who: employee, to: hr, on: return}]\n" + FINE, 1),
        ("contact: [{id: talk, who: manager, to: employee, on: return}]\n" + FINE, 0),
        ("contact: [{id: talk, who: manager, to: employee, on: [day 8, return]}]\n" + FINE, 0),
        (
            FINE.replace(
                "review: {", "review: {actions: [{id: m, do: Meet, by: manager, from: return}], "
            ),
            0,
        ),
        (
            FINE.replace(
                "review: {", "review: {actions: [{id: m, do: Hold a return-to-work talk, by: head}], "
            ),
            0,
        ),
    ],
)
def test_a_talk_on_return_may_be_a_contact_or_an_action(rest, lines):
    assert len(found("no-return-talk", procedure(rest))) == lines


# The file itself -------------------------------------------------------------------------------------


def test_the_day_of_review_itself_is_in_time():
    text = procedure(header="review_by: 2026-11-21")
    assert found("review-day-past", text) == []
    assert found("no-review-day", text) == []
    assert len(found("review-day-past", text, date(2026, 11, 22))) == 1
    assert pointed("review-day-past", text.replace("11-21", "11-20")) == ["2026-11-20"]


def test_a_file_without_a_day_of_review_is_told_once():
    text = procedure()
    assert len(found("no-review-day", text)) == 1
    assert found("review-day-past", text) == []


def test_what_is_in_the_file_is_not_asked_for():
    support = "support: [{title: The union, how: ask a colleague}]\n"
    text = procedure(support + FINE, header="alt: A chart")
    assert found("no-support", text) == []
    assert found("no-alt-text", text) == []
    assert len(found("no-support", procedure())) == len(found("no-alt-text", procedure())) == 1


# Words -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Persistent offender", "offender"),
        ("No excuses on the day", None),
        ("Give your excuse to the office", "excuse"),
        ("Nobody is punished for being ill", None),
        ("Punishment follows", "Punishment"),
        ("Any employee who fails to improve", "fails to improve"),
        ("Help after heart failure", None),
        ("If the lift fails, phone in", None),
        ("If treatment fails to help", None),
        ("Failure to phone", "Failure to phone"),
        ("An unexcused absence", None),
        ("Suspected malingering", "malingering"),
        ("Problem  Employee list", "Problem  Employee"),
        ("It is not your fault, and no one is guilty", None),
        ("An offender-free zone", None),
    ],
)
def test_words_that_blame_are_found_as_whole_words(text, words):
    said = [one.message for one in found("wording-that-blames", procedure(header=f'notes: ["{text}"]'))]
    told = f"the words “{words}” make somebody out to be at fault for being ill"
    assert said == ([told] if words else [])


def test_the_word_to_use_instead_is_named_or_none():
    def helps(text: str) -> list[str]:
        text = procedure(header=f'notes: ["{text}"]')
        return [one.help for one in found("wording-that-blames", text)]

    assert helps("Say your excuse") == ["write `reason`"]
    assert helps("He failed to attend") == ["write `did not attend`"]
    assert helps("Check for skiving") == ["leave it out, and say what happened"]


def test_names_and_outcomes_are_read_by_people_too():
    text = procedure("""\
triggers: {repeat-offender: {absences: {at_least: 3, within: 6 months}}}
stages:
  fine: {next: [{when: repeat-offender, to: poor-attendance}]}
  poor-attendance:
    actions: [{id: meet, do: Meet, by: manager, outcomes: [failed, passed]}]
    next:
      - {after: 6 months, to: fine}
""")
    assert pointed("wording-that-blames", text) == ["repeat-offender", "poor-attendance", "failed"]


def test_every_text_is_walked_once_and_has_its_place():
    text = procedure("""\
support: [{title: S1, how: S2, when: S3}]
contact: [{id: c, do: S4, who: employee, to: manager, on: day 1, how: S5, instead: S6, if_missed: S7}]
events: {e: {title: S8}}
triggers: {t: {title: S9, recorded: e}}
tracks: {main: {title: S10, start: fine}}
stages:
  fine:
    title: S11
    track: main
    actions: [{id: a, do: S12, title: S13, by: manager, outcomes: [s14]}, {id: b, do: S15, by: hr}]
    next: [{when: t, to: fine}]
allow: [{rule: no-support, because: S16}]
examples: [{title: S17, record: {}, on: 2026-11-21, expect: {main: fine}}]
roles: {employee: S18, manager: S19, hr: S20}
""")
    flow = check(text, deep=False).flow
    walked = [said for _, said in everything(flow)]
    for n in range(1, 21):
        assert walked.count(f"s{n}" if n == 14 else f"S{n}") == 1, n
    assert len({path for path, _ in everything(flow)}) == len(walked)


def test_phrases_are_found_in_the_order_of_the_text_across_line_ends_and_either_apostrophe():
    found = said_in("A doctor’s\nnote, or a fit  note", ["fit note", "doctor's note"])
    assert [one.words for one in found] == ["doctor’s\nnote", "fit  note"]


@pytest.mark.parametrize(
    ("text", "denied"),
    [
        ("no excuse", True),
        ("This is never an excuse", True),
        ("No, an excuse", False),
        ("No way. An excuse", False),
        ("Not every one of them has an excuse", False),
    ],
)
def test_what_is_denied_just_before_is_not_said(text, denied):
    (one,) = said_in(text, ["excuse"])
    assert one.is_denied() is denied


# Labels ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("letters", "lines"),
    [(85, 0), (86, 1)],
)
def test_a_label_of_an_action_has_room_for_so_many_letters(letters, lines):
    text = ("ill " * 30)[:letters].rstrip().ljust(letters, "x")
    stages = FINE.replace("review: {", f"review: {{actions: [{{id: a, do: {text}, by: hr}}], ")
    assert len(found("label-too-long", procedure(stages))) == lines


def test_a_long_word_is_cut_and_told():
    text = procedure(FINE.replace("review: {", "review: {title: Counterproductivenesses-now, "))
    assert pointed("label-too-long", text) == ["Counterproductivenesses-now"]
    (one,) = found("label-too-long", text)
    assert (
        one.message == "“Counterproductivenesses-now” is too long for a line, and is cut in the middle"
    )


def test_long_texts_that_stand_in_no_box_are_left_alone():
    long = "a note " * 40
    assert found("label-too-long", procedure(header=f'notes: ["{long}"], alt: "{long}"')) == []


# What people begin with ------------------------------------------------------------------------------


def test_the_procedure_to_start_from_is_an_example_of_good_practice(tmp_path: Path):
    done = CliRunner().invoke(main, ["new", str(tmp_path)])
    assert done.exit_code == 0
    found = check((tmp_path / "procedure.yaml").read_bytes(), today=date.today()).findings
    assert [one for one in found if one.severity != "note"] == []
    assert [one for one in found if one.code >= "FR700"] == []
