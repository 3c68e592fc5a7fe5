"""The author's own examples: what may be expected, what is said where it is otherwise, what none shows."""

import pytest
from gates import check

from flowrules.placed import place_all
from flowrules.trial import try_examples
from flowrules.trial.coverage import Coverage, Seen, Share, coverage_of
from flowrules.trial.report import Report, try_all

SMALL = """\
flowrules: 1
procedure: {id: small, title: Small procedure, covers: {groups: [teacher]}}
counting: {categories: {sickness: counts, disability: decide}, decided_by: head}
contact: [{id: call-in, who: employee, to: manager, on: day 1}]
triggers: {often: {title: Frequent absence, absences: {at_least: 3, within: 6 months}}}
stages:
  fine: {next: [{when: often, to: review}]}
  review:
    actions:
      - {id: meet, title: the review, do: Hold a review, by: manager, within: 10 working days,
         outcomes: [well, unwell]}
      - {id: letter, do: Send the letter, by: head, within: 3 weeks}
    next:
      - {decided: {meet: unwell}, to: help}
      - {after: 6 months, to: fine}
  help: {next: [{after: 3 months, to: fine}]}
"""
THREE = """\
    record:
      absences:
        - {from: 2026-09-09, to: 2026-09-09}
        - {from: 2026-10-14, to: 2026-10-14}
        - {from: 2026-11-11, to: 2026-11-11}
      events:
        - {on: 2026-11-11, contact: call-in}
"""
NOTHING = "    record: {}\n"


def example(expect: str, record: str = THREE, on: str = "2026-11-12") -> str:
    return f"  - title: what the author thinks\n{record}    on: {on}\n    expect: {expect}\n"


def with_examples(*examples: str) -> str:
    return SMALL + "examples:\n" + "".join(examples)


def pointed(text: str) -> list[tuple[str, str, str]]:
    """The code of each finding, the text it points at, and its message."""
    checked = check(text)
    lines = text.split("\n")
    found = [one for one in place_all(checked.findings, checked.source, "-") if one.severity == "error"]
    return [
        (one.code, lines[one.line - 1][one.column - 1 : one.end_column - 1], one.message)
        for one in found
    ]


def said(text: str) -> list[tuple[str, str]]:
    """What is said of examples that fail, and why."""
    return [(one.message, one.help) for one in check(text).findings if one.code == "FR401"]


def flow_of(text: str):
    checked = check(text, deep=False)
    assert checked.flow, checked.findings
    return checked.flow


# What may be expected ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "expect",
    [
        "{main: review}",
        "{next: meet}",
        "{due: 2026-11-25}",
        "{agenda: [meet, letter]}",
        "{decide: [meet]}",
        "{covered: true}",
        "{main: review, next: meet, due: 2026-11-25, agenda: [meet, letter], decide: [meet], covered: true}",
    ],
)
def test_what_comes_out_as_expected_is_not_spoken_of(expect: str):
    assert pointed(with_examples(example(expect))) == []


WHY_IN_REVIEW = (
    "it came to `review` on 11 November 2026: 3 absences from 12 May 2026 to 11 November 2026; "
    "the rule: 3 or more absences in 6 months"
)
OUTSTANDING = (
    "outstanding on 12 November 2026: `meet` (due 25 November 2026); `letter` (due 2 December 2026)"
)


