"""Term dates from a file beside the procedure: what is read, what is refused, what becomes of it."""

import subprocess
import sys
from datetime import date
from pathlib import Path
from textwrap import dedent

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from flowrules.check import check
from flowrules.cli import main
from flowrules.placed import place_all
from flowrules.source import MOST_BYTES, MOST_FINDINGS, read
from flowrules.term_dates import with_term_dates

PROCEDURE = """\
flowrules: 1
procedure: {id: small, title: Small procedure}
calendar:
  terms: %s
triggers: {often: {absences: {at_least: 3, within: 6 months}}}
stages:
  fine: {next: [{when: often, to: review}]}
  review:
    actions: [{id: meet, do: Hold a review meeting, by: manager, within: 10 working days}]
    next: [{after: 6 months, to: fine}]
"""
YEAR = """\
from,to,what
2026-09-02,2026-10-23,term
2026-11-02,2026-12-18,term
2026-09-01,,inset
2026-12-17,2026-12-18,closure
2027-05-07,,closure
"""


def given_beside(content, name="dates.csv", calendar=""):
    """The source with a file beside it, and the findings."""
    if isinstance(content, str):
        content = dedent(content).encode()
    text = PROCEDURE.replace("calendar:\n", f"calendar:\n{calendar}") % name
    source, findings = read(text)
    assert findings == []
    return with_term_dates(source, {name: content}.get)


def calendar(content, name="dates.csv", calendar=""):
    """What the calendar lists, with a file about which there is nothing to say."""
    source, findings = given_beside(content, name, calendar)
    assert findings == []
    return source.data["calendar"]


def said(content, name="dates.csv", calendar=""):
    """The code and the message of each finding; every one has a way out."""
    _, findings = given_beside(content, name, calendar)
    assert all(finding.help and finding.path == ("calendar", "terms") for finding in findings)
    return [(finding.code, finding.message) for finding in findings]


def only(content, name="dates.csv", calendar=""):
    (one,) = said(content, name, calendar)
    return one


def event(*lines):
    return "\n".join(["BEGIN:VEVENT", *lines, "END:VEVENT"])


def days(title, start, end=None):
    """An event of whole days; the end does not belong to it."""
    ends = [f"DTEND;VALUE=DATE:{end}"] if end else []
    return event(f"SUMMARY:{title}", f"DTSTART;VALUE=DATE:{start}", *ends)


def ics(*events):
    return "\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", *events, "END:VCALENDAR", ""]).encode()


TERM = days("Autumn term", "20260902", "20261219")
TERMS = [{"from": "2026-09-02", "to": "2026-12-18"}]


def listed(*events, calendar=""):
    """What the calendar lists beside one term, from an iCalendar file with nothing to say about it."""
    source, findings = given_beside(ics(TERM, *events), "dates.ics", calendar)
    assert findings == []
    found = dict(source.data["calendar"])
    assert found.pop("terms") == TERMS
    return found


def about(*events, calendar=""):
    """The one finding of an iCalendar file with one sound term."""
    return only(ics(TERM, *events), "dates.ics", calendar)


# What the rest of the program sees --------------------------------------------------------------------


def test_a_file_becomes_the_lists_that_could_have_been_written_out():
    assert calendar(YEAR) == {
        "terms": [
            {"from": "2026-09-02", "to": "2026-10-23"},
            {"from": "2026-11-02", "to": "2026-12-18"},
        ],
        "inset": ["2026-09-01"],
        "closures": [{"from": "2026-12-17", "to": "2026-12-18"}, "2027-05-07"],
    }


def test_the_hash_is_of_the_dates_and_not_of_the_name_of_their_file():
    written = """
  inset: ["2026-09-01"]
  closures: [{from: "2026-12-17", to: "2026-12-18"}, "2027-05-07"]"""
    out, _ = read(
        PROCEDURE
        % f"""
    - {{from: 2026-09-02, to: 2026-10-23}}
    - {{from: 2026-11-02, to: 2026-12-18}}{written}"""
    )
    one, _ = given_beside(YEAR, "dates.csv")
    other, _ = given_beside(YEAR, "other.csv")
    assert out.sha256 == one.sha256 == other.sha256
    moved, _ = given_beside(YEAR.replace("2027-05-07", "2027-05-08"))
    assert moved.sha256 != one.sha256


def test_the_order_of_the_lines_changes_nothing():
    header, *lines = YEAR.splitlines()
    turned = "\n".join([header, *reversed(lines)])
    assert calendar(turned) == calendar(YEAR)
    assert given_beside(turned)[0].sha256 == given_beside(YEAR)[0].sha256


def test_what_is_written_in_the_procedure_stays_and_comes_first():
    written = "  inset: [2027-01-04, 2026-09-01]\n  closures: [2027-05-07, {from: 2026-10-01, to: 2026-10-02}]\n"
    found = calendar(YEAR, calendar=written)
    assert found["inset"] == ["2027-01-04", "2026-09-01"]
    assert found["closures"] == [
        "2027-05-07",
        {"from": "2026-10-01", "to": "2026-10-02"},
        {"from": "2026-12-17", "to": "2026-12-18"},
    ]


def test_a_day_twice_in_the_procedure_stays_for_a_later_gate_to_judge():
    found = calendar(YEAR, calendar="  inset: [2026-09-01, 2026-09-01]\n")
    assert found["inset"] == ["2026-09-01", "2026-09-01"]


