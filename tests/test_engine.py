"""The meaning of the language, one rule a test: a small procedure, a record, and where it leads.

The cases named D01 to D51 are worked examples made by hand from the rules of real procedures.
"""

from datetime import date

import asking
import pytest
from asking import ask, flow_of, way


def agenda(decision):
    """What is outstanding, as `meeting-1 2025-03-17 due`."""
    return [f"{item.action} {item.due or '-'} {item.status}" for item in decision.agenda]


def codes(decision):
    return [(finding.code, finding.path) for finding in decision.findings]


def one_move(condition, counting=""):
    """A procedure of two stages and one move on a condition."""
    events = "events: {concern: {title: A concern}, report: {title: A report}}"
    return asking.one_move(condition, f"{counting}\n{events}")


THREE_IN_SIX_MONTHS = """
stages:
  clear: {next: [{when: {absences: {at_least: 3, within: 6 months}}, to: stage-1}]}
  stage-1:
    actions: [{id: meeting-1, do: Meet, by: head, outcomes: [monitor, no-action]}]
    next: [{decided: {meeting-1: no-action}, to: clear, needs_reason: true}]
"""


# Durations and dates (section 2) -----------------------------------------------------------------

REVIEW = """
stages:
  review:
    actions: [{id: meeting, do: Meet, by: head}]
    next:
      - {after: 12 weeks, from: meeting, to: clear}
      - {when: {absences: {at_least: 1, since: meeting, for: 12 weeks}}, to: stage-2}
  stage-2: {}
  clear: {}
"""
MEETING = "[{on: 2025-03-04, action: meeting}]"


def test_d46_an_absence_on_the_last_day_of_a_review_is_inside_it():
    assert way(flow_of(REVIEW), "2025-06-30", away="2025-05-27", events=MEETING) == [
        "2025-05-27 stage-2"
    ]


def test_a_review_ends_the_day_after_its_last_day():
    assert way(flow_of(REVIEW), "2025-05-27", events=MEETING) == []
    assert way(flow_of(REVIEW), "2025-06-30", events=MEETING) == ["2025-05-28 clear"]


def test_an_absence_the_day_after_a_review_is_outside_it():
    assert way(flow_of(REVIEW), "2025-06-30", away="2025-05-28", events=MEETING) == ["2025-05-28 clear"]


def test_a_period_of_months_ends_on_the_last_day_of_a_month_that_lacks_the_day():
    flow = flow_of("stages: {review: {next: [{after: 1 month, to: clear}]}, clear: {}}")
    placed = "[{on: 2025-01-31, placed: {main: review}, because: carried over}]"
    assert way(flow, "2025-02-28", events=placed) == ["2025-01-31 review"]
    assert way(flow, "2025-03-01", events=placed) == ["2025-01-31 review", "2025-03-01 clear"]


ASSESSED = """
triggers:
  again: {{assessed: on return, absences: {{at_least: {n}, since: meeting}}}}
stages:
  review:
    actions: [{{id: meeting, do: Meet, by: head}}]
    next:
      - {{after: 12 weeks, from: meeting, to: clear}}
      - {{when: again, to: stage-2}}
  stage-2: {{}}
  clear: {{}}
"""


def test_a_review_waits_for_an_absence_begun_in_it_to_end_and_be_assessed():
    flow = flow_of(ASSESSED.format(n=1))
    record = {"away": "2025-05-26..2025-06-06", "events": MEETING}
    assert way(flow, "2025-06-08", **record) == []
    assert way(flow, "2025-06-30", **record) == ["2025-06-09 stage-2"]


def test_a_review_that_waited_ends_the_day_after_the_return():
    flow = flow_of(ASSESSED.format(n=2))
    assert way(flow, "2025-06-30", away="2025-05-27..2025-06-06", events=MEETING) == ["2025-06-10 clear"]


def test_a_review_does_not_wait_for_an_absence_begun_after_it():
    flow = flow_of(ASSESSED.format(n=2))
    assert way(flow, "2025-06-30", away="2025-05-28..2025-06-06", events=MEETING) == ["2025-05-28 clear"]


def test_a_review_does_not_wait_where_nothing_is_assessed_on_return():
    flow = flow_of(REVIEW.replace("at_least: 1", "at_least: 2"))
    assert way(flow, "2025-06-30", away="2025-05-27..2025-06-06", events=MEETING) == ["2025-05-28 clear"]


def test_a_move_does_not_wait_for_its_own_condition_to_be_assessed():
    flow = flow_of(
        """
        triggers: {often: {assessed: on return, absences: {at_least: 1, within: 6 months}}}
        stages:
          review: {next: [{after: 4 weeks, when: often, to: stage-2}]}
          stage-2: {}
        """
    )
    # entered on 2 March, so the period ends on 30 March
    assert way(flow, "2025-04-30", away="2025-03-03, 2025-03-28..2025-04-11") == ["2025-03-31 stage-2"]


def test_a_deadline_is_the_last_day_of_its_period():
    flow = flow_of(
        """
        stages:
          clear: {next: [{when: {absences: {at_least: 1, within: 6 months}}, to: stage-1}]}
          stage-1: {actions: [{id: meeting, do: Meet, by: head, within: 10 working days}]}
        """
    )
    last = ask(flow, "2025-03-17", away="2025-03-03").next
    late = ask(flow, "2025-03-19", away="2025-03-03").next
    assert (last.due, last.overdue_days) == (date(2025, 3, 17), 0)
    assert (late.due, late.overdue_days) == (date(2025, 3, 17), 2)


# Absence (section 3) -----------------------------------------------------------------------------

ONCE = one_move("{absences: {at_least: 1, within: 6 months}}")


def test_fit_notes_entered_one_by_one_are_one_absence():
    flow = one_move("{absences: {at_least: 2, within: 6 months}}")
    assert way(flow, "2025-04-01", away="2025-02-03..2025-03-07, 2025-03-10..2025-03-21") == []


def test_records_parted_by_easter_are_one_absence_in_england_and_two_in_scotland():
    two = "{absences: {at_least: 2, within: 6 months}}"
    record = {"away": "2025-04-17, 2025-04-22"}
    assert way(one_move(two), "2025-05-01", **record) == []
    scotland = one_move(two, "calendar: {nation: scotland}")
    assert way(scotland, "2025-05-01", **record) == ["2025-04-22 stage-1"]


def test_under_join_never_each_record_is_an_absence():
    flow = one_move("{absences: {at_least: 2, within: 6 months}}", "counting: {join: never}")
    assert way(flow, "2025-04-01", away="2025-03-03..2025-03-07, 2025-03-10") == ["2025-03-10 stage-1"]


def test_sickness_does_not_join_pregnancy():
    flow = one_move("{continuous: {at_least: 14 days}}")
    record = """
    - {from: 2025-03-03, to: 2025-03-07}
    - {from: 2025-03-10, to: 2025-03-14, category: pregnancy}
    - {from: 2025-03-17, to: 2025-03-21}
    """
    assert way(flow, "2025-04-01", absences=record) == []
    assert way(flow, "2025-04-01", absences=record.replace(", category: pregnancy", "")) != []


def test_absence_through_pregnancy_never_counts():
    record = "[{from: 2025-03-03, to: 2025-03-14, category: pregnancy}]"
    assert way(ONCE, "2025-04-01", absences=record) == []


def test_seen_from_any_day_an_absence_that_ends_later_is_still_in_progress():
    flow = one_move("{continuous: {at_least: 5 days}}")
    assert way(flow, "2025-03-06", away="2025-03-03..2025-03-14") == []
    assert way(flow, "2025-03-07", away="2025-03-03..2025-03-14") == ["2025-03-07 stage-1"]


def test_d43_a_fit_note_to_friday_and_the_next_from_monday_are_no_return():
    flow = flow_of(
        """
        triggers: {long: {continuous: {at_least: 28 days}}}
        stages:
          here: {next: [{when: long, to: away}]}
          away: {next: [{when: {not: long}, to: here}]}
        """
    )
    record = {"away": "2025-02-03..2025-03-07, 2025-03-10..2025-03-21"}
    assert way(flow, "2025-04-01", **record) == ["2025-03-02 away", "2025-03-24 here"]


DISABILITY = """
- {from: 2025-01-06, to: 2025-01-06}
- {from: 2025-02-03, to: 2025-02-04, category: disability}
- {from: 2025-03-03, to: 2025-03-03}
"""


def decided(counts, on, by="head"):
    return DISABILITY.replace(
        "disability}", f"disability, counts: {counts}, decided_on: {on}, decided_by: {by}}}"
    )


def test_whether_an_absence_counts_is_a_decision_on_the_agenda_with_both_answers():
    flow = flow_of("counting: {categories: {sickness: counts, disability: decide}, decided_by: hr}\n"
                   + THREE_IN_SIX_MONTHS)  # fmt: skip
    decision = ask(flow, "2025-03-10", absences=DISABILITY)
    assert decision.steps == ()
    (item,) = decision.agenda
    days = (date(2025, 2, 3), date(2025, 2, 4))
    assert (item.kind, item.action, item.by, item.absence, item.status) == (
        "decision", "counts", "hr", days, "due",
    )  # fmt: skip
    assert decision.next == item
    (choice,) = decision.decisions
    assert (choice.absence, choice.outcomes) == (days, ("true", "false"))
    assert choice.leads_to["true"] == ({"main": "stage-1"}, "meeting-1")
    assert choice.leads_to["false"] == ({"main": "clear"}, None)
    assert [(one.kind, one.absence) for one in decision.not_known if one.absence] == [
        ("absence-undecided", days)
    ]


def test_d50_what_is_learnt_late_meets_a_count_on_the_day_it_is_learnt():
    record = decided("true", "2025-03-20")
    flow = flow_of(THREE_IN_SIX_MONTHS)
    assert way(flow, "2025-03-19", absences=record) == []
    assert way(flow, "2025-04-01", absences=record) == ["2025-03-20 stage-1"]


def test_what_is_learnt_late_is_counted_at_its_own_place_in_the_window():
    flow = flow_of(THREE_IN_SIX_MONTHS)
    assert way(flow, "2025-08-01", absences=decided("true", "2025-07-07")) == []  # 6 January is out


def test_what_was_decided_at_once_counts_from_the_absence_itself():
    record = decided("true", "2025-02-03")
    assert way(flow_of(THREE_IN_SIX_MONTHS), "2025-04-01", absences=record) == ["2025-03-03 stage-1"]


def test_an_absence_decided_not_to_count_is_left_out_and_no_longer_asked_about():
    decision = ask(flow_of(THREE_IN_SIX_MONTHS), "2025-04-01", absences=decided("false", "2025-03-20"))
    assert decision.steps == ()
    assert decision.agenda == ()
    assert decision.decisions == ()


def test_what_is_learnt_of_an_absence_in_progress_waits_for_the_return_where_that_is_the_rule():
    flow = flow_of(
        """
        triggers: {often: {assessed: on return, absences: {at_least: 1, within: 6 months}}}
        stages: {clear: {next: [{when: often, to: stage-1}]}, stage-1: {}}
        """
    )
    record = """[{from: 2025-03-03, to: 2025-03-14, category: disability,
                  counts: true, decided_on: 2025-03-05, decided_by: head}]"""
    assert way(flow, "2025-04-01", absences=record) == ["2025-03-17 stage-1"]
    later = record.replace("2025-03-05", "2025-03-20")
    assert way(flow, "2025-04-01", absences=later) == ["2025-03-20 stage-1"]


