"""A drawn trust as the files that HR systems write: tables as CSV and XLSX, the census, and records.

Every row knows its line once it is written, so that what is wrong with it can be looked for there.
"""

import csv
import io
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple
from xml.sax.saxutils import escape

import openpyxl
import yaml
from exports import BOTH, Away, Happening, Staff

from flowrules.flow import Flow

WORDS = {
    "sickness": "Sickness",
    "disability": "Disability related sickness",
    "work-injury": "Industrial injury",
    "pregnancy": "Pregnancy related sickness",
    "maternity": "Maternity leave",
}


@dataclass
class Row:
    """One row of a table; `said` are the rules of the findings that must be told of it."""

    who: str
    cells: dict[str, Any]
    said: list[str] = field(default_factory=list)
    beyond: tuple[Any, ...] = ()
    line: int = 0


class Style(NamedTuple):
    """How one system writes: its headings by what they are, how it writes dates, and its CSV files."""

    name: str
    absences: dict[str, str]
    staff: dict[str, str]
    events: dict[str, str]
    day: Callable[[date], str] = date.isoformat
    lost: bool | str = True
    delimiter: str = ","
    encoding: str = "utf-8-sig"
    title: tuple[str, ...] = ()
    ends: tuple[str, str, str] = ("Full", "AM", "PM")
    mapping: str | None = None