def test_the_same_day_twice_in_a_file_is_there_once():
    assert calendar(YEAR + "2027-05-07,2027-05-07,closure\n01/09/2026,,inset\n") == calendar(YEAR)


def test_without_terms_in_the_file_there_are_none_in_the_procedure():
    assert calendar("from,to,what\n2026-10-26,2026-10-30,closure\n") == {
        "closures": [{"from": "2026-10-26", "to": "2026-10-30"}]
    }


def test_what_comes_from_the_file_stands_where_the_procedure_names_it():
    source, _ = given_beside(YEAR, calendar="  inset: [2027-01-04]\n")
    here = source.locate(("calendar", "terms", 1, "to"))
    assert source.line_text(here.line)[here.column - 1 : here.end_column - 1] == "dates.csv"
    for path in (("terms", 0), ("inset", 1), ("closures", 0, "from"), ("closures", 1), ("closures",)):
        assert source.locate(("calendar", *path)) == here
    assert source.locate(("calendar", "inset", 0)).line == 4
    assert source.locate(("calendar", "terms")).line == here.line


def test_every_path_can_be_located_where_no_term_is_left():
    source, _ = given_beside("from,to,what\n2026-10-26,2026-10-30,closure\n")
    assert source.locate(("calendar", "terms")).line == 3
    assert source.locate(("calendar", "closures", 0)).line == 4


@pytest.mark.parametrize(
    "text",
    [
        "[{from: 2026-09-02, to: 2026-10-23}]",
        "{from: 2026-09-02, to: 2026-10-23}",
        "7",
        "true",
    ],
)
def test_what_names_no_file_is_left_as_it_is(text):
    source, _ = read(PROCEDURE % text)
    assert with_term_dates(source, None) == (source, [])


@pytest.mark.parametrize(
    "text", ["- a list\n", "calendar: soon\n", "flowrules: 1\n", "calendar: [terms]\n"]
)
def test_what_has_no_calendar_is_left_as_it_is(text):
    source, _ = read(text)
    assert with_term_dates(source, None) == (source, [])


def test_lists_of_another_shape_are_left_to_the_next_gate():
    found = calendar(
        YEAR, calendar="  inset: soon\n  closures: {from: 2026-10-01}\n  working_week: all\n"
    )
    assert found["inset"] == "soon"
    assert found["closures"] == {"from": "2026-10-01"}
    assert len(found["terms"]) == 2


# The file ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        "dates.txt", "dates", '""', "/etc/dates.csv", "../dates.csv", "a/../dates.csv", "./dates.csv",
        "a//dates.csv", "'C:/dates.csv'", "'C:\\dates.csv'", "'a\\dates.csv'", "https://example.org/dates.ics",
        "dates.csv/", "'dates*.csv'", "dates.csv.bak", "//server/dates.csv",
    ],
)  # fmt: skip
def test_only_a_plain_name_of_a_file_below_the_procedure_is_taken(name):
    source, _ = read(PROCEDURE % name)

    def never(_):
        raise AssertionError("it was looked for")

    same, (finding,) = with_term_dates(source, never)
    assert same == source
    assert finding.code == "FR020"
    assert (
        finding.help == "name a .csv or .ics file in the folder of the procedure, or write the terms out"
    )


def test_a_file_in_a_folder_below_is_taken_whatever_the_case_of_its_ending():
    assert len(calendar(YEAR, "our dates/2026-27.CSV")["terms"]) == 2


def test_a_file_that_is_not_there_is_named():
    source, _ = read(PROCEDURE % "dates.csv")
    _, (finding,) = with_term_dates(source, {}.get)
    assert (finding.code, finding.message) == ("FR021", "`dates.csv` is not there, or cannot be read")
    assert finding.help == "it must lie in the folder of the procedure, under exactly this name"


def test_a_procedure_without_a_folder_says_so():
    source, _ = read(PROCEDURE % "dates.csv")
    _, (finding,) = with_term_dates(source, None)
    assert (finding.code, finding.message) == (
        "FR021",
        "there is no folder in which to look for `dates.csv`",
    )


@pytest.mark.parametrize("name", ["dates.csv", "dates.ics"])
def test_a_file_too_large_empty_or_in_another_encoding_is_refused(name):
    assert only(b"x" * (MOST_BYTES + 1), name) == ("FR022", f"`{name}` is larger than 2 MB")
    assert only(b"", name) == ("FR022", f"`{name}` is empty")
    assert only(b"\xef\xbb\xbf \r\n\r\n", name) == ("FR022", f"`{name}` is empty")
    assert only("from,to,what\nétat".encode("latin-1"), name) == (
        "FR022",
        f"`{name}` is not written in UTF-8",
    )
    assert only(YEAR.encode("utf-16"), name) == ("FR022", f"`{name}` is not written in UTF-8")


def test_a_sound_file_changes_nothing_when_another_problem_stands_beside_it():
    source, findings = given_beside(YEAR + "2026-13-01,,closure\n")
    assert source.data["calendar"]["terms"] == "dates.csv"
    assert len(findings) == 1


