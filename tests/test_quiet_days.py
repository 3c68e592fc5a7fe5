"""Days on which nothing can change are passed over: the answers are those of every day lived."""

from datetime import date, timedelta
from itertools import product
from pathlib import Path
from random import Random

import pytest
from asking import flow_of, record_of
from dice import Dice
from hypothesis import given
from hypothesis import strategies as st
from kernel_people import Trust
from strategies import draw_pair, read_flow
from test_properties import PAIRS

from flowrules import conditions
from flowrules.cli.gate import load_flow
from flowrules.conditions import absences
from flowrules.engine import decide
from flowrules.engine.case import bind_case
from flowrules.engine.day import Run
from flowrules.engine.horizon import horizon_of
from flowrules.engine.telling import Telling
from flowrules.flow import conditions_of
from flowrules.model import parse_record

EXAMPLES = Path(__file__).parent.parent / "examples"
PROCEDURES = [EXAMPLES / "oakfield", EXAMPLES / "centre", *sorted((EXAMPLES / "real").iterdir())]
START, END = date(2016, 1, 4), date(2026, 11, 21)


def every_day(flow, record, on, **how):
    """The decision, had every day been lived: whoever watches is told of every condition asked."""
    return decide(flow, record, on, watch=lambda *_: None, **how)


def lived(flow, on, *, evidence=True, **parts):
    """The days that are lived for a record; without `evidence` of what keeps moves from being taken."""
    case, findings = bind_case(flow, record_of(**parts), horizon_of(date.fromisoformat(on)))
    assert case is not None, findings
    person = Run(flow, case, telling=Telling(None, evidence))
    return [date.fromordinal(day).isoformat() for day in person.days()]


@given(PAIRS, st.booleans(), st.integers(-20, 90))
def test_passing_over_quiet_days_changes_nothing(pair, hindsight, later):
    flow, _ = read_flow(pair.procedure)
    record, _ = parse_record(pair.record)
    asked = {"hindsight": hindsight, "known_on": pair.on + timedelta(later)}
    assert decide(flow, record, pair.on) == every_day(flow, record, pair.on)
    assert decide(flow, record, pair.on, **asked) == every_day(flow, record, pair.on, **asked)


def eventful(flow, seed):
    """Ten years of absences, with something done of what is owed or to be decided now and then."""
    draw = Random(seed)
    day, lines = START.toordinal(), []
    counting = [name for name, status in flow.counting.categories.items() if status == "counts"]
    while day < END.toordinal():
        day += draw.randrange(5, 150)
        length = draw.choice([1, 1, 2, 3, 5, 8, 20, 40, 120])
        category = draw.choice(counting or list(flow.counting.categories))
        lines.append({"from": iso(day), "to": iso(day + length - 1), "category": category})
        day += length
    record = {"employee": {"started": "2015-09-01"}, "absences": lines, "events": []}
    for _ in range(20):
        on = START + timedelta(draw.randrange(4000))
        decision = decide(flow, parse_record(record)[0], on)
        things = [*things_to_do(flow, decision)]
        if things:
            event = {"on": on.isoformat(), "because": "agreed"} | draw.choice(things)
            tried = record | {"events": [*record["events"], event]}
            record = record if decide(flow, parse_record(tried)[0], END).findings else tried
    return parse_record(record)[0]


def things_to_do(flow, decision):
    """Decisions to be made, and what is on the agenda, as lines of a record."""
    for choice in decision.decisions:
        if choice.absence is None:
            yield from ({"action": choice.action, "outcome": one} for one in choice.outcomes)
    for item in decision.agenda:
        if item.kind in ("action", "evidence"):
            yield {"action" if item.action in flow.actions else "recorded": item.action}


def iso(day):
    return date.fromordinal(day).isoformat()


@pytest.mark.parametrize("folder", PROCEDURES, ids=lambda folder: folder.name)
def test_ten_years_under_each_procedure_are_decided_as_if_every_day_were_lived(folder):
    flow, _ = load_flow(str(folder / "procedure.yaml"))
    records = [eventful(flow, 1)]
    found = [decide(flow, record, END) for record in records]
    assert found == [every_day(flow, record, END) for record in records]
    assert any(one.tracks for one in found)


