"""Terms, closures and INSET days: for the school, for those who work in term time, and for the others.

Terms of 2025 in England; 6 January and 3 March are Mondays, the half term is 17 to 21 February.
"""

from datetime import date

import pytest
from asking import agenda, answer, figure, first_met, flow_of, one_move, unknown

from flowrules.calendar import Duration

TERMS = (
    "terms: [{from: 2025-01-06, to: 2025-02-14}, {from: 2025-02-24, to: 2025-04-04}, "
    "{from: 2025-04-22, to: 2025-07-22}]"
)
CALENDAR = f"calendar: {{{TERMS}, term_time: [teacher]}}"
TEACHER = {"employee": "{group: teacher}"}
OFFICE = {"employee": "{group: office}"}
DAYS = "{working_days: {more_than: 0, within: 12 months}}"
TWO = "{absences: {at_least: 2, within: 6 months}}"
HALF_TERM = "2025-02-14..2025-02-24"


def calendar(text=CALENDAR):
    return flow_of(f"{text}\nstages: {{clear: {{}}}}\n").calendar


def day(text):
    return date.fromisoformat(text).toordinal()


# The school ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "closed", "opened"),
    [
        ("2025-02-14", False, True),  # the last day of a term
        ("2025-02-17", True, False),
        ("2025-02-22", True, False),  # a Saturday of the half term is a closure too
        ("2025-02-24", False, True),
        ("2025-04-21", True, False),  # Easter Monday, in a holiday
        ("2025-05-05", False, False),  # a bank holiday in term
        ("2025-01-03", False, True),  # before the first term given: taken as open
        ("2025-07-23", False, True),  # after the last
    ],
)
def test_what_lies_between_the_terms_is_closed(on, closed, opened):
    assert calendar().is_closed(day(on)) == closed
    assert calendar().is_open(day(on)) == opened


def test_an_inset_day_is_never_a_closure_and_always_open():
    inset = calendar(
        CALENDAR.replace("calendar: {", "calendar: {inset: [2025-02-21, 2025-02-22, 2025-05-05], ")
    )
    for on in ("2025-02-21", "2025-02-22", "2025-05-05"):
        assert not inset.is_closed(day(on))
        assert inset.is_open(day(on))


def test_closures_are_listed_as_days_and_as_spans():
    closed = calendar("calendar: {closures: [{from: 2025-12-22, to: 2026-01-02}, 2025-05-06]}")
    days = ("2025-05-06", "2025-12-22", "2026-01-02")
    assert all(closed.is_closed(day(on)) for on in days)
    assert not closed.is_closed(day("2026-01-03"))


def test_a_deadline_in_working_days_leaves_out_closures():
    ten = Duration(10, "working day")
    # 11 to 14 February, 24 to 28 February, 3 March
    assert calendar().deadline(day("2025-02-10"), ten) == day("2025-03-03")
    inset = calendar(CALENDAR.replace("calendar: {", "calendar: {inset: [2025-02-21], "))
    assert inset.deadline(day("2025-02-10"), ten) == day("2025-02-28")


@pytest.mark.parametrize(
    ("start", "weeks", "end"),
    [
        ("2025-02-10", 4, "2025-03-17"),  # the half term is one week more
        ("2025-02-14", 1, "2025-02-21"),  # the week of 17 February is not whole inside
        ("2025-02-16", 1, "2025-03-02"),  # and from the Sunday it is
        ("2025-03-31", 2, "2025-04-28"),  # the weeks of 7 and of 14 April, the second added by the first
        ("2025-03-28", 1, "2025-04-04"),
        ("2025-04-01", 1, "2025-04-08"),  # the week of 7 April is not whole inside
    ],
)
def test_term_weeks_are_longer_by_every_whole_week_of_closure(start, weeks, end):
    found = calendar().deadline(day(start), Duration(weeks, "term week"))
    assert date.fromordinal(found).isoformat() == end


def test_weeks_that_are_added_are_looked_at_too():
    closed = calendar(
        "calendar: {closures: [{from: 2025-03-10, to: 2025-03-14}, {from: 2025-03-17, to: 2025-03-21}]}"
    )
    # two weeks from Sunday 2 March end on the 16th; one more for the week of the 10th, and then one
    # more for that of the 17th, which the first brought in
    found = closed.deadline(day("2025-03-02"), Duration(2, "term week"))
    assert date.fromordinal(found).isoformat() == "2025-03-30"


