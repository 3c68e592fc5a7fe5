"""Conditions in words: plain English, on one line, that can be read in one way only."""

import json

import pytest

from flowrules.model import parse_procedure
from flowrules.resolve import resolve
from flowrules.source import read

STAGES = {
    "a": {
        "track": "one",
        "actions": [
            {"id": "meet", "title": "the meeting", "do": "Meet", "by": "manager", "outcomes": ["fine"]}
        ],
        "next": [{"after": "3 weeks", "to": "b"}],
    },
    "b": {"title": "Stage 2", "track": "one"},
    "away": {"title": "Long absence", "track": "two"},
}


def said(condition, **triggers):
    data = {
        "flowrules": 1,
        "procedure": {"id": "x", "title": "X"},
        "calendar": {
            "terms": [{"from": "2026-09-01", "to": "2026-12-18"}],
            "leave_year": "04-01",
            "dates": {"payday": ["2026-11-27"]},
        },
        "counting": {"reasons": ["stress", "mental-health"], "categories": {"sickness": "counts", "strike": "never"}},
        "events": {"report": {"title": "a report, by a doctor"}},
        "triggers": {"t": condition, **triggers},
        "tracks": {"one": {"title": "One", "start": "a"}, "two": {"title": "Two", "start": "away"}},
        "stages": STAGES,
    }  # fmt: skip
    source, findings = read(json.dumps(data))
    assert not findings
    procedure, findings = parse_procedure(source.data)
    assert not findings
    flow, findings = resolve(procedure)
    assert not findings
    return flow.names().phrase(flow.triggers["t"].condition)


# Counts

LATELY = {"within": "12 months"}
COUNTS = [
    ("absences", {"at_least": 3}, "3 or more absences in 12 months"),
    ("absences", {"more_than": 3}, "more than 3 absences in 12 months"),
    ("absences", {"at_most": 3}, "3 or fewer absences in 12 months"),
    ("absences", {"less_than": 3}, "fewer than 3 absences in 12 months"),
    ("absences", {"at_least": 3, "at_most": 5}, "3 or more and 5 or fewer absences in 12 months"),
    ("working_days", {"at_least": 7.5}, "7.5 or more working days lost in 12 months"),
    ("calendar_days", {"at_least": 14}, "14 or more calendar days of absence in 12 months"),
    ("hours_lost", {"at_least": 74}, "74 or more hours lost in 12 months"),
    ("bradford", {"at_least": 200}, "a Bradford score of 200 or more in 12 months"),
    ("bradford", {"more_than": 200}, "a Bradford score above 200 in 12 months"),
    ("bradford", {"at_most": 200}, "a Bradford score of 200 or less in 12 months"),
    ("bradford", {"less_than": 20}, "a Bradford score under 20 in 12 months"),
    ("lost_time", {"at_least": "5 percent"}, "5 percent or more of the working time lost in 12 months"),
    ("lost_time", {"less_than": "2.5 percent"}, "less than 2.5 percent of the working time lost in 12 months"),
    ("longest_absence", {"at_least": "28 days"}, "an absence that lasted 28 days or longer in 12 months"),
    ("longest_absence", {"more_than": "28 days"}, "an absence longer than 28 days in 12 months"),
    ("longest_absence", {"at_most": "9 days"}, "no absence longer than 9 days in 12 months"),
    ("longest_absence", {"less_than": "9 days"}, "no absence that lasted 9 days or longer in 12 months"),
    ("pattern", {"at_least": 3, "weekdays": ["fri", "mon"]}, "3 or more absences on Mondays or Fridays in 12 months"),
    ("pattern", {"at_least": 3, "beside": ["weekend", "bank holiday", "closure"]},
     "3 or more absences beside a weekend, a bank holiday or a closure in 12 months"),
    ("pattern", {"at_least": 3, "beside": ["refused leave"]}, "3 or more absences on days of refused leave in 12 months"),
    ("pattern", {"at_least": 3, "beside": ["refused leave", "leave", "payday"]},
     "3 or more absences beside leave or “payday” or on days of refused leave in 12 months"),
]  # fmt: skip


@pytest.mark.parametrize(("word", "bounds", "words"), COUNTS, ids=[words for *_, words in COUNTS])
def test_a_count_reads_as_a_school_would_say_it(word, bounds, words):
    assert said({word: bounds | LATELY}) == words


WINDOWS = [
    ({"within": "6 months"}, "in 6 months"),
    ({"since": "meet"}, "since the meeting"),
    ({"since": "entered"}, "since this stage began"),
    ({"since": "return"}, "since the last return to work"),
    ({"since": "left b"}, "since leaving “Stage 2”"),
    ({"since": "meet", "for": "6 months"}, "in the 6 months after the meeting"),
    ({"since": "meet", "within": "12 months"}, "since the meeting and in the last 12 months"),
    ({"in": "academic year"}, "in the same academic year"),
    ({"in": "term"}, "in the same term"),
]


