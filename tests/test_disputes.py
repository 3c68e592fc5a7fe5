"""docs/calendar-disputes.md: every line of its tables is what the engine answers.

Each section has one procedure and one table. The headings in backticks are words of the file: those of
the first such column stand in the procedure, and those of another column are put in their place.
"""

import re
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest
from asking import answer, whole_flow

HOME = Path(__file__).parent.parent
PAGE = (HOME / "docs" / "calendar-disputes.md").read_text("utf-8")
SECTIONS = dict(section.partition("\n")[::2] for section in PAGE.split("\n## ")[1:])
WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
DATE = re.compile(rf"({'|'.join(WEEKDAYS)}) (\d+) ({'|'.join(MONTHS)}) (\d{{4}})")
PART = {"half a day": "part: half"}
LONG_AFTER = "2027-12-31"


class Line(NamedTuple):
    """One line of a table under one of its choices."""

    section: str
    facts: dict
    written: str  # what stands in the procedure
    chosen: str  # what is put in its place
    expected: str


def day_of(text):
    """`Mon 3 Mar 2025` -> 2025-03-03, if that was a Monday."""
    weekday, day, month, year = DATE.fullmatch(text).groups()
    found = date(int(year), MONTHS.index(month) + 1, int(day))
    assert WEEKDAYS[found.weekday()] == weekday, f"{text}: it was a {WEEKDAYS[found.weekday()]}"
    return found


def cells(line):
    return [cell.strip() for cell in line.strip("|").split("|")]


def lines_of_page():
    for section, text in SECTIONS.items():
        heads, _, *rows = [cells(line) for line in text.splitlines() if line.startswith("|")]
        facts = [head for head in heads if "`" not in head]
        choices = heads[len(facts) :]
        for row in rows:
            assert len(row) == len(heads), row
            for place, choice in enumerate(choices, start=len(facts)):
                given = dict(zip(facts, row, strict=False))
                yield Line(section, given, choices[0], choice, row[place])


LINES = list(lines_of_page())


def procedure_of(section):
    (text,) = re.findall(r"```yaml\n(.*?)```", SECTIONS[section], re.DOTALL)
    return text


def with_choice(line):
    """The procedure of a section, with the words of one column put in."""
    text = procedure_of(line.section)
    pairs = zip(re.findall(r"`(.+?)`", line.written), re.findall(r"`(.+?)`", line.chosen), strict=True)
    for written, chosen in pairs:
        assert written in text, f"`{written}` is not in the procedure"
        text = text.replace(written, chosen)
    return text


def absence(span):
    """`Mon 7 Apr 2025 (half a day)`, `… to …`, `from …` -> a line of a record."""
    days = [day_of(found[0]) for found in DATE.finditer(span)]
    part = re.search(r"\((.+)\)", span)
    more = "" if part is None else f", {PART.get(part[1]) or hours(part[1])}"
    last = "" if span.startswith("from ") else f", to: {days[-1]}"
    return f"- {{from: {days[0]}{last}{more}}}"


def hours(text):
    return f"hours: {re.fullmatch(r'(.+) hours', text)[1]}"


def pattern_of(works):
    """`Mon, half Tue, 8 hours a day` -> a working pattern from long ago."""
    if not works:
        return "[]"
    length = re.search(r", (\d+) hours a day$", works)
    names = works[: length.start()] if length else works
    parts = [name.lower() for name in names.split(", ")]
    whole = [name for name in parts if not name.startswith("half ")]
    half = [name.removeprefix("half ") for name in parts if name.startswith("half ")]
    more = f", hours_per_day: {length[1]}" if length else ""
    return f"[{{from: 2020-01-01, days: [{', '.join(whole)}], half_days: [{', '.join(half)}]{more}}}]"


def record_of(facts):
    absences = [absence(span) for span in facts["Away"].split("; ") if span]
    group = facts.get("Staff group")
    held = facts.get("Meeting")
    return {
        "absences": "\n".join(absences) or "[]",
        "pattern": pattern_of(facts.get("Works")),
        "employee": f"{{group: {group}}}" if group else "{}",
        "events": f"[{{on: {day_of(held)}, action: meeting}}]" if held else "[]",
    }


def said(day):
    return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]} {day.year}"


def found_for(line):
    """The engine's answer, in the words of the table."""
    flow, record = whole_flow(with_choice(line)), record_of(line.facts)
    if line.expected.startswith("due "):
        last = max(day_of(found[0]) for found in DATE.finditer(line.facts["Away"]))
        return f"due {said(answer(flow, str(last), **record).next.due)}"
    steps = answer(flow, LONG_AFTER, **record).steps
    if not steps:
        return "never"
    on = said(steps[-1].on)
    return f"{steps[-1].to} on {on}" if " on " in line.expected else on


@pytest.mark.parametrize("line", LINES, ids=lambda line: f"{line.section} {line.chosen}")
def test_a_line_of_the_page_is_what_the_engine_answers(line):
    assert found_for(line) == line.expected, line.facts


@pytest.mark.parametrize("section", SECTIONS)
def test_a_dispute_is_a_question_with_a_choice_a_reason_and_another_way(section):
    text = SECTIONS[section]
    assert section.endswith("?")
    assert re.findall(r"^\*\*(.+?)\*\*", text, re.MULTILINE) == [
        "What we chose.",
        "Why.",
        "To choose otherwise.",
    ]


@pytest.mark.parametrize("section", SECTIONS)
def test_a_dispute_has_a_line_on_which_the_choices_differ(section):
    answers = {}
    for line in LINES:
        if line.section == section:
            answers.setdefault(tuple(line.facts.values()), set()).add(line.expected)
    assert any(len(found) > 1 for found in answers.values())


def test_every_dispute_is_there():
    assert len(SECTIONS) == 13
    assert len(LINES) > 100
