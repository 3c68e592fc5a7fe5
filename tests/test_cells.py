"""What one cell of an export may say, and what it may not: figures, dates, times, yes and no."""

import pytest
from test_tables import errors, lines, read, told

LOST = "Payroll Number,Absence Start Date,Absence End Date,Absence Type,Working Days Lost\n"
HOURS = "Payroll Number,Start Date,End Date,Absence Type,Hours Lost\n"
STAFF = "Payroll Number,Working Pattern,Hours per Day\nE1,Mon-Fri,7.4\n"


def lost(figure):
    """The person of one row that says so much was lost, from a Monday to a Thursday."""
    text = LOST + f'E1,2026-09-07,2026-09-10,Sickness,"{figure}"\n'
    people, _ = read(absences_csv=text + "E2,2026-09-01,2026-09-02,Sickness,2\n")
    return people["E1"]


@pytest.mark.parametrize(
    "figure",
    ["3,5", "0,5", "1,0", "1,25,000", "1/2", "1_0", "1e1", "4E9999999", "-1", "٣", "three", "."],
)
def test_what_is_no_plain_figure_is_refused_at_its_cell(figure):
    found = lost(figure)
    assert told(found) == [(2, 5, "not-a-number")]
    assert "0.5" in found.findings[0].help


@pytest.mark.parametrize(
    ("figure", "days"),
    [("3.5", 3.5), ("3.", 3), (".5", 0.5), ("1,250", 1250), ("1,250.5", 1250.5), ("03", 3)],
)
def test_a_comma_may_stand_between_thousands_and_nowhere_else(figure, days):
    assert lines(lost(figure))[0]["days_lost"] == days


def test_a_column_of_decimal_commas_is_days_lost_all_the_same_and_is_refused():
    rows = "E1;2026-09-07;2026-09-10;Sickness;3,5\nE2;2026-09-07;2026-09-07;Sickness;0,5\n"
    people, _ = read(absences_csv=LOST.replace(",", ";") + rows)
    assert [told(one) for one in people.values()] == [
        [(2, 5, "not-a-number")],
        [(3, 5, "not-a-number")],
    ]


@pytest.mark.parametrize(
    ("figure", "days"),
    [("9.999999999999998", 10), ("2.4999999999999996", 2.5), ("0.3333333333", 0.333333333)],
)
def test_what_a_spreadsheet_adds_to_a_figure_in_the_last_places_is_taken_off(figure, days):
    assert lines(lost(figure))[0]["days_lost"] == days


def test_hours_have_no_noise_in_the_last_places_either():
    people, _ = read(
        absences_csv=HOURS + "E1,2026-09-01,2026-09-01,Sickness,3.6999999999999997\n", staff_csv=STAFF
    )
    assert lines(people["E1"])[0]["hours"] == 3.7
    week = "Payroll Number,Mon,Tue\nE1,7.4,7.3999999999999995\n"
    people, strays = read(absences_csv=HOURS + "E1,2026-09-01,2026-09-01,Sickness,3.7\n", staff_csv=week)
    assert not errors(strays)
    assert people["E1"].record.pattern[0].hours_per_day == 7.4