@pytest.mark.parametrize(
    ("expect", "message", "help"),
    [
        (
            "{main: fine}",
            "expected `fine`, but the procedure leads to `review`",
            WHY_IN_REVIEW,
        ),
        ("{next: letter}", "expected the next action `letter`, but it is `meet`", OUTSTANDING),
        (
            "{due: 2026-11-24}",
            "expected the next action to be due on 24 November 2026, but `meet` is due on 25 November 2026",
            OUTSTANDING,
        ),
        (
            "{agenda: [letter, meet]}",
            "expected `letter` then `meet` to be due, but it is `meet` then `letter`",
            OUTSTANDING,
        ),
        ("{agenda: []}", "expected nothing to be due, but it is `meet` then `letter`", OUTSTANDING),
        (
            "{decide: []}",
            "expected nothing to be decided, but it is `meet`",
            "to decide on 12 November 2026: Line manager: the review: well or unwell",
        ),
        (
            "{covered: false}",
            "expected that the procedure is not for this person, but it is",
            "change the `group` of the record, or whom the procedure `covers`",
        ),
    ],
)
def test_what_comes_out_otherwise_is_said_with_what_was_found_and_why(expect, message, help):
    assert said(with_examples(example(expect))) == [(message, help)]


WHO = """\
flowrules: 1
procedure: {id: small, title: Small procedure}
counting: {reasons: [stress]}
stages:
  fine: {next: [{when: CONDITION, to: review}]}
  review: {next: [{after: 6 months, to: fine}]}
"""


@pytest.mark.parametrize(
    ("condition", "why"),
    [
        ("{absent: true}", "away"),
        ("{not: {absent: false}}", "not so: no longer away"),
        ("{group: teacher}", "teacher"),
        ("{service: {at_least: 2 years}}", "employed for 2 years or longer"),
        ("{reason: {any_of: [stress], within: 1 month}}", "stress"),
        ("{any: [{absent: true}, {group: teacher}]}", "away"),
        ("{all: [{absent: true}, {group: teacher}]}", "away"),
    ],
)
def test_a_condition_without_a_figure_is_told_in_its_own_words_where_an_example_fails(condition, why):
    record = (
        "    record:\n      employee: {group: teacher, started: 2020-01-01}\n"
        "      absences: [{from: 2026-09-09, reason: stress}]\n"
    )
    text = WHO.replace("CONDITION", condition) + "examples:\n" + example("{main: fine}", record)
    ((_, help),) = said(text)
    assert why in help, help
    assert "term" not in help


@pytest.mark.parametrize(
    ("expect", "message", "help"),
    [
        (
            "{due: 2026-11-24}",
            "expected the next action to be due on 24 November 2026, but there is nothing to do",
            "nothing is outstanding on 12 November 2026",
        ),
        (
            "{agenda: [meet]}",
            "expected `meet` to be due, but it is nothing",
            "nothing is outstanding on 12 November 2026",
        ),
        (
            "{decide: [counts]}",
            "expected `counts` to be decided, but it is nothing",
            "nothing to decide on 12 November 2026",
        ),
    ],
)
def test_where_there_is_nothing_that_is_said(expect, message, help):
    assert said(with_examples(example(expect, NOTHING))) == [(message, help)]


def test_an_action_without_a_deadline_has_no_day_to_be_due_on():
    text = with_examples(example("{due: 2026-11-24}"))
    text = text.replace(", within: 10 working days", "").replace(", within: 3 weeks", "")
    assert [message for message, _ in said(text)] == [
        "expected the next action to be due on 24 November 2026, but no day is set for `meet`"
    ]


def test_only_what_is_owed_is_on_the_agenda_of_an_example():
    text = with_examples(example("{agenda: [meet]}"))
    text = text.replace("letter, do:", "letter, optional: true, do:")
    assert pointed(text) == []


def test_an_absence_to_be_decided_is_called_counts():
    record = "    record: {absences: [{from: 2026-11-11, category: disability}]}\n"
    assert pointed(with_examples(example("{decide: [counts]}", record))) == []


def test_what_is_expected_on_one_day_is_compared_word_by_word():
    text = with_examples(example("{main: fine, next: letter, due: 2026-11-25, decide: [meet]}"))
    assert [where for _, where, _ in pointed(text)] == ["fine", "letter"]


# People who are not covered ---------------------------------------------------------------------------

AGENCY = "    record: {employee: {group: agency}}\n"


