"""What one cell of an export may say, and what it may not: figures, dates, times, yes and no."""

from datetime import date

import pytest
from read_tables import ENDS, ON, errors, flow, lines, read, told

from flowrules.answer import Asked, answer
from flowrules.tables.dates import Days, Trouble, time_of

LOST = "Payroll Number,Absence Start Date,Absence End Date,Absence Type,Working Days Lost\n"
HOURS = "Payroll Number,Start Date,End Date,Absence Type,Hours Lost\n"
STAFF = "Payroll Number,Working Pattern,Hours per Day\nE1,Mon-Fri,7.4\n"


def lost(figure, start="2026-09-07"):
    """The person of one row that says so much was lost, from a Monday to a Thursday."""
    text = LOST + f'E1,{start},2026-09-10,Sickness,"{figure}"\n'
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
    assert lines(lost(figure, "2021-09-10"))[0]["days_lost"] == days


@pytest.mark.parametrize(("figure", "days"), [("4 days", 4), ("0.5 Days", 0.5), ("1 day", 1), ("2d", 2)])
def test_a_figure_may_have_the_word_for_days_behind_it(figure, days):
    text = LOST + f"E1,2026-09-07,2026-09-10,Sickness,{figure}\n"
    people, strays = read(absences_csv=text.replace("Working Days Lost", "Duration"))
    assert not errors(strays)
    assert lines(people["E1"])[0]["days_lost"] == days


def test_hours_among_days_are_refused_and_alone_they_are_hours():
    head = LOST.replace("Working Days Lost", "Duration")
    hours = "E1,2026-09-01,2026-09-01,Sickness,3.7 hours\n"
    people, _ = read(absences_csv=head + hours, staff_csv=STAFF)
    assert lines(people["E1"])[0]["hours"] == 3.7
    days = "E2,2026-09-01,2026-09-01,Sickness,1 day\n"
    people, _ = read(absences_csv=head + hours + days, staff_csv=STAFF)
    assert told(people["E1"]) == [(2, 5, "not-a-number")]
    assert lines(people["E2"])[0]["days_lost"] == 1


@pytest.mark.parametrize(
    ("part", "figure", "said"),
    [
        ("Yes", 1, "first"), ("AM", 1, "first"), ("No", 0.5, "neither"), ("Yes", 0.5, None),
        ("No", 1, None), ("", 1, None), ("", 0.5, None),
    ],
)  # fmt: skip
def test_a_half_day_beside_days_lost_that_are_not_half_a_day_is_told(part, figure, said):
    head = LOST.replace("Working", "Half Day,Working")
    others = "".join(f"E{n},2026-09-01,2026-09-01,Sickness,No,1\n" for n in range(2, 5))
    text = f"{head}E1,2026-09-01,2026-09-01,Sickness,{part},{figure}\n{others}"
    people, strays = read(absences_csv=text)
    assert "`Half Day` is part" in strays[0].findings[0].message
    (line,) = people["E1"].record.absences
    assert line.half_worked == said


def test_half_a_day_of_an_absence_that_goes_on_is_helped_by_its_last_day_and_not_by_days_lost_alone():
    head = LOST.replace("Working", "Half Day,Working")
    for lost in ("", "3.5"):
        people, _ = read(absences_csv=f"{head}E1,2026-09-01,,Sickness,Yes,{lost}\n")
        (found,) = people["E1"].findings
        assert (found.rule, "several days" in found.message) == ("part-unclear", False)
        assert "the last day, and the days lost" in found.help


@pytest.mark.parametrize("figure", ["1,500", "29.6", "4.5"])  # 1.5 in another country; hours
def test_more_days_lost_than_the_absence_has_are_refused(figure):
    found = lost(figure)
    assert told(found) == [(2, 5, "part-unclear")]
    assert "`hours`" in found.findings[0].help


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
    assert lines(lost(figure, "2026-08-10"))[0]["days_lost"] == days