def test_a_working_pattern_says_which_days_are_lost():
    flow = one_move("{working_days: {at_least: 3, within: 6 months}}")
    record = {"away": "2025-03-03..2025-03-14", "pattern": "[{from: 2024-09-01, days: [mon, tue]}]"}
    assert way(flow, "2025-04-01", **record) == ["2025-03-10 stage-1"]


def test_two_working_patterns_each_hold_for_their_own_days():
    flow = one_move("{working_days: {at_least: 4, within: 6 months}}")
    pattern = (
        "[{from: 2025-03-10, days: [mon, tue, wed, thu, fri]}, {from: 2024-09-01, days: [mon, tue]}]"
    )
    record = {"away": "2025-03-03..2025-03-14", "pattern": pattern}
    assert way(flow, "2025-04-01", **record) == ["2025-03-11 stage-1"]


def test_a_pattern_that_begins_after_the_day_asked_about_is_not_looked_at():
    flow = one_move("{working_days: {at_least: 3, within: 6 months}}")
    pattern = "[{from: 2025-04-01, days: [mon]}]"
    decision = ask(flow, "2025-03-05", away="2025-03-03..2025-03-05", pattern=pattern)
    assert decision == ask(flow, "2025-03-05", away="2025-03-03..2025-03-05")
    assert [step.to for step in decision.steps] == ["stage-1"]


# Windows (section 4) -----------------------------------------------------------------------------


def test_a_rolling_window_begins_after_the_same_date_months_earlier():
    flow = one_move("{absences: {at_least: 2, within: 6 months}}")
    assert way(flow, "2025-12-01", away="2025-01-06, 2025-07-07") == []
    assert way(flow, "2025-12-01", away="2025-01-07, 2025-07-07") == []
    assert way(flow, "2025-12-01", away="2025-01-08, 2025-07-07") == ["2025-07-07 stage-1"]


def test_where_the_same_date_counts_the_window_is_a_day_longer():
    flow = one_move("{absences: {at_least: 2, within: 6 months}}", "counting: {same_date_counts: true}")
    assert way(flow, "2025-12-01", away="2025-01-06, 2025-07-07") == []
    assert way(flow, "2025-12-01", away="2025-01-07, 2025-07-07") == ["2025-07-07 stage-1"]


def test_where_the_same_date_counts_it_does_so_for_what_is_recorded_too():
    condition = "{all: [{recorded: {what: concern, within: 6 months}}, {recorded: report}]}"
    events = "[{on: 2025-01-07, recorded: concern}, {on: 2025-07-07, recorded: report}]"
    assert way(one_move(condition), "2025-12-01", events=events) == []
    counting = "counting: {same_date_counts: true}"
    assert way(one_move(condition, counting), "2025-12-01", events=events) == ["2025-07-07 stage-1"]


def test_a_window_of_months_that_end_begins_after_the_last_day_of_the_month():
    flow = one_move("{absences: {at_least: 2, within: 6 months}}")
    assert way(flow, "2025-10-31", away="2025-04-30, 2025-10-31") == []
    assert way(flow, "2025-10-31", away="2025-05-01, 2025-10-31") == ["2025-10-31 stage-1"]


def since(window, across=""):
    """A count since a meeting, in a stage where everyone starts."""
    return flow_of(
        f"""\
        {across}
        stages:
          review:
            actions: [{{id: meeting, do: Meet, by: head}}]
            next: [{{when: {{working_days: {{{window}}}}}, to: stage-2}}]
          stage-2: {{}}
        """
    )


def test_a_window_since_a_meeting_begins_the_day_after_it():
    flow = since("at_least: 1, since: meeting")
    assert way(flow, "2025-06-01", away="2025-03-04", events=MEETING) == []
    assert way(flow, "2025-06-01", away="2025-03-05", events=MEETING) == ["2025-03-05 stage-2"]


def test_without_the_meeting_there_is_no_window_and_the_condition_is_not_met():
    assert way(since("at_least: 1, since: meeting"), "2025-06-01", away="2025-03-05") == []


def test_a_meeting_held_again_moves_the_window():
    flow = since("at_least: 2, since: meeting")
    events = "[{on: 2025-03-04, action: meeting}, {on: 2025-04-01, action: meeting}]"
    assert way(flow, "2025-06-01", away="2025-03-10, 2025-05-06", events=events) == []
    assert way(flow, "2025-06-01", away="2025-03-10, 2025-05-06", events=MEETING) == [
        "2025-05-06 stage-2"
    ]


def test_a_fixed_window_ends_so_long_after_its_anchor():
    flow = since("at_least: 2, since: meeting, for: 6 months")
    assert way(flow, "2025-12-01", away="2025-03-10, 2025-09-04", events=MEETING) == [
        "2025-09-04 stage-2"
    ]
    assert way(flow, "2025-12-01", away="2025-03-10, 2025-09-05", events=MEETING) == []


def test_a_rolling_window_since_a_meeting_reaches_no_further_back_than_it():
    flow = since("at_least: 2, since: meeting, within: 3 months")
    assert way(flow, "2025-12-01", away="2025-03-03, 2025-04-01", events=MEETING) == []
    assert way(flow, "2025-12-01", away="2025-03-10, 2025-06-10", events=MEETING) == []
    assert way(flow, "2025-12-01", away="2025-03-11, 2025-06-10", events=MEETING) == [
        "2025-06-10 stage-2"
    ]


# Monday 3 to Friday 14 March 2025 lies across the edge of a window that begins on the 5th or 6th.


def counted(window, rule, on):
    """The working days counted on a day, and the first day of each absence as far as it counts."""
    flow = flow_of(
        f"""\
        counting: {{across_the_edge: {{{window.split(":")[0]}: {rule}}}}}
        stages:
          not-looked-at: {{actions: [{{id: meeting, do: Meet, by: head}}]}}
          looked-at: {{next: [{{when: {{working_days: {{at_least: 1, {window}}}}}, to: not-looked-at}}]}}
        """
    )
    events = f"""
    - {{on: 2025-03-04, action: meeting}}
    - {{on: {on}, placed: {{main: looked-at}}, because: the figure of this day is wanted}}
    """
    reason = ask(flow, on, away=f"2025-03-03..2025-03-14, {on}", events=events).steps[-1].because[0]
    return reason.value, [str(first) for first, _ in reason.absences]


@pytest.mark.parametrize(
    ("rule", "days", "first"),
    [
        ("days inside", 8, "2025-03-06"),
        ("whole absence", 11, "2025-03-03"),
        ("started inside", 1, "2025-09-05"),
    ],
)
def test_an_absence_across_the_edge_of_a_rolling_window_counts_as_the_file_says(rule, days, first):
    value, absences = counted("within: 6 months", rule, "2025-09-05")
    assert (value, absences[0]) == (days, first)


@pytest.mark.parametrize(
    ("rule", "days", "first"),
    [
        ("days inside", 9, "2025-03-05"),
        ("whole absence", 11, "2025-03-03"),
        ("started inside", 1, "2025-06-02"),
    ],
)
def test_an_absence_across_the_edge_of_a_window_since_a_day_counts_as_the_file_says(rule, days, first):
    value, absences = counted("since: meeting", rule, "2025-06-02")
    assert (value, absences[0]) == (days, first)


def test_unless_said_the_days_inside_a_rolling_window_count_and_what_began_since_a_day():
    assert ONCE.counting.edges == {"within": "days inside", "since": "started inside"}


def test_days_after_the_end_of_a_fixed_window_are_not_counted():
    record = {"away": "2025-03-10..2025-03-14", "events": MEETING}  # the window ends on the 11th
    two = since("at_least: 2, since: meeting, for: 1 week")
    three = since("at_least: 3, since: meeting, for: 1 week")
    assert way(two, "2025-06-01", **record) == ["2025-03-11 stage-2"]
    assert way(three, "2025-06-01", **record) == []


def test_d45_the_absence_that_began_a_stage_is_not_counted_since_it():
    flow = flow_of(
        """
        stages:
          clear: {next: [{when: {absences: {at_least: 4, within: 12 months}}, to: review-1}]}
          review-1: {next: [{when: {absences: {at_least: 2, since: entered}}, to: review-2}]}
          review-2: {}
        """
    )
    away = "2025-01-06, 2025-03-03, 2025-04-07, 2025-06-02..2025-06-06, 2025-07-07"
    assert way(flow, "2025-07-31", away=away) == ["2025-06-02 review-1"]


def test_the_anchor_of_a_stage_left_is_the_day_of_the_move_out_of_it():
    flow = flow_of(
        """
        stages:
          elsewhere: {}
          review: {next: [{after: 4 weeks, to: clear}]}
          clear: {next: [{when: {absences: {at_least: 1, since: left review}}, to: stage-2}]}
          stage-2: {}
        """
    )
    placed = "[{on: 2025-03-03, placed: {main: review}, because: carried over}]"
    steps = ["2025-03-03 review", "2025-04-01 clear"]
    assert way(flow, "2025-06-01", away="2025-04-01", events=placed) == steps
    assert way(flow, "2025-06-01", away="2025-04-02", events=placed) == [*steps, "2025-04-02 stage-2"]


MONITORED = """
stages:
  monitored: {next: [{after: 4 weeks, from: return, to: clear}]}
  clear: {}
"""


def test_the_anchor_of_a_return_is_the_latest_day_of_return():
    flow = flow_of(MONITORED)
    assert way(flow, "2025-06-01", away="2025-03-07") == ["2025-04-08 clear"]  # back on 10 March
    assert way(flow, "2025-06-01", away="2025-03-07, 2025-03-31") == ["2025-04-30 clear"]


def test_there_is_no_return_from_the_first_day_of_an_absence_to_its_day_of_return():
    assert way(flow_of(MONITORED), "2025-06-01", away="2025-03-07, 2025-04-07..") == []


def test_under_join_never_there_is_no_return_on_the_rest_days_before_it():
    flow = flow_of(
        """
        counting: {join: never}
        stages:
          monitored: {next: [{when: {absences: {at_most: 0, since: return}}, to: clear}]}
          clear: {}
        """
    )
    assert way(flow, "2025-06-01", away="2025-03-07") == ["2025-03-10 clear"]


def test_the_anchor_of_an_action_is_taken_from_the_latest_stay_in_its_stage():
    flow = flow_of(
        """
        stages:
          review:
            actions: [{id: meeting, do: Meet, by: head, outcomes: [monitor]}]
            next: [{decided: {meeting: monitor}, to: monitoring}]
          monitoring: {next: [{after: 4 weeks, from: meeting, to: review}]}
        """
    )
    held = "{on: 2025-03-03, action: meeting, outcome: monitor}"
    steps = ["2025-03-03 monitoring", "2025-04-01 review"]
    assert way(flow, "2025-12-01", events=f"[{held}]") == steps
    placed = "{on: 2025-04-14, placed: {main: monitoring}, because: carried on}"
    # no meeting in the second stay, so the period that is counted from it never ends
    assert way(flow, "2025-12-01", events=f"[{held}, {placed}]") == [*steps, "2025-04-14 monitoring"]


# Conditions (section 5) --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("bound", "steps"),
    [
        ("at_least: 2", ["2025-02-03 stage-1"]),
        ("more_than: 2", ["2025-03-03 stage-1"]),
        ("at_least: 2, at_most: 1", []),
        ("more_than: 1, less_than: 3", ["2025-02-03 stage-1"]),
    ],
)
def test_the_bounds_of_a_count(bound, steps):
    flow = one_move(f"{{absences: {{{bound}, within: 6 months}}}}")
    assert way(flow, "2025-04-01", away="2025-01-06, 2025-02-03, 2025-03-03") == steps


