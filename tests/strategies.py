"""Pairs made at random: a valid procedure, a record that is legal under it, and a day to ask about.

Drawing takes longer than most of what is asked of a pair, so the everyday run draws some pairs once.
"""

import json
from datetime import date
from functools import cache, lru_cache
from random import Random
from typing import NamedTuple

from dice import Data, Dice
from drawn_procedures import draw_procedure
from drawn_records import draw_record, record_of
from hypothesis import strategies as st

from flowrules.calendar import bank_holidays
from flowrules.decision import Decision
from flowrules.engine import decide
from flowrules.explain.document import RecordStamp, document_of
from flowrules.flow import Flow
from flowrules.model import parse_procedure
from flowrules.placed import place_all
from flowrules.resolve import resolve
from flowrules.source import Source, read


class Pair(NamedTuple):
    """A procedure and a record as plain data, and the day asked about."""

    procedure: Data
    record: Data
    on: date


def read_flow(procedure: Data, *, nation: bool = True) -> tuple[Flow, Source]:
    """Plain data through every gate; without a `nation` there are no bank holidays."""
    flow, source = _read(json.dumps(procedure))
    if not nation:
        flow = flow._replace(calendar=flow.calendar._replace(holidays=bank_holidays(None)))
    return flow, source


@lru_cache(maxsize=500)
def _read(text: str) -> tuple[Flow, Source]:
    source, findings = read(text)
    assert source is not None, findings
    shape, findings = parse_procedure(source.data)
    assert shape is not None, findings
    flow, findings = resolve(shape, source.sha256)
    assert flow is not None, findings
    return flow, source


def ask(flow: Flow, data: Data, on: date, *, hindsight: bool = False) -> Decision:
    return decide(flow, record_of(data), on, hindsight=hindsight)


@st.composite
def pairs(draw: st.DrawFn) -> Pair:
    """A procedure, a record that is legal under it, and a day."""
    return draw_pair(Dice(lambda low, high: draw(st.integers(low, high))))


@cache
def known_pairs() -> tuple[Pair, ...]:
    """The same pairs every time, drawn once."""
    return tuple(draw_pair(Dice(Random(seed).randint)) for seed in range(160))


def draw_pair(d: Dice) -> Pair:
    start = d.number(date(1996, 1, 1).toordinal(), date(2039, 12, 31).toordinal())
    procedure = draw_procedure(d, start)
    record, on = draw_record(d, read_flow(procedure)[0], start)
    return Pair(procedure, record, on)


# Answers -----------------------------------------------------------------------------------------


def decision_of(pair: Pair) -> Decision:
    """The decision of a pair; the same pair is not run twice in a row."""
    return _answer(json.dumps(pair.procedure), json.dumps(pair.record), pair.on)


@lru_cache(maxsize=500)
def _answer(procedure: str, record: str, on: date) -> Decision:
    return ask(_read(procedure)[0], json.loads(record), on)


def document_of_pair(pair: Pair) -> str:
    """The JSON document of a pair, as the command gives it; the stamp of the record is left empty."""
    flow, source = read_flow(pair.procedure)
    decision = decision_of(pair)
    found = place_all(list(decision.findings), None, "record.yaml")
    return json.dumps(document_of(decision, flow, source, RecordStamp(None, ""), found))