@pytest.mark.parametrize(("window", "words"), WINDOWS, ids=[words for _, words in WINDOWS])
def test_every_window_is_said(window, words):
    assert said({"absences": {"at_least": 3} | window}) == f"3 or more absences {words}"


CHOICES = [
    ({"each": {"less_than": "28 days"}}, " of under 28 days", " in absences of under 28 days"),
    (
        {"each": {"at_least": "7 days", "less_than": "28 days"}},
        " of at least 7 days and under 28 days",
        " in absences of at least 7 days and under 28 days",
    ),
    ({"only": ["strike"]}, " recorded as “strike”", " in absences recorded as “strike”"),
    (
        {"excluding": ["stress", "mental-health"]},
        " not recorded as “mental health” or “stress”",
        " in absences not recorded as “mental health” or “stress”",
    ),
    (
        {"each": {"less_than": "28 days"}, "only": ["sickness"], "excluding": ["stress"]},
        " of under 28 days recorded as “sickness” and not recorded as “stress”",
        " in absences of under 28 days recorded as “sickness” and not recorded as “stress”",
    ),
]


@pytest.mark.parametrize(("choice", "of_them", "in_them"), CHOICES)
def test_which_absences_a_count_sees_is_said_beside_them(choice, of_them, in_them):
    assert (
        said({"absences": {"at_least": 3} | choice | LATELY})
        == f"3 or more absences{of_them} in 12 months"
    )
    days = said({"working_days": {"at_least": 3} | choice | LATELY})
    assert days == f"3 or more working days lost{in_them} in 12 months"
    longest = said({"longest_absence": {"at_most": "9 days"} | choice | LATELY})
    assert longest == f"no absence{of_them} longer than 9 days in 12 months"
    fridays = said({"pattern": {"at_least": 3, "weekdays": ["fri"]} | choice | LATELY})
    assert fridays == f"3 or more absences{of_them} on Fridays in 12 months"


def test_what_led_to_a_step_and_what_is_not_scaled_is_said_last():
    count = {"at_least": 3, "not_used_before": True, "scaled": False} | LATELY
    assert said({"absences": count}) == (
        "3 or more absences in 12 months (absences that led to a step before are left out) "
        "(not scaled for part-time staff)"
    )


# The others

OTHERS = [
    ({"continuous": {"at_least": "20 working days"}}, "away for 20 working days or longer"),
    ({"continuous": {"more_than": "4 weeks"}}, "away for longer than 4 weeks"),
    (
        {"continuous": {"at_least": "4 weeks", "expected": True}},
        "away, or expected to be away, for 4 weeks or longer",
    ),
    (
        {"continuous": {"at_least": "2 months", "since": "meet"}},
        "away for 2 months or longer since the meeting",
    ),
    (
        {"continuous": {"at_least": "2 weeks", "only": ["stress"], "scaled": False}},
        "away for 2 weeks or longer in an absence recorded as “stress” (not scaled for part-time staff)",
    ),
    ({"reason": ["stress"]}, "absent because of “stress”"),
    ({"reason": ["stress", "mental-health"]}, "absent because of “mental health” or “stress”"),
    (
        {"reason": {"any_of": ["stress"], "within": "12 months"}},
        "absent because of “stress” at some time in 12 months",
    ),
    ({"absent": True}, "away"),
    ({"absent": False}, "no longer away"),
    ({"return_missed": True}, "not back on the day expected"),
    ({"recorded": "report"}, "on record: a report, by a doctor"),
    (
        {"recorded": {"what": "report", "within": "3 months"}},
        "on record in the last 3 months: a report, by a doctor",
    ),
    (
        {"recorded": {"what": "meet", "since": "entered"}},
        "on record since this stage began: the meeting",
    ),
    (
        {"recorded": {"what": "meet", "since": "entered", "within": "3 months"}},
        "on record since this stage began and in the last 3 months: the meeting",
    ),
    ({"in_stage": "away"}, "in “Long absence”"),
    ({"in_stage": ["away", "b"]}, "in “Long absence” or “Stage 2”"),
    ({"was_in": {"stage": "b", "within": "6 months"}}, "in “Stage 2” at some time in the last 6 months"),
    ({"service": {"less_than": "2 years"}}, "employed for less than 2 years"),
    ({"group": ["teacher", "site-team"]}, "in the staff group “teacher” or “site team”"),
    ({"target_missed": "meet"}, "over the personal target set at the meeting"),
]


