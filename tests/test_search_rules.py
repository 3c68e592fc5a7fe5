"""The rules that look for a history: what they find, what they leave alone, and that it is true."""

from datetime import date
from pathlib import Path
from textwrap import dedent, indent

import pytest
from asking import flow_of, whole_flow

from flowrules.check import check
from flowrules.cli.files import beside
from flowrules.cli.gate import load_flow
from flowrules.explore import explored
from flowrules.finding import Finding
from flowrules.lint import all_rules

EXAMPLES = Path(__file__).parent.parent / "examples"
SHIPPED = sorted(EXAMPLES.glob("**/procedure.yaml"))
RULES = all_rules()
SEARCHING = [
    "hidden-move",
    "months-end-unevenly",
    "never-holds",
    "nobody-stays",
    "one-absence-twice",
    "two-ways-at-once",
]
TODAY = date(2026, 11, 21)


def bad(name: str) -> str:
    """The `Bad:` procedure of a rule's docstring."""
    text = RULES[name].module.__doc__.partition("\nBad:\n")[2].partition("\nGood:\n")[0]
    return dedent(text).strip() + "\n"


def found(name: str, text: str) -> list[Finding]:
    return list(RULES[name].check(flow_of(text), TODAY))


def pasted(text: str, finding: Finding) -> str:
    """A procedure with the example of a finding pasted at the end of its `examples`."""
    assert finding.example
    head = "" if "\nexamples:\n" in text else "examples:\n"
    return text.rstrip("\n") + "\n" + head + indent(finding.example, "  ") + "\n"


@pytest.mark.parametrize("name", [name for name in SEARCHING if name != "never-holds"])
def test_the_example_of_a_finding_can_be_pasted_into_the_file_and_passes(name: str):
    text = bad(name)
    (finding,) = RULES[name].check(whole_flow(text), TODAY)
    checked = check(pasted(text, finding), packs=())
    assert [one.message for one in checked.findings if one.severity == "error"] == []


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.parent.name)
def test_every_example_shown_for_a_shipped_procedure_passes_in_it(path: Path):
    flow, _ = load_flow(str(path))
    text = path.read_text("utf-8")
    shown = [one for name in SEARCHING for one in RULES[name].check(flow, TODAY) if one.example]
    for finding in shown:
        checked = check(pasted(text, finding), str(path), beside=beside(str(path)), packs=())
        assert [one.message for one in checked.findings if one.rule == "example-fails"] == []
        assert checked.flow is not None


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.parent.name)
def test_somebody_comes_to_every_stage_of_a_shipped_procedure(path: Path):
    flow, _ = load_flow(str(path))
    seen = explored(flow)
    assert [stage.id for stage in flow.stages.values() if stage.moves and not seen.arrival(stage)] == []


# Two ways on one day ------------------------------------------------------------------------------------

REVIEW = """\
triggers: {{often: {{absences: {{at_least: 3, within: 6 months}}}}}}
stages:
  fine: {{next: [{{when: often, to: review}}]}}
  review:
    actions: [{{id: meet, do: Meet, by: manager, outcomes: [fine, hearing]}}]
    next:
{moves}
  hearing:
    actions: [{{id: hear, do: Hear the case, by: panel, outcomes: [support]}}]
    next: [{{decided: {{hear: support}}, to: fine}}]
  second: {{next: [{{after: 6 months, to: fine}}]}}
"""


def review(*moves: str) -> str:
    return REVIEW.format(moves="\n".join(f"      - {{{move}}}" for move in moves))


def test_a_condition_met_on_the_last_day_of_a_period_is_told_of():
    text = review(
        "when: {absences: {at_least: 2, since: entered}}, to: second", "after: 6 months, to: fine"
    )
    (finding,) = found("two-ways-at-once", text)
    assert "to `second` and to `fine`" in finding.message
    assert "on: 2026-07-13" in (finding.example or "")


def test_a_period_that_waits_for_the_return_never_holds_on_the_same_day():
    """What is assessed on return is assessed before the period ends: nothing is left to the order."""
    text = review(
        "when: back, to: second",
        "after: 6 months, to: fine",
    ).replace(
        "triggers: {",
        "triggers: {back: {assessed: on return, absences: {at_least: 2, since: entered}}, ",
    )
    assert found("two-ways-at-once", text) == []


def test_two_counts_that_lead_to_different_stages_on_one_day_are_told_of():
    text = review(
        "when: {absences: {at_least: 2, since: entered}}, to: second",
        "when: {working_days: {at_least: 5, since: entered}}, to: hearing",
    )
    (finding,) = found("two-ways-at-once", text)
    assert "to `second` and to `hearing`" in finding.message


