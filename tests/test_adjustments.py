"""Thresholds of one person's own, in place of those of the procedure.

All days are of 2025 in England, where 3 March is a Monday.
"""

from fractions import Fraction

import pytest
from asking import answer, ask, codes, flow_of, way

OFTEN = flow_of(
    """
    triggers:
      often: {any: [{absences: {at_least: 2, within: 6 months}}, {working_days: {at_least: 8, within: 12 months}}]}
      again: {absences: {at_least: 2, within: 6 months}}
    tracks: {one: {title: One, start: a-1}, two: {title: Two, start: b-1}}
    stages:
      a-1: {track: one, next: [{when: often, to: a-2}]}
      a-2: {track: one}
      b-1: {track: two, next: [{when: again, to: b-2}]}
      b-2: {track: two}
    """
)
AWAY = "2025-01-06, 2025-02-03, 2025-03-03, 2025-04-07"


def own(
    bound, start="2025-01-01", until=None, trigger="often", of="absences", window="within: 6 months"
):
    end = f"until: {until}, " if until else ""
    return (
        f"- {{trigger: {trigger}, {of}: {{{bound}, {window}}}, from: {start}, {end}decided_by: head, "
        "because: reasonable adjustment}\n"
    )


def first_step(adjustments, away=AWAY, flow=OFTEN, track="one", **parts):
    """The day on which the track first moves."""
    steps = answer(flow, "2025-06-30", away=away, adjustments=adjustments, **parts).steps
    return next((str(step.on) for step in steps if step.track == track), "never")


def test_an_adjustment_replaces_the_bound_of_its_condition():
    assert first_step("[]") == "2025-02-03"
    assert first_step(own("at_least: 4")) == "2025-04-07"
    assert first_step(own("more_than: 4")) == "never"


def test_it_leaves_the_other_triggers_as_they_are():
    assert first_step(own("at_least: 4"), track="two") == "2025-02-03"


def test_it_leaves_the_other_conditions_of_its_trigger_as_they_are():
    long = AWAY.replace("2025-03-03", "2025-03-03..2025-03-10")  # the third to the eighth day lost
    assert first_step(own("at_least: 4"), long) == "2025-03-10"
    more_days = own("at_least: 20", of="working_days", window="within: 12 months")
    assert first_step(own("at_least: 4") + more_days, long) == "2025-04-07"


@pytest.mark.parametrize(
    ("start", "until", "step"),
    [
        ("2025-02-03", None, "2025-04-07"),
        ("2025-02-04", None, "2025-02-03"),
        ("2025-01-01", "2025-02-02", "2025-02-03"),
        ("2025-01-01", "2025-02-03", "2025-03-03"),
        ("2025-01-01", "2025-03-03", "2025-04-07"),
    ],
)
def test_it_holds_on_the_days_from_its_first_to_its_last(start, until, step):
    assert first_step(own("at_least: 4", start, until)) == step


def test_two_may_follow_one_another_but_not_hold_at_once():
    first, second = own("at_least: 4", until="2025-02-28"), own("at_least: 3", "2025-03-01")
    assert first_step(first + second) == "2025-03-03"
    overlapping = own("at_least: 4", until="2025-03-01") + second
    assert codes(OFTEN, "2025-06-30", adjustments=overlapping) == [("FR513", ("adjustments", 1))]


def test_one_that_begins_after_the_day_is_not_looked_at_not_even_for_mistakes():
    wrong = own("at_least: 4", "2025-03-01", trigger="nobody")
    assert ask(OFTEN, "2025-02-28", adjustments=wrong) == ask(OFTEN, "2025-02-28")
    assert codes(OFTEN, "2025-03-01", adjustments=wrong) == [("FR506", ("adjustments", 0, "trigger"))]


@pytest.mark.parametrize(
    "adjustment",
    [
        own("at_least: 4", window="within: 5 months"),
        own("at_least: 4", of="calendar_days"),
        own("at_least: 4", of="working_days"),  # its window is of 12 months
        own("at_least: 4").replace(
            "within: 6 months}", "within: 6 months}, bradford: {at_least: 9, within: 1 year}"
        ),
        own("at_least: 4").replace("absences: {at_least: 4, within: 6 months}, ", ""),
        own("at_least: 4").replace("at_least: 4, ", ""),
    ],
)
def test_one_that_fits_not_exactly_one_condition_is_not_decided(adjustment):
    assert codes(OFTEN, "2025-06-30", adjustments=adjustment) == [("FR513", ("adjustments", 0))]