def test_a_person_who_is_not_covered_can_be_expected():
    assert pointed(with_examples(example("{covered: false}", AGENCY))) == []


@pytest.mark.parametrize("expect", ["{covered: true}", "{main: fine}", "{covered: false, main: fine}"])
def test_nothing_else_can_be_expected_of_a_person_who_is_not_covered(expect: str):
    assert pointed(with_examples(example(expect, AGENCY))) == [
        (
            "FR401",
            "expect",
            "the procedure is not for the staff group `agency`, so nothing is decided",
        )
    ]


# Several days -----------------------------------------------------------------------------------------

DAYS = """\
  - title: from day to day
    record:
      absences:
        - {from: 2026-09-09, to: 2026-09-09}
        - {from: 2026-10-14, to: 2026-10-14}
        - {from: 2026-11-11, to: 2026-11-11}
    days:
      - {on: 2026-11-10, expect: {main: fine}}
      - {on: 2026-11-12, expect: {main: help}}
      - {on: 2027-05-12, expect: {main: fine}}
"""


def test_each_day_of_an_example_is_asked_about_and_one_that_fails_has_its_own_place():
    text = with_examples(DAYS)
    assert pointed(text) == [("FR401", "help", "expected `help`, but the procedure leads to `review`")]
    (found,) = check(text).findings[-1:]
    assert found.path == ("examples", 0, "days", 1, "expect", "main")


def test_a_trial_has_its_title_its_day_and_its_place():
    flow = flow_of(with_examples(example("{main: review}"), DAYS))
    trials = list(try_examples(flow, flow.examples, ("examples",)))
    assert [(one.title, one.on.isoformat(), one.path, len(one.findings)) for one in trials] == [
        ("what the author thinks", "2026-11-12", ("examples", 0), 0),
        ("from day to day", "2026-11-10", ("examples", 1, "days", 0), 0),
        ("from day to day", "2026-11-12", ("examples", 1, "days", 1), 1),
        ("from day to day", "2027-05-12", ("examples", 1, "days", 2), 0),
    ]


@pytest.mark.parametrize(
    "days",
    [
        "on: 2026-11-12",
        "expect: {main: fine}",
        "on: 2026-11-12\n    days: [{on: 2026-11-12, expect: {main: fine}}]",
        "expect: {main: fine}\n    days: [{on: 2026-11-12, expect: {main: fine}}]",
        "on: 2026-11-12\n    expect: {main: fine}\n    days: [{on: 2026-11-12, expect: {main: fine}}]",
        "hindsight: true",
    ],
)
def test_an_example_has_one_day_or_several_and_not_both(days: str):
    text = with_examples(f"  - title: neither or both\n    record: {{}}\n    {days}\n")
    assert [(code, message) for code, _, message in pointed(text)] == [
        ("FR230", "an example has either `on` with `expect`, or `days`")
    ]


def test_what_is_wrong_in_a_record_is_told_for_each_day_that_sees_it():
    record = "    record: {absences: [{from: 2026-11-11, to: 2026-11-10}]}\n"
    days = "    days: [{on: 2026-11-10, expect: {main: fine}}, {on: 2026-11-12, expect: {main: fine}}]\n"
    flow = flow_of(with_examples("  - title: a slip\n" + record + days))
    before, after = try_examples(flow, flow.examples, ("examples",))
    assert before.findings == ()
    assert [(one.code, one.path) for one in after.findings] == [
        ("FR402", ("examples", 0, "record", "absences", 0, "to"))
    ]


