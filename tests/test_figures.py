"""What an absence is told to have lasted: in the days that the rule itself is written in."""

from datetime import date
from fractions import Fraction

import pytest
from asking import flow_of, record_of

from flowrules.decision import Reason
from flowrules.engine import decide
from flowrules.explain.sentences import say_reason
from flowrules.flow import conditions_of
from flowrules.view import Condition

# Monday 6 January to Friday 31 January 2025: 20 working days, 26 calendar days.
AWAY = "2025-01-06..2025-01-31"
LAST = date(2025, 1, 31)


def reason_for(length, *, rest="", pattern="[]", adjustments="[]"):
    """The reason and the words for the step that a length of absence leads to."""
    flow = flow_of(f"""\
        calendar: {{nation: none}}
        {rest}
        triggers: {{long: {{title: Long, continuous: {{{length}}}}}}}
        stages: {{fine: {{next: [{{when: long, to: help}}]}}, help: {{}}}}
    """)
    record = record_of(away=AWAY, pattern=pattern, adjustments=adjustments)
    (step,) = decide(flow, record, LAST).steps
    (reason,) = step.because
    return reason, say_reason(reason, conditions_of(flow)[reason.path], flow.names())


def test_a_rule_in_working_days_is_answered_in_working_days():
    reason, words = reason_for("at_least: 20 working days")
    assert reason.value == 20
    assert words == "20 working days in a row; the rule: away for 20 working days or longer"


def test_a_rule_in_calendar_days_is_answered_in_calendar_days():
    reason, words = reason_for("at_least: 26 days")
    assert reason.value == 26
    assert words == "26 days in a row; the rule: away for 26 days or longer"


def test_a_band_of_both_kinds_is_answered_in_calendar_days():
    reason, words = reason_for("at_least: 26 days, less_than: 40 working days")
    assert reason.value == 26
    assert words.startswith("26 days in a row; ")


def test_what_is_expected_is_told_in_working_days_too():
    flow = flow_of("""\
        calendar: {nation: none}
        triggers: {long: {continuous: {at_least: 20 working days, expected: true}}}
        stages: {fine: {next: [{when: long, to: help}]}, help: {}}
    """)
    record = record_of(absences="[{from: 2025-01-06, expected: [{on: 2025-01-07, until: 2025-01-31}]}]")
    (step,) = decide(flow, record, date(2025, 1, 8)).steps
    (reason,) = step.because
    words = say_reason(reason, conditions_of(flow)[reason.path], flow.names())
    assert words == (
        "20 working days in a row, as expected until 31 January 2025; the rule: away, or expected to be "
        "away, for 20 working days or longer"
    )


SCALED = "counting: {part_time: {scaled: [continuous, working_days]}}"
FULL = "[{from: 2020-01-01, days: [mon, tue, wed, thu, fri]}]"
THREE_DAYS = "[{from: 2020-01-01, days: [mon, tue, wed]}]"


def test_nothing_is_said_of_a_share_where_nothing_is_scaled():
    for pattern in ("[]", FULL):
        reason, words = reason_for("at_least: 20 working days", rest=SCALED, pattern=pattern)
        assert reason.share is None
        assert words == "20 working days in a row; the rule: away for 20 working days or longer"


def test_a_rule_in_weeks_is_not_scaled_for_anyone():
    reason, words = reason_for("at_least: 26 days", rest=SCALED, pattern=THREE_DAYS)
    assert reason.share is None
    assert "full week" not in words


def test_a_scaled_length_is_said_with_the_share_and_the_length_for_that_person():
    reason, words = reason_for("at_least: 20 working days", rest=SCALED, pattern=THREE_DAYS)
    assert (reason.value, str(reason.share)) == (12, "3/5")
    assert words == (
        "12 working days in a row; the rule: away for 20 working days or longer; for 0.6 of a full "
        "week: 12 working days or more"
    )


def test_a_threshold_of_somebody_s_own_is_not_told_as_scaled():
    own = (
        "[{trigger: long, continuous: {at_least: 12 working days}, from: 2025-01-01, decided_by: manager, "
        "because: agreed}]"
    )
    reason, words = reason_for(
        "at_least: 20 working days", rest=SCALED, pattern=THREE_DAYS, adjustments=own
    )
    assert (reason.own, reason.share) == (True, None)
    assert words == "12 working days in a row; this person's own threshold: 12 working days or more"


@pytest.mark.parametrize(("pattern", "said"), [(FULL, False), (THREE_DAYS, True)])
def test_the_share_of_a_count_is_said_only_where_it_changes_the_bound(pattern, said):
    flow = flow_of(f"""\
        calendar: {{nation: none}}
        {SCALED}
        triggers: {{long: {{working_days: {{at_least: 10, within: 12 months}}}}}}
        stages: {{fine: {{next: [{{when: long, to: help}}]}}, help: {{}}}}
    """)
    record = record_of(away=AWAY, pattern=pattern)
    (reason,) = decide(flow, record, LAST).steps[0].because
    words = say_reason(reason, conditions_of(flow)[reason.path], flow.names())
    assert ("of a full week" in words) is said


def test_a_condition_of_which_no_sentence_is_known_is_told_by_its_word():
    """So that a new one needs no other file to be told."""
    window = date(2026, 1, 1), date(2026, 6, 30)
    reason = Reason(
        "average_absence", (), holds=True, value=Fraction(9, 2), at_least=Fraction(4), window=window
    )
    names = flow_of("stages: {fine: {}}").names()
    words = say_reason(reason, None, names)
    assert words == "average absence 4.5 from 1 January 2026 to 30 June 2026"
    plain = Reason("is_away", (), holds=False)
    condition = Condition("absent", (), True)
    assert say_reason(plain, condition, names).startswith("not so: ")
