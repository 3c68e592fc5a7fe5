"""The tables of the drawing: contact, trigger points, counting, help, and what the file says of itself."""

import pytest
from drawings import drawn, drawn_of, each, known, minimal, squeeze

from flowrules.check import check
from flowrules.render.chart import chart
from flowrules.render.wording import alternatives
from flowrules.words import say_day


def rows(name, title):
    """The rows of one table, as they are drawn, by their first cell."""
    chart_of = chart(known(name))
    (found,) = [one for one in (*chart_of.tables, *chart_of.origin) if one.title.startswith(title)]
    return {row[0]: row[1] if len(row) == 2 else row[1:] for row in found.rows}


def test_what_is_in_a_table_is_drawn():
    for name in ("larchwood", "birchwood"):
        said = drawn(name).said("Table/")
        chart_of = chart(known(name))
        for table in (*chart_of.tables, *chart_of.origin):
            cells = [cell for row in table.rows for cell in row]
            texts = [text for cell in cells for text in ([cell] if isinstance(cell, str) else cell)]
            assert [
                text for text in (table.title, *table.heads, *texts) if squeeze(text) not in said
            ] == []


# Contact


@each
def test_every_contact_is_in_the_table(name):
    flow, said = known(name), drawn(name).said("Table/")
    for contact in flow.contacts:
        who = [f"{flow.roles[contact.who]} to {flow.roles[contact.to]}", contact.do, contact.instead]
        parts = [*who, contact.within, contact.how, contact.if_missed, *contact.groups]
        parts += [contact.every.unit] if contact.every else []
        assert [part for part in parts if part and squeeze(str(part)) not in said] == []


def test_the_days_of_a_contact_are_said():
    said = drawn("larchwood").said("Table/")
    for words in (
        "Day 1, by 07:30",
        "Every 7 days from day 8 until the return; if the school is closed, the next open day",
        "Day 8 and working day 20",
        "On return, within 2 working days",
    ):
        assert squeeze(words) in said


def test_a_contact_may_end_on_a_day_be_for_some_and_be_timed_by_the_start_of_work():
    found = rows("birchwood", "Contact")
    assert found == {
        "Day 1, by 30 minutes before their start of work": (
            "Employee to Line manager",
            ("Phone in", "Or made by: a relative in an emergency"),
            "–",
        ),
        "Every day from day 2 until day 7, by their start of work": (
            ("Employee to Line manager", "only for the staff group “teacher”"),
            "Say how things are",
            "–",
        ),
    }


# Trigger points


@each
def test_every_trigger_is_in_the_table_with_its_condition(name):
    flow, said = known(name), drawn(name).said("Table/")
    for trigger in flow.triggers.values():
        title = trigger.title or trigger.id.replace("-", " ").capitalize()
        lines = alternatives(trigger.condition.members[0], flow.names())
        assert squeeze(title + "".join(lines)) in said


def test_each_way_to_reach_a_trigger_point_has_a_line_of_its_own():
    found = rows("birchwood", "Trigger points")
    assert found == {
        "Often away": ("3 or more absences of under 28 days in 6 months",),
        "Beside the weekend": (
            "3 or more absences beside a weekend or “payday” or on days of refused leave in the same leave year",
            "and one of these:",
            "– in the staff group “teacher”",
            "– employed for less than 2 years",
        ),
        "Without leave": ("1 or more absences recorded as “unauthorised” in 12 months",),
        "Many days": (
            "6 or more working days lost in the same term (not scaled for part-time staff)",
            "or 14 or more calendar days of absence in 12 months (absences that led to a step before are left out)",
            "or both 74 or more hours lost in 12 months and away",
        ),
    }


def test_a_trigger_assessed_on_return_says_so():
    found = rows("larchwood", "Trigger points")
    assert found["Frequent absence"][-1] == "Assessed on the day of return"
    assert "Assessed" not in "".join(found["Further absence"])


# Counting


def test_what_does_not_count_and_who_decides_is_said():
    said = drawn("larchwood").said("Table/")
    for words in (
        "Sickness Counts",
        "Disability Headteacher decides each time",
        "Pregnancy and maternity Never",
    ):
        assert squeeze(words) in said