# Names ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("expect", "code", "where", "message"),
    [
        ("{mian: fine}", "FR202", "mian", "there is no track called `mian`"),
        ("{main: fin}", "FR202", "fin", "there is no stage called `fin`"),
        ("{next: met}", "FR202", "met", "there is no action, contact or event called `met`"),
        ("{agenda: [meet, leter]}", "FR202", "leter", "there is no action, contact or event called `leter`"),
        ("{agenda: [none]}", "FR202", "none", "there is no action, contact or event called `none`"),
        ("{decide: [letter]}", "FR202", "letter", "there is no action with outcomes called `letter`"),
        ("{decide: [call-in]}", "FR202", "call-in", "there is no action with outcomes called `call-in`"),
        ("{main: [fine]}", "FR103", "main", "`main` must be the name of one stage"),
        ("{main: true}", "FR103", "true", "`main` must be the name of one stage"),
        ("{next: [meet]}", "FR103", "next", "`next` must be the name of one thing"),
        ("{due: soon}", "FR103", "soon", "`due` must be a date"),
        ("{due: [meet]}", "FR103", "due", "`due` must be a date"),
        ("{agenda: meet}", "FR103", "meet", "`agenda` must be a list of names"),
        ("{decide: true}", "FR103", "true", "`decide` must be a list of names"),
        ("{covered: teacher}", "FR103", "teacher", "`covered` must be `true` or `false`"),
    ],
)  # fmt: skip
def test_a_name_or_a_value_that_cannot_be_expected_is_found_at_its_place(expect, code, where, message):
    assert pointed(with_examples(example(expect))) == [(code, where, message)]


def test_names_are_looked_at_on_every_day():
    text = with_examples(DAYS.replace("main: help", "main: halp"))
    assert pointed(text) == [("FR202", "halp", "there is no stage called `halp`")]


@pytest.mark.parametrize("name", ["next", "due", "agenda", "decide", "covered"])
def test_no_track_is_called_as_a_word_of_the_examples(name: str):
    text = SMALL.replace("stages:\n", f"tracks: {{{name}: {{title: T, start: fine}}}}\nstages:\n")
    assert ("FR206", name, f"a track cannot be called `{name}`") in pointed(text)


# Files beside the procedure ---------------------------------------------------------------------------


def tried(procedure: str, *files: str) -> Report:
    checked = check(procedure, "p.yaml", deep=False)
    assert checked.flow and checked.procedure and checked.source  # noqa: PT018
    named = [(f"{place}.scenarios.yaml", text.encode()) for place, text in enumerate(files, start=1)]
    return try_all(checked.flow, checked.procedure, checked.source, named)


def scenarios(*examples: str) -> str:
    return "scenarios:\n" + "".join(examples)


def test_examples_of_other_files_are_tried_in_the_order_of_the_files():
    done = tried(
        with_examples(example("{main: review}")),
        scenarios(example("{next: meet}"), example("{main: fine}")),
        scenarios(DAYS),
    )
    assert [file.source.name for file in done.files] == [
        "p.yaml",
        "1.scenarios.yaml",
        "2.scenarios.yaml",
    ]
    assert [[bool(trial.findings) for trial in file.trials] for file in done.files] == [
        [False],
        [False, True],
        [False, True, False],
    ]
    assert (done.tried, done.failed, done.unusable, done.unread) == (6, 2, 0, False)


def test_a_failure_in_another_file_points_into_that_file():
    text = scenarios(example("{main: review}"), example("{main: fine}"))
    _, file = tried(SMALL, text).files
    (found,) = file.trials[1].findings
    assert found.path == ("scenarios", 1, "expect", "main")
    assert file.source.locate(found.path).line == text.count("\n")


@pytest.mark.parametrize(
    ("text", "code", "path"),
    [
        ("scenarios: [", "FR015", ()),
        ("scenario: []\n", "FR102", ("scenarios",)),
        ("scenarios: []\n", "FR103", ("scenarios",)),
        (scenarios(example("{main: fin}")), "FR202", ("scenarios", 0, "expect", "main")),
        (scenarios("  - {title: x, record: {}, on: 2026-11-12}\n"), "FR230", ("scenarios", 0)),
        (
            scenarios("  - {title: x, record: {}, days: [{on: 2026-11-12, expect: {next: x}}]}\n"),
            "FR202",
            ("scenarios", 0, "days", 0, "expect", "next"),
        ),
    ],
)
def test_a_file_with_a_mistake_is_not_tried_and_the_others_are(text, code, path):
    done = tried(with_examples(example("{main: review}")), text, scenarios(example("{main: review}")))
    own, wrong, other = done.files
    assert [(one.code, one.path) for one in wrong.findings][:1] == [(code, path)]
    assert wrong.trials == ()
    assert (len(own.trials), len(other.trials)) == (1, 1)
    assert (done.unusable, done.unread) == (1, False)


