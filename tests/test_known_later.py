"""What became known later: read from the day it was learnt, or with hindsight at its own date.

All days are of 2025 in England, where 3 March is a Monday.
"""

import pytest
from asking import agenda, answer, codes, first_met, flow_of, one_move, way
from click.testing import CliRunner

from flowrules.cli import main

OFTEN = """
stages:
  clear: {next: [{when: {absences: {at_least: 3, within: 6 months}}, to: stage-1}]}
  stage-1:
    actions:
      - {id: meeting, do: Meet, by: head, within: 2 weeks, outcomes: [monitor, no-action]}
      - {id: letter, do: Write, by: head, within: 1 week, from: meeting}
    next:
      - {decided: {meeting: no-action}, to: clear}
      - {after: 8 weeks, to: clear}
"""
FLOW = flow_of(OFTEN)
LATE = """
- {from: 2025-01-06, to: 2025-01-06}
- {from: 2025-02-03, to: 2025-02-03}
- {from: 2025-03-03, to: 2025-03-03, known_on: 2025-03-20}
"""


# Absences ------------------------------------------------------------------------------------------


def test_an_absence_known_late_meets_a_count_on_the_day_it_is_known():
    assert way(FLOW, "2025-03-19", absences=LATE) == []
    assert way(FLOW, "2025-04-01", absences=LATE) == ["2025-03-20 stage-1"]


def test_it_is_counted_in_its_own_place_in_the_window():
    # on 7 July the six months begin on 8 January: the first absence is out
    assert way(FLOW, "2025-08-01", absences=LATE.replace("2025-03-20", "2025-07-07")) == []
    assert way(FLOW, "2025-08-01", absences=LATE.replace("2025-03-20", "2025-07-05")) == [
        "2025-07-05 stage-1"
    ]


def test_an_earlier_absence_known_late_is_the_one_that_makes_the_count():
    middle = LATE.replace(", known_on: 2025-03-20", "").replace(
        "to: 2025-02-03", "to: 2025-02-03, known_on: 2025-03-20"
    )
    assert way(FLOW, "2025-04-01", absences=middle) == ["2025-03-20 stage-1"]


@pytest.mark.parametrize("known_on", ["2025-03-03", "2025-01-01"])
def test_what_was_known_at_once_or_before_is_known_on_its_own_first_day(known_on):
    record = LATE.replace("2025-03-20", known_on)
    assert way(FLOW, "2025-04-01", absences=record) == ["2025-03-03 stage-1"]


def test_a_line_known_late_is_the_news_of_the_absence_that_it_joins():
    days = "{working_days: {at_least: 4, within: 6 months}}"
    record = (
        "[{from: 2025-03-03, to: 2025-03-04}, {from: 2025-03-05, to: 2025-03-06, known_on: 2025-03-20}]"
    )
    assert first_met(days, "2025-04-01", absences=record) == "2025-03-20"
    two = "{absences: {at_least: 2, within: 6 months}}"
    assert first_met(two, "2025-04-01", absences=record) == "never"


def test_a_line_known_late_while_it_lasts_is_in_progress_from_that_day():
    long = "{continuous: {at_least: 14 days}}"
    record = "[{from: 2025-03-03, to: 2025-03-28, known_on: 2025-03-12}]"
    assert first_met(long, "2025-04-01", absences=record) == "2025-03-16"
    assert first_met(long, "2025-04-01", absences=record.replace("-12", "-20")) == "2025-03-20"


def test_no_step_once_taken_is_undone():
    clean = """
    stages:
      monitoring: {next: [{after: 4 weeks, when: {not: {absences: {at_least: 1, since: entered}}}, to: clear}]}
      clear: {}
    """
    placed = "[{on: 2025-03-03, placed: {main: monitoring}, because: carried over}]"
    known = "[{from: 2025-03-10, to: 2025-03-11, known_on: %s}]"
    # four weeks from 3 March end on the 31st
    assert way(flow_of(clean), "2025-05-01", events=placed, absences=known % "2025-04-02") == [
        "2025-03-03 monitoring", "2025-04-01 clear",
    ]  # fmt: skip
    assert way(flow_of(clean), "2025-05-01", events=placed, absences=known % "2025-04-01") == [
        "2025-03-03 monitoring"
    ]


