"""Deadlines as a calendar: neutral, confidential, and the same entries when it is imported again."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from asking import record_of
from icalendar import Calendar
from people_of_oakfield import FLOW, answers, oakfield_people, person_of, worklist_of
from test_versions import two

from flowrules.answer import Asked
from flowrules.people import Stray
from flowrules.records.yaml_file import read_yaml
from flowrules.report.ics import OfAnother, uid_of, write_ics
from flowrules.report.worklist import work_of_stray
from flowrules.tables.faults import fault

TELLING = ("ill", "review", "occupational", "absence", "meet", "adjust", "talk", "stage", "track", "health",
           "warning", "dismiss", "hearing", "procedure", "support")  # fmt: skip


def ics_of(people=None, on=date(2026, 11, 21), **given):
    file = BytesIO()
    with worklist_of(answers(people or oakfield_people(on), on=on), asked=Asked(on)) as made:
        write_ics(made, file, **given)
    return file.getvalue()


def events(content):
    return Calendar.from_ical(content).walk("VEVENT")


def by_uid(*contents):
    """What a calendar program keeps of several imports: the entry with the highest SEQUENCE of each UID."""
    kept = {}
    for content in contents:
        for event in events(content):
            uid = str(event["uid"])
            if uid not in kept or event["sequence"] >= kept[uid]["sequence"]:
                kept[uid] = event
    return kept


def test_each_thing_that_is_due_on_a_day_is_an_entry_of_that_day():
    days = [(event["dtstart"].dt, event["dtend"].dt) for event in events(ics_of())]
    due = [date(2026, 11, 3), date(2026, 11, 16), date(2026, 11, 17), date(2026, 11, 23),
           date(2026, 11, 30), date(2026, 12, 22)]  # fmt: skip
    assert days == [(day, day + timedelta(days=1)) for day in due]


def test_an_entry_is_confidential_and_takes_up_no_time():
    content = ics_of()
    for event in events(content):
        assert event["class"] == "CONFIDENTIAL"
        assert event["transp"] == "TRANSPARENT"
        assert "status" not in event
        assert "organizer" not in event
        assert "attendee" not in event
    assert Calendar.from_ical(content)["method"] == "PUBLISH"


def test_an_entry_tells_neither_what_is_to_be_done_nor_why():
    people = [
        one._replace(name="Bo Peep", school="Oakfield", manager="P. Fell") for one in oakfield_people()
    ]
    content = ics_of(people)
    assert {str(event["summary"]) for event in events(content)} == {
        f"Due: {one}" for one in ("E1103", "E1190", "E1146", "E1077")
    }
    said = " ".join(
        str(event["summary"]) + str(event["description"]) for event in events(content)
    ).lower()
    assert not [word for word in (*TELLING, "peep", "fell", "oakfield") if word in said]


def test_what_is_to_be_done_is_told_where_it_is_asked_for():
    titles = {str(event["summary"]) for event in events(ics_of(titles=True))}
    assert "E1103: Hold the midway review" in titles


def test_the_file_is_as_rfc_5545_wants_it():
    long = person_of(f"employee: {{id: {'É' * 60}}}\nabsences: [{{from: 2026-10-05}}]\n")
    content = ics_of([*oakfield_people(), long])
    assert content.startswith(b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n")
    assert content.endswith(b"END:VEVENT\r\nEND:VCALENDAR\r\n")
    lines = content.split(b"\r\n")
    assert b"\n" not in b"".join(lines)
    assert max(map(len, lines)) <= 75
    assert any(line.startswith(b" ") for line in lines), "a long line is folded"
    for event in events(content):
        assert {"UID", "DTSTAMP", "DTSTART", "DTEND", "SEQUENCE", "LAST-MODIFIED"} <= set(event)
        assert not event.errors
    assert f"Due: {'É' * 60}" in {str(event["summary"]) for event in events(content)}


def test_the_same_day_gives_the_same_bytes():
    assert ics_of() == ics_of()


def test_imported_twice_no_entry_doubles():
    first = ics_of()
    assert by_uid(first, first).keys() == by_uid(first).keys()
    assert len(by_uid(first)) == len(events(first)) == 6


def test_a_later_calendar_moves_entries_and_doubles_none():
    text = "employee: {id: E7}\nabsences: [{from: 2026-10-05}]\nevents: [{on: 2026-11-09, contact: keep-in-touch}]\n"
    early, late = date(2026, 11, 13), date(2026, 11, 20)
    first = ics_of([person_of(text, early)], early)
    second = ics_of([person_of(text, late)], late)
    meeting = {event["dtstart"].dt: event["uid"] for event in events(first)}
    again = {event["dtstart"].dt: event["uid"] for event in events(second)}
    assert meeting[date(2026, 11, 13)] == again[date(2026, 11, 13)], "the support meeting, now overdue"
    touch = [uid for day, uid in meeting.items() if day == date(2026, 11, 16)]
    assert touch == [uid for day, uid in again.items() if day == date(2026, 11, 23)], "moved by a week"
    assert by_uid(first, second).keys() == by_uid(second).keys()


def uids_of_meetings(*placed):
    """The entries of the first meeting in a stage, for somebody who was placed in it or out of it."""
    lines = "".join(
        f"  - {{on: {day}, placed: {{attendance: {stage}}}, because: so}}\n" for day, stage in placed
    )
    record = f"employee: {{id: E7}}\nabsences: [{{from: 2026-09-01, to: 2026-09-01}}]\nevents:\n{lines}"
    with worklist_of(answers([person_of(record)])) as made:
        return {uid_of(line) for line in made.lines() if line.what.startswith("Meet and")}


def test_a_second_stay_in_a_stage_has_entries_of_its_own():
    stage, start = "informal-review", FLOW.tracks[0].start
    once = uids_of_meetings(("2026-11-02", stage))
    again = uids_of_meetings(("2026-10-05", stage), ("2026-10-06", start), ("2026-11-02", stage))
    assert len(once) == len(again) == 1
    assert not once & again


def test_an_entry_stays_the_same_where_a_date_of_the_record_is_put_right():
    stage = "informal-review"
    assert uids_of_meetings(("2026-11-02", stage)) == uids_of_meetings(("2026-11-09", stage))
    text = "employee: {id: E7}\nabsences: [{from: DAY}]\n"
    was, now = (ics_of([person_of(text.replace("DAY", day))]) for day in ("2026-11-17", "2026-11-18"))
    assert len(events(was)) > 0
    assert by_uid(was).keys() == by_uid(now).keys()
    assert by_uid(was) != by_uid(now), "moved"


def test_an_entry_stays_the_same_where_a_version_of_the_procedure_follows_another():
    flow = two()
    people = [person_of("employee: {id: E7}\nabsences: []\n")]
    record = record_of(away="2025-03-03, 2025-04-07, 2025-05-12")
    uids = []
    for day in (date(2025, 8, 31), date(2025, 9, 1)):
        answered = answers([people[0]._replace(record=record)], flow, day)
        with worklist_of(answered, flow, asked=Asked(day)) as made:
            uids.append({uid_of(line) for line in made.lines()})
    assert len(uids[0]) > 0
    assert uids[0] == uids[1]


def test_people_and_procedures_do_not_share_entries():
    text = "employee: {id: ID}\nabsences: [{from: 2026-11-18}]\n"
    one, other = (by_uid(ics_of([person_of(text.replace("ID", id))])) for id in ("E7", "E8"))
    assert len(one) > 0
    assert not one.keys() & other.keys()


def test_what_is_due_no_more_is_withdrawn_where_the_earlier_calendar_is_given():
    first = ics_of()
    people = [one for one in oakfield_people(date(2026, 11, 22)) if one.id != "E1103"]
    second = ics_of(people, date(2026, 11, 22), since=first)
    (cancelled,) = [event for event in events(second) if event.get("status") == "CANCELLED"]
    (review,) = [event for event in events(first) if "E1103" in event["summary"]]
    assert cancelled["uid"] == review["uid"]
    assert cancelled["dtstart"].dt == review["dtstart"].dt
    assert cancelled["sequence"] > review["sequence"]
    kept = by_uid(first, second)
    assert len(kept) == 6
    third = ics_of(people, date(2026, 11, 23), since=second)
    assert not [event for event in events(third) if event.get("status") == "CANCELLED"]


def test_what_was_withdrawn_stays_so_for_the_day_and_is_numbered_above_where_it_is_due_again():
    due = [person_of("employee: {id: E7}\nabsences: [{from: 2026-11-17}]\n")]
    nothing = [person_of("employee: {id: E7}\n")]
    first = ics_of(due)
    second = ics_of(nothing, since=first)
    third = ics_of(nothing, since=second)
    assert events(third) == events(second)
    again = ics_of(due, since=third)
    assert all(number > sequences(third)[uid] for uid, number in sequences(again).items())


def sequences(content):
    return {str(event["uid"]): event["sequence"] for event in events(content)}


def test_what_changes_on_one_day_has_a_higher_sequence_where_the_earlier_calendar_is_given():
    text = "employee: {id: E7}\nabsences: [{from: DAY}]\n"
    was, now = (person_of(text.replace("DAY", day)) for day in ("2026-11-17", "2026-11-18"))
    first = ics_of([was])
    second = ics_of([now], since=first)
    third = ics_of([person_of("employee: {id: E7}\n")], since=second)
    again = ics_of([now], since=third)
    for before, after in ((first, second), (second, third), (third, again)):
        one, other = sequences(before), sequences(after)
        assert one.keys() == other.keys()
        assert all(other[uid] > one[uid] for uid in one)
    assert sequences(ics_of([now], since=again)) == sequences(again), "the same entries"
    asked_late = sequences(ics_of([now], date(2026, 11, 20), since=again))
    assert all(asked_late[uid] >= number for uid, number in sequences(again).items())


@pytest.mark.parametrize("was", [b"SUMMARY:Due: ", b"DESCRIPTION:See"])
def test_another_text_alone_makes_an_entry_of_one_day_another(was):
    people = [person_of("employee: {id: E7}\nabsences: [{from: 2026-11-17}]\n")]
    now = ics_of(people)
    before = now.replace(was, was + b"A")
    assert before != now
    one, other = sequences(before), sequences(ics_of(people, since=before))
    assert all(other[uid] == number + 1 for uid, number in one.items())


def test_entries_of_others_are_not_withdrawn():
    other = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:1@school\r\nDTSTAMP:20260101T000000Z\r\nDTSTART;VALUE=DATE:20260101\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    assert len(events(ics_of(since=other))) == 6


def test_a_calendar_of_another_procedure_is_refused():
    head = next(line for line in ics_of().splitlines() if line.startswith(b"X-FLOWRULES-OF"))
    assert b"oakfield" not in head
    with pytest.raises(OfAnother):
        ics_of(since=ics_of().replace(head, b"X-FLOWRULES-OF:0123"))
    assert len(events(ics_of(since=ics_of().replace(head + b"\r\n", b"")))) == 6


def test_an_earlier_calendar_that_is_none_is_refused():
    with pytest.raises(ValueError, match="could not be parsed"):
        ics_of(since=b"no calendar")


def test_an_earlier_calendar_with_an_entry_of_no_day_is_refused():
    with pytest.raises(ValueError, match="no day"):
        ics_of([person_of("employee: {id: E7}\n")], since=ics_of().replace(b"DTSTART", b"X-START"))


def test_a_calendar_of_nothing_is_still_a_calendar():
    content = ics_of([person_of("employee: {id: E7}\n")])
    assert events(content) == []
    assert Calendar.from_ical(content)["version"] == "2.0"


def test_nothing_is_withdrawn_of_somebody_who_is_not_decided():
    first = ics_of(titles=True)
    people = [one for one in oakfield_people(date(2026, 11, 22)) if one.id != "E1103"]
    broken = person_of("employee: {id: E1103}\nabsences: [{from: 2026-09-02, to: 2026-09-01}]\n")
    for earlier in (first, ics_of()):
        second = ics_of([*people, broken], date(2026, 11, 22), since=earlier)
        assert not [event for event in events(second) if event.get("status") == "CANCELLED"]
        third = ics_of(people, date(2026, 11, 23), since=second)
        (gone,) = [event for event in events(third) if event.get("status") == "CANCELLED"]
        (review,) = [event for event in events(earlier) if "E1103" in event["summary"]]
        assert gone["uid"] == review["uid"]


@pytest.mark.parametrize("titles", [True, False])
@pytest.mark.parametrize("id", ["Oak: 7", "Due: 7", "Oak, 7; b: c"])
def test_nothing_is_withdrawn_of_somebody_not_decided_whatever_their_id(id, titles):
    text = f"employee: {{id: '{id}'}}\nabsences: [{{from: 2026-11-17DAYS}}]\n"
    first = ics_of([person_of(text.replace("DAYS", ""))], titles=titles)
    broken = person_of(text.replace("DAYS", ", to: 2026-11-16"))
    assert len(events(first)) > 0
    assert events(ics_of([broken], since=first, titles=titles)) == events(first)


def test_nothing_is_withdrawn_while_a_row_could_be_anybodys():
    on = date(2026, 11, 22)
    people = [one for one in oakfield_people(on) if one.id != "E1103"]
    file = BytesIO()
    with worklist_of(answers(people, on=on), asked=Asked(on)) as made:
        made.add(work_of_stray(Stray((fault("nobody-named", "absences.csv", 3),))))
        write_ics(made, file, since=ics_of())
    assert not [event for event in events(file.getvalue()) if event.get("status") == "CANCELLED"]


@pytest.mark.parametrize(
    "unread", [b"employee: {id: E1103\n", b"employee: {id: [E1103]}\n", b"absences: 7"]
)
def test_nothing_is_withdrawn_while_a_record_of_which_no_id_can_be_read_is_not_decided(unread):
    on = date(2026, 11, 22)
    people = [one for one in oakfield_people(on) if one.id != "E1103"]
    (broken,) = read_yaml(BytesIO(unread), "somebody.yaml", Asked(on).horizon)
    second = ics_of([*people, broken], on, since=ics_of())
    assert not [event for event in events(second) if event.get("status") == "CANCELLED"]