def test_hours_have_no_noise_in_the_last_places_either():
    people, _ = read(
        absences_csv=HOURS + "E1,2026-09-01,2026-09-01,Sickness,3.6999999999999997\n", staff_csv=STAFF
    )
    assert lines(people["E1"])[0]["hours"] == 3.7
    week = "Payroll Number,Mon,Tue\nE1,7.4,7.3999999999999995\n"
    people, strays = read(absences_csv=HOURS + "E1,2026-09-01,2026-09-01,Sickness,3.7\n", staff_csv=week)
    assert not errors(strays)
    assert people["E1"].record.pattern[0].hours_per_day == 7.4


BY_TIMES = """
flowrules_map: 1
absences:
  columns: {employee: No, start: From, end: To, start_time: From, end_time: To}
  midday: "12:30"
"""
MORNING_AND_AFTERNOON = [
    (None, "Payroll Number,Start Date,Start AM/PM,End Date,End AM/PM", "2026-09-01,AM,2026-09-01,AM", "2026-09-01,PM,2026-09-01,PM"),
    (None, "Payroll Number,Start Date,End Date,Part of Day", "2026-09-01,2026-09-01,am", "2026-09-01,2026-09-01,pm"),
    (None, "Payroll Number,Start Date,End Date,Part of Day,Days Lost", "2026-09-01,2026-09-01,am,0.5", "2026-09-01,2026-09-01,pm,0.5"),
    (BY_TIMES, "No,From,To", "2026-09-01 08:30,2026-09-01 12:00", "2026-09-01 13:00,2026-09-01 16:00"),
]  # fmt: skip


@pytest.mark.parametrize(("mapping", "head", "one", "other"), MORNING_AND_AFTERNOON)
def test_the_morning_and_the_afternoon_of_a_day_are_the_whole_of_it(mapping, head, one, other):
    for rows in (f"E1,{one}\nE1,{other}\n", f"E1,{other}\nE1,{one}\n"):
        people, strays = read(mapping, absences_csv=f"{head}\n{rows}")
        assert not errors(strays)
        assert lines(people["E1"]) == [{"from": "2026-09-01", "to": "2026-09-01"}]
        assert not people["E1"].notes
        assert (people["E1"].rows, people["E1"].rejected) == (2, 0)


def test_an_absence_that_ends_at_midday_and_the_next_from_then_on_share_a_whole_day():
    head = "Payroll Number,Start Date,Start AM/PM,End Date,End AM/PM\n"
    rows = "E1,2026-09-01,AM,2026-09-02,AM\nE1,2026-09-02,PM,2026-09-03,PM\n"
    people, _ = read(absences_csv=head + rows)
    assert lines(people["E1"]) == [
        {"from": f"2026-09-0{day}", "to": f"2026-09-0{day}"} for day in (1, 2, 3)
    ]


def test_half_days_of_one_half_listed_for_two_posts_are_still_one_half():
    head = "Payroll Number,Job Title,Start Date,End Date,Part of Day\n"
    row = "2026-09-01,2026-09-01"
    people, _ = read(
        absences_csv=f"{head}E1,Cook,{row},am\nE1,Cleaner,{row},am\nE1,Cook,{row},pm\nE2,Cook,{row},am\nE2,Cleaner,{row},am\n"
    )
    assert lines(people["E1"]) == [{"from": "2026-09-01", "to": "2026-09-01"}]
    assert [one.rule for one in people["E1"].notes] == ["listed-twice"]
    assert lines(people["E2"]) == [{"from": "2026-09-01", "to": "2026-09-01", "part": "half"}]


def test_a_morning_and_an_afternoon_that_are_not_alike_are_refused():
    head = "Payroll Number,Start Date,End Date,Part of Day,Absence Type\n"
    row = "2026-09-01,2026-09-01"
    people, _ = read(absences_csv=f"{head}E1,{row},am,Sickness\nE1,{row},pm,Disability\n")
    answered = answer(people["E1"], flow(), Asked(ON))
    assert [one.rule for one in answered.findings] == ["absences-overlap"]


FLAG = "Payroll Number,Start Date,End Date,Absence Type,Disability Related\n"


