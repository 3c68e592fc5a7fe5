"""What is no part of a count, where a window ends, and how what was counted is told."""

from datetime import date
from textwrap import dedent

import pytest

from flowrules.check import check
from flowrules.engine import decide
from flowrules.explain.text import explain
from flowrules.model import parse_record

HEAD = """\
flowrules: 1
procedure: {id: p, title: P}
calendar: {nation: england, working_week: [mon, tue, wed, thu, fri]}
events: {report: {title: the report, by: oh}}
"""
WEEK = {"pattern": [{"from": "2025-01-01", "days": ["mon", "tue", "wed", "thu", "fri"]}]}


def decided(procedure, on, absences=(), events=(), head=HEAD):
    """The decision on a record, and the page that explains it."""
    checked = check(head + dedent(procedure), deep=False)
    assert checked.flow is not None, checked.findings
    data = WEEK | {"absences": [away(*days) for days in absences], "events": list(events)}
    record, findings = parse_record(data)
    assert record is not None, findings
    decision = decide(checked.flow, record, date.fromisoformat(on))
    assert decision.findings == ()
    return decision, explain(decision, checked.flow, checked.source)


def away(first, last=None, **more):
    return {"from": first} | ({"to": last} if last else {}) | more


THIRD = """
    triggers: {{often: {{title: Often, {on_return}absences: {{at_least: 3, within: 6 months}}}}}}
    stages:
      fine: {{next: [{{when: often, to: review}}]}}
      review:
        actions: [{{id: meet, do: Meet, by: manager, outcomes: [no-action]}}]
        next: [{{decided: {{meet: no-action}}, to: fine, needs_reason: true}}]
"""
WEEKEND = ("2026-10-03", "2026-10-04")


def test_an_absence_of_a_weekend_takes_no_move_and_is_not_listed():
    days = [(f"2026-09-{day}", f"2026-09-{day}") for day in ("02", "09", "16")]
    meeting = {"on": "2026-09-18", "action": "meet", "outcome": "no-action", "because": "x"}
    decision, _ = decided(
        THIRD.format(on_return="assessed: on return, "), "2026-10-06", [*days, WEEKEND], [meeting]
    )
    assert decision.tracks["main"].stage == "fine"
    assert [step.to for step in decision.steps] == ["review", "fine"]
    (reason,) = decision.steps[0].because
    assert (reason.value, reason.lost) == (3, (1, 1, 1))


def test_deciding_that_a_weekend_counts_takes_no_move():
    procedure = THIRD.format(on_return="")
    days = [(f"2026-09-{day}", f"2026-09-{day}") for day in ("02", "09")]
    record = {
        "absences": [away(*one) for one in days]
        + [
            away(
                *WEEKEND, category="disability", counts=True, decided_on="2026-10-07", decided_by="head"
            )
        ]
    }
    checked = check(HEAD + dedent(procedure), deep=False)
    shape, _ = parse_record(WEEK | record)
    assert decide(checked.flow, shape, date(2026, 10, 8)).steps == ()


def test_a_fixed_window_ends_whatever_the_rule_for_its_early_edge():
    procedure = """
        counting: {across_the_edge: {since: whole absence}}
        triggers: {many: {working_days: {at_least: 10, since: meet, for: 2 weeks}}}
        stages:
          fine: {actions: [{id: meet, do: Meet, by: manager}], next: [{when: many, to: review}]}
          review: {next: [{after: 6 months, to: fine}]}
    """
    met = [{"on": "2026-10-02", "action": "meet"}]
    assert decided(procedure, "2026-10-30", [("2026-10-12", "2026-10-30")], met)[0].steps == ()
    # an absence across the early edge counts whole: 10 days by Friday 9 October
    early = [("2026-09-28", "2026-10-30")]
    assert decided(procedure, "2026-10-30", early, met)[0].steps[0].on == date(2026, 10, 9)


