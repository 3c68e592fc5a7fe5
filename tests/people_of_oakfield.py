"""The employees of examples/oakfield, and what came of them on 21 November 2026."""

from datetime import date
from pathlib import Path

from flowrules.answer import Asked, answer
from flowrules.check import check
from flowrules.engine.horizon import horizon_of
from flowrules.people import Person
from flowrules.placed import Placed
from flowrules.records.yaml_file import read_record
from flowrules.report.worklist import Worklist, about
from flowrules.report.worklist_wording import Wording

OAKFIELD = Path(__file__).parent.parent / "examples" / "oakfield"
PROCEDURE = (OAKFIELD / "procedure.yaml").read_bytes()
DAY = date(2026, 11, 21)
ASKED = Asked(DAY)


def rules_of(text):
    """A procedure's text as Flow and Source."""
    checked = check(text, "procedure.yaml", deep=False)
    assert checked.flow is not None, checked.findings
    return checked.flow, checked.source


FLOW, SOURCE = rules_of(PROCEDURE)


def person_of(text, on=DAY, **given):
    """An employee from the text of a record."""
    known = read_record(text, "record.yaml", horizon_of(on))
    assert known.record is not None, known.findings
    id = known.record.employee.id or "E1"
    return Person(id, known.record, known.sha256, known)._replace(**given)


def oakfield_people(on=DAY):
    return [person_of(path.read_bytes(), on) for path in sorted((OAKFIELD / "records").glob("*.yaml"))]


def answers(people=None, flow=FLOW, on=DAY):
    return [answer(person, flow, Asked(on)) for person in people or oakfield_people(on)]


def found(line=14, message="`31/02/2026` is not a date", column="End date"):
    """A finding in a row of an export."""
    help = "write the day as 28/02/2026"
    place = ("absences.csv", (column,), line, 3, line, 4)
    return Placed("FR606", "bad-date", "error", *place, message, help, None, ())


def not_read(id="E2001", findings=None, **given):
    """Somebody of whom a row could not be used."""
    findings = tuple(findings or (found(),))
    return Person(id, None, "", None, findings, rows=4, rejected=1)._replace(**given)


def worklist_of(answered, flow=FLOW, source=SOURCE, *, asked=ASKED, names=False):
    """A worklist to be closed by whoever asked for it."""
    made = Worklist(about(flow, source, asked))
    wording = Wording(flow, source, names=names)
    for one in answered:
        made.add(wording.work(one))
    return made
