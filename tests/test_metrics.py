"""The figures of the dashboard: each a count whose every part can be told, on people made for it."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from asking import figure, flow_of, record_of
from hypothesis import given
from hypothesis import strategies as st

from flowrules.answer import Asked, answer
from flowrules.metrics import contacts
from flowrules.metrics.approaching import Approaching
from flowrules.metrics.away import AbsentNow
from flowrules.metrics.benchmark import benchmark
from flowrules.metrics.bradford import Bradford
from flowrules.metrics.consistency import Consistency, Place
from flowrules.metrics.contacts import ContactsOnTime
from flowrules.metrics.due import DueItems, when
from flowrules.metrics.lost import DaysLost, is_teacher, total
from flowrules.metrics.reasons import BroadReasons
from flowrules.metrics.seen import look
from flowrules.metrics.standing import PeopleAtStages
from flowrules.metrics.standing import Place as Where
from flowrules.metrics.suppression import LEAST, hidden, hides_total
from flowrules.metrics.waiting import DaysToMeeting
from flowrules.people import Person

SMALL = """\
counting:
  categories: {sickness: counts, disability: decide, pregnancy: never}
  decided_by: head
  reasons: [infection, back]
contact:
  - {id: call-in, do: Phone in, who: employee, to: manager, on: day 1}
  - {id: talk, do: Talk, who: manager, to: employee, on: return, within: 2 working days}
triggers: {often: {title: Often away, assessed: on return, absences: {at_least: 2, within: 6 months}}}
stages:
  fine: {next: [{when: often, to: review}]}
  review:
    actions:
      - {id: meet, do: Meet, type: meeting, by: manager, within: 5 working days, outcomes: [watch, nothing]}
      - {id: note, do: Write, type: letter, by: hr, within: 2 working days, from: meet}
      - {id: offer, do: Offer advice, type: referral, by: hr, within: 1 week, optional: true}
    next:
      - {decided: {meet: watch}, to: watching}
      - {decided: {meet: nothing}, to: fine}
  watching: {next: [{after: 12 weeks, to: fine}]}