def test_working_days_are_met_on_a_working_day_and_calendar_days_on_any():
    working = one_move("{working_days: {at_least: 2, within: 6 months}}")
    calendar = one_move("{calendar_days: {at_least: 2, within: 6 months}}")
    away = "2025-03-07..2025-03-12"  # from a Friday
    assert way(working, "2025-04-01", away=away) == ["2025-03-10 stage-1"]
    assert way(calendar, "2025-04-01", away=away) == ["2025-03-08 stage-1"]


def test_an_absence_with_no_working_day_in_the_window_is_none():
    calendar = one_move("{calendar_days: {at_least: 2, within: 6 months}}")
    weekend = "2025-03-01..2025-03-02"
    assert way(ONCE, "2025-04-01", away=weekend) == []
    assert way(calendar, "2025-04-01", away=weekend) == ["2025-03-02 stage-1"]
    twice = one_move("{absences: {at_least: 2, within: 6 months}}")
    assert way(twice, "2025-04-01", away=f"{weekend}, 2025-03-12") == []


FIVE_DAYS = "2025-02-03, 2025-03-03, 2025-04-07..2025-04-09"  # three absences


@pytest.mark.parametrize(("score", "steps"), [(45, ["2025-04-09 stage-1"]), (46, [])])
def test_the_bradford_score_is_absences_by_absences_by_working_days(score, steps):
    flow = one_move(f"{{bradford: {{at_least: {score}, within: 12 months}}}}")
    assert way(flow, "2025-06-01", away=FIVE_DAYS) == steps


def test_d48_an_upper_bound_needs_no_absence_that_day():
    flow = flow_of(
        """
        stages:
          none: {next: [{when: {bradford: {at_least: 20, within: 12 months}}, to: letter}]}
          letter: {next: [{when: {bradford: {less_than: 20, within: 12 months}}, to: none}]}
        """
    )
    assert way(flow, "2026-02-28", away=FIVE_DAYS) == ["2025-04-07 letter", "2026-02-03 none"]


def test_d30_a_band_of_scores_leads_to_its_own_stage():
    flow = flow_of(
        """
        triggers:
          letter: {assessed: on return, bradford: {at_least: 20, at_most: 50, within: 12 months}}
          often: {assessed: on return, bradford: {more_than: 50, within: 12 months}}
        stages:
          none: {next: [{when: letter, to: letter-sent}, {when: often, to: stage-1}]}
          letter-sent: {}
          stage-1: {}
        """
    )
    six_days = FIVE_DAYS.replace("04-09", "04-10")
    assert way(flow, "2025-06-01", away=FIVE_DAYS) == ["2025-04-10 letter-sent"]
    assert way(flow, "2025-06-01", away=six_days) == ["2025-04-11 stage-1"]


LONG = one_move("{continuous: {at_least: 28 days}}")


def test_28_days_from_3_february_are_reached_on_2_march():
    assert way(LONG, "2025-03-01", away="2025-02-03..") == []
    assert way(LONG, "2025-03-02", away="2025-02-03..") == ["2025-03-02 stage-1"]


@pytest.mark.parametrize(
    ("bound", "on"),
    [
        ("at_least: 1 month", "2025-03-02"),
        ("more_than: 28 days", "2025-03-03"),
        ("at_least: 20 working days", "2025-02-28"),
        ("more_than: 20 working days", "2025-03-03"),
        ("at_most: 5 days", "2025-02-03"),
        ("less_than: 5 days", "2025-02-03"),
    ],
)
def test_how_long_an_absence_has_lasted(bound, on):
    flow = one_move(f"{{continuous: {{{bound}}}}}")
    assert way(flow, "2025-06-01", away="2025-02-03..") == [f"{on} stage-1"]


@pytest.mark.parametrize(("first", "on"), [("2025-05-01", "2025-05-31"), ("2025-01-31", "2025-02-28")])
def test_a_month_away_is_a_whole_month(first, on):
    flow = one_move("{continuous: {at_least: 1 month}}")
    assert way(flow, "2025-07-01", away=f"{first}..") == [f"{on} stage-1"]


def test_d05_twenty_working_days_are_reached_before_28_days():
    flow = one_move("{continuous: {at_least: 20 working days}}")
    assert way(flow, "2025-02-27", away="2025-02-03..") == []
    assert way(flow, "2025-02-28", away="2025-02-03..") == ["2025-02-28 stage-1"]


def test_d10_a_later_stage_may_ask_for_a_longer_absence():
    flow = flow_of(
        """
        stages:
          not-long: {next: [{when: {continuous: {at_least: 20 working days}}, to: long-1}]}
          long-1: {next: [{when: {continuous: {at_least: 2 months}}, to: long-2}]}
          long-2: {}
        """
    )
    away = "2025-02-03..2025-03-14, 2025-05-12..2025-06-20"
    assert way(flow, "2025-12-01", away=away) == ["2025-02-28 long-1"]


def test_two_absences_do_not_make_a_long_one():
    assert way(LONG, "2025-06-01", away="2025-02-03..2025-02-14, 2025-02-18..2025-03-07") == []


EXPECTED = one_move("{continuous: {more_than: 4 weeks, expected: true}}")


def noted(*notes):
    """An absence from 3 March 2025, with what was expected of it and when that was learnt."""
    lines = ", ".join(f"{{on: {on}, until: {until}, why: fit note}}" for on, until in notes)
    return f"[{{from: 2025-03-03, expected: [{lines}]}}]"


def test_d27_a_fit_note_for_five_weeks_on_the_first_day_makes_a_long_absence_at_once():
    record = noted(("2025-03-03", "2025-04-06"))
    assert way(EXPECTED, "2025-03-03", absences=record) == ["2025-03-03 stage-1"]


def test_d29_a_fit_note_for_three_weeks_does_not_but_four_weeks_and_a_day_away_do():
    record = noted(("2025-03-03", "2025-03-23"))
    assert way(EXPECTED, "2025-03-30", absences=record) == []
    assert way(EXPECTED, "2025-03-31", absences=record) == ["2025-03-31 stage-1"]


def test_what_is_expected_holds_from_the_day_it_was_learnt():
    record = noted(("2025-03-12", "2025-04-30"), ("2025-03-10", "2025-03-14"))
    assert way(EXPECTED, "2025-03-20", absences=record) == ["2025-03-12 stage-1"]


def test_of_what_is_expected_the_latest_learnt_holds():
    record = noted(("2025-03-01", "2025-04-30"), ("2025-03-02", "2025-03-20"))
    assert way(EXPECTED, "2025-03-20", absences=record) == []


def test_without_expected_only_the_days_so_far_count():
    assert way(LONG, "2025-03-10", absences=noted(("2025-03-03", "2025-06-30"))) == []


def test_continuous_since_a_day_counts_only_the_days_after_it():
    flow = flow_of(
        """
        stages:
          not-long: {next: [{when: {continuous: {at_least: 4 weeks}}, to: long-1}]}
          long-1: {next: [{when: {continuous: {at_least: 8 weeks, since: entered}}, to: long-2}]}
          long-2: {}
        """
    )
    assert way(flow, "2025-06-01", away="2025-02-03..") == ["2025-03-02 long-1", "2025-04-27 long-2"]


def test_each_counts_only_absences_of_that_length():
    away = "2025-01-06..2025-01-10, 2025-02-03, 2025-03-03"
    short = one_move("{absences: {at_least: 2, within: 6 months, each: {less_than: 3 days}}}")
    long = one_move("{absences: {at_least: 1, within: 6 months, each: {at_least: 5 working days}}}")
    assert way(short, "2025-04-01", away=away) == ["2025-03-03 stage-1"]
    assert way(long, "2025-04-01", away=away) == ["2025-01-10 stage-1"]


def test_each_takes_an_absence_in_progress_at_what_is_expected_of_it():
    flow = one_move("{working_days: {at_least: 3, within: 12 months, each: {less_than: 28 days}}}")
    short, long = noted(("2025-03-03", "2025-03-23")), noted(("2025-03-03", "2025-04-30"))
    assert way(flow, "2025-03-20", absences=short) == ["2025-03-05 stage-1"]
    assert way(flow, "2025-03-20", absences=long) == []


def test_each_takes_the_whole_length_of_an_absence_and_not_only_its_days_inside():
    flow = one_move("{absences: {at_least: 2, within: 1 month, each: {less_than: 8 days}}}")
    # on 8 April the window begins on 9 March: only two days of each of the first absences are inside
    assert way(flow, "2025-04-30", away="2025-03-03..2025-03-10, 2025-04-08") == []
    assert way(flow, "2025-04-30", away="2025-03-05..2025-03-10, 2025-04-08") == ["2025-04-08 stage-1"]


def test_recorded_is_true_of_an_event_and_of_an_action():
    events = "[{on: 2025-03-05, recorded: concern}]"
    assert way(one_move("{recorded: concern}"), "2025-04-01", events=events) == ["2025-03-05 stage-1"]
    assert way(one_move("{recorded: report}"), "2025-04-01", events=events) == []
    flow = flow_of(
        """
        stages:
          clear:
            actions: [{id: meeting, do: Meet, by: head}]
            next: [{when: {recorded: meeting}, to: stage-1}]
          stage-1: {}
        """
    )
    assert way(flow, "2025-04-01", events=MEETING) == ["2025-03-04 stage-1"]


def test_recorded_within_a_time_is_true_only_so_long():
    flow = one_move("{all: [{recorded: {what: concern, within: 6 months}}, {recorded: report}]}")
    early = "[{on: 2025-01-07, recorded: concern}, {on: 2025-07-07, recorded: report}]"
    assert way(flow, "2025-12-01", events=early) == []
    lately = early.replace("01-07", "01-08")
    assert way(flow, "2025-12-01", events=lately) == ["2025-07-07 stage-1"]


def test_d01_any_of_several_conditions_is_enough():
    flow = one_move(
        "{any: [{absences: {at_least: 3, within: 6 months}},"
        " {working_days: {at_least: 6, within: 6 months}}]}"
    )
    (step,) = ask(flow, "2025-03-01", away="2024-09-09, 2024-11-13, 2025-02-03").steps
    (reason,) = step.because
    assert (str(step.on), reason.condition, reason.value) == ("2025-02-03", "absences", 3)
    assert [str(first) for first, _ in reason.absences] == ["2024-09-09", "2024-11-13", "2025-02-03"]


def test_d03_two_windows_are_counted_each_for_itself():
    flow = one_move(
        "{any: [{absences: {at_least: 3, within: 6 months}},"
        " {working_days: {at_least: 6, within: 6 months}},"
        " {absences: {at_least: 5, within: 12 months}},"
        " {working_days: {at_least: 8, within: 12 months}}]}"
    )
    autumn = "2024-11-04..2024-11-08"
    assert way(flow, "2025-06-01", away=f"{autumn}, 2025-05-20") == []
    assert way(flow, "2025-06-01", away=f"{autumn}, 2025-05-20..2025-05-22") == ["2025-05-22 stage-1"]