def test_what_becomes_known_after_the_day_is_not_looked_at_not_even_for_mistakes():
    wrong = LATE.replace("to: 2025-03-03", "to: 2025-03-01, category: lateness")
    events = "[{on: 2025-03-03, action: meting, known_on: 2025-03-20}]"
    assert answer(FLOW, "2025-03-19", absences=wrong, events=events).steps == ()
    assert codes(FLOW, "2025-03-20", absences=wrong, events=events) == [
        ("FR501", ("absences", 2, "to")),
        ("FR506", ("absences", 2, "category")),
        ("FR506", ("events", 0, "action")),
    ]


# Actions and events --------------------------------------------------------------------------------

AWAY = "2025-01-06, 2025-02-03, 2025-03-03"


def meeting(on, outcome="monitor", known_on=None):
    known = f", known_on: {known_on}" if known_on else ""
    return f"- {{on: {on}, action: meeting, outcome: {outcome}{known}}}\n"


def test_a_decision_known_late_is_read_on_the_day_it_is_known():
    events = meeting("2025-03-05", "no-action", "2025-03-20")
    assert way(FLOW, "2025-03-19", away=AWAY, events=events) == ["2025-03-03 stage-1"]
    assert way(FLOW, "2025-04-01", away=AWAY, events=events) == [
        "2025-03-03 stage-1",
        "2025-03-20 clear",
    ]


def test_a_late_action_counts_from_its_own_day():
    events = meeting("2025-03-05", known_on="2025-03-20")
    assert agenda(FLOW, "2025-03-19", away=AWAY, events=events) == [
        "meeting 2025-03-17 due",
        "letter - waiting",
    ]
    assert agenda(FLOW, "2025-03-20", away=AWAY, events=events) == ["letter 2025-03-12 due"]


def test_of_two_decisions_the_one_made_last_holds_though_the_other_was_known_last():
    events = meeting("2025-03-12") + meeting("2025-03-05", "no-action", "2025-03-20")
    assert way(FLOW, "2025-04-01", away=AWAY, events=events) == ["2025-03-03 stage-1"]


TWICE = """
stages:
  clear: {next: [{when: {recorded: concern}, to: talk}]}
  talk:
    actions: [{id: meeting, do: Meet, by: head, outcomes: [monitor, support]}]
    next: [{decided: {meeting: support}, to: help}, {after: 2 weeks, to: clear}]
  help: {}
events: {concern: {title: A concern}}
"""
CONCERNS = "- {on: 2025-03-03, recorded: concern}\n- {on: 2025-04-01, recorded: concern}\n"
# talk from 3 March, clear on 18 March, talk from 1 April


def test_a_late_action_belongs_to_the_stay_of_its_own_day():
    late = CONCERNS + meeting("2025-03-10", "support", "2025-04-03")
    steps = ["2025-03-03 talk", "2025-03-18 clear", "2025-04-01 talk"]
    assert way(flow_of(TWICE), "2025-04-10", events=late) == steps
    assert [one.action for one in answer(flow_of(TWICE), "2025-04-10", events=late).agenda] == [
        "meeting"
    ]


def test_a_late_action_of_a_day_without_a_stay_belongs_to_the_present_one():
    late = CONCERNS + meeting("2025-03-25", "support", "2025-04-03")
    assert way(flow_of(TWICE), "2025-04-10", events=late)[-1] == "2025-04-03 help"


def test_a_late_action_of_a_stage_left_is_done_and_decides_nothing():
    late = "- {on: 2025-03-03, recorded: concern}\n" + meeting("2025-03-10", "support", "2025-03-25")
    assert way(flow_of(TWICE), "2025-04-10", events=late) == ["2025-03-03 talk", "2025-03-18 clear"]


def test_a_late_action_of_a_stage_that_was_not_reached_is_a_mistake():
    late = meeting("2025-03-10", "support", "2025-03-25")
    assert codes(flow_of(TWICE), "2025-03-24", events=late) == []
    assert codes(flow_of(TWICE), "2025-03-25", events=late) == [("FR510", ("events", 0, "action"))]


def test_an_event_known_late_is_on_record_at_its_own_date_from_the_day_it_is_known():
    lately = one_move(
        "{recorded: {what: concern, within: 2 weeks}}", "events: {concern: {title: A concern}}"
    )
    event = "[{on: 2025-03-03, recorded: concern, known_on: %s}]"
    assert way(lately, "2025-05-01", events=event % "2025-03-16") == ["2025-03-16 stage-1"]
    assert way(lately, "2025-05-01", events=event % "2025-03-17") == []  # two weeks ago


