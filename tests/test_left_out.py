"""What is passed over stands in nobody's way, and every row is still counted."""

import io
import re
from pathlib import Path

import openpyxl
import pytest
from read_tables import HEAD, errors, lines, read, told

from flowrules.report.worklist import Sums, work_of_stray

MAP = """
flowrules_map: 1
absences:
  columns: {{employee: No, start: From, end: To, category: Type, group: Group}}
  values: {{category: {{Sick: sickness, Training: leave out}}, group: {{Casual: leave out}}}}
  leave_out: {{{leave_out}}}
"""
BY_NUMBER = MAP.format(leave_out="No: [total, Summe]")
BY_STATUS = MAP.format(leave_out="Status: [Cancelled]")
TABLE = "No,From,To,Type,Group,Status\n"
SICK = "E1,2026-09-01,2026-09-03,Sick,Teacher,\n"


def sums(found):
    """What the last line of a worklist says of rows."""
    people, strays = found
    added = Sums(sum(one.rows for one in people.values()), sum(one.rejected for one in people.values()))
    for stray in strays:
        added = added.plus(work_of_stray(stray).sums)
    return added.read, added.used, added.rejected


def passed_over(strays):
    return [f.message for stray in strays for f in stray.findings if f.rule == "left-out"]


@pytest.mark.parametrize("total", ["Total,,,,,", "Total,x,31/02/2026,4,4,4", "Summe"])
def test_a_row_left_out_by_the_number_of_the_employee_is_nobody_and_rejects_nobody(total):
    found = people, strays = read(
        BY_NUMBER,
        absences_csv=f"{TABLE}{SICK}{total}\n{total}\n{SICK[:3]}2026-10-01,2026-10-01,Sick,Teacher,\n",
    )
    assert list(people) == ["E1"]
    assert people["E1"].record
    assert len(lines(people["E1"])) == 2
    assert not errors(strays)
    assert passed_over(strays) == ["2 rows are passed over, as the mapping says"]
    assert sums(found) == (4, 4, 0)


@pytest.mark.parametrize(
    "row",
    [
        "E1,,,Training,Teacher,",
        "E1,soon,31/02/2026,training,Teacher,",
        "E1,03/04/2026,,Training,Nobody,x",
    ],
)
def test_a_row_left_out_by_a_word_needs_no_dates(row):
    found = people, strays = read(BY_STATUS, absences_csv=f"{TABLE}{SICK}{row}\n")
    assert told(people["E1"]) == []
    assert people["E1"].record.employee.group == "teacher"
    assert len(lines(people["E1"])) == 1
    assert passed_over(strays) == ["1 row is passed over, as the mapping says"]
    assert sums(found) == (2, 2, 0)


@pytest.mark.parametrize("row", ["E1,,,Sick,Teacher,Cancelled", "E1,soon,,Annual,Nobody,cancelled"])
def test_a_row_left_out_by_a_column_of_its_own_needs_nothing_else(row):
    people, strays = read(BY_STATUS, absences_csv=f"{TABLE}{SICK}{row}\n")
    assert told(people["E1"]) == []
    assert passed_over(strays) == ["1 row is passed over, as the mapping says"]


def test_a_row_left_out_by_its_staff_group_is_no_absence():
    days = "2026-10-01,2026-10-02,Sick"  # the same in every row, which are read once
    rows = f"E0,{days},Teacher,\nE1,{days},Casual,\nE2,{days},Teacher,\n"
    people, strays = read(BY_STATUS, absences_csv=f"{TABLE}{SICK}{rows}")
    assert [len(lines(one)) for one in people.values()] == [1, 1, 1]
    assert passed_over(strays) == ["1 row is passed over, as the mapping says"]


def test_a_row_left_out_may_name_nobody():
    found = people, strays = read(
        BY_STATUS, absences_csv=f"{TABLE}{SICK},,,Training,,\n,2026-09-01,,Sick,,\n"
    )
    assert list(people) == ["E1"]
    assert [one.rule for one in errors(strays)] == ["nobody-named"]
    assert sums(found) == (3, 2, 1)


