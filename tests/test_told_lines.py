"""What is passed over in counting changes no answer: lines that say what the pattern says, moves that a
step elsewhere cannot touch, absences that have come to rest."""

from datetime import date
from fractions import Fraction
from pathlib import Path
from random import Random

import pytest
from asking import flow_of, record_of
from dice import Dice
from strategies import draw_pair, read_flow

from flowrules import conditions
from flowrules.calendar import Calendar, bank_holidays, working_week
from flowrules.engine import absences as binding
from flowrules.engine import decide
from flowrules.engine.case import bind_case
from flowrules.engine.horizon import horizon_of
from flowrules.lines import COUNTS, NEVER, UNDECIDED, Keeping, Line, Pattern
from flowrules.model import parse_record
from flowrules.timeline import Timeline

ON = date(2025, 12, 31)
WEEK = ("mon", "tue", "wed", "thu", "fri")
ENGLAND = Calendar(working_week(WEEK), bank_holidays("england"))
TRIGGERS = """
stages:
  clear: {next: [{when: {any: [{working_days: {at_least: 6, within: 3 months}},
                               {bradford: {at_least: 40, within: 6 months}}]}, to: talk}]}
  talk: {next: [{when: {working_days: {at_least: 3, since: entered}}, to: warned},
                {after: 4 weeks, to: clear}]}
  warned: {next: [{after: 2 months, to: clear}]}
"""
COUNTING = """
counting: {categories: {sickness: counts, disability: decide, maternity: never}, decided_by: head}
"""


def both_ways(flow, record, monkeypatch, on=ON, **how):
    """The decision, and what it is if no line is taken to say what the pattern says."""
    found = decide(flow, record, on, **how)
    with monkeypatch.context() as patched:
        patched.setattr(binding, "_halves", lambda *_: None)  # nothing that it could say already
        return found, decide(flow, record, on, **how)


def told(record, flow):
    """The same record, each line with the working days that the pattern gives it."""
    shape, _ = parse_record({**record, "absences": []})
    case, _ = bind_case(flow, shape, horizon_of(ON))
    if case is None:
        return record
    return record | {"absences": [said(line, case.timeline) for line in record.get("absences", [])]}


def said(line, timeline):
    if not line.get("to") or {"part", "hours", "days"} & line.keys():
        return line
    days = (date.fromisoformat(line[end]).toordinal() for end in ("from", "to"))
    return line | {"days_lost": timeline.working_time(*days) / timeline.unit}


@pytest.mark.parametrize("seed", range(60))
def test_a_line_that_says_what_the_pattern_says_is_decided_as_one_that_says_so_day_by_day(
    seed, monkeypatch
):
    pair = draw_pair(Dice(Random(seed + 4000).randint))
    flow, _ = read_flow(pair.procedure)
    record, _ = parse_record(told(pair.record, flow))
    for hindsight in (False, True):
        asked = {"hindsight": hindsight}
        found, other = both_ways(flow, record, monkeypatch, pair.on, **asked)
        assert found == other


def test_lines_that_say_what_the_pattern_says_have_nothing_to_say_for_themselves():
    flow = flow_of(TRIGGERS)
    lines = """
    - {from: 2025-03-03, to: 2025-03-07, days_lost: 5}
    - {from: 2025-04-17, to: 2025-04-22, days_lost: 2}
    - {from: 2025-05-03, to: 2025-05-04, days_lost: 0}
    - {from: 2025-06-02, to: 2025-06-06, days_lost: 4}
    """
    case, findings = bind_case(flow, record_of(absences=lines), horizon_of(ON))
    assert not findings
    assert [line.days_lost for line in case.lines] == [None, None, None, 4]


def test_on_half_days_what_is_said_is_spread_evenly_even_if_the_sum_is_the_same():
    flow = flow_of(TRIGGERS)
    pattern = "[{from: 2024-01-01, days: [tue, wed, thu, fri], half_days: [mon]}]"
    lines = "- {from: 2025-03-03, to: 2025-03-04, days_lost: 1.5}"
    case, _ = bind_case(flow, record_of(absences=lines, pattern=pattern), horizon_of(ON))
    spell = case.timeline.spells(ON.toordinal())[0]
    monday = date(2025, 3, 3).toordinal()
    lost = case.timeline.lost(spell, monday, monday, ON.toordinal())
    assert Fraction(lost, case.timeline.unit) == Fraction(3, 4)  # not the half day of the pattern


def test_years_of_told_lines_lead_where_they_lead_without_a_word_of_what_was_lost(monkeypatch):
    flow = flow_of(TRIGGERS + COUNTING)
    for seed in range(30):
        draw, day, lines = Random(seed), date(2021, 1, 4).toordinal(), []
        while day < ON.toordinal() - 20:
            day += draw.randrange(2, 60)
            last = day + draw.choice([0, 0, 1, 4, 9, 20])
            kind = draw.choice(["sickness", "sickness", "disability", "maternity"])
            iso = [date.fromordinal(one).isoformat() for one in (day, last)]
            lines.append({"from": iso[0], "to": iso[1], "category": kind})
            day = last + 1
        record, _ = parse_record(told({"absences": lines}, flow))
        found, other = both_ways(flow, record, monkeypatch)
        assert found == other == decide(flow, parse_record({"absences": lines})[0], ON)
        assert found.steps


def test_a_condition_that_asks_where_somebody_is_or_was_is_anchored_or_named():
    """Moves on other conditions are not asked anew for a step of another track."""
    for name, module in conditions.WORDS.items():
        text = Path(module.__file__).read_text("utf-8")
        asks = "history." in text.replace("history.anchor(", "").replace("history.recorded", "")
        assert asks == conditions.facts(name).elsewhere, name


def lines_of(draw):
    """Twenty lines, some of which touch."""
    day, lines = date(2024, 1, 1).toordinal(), []
    for place in range(20):
        last = day + draw.randrange(6)
        status = draw.choice([COUNTS, COUNTS, NEVER, UNDECIDED])
        lines.append(Line(day, last, status, None, NEVER, (), place))
        day = last + draw.randrange(1, 6)
    return lines, day


@pytest.mark.parametrize("seed", range(40))
def test_absences_with_some_lines_changed_are_those_that_the_lines_alone_would_make(seed):
    draw = Random(seed)
    lines, end = lines_of(draw)
    week = (Pattern(1, ((2, 2, 2, 2, 2, 0, 0),)),)
    before = Timeline(lines, week, ENGLAND, Keeping("across non-working days"))
    for day in sorted(draw.randrange(lines[0].first, end + 9) for _ in range(4)):
        before.spells(day)
    place = draw.randrange(20)
    status = draw.choice([COUNTS, NEVER])
    day = draw.randrange(lines[place].first, end + 9)
    changed = [one._replace(learnt=day, decided=status) if one.place == place else one for one in lines]
    alone = Timeline(changed, week, ENGLAND, Keeping("across non-working days"))
    other = before.with_lines(changed)
    for later in (day, day + 1, end + 9, lines[0].first + 30):
        assert other.spells(later) == alone.spells(later)
