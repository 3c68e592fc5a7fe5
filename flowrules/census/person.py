"""The entries of one person -> Person: absences put together, service and group from the contracts."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, NamedTuple

from flowrules.census.absences import Line, day_in, element_of, line_of, once
from flowrules.census.codes import Meanings
from flowrules.census.faults import Spot, Wrong, fault
from flowrules.census.identity import Who
from flowrules.census.members import Block
from flowrules.engine.horizon import Horizon
from flowrules.finding import Finding, Path
from flowrules.known import record_hash
from flowrules.model import parse_record
from flowrules.people import Person
from flowrules.placed import Placed, place_at


class Entry(NamedTuple):
    """One entry of a person, without what it is known by: that is hashed in `who`.

    `number` counts the entries of all files, `position` those of its own.
    """

    number: int
    file: str
    position: int
    place: tuple[int, int]
    who: Who
    contracts: list[Block]
    absences: list[Block]
    school: str | None
    name: str | None


class Employment(NamedTuple):
    """What the contracts say for a day; `left`: every one of them had ended by then."""

    started: date | None
    posts: frozenset[str]
    part_time: bool
    left: bool


class Elements(NamedTuple):
    """Where the lines of a person's record stand in the census; satisfies `Places`."""

    person: Spot
    absences: tuple[Spot, ...]

    def placed(self, findings: Iterable[Finding]) -> list[Placed]:
        return [self._placed(finding) for finding in findings]

    def _placed(self, finding: Finding) -> Placed:
        spot, heading = self._spot(finding.path)
        others = [(*self._spot(path), message) for path, message in finding.related]
        related = tuple(its.beside(at, message) for its, at, message in others)
        path = (heading,) if heading else ()
        return place_at(finding, spot.file, path, *spot.place(heading), related)

    def _spot(self, path: Path) -> tuple[Spot, str | None]:
        if len(path) > 1 and path[0] == "absences":
            return self.absences[int(path[1])], element_of(path[2]) if len(path) > 2 else None
        return self.person, None


def employment(entries: list[Entry], day: date) -> Employment:
    """What the contracts of a person say; raises Wrong for a date that is none."""
    contracts = [Spot(entry.file, block) for entry in entries for block in entry.contracts]
    spans = [(day_in(one, "ContractStart"), day_in(one, "ContractEnd"), one) for one in contracts]
    now = [one for one in spans if (one[0] or date.min) <= day <= (one[1] or date.max)]
    starts = [first for start, _, one in now for first in (start, day_in(one, "SchoolArrivalDate"))]
    return Employment(
        min((first for first in starts if first), default=None),
        frozenset(one.block.text("Post").upper() for _, _, one in now) - {""},
        any(_is_part_time(one.block) for _, _, one in now),
        bool(spans) and all(end is not None and end < day for _, end, _ in spans),
    )


def _is_part_time(contract: Block) -> bool:
    try:
        full = float(contract.text("FTEHours"))
        return sum(float(one.text) for one in contract.values.get("HoursPerWeek", ())) < full
    except ValueError:
        return False  # the hours are for a note alone


def person_of(
    entries: list[Entry], called: str, worked: Employment | Wrong, codes: Meanings, horizon: Horizon
) -> Person:
    """One person; with an element that cannot be used there is no record."""
    lines, said = _sorted_out(entries, codes, horizon)
    where = Spot(entries[0].file, Block(*entries[0].place, {}))
    employee, notes = _employee(worked, codes, where, called)
    data: dict[str, Any] = {"employee": employee, "absences": [line.data for line in lines]}
    places = Elements(where, tuple(line.spot for line in lines))
    record, findings = parse_record(data)
    said += [*notes, *places.placed(findings)]
    faults = tuple(one for one in said if one.severity == "error")
    return Person(
        id=called,
        record=None if faults else record,
        hashed=record_hash(data),
        places=places,
        findings=faults,
        notes=tuple(one for one in said if one.severity == "warning"),
        rows=sum(1 + len(entry.absences) for entry in entries),
        rejected=_rejected(entries, faults) if faults else 0,
        school=", ".join(dict.fromkeys(one.school for one in entries if one.school)) or None,
        name=entries[0].name,
    )


def _sorted_out(
    entries: list[Entry], codes: Meanings, horizon: Horizon
) -> tuple[list[Line], list[Placed]]:
    """The absences that can be used, each once, and what is to be said of the others."""
    said: list[Placed] = []
    lines: list[Line] = []
    for one in once(_lines(entries, codes, horizon, said)):
        if isinstance(one, Line):
            lines.append(one)
        else:
            said.append(one)
    return lines, said


def _lines(
    entries: list[Entry], codes: Meanings, horizon: Horizon, said: list[Placed]
) -> Iterator[Line]:
    for entry in entries:
        for block in entry.absences:
            spot = Spot(entry.file, block)
            try:
                data = line_of(spot, codes, horizon)
            except Wrong as wrong:
                said.append(wrong.finding)
            else:
                if data is not None:
                    yield Line(data, spot, entry.number)


def _employee(
    worked: Employment | Wrong, codes: Meanings, where: Spot, called: str
) -> tuple[dict[str, str], list[Placed]]:
    """Service and staff group, if the posts held name exactly one."""
    if isinstance(worked, Wrong):
        return {"id": called}, [worked.finding]
    groups = sorted({codes.groups[post] for post in worked.posts if post in codes.groups})
    employee = {"id": called}
    if worked.started:
        employee["started"] = worked.started.isoformat()
    if len(groups) == 1:
        employee["group"] = groups[0]
    return employee, [fault("two-groups", where, note=True)] if len(groups) > 1 else []


def _rejected(entries: list[Entry], faults: tuple[Placed, ...]) -> int:
    """The absences with a finding, and the entries whose contracts have one."""
    wrong = {(one.file, one.line, one.column) for one in faults}
    rows = [(entry.file, entry.contracts) for entry in entries]
    rows += [(entry.file, [block]) for entry in entries for block in entry.absences]
    return sum(not wrong.isdisjoint(_places(file, blocks)) for file, blocks in rows)


def _places(file: str, blocks: list[Block]) -> Iterator[tuple[str, int, int]]:
    for block in blocks:
        yield file, block.line, block.column
        for values in block.values.values():
            yield from ((file, value.line, value.column) for value in values)
