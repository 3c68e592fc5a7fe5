"""Absences seen from a day: which records are one, when an absence is over, when the person is back."""

from datetime import date
from fractions import Fraction

from flowrules.calendar import Calendar, bank_holidays, working_week
from flowrules.lines import COUNTS, NEVER, UNDECIDED, Keeping, Line, Pattern
from flowrules.timeline import Timeline

JOIN = "across non-working days"
MON_TO_FRI = ("mon", "tue", "wed", "thu", "fri")
ENGLAND = Calendar(working_week(MON_TO_FRI), bank_holidays("england"))


def day(text):
    return date.fromisoformat(text).toordinal()


def line(first, last=None, status=COUNTS, learnt=None, decided=COUNTS, expected=()):
    return Line(
        day(first),
        day(last) if last else None,
        status,
        day(learnt) if learnt else None,
        decided,
        tuple((day(on), day(until)) for on, until in expected),
        0,
    )


def timeline(*lines, join=JOIN, week=MON_TO_FRI, patterns=(), calendar=ENGLAND):
    known = patterns or ((1, week),)
    lines = [one._replace(place=place) for place, one in enumerate(lines)]
    rows = tuple(Pattern(start, (halves(days),)) for start, days in known)
    return Timeline(lines, rows, calendar, Keeping(join))


def halves(days):
    """The half days of a week of whole days."""
    return tuple(2 * works for works in working_week(days))


def working_days(found, first, last):
    return Fraction(found.working_time(day(first), day(last)), found.unit)


def text(number):
    return number and date.fromordinal(number).isoformat()


def days(found, on):
    """First and last day of every absence seen from a day."""
    return [(text(spell.first), text(spell.last)) for spell in found.spells(day(on))]


def last_one(found, on):
    return found.spells(day(on))[-1]


def test_records_that_touch_are_one_absence():
    found = timeline(line("2025-03-03", "2025-03-04"), line("2025-03-05", "2025-03-06"))
    assert days(found, "2025-03-10") == [("2025-03-03", "2025-03-06")]
    assert found.spells(day("2025-03-10"))[0].lines == (0, 1)


def test_a_day_at_work_parts_two_absences():
    found = timeline(line("2025-03-03", "2025-03-04"), line("2025-03-06", "2025-03-06"))
    assert days(found, "2025-03-10") == [("2025-03-03", "2025-03-04"), ("2025-03-06", "2025-03-06")]


def test_records_parted_by_a_weekend_are_one_absence():
    found = timeline(line("2025-03-06", "2025-03-07"), line("2025-03-10", "2025-03-11"))
    assert days(found, "2025-03-12") == [("2025-03-06", "2025-03-11")]


def test_records_parted_by_bank_holidays_and_a_weekend_are_one_absence():
    # Thursday 17 April; Good Friday, a weekend and Easter Monday; Tuesday 22 April.
    records = (line("2025-04-17", "2025-04-17"), line("2025-04-22", "2025-04-22"))
    assert days(timeline(*records), "2025-04-23") == [("2025-04-17", "2025-04-22")]


def test_easter_monday_is_a_working_day_in_scotland():
    records = (line("2025-04-17", "2025-04-17"), line("2025-04-22", "2025-04-22"))
    scotland = ENGLAND._replace(holidays=bank_holidays("scotland"))
    assert len(timeline(*records, calendar=scotland).spells(day("2025-04-23"))) == 2


def test_records_parted_by_days_off_in_the_persons_own_pattern_are_one_absence():
    records = (line("2025-03-05", "2025-03-05"), line("2025-03-10", "2025-03-10"))
    assert len(timeline(*records, week=("mon", "tue", "wed")).spells(day("2025-03-12"))) == 1
    assert len(timeline(*records).spells(day("2025-03-12"))) == 2


def test_under_join_never_each_record_is_its_own_absence():
    records = (line("2025-03-03", "2025-03-04"), line("2025-03-05", "2025-03-06"))
    found = timeline(*records, join="never")
    assert days(found, "2025-03-10") == [("2025-03-03", "2025-03-04"), ("2025-03-05", "2025-03-06")]


def test_records_join_only_if_they_count_alike():
    found = timeline(line("2025-03-03", "2025-03-04"), line("2025-03-05", "2025-03-06", status=NEVER))
    assert [spell.status for spell in found.spells(day("2025-03-10"))] == [COUNTS, NEVER]


def test_records_that_count_alike_join_over_one_that_does_not():
    found = timeline(
        line("2025-03-07", "2025-03-07"),
        line("2025-03-08", "2025-03-09", status=NEVER),  # a weekend
        line("2025-03-10", "2025-03-10"),
    )
    assert days(found, "2025-03-11") == [("2025-03-07", "2025-03-10"), ("2025-03-08", "2025-03-09")]


def test_an_undecided_record_joins_its_neighbours_once_it_is_decided_that_it_counts():
    found = timeline(
        line("2025-03-03", "2025-03-04"),
        line("2025-03-05", "2025-03-06", status=UNDECIDED, learnt="2025-03-20"),
    )
    assert len(found.spells(day("2025-03-19"))) == 2
    assert days(found, "2025-03-20") == [("2025-03-03", "2025-03-06")]
    assert last_one(found, "2025-03-20").learnt == day("2025-03-20")
    assert last_one(found, "2025-03-19").learnt is None


