"""An export becomes people: what is read, what is refused and where, and what is never counted twice."""

import gc
import io
from datetime import date

import pytest
from read_tables import ENDS, HEAD, ON, TWO_POSTS, errors, flow, lines, read, told

from flowrules.engine import decide
from flowrules.engine.horizon import horizon_of
from flowrules.finding import Finding
from flowrules.known import know
from flowrules.people import Stray
from flowrules.records import Reading


def test_what_is_read_is_kept_from_no_later_search_for_garbage():
    gc.unfreeze()
    read(absences_csv="employee,from,to\nE1,2026-03-02,2026-03-03\n")
    assert gc.isenabled()
    assert gc.get_freeze_count() == 0


def test_a_table_becomes_the_record_that_yaml_says_with_the_same_hash():
    people, strays = read(
        absences_csv=HEAD + "E1,2026-09-01,2026-09-02,Sickness\nE1,2026-10-05,,Sickness\n",
        staff_csv="Payroll Number,Staff Group,Started,Working Pattern,Pattern From,Hours per Day\n"
        'E1,Teacher,2020-09-01,"Mon-Wed, Fri",2021-09-01,6.5\n',
    )
    data = {
        "employee": {"id": "E1", "group": "teacher", "started": "2020-09-01"},
        "pattern": [{"from": "2021-09-01", "days": ["mon", "tue", "wed", "fri"], "hours_per_day": 6.5}],
        "absences": [
            {"from": "2026-09-01", "to": "2026-09-02", "category": "sickness"},
            {"from": "2026-10-05", "category": "sickness"},
        ],
    }
    known = know(data, None, "E1.yaml", horizon_of(ON))
    assert not errors(strays)
    assert people["E1"].record == known.record
    assert people["E1"].sha256 == known.sha256
    assert (people["E1"].rows, people["E1"].rejected) == (3, 0)


def test_a_row_that_cannot_be_used_stops_its_employee_and_nobody_else():
    people, strays = read(
        absences_csv=HEAD + "E1,2026-09-01,2026-09-02,Sickness\n"
        "E2,31/02/2026,2026-09-02,Sickness\nE2,2026-05-01,2026-05-02,Sickness\n"
    )
    assert not errors(strays)
    assert told(people["E1"]) == []
    assert told(people["E2"]) == [(3, 2, "not-a-date")]
    assert people["E2"].record is None
    assert (people["E2"].rows, people["E2"].rejected) == (2, 1)
    (finding,) = people["E2"].findings
    assert (finding.file, finding.path) == ("absences.csv", ("Start Date",))


def test_nothing_that_stands_in_a_cell_is_repeated():
    people, strays = read(
        absences_csv=HEAD + "E1,Migraine,2026-09-02,Sickness\nE2,2026-09-01,2026-09-02,Migraine\n"
        "E3,2026-09-01,2026-09-02,Migraine,Migraine\n"
        "E4,2026-09-01,Migraine,Sickness\nE5,2026-09-01,2026-09-02,Sickness\n,2026-09-01,2026-09-02,Migraine\n"
    )
    assert {id for id, one in people.items() if one.record is None} == {"E1", "E2", "E4"}
    assert len(errors(strays)) == 2
    said = repr([one.findings for one in (*people.values(), *strays)])
    assert "igraine" not in said


def test_a_row_that_names_nobody_is_told_and_counted():
    people, strays = read(
        absences_csv=HEAD + "E1,2026-09-01,2026-09-02,Sickness\n,2026-09-01,,Sickness\n"
    )
    assert list(people) == ["E1"]
    assert [(one.rows, told(one)) for one in strays if one.rows] == [(1, [(3, 1, "nobody-named")])]


def test_a_ragged_row_stops_whoever_it_may_be_about():
    people, strays = read(
        absences_csv="Name,Payroll Number,Start Date,End Date,Absence Type\n"
        "Ann,E1,2026-09-01,2026-09-02,Sickness\nBob,E2,2026-09-01,2026-09-02,Sickness\n"
        "Smith, Ann,E1,2026-10-01,2026-10-02,Sickness\n"
    )
    assert told(people["E1"]) == [(4, 1, "row-ragged")]
    assert (people["E1"].rows, people["E1"].rejected) == (2, 1)
    assert people["E2"].record is not None
    assert not errors(strays)


