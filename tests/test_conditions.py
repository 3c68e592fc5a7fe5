"""Every word of a condition, one rule a test, with answers worked out by hand from docs/language.md.

All days are of 2025 in England, where 3 March is a Monday, unless a test says otherwise.
"""

from fractions import Fraction

import pytest
from asking import HEADER, answer, figure, first_met, flow_of, one_move, unknown, way

from flowrules.explain.text import explain
from flowrules.source import read

MON_TO_FRI = "[mon, tue, wed, thu, fri]"
FULL = f"[{{from: 2024-01-01, days: {MON_TO_FRI}, hours_per_day: 6.5}}]"
THREE_DAYS = "[{from: 2024-01-01, days: [mon, tue, wed], hours_per_day: 6.5}]"
REPORTED = "events: {report: {title: A report}}"


def holds_on(condition, on, rest="", events="", **parts):
    """Whether a condition is true on a day, asked beside an event that is recorded on it."""
    flow = one_move(f"{{all: [{{recorded: report}}, {condition}]}}", f"{REPORTED}\n{rest}")
    events = f"{events}\n- {{on: {on}, recorded: report}}"
    return way(flow, on, events=events, **parts) == [f"{on} stage-1"]


# hours_lost ----------------------------------------------------------------------------------------


def test_hours_lost_are_days_lost_times_the_hours_of_a_day():
    met = "{hours_lost: {at_least: 13, within: 12 months}}"
    assert first_met(met, "2025-04-01", away="2025-03-03..2025-03-07", pattern=FULL) == "2025-03-04"
    more = met.replace("at_least", "more_than")
    assert first_met(more, "2025-04-01", away="2025-03-03..2025-03-07", pattern=FULL) == "2025-03-05"


def test_hours_recorded_are_taken_as_they_are_though_no_more_than_a_day_is_lost():
    record = {"absences": "[{from: 2025-03-03, to: 2025-03-03, hours: 8}]", "pattern": FULL}
    year = "at_least: 1, within: 12 months"
    assert figure(f"{{hours_lost: {{{year}}}}}", "2025-03-03", **record) == 8
    assert figure(f"{{working_days: {{{year}}}}}", "2025-03-03", **record) == 1


def test_half_a_day_loses_half_its_hours():
    record = {"absences": "[{from: 2025-03-03, to: 2025-03-03, part: half}]", "pattern": FULL}
    hours = figure("{hours_lost: {at_least: 1, within: 12 months}}", "2025-03-03", **record)
    assert hours == Fraction(13, 4)


def test_a_day_whose_hours_are_not_known_loses_none_and_it_is_said():
    flow = one_move("{hours_lost: {more_than: 0, within: 12 months}}")
    assert way(flow, "2025-03-14", away="2025-03-03..2025-03-07") == []
    assert "hours" in unknown(flow, "2025-03-14", away="2025-03-03..2025-03-07")
    assert "hours" not in unknown(flow, "2025-03-14", away="2025-03-03..2025-03-07", pattern=FULL)


# lost_time -----------------------------------------------------------------------------------------

# On Friday 28 March the window of four weeks is 1 to 28 March, with 20 working days.


def test_one_day_of_twenty_due_is_five_percent_and_not_more():
    record = {"away": "2025-03-28", "pattern": FULL}
    assert figure("{lost_time: {at_least: 5 percent, within: 4 weeks}}", "2025-03-28", **record) == 5
    more = "{lost_time: {more_than: 5 percent, within: 4 weeks}}"
    assert first_met(more, "2025-03-28", **record) == "never"


def test_time_is_due_from_the_first_day_of_service():
    record = {"away": "2025-03-28", "pattern": FULL, "employee": "{started: 2025-03-17}"}
    assert figure("{lost_time: {at_least: 5 percent, within: 4 weeks}}", "2025-03-28", **record) == 10


def test_where_no_time_was_due_none_of_it_is_lost():
    none = "{lost_time: {at_most: 0 percent, within: 4 weeks}}"
    record = {"away": "2025-03-10", "pattern": FULL}
    assert first_met(none, "2025-03-14", **record) == "never"
    not_yet = "{started: 2025-03-17}"
    assert first_met(none, "2025-03-14", employee=not_yet, **record) == "2025-03-10"


# longest_absence -----------------------------------------------------------------------------------

NO_LONGER = """
stages:
  review:
    actions: [{id: meeting, do: Meet, by: head}]
    next:
      - {after: 4 weeks, from: meeting, when: {longest_absence: {at_most: 9 days, since: meeting}}, to: clear}
  clear: {}
"""


@pytest.mark.parametrize(
    ("away", "steps"),
    [
        ("2025-03-10..2025-03-18", ["2025-04-02 clear"]),
        ("2025-03-10..2025-03-19", []),
        ("2025-03-10..2025-03-14, 2025-03-24..2025-03-28", ["2025-04-02 clear"]),
        ("", ["2025-04-02 clear"]),  # none is shorter than any length
    ],
)
def test_no_single_absence_was_longer_than_nine_days(away, steps):
    events = "[{on: 2025-03-04, action: meeting}]"
    assert way(flow_of(NO_LONGER), "2025-04-30", away=away, events=events) == steps


