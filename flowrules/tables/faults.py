"""What is wrong with a table, a row or a cell -> Placed: the one place of these codes.

An export is health data: a finding names the file, the line and the heading, and never repeats a word
that stands in a cell, but for one that says nothing about health, such as a staff group.
"""

from collections.abc import Sequence

from flowrules.finding import Finding, Severity
from flowrules.placed import Placed, Related, place_at

# Every problem of a table: its code, what is wrong, and the way out.
_PROBLEMS = {
    "not-a-table": ("FR600", "{what}", "{help}"),
    "table-note": ("FR601", "{what}", "{help}"),
    "table-unclear": ("FR602", "{what}", "{help}"),
    "guessed": ("FR603", "{what}", "{help}"),
    "column-missing": ("FR604", "{what}", "{help}"),
    "row-ragged": (
        "FR605",
        "this row has {found} cells where there are {width} headings",
        "look for a comma or a line break that belongs inside quotes, or export it again",
    ),
    "nobody-named": (
        "FR606",
        "this row names no employee, so somebody may be missing what it says",
        "write the employee's number in it, or delete the row",
    ),
    "cell-empty": ("FR607", "there is nothing under `{heading}`", "{help}"),
    "not-a-date": (
        "FR608",
        "what stands under `{heading}` is not a date that can be read",
        "write it as 2026-09-01, or as 01/09/2026 with the day first",
    ),
    "no-date": (
        "FR608",
        "what stands under `{heading}` is a nought that is shown as a date",
        "leave the cell empty where there is no date, or write the day",
    ),
    "date-unclear": (
        "FR609",
        "the date under `{heading}` could be read day first or month first",
        "say which in the mapping: `dates: day first`; `flowrules map` writes one",
    ),
    "year-unclear": (
        "FR609",
        "the year under `{heading}` has two figures",
        (
            "export it with four, or give the form of the dates in the mapping: "
            'of 31/12/26 `dates: "%d/%m/%y"`, of 31-Dec-26 `dates: "%d-%b-%y"`'
        ),
    ),
    "date-far-off": (
        "FR608",
        "the date under `{heading}` lies too far back or ahead to be meant",
        "write the day itself, or leave the cell empty where there is none",
    ),
    "not-a-time": (
        "FR608",
        "what stands under `{heading}` is not a time of day that can be read",
        "write it as 13:00, or leave the cell empty",
    ),
    "unknown-value": ("FR610", "{what} under `{heading}` is {kind}", "{help}"),
    "not-a-number": (
        "FR611",
        "what stands under `{heading}` is not a number that can be meant",
        "{help}",
    ),
    "part-unclear": ("FR612", "{what}", "{help}"),
    "hours-unclear": (
        "FR612",
        "the hours of a whole day are not known, so those under `{heading}` cannot be days",
        "give a table of staff with `Hours per Day`, or the days lost; or take out the column",
    ),
    "duplicate-row": (
        "FR613",
        "this row says the same as the row on line {before}",
        "delete one of the two; {help}",
    ),
    "listed-twice": ("FR614", "this absence is listed twice, and is counted once", "{help}"),
    "staff-rows-differ": ("FR615", "{what}", "{help}"),
    "pattern-unclear": (
        "FR616",
        "what stands under `{heading}` is not a working pattern that can be read",
        "{help}",
    ),
    "two-inputs": (
        "FR617",
        "this employee stands in two inputs: {files}",
        "give each employee in one input; several tables of one export are put together",
    ),
    "left-out": ("FR618", "{what}", "{help}"),
    "no-value-of-formula": (
        "FR619",
        "the cell under `{heading}` has a formula that came to no value",
        "open the file in a spreadsheet program, mend the cell or put its value there, and save",
    ),
    "dates-read": ("FR620", "{what}", "{help}"),
    "not-used": ("FR621", "{what}", "{help}"),
    "nothing-done": (
        "FR627",
        "no table says what was done: whoever ever met a trigger still waits for the meeting",
        "give meetings and decisions as a table, or the stage of each person on the day you begin",
    ),
    "not-in-a-record": ("FR622", "what stands under `{heading}` cannot be in a record", "{help}"),
    "numbers-alike": (
        "FR625",
        "but for capitals, spaces, noughts or signs, another's number is the same: one person or two?",
        "write it in one way in every row; of two people, change one of the numbers",
    ),
    "names-differ": (
        "FR626",
        "rows with this number have different names: one person or two?",
        "of two people, change one of the numbers; of one, nothing need be done",
    ),
    "worked-between": (
        "FR628",
        "half a day at work parts this from the row on line {before}; they count as one absence",
        "if they are two, count them by hand: a record cannot say which half of a day was lost",
    ),
    "later": ("FR629", "{what}", "{help}"),
    "not-a-workbook": ("FR630", "{what}", "{help}"),
    "sheet-note": ("FR631", "{what}", "{help}"),
}  # fmt: skip


class CannotRead(Exception):
    """Ends the reading of a table: what is missing from it could be anybody's."""

    def __init__(self, finding: Placed) -> None:
        super().__init__(finding.message)
        self.finding = finding


def fault(
    rule: str,
    file: str,
    line: int = 1,
    column: int = 1,
    path: Sequence[str | int] = (),
    related: tuple[Related, ...] = (),
    *,
    note: bool = False,
    **said: object,
) -> Placed:
    """The finding of a rule at a cell: the column counts the columns of the table from 1."""
    code, message, help = _PROBLEMS[rule]
    severity: Severity = "warning" if note else "error"
    finding = Finding(code, rule, severity, tuple(path), message.format(**said), help.format(**said))
    return place_at(finding, file, finding.path, line, column, related)