@pytest.mark.parametrize("folder", PROCEDURES, ids=lambda folder: folder.name)
def test_of_ten_years_at_a_trust_few_days_are_lived_for_nothing(folder):
    """Of 3,652 days, those on which a stage changes or something is recorded, and hardly any others."""
    flow, _ = load_flow(str(folder / "procedure.yaml"))
    trust = Trust(flow, "quiet")
    quiet = people = 0
    for number in range(8):
        case, _ = bind_case(flow, trust.employee(number).record, horizon_of(trust.on))
        if case is None or case.not_covered_because:
            continue
        person, steps, people = Run(flow, case, telling=Telling(None, False)), 0, people + 1
        recorded = {one.known for one in case.happenings}
        for day in person.days():
            quiet += len(person.steps) == steps and day not in recorded
            steps = len(person.steps)
    assert people
    assert quiet <= 20 * people


def test_a_long_quiet_record_is_not_lived_day_by_day():
    flow = flow_of(
        """
        triggers: {often: {absences: {at_least: 3, within: 6 months}}}
        stages: {clear: {next: [{when: often, to: talk}]}, talk: {next: [{after: 4 weeks, to: clear}]}}
        """
    )
    away = ", ".join(
        f"{year}-{month}-03..{year}-{month}-05" for year in range(2016, 2026) for month in ("02", "09")
    )
    assert lived(flow, "2026-11-21", away=away) == []
    third = f"{away}, 2026-01-05, 2026-02-09, 2026-03-09"
    assert lived(flow, "2026-11-21", away=third) == ["2026-02-09", "2026-03-10"]


def test_the_first_day_of_a_record_is_lived_only_if_something_can_come_of_it():
    flow = flow_of("""
        events: {concern: {title: a concern}}
        stages:
          clear: {next: [{when: {continuous: {at_least: 5 days}}, to: talk},
                         {when: {recorded: concern}, to: talk}]}
          talk: {next: [{after: 4 weeks, to: clear}]}
    """)
    assert lived(flow, "2026-02-01", away="2026-01-05..2026-01-12") == ["2026-01-09"]
    concern = "- {on: 2026-01-05, recorded: concern}"
    assert lived(flow, "2026-01-20", away="2026-01-06", events=concern) == ["2026-01-05"]


def test_the_first_day_of_a_record_is_evidence_where_a_move_counts_from_it():
    flow = flow_of("""
        events: {concern: {title: a concern}}
        stages:
          clear: {next: [{when: {recorded: {what: concern, since: entered}}, to: talk}]}
          talk: {}
    """)
    record = record_of(away="2026-01-05..2026-01-07")
    decision = decide(flow, record, date(2026, 2, 1))
    assert decision.evidence.absences == (date(2026, 1, 5),)
    assert decision == every_day(flow, record, date(2026, 2, 1))


WITH_LEAVE_BETWEEN = """\
    - {from: 2026-01-09, to: 2026-01-09, category: sickness}
    - {from: 2026-01-10, to: 2026-01-11, category: leave}
    - {from: 2026-01-12, to: 2026-01-12, category: sickness}
"""


def test_an_absence_of_a_kind_that_does_not_count_is_no_evidence_for_lying_inside_one_that_does():
    flow = flow_of("""
        counting: {categories: {sickness: counts, leave: never}}
        stages:
          watched: {next: [{when: {not: {absences: {at_least: 1, within: 1 month}}}, to: clear}]}
          clear: {}
    """)
    record = record_of(absences=WITH_LEAVE_BETWEEN)
    decision = every_day(flow, record, date(2026, 3, 1))
    assert decision.evidence.absences == (date(2026, 1, 9), date(2026, 1, 12))
    assert decision == decide(flow, record, date(2026, 3, 1))


