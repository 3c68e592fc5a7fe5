"""Actions: again and again, before one another, on a condition, for some staff groups; and the clock of a stage.

All days are of 2025 in England, where 3 March is a Monday.
"""

import pytest
from asking import agenda, answer, codes, flow_of, way

ENTERED = "- {on: 2025-03-03, placed: {main: review}, because: carried over}\n"


def stage(actions, moves="", more="", rest=""):
    """A stage that is entered on 3 March by `ENTERED`."""
    return flow_of(
        f"{rest}\n"
        "stages:\n"
        "  clear: {}\n"
        f"  review: {{actions: [{actions}], next: [{moves}], {more}}}\n"
        "  gone: {}\n"
    )


def due(flow, on, events="", **parts):
    return agenda(flow, on, events=ENTERED + events, **parts)


def done(action, *days, more=""):
    return "".join(f"- {{on: {on}, action: {action}{more}}}\n" for on in days)


# Again and again -----------------------------------------------------------------------------------

TALKS = stage("{id: talk, do: Talk, by: manager, within: 2 weeks, every: 4 weeks}")
# due on 17 March, 14 April and 12 May


def test_the_first_is_due_at_the_end_of_within_and_the_others_so_long_after_it():
    assert due(TALKS, "2025-03-10") == ["talk 2025-03-17 due"]
    assert due(TALKS, "2025-03-10", done("talk", "2025-03-10")) == ["talk 2025-04-14 due"]
    assert due(TALKS, "2025-04-30", done("talk", "2025-03-10", "2025-04-14")) == ["talk 2025-05-12 due"]


def test_one_that_is_not_done_stays_due_from_its_own_day():
    assert due(TALKS, "2025-05-01") == ["talk 2025-03-17 due"]
    (item,) = answer(TALKS, "2025-03-20", events=ENTERED).agenda
    assert item.overdue_days == 3


@pytest.mark.parametrize(
    ("days", "next_due"),
    [
        (["2025-03-20"], "2025-04-14"),  # three days late settles the first
        (["2025-04-14"], "2025-05-12"),  # settles both that are due by its day
        (["2025-04-20"], "2025-05-12"),
        (["2025-03-10"], "2025-04-14"),  # none was due: it settles the next
        (["2025-03-17", "2025-03-18"], "2025-05-12"),  # the second of them settles the next
        (["2025-03-10", "2025-03-17"], "2025-05-12"),
    ],
)
def test_one_recorded_settles_all_due_by_its_day_or_else_the_next(days, next_due):
    assert due(TALKS, "2025-04-25", done("talk", *days)) == [f"talk {next_due} due"]


def test_without_within_the_first_is_due_after_one_of_every():
    flow = stage("{id: talk, do: Talk, by: manager, every: 10 working days}")
    assert due(flow, "2025-03-10") == ["talk 2025-03-17 due"]


def test_repeats_in_months_are_reckoned_from_the_first():
    flow = stage("{id: talk, do: Talk, by: manager, within: 4 weeks, every: 1 month}")
    # 31 March, 30 April (there is no 31st), 31 May
    assert due(flow, "2025-05-05", done("talk", "2025-03-31", "2025-04-30")) == ["talk 2025-05-31 due"]


def test_repeats_may_count_from_another_action():
    flow = stage(
        "{id: meeting, do: Meet, by: head}, {id: talk, do: Talk, by: manager, from: meeting, every: 1 week}"
    )
    assert due(flow, "2025-03-10") == ["meeting - due", "talk - waiting"]
    assert due(flow, "2025-03-12", done("meeting", "2025-03-11")) == ["talk 2025-03-18 due"]


def test_repeats_end_with_the_stage():
    flow = stage("{id: talk, do: Talk, by: manager, every: 1 week}", "{after: 4 weeks, to: gone}")
    assert due(flow, "2025-03-31") == ["talk 2025-03-10 due"]
    assert due(flow, "2025-04-01") == []


# Before another ------------------------------------------------------------------------------------

# 15 working days from Monday 3 March are due on Monday 24 March.
INVITED = (
    "{id: invite, do: Invite, by: hr, before: meeting, within: 5 working days}, "
    "{id: papers, do: Send the papers, by: hr, before: meeting}, "
    "{id: meeting, do: Meet, by: head, within: 15 working days}"
)


def test_what_comes_before_is_due_so_long_before_the_day_due_of_the_other():
    assert due(stage(INVITED), "2025-03-10") == [
        "invite 2025-03-17 due", "papers 2025-03-24 due", "meeting 2025-03-24 due",
    ]  # fmt: skip