def test_a_move_for_when_the_one_before_it_fails_is_meant():
    text = review(
        "after: 6 months, when: {absences: {at_most: 2, since: entered}}, to: fine",
        "after: 6 months, to: second",
    )
    assert found("two-ways-at-once", text) == []


def test_two_moves_to_one_stage_are_no_matter_of_order():
    text = review(
        "when: {absences: {at_least: 2, since: entered}}, to: second",
        "when: {working_days: {at_least: 5, since: entered}}, to: second",
    )
    assert found("two-ways-at-once", text) == []


# Moves that are never taken -----------------------------------------------------------------------------


def test_a_harder_bound_below_a_softer_one_is_never_reached():
    text = """\
        stages:
          fine:
            next:
              - {when: {bradford: {at_least: 50, within: 12 months}}, to: review}
              - {when: {bradford: {at_least: 200, within: 12 months}}, to: second}
          review: {kind: end}
          second: {next: [{after: 6 months, to: fine}]}
        """
    (finding,) = found("hidden-move", text)
    assert finding.path == ("stages", "fine", "next", 1)
    assert "somebody goes from `fine` to `second`" in finding.message
    assert "expect: {main: review}" in (finding.example or "")


def test_a_move_that_an_absence_takes_when_it_has_taken_the_one_before_is_not_hidden():
    """Six months of review pass while one long absence goes on: the higher score is reached then."""
    text = """\
        stages:
          fine:
            next:
              - {when: {bradford: {at_least: 50, within: 12 months}}, to: review}
              - {when: {bradford: {at_least: 200, within: 12 months}}, to: second}
          review: {next: [{after: 6 months, to: fine}]}
          second: {next: [{after: 6 months, to: fine}]}
        """
    assert found("hidden-move", text) == []


def test_a_move_hidden_by_two_together_is_found():
    text = """\
        stages:
          fine:
            next:
              - {when: {absences: {at_least: 2, within: 12 months}}, to: review}
              - {when: {longest_absence: {at_least: 2 days, within: 12 months}}, to: second}
              - {when: {working_days: {at_least: 2, within: 12 months}}, to: third}
          review: {next: [{after: 6 months, to: fine}]}
          second: {next: [{after: 6 months, to: fine}]}
          third: {next: [{after: 6 months, to: fine}]}
        """
    (finding,) = found("hidden-move", text)
    assert finding.path == ("stages", "fine", "next", 2)


def test_a_harder_bound_above_a_softer_one_is_quiet():
    text = """\
        stages:
          fine:
            next:
              - {when: {working_days: {at_least: 20, within: 12 months, each: {at_least: 20 days}}}, to: second}
              - {when: {absences: {at_least: 3, within: 12 months}}, to: review}
          review: {next: [{after: 6 months, to: fine}]}
          second: {next: [{after: 6 months, to: fine}]}
        """
    assert found("hidden-move", text) == []
    assert found("never-holds", text) == []


def test_conditions_that_cannot_both_be_so_never_hold():
    text = """\
        triggers: {long: {continuous: {at_least: 28 days}}}
        stages:
          fine: {next: [{when: {all: [long, {absent: false}]}, to: review}]}
          review: {next: [{after: 6 months, to: fine}]}
        """
    (finding,) = found("never-holds", text)
    assert "not found up to" in finding.message
    assert "nothing else leads to `review`" in finding.message


def test_of_a_condition_that_is_not_understood_nothing_is_said():
    text = """\
        stages:
          fine: {next: [{when: {service: {at_least: 90 years}}, to: review}]}
          review: {next: [{after: 6 months, to: fine}]}
        """
    assert found("never-holds", text) == []
    assert found("hidden-move", text) == []