MADE_OF_TWO_KINDS = """\
    - {from: 2026-01-05, to: 2026-01-09, category: sickness}
    - {from: 2026-01-12, to: 2026-01-16, category: unauthorised}
"""


def test_an_absence_chosen_from_lines_that_do_not_count_alike_is_evidence_with_all_of_them():
    flow = flow_of("""
        counting: {categories: {sickness: counts, unauthorised: never}}
        triggers:
          often: {working_days: {at_least: 8, within: 6 months, only: [sickness, unauthorised]}}
        stages:
          clear: {next: [{when: often, to: talk}]}
          talk: {}
    """)
    record = record_of(absences=MADE_OF_TWO_KINDS)
    decision = every_day(flow, record, date(2026, 2, 1))
    assert [str(step.on) for step in decision.steps] == ["2026-01-14"]
    assert decision.evidence.absences == (date(2026, 1, 5), date(2026, 1, 12))
    assert decision == decide(flow, record, date(2026, 2, 1))


def test_an_absence_that_a_count_leaves_out_for_its_length_or_kind_has_no_day_lived():
    flow = flow_of("""
        counting: {categories: {sickness: counts, maternity: never}}
        triggers:
          often: {assessed: on return, any: [
            {working_days: {at_least: 10, within: 12 months, each: {less_than: 28 days}}},
            {absences: {at_least: 2, within: 12 months, each: {at_least: 3 days}}}]}
        stages: {clear: {next: [{when: often, to: talk}]}, talk: {}}
    """)
    long = "2026-01-05..2026-03-06, 2026-04-07, 2026-05-06"
    assert lived(flow, "2026-06-30", away=long) == []
    born = "- {from: 2026-01-05, to: 2026-01-26, category: maternity}\n"
    born += "- {from: 2026-04-06, to: 2026-04-08, category: sickness}\n"
    assert lived(flow, "2026-06-30", absences=born) == []
    assert lived(flow, "2026-06-30", away="2026-01-05..2026-01-16") == ["2026-01-19"]


def test_an_absence_begun_before_the_day_counted_from_has_no_day_lived():
    flow = flow_of("""
        counting: {across_the_edge: {within: days inside, since: started inside}}
        stages:
          talk: {actions: [{id: meeting, do: Meet, type: meeting, by: manager}],
                 next: [{when: {working_days: {at_least: 5, since: meeting}}, to: watched}]}
          watched: {}
    """)
    met = "- {on: 2026-01-15, action: meeting}"
    away = "2026-01-12..2026-02-20, 2026-03-02..2026-03-06"
    assert lived(flow, "2026-04-30", away=away, events=met) == ["2026-01-15", "2026-03-06"]


def test_an_absence_that_ends_before_a_weekend_is_over_on_the_day_of_return():
    flow = flow_of("""
        triggers: {long: {continuous: {at_least: 4 days}}, back: {not: long}}
        stages:
          clear: {next: [{when: long, to: away}]}
          away: {next: [{when: back, to: clear}]}
    """)
    days = lived(flow, "2026-03-01", away="2026-01-05..2026-01-09")
    assert days == ["2026-01-08", "2026-01-12"]


def test_an_absence_foretold_before_it_was_decided_that_it_counts_has_the_day_of_that_lived():
    flow = flow_of("""
        counting: {categories: {sickness: counts, disability: decide}, decided_by: head}
        stages:
          clear: {next: [{when: {continuous: {at_least: 4 weeks, expected: true}}, to: away}]}
          away: {}
    """)
    told = """\
        - {from: 2026-01-05, to: 2026-02-13, category: disability, counts: true,
           decided_on: 2026-01-14, decided_by: head, expected: [{on: 2026-01-09, until: 2026-02-13}]}
    """
    assert lived(flow, "2026-03-01", absences=told) == ["2026-01-09", "2026-01-14"]


