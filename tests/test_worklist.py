"""The worklist: what each line says, their order, the sums, and the files it is written to."""

import csv
import errno
import re
import tracemalloc
from datetime import date, datetime
from io import BytesIO, StringIO
from itertools import count
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook
from people_of_oakfield import (
    ASKED,
    DAY,
    FLOW,
    SOURCE,
    answers,
    found,
    not_read,
    oakfield_people,
    person_of,
    rules_of,
    worklist_of,
)
from xlsxwriter import Workbook

from flowrules.answer import Asked, answer
from flowrules.people import Stray
from flowrules.report.worklist import (
    SUGGESTION,
    Line,
    Problem,
    Sums,
    Work,
    Worklist,
    about,
    work_of_stray,
)
from flowrules.report.worklist_csv import write_csv
from flowrules.report.worklist_rows import with_rows
from flowrules.report.worklist_wording import Wording
from flowrules.report.worklist_xlsx import write_xlsx
from flowrules.report.xlsx_row import Form, Place
from flowrules.report.xlsx_sheet import LETTERS, Looks, Sheet

ATTACKS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", "＝1+1", "=HYPERLINK(0)"]


def lines_of(answered, **given):
    with worklist_of(answered, **given) as made:
        return list(made.lines())


def csv_of(made):
    file = BytesIO()
    write_csv(made, file)
    return file.getvalue()


def rows_of(made):
    return list(csv.reader(StringIO(csv_of(made).decode("utf-8-sig"), newline="")))


def xlsx_of(made):
    file = BytesIO()
    write_xlsx(made, file)
    return file.getvalue()


def book_of(made):
    return load_workbook(BytesIO(xlsx_of(made)))


def cells(sheet):
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


# What a line says


def test_each_line_says_who_must_do_what_by_when_and_for_whom():
    lines = lines_of(answers())
    assert [(one.employee, one.status, one.due, one.overdue, one.who, one.what) for one in lines] == [
        ("E1103", "Overdue", date(2026, 11, 3), 18, "Line manager", "Hold the midway review"),
        ("E1190", "Needed", date(2026, 11, 16), 5, "Occupational health", "Needed before “Hearing”: an occupational health report"),
        ("E1146", "Overdue", date(2026, 11, 17), 4, "HR adviser", "Refer to occupational health, with consent"),
        ("E1146", "Due", date(2026, 11, 23), None, "Line manager", "Keep in touch"),
        ("E1077", "Due", date(2026, 11, 30), None, "Line manager", "Meet and agree what would help"),
        ("E1146", "Due", date(2026, 12, 22), None, "Line manager", "Consider adjustments together"),
        ("E1077", "Waiting", None, None, "Line manager", "Send a note of what was agreed"),
        ("E1146", "Not on record", date(2026, 11, 16), None, "Line manager", "Keep in touch"),
    ]  # fmt: skip


def test_the_reason_has_figures_dates_the_rule_and_its_line():
    meeting = next(one for one in lines_of(answers()) if one.decide)
    assert meeting.why == (
        "“Informal review” since 16 November 2026: 10 working days lost from 17 November 2025 to "
        "16 November 2026; the rule: 10 or more working days lost in absences of under 28 days in "
        "12 months [line 69]. Absences: 1 to 9 June 2026: 5 working days; 3 to 11 November 2026: "
        "5 working days"
    )
    assert (meeting.decide, meeting.stage, meeting.track) == (
        "Monitor or no action", "Informal review", "Frequent absence"
    )  # fmt: skip
    assert SOURCE.line_text(69).strip().startswith("- working_days: {at_least: 10")
    assert meeting.rule == "line 106"
    assert "informal-meeting" in SOURCE.line_text(106)


def test_after_a_decision_the_count_before_it_is_told_too():
    review = lines_of(answers())[0]
    assert review.why.startswith("“Monitoring” since 22 September 2026: decided at the informal meeting")
    assert "Before that, “Informal review” since 14 September 2026: 10 working days lost" in review.why