def test_a_ragged_row_with_nobodys_number_is_told_apart():
    people, strays = read(absences_csv=HEAD + "E1,2026-09-01,2026-09-02,Sickness\nE9,2026-09-01\n")
    assert list(people) == ["E1"]
    assert [(one.rows, [f.rule for f in one.findings]) for one in strays if one.rows] == [
        (1, ["row-ragged"])
    ]


def test_separators_behind_the_last_column_are_no_cells():
    people, strays = read(absences_csv=HEAD + "E1,2026-09-01,2026-09-02,Sickness,,\n")
    assert people["E1"].record is not None
    assert not errors(strays)


def test_the_same_row_twice_is_a_fault():
    people, _ = read(absences_csv=HEAD + "E1,2026-09-01,2026-09-02,Sickness\n" * 2)
    assert told(people["E1"]) == [(3, 1, "duplicate-row")]
    assert "line 2" in people["E1"].findings[0].message


def test_an_absence_listed_for_each_of_two_posts_counts_once_and_that_is_said():
    people, _ = read(
        absences_csv=TWO_POSTS + "E1,Cook,2026-09-01,2026-09-02,Sickness,2\n"
        "E1,Cleaner,2026-09-01,2026-09-02,Sickness,2\n"
    )
    assert [(one.line, one.rule) for one in people["E1"].notes] == [(3, "listed-twice")]
    assert lines(people["E1"]) == [{"from": "2026-09-01", "to": "2026-09-02", "days_lost": 2.0}]


def test_two_posts_that_lost_different_days_are_worked_out_from_the_pattern():
    people, _ = read(
        absences_csv=TWO_POSTS + "E1,Cook,2026-09-01,2026-09-02,Sickness,2\n"
        "E1,Cleaner,2026-09-01,2026-09-02,Sickness,1\n"
    )
    assert lines(people["E1"]) == [{"from": "2026-09-01", "to": "2026-09-02"}]
    assert "worked out" in people["E1"].notes[0].help


def test_absences_that_overlap_are_told_at_their_rows_by_the_engine():
    from flowrules.answer import Asked, answer

    people, _ = read(
        absences_csv=HEAD + "E1,2026-09-01,2026-09-04,Sickness\nE1,2026-09-03,2026-09-05,Sickness\n"
    )
    answered = answer(people["E1"], flow(), Asked(ON))
    assert [(one.line, one.column, one.rule) for one in answered.findings] == [
        (3, 2, "absences-overlap")
    ]
    assert answered.findings[0].related[0].line == 2


def test_a_row_dated_after_the_day_is_used_and_not_looked_at():
    people, _ = read(
        absences_csv=HEAD + "E1,2026-12-01,nonsense,Flu\nE1,2026-09-01,2026-09-02,Sickness\n"
    )
    assert lines(people["E1"]) == [{"from": "2026-09-01", "to": "2026-09-02"}]
    assert (people["E1"].rows, people["E1"].rejected) == (2, 0)


AMBIGUOUS = HEAD + "E1,05/06/2026,06/06/2026,Sickness\n"


def test_a_date_that_could_be_read_both_ways_is_refused():
    people, _ = read(absences_csv=AMBIGUOUS)
    assert told(people["E1"]) == [(2, 2, "date-unclear")]


def test_other_dates_of_the_table_show_which_way_it_is_and_that_is_said():
    people, strays = read(absences_csv=AMBIGUOUS + "E2,13/06/2026,14/06/2026,Sickness\n")
    assert lines(people["E1"]) == [{"from": "2026-06-05", "to": "2026-06-06"}]
    assert "dates-read" in [one.rule for stray in strays for one in stray.findings]


def test_dates_that_contradict_each_other_show_nothing():
    people, _ = read(
        absences_csv=AMBIGUOUS + "E2,13/06/2026,14/06/2026,Sickness\nE3,06/25/2026,06/26/2026,Sickness\n"
    )
    assert told(people["E1"]) == [(2, 2, "date-unclear")]
    assert people["E2"].record is not None
    assert told(people["E3"]) == [(4, 2, "not-a-date")]


def test_one_odd_date_among_many_shows_nothing():
    rows = "".join(
        f"E{day},0{day % 9 + 1}/0{month}/2026,,Sickness\n" for day in range(9) for month in range(1, 9)
    )
    people, _ = read(absences_csv=HEAD + rows + "E99,13/06/2026,,Sickness\n")
    assert sum(one.record is None for one in people.values()) == 9


