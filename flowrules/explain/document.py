"""Decision -> Document: plain JSON that other programs may build on.

Days are ISO dates, paths get their lines, and every key is there whatever its value.
"""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import Any, Literal, NamedTuple

from flowrules import __version__
from flowrules.decision import (
    Absent,
    Choice,
    Coming,
    Decision,
    Distance,
    Evidence,
    Item,
    Misfit,
    Standing,
    Step,
    Unknown,
)
from flowrules.explain.sentences import complete
from flowrules.flow import Before, Flow
from flowrules.placed import Placed
from flowrules.source import Source


class VersionStamp(NamedTuple):
    """An earlier version; a step that names it has its lines in that file."""

    version: str
    file: str
    sha256: str


class ProcedureStamp(NamedTuple):
    """The procedure that decided; `earlier` are the versions that it replaced, the oldest first."""

    id: str
    version: str
    sha256: str
    earlier: tuple[VersionStamp, ...]


class RecordStamp(NamedTuple):
    """The record that was decided on; `id` is None where it gives none."""

    id: str | None
    sha256: str


class Document(NamedTuple):
    """The answer for one person on one day, with what it was asked of.

    `decided` is false when the record has findings or the person is not covered: then nothing else
    is said, and `next` being null does not mean that nothing is to be done.
    """

    flowrules: Literal[1]
    program: str
    procedure: ProcedureStamp
    record: RecordStamp
    on: date
    version: str | None
    known_on: date | None
    hindsight: bool
    covered: bool
    decided: bool
    not_covered_because: str | None
    tracks: dict[str, Standing]
    absent: Absent | None
    next: Item | None
    agenda: tuple[Item, ...]
    decisions: tuple[Choice, ...]
    steps: tuple[Step, ...]
    coming: tuple[Coming, ...]
    distance: tuple[Distance, ...]
    not_known: tuple[Unknown, ...]
    evidence: Evidence
    misfits: tuple[Misfit, ...]
    findings: tuple[Placed, ...]


def document_of(
    decision: Decision, flow: Flow, procedure: Source, record: RecordStamp, findings: list[Placed]
) -> dict[str, Any]:
    """The JSON of one decision; `findings` are those of the record, with their places."""
    told = complete(decision, flow, procedure)
    stamp = ProcedureStamp(
        flow.header.id, flow.header.version, flow.sha256, tuple(_earlier(flow.before))
    )
    shared = {name: value for name, value in told._asdict().items() if name in Document._fields}
    shared |= {"findings": tuple(findings)}
    document = Document(
        flowrules=1,
        program=__version__,
        procedure=stamp,
        record=record,
        decided=decision.covered and not findings,
        **shared,
    )
    plain: dict[str, Any] = to_plain(document)
    return plain


def _earlier(before: Before | None) -> Iterator[VersionStamp]:
    if before is not None:
        yield from _earlier(before.flow.before)
        yield VersionStamp(before.flow.header.version, before.source.name, before.flow.sha256)


def to_plain(value: Any) -> Any:
    """NamedTuples -> mappings, dates -> text, tuples -> lists; `from_` is written `from`."""
    if hasattr(value, "_fields"):
        return {name.rstrip("_"): to_plain(part) for name, part in value._asdict().items()}
    if isinstance(value, dict):
        return {name: to_plain(part) for name, part in value.items()}
    if isinstance(value, tuple | list):
        return [to_plain(part) for part in value]
    if isinstance(value, Fraction):
        return _to_number(value)
    return value.isoformat() if isinstance(value, date) else value


def _to_number(value: Fraction) -> int | float | str:
    """A figure exactly: a number where two decimals say it, else text such as `10/3`."""
    if value.denominator == 1:
        return value.numerator
    return float(value) if 100 % value.denominator == 0 else str(value)