def test_what_is_waited_for_and_what_comes_are_told():
    lines = lines_of(answers())
    assert [one.waits for one in lines if one.status == "Waiting"] == ["the informal meeting"]
    assert lines[0].comes == (
        "16 December 2026: the period of “Monitoring” has ended; next stage “No concern”"
    )


def test_what_was_missed_says_what_the_procedure_then_says():
    record = "employee: {id: E7}\nabsences: [{from: 2026-11-18}]\n"
    missed = [one for one in lines_of(answers([person_of(record)])) if one.status == "Not on record"]
    assert [(one.what, one.how) for one in missed] == [
        ("Phone in (by 07:30)", "The procedure then says: Phone the employee, then their next of kin")
    ]


def test_an_absence_to_decide_on_says_where_each_answer_leads():
    record = """
employee: {id: E7}
absences:
  - {from: 2026-09-09, to: 2026-09-10}
  - {from: 2026-10-06, to: 2026-10-06, category: disability}
  - {from: 2026-11-12, to: 2026-11-13}
events: [{on: 2026-11-16, contact: return-to-work}]
"""
    (line,) = [one for one in lines_of(answers([person_of(record)])) if one.decide]
    assert (line.status, line.who) == ("No day set", "Headteacher")
    assert line.what == "Decide whether the absence of 6 October 2026 counts"
    assert line.decide == (
        "It counts (then Frequent absence: “Informal review”); or it does not count "
        "(then no stage changes)"
    )
    assert "disability" not in str(line)


def test_a_meeting_held_without_an_outcome_on_record_is_still_to_be_decided():
    record = """
employee: {id: E7}
events:
  - {on: 2026-11-02, placed: {attendance: informal-review}, because: an older case}
  - {on: 2026-11-04, action: informal-meeting}
"""
    lines = lines_of(answers([person_of(record)]))
    assert [(one.status, one.what, one.decide) for one in lines] == [
        ("Overdue", "Send a note of what was agreed", ""),
        ("No day set", "Put on record what was decided: the informal meeting", "Monitor or no action"),
    ]


def test_what_is_not_known_stands_briefly_beside_the_line_and_is_counted_and_told_at_the_end():
    record = "employee: {id: E7}\nabsences: [{from: 2026-10-05}]\n"
    with worklist_of(answers([person_of(record)])) as made:
        assert {one.unknown for one in made.lines()} == {
            "The working pattern (the school's week was taken); the staff group (taken to be covered)"
        }
        said = [value for label, value in made.how_read() if label == "Not known"]
        assert "no staff group is given: what is for certain groups was not applied (1 employee)" in said


ILLNESS = """
flowrules: 1
procedure: {id: p, title: Procedure, version: "1"}
counting: {reasons: [stress, cancer], categories: {sickness: counts, disability: counts}}
triggers:
  often:
    any:
      - reason: [stress]
      - absences: {at_least: 1, within: 6 months, only: [cancer]}
      - absences: {at_least: 2, within: 6 months, excluding: [disability]}
stages:
  start: {next: [{when: often, to: talk}]}
  talk: {actions: [{id: meet, do: Meet, by: manager, within: 5 days}], next: [{after: 1 year, to: start}]}
"""


@pytest.mark.parametrize("reason", ["stress", "cancer"])
def test_no_line_tells_what_somebody_is_ill_with(reason):
    flow, source = rules_of(ILLNESS)
    record = f"""
employee: {{id: E7}}
absences:
  - {{from: 2026-11-12, to: 2026-11-13, reason: {reason}}}
  - {{from: 2026-11-17, reason: {reason}}}
"""
    lines = lines_of(answers([person_of(record)], flow), flow=flow, source=source)
    told = " ".join(map(str, lines))
    assert "Meet" in told
    assert "“Talk” since" in told
    assert "[line " in told
    for word in ("stress", "cancer", "disability", "sickness"):
        assert word not in told