def test_the_longest_absence_grows_on_rest_days_too():
    two_weeks = "{longest_absence: {at_least: 2 weeks, within: 6 months}}"
    assert first_met(two_weeks, "2025-04-01", away="2025-03-03..") == "2025-03-16"  # a Sunday


def test_the_longest_absence_is_measured_by_its_days_in_the_window():
    longer = "{longest_absence: {more_than: 2 weeks, within: 2 weeks}}"
    assert first_met(longer, "2025-05-30", away="2025-03-03..") == "never"
    whole = "counting: {across_the_edge: {within: whole absence}}"
    assert first_met(longer, "2025-05-30", whole, away="2025-03-03..") == "2025-03-17"


def test_an_absence_of_a_month_is_reached_on_the_day_before_the_same_date():
    month = "{longest_absence: {at_least: 1 month, within: 6 months}}"
    assert first_met(month, "2025-04-30", away="2025-03-01..") == "2025-03-31"


# pattern -------------------------------------------------------------------------------------------

MONDAYS = "{pattern: {weekdays: [mon, fri], at_least: 3, within: 12 months}}"


def test_three_absences_on_a_monday_or_friday_are_a_pattern():
    away = "2025-01-06, 2025-02-07, 2025-03-03..2025-03-05"
    assert first_met(MONDAYS, "2025-04-01", away=away) == "2025-03-03"
    assert first_met(MONDAYS, "2025-04-01", away=away.replace("03-03..", "03-04..")) == "never"


def test_a_monday_on_which_no_time_was_lost_makes_no_pattern():
    away = "2025-01-06, 2025-02-07, {}"
    easter = away.format("2025-04-21..2025-04-22")  # Easter Monday, a bank holiday
    assert first_met(MONDAYS, "2025-05-01", away=easter) == "never"
    assert first_met(MONDAYS, "2025-05-01", away=away.format("2025-04-28")) == "2025-04-28"


def beside(what, rest="", until="2025-06-30", **parts):
    return first_met(
        f"{{pattern: {{beside: [{what}], at_least: 1, within: 12 months}}}}", until, rest, **parts
    )


@pytest.mark.parametrize(
    ("away", "met"),
    [
        ("2025-03-10", "2025-03-10"),  # a Monday: the weekend is right before it
        ("2025-03-07", "2025-03-07"),  # a Friday: right after it
        ("2025-03-06..2025-03-07", "2025-03-07"),  # not on the Thursday: it has no last day yet
        ("2025-03-06..", "never"),
        ("2025-03-11..2025-03-12", "never"),
        ("2025-03-04..2025-03-11", "never"),  # a weekend inside is not beside
    ],
)
def test_what_lies_beside_an_absence_are_the_days_off_before_and_after_it(away, met):
    assert beside("weekend", away=away) == met


def test_beside_is_reckoned_in_the_days_off_of_the_person():
    assert beside("weekend", away="2025-03-05") == "never"  # a Wednesday
    assert beside("weekend", away="2025-03-05", pattern=THREE_DAYS) == "2025-03-05"


def test_bank_holidays_reached_through_days_off_are_beside():
    # Thursday 17 April; Good Friday, the weekend and Easter Monday follow.
    assert beside("bank holiday", away="2025-04-17") == "2025-04-17"
    assert beside("bank holiday", away="2025-04-16") == "never"
    assert beside("bank holiday", away="2025-04-23") == "never"
    assert beside("bank holiday", away="2025-04-22") == "2025-04-22"


HALF_TERM = "calendar: {closures: [{from: 2025-02-17, to: 2025-02-21}], term_time: [teacher]}"


def test_a_closure_is_beside_an_absence_of_those_who_do_not_work_in_it():
    record = {"away": "2025-02-14"}  # the Friday before
    assert beside("closure", HALF_TERM, employee="{group: teacher}", **record) == "2025-02-14"
    assert beside("closure", HALF_TERM, employee="{group: office}", **record) == "never"


def test_leave_is_beside_an_absence_and_so_is_what_lies_beyond_it():
    leave = "[{from: 2025-03-10, to: 2025-03-14}]"
    assert beside("leave", away="2025-03-07", leave=leave) == "never"  # it has not begun yet
    assert beside("leave", away="2025-03-17", leave=leave) == "2025-03-17"
    assert beside("leave", away="2025-03-06", leave=leave) == "never"
    easter = "[{from: 2025-04-14, to: 2025-04-17}]"  # from Monday to the day before Good Friday
    assert beside("bank holiday", away="2025-04-11", leave=easter) == "never"
    assert beside("bank holiday", away="2025-04-22", leave=easter) == "2025-04-22"


