"""What a spreadsheet program does to an export is seen: dates, numbers and times that it took for others."""

import io
from datetime import date, datetime

import openpyxl
import pytest
from test_tables import HEAD, errors, lines, read

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