@pytest.mark.parametrize(
    ("away", "steps"),
    [
        ("2025-01-06..2025-01-07, 2025-02-03..2025-02-04, 2025-03-03..2025-03-04", []),
        ("2025-01-06..2025-01-13, 2025-02-03..2025-02-10", []),
        (
            "2025-01-06..2025-01-09, 2025-02-03..2025-02-05, 2025-03-03..2025-03-05",
            ["2025-03-05 stage-1"],
        ),
    ],
    ids=["d19: 3 absences, 6 days", "d20: 2 absences, 12 days", "d21: 3 absences, 10 days"],
)
def test_all_of_several_conditions_are_needed(away, steps):
    flow = one_move(
        "{all: [{absences: {at_least: 3, within: 12 months}},"
        " {working_days: {at_least: 10, within: 12 months}}]}"
    )
    assert way(flow, "2025-12-01", away=away) == steps


def test_a_trigger_may_be_made_of_triggers():
    flow = flow_of(
        """
        events: {concern: {title: A concern}}
        triggers:
          often: {absences: {at_least: 2, within: 6 months}}
          worrying: {all: [often, {recorded: concern}]}
        stages: {clear: {next: [{when: worrying, to: stage-1}]}, stage-1: {}}
        """
    )
    events = "[{on: 2025-02-10, recorded: concern}]"
    steps = way(flow, "2025-04-01", away="2025-01-06, 2025-02-03, 2025-03-03", events=events)
    assert steps == ["2025-03-03 stage-1"]


# When a `when` is met (section 6) ----------------------------------------------------------------

CARRIED_OVER = """
events: {{concern: {{title: A concern}}}}
stages:
  elsewhere: {{}}
  clear: {{next: [{{when: {}, to: stage-1}}]}}
  stage-1: {{}}
"""
PLACED = "{on: 2025-03-10, placed: {main: clear}, because: carried over}"


def test_a_count_is_met_only_by_absence_on_that_very_day():
    flow = flow_of(CARRIED_OVER.format("{absences: {at_least: 3, within: 6 months}}"))
    three = "2025-01-06, 2025-02-03, 2025-03-03"  # true until 6 July, but no absence on the 10th
    assert way(flow, "2025-07-31", away=three, events=f"[{PLACED}]") == ["2025-03-10 clear"]
    steps = way(flow, "2025-07-31", away=f"{three}, 2025-04-01", events=f"[{PLACED}]")
    assert steps == ["2025-03-10 clear", "2025-04-01 stage-1"]


def test_a_count_of_working_days_is_not_met_on_a_rest_day_of_the_absence():
    saturday = f"[{PLACED.replace('03-10', '03-08')}]"
    for word, steps in (
        ("working_days", ["2025-03-10 stage-1"]),
        ("calendar_days", ["2025-03-08 stage-1"]),
    ):
        flow = flow_of(CARRIED_OVER.format(f"{{{word}: {{at_least: 1, within: 6 months}}}}"))
        assert way(flow, "2025-04-01", away="2025-03-06..2025-03-12", events=saturday)[1:] == steps


def test_assessed_on_return_a_count_is_met_on_the_day_of_return_instead():
    flow = flow_of(
        """
        triggers: {often: {assessed: on return, absences: {at_least: 1, within: 6 months}}}
        stages: {clear: {next: [{when: often, to: stage-1}]}, stage-1: {}}
        """
    )
    assert way(flow, "2025-03-09", away="2025-03-05..2025-03-07") == []
    assert way(flow, "2025-03-10", away="2025-03-05..2025-03-07") == ["2025-03-10 stage-1"]
    assert way(flow, "2025-12-01", away="2025-03-05..") == []


def test_all_is_met_when_one_of_its_counts_is_and_the_rest_is_true():
    flow = one_move(
        "{all: [{absences: {at_least: 2, within: 6 months}}, {working_days: {at_least: 2, within: 1 month}}]}"
    )
    assert way(flow, "2025-04-01", away="2025-01-06, 2025-03-03..2025-03-04") == ["2025-03-04 stage-1"]


def test_all_with_a_count_is_not_met_by_an_event_alone():
    flow = one_move("{all: [{absences: {at_least: 1, within: 6 months}}, {recorded: concern}]}")
    concern = "[{on: 2025-03-05, recorded: concern}]"
    assert way(flow, "2025-04-01", away="2025-03-03", events=concern) == []
    assert way(flow, "2025-04-01", away="2025-03-03, 2025-03-20", events=concern) == [
        "2025-03-20 stage-1"
    ]


def test_all_with_a_count_waits_for_the_next_working_day_of_the_absence():
    flow = one_move("{all: [{absences: {at_least: 1, within: 6 months}}, {recorded: concern}]}")
    saturday = "[{on: 2025-03-08, recorded: concern}]"
    steps = way(flow, "2025-04-01", away="2025-03-06..2025-03-12", events=saturday)
    assert steps == ["2025-03-10 stage-1"]


def test_all_without_a_count_is_met_as_soon_as_all_is_true():
    flow = one_move("{all: [{recorded: concern}, {not: {absences: {at_least: 1, within: 1 month}}}]}")
    concern = "[{on: 2025-03-05, recorded: concern}]"
    assert way(flow, "2025-12-01", away="2025-03-03", events=concern) == ["2025-04-03 stage-1"]


def test_any_is_met_by_a_member_that_is_met_and_not_by_one_merely_true():
    either = "{any: [{absences: {at_least: 1, within: 6 months}}, {recorded: concern}]}"
    flow = flow_of(CARRIED_OVER.format(either))
    concern = "{on: 2025-03-20, recorded: concern}"
    assert way(flow, "2025-04-30", away="2025-03-03", events=f"[{PLACED}]") == ["2025-03-10 clear"]
    steps = way(flow, "2025-04-30", away="2025-03-03", events=f"[{PLACED}, {concern}]")
    assert steps == ["2025-03-10 clear", "2025-03-20 stage-1"]


def test_under_not_it_is_enough_to_be_true():
    flow = one_move("{not: {absences: {at_least: 1, within: 6 months}}}")
    assert way(flow, "2025-12-01", away="2025-03-03") == ["2025-09-03 stage-1"]


def test_beside_after_a_condition_is_a_plain_state_of_affairs():
    flow = flow_of(
        """
        triggers: {often: {absences: {at_least: 1, within: 6 months}}}
        stages: {review: {next: [{after: 4 weeks, when: often, to: stage-2}]}, stage-2: {}}
        """
    )
    assert way(flow, "2025-06-01", away="2025-03-03") == ["2025-03-31 stage-2"]


def test_beside_a_decision_a_condition_is_a_plain_state_of_affairs():
    flow = flow_of(
        """
        triggers: {often: {absences: {at_least: 1, within: 1 month}}}
        stages:
          review:
            actions: [{id: meeting, do: Meet, by: head, outcomes: [go-on, stop]}]
            next: [{decided: {meeting: go-on}, when: often, to: stage-2}]
          stage-2: {}
        """
    )
    events = "[{on: 2025-03-10, action: meeting, outcome: go-on}]"
    assert way(flow, "2025-06-01", away="2025-03-03", events=events) == ["2025-03-10 stage-2"]
    assert way(flow, "2025-06-01", away="2025-01-06", events=events) == []


def test_d41_a_decision_not_to_act_is_not_undone_by_the_next_day_of_the_absence():
    flow = flow_of(THREE_IN_SIX_MONTHS)
    away = "2025-01-06, 2025-02-03, 2025-03-03..2025-03-07"
    events = "[{on: 2025-03-05, action: meeting-1, outcome: no-action, because: settled}]"
    steps = ["2025-03-03 stage-1", "2025-03-05 clear"]
    assert way(flow, "2025-03-31", away=away, events=events) == steps
    again = way(flow, "2025-03-31", away=f"{away}, 2025-03-20", events=events)
    assert again == [*steps, "2025-03-20 stage-1"]


def test_d42_long_term_absence_closed_by_a_decision_stays_closed():
    flow = flow_of(
        """
        stages:
          not-long: {next: [{when: {continuous: {at_least: 28 days}}, to: long}]}
          long:
            actions: [{id: review, do: Review, by: head, outcomes: [close]}]
            next: [{decided: {review: close}, to: not-long}]
        """
    )
    closed = "[{on: 2025-03-10, action: review, outcome: close}]"
    steps = way(flow, "2025-12-31", away="2025-02-03..", events=closed)
    assert steps == ["2025-03-02 long", "2025-03-10 not-long"]


def test_the_same_absence_may_take_another_move():
    flow = flow_of(
        """
        stages:
          clear:
            next:
              - {when: {absences: {at_least: 2, within: 6 months}}, to: stage-1}
              - {when: {continuous: {at_least: 28 days}}, to: long}
          stage-1:
            actions: [{id: meeting, do: Meet, by: head, outcomes: [no-action]}]
            next: [{decided: {meeting: no-action}, to: clear}]
          long: {}
        """
    )
    events = "[{on: 2025-02-10, action: meeting, outcome: no-action}]"
    steps = way(flow, "2025-04-01", away="2025-01-06, 2025-02-03..", events=events)
    assert steps == ["2025-02-03 stage-1", "2025-02-10 clear", "2025-03-02 long"]


AT_ONCE = """
events: {{concern: {{title: A concern}}, absence: {{title: An event of that name}}}}
stages:
  clear: {{next: [{{when: {}, to: talk}}]}}
  talk:
    actions: [{{id: meeting, do: Talk, by: manager, outcomes: [wait, no-action]}}]
    next: [{{decided: {{meeting: no-action}}, to: clear}}]
"""


@pytest.mark.parametrize(
    "condition", ["{absences: {at_least: 1, within: 6 months}}", "{continuous: {at_least: 1 day}}"]
)
def test_an_absence_that_grows_by_what_is_learnt_is_still_the_same_absence(condition):
    # On 6 March it is learnt that the two days before the absence count too: they are part of it.
    absences = """
    - {from: 2025-03-03, to: 2025-03-04, category: disability,
       counts: true, decided_on: 2025-03-06, decided_by: head}
    - {from: 2025-03-05, to: 2025-03-07}
    """
    events = "[{on: 2025-03-05, action: meeting, outcome: no-action}]"
    steps = way(flow_of(AT_ONCE.format(condition)), "2025-06-01", absences=absences, events=events)
    assert steps == ["2025-03-05 talk", "2025-03-05 clear"]


def test_the_same_event_never_takes_the_same_move_twice():
    flow = flow_of(AT_ONCE.format("{recorded: concern}"))
    events = """
    - {on: 2025-03-03, recorded: concern}
    - {on: 2025-03-05, action: meeting, outcome: no-action}
    """
    steps = ["2025-03-03 talk", "2025-03-05 clear"]
    assert way(flow, "2025-12-01", events=events) == steps
    again = events + "- {on: 2025-04-01, recorded: concern}"
    assert way(flow, "2025-12-01", events=again) == [*steps, "2025-04-01 talk"]


def test_an_event_that_is_called_absence_is_no_absence():
    flow = flow_of(AT_ONCE.format("{any: [{recorded: absence}, {continuous: {at_least: 2 days}}]}"))
    events = """
    - {on: 2025-03-03, recorded: absence}
    - {on: 2025-03-03, action: meeting, outcome: no-action}
    """
    steps = way(flow, "2025-12-01", away="2025-03-03..2025-03-05", events=events)
    assert steps == ["2025-03-03 talk", "2025-03-03 clear", "2025-03-04 talk"]


# Moves and decisions (section 6) -----------------------------------------------------------------


