"""A CSV file as HR systems write it becomes a table: its letters, separators, title lines and lines."""

import io

import pytest

from flowrules.people import Stray
from flowrules.records.csv_file import tables
from flowrules.tables.faults import CannotRead

HEAD = "Payroll Number,Start Date\n"


class Once(io.BytesIO):
    """A stream that can be read only once."""

    def seekable(self):
        return False


def read(content, stream=io.BytesIO):
    notes = []
    for one in tables(stream(content if isinstance(content, bytes) else content.encode()), "a.csv"):
        if isinstance(one, Stray):
            notes += [finding.message for finding in one.findings]
        else:
            headings, rows = one.headings, [tuple(row) for row in one.rows]
    return headings, rows, notes


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_letters_are_read_however_they_are_written(encoding):
    headings, rows, notes = read((HEAD + "Zoë,2026-09-01\n").encode(encoding))
    assert headings == ("Payroll Number", "Start Date")
    assert rows == [(2, ("Zoë", "2026-09-01"))]
    assert len(notes) == (encoding == "cp1252")


def test_a_letter_late_in_the_file_makes_all_of_it_windows():
    text = (HEAD + "A1,2026-09-01\n" * 200_000).encode() + b"\xe9,2026-09-01\n"
    _, rows, notes = read(text)
    assert rows[-1] == (200_002, ("é", "2026-09-01"))
    assert "Windows" in notes[0]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_the_separator_is_found(separator):
    text = f'Number{separator}Start{separator}Note\nE1{separator}2026-09-01{separator}"a,b;c"\n'
    assert read(text)[1] == [(2, ("E1", "2026-09-01", "a,b;c"))]


def test_title_lines_are_passed_over_and_that_is_said():
    text = "Absence report,printed 21/11/2026\n\n" + HEAD + "E1,2026-09-01\nE2,2026-09-02\n"
    headings, rows, notes = read(text)
    assert headings == ("Payroll Number", "Start Date")
    assert [line for line, _ in rows] == [4, 5]
    assert "line 3" in notes[0]


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("1 Sep 2026", "14 Sep 2026"),
        ("Tue 1st September 2026 09:00", ""),
        ("01-Sep-26", "14-Sep-26"),
        ("Sep 1, 2026", "Sep 14, 2026"),
        ("2026-09-01", "2026-09-14"),
    ],
)
def test_a_row_with_a_date_in_it_is_no_line_of_headings(first, last):
    rows = f'E1,"{first}","{last}",Sickness,Jane Zq\n'
    with pytest.raises(CannotRead) as refused:
        read(rows + rows.replace("E1", "E2"))
    assert "no line of headings" in refused.value.finding.message


def test_a_heading_may_have_days_in_it():
    text = "Number,Start,Type,Days 01/09/2025-31/08/2026\nE1,1 Sep 2026,Sickness,three\nE2,unknown,Sickness,x\n"
    headings, rows, _ = read(text)
    assert headings[3] == "Days 01/09/2025-31/08/2026"
    assert [line for line, _ in rows] == [2, 3]


def test_a_line_break_inside_quotes_keeps_the_lines_right():
    text = 'Number,Note\nE1,"one\ntwo\nthree"\nE2,x\n'
    assert [line for line, _ in read(text)[1]] == [2, 5]


NOTES = "Number,Start,End,Note\n"


@pytest.mark.parametrize(
    "rows",
    [
        'E1,2026-09-01,,"see file\nE2,2026-09-01,2026-09-14,\nE3,2026-09-01,,ladder of 6"\nE4,2026-09-01,,\n',
        'E1,"2026-09-01,2026-09-02,x\nE2,2026-09-01",2026-09-02,x\n',
        'E1,2026-09-01,,"see file\r\nE2,1 Sep 2026,14 Sep 2026,\r\nE3,2026-09-01,6",,\r\nE4,2026-09-01,,\r\n',
    ],
)
def test_a_quote_that_swallows_rows_stops_the_table_at_its_line(rows):
    with pytest.raises(CannotRead) as refused:
        read(NOTES + "E0,2026-09-01,,\n" * 3 + rows)
    assert (refused.value.finding.line, refused.value.finding.rule) == (5, "not-a-table")
    assert "quote" in refused.value.finding.help


@pytest.mark.parametrize(
    "note",
    [
        "one\ntwo, three, four, five",
        "rang, no answer, rang again, 3 times\nyes, no, perhaps, ladder",
        "E2,2026-09-01\nE3,2026-09-01",
        "12 High Street\nOakfield, Kent, ME1 2AB\n01622 000000",
    ],
)
@pytest.mark.parametrize("place", [1, 2, 3])
def test_a_note_over_several_lines_is_one_cell(note, place):
    cells = ["E1", "2026-09-01", "2026-09-02", "x"]
    cells[place] = f'"{note}"'
    _, rows, _ = read(NOTES + "E0,2026-09-01,,\n" * 3 + ",".join(cells) + "\nE2,2026-09-01,,\n")
    assert rows[3][1][place] == note
    assert rows[4][0] == 6 + note.count("\n")


def test_headings_that_are_missing_or_come_twice_get_names():
    text = "Number,Part,,Part\nE1,Full,x,Half\n"
    assert read(text)[0] == ("Number", "Part", "column 3", "Part (2)")


def test_what_can_be_read_only_once_is_read():
    assert read(HEAD + "E1,2026-09-01\n", Once)[1] == [(2, ("E1", "2026-09-01"))]


def test_rows_without_a_value_are_left_out_and_spaces_taken_off():
    assert read(HEAD + ",\n , \n E1 , 2026-09-01 \n")[1] == [(4, ("E1", "2026-09-01"))]


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"\x00\x01\x02binary", 1),
        (b"", 1),
        (b"only one column\nE1\nE2\n", 1),
        (b"1,2\n3,4\n", 1),
        ((HEAD + 'E1,2026-09-01\nE2,"2026\n' + "E3,2026-09-01\n" * 5).encode(), 3),
        ((HEAD + 'E1,"20"26"\n').encode(), 2),
    ],
)
def test_what_is_no_table_is_refused_with_its_place(content, line):
    with pytest.raises(CannotRead) as refused:
        read(content)
    assert (refused.value.finding.line, refused.value.finding.rule) == (line, "not-a-table")


def test_what_an_export_keeps_as_text_is_that_text():
    headings, rows, _ = read(
        '="Payroll Number",="Start Date",Days,Note\n="0012","=""2026-09-01""",="1.5",=""\n'
    )
    assert headings == ("Payroll Number", "Start Date", "Days", "Note")
    assert rows == [(2, ("0012", "2026-09-01", "1.5", None))]