def test_a_mapping_that_names_the_form_reads_the_date():
    mapping = """
flowrules_map: 1
absences:
  columns: {employee: Payroll Number, start: Start Date, end: End Date, category: Absence Type}
  dates: FORM
"""
    for form, first in (
        ("day first", "2026-06-05"),
        ("month first", "2026-05-06"),
        ('"%m/%d/%Y"', "2026-05-06"),
    ):
        people, _ = read(mapping.replace("FORM", form), absences_csv=AMBIGUOUS)
        assert lines(people["E1"])[0]["from"] == first


def test_a_year_of_two_figures_is_refused_unless_the_mapping_gives_the_form():
    text = HEAD + "E1,25/06/26,25/06/26,Sickness\n"
    people, _ = read(absences_csv=text)
    assert told(people["E1"]) == [(2, 2, "year-unclear")]


def test_days_lost_are_what_the_system_says_and_half_of_a_day_is_a_half_day():
    head = "Payroll Number,Start Date,End Date,Absence Type,Working Days Lost\n"
    people, _ = read(
        absences_csv=head
        + "E1,2026-09-01,2026-09-01,Sickness,0.5\nE1,2026-09-07,2026-09-11,Sickness,3.5\n"
        "E1,2026-09-21,2026-09-21,Sickness,0.25\nE1,2026-10-05,,Sickness,4\n"
    )
    assert lines(people["E1"]) == [
        {"from": "2026-09-01", "to": "2026-09-01", "part": "half"},
        {"from": "2026-09-07", "to": "2026-09-11", "days_lost": 3.5},
        {"from": "2026-09-21", "to": "2026-09-21", "days": 0.25},
        {"from": "2026-10-05"},
    ]


def test_half_a_day_lost_on_a_half_day_of_the_pattern_is_all_of_it():
    people, _ = read(
        absences_csv="Payroll Number,Start Date,End Date,Absence Type,Working Days Lost\n"
        "E1,2026-09-02,2026-09-02,Sickness,0.5\n",
        staff_csv="Payroll Number,Mon,Tue,Wed\nE1,1,1,0.5\n",
    )
    assert lines(people["E1"]) == [{"from": "2026-09-02", "to": "2026-09-02", "days_lost": 0.5}]


def test_days_that_count_weekends_are_not_taken_for_working_days():
    people, strays = read(
        absences_csv="Payroll Number,Start Date,End Date,Absence Type,Days\n"
        "E1,2026-09-04,2026-09-07,Sickness,4\nE1,2026-10-02,2026-10-05,Sickness,4\n"
    )
    assert lines(people["E1"])[0] == {"from": "2026-09-04", "to": "2026-09-07"}
    assert "`Days`" in strays[0].findings[0].help


@pytest.mark.parametrize(
    ("first", "second", "are_told"),
    [
        ("Ann Zqa", "Bob Zqb", True),
        ("Ann Zqa", "Ann Zqb", True),
        ("Ann Zqa", '"ZQA, Ann"', False),
        ("Ann Zqa", "Ann Mary Zqa", False),
        ("Ann Zqa", "", False),
    ],
)
def test_two_names_under_one_number_are_told_and_not_said(first, second, are_told):
    rows = f"E1,{first},2026-09-01,2026-09-02,Sickness\nE1,{second},2026-09-15,2026-09-15,Sickness\n"
    head = "Payroll Number,Employee Name,Start Date,End Date,Absence Type\n"
    mapping = """flowrules_map: 1
absences:
  columns: {employee: Payroll Number, name: Employee Name, start: Start Date, end: End Date}
"""
    people, _ = read(mapping, absences_csv=head + rows)
    assert [(one.code, one.line) for one in people["E1"].notes] == ([("FR626", 2)] if are_told else [])
    assert not any("Zq" in one.message + one.help for one in people["E1"].notes)
    assert len(people["E1"].record.absences) == 2


def test_a_table_with_headings_alone_is_told_as_that():
    people, (stray,) = read(absences_csv=ENDS)
    assert not people
    assert stray.findings[0].message == "there is nothing below the headings of this table"