@pytest.mark.parametrize(
    "condition",
    [
        "{absences: {at_least: 6, within: 12 months}}",
        "{absences: {more_than: 3, within: 1 month}}",
        "{working_days: {at_least: 10.5, within: 6 months}}",
        "{calendar_days: {at_least: 14, within: 12 months}}",
        "{bradford: {at_least: 900, within: 12 months}}",
        "{continuous: {at_least: 6 months}}",
        "{continuous: {more_than: 20 working days}}",
        "{longest_absence: {at_least: 3 weeks, within: 12 months}}",
        "{all: [{absences: {at_least: 3, within: 6 months}}, {working_days: {at_least: 9, within: 6 months}}]}",
        "{all: [{absent: true}, {continuous: {at_least: 5 days}}]}",
        "{working_days: {at_least: 8, within: 12 months, each: {less_than: 4 days}}}",
        "{absences: {at_least: 2, within: 12 months, only: [disability]}}",
        "{recorded: concern}",
        "{all: [{recorded: concern}, {recorded: other}]}",
        "{all: [{recorded: concern}, {absences: {at_least: 2, within: 12 months}}]}",
        "{all: [{absences: {at_least: 2, within: 1 year}}, {longest_absence: {at_least: 4 weeks, within: 1 year}}]}",
        "{all: [{absences: {at_least: 2, within: 1 year}}, {calendar_days: {at_least: 40, within: 1 year}}]}",
        "{absences: {at_least: 2, within: 12 months, each: {at_least: 5 working days}}}",
        "{working_days: {at_least: 20, within: 12 months, each: {less_than: 5 working days}}}",
        "{absences: {at_least: 15, within: 12 months}}",
        "{continuous: {at_least: 18 months}}",
        "{all: [{absences: {at_least: 1, only: [disability], in: academic year}}, {absences: {at_least: 1, in: academic year, excluding: [disability]}}]}",
    ],
)
def test_a_condition_that_can_hold_is_seen_to_hold(condition: str):
    text = f"""\
        counting: {{categories: {{sickness: counts, disability: counts, pregnancy: never}}}}
        events: {{concern: {{title: a concern}}, other: {{title: another concern}}}}
        stages:
          fine: {{next: [{{when: {condition}, to: review}}]}}
          review: {{next: [{{after: 6 months, to: fine}}]}}
        """
    assert found("never-holds", text) == []


def test_a_term_that_begins_long_after_the_first_day_tried_says_nothing():
    text = """\
        calendar: {terms: [{from: 2031-09-02, to: 2031-12-18}]}
        stages:
          fine: {next: [{when: {absences: {at_least: 3, in: term}}, to: review}]}
          review: {next: [{after: 6 months, to: fine}]}
        """
    assert found("never-holds", text) == []


@pytest.mark.parametrize("inset", ["2026-01-17", "2026-01-18", "2026-01-25"])
def test_an_inset_day_at_a_weekend_hides_no_condition(inset: str):
    text = f"""\
        calendar: {{inset: [{inset}]}}
        stages:
          fine: {{next: [{{when: {{absences: {{at_least: 3, within: 6 months}}}}, to: review}}]}}
          review:
            actions: [{{id: talk, do: Talk, by: manager, within: 10 working days}}]
            next:
              - {{when: {{absences: {{at_least: 2, since: talk}}}}, to: formal}}
              - {{after: 6 months, from: talk, to: fine}}
          formal: {{next: [{{after: 6 months, to: fine}}]}}
        """
    assert found("never-holds", text) == []


@pytest.mark.parametrize(
    ("below", "above"),
    [
        (
            "absences: {at_least: 3, at_most: 4, within: 52 weeks}",
            "absences: {at_least: 5, within: 52 weeks}",
        ),
        (
            "bradford: {at_least: 51, less_than: 125, within: 1 year}",
            "bradford: {at_least: 125, within: 1 year}",
        ),
        (
            "working_days: {at_least: 10, less_than: 20, in: academic year}",
            "working_days: {at_least: 20, in: academic year}",
        ),
    ],
)
def test_bands_written_out_hide_nothing_where_absences_become_known_together(below: str, above: str):
    """Whoever comes back from the review, or is told of late, can be above the lower band at once."""
    text = f"""\
        stages:
          fine: {{next: [{{when: {{{below}}}, to: review}}, {{when: {{{above}}}, to: second}}]}}
          review: {{next: [{{after: 6 months, to: fine}}]}}
          second: {{next: [{{after: 6 months, to: fine}}]}}
        """
    assert found("hidden-move", text) == []


def test_a_length_of_absence_is_not_hidden_by_working_days_that_few_people_lose_in_it():
    """Who works on one day of the week loses four days in four weeks."""
    text = """\
        stages:
          fine:
            next:
              - {when: {working_days: {at_least: 8, within: 12 months}}, to: review}
              - {when: {continuous: {at_least: 4 weeks}}, to: support}
          review: {next: [{after: 6 weeks, to: fine}]}
          support: {next: [{when: {absent: false}, to: fine}]}
        """
    assert found("hidden-move", text) == []