def test_no_line_tells_which_absences_were_of_a_kind_that_a_rule_asks_for():
    text = ILLNESS.replace("absences: {at_least: 2", "absences: {at_least: 9")
    record = """
employee: {id: E7}
absences: [{from: 2026-11-03, to: 2026-11-04}, {from: 2026-11-12, to: 2026-11-13, reason: cancer}]
"""
    flow, source = rules_of(text)
    (line,) = lines_of(answers([person_of(record)], flow), flow=flow, source=source)
    assert line.why == (
        "“Talk” since 12 November 2026: 1 absence from 13 May 2026 to 12 November 2026; the rule "
        "[line 9] asks for a kind of absence. `flowrules evaluate` on the record names the absences of "
        "that kind"
    )


def test_beside_a_rule_on_a_kind_of_absence_those_of_any_kind_are_told():
    text = ILLNESS.replace("    any:", "    all:").replace("      - reason: [stress]\n", "")
    record = """
employee: {id: E7}
absences: [{from: 2026-11-03, to: 2026-11-04}, {from: 2026-11-12, to: 2026-11-13, reason: cancer}]
"""
    flow, source = rules_of(text.replace(", excluding: [disability]", ""))
    (line,) = lines_of(answers([person_of(record)], flow), flow=flow, source=source)
    assert line.why.endswith(
        "[line 9]. Absences: 3 to 4 November 2026: 2 working days; 12 November 2026: 1 working day. "
        "`flowrules evaluate` on the record names the absences of that kind"
    )


def test_a_name_is_shown_only_where_names_are_wanted():
    people = [one._replace(name="Bo Peep", school="Oakfield") for one in oakfield_people()]
    assert not any("Peep" in str(one) for one in lines_of(answers(people)))
    assert all(one.name == "Bo Peep" for one in lines_of(answers(people), names=True))


def test_a_step_of_an_earlier_version_has_its_line_in_that_file():
    old = 'flowrules: 1\nprocedure: {id: p, title: P, version: "1", effective_from: 2026-01-01}\n'
    stages = """
stages:
  start: {next: [{when: {absences: {at_least: 1, within: 6 months}}, to: talk}]}
  talk: {actions: [{id: meet, do: Meet, by: manager}], next: [{after: 2 years, to: start}]}
"""
    new = old.replace('"1"', '"2"').replace("2026-01-01", "2026-09-01")
    new = (
        new.replace("}\n", ", replaces: {file: old.yaml, open_cases: move, earlier_absences: count}}\n")
        + stages
    )
    from flowrules.check import check

    checked = check(new, "new.yaml", deep=False, beside={"old.yaml": (old + stages).encode()}.get)
    assert checked.flow is not None, checked.findings
    record = "employee: {id: E7}\nabsences: [{from: 2026-03-02, to: 2026-03-03}]\n"
    (line,) = lines_of(
        answers([person_of(record)], checked.flow), flow=checked.flow, source=checked.source
    )
    assert line.why == (
        "“Talk” since 1 September 2026: moved to version 2 of the procedure, in force from that day. "
        "Before that, “Talk” since 2 March 2026 (version 1): 1 absence from 3 September 2025 to "
        "2 March 2026; the rule: 1 or more absences in 6 months [line 5 of old.yaml]. Absences: "
        "2 March 2026: 1 working day"
    )
    assert line.rule == "line 6"


# Order and sums


def test_the_longest_overdue_comes_first_then_due_undated_waiting_offered_and_missed():
    def line(employee, rank, overdue=None, due=None):
        blank = [""] * 13
        return Line("", due, overdue, "", employee, *blank, rank)

    wanted = [
        line("E9", 0, 30),
        line("E1", 0, 3),
        line("E8", 1, None, date(2026, 11, 22)),
        line("E2", 1, None, date(2026, 11, 23)),
        line("E1", 2),
        line("E3", 3),
        line("E2", 4),
        line("E1", 5),
    ]
    with Worklist(about(FLOW, SOURCE, ASKED)) as made:
        for one in reversed(wanted):
            made.add(Work(Sums(), (one,)))
        assert list(made.lines()) == wanted
        assert list(made.lines()) == wanted, "it can be written to more than one file"


