"""What is wrong with a census, or has to be said of it -> Placed: the one place of these codes.

A finding names the file, the line and the element, and never repeats what stands in it.
"""

from typing import NamedTuple

from flowrules.census.members import Block
from flowrules.finding import Finding, Severity
from flowrules.placed import Placed, Related, place_at

# Every problem: its code, what is wrong, and the way out.
_PROBLEMS = {
    "not-xml": (
        "FR640",
        "the file is no whole XML: it breaks off, or goes wrong, here",
        "write it out anew in the system it comes from; nobody is decided without the rest of it",
    ),
    "not-a-census": (
        "FR641",
        "the file is XML, but no school workforce census: it has no `SchoolWorkforceMembers`",
        "give the file that is uploaded to COLLECT; nobody is decided on the others alone",
    ),
    "entities": (
        "FR642",
        "the file defines a document type or entities, with which it could read other files",
        "a census never does: write it out anew; until then nobody is decided on the others",
    ),
    "no-first-day": ("FR643", "this absence has no first day", "add `FirstDayOfAbsence`"),
    "written-twice": ("FR644", "`{heading}` stands twice in this absence", "keep the one that is right"),
    "not-a-date": ("FR645", "what stands in `{heading}` is not a date", "write it as 2026-09-01"),
    "ends-before-start": (
        "FR646",
        "this absence ends before it begins",
        "correct the one of its days that is wrong",
    ),
    "unknown-category": ("FR647", "the kind of this absence is not known", "it can be {known}"),
    "sickness-unnamed": (
        "FR647",
        "the procedure has no category that is certainly meant by `SIC` (sickness)",
        "say in the mapping which it is",
    ),
    "wrong-days-lost": (
        "FR648",
        "what stands in `WorkingDaysLost` is not a number of days",
        "write it in figures, such as 3 or 3.5",
    ),
    "too-many-lost": (
        "FR648",
        "more days are said to be lost than the absence has",
        "correct `WorkingDaysLost`, or the first or the last day",
    ),
    "absence-twice": ("FR649", "this absence stands here twice", "delete one of the two"),
    "posts-differ": (
        "FR650",
        "two entries of this person have this absence, with different days lost",
        "correct the wrong one; if each is of its own post, decide on this person by hand",
    ),
    "absence-in-two-posts": (
        "FR651",
        "two entries of this person have this absence; it is counted once",
        "",
    ),
    "two-groups": (
        "FR652",
        "the posts of this person belong to different staff groups, so none is taken",
        "decide by hand where the staff group matters",
    ),
    "nobody-named": (
        "FR653",
        "this entry has no teacher number, no National Insurance number, and no name with a birth date",
        "add one of them: nobody knows whose absences these are",
    ),
    "census-scope": (
        "FR654",
        "a census has absence of teachers and teaching assistants only, {when}, and no working days",
        "use it to look back; for what is due now, give the export of the HR system",
    ),
    "no-absences": (
        "FR655",
        "the file says of itself that absences are not in it",
        "write it out with them, or give the export of the HR system",
    ),
    "left-out": ("FR656", "left out, because the procedure is not about them: {what}", "{help}"),
    "left-the-school": (
        "FR657",
        "left out, because every contract in the file had ended by {day}: {who}",
        "if a contract was renewed, give a file that has it",
    ),
    "part-time": (
        "FR658",
        "{who} part of the week; on which days is not in a census, so the school's week is taken",
        "where part-time staff have lower limits, give the pattern in another input",
    ),
    "no-groups": (
        "FR659",
        "of nobody is the staff group known: it depends on what each `Post` is called in the procedure",
        "say in the mapping which staff group each `Post` is",
    ),
    "no-key": (
        "FR661",
        "people are called by their place in the file, because there is no key for pseudonyms",
        "give `--key FILE` for pseudonyms that stay the same; the file is made if it is not there",
    ),
    "still-away": (
        "FR662",
        "away when the census was taken, and taken as away since, because no later day is in it: {who}",
        "look into it before anything is done: most will have come back",
    ),
}


class Spot(NamedTuple):
    """Where an element stands: the file, and its block with the lines of what is in it."""

    file: str
    block: Block

    def place(self, heading: str | None) -> tuple[int, int]:
        """Line and column of one of the elements; of the block, where it is not there."""
        first = self.block.values.get(heading or "", [self.block])[0]
        return first.line, first.column

    def beside(self, heading: str | None, message: str) -> Related:
        return Related((heading,) if heading else (), *self.place(heading), message)


class Wrong(Exception):
    """An element that cannot be used; the finding says why."""

    def __init__(self, finding: Placed) -> None:
        super().__init__(finding.message)
        self.finding = finding


def fault(
    rule: str,
    spot: Spot,
    heading: str | None = None,
    related: tuple[Related, ...] = (),
    *,
    note: bool = False,
    **said: str,
) -> Placed:
    """A finding at an element of a block, or at the block."""
    code, message, help = _PROBLEMS[rule]
    said |= {"heading": heading or ""}
    path = (heading,) if heading else ()
    severity: Severity = "warning" if note else "error"
    finding = Finding(code, rule, severity, path, message.format(**said), help.format(**said))
    return place_at(finding, spot.file, path, *spot.place(heading), related)
