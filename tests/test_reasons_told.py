"""What is told of a condition beside the figure: nothing that is not so of this person and this day.

All days are of 2025 in England, where 3 March is a Monday.
"""

from datetime import date

import pytest
from asking import answer, ask, flow_of

from flowrules.explain.sentences import say_coming, say_distance, say_reason
from flowrules.flow import conditions_of

REST = """
counting: {reasons: [stress, back]}
events: {concern: {title: a concern}, start: {title: a start}}
"""


def told(condition, on, rest="", **parts):
    """The reason of a condition by which somebody moved on a day, and the words for it."""
    flow = flow_of(f"""
{REST}
stages:
  clear:
    actions: [{{id: meet, title: the meeting, do: Meet, by: head}}]
    next: [{{when: {{all: [{{recorded: start}}, {condition}]}}, to: talk}}]
  talk: {{}}
  lists: {{}}
{rest}
""")
    events = f"[{{on: {on}, recorded: start}}, {parts.pop('events', '')}]"
    step = answer(flow, on, events=events, **parts).steps[-1]
    assert (str(step.on), step.to) == (on, "talk")
    reason = step.because[-1]
    return reason, say_reason(reason, conditions_of(flow).get(reason.path), flow.names())


@pytest.mark.parametrize(
    ("settings", "day", "said"),
    [
        ("{what: concern, within: 3 months}", "2025-03-03", "not on record in the last 3 months: a concern"),
        ("{what: concern, since: meet}", "2025-03-03", "not on record since the meeting: a concern"),
        ("concern", "2025-07-04", "not on record: a concern"),
    ],
)  # fmt: skip
def test_what_is_on_record_too_long_ago_is_not_said_to_be_on_no_record(settings, day, said):
    events = f"{{on: {day}, recorded: concern}}, {{on: 2025-03-04, action: meet}}"
    reason, words = told(f"{{not: {{recorded: {settings}}}}}", "2025-07-03", events=events)
    assert (reason.holds, words) == (False, said)


def test_where_the_condition_is_not_there_to_be_told_the_days_looked_at_are():
    settings = "{what: concern, within: 3 months}"
    reason, _ = told(f"{{not: {{recorded: {settings}}}}}", "2025-07-03")
    names = flow_of("stages: {clear: {}}").names()
    assert say_reason(reason, None, names) == "not recorded from 4 April 2025 to 3 July 2025"


def test_an_absence_of_another_kind_is_not_said_to_be_none():
    settings = "{at_least: 3 days, only: [stress]}"
    away = "[{from: 2025-03-03, reason: back}]"
    _, words = told(f"{{not: {{continuous: {settings}}}}}", "2025-03-04", absences=away)
    assert words == (
        "no such absence is in progress; so this does not apply: away for 3 days or longer in an absence "
        "recorded as “stress”"
    )


def test_a_day_to_count_from_is_not_said_to_be_wanting_because_nobody_is_away():
    met = "{on: 2025-03-04, action: meet}"
    condition = "{not: {continuous: {at_least: 3 days, since: meet}}}"
    for events, said in (
        (met, "no such absence is in progress; "), ("", "not counted: there is no day yet for the meeting; "),
    ):  # fmt: skip
        assert told(condition, "2025-03-05", events=events)[1].startswith(said)


@pytest.mark.parametrize(
    ("stages", "left"),
    [(("one", "two"), "two"), (("two", "one"), "one"), (("one", "clear"), None)],
)
def test_of_several_stages_the_one_that_was_left_last_is_named(stages, left):
    rest = "  one: {}\n  two: {}"
    moved = ", ".join(
        f"{{on: 2025-03-0{day}, placed: {{main: {stage}}}, because: so}}"
        for day, stage in enumerate((*stages, "clear"), 3)
    )
    condition = "{was_in: {stage: [one, %s], within: 6 months}}" % ("clear" if left is None else "two")
    reason, _ = told(condition, "2025-03-10", rest, events=moved)
    assert reason.anchor == (None if left is None else (f"left {left}", date(2025, 3, 5)))


def test_what_the_present_absence_cannot_reach_is_not_said_to_be_beyond_one_that_is_new():
    flow = flow_of("""
        triggers: {often: {title: Often, absences: {at_least: 2, within: 6 months}}}
        stages: {clear: {next: [{when: often, to: talk}]}, talk: {}}
    """)
    absences = "[{from: 2025-03-03, to: 2025-03-03}]"
    away, back = (answer(flow, on, absences=absences) for on in ("2025-03-03", "2025-03-04"))
    assert [say_distance(one, flow) for one in (*away.distance, *back.distance)] == [
        "“Often” would not be reached by the present absence within a year, if it goes on",
        "“Often” would be reached by one more absence, even of a day",
    ]


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        ("{continuous: {at_least: 8 days}}", "reaches “long”, if it goes on"),
        (
            "{any: [{continuous: {at_least: 8 days}}, {reason: [stress]}]}",
            "reaches “long”, if it goes on",
        ),
        (
            "{all: [{continuous: {at_least: 8 days}}, {reason: [stress]}]}",
            "is as long as “long” asks for, if it goes on; it asks for more",
        ),
    ],
)
def test_a_length_that_is_not_all_a_trigger_asks_for_is_not_said_to_reach_it(condition, said):
    flow = flow_of(f"""
{REST}
triggers: {{long: {condition}}}
stages: {{clear: {{next: [{{when: long, to: talk}}]}}, talk: {{}}}}
""")
    absences = "[{from: 2025-03-03, category: sickness, reason: back}]"
    (coming,) = ask(flow, "2025-03-06", absences=absences).coming
    assert say_coming(coming, flow, flow.names()) == f"the absence in progress {said}"