def test_the_order_of_people_changes_nothing():
    with worklist_of(answers()) as one, worklist_of(reversed(answers())) as other:
        assert csv_of(one) == csv_of(other)
        assert xlsx_of(one) == xlsx_of(other)


def test_the_sums_hold():
    agency = person_of(
        "employee: {id: E8, group: cook}\nabsences: [{from: 2026-11-02, to: 2026-11-03}]\n"
    )
    wrong = person_of(
        "employee: {id: E9}\nevents: [{on: 2026-11-02, action: informal-meeting, outcome: monitor}]\n"
    )
    with worklist_of(answers([*oakfield_people(), not_read(), agency, wrong])) as made:
        made.add(work_of_stray(Stray((found(20), found(21)), rows=2)))
        sums = made.sums
        assert sums == Sums(read=13, rejected=4, employees=8, decided=5, not_covered=1)
        assert sums.read == sums.used + sums.rejected
        assert sums.employees == sums.decided + sums.not_decided
        assert [one.employee for one in made.problems()] == ["", "", "E2001", "E9"]
        assert made.headline().endswith("1 not on record; 2 employees are not decided")


def test_somebody_without_record_is_never_passed_over():
    with worklist_of(answers([not_read()._replace(findings=())])) as made:
        assert made.sums.not_decided == 1
        assert [one.employee for one in made.problems()] == ["E2001"]


def test_who_was_not_decided_is_told_with_row_column_reason_and_way_out():
    with worklist_of(answers([not_read()])) as made:
        (problem,) = made.problems()
    assert problem.employee == "E2001"
    assert (problem.file, problem.row, problem.column) == ("absences.csv", 14, "End date")
    assert (problem.reason, problem.way_out) == (
        "`31/02/2026` is not a date",
        "write the day as 28/02/2026",
    )


@pytest.mark.parametrize("kept", ["problems", "checks"])
def test_a_column_that_only_those_have_who_are_on_no_worklist_is_there_all_the_same(kept):
    undecided = Problem("E1", "Ada Nowak", "Oak School", "", "a.csv", 2, "Start", "no date", "write it")
    with Worklist(about(FLOW, SOURCE, ASKED)) as made:
        made.add(Work(Sums(1, 1, 1), **{kept: (undecided,)}))
        sheet = book_of(made)["Not decided" if kept == "problems" else "To check"]
        assert "Name" in rows_of(made)[0]
    assert cells(sheet)[1][:3] == ["Employee", "Name", "School"]
    assert cells(sheet)[2][:3] == ["E1", "Ada Nowak", "Oak School"]


def test_warnings_with_which_a_record_is_used_are_to_be_checked():
    people = [oakfield_people()[0]._replace(notes=(found(3, "half of what it seems"),))]
    record = "employee: {id: E7}\nabsences: [{from: 2026-11-02, to: 2026-11-03, days_lost: 9}]\n"
    with worklist_of(answers([*people, person_of(record)])) as made:
        said = [(one.employee, one.reason) for one in made.checks()]
    assert said[0] == ("E1012", "half of what it seems")
    assert said[1][0] == "E7"
    assert "is said to have lost 9 working days" in said[1][1]


@pytest.mark.parametrize(
    ("write", "more"),
    [
        pytest.param(write_csv, 5, id="csv"),
        pytest.param(write_xlsx, 50, id="xlsx"),
    ],
)
def test_memory_does_not_grow_with_the_number_of_people(monkeypatch, write, more):
    monkeypatch.setattr("flowrules.spill._IN_MEMORY", 5_000)
    (line,) = lines_of(answers())[:1]
    new = map("E{:06}".format, count())  # each has a number that nobody had before

    def peak(people):
        tracemalloc.start()
        with Worklist(about(FLOW, SOURCE, ASKED)) as made:
            for _ in range(people):
                one = line._replace(employee=next(new))
                made.add(Work(Sums(1, 0, 1, 1), (one,)))
            write(made, Discarding())
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    peak(3_000)  # what is loaded once, and what Python keeps ready for tuples to come
    # More people than cells are kept of a column, so that what is kept is full both times.
    few, many = peak(1_500), peak(3_500)
    assert many - few <= 2_000 * more


