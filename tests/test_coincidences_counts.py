"""Counts that come to their bound: what might be in a window is never taken for less than it is."""

import pytest
from coincidences import COUNTING, KINDS, SHORT, decided_on_its_day, when

CASES = {
    "an absence just short enough for a count is in it on the day of return": (
        SHORT.replace("at_least: 2", "at_least: 1").replace("28 days", "5 days"),
        {"away": "2026-01-05..2026-01-08"},
        "2026-01-09",
    ),
    "an absence is over, and shorter than was foretold": (
        when("absences: {at_least: 1, within: 6 months, each: {less_than: 28 days}}", "after: 1 day, "),
        {
            "absences": """\
            - {from: 2026-01-05, to: 2026-01-09, expected: [{on: 2026-01-05, until: 2026-02-27}]}
            """
        },
        "2026-01-12",
    ),
    "an absence foretold to be long becomes one of two on a day off before the return": (
        SHORT.replace("less_than: 28 days", "at_least: 10 days"),
        {
            "absences": """\
            - {from: 2026-01-05, to: 2026-01-16, known_on: 2026-02-07}
            - {from: 2026-02-02, to: 2026-02-06, expected: [{on: 2026-02-02, until: 2026-02-20}]}
            """
        },
        "2026-02-07",
    ),
    "the other absence was on the same date a month before, which counts": (
        "    counting: {same_date_counts: true}\n" + when("absences: {at_least: 2, within: 1 month}"),
        {"away": "2026-01-05, 2026-02-05"},
        "2026-02-05",
    ),
    "a decision brings in the whole of an absence that began before the window": (
        COUNTING.replace("{categories", "{across_the_edge: {within: whole absence}, categories")
        + when("working_days: {at_least: 15, within: 5 days}"),
        {
            "absences": """\
            - {from: 2026-01-05, to: 2026-01-16}
            - {from: 2026-01-19, to: 2026-01-23, category: disability, counts: true,
               decided_on: 2026-01-26, decided_by: head}
            """
        },
        "2026-01-26",
    ),
    "the days off before a line without an end are lost with its first day": (
        when("calendar_days: {at_least: 8, within: 6 months}"),
        {"away": "2026-02-09..2026-02-13, 2026-02-16.."},
        "2026-02-16",
    ),
    "an absence without an end is long enough after more than four hundred days": (
        when("calendar_days: {at_least: 500, within: 2 years}"),
        {"away": "2025-01-06.."},
        "2026-05-20",
    ),
    "an absence of a kind that is not left out is decided on": (
        COUNTING.replace("decided_by", "reasons: [stress, flu], decided_by")
        + when("absences: {at_least: 1, within: 6 months, excluding: [flu]}"),
        {
            "absences": """\
            - {from: 2026-01-05, to: 2026-01-09, category: disability, counts: true,
               decided_on: 2026-01-21, decided_by: head}
            """
        },
        "2026-01-21",
    ),
    "an absence counts before two others are decided on": (
        COUNTING + when("absences: {at_least: 1, within: 6 months}"),
        {
            "absences": """\
            - {from: 2026-01-05, to: 2026-01-07, category: disability, counts: true,
               decided_on: 2026-02-20, decided_by: head}
            - {from: 2026-02-02, to: 2026-02-04}
            - {from: 2026-03-02, to: 2026-03-04, category: disability, counts: true,
               decided_on: 2026-03-10, decided_by: head}
            """
        },
        "2026-02-02",
    ),
    "more hours are lost than a day has": (
        when("hours_lost: {at_least: 9, within: 6 months}"),
        {
            "absences": "- {from: 2026-01-05, to: 2026-01-05, hours: 10}",
            "pattern": "- {from: 2025-01-01, days: [mon, tue], hours_per_day: 7}",
        },
        "2026-01-05",
    ),
    "half a day has an odd number of hours": (
        when("hours_lost: {at_least: 3.7, within: 6 months}"),
        {
            "away": "2026-01-07",
            "pattern": "- {from: 2025-01-01, days: [mon], half_days: [wed], hours_per_day: 7.4}",
        },
        "2026-01-07",
    ),
    "half a day more than a bound is lost": (
        when("working_days: {more_than: 2, within: 6 months}"),
        {
            "away": "2026-01-05..2026-01-07",
            "pattern": "- {from: 2025-01-01, days: [mon, tue], half_days: [wed]}",
        },
        "2026-01-07",
    ),
    "leave comes to join an absence to a bank holiday": (
        when("pattern: {at_least: 1, within: 3 months, beside: [bank holiday]}", "after: 1 day, "),
        {"away": "2026-03-24..2026-03-27", "leave": "- {from: 2026-03-30, to: 2026-04-02}"},
        "2026-04-02",
    ),
    "there is a return to count from": (
        when("absences: {at_most: 0, since: return}"),
        {"away": "2026-01-05..2026-01-09"},
        "2026-01-12",
    ),
    "an absence of a kind that never counts is one after a return": (
        KINDS + when("absences: {at_least: 1, since: return, only: [unauthorised]}"),
        {
            "absences": """\
            - {from: 2026-01-05, to: 2026-01-09}
            - {from: 2026-01-19, to: 2026-01-23, category: unauthorised}
            """
        },
        "2026-01-19",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_count_comes_to_its_bound_on_its_day(name, monkeypatch):
    decided_on_its_day(CASES[name], monkeypatch)