def test_a_week_with_one_open_day_is_no_week_of_closure():
    inset = calendar(CALENDAR.replace("calendar: {", "calendar: {inset: [2025-02-21], "))
    found = inset.deadline(day("2025-02-10"), Duration(4, "term week"))
    assert date.fromordinal(found).isoformat() == "2025-03-10"


def test_term_weeks_stand_in_deadlines_and_in_moves():
    flow = flow_of(
        f"""\
        {CALENDAR}
        stages:
          clear: {{}}
          review:
            actions: [{{id: talk, do: Talk, by: hr, within: 4 term weeks}}]
            next: [{{after: 5 term weeks, to: clear}}]
        """
    )
    placed = "[{on: 2025-02-10, placed: {main: review}, because: carried over}]"
    assert agenda(flow, "2025-02-10", events=placed) == ["talk 2025-03-17 due"]
    (coming,) = answer(flow, "2025-02-10", events=placed).coming
    assert str(coming.on) == "2025-03-25"


# The staff -----------------------------------------------------------------------------------------


def test_those_who_work_in_term_time_lose_no_days_in_a_closure_and_the_others_do():
    # Friday 14 and Monday 24 February, and between them the half term
    assert figure(DAYS, "2025-02-24", CALENDAR, away=HALF_TERM, **TEACHER) == 2
    assert figure(DAYS, "2025-02-24", CALENDAR, away=HALF_TERM, **OFFICE) == 7


def test_a_pattern_says_otherwise_for_one_person():
    all_year = "[{from: 2024-09-01, days: [mon, tue, wed, thu, fri], term_time_only: false}]"
    assert figure(DAYS, "2025-02-24", CALENDAR, away=HALF_TERM, pattern=all_year, **TEACHER) == 7
    in_term = all_year.replace("false", "true")
    assert figure(DAYS, "2025-02-24", CALENDAR, away=HALF_TERM, pattern=in_term, **OFFICE) == 2
    plain = "[{from: 2024-09-01, days: [mon, tue]}]"  # 24 February, the group's rule
    assert figure(DAYS, "2025-02-24", CALENDAR, away=HALF_TERM, pattern=plain, **TEACHER) == 1


def test_an_inset_day_is_a_working_day_of_everybody_with_that_weekday():
    inset = CALENDAR.replace(
        "calendar: {", "calendar: {inset: [2025-02-21, 2025-05-05], "
    )  # Friday, Monday
    assert figure(DAYS, "2025-02-24", inset, away=HALF_TERM, **TEACHER) == 3
    mondays = "[{from: 2024-09-01, days: [mon]}]"
    assert figure(DAYS, "2025-02-24", inset, away=HALF_TERM, pattern=mondays, **TEACHER) == 1
    assert (
        figure(DAYS, "2025-05-05", inset, away="2025-05-05", **OFFICE) == 1
    )  # a bank holiday otherwise


def test_a_closure_parts_two_absences_of_those_who_do_not_work_in_it():
    away = "2025-02-14, 2025-02-24"
    assert first_met(TWO, "2025-03-31", CALENDAR, away=away, **TEACHER) == "2025-02-24"
    across = f"{CALENDAR}\ncounting: {{join: across closures too}}"
    assert first_met(TWO, "2025-03-31", across, away=away, **TEACHER) == "never"
    # who works all the year was at work in the half term
    assert first_met(TWO, "2025-03-31", across, away=away, **OFFICE) == "2025-02-24"


def test_a_closure_parts_nothing_where_the_pattern_has_no_day_in_it():
    closed = "calendar: {closures: [{from: 2025-03-04, to: 2025-03-05}], term_time: [teacher]}"
    away = "2025-03-03, 2025-03-06"
    ends = "[{from: 2024-09-01, days: [mon, thu, fri]}]"
    assert first_met(TWO, "2025-03-31", closed, away=away, pattern=ends, **TEACHER) == "never"
    all_days = "[{from: 2024-09-01, days: [mon, tue, wed, thu, fri]}]"
    assert first_met(TWO, "2025-03-31", closed, away=away, pattern=all_days, **TEACHER) == "2025-03-06"


def test_a_bank_holiday_inside_a_closure_parts_nothing():
    only = "calendar: {closures: [2025-04-21], term_time: [teacher]}"  # Easter Monday
    assert first_met(TWO, "2025-05-31", only, away="2025-04-17, 2025-04-22", **TEACHER) == "never"