def day_first(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def in_words(day: date) -> str:
    return f"{day.day} {day:%b %Y}"


STYLES = (
    Style(
        "payroll",
        {
            "employee": "Payroll Number", "surname": "Surname", "forename": "Forename", "school": "School",
            "post": "Job Title", "category": "Absence Type", "start": "Start Date", "end": "End Date",
            "days_lost": "Working Days Lost", "known_on": "Date Reported",
        },
        {
            "employee": "Payroll Number", "school": "School", "post": "Job Title", "group": "Staff Group",
            "started": "Continuous Service Start Date", "mon": "Mon", "tue": "Tue", "wed": "Wed", "thu": "Thu",
            "fri": "Fri", "pattern_from": "Pattern From", "hours_per_day": "Hours per Day",
            "term_time_only": "Term Time Only", "manager": "Line Manager",
        },
        {},
        day=day_first,
        title=("Staff absence report", "Printed 21/11/2026 at 09:15"),
    ),
    Style(
        "personal-ref",
        {
            "employee": "Personal Ref", "name": "Name", "school": "Institution", "post": "Position Ref",
            "category": "Absence Category", "start": "Absence Start Date", "first_part": "Start AM/PM",
            "end": "Absence End Date", "last_part": "End AM/PM", "known_on": "Reported On",
        },
        {
            "employee": "Personal Ref", "school": "Institution", "post": "Position Ref", "group": "Employee Group",
            "started": "Date Joined", "pattern": "Working Pattern", "pattern_from": "Pattern Start",
            "hours_per_day": "Daily Hours", "term_time_only": "TTO",
        },
        {
            "employee": "Personal Ref", "on": "Date", "event": "Event", "stage": "Put in Stage",
            "outcome": "Outcome", "because": "Rationale",
        },
        day=in_words,
        lost=False,
        delimiter=";",
        encoding="cp1252",
        mapping="personal-ref.map.yaml",
    ),
    Style(
        "plain",
        {
            "employee": "Employee ID", "name": "Employee Name", "school": "Site", "post": "Position",
            "category": "Type of Absence", "start": "From", "end": "To", "days_lost": "Days Lost",
            "known_on": "Known On",
        },
        {
            "employee": "Employee ID", "school": "Site", "post": "Position", "group": "Group", "started": "Hire Date",
            "pattern": "Days Worked", "pattern_from": "Effective From", "hours_per_day": "Hours a Day",
            "term_time_only": "Term-Time Only",
        },
        {
            "employee": "Employee ID", "on": "Date Held", "event": "Activity", "stage": "Stage",
            "outcome": "Result", "because": "Because",
        },
        delimiter="\t",
        encoding="utf-16",
        mapping="plain.map.yaml",
    ),
    Style(
        "both",
        {
            "employee": "Payroll Number", "name": "Employee Name", "school": "School", "post": "Job Title",
            "category": "Absence Type", "start": "Start Date", "first_part": "Start AM/PM", "end": "End Date", "last_part": "End AM/PM",
            "days_lost": "Working Days Lost", "known_on": "Date Reported",
        },
        {
            "employee": "Payroll Number", "school": "School", "post": "Job Title", "group": "Staff Group",
            "started": "Continuous Service Start Date", "pattern": "Working Pattern", "pattern_from": "Pattern Start",
            "hours_per_day": "Daily Hours", "term_time_only": "TTO",
        },
        {},
        lost=BOTH,
    ),
)  # fmt: skip


def mapping_of(style: Style, flow: Flow, *, sheets: bool) -> str:
    """The mapping that a school would write for a system: its columns, and what its words mean."""
    tables: dict[str, Any] = {"flowrules_map": 1}
    for kind in ("absences", "staff", "events"):
        if columns := getattr(style, kind):
            known = {"sheet": kind.capitalize()} if sheets else {"file": f"{kind}*"}
            tables[kind] = known | {"columns": columns}
    tables["absences"]["values"] = {"category": {word: name for name, word in WORDS.items()}}
    done = {name: f"action {name}" for name in flow.actions}
    done |= {one.id: f"contact {one.id}" for one in flow.contacts}
    tables["events"]["values"] = {"event": done, "stage": {name: name for name in flow.stages}}
    return yaml.safe_dump(tables, sort_keys=False, allow_unicode=True)


Tables = dict[str, list[Row]]


def tables_of(trust: Iterable[Staff], style: Style) -> Tables:
    """The rows of each table, absences by their first day as a report lists them."""
    trust = list(trust)
    absences = [
        _row(one, style.absences, _absence(one, away, style, post))
        for one in trust
        for away in one.away
        for post in one.posts
    ]
    start = style.absences["start"]
    tables = {
        "absences": sorted(absences, key=lambda row: row.cells[start]),
        "staff": [
            _row(one, style.staff, _post(one, place, since, week))
            for one in trust
            for since, week in one.weeks
            for place in range(len(one.posts))
        ],
    }
    if style.events:
        done = [_row(one, style.events, _happened(one, each)) for one in trust for each in one.events]
        tables["events"] = sorted(done, key=lambda row: row.cells[style.events["on"]])
    return tables


def _row(one: Staff, headings: dict[str, str], values: dict[str, Any]) -> Row:
    return Row(one.id, {heading: values.get(what) for what, heading in headings.items()})


def _absence(one: Staff, away: Away, style: Style, post: tuple[str, str]) -> dict[str, Any]:
    first, last = away.halves
    full, am, pm = style.ends
    if away.first == away.last and first:
        parts = {"first_part": full, "last_part": am}
    else:
        parts = {"first_part": pm if first else full, "last_part": am if last else full}
    return {
        "employee": one.id, "surname": one.surname, "forename": one.forename, "school": post[0], "post": post[1],
        "name": f"{one.forename} {one.surname}", "category": WORDS[away.category], "start": away.first,
        "end": away.last, "days_lost": away.lost, "known_on": away.known, **parts,
    }  # fmt: skip


def _post(one: Staff, place: int, since: date, week: dict[str, Any]) -> dict[str, Any]:
    """One post of a person; two share the days of the week between them."""
    days, halves = week["days"], week.get("half_days", [])
    if len(one.posts) == 2:
        days, halves = (days[:1], halves) if place == 0 else (days[1:], [])
    words = [day.capitalize() for day in days] + [f"{day.capitalize()} (am)" for day in halves]
    each = {
        day: "Y" if day in days else "0.5" if day in halves else None
        for day in ("mon", "tue", "wed", "thu", "fri")
    }
    return {
        "employee": one.id, "school": one.posts[place][0], "post": one.posts[place][1], "manager": one.manager,
        "group": one.group.capitalize(), "started": one.started, "pattern": ", ".join(words), "pattern_from": since,
        "hours_per_day": week.get("hours_per_day"), "term_time_only": "Yes" if week.get("term_time_only") else None,
        **each,
    }  # fmt: skip


def _happened(one: Staff, each: Happening) -> dict[str, Any]:
    placed = each.track is not None
    return {
        "employee": one.id, "on": each.on, "event": None if placed else each.what,
        "stage": each.what if placed else None, "outcome": each.outcome, "because": each.because,
    }  # fmt: skip


def csv_of(rows: list[Row], style: Style) -> bytes:
    """One table; the rows learn their lines."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=style.delimiter)
    for line in style.title:
        writer.writerow([line])
    headings = list(rows[0].cells)
    writer.writerow(headings)
    for row in rows:
        writer.writerow([_text(row.cells[heading], style) for heading in headings] + list(row.beyond))
    _number(rows, len(style.title) + 2)
    return text.getvalue().encode(style.encoding, errors="replace")


def _number(rows: list[Row], first: int) -> None:
    """A row with line breaks inside its cells is as many lines long."""
    for row in rows:
        row.line = first
        first += 1 + sum(cell.count("\n") for cell in row.cells.values() if isinstance(cell, str))


def _text(cell: Any, style: Style) -> str:
    return "" if cell is None else style.day(cell) if isinstance(cell, date) else str(cell)


def xlsx_of(tables: Tables) -> bytes:
    """One workbook with a sheet for each table; dates are typed, and text with `=` is text."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for kind, rows in tables.items():
        sheet = book.create_sheet(kind.capitalize())
        headings = list(rows[0].cells)
        sheet.append(headings)
        for place, row in enumerate(rows, 2):
            row.line = place
            for column, heading in enumerate(headings, 1):
                cell = sheet.cell(place, column, row.cells[heading])
                if cell.data_type == "f" and not str(cell.value).startswith("=1+"):
                    cell.data_type = "s"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def yaml_of(trust: Iterable[Staff]) -> bytes:
    """A list of records, as written by hand."""
    records = json.loads(
        json.dumps([one.record() for one in trust])
    )  # no two of one list, which YAML would name
    return yaml.safe_dump(records, sort_keys=False, allow_unicode=True, default_flow_style=None).encode()


def json_of(trust: Iterable[Staff]) -> bytes:
    return json.dumps([one.record() for one in trust]).encode()


def json_lines_of(trust: Iterable[Staff]) -> bytes:
    return b"".join(json.dumps(one.record()).encode() + b"\n" for one in trust)


YEAR = (date(2025, 9, 1), date(2026, 8, 31))
CODES = {"sickness": "SIC", "pregnancy": "PRG", "maternity": "MAT"}


def in_census(one: Staff) -> Staff:
    """What a census has of somebody: a year's absence, without patterns, groups, or what was done."""
    kept = [each for each in one.away if each.category in CODES and YEAR[0] <= each.first <= YEAR[1]]
    return one._replace(group="", weeks=(), events=(), away=tuple(map(_without_more, kept)))


def _without_more(away: Away) -> Away:
    """Without a pattern, half a day lost on one day is a half day."""
    half = away.first == away.last and away.lost == 0.5
    return away._replace(known=None, halves=(half, half))


def census_of(trust: Iterable[Staff]) -> bytes:
    """The census of that year, each post an entry of its own."""
    entries = [_entry(one, post) for one in trust for post in one.posts]
    head = "<Header><CollectionDetails><ReferenceDate>2026-11-05</ReferenceDate></CollectionDetails></Header>"
    body = "\n".join(entries)
    return f"<Message>{head}\n<SchoolWorkforceMembers>\n{body}\n</SchoolWorkforceMembers></Message>".encode()


def _entry(one: Staff, post: tuple[str, str]) -> str:
    number = "".join(letter for letter in one.id if letter.isdigit())
    absences = "\n".join(_absent(each) for each in in_census(one).away)
    return (
        f"<SchoolWorkforceMember><StaffDetails><TeacherNumber>{number}</TeacherNumber><StaffMemberName>"
        f"<PersonFamilyName>{escape(one.surname)}</PersonFamilyName></StaffMemberName></StaffDetails>"
        f"<ContractOrServiceGroup><ContractOrService><ContractStart>{one.started}</ContractStart>"
        f"<Post>{post[1][-1]}</Post></ContractOrService></ContractOrServiceGroup>\n"
        f"<Absences>{absences}</Absences></SchoolWorkforceMember>"
    )


def _absent(away: Away) -> str:
    last = f"<LastDayOfAbsence>{away.last}</LastDayOfAbsence>" if away.last else ""
    lost = f"<WorkingDaysLost>{away.lost}</WorkingDaysLost>" if away.lost is not None else ""
    return (
        f"<Absence><FirstDayOfAbsence>{away.first}</FirstDayOfAbsence>{last}{lost}"
        f"<AbsenceCategory>{CODES[away.category]}</AbsenceCategory></Absence>"
    )