def test_the_first_move_that_holds_is_taken():
    flow = flow_of(
        """
        events: {concern: {title: A concern}}
        triggers: {worry: {recorded: concern}}
        stages:
          clear: {next: [{when: worry, to: first}, {when: worry, to: second}]}
          first: {}
          second: {}
        """
    )
    assert way(flow, "2025-04-01", events="[{on: 2025-03-03, recorded: concern}]") == [
        "2025-03-03 first"
    ]


def test_d32_and_d33_a_meeting_that_must_come_first_is_asked_for_first():
    flow = flow_of(
        """
        triggers:
          four: {absences: {at_least: 4, within: 12 months}}
          four-and-met: {all: [four, {recorded: support-meeting}]}
        stages:
          clear: {next: [{when: four-and-met, to: stage-1}, {when: four, to: informal}]}
          informal:
            actions: [{id: support-meeting, do: Meet, by: manager}]
            next: [{when: {absences: {at_least: 1, since: support-meeting}}, to: stage-1}]
          stage-1: {}
        """
    )
    four = "2025-01-06, 2025-02-03, 2025-03-03, 2025-04-01"
    assert way(flow, "2025-05-01", away=four) == ["2025-04-01 informal"]
    assert ask(flow, "2025-05-01", away=four).next.action == "support-meeting"
    met = "[{on: 2025-04-08, action: support-meeting}]"
    assert way(flow, "2025-06-01", away=f"{four}, 2025-05-06", events=met) == [
        "2025-04-01 informal",
        "2025-05-06 stage-1",
    ]


TALKS = AT_ONCE.format("{recorded: concern}")


def test_a_decision_serves_one_stay_and_is_never_used_again():
    events = """
    - {on: 2025-03-03, recorded: concern}
    - {on: 2025-03-05, action: meeting, outcome: no-action}
    - {on: 2025-04-01, recorded: concern}
    """
    decision = ask(flow_of(TALKS), "2025-05-01", events=events)
    assert [step.to for step in decision.steps] == ["talk", "clear", "talk"]
    assert decision.next.action == "meeting"
    (choice,) = decision.decisions
    assert (choice.action, choice.outcomes) == ("meeting", ("wait", "no-action"))


HELD_DECISION = """
events: {report: {title: A report}, concern: {title: A concern}}
stages:
  clear: {next: [{when: {recorded: concern}, to: talk}]}
  talk:
    actions: [{id: meeting, do: Talk, by: manager, outcomes: [go-on, stop]}]
    next: [{decided: {meeting: go-on}, needs: {report: 3 months}, to: stage-2}]
  stage-2: {}
"""
GO_ON = """
- {on: 2025-03-03, recorded: concern}
- {on: 2025-03-05, action: meeting, outcome: go-on}
- {on: 2025-03-20, recorded: report}
"""


def test_a_decision_holds_until_another_outcome_is_recorded():
    flow = flow_of(HELD_DECISION)
    assert way(flow, "2025-05-01", events=GO_ON) == ["2025-03-03 talk", "2025-03-20 stage-2"]
    stopped = GO_ON + "- {on: 2025-03-10, action: meeting, outcome: stop}"
    assert way(flow, "2025-05-01", events=stopped) == ["2025-03-03 talk"]


def test_a_meeting_held_again_without_an_outcome_leaves_the_decision_and_its_day():
    again = GO_ON + "- {on: 2025-03-10, action: meeting}"
    step = ask(flow_of(HELD_DECISION), "2025-05-01", events=again).steps[-1]
    assert step.to == "stage-2"
    assert step.because[0].events == (("meeting", date(2025, 3, 5)),)


def test_an_outcome_that_no_move_names_means_stay():
    events = "[{on: 2025-03-03, recorded: concern}, {on: 2025-03-05, action: meeting, outcome: wait}]"
    decision = ask(flow_of(TALKS), "2025-05-01", events=events)
    assert decision.tracks["main"].stage == "talk"
    assert decision.agenda == ()


NEEDS = """
events: {concern: {title: A concern}, report: {title: The report, by: oh}}
stages:
  clear:
    next:
      - {when: {recorded: concern}, needs: {report: 3 months}, to: stage-1}
      - {after: 8 weeks, to: away}
  stage-1: {}
  away: {}
"""


def test_the_missing_piece_of_a_held_move_is_the_next_action():
    item = ask(flow_of(NEEDS), "2025-03-10", events="[{on: 2025-03-03, recorded: concern}]").next
    assert (item.kind, item.action, item.by) == ("evidence", "report", "oh")
    assert (item.due, item.overdue_days) == (date(2025, 3, 3), 7)


def test_a_held_move_is_taken_on_the_day_the_last_piece_is_on_record():
    events = "[{on: 2025-03-03, recorded: concern}, {on: 2025-03-12, recorded: report}]"
    (step,) = ask(flow_of(NEEDS), "2025-04-01", events=events).steps
    assert (str(step.on), step.to) == ("2025-03-12", "stage-1")
    assert step.because[-1].events == (("report", date(2025, 3, 12)),)


def test_a_held_count_stays_met_though_no_one_is_away_when_the_evidence_comes():
    flow = flow_of(NEEDS.replace("{recorded: concern}", "{absences: {at_least: 1, within: 1 month}}"))
    events = "[{on: 2025-04-10, recorded: report}]"  # the absence is no longer in the window
    assert way(flow, "2025-04-20", away="2025-03-03", events=events) == ["2025-04-10 stage-1"]


def test_what_a_decision_waits_for_is_due_since_it_was_made():
    item = ask(flow_of(HELD_DECISION), "2025-03-19", events=GO_ON).next
    assert (item.action, item.due, item.overdue_days) == ("report", date(2025, 3, 5), 14)


def test_a_held_move_falls_away_when_the_stage_is_left():
    events = "[{on: 2025-03-03, recorded: concern}, {on: 2025-06-02, recorded: report}]"
    assert way(flow_of(NEEDS), "2025-07-01", events=events) == ["2025-04-28 away"]


def test_evidence_may_be_no_longer_ago_than_its_age():
    flow = flow_of(NEEDS.replace("after: 8 weeks", "after: 2 years"))
    events = "[{on: 2025-03-20, recorded: concern}, {on: 2024-12-20, recorded: report}]"
    assert way(flow, "2025-03-20", events=events) == ["2025-03-20 stage-1"]
    too_old = events.replace("2024-12-20", "2024-12-19")
    assert way(flow, "2025-03-20", events=too_old) == []


def test_evidence_that_is_too_old_is_asked_for_again():
    events = """
    - {on: 2025-01-06, recorded: report}
    - {on: 2025-05-01, recorded: concern}
    - {on: 2025-05-06, action: meeting, outcome: go-on}
    """
    decision = ask(flow_of(HELD_DECISION), "2025-05-12", events=events)
    assert decision.tracks["main"].stage == "talk"
    assert (decision.next.kind, decision.next.action) == ("evidence", "report")


def test_an_action_of_the_stage_that_a_held_move_needs_is_owed_at_once():
    flow = flow_of(
        """
        events: {concern: {title: A concern}}
        stages:
          monitoring:
            actions:
              - {id: review, do: Review, by: manager, within: 8 weeks, optional: true}
              - {id: note, do: Write a note, by: manager, within: 8 weeks}
            next: [{when: {recorded: concern}, needs: {review: 1 year, note: 1 year}, to: stage-1}]
          stage-1: {}
        """
    )
    events = "- {on: 2025-03-03, recorded: concern}\n"
    decision = ask(flow, "2025-03-10", events=events)
    assert agenda(decision) == ["review 2025-03-03 due", "note 2025-03-03 due"]
    done = events + "- {on: 2025-03-11, action: review}\n- {on: 2025-03-12, action: note}"
    assert way(flow, "2025-03-31", events=done) == ["2025-03-12 stage-1"]


# The day and its tracks (section 6) --------------------------------------------------------------


def test_tracks_see_one_another_on_the_same_day():
    flow = flow_of(
        """
        events: {concern: {title: A concern}}
        tracks: {one: {title: One, start: a}, two: {title: Two, start: b}}
        stages:
          a: {track: one, next: [{when: {absences: {at_most: 0, since: left b}}, to: a-2}]}
          a-2: {track: one}
          b: {track: two, next: [{when: {recorded: concern}, to: b-2}]}
          b-2: {track: two}
        """
    )
    events = "[{on: 2025-03-03, recorded: concern}]"
    assert way(flow, "2025-03-03", events=events) == ["2025-03-03 b-2", "2025-03-03 a-2"]


def test_d47_one_absence_may_move_two_tracks():
    flow = flow_of(
        """
        triggers:
          often: {working_days: {at_least: 6, within: 6 months}}
          long: {continuous: {at_least: 28 days}}
          long-and-met: {all: [long, {recorded: meeting}]}
        tracks: {short: {title: Short, start: clear}, long-term: {title: Long, start: not-long}}
        stages:
          clear: {track: short, next: [{when: often, to: stage-1}]}
          stage-1: {track: short, actions: [{id: meeting, do: Meet, by: head}]}
          not-long: {track: long-term, next: [{when: long-and-met, to: long-2}, {when: long, to: long-1}]}
          long-1: {track: long-term}
          long-2: {track: long-term}
        """
    )
    assert way(flow, "2025-04-01", away="2025-02-03..") == ["2025-02-10 stage-1", "2025-03-02 long-1"]
    met = "[{on: 2025-02-20, action: meeting}]"
    assert way(flow, "2025-04-01", away="2025-02-03..", events=met)[1:] == ["2025-03-02 long-2"]


def test_a_move_is_taken_at_most_once_a_day():
    flow = flow_of(
        """
        triggers: {seldom: {absences: {at_most: 5, within: 6 months}}}
        stages: {a: {next: [{when: seldom, to: b}]}, b: {next: [{when: seldom, to: a}]}}
        """
    )
    steps = way(flow, "2025-03-04", away="2025-03-03")
    assert steps == ["2025-03-03 b", "2025-03-03 a", "2025-03-04 b", "2025-03-04 a"]


def test_an_event_on_the_day_the_stage_is_entered_belongs_to_it():
    events = """
    - {on: 2025-03-03, action: meeting, outcome: no-action}
    - {on: 2025-03-03, recorded: concern}
    """
    assert way(flow_of(TALKS), "2025-03-31", events=events) == ["2025-03-03 talk", "2025-03-03 clear"]


def test_an_event_on_a_day_of_two_stays_belongs_to_the_earlier():
    events = """
    - {on: 2025-03-03, recorded: concern}
    - {on: 2025-03-10, placed: {main: talk}, because: begun again}
    - {on: 2025-03-10, action: meeting, outcome: no-action}
    """
    decision = ask(flow_of(TALKS), "2025-03-31", events=events)
    assert [step.to for step in decision.steps] == ["talk", "talk"]
    assert decision.next.action == "meeting"


def test_placed_comes_first_of_its_day():
    events = """
    - {on: 2025-03-10, action: meeting, outcome: no-action}
    - {on: 2025-03-10, placed: {main: talk}, because: carried over from paper}
    """
    assert way(flow_of(TALKS), "2025-03-31", events=events) == ["2025-03-10 talk", "2025-03-10 clear"]


def test_a_placing_enters_the_stage_that_day_for_its_own_reason():
    events = "[{on: 2025-03-10, placed: {main: talk}, because: carried over}]"
    decision = ask(flow_of(TALKS), "2025-03-31", events=events)
    assert decision.tracks["main"] == ("talk", date(2025, 3, 10))
    (step,) = decision.steps
    assert step.because[0].events == (("placed main", date(2025, 3, 10)),)
    assert step.path == step.because[0].path == ()  # no line of the procedure moved the person


