"""A workbook becomes tables: typed dates, formulas without a value, merged cells, sheets; and no bombs."""

import io
import zipfile
from datetime import date, datetime, time

import openpyxl
import pytest
import xlsxwriter

from flowrules.people import Stray
from flowrules.records.xlsx_file import tables
from flowrules.tables.faults import CannotRead
from flowrules.tables.table import Formula, Table

HEAD = ["Payroll Number", "Start Date", "End Date", "Days"]


def book(*sheets, **options):
    stream = io.BytesIO()
    made = xlsxwriter.Workbook(stream, {"default_date_format": "dd/mm/yyyy", **options})
    for name, rows in sheets:
        sheet = made.add_worksheet(name)
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row)
    made.close()
    stream.seek(0)
    return stream


def read(stream):
    found = list(tables(stream, "a.xlsx"))
    made = {
        one.sheet: one._replace(rows=[tuple(row) for row in one.rows])
        for one in found
        if isinstance(one, Table)
    }
    return made, [one.findings[0] for one in found if isinstance(one, Stray)]


@pytest.mark.parametrize("old", [False, True])
def test_dates_are_typed_in_both_calendars_of_excel(old):
    rows = [
        HEAD,
        ["E1", date(2026, 9, 1), datetime(2026, 9, 1, 13, 30), 0.5],
        [1077, "01/09/2026", "", True],
    ]
    found, _ = read(book(("Absences", rows), date_1904=old))
    assert found[None].rows == [
        (2, ("E1", date(2026, 9, 1), (date(2026, 9, 1), time(13, 30)), 0.5)),
        (3, (1077.0, "01/09/2026", None, True)),
    ]


def test_a_formula_without_a_value_and_an_error_are_not_empty_cells():
    made = openpyxl.Workbook()
    made.active.append(HEAD)
    made.active.append(["E1", date(2026, 9, 1), "=B2+1", 1])
    made.active.append(["E2", date(2026, 9, 1), None, 1])
    made.active["C3"].value, made.active["C3"].data_type = "#N/A", "e"
    stream = io.BytesIO()
    made.save(stream)
    stream.seek(0)
    rows = read(stream)[0][None].rows
    assert [row[1][2] for row in rows] == [Formula("formula"), Formula("error")]


def sheets(**sheets):
    """A workbook whose formulas nobody has worked out."""
    made, stream = openpyxl.Workbook(), io.BytesIO()
    made.remove(made.active)
    for name, cells in sheets.items():
        sheet = made.create_sheet(name)
        for place, value in cells.items():
            sheet[place] = value
    made.save(stream)
    stream.seek(0)
    return stream


TABLE = dict(zip(("B2", "C2", "D2", "B3", "C3", "D3"), [*HEAD[:3], "E1", "x", "y"], strict=True))


def test_rows_at_the_end_that_have_nothing_but_formulas_without_a_value_are_rows():
    stream = sheets(Absences=TABLE | {"B5": "=Raw!A3", "C5": "=Raw!B3", "B6": "=Raw!A4"})
    formula = Formula("formula")
    assert read(stream)[0][None].rows == [
        (3, (None, "E1", "x", "y")),
        (5, (None, formula, formula, None)),
        (6, (None, formula, None, None)),
    ]


def test_columns_beyond_those_with_a_value_that_have_formulas_without_one_are_columns():
    table = read(sheets(Absences=TABLE | {"A3": "=1", "F3": "=1"}))[0][None]
    formula = Formula("formula")
    assert table.headings == ("column 1", *HEAD[:3], "column 5", "column 6")
    assert table.rows == [(3, (formula, "E1", "x", "y", None, formula))]


def test_a_sheet_of_nothing_but_formulas_without_a_value_is_not_passed_over_in_silence():
    found, notes = read(sheets(Absences=TABLE, More={"A1": "=1", "B1": "=2", "A2": "=3"}))
    assert list(found) == ["Absences"]
    assert [(note.file, note.rule) for note in notes] == [("a.xlsx [More]", "sheet-note")]