def test_one_odd_cell_in_a_column_of_yes_and_no_is_refused_and_the_others_hold():
    rows = [("E1", "Yes"), ("E2", "maybe"), ("E3", "No"), ("E4", "")]
    people, strays = read(
        absences_csv=FLAG + "".join(f"{id},2026-09-01,2026-09-03,Sickness,{cell}\n" for id, cell in rows)
    )
    found = {id: lines(one)[0].get("category") for id, one in people.items() if one.record}
    assert found == {"E1": "disability", "E3": None, "E4": None}
    assert told(people["E2"]) == [(3, 5, "unknown-value")]
    (note,) = [one for stray in strays for one in stray.findings if one.code != "FR627"]
    assert "a yes under `Disability Related` is disability" in note.message


def test_two_columns_of_one_kind_are_both_looked_at():
    head = FLAG.replace("\n", ",DDA\n")
    people, _ = read(
        absences_csv=f"{head}E1,2026-09-01,2026-09-03,Sickness,Yes,No\nE2,2026-09-01,2026-09-03,Sickness,,Y\n"
    )
    assert [lines(people[id])[0]["category"] for id in ("E1", "E2")] == ["disability", "disability"]


@pytest.mark.parametrize(
    ("kind", "found"),
    [
        ("Sickness", "disability"),
        ("Disability", "disability"),
        ("Pregnancy", None),
        ("Industrial injury", None),
        ("", "disability"),
    ],
)
def test_a_flag_says_more_of_sickness_and_contradicts_another_kind_of_absence(kind, found):
    rows = f"E1,2026-09-01,2026-09-03,{kind},Yes\nE2,2026-09-01,2026-09-03,Sickness,No\n"
    people, _ = read(absences_csv=FLAG + rows)
    if found:
        assert lines(people["E1"])[0]["category"] == found
    else:
        assert told(people["E1"]) == [(2, 5, "part-unclear")]


@pytest.mark.parametrize("no", ["N/A", "n/a", "NA", "Not applicable"])
def test_what_does_not_apply_to_an_absence_is_no_flag_of_it(no):
    head = FLAG.replace("Disability", "Pregnancy")
    rows = f"E1,2026-09-01,2026-09-01,Sickness,{no}\nE2,2026-09-01,2026-09-01,Sickness,Yes\n"
    people, _ = read(absences_csv=head + rows)
    kinds = [one.record.absences[0].category for one in people.values()]
    assert kinds == ["sickness", "pregnancy"]


def test_a_row_that_is_left_out_may_have_anything_in_a_column_of_yes_and_no():
    rows = "E1,2026-09-01,2026-09-03,Annual leave,maybe\nE1,2026-10-01,2026-10-03,Sickness,No\n"
    people, _ = read(absences_csv=FLAG + rows)
    assert len(lines(people["E1"])) == 1


ABOUT_WHOM = "Payroll Number,Start Date,End Date,Absence Type,{}\n"


def with_flags(heading, *flags):
    """A table in which each of some employees has an absence for each letter of theirs."""
    said = {"y": "Yes", "n": "No", "-": "", "?": "maybe"}
    rows = [
        f"E{number},2026-0{month}-02,2026-0{month}-03,Sickness,{said[flag]}\n"
        for number, theirs in enumerate(flags)
        for month, flag in enumerate(theirs, 1)
    ]
    return ABOUT_WHOM.format(heading) + "".join(rows)


@pytest.mark.parametrize("heading", ["Disability", "DDA", "Equality Act"])
@pytest.mark.parametrize("flags", [("yy", "nn", "n"), ("yyy", "--", "y"), ("yy", "n-", "nn")])
def test_a_yes_in_every_row_of_a_person_is_about_the_person(heading, flags):
    people, strays = read(absences_csv=with_flags(heading, *flags))
    assert {line.category for one in people.values() for line in one.record.absences} == {"sickness"}
    note = strays[0].findings[0]
    assert f"not used: `{heading}`" in note.help
    assert (
        f"`{heading}` seems to be about the person: whoever has several rows has the same in all of them"
        in note.message
    )
    assert f"`flags: {{{heading}: disability}}` in a mapping" in note.help