class Discarding(BytesIO):
    """A file that keeps nothing."""

    def __init__(self):
        super().__init__()
        self._at = 0

    def write(self, content):
        self._at += len(content)
        return len(content)

    def tell(self):
        return self._at

    def seek(self, at, whence=0):
        self._at = at if whence == 0 else self._at
        return self._at


# CSV


def test_a_csv_opens_in_excel_and_has_every_line():
    with worklist_of(answers([*oakfield_people(), not_read()])) as made:
        content = csv_of(made)
        rows = rows_of(made)
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.count(b"\n") == content.count(b"\r\n")
    assert rows[0][:6] == ["Status", "By", "Days overdue", "Who", "Employee", "School"]
    assert all(len(row) == len(rows[0]) for row in rows)
    assert rows[1][:5] == ["Overdue", "2026-11-03", "18", "Line manager", "E1103"]
    assert rows[-1][0] == "Not decided"
    assert rows[-1][rows[0].index("Why")] == "`31/02/2026` is not a date"
    assert rows[-1][-1] == "absences.csv, line 14, End date"


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_text_in_a_csv_is_a_formula(attack):
    people = [one._replace(school=attack, manager=attack, id=attack) for one in oakfield_people()]
    with worklist_of(answers([*people, not_read(attack, [found(message=attack)])])) as made:
        rows = rows_of(made)
    assert any(f"'{attack}" in row for row in rows)
    for row in rows:
        for cell in row:
            assert cell.lstrip()[:1] not in tuple("=+-@＝") or cell[:1] == "'"
            assert cell[:1] not in ("\t", "\r", "\n")


def test_figures_and_days_of_a_csv_are_left_as_they_are():
    with worklist_of(answers()) as made:
        rows = rows_of(made)
    assert not any(cell.startswith("'") for row in rows for cell in row)


# XLSX


def test_a_workbook_has_the_lines_with_real_dates_and_numbers():
    with worklist_of(answers([*oakfield_people(), not_read()])) as made:
        book = book_of(made)
    assert book.sheetnames == ["Worklist", "Not decided", "To check", "How read"]
    rows = cells(book["Worklist"])
    assert rows[0][0] == (
        "Worklist for Sat 21 November 2026: 2 overdue, 1 needed, 3 due, 1 waiting, 1 not on record; "
        "1 employee is not decided"
    )
    headings = rows[1]
    first = dict(zip(headings, rows[2], strict=True))
    assert (first["By"], first["Days overdue"]) == (datetime(2026, 11, 3), 18)
    assert book["Worklist"].cell(3, headings.index("By") + 1).number_format == "d mmm yyyy"
    assert first["Status"] == "Overdue"
    assert "10 working days lost" in first["Why"]
    assert "Coming: 16 December 2026" in first["Why"]
    assert first["What to do"] == "Hold the midway review [line 120]"
    assert len(rows) == 10


def test_a_workbook_is_set_up_to_be_filtered_and_printed():
    with worklist_of(answers()) as made:
        book = book_of(made)
    sheet = book["Worklist"]
    width = sheet.max_column
    assert sheet.freeze_panes == "A3"
    assert sheet.auto_filter.ref == f"A2:{sheet.cell(10, width).coordinate}"
    assert sheet.print_title_rows == "$2:$2"
    assert (sheet.page_setup.orientation, int(sheet.page_setup.paperSize)) == ("landscape", 9)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert int(sheet.page_setup.fitToHeight) == 0
    assert "Page &P of &N" in sheet.oddFooter.center.text or "&P" in sheet.oddFooter.center.text
    assert sheet["H3"].alignment.wrap_text
    assert book.properties.title == "Worklist"
    assert not book.properties.creator
    assert not book.properties.lastModifiedBy