def test_refused_leave_is_looked_for_inside_the_absence_and_is_no_day_off():
    refused = "[{from: 2025-03-11, to: 2025-03-12, refused: true}]"
    assert beside("refused leave", away="2025-03-10..2025-03-11", leave=refused) == "2025-03-11"
    assert beside("refused leave", away="2025-03-10", leave=refused) == "never"
    assert beside("leave", away="2025-03-10", leave=refused) == "never"
    sunday = "[{from: 2025-03-09, to: 2025-03-09, refused: true}]"
    assert beside("refused leave", away="2025-03-07..2025-03-10", leave=sunday) == "never"


PAYDAY = "calendar: {dates: {payday: [2025-03-28]}}"  # a Friday


@pytest.mark.parametrize(
    ("away", "met"),
    [
        ("2025-03-28", "2025-03-28"),  # in it
        ("2025-03-27", "2025-03-27"),  # the working day right after
        ("2025-03-31", "2025-03-31"),  # the working day right before the weekend before it
        ("2025-04-01", "never"),
        ("2025-03-26", "never"),
    ],
)
def test_a_date_with_a_name_is_beside_an_absence_on_the_working_day_next_to_it(away, met):
    assert beside("payday", PAYDAY, away=away) == met


def test_a_date_with_a_name_is_beside_an_absence_among_its_days_off():
    holiday = "calendar: {dates: {carnival: [2025-04-19]}}"  # Easter Saturday
    assert beside("carnival", holiday, away="2025-04-17") == "2025-04-17"


# reason --------------------------------------------------------------------------------------------

REASONS = "counting: {reasons: [stress, back]}"


def because(reason, first, last=None):
    return f"- {{from: {first}, {f'to: {last}, ' if last else ''}reason: {reason}}}\n"


def test_the_absence_in_progress_has_one_of_these_reasons():
    stress = "{reason: [stress]}"
    flow = one_move(stress, REASONS)
    assert way(flow, "2025-04-01", absences=because("stress", "2025-03-03")) == ["2025-03-03 stage-1"]
    assert way(flow, "2025-04-01", absences=because("back", "2025-03-03")) == []
    assert way(flow, "2025-04-01", away="2025-03-03..") == []
    either = one_move("{reason: [stress, back]}", REASONS)
    assert way(either, "2025-04-01", absences=because("back", "2025-03-03")) == ["2025-03-03 stage-1"]


def test_one_absence_takes_a_move_for_its_reason_only_once():
    flow = flow_of(
        """
        counting: {reasons: [stress]}
        stages:
          clear: {next: [{when: {reason: [stress]}, to: talk}]}
          talk: {next: [{after: 1 week, to: clear}]}
        """
    )
    record = because("stress", "2025-03-03", "2025-03-28") + because(
        "stress", "2025-04-07", "2025-04-08"
    )
    assert way(flow, "2025-04-10", absences=record) == [
        "2025-03-03 talk", "2025-03-11 clear", "2025-04-07 talk",
    ]  # fmt: skip


def test_a_reason_lately_is_looked_for_in_a_window():
    lately = "{reason: {any_of: [stress], within: 3 months}}"
    record = because("stress", "2025-03-03", "2025-03-04")
    assert holds_on(lately, "2025-06-03", REASONS, absences=record)
    assert not holds_on(lately, "2025-06-04", REASONS, absences=record)


def test_where_no_reasons_are_listed_what_a_record_says_is_not_looked_at():
    flow = one_move("{absences: {at_least: 1, within: 1 month}}")
    assert way(flow, "2025-03-03", absences=because("anything", "2025-03-03")) == ["2025-03-03 stage-1"]


# absent and return_missed --------------------------------------------------------------------------


def test_absent_sees_an_absence_of_any_category_until_it_is_over():
    flow = flow_of(
        """
        stages:
          here: {next: [{when: {absent: true}, to: away}]}
          away: {next: [{when: {absent: false}, to: here}]}
        """
    )
    record = "[{from: 2025-03-03, to: 2025-03-07, category: pregnancy}]"
    assert way(flow, "2025-04-01", absences=record) == ["2025-03-03 away", "2025-03-10 here"]


def expected(*notes, first="2025-03-03", last="", category="sickness"):
    known = ", ".join(f"{{on: {on}, until: {until}}}" for on, until in notes)
    end = f", to: {last}" if last else ""
    return f"[{{from: {first}{end}, category: {category}, expected: [{known}]}}]"


MISSED = "{return_missed: true}"


def test_a_return_is_missed_on_the_first_working_day_after_the_last_day_expected():
    note = ("2025-03-03", "2025-03-07")  # to Friday
    assert first_met(MISSED, "2025-04-01", absences=expected(note)) == "2025-03-10"
    assert first_met(MISSED, "2025-04-01", absences=expected(note, category="pregnancy")) == "2025-03-10"


def test_a_longer_note_known_in_time_puts_off_the_return():
    notes = ("2025-03-03", "2025-03-07"), ("2025-03-07", "2025-03-14")
    assert first_met(MISSED, "2025-04-01", absences=expected(*notes)) == "2025-03-17"
    late = ("2025-03-03", "2025-03-07"), ("2025-03-11", "2025-03-14")
    assert first_met(MISSED, "2025-04-01", absences=expected(*late)) == "2025-03-10"


