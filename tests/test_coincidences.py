"""Two things on one day, or one in the other: no day on which something changes is passed over.

Each was once, or nearly, decided on a day too late.
"""

import pytest
from coincidences import COUNTING, JOIN_NEVER, REASON, SHORT, decided_on_its_day, let_go

CASES = {
    "the day of return from a short absence is the first of a long one": (
        JOIN_NEVER + SHORT,
        {"away": "2026-01-05..2026-01-09, 2026-01-12..2026-02-27"},
        "2026-01-12",
    ),
    "a long absence begins in a closure, and goes on on the day of return": (
        "    calendar: {nation: england, closures: [{from: 2026-01-12, to: 2026-01-16}]}\n" + SHORT,
        {
            "away": "2026-01-05..2026-01-09, 2026-01-17..2026-02-27",
            "pattern": "- {from: 2025-01-01, days: [mon, tue, wed, thu, fri], term_time_only: true}",
        },
        "2026-01-19",
    ),
    "an absence is decided on while another goes on": (
        COUNTING + SHORT,
        {
            "absences": """\
            - {from: 2026-01-05, to: 2026-01-09, category: disability, counts: true,
               decided_on: 2026-02-04, decided_by: head}
            - {from: 2026-02-02, to: 2026-03-27}
            """
        },
        "2026-02-04",
    ),
    "an absence becomes known while another goes on": (
        SHORT,
        {
            "absences": """\
            - {from: 2026-01-05, to: 2026-01-09, known_on: 2026-02-04}
            - {from: 2026-02-02, to: 2026-03-27}
            """
        },
        "2026-02-04",
    ),
    "a short absence is expected to be long while another becomes known": (
        SHORT.replace("less_than: 28 days", "at_least: 10 days"),
        {
            "absences": """\
            - {from: 2026-01-05, to: 2026-01-16, known_on: 2026-02-04}
            - {from: 2026-02-02, to: 2026-02-06, expected: [{on: 2026-02-02, until: 2026-02-20}]}
            """
        },
        "2026-02-04",
    ),
    "an absence without an end goes on while another becomes known": (
        """
        triggers: {often: {assessed: on return, working_days: {at_least: 12, within: 6 months}}}
        stages: {clear: {next: [{when: often, to: talk}]}, talk: {}}
        """,
        {"absences": "- {from: 2026-01-05, to: 2026-01-06, known_on: 2026-02-20}\n- {from: 2026-02-02}"},
        "2026-02-20",
    ),
    "days off between two lines leave a window before the second line does": (
        let_go("calendar_days: {at_least: 3, within: 14 days}", after="at_least: 4"),
        {"away": "2026-01-09, 2026-01-12"},
        "2026-01-24",
    ),
    "the day counted from comes while an absence goes on": (
        REASON,
        {
            "absences": "- {from: 2026-01-12, to: 2026-01-30, reason: stress}",
            "events": "- {on: 2026-01-14, action: meeting}",
        },
        "2026-01-15",
    ),
    "a line without the reason joins one that has it": (
        REASON,
        {
            "absences": """\
            - {from: 2026-01-16, to: 2026-01-16, reason: stress}
            - {from: 2026-01-19, to: 2026-01-20, reason: flu}
            """,
            "events": "- {on: 2026-01-17, action: meeting}",
        },
        "2026-01-19",
    ),
    "a line with the same reason joins another": (
        REASON,
        {
            "absences": """\
            - {from: 2026-01-16, to: 2026-01-16, reason: stress}
            - {from: 2026-01-19, to: 2026-01-20, reason: stress}
            """,
            "events": "- {on: 2026-01-17, action: meeting}",
        },
        "2026-01-19",
    ),
    "a decision joins a line to one that has the reason": (
        REASON.replace("any_of: [stress], since: meeting", "any_of: [stress], within: 1 day")
        .replace("{reason: {any_of: [stress], within: 1 day}}", "{reason: [stress]}")
        .replace("      clear:", "      before: {next: [{after: 1 week, to: clear}]}\n      clear:"),
        {
            "absences": """\
            - {from: 2026-01-05, to: 2026-01-09, reason: stress}
            - {from: 2026-01-12, to: 2026-02-20, category: disability, counts: true,
               decided_on: 2026-01-21, decided_by: head}
            """
        },
        "2026-01-21",
    ),
    "the first term begins while an absence goes on": (
        REASON.replace("since: meeting", "in: term")
        + "    calendar: {nation: england, terms: [{from: 2026-01-19, to: 2026-02-13}]}\n",
        {"absences": "- {from: 2026-01-12, to: 2026-01-30, reason: stress}"},
        "2026-01-19",
    ),
    "on its last day another system says that an absence lost less": (
        let_go("working_days: {at_least: 5, within: 6 months}"),
        {"absences": "- {from: 2026-02-02, to: 2026-02-27, days_lost: 2}"},
        "2026-02-27",
    ),
    "one of the absences that leave a window was decided on": (
        COUNTING + let_go("absences: {at_least: 2, within: 3 months}"),
        {
            "absences": """\
            - {from: 2026-01-05, to: 2026-01-07}
            - {from: 2026-02-02, to: 2026-02-04, category: disability, counts: true,
               decided_on: 2026-02-10, decided_by: head}
            - {from: 2026-03-02, to: 2026-03-04}
            """
        },
        "2026-05-04",
    ),
    "a half day is an absence once a whole one joins it": (
        """
        counting: {part_days: {make_an_absence: false}}
        stages: {clear: {next: [{when: {absences: {at_least: 1, within: 6 months}}, to: talk}]}, talk: {}}
        """,
        {
            "absences": """\
            - {from: 2026-02-06, to: 2026-02-06, part: half}
            - {from: 2026-02-09, to: 2026-02-10}
            """
        },
        "2026-02-09",
    ),
    "a stage is left, and counts as the one lately left from that day on": (
        """
        stages:
          before: {next: [{when: {absences: {at_least: 1, within: 1 month}}, to: clear}]}
          clear: {next: [{when: {not: {was_in: {stage: before, within: 7 days}}}, to: talk}]}
          talk: {}
        """,
        {"away": "2026-01-12"},
        "2026-01-19",
    ),
    "somebody has a lower bound of their own where the procedure has an upper one": (
        """
        triggers: {few: {working_days: {at_most: 0, within: 6 months}}}
        stages:
          before: {next: [{after: 3 days, to: clear}]}
          clear: {next: [{when: few, to: talk}]}
          talk: {}
        """,
        {
            "away": "2026-01-12..2026-02-27",
            "adjustments": """\
            - {trigger: few, working_days: {at_least: 8, within: 6 months}, from: 2026-01-01,
               decided_by: head, because: agreed}
            """,
        },
        "2026-01-21",
    ),
    "a reason is named no more, counted by the date": (
        """
        counting: {reasons: [stress], same_date_counts: false}
        stages:
          clear: {next: [{when: {not: {reason: {any_of: [stress], within: 3 days}}}, to: talk}]}
          talk: {}
        """,
        {"absences": "- {from: 2026-01-22, to: 2026-01-22, reason: stress}"},
        "2026-01-25",
    ),
    "a lower bound of somebody's own is over": (
        """
        triggers: {often: {absences: {at_least: 2, within: 6 months}}}
        stages:
          before: {next: [{when: often, to: clear}]}
          clear: {next: [{when: {not: often}, to: talk}]}
          talk: {}
        """,
        {
            "away": "2026-02-02",
            "adjustments": """\
            - {trigger: often, absences: {at_least: 1, within: 6 months}, from: 2026-01-01,
               until: 2026-03-31, decided_by: head, because: agreed}
            """,
        },
        "2026-04-01",
    ),
    "an absence is long enough by somebody's own bound": (
        """
        triggers: {long: {continuous: {at_least: 28 days}}}
        stages: {clear: {next: [{when: long, to: talk}]}, talk: {}}
        """,
        {
            "away": "2026-01-05..2026-02-27",
            "adjustments": """\
            - {trigger: long, continuous: {at_least: 10 days}, from: 2026-01-01, decided_by: head,
               because: agreed}
            """,
        },
        "2026-01-14",
    ),
    "a scaled bound is rounded down": (
        """
        counting: {part_time: {scaled: [working_days], round: nearest half}}
        stages:
          clear: {next: [{when: {working_days: {at_least: 7, within: 6 months}}, to: talk}]}
          talk: {}
        """,
        {
            "away": "2026-01-05..2026-02-27",
            "pattern": "- {from: 2025-01-01, days: [mon, tue, thu]}",
        },
        "2026-01-12",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_two_things_at_once_are_decided_on_their_day(name, monkeypatch):
    decided_on_its_day(CASES[name], monkeypatch)