def test_working_days_before_are_those_of_the_school():
    closed = "calendar: {closures: [2025-03-20, 2025-03-21]}"
    # the meeting is due two open days later, on the 26th; before it 25, 24, 19, 18 and 17 March
    assert due(stage(INVITED, rest=closed), "2025-03-10") == [
        "invite 2025-03-17 due", "papers 2025-03-26 due", "meeting 2025-03-26 due",
    ]  # fmt: skip


def test_what_comes_before_falls_away_once_the_other_is_done():
    assert due(stage(INVITED), "2025-03-12", done("invite", "2025-03-10")) == [
        "papers 2025-03-24 due", "meeting 2025-03-24 due",
    ]  # fmt: skip
    assert due(stage(INVITED), "2025-03-12", done("meeting", "2025-03-12")) == []


def test_what_comes_before_waits_as_long_as_the_other_waits():
    flow = stage(
        "{id: report, do: Ask for a report, by: hr}, "
        "{id: invite, do: Invite, by: hr, before: meeting, within: 1 week}, "
        "{id: meeting, do: Meet, by: head, within: 4 weeks, from: report}"
    )
    assert due(flow, "2025-03-10") == ["report - due", "invite - waiting", "meeting - waiting"]
    assert due(flow, "2025-03-10", done("report", "2025-03-10")) == [
        "invite 2025-03-31 due", "meeting 2025-04-07 due",
    ]  # fmt: skip


def test_a_chain_of_actions_ends_with_the_one_that_has_a_day():
    flow = stage(
        "{id: choose, do: Choose a day, by: hr, before: invite, within: 2 days}, "
        "{id: invite, do: Invite, by: hr, before: meeting, within: 1 week}, "
        "{id: meeting, do: Meet, by: head, within: 4 weeks}"
    )
    assert due(flow, "2025-03-10") == [
        "choose 2025-03-22 due", "invite 2025-03-24 due", "meeting 2025-03-31 due",
    ]  # fmt: skip


# On a condition, and for some ----------------------------------------------------------------------


def test_an_action_on_a_condition_is_owed_only_while_that_is_true():
    flow = stage("{id: visit, do: Visit, by: manager, within: 1 week, if: {absent: true}}")
    assert due(flow, "2025-03-04") == []
    assert due(flow, "2025-03-05", away="2025-03-05..2025-03-12") == ["visit 2025-03-10 due"]
    assert due(flow, "2025-03-12", away="2025-03-05..2025-03-12") == ["visit 2025-03-10 due"]
    assert due(flow, "2025-03-13", away="2025-03-05..2025-03-12") == []


def test_a_count_in_a_condition_of_an_action_is_read_as_a_state_of_affairs():
    often = "triggers: {often: {absences: {at_least: 2, within: 6 months}}}"
    flow = stage("{id: refer, do: Refer, by: manager, if: often}", rest=often)
    assert due(flow, "2025-04-01", away="2025-03-05") == []
    assert due(flow, "2025-04-01", away="2025-03-05, 2025-03-12") == ["refer - due"]  # long since


def test_it_may_be_done_all_the_same():
    flow = stage(
        "{id: visit, do: Visit, by: manager, if: {absent: true}, outcomes: [well]}",
        "{decided: {visit: well}, to: gone}",
    )
    decided = ENTERED + done("visit", "2025-03-05", more=", outcome: well")
    assert way(flow, "2025-03-10", events=decided) == ["2025-03-03 review", "2025-03-05 gone"]


def test_a_decision_at_an_action_that_is_not_asked_for_is_not_to_be_made():
    flow = stage("{id: visit, do: Visit, by: manager, if: {absent: true}, outcomes: [well]}")
    assert answer(flow, "2025-03-10", events=ENTERED).decisions == ()
    (choice,) = answer(flow, "2025-03-10", events=ENTERED, away="2025-03-10..").decisions
    assert (choice.action, choice.outcomes) == ("visit", ("well",))


def test_an_action_may_be_for_some_staff_groups_only():
    flow = stage(
        "{id: cover, do: Plan cover, by: manager, group: [teacher]}, {id: talk, do: Talk, by: hr}"
    )
    assert due(flow, "2025-03-10", employee="{group: teacher}") == ["cover - due", "talk - due"]
    assert due(flow, "2025-03-10", employee="{group: office}") == ["talk - due"]
    assert due(flow, "2025-03-10") == ["talk - due"]  # not known: not among them
    kinds = [one.kind for one in answer(flow, "2025-03-10", events=ENTERED).not_known]
    assert "staff-group" in kinds