def test_no_return_is_missed_by_those_who_are_back_or_of_whom_nothing_is_expected():
    note = ("2025-03-03", "2025-03-07")
    assert first_met(MISSED, "2025-04-01", absences=expected(note, last="2025-03-07")) == "never"
    assert first_met(MISSED, "2025-04-01", away="2025-03-03..2025-03-28") == "never"


def test_that_no_return_is_missed_can_be_asked_too():
    note = ("2025-03-03", "2025-03-07")
    assert holds_on("{return_missed: false}", "2025-03-07", absences=expected(note))
    assert not holds_on("{return_missed: false}", "2025-03-10", absences=expected(note))


# in_stage, was_in, service and group ---------------------------------------------------------------

TWO_TRACKS = """
tracks: {one: {title: One, start: a-1}, two: {title: Two, start: b-1}}
stages:
  a-1: {track: one, next: [{when: {continuous: {at_least: 1 week}}, to: a-2}]}
  a-2: {track: one, next: [{when: {absent: false}, to: a-1}]}
  b-1: {track: two, next: [{when: {in_stage: [a-2, a-3]}, to: b-2}]}
  b-2: {track: two, next: [{when: {not: {in_stage: a-2}}, to: b-1}]}
  a-3: {track: one}
"""


def test_a_track_sees_another_on_the_same_day():
    assert way(flow_of(TWO_TRACKS), "2025-04-01", away="2025-03-03..2025-03-14") == [
        "2025-03-09 a-2", "2025-03-09 b-2", "2025-03-17 a-1", "2025-03-17 b-1",
    ]  # fmt: skip


LATELY = """
events: {report: {title: A report}}
tracks: {one: {title: One, start: a-1}, two: {title: Two, start: b-1}}
stages:
  a-1: {track: one}
  a-2: {track: one}
  b-1: {track: two, next: [{when: {all: [recorded: report, was_in: {stage: a-2, within: 6 months}]}, to: b-2}]}
  b-2: {track: two}
"""
IN_AND_OUT = """
- {on: 2025-01-06, placed: {one: a-2}, because: carried over}
- {on: 2025-01-10, placed: {one: a-1}, because: set aside}
"""


@pytest.mark.parametrize(
    ("on", "lately"),
    [("2025-01-08", True), ("2025-01-10", True), ("2025-07-09", True), ("2025-07-10", False)],
)
def test_a_person_was_in_a_stage_while_the_day_of_leaving_it_is_in_the_window(on, lately):
    events = f"{IN_AND_OUT}\n- {{on: {on}, recorded: report}}"
    steps = way(flow_of(LATELY), "2025-12-01", events=events)
    assert (f"{on} b-2" in steps) == lately


def test_a_person_who_was_never_there_was_not_in_the_stage():
    assert way(flow_of(LATELY), "2025-12-01", events="[{on: 2025-01-06, recorded: report}]") == []


@pytest.mark.parametrize(
    ("bound", "on", "holds"),
    [
        ("less_than: 2 years", "2025-03-02", True),
        ("less_than: 2 years", "2025-03-03", False),
        ("at_least: 2 years", "2025-03-02", False),
        ("at_least: 2 years", "2025-03-03", True),
        ("more_than: 2 years", "2025-03-03", False),
        ("more_than: 2 years", "2025-03-04", True),
        ("at_most: 2 years", "2025-03-03", True),
        ("at_most: 2 years", "2025-03-04", False),
        ("at_least: 1 year, less_than: 2 years", "2025-03-02", True),
        ("at_least: 1 year, less_than: 2 years", "2024-03-02", False),
    ],
)
def test_a_length_of_service_is_reached_on_the_same_date(bound, on, holds):
    service = f"{{service: {{{bound}}}}}"
    assert holds_on(service, on, employee="{started: 2023-03-03}") == holds


def test_without_a_first_day_no_length_of_service_holds_and_it_is_said():
    for bound in ("less_than: 2 years", "at_least: 2 years"):
        assert not holds_on(f"{{service: {{{bound}}}}}", "2025-03-03")
        assert "service" in unknown(one_move(f"{{service: {{{bound}}}}}"), "2025-03-03")


def test_a_staff_group_is_the_one_of_the_record():
    assert holds_on("{group: [support, office]}", "2025-03-03", employee="{group: office}")
    assert not holds_on("{group: support}", "2025-03-03", employee="{group: office}")


def test_without_a_staff_group_none_holds_and_it_is_said():
    assert not holds_on("{group: support}", "2025-03-03")
    assert "staff-group" in unknown(one_move("{group: support}"), "2025-03-03")


# target_missed -------------------------------------------------------------------------------------

TARGETS = """
{}
stages:
  review:
    actions: [{{id: meeting, do: Meet, by: head, outcomes: [monitor]}}]
    next: [{{when: {{target_missed: meeting}}, to: stage-2}}]
  stage-2: {{}}
"""