@pytest.mark.parametrize(
    "flags", [("yn", "nn"), ("yy", "ny"), ("yy", "yy"), ("y", "n"), ("y", "nn", "nn"), ("y?", "nn")]
)
def test_a_yes_that_is_not_in_every_row_of_a_person_is_about_the_absence(flags):
    _, strays = read(absences_csv=with_flags("Disability", *flags))
    assert "a yes under `Disability` is disability" in strays[0].findings[0].message


def test_a_heading_that_says_what_the_absence_is_related_to_is_believed():
    people, _ = read(absences_csv=with_flags("Disability Related", "yy", "nn"))
    assert [line["category"] for line in lines(people["E0"])] == ["disability", "disability"]


def test_a_mapping_says_that_a_column_is_about_the_absence():
    mapping = """
flowrules_map: 1
absences:
  columns: {employee: Payroll Number, start: Start Date, end: End Date, category: Absence Type}
  flags: {Disability: disability}
"""
    people, _ = read(mapping, absences_csv=with_flags("Disability", "yy", "nn"))
    assert [line["category"] for line in lines(people["E0"])] == ["disability", "disability"]


def test_a_column_of_other_words_is_no_column_of_yes_and_no():
    rows = "E1,2026-09-01,2026-09-03,Sickness,Asthma\nE2,2026-09-01,2026-09-03,Sickness,Back\n"
    people, strays = read(absences_csv=FLAG + rows)
    assert all(one.record for one in people.values())
    assert "not used: `Disability Related`" in strays[0].findings[0].help


NULL = "Payroll Number,Start Date,End Date,Actual Return Date,Date Reported\n"


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("0001-01-01,2026-09-03,,", 2),
        ("1900-01-01,2026-09-03,,", 2),
        ("9999-12-31,2026-09-03,,", 2),
        ("2026-09-01,0001-01-01,,", 3),
        ("2026-09-01,,0001-01-01,", 4),
        ("2026-09-01,2026-09-03,,9999-12-31", 5),
    ],
)
def test_a_date_that_a_program_writes_for_none_is_refused(row, column):
    mapping = """
flowrules_map: 1
absences:
  columns: {employee: Payroll Number, start: Start Date, end: End Date, returned: Actual Return Date,
    known_on: Date Reported}
"""
    people, _ = read(mapping, absences_csv=f"{NULL}E1,{row}\n")
    assert told(people["E1"]) == [(2, column, "date-far-off")]


def test_a_last_day_in_a_far_year_means_still_away():
    head = "Payroll Number,Start Date,End Date\n"
    people, _ = read(absences_csv=f"{head}E1,2026-09-01,9999-12-31\nE2,2026-09-01,31/12/4712\n")
    assert [lines(one)[0]["to"] for one in people.values()] == ["9999-12-31", "4712-12-31"]


def test_a_typed_date_lies_among_the_same_years():
    days = Days(years=range(1990, 2101))
    assert days[date(1, 1, 1)] is days["1 Jan 1989"] is Trouble.FAR_OFF
    assert days[date(1990, 1, 1)] == date(1990, 1, 1)


def test_a_year_of_two_figures_beside_a_month_in_words_is_asked_for_and_read_in_its_form():
    text = "Payroll Number,Start Date,End Date\nE1,01-Sep-26,04-Sep-26\nE2,14-Oct-26,\n"
    people, strays = read(absences_csv=text)
    assert not errors(strays)
    assert told(people["E1"]) == [(2, 2, "year-unclear")]
    assert '`dates: "%d-%b-%y"`' in people["E1"].findings[0].help
    mapping = """
flowrules_map: 1
absences:
  columns: {employee: Payroll Number, start: Start Date, end: End Date}
  dates: "%d-%b-%y"
"""
    people, _ = read(mapping, absences_csv=text)
    assert lines(people["E1"]) == [{"from": "2026-09-01", "to": "2026-09-04"}]