def test_who_has_only_training_is_an_employee_of_the_group_that_the_rows_say():
    people, _ = read(
        BY_STATUS, absences_csv=f"{TABLE}{SICK}E2,2026-10-01,2026-10-02,Training,Teacher,\n"
    )
    assert people["E2"].record.employee.group == "teacher"
    assert not lines(people["E2"])


def test_a_row_left_out_does_not_put_anybody_into_a_second_group():
    people, _ = read(BY_STATUS, absences_csv=f"{TABLE}{SICK}E1,2026-10-01,,Sick,Support,Cancelled\n")
    assert people["E1"].record.employee.group == "teacher"


def test_an_event_left_out_needs_no_day():
    mapping = """
flowrules_map: 1
absences: {columns: {employee: No, start: From, end: To}}
events:
  columns: {employee: No, on: Date, event: Event}
  values: {event: {Coffee: leave out}}
  leave_out: {Status: [Cancelled]}
"""
    events = "No,Date,Event,Status\nE1,,Coffee,\nE1,soon,Something,Cancelled\n"
    people, strays = read(
        mapping, absences_csv="No,From,To\nE1,2026-09-01,2026-09-02\n", events_csv=events
    )
    assert people["E1"].record
    assert passed_over(strays) == ["2 rows are passed over, as the mapping says"]


def test_by_the_words_of_this_program_too_what_is_left_out_needs_no_dates():
    people, strays = read(absences_csv=HEAD + "E1,2026-09-01,2026-09-02,Sickness\nE1,,,Training\n")
    assert people["E1"].record
    assert len(passed_over(strays)) == 1


def test_the_example_in_the_docs_is_a_mapping_that_leaves_rows_out():
    page = (Path(__file__).parent.parent / "docs" / "hr.md").read_text("utf-8")
    [example] = re.findall(r"```yaml\nabsences:\n(.*?)```", page, re.DOTALL)
    columns = "  columns: {employee: Payroll Number, start: From, end: To}\n"
    rows = ["E1,2026-09-01,2026-09-02,", "Subtotal,,,", "Total for school,,,", "E1,,,draft"]
    text = "\n".join(["Payroll Number,From,To,Status", *rows, rows[0].replace("E1", "E2")])
    people, strays = read("flowrules_map: 1\nabsences:\n" + columns + example, absences_csv=text)
    assert [one.record is not None for one in people.values()] == [True, True]
    assert passed_over(strays) == ["3 rows are passed over, as the mapping says"]


def test_a_row_of_staff_that_is_left_out_says_nothing_of_the_employee():
    mapping = f"""{BY_STATUS}
staff:
  columns: {{employee: Staff No, group: Staff Group}}
  leave_out: {{Post Status: [Left]}}
"""
    staff = "Staff No,Staff Group,Post Status\nE1,Teacher,{}\n"
    rows = "No,From,To,Type,Status\nE1,2026-09-01,2026-09-03,Sick,\n"
    for status, group in (("Current", "teacher"), ("Left", None)):
        people, _ = read(mapping, absences_csv=rows, staff_csv=staff.format(status))
        assert people["E1"].record.employee.group == group


def test_where_it_cannot_be_known_whether_a_row_is_left_out_its_employee_is_not_decided():
    book, stream = openpyxl.Workbook(), io.BytesIO()
    for row in (
        ["No", "From", "To", "Type", "Group", "Status"],
        ["E1", "2026-09-01", "2026-09-03", "Sick", "Teacher", "=A1"],  # never worked out
    ):
        book.active.append(row)
    book.save(stream)
    people, _ = read(BY_STATUS, absences_xlsx=stream.getvalue())
    assert people["E1"].record is None
    assert told(people["E1"]) == [(2, 6, "no-value-of-formula")]