def test_a_formula_with_its_value_is_that_value():
    stream = io.BytesIO()
    made = xlsxwriter.Workbook(stream)
    sheet = made.add_worksheet()
    sheet.write_row(0, 0, HEAD)
    sheet.write_row(1, 0, ["E1", "2026-09-01", "2026-09-01"])
    sheet.write_formula(1, 3, "=1+1", None, 2)
    made.close()
    stream.seek(0)
    assert read(stream)[0][None].rows[0][1][3] == 2.0


def test_several_sheets_are_tables_and_a_hidden_one_is_not():
    stream = io.BytesIO()
    made = xlsxwriter.Workbook(stream)
    for name in ("Absences", "Lookups", "Notes", "Staff"):
        sheet = made.add_worksheet(name)
        sheet.write_row(0, 0, ["hello"] if name == "Notes" else HEAD)
        sheet.write_row(1, 0, [] if name == "Notes" else ["E1", "a", "b", "c"])
        if name == "Lookups":
            sheet.hide()
    made.close()
    stream.seek(0)
    found, notes = read(stream)
    assert list(found) == ["Absences", "Staff"]
    assert [note.file for note in notes] == ["a.xlsx [Lookups]", "a.xlsx [Notes]"]


def test_a_cell_merged_over_rows_stands_in_each_of_them():
    stream = io.BytesIO()
    made = xlsxwriter.Workbook(stream)
    sheet = made.add_worksheet()
    sheet.merge_range(0, 0, 0, 3, "Sickness report")
    sheet.write_row(1, 0, HEAD)
    sheet.merge_range(2, 0, 3, 0, "E1")
    sheet.write_row(2, 1, ["2026-09-01", "2026-09-01", 1])
    sheet.write_row(3, 1, ["2026-10-01", "2026-10-01", 1])
    made.close()
    stream.seek(0)
    rows = read(stream)[0][None].rows
    assert [(line, cells[0]) for line, cells in rows] == [(3, "E1"), (4, "E1")]


def test_a_table_that_does_not_begin_in_the_corner_keeps_its_lines_and_columns():
    stream = io.BytesIO()
    made = xlsxwriter.Workbook(stream)
    sheet = made.add_worksheet()
    sheet.write_row(3, 2, HEAD)
    sheet.write_row(5, 2, ["E1", "2026-09-01", "2026-09-01", 1])
    made.close()
    stream.seek(0)
    table = read(stream)[0][None]
    assert table.headings[2:] == tuple(HEAD)
    assert table.rows == [(6, (None, None, "E1", "2026-09-01", "2026-09-01", 1.0))]


def packed(**parts):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    stream.seek(0)
    return stream


def far():
    stream = io.BytesIO()
    made = xlsxwriter.Workbook(stream)
    sheet = made.add_worksheet()
    sheet.write_row(0, 0, HEAD)
    sheet.write(1048575, 16383, "x")
    made.close()
    stream.seek(0)
    return stream


def bomb():
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made,
        made.open("xl/worksheets/a.xml", "w") as part,
    ):
        for _ in range(600):
            part.write(bytes(1_000_000))
    stream.seek(0)
    return stream


@pytest.mark.parametrize(
    ("stream", "said"),
    [
        (io.BytesIO(b"not a zip"), "not a workbook"),
        (packed(a="nothing"), "not a workbook"),
        (io.BytesIO(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)), "old kind"),
        (io.BytesIO(b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le")), "password"),
        (far(), "more is packed"),
        (bomb(), "more is packed"),
    ],
)
def test_what_is_no_workbook_or_would_fill_the_memory_is_refused(stream, said):
    with pytest.raises(CannotRead) as refused:
        list(tables(stream, "a.xlsx"))
    assert said in refused.value.finding.message


def test_a_document_type_in_a_sheet_is_refused():
    made = openpyxl.Workbook()
    made.active.append(HEAD)
    made.active.append(["E1", "a", "=1", "c"])
    plain = io.BytesIO()
    made.save(plain)
    with zipfile.ZipFile(plain) as parts:
        content = {name: parts.read(name) for name in parts.namelist()}
    name = "xl/worksheets/sheet1.xml"
    content[name] = b'<!DOCTYPE x [<!ENTITY a "b">]>' + content[name]
    with pytest.raises(CannotRead):
        list(tables(packed(**content), "a.xlsx"))