def missed(target, away, more="", rest="", **parts):
    """The day on which a target recorded on 4 March is missed."""
    events = f"- {{on: 2025-03-04, action: meeting, outcome: monitor, target: {target}}}\n{more}"
    steps = answer(flow_of(TARGETS.format(rest)), "2025-06-30", away=away, events=events, **parts).steps
    return str(steps[0].on) if steps else "never"


def test_a_target_is_missed_by_the_absence_that_exceeds_it():
    assert missed("{absences: {at_most: 1}}", "2025-03-10, 2025-04-07") == "2025-04-07"
    assert missed("{absences: {less_than: 1}}", "2025-03-10, 2025-04-07") == "2025-03-10"
    assert missed("{absences: {at_most: 2}}", "2025-03-10, 2025-04-07") == "never"


def test_a_target_counts_from_the_day_after_the_meeting_by_the_rule_for_since():
    assert missed("{absences: {at_most: 0}}", "2025-03-03..2025-03-07") == "never"  # had begun before
    whole = "counting: {across_the_edge: {since: days inside}}"
    assert missed("{working_days: {at_most: 2}}", "2025-03-03..2025-03-07", rest=whole) == "2025-03-07"


def test_a_target_may_count_from_a_day_of_its_own():
    own = "{absences: {at_most: 0}, from: 2025-03-10}"
    assert missed(own, "2025-03-06") == "never"
    assert missed(own, "2025-03-10") == "2025-03-10"


def test_a_target_is_missed_when_one_of_its_measures_is():
    two = "{absences: {at_most: 5}, working_days: {at_most: 2}}"
    assert missed(two, "2025-03-10..2025-03-14") == "2025-03-12"


def test_a_target_of_a_bradford_score_is_missed_where_it_is_reached():
    # two absences of a day: 2 x 2 x 2 = 8
    assert missed("{bradford: {less_than: 8}}", "2025-03-10, 2025-03-17") == "2025-03-17"
    assert missed("{bradford: {at_most: 8}}", "2025-03-10, 2025-03-17") == "never"


def test_the_last_target_of_the_stay_holds_and_counts_from_its_own_meeting():
    later = "- {on: 2025-03-11, action: meeting, outcome: monitor, target: {absences: {at_most: 0}}}"
    assert missed("{absences: {at_most: 5}}", "2025-03-10, 2025-03-17", later) == "2025-03-17"
    assert missed("{absences: {at_most: 5}}", "2025-03-10", later) == "never"


def test_a_meeting_without_a_target_leaves_the_last_one():
    later = "- {on: 2025-03-11, action: meeting, outcome: monitor}"
    assert missed("{absences: {at_most: 0}}", "2025-03-10", later) == "2025-03-10"
    assert missed("{absences: {at_most: 1}}", "2025-03-10, 2025-03-17", later) == "2025-03-17"


def test_a_target_is_never_scaled():
    scaled = "counting: {part_time: {scaled: [working_days]}}"
    record = {"away": "2025-03-10..2025-03-26", "pattern": THREE_DAYS}
    # 10, 11, 12, 17, 18 and 19 March are worked
    assert missed("{working_days: {at_most: 5}}", rest=scaled, **record) == "2025-03-19"


def test_without_a_target_none_is_missed():
    events = "[{on: 2025-03-04, action: meeting, outcome: monitor}]"
    assert way(flow_of(TARGETS.format("")), "2025-04-30", away="2025-03-10", events=events) == []


# only, excluding, not_used_before ------------------------------------------------------------------

UNAUTHORISED = "counting: {categories: {sickness: counts, disability: decide, unauthorised: never}}"


def test_a_category_named_under_only_is_counted_though_it_never_counts_otherwise():
    record = """
    - {from: 2025-03-03, to: 2025-03-03, category: unauthorised}
    - {from: 2025-03-10, to: 2025-03-10}
    - {from: 2025-03-17, to: 2025-03-17, category: unauthorised}
    """
    two = "{absences: {at_least: 2, within: 6 months}}"
    assert first_met(two, "2025-04-01", UNAUTHORISED, absences=record) == "never"
    only = two.replace("}}", ", only: [unauthorised]}}")
    assert first_met(only, "2025-04-01", UNAUTHORISED, absences=record) == "2025-03-17"


def test_a_category_to_be_decided_is_counted_under_only_once_it_is_decided():
    only = "{absences: {at_least: 1, within: 6 months, only: [disability]}}"
    record = "[{from: 2025-03-03, to: 2025-03-03, category: disability}]"
    assert first_met(only, "2025-04-01", UNAUTHORISED, absences=record) == "never"
    for counts, met in (("true", "2025-03-20"), ("false", "never")):
        said = f"disability, counts: {counts}, decided_on: 2025-03-20, decided_by: head"
        decided = record.replace("disability", said)
        assert first_met(only, "2025-04-01", UNAUTHORISED, absences=decided) == met


def test_only_may_name_a_reason():
    only = "{working_days: {at_least: 2, within: 6 months, only: [stress]}}"
    record = because("back", "2025-03-03", "2025-03-05") + because("stress", "2025-03-10", "2025-03-14")
    assert first_met(only, "2025-04-01", REASONS, absences=record) == "2025-03-11"