# CSV --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace("\n", "\r"),
        lambda text: "\ufeff" + text,
        lambda text: "\ufeff" + text.replace(",", ";").replace("\n", "\r\n"),
        lambda text: text.rstrip("\n"),
        lambda text: "\n\n" + text + "\n,,\n  , ,\n",
        lambda text: text.replace("from,to,what", ' From ,TO,"What"').replace("term", " Term "),
        lambda text: "\n".join(f'"{line.replace(",", chr(34) + "," + chr(34))}"' for line in text.split()),
        lambda text: text.replace("\n", ",,\n"),
        lambda text: text.replace("2026-09-02,2026-10-23", "02/09/2026,23/10/2026"),
        lambda text: text.replace("2026-09-02,2026-10-23", "2/9/2026,23/10/2026"),
        lambda text: text.replace("2027-05-07,,", "2027-05-07,2027-05-07,"),
        lambda text: text.replace("2027-05-07", "\u00a02027-05-07"),
    ],
    ids=[
        "Windows", "old Mac", "mark at the front", "Excel with semicolons", "no last line end", "empty lines",
        "capitals and spaces", "quotes", "empty cells at the end", "day first", "day first and short",
        "one day with its end", "a space that is none",
    ],
)  # fmt: skip
def test_a_csv_file_is_read_as_programs_write_it(change):
    assert calendar(change(YEAR).encode()) == calendar(YEAR)


def test_the_columns_may_stand_in_any_order():
    assert calendar("what,to,from\nterm,2026-10-23,2026-09-02\n")["terms"] == [
        {"from": "2026-09-02", "to": "2026-10-23"}
    ]


def test_a_date_with_slashes_is_day_first_and_never_month_first():
    assert calendar("from,to,what\n03/09/2026,,closure\n")["closures"] == ["2026-09-03"]
    assert only("from,to,what\n09/13/2026,,closure\n") == (
        "FR024",
        "`dates.csv`, line 2: `09/13/2026` is not a date",
    )


@pytest.mark.parametrize(
    "text",
    ["2026-02-30", "02/09/26", "2026-9-2", "2 September 2026", "2026-09-02 00:00:00", "02-09-2026",
     "20260902", "46267", "٢٠٢٦-٠٩-٠٢", "0000-01-01"],
)  # fmt: skip
def test_what_is_no_date_is_named_with_its_line(text):
    assert only(f"from,to,what\n2026-09-01,,inset\n{text},,closure\n") == (
        "FR024",
        f"`dates.csv`, line 3: `{text}` is not a date",
    )
    assert only(f"from,to,what\n2026-09-01,{text},closure\n") == (
        "FR024",
        f"`dates.csv`, line 2: `{text}` is not a date",
    )


def test_the_line_is_counted_as_an_editor_counts_it():
    text = '\r\nfrom,to,what\r\n\r\n2026-09-01,,"inset\r\n"\r\nsoon,,inset\r\n'
    assert only(text.encode()) == ("FR024", "`dates.csv`, line 6: `soon` is not a date")


def test_a_line_that_runs_on_is_named_by_where_it_begins():
    text = 'from,to,what\n2026-09-01,,"party\n\n"\n'
    assert only(text.encode())[1].startswith("`dates.csv`, line 2: `party`")


def test_every_line_is_told_of_at_once():
    assert said("from,to,what\n,,term\n2026-09-01,,\n,2026-09-01,insett\n") == [
        ("FR024", "`dates.csv`, line 2: there is nothing under `from`"),
        ("FR024", "`dates.csv`, line 3: there is nothing under `what`"),
        ("FR024", "`dates.csv`, line 4: there is nothing under `from`"),
        (
            "FR024",
            "`dates.csv`, line 4: `insett` is not a kind of day that can stand under `what`",
        ),
    ]


def test_a_misspelt_kind_is_offered_its_nearest():
    _, (finding,) = given_beside("from,to,what\n2026-09-01,,closed\n")
    assert finding.help == "did you mean `closure`?"
    _, (finding,) = given_beside("from,to,what\n2026-09-01,,party\n")
    assert finding.help == "it can be `closure`, `inset`, `term`"


@pytest.mark.parametrize(
    ("header", "messages"),
    [
        ("from,to", ["no column is called `what`"]),
        ("2026-09-02,2026-10-23,term", ["no column is called `from`, `to` or `what`"]),
        ("from,to,what,from", ["two columns are called `from`"]),
        ("from,to,what,notes", ["`notes` is not a column that is used"]),
        ("start,to,what", ["no column is called `from`", "`start` is not a column that is used"]),
        ("from|to|what", ["no column is called `from`, `to` or `what`"]),
        ("from,to,what,x,x", ["two columns are called `x`"]),
    ],
)
def test_the_header_names_each_column_once_and_no_other(header, messages):
    found = said(f"\n{header}\n2026-09-02,2026-10-23,term,1,2\n")
    assert found == [("FR023", f"`dates.csv`, line 2: {message}") for message in messages]


def test_what_stands_in_no_column_is_refused():
    assert only("from,to,what\n2026-09-02,,inset,all day\n") == (
        "FR024",
        "`dates.csv`, line 2: `all day` stands in no column",
    )
    assert only("from,,to,what\n2026-09-02,x,,inset\n") == (
        "FR024",
        "`dates.csv`, line 2: `x` stands in no column",
    )


@pytest.mark.parametrize("line", ['2026-09-02,,"inset', '2026-09-02,,"inset"x'])
def test_a_quote_that_swallows_lines_is_refused(line):
    assert only(f"from,to,what\n{line}\n2026-09-03,,inset\n") == (
        "FR024",
        "`dates.csv`, line 2: a quote is not closed, or stands in the middle",
    )