def test_a_track_is_in_its_start_stage_since_no_day_until_it_is_entered():
    flow = flow_of(TALKS)
    assert ask(flow, "2025-03-31").tracks["main"] == ("clear", None)
    events = """
    - {on: 2025-03-03, recorded: concern}
    - {on: 2025-03-05, action: meeting, outcome: no-action}
    """
    assert ask(flow, "2025-03-31", events=events).tracks["main"] == ("clear", date(2025, 3, 5))


def test_the_start_stage_is_entered_the_day_before_the_first_day_of_the_record():
    flow = flow_of("stages: {start: {next: [{after: 4 weeks, to: finish}]}, finish: {}}")
    assert way(flow, "2025-12-01", away="2025-03-03") == ["2025-03-31 finish"]
    assert way(flow, "2025-12-01") == []


def test_an_action_of_a_stage_not_reached_is_a_finding():
    decision = ask(flow_of(TALKS), "2025-03-31", events="[{on: 2025-03-05, action: meeting}]")
    assert codes(decision) == [("FR510", ("events", 0, "action"))]
    assert (decision.tracks, decision.next) == ({}, None)


def test_an_action_of_a_stage_already_left_is_accepted_and_decides_nothing():
    events = """
    - {on: 2025-03-03, recorded: concern}
    - {on: 2025-03-10, placed: {main: clear}, because: settled otherwise}
    - {on: 2025-03-12, action: meeting, outcome: no-action}
    - {on: 2025-04-01, recorded: concern}
    """
    decision = ask(flow_of(TALKS), "2025-05-01", events=events)
    assert decision.findings == ()
    assert [step.to for step in decision.steps] == ["talk", "clear", "talk"]
    assert decision.next.action == "meeting"


REVIEW_OF_A_YEAR = flow_of(
    """
    triggers:
      again:
        any:
          - absences: {at_least: 3, since: meeting, for: 12 months}
          - working_days: {at_least: 9, since: meeting, for: 12 months}
    stages:
      clear: {next: [{when: {absences: {at_least: 4, within: 12 months}}, to: stage-1}]}
      stage-1:
        actions: [{id: meeting, do: Meet, by: head}]
        next: [{when: again, to: stage-2}, {after: 12 months, from: meeting, to: clear}]
      stage-2: {}
    """
)


def in_review(away, on):
    """The moves after the fourth absence and the meeting of 20 January 2025."""
    four = "2024-04-08, 2024-07-01, 2024-10-07, 2025-01-06..2025-01-10"
    events = "[{on: 2025-01-20, action: meeting}]"
    first, *rest = way(REVIEW_OF_A_YEAR, on, away=f"{four}, {away}", events=events)
    assert first == "2025-01-06 stage-1"
    return rest


def test_d07_an_absence_between_trigger_and_meeting_is_not_counted_since_the_meeting():
    away = "2025-01-16, 2025-03-03, 2025-06-02, 2025-10-06"
    assert in_review(away, "2025-12-31") == ["2025-10-06 stage-2"]


def test_d08_the_ninth_day_in_a_review_is_enough():
    assert in_review("2025-03-03..2025-03-06, 2025-06-02..2025-06-06", "2025-12-31") == [
        "2025-06-06 stage-2"
    ]


def test_d09_eight_days_in_a_review_are_not_and_its_last_day_belongs_to_it():
    away = "2025-03-03..2025-03-06, 2025-06-02..2025-06-05"
    assert in_review(away, "2026-01-20") == []
    assert in_review(away, "2026-01-21") == ["2026-01-21 clear"]


def test_d15_an_absence_after_a_fixed_window_is_outside_it():
    flow = flow_of(
        """
        triggers:
          after-note: {absences: {at_least: 2, since: file-note, for: 6 months}}
          after-warning: {absences: {at_least: 2, since: meeting, for: 6 months}}
        stages:
          note:
            actions: [{id: file-note, do: Write a file note, by: manager}]
            next: [{when: after-note, to: stage-1-meeting}]
          stage-1-meeting:
            actions: [{id: meeting, do: Meet, by: head, outcomes: [warning]}]
            next: [{decided: {meeting: warning}, to: stage-1}]
          stage-1: {kind: warning, next: [{when: after-warning, to: stage-2-meeting}]}
          stage-2-meeting: {}
        """
    )
    away = "2025-04-01, 2025-07-02, 2025-09-01, "
    events = """
    - {on: 2025-03-03, action: file-note}
    - {on: 2025-07-10, action: meeting, outcome: warning}
    """
    steps = ["2025-07-02 stage-1-meeting", "2025-07-10 stage-1"]
    assert way(flow, "2026-03-01", away=away + "2026-02-02", events=events) == steps
    inside = way(flow, "2026-03-01", away=away + "2026-01-09", events=events)
    assert inside == [*steps, "2026-01-09 stage-2-meeting"]


# What is outstanding (sections 6 and 8) ----------------------------------------------------------

LETTER = """
stages:
  clear: {next: [{when: {absences: {at_least: 1, within: 6 months}}, to: stage-1}]}
  stage-1:
    actions:
      - {id: invite, do: Invite, by: head, within: 5 working days}
      - {id: meeting, do: Meet, by: head, within: 10 working days, outcomes: [no-action]}
      - {id: letter, do: Write, by: head, within: 5 working days, from: meeting}
    next: [{decided: {meeting: no-action}, to: clear}]
"""


def test_actions_are_due_from_the_day_the_stage_was_entered_or_wait_for_their_anchor():
    decision = ask(flow_of(LETTER), "2025-03-03", away="2025-03-03")
    assert agenda(decision) == ["invite 2025-03-10 due", "meeting 2025-03-17 due", "letter - waiting"]
    assert decision.agenda[-1].waits_for == ("meeting",)
    assert decision.next.action == "invite"


def test_an_action_that_is_done_is_no_longer_outstanding():
    invited = "[{on: 2025-03-04, action: invite}]"
    decision = ask(flow_of(LETTER), "2025-03-05", away="2025-03-03", events=invited)
    assert agenda(decision) == ["meeting 2025-03-17 due", "letter - waiting"]


def test_d51_what_follows_an_action_done_is_owed_after_the_stage_is_left():
    events = "- {on: 2025-03-05, action: meeting, outcome: no-action}\n"
    decision = ask(flow_of(LETTER), "2025-03-06", away="2025-03-03", events=events)
    assert decision.tracks["main"].stage == "clear"
    assert agenda(decision) == ["letter 2025-03-12 due"]
    written = events + "- {on: 2025-03-10, action: letter}"
    assert ask(flow_of(LETTER), "2025-03-11", away="2025-03-03", events=written).agenda == ()


def test_what_is_owed_from_the_start_of_a_stage_falls_away_when_it_is_left():
    placed = "[{on: 2025-03-05, placed: {main: clear}, because: a mistake in the record}]"
    assert ask(flow_of(LETTER), "2025-03-06", away="2025-03-03", events=placed).agenda == ()


def test_the_next_action_is_the_earliest_due_and_then_the_first_in_the_file():
    flow = flow_of(
        """
        events: {concern: {title: A concern}}
        tracks: {one: {title: One, start: a}, two: {title: Two, start: b}}
        stages:
          a: {track: one, next: [{when: {recorded: concern}, to: a-2}]}
          a-2:
            track: one
            actions: [{id: undated, do: One day, by: head}, {id: late, do: Later, by: head, within: 2 weeks}]
          b: {track: two, next: [{when: {recorded: concern}, to: b-2}]}
          b-2:
            track: two
            actions:
              - {id: also-late, do: Later too, by: head, within: 14 days}
              - {id: soon, do: Soon, by: head, within: 1 week}
        """
    )
    decision = ask(flow, "2025-03-03", events="[{on: 2025-03-03, recorded: concern}]")
    assert agenda(decision) == [
        "soon 2025-03-10 due",
        "late 2025-03-17 due",
        "also-late 2025-03-17 due",
        "undated - due",
    ]
    assert decision.next.action == "soon"


def test_what_is_optional_is_offered_until_its_last_day_and_never_owed():
    flow = flow_of(
        """
        events: {concern: {title: A concern}}
        stages:
          clear: {next: [{when: {recorded: concern}, to: warned}]}
          warned:
            actions: [{id: appeal, do: Appeal, by: employee, within: 10 working days, optional: true}]
        """
    )
    events = "- {on: 2025-03-03, recorded: concern}\n"
    offered = ask(flow, "2025-03-17", events=events)
    assert agenda(offered) == ["appeal 2025-03-17 optional"]
    assert offered.next is None
    assert agenda(ask(flow, "2025-03-18", events=events)) == []
    late = events + "- {on: 2025-03-20, action: appeal}"
    assert ask(flow, "2025-03-21", events=late).findings == ()


# Contacts ----------------------------------------------------------------------------------------


def contacts(text):
    """A procedure with contacts and a stage in which nothing happens."""
    return flow_of(f"contact: [{text}]\nstages: {{clear: {{}}}}")


DAYS = (
    "{id: call, who: manager, to: employee, on: [day 1, day 4, day 7, day 14, day 21],"
    " if_closed: next open day}"
)
D06 = ("2024-12-05", "2024-12-09", "2024-12-11", "2024-12-18", "2024-12-27")


@pytest.mark.parametrize("made", range(5))
def test_d06_a_contact_put_off_does_not_move_those_after_it(made):
    events = "[" + ", ".join(f"{{on: {day}, contact: call}}" for day in D06[:made]) + "]"
    decision = ask(contacts(DAYS), D06[made], away="2024-12-05..", events=events)
    assert agenda(decision)[0] == f"call {D06[made]} due"


EVERY = "{id: talk, who: manager, to: employee, every: 7 days, starting: day 8, until: return}"


def talks(on, events, away="2025-03-03.."):
    """Days 8, 15 and 22 of the absence are 10, 17 and 24 March."""
    return agenda(ask(contacts(EVERY), on, away=away, events=events))


def test_a_repeated_contact_is_reckoned_from_its_first_day():
    late = "[{on: 2025-03-10, contact: talk}, {on: 2025-03-19, contact: talk}]"
    assert talks("2025-03-19", late) == ["talk 2025-03-24 due"]


def test_a_contact_owed_and_not_recorded_is_missed_and_never_the_next_action():
    flow = contacts(EVERY.replace("}", ", if_missed: Write a letter}"))
    decision = ask(flow, "2025-03-20", away="2025-03-03..")
    assert agenda(decision) == ["talk 2025-03-17 missed", "talk 2025-03-24 due"]
    assert decision.agenda[0].if_missed == "Write a letter"
    assert decision.next == decision.agenda[1]


def test_a_recorded_contact_settles_all_that_were_owed_by_then():
    assert talks("2025-03-20", "[{on: 2025-03-19, contact: talk}]") == ["talk 2025-03-24 due"]


def test_a_contact_made_early_settles_the_next():
    assert talks("2025-03-07", "[{on: 2025-03-06, contact: talk}]") == ["talk 2025-03-17 due"]


def test_a_contact_made_before_the_absence_settles_nothing():
    assert talks("2025-03-07", "[{on: 2025-03-01, contact: talk}]") == ["talk 2025-03-10 due"]


def test_a_repeated_contact_ends_with_the_absence():
    away = "2025-03-03..2025-03-14"
    assert talks("2025-03-18", "[]", away) == ["talk 2025-03-10 missed"]
    assert talks("2025-03-18", "[{on: 2025-03-10, contact: talk}]", away) == []