def test_lines_are_chosen_first_and_then_joined():
    record = (
        because("back", "2025-03-03", "2025-03-04")
        + because("stress", "2025-03-05", "2025-03-05")
        + because("back", "2025-03-06", "2025-03-07")
    )
    two = "{absences: {at_least: 2, within: 6 months}}"
    assert first_met(two, "2025-04-01", REASONS, absences=record) == "never"  # they are one
    excluding = two.replace("}}", ", excluding: [stress]}}")
    assert first_met(excluding, "2025-04-01", REASONS, absences=record) == "2025-03-06"


def test_a_long_absence_may_be_one_of_certain_reasons_only():
    record = because("stress", "2025-03-03", "2025-03-07") + because("back", "2025-03-10", "2025-03-31")
    week = "{continuous: {at_least: 10 days}}"
    assert first_met(week, "2025-04-01", REASONS, absences=record) == "2025-03-12"
    not_stress = week.replace("}}", ", excluding: [stress]}}")
    assert first_met(not_stress, "2025-04-01", REASONS, absences=record) == "2025-03-19"
    only_stress = week.replace("}}", ", only: [stress]}}")
    assert first_met(only_stress, "2025-04-01", REASONS, absences=record) == "never"


AGAIN = """
stages:
  clear: {{next: [{{when: {{absences: {{at_least: 2, within: 12 months{}}}}}, to: talk}}]}}
  talk: {{next: [{}]}}
"""
OFTEN = "2025-01-06, 2025-01-20, 2025-02-03, 2025-02-17"


def test_what_has_moved_this_track_before_may_be_left_out():
    week = "{after: 1 week, to: clear}"
    assert way(flow_of(AGAIN.format("", week)), "2025-03-01", away=OFTEN) == [
        "2025-01-20 talk", "2025-01-28 clear", "2025-02-03 talk", "2025-02-11 clear", "2025-02-17 talk",
        "2025-02-25 clear",
    ]  # fmt: skip
    unused = AGAIN.format(", not_used_before: true", week)
    assert way(flow_of(unused), "2025-03-01", away=OFTEN) == [
        "2025-01-20 talk", "2025-01-28 clear", "2025-02-17 talk", "2025-02-25 clear",
    ]  # fmt: skip


def test_a_condition_beside_a_time_uses_nothing_up():
    unused = AGAIN.format(
        ", not_used_before: true",
        "{after: 1 week, when: {absences: {at_least: 1, within: 1 year}}, to: clear}",
    )
    # 20 January leads to the talk, and the way back counts all of them without using them up
    assert way(flow_of(unused), "2025-02-28", away=OFTEN)[2:] == ["2025-02-17 talk", "2025-02-25 clear"]


# in a period of the calendar -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("period", "away", "met"),
    [
        ("academic year", "2025-08-28, 2025-09-08", "never"),
        ("academic year", "2025-09-01, 2025-09-08", "2025-09-08"),
        ("calendar year", "2024-12-30, 2025-01-08", "never"),
        ("calendar year", "2025-01-06, 2025-12-31", "2025-12-31"),
        ("leave year", "2025-03-27, 2025-04-02", "never"),
        ("leave year", "2025-04-02, 2026-03-31", "2026-03-31"),
    ],
)
def test_a_period_of_the_calendar_begins_anew_on_its_first_day(period, away, met):
    twice = f"{{absences: {{at_least: 2, in: {period}}}}}"
    assert first_met(twice, "2026-04-30", 'calendar: {leave_year: "04-01"}', away=away) == met


def test_the_academic_year_may_begin_on_another_day():
    twice = "{absences: {at_least: 2, in: academic year}}"
    august = 'calendar: {academic_year: "08-01"}'
    assert first_met(twice, "2025-12-31", august, away="2025-08-28, 2025-09-08") == "2025-09-08"


def test_an_absence_across_the_first_day_of_a_year_counts_by_the_rule_for_within():
    days = "{working_days: {at_least: 4, in: calendar year}}"
    away = "2024-12-30..2025-01-07"  # 1 January is a bank holiday
    assert first_met(days, "2025-02-01", away=away) == "2025-01-07"  # 2, 3, 6, 7
    outside = "counting: {across_the_edge: {within: started inside}}"
    assert first_met(days, "2025-02-01", outside, away=away) == "never"
    whole = "counting: {across_the_edge: {within: whole absence}}"
    assert first_met(days, "2025-02-01", whole, away="2024-12-31..2025-01-07") == "2025-01-06"


# Part-time staff -----------------------------------------------------------------------------------


def scaled(measure, rounding="exact", calendar=""):
    return f"{calendar}\ncounting: {{part_time: {{scaled: [{measure}], round: {rounding}}}}}"


TEN_DAYS = "{working_days: {at_least: 10, within: 12 months}}"