@pytest.mark.parametrize("text", ["from,to,what\n", "from,to,what\n,,\n", "from;to;what"])
def test_a_file_with_no_line_is_refused(text):
    assert only(text) == ("FR022", "`dates.csv` has no line below its header")
    assert only(",,\n;;") == ("FR023", "`dates.csv`, line 2: no column is called `from`, `to` or `what`")
    assert only(",,\n,") == ("FR022", "`dates.csv` has no line with anything in it")


def test_what_cannot_be_printed_is_not_printed():
    (one,) = said("from,to,what\n\x1b[31m,,inset\n")
    assert one[1] == "`dates.csv`, line 2: `\ufffd[31m` is not a date"


def test_a_file_with_a_thousand_mistakes_is_told_of_in_part():
    found = said("from,to,what\n" + "soon,,inset\n" * 1000)
    assert len(found) == MOST_FINDINGS + 1
    assert found[-1][0] == "FR016"


# What cannot be right ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("2026-10-23,2026-09-02,term", "it ends on 2026-09-02, before it starts on 2026-10-23"),
        ("2026-10-02,2026-10-01,closure", "it ends on 2026-10-01, before it starts on 2026-10-02"),
        ("1989-12-31,,closure", "a date lies outside the years 1990 to 2100"),
        ("2100-12-31,2101-01-01,closure", "a date lies outside the years 1990 to 2100"),
        ("0026-09-02,2026-10-23,term", "a date lies outside the years 1990 to 2100"),
        ("2026-09-02,2028-10-23,term", "a term of 783 days is too long to be meant"),
        ("2026-10-26,2027-10-30,closure", "a closure of 370 days is too long to be meant"),
        ("2026-09-01,2026-09-15,inset", "an INSET of 15 days is too long to be meant"),
        ("2026-09-02,,term", "a term of 1 day is too short to be meant"),
        ("2026-09-02,2026-09-08,term", "a term of 7 days is too short to be meant"),
    ],
)
def test_dates_that_cannot_be_meant_are_refused(line, message):
    assert only(f"from,to,what\n{line}\n") == ("FR026", f"`dates.csv`, line 2: {message}")


def test_the_first_and_the_last_day_that_are_known_are_taken():
    text = "from,to,what\n1990-01-01,,closure\n2100-12-31,,closure\n2026-09-02,2026-09-09,term\n"
    assert calendar(text)["closures"] == ["1990-01-01", "2100-12-31"]


def test_the_longest_and_the_shortest_stretches_are_taken():
    text = "from,to,what\n2026-09-01,2026-09-14,inset\n2027-01-01,2027-07-02,closure\n"
    found = calendar(text + "2025-09-01,2026-09-01,term\n")
    assert (len(found["inset"]), len(found["closures"]), len(found["terms"])) == (10, 1, 1)
    assert [code for code, _ in said(text.replace("07-02", "07-03"))] == ["FR026"]
    short = days("Short term", "20270104", "20270112")
    assert len(calendar(ics(TERM, short), "dates.ics")["terms"]) == 2


def test_terms_that_share_a_day_are_refused_and_terms_that_touch_are_not():
    terms = "from,to,what\n2026-11-02,2026-12-18,term\n2026-09-02,{},term\n"
    assert only(terms.format("2026-11-02")) == (
        "FR027",
        "`dates.csv`, line 2: this term starts before that of line 3 is over",
    )
    assert len(calendar(terms.format("2026-11-01"))["terms"]) == 2


def test_a_term_inside_another_is_refused_as_is_one_written_twice():
    whole = "from,to,what\n2026-09-02,2027-07-20,term\n"
    assert [code for code, _ in said(whole + "2026-11-02,2026-12-18,term\n")] == ["FR027"]
    assert [code for code, _ in said(whole + "2026-09-02,2027-07-20,term\n")] == ["FR027"]


def test_closures_may_lie_in_terms_and_over_one_another():
    text = (
        "from,to,what\n2026-09-02,2026-12-18,term\n2026-10-26,2026-10-30,closure\n2026-10-28,,closure\n"
    )
    assert calendar(text)["closures"] == [{"from": "2026-10-26", "to": "2026-10-30"}, "2026-10-28"]


# Several INSET days -----------------------------------------------------------------------------------


def test_an_inset_over_a_weekend_is_the_days_of_the_working_week():
    text = "from,to,what\n2026-09-04,2026-09-08,inset\n"
    assert calendar(text)["inset"] == ["2026-09-04", "2026-09-07", "2026-09-08"]
    week = "  working_week: [tue, wed, sat]\n"
    assert calendar(text, calendar=week)["inset"] == ["2026-09-05", "2026-09-08"]


def test_an_inset_at_a_weekend_is_meant():
    assert calendar("from,to,what\n2026-09-05,,inset\n")["inset"] == ["2026-09-05"]
    assert calendar("from,to,what\n2026-09-05,2026-09-06,inset\n")["inset"] == [
        "2026-09-05",
        "2026-09-06",
    ]


# iCalendar: the days of an event ----------------------------------------------------------------------


def test_the_end_of_an_event_of_whole_days_does_not_belong_to_it():
    assert listed(days("Half term", "20261026", "20261031")) == {
        "closures": [{"from": "2026-10-26", "to": "2026-10-30"}]
    }


