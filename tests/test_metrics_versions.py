"""The figures of the dashboard where a procedure was amended: each day is counted by its own version."""

import pytest
from asking import answer
from test_metrics import told
from test_versions import CHANGE, after, checked, file_of, two

from flowrules.metrics.bradford import Bradford
from flowrules.metrics.consistency import Consistency, Place
from flowrules.metrics.contacts import ContactsOnTime
from flowrules.metrics.waiting import DaysToMeeting

# Bradford ---------------------------------------------------------------------------------------------

SCORED = """
stages:
  fine: {next: [{when: {bradford: {at_least: 1, within: 12 months}}, to: seen}]}
  seen: {next: [{after: 12 months, to: fine}]}
"""


@pytest.mark.parametrize(("earlier", "score"), [("count", 8), ("do not count", 1)])
def test_what_a_new_version_does_not_count_is_in_no_score(earlier, score):
    flow = two(SCORED, SCORED.replace("at_least: 1", "at_least: 999"), earlier=earlier)
    one = {"away": "2025-06-02, 2025-10-06"}
    assert answer(flow, "2025-10-06", **one).steps[-1].because[0].value == score
    (found,) = told(Bradford(), "2025-10-06", one, flow=flow).result()
    assert found.score == score


# Contacts ---------------------------------------------------------------------------------------------

CALLS = """
contact:
  - {id: call-in, do: Phone in, who: employee, to: manager, on: day 1}
  - {id: talk, do: Talk, who: manager, to: employee, on: return, within: 2 working days}
triggers: {often: {absences: {at_least: 2, within: 6 months}}}
stages:
  fine: {next: [{when: often, to: review}]}
  review: {next: [{after: 12 weeks, to: fine}]}
"""
NEW_CALLS = (
    CALLS.replace("call-in, do: Phone in", "new-call, do: Ring")
    .replace("within: 2 working", "within: 5 working")
    .replace(
        "contact:\n", "contact:\n  - {id: visit, do: Visit, who: manager, to: employee, on: day 10}\n"
    )
)
BEFORE = "2025-08-04..2025-08-05"
AFTER = "2025-10-06..2025-10-07"
ACROSS = "2025-08-29..2025-09-12"  # day 10 is 7 September, under the new version


def contacts(one, on="2025-10-31", **how):
    flow = two(NEW_CALLS, CALLS, **how)
    return times_of(told(ContactsOnTime(), on, one, flow=flow))


def times_of(contacts):
    """Of each contact: people, and the times it was in time, late and missed."""
    return {
        id: (one.people, one.in_time.times, one.late.times, one.missed.times)
        for id, one in contacts.result().items()
    }


def test_a_contact_is_asked_for_only_while_its_version_is_in_force():
    missed = {"call-in": (1, 0, 0, 1), "new-call": (1, 0, 0, 1), "talk": (1, 0, 0, 2)}
    assert contacts({"away": f"{BEFORE}, {AFTER}"}) == missed
    assert contacts({"away": AFTER}) == {"new-call": (1, 0, 0, 1), "talk": (1, 0, 0, 1)}


def test_in_an_absence_across_the_change_each_day_asks_by_its_own_version():
    events = (
        "[{on: 2025-08-29, contact: call-in}, {on: 2025-09-19, contact: talk}]"  # the last of five days
    )
    one = {"away": ACROSS, "events": events}
    assert contacts(one) == {"call-in": (1, 1, 0, 0), "visit": (1, 0, 0, 1), "talk": (1, 1, 0, 0)}


def test_a_contact_made_settles_what_the_earlier_version_asked_and_not_the_later_too():
    early = "contact: [{id: call, do: Call, who: manager, to: employee, on: day 1}]"
    late = early.replace("day 1", "day 10")
    rest = CALLS[CALLS.index("triggers") :]
    flow = two(f"{late}\n{rest}", f"{early}\n{rest}")
    one = {"away": ACROSS, "events": "[{on: 2025-08-29, contact: call}]"}
    assert times_of(told(ContactsOnTime(), "2025-10-31", one, flow=flow)) == {"call": (1, 1, 0, 1)}