def test_ten_days_are_six_for_somebody_who_works_three_days_a_week():
    record = {"away": "2025-03-03..2025-04-11", "pattern": THREE_DAYS}
    assert first_met(TEN_DAYS, "2025-04-11", **record) == "2025-03-24"
    assert first_met(TEN_DAYS, "2025-04-11", scaled("working_days"), **record) == "2025-03-12"
    assert first_met(TEN_DAYS, "2025-04-11", scaled("absences"), **record) == "2025-03-24"


def test_a_condition_may_be_exempt_from_scaling():
    record = {"away": "2025-03-03..2025-04-11", "pattern": THREE_DAYS}
    exempt = TEN_DAYS.replace("}}", ", scaled: false}}")
    assert first_met(exempt, "2025-04-11", scaled("working_days"), **record) == "2025-03-24"


@pytest.mark.parametrize(
    ("bound", "rounding", "scaled_bound"),
    [
        ("7", "exact", Fraction(21, 5)),
        ("7", "nearest half", 4),
        ("7", "up to half", Fraction(9, 2)),
        ("7", "up to whole", 5),
        ("6.25", "exact", Fraction(15, 4)),
        ("6.25", "nearest half", 4),  # 3.75 is a tie, which goes up
        ("5", "up to half", 3),
        ("5", "up to whole", 3),
    ],
)
def test_a_scaled_bound_is_rounded_as_said(bound, rounding, scaled_bound):
    count = f"{{working_days: {{at_least: {bound}, within: 12 months}}}}"
    flow = one_move(count, scaled("working_days", rounding))
    decision = answer(flow, "2025-04-11", away="2025-03-03..2025-04-11", pattern=THREE_DAYS)
    (reason,) = decision.steps[0].because
    assert (reason.at_least, reason.share) == (scaled_bound, Fraction(3, 5))


@pytest.mark.parametrize(
    ("pattern", "met"),
    [
        ("days: [mon, tue, wed], half_days: [thu]", "2025-03-13"),  # 3.5 of 5: 7 days
        ("weeks: [[mon, tue, wed], [mon, tue]]", "2025-03-11"),  # 2.5 of 5: 5 days
        ("days: [mon, tue, wed, thu, fri, sat]", "2025-03-13"),  # never scaled up: 10 days
    ],
)
def test_the_days_of_a_week_are_those_of_the_pattern_on_average(pattern, met):
    record = {"away": "2025-03-03..2025-04-11", "pattern": f"[{{from: 2025-03-03, {pattern}}}]"}
    assert first_met(TEN_DAYS, "2025-04-11", scaled("working_days"), **record) == met


def test_without_a_pattern_nothing_is_scaled_and_the_pattern_is_asked_for():
    flow = one_move(TEN_DAYS, scaled("working_days"))
    assert way(flow, "2025-04-11", away="2025-03-03..2025-04-11") == ["2025-03-14 stage-1"]
    assert "working-pattern" in unknown(flow, "2025-04-11", away="2025-03-03..2025-04-11")


def test_a_number_of_absences_and_the_length_of_one_can_be_scaled_too():
    three = "{absences: {at_least: 3, within: 6 months}}"  # 1.8 for three days of five
    record = {"away": "2025-03-03, 2025-03-10, 2025-03-17", "pattern": THREE_DAYS}
    assert first_met(three, "2025-04-01", scaled("absences"), **record) == "2025-03-10"
    away = {"away": "2025-03-03..2025-04-11", "pattern": THREE_DAYS}
    ten = "{continuous: {at_least: 10 working days}}"
    assert first_met(ten, "2025-04-11", scaled("continuous"), **away) == "2025-03-12"
    fortnight = "{continuous: {at_least: 2 weeks}}"
    assert first_met(fortnight, "2025-04-11", scaled("continuous"), **away) == "2025-03-16"


def test_hours_are_scaled_by_the_hours_of_a_week_where_those_are_given():
    hours = "{hours_lost: {at_least: 50, within: 12 months}}"
    record = {
        "away": "2025-03-03..2025-04-11",
        "pattern": "[{from: 2024-01-01, days: [mon, tue, wed], hours_per_day: 10}]",
    }
    # by days 50 x 3/5 = 30 hours, which are 3 days; by hours 50 x 30/37.5 = 40, which are 4
    assert first_met(hours, "2025-04-11", scaled("hours_lost"), **record) == "2025-03-05"
    week = scaled("hours_lost", calendar="calendar: {hours_per_week: 37.5}")
    assert first_met(hours, "2025-04-11", week, **record) == "2025-03-10"


def test_a_bound_is_scaled_to_the_pattern_of_the_day_looked_at_and_a_change_is_said():
    flow = one_move(TEN_DAYS, scaled("working_days"))
    record = {
        "away": "2025-03-03..2025-04-11",
        "pattern": f"[{{from: 2025-01-06, days: {MON_TO_FRI}}}, {{from: 2025-03-10, days: [mon, tue, wed]}}]",
    }
    # five days in the first week; from the 10th on six are enough
    assert way(flow, "2025-04-11", **record) == ["2025-03-10 stage-1"]
    assert "pattern-changed" in unknown(flow, "2025-04-11", **record)