def test_somebody_may_have_served_since_long_ago():
    staff = "Payroll Number,Staff Group,Date Joined\nE1,Teacher,1958-09-01\n"
    people, _ = read(
        absences_csv="Payroll Number,Start Date,End Date\nE1,2026-09-01,\n", staff_csv=staff
    )
    assert str(people["E1"].record.employee.started) == "1958-09-01"


TIMES = """
flowrules_map: 1
absences:
  columns: {employee: No, start: From, end: To, start_time: Left, end_time: Back}
  midday: "12:30"
"""


@pytest.mark.parametrize(
    ("left", "is_half"),
    [("13:00", True), ("13.00", True), ("1pm", True), ("1:00 PM", True), ("1:00 p.m.", True), ("12 am", False),
     ("09:00:30", False), ("9.15 a.m.", False), ("", False), ("2026-09-01", False), ("01/09/2026 13.00", True)],
)  # fmt: skip
def test_a_time_is_read_as_schools_write_it(left, is_half):
    people, _ = read(TIMES, absences_csv=f"No,From,To,Left,Back\nE1,2026-09-01,2026-09-01,{left},\n")
    assert (lines(people["E1"])[0].get("part") == "half") is is_half


@pytest.mark.parametrize("left", ["1300", "25:00", "garbage", "0.5416666", "13", "9:75"])
def test_a_time_that_cannot_be_read_is_refused_and_no_whole_day(left):
    people, _ = read(TIMES, absences_csv=f"No,From,To,Left,Back\nE1,2026-09-01,2026-09-02,{left},\n")
    assert told(people["E1"]) == [(2, 4, "not-a-time")]
    assert "13:00" in people["E1"].findings[0].help


def test_a_time_that_is_none_is_refused_behind_a_date_too():
    text = "No,From,To\nE1,2026-09-01 25:00,2026-09-01\nE2,01/09/2026 9.75,2026-09-01\nE3,2026-09-01,2026-09-01\n"
    people, _ = read(BY_TIMES.replace("midday", "dates: day first\n  midday"), absences_csv=text)
    assert [told(one) for one in people.values()] == [[(2, 2, "not-a-time")], [(3, 2, "not-a-time")], []]


def test_a_date_in_a_form_of_its_own_need_have_no_time():
    mapping = BY_TIMES.replace("midday", 'dates: "%d%m%Y"\n  midday')
    people, _ = read(mapping, absences_csv="No,From,To\nE1,01092026,02092026\n")
    assert lines(people["E1"]) == [{"from": "2026-09-01", "to": "2026-09-02"}]


@pytest.mark.parametrize(
    ("written", "day", "clock"),
    [
        ("2026-08-31T23:00:00Z", "2026-09-01", "00:00:00"),
        ("2026-08-31T23:00:00.000+00:00", "2026-09-01", "00:00:00"),
        ("2026-08-31T22:59:00Z", "2026-08-31", "23:59:00"),
        ("2026-12-31T23:00:00Z", "2026-12-31", "23:00:00"),
        ("2026-09-01T00:00:00Z", "2026-09-01", "00:00:00"),
        ("2026-09-01T00:00:00+01:00", "2026-09-01", "00:00:00"),
        ("2026-09-01T12:00:00+0100", "2026-09-01", "12:00:00"),
        ("2026-09-01T20:00:00-05:00", "2026-09-02", "02:00:00"),
        ("2026-03-29T00:59:00Z", "2026-03-29", "00:59:00"),
        ("2026-03-29T01:00:00Z", "2026-03-29", "02:00:00"),
        ("2026-10-25T00:59:00Z", "2026-10-25", "01:59:00"),
        ("2026-10-25T01:00:00Z", "2026-10-25", "01:00:00"),
    ],
)
def test_a_time_of_greenwich_is_read_as_clocks_in_britain_show_it(written, day, clock):
    assert str(Days()[written]) == day
    assert str(time_of(written)) == clock