def test_a_move_may_be_for_some_staff_groups_only():
    flow = stage("", "{after: 1 week, to: gone, group: teacher}, {after: 2 weeks, to: clear}")
    assert way(flow, "2025-04-01", events=ENTERED, employee="{group: teacher}")[1:] == [
        "2025-03-11 gone"
    ]
    assert way(flow, "2025-04-01", events=ENTERED, employee="{group: office}")[1:] == [
        "2025-03-18 clear"
    ]
    coming = answer(flow, "2025-03-04", events=ENTERED, employee="{group: office}").coming
    assert [(str(one.on), one.to) for one in coming] == [("2025-03-18", "clear")]


def test_what_an_action_asks_for_is_said_with_it():
    flow = stage(
        "{id: meeting, do: Meet, by: head, within: 2 weeks}, "
        "{id: appeal, do: Hear the appeal, by: panel, differs_from: [meeting], new_evidence: true, "
        "companion: true, postponement: 5 working days, confidential: true, notice: 10 working days}"
    )
    item = next(
        one for one in answer(flow, "2025-03-10", events=ENTERED).agenda if one.action == "appeal"
    )
    assert (item.differs_from, item.new_evidence, item.companion) == (("meeting",), True, True)
    assert (item.postponement, item.confidential, item.notice) == (
        "5 working days",
        True,
        "10 working days",
    )


# The clock of a stage ------------------------------------------------------------------------------

EASTER = "calendar: {closures: [{from: 2025-03-24, to: 2025-04-07}]}"  # 15 days


def test_a_closure_may_stop_the_clock_of_a_stage():
    four_weeks = "{after: 4 weeks, to: gone}"
    running = stage("", four_weeks, rest=EASTER)
    assert way(running, "2025-05-01", events=ENTERED)[1:] == ["2025-04-01 gone"]
    paused = stage("", four_weeks, "pauses: [closure]", EASTER)
    # 20 days to 23 March; the eight that are left are 8 to 15 April
    assert way(paused, "2025-05-01", events=ENTERED)[1:] == ["2025-04-16 gone"]


def test_what_is_still_to_come_is_reckoned_with_the_closures_known():
    paused = stage("", "{after: 4 weeks, to: gone}", "pauses: [closure]", EASTER)
    (coming,) = answer(paused, "2025-03-10", events=ENTERED).coming
    assert str(coming.on) == "2025-04-16"


def test_deadlines_go_on_while_the_clock_stands_still():
    flow = stage(
        "{id: talk, do: Talk, by: hr, within: 4 weeks}",
        "{after: 4 weeks, to: gone}",
        "pauses: [closure]",
        EASTER,
    )
    assert due(flow, "2025-03-10") == ["talk 2025-03-31 due"]


def test_a_fixed_window_of_the_stage_grows_with_its_pauses():
    again = "{when: {absences: {at_least: 1, since: entered, for: 4 weeks}}, to: gone}"
    assert way(stage("", again, rest=EASTER), "2025-05-01", events=ENTERED, away="2025-04-15")[1:] == []
    paused = stage("", again, "pauses: [closure]", EASTER)
    assert way(paused, "2025-05-01", events=ENTERED, away="2025-04-15")[1:] == ["2025-04-15 gone"]
    assert way(paused, "2025-05-01", events=ENTERED, away="2025-04-16")[1:] == []


TWO_TRACKS = """
tracks: {one: {title: One, start: clear}, two: {title: Two, start: here}}
stages:
  clear: {track: one}
  review: {track: one, pauses: [{in_stage: away}], next: [{after: 4 weeks, to: gone}]}
  gone: {track: one}
  here: {track: two, next: [{when: {continuous: {at_least: 1 week}}, to: away}]}
  away: {track: two, next: [{when: {absent: false}, to: here}]}
"""
REVIEWED = "- {on: 2025-03-03, placed: {one: review}, because: carried over}\n"


def moves_of(track, on, **record):
    steps = answer(flow_of(TWO_TRACKS), on, events=REVIEWED, **record).steps
    return [f"{step.on} {step.to}" for step in steps if step.track == track]


def test_a_stage_of_another_track_may_stop_the_clock_on_every_day_spent_in_it():
    assert moves_of("one", "2025-05-01")[1:] == ["2025-04-01 gone"]
    # away from 10 to 21 March: in the stage from Sunday the 16th to Monday the 24th, nine days
    record = {"away": "2025-03-10..2025-03-21"}
    assert moves_of("two", "2025-05-01", **record) == ["2025-03-16 away", "2025-03-24 here"]
    assert moves_of("one", "2025-05-01", **record)[1:] == ["2025-04-10 gone"]