def test_what_was_learnt_last_of_an_absence_is_its_news():
    found = timeline(
        line("2025-03-03", "2025-03-04", status=UNDECIDED, learnt="2025-03-10"),
        line("2025-03-05", "2025-03-06", status=UNDECIDED, learnt="2025-03-20"),
    )
    assert text(found.spells(day("2025-03-19"))[0].learnt) == "2025-03-10"
    assert text(found.spells(day("2025-03-20"))[0].learnt) == "2025-03-20"


def test_what_is_decided_not_to_count_does_not():
    found = timeline(
        line("2025-03-05", "2025-03-06", status=UNDECIDED, learnt="2025-03-20", decided=NEVER)
    )
    assert last_one(found, "2025-03-19").status == UNDECIDED
    assert last_one(found, "2025-03-20").status == NEVER


def test_an_absence_that_ends_later_is_still_in_progress():
    found = timeline(line("2025-03-03", "2025-03-14"))
    spell = last_one(found, "2025-03-05")
    assert (spell.last, spell.over, spell.returns) == (day("2025-03-05"), False, None)


def test_an_absence_that_has_not_begun_is_not_seen():
    assert timeline(line("2025-03-03", "2025-03-14")).spells(day("2025-03-02")) == []


def test_an_open_ended_absence_lasts_to_the_day_looked_at():
    found = timeline(line("2025-03-03"))
    assert days(found, "2025-06-01") == [("2025-03-03", "2025-06-01")]
    assert not last_one(found, "2025-06-01").over


def test_seen_day_by_day_absences_are_as_they_are_seen_at_once():
    records = (
        line("2025-03-03", "2025-03-07"),
        line("2025-03-10", "2025-03-11", status=UNDECIDED, learnt="2025-03-20"),
        line("2025-03-26", "2025-04-02"),
        line("2025-04-07", "2025-04-08", status=UNDECIDED, learnt="2025-04-30", decided=NEVER),
    )
    for join in (JOIN, "never"):
        one = timeline(*records, join=join)
        for number in range(day("2025-03-01"), day("2025-05-10")):
            assert one.spells(number) == timeline(*records, join=join).spells(number)


def test_an_absence_is_over_when_no_record_could_join_it_any_more():
    found = timeline(line("2025-03-06", "2025-03-07"))  # Thursday and Friday
    over = [last_one(found, f"2025-03-{n:02}").over for n in (7, 8, 9, 10)]
    assert over == [False, False, False, True]


def test_the_next_fit_note_from_monday_never_looks_like_a_return():
    found = timeline(line("2025-03-03", "2025-03-07"), line("2025-03-10", "2025-03-21"))
    assert not any(last_one(found, f"2025-03-{n:02}").over for n in range(3, 22))


def test_under_join_never_an_absence_is_over_the_day_after_its_last():
    found = timeline(line("2025-03-06", "2025-03-07"), join="never")
    assert [last_one(found, f"2025-03-{n:02}").over for n in (7, 8)] == [False, True]


def test_the_day_of_return_is_the_next_day_the_person_would_have_worked():
    friday = timeline(line("2025-03-06", "2025-03-07"))
    assert text(last_one(friday, "2025-03-08").returns) == "2025-03-10"
    easter = timeline(line("2025-04-17", "2025-04-17"))
    assert text(last_one(easter, "2025-04-18").returns) == "2025-04-22"
    part_time = timeline(line("2025-03-05", "2025-03-05"), week=("mon", "tue", "wed"))
    assert text(last_one(part_time, "2025-03-06").returns) == "2025-03-10"


def test_of_what_is_expected_the_latest_known_by_the_day_holds():
    notes = (("2025-03-04", "2025-04-04"), ("2025-03-28", "2025-03-31"))
    found = timeline(line("2025-03-03", expected=notes))
    assert last_one(found, "2025-03-03").until is None
    assert text(last_one(found, "2025-03-27").until) == "2025-04-04"
    assert text(last_one(found, "2025-03-28").until) == "2025-03-31"


def test_working_days_leave_out_rest_days_and_bank_holidays():
    found = timeline(line("2025-04-14", "2025-04-25"))
    assert working_days(found, "2025-04-14", "2025-04-25") == 8
    assert working_days(found, "2025-04-18", "2025-04-21") == 0
    assert working_days(found, "2025-04-17", "2025-04-22") == 2


def test_a_new_working_pattern_holds_from_its_first_day():
    patterns = ((1, ("mon", "tue")), (day("2025-03-10"), MON_TO_FRI))
    found = timeline(line("2025-03-03", "2025-03-14"), patterns=patterns)
    assert working_days(found, "2025-03-03", "2025-03-09") == 2
    assert working_days(found, "2025-03-03", "2025-03-14") == 7
    assert not found.is_working(day("2025-03-05"))
    assert found.is_working(day("2025-03-12"))