def test_all_that_was_counted_is_used_up_though_other_lines_were_left_out_between():
    flow = flow_of(
        REASONS
        + AGAIN.format(", not_used_before: true, excluding: [stress]", "{after: 1 week, to: clear}")
    )
    record = (
        because("back", "2025-03-03", "2025-03-04")
        + because("stress", "2025-03-05", "2025-03-05")
        + because("back", "2025-03-06", "2025-03-07")
        + because("back", "2025-03-24", "2025-03-24")
        + because("back", "2025-04-07", "2025-04-07")
    )
    assert way(flow, "2025-04-08", absences=record) == [
        "2025-03-06 talk", "2025-03-14 clear", "2025-04-07 talk",
    ]  # fmt: skip


def test_an_absence_that_was_neither_counted_nor_measured_is_not_used_up():
    flow = flow_of(
        """
        stages:
          clear: {next: [{when: {absent: true}, to: talk}]}
          talk: {next: [{when: {absences: {at_least: 2, within: 12 months, not_used_before: true}}, to: done}]}
          done: {}
        """
    )
    assert way(flow, "2025-04-01", away="2025-03-03, 2025-03-10") == [
        "2025-03-03 talk",
        "2025-03-10 done",
    ]


def test_a_part_of_an_absence_that_was_used_up_whole_is_used_up():
    flow = flow_of(
        """
        counting: {reasons: [stress, back]}
        stages:
          clear: {next: [{when: {absences: {at_least: 1, within: 12 months}}, to: talk}]}
          talk:
            next:
              - when: {working_days: {at_least: 2, within: 1 year, only: [stress], not_used_before: true}}
                to: done
          done: {next: [{after: 1 week, to: clear}]}
        """
    )
    record = """
    - {from: 2025-03-03, to: 2025-03-04, reason: back, known_on: 2025-03-05}
    - {from: 2025-03-05, to: 2025-03-07, reason: stress}
    """
    # on 5 March the absence of the 3rd to the 5th moves them; its part for stress began that day
    assert way(flow, "2025-04-01", absences=record) == ["2025-03-05 talk"]


# In words ------------------------------------------------------------------------------------------

EVERYTHING = """
calendar: {leave_year: "04-01", dates: {payday: [2025-03-28]}, terms: [{from: 2025-01-06, to: 2025-07-22}]}
counting: {reasons: [stress, back], part_time: {scaled: [absences, working_days, continuous]}}
events: {report: {title: a report}}
"""
CONDITIONS = [
    "{hours_lost: {more_than: 7.5, within: 12 months}}",
    "{lost_time: {at_least: 5 percent, in: leave year}}",
    "{longest_absence: {at_most: 9 days, within: 6 months}}",
    "{pattern: {weekdays: [mon, fri], at_least: 3, in: term}}",
    "{pattern: {beside: [weekend, payday, refused leave], at_least: 3, within: 12 months}}",
    "{reason: [stress]}",
    "{reason: {any_of: [stress, back], within: 12 months}}",
    "{absent: true}",
    "{return_missed: true}",
    "{in_stage: stage-1}",
    "{was_in: {stage: [stage-1, clear], within: 6 months}}",
    "{service: {less_than: 2 years}}",
    "{group: [support, office]}",
    "{absences: {at_least: 3, within: 6 months, only: [stress], not_used_before: true}}",
    "{continuous: {at_least: 4 weeks, excluding: [stress]}}",
]


@pytest.mark.parametrize("condition", CONDITIONS)
def test_every_condition_is_explained_with_the_step_that_it_takes_or_does_not(condition):
    text = f"{EVERYTHING}\nstages:\n  clear: {{next: [{{when: {condition}, to: stage-1}}]}}\n  stage-1: {{}}\n"
    flow = flow_of(text)
    record = {
        "absences": because("stress", "2025-03-03", "2025-03-07") + because("back", "2025-03-24"),
        "pattern": THREE_DAYS,
        "employee": "{group: office, started: 2024-09-02}",
    }
    decision = answer(flow, "2025-04-30", **record)
    source, _ = read(HEADER + text)
    page = " ".join(explain(decision, flow, source).split())
    assert "Where things stand" in page
    said = flow.names().phrase(flow.stages["clear"].moves[0].when)
    assert not decision.steps or said in page


def test_time_lost_before_the_first_day_of_service_is_no_part_of_the_share():
    share = "{lost_time: {at_least: 20 percent, within: 12 months}}"
    record = {"away": "2025-02-03..2025-02-07, 2025-03-20", "employee": "{started: 2025-03-03}"}
    assert first_met(share, "2025-06-30", **record) == "never"
    assert first_met(share, "2025-06-30", away=record["away"]) == "never"  # 1 of some 60 days
    assert first_met(
        "{lost_time: {at_least: 5 percent, within: 12 months}}", "2025-06-30", **record
    ) == (
        "2025-03-20"  # 1 of the 14 working days since 3 March
    )
