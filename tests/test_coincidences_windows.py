"""Counts that fall below their bound: a window never reaches an absence for longer than it does."""

import pytest
from coincidences import CONCERN, COUNTING, decided_on_its_day, let_go, once

CASES = {
    "an absence that goes on grows too long for a count": (
        let_go("absences: {at_least: 1, within: 6 months, each: {less_than: 10 days}}"),
        {"away": "2026-01-12..2026-03-27"},
        "2026-01-21",
    ),
    "a short absence leaves the window of a count of short ones": (
        let_go("absences: {at_least: 1, within: 1 month, each: {less_than: 10 days}}"),
        {"away": "2026-01-05..2026-01-07"},
        "2026-02-07",
    ),
    "an absence since a meeting leaves the window": (
        once(
            "when: {absences: {at_least: 1, within: 6 months}}",
            "not: {absences: {at_least: 1, since: meeting, within: 1 month}}",
            "actions: [{id: meeting, do: Meet, by: head}], ",
        ),
        {"away": "2026-01-05, 2026-01-12", "events": "- {on: 2026-01-04, action: meeting}"},
        "2026-02-12",
    ),
    "the next term begins, and the last absence was in the one before": (
        "    calendar: {nation: england, terms: [{from: 2026-01-05, to: 2026-02-13},\n"
        "                                        {from: 2026-02-23, to: 2026-04-01}]}\n"
        + let_go("absences: {at_least: 1, in: term}"),
        {"away": "2026-01-12..2026-01-14"},
        "2026-02-23",
    ),
    "the share of time lost falls with every day that is due": (
        let_go("lost_time: {at_least: 20 percent, in: calendar year}"),
        {"away": "2026-01-05..2026-01-09"},
        "2026-02-06",
    ),
    "an absence is decided on only after another has left the window": (
        COUNTING + let_go("absences: {at_least: 2, within: 1 month}"),
        {
            "absences": """\
            - {from: 2026-01-05, to: 2026-01-07}
            - {from: 2026-01-12, to: 2026-01-13}
            - {from: 2026-02-02, to: 2026-02-03, category: disability, counts: true,
               decided_on: 2026-03-02, decided_by: head}
            """
        },
        "2026-02-07",
    ),
    "an absence loses nothing until a line joins it": (
        let_go("absences: {at_least: 2, within: 1 month}"),
        {
            "absences": """\
            - {from: 2026-01-05, to: 2026-01-07}
            - {from: 2026-01-12, to: 2026-01-13}
            - {from: 2026-02-06, to: 2026-02-06, days_lost: 0}
            - {from: 2026-02-09, to: 2026-02-10}
            """
        },
        "2026-02-07",
    ),
    "an absence that has to begin in a window leaves it with its first day": (
        "    counting: {across_the_edge: {within: started inside}}\n"
        + let_go("absences: {at_least: 1, within: 1 month}"),
        {"away": "2026-01-05..2026-01-16"},
        "2026-02-05",
    ),
    "the last line of an absence that leaves a window lost nothing": (
        let_go("absences: {at_least: 1, within: 1 month}"),
        {
            "absences": """\
            - {from: 2026-01-05, to: 2026-01-09}
            - {from: 2026-01-12, to: 2026-01-16, days_lost: 0}
            """
        },
        "2026-02-09",
    ),
    "an absence that leaves a window ends on days off": (
        let_go("absences: {at_least: 1, within: 1 month}"),
        {"away": "2026-01-05..2026-01-11"},
        "2026-02-09",
    ),
    "a short window has only the days off inside an absence": (
        let_go("absences: {at_least: 1, within: 2 days}"),
        {"away": "2026-01-05..2026-01-16"},
        "2026-01-11",
    ),
    "what is on record is too long ago": (
        CONCERN + let_go("recorded: {what: concern, within: 7 days}"),
        {"away": "2026-01-12", "events": "- {on: 2026-01-14, recorded: concern}"},
        "2026-01-21",
    ),
    "a new absence leaves no return to count from": (
        CONCERN + let_go("recorded: {what: concern, since: return}"),
        {
            "away": "2026-01-05..2026-01-07, 2026-01-19..2026-01-21",
            "events": "- {on: 2026-01-12, recorded: concern}",
        },
        "2026-01-19",
    ),
    "a line that becomes known lets an absence with a reason have begun before the window": (
        "    counting: {reasons: [stress, flu]}\n"
        + once(
            "when: {reason: [stress]}",
            "not: {reason: {any_of: [stress], since: meeting}}",
            "actions: [{id: meeting, do: Meet, by: head}], ",
        ),
        {
            "absences": """\
            - {from: 2026-01-06, to: 2026-01-07}
            - {from: 2026-01-12, to: 2026-01-16, reason: flu, known_on: 2026-01-28}
            - {from: 2026-01-19, to: 2026-02-06, reason: stress}
            """,
            "events": "- {on: 2026-01-17, action: meeting}",
        },
        "2026-01-28",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_window_lets_go_on_its_day(name, monkeypatch):
    decided_on_its_day(CASES[name], monkeypatch)