"""
FLOW = flow_of(SMALL)
TWICE = "2025-02-03..2025-02-05, 2025-03-03..2025-03-04"  # back on Wednesday 5 March


class Nowhere:
    def placed(self, findings):
        return []


def told(figure, on, *people, flow=FLOW):
    """A figure that has seen some people: each the parts of a record, and at which school they are."""
    asked = Asked(date.fromisoformat(on))
    for at, parts in enumerate(people):
        rest = dict(parts)
        school = rest.pop("school", None)
        person = Person(f"P{at}", record_of(**rest), "", Nowhere(), school=school)
        answered = answer(person, flow, asked)
        assert not answered.findings, answered.findings
        figure.add(look(at, answered, flow, asked))
    return figure


def met(day, outcome="watch"):
    return f"- {{on: {day}, action: meet, outcome: {outcome}, because: agreed}}\n"


# What is to be done -----------------------------------------------------------------------------------


def test_what_is_due_comes_by_date_with_whoever_owes_it():
    talked = "- {on: 2025-02-06, contact: talk}\n- {on: 2025-03-05, contact: talk}\n"
    called = "- {on: 2025-02-03, contact: call-in}\n- {on: 2025-03-03, contact: call-in}\n"
    one = {"away": TWICE, "events": talked + called}
    away = {"away": "2025-03-10..", "events": "- {on: 2025-03-10, contact: call-in}"}
    items = told(DueItems(), "2025-03-10", one, away, one).result()
    said = [(item.at, item.item.action, str(item.item.due), item.item.by) for item in items]
    assert said == [(0, "meet", "2025-03-12", "manager"), (2, "meet", "2025-03-12", "manager")]


def test_a_meeting_without_the_decision_made_at_it_leaves_that_to_be_put_on_record():
    met_only = "- {on: 2025-03-06, action: meet, because: agreed}"
    items = told(DueItems(), "2025-03-10", {"away": TWICE, "events": met_only}).result()
    (item,) = [one.item for one in items if one.item.action == "meet"]
    assert (item.kind, item.due, when(item, date(2025, 3, 10))) == ("decision", None, "no date")
    assert item.do.startswith("Put on record what was decided: ")


@pytest.mark.parametrize(
    ("on", "kind"),
    [
        ("2025-03-13", "overdue"),
        ("2025-03-12", "this week"),
        ("2025-03-06", "this week"),
        ("2025-03-05", "later"),
    ],
)
def test_a_deadline_is_overdue_only_after_its_day_and_near_for_seven_days(on, kind):
    items = told(DueItems(), on, {"away": TWICE}).result()
    item = next(one.item for one in items if one.item.action == "meet")
    assert when(item, date.fromisoformat(on)) == kind
    assert when(item._replace(due=None), date.fromisoformat(on)) == "no date"


def test_everybody_stands_once_in_each_track():
    twice, once = {"away": TWICE}, {"away": "2025-02-03..2025-02-05"}
    result = told(PeopleAtStages(), "2025-03-10", twice, once, once, twice).result()
    assert result.counts == {Where("main", "review"): 2, Where("main", "fine"): 2}
    assert result.people == {Where("main", "review"): [0, 3]}  # the start is everybody else


def test_one_absence_short_of_a_trigger_point_is_near_it_until_the_oldest_leaves_the_window():
    once = {"away": "2025-02-03..2025-02-05"}
    (near,) = told(Approaching(), "2025-03-10", {}, once).result()
    assert (near.at, near.distance.trigger, near.distance.one_more_absence) == (1, "often", True)
    assert near.absence == (date(2025, 2, 3), date(2025, 2, 5))
    gone = told(Approaching(), str(near.leaves_on), once).result()
    assert gone == []
    (last,) = told(Approaching(), str(near.leaves_on - timedelta(days=7)), once).result()
    assert last.leaves_on == near.leaves_on


def test_an_absence_is_counted_in_days_from_its_first_with_the_contact_that_comes_next():
    weekly = flow_of(
        "contact: [{id: call, who: manager, to: employee, do: Call, every: 7 days, starting: day 8}]\n"
        "stages: {fine: {}}\n"
    )
    away = {"absences": "[{from: 2025-03-03, expected: [{on: 2025-03-03, until: 2025-03-21}]}]"}
    back = {"away": "2025-03-03..2025-03-07"}
    (one,) = told(AbsentNow(), "2025-03-11", away, back, flow=weekly).result()
    assert (one.at, one.day, one.absent.expected_until) == (0, 9, date(2025, 3, 21))
    assert one.contact.due == date(2025, 3, 17)


# Days lost --------------------------------------------------------------------------------------------


def test_days_lost_are_of_the_last_12_months_and_of_each_persons_own_working_days():
    teacher = {"employee": "{group: teacher}", "away": "2024-03-04..2024-03-15, 2025-03-03..2025-03-07"}
    half = {
        "employee": "{group: teacher}",
        "pattern": "[{from: 2020-01-01, days: [mon, tue]}]",
        "away": "2025-03-03..2025-03-07",
    }
    well = {"employee": "{group: support}"}
    groups = told(DaysLost(), "2025-03-10", teacher, half, well).result().groups
    lost = groups["teacher"]
    assert (lost.people, lost.with_any, lost.days) == (2, 2, 5 + 2 + 5)  # 11 to 15 March 2024 are in it
    assert groups["support"] == (1, 0, 0, groups["support"].working)
    assert (lost.per_person, total(groups).per_person) == (6, 4)
    assert total(groups).percent_with_any == Fraction(200, 3)


def test_the_share_is_of_the_days_worked_since_somebody_came():
    new = {"employee": "{started: 2025-02-24}", "away": "2025-03-03..2025-03-04"}
    lost = told(DaysLost(), "2025-03-07", new).result().groups[None]
    assert (lost.days, lost.working, lost.share) == (2, 10, 20)


def test_what_was_lost_before_somebody_came_is_in_no_figure():
    away = "[{from: 2026-09-07, to: 2026-09-08, reason: back}, {from: 2026-10-05, to: 2026-11-18}]"
    new = {"employee": "{started: 2026-11-16}", "absences": away}
    lost = told(DaysLost(), "2026-11-20", new).result().groups[None]
    assert (lost.people, lost.days, lost.working, lost.share) == (1, 3, 5, 60)
    assert told(BroadReasons(), "2026-11-20", new).result() == {None: (1, 1, 3, 1)}


def test_whoever_has_not_come_yet_is_not_among_the_employees():
    later = {"employee": "{started: 2026-11-21}", "away": "2026-09-07..2026-09-08"}
    today = {"employee": "{started: 2026-11-20}"}
    groups = told(DaysLost(), "2026-11-20", later, today).result().groups
    assert groups == {None: (1, 0, 0, 1)}
    assert told(DaysLost(), "2026-11-20", later).result().groups == {}
    assert told(BroadReasons(), "2026-11-20", later).result() == {}


@pytest.mark.parametrize(("category", "days"), [("sickness", 3), ("disability", 3), ("pregnancy", 0)])
def test_categories_that_never_count_are_no_days_lost(category, days):
    one = {"absences": f"[{{from: 2025-03-03, to: 2025-03-05, category: {category}}}]"}
    assert told(DaysLost(), "2025-03-10", one).result().groups[None].days == days


def test_what_the_record_says_an_absence_lost_is_taken():
    said = {"absences": "[{from: 2025-03-03, to: 2025-03-05, days_lost: 1.5}]"}
    assert told(DaysLost(), "2025-03-10", said).result().groups[None].days == Fraction(3, 2)


def test_only_teachers_are_held_against_the_published_figure():
    assert [
        is_teacher(one) for one in ("teacher", "class-teachers", "teaching-assistant", "support", None)
    ] == [
        True,
        True,
        False,
        False,
        False,
    ]
    known = benchmark()
    assert (known.year, known.days_per_teacher, known.days_per_absent_teacher) == (
        "2024/25",
        5,
        Fraction("8.1"),
    )
    assert known.percent_with_any == Fraction("61.8")
    assert known.source
    assert known.read_on <= date.today()


# Broad reasons ----------------------------------------------------------------------------------------


def test_somebody_with_several_reasons_is_counted_once_for_each():
    one = {
        "absences": "[{from: 2025-02-03, to: 2025-02-03, reason: back}, {from: 2025-02-10, to: 2025-02-11},"
        " {from: 2025-03-03, to: 2025-03-04, reason: back},"
        " {from: 2023-03-03, to: 2023-03-04, reason: infection},"
        " {from: 2025-03-06, to: 2025-03-06, reason: infection, category: pregnancy}]"
    }
    other = {"absences": "[{from: 2025-02-03, to: 2025-02-04, reason: back}]"}
    found = told(BroadReasons(), "2025-03-10", one, other).result()
    assert found == {"back": (2, 3, 5, 2), None: (1, 1, 2, 1)}


def test_a_reason_of_which_no_day_is_left_is_passed_over():
    one = {
        "absences": "[{from: 2025-11-17, to: 2025-11-20, reason: back},"
        " {from: 2025-11-21, to: 2025-11-24, reason: infection}]"
    }
    assert told(BroadReasons(), "2026-11-20", one).result() == {"infection": (1, 1, 2, 1)}


# Consistency ------------------------------------------------------------------------------------------


def test_the_same_stage_and_what_was_done_and_decided_there():
    people = [
        {"away": TWICE, "events": met("2025-03-12")},  # on the last day
        {"away": TWICE, "events": met("2025-03-13", "nothing")},
        {"away": TWICE},
    ]
    handled = told(Consistency(), "2025-03-20", *people).result()
    meet = handled[Place("review", "meet")]
    assert meet.how == {"in time": [0], "late": [1], "not on record": [2]}
    assert meet.outcomes == {"watch": [0], "nothing": [1]}
    assert (meet.people, meet.others) == (3, [0, 1, 2])
    assert handled[Place("review", "note")].how == {
        "not on record": [0, 1]
    }  # nobody was met in the third
    assert Place("review", "offer") not in handled


def test_what_is_not_due_yet_or_fell_away_is_in_no_count():
    waits = told(Consistency(), "2025-03-12", {"away": TWICE}).result()
    assert waits == {}
    assert Place("review", "meet") in told(Consistency(), "2025-03-13", {"away": TWICE}).result()


def test_what_is_done_after_a_stay_was_left_is_no_part_of_it_but_for_what_follows_from_it():
    again = met("2025-03-10", "nothing") + met("2025-04-10", "nothing")
    note = "- {on: 2025-04-11, action: note}\n"  # the last day for it was 12 March
    handled = told(Consistency(), "2025-05-01", {"away": TWICE, "events": again + note}).result()
    assert handled[Place("review", "note")].how == {"late": [0]}
    assert handled[Place("review", "meet")].outcomes == {"nothing": [0]}

    placed = "- {on: 2025-03-07, placed: {main: fine}, because: agreed}\n"
    only = placed + met("2025-04-10", "nothing") + note
    assert told(Consistency(), "2025-05-01", {"away": TWICE, "events": only}).result() == {}


def test_what_was_done_alike_does_not_differ():
    for day in ("2025-03-12", "2025-03-13"):  # all of them in time, or all of them late
        people = [{"away": TWICE, "events": met(day)}] * 2
        assert told(Consistency(), "2025-03-14", *people).result()[Place("review", "meet")].others == []


def test_for_whom_something_else_was_done_than_for_most_is_named():
    early, late = ({"away": TWICE, "events": met(day)} for day in ("2025-03-12", "2025-03-13"))
    handled = told(Consistency(), "2025-03-14", late, early, late).result()
    assert handled[Place("review", "meet")].others == [1]


def test_each_school_is_counted_apart():
    people = [
        {"away": TWICE, "events": met("2025-03-06"), "school": "Ash"},
        {"away": TWICE, "school": "Ash"},
        {"away": TWICE, "events": met("2025-03-12"), "school": "Beech"},
    ]
    schools = told(Consistency(), "2025-03-14", *people).by_school()
    assert schools == {"Ash": (2, (1, 1), (2, 2)), "Beech": (1, (1, 1), (0, 0))}


def test_the_days_to_a_meeting_are_those_the_school_is_open():
    people = [
        {"away": TWICE, "events": met("2025-03-10"), "school": "Ash"},  # 6, 7 and 10 March
        {"away": TWICE, "events": met("2025-03-05"), "school": "Ash"},  # on the day itself
        {"away": TWICE, "events": met("2025-03-06"), "school": "Ash"},
        {"away": TWICE, "events": met("2025-03-07"), "school": "Ash"},
        {"away": TWICE, "school": "Beech"},
    ]
    waited = told(DaysToMeeting(), "2025-03-14", *people).result()
    assert waited["Ash"] == (4, Fraction(3, 2), (4, 4), (0, 0), (0, 0))
    assert waited["Beech"] == (1, None, (0, 0), (1, 1), (0, 0))


def test_actions_late_and_meetings_held_are_counted_by_times_and_by_people():
    late = {"away": TWICE, "events": met("2025-03-13"), "school": "Ash"}  # and no note
    assert told(Consistency(), "2025-03-20", late).by_school()["Ash"] == (1, (0, 0), (2, 1))
    events = met("2025-03-06", "nothing") + met("2025-11-05", "nothing")
    again = {"away": f"{TWICE}, 2025-10-06..2025-10-07, 2025-11-03..2025-11-03", "events": events}
    waited = told(DaysToMeeting(), "2025-12-01", again).result()[None]
    assert waited == (1, 1, (2, 1), (0, 0), (0, 0))


# Contacts ---------------------------------------------------------------------------------------------

ONCE, NEVER = (1, 1), (0, 0)  # times, and people


@pytest.mark.parametrize(
    ("talked", "on", "kept"),
    [
        ("2025-03-10", "2025-03-20", (1, ONCE, NEVER, NEVER)),
        ("2025-03-12", "2025-03-20", (1, ONCE, NEVER, NEVER)),
        ("2025-03-13", "2025-03-20", (1, NEVER, ONCE, NEVER)),
        (None, "2025-03-20", (1, NEVER, NEVER, ONCE)),
        (None, "2025-03-12", None),
    ],
)
def test_the_talk_is_in_time_late_or_missed(talked, on, kept):
    events = f"[{{on: {talked}, contact: talk}}]" if talked else "[]"
    one = {"away": "2025-03-03..2025-03-07", "events": events}
    assert told(ContactsOnTime(), on, one).result().get("talk") == kept


def test_a_talk_settles_its_own_absence_and_no_other():
    one = {"away": TWICE, "events": "[{on: 2025-03-05, contact: talk}]"}
    assert told(ContactsOnTime(), "2025-03-20", one).result()["talk"] == (1, ONCE, NEVER, ONCE)


def test_contacts_missed_are_counted_by_times_and_by_people():
    twice, once = {"away": TWICE}, {"away": "2025-03-03..2025-03-04"}
    kept = told(ContactsOnTime(), "2025-03-20", twice, once).result()["talk"]
    assert kept == (2, NEVER, NEVER, (3, 2))


def test_somebody_never_away_is_asked_for_no_contact():
    assert told(ContactsOnTime(), "2025-03-20", {}).result() == {}


def test_contacts_before_the_last_12_months_are_not_counted():
    one = {"away": "2024-01-08..2024-01-09, 2025-03-03..2025-03-04"}
    kept = told(ContactsOnTime(), "2025-03-20", one).result()
    assert (kept["talk"].whole, kept["call-in"].whole) == (1, 1)


def test_a_contact_is_one_of_the_last_12_months_by_the_last_day_for_it_and_is_said_to_be():
    one = {"away": "2024-03-15..2024-03-18"}  # back on the 19th, and the talk is due by the 21st
    for on, times in (("2025-03-19", 1), ("2025-03-20", 1), ("2025-03-21", 0)):
        kept = told(ContactsOnTime(), on, one).result()
        assert sum(contact.whole for id, contact in kept.items() if id == "talk") == times
    assert "whose last day is in the last 12 months" in contacts.COUNTED


# Bradford ---------------------------------------------------------------------------------------------


def test_the_score_leaves_out_what_does_not_count():
    one = {
        "absences": "[{from: 2025-01-06, to: 2025-01-07}, {from: 2025-02-03, to: 2025-02-03},"
        " {from: 2025-03-03, to: 2025-03-05, category: disability},"
        " {from: 2025-03-06, to: 2025-03-07, category: pregnancy}]"
    }
    (score,) = told(Bradford(), "2025-03-10", {}, one).result()
    assert score == (1, 12, 2, 3)


WEEKEND = {"away": "2026-09-12..2026-09-13, 2026-10-06"}
FOUR = {"pattern": "[{from: 2020-01-01, days: [mon, tue]}]"} | {
    "away": "2026-09-10..2026-09-11, 2026-10-06, 2026-11-05"
}
HALF = {
    "absences": "[{from: 2026-09-08, to: 2026-09-08, part: half}, {from: 2026-10-06, to: 2026-10-07}]"
}
EDGE = {"away": "2025-11-13..2025-11-24, 2026-10-06"}
SAME_DATE = {"away": "2025-11-20, 2026-10-06"}


@pytest.mark.parametrize(
    ("counting", "one", "score", "absences"),
    [
        ("", WEEKEND, 1, 1),
        ("", FOUR, 1, 1),
        ("", HALF, 10, 2),
        ("part_days: {make_an_absence: false}", HALF, Fraction(5, 2), 1),
        ("", EDGE, 12, 2),
        ("across_the_edge: {within: started inside}", EDGE, 1, 1),
        ("across_the_edge: {within: whole absence}", EDGE, 36, 2),
        ("", SAME_DATE, 1, 1),
        ("same_date_counts: true", SAME_DATE, 8, 2),
    ],
)
def test_the_score_is_that_of_the_engine(counting, one, score, absences):
    rest = f"counting: {{{counting}}}"
    assert figure("{bradford: {less_than: 999, within: 12 months}}", "2026-11-20", rest, **one) == score
    flow = flow_of(f"{rest}\nstages: {{fine: {{}}}}")
    (found,) = told(Bradford(), "2026-11-20", one, flow=flow).result()
    assert (found.score, found.absences) == (score, absences)


def test_part_days_alone_are_no_score_where_they_are_no_absence():
    flow = flow_of("counting: {part_days: {make_an_absence: false}}\nstages: {fine: {}}")
    alone = {"absences": "[{from: 2026-09-08, to: 2026-09-08, part: half}]"}
    assert told(Bradford(), "2026-11-20", alone, flow=flow).result() == []


# Suppression ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sizes", "away"),
    [
        ({}, ""),
        ({"a": 5, "b": 90}, ""),
        ({"a": 0, "b": 90}, ""),
        ({"a": 4, "b": 90, "c": 7}, "ac"),  # 101 less the others would be 4
        ({"a": 1, "b": 1, "c": 7, "d": 90}, "abc"),  # 2 for both would be 1 and 1
        ({"a": 4, "b": 4, "c": 7}, "ab"),
        ({"a": 3}, "a"),
    ],
)
def test_small_groups_are_hidden_and_what_would_give_them_away(sizes, away):
    assert hidden(sizes) == set(away)


@pytest.mark.parametrize(
    ("people", "absent", "away"),
    [
        ("abc", (2, 0, 30), "ac"),  # b, with nobody absent, is no cover for a
        ("abc", (1, 0, 0), "a"),  # a total of 1 is not shown
        ("abc", (3, 2, 0), "abc"),  # a total of 5 is, so that nobody may know whose they are
        ("abcd", (2, 9, 9, 0), "ab"),
    ],
)
def test_a_group_with_nobody_absent_is_no_cover_for_one_with_few(people, absent, away):
    sizes = dict(zip(people, absent, strict=True))
    assert hidden(dict.fromkeys(people, 20), sizes) == set(away)


def test_a_row_hidden_for_one_column_is_hidden_for_all():
    late, in_time = {"a": 2, "b": 10, "c": 12}, {"a": 9, "b": 8, "c": 4}
    assert hidden(late) == {"a", "b"}
    assert hidden(in_time) == {"c", "b"}
    assert hidden(late, in_time) == {"a", "c"}  # each is cover for the other
    assert hidden({"a": 3, "b": 5, "c": 9}, {"a": 0, "b": 2, "c": 9}) == {"a", "b", "c"}


def test_a_total_is_hidden_where_it_is_itself_of_few():
    assert hides_total({"a": 3})
    assert hides_total({"a": 2, "b": 1})
    assert hides_total({"a": 20, "b": 10}, {"a": 1, "b": 0})
    assert not hides_total({"a": 4, "b": 7})


columns = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), max_size=7)


@given(columns)
def test_no_hidden_row_can_be_told_to_be_small_from_any_column(rows):
    tables = [dict(enumerate(column)) for column in zip(*rows, strict=True)]
    away = hidden(*tables)
    for sizes in tables:
        assert {key for key, size in sizes.items() if 0 < size < LEAST} <= away
        filled = [size for key, size in sizes.items() if size and key in away]
        if filled and not hides_total(sizes):
            assert sum(filled) - (len(filled) - 1) >= LEAST or len(away) == len(rows)


@given(st.lists(st.integers(0, 12), max_size=7))
def test_no_hidden_group_can_be_told_to_be_small_from_the_others_and_the_total(numbers):
    sizes = dict(enumerate(numbers))
    away = hidden(sizes)
    assert {key for key, size in sizes.items() if 0 < size < LEAST} <= away
    if away and not hides_total(sizes) and away != set(sizes):
        left = sum(numbers) - sum(size for key, size in sizes.items() if key not in away)
        # Each of the others has at least one: even so, this one could have five.
        assert len(away) > 1
        assert left - (len(away) - 1) >= LEAST