@pytest.mark.parametrize(
    "written", ["0001-01-01T00:30:00+01:00", "2026-09-01T25:00:00Z", "01/09/2026 13:00Z"]
)
def test_a_time_of_greenwich_that_is_none_is_no_date(written):
    assert Days("day first")[written] is Trouble.NO_DATE


HALF = "Payroll Number,Start Date,End Date,Half Day\n"


@pytest.mark.parametrize(
    ("yes", "no"), [("Y", "N"), ("Yes", "No"), ("TRUE", "FALSE"), ("1", "0"), ("y", "")]
)
def test_a_column_that_asks_whether_it_was_half_a_day_is_answered_yes_or_no(yes, no):
    rows = "".join(f"E{n},2026-09-01,2026-09-01,{cell}\n" for n, cell in enumerate((yes, no, no, no)))
    people, strays = read(absences_csv=HALF + rows)
    assert "not used" not in strays[0].findings[0].help
    assert [one.record.absences[0].part for one in people.values()] == ["half", None, None, None]


def test_a_one_beside_a_half_is_a_whole_day_and_alone_it_is_not_used():
    people, _ = read(absences_csv=HALF + "E1,2026-09-01,2026-09-01,1\nE2,2026-09-01,2026-09-01,0.5\n")
    assert [one.record.absences[0].part for one in people.values()] == [None, "half"]
    _, strays = read(absences_csv=HALF + "E1,2026-09-01,2026-09-01,1\nE2,2026-09-01,2026-09-01,\n")
    assert "not used: `Half Day`" in strays[0].findings[0].help


def test_where_a_mapping_says_that_a_nought_is_a_whole_day_a_one_is_half_of_it():
    mapping = """
flowrules_map: 1
absences:
  columns: {employee: Payroll Number, start: Start Date, end: End Date, part: Half Day}
  values: {part: {"0": whole}}
"""
    people, _ = read(
        mapping, absences_csv=HALF + "E1,2026-09-01,2026-09-01,1\nE2,2026-09-01,2026-09-01,0\n"
    )
    assert [one.record.absences[0].part for one in people.values()] == ["half", None]


def test_hours_are_refused_where_the_hours_of_a_day_are_not_known():
    rows = "E1,2026-09-01,2026-09-01,Sickness,2\nE2,2026-09-01,2026-09-01,Sickness,2\n"
    people, _ = read(absences_csv=HOURS + rows, staff_csv=STAFF)
    assert lines(people["E1"])[0]["hours"] == 2
    assert told(people["E2"]) == [(3, 5, "hours-unclear")]


@pytest.mark.parametrize(
    ("staff", "rule"),
    [
        ("E1,Mon-Fri,7.4,Teaching\n", "unknown-value"),
        ("E1,Weekdays,7.4,teacher\n", "pattern-unclear"),
        ("E1,Mon-Fri,7.4\n", "row-ragged"),
        ("E1,Mon-Fri,7.4,teacher\nE1,Mon-Fri,7.4,agency worker\n", "staff-rows-differ"),
        ("E1,Mon-Fri,7.4,teacher\nE1,Mon-Thu,7.4,teacher\n", "staff-rows-differ"),
        ("e1,Mon-Fri,7.4,teacher\n", "numbers-alike"),
    ],
)
def test_of_hours_nothing_is_told_where_the_row_that_has_those_of_a_day_was_refused(staff, rule):
    head = "Payroll Number,Working Pattern,Hours per Day,Staff Group\n"
    rows = "E1,2026-09-01,2026-09-01,Sickness,2\nE2,2026-09-01,2026-09-01,Sickness,2\n"
    others = "".join(f"E{n},Mon-Fri,7.4,teacher\n" for n in range(3, 8))
    people, _ = read(absences_csv=HOURS + rows, staff_csv=head + others + staff)
    assert [one.rule for one in people["E1"].findings] == [rule]
    assert [one.rule for one in people["E2"].findings] == ["hours-unclear"]