def test_an_event_without_an_end_or_with_its_start_as_its_end_is_one_day():
    assert listed(days("Closed", "20261026")) == {"closures": ["2026-10-26"]}
    assert listed(days("Closed", "20261026", "20261026")) == {"closures": ["2026-10-26"]}
    assert listed(days("Closed", "20261026", "20261027")) == {"closures": ["2026-10-26"]}


def test_an_event_may_have_a_duration():
    lasting = event("SUMMARY:Half term", "DTSTART;VALUE=DATE:20261026", "DURATION:P5D")
    assert listed(lasting) == {"closures": [{"from": "2026-10-26", "to": "2026-10-30"}]}
    assert listed(lasting.replace("P5D", "P1W")) == {
        "closures": [{"from": "2026-10-26", "to": "2026-11-01"}]
    }


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("DTSTART:20261026T000000", "DTEND:20261031T000000"),
        ("DTSTART:20261026T000000", "DTEND:20261030T235900"),
        ("DTSTART;TZID=Europe/London:20261026T000000", "DTEND;TZID=Europe/London:20261031T000000"),
        (
            "DTSTART;TZID=GMT Standard Time:20261026T000000",
            "DTEND;TZID=GMT Standard Time:20261031T000000",
        ),
        ("DTSTART:20261026T000000Z", "DTEND:20261031T000000Z"),
        ("DTSTART:20261026T000000", "DURATION:P5D"),
    ],
)
def test_times_from_midnight_to_midnight_are_whole_days(start, end):
    assert listed(event("SUMMARY:Half term", start, end)) == {
        "closures": [{"from": "2026-10-26", "to": "2026-10-30"}]
    }


def test_a_time_in_utc_is_the_time_on_the_clock_in_the_school():
    summer = event("SUMMARY:Closed", "DTSTART:20260630T230000Z", "DTEND:20260701T230000Z")
    assert listed(summer) == {"closures": ["2026-07-01"]}


def test_an_inset_day_or_a_term_with_times_is_the_days_it_touches():
    assert listed(
        event("SUMMARY:INSET", "DTSTART:20260901T090000", "DTEND:20260901T153000"),
        event("SUMMARY:Staff training", "DTSTART:20270104T083000"),
        event("SUMMARY:INSET", "DTSTART:20270406T083000", "DTEND:20270407T000000"),
    ) == {"inset": ["2026-09-01", "2027-01-04", "2027-04-06"]}
    timed = event("SUMMARY:Autumn term", "DTSTART:20260902T084500", "DTEND:20261218T133000")
    assert calendar(ics(timed), "dates.ics") == {"terms": TERMS}


@pytest.mark.parametrize(
    ("start", "end"),
    [("20261204T130000", "20261205T000000"), ("20261204T000000", "20261204T120000"),
     ("20261023T153000", "20261102T083000"), ("20261204T000000", "20261204T000000")],
)  # fmt: skip
def test_a_closure_of_part_of_a_day_is_not_used(start, end):
    assert "it has times of day" in about(event("SUMMARY:Closed", f"DTSTART:{start}", f"DTEND:{end}"))[1]


def test_a_closure_at_a_time_of_day_is_named():
    assert about(event("SUMMARY:Closed", "DTSTART:20261204T130000", "DTEND:20261204T153000")) == (
        "FR028",
        (
            "`dates.ics`, event `Closed` (4 December 2026): not used, for it has times of day: "
            "a closure is an event of whole days"
        ),
    )


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (["DTSTART;VALUE=DATE:20261031", "DTEND;VALUE=DATE:20261026"], "it ends before it starts"),
        (["DTSTART:20261026T120000", "DTEND:20261026T110000"], "it ends before it starts"),
        (["DTSTART:20261026T120000", "DURATION:-PT1H"], "it ends before it starts"),
        (["DTSTART;VALUE=DATE:20261026", "DTEND:20261031T000000"], "its start and its end are not of one kind"),
        (["DTSTART:20261026T000000", "DTEND;VALUE=DATE:20261031"], "its start and its end are not of one kind"),
        (["DTEND;VALUE=DATE:20261026"], "it has no day on which it starts"),
        (["DTSTART;VALUE=DATE:20261326"], "`DTSTART` cannot be read"),
        (["DTSTART;VALUE=DATE:20261026", "DTEND;VALUE=DATE:soon"], "`DTEND` cannot be read"),
        (["DTSTART;VALUE=DATE:20261026", "DURATION:soon"], "`DURATION` cannot be read"),
        (["DTSTART;VALUE=DATE:20261026", "DTEND 20261031"], "a line cannot be read"),
        (["DTSTART;VALUE=DATE:19891026"], "a date lies outside the years 1990 to 2100"),
        (["DTSTART;VALUE=DATE:20261026", "DTEND;VALUE=DATE:99991231"], "a date lies outside the years 1990 to 2100"),
        (["DTSTART;VALUE=DATE:20261026", "DURATION:P99999999D"], "its `DURATION` cannot be meant"),
        (["DTSTART;VALUE=DATE:20261026", "DURATION:P1D", "DTEND;VALUE=DATE:20261027"],
         "it has both `DTEND` and `DURATION`"),
        (["DTSTART;VALUE=DATE:20261026", "DTSTART;VALUE=DATE:20261027"], "`DTSTART` is written twice"),
        (["DTSTART;VALUE=DATE:20261026", "SUMMARY:Closed"], "`SUMMARY` is written twice"),
        (["DTSTART;VALUE=DATE:20261026", "RRULE:FREQ=YEARLY"], "it repeats, and repeats are not read"),
        (["DTSTART;VALUE=DATE:20261026", "RRULE:FREQ=SOMETIMES"], "`RRULE` cannot be read"),
        (["DTSTART;VALUE=DATE:20261026", "RDATE;VALUE=DATE:20271025"], "it repeats, and repeats are not read"),
        (["DTSTART;VALUE=DATE:20261026", "RECURRENCE-ID;VALUE=DATE:20261025"], "it repeats, and repeats are not read"),
        (["DTSTART;VALUE=DATE:20261026", "DTEND;VALUE=DATE:20261201"], "a holiday of 36 days is no half term"),
    ],
)  # fmt: skip
def test_an_event_that_should_be_used_and_cannot_be_is_refused(lines, message):
    code, found = about(event("SUMMARY:Half term", *lines))
    assert code == "FR025"
    assert found.startswith("`dates.ics`, event ")
    assert found.endswith(f": {message}")