def test_while_the_clock_stands_still_nobody_knows_when_it_will_run_out():
    record = {"away": "2025-03-10.."}
    coming = answer(flow_of(TWO_TRACKS), "2025-03-20", events=REVIEWED, **record).coming
    assert [one.to for one in coming] == []
    assert moves_of("one", "2025-12-01", **record)[1:] == []


# Extending and ending early ------------------------------------------------------------------------

MONITORED = stage(
    "{id: meeting, do: Meet, by: head, outcomes: [monitor]}",
    "{after: 12 weeks, from: meeting, to: gone}, "
    "{when: {absences: {at_least: 1, since: meeting, for: 12 weeks}}, to: clear}",
)


def monitored(on, until=None):
    end = f", until: {until}" if until else ""
    return f"- {{on: {on}, action: meeting, outcome: monitor{end}}}\n"


@pytest.mark.parametrize(
    ("decided", "left"),
    [
        (monitored("2025-03-04"), "2025-05-28"),
        (monitored("2025-03-04", "2025-06-30"), "2025-07-01"),  # extended
        (monitored("2025-03-04", "2025-03-31"), "2025-04-01"),  # ended early
        (monitored("2025-03-04") + monitored("2025-04-01", "2025-04-30"), "2025-05-01"),
        (monitored("2025-03-04", "2025-03-31") + monitored("2025-03-18", "2025-06-30"), "2025-07-01"),
        (
            monitored("2025-03-04", "2025-03-31") + monitored("2025-03-18"),
            "2025-04-01",
        ),  # the last such date
    ],
)
def test_a_decision_may_carry_the_end_of_the_period(decided, left):
    assert way(MONITORED, "2025-09-01", events=ENTERED + decided)[1:] == [f"{left} gone"]


def test_the_fixed_windows_of_the_stage_end_with_the_period():
    extended = ENTERED + monitored("2025-03-04", "2025-06-30")
    assert way(MONITORED, "2025-09-01", events=extended, away="2025-06-30")[1:] == ["2025-06-30 clear"]
    plain = ENTERED + monitored("2025-03-04")
    assert way(MONITORED, "2025-09-01", events=plain, away="2025-06-30")[1:] == ["2025-05-28 gone"]
    shortened = ENTERED + monitored("2025-03-04", "2025-03-31")
    assert way(MONITORED, "2025-09-01", events=shortened, away="2025-04-01")[1:] == ["2025-04-01 gone"]


@pytest.mark.parametrize(
    ("line", "moves"),
    [
        ("action: meeting, until: 2025-06-30", "{after: 12 weeks, to: gone}"),  # nothing decided
        ("action: meeting, outcome: monitor, until: 2025-03-03", "{after: 12 weeks, to: gone}"),
        ("action: meeting, outcome: monitor, until: 2025-06-30", ""),
        ("action: meeting, outcome: monitor, until: 2025-06-30",
         "{after: 12 weeks, to: gone}, {after: 6 weeks, from: meeting, to: clear}"),
    ],
)  # fmt: skip
def test_an_end_that_belongs_to_no_period_is_a_mistake(line, moves):
    flow = stage("{id: meeting, do: Meet, by: head, outcomes: [monitor]}", moves)
    events = f"{ENTERED}- {{on: 2025-03-04, {line}}}"
    assert codes(flow, "2025-04-01", events=events) == [("FR517", ("events", 1, "until"))]


@pytest.mark.parametrize(
    "line",
    [
        "action: meeting, outcome: monitor, target: {}",
        "action: meeting, outcome: monitor, target: {absences: {}}",
        "recorded: concern, target: {absences: {at_most: 1}}",
    ],
)
def test_a_target_that_says_nothing_or_belongs_to_no_action_is_a_mistake(line):
    flow = stage(
        "{id: meeting, do: Meet, by: head, outcomes: [monitor]}", rest="events: {concern: {title: C}}"
    )
    events = f"{ENTERED}- {{on: 2025-03-04, {line}}}"
    assert codes(flow, "2025-04-01", events=events) == [("FR518", ("events", 1, "target"))]


def test_term_weeks_before_another_action_leave_out_weeks_of_closure():
    # The meeting is due on 28 April; two weeks before is the 14th, and the weeks of 7 and 14 April
    # are closed: the second is inside, which brings in the first.
    easter = "calendar: {closures: [{from: 2025-04-07, to: 2025-04-21}]}"
    flow = stage(
        "{id: invite, do: Invite, by: hr, before: meeting, within: 2 term weeks}, "
        "{id: meeting, do: Meet, by: head, within: 8 weeks}",
        rest=easter,
    )
    assert due(flow, "2025-03-10") == ["invite 2025-03-31 due", "meeting 2025-04-28 due"]