def test_a_word_that_is_no_part_of_a_day_is_told_with_those_that_are():
    columns = "{employee: Payroll Number, start: Start Date, end: End Date, first_part: Start AM/PM}"
    mapping = f"flowrules_map: 1\nabsences:\n  columns: {columns}\n"
    people, _ = read(mapping, absences_csv=ENDS + "E1,2026-06-25,Noonish,2026-06-25,AM,Sickness\n")
    (found,) = people["E1"].findings
    assert found.message == "what stands under `Start AM/PM` is no part of a day"
    assert found.help.endswith("which it is: `whole`, `half`, `am` or `pm`")


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("2026-09-01,AM,2026-09-01,AM", [("2026-09-01", "2026-09-01", "half")]),
        ("2026-09-01,PM,2026-09-01,PM", [("2026-09-01", "2026-09-01", "half")]),
        ("2026-09-01,AM,2026-09-01,PM", [("2026-09-01", "2026-09-01", None)]),
        ("2026-09-01,AM,2026-09-03,PM", [("2026-09-01", "2026-09-03", None)]),
        (
            "2026-09-01,PM,2026-09-04,AM",
            [
                ("2026-09-01", "2026-09-01", "half"),
                ("2026-09-02", "2026-09-03", None),
                ("2026-09-04", "2026-09-04", "half"),
            ],
        ),
        (
            "2026-09-01,PM,2026-09-02,AM",
            [("2026-09-01", "2026-09-01", "half"), ("2026-09-02", "2026-09-02", "half")],
        ),
    ],
)
def test_half_days_at_the_ends_stand_on_lines_of_their_own(row, expected):
    people, _ = read(absences_csv=ENDS + f"E1,{row},Sickness\n")
    found = [(str(one.from_), str(one.to), one.part) for one in people["E1"].record.absences]
    assert found == expected


LOST_TOO = ENDS.replace("\n", ",Working Days Lost\n")


@pytest.mark.parametrize("lost", ["", "0.5"])
def test_an_absence_that_ends_before_midday_and_begins_after_it_is_refused(lost):
    people, _ = read(absences_csv=LOST_TOO + f"E1,2026-09-01,PM,2026-09-01,AM,Sickness,{lost}\n")
    assert told(people["E1"]) == [(2, 3, "part-unclear")]


@pytest.mark.parametrize(
    ("row", "lost", "expected"),
    [
        ("2026-09-01,PM,2026-09-03,PM", 2.5, {"days_lost": 2.5, "half_worked": "first"}),
        ("2026-09-01,PM,2026-09-03,AM", 3, {"days_lost": 3, "half_worked": "both"}),
        ("2026-09-01,AM,2026-09-03,AM", 3, {"days_lost": 3, "half_worked": "last"}),
        ("2026-09-01,AM,2026-09-03,PM", 3, {"days_lost": 3}),
        ("2026-09-01,AM,2026-09-01,AM", 1, {"days_lost": 1, "half_worked": "first"}),
        ("2026-09-01,AM,2026-09-01,AM", 0.5, {"part": "half"}),
        ("2026-09-01,AM,2026-09-01,PM", 0.5, {"part": "half", "half_worked": "neither"}),
        ("2026-09-01,AM,2026-09-01,PM", 0.3, {"days": 0.3, "half_worked": "neither"}),
        ("2026-09-01,,2026-09-01,", 0.5, {"part": "half"}),  # nothing is said of the halves
        ("2026-09-01,AM,2026-09-01,PM", 1, {"days_lost": 1}),
    ],
)
def test_half_days_beside_the_days_lost_are_kept_where_both_must_agree(row, lost, expected):
    people, _ = read(absences_csv=LOST_TOO + f"E1,{row},Sickness,{lost}\n")
    (line,) = people["E1"].record.absences
    said = line.model_dump(exclude_defaults=True)
    assert {word: said[word] for word in said if word not in ("from_", "to", "category")} == expected


def test_what_is_told_beside_the_days_lost_in_other_ways_is_not_held_against_them():
    mapping = """
flowrules_map: 1
absences:
  columns: {employee: No, start: From, end: To, start_time: From, end_time: To, part: Part, days_lost: Lost,
    first_part: First}
  midday: "12:30"
"""
    rows = "E1,2026-03-02 09:00,2026-03-02 10:30,,0.2,\nE2,2026-03-02,2026-03-04,half,2.5,whole\n"
    people, _ = read(mapping, absences_csv="No,From,To,Part,Lost,First\n" + rows)
    assert [one.half_worked for one in people["E1"].record.absences] == [None]
    assert [one.days_lost for one in people["E2"].record.absences] == [2.5]