def test_years_and_lengths_are_looked_at_in_events_too():
    assert about(days("Closed", "21001231", "21010102")) == (
        "FR026",
        "`dates.ics`, event `Closed` (31 December 2100): a date lies outside the years 1990 to 2100",
    )
    assert about(days("Spring term", "20261207", "20270326")) == (
        "FR027",
        (
            "`dates.ics`, event `Spring term` (7 December 2026): this term starts before that of "
            "event `Autumn term` (2 September 2026) is over"
        ),
    )


# iCalendar: what a title says -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "title",
    ["INSET", "Inset day 1", "INSET day (school closed to pupils)", "Staff training day", "inset - half term",
     "INSET1", "Training before term"],
)  # fmt: skip
def test_titles_of_inset_days(title):
    assert listed(days(title, "20261102")) == {"inset": ["2026-11-02"]}


@pytest.mark.parametrize(
    "title",
    ["School closed", "Closure: boiler", "October half term", "Half-term holiday", "Halfterm", "Mid-term break",
     "CHRISTMAS HOLIDAYS", "Easter break (term 4 to 5)", "Half\\, half term"],
)  # fmt: skip
def test_titles_of_closures(title):
    assert listed(days(title, "20261026", "20261031")) == {
        "closures": [{"from": "2026-10-26", "to": "2026-10-30"}]
    }


@pytest.mark.parametrize("title", ["Spring term", "TERM 3", "Term3: lessons", "Term-time"])
def test_titles_of_terms(title):
    found = calendar(ics(TERM, days(title, "20270104", "20270326")), "dates.ics")
    assert found["terms"] == [*TERMS, {"from": "2027-01-04", "to": "2027-03-25"}]


@pytest.mark.parametrize(
    "title", ["Sports day", "Breakfast club", "Insets", "Terminal", "Closedown", "Determined"]
)
def test_any_other_title_is_named_and_not_used(title):
    source, (finding,) = given_beside(ics(TERM, days(title, "20261026", "20261127")), "dates.ics")
    assert (finding.code, finding.severity) == ("FR028", "warning")
    assert finding.message == (
        f"`dates.ics`, event `{title}` (26 October 2026): not used, for it is neither a term, an INSET "
        "day nor a closure by its title"
    )
    assert source.data["calendar"] == {"terms": TERMS}


def test_an_event_of_one_title_is_named_once():
    found = about(
        days("Assembly", "20261102"), days("Assembly", "20261109"), days("Assembly", "20261116")
    )
    assert found[1].startswith(
        "`dates.ics`, event `Assembly` (2 November 2026) (and 2 more of this title): not used"
    )


def test_a_calendar_full_of_other_things_is_told_of_in_part_and_still_used():
    others = [days(f"Meeting {n}", "20261102") for n in range(200)]
    source, findings = given_beside(ics(TERM, *others), "dates.ics")
    assert {finding.severity for finding in findings} == {"warning"}
    assert len(findings) == 51
    assert findings[-1].message.startswith("`dates.ics`: 150 more that are not used")
    assert source.data["calendar"]["terms"] == TERMS


def test_an_event_without_a_title_is_named_by_its_day():
    assert about(event("DTSTART;VALUE=DATE:20261026"))[1].startswith(
        "`dates.ics`, event without a title (26 October 2026): not used"
    )


def test_what_is_no_event_is_named_and_a_time_zone_is_not():
    todo = "BEGIN:VTODO\nSUMMARY:Plan the half term\nEND:VTODO"
    assert about(todo)[1].startswith("`dates.ics`, event `Plan the half term`: not used")
    zone = (
        "BEGIN:VTIMEZONE\nTZID:Somewhere\nBEGIN:STANDARD\nDTSTART:19700101T000000\n"
        "TZOFFSETFROM:+0000\nTZOFFSETTO:+0000\nEND:STANDARD\nEND:VTIMEZONE"
    )
    assert listed(zone) == {}


def test_a_cancelled_event_is_not_there():
    cancelled = event("SUMMARY:School closed", "DTSTART;VALUE=DATE:20261026", "STATUS:CANCELLED")
    assert listed(cancelled) == {}


def test_the_first_and_the_last_day_of_a_term_are_no_terms():
    assert about(days("Autumn term begins", "20260902"))[1] == (
        "`dates.ics`, event `Autumn term begins` (2 September 2026): not used, for it is no term: a term "
        "is one event from its first day to its last"
    )