def test_an_absence_of_a_kind_that_does_not_count_still_stands_between_two_that_do():
    flow = flow_of("""
        counting: {categories: {sickness: counts, leave: never}}
        stages:
          clear: {next: [{when: {calendar_days: {at_least: 4, within: 1 month}}, to: talk}]}
          talk: {}
    """)
    record = record_of(absences=WITH_LEAVE_BETWEEN)
    decision = decide(flow, record, date(2026, 2, 1))
    assert decision == every_day(flow, record, date(2026, 2, 1))
    assert [one.on for one in decision.steps] == [date(2026, 1, 12)]


@pytest.mark.parametrize(
    "condition",
    [
        "continuous: {at_least: 20 working days}",
        "all: [{absences: {at_least: 3, within: 1 year}}, {working_days: {at_least: 9, within: 1 year}}]",
        "absences: {at_least: 1, within: 1 year, only: [unauthorised]}",
        "reason: [stress]",
        "hours_lost: {at_least: 80, within: 1 year}",
    ],
)
def test_a_condition_that_does_not_come_to_be_so_has_no_day_lived(condition):
    flow = flow_of(f"""
        counting: {{categories: {{sickness: counts, unauthorised: counts}}, reasons: [stress, flu]}}
        stages: {{clear: {{next: [{{when: {{{condition}}}, to: talk}}]}}, talk: {{}}}}
    """)
    away = """\
        - {from: 2026-01-05, to: 2026-01-09, category: sickness, reason: flu}
        - {from: 2026-02-02, to: 2026-02-02, category: sickness, reason: flu}
        - {from: 2026-03-02, to: 2026-03-02, category: sickness}
    """
    assert lived(flow, "2026-06-30", absences=away) == []


def test_the_day_on_which_a_window_lets_go_is_lived():
    flow = flow_of(
        """
        stages:
          watched: {next: [{when: {not: {absences: {at_least: 1, within: 2 months}}}, to: clear}]}
          clear: {}
        """
    )
    placed = "- {on: 2026-01-07, placed: {main: watched}, because: carried over}"
    days = lived(flow, "2026-06-01", away="2026-01-06", events=placed)
    assert "2026-03-06" in days
    assert len(days) < 12


CLEAN = """
    calendar: {nation: none, working_week: [mon, tue, wed, thu, fri]}
    counting: {categories: {sickness: counts, disability: decide}, decided_by: head,
               across_the_edge: {within: EDGE}}
    triggers: {often: {absences: {at_least: LEAST, within: 1 month}}}
    stages:
      start: {next: [{when: often, to: watched}]}
      watched: {next: [{when: {not: often}, to: clear}]}
      clear: {}
"""
DECIDED = "category: disability, counts: true, decided_by: head"
LAPSES = {
    "the last day of the latest one": (
        "2025-12-29, 2026-01-05, 2026-01-15", "", "days inside", 1, "2026-02-15"),
    "the last working day of the latest one": (
        "2025-12-29, 2026-01-05, 2026-01-12..2026-01-18", "", "days inside", 1, "2026-02-16"),
    "the last day of the latest one, worked or not": (
        "2025-12-29, 2026-01-05, 2026-01-12..2026-01-18", "", "whole absence", 1, "2026-02-18"),
    "the first day of one that must begin inside": (
        "2025-12-22, 2026-01-05..2026-01-30", "", "started inside", 1, "2026-02-05"),
    "the latest but one, where two are asked for": (
        "2025-12-15, 2026-01-05, 2026-01-12, 2026-01-19", "", "days inside", 2, "2026-02-12"),
    "what was lost, and not the days on which another system says nothing was": (
        "2026-01-05..2026-01-09", "days_lost: 0}", "days inside", 1, "2026-02-09"),
    "an absence, once it is told that it lost nothing": (
        "", "days_lost: 0}", "days inside", 1, "2026-01-13"),
    "one of two, once a decision joins them": (
        "2026-01-09, 2026-01-14", f"{DECIDED}, decided_on: 2026-01-21}}",
        "days inside", 2, "2026-01-21"),
    "one of two, once a line between them is known": (
        "2026-01-09, 2026-01-14", "known_on: 2026-01-21}", "days inside", 2, "2026-01-21"),
}  # fmt: skip


