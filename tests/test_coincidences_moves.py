"""Conditions made of others, periods, and several moves: the first of their days is the one asked."""

import pytest
from coincidences import CONCERN, KINDS, back, decided_on_its_day, let_go, once, when

STRESS_AND_FLU = """\
    - {from: 2026-01-05, to: 2026-01-06, reason: stress}
    - {from: 2026-01-19, to: 2026-01-19, reason: flu}
    - {from: 2026-02-09, to: 2026-02-09, reason: flu}
"""


def after_another(move):
    """A talk by the second move of a stage, where the first is asked on earlier days."""
    return f"""
    counting: {{reasons: [stress]}}
    stages:
      before: {{next: [{{when: {{absences: {{at_least: 1, within: 1 month}}}}, to: clear}}]}}
      clear:
        next:
          - {{when: {{reason: {{any_of: [stress], within: 7 days}}}}, to: before}}
          - {{{move}, to: talk}}
      talk: {{}}
    """


def both_counts(many):
    """Two counts, of which one sees the first absence alone."""
    return (
        "all: [{absences: {at_least: 1, within: 6 months, only: [stress]}},"
        f" {{absences: {{at_least: {many}, within: 6 months}}}}]"
    )


CASES = {
    "one of two counts that are true is met again": (
        KINDS + once("after: 4 weeks", both_counts(2)),
        {"absences": STRESS_AND_FLU},
        "2026-02-09",
    ),
    "the last of two counts comes true by an absence that the other does not see": (
        KINDS + once("after: 1 week", both_counts(3)),
        {"absences": STRESS_AND_FLU},
        "2026-02-09",
    ),
    "a stage is entered while an absence goes on": (
        once("after: 3 days", "all: [{absent: true}, {working_days: {at_least: 10, within: 6 months}}]"),
        {"away": "2026-01-05..2026-01-30"},
        "2026-01-16",
    ),
    "the first of two conditions lets go": (
        let_go(
            "all: [{absences: {at_least: 1, within: 1 month}}, {absences: {at_least: 1, within: 3 months}}]"
        ),
        {"away": "2026-01-12"},
        "2026-02-12",
    ),
    "what was so without an absence is so by a new one": (
        CONCERN
        + back(
            "all: [{recorded: {what: concern, within: 6 months}}, {any: [{continuous: {at_least: 2 days}},"
            " {not: {absences: {at_least: 3, within: 6 months}}}]}]",
            "after: 2 days",
        ),
        {"away": "2026-02-02..2026-02-03", "events": "- {on: 2026-01-07, recorded: concern}"},
        "2026-02-03",
    ),
    "an absence that has taken the move goes on, and lets another condition be so": (
        back(
            "any: [{continuous: {at_least: 1 day}},"
            " {not: {not: {calendar_days: {at_least: 10, within: 6 months}}}}]",
            "after: 2 days, when: {not: {calendar_days: {at_least: 10, within: 6 months}}}",
        ),
        {"away": "2026-01-05..2026-01-30"},
        "2026-01-14",
    ),
    "a stage is left and entered again on one day": (
        back(
            "absences: {at_least: 1, within: 6 months}",
            "when: {not: {absences: {at_least: 3, within: 6 months}}}",
        ),
        {"away": "2026-01-05, 2026-01-19"},
        "2026-01-19",
    ),
    "another move is asked before a window lets go": (
        after_another("when: {not: {absences: {at_least: 1, within: 1 month}}}"),
        {"away": "2026-01-05..2026-01-07"},
        "2026-02-07",
    ),
    "another move is asked before a count is reached": (
        after_another("when: {absences: {at_least: 2, within: 1 month}}"),
        {"away": "2026-01-05..2026-01-07, 2026-01-26"},
        "2026-01-26",
    ),
    "another move is asked before a period is over": (
        after_another("after: 4 weeks, when: {absences: {at_least: 1, within: 6 months}}"),
        {"away": "2026-01-05..2026-01-07"},
        "2026-02-03",
    ),
    "a period is over, and what it asks for beside that was so long before": (
        CONCERN
        + when(
            "all: [{recorded: {what: concern, within: 6 months}}, {not: {absent: true}}]",
            "after: 2 weeks, ",
        ),
        {"away": "2026-01-12", "events": "- {on: 2026-01-14, recorded: concern}"},
        "2026-01-26",
    ),
    "a period is counted from a return": (
        "    stages: {clear: {next: [{after: 1 week, from: return, to: talk}]}, talk: {}}\n",
        {"away": "2026-01-05..2026-01-09"},
        "2026-01-20",
    ),
    "a period is over, and an absence begun in it is assessed on return": (
        """
        triggers: {often: {assessed: on return, absences: {at_least: 3, within: 6 months}}}
        stages:
          clear: {next: [{when: often, to: formal}, {after: 4 weeks, to: talk}]}
          formal: {}
          talk: {}
        """,
        {"away": "2026-01-05, 2026-01-30..2026-02-06"},
        "2026-02-10",
    ),
    "the clock of a stage stands still in a closure": (
        """
        calendar: {nation: england, closures: [{from: 2026-01-12, to: 2026-01-16}]}
        stages: {clear: {pauses: [closure], next: [{after: 2 weeks, to: talk}]}, talk: {}}
        """,
        {"away": "2026-01-05..2026-01-07"},
        "2026-01-24",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_several_things_are_asked_on_the_first_of_their_days(name, monkeypatch):
    decided_on_its_day(CASES[name], monkeypatch)