def test_with_days_on_which_terms_begin_and_end_and_no_term_the_file_is_refused():
    edges = ics(
        days("Autumn term begins", "20260902"),
        days("Autumn term ends", "20261218"),
        days("Half term", "20261026", "20261031"),
    )
    assert [code for code, _ in said(edges, "dates.ics")] == ["FR029"]


@pytest.mark.parametrize(
    "title",
    ["Last day before half term", "School closes for the holidays after lunch", "Break up for Christmas",
     "Back to school after the holiday", "Half term begins", "End of half term", "Pupils return from Easter break"],
)  # fmt: skip
def test_a_day_on_which_a_holiday_begins_or_ends_is_no_closure(title):
    code, message = about(days(title, "20261023"))
    assert code == "FR028"
    assert "a day on which something begins or ends" in message


# iCalendar: bank holidays -----------------------------------------------------------------------------


def test_a_bank_holiday_is_known_already_and_is_no_closure():
    assert listed(days("Early May bank holiday", "20270503"), days("May Day holiday", "20270503")) == {}


def test_an_inset_day_on_a_bank_holiday_is_meant():
    assert listed(days("INSET", "20270503")) == {"inset": ["2027-05-03"]}


def test_a_holiday_with_a_bank_holiday_in_it_is_a_closure():
    assert listed(days("Christmas holidays", "20261221", "20270102")) == {
        "closures": [{"from": "2026-12-21", "to": "2027-01-01"}]
    }


@pytest.mark.parametrize("nation", ["none", "atlantis", "[wales]", "scotland"])
def test_a_bank_holiday_of_another_nation_is_named(nation):
    bank = days("Summer bank holiday", "20270830")
    assert listed(bank, calendar="  nation: wales\n") == {"nation": "wales"}
    assert about(bank, calendar=f"  nation: {nation}\n")[1] == (
        "`dates.ics`, event `Summer bank holiday` (30 August 2027): not used, for it is on no bank holiday "
        "of the nation of this procedure"
    )


# iCalendar: the file ----------------------------------------------------------------------------------


def test_line_ends_folds_marks_and_escapes_are_read_as_programs_write_them():
    folded = event(
        "SUMMARY;LANGUAGE=en-GB:Staff trai\n ning\\, all day",
        "DTSTART;VALUE=DATE:2026\n\t0901",
        "DESCRIPTION:nothing of half term",
        "X-WR-SOMETHING:else",
    )
    plain = ics(TERM, folded)
    for content in (plain, plain.replace(b"\n", b"\r\n"), b"\xef\xbb\xbf" + plain, plain.lower()):
        found = calendar(content, "dates.ics")
        assert (found["inset"], found["terms"]) == (["2026-09-01"], TERMS)


def test_a_fold_may_part_a_character():
    folded = ics(TERM, days("Congé: half term", "20261026")).replace("é".encode(), b"\xc3\r\n \xa9")
    assert calendar(folded, "dates.ics")["closures"] == ["2026-10-26"]


def test_several_calendars_in_one_file_are_all_read():
    found = calendar(ics(TERM) + ics(days("INSET", "20260901")), "dates.ics")
    assert (found["terms"], found["inset"]) == (TERMS, ["2026-09-01"])


@pytest.mark.parametrize(
    "content",
    [
        b"from,to,what\n2026-09-02,,inset\n",
        b"<html></html>",
        ics(TERM).removesuffix(b"END:VCALENDAR\n"),
        ics(TERM, days("Half term", "20261026")).removesuffix(b"END:VEVENT\nEND:VCALENDAR\n"),
        ics(TERM) + ics(days("Half term", "20261026")).removesuffix(b"END:VCALENDAR\n"),
        ics(TERM).replace(b"END:VEVENT\n", b""),
        ics(TERM).replace(b"BEGIN:VEVENT\n", b""),
        ics(TERM).replace(b"END:VEVENT", b"END:VTODO"),
        ics(TERM).replace(b"VERSION:2.0", b"VERSION 2.0"),
        ics(event("SUMMARY:Closed", "DTSTART;VALUE=DATE,TIME:20261026")),
        TERM.encode(),
        b"END:VCALENDAR\n",
    ],
    ids=[
        "csv", "html", "cut off", "cut off in an event", "cut off in the second", "an end missing",
        "a start missing", "another end", "a line that is none", "two kinds of a date", "no calendar", "only an end",
    ],
)  # fmt: skip
def test_what_is_no_whole_calendar_is_refused(content):
    assert only(content, "dates.ics") == ("FR022", "`dates.ics` is not a sound and whole iCalendar file")


def test_a_calendar_with_nothing_to_use_is_refused():
    nothing = ("FR022", "`dates.ics` has no event that is a term, an INSET day or a closure")
    assert only(ics(), "dates.ics") == nothing
    assert only(ics(days("Sports day", "20260701")), "dates.ics") == nothing


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["BEGIN:VEVENT", "END:VEVENT", "BEGIN:VTIMEZONE", "END:VTIMEZONE", "BEGIN:VALARM", "END:VALARM",
             "SUMMARY:Half term", "SUMMARY:Term", "DTSTART;VALUE=DATE:20260902", "DTSTART;VALUE=TIME:101010",
             "DTSTART;VALUE=PERIOD:20260902T000000Z/P1D", "DTSTART;TZID=../x:20260902T000000", "DTSTART:",
             "DTEND;VALUE=DATE:20261219", "DTEND:00010101T000000Z", "DURATION:P1D", "DURATION:PT25H",
             "DURATION:P999999999D", "RRULE:FREQ=DAILY", "RDATE:20260902T000000Z,20260903T000000Z",
             "TZID:x", "STATUS:", "STATUS:CANCELLED", "STATUS:X", "SUMMARY", ";", ":", "\x00", "é",
             "DTSTART;VALUE=DATE:20260902,20260903", "X:1", "DTEND;TZID=x:99991231T235959", ""]
        )
    )
)  # fmt: skip
def test_no_calendar_is_too_odd_for_a_finding(lines):
    source, findings = given_beside(ics(*lines), "dates.ics")
    assert findings or isinstance(source.data["calendar"].get("terms", []), list)


