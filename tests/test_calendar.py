"""Days, periods, months that end, working weeks and the bank holidays of each nation."""

from datetime import date

import pytest

from flowrules.calendar import (
    WEEKDAYS,
    Calendar,
    Duration,
    bank_holidays,
    parse_duration,
    shift,
    weekday,
    working_week,
)

WEEK = working_week(("mon", "tue", "wed", "thu", "fri"))
ENGLAND = Calendar(WEEK, bank_holidays("england"))


def day(text):
    return date.fromisoformat(text).toordinal()


def shifted(text, length, direction=1):
    return date.fromordinal(shift(day(text), parse_duration(length), direction)).isoformat()


def deadline(text, length, calendar=ENGLAND):
    end = calendar.deadline(day(text), parse_duration(length))
    return None if end is None else date.fromordinal(end).isoformat()


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("1 day", Duration(1, "day")),
        ("10 working days", Duration(10, "working day")),
        ("12 weeks", Duration(12, "week")),
        ("6 months", Duration(6, "month")),
        ("2 years", Duration(2, "year")),
    ],
)
def test_a_length_of_time_is_read_and_said_alike(text, length):
    assert parse_duration(text) == length
    assert str(length) == text


def test_one_of_a_unit_may_be_written_in_the_plural():
    assert parse_duration("1 months") == parse_duration("1 month")


@pytest.mark.parametrize(
    ("start", "length", "end"),
    [
        ("2025-01-31", "1 month", "2025-02-28"),
        ("2024-01-31", "1 month", "2024-02-29"),
        ("2025-08-31", "6 months", "2026-02-28"),
        ("2024-02-29", "1 year", "2025-02-28"),
        ("2024-02-29", "4 years", "2028-02-29"),
        ("2025-12-31", "2 months", "2026-02-28"),
        ("2025-11-30", "1 month", "2025-12-30"),
    ],
)
def test_a_month_that_lacks_the_day_ends_on_its_last_day(start, length, end):
    assert shifted(start, length) == end


@pytest.mark.parametrize(
    ("start", "length", "before"),
    [
        ("2025-08-31", "6 months", "2025-02-28"),
        ("2025-03-31", "1 month", "2025-02-28"),
        ("2024-03-31", "1 month", "2024-02-29"),
        ("2025-01-15", "12 months", "2024-01-15"),
        ("2024-02-29", "1 year", "2023-02-28"),
    ],
)
def test_months_are_reckoned_backwards_alike(start, length, before):
    assert shifted(start, length, -1) == before


def test_repeats_reckoned_from_the_first_date_keep_its_day_number():
    first = day("2025-01-31")
    repeats = [shift(first, Duration(n, "month")) for n in (1, 2, 3)]
    assert [date.fromordinal(one).isoformat() for one in repeats] == [
        "2025-02-28",
        "2025-03-31",
        "2025-04-30",
    ]


def test_weeks_and_days_are_calendar_time():
    assert shifted("2025-03-04", "12 weeks") == "2025-05-27"
    assert shifted("2025-03-04", "84 days") == "2025-05-27"


def test_the_last_day_of_a_period_belongs_to_it_and_the_first_does_not():
    assert deadline("2025-03-04", "12 weeks") == "2025-05-27"
    assert deadline("2025-03-04", "1 day") == "2025-03-05"


@pytest.mark.parametrize(
    ("start", "length", "end"),
    [
        ("2025-03-05", "5 working days", "2025-03-12"),
        ("2025-03-07", "1 working day", "2025-03-10"),  # from Friday
        ("2025-03-08", "1 working day", "2025-03-10"),  # from Saturday
        ("2025-04-17", "1 working day", "2025-04-22"),  # Good Friday and Easter Monday lie between
        ("2025-12-24", "2 working days", "2025-12-30"),  # Christmas, Boxing Day, a weekend
    ],
)
def test_a_deadline_in_working_days_counts_the_days_the_school_is_open(start, length, end):
    assert deadline(start, length) == end


def test_a_school_open_four_days_a_week_has_later_deadlines():
    calendar = Calendar(working_week(("mon", "tue", "wed", "thu")), bank_holidays("england"))
    assert deadline("2025-03-05", "5 working days", calendar) == "2025-03-13"


def test_bank_holidays_differ_by_nation():
    closed = {
        nation: {text for text in DAYS if day(text) in bank_holidays(nation).days}
        for nation in ("england", "wales", "scotland", "northern-ireland")
    }
    assert closed["england"] == closed["wales"] == {"2025-04-21", "2025-08-25"}
    assert closed["scotland"] == {"2025-01-02", "2025-08-04", "2025-12-01"}
    assert closed["northern-ireland"] == {"2025-03-17", "2025-04-21", "2025-07-14", "2025-08-25"}


# Easter Monday, both summer bank holidays, St Andrew, St Patrick, the Boyne (put off), 2 January.
DAYS = (
    "2025-04-21", "2025-08-25", "2025-08-04", "2025-12-01", "2025-03-17", "2025-07-14", "2025-01-02",
)  # fmt: skip


def test_a_school_is_closed_on_rest_days_and_bank_holidays_only():
    assert ENGLAND.is_open(day("2025-04-22"))
    assert not ENGLAND.is_open(day("2025-04-21"))
    assert not ENGLAND.is_open(day("2025-04-26"))
    assert date.fromordinal(ENGLAND.next_open(day("2025-04-18"))) == date(2025, 4, 22)
    assert ENGLAND.next_open(day("2025-04-22")) == day("2025-04-22")


def test_a_deadline_beyond_the_known_bank_holidays_is_not_known():
    last = ENGLAND.holidays.last
    assert ENGLAND.deadline(last - 1, Duration(1, "day")) == last
    assert ENGLAND.deadline(last, Duration(1, "day")) is None
    assert ENGLAND.knows(last)
    assert not ENGLAND.knows(last + 1)


def test_without_a_nation_there_are_no_bank_holidays_and_the_same_years_are_known():
    calendar = Calendar(WEEK, bank_holidays(None))
    assert calendar.is_open(day("2025-12-25"))
    assert calendar.knows(day("1990-01-01"))
    assert not calendar.knows(day("1989-12-31"))


def test_every_date_has_the_weekday_of_the_calendar():
    for text in ("2000-02-29", "2025-03-03", "2026-11-22"):
        assert weekday(day(text)) == date.fromisoformat(text).weekday()
    assert tuple(name not in {"sat", "sun"} for name in WEEKDAYS) == WEEK