def test_a_file_that_cannot_be_read_at_all_is_told_apart():
    checked = check(SMALL, "p.yaml", deep=False)
    done = try_all(checked.flow, checked.procedure, checked.source, [("s.yaml", b"\xff\xfe\x00")])
    assert (done.unusable, done.unread) == (1, True)


def test_linting_tries_the_examples_of_the_procedure_alone():
    assert check(SMALL).findings == check(with_examples(example("{main: review}"))).findings


# What no example shows --------------------------------------------------------------------------------


def coverage(text: str) -> Coverage:
    flow = flow_of(text)
    seen = Seen(flow)
    for trial in try_examples(flow, flow.examples, ("examples",), seen.watch):
        seen.add(trial.decision)
    return coverage_of(flow, seen)


def unshown(text: str) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(one.kind, one.what, one.missing) for one in coverage(text).unshown]


def test_without_examples_nothing_is_shown():
    found = coverage(SMALL)
    assert (found.stages, found.moves, found.conditions) == (Share(0, 3), Share(0, 4), Share(0, 1))
    assert found.percent == 0


def test_what_no_example_shows_is_said_in_words():
    assert unshown(with_examples(example("{main: fine}", NOTHING))) == [
        ("stage", "“Review”", ("reached",)),
        ("stage", "“Help”", ("reached",)),
        ("move", "“Fine” to “Review”: “Frequent absence”", ("taken",)),
        ("move", "“Review” to “Help”: decided at the review: unwell", ("taken",)),
        ("move", "“Review” to “Fine”: 6 months after this stage began", ("taken",)),
        ("move", "“Help” to “Fine”: 3 months after this stage began", ("taken",)),
        ("condition", "3 or more absences in 6 months", ("holds",)),
    ]


def test_each_thing_that_is_not_shown_has_its_place():
    text = with_examples(example("{main: fine}", NOTHING))
    assert [one.path for one in coverage(text).unshown] == [
        ("stages", "review"),
        ("stages", "help"),
        ("stages", "fine", "next", 0),
        ("stages", "review", "next", 0),
        ("stages", "review", "next", 1),
        ("stages", "help", "next", 0),
        ("triggers", "often", "absences"),
    ]


def test_a_stage_counts_on_any_day_and_not_only_on_the_day_asked_about():
    text = with_examples(example("{main: fine}", on="2027-06-01"))
    assert unshown(text) == [
        ("stage", "“Help”", ("reached",)),
        ("move", "“Review” to “Help”: decided at the review: unwell", ("taken",)),
        ("move", "“Help” to “Fine”: 3 months after this stage began", ("taken",)),
    ]


def test_everything_shown_is_a_hundred_percent():
    unwell = THREE + "        - {on: 2026-11-20, action: meet, outcome: unwell}\n"
    text = with_examples(
        example("{main: fine}", on="2027-06-01"), example("{main: fine}", unwell, on="2027-06-01")
    )
    found = coverage(text)
    assert (found.stages, found.moves, found.conditions) == (Share(3, 3), Share(4, 4), Share(1, 1))
    assert (found.unshown, found.percent) == ((), 100)


def test_almost_everything_is_less_than_a_hundred_percent():
    assert Coverage(Share(199, 200), Share(200, 200), Share(200, 200), ()).percent == 99