def test_half_days_beside_the_days_lost_say_nothing_of_a_day_of_which_half_is_worked():
    staff = 'Payroll Number,Working Pattern\nE1,"Mon, Tue (am)"\n'
    row = "E1,2026-08-31,PM,2026-09-01,AM,Sickness,1\nE1,2026-09-08,AM,2026-09-08,AM,Sickness,0.5\n"
    people, _ = read(absences_csv=LOST_TOO + row, staff_csv=staff)
    assert [one.half_worked for one in people["E1"].record.absences] == ["first", None]


@pytest.mark.parametrize("lost", [("1.5", "0"), ("1.5", "1"), ("0", "2")])
def test_of_two_posts_that_say_different_days_lost_the_days_and_half_days_count(lost):
    posts = "E1,2026-08-31,PM,2026-09-01,PM,Sickness,{},Cook\nE1,2026-08-31,PM,2026-09-01,PM,Sickness,{},Cleaner\n"
    head = LOST_TOO.replace("\n", ",Job Title\n")
    people, _ = read(absences_csv=head + posts.format(*lost))
    found = [(str(one.from_), one.part, one.days_lost) for one in people["E1"].record.absences]
    assert found == [("2026-08-31", "half", None), ("2026-09-01", None, None)]
    assert {one.code for one in people["E1"].notes} >= {"FR614"}


def test_a_word_that_is_no_part_of_a_day_is_refused_beside_the_days_lost_too():
    rows = "E1,2026-09-01,Noonish,2026-09-03,AM,Sickness,2\nE2,2026-09-01,PM,2026-09-03,AM,Sickness,2\n"
    people, _ = read(absences_csv=LOST_TOO + rows * 3)
    assert told(people["E1"])[0] == (2, 3, "unknown-value")


def test_times_make_half_days_by_the_midday_of_the_mapping():
    mapping = """
flowrules_map: 1
absences:
  columns: {employee: No, start: From, end: To, start_time: From, end_time: To}
  midday: "12:30"
"""
    people, _ = read(
        mapping,
        absences_csv="No,From,To\nE1,2026-09-01 13:00,2026-09-02 15:30\nE2,2026-09-01 08:00,2026-09-01 12:00\n",
    )
    assert [one.part for one in people["E1"].record.absences] == ["half", None]
    assert [one.part for one in people["E2"].record.absences] == ["half"]


def test_hours_of_one_day_are_used_where_the_hours_of_the_day_are_known():
    files = {
        "absences_csv": "Payroll Number,Start Date,End Date,Absence Type,Hours Lost\n"
        "E1,2026-09-01,2026-09-01,Sickness,2\nE2,2026-09-01,2026-09-01,Sickness,6\nE3,2026-09-01,2026-09-01,Sickness,\n",
        "staff_csv": "Payroll Number,Working Pattern,Hours per Day\nE1,Mon-Fri,6\nE2,Mon-Fri,6\n",
    }
    people, _ = read(**files)
    assert [people[id].record.absences[0].hours for id in ("E1", "E2", "E3")] == [2, None, None]


def test_words_that_a_mapping_leaves_out_are_passed_over_and_counted():
    mapping = """
flowrules_map: 1
absences:
  columns: {employee: No, start: From, end: To, category: Type}
  values: {category: {SIC: sickness, Holiday: leave out, (empty): sickness}}
  leave_out: {Status: [Cancelled]}
"""
    people, strays = read(
        mapping,
        absences_csv="No,From,To,Type,Status\nE1,2026-09-01,2026-09-01,Holiday,\nE1,2026-09-02,2026-09-02,SIC,cancelled\n"
        "E1,2026-09-03,2026-09-03,,Closed\n",
    )
    assert lines(people["E1"]) == [{"from": "2026-09-03", "to": "2026-09-03"}]
    assert (people["E1"].rows, people["E1"].rejected) == (3, 0)
    assert "2 rows are passed over" in strays[0].findings[0].message


def test_a_flag_makes_it_another_category():
    people, _ = read(
        absences_csv="Payroll Number,Start Date,End Date,Absence Type,Disability Related\n"
        "E1,2026-09-01,2026-09-02,Sickness,Yes\nE1,2026-10-01,2026-10-02,Sickness,No\n"
    )
    assert [one.category for one in people["E1"].record.absences] == ["disability", "sickness"]


