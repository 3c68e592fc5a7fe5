"""Two posts of one person: which columns are taken for the post and the staff group, and what is said."""

import pytest
from read_tables import HEAD, lines, read, told

TWO = "Payroll Number,{},Start Date,End Date,Absence Type\n"
SAME = "E1,{},2026-09-01,2026-09-02,Sickness\nE1,{},2026-09-01,2026-09-02,Sickness\n"
STAFF = "Payroll Number,{},Working Pattern\n"


def guessed(strays):
    return next(one.message for stray in strays for one in stray.findings if one.code == "FR603")


@pytest.mark.parametrize(
    "heading", ["Post No", "Post ID", "Contract Ref", "Assignment No.", "Job Number", "Role", "Job Role"]
)
def test_a_column_that_tells_posts_apart_is_known_by_its_heading_and_that_is_told(heading):
    people, strays = read(absences_csv=TWO.format(heading) + SAME.format("Cook 1", "Cleaner 2"))
    assert [one.rule for one in people["E1"].notes] == ["listed-twice"]
    assert lines(people["E1"]) == [{"from": "2026-09-01", "to": "2026-09-02"}]
    assert f"`{heading}` is post" in guessed(strays)


@pytest.mark.parametrize("heading", ["Category of Staff", "Type of Employee", "Post Type", "Job Family"])
def test_a_column_of_staff_groups_is_known_by_its_heading_and_its_words(heading):
    rows = HEAD + "E1,2026-09-01,2026-09-02,Sickness\n"
    people, _ = read(absences_csv=rows, staff_csv=STAFF.format(heading) + "E1,Teacher,Mon-Fri\n")
    assert people["E1"].record.employee.group == "teacher"
    people, strays = read(absences_csv=rows, staff_csv=STAFF.format(heading) + "E1,Grade 4,Mon-Fri\n")
    assert people["E1"].record.employee.group is None
    assert any(f"not used: `{heading}`" in one.help for stray in strays for one in stray.findings)


def test_a_role_is_the_staff_group_where_all_of_its_words_are_groups_and_else_the_post():
    rows = HEAD + "E1,2026-09-01,2026-09-02,Sickness\n"
    staff = STAFF.format("Role") + "E1,Teacher,Mon-Fri\nE2,Support,Mon-Fri\n"
    people, _ = read(absences_csv=rows, staff_csv=staff)
    assert people["E1"].record.employee.group == "teacher"
    people, _ = read(absences_csv=rows, staff_csv=staff + "E1,Cook,Sat\n")
    (pattern,) = people["E1"].record.pattern
    assert pattern.days == ("mon", "tue", "wed", "thu", "fri", "sat")
    assert people["E1"].record.employee.group is None


def test_a_role_beside_a_post_or_a_staff_group_is_neither():
    head = TWO.format("Post No,Role")
    people, strays = read(absences_csv=head + SAME.format("1,Cook", "2,Cleaner"))
    assert [one.rule for one in people["E1"].notes] == ["listed-twice"]
    assert "`Role`" not in guessed(strays)


@pytest.mark.parametrize("role", ["Line manager", "Teacher"])
def test_the_role_of_whoever_did_something_is_no_post_and_no_staff_group(role):
    _, strays = read(
        absences_csv=HEAD + "E1,2026-09-01,2026-09-02,Sickness\n",
        events_csv=f"Payroll Number,Date,Event,Role\nE1,2026-09-03,Return to work,{role}\n",
    )
    assert not any("`Role` is" in one.message for stray in strays for one in stray.findings)


@pytest.mark.parametrize(
    ("heading", "said"),
    [
        ("Line of Contract", "perhaps `post: Line of Contract`"),
        ("Job Descr.", "perhaps `post: Job Descr.`"),
        ("Postcode", "`post: …`"),
        ("Ward", "`post: …`"),
    ],
)
def test_rows_that_are_the_same_are_told_how_posts_are_told_apart(heading, said):
    people, _ = read(absences_csv=TWO.format(heading) + SAME.format("Cook", "Cleaner"))
    assert told(people["E1"]) == [(3, 1, "duplicate-row")]
    assert people["E1"].findings[0].help == (
        "delete one of the two; if they are of two posts, name the column that says which under "
        f"`columns:` in the mapping: {said}"
    )


def test_rows_that_are_the_same_in_the_column_of_posts_too_are_not_told_of_it():
    people, _ = read(absences_csv=TWO.format("Post No") + SAME.format("1", "1"))
    help = "delete one of the two; if both are meant, give what tells them apart"
    assert people["E1"].findings[0].help == help
