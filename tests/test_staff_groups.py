"""Two posts in two staff groups: decided where the procedure treats both alike, and else by nobody."""

import pytest
from read_tables import HEAD, read, told
from test_versions import after, checked, file_of

ROWS = HEAD + "E1,2026-09-01,2026-09-02,Sickness\n"
STAFF = "Payroll Number,Staff Group\n"
BODY = """
{calendar}
triggers:
  often: {{title: Often away, {trigger}}}
contact:
  - {{id: call, on: [day 1], who: head, to: employee{contact}}}
stages:
  clear: {{next: [{{when: often, to: review{move}}}]}}
  review:
    actions: [{{id: meet, title: the meeting, do: Meet, by: head, outcomes: [close]{action}}}]
    next: [{{decided: {{meet: close}}, to: clear}}]
"""
OFTEN = "absences: {at_least: 3, within: 6 months}"
PLAIN = {"calendar": "", "trigger": OFTEN, "contact": "", "move": "", "action": ""}
LIMITED = {
    "term time": ("calendar", "calendar: {term_time: [GROUPS]}"),
    "a contact": ("contact", ", group: [GROUPS]"),
    "a move": ("move", ", group: [GROUPS]"),
    "an action": ("action", ", group: [GROUPS]"),
    "a condition of an action": ("action", ", if: {not: {group: [GROUPS]}}"),
    "a condition of a trigger": ("trigger", f"all: [{{{OFTEN}}}, {{group: [GROUPS]}}]"),
}


def body(**parts):
    return BODY.format(**(PLAIN | parts))


def limited(what, groups):
    place, said = LIMITED[what]
    return body(**{place: said.replace("GROUPS", groups)})


def with_covers(text, covers):
    return text.replace("title: P", f"title: P, covers: {covers}", 1)


def in_two(text, staff="E1,teacher\nE1,support\n", **files):
    """The person of these rows of staff, under a procedure."""
    flow = checked(text, **files).flow
    people, _ = read(None, procedure=flow, absences_csv=ROWS, staff_csv=STAFF + staff)
    return people["E1"]


def is_decided(person):
    assert told(person) == ([] if person.record else [(3, 2, "staff-rows-differ")])
    return person.record is not None


BOTH = "{groups: [teacher, support, office]}"


def test_two_groups_that_the_procedure_treats_alike_are_one_of_them_and_that_is_told():
    person = in_two(with_covers(file_of(body(), "1"), BOTH))
    assert is_decided(person)
    assert person.record.employee.group == "support"
    (note,) = person.notes
    assert (note.code, note.severity, note.line, note.column) == ("FR615", "warning", 3, 2)
    assert note.message == (
        "this employee is in two staff groups, `support` and `teacher`, and this procedure treats both "
        "alike: `support` is taken"
    )
    other = in_two(with_covers(file_of(body(), "1"), BOTH), "E1,support\nE1,teacher\n")
    assert other.record == person.record, "the order of the rows says nothing"


@pytest.mark.parametrize("what", LIMITED)
@pytest.mark.parametrize(
    ("groups", "alike"), [("teacher", False), ("support, office", False), ("support, teacher", True)]
)
def test_two_groups_are_one_only_where_everything_is_for_both_or_for_neither(what, groups, alike):
    assert is_decided(in_two(with_covers(file_of(limited(what, groups), "1"), BOTH))) == alike


def test_three_groups_are_one_only_where_all_are_treated_alike():
    staff = "E1,teacher\nE1,support\nE1,office\n"
    text = with_covers(file_of(limited("an action", "office"), "1"), BOTH)
    assert told(in_two(text, staff)) == [(4, 2, "staff-rows-differ")]
    person = in_two(with_covers(file_of(body(), "1"), BOTH), staff)
    assert person.record.employee.group == "office"
    assert "in three staff groups, `office`, `support` and `teacher`, and" in person.notes[0].message


@pytest.mark.parametrize(
    ("covers", "staff", "alike"),
    [
        ("{groups: [teacher, support], not: [agency worker]}", "E1,teacher\nE1,agency worker\n", False),
        (
            "{groups: [teacher], not: [agency worker, governor]}",
            "E1,governor\nE1,agency worker\n",
            True,
        ),
    ],
)
def test_two_groups_of_which_one_is_covered_are_not_one(covers, staff, alike):
    assert is_decided(in_two(with_covers(file_of(body(), "1"), covers), staff)) == alike


def test_two_groups_are_one_only_where_every_version_treats_them_alike():
    old = file_of(limited("an action", "teacher"), "1")
    new = file_of(body(), "2", "2026-09-01", after())
    versions = {"1": with_covers(old, BOTH)}
    assert not is_decided(in_two(with_covers(new, BOTH), **versions))


def test_a_group_that_only_a_condition_names_is_known():
    text = file_of(limited("a condition of a trigger", "teacher"), "1")
    assert in_two(text, "E1,Teacher\n").record.employee.group == "teacher"


MAPPED = """
flowrules_map: 1
absences:
  columns: {employee: Payroll Number, start: Start Date, end: End Date, category: Absence Type}
staff:
  columns: {employee: Payroll Number, group: Staff Group}
"""


def test_any_staff_group_is_taken_where_the_procedure_speaks_of_none():
    flow = checked(file_of(body(), "1")).flow
    staff = STAFF + "E1,Kitchen & cleaning\n"
    people, _ = read(MAPPED, procedure=flow, absences_csv=ROWS, staff_csv=staff)
    assert people["E1"].record.employee.group == "kitchen-cleaning"


def test_a_column_that_the_procedure_has_no_words_for_is_told_to_be_taken_out():
    flow = checked(file_of(body(), "1")).flow
    mapping = MAPPED.replace("category: Absence Type", "reason: Absence Type")
    people, _ = read(mapping, procedure=flow, absences_csv=ROWS, staff_csv=STAFF + "E1,cook\n")
    help = "this procedure has none: take `reason:` out of the mapping"
    assert [one.help for one in people["E1"].findings] == [help]