def test_every_choice_of_counting_is_said_and_a_default_is_marked():
    said = drawn("larchwood").said("Table/")
    for words in (
        "non-working days * are one absence",
        "rolling period counts whole",
        "counted from counts once, with its days inside",
        "The same date months earlier * is outside the period",
        "The school is open Mon, Tue, Wed and Thu",
        "Bank holidays Wales",
    ):
        assert squeeze(words) in said
    assert squeeze("* The procedure file does not say") in drawn("larchwood").said("Signs")
    assert "*" not in drawn("oakfield").said("Signs")


def test_every_setting_of_counting_is_said_as_it_is_set():
    assert rows("birchwood", "How absences are counted") == {
        "Records parted only by non-working days": "are one absence",
        "Records parted by a closure": "are one absence",
        "An absence across the start of a rolling period": "counts once, with its days inside",
        "An absence under way on the day counted from": "is left out",
        "The same date months earlier": "is inside the period",
        "Part of a day away": "is no absence by itself",
        "A day partly worked": "loses half of it if half or more was worked, else all of it",
        "Days off at either end of an absence, where recorded as part of it": "are not counted",
        "Limits for part-time staff": (
            "for working days lost, hours lost and working days away without a break: lowered in step "
            "with the days they work a week (or their hours, of 37), rounded to the nearest half; "
            "others are the same"
        ),
        "Broad reasons that may be recorded": "stress and planned treatment",
    }


def counting_of(**counting):
    triggers = {"often": {"calendar_days": {"at_least": 9, "within": "6 months"}}}
    stages = {"a": {"next": [{"when": "often", "to": "b"}]}, "b": {}}
    return rows_of(minimal(counting=counting, triggers=triggers, stages=stages))


def rows_of(flow):
    (found,) = [one for one in chart(flow).tables if one.title == "How absences are counted"]
    return dict(found.rows)


def test_the_other_choices_read_differently():
    edge = "Days off at either end of an absence, where recorded as part of it"
    found = counting_of(
        rest_days="all",
        join="never",
        part_days={"make_an_absence": True, "lose": "as recorded"},
        part_time={"scaled": []},
    )
    assert found[edge] == "are counted"
    assert found["Records parted only by non-working days"] == "are an absence each"
    assert found["Part of a day away"] == "is an absence"
    assert found["A day partly worked"] == "loses what is recorded"
    assert found["Limits for part-time staff"] == "are the same as for full-time staff"
    assert "Records parted by a closure" not in found


@pytest.mark.parametrize(
    ("round", "words"),
    [
        ("exact", "not rounded"),
        ("up to half", "rounded up to a half"),
        ("up to whole", "rounded up to a whole number"),
    ],
)
def test_how_a_scaled_limit_is_rounded_is_said(round, words):
    found = counting_of(part_time={"scaled": ["absences"], "round": round})
    assert found["Limits for part-time staff"] == (
        f"for absences: lowered in step with the days they work a week, {words}; others are the same"
    )


def test_a_closure_parts_absences_where_nothing_else_is_said():
    flow = minimal(calendar={"closures": ["2027-03-01"]})
    assert rows_of(flow)["Records parted by a closure"] == "are an absence each"


def test_a_category_that_counts_only_for_one_trigger_point_is_not_said_to_count_never():
    assert rows("birchwood", "Which absences count") == {
        "Sickness": "Counts",
        "Maternity": "Never counts",
        "Unauthorised": "Counts only where it is named",
    }


# Days


def test_from_when_to_when_closures_are_known_is_said():
    assert rows("birchwood", "Open and closed days") == {
        "The school is open": "Mon, Tue, Wed, Thu and Fri",
        "Bank holidays": "Wales",
        "Closures are known": "from 2 September 2027 to 7 April 2028; other days are taken as open",
        "Terms": "2 September to 17 December 2027 and 4 January to 7 April 2028",
        "Closed besides": "25 to 29 October 2027 and 1 March 2028",
        "INSET days": "1 September 2027",
        "Not working in closures": "“teacher”",
        "“payday”": "26 November 2027 and 20 December 2027",
        "The leave year begins": "1 April",
    }


def test_term_dates_from_a_file_are_said_like_others():
    found = rows("centre", "Open and closed days")
    assert found["Closures are known"].startswith("from 2 September 2026 to 21 July 2027")
    assert found["Closed besides"] == "7 May 2027"


def test_many_days_are_summed_up():
    days = [f"2027-03-{day:02}" for day in range(1, 8)]
    flow = minimal(calendar={"dates": {"payday": days}})
    assert ("“payday”", "7, in 1 to 7 March 2027") in chart(flow).tables[-1].rows


