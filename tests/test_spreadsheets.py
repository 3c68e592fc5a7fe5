"""What a spreadsheet program does to an export is seen: dates, numbers and times that it took for others."""

import io
from datetime import date, datetime, timedelta

import openpyxl
import pytest
from test_tables import HEAD, errors, lines, read, told

COLUMNS = ["Payroll Number", "Start Date", "End Date", "Absence Type"]


def book(*rows, columns=COLUMNS):
    made, stream = openpyxl.Workbook(), io.BytesIO()
    for row in (columns, *rows):
        made.active.append(row)
    made.save(stream)
    return stream.getvalue()


def away(*numbers):
    """A table with an absence of each employee."""
    return HEAD + "".join(f"{number},2026-09-01,2026-09-02,Sickness\n" for number in numbers)


# Days and months exchanged -------------------------------------------------------------------------


TYPED = ["E1", date(2026, 1, 9), date(2026, 2, 9), "Sickness"]


@pytest.mark.parametrize(
    "rows",
    [
        [TYPED, ["E2", "25/09/2026", "26/09/2026", "Sickness"]],
        [TYPED, ["E2", "09/25/2026", "09/26/2026", "Sickness"]],
        [
            ["E1", datetime(2026, 1, 9, 9), datetime(2026, 2, 9, 15), "Sickness"],
            ["E2", "25/09/2026 09:00", "26/09/2026 15:30", "Sickness"],
        ],
        [["E1", "25/09/2026", date(2026, 10, 1), "Sickness"]],
    ],
)
def test_days_and_months_that_were_exchanged_are_seen(rows):
    people, strays = read(absences_xlsx=book(*rows))
    assert people == {}
    (finding,) = errors(strays)
    assert "exchanged" in finding.message


@pytest.mark.parametrize(
    "more",
    [
        ["E2", date(2026, 9, 25), "28/09/2026", "Sickness"],
        ["E2", "05/09/2026", "26/09/2026", "Sickness"],
    ],
)
def test_dates_of_which_some_stayed_what_they_were_are_read_as_they_stand(more):
    people, strays = read(absences_xlsx=book(TYPED, more))
    assert not errors(strays)
    assert lines(people["E1"])[0]["from"] == "2026-01-09"


# Employees' numbers --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "left", ["#N/A", "#REF!", "#DIV/0!", "#NAME?", "N/A", "####", "1.23457E+11", "1e+05"]
)
def test_what_a_program_left_of_a_number_names_nobody(left):
    people, strays = read(absences_csv=away("E1", left))
    assert list(people) == ["E1"]
    assert [(one.line, one.rule) for one in errors(strays)] == [(3, "nobody-named")]


@pytest.mark.parametrize("number", ["#1042", "1E5", "NA", "12E", "E+1"])
def test_a_number_that_only_looks_a_little_like_that_is_one(number):
    assert list(read(absences_csv=away(number))[0]) == [number]


@pytest.mark.parametrize("number", ["E5\033[31mRED", "E5\x9b31m", "E5\x07", "E\t5"])
def test_a_number_that_a_terminal_would_act_on_names_nobody(number):
    people, strays = read(absences_csv=away("E1", number))
    assert list(people) == ["E1"]
    assert [one.rule for one in errors(strays)] == ["nobody-named"]


def test_what_a_terminal_would_act_on_is_taken_out_of_headings():
    text = "Payroll Number,Start\x1b Date,End Date,Mood\x1b[31m\nE1,2026-09-01,bad,zz\n"
    people, strays = read(absences_csv=text)
    said = [finding for one in (*strays, *people.values()) for finding in one.findings]
    assert any("`Start Date`" in one.message + one.help for one in said)
    assert not any("\x1b" in one.message + one.help + "".join(map(str, one.path)) for one in said)


def test_a_yes_in_the_column_of_numbers_is_nobodys_number():
    day = date(2026, 9, 1)
    rows = [[1, day, day, "Sickness"], [True, date(2026, 9, 8), None, "Sickness"]]
    people, strays = read(absences_xlsx=book(*rows))
    assert [(one.id, one.rows) for one in people.values()] == [("1", 1)]
    assert [(one.line, one.rule) for one in errors(strays)] == [(3, "nobody-named")]


# Lengths of time -----------------------------------------------------------------------------------

DAY = date(2026, 9, 1)
THREE_HOURS = ["E1", DAY, DAY, timedelta(hours=3)]


def test_a_length_of_time_is_no_number_of_days():
    columns = [*COLUMNS[:3], "Duration"]
    people, strays = read(absences_xlsx=book(THREE_HOURS, columns=columns))
    assert lines(people["E1"]) == [{"from": "2026-09-01", "to": "2026-09-01"}]
    assert strays[0].findings[0].help.startswith("not used: `Duration`;")


def test_a_length_of_time_among_days_is_refused_at_its_row():
    rows = [["E2", DAY, DAY, 3], THREE_HOURS]
    people, _ = read(absences_xlsx=book(*rows, columns=[*COLUMNS[:3], "Duration"]))
    assert told(people["E1"]) == [(3, 4, "not-a-number")]
    assert lines(people["E2"])[0]["days_lost"] == 3


def test_a_length_of_time_is_hours():
    people, _ = read(
        absences_xlsx=book(THREE_HOURS, columns=[*COLUMNS[:3], "Hours Lost"]),
        staff_xlsx=book(
            ["E1", "Mon-Fri", timedelta(hours=7.5)],
            columns=["Payroll Number", "Working Pattern", "Hours per Day"],
        ),
    )
    assert people["E1"].record.absences[0].hours == 3
    assert people["E1"].record.pattern[0].hours_per_day == 7.5