def test_a_stage_that_people_stay_in_while_something_is_on_record_is_not_left_at_once():
    text = """\
        events: {concern: {title: a concern}}
        stages:
          fine: {next: [{when: {service: {at_least: 1 year}}, to: support}]}
          support: {next: [{when: {not: {recorded: {what: concern, within: 4 weeks}}}, to: fine}]}
        """
    assert found("nobody-stays", text) == []


def test_a_stage_that_everybody_leaves_at_once_is_told_of():
    text = """\
        triggers: {often: {absences: {at_least: 3, within: 6 months}}}
        stages:
          fine: {next: [{when: often, to: review}]}
          review: {next: [{when: {absences: {less_than: 50, within: 12 months}}, to: fine}]}
        """
    (finding,) = found("nobody-stays", text)
    assert finding.path == ("stages", "review", "next", 0, "when")


def test_a_stage_that_some_people_leave_at_once_is_not():
    text = """\
        triggers: {long: {continuous: {at_least: 28 days}}}
        stages:
          fine: {next: [{when: long, to: support}]}
          support: {next: [{when: {not: long}, to: fine}]}
        """
    assert found("nobody-stays", text) == []


# One absence, two stages --------------------------------------------------------------------------------

STAGES = """\
triggers: {{often: {{absences: {{at_least: 3, within: 6 months}}}}}}
stages:
  fine: {{next: [{{when: often, to: review}}]}}
  review:
    actions: [{{id: meet, do: Meet, by: manager, outcomes: [support, monitor]}}]
    next:
      - {{decided: {{meet: support}}, to: fine}}
      - {{decided: {{meet: monitor}}, to: monitoring}}
  monitoring: {{next: [{{when: {then}, to: second}}, {{after: 9 months, to: fine}}]}}
  second: {{next: [{{after: 6 months, to: fine}}]}}
"""


def test_a_rolling_window_asked_again_counts_an_absence_twice():
    (finding,) = found("one-absence-twice", STAGES.format(then="often"))
    assert finding.path == ("stages", "monitoring", "next", 0, "when")
    assert "from `fine` to `review`" in finding.message
    assert finding.related == ((("stages", "fine", "next", 0), "it leads on here first"),)


@pytest.mark.parametrize(
    "then",
    [
        "{absences: {at_least: 2, since: meet}}",
        "{absences: {at_least: 2, since: entered, within: 6 months}}",
        "{absences: {at_least: 2, within: 6 months, not_used_before: true}}",
    ],
)
def test_a_count_that_begins_anew_is_quiet(then: str):
    assert found("one-absence-twice", STAGES.format(then=then)) == []


def test_whoever_is_back_at_the_start_begins_anew():
    text = STAGES.format(then="{absences: {at_least: 2, since: meet}}")
    assert found("one-absence-twice", text) == []


# Months -------------------------------------------------------------------------------------------------


def test_a_window_of_months_may_reach_back_to_a_short_month():
    text = STAGES.format(then="{absences: {at_least: 2, since: meet}}")
    (finding,) = found("months-end-unevenly", text)
    assert finding.message == (
        "a window of 6 months up to 31 December 2026 begins on 1 July 2026, not 2 July 2026: "
        "an absence on 1 July 2026 counts"
    )


@pytest.mark.parametrize("window", ["26 weeks", "180 days"])
def test_a_window_of_weeks_or_days_is_always_of_one_length(window: str):
    text = STAGES.format(then="{absences: {at_least: 2, since: meet}}").replace(
        "6 months}}}", window + "}}}"
    )
    assert found("months-end-unevenly", text) == []


# The search itself --------------------------------------------------------------------------------------


def test_what_was_seen_does_not_depend_on_what_was_asked_before():
    flow, _ = load_flow(str(EXAMPLES / "oakfield" / "procedure.yaml"))
    stage = flow.stages["monitoring"]
    first = explored(flow).sightings(stage)
    again = type(explored(flow))(flow).sightings(stage)
    assert first == again
    assert first


def test_a_procedure_of_many_stages_is_looked_at_less_closely_and_not_for_ever():
    stages = "".join(
        f"  s{n}: {{next: [{{when: {{absences: {{at_least: 2, since: entered}}}}, to: s{n + 1}}}]}}\n"
        for n in range(200)
    )
    flow = flow_of(f"stages:\n{stages}  s200: {{kind: end}}\n")
    seen = explored(flow)
    many = [len(seen.sightings(stage)) for stage in flow.stages.values()]
    assert max(many) <= 10
    assert min(many[:-1]) >= 4