def test_one_that_fits_two_conditions_is_not_decided():
    flow = flow_of(
        """
        triggers:
          often:
            any: [{absences: {at_least: 3, within: 6 months}},
                  {absences: {at_least: 5, within: 6 months, only: [sickness]}}]
        stages: {clear: {next: [{when: often, to: stage-1}]}, stage-1: {}}
        """
    )
    assert codes(flow, "2025-06-30", adjustments=own("at_least: 4")) == [("FR513", ("adjustments", 0))]


def test_a_persons_own_bound_is_not_scaled_and_the_answer_says_whose_it_is():
    flow = flow_of(
        """
        counting: {part_time: {scaled: [absences]}}
        triggers: {often: {absences: {at_least: 5, within: 6 months}}}
        stages: {clear: {next: [{when: often, to: stage-1}]}, stage-1: {}}
        """
    )
    pattern = {"pattern": "[{from: 2024-01-01, days: [mon, tue, wed]}]"}
    (step,) = answer(flow, "2025-06-30", away=AWAY, **pattern).steps
    (reason,) = step.because
    assert (str(step.on), reason.at_least, reason.share, reason.own) == (
        "2025-03-03",
        3,
        Fraction(3, 5),
        False,
    )
    (step,) = answer(flow, "2025-06-30", away=AWAY, adjustments=own("at_least: 4"), **pattern).steps
    (reason,) = step.because
    assert (str(step.on), reason.at_least, reason.share, reason.own) == ("2025-04-07", 4, None, True)


def test_a_length_of_absence_can_be_a_persons_own():
    flow = flow_of(
        """
        triggers: {long: {continuous: {at_least: 4 weeks}}}
        stages: {here: {next: [{when: long, to: away}]}, away: {}}
        """
    )
    six_weeks = """
    - {trigger: long, continuous: {at_least: 6 weeks}, from: 2025-01-01, decided_by: head, because: agreed}
    """
    assert way(flow, "2025-06-30", away="2025-03-03..") == ["2025-03-30 away"]
    assert way(flow, "2025-06-30", away="2025-03-03..", adjustments=six_weeks) == ["2025-04-13 away"]


def test_a_share_of_the_time_can_be_a_persons_own():
    flow = flow_of(
        """
        triggers: {much: {lost_time: {at_least: 5 percent, within: 4 weeks}}}
        stages: {clear: {next: [{when: much, to: stage-1}]}, stage-1: {}}
        """
    )
    # each day is one of twenty
    tenth = own("at_least: 10 percent", trigger="much", of="lost_time", window="within: 4 weeks")
    assert way(flow, "2025-06-30", away="2025-03-03..2025-03-07") == ["2025-03-03 stage-1"]
    assert way(flow, "2025-06-30", away="2025-03-03..2025-03-07", adjustments=tenth) == [
        "2025-03-04 stage-1"
    ]


def test_how_far_a_trigger_is_is_reckoned_with_the_persons_own_bound():
    (_, two) = answer(OFTEN, "2025-01-10", away="2025-01-06").distance
    assert (two.trigger, two.days, two.one_more_absence) == ("again", 1, True)
    adjusted = own("at_least: 4", trigger="again")
    (_, two) = answer(OFTEN, "2025-01-10", away="2025-01-06", adjustments=adjusted).distance
    assert (two.trigger, two.days, two.one_more_absence) == ("again", None, False)


def test_one_that_ends_before_it_begins_is_a_mistake():
    backwards = own("at_least: 4", "2025-03-01", "2025-02-01")
    assert codes(OFTEN, "2025-06-30", adjustments=backwards) == [("FR501", ("adjustments", 0, "until"))]


def test_leave_that_ends_before_it_begins_is_a_mistake():
    leave = "[{from: 2025-03-10, to: 2025-03-14}, {from: 2025-03-21, to: 2025-03-17}]"
    assert codes(OFTEN, "2025-03-20", leave=leave) == []
    assert codes(OFTEN, "2025-03-21", leave=leave) == [("FR501", ("leave", 1, "to"))]