def test_events_become_what_the_procedure_calls_them():
    people, strays = read(
        absences_csv=HEAD + "E1,2026-09-01,2026-09-02,Sickness\n",
        events_csv="Payroll Number,Date,Event,Outcome\nE1,2026-09-03,Return to work,\n"
        "E1,2026-09-10,Informal meeting,Monitor\nE1,2026-09-11,Lunch,\n",
    )
    assert told(people["E1"]) == [(4, 3, "unknown-value")]
    assert not errors(strays)


def test_two_posts_on_different_days_make_one_week():
    people, _ = read(
        absences_csv=HEAD + "E1,2026-09-01,2026-09-02,Sickness\n",
        staff_csv="Payroll Number,Job Title,Staff Group,Working Pattern,Hours per Day\n"
        'E1,Cook,support,Mon-Tue,6\nE1,Cleaner,support,"Wed, Thu (am)",7\n',
    )
    (pattern,) = people["E1"].record.pattern
    assert (pattern.days, pattern.half_days) == (("mon", "tue", "wed"), ("thu",))
    assert pattern.hours_per_day is None
    assert people["E1"].record.employee.group == "support"


def test_two_posts_in_groups_of_which_one_is_not_covered_are_not_decided():
    people, _ = read(
        absences_csv=HEAD + "E1,2026-09-01,2026-09-02,Sickness\n",
        staff_csv="Payroll Number,Staff Group\nE1,teacher\nE1,agency worker\n",
    )
    assert told(people["E1"]) == [(3, 2, "staff-rows-differ")]
    said = "this employee is in two staff groups, `teacher` and `agency-worker`, and the procedure may"
    assert people["E1"].findings[0].message.startswith(said)


def test_an_employee_in_a_record_and_in_a_table_is_neither():
    people, _ = read(
        absences_csv=HEAD + "E1,2026-09-01,2026-09-02,Sickness\nE2,2026-09-01,2026-09-02,Sickness\n",
        E1_yaml="employee: {id: E1}\n",
    )
    assert people["E1"].record is None
    assert {one.rule for one in people["E1"].findings} == {"two-inputs"}
    assert {one.file for one in people["E1"].findings} == {"absences.csv", "E1.yaml"}
    assert people["E2"].record is not None
    assert (people["E1"].rows, people["E1"].rejected) == (2, 2)


def test_a_table_that_cannot_be_read_leaves_nobody_decided_on_the_others():
    people, strays = read(
        absences_csv=HEAD + "E1,2026-09-01,2026-09-02,Sickness\n",
        staff_csv='Payroll Number,Staff Group\n"E1,x\n',
    )
    assert people == {}
    assert [one.rule for one in errors(strays)] == ["not-a-table"]


def test_without_a_table_of_absences_nobody_is_decided():
    people, strays = read(staff_csv="Payroll Number,Staff Group\nE1,teacher\n")
    assert people == {}
    assert [one.rule for one in errors(strays)] == ["table-unclear"]


def test_a_file_of_another_kind_is_told():
    people, strays = read(report_pdf=b"%PDF-1.7")
    assert people == {}
    assert [one.rule for one in errors(strays)] == ["not-a-table"]


def test_the_engines_findings_point_at_the_rows():
    people, _ = read(absences_csv="\n" + HEAD + "E1,2026-09-05,2026-09-02,Sickness\n")
    (placed,) = people["E1"].places.placed([Finding("X", "x", "error", ("absences", 0, "to"), "m")])
    assert (placed.line, placed.column, placed.path) == (3, 3, ("End Date",))


def test_many_rows_go_through_the_disk_and_come_out_the_same(monkeypatch):
    from flowrules.tables import gather

    text = HEAD + "".join(
        f"E{n % 50},2026-{n % 9 + 1:02d}-{n % 28 + 1:02d},2026-{n % 9 + 1:02d}-{n % 28 + 1:02d},Sickness\n"
        for n in range(0, 700, 2)
    )
    before, _ = read(absences_csv=text)
    monkeypatch.setattr(gather, "_AT_ONCE", 40)
    monkeypatch.setattr(gather, "_CHUNK", 10)
    after, _ = read(absences_csv=text)
    assert {id: (one.record, one.sha256, one.findings) for id, one in before.items()} == {
        id: (one.record, one.sha256, one.findings) for id, one in after.items()
    }


