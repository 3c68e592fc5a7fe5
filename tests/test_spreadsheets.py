"""What a spreadsheet program does to an export is seen: dates, numbers and times that it took for others."""

import io
from datetime import date, datetime, time, timedelta

import openpyxl
import pyarrow as pa
import pytest
from read_tables import HEAD, errors, lines, read, told

from flowrules.alike import compared
from flowrules.batch.files import compared as column_of

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


def test_what_a_terminal_would_act_on_is_taken_out_of_what_is_only_shown():
    text = "Payroll Number,Line Manager,School,Start Date,End Date\nE1,B\x1b[31mo,S\x9b,2026-09-01,2026-09-02\n"
    people, _ = read(absences_csv=text)
    assert (people["E1"].manager, people["E1"].school) == ("B [31mo", "S ")


def test_a_yes_in_the_column_of_numbers_is_nobodys_number():
    day = date(2026, 9, 1)
    rows = [[1, day, day, "Sickness"], [True, date(2026, 9, 8), None, "Sickness"]]
    people, strays = read(absences_xlsx=book(*rows))
    assert [(one.id, one.rows) for one in people.values()] == [("1", 1)]
    assert [(one.line, one.rule) for one in errors(strays)] == [(3, "nobody-named")]


ALIKE = [
    ("E1", "E1\u200b"),
    ("E1", "\ufeffE1"),
    ("E1", "E\u00ad1"),
    ("E1", "E\u00a01"),
    ("E1", "e 1"),
    ("E1", "'E1"),
    ("E1", "\uff251"),
    ("E-1", "E\u20111"),
    ("E-1", "E\u20131"),
    ("E-1", "E\u22121"),
    ("1012", "\uff11\uff10\uff11\uff12"),
    ("1012", "1,012"),
    ("1012", "1012.00"),
    ("1012", "1,012.0"),
    ("1", '="001"'),
    ("101", " 0101"),
    ("101", "'0101"),
    ("stra\u00dfe1", "STRASSE1"),
]
NOT_ALIKE = [
    ("E1", "E2"),
    ("E1", "E-1"),
    ("10", "1"),
    ("00", "0E"),
    ("1.5", "15"),
    ("É1", "E1"),
    ("E.0", "E0"),
]


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_numbers_that_look_alike_are_held_back(one, other):
    quoted = '"' + other.replace('"', '""') + '"'
    people, strays = read(absences_csv=away(one, quoted))
    assert not errors(strays)
    found = sorted(told(person) for person in people.values())
    assert found == [[(2, 1, "numbers-alike")], [(3, 1, "numbers-alike")]]


def test_numbers_are_compared_alike_in_a_column_and_one_by_one():
    ids = [id for pair in ALIKE + NOT_ALIKE for id in pair] + [
        "",
        "0",
        "00",
        "'",
        "x\x0b\x1cy\x7f",
        "K\u212a",
        '"a" ',
        None,
    ]
    one_by_one = [compared(id) if id is not None else None for id in ids]
    assert column_of(pa.array(ids, pa.string())).to_pylist() == one_by_one
    usual = pa.array(["00E-1", None, "1042", "0A/b"])
    assert column_of(usual).to_pylist() == ["e-1", None, "1042", "a/b"]
    assert column_of(pa.array([], pa.string())).to_pylist() == []
    assert all(compared(one) == compared(other) for one, other in ALIKE)
    assert not any(compared(one) == compared(other) for one, other in NOT_ALIKE)


# Lengths of time -----------------------------------------------------------------------------------

DAY = date(2026, 9, 1)
THREE_HOURS = ["E1", DAY, DAY, timedelta(hours=3)]


def test_a_length_of_time_is_no_number_of_days():
    columns = [*COLUMNS[:3], "Duration"]
    people, _ = read(absences_xlsx=book(THREE_HOURS, columns=columns))
    assert told(people["E1"]) == [(2, 4, "hours-unclear")]
    people, strays = read(absences_xlsx=book([*THREE_HOURS, 1], columns=[*columns, "Days Lost"]))
    assert lines(people["E1"])[0]["days_lost"] == 1
    assert strays[0].findings[0].help.startswith("not used: `Duration`;")


def test_a_length_of_time_among_days_is_refused_at_its_row():
    rows = [["E2", DAY, date(2026, 9, 3), 3], THREE_HOURS]
    people, _ = read(absences_xlsx=book(*rows, columns=[*COLUMNS[:3], "Duration"]))
    assert told(people["E1"]) == [(3, 4, "not-a-number")]
    assert lines(people["E2"])[0]["days_lost"] == 3


def test_a_length_of_time_below_a_day_may_be_typed_as_a_time_of_day():
    people, _ = read(
        absences_xlsx=book(["E1", DAY, DAY, time(3, 42)], columns=[*COLUMNS[:3], "Hours Lost"]),
        staff_xlsx=book(
            ["E1", *[time(7, 24)] * 4, time(0)],
            columns=["Payroll Number", "Mon", "Tue", "Wed", "Thu", "Fri"],
        ),
    )
    assert people["E1"].record.absences[0].hours == 3.7
    assert people["E1"].record.pattern[0].days == ("mon", "tue", "wed", "thu")
    assert people["E1"].record.pattern[0].hours_per_day == 7.4


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


@pytest.mark.parametrize(
    ("cells", "goes_on"), [(("E1", "2026-10-05", "2026-10-16"), True), (("Hello",), False)]
)
def test_a_sheet_without_headings_that_goes_on_with_another_is_not_passed_over(cells, goes_on):
    made, stream = openpyxl.Workbook(), io.BytesIO()
    first, second = made.active, made.create_sheet("More")
    for row in (("Payroll Number", "Start Date", "End Date"), ("E1", "2026-09-07", "2026-09-08")):
        first.append(row)
    second.append(cells)
    second.append(cells)
    made.save(stream)
    people, strays = read(absences_xlsx=stream.getvalue())
    assert [one.code for one in errors(strays)] == (["FR600"] if goes_on else [])
    assert set(people) == (set() if goes_on else {"E1"})