def test_who_was_not_decided_has_a_sheet_with_the_way_out():
    with worklist_of(answers([not_read()])) as made:
        made.add(work_of_stray(Stray((found(20, "no employee is named"),))))
        rows = cells(book_of(made)["Not decided"])
    assert rows[1] == ["Employee", "File", "Line", "Column", "Reason", "Way out"]
    assert rows[2] == [
        None,
        "absences.csv",
        20,
        "End date",
        "no employee is named",
        "write the day as 28/02/2026",
    ]
    assert rows[3][:4] == ["E2001", "absences.csv", 14, "End date"]


def test_an_empty_worklist_does_not_say_that_all_is_well_where_somebody_is_not_decided():
    with worklist_of(answers([not_read()])) as made:
        rows = cells(book_of(made)["Worklist"])
    assert rows[2][0] == (
        "Nothing is to be done for those who were decided; the next sheet has the others."
    )


def test_how_it_was_read_stands_in_the_workbook():
    with worklist_of(answers()) as made:
        said = [tuple(row) for row in cells(book_of(made)["How read"])]
    assert said[0] == (None, SUGGESTION)
    told = {label: value for label, value in said if label}
    assert told["Its hash (SHA-256)"] == FLOW.sha256
    assert told["Its version"] == "2026.1"
    assert told["Day asked about"] == datetime(2026, 11, 21)
    assert (told["Rows read"], told["Rows used"], told["Rows rejected"]) == (5, 5, 0)


@pytest.mark.parametrize("attack", [*ATTACKS, "http://example.org", "{=1}", "x" * 40_000])
def test_every_text_of_a_workbook_is_text(attack):
    people = [one._replace(school=attack, manager=attack, id=attack) for one in oakfield_people()]
    with worklist_of(answers([*people, not_read(attack, [found(message=attack)])])) as made:
        book = book_of(made)
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert kinds <= {"s", "n", "d"}, "none is a formula"
    assert not any(cell.hyperlink for sheet in book for row in sheet.iter_rows() for cell in row)
    sheet = book["Worklist"]
    place = [cell.value for cell in sheet[2]].index("School")
    quoted = {row[place].quotePrefix for row in sheet.iter_rows(min_row=3)}
    assert quoted == {attack in ATTACKS}, "nor is it one once somebody edits the cell"