def test_rows_that_another_process_reads_come_to_the_same_person():
    import pickle

    from flowrules.records import read_unmade

    text = HEAD + "E1,2026-09-01,2026-09-02,Sickness\nE2,2026-09-01,2026-09-02,Flu\n"
    reading = Reading(horizon_of(ON), flow())
    found = list(read_unmade(["absences.csv"], lambda name: io.BytesIO(text.encode()), reading))
    sent = [one for one in pickle.loads(pickle.dumps(found)) if not isinstance(one, Stray)]
    here, _ = read(absences_csv=text)
    assert sent[0].by is sent[1].by

    def plain(person):
        return person._replace(places=None, hashed=person.sha256)

    assert [plain(one.person()) for one in sent] == [plain(here[one.id]) for one in sent]
    assert len(here) == len(sent) == 2


def test_a_table_without_last_days_is_not_guessed_to_be_one_of_absences():
    people, strays = read(
        absences_csv="Employee,Start,Came Back When,Absence Type\nE1,2026-09-01,2026-09-03,Sickness\n"
    )
    assert people == {}
    assert [one.rule for one in errors(strays)] == ["table-unclear"]
    assert "last day" in errors(strays)[0].message


@pytest.mark.parametrize("there", ["To,Other", "Other,Type"])
def test_a_column_that_a_mapping_names_and_a_table_lacks_stops_it(there):
    mapping = """flowrules_map: 1
absences:
  columns: {employee: No, start: From, end: To, category: [Type, Kind], school: School}
"""
    people, strays = read(mapping, absences_csv=f"No,From,{there}\nE1,2026-09-01,2026-09-02,Sickness\n")
    assert people == {}
    assert [one.rule for one in errors(strays)] == ["column-missing"]


def test_a_column_that_is_only_shown_may_be_missing_and_that_is_said():
    mapping = """flowrules_map: 1
absences:
  columns: {employee: No, start: From, end: To, category: Type, school: [School, Site]}
"""
    people, strays = read(mapping, absences_csv="No,From,To,Type\nE1,2026-09-01,2026-09-02,Sickness\n")
    assert people["E1"].record is not None
    assert not errors(strays)
    said = [one.message for stray in strays for one in stray.findings if one.code != "FR627"]
    assert said == ["the mapping speaks of a column `School` or `Site`, and the table has none"]


def test_numbers_that_differ_only_in_how_they_are_written_may_be_one_person():
    people, strays = read(
        absences_csv=HEAD + "00123,2026-09-01,2026-09-02,Sickness\n123,2026-10-01,2026-10-02,Sickness\n"
        "e4,2026-09-01,2026-09-02,Sickness\nE4,2026-10-01,2026-10-02,Sickness\n"
        "E5,2026-09-01,2026-09-02,Sickness\n00,2026-09-01,2026-09-02,Sickness\n"
    )
    assert not errors(strays)
    assert {id for id, one in people.items() if one.record} == {"E5", "00"}
    assert told(people["00123"]) == [(2, 1, "numbers-alike")]
    assert told(people["E4"]) == [(5, 1, "numbers-alike")]


def test_numbers_alike_are_found_among_more_rows_than_are_held(monkeypatch):
    monkeypatch.setattr("flowrules.tables.gather._AT_ONCE", 2)
    monkeypatch.setattr("flowrules.tables.gather._CHUNK", 1)
    rows = "".join(
        f"{id},2026-0{n}-01,2026-0{n}-02,Sickness\n" for n, id in enumerate(("e4", "E5", "E6", "E4"), 1)
    )
    people, _ = read(absences_csv=HEAD + rows)
    assert {id for id, one in people.items() if one.record} == {"E5", "E6"}


def test_headings_that_are_said_again_on_every_page_are_no_rows():
    row = "E1,2026-09-01,2026-09-02,Sickness\n"
    people, strays = read(
        absences_csv=HEAD + row + "\n" + HEAD + "E2,2026-09-01,2026-09-02,Sickness\n" + HEAD
    )
    assert not errors(strays)
    assert [(one.id, one.rows, one.record is None) for one in people.values()] == [
        ("E1", 1, False),
        ("E2", 1, False),
    ]


def test_one_odd_word_among_half_days_is_refused_at_its_row():
    people, _ = read(
        absences_csv="Employee No,Start Date,End Date,Half Day\nE1,2026-09-01,2026-09-01,AM\n"
        "E2,2026-09-01,2026-09-01,PM\nE3,2026-09-01,2026-09-01,Perhaps\n"
    )
    assert [one["part"] for id in ("E1", "E2") for one in lines(people[id])] == ["half", "half"]
    assert told(people["E3"]) == [(4, 4, "unknown-value")]


