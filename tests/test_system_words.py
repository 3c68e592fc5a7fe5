"""What HR systems and spreadsheets write of their own: noughts for dates, both sessions, scaled days."""

import io
from datetime import date

import openpyxl
import pytest
from click.testing import CliRunner
from read_tables import OAKFIELD, read, told

from flowrules.cli import main

NULL = "Payroll Number,Start Date,End Date,Actual Return Date,Date Reported\n"


@pytest.mark.parametrize(
    "written", ["00/01/1900", "0/1/1900", "1900-01-00", "00-Jan-00", "00/00/0000", "0000-00-00", "0"]
)
@pytest.mark.parametrize(
    ("form", "start"),
    [
        ("", "2026-09-01"),
        ('  dates: "%d/%m/%y"\n', "01/09/26"),
        ("  dates: day first\n", "01/09/2026"),
    ],
)
def test_a_nought_that_is_shown_as_a_date_is_told_to_be_left_empty(written, form, start):
    mapping = f"""
flowrules_map: 1
absences:
  columns: {{employee: Payroll Number, start: Start Date, end: End Date}}
{form}"""
    people, _ = read(mapping, absences_csv=f"{NULL}E1,{start},{written},,\n")
    assert told(people["E1"]) == [(2, 3, "no-date")]
    assert people["E1"].findings[0].help.startswith("leave the cell empty")


@pytest.mark.parametrize("style", ["dd/mm/yyyy", "General"])
def test_a_nought_of_a_workbook_in_a_column_of_dates_is_told_to_be_left_empty(style):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Payroll Number", "Start Date", "End Date"])
    sheet.append(["E1", date(2026, 9, 1), 0])
    sheet.append(["E2", date(2026, 9, 1), date(2026, 9, 2)])
    sheet["C2"].number_format = style
    book.save(content := io.BytesIO())
    people, _ = read(absences_xlsx=content.getvalue())
    assert told(people["E1"]) == [(2, 3, "no-date")]
    assert people["E2"].record is not None


@pytest.mark.parametrize("written", ["00/09/2026", "31/00/2026"])
def test_a_date_with_a_nought_in_a_year_that_can_be_meant_is_a_slip(written):
    people, _ = read(absences_csv=f"{NULL}E1,2026-09-01,{written},,\nE2,13/09/2026,14/09/2026,,\n")
    assert told(people["E1"]) == [(2, 3, "not-a-date")]


def test_noughts_show_nothing_of_the_form_of_dates():
    noughts = "".join(f"E{n},2026-09-01,00/0{n}/1900,,\n" for n in range(1, 9))
    people, _ = read(absences_csv=f"{NULL}E9,13/09/2026,14/09/2026,,\n{noughts}")
    assert people["E9"].record is not None


@pytest.mark.parametrize("word", ["Both", "AM & PM", "am and pm", "AM+PM", "Both sessions"])
def test_the_morning_and_the_afternoon_are_a_whole_day(word):
    head = "Payroll Number,Start Date,End Date,Session\n"
    rows = f"E1,2026-09-01,2026-09-01,{word}\nE2,2026-09-01,2026-09-01,AM\n"
    people, _ = read(absences_csv=head + rows)
    assert [one.record.absences[0].part for one in people.values()] == [None, "half"]


def test_a_word_that_may_be_the_morning_or_the_afternoon_is_no_part_of_a_day():
    head = "Payroll Number,Start Date,End Date,Session\n"
    rows = "E1,2026-09-01,2026-09-01,AM/PM\nE2,2026-09-01,2026-09-01,AM\n"
    people, _ = read(absences_csv=head + rows)
    assert told(people["E1"]) == [(2, 4, "unknown-value")]


@pytest.mark.parametrize(
    "word", ["Maternity Related Sickness", "Pregnancy Sickness", "Sickness - Maternity related"]
)
def test_sickness_that_has_to_do_with_pregnancy_is_pregnancy(word):
    head = "Payroll Number,Start Date,End Date,Absence Type\n"
    people, _ = read(absences_csv=f"{head}E1,2026-09-01,2026-09-01,{word}\n")
    assert people["E1"].record.absences[0].category == "pregnancy"


def test_days_lost_by_the_share_of_full_time_are_not_used_and_that_is_told(tmp_path):
    export = tmp_path / "absences.csv"
    head = "Payroll Number,Start Date,End Date,Absence Type,FTE Days Lost\n"
    export.write_text(head + "E1,2026-09-01,2026-09-02,Sickness,1.2\n")
    said = CliRunner().invoke(main, ["map", str(export), "--for", str(OAKFIELD)]).output
    assert "# not used: FTE Days Lost: it is scaled by the share of full time" in said
    assert "days_lost" not in said