def test_being_placed_is_known_at_once():
    placed = "[{on: 2025-03-03, placed: {main: stage-1}, because: carried over, known_on: 2025-03-04}]"
    assert codes(FLOW, "2025-04-01", events=placed) == [("FR505", ("events", 0, "known_on"))]


# With hindsight ------------------------------------------------------------------------------------


def test_with_hindsight_everything_is_read_at_its_own_date():
    assert way(FLOW, "2025-03-10", absences=LATE) == []
    assert way(FLOW, "2025-03-10", absences=LATE, hindsight=True) == ["2025-03-03 stage-1"]


def test_with_hindsight_a_decision_whether_an_absence_counts_holds_from_its_first_day():
    said = "category: disability, counts: true, decided_on: 2025-03-20, decided_by: head"
    record = LATE.replace("known_on: 2025-03-20", said)
    assert way(FLOW, "2025-04-01", absences=record) == ["2025-03-20 stage-1"]
    assert way(FLOW, "2025-04-01", absences=record, hindsight=True) == ["2025-03-03 stage-1"]
    never = record.replace("true", "false")
    assert way(FLOW, "2025-04-01", absences=never, hindsight=True) == []


EITHER_WAY = """
stages:
  clear:
    next:
      - {when: {continuous: {at_least: 2 weeks}}, to: long}
      - {when: {absences: {at_least: 3, within: 6 months}}, to: stage-1}
  stage-1: {actions: [{id: meeting, do: Meet, by: head, outcomes: [monitor]}]}
  long: {}
"""


def test_what_no_longer_fits_with_hindsight_is_listed_and_stops_nothing():
    # that the second absence had lasted two weeks came out only after the meeting
    record = """
    - {from: 2024-12-02, to: 2024-12-02}
    - {from: 2025-01-06, to: 2025-01-10}
    - {from: 2025-01-13, to: 2025-01-20, known_on: 2025-04-01}
    - {from: 2025-03-03, to: 2025-03-03}
    - {from: 2025-03-06, to: 2025-03-06}
    """
    both = {"absences": record, "events": meeting("2025-03-10")}
    flow = flow_of(EITHER_WAY)
    known = answer(flow, "2025-04-20", **both)
    assert [f"{step.on} {step.to}" for step in known.steps] == ["2025-03-03 stage-1"]
    assert known.misfits == ()
    seen_now = answer(flow, "2025-04-20", hindsight=True, **both)
    assert [f"{step.on} {step.to}" for step in seen_now.steps] == ["2025-01-19 long"]
    assert [(str(one.on), one.action, one.stage) for one in seen_now.misfits] == [
        ("2025-03-10", "meeting", "stage-1")
    ]


# As known by an earlier day ------------------------------------------------------------------------


def test_what_was_known_by_an_earlier_day_answers_for_a_later_one():
    assert way(FLOW, "2025-04-01", absences=LATE, known_on="2025-03-19") == []
    assert way(FLOW, "2025-04-01", absences=LATE, known_on="2025-03-20") == ["2025-03-20 stage-1"]
    record = {"away": AWAY, "events": meeting("2025-03-05", "no-action")}
    assert way(FLOW, "2025-04-01", known_on="2025-03-04", **record) == ["2025-03-03 stage-1"]


def test_an_end_that_was_not_known_yet_is_not_looked_at():
    long = one_move("{continuous: {at_least: 28 days}}")
    away = "2025-03-03..2025-03-14"
    assert way(long, "2025-04-01", away=away, known_on="2025-03-14") == []
    # on the 13th nobody knew that it would end: 28 days from 3 March are reached on the 30th
    assert way(long, "2025-04-01", away=away, known_on="2025-03-13") == ["2025-03-30 stage-1"]


def test_an_expectation_that_was_not_known_yet_is_not_looked_at():
    long = one_move("{continuous: {at_least: 28 days, expected: true}}")
    record = "[{from: 2025-03-03, expected: [{on: 2025-03-10, until: 2025-04-30}]}]"
    assert way(long, "2025-03-20", absences=record) == ["2025-03-10 stage-1"]
    assert way(long, "2025-03-20", absences=record, known_on="2025-03-09") == []