def test_an_absence_that_goes_on_may_have_begun_at_midday():
    head = "Employee No,Start Date,End Date,Start AM/PM,Fit Note Until\n"
    row = "E1,2026-11-16,,PM,2026-11-30\n"
    people, _ = read(absences_csv=head + row)
    assert lines(people["E1"]) == [
        {"from": "2026-11-16", "to": "2026-11-16", "part": "half"},
        {"from": "2026-11-17", "expected": [{"on": "2026-11-16", "until": "2026-11-30"}]},
    ]
    decision = decide(flow(), people["E1"].record, ON)
    assert not decision.findings
    assert decision.absent.since == date(2026, 11, 16)
    people, _ = read(absences_csv=head + row, on=date(2026, 11, 16))
    assert [one["from"] for one in lines(people["E1"])] == ["2026-11-16"]
    assert people["E1"].record.absences[0].to is None


def test_one_wrong_figure_does_not_take_the_days_lost_of_everybody():
    head = "Employee No,Start Date,End Date,Working Days Lost\n"
    row = "2026-09-01,2026-09-02,"
    people, _ = read(absences_csv=f"{head}E1,{row}1.5\nE2,{row}2\nE3,{row}lots\n")
    assert lines(people["E1"])[0]["days_lost"] == 1.5
    assert told(people["E3"]) == [(4, 4, "not-a-number")]


def test_where_no_table_says_what_was_done_that_is_told():
    absences = HEAD + "E1,2023-10-02,2023-10-13,Sickness\n"
    _, strays = read(absences_csv=absences)
    assert "FR627" in [one.code for stray in strays for one in stray.findings]
    done = "Payroll Number,Date,Event,Outcome\nE1,2026-09-03,Return to work,\n"
    _, strays = read(absences_csv=absences, events_csv=done)
    assert "FR627" not in [one.code for stray in strays for one in stray.findings]


def test_a_table_of_stages_places_people():
    absences = HEAD + "E1,2023-10-02,2023-10-13,Sickness\n"
    start = "Payroll Number,Date,Stage,Because\nE1,2026-09-01,{},Beginning with flowrules\n"
    for words in ("no-concern", "No concern"):
        people, strays = read(absences_csv=absences, start_csv=start.format(words))
        assert not errors(strays)
        (line,) = people["E1"].record.events
        assert line.placed == {"attendance": "no-concern"}


def test_the_stage_beside_a_meeting_is_what_the_meeting_was_about_and_places_nobody():
    absences = HEAD + "E1,2026-09-02,2026-09-13,Sickness\n"
    done = "Payroll Number,Date,Event,Stage\nE1,2026-09-17,Return to work,no-concern\n"
    people, _ = read(absences_csv=absences, events_csv=done)
    (line,) = people["E1"].record.events
    assert line.placed is None


def test_rows_dated_after_the_day_asked_about_are_told():
    for year, is_told in (("2026", False), ("2062", True)):
        _, strays = read(absences_csv=HEAD + f"E1,{year}-10-02,{year}-10-13,Sickness\n")
        found = [one.help for stray in strays for one in stray.findings if one.code == "FR629"]
        assert found == (
            ["if a year is a slip, correct it: sort by `Start Date` to find it"] if is_told else []
        )


def test_a_staff_group_that_is_none_is_named_and_a_kind_of_absence_is_not():
    staff = "Payroll Number,Staff Group\nE1,Teaching\nE2,teacher\nE3,\n"
    rows = "E1,2026-09-01,2026-09-02,Sickness\nE2,2026-09-01,2026-09-02,Gout\n"
    people, _ = read(absences_csv=HEAD + rows, staff_csv=staff)
    said = people["E1"].findings[0].message
    assert said == "`Teaching` under `Staff Group` is no staff group of this procedure"
    said = people["E2"].findings[0].message
    assert said == "what stands under `Absence Type` is no category of this procedure"


def test_a_staff_group_that_is_named_is_one_short_line():
    long = "Mid\x1bday " + "supervisors " * 10
    staff = f"Payroll Number,Staff Group\nE1,{long}\nE2,teacher\n"
    people, _ = read(absences_csv=HEAD + "E1,2026-09-01,2026-09-02,Sickness\n", staff_csv=staff)
    said = people["E1"].findings[0].message
    assert said.startswith("`Mid day supervisors ")
    assert said.partition("`")[2].partition("`")[0].endswith("…")
