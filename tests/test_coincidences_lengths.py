"""Absences in progress, how long they last and when they are over; and bounds that are others in time."""

import pytest
from coincidences import JOIN_NEVER, KINDS, REASON, back, decided_on_its_day, let_go, once, when

SCALED = "    counting: {part_time: {scaled: [absences, continuous], round: %s}}\n"

CASES = {
    "an absence may be joined to a line before it that never counts": (
        KINDS + when("continuous: {at_least: 5 working days}"),
        {
            "absences": """\
            - {from: 2026-01-09, to: 2026-01-09, category: unauthorised}
            - {from: 2026-01-12, to: 2026-01-30}
            """
        },
        "2026-01-16",
    ),
    "an absence of a kind that never counts goes on": (
        KINDS + when("continuous: {at_least: 2 days, only: [unauthorised]}"),
        {"absences": "- {from: 2026-01-19, to: 2026-01-23, category: unauthorised}"},
        "2026-01-20",
    ),
    "an absence of a kind that never counts goes on after a return": (
        KINDS + when("continuous: {at_least: 2 days, since: return, only: [unauthorised]}"),
        {
            "absences": """\
            - {from: 2026-01-05, to: 2026-01-09}
            - {from: 2026-01-19, to: 2026-01-23, category: unauthorised}
            """
        },
        "2026-01-20",
    ),
    "an absence has lasted since a meeting held while it went on": (
        REASON.replace("reason: {any_of: [stress]", "continuous: {at_least: 5 days"),
        {"away": "2026-01-12..2026-01-30", "events": "- {on: 2026-01-14, action: meeting}"},
        "2026-01-19",
    ),
    "a stage is entered while an absence goes on that comes to be longer than a bound": (
        once("after: 3 days", "continuous: {more_than: 9 days}"),
        {"away": "2026-01-05..2026-01-30"},
        "2026-01-14",
    ),
    "another absence begins when one that has taken the move is over": (
        JOIN_NEVER + back("continuous: {at_least: 1 day}", "after: 2 days"),
        {"away": "2026-01-05..2026-01-11, 2026-01-12..2026-01-16"},
        "2026-01-12",
    ),
    "an absence is foretold to be shorter": (
        let_go("continuous: {at_least: 3 weeks, expected: true}"),
        {
            "absences": """\
            - {from: 2026-01-05, to: 2026-01-16,
               expected: [{on: 2026-01-06, until: 2026-02-13}, {on: 2026-01-12, until: 2026-01-16}]}
            """
        },
        "2026-01-12",
    ),
    "the absence that has lasted is over": (
        let_go("continuous: {at_least: 2 days}"),
        {"away": "2026-01-12..2026-01-16"},
        "2026-01-19",
    ),
    "the absence that has the reason is over": (
        KINDS + let_go("reason: [stress]"),
        {"absences": "- {from: 2026-01-12, to: 2026-01-16, reason: stress}"},
        "2026-01-19",
    ),
    "an absence in progress that has the reason is decided on": (
        REASON.replace("{any_of: [stress], since: meeting}", "[stress]"),
        {
            "absences": """\
            - {from: 2026-01-12, to: 2026-02-20, category: disability, reason: stress, counts: true,
               decided_on: 2026-01-21, decided_by: head}
            """
        },
        "2026-01-21",
    ),
    "nobody is away any more": (
        let_go("absent: true"),
        {"away": "2026-01-12..2026-01-16"},
        "2026-01-19",
    ),
    "service is so long on its date": (
        when("service: {at_least: 2 months}"),
        {"away": "2026-01-12", "employee": "{started: 2026-01-06}"},
        "2026-03-06",
    ),
    "service is longer on the day after its date": (
        let_go("service: {at_most: 2 months}"),
        {"away": "2026-01-12", "employee": "{started: 2026-01-06}"},
        "2026-03-07",
    ),
    "a scaled length is rounded down": (
        SCALED % "nearest half" + when("continuous: {at_least: 2 working days}"),
        {"away": "2026-01-12", "pattern": "- {from: 2025-01-01, days: [mon, tue, wed]}"},
        "2026-01-12",
    ),
    "a length is scaled from the day on which a pattern begins": (
        SCALED % "exact" + when("continuous: {at_least: 20 working days}"),
        {"away": "2026-02-16..2026-04-30", "pattern": "- {from: 2026-03-02, days: [mon, tue, wed]}"},
        "2026-03-03",
    ),
    "a number is scaled from the day on which a pattern begins": (
        SCALED % "exact" + when("not: {not: {absences: {at_least: 3, within: 6 months}}}"),
        {"away": "2026-01-05, 2026-01-19", "pattern": "- {from: 2026-03-02, days: [mon, tue, wed]}"},
        "2026-03-02",
    ),
    "a longer length of somebody's own begins while an absence goes on": (
        "    triggers: {long: {continuous: {at_least: 5 days}}}\n" + once("when: long", "not: long"),
        {
            "away": "2026-01-12..2026-03-27",
            "adjustments": """\
            - {trigger: long, continuous: {at_least: 8 weeks}, from: 2026-02-02, decided_by: head,
               because: agreed}
            """,
        },
        "2026-02-02",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_an_absence_in_progress_is_looked_at_on_its_day(name, monkeypatch):
    decided_on_its_day(CASES[name], monkeypatch)