def test_repeats_end_with_the_days_that_are_known():
    flow = contacts(EVERY.replace("7 days", "999 years"))
    made = "[" + ", ".join(f"{{on: 2025-03-{n:02}, contact: talk}}" for n in range(4, 20)) + "]"
    assert agenda(ask(flow, "2025-03-20", away="2025-03-03..", events=made)) == []


def test_repeats_of_months_keep_the_day_number_of_the_first():
    flow = contacts(EVERY.replace("7 days", "1 month").replace("day 8", "day 1"))
    events = "[{on: 2025-01-31, contact: talk}, {on: 2025-02-28, contact: talk}]"
    assert agenda(ask(flow, "2025-03-01", away="2025-01-31..", events=events)) == ["talk 2025-03-31 due"]


def test_a_contact_may_be_on_a_working_day_of_the_absence():
    flow = contacts("{id: note, who: employee, to: hr, on: working day 4}")
    part_time = "[{from: 2024-09-01, days: [mon, tue]}]"
    assert agenda(ask(flow, "2025-03-03", away="2025-03-03..")) == ["note 2025-03-06 due"]
    decision = ask(flow, "2025-03-03", away="2025-03-03..", pattern=part_time)
    assert agenda(decision) == ["note 2025-03-11 due"]


def test_a_contact_on_return_is_owed_from_the_day_of_return_and_so_long_after():
    flow = contacts("{id: back, who: manager, to: employee, on: return, within: 2 working days}")
    friday = {"away": "2025-03-03..2025-03-07"}
    assert agenda(ask(flow, "2025-03-09", **friday)) == []
    assert agenda(ask(flow, "2025-03-10", **friday)) == ["back 2025-03-12 due"]
    assert agenda(ask(flow, "2025-03-13", **friday)) == ["back 2025-03-12 missed"]
    talked = "[{on: 2025-03-10, contact: back}]"
    assert agenda(ask(flow, "2025-03-10", **friday, events=talked)) == []


def test_a_contact_has_its_clock_time_and_owner():
    flow = contacts('{id: call-in, who: employee, to: manager, on: day 1, by: "07:30"}')
    item = ask(flow, "2025-03-03", away="2025-03-03").next
    assert (item.action, item.by, item.at) == ("call-in", "employee", "07:30")
    assert item.due == date(2025, 3, 3)


def test_contacts_are_owed_for_an_absence_that_never_counts():
    record = "[{from: 2025-03-03, category: pregnancy}]"
    decision = ask(contacts(EVERY), "2025-03-07", absences=record)
    assert agenda(decision) == ["talk 2025-03-10 due"]


def test_contacts_of_an_earlier_absence_are_history():
    assert talks("2025-03-18", "[]", "2025-01-06..2025-01-31, 2025-03-17") == []


# The record (section 7) --------------------------------------------------------------------------


def test_what_cannot_be_right_is_a_finding_at_its_own_line_and_nothing_is_decided():
    decision = ask(
        flow_of(TALKS),
        "2025-03-31",
        absences="[{from: 2025-03-10, to: 2025-03-07}, {from: 2025-03-12, category: lateness}]",
        events="[{on: 2025-03-12, action: meting}, {on: 2025-03-12, recorded: concern, contact: call}]",
    )
    assert codes(decision) == [
        ("FR501", ("absences", 0, "to")),
        ("FR506", ("absences", 1, "category")),
        ("FR506", ("events", 0, "action")),
        ("FR505", ("events", 1)),
    ]
    assert (decision.tracks, decision.agenda, decision.next) == ({}, (), None)


DISABILITY_DECIDED = "[{from: 2025-03-03, category: disability, counts: true, %s}]"


@pytest.mark.parametrize(
    ("record", "code", "path"),
    [
        ({"away": "2025-03-03..2025-03-07, 2025-03-07"}, "FR502", "absences.1.from"),
        ({"away": "2025-03-03.., 2025-03-07"}, "FR502", "absences.1.from"),
        (
            {"absences": "[{from: 2025-03-03, expected: [{on: 2025-03-03, until: 2025-03-01}]}]"},
            "FR501",
            "absences.0.expected.0.until",
        ),
        ({"absences": DISABILITY_DECIDED % "decided_by: head"}, "FR504", "absences.0.counts"),
        ({"absences": DISABILITY_DECIDED % "decided_on: 2025-03-03"}, "FR504", "absences.0.counts"),
        (
            {"absences": "[{from: 2025-03-03, counts: true, decided_on: 2025-03-04, decided_by: hr}]"},
            "FR504",
            "absences.0.counts",
        ),
        ({"events": "[{on: 2025-03-03, recorded: concert}]"}, "FR506", "events.0.recorded"),
        ({"events": "[{on: 2025-03-03, contact: call}]"}, "FR506", "events.0.contact"),
        (
            {"events": "[{on: 2025-03-03, action: meeting, outcome: go}]"},
            "FR506",
            "events.0.outcome",
        ),
        (
            {"events": "[{on: 2025-03-03, recorded: concern, outcome: wait}]"},
            "FR507",
            "events.0.outcome",
        ),
        (
            {
                "events": """
                - {on: 2025-03-04, action: meeting, outcome: wait}
                - {on: 2025-03-04, action: meeting, outcome: no-action}
                """
            },
            "FR508",
            "events.1.outcome",
        ),
        (
            {
                "events": """
                - {on: 2025-03-04, placed: {main: talk}, because: carried over}
                - {on: 2025-03-04, placed: {main: clear}, because: carried over}
                """
            },
            "FR508",
            "events.1.placed.main",
        ),
        ({"events": "[{on: 2025-03-03, placed: {main: talk}}]"}, "FR509", "events.0.placed"),
        (
            {"events": "[{on: 2025-03-03, placed: {man: talk}, because: carried over}]"},
            "FR506",
            "events.0.placed.man",
        ),
        (
            {"events": "[{on: 2025-03-03, placed: {main: tale}, because: carried over}]"},
            "FR506",
            "events.0.placed.main",
        ),
        (
            {"pattern": "[{from: 2024-09-01, days: [mon]}, {from: 2024-09-01, days: [tue]}]"},
            "FR512",
            "pattern.1.from",
        ),
        ({"away": "1984-03-05"}, "FR511", ""),
    ],
)
def test_a_line_that_cannot_be_right_is_named(record, code, path):
    decision = ask(flow_of(TALKS), "2025-03-31", **record)
    found = [(one.code, ".".join(str(part) for part in one.path)) for one in decision.findings]
    assert found == [(code, path)]
    assert decision.findings[0].help


def test_a_decision_that_needs_a_reason_is_not_taken_without_one():
    events = "[{on: 2025-03-05, action: meeting-1, outcome: no-action}]"
    away = "2025-01-06, 2025-02-03, 2025-03-03"
    decision = ask(flow_of(THREE_IN_SIX_MONTHS), "2025-03-31", away=away, events=events)
    assert codes(decision) == [("FR509", ("events", 0, "outcome"))]


def test_a_day_beyond_the_known_bank_holidays_is_a_finding():
    assert codes(ask(ONCE, "2100-12-15")) == [("FR511", ())]
    assert ask(ONCE, "2100-11-15").findings == ()


def test_lines_dated_after_the_day_are_not_looked_at_not_even_for_mistakes():
    record = {
        "absences": """
        - {from: 2025-03-03, to: 2025-03-04}
        - {from: 2025-05-12, to: 2025-05-09, category: lateness}
        """,
        "events": "[{on: 2025-05-12, action: meting}, {on: 2025-05-12, placed: {nowhere: here}}]",
        "pattern": "[{from: 2025-05-12, days: [mon]}, {from: 2025-05-12, days: [tue]}]",
    }
    assert ask(ONCE, "2025-05-11", **record) == ask(ONCE, "2025-05-11", away="2025-03-03..2025-03-04")
    assert len(ask(ONCE, "2025-05-12", **record).findings) == 6


def test_what_is_learnt_after_the_day_is_not_looked_at_either():
    later = """
    - {from: 2025-03-03, category: disability, counts: true, decided_on: 2025-05-12,
       expected: [{on: 2025-05-12, until: 2025-03-01}]}
    """
    now = "[{from: 2025-03-03, category: disability}]"
    assert ask(ONCE, "2025-05-11", absences=later) == ask(ONCE, "2025-05-11", absences=now)
    assert len(ask(ONCE, "2025-05-12", absences=later).findings) == 2


def test_what_is_decided_after_the_day_does_not_bring_a_trigger_nearer():
    decided_later = """
    - {from: 2025-02-03, to: 2025-02-03}
    - {from: 2025-02-10, to: 2025-02-10, category: disability,
       counts: true, decided_on: 2025-03-11, decided_by: head}
    """
    (one,) = ask(flow_of(OFTEN), "2025-03-07", absences=decided_later).distance
    assert one.days == 5


def test_what_is_expected_only_after_the_day_does_not_lengthen_an_absence():
    flow = flow_of(
        """
        triggers: {long: {continuous: {at_least: 28 days, expected: true}}}
        stages: {not-long: {next: [{when: long, to: long}]}, long: {}}
        """
    )
    record = noted(("2025-03-10", "2025-06-30"))
    assert [str(one.on) for one in ask(flow, "2025-03-07", absences=record).coming] == ["2025-03-30"]


def test_the_order_of_lines_does_not_matter():
    flow = flow_of(TALKS)
    concern = "{on: 2025-03-03, recorded: concern}"
    placed = "{on: 2025-03-10, placed: {main: talk}, because: again}"
    one = ask(flow, "2025-03-31", away="2025-01-06, 2025-03-03", events=f"[{concern}, {placed}]")
    other = ask(flow, "2025-03-31", away="2025-03-03, 2025-01-06", events=f"[{placed}, {concern}]")
    assert one == other


COVERS = """
flowrules: 1
procedure:
  id: small
  title: A small procedure
  effective_from: 2025-09-01
  covers: {groups: [teacher, agency-worker], not: [agency worker]}
"""


def test_who_is_not_covered_is_not_decided():
    flow = flow_of("stages: {clear: {}}", COVERS)
    for group in ("support", "agency-worker"):
        decision = ask(flow, "2025-10-01", employee=f"{{group: {group}}}")
        assert (decision.covered, decision.tracks) == (False, {})
        assert decision.not_covered_because == group
    assert ask(flow, "2025-10-01", employee="{group: teacher}").covered


def test_what_was_not_known_is_said():
    flow = flow_of("stages: {clear: {}}", COVERS)
    decision = ask(flow, "2025-03-10", away="2025-03-03")
    assert [one.kind for one in decision.not_known] == [
        "working-pattern",
        "staff-group",
        "before-effective-from",
    ]
    known = {"pattern": "[{from: 2024-09-01, days: [mon]}]", "employee": "{group: teacher}"}
    assert ask(flow, "2025-09-10", away="2025-03-03", **known).not_known == ()


def test_a_pattern_that_begins_after_the_first_absence_is_said():
    pattern = "[{from: 2025-03-10, days: [mon]}]"
    decision = ask(ONCE, "2025-04-01", away="2025-03-03", pattern=pattern)
    assert [(one.kind, one.on) for one in decision.not_known] == [("working-pattern", date(2025, 3, 10))]


# What lies ahead (section 8) ---------------------------------------------------------------------