def test_of_hours_it_is_told_that_those_of_a_day_are_missing_where_no_refused_row_has_them():
    staff = "Payroll Number,Staff Group\nE1,Teaching\nE2,teacher\n"
    rows = "E1,2026-09-01,2026-09-01,Sickness,2\n"
    people, _ = read(absences_csv=HOURS + rows, staff_csv=staff)
    assert [one.rule for one in people["E1"].findings] == ["unknown-value", "hours-unclear"]


@pytest.mark.parametrize(
    ("last", "hours", "days"), [("02", "11.1", 1.5), ("03", "22.2", 3), ("02", "0", 0), ("01", "0", 0)]
)
def test_hours_of_several_days_are_so_many_days_and_no_hours_are_none(last, hours, days):
    rows = f"E1,2026-09-01,2026-09-{last},Sickness,{hours}\n"
    people, _ = read(absences_csv=HOURS + rows, staff_csv=STAFF)
    assert lines(people["E1"]) == [{"from": "2026-09-01", "to": f"2026-09-{last}", "days_lost": days}]


@pytest.mark.parametrize("heading", ["Hours Lost", "Duration"])
def test_hours_and_minutes_in_text_are_hours(heading):
    rows = "E1,2026-09-01,2026-09-01,Sickness,3:42\nE1,2026-09-07,2026-09-11,Sickness,37:00\n"
    staff = "Payroll Number,Working Pattern,Hours per Day\nE1,Mon-Fri,7:24\n"
    people, _ = read(absences_csv=HOURS.replace("Hours Lost", heading) + rows, staff_csv=staff)
    assert [one.get("hours", one.get("days_lost")) for one in lines(people["E1"])] == [3.7, 5]


@pytest.mark.parametrize(("first", "is_read"), [("1,7.4", False), (",7.4", True)])
def test_hours_beside_days_lost_are_read_where_an_absence_has_no_days_lost(first, is_read):
    head = HOURS.replace("Hours Lost", "Days Lost,Hours Lost")
    rows = f"E1,2026-09-01,2026-09-01,Sickness,{first}\nE2,2026-09-01,2026-09-01,Sickness,1,7.4\n"
    people, strays = read(absences_csv=head + rows + "E2,2026-09-28,,Sickness,,37\n")
    assert ("`Hours Lost` is hours" in strays[0].findings[0].message) == is_read
    assert [one.rule for one in people["E1"].findings] == ["hours-unclear"] * is_read
    assert not people["E2"].findings


def test_more_hours_than_the_days_have_are_refused():
    people, _ = read(absences_csv=HOURS + "E1,2026-09-01,2026-09-02,Sickness,48.5\n", staff_csv=STAFF)
    assert told(people["E1"]) == [(2, 5, "not-a-number")]


BACK = "Payroll Number,Start Date,End Date,Return Date,Start AM/PM,End AM/PM\n"


@pytest.mark.parametrize(
    ("row", "last"),
    [
        ("2026-09-01,,2026-09-03,,", "2026-09-02"),
        ("2026-09-01,2026-09-04,2026-09-07,,", "2026-09-04"),
        ("2026-09-01,2026-09-01,2026-09-01,AM,AM", "2026-09-01"),
        ("2026-09-01,2026-09-01,,,", "2026-09-01"),
        ("2026-09-01,,2026-09-01,AM,", "2026-09-01"),
        ("2026-09-01,,2026-09-01,,", None),
        ("2026-09-01,,2026-08-31,AM,", None),
        ("2026-09-01,2026-09-01,2026-09-01,Full,Full", None),
        ("2026-09-01,2026-09-10,2026-09-03,,", None),
        ("2026-09-01,2026-09-03,2026-09-03,,", None),
    ],
)
def test_a_last_day_and_a_day_of_return_say_the_same_or_are_refused(row, last):
    mapping = """
flowrules_map: 1
absences:
  columns: {employee: Payroll Number, start: Start Date, end: End Date, returned: Return Date,
    first_part: Start AM/PM, last_part: End AM/PM}
"""
    others = "".join(f"E{n},2026-09-01,2026-09-02,2026-09-03,,\n" for n in range(2, 5))
    for said in (mapping, None):
        people, _ = read(said, absences_csv=f"{BACK}E1,{row}\n{others}")
        if last:
            assert lines(people["E1"])[0]["to"] == last
        else:
            assert told(people["E1"]) == [(2, 4, "part-unclear")]