def test_a_decision_that_was_not_made_yet_is_still_to_be_made():
    said = "category: disability, counts: true, decided_on: 2025-03-20, decided_by: head"
    record = LATE.replace("known_on: 2025-03-20", said)
    assert "counts - due" in agenda(FLOW, "2025-04-01", absences=record, known_on="2025-03-19")
    assert way(FLOW, "2025-04-01", absences=record, known_on="2025-03-19") == []


def test_hindsight_may_be_limited_to_what_is_known_by_a_day():
    both = {"absences": LATE, "hindsight": True}
    assert way(FLOW, "2025-03-10", known_on="2025-03-19", **both) == []
    assert way(FLOW, "2025-03-10", known_on="2025-03-20", **both) == ["2025-03-03 stage-1"]


# The command ---------------------------------------------------------------------------------------


@pytest.fixture
def evaluate(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    head = "flowrules: 1\nprocedure: {id: small, title: A small procedure}\n"
    (tmp_path / "p.yaml").write_text(head + OFTEN)
    (tmp_path / "r.yaml").write_text(f"absences:{LATE}")

    def run(*words):
        return CliRunner().invoke(main, ["evaluate", "p.yaml", "r.yaml", *words])

    return run


def test_the_command_says_how_the_record_was_read(evaluate):
    assert evaluate("--on", "2025-03-25").output.startswith("r on Tue 25 March 2025\n")
    early = evaluate("--on", "2025-03-25", "--known-on", "2025-03-19")
    assert early.output.startswith("r on Tue 25 March 2025, with what was known by 19 March 2025\n")
    assert "stage “Clear”" not in early.output
    hindsight = evaluate("--on", "2025-03-10", "--hindsight")
    assert hindsight.output.startswith(
        "r on Mon 10 March 2025, with hindsight: each line at its own date\n"
    )
    assert "“Stage 1”" in hindsight.output
    assert "“Stage 1”" not in evaluate("--on", "2025-03-10").output.split("\n\n")[1]


def test_the_command_looks_beyond_the_day_asked_about_only_with_hindsight(evaluate):
    done = evaluate("--on", "2025-03-10", "--known-on", "2025-03-20")
    assert done.exit_code == 2
    assert "only with --hindsight" in done.output
    done = evaluate("--on", "2025-03-10", "--known-on", "2025-03-20", "--hindsight")
    assert done.exit_code == 0
    assert "“Stage 1”" in done.output


def test_a_pattern_and_a_threshold_of_after_the_known_day_are_not_looked_at():
    flow = flow_of(
        """
        triggers: {many: {working_days: {at_least: 5, within: 6 months}}}
        stages: {clear: {next: [{when: many, to: talk}]}, talk: {}}
        """
    )
    record = {
        "away": "2025-03-03..",
        "pattern": "[{from: 2024-01-01, days: [mon, tue, wed, thu, fri]}, {from: 2025-03-05, days: [mon]}]",
        "adjustments": "[{trigger: many, working_days: {at_least: 9, within: 6 months}, "
        "from: 2025-03-06, decided_by: head, because: agreed}]",
    }
    assert way(flow, "2025-03-14", known_on="2025-03-04", **record) == ["2025-03-07 talk"]
    assert way(flow, "2025-03-14", **record) == []


def test_a_late_line_before_all_others_begins_nothing_earlier():
    flow = flow_of(
        """
        stages:
          clear: {next: [{when: {absences: {at_least: 1, since: entered, for: 1 month}}, to: talk}]}
          talk: {next: [{after: 12 months, to: clear}]}
        """
    )
    late = (
        "[{from: 2025-01-01, to: 2025-01-02, category: pregnancy, known_on: 2025-05-01}, "
        "{from: 2025-03-10, to: 2025-03-10}]"
    )
    assert way(flow, "2025-04-30", absences=late) == ["2025-03-10 talk"]
    assert way(flow, "2025-05-01", absences=late) == ["2025-03-10 talk"]
    timed = flow_of("stages: {clear: {next: [{after: 3 months, to: talk}]}, talk: {}}")
    lines = (
        "[{from: 2025-01-01, to: 2025-01-01, known_on: 2025-05-01}, {from: 2025-03-10, to: 2025-03-10}]"
    )
    assert way(timed, "2025-05-02", absences=lines) == []