OFTEN = """
triggers: {often: {any: [{absences: {at_least: 3, within: 6 months}},
                         {working_days: {at_least: 6, within: 9 months}}]}}
stages: {clear: {next: [{when: often, to: stage-1}]}, stage-1: {}}
"""


def test_how_far_a_trigger_is_is_found_by_adding_absence():
    (one,) = ask(flow_of(OFTEN), "2025-03-07", away="2025-02-03..2025-02-05").distance
    assert (one.trigger, one.one_more_absence, one.days) == ("often", False, 3)
    assert str(one.from_) == "2025-03-10"
    (one,) = ask(flow_of(OFTEN), "2025-03-07", away="2025-02-03, 2025-02-10").distance
    assert (one.one_more_absence, one.days) == (True, 1)


def test_a_length_that_an_absence_reaches_comes_up():
    flow = flow_of(
        """
        triggers: {long: {continuous: {at_least: 28 days}}}
        stages: {not-long: {next: [{when: long, to: long}]}, long: {}}
        """
    )
    (coming,) = ask(flow, "2025-02-10", away="2025-02-03..").coming
    assert (coming.kind, str(coming.on), coming.trigger) == ("reaches-length", "2025-03-02", "long")
    assert ask(flow, "2025-02-10", away="2025-02-03..2025-02-07").coming == ()


def test_a_review_that_ends_comes_up_on_the_day_of_the_move():
    (coming,) = ask(flow_of(REVIEW), "2025-05-27", events=MEETING).coming
    assert (coming.kind, str(coming.on), coming.to) == ("move", "2025-05-28", "clear")


def test_the_day_the_oldest_absence_leaves_a_window_comes_up():
    coming = ask(flow_of(OFTEN), "2025-03-07", away="2025-01-06, 2025-03-03").coming
    assert [(one.kind, str(one.on)) for one in coming] == [
        ("absence-leaves-window", "2025-07-06"),
        ("absence-leaves-window", "2025-10-06"),
    ]
    assert {one.absence for one in coming} == {(date(2025, 1, 6), date(2025, 1, 6))}


@pytest.mark.parametrize(
    ("rule", "away", "on"),
    [
        ("absences: {at_least: 2, within: 6 months}", "2025-10-06..2025-10-12", "2026-04-10"),
        ("calendar_days: {at_least: 9, within: 6 months}", "2025-10-06..2025-10-12", "2026-04-12"),
        ("longest_absence: {at_least: 9 days, within: 6 months}", "2025-10-06..2025-10-12", "2026-04-12"),
        ("pattern: {weekdays: [mon, tue], at_least: 2, within: 6 months}", "2025-10-06..2025-10-12", "2026-04-07"),
        ("pattern: {beside: [weekend], at_least: 2, within: 6 months}", "2025-10-06..2025-10-12", "2026-04-10"),
        ("lost_time: {at_least: 50 percent, within: 6 months}", "2025-10-06..2025-10-12", "2026-04-10"),
        ("bradford: {at_least: 200, within: 6 months}", "2025-12-22..2025-12-26", "2026-06-24"),
    ],
)  # fmt: skip
def test_an_absence_no_longer_counts_from_the_day_on_which_no_more_of_it_is_counted(rule, away, on):
    flow = one_move(f"{{{rule}}}")
    (coming,) = ask(flow, "2025-12-31", away=away).coming
    assert (coming.kind, str(coming.on)) == ("absence-leaves-window", on)


def test_on_the_day_that_an_absence_no_longer_counts_one_more_moves_nobody():
    flow, week = one_move("{absences: {at_least: 2, within: 6 months}}"), "2025-10-06..2025-10-12"
    assert way(flow, "2026-04-09", away=f"{week}, 2026-04-09") == ["2026-04-09 stage-1"]
    assert way(flow, "2026-04-10", away=f"{week}, 2026-04-10") == []


@pytest.mark.parametrize("edge", ["started inside", "days inside", "whole absence"])
def test_when_an_absence_no_longer_counts_is_by_the_rule_for_its_edge(edge):
    rest = f"counting: {{across_the_edge: {{within: {edge}}}}}"
    flow = one_move("{absences: {at_least: 2, within: 6 months}}", rest)
    (coming,) = ask(flow, "2025-12-31", away="2025-10-06..2025-10-12").coming
    days = {"started inside": "2026-04-06", "days inside": "2026-04-10", "whole absence": "2026-04-12"}
    assert str(coming.on) == days[edge]


def test_without_the_whole_of_it_only_moves_come_up():
    review, often = flow_of(REVIEW), flow_of(OFTEN)
    assert ask(review, "2025-05-27", events=MEETING, whole=False).coming == (
        ask(review, "2025-05-27", events=MEETING).coming
    )
    assert ask(often, "2025-03-07", away="2025-01-06, 2025-03-03", whole=False).coming == ()


def test_a_step_gives_the_figures_and_the_absences_counted():
    away = "2025-01-06, 2025-02-03, 2025-03-03..2025-03-04"
    (step,) = ask(flow_of(OFTEN), "2025-04-01", away=away).steps
    (reason,) = step.because
    assert (step.from_, step.to, str(step.on)) == ("clear", "stage-1", "2025-03-03")
    assert (reason.condition, reason.value, reason.at_least, reason.holds) == ("absences", 3, 3, True)
    assert [str(day) for day in reason.window] == ["2024-09-04", "2025-03-03"]
    assert reason.absences[-1] == (date(2025, 3, 3), date(2025, 3, 3))


# Evidence ----------------------------------------------------------------------------------------


def evidence(flow, on, **record):
    found = ask(flow, on, **record).evidence
    return [str(day) for day in found.absences], [f"{day} {name}" for day, name in found.events]


def test_the_evidence_is_what_the_stages_rest_on_and_no_more():
    away = "2024-06-03, 2025-01-06, 2025-02-03, 2025-03-03"
    events = "[{on: 2025-03-10, action: meeting-1, outcome: monitor}]"
    assert evidence(flow_of(THREE_IN_SIX_MONTHS), "2025-04-01", away=away, events=events) == (
        ["2025-01-06", "2025-02-03", "2025-03-03"],
        ["2025-03-10 meeting-1"],
    )


def test_what_spoilt_a_clean_year_is_evidence():
    flow = one_move("{not: {absences: {at_least: 1, within: 12 months}}}")
    assert evidence(flow, "2025-12-01", away="2025-03-03") == (["2025-03-03"], [])


def test_what_spoils_one_of_several_conditions_is_evidence():
    either = "{any: [{absences: {at_least: 1, within: 6 months}}, {not: {recorded: concern}}]}"
    flow = flow_of(CARRIED_OVER.format(either))
    events = f"[{PLACED}, {{on: 2025-01-06, recorded: concern}}]"
    assert way(flow, "2025-04-01", away="2025-03-03", events=events) == ["2025-03-10 clear"]
    assert "2025-01-06 concern" in evidence(flow, "2025-04-01", away="2025-03-03", events=events)[1]


@pytest.mark.parametrize("again", ["2025-03-31", "2025-03-31.."])
def test_an_absence_that_puts_off_what_is_counted_from_a_return_is_evidence(again):
    found = evidence(flow_of(MONITORED), "2025-04-10", away=f"2025-03-07, {again}")
    assert "2025-03-31" in found[0]


def test_an_absence_that_a_review_waited_for_is_evidence():
    flow = flow_of(ASSESSED.format(n=2))
    record = {"away": "2025-05-27..2025-06-06", "events": MEETING}
    assert evidence(flow, "2025-06-30", **record) == (["2025-05-27"], ["2025-03-04 meeting"])


def test_the_whole_of_a_cited_absence_is_evidence():
    # Counted on its first day by one track; grown too long, by its second record, for the other.
    flow = flow_of(
        """
        triggers:
          once: {absences: {at_least: 1, within: 1 month}}
          short: {absences: {at_least: 2, within: 6 months, each: {less_than: 5 days}}}
        tracks: {one: {title: One, start: a}, two: {title: Two, start: b}}
        stages:
          a: {track: one, next: [{when: once, to: a-2}]}
          a-2: {track: one, next: [{when: once, to: a-3}]}
          a-3: {track: one}
          b: {track: two, next: [{when: short, to: b-2}]}
          b-2: {track: two}
        """
    )
    away = "2025-03-03..2025-03-05, 2025-03-06..2025-03-14, 2025-05-01"
    assert way(flow, "2025-06-01", away=away) == ["2025-03-03 a-2", "2025-03-03 a-3"]
    assert evidence(flow, "2025-06-01", away=away)[0] == ["2025-03-03", "2025-03-06"]


def test_the_first_day_of_the_record_is_evidence_where_a_step_rests_on_it():
    flow = flow_of(
        """
        contact: [{id: call, who: manager, to: employee, on: day 1}]
        triggers: {seldom: {absences: {at_most: 3, within: 6 months}}}
        stages: {a: {next: [{when: seldom, to: b}]}, b: {next: [{after: 4 weeks, to: c}]}, c: {}}
        """
    )
    events = "[{on: 2025-01-06, contact: call}]"
    assert way(flow, "2025-04-01", events=events) == ["2025-01-06 b", "2025-02-04 c"]
    assert evidence(flow, "2025-04-01", events=events) == ([], ["2025-01-06 call"])


def test_the_first_day_of_the_record_is_evidence_where_a_fixed_window_begins_with_it():
    flow = flow_of(
        """
        contact: [{id: call, who: manager, to: employee, on: day 1}]
        triggers:
          twice-at-first: {absences: {at_least: 2, since: entered, for: 3 months}}
          twice: {absences: {at_least: 2, within: 6 months}}
        tracks: {one: {title: One, start: a}, two: {title: Two, start: b}}
        stages:
          a: {track: one, next: [{when: twice-at-first, to: a-2}]}
          a-2: {track: one}
          b: {track: two, next: [{when: twice, to: b-2}]}
          b-2: {track: two}
        """
    )
    record = {"away": "2025-02-03, 2025-04-15", "events": "[{on: 2025-01-06, contact: call}]"}
    assert way(flow, "2025-05-01", **record) == ["2025-04-15 b-2"]
    assert evidence(flow, "2025-05-01", **record)[1] == ["2025-01-06 call"]


def test_the_first_day_of_the_record_is_evidence_where_a_period_begins_with_it():
    flow = flow_of(
        """
        contact: [{id: call, who: manager, to: employee, on: day 1}]
        stages: {a: {next: [{after: 4 weeks, to: b}]}, b: {}}
        """
    )
    events = "[{on: 2025-01-06, contact: call}]"
    assert way(flow, "2025-04-01", events=events) == ["2025-02-03 b"]
    assert evidence(flow, "2025-04-01", events=events) == ([], ["2025-01-06 call"])


# A line that names no category -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "path", "message"),
    [
        (
            "{from: 2025-03-03}",
            ("absences", 0),
            "no category is written here, so `sickness` was taken, which is no category of this procedure",
        ),
        (
            "{from: 2025-03-03, category: sickness}",
            ("absences", 0, "category"),
            "what is written here is no category of this procedure",
        ),
    ],
)
def test_sickness_is_named_where_a_line_names_no_category_and_the_procedure_has_no_sickness(
    line, path, message
):
    flow = flow_of("counting: {categories: {illness: counts}}" + THREE_IN_SIX_MONTHS)
    (finding,) = ask(flow, "2025-03-10", absences=f"[{line}]").findings
    assert (finding.code, finding.path, finding.message) == ("FR506", path, message)