def test_missing_evidence_is_due_since_the_first_move_was_held():
    procedure = """
        triggers: {often: {absences: {at_least: 1, within: 6 months}}}
        stages:
          fine: {next: [{when: often, to: review}]}
          review:
            actions: [{id: meet, do: Meet, by: manager, outcomes: [go, stay]}]
            next:
              - {after: 2 months, to: fine, needs: {report: 3 months}}
              - {decided: {meet: go}, to: fine, needs: {report: 3 months}}
    """
    meeting = [{"on": "2026-09-10", "action": "meet", "outcome": "go"}]
    for on in ("2026-11-02", "2026-11-03"):
        decision, _ = decided(procedure, on, [("2026-09-02", "2026-09-02")], meeting)
        assert decision.next.due == date(2026, 9, 10)


@pytest.mark.parametrize("days", ["[day 1, day 8]", "[day 8, day 1]"])
def test_the_order_in_which_the_days_of_a_contact_are_written_does_not_matter(days):
    procedure = f"""
        contact: [{{id: call, who: manager, to: employee, on: {days}}}]
        stages: {{fine: {{kind: end}}}}
    """
    decision, _ = decided(procedure, "2026-11-02", [("2026-11-02",)])
    assert [item.due for item in decision.agenda] == [date(2026, 11, 2)]
    decision, _ = decided(procedure, "2026-11-12", [("2026-11-02",)])
    assert [item.due for item in decision.agenda] == [date(2026, 11, 9)]


LONG = """
    counting: {{join: {join}}}
    triggers: {{long: {{title: Long, continuous: {{at_least: {length}}}}}}}
    stages: {{fine: {{next: [{{when: long, to: review}}]}}, review: {{kind: end}}}}
"""


@pytest.mark.parametrize("join", ["never", "across non-working days"])
def test_an_open_absence_that_goes_on_is_reckoned_as_one_however_records_join(join):
    decision, text = decided(LONG.format(join=join, length="28 days"), "2026-11-10", [("2026-11-02",)])
    assert [one.on for one in decision.coming] == [date(2026, 11, 29)]
    assert decision.distance[0].days == 14
    assert "“Long” would be reached by 14 more working days of the present absence" in text


@pytest.mark.parametrize(
    ("first", "reached"),
    [
        ("2026-03-01", "2026-03-31"),
        ("2026-02-03", "2026-03-02"),
        ("2026-01-31", "2026-02-28"),
        ("2026-01-30", "2026-02-28"),
        ("2026-01-28", "2026-02-27"),
        ("2026-05-01", "2026-05-31"),
    ],
)
def test_a_month_of_absence_is_reached_on_the_day_before_the_same_date(first, reached):
    procedure = LONG.format(join="never", length="1 month")
    assert decided(procedure, "2026-06-30", [(first,)])[0].steps[0].on == date.fromisoformat(reached)


def test_days_that_are_only_expected_are_not_told_as_days_had():
    procedure = """
        triggers: {long: {title: Long, continuous: {at_least: 28 days, expected: true}}}
        stages: {fine: {next: [{when: long, to: review}]}, review: {kind: end}}
    """
    checked = check(HEAD + dedent(procedure), deep=False)
    expected = [{"on": "2026-11-10", "until": "2026-12-11"}]
    record, _ = parse_record(WEEK | {"absences": [away("2026-11-09", expected=expected)]})
    decision = decide(checked.flow, record, date(2026, 11, 20))
    (reason,) = decision.steps[0].because
    assert (decision.steps[0].on, reason.value) == (date(2026, 11, 10), 33)
    assert reason.absences == ((date(2026, 11, 9), date(2026, 11, 10)),)
    text = explain(decision, checked.flow, checked.source)
    assert "33 days in a row, as expected until 11 December 2026" in text


def test_an_absence_that_spoils_nothing_yet_is_still_evidence():
    procedure = """
        stages:
          fine:
            actions: [{id: meet, do: Meet, by: manager}]
            next: [{when: {continuous: {less_than: 4 days, since: meet}}, to: review}]
          review: {kind: end}
    """
    met = [{"on": "2026-11-09", "action": "meet"}]
    decision, text = decided(procedure, "2026-11-09", [("2026-11-02",)], met)
    assert decision.steps[0].because[0].absences == ((date(2026, 11, 2), date(2026, 11, 9)),)
    assert decision.evidence.absences == (date(2026, 11, 2),)
    assert "10 to 9" not in text