def test_an_absence_to_the_last_day_of_a_term_is_over_on_the_first_day_of_the_closure():
    absent = "{absent: false}"
    flow = one_move(
        f"{{all: [recorded: report, {absent}]}}", f"{CALENDAR}\nevents: {{report: {{title: R}}}}"
    )

    def is_over(on, **parts):
        events = f"[{{on: {on}, recorded: report}}]"
        return bool(answer(flow, on, away="2025-02-10..2025-02-14", events=events, **parts).steps)

    assert [is_over(f"2025-02-{n}", **TEACHER) for n in (14, 16, 17)] == [False, False, True]
    assert [is_over(f"2025-02-{n}", **OFFICE) for n in (14, 16, 17)] == [False, False, True]


def test_under_join_across_closures_it_is_over_only_on_the_day_of_return():
    across = f"{CALENDAR}\ncounting: {{join: across closures too}}\nevents: {{report: {{title: R}}}}"
    flow = one_move("{all: [recorded: report, absent: false]}", across)
    for on, steps in (("2025-02-23", 0), ("2025-02-24", 1)):
        events = f"[{{on: {on}, recorded: report}}]"
        assert (
            len(answer(flow, on, away="2025-02-10..2025-02-14", events=events, **TEACHER).steps) == steps
        )


def test_the_day_of_return_is_after_the_closure_for_those_who_do_not_work_in_it():
    flow = flow_of(
        f"""\
        {CALENDAR}
        contact: [{{id: back, who: manager, to: employee, on: return}}]
        stages: {{clear: {{}}}}
        """
    )
    away = "2025-02-10..2025-02-14"
    assert agenda(flow, "2025-02-21", away=away, **TEACHER) == []
    assert agenda(flow, "2025-02-24", away=away, **TEACHER) == ["back 2025-02-24 due"]
    assert agenda(flow, "2025-02-17", away=away, **OFFICE) == ["back 2025-02-17 due"]


def test_a_trigger_assessed_on_return_waits_for_the_end_of_the_holiday():
    flow = flow_of(
        f"""\
        {CALENDAR}
        triggers: {{often: {{assessed: on return, absences: {{at_least: 1, within: 6 months}}}}}}
        stages: {{clear: {{next: [{{when: often, to: stage-1}}]}}, stage-1: {{}}}}
        """
    )
    for group, back in ((TEACHER, "2025-02-24"), (OFFICE, "2025-02-17")):
        (step,) = answer(flow, "2025-03-31", away="2025-02-10..2025-02-14", **group).steps
        assert str(step.on) == back


def test_a_long_absence_goes_on_through_a_closure():
    long = "{continuous: {at_least: 4 weeks}}"
    away = "2025-02-03..2025-03-31"
    assert first_met(long, "2025-03-31", CALENDAR, away=away, **TEACHER) == "2025-03-02"
    ten = "{continuous: {at_least: 15 working days}}"
    # ten days to 14 February, then five from the 24th
    assert first_met(ten, "2025-03-31", CALENDAR, away=away, **TEACHER) == "2025-02-28"
    assert first_met(ten, "2025-03-31", CALENDAR, away=away, **OFFICE) == "2025-02-21"


# What is not known, and the present term -----------------------------------------------------------


def test_days_before_the_first_term_and_after_the_last_are_taken_as_open_and_it_is_said():
    flow = one_move(DAYS, CALENDAR)
    assert "term-dates" in unknown(flow, "2025-03-31", away="2024-12-16", **TEACHER)
    assert "term-dates" in unknown(flow, "2025-08-01", away="2025-03-03", **TEACHER)
    assert "term-dates" not in unknown(flow, "2025-07-22", away="2025-01-06", **TEACHER)
    assert figure(DAYS, "2025-08-04", CALENDAR, away="2025-08-04", **TEACHER) == 1


def test_days_of_an_absence_known_late_are_looked_at_from_its_own_first_day():
    late = "[{from: 2024-12-16, to: 2024-12-16, known_on: 2025-01-13}]"
    assert "term-dates" in unknown(one_move(DAYS, CALENDAR), "2025-03-31", absences=late, **TEACHER)


@pytest.mark.parametrize(
    ("away", "met"),
    [
        ("2025-01-13, 2025-02-10", "2025-02-10"),
        ("2025-02-10, 2025-02-25", "never"),
        ("2025-02-03, 2025-02-19", "2025-02-19"),  # in the half term, the term begun last is meant
        ("2024-12-10, 2025-01-02", "never"),  # before any term there is no window
        ("2024-12-10, 2025-01-06", "never"),
        ("2025-07-21, 2025-07-28", "2025-07-28"),
    ],
)
def test_in_term_is_the_term_that_the_day_is_in_or_the_latest_begun(away, met):
    twice = "{absences: {at_least: 2, in: term}}"
    assert first_met(twice, "2025-09-30", CALENDAR, away=away, **OFFICE) == met
