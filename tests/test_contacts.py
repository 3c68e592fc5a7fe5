"""Contacts in an absence: on which days they fall, when they end, for whom they are, and who may stand in.

All days are of 2025 in England, where 3 March is a Monday.
"""

import pytest
from asking import agenda, answer, flow_of

from flowrules.explain.text import explain
from flowrules.source import read


def calls(words, rest=""):
    return flow_of(
        f"{rest}\ncontact: [{{id: call, who: employee, to: manager, do: Phone the school, {words}}}]\n"
        "stages: {clear: {}}\n"
    )


def due_days(flow, on, away="2025-03-03..", events="[]", **parts):
    return [line.split()[1] for line in agenda(flow, on, away=away, events=events, **parts)]


def made(*days):
    return "".join(f"- {{on: {day}, contact: call}}\n" for day in days)


def test_a_repeat_ends_with_the_last_day_it_may_fall_on():
    daily = calls("every: 1 day, starting: day 2, until: day 4")
    assert due_days(daily, "2025-03-03") == ["2025-03-04"]
    assert due_days(daily, "2025-03-06") == [
        "2025-03-05",
        "2025-03-06",
    ]  # the last one missed, and today
    assert due_days(daily, "2025-03-07", events=made("2025-03-06")) == []
    weekly = calls("every: 7 days, starting: day 8, until: day 14")
    assert due_days(weekly, "2025-03-11", events=made("2025-03-10")) == []  # day 15 is the 17th


def test_a_repeat_until_the_return_goes_on_as_long_as_the_absence():
    weekly = calls("every: 7 days, starting: day 8, until: return")
    assert due_days(weekly, "2025-03-11", events=made("2025-03-10")) == ["2025-03-17"]
    assert due_days(weekly, "2025-03-20", "2025-03-03..2025-03-14", made("2025-03-10")) == []


def test_a_contact_put_off_by_a_closure_does_not_move_those_after_it():
    closed = "calendar: {closures: [{from: 2025-03-10, to: 2025-03-11}]}"
    weekly = calls("every: 7 days, starting: day 8, if_closed: next open day", closed)
    assert due_days(weekly, "2025-03-05") == ["2025-03-12"]
    assert due_days(weekly, "2025-03-13", events=made("2025-03-12")) == ["2025-03-17"]


def test_a_contact_made_early_settles_one_of_two_that_were_put_off_to_the_same_day():
    closed = "calendar: {closures: [2025-03-03, 2025-03-04]}"
    twice = calls("on: [day 1, day 3], if_closed: next open day", closed)
    assert due_days(twice, "2025-03-05", events=made("2025-03-03")) == ["2025-03-05"]
    assert due_days(twice, "2025-03-05", events=made("2025-03-05")) == []


def test_a_working_day_of_an_absence_is_one_of_the_persons_own():
    fourth = calls("on: working day 4")
    assert due_days(fourth, "2025-03-05") == ["2025-03-06"]
    three_days = "[{from: 2024-01-01, days: [mon, tue, wed]}]"
    assert due_days(fourth, "2025-03-05", pattern=three_days) == ["2025-03-10"]


@pytest.mark.parametrize(
    ("employee", "asked"), [("{group: teacher}", True), ("{group: office}", False), ("{}", False)]
)
def test_a_contact_may_be_for_some_staff_groups_only(employee, asked):
    flow = calls("on: day 1, group: [teacher]")
    assert bool(due_days(flow, "2025-03-03", employee=employee)) == asked


def test_who_may_make_it_instead_is_said_with_it():
    flow = calls('on: day 1, by: 30 minutes before start, instead: "a relative, in an emergency"')
    decision = answer(flow, "2025-03-03", away="2025-03-03..")
    (item,) = decision.agenda
    assert (item.at, item.instead) == ("30 minutes before start", "a relative, in an emergency")
    source, _ = read("flowrules: 1\n")
    assert "30 minutes before start" in explain(decision, flow, source)


def test_help_is_signposted_while_a_person_is_away_or_beyond_the_first_stages():
    flow = flow_of(
        """
        support: [{title: Assistance line, how: phone 0800 000 000, when: at any time}]
        stages:
          clear: {next: [{when: {absences: {at_least: 2, within: 6 months}}, to: review}]}
          review: {}
        """
    )

    def page(on, away):
        return explain(answer(flow, on, away=away), flow, read("flowrules: 1\n")[0])

    said = "Assistance line: phone 0800 000 000 (at any time)"
    assert said in page("2025-03-03", "2025-03-03..")
    assert said not in page("2025-03-10", "2025-03-03")
    assert said in page("2025-04-30", "2025-03-03, 2025-03-17")


def test_a_repeat_goes_on_for_as_many_years_as_the_absence():
    daily = calls("every: 1 day, starting: day 1, until: return")
    assert due_days(daily, "2025-03-20", away="2019-01-07..") == ["2025-03-19", "2025-03-20"]


def test_no_contact_ahead_is_listed_on_the_last_day_of_an_absence():
    weekly = calls("every: 7 days, starting: day 8")
    assert due_days(weekly, "2025-03-07", away="2025-03-03..2025-03-07") == []
    assert due_days(weekly, "2025-03-07", away="2025-03-03..") == ["2025-03-10"]


def test_the_contacts_are_those_of_the_absence_in_progress():
    """A weekend of another kind lies inside it, and is not the latest absence."""
    flow = calls("every: 2 days, starting: day 1")
    lines = """
        - {from: 2025-03-03, to: 2025-03-07}
        - {from: 2025-03-08, to: 2025-03-09, category: pregnancy}
        - {from: 2025-03-10}
        """
    assert due_days(flow, "2025-03-12", away="", absences=lines) == ["2025-03-11", "2025-03-13"]


def test_of_two_absences_that_are_not_over_the_contacts_are_those_of_the_one_begun_last():
    """Away to the Friday, and from the Saturday in a way that does not count: neither is over yet."""
    flow = calls("every: 2 days, starting: day 1")
    lines = """
        - {from: 2025-03-03, to: 2025-03-07}
        - {from: 2025-03-08, category: pregnancy}
        """
    assert due_days(flow, "2025-03-09", away="", absences=lines) == ["2025-03-08", "2025-03-10"]


@pytest.mark.parametrize("on", ["[day 1, return]", "[return, day 1]", "[day 1, working day 2, return]"])
def test_what_to_do_about_a_missed_call_is_said_of_the_one_on_return_wherever_that_stands(on):
    flow = calls(f"on: {on}, if_missed: Tell HR")

    def said(on, events):
        items = answer(flow, on, away="2025-03-03..2025-03-05", events=events).agenda
        return [(str(one.due), one.if_missed) for one in items if one.status == "missed"]

    assert said("2025-03-04", "[]") == [("2025-03-03", "Tell HR")]
    assert said("2025-03-06", "[]")[-1][1] is None  # those while away are too late, and today is left
    assert said("2025-03-07", made("2025-03-05")) == [("2025-03-06", "Tell HR")]


def test_nothing_is_said_after_the_return_of_a_call_missed_before_it():
    flow = calls("on: [return, day 1], if_missed: Tell HR, within: 2 working days")
    for on, missed in (("2025-03-06", ("2025-03-05", None)), ("2025-03-07", ("2025-03-06", "Tell HR"))):
        item = answer(flow, on, away="2025-03-03").agenda[0]
        assert (item.status, str(item.due), item.if_missed) == ("missed", *missed)