@pytest.mark.parametrize("case", LAPSES)
def test_a_stage_ends_on_the_day_on_which_too_few_absences_are_left_in_a_window(case):
    away, told, edge, least, cleared = LAPSES[case]
    flow = flow_of(CLEAN.replace("EDGE", edge).replace("LEAST", str(least)))
    absences = [
        f"{{from: {one.partition('..')[0]}, to: {one[-10:]}}}" for one in away.split(", ") if one
    ]
    absences += [f"{{from: 2026-01-12, to: 2026-01-13, {told}"] if told else []
    record = record_of(absences="\n".join(f"- {one}" for one in absences))
    decision = decide(flow, record, date(2026, 4, 1), whole=False)
    assert (decision.steps[-1].to, decision.steps[-1].on.isoformat()) == ("clear", cleared)
    assert decision.steps == every_day(flow, record, date(2026, 4, 1)).steps


def test_of_a_year_that_must_be_clean_only_the_day_is_lived_on_which_it_may_be_so():
    flow = flow_of("""
        stages:
          watched: {next: [{when: {not: {absences: {at_least: 1, within: 1 year}}}, to: clear}]}
          clear: {}
    """)
    away = ", ".join(f"2025-{month:02}-03..2025-{month:02}-05" for month in (2, 3, 4, 6, 7, 9, 10, 12))
    assert lived(flow, "2026-12-31", evidence=False, away=away) == [
        "2025-02-03", "2026-02-03", "2026-12-05",
    ]  # fmt: skip


def test_the_day_on_which_an_absence_that_is_over_is_decided_on_is_lived():
    flow = flow_of("""\
        counting: {categories: {disability: decide}, decided_by: head, reasons: [stress]}
        stages:
          clear: {next: [{when: {reason: {any_of: [stress], within: 3 months}}, to: talk}]}
          talk: {}
    """)
    absence = """\
        - {from: 2025-11-11, to: 2025-11-14, category: disability, reason: stress, counts: true,
           decided_on: 2025-11-20, decided_by: head}
    """
    assert "2025-11-20" in lived(flow, "2025-12-01", absences=absence)
    record = record_of(absences=absence)
    steps = decide(flow, record, date(2025, 12, 1)).steps
    assert [(one.on, one.to) for one in steps] == [(date(2025, 11, 20), "talk")]


def test_a_condition_that_says_nothing_of_later_days_has_every_day_lived(monkeypatch):
    monkeypatch.delattr(absences, "soonest")
    flow = flow_of(
        "stages: {clear: {next: [{when: {absences: {at_least: 9, within: 1 year}}, to: talk}]}, talk: {}}"
    )
    assert len(lived(flow, "2026-01-31", away="2026-01-01")) == 31


@pytest.mark.parametrize("seed", range(40))
def test_a_condition_is_never_so_before_the_day_that_it_says(seed):
    """Asked on every day of a record lived in full, each condition of the first stages keeps its word.

    Every word given since something was last recorded, or a stage last changed, and not only the latest.
    """
    pair = draw_pair(Dice(Random(seed + 9000).randint))
    flow, _ = read_flow(pair.procedure)
    record, _ = parse_record(pair.record)
    case, _ = bind_case(flow, record, horizon_of(pair.on))
    if case is None:
        return
    person, said = Run(flow, case, telling=Telling(lambda *_: None)), {}
    for day in range(case.start, case.on + 1):
        steps, news = len(person.steps), [one for one in case.happenings if one.known == day]
        person.live(day, news)
        if news or len(person.steps) > steps:
            said.clear()
        view = person.view(person.stays[flow.tracks[0].id][-1])._replace(rules=person.unwatched)
        for path, condition in conditions_of(flow).items():
            for wanted, back in product(("met", "true", "untrue"), (False, True)):
                asked, key = view._replace(on_return=back), (path, wanted, back)
                so = asked.ask(condition).comes_to(wanted)
                assert not so or day >= said.get(key, day), key
                said[key] = max(conditions.soonest(condition, asked, wanted), said.get(key, 0), day + 1)