# Help, events and what the procedure says of itself


def test_help_is_signposted():
    assert rows("birchwood", "Help") == {
        "Assistance line": ("Phone 0800 000 000", "At any time"),
        "Occupational health": ("Ask your manager", "–"),
    }


def test_events_are_listed_with_who_they_come_from():
    said = drawn("larchwood").said("Table/")
    assert squeeze("A report from occupational health HR adviser Confidential") in said


def test_the_foot_says_what_the_procedure_belongs_to_and_where_it_comes_from():
    assert rows("birchwood", "About this procedure") == {
        "Replaces": "old.yaml",
        "Cases open on 1 September 2027": (
            "go on under this version from 1 September 2027, in the stage of the same name",
            "who was in “formal 1” is in “Review”",
        ),
        "Absences begun before 1 September 2027": "do not count under this version",
        "Belongs to": "Staff handbook, part 4",
        "Read with": "Equality policy; Flexible working policy",
        "Answers for it": "Headteacher",
        "Law last checked": "1 June 2027",
        "Records are kept": "6 years after leaving",
        "Effect on equality": "Assessed in June 2027",
        "Rules taken from": "https://example.org/policy",
        "Notes": ("What we took for granted", "Nothing else"),
    }


def test_a_procedure_that_says_nothing_of_itself_has_no_such_foot():
    assert chart(minimal()).origin == ()


OLD = """\
flowrules: 1
procedure: {id: small, title: Small, version: "1"}
stages: {a: {next: [{after: 3 weeks, to: formal}]}, formal: {title: The old stage, next: [{after: 1 week, to: a}]}}
"""
NEW = """\
flowrules: 1
procedure:
  id: small
  title: Small
  version: "2"
  effective_from: 2027-09-01
  replaces: {file: old.yaml, open_cases: %s, stages: {formal: b}, earlier_absences: count}
stages: {a: {next: [{after: 3 weeks, to: b}]}, b: {title: The new one, next: [{after: 1 week, to: a}]}}
"""


@pytest.mark.parametrize(
    ("cases", "said"),
    [
        (
            "move",
            (
                "go on under this version from 1 September 2027, in the stage of the same name",
                "who was in “The old stage” is in “The new one”",
            ),
        ),
        ("finish", ("go on under version 1 until they are back at its start",)),
    ],
)
def test_what_becomes_of_open_cases_is_said_in_the_names_of_both_versions(cases, said):
    flow = check(NEW % cases, deep=False, beside=lambda name: OLD.encode()).flow
    found = chart(flow)
    assert dict(found.origin[0].rows) == {
        "Replaces": "version 1",
        "Cases open on 1 September 2027": said,
        "Absences begun before 1 September 2027": "count under this version",
    }


@pytest.mark.parametrize("name", ["larchwood", "oakfield"])
def test_every_page_names_the_school_and_the_version_and_its_days_are_said(name):
    header, found = known(name).header, drawn(name)
    for page in found.pages:
        for words in (header.title, header.school, header.version):
            assert squeeze(words) in squeeze(page.shapes["Head"].words)
    for day in (header.effective_from, header.review_by):
        assert squeeze(say_day(day)) in found.said("Head") + found.said("Foot")


def test_for_whom_it_is_and_is_not_is_said():
    found = rows("larchwood", "About this procedure")
    assert "teacher" in str(found)
    assert "agency worker" in str(found)


def test_a_table_that_goes_on_on_another_page_has_its_title_and_its_heads_again():
    triggers = {f"t{n}": {"absences": {"at_least": n + 1, "within": "6 months"}} for n in range(60)}
    pages = drawn_of(minimal(triggers=triggers)).pages
    parts = [
        shape.words for page in pages for shape in page.of("frame") if shape.key.startswith("Table/0")
    ]
    assert len(parts) > 1
    assert [f"{'(continued)' in part} {part.count('Reached by')}" for part in parts] == [
        "False 1",
        *["True 1"] * (len(parts) - 1),
    ]


def test_the_smallest_procedure_is_drawn_with_every_default_marked():
    found = drawn_of(minimal())
    assert found.said("Table/").count("*") == 9
    assert found.said("Track/") == ""
    assert [box.key for box in found.of("box")] == ["a/1"]
