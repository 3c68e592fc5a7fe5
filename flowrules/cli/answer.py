"""A record's bytes -> what came of it: read as far as was asked, and decided."""

from datetime import date
from pathlib import Path
from typing import NamedTuple

import click

from flowrules.decision import Decision
from flowrules.engine import decide
from flowrules.engine.horizon import horizon_of
from flowrules.flow import Flow
from flowrules.placed import Placed, place_all
from flowrules.records.yaml_file import Known, read_record


class Asked(NamedTuple):
    """The day asked about, and how the record is read."""

    on: date
    known_on: date | None = None
    hindsight: bool = False


class Answer(NamedTuple):
    """One record and what came of it."""

    name: str
    known: Known
    decision: Decision
    findings: list[Placed]

    @property
    def called(self) -> str:
        """The id that the record gives, else the name of its file."""
        record = self.known.record
        return (record and record.employee.id) or Path(self.name).stem


def read_day(_ctx: click.Context, _param: click.Parameter, value: str | None) -> date | None:
    """A day as it is written on the command line."""
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        raise click.BadParameter(f"`{value}` is not a date; write it as 2026-11-21") from None


def answer(content: bytes, name: str, flow: Flow, asked: Asked) -> Answer:
    """Reads one record and decides on it."""
    on, known_on, hindsight = asked
    known = read_record(content, name, horizon_of(on, known_on, hindsight=hindsight))
    if known.record is None:
        decision = Decision(on, covered=True, tracks={}, findings=tuple(known.findings))
        return Answer(name, known, decision, place_all(known.findings, known.source, name))
    decision = decide(flow, known.record, on, known_on=known_on, hindsight=hindsight)
    findings = known.in_the_file(decision.findings)
    return Answer(name, known, decision, place_all(findings, known.source, name))