@settings(max_examples=200, deadline=None)
@given(st.text("fromtwha,;\"'\n\r 0129-/é\x00\t", max_size=60))
def test_no_table_is_too_odd_for_a_finding(text):
    source, findings = given_beside(text.encode())
    assert findings or source.data["calendar"]["terms"] != "dates.csv"


# From the command line --------------------------------------------------------------------------------


@pytest.fixture
def school(tmp_path):
    (tmp_path / "procedure.yaml").write_text(PROCEDURE % "dates.csv")
    (tmp_path / "dates.csv").write_text(YEAR)
    (tmp_path / "record.yaml").write_text("employee: {id: E1}\n")
    return tmp_path


def run(*words, given=None):
    return CliRunner().invoke(main, [str(word) for word in words], input=given, prog_name="flowrules")


def test_a_procedure_comes_through_every_gate_with_the_dates_of_its_file():
    checked = check(PROCEDURE % "dates.csv", beside={"dates.csv": YEAR.encode()}.get)
    assert checked.flow is not None
    assert checked.procedure.calendar.inset == (date(2026, 9, 1),)


def test_warnings_about_events_are_for_linting_alone():
    beside = {"dates.ics": ics(TERM, days("Sports day", "20260701"))}.get
    assert "FR028" in [one.code for one in check(PROCEDURE % "dates.ics", beside=beside).findings]
    checked = check(PROCEDURE % "dates.ics", beside=beside, deep=False)
    assert checked.flow is not None
    assert checked.findings == []


def test_a_warning_is_placed_where_the_file_is_named_even_if_no_term_is_left():
    closed = ics(days("Closed", "20261026"), days("Sports day", "20260701"))
    checked = check(PROCEDURE % "dates.ics", beside={"dates.ics": closed}.get)
    (placed,) = [one for one in place_all(checked.findings, checked.source, "-") if one.code == "FR028"]
    assert (placed.line, placed.column, placed.end_column) == (4, 10, 19)


def test_lint_shows_a_mistake_of_the_file_where_the_procedure_names_it(school):
    (school / "dates.csv").write_text("from,to,what\n2026-09-31,,inset\n")
    done = run("lint", school / "procedure.yaml")
    assert done.exit_code == 1
    assert done.output == (
        f"{school}/procedure.yaml:4:10: error[FR024] `dates.csv`, line 2: `2026-09-31` is not a date "
        "(term-file-line)\n"
        "  4 |   terms: dates.csv\n"
        "    |          ^^^^^^^^^\n"
        "  help: write it as 2026-09-02, or with the day first as 02/09/2026\n"
        "1 file checked: 1 error\n"
    )


def test_every_command_looks_in_the_folder_of_the_procedure_and_not_in_its_own(
    school, monkeypatch, tmp_path_factory
):
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))
    assert "error" not in run("lint", school / "procedure.yaml").output
    assert run("lint", school).exit_code == 0
    assert run("evaluate", school / "procedure.yaml", school / "record.yaml").exit_code == 0
    assert run("render", school / "procedure.yaml", "-o", "out.dot").exit_code == 0
    (school / "dates.csv").unlink()
    for words in (["lint"], ["evaluate", school / "record.yaml"], ["render", "-o", "out.dot"]):
        done = run(words[0], school / "procedure.yaml", *words[1:])
        assert done.exit_code == 1
        assert "error[FR021] `dates.csv` is not there, or cannot be read" in done.output


def test_a_folder_of_that_name_is_no_file(school):
    (school / "dates.csv").unlink()
    (school / "dates.csv").mkdir()
    assert "error[FR021]" in run("lint", school / "procedure.yaml").output


def test_standard_input_has_no_folder(school, monkeypatch):
    monkeypatch.chdir(school)
    done = run("lint", "-", given=PROCEDURE % "dates.csv")
    assert done.exit_code == 1
    assert "error[FR021] there is no folder in which to look for `dates.csv`" in done.output


@pytest.mark.parametrize(("name", "loads"), [("dates.csv", False), ("dates.ics", True)])
def test_the_calendar_library_is_loaded_only_for_a_calendar(school, name, loads):
    (school / "procedure.yaml").write_text(PROCEDURE % name)
    (school / "dates.ics").write_bytes(ics(TERM))
    words = ["evaluate", str(school / "procedure.yaml"), str(school / "record.yaml")]
    code = (
        "import sys\nfrom flowrules.cli import main\n"
        f"try: main({words!r})\nexcept SystemExit as end: assert not end.code\n"
        "print('icalendar' in sys.modules, file=sys.stderr)"
    )
    home = Path(__file__).parent.parent
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=home, capture_output=True, text=True, check=True
    )
    assert done.stderr.split() == [str(loads)]