@pytest.mark.parametrize(("condition", "words"), OTHERS, ids=[words for _, words in OTHERS])
def test_every_other_condition_reads_as_plain_english(condition, words):
    assert said(condition) == words


# Combinations

THREE = {"absences": {"at_least": 3, "within": "6 months"}}
AWAY = {"absent": True}
REPORT = {"recorded": {"what": "meet", "within": "3 months"}}
STRESS = {"reason": ["stress"]}
COMBINED = [
    ({"any": [THREE, AWAY]}, "3 or more absences in 6 months, or away"),
    ({"all": [THREE, AWAY]}, "3 or more absences in 6 months and away"),
    ({"all": [THREE, AWAY, STRESS]}, "3 or more absences in 6 months, away and absent because of “stress”"),
    (
        {"all": [THREE, {"any": [AWAY, STRESS]}]},
        "3 or more absences in 6 months and (away, or absent because of “stress”)",
    ),
    (
        {"any": [THREE, {"all": [AWAY, STRESS]}]},
        "3 or more absences in 6 months, or both away and absent because of “stress”",
    ),
    (
        {"any": [THREE, {"all": [AWAY, STRESS, REPORT]}]},
        "3 or more absences in 6 months, or all of these: away, absent because of “stress” and on record in the last 3 months: the meeting",
    ),
    ({"any": [THREE, {"any": [AWAY, STRESS]}]}, "3 or more absences in 6 months, or away, or absent because of “stress”"),
    ({"all": [THREE, {"any": [AWAY]}]}, "3 or more absences in 6 months and away"),
    ({"all": [{"all": [THREE, AWAY]}, STRESS]}, "3 or more absences in 6 months, away and absent because of “stress”"),
]  # fmt: skip


@pytest.mark.parametrize(("condition", "words"), COMBINED, ids=[words for _, words in COMBINED])
def test_a_combination_can_be_read_in_one_way_only(condition, words):
    assert said(condition) == words


def test_a_combination_under_a_name_reads_as_if_it_were_written_out():
    assert said({"all": [THREE, "either"]}, either={"any": [AWAY, STRESS]}) == (
        "3 or more absences in 6 months and (away, or absent because of “stress”)"
    )


def test_what_is_assessed_on_return_stays_together():
    often = {
        "any": [THREE, {"bradford": {"at_least": 200, "within": "52 weeks"}}],
        "assessed": "on return",
    }
    assert said({"all": ["often", AWAY]}, often=often) == (
        "(3 or more absences in 6 months, or a Bradford score of 200 or more in 52 weeks; assessed on "
        "return) and away"
    )


DENIED = [
    (THREE, "fewer than 3 absences in 6 months"),
    ({"working_days": {"more_than": 9, "within": "6 months"}}, "9 or fewer working days lost in 6 months"),
    ({"longest_absence": {"at_most": "9 days", "within": "6 months"}}, "an absence longer than 9 days in 6 months"),
    ({"absences": {"at_least": 3, "at_most": 5, "within": "6 months"}},
     "fewer than 3 absences in 6 months, or more than 5 absences in 6 months"),
    ({"continuous": {"at_least": "28 days"}}, "not away for 28 days or longer"),
    (STRESS, "not absent because of “stress”"),
    ({"reason": {"any_of": ["stress"], "within": "12 months"}}, "not absent because of “stress” at any time in 12 months"),
    (AWAY, "no longer away"),
    ({"return_missed": True}, "not away beyond the day expected"),
    ({"recorded": "meet"}, "not on record: the meeting"),
    ({"in_stage": "away"}, "not in “Long absence”"),
    ({"was_in": {"stage": "b", "within": "6 months"}}, "not in “Stage 2” at any time in the last 6 months"),
    ({"group": "teacher"}, "not in the staff group “teacher”"),
    ({"service": {"less_than": "2 years"}}, "not employed for less than 2 years"),
    ({"target_missed": "meet"}, "not over the personal target set at the meeting"),
    ({"not": STRESS}, "absent because of “stress”"),
    ({"any": [THREE, STRESS]}, "fewer than 3 absences in 6 months and not absent because of “stress”"),
    ({"all": [THREE, STRESS]}, "fewer than 3 absences in 6 months, or not absent because of “stress”"),
]  # fmt: skip


@pytest.mark.parametrize(("condition", "words"), DENIED, ids=[words for _, words in DENIED])
def test_what_must_not_be_so_is_said_without_riddles(condition, words):
    assert said({"not": condition}) == words


def test_a_denied_combination_keeps_its_place_in_a_larger_one():
    assert said({"all": [THREE, {"not": {"all": [AWAY, STRESS]}}]}) == (
        "3 or more absences in 6 months and (no longer away, or not absent because of “stress”)"
    )