def test_a_person_who_is_not_decided_shows_nothing():
    wrong = "    record: {absences: [{from: 2026-11-11, to: 2026-11-10}]}\n"
    for record in (AGENCY, wrong):
        found = coverage(with_examples(example("{covered: false}", record)))
        assert (found.stages.shown, found.moves.shown, found.conditions.shown) == (0, 0, 0)


def test_a_stage_somebody_was_placed_in_is_shown_and_no_move():
    placed = "    record: {events: [{on: 2026-11-02, placed: {main: help}, because: carried over}]}\n"
    found = coverage(with_examples(example("{main: help}", placed)))
    assert (found.stages, found.moves) == (Share(2, 3), Share(0, 4))


MADE = SMALL.replace(
    "absences: {at_least: 3, within: 6 months}}}",
    "any: [{absences: {at_least: 3, within: 6 months}}, {not: {all: [long, {absences: {at_least: 1, "
    "within: 1 month}}]}}]}\n  long: {continuous: {at_least: 5 days}}\n}",
).replace("{when: often, to: review}", "{when: often, to: review}, {when: long, to: help}")
MADE = MADE.replace("triggers: {often", "triggers: {\n  often").replace(
    "]}}]}\n  long", "]}}]},\n  long"
)


def test_a_condition_made_of_others_is_shown_and_its_members_too_each_once():
    text = MADE + "examples:\n" + example("{main: review}")
    flow = flow_of(text)
    asked = coverage(text)
    assert asked.conditions.of == 5  # two combinations, two counts and a length; no names and no `not`
    words = {one.what for one in coverage_of(flow, Seen(flow)).unshown if one.kind == "condition"}
    assert len(words) == 5
    assert "away for 5 days or longer" in words


def test_a_trigger_used_twice_is_one_condition():
    once = coverage(SMALL).conditions.of
    again = SMALL.replace("help: {next: [", "help: {next: [{when: often, to: review}, ")
    assert coverage(again).conditions.of == once


def test_a_condition_never_asked_lacks_both():
    again = SMALL.replace(
        "help: {next: [", "help: {next: [{when: {continuous: {at_least: 4 weeks}}, to: review}, "
    )
    assert ("condition", "away for 4 weeks or longer", ("holds", "fails")) in unshown(
        again + "examples:\n" + example("{main: review}")
    )


def test_a_condition_that_held_whenever_it_was_asked_lacks_the_other():
    always = SMALL.replace("at_least: 3, within", "at_most: 9, within")
    assert ("condition", "9 or fewer absences in 6 months", ("fails",)) in unshown(
        always + "examples:\n" + example("{main: review}", NOTHING)
    )


def test_a_move_with_a_condition_of_its_own_is_called_by_its_words():
    own = SMALL.replace(
        "{decided: {meet: unwell}, to: help}",
        "{decided: {meet: unwell}, when: {absences: {at_least: 1, since: meet}}, after: 1 week, from: meet,"
        " to: help}",
    )
    found = [what for kind, what, _ in unshown(own) if kind == "move"]
    assert found[1] == (
        "“Review” to “Help”: decided at the review: unwell, 1 or more absences since the review "
        "and 1 week after the review"
    )


def test_what_is_only_foreseen_is_not_shown():
    # How far the trigger is, the engine finds by asking it about days that have not come.
    two = THREE.replace("        - {from: 2026-11-11, to: 2026-11-11}\n", "")
    text = with_examples(example("{main: fine}", two))
    flow = flow_of(text)
    (trial,) = try_examples(flow, flow.examples, ("examples",))
    assert trial.decision.distance[0].one_more_absence
    assert ("condition", "3 or more absences in 6 months", ("holds",)) in unshown(text)


def test_watching_changes_no_decision():
    flow = flow_of(with_examples(example("{main: review}"), DAYS))
    watched = list(try_examples(flow, flow.examples, ("examples",), Seen(flow).watch))
    assert watched == list(try_examples(flow, flow.examples, ("examples",)))