def written_by(write):
    """The XML of a sheet's rows."""
    file = BytesIO()
    with Workbook(file, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("One", Sheet)
        looks = Looks(book)
        for marks in (("bold",), ("late",), ("day", "left", "late"), ("late", "number")):
            looks.format_number(marks)  # else each has its number by when it is first met
        sheet.write_string(0, 0, "Heading", looks["bold",])
        write(sheet, looks)
    with ZipFile(file) as parts:
        return parts.read("xl/worksheets/sheet1.xml").decode()


ODD = [
    "a & b < c",
    "a\tb",
    "bell \a",
    "_x0041_",
    "some_name",
    " at an edge ",
    "“…”",
    "two\nlines",
    "x" * 70,
]


def test_a_row_is_written_as_xlsxwriter_itself_would():
    values = [date(2026, 11, 21), 12, None, "", *ODD]

    def at_once(sheet, looks):
        drawn = Form([Place(64, ("late",))] * len(values)).row(values)
        sheet.write_rows(1, [drawn], LETTERS[: len(values)], looks)

    def by_cells(sheet, looks):
        sheet.set_row(1, 29.25)
        sheet.write_datetime(1, 0, datetime(2026, 11, 21), looks["day", "left", "late"])
        sheet.write_number(1, 1, 12, looks["late", "number"])
        for column, text in enumerate(ODD, start=4):
            sheet.write_string(1, column, text, looks["late",])

    assert written_by(at_once) == written_by(by_cells)


def test_rows_written_in_several_goes_stand_one_below_another(monkeypatch):
    monkeypatch.setattr("flowrules.report.xlsx_sheet._AT_ONCE", 2)
    form = Form([Place(10)] * 3)

    def write(sheet, looks):
        drawn = [form.row([number, None, "x"]) for number in range(5)]
        assert sheet.write_rows(1, drawn, ["A", "", "B"], looks) == 6

    written = written_by(write)
    assert re.findall(r'<row r="(\d+)" ht', written) == ["2", "3", "4", "5", "6"]
    assert re.findall(r'r="(B\d+)"', written) == ["B2", "B3", "B4", "B5", "B6"]
    assert '<dimension ref="A1:B6"/>' in written


def test_a_text_that_looks_like_markup_stays_text():
    def write(sheet, looks):
        drawn = Form([Place(10)]).row(["<r><t>bold</t></r>"])
        sheet.write_rows(1, [drawn], "A", looks)

    assert "<t>&lt;r&gt;&lt;t&gt;bold&lt;/t&gt;&lt;/r&gt;</t>" in written_by(write)


def test_the_same_worklist_gives_the_same_bytes():
    with worklist_of(answers()) as one, worklist_of(answers()) as other:
        assert xlsx_of(one) == xlsx_of(other)
        assert csv_of(one) == csv_of(other)
        written = book_of(one).properties
    assert (written.created, written.modified) == (datetime(2026, 11, 21), datetime(2026, 11, 21))


def test_rows_that_were_drawn_before_make_the_same_workbook():
    wording = Wording(FLOW, SOURCE)
    with worklist_of(answers()) as one, Worklist(about(FLOW, SOURCE, ASKED)) as other:
        for answered in answers():
            other.add(with_rows(wording.work(answered)))
        assert {type(line) for line in other.kept()} == {str}
        assert xlsx_of(one) == xlsx_of(other)


def test_nothing_stays_behind_of_a_workbook(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with worklist_of(answers()) as made:
        xlsx_of(made)
        made.kept = broken
        with pytest.raises(KeyboardInterrupt):
            xlsx_of(made)
    assert list(tmp_path.iterdir()) == []


def broken():
    raise KeyboardInterrupt
    yield


def test_a_worklist_of_nobody_says_so():
    with worklist_of([]) as made:
        assert made.headline() == "Worklist for Sat 21 November 2026: nothing to do"
        book = book_of(made)
        assert book["Worklist"]["A3"].value == "There is nothing to do."
        assert len(rows_of(made)) == 1


def test_a_sheet_that_is_full_says_so(monkeypatch):
    monkeypatch.setattr("flowrules.report.worklist_xlsx._MOST_ROWS", 3)
    with worklist_of(answers()) as made:
        rows = cells(book_of(made)["Worklist"])
    assert len(rows) == 6
    assert rows[5][0] == "There are more lines than a sheet can hold."


def test_how_the_record_was_looked_at_is_told():
    def told(asked):
        with worklist_of([], asked=asked) as made:
            return dict(made.how_read())["How records were looked at"]

    assert told(Asked(DAY)) == "As known by 21 November 2026"
    assert told(Asked(DAY, date(2026, 11, 1))) == "As known by 1 November 2026"
    assert told(Asked(DAY, hindsight=True)) == "With hindsight, each line at its own date"


def test_an_answer_can_be_worded_in_another_process():
    import pickle

    from flowrules.report.worklist_wording import Wording

    work = Wording(FLOW, SOURCE).work(answer(oakfield_people()[1], FLOW, ASKED))
    assert pickle.loads(pickle.dumps(work)) == work


# Python's own ZipFile tries to finish the file once more when it is thrown away.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_workbook_for_which_there_is_no_room_says_so_as_any_file_does():
    class Full(BytesIO):
        def write(self, content):
            raise OSError(errno.ENOSPC, "No space left on device")

    with worklist_of(answers()) as made, pytest.raises(OSError, match="No space left"):
        write_xlsx(made, Full())
