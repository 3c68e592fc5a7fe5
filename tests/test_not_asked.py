"""What is not asked for, or cannot matter, is not worked out: what is answered stays the same."""

from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from strategies import read_flow
from test_properties import PAIRS

from flowrules.cli.answers import Wish
from flowrules.cli.gate import load_flow
from flowrules.decision import Evidence
from flowrules.engine import decide, undecided
from flowrules.model import parse_record

OAKFIELD = Path(__file__).parent.parent / "examples" / "oakfield" / "procedure.yaml"
START, END = date(2021, 1, 4), date(2026, 11, 21)


@given(PAIRS)
def test_the_rest_is_the_same_where_nobody_asks_for_the_whole(pair):
    flow, _ = read_flow(pair.procedure)
    record, _ = parse_record(pair.record)
    whole = decide(flow, record, pair.on)
    asked = decide(flow, record, pair.on, whole=False)
    moves = tuple(one for one in whole.coming if one.kind == "move")
    assert asked == whole._replace(coming=moves, distance=(), evidence=Evidence())


def undecided_record(seed):
    """Some years of absences, of which a person must decide on many."""
    draw = Random(seed)
    day, lines = START, []
    while day < END:
        last = day + timedelta(draw.randrange(6))
        category = draw.choice(["sickness", "disability", "disability", "maternity"])
        lines.append({"from": day.isoformat(), "to": last.isoformat(), "category": category})
        day = last + timedelta(draw.choice([1, 2, 4, 30, 90, 200]))
    return parse_record({"absences": lines})[0]


def lived_anew(flow, record, on, monkeypatch):
    """The decision, were each answer about an absence lived anew; and how many need not have been."""
    spared = []
    is_all_one = undecided._is_all_one
    with monkeypatch.context() as patched:
        patched.setattr(undecided, "_is_all_one", lambda *asked: bool(spared.append(is_all_one(*asked))))
        return decide(flow, record, on), spared


@pytest.mark.parametrize("seed", range(12))
def test_an_answer_about_an_old_absence_that_moves_nothing_leads_where_living_it_does(seed, monkeypatch):
    flow, _ = load_flow(str(OAKFIELD))
    record = undecided_record(seed)
    spared = []
    for on in (END, END - timedelta(40 * (seed + 1)), START + timedelta(300)):
        found, without = lived_anew(flow, record, on, monkeypatch)
        spared += without
        assert decide(flow, record, on) == found
    assert any(spared)


@given(PAIRS)
def test_answers_about_absences_are_those_of_living_them(pair):
    flow, _ = read_flow(pair.procedure)
    record, _ = parse_record(pair.record)
    with pytest.MonkeyPatch.context() as patch:
        found, _ = lived_anew(flow, record, pair.on, patch)
    assert decide(flow, record, pair.on) == found


def test_a_worklist_without_a_log_asks_for_less():
    assert not Wish("csv", listed=True).whole
    assert Wish("csv", listed=True, logged={}).whole
    assert Wish("text").whole