@pytest.mark.parametrize("no", ["0", "N", "off"])
def test_a_row_of_staff_that_says_that_no_day_is_worked_is_refused(no):
    week = f"Payroll Number,Mon,Tue,Wed\nE1,,{no},{no}\nE2,1,{no},{no}\nE3,,,\n"
    rows = "".join(f"E{n},2026-09-01,2026-09-01\n" for n in (1, 2, 3))
    people, _ = read(absences_csv="Payroll Number,Start Date,End Date\n" + rows, staff_csv=week)
    assert [told(one) for one in people.values()] == [[(2, 3, "pattern-unclear")], [], []]


@pytest.mark.parametrize("names", ["Name", "Surname,Forename"])
def test_a_number_of_the_row_is_not_the_number_of_an_employee(names):
    name = "Ann,Zq" if "," in names else "Ann Zq"
    rows = [f"{n},{name},2026-0{n - 100}-01,2026-0{n - 100}-02,Sickness\n" for n in (101, 102, 103)]
    head = f"ID,{names},Start Date,End Date,Absence Type\n"
    people, strays = read(absences_csv=head + "".join(rows))
    assert people == {}
    assert [one.rule for one in errors(strays)] == ["table-unclear"]
    people, _ = read(absences_csv=head + "".join(row.replace("102", "101") for row in rows))
    assert list(people) == ["101", "103"]


def test_a_row_that_is_left_out_for_two_reasons_is_passed_over_once():
    mapping = """
flowrules_map: 1
absences:
  columns: {employee: No, start: From, end: To, category: Type}
  values: {category: {Annual: leave out, Sick: sickness}}
  leave_out: {Status: [Cancelled]}
"""
    rows = "E1,2026-09-01,2026-09-03,Annual,cancelled\nE1,2026-09-08,2026-09-09,Sick,\n"
    _, strays = read(mapping, absences_csv="No,From,To,Type,Status\n" + rows)
    assert strays[0].findings[0].message.startswith("1 row is passed over")


def test_a_group_may_be_left_out_where_a_table_has_none():
    mapping = """
flowrules_map: 1
absences:
  columns: {employee: No, start: From, end: To, group: Group}
  values: {group: {Casual: leave out}}
  leave_out: {Status: [Cancelled]}
"""
    people, _ = read(mapping, absences_csv="No,From,To,Status\nE1,2026-09-08,2026-09-09,\n")
    assert people["E1"].record


@pytest.mark.parametrize(
    ("rows", "is_told"),
    [
        ("E1,2026-09-14,AM,2026-09-16,AM,Sickness\nE1,2026-09-17,AM,2026-09-18,PM,Sickness\n", True),
        ("E1,2026-09-14,AM,2026-09-16,PM,Sickness\nE1,2026-09-17,PM,2026-09-18,PM,Sickness\n", True),
        ("E1,2026-09-17,AM,2026-09-18,AM,Sickness\nE1,2026-09-21,AM,2026-09-21,PM,Sickness\n", True),
        ("E1,2026-09-14,AM,2026-09-16,PM,Sickness\nE1,2026-09-17,AM,2026-09-18,PM,Sickness\n", False),
        ("E1,2026-09-14,AM,2026-09-16,AM,Sickness\nE1,2026-09-18,AM,2026-09-18,PM,Sickness\n", False),
        ("E1,2026-09-14,AM,2026-09-14,AM,Sickness\nE1,2026-09-14,PM,2026-09-14,PM,Sickness\n", False),
        ("E1,2026-09-14,PM,2026-09-16,AM,Sickness\n", False),
    ],
)
def test_half_a_day_at_work_between_two_absences_counted_as_one_is_told(rows, is_told):
    people, _ = read(absences_csv=ENDS + rows)
    assert [one.line for one in people["E1"].notes if one.code == "FR628"] == ([3] if is_told else [])