def test_a_case_finished_under_the_old_version_is_asked_for_its_contacts_until_then():
    ended = "[{on: 2025-09-30, action: meet, outcome: close, because: agreed}]"
    meet = (
        "review: {actions: [{id: meet, do: Meet, by: head, within: 9 weeks, outcomes: [close]}],"
        " next: [{decided: {meet: close}, to: fine}]}"
    )
    old, new = (
        text.replace("review: {next: [{after: 12 weeks, to: fine}]}", meet)
        for text in (CALLS, NEW_CALLS)
    )
    flow = two(new, old, cases="finish")
    one = {"away": "2025-07-07, 2025-08-04, 2025-09-15, 2025-10-06", "events": ended}
    kept = told(ContactsOnTime(), "2025-10-31", one, flow=flow).result()
    assert (kept["call-in"].whole, kept["new-call"].whole) == (3, 1)


# Stays ------------------------------------------------------------------------------------------------

REVIEW = """
triggers: {often: {absences: {at_least: 2, within: 6 months}}}
stages:
  fine: {title: All well, next: [{when: often, to: review}]}
  review:
    title: Review
    actions:
      - {id: meet, do: Meet, type: meeting, by: head, within: 25 working days, outcomes: [watch, close]}
      - {id: note, do: Write, type: letter, by: hr, within: 2 working days, from: meet}
    next: [{decided: {meet: close}, to: fine}]
"""
RENAMED = REVIEW.replace("review", "stage-1").replace("title: Review", "title: Stage one")
MOVED = {
    "renamed": two(RENAMED, REVIEW, mapped="review: stage-1"),
    "as it was": two(REVIEW, REVIEW),
}
TWICE = "2025-08-04, 2025-08-18"  # 25 working days on is 23 September: 25 August is a bank holiday


def met(day, outcome="watch"):
    return f"{{on: {day}, action: meet, outcome: {outcome}, because: agreed}}"


def after_the_change():
    """People whose review began under version 1: met before the change, after it, late, and not at all."""
    days = ("2025-08-26", "2025-09-23", "2025-09-24")
    return [*({"away": TWICE, "events": f"[{met(day)}]"} for day in days), {"away": TWICE}]


@pytest.mark.parametrize("how", MOVED)
def test_a_stay_that_a_new_version_goes_on_with_is_one_stay_and_keeps_its_meeting(how):
    handled = told(Consistency(), "2025-10-31", *after_the_change(), flow=MOVED[how]).result()
    stage = "stage-1" if how == "renamed" else "review"
    assert {place.stage for place in handled} == {stage}
    meet, note = handled[Place(stage, "meet")], handled[Place(stage, "note")]
    assert meet.how == {"in time": [0, 1], "late": [2], "not on record": [3]}
    assert note.how == {"not on record": [0, 1, 2]}


@pytest.mark.parametrize("how", MOVED)
def test_a_meeting_is_still_to_come_after_the_change(how):
    waited = told(DaysToMeeting(), "2025-09-23", *after_the_change(), flow=MOVED[how]).result()[None]
    assert (waited.people, waited.median) == (4, 15)
    assert (waited.met.times, waited.to_come.times) == (2, 2)


def test_a_second_stay_after_the_change_has_its_own_meeting():
    events = f"[{met('2025-08-26')}, {met('2025-09-10', 'close')}, {met('2025-10-08')}]"
    one = {"away": f"{TWICE}, 2025-09-29, 2025-10-06", "events": events}
    for flow in MOVED.values():
        waited = told(DaysToMeeting(), "2025-10-31", one, flow=flow).result()[None]
        assert (waited.people, waited.met.times, waited.to_come.times) == (1, 2, 0)


def test_a_stay_left_before_the_change_has_none_of_the_meetings_after_it():
    events = f"[{met('2025-08-26', 'close')}, {met('2025-10-08')}]"
    one = {"away": f"{TWICE}, 2025-09-29, 2025-10-06", "events": events}
    handled = told(Consistency(), "2025-10-31", one, flow=MOVED["renamed"]).result()
    assert handled[Place("review", "meet")].outcomes == {"close": [0]}
    assert handled[Place("stage-1", "meet")].outcomes == {"watch": [0]}


def test_a_stay_goes_on_through_two_changes():
    second = file_of(RENAMED, 2, CHANGE, after("old.yaml", mapped="review: stage-1"))
    third = REVIEW.replace("review", "talks")
    newest = file_of(third, 3, "2025-09-15", after("second.yaml", mapped="stage-1: talks"))
    flow = checked(newest, old=file_of(REVIEW, 1), second=second).flow
    waited = told(DaysToMeeting(), "2025-09-23", *after_the_change(), flow=flow).result()[None]
    assert (waited.people, waited.median) == (4, 15)
    assert (waited.met.times, waited.to_come.times) == (2, 2)
