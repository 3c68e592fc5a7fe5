"""Exports as people, read under the procedure of Oakfield: what the tests of tables have in common."""

import io
from datetime import date
from functools import cache
from pathlib import Path

from flowrules.check import check
from flowrules.engine.horizon import horizon_of
from flowrules.people import Person, Stray
from flowrules.records import Reading, read_all
from flowrules.tables.mapping import read_mapping

ON = date(2026, 11, 21)
OAKFIELD = Path(__file__).parent.parent / "examples" / "oakfield" / "procedure.yaml"

HEAD = "Payroll Number,Start Date,End Date,Absence Type\n"
TWO_POSTS = "Payroll Number,Job Title,Start Date,End Date,Absence Type,Working Days Lost\n"
ENDS = "Payroll Number,Start Date,Start AM/PM,End Date,End AM/PM,Absence Type\n"


@cache
def flow():
    return check(OAKFIELD.read_bytes(), "procedure.yaml").flow


def read(mapping=None, on=ON, procedure=None, **files):
    """People by their numbers, and the strays; files as `absences_csv="…"`."""
    content = {
        name.replace("_", ".", 1): text if isinstance(text, bytes) else text.encode()
        for name, text in files.items()
    }
    if isinstance(mapping, str):
        made, _, findings = read_mapping(mapping, "our.map.yaml")
        assert made is not None, findings
        mapping = made
    reading = Reading(horizon_of(on), procedure or flow(), mapping)
    found = list(read_all(list(content), lambda name: io.BytesIO(content[name]), reading))
    people = {one.id: one for one in found if isinstance(one, Person)}
    return people, [one for one in found if isinstance(one, Stray)]


def told(found):
    """What is said of people and strays: line, column, rule."""
    return [(one.line, one.column, one.rule) for one in found.findings]


def errors(strays):
    return [one for stray in strays for one in stray.findings if one.severity == "error"]


def lines(person):
    """The absences of a record in short."""
    return [
        one.model_dump(exclude_defaults=True, by_alias=True, mode="json")
        for one in person.record.absences
    ]
