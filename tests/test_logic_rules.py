"""The edges of the rules of logic that need no search: what they say, and where they say nothing."""

from datetime import date
from fractions import Fraction
from itertools import product
from pathlib import Path
from random import Random

import pytest
import yaml
from dice import Dice
from drawn_records import record_of
from strategies import draw_pair, read_flow
from test_rules import SAID, flow_of

import flowrules
from flowrules.calendar import Duration, shift
from flowrules.check import check
from flowrules.cli.files import beside
from flowrules.counting import BOUNDS
from flowrules.engine import decide
from flowrules.engine.past import Past
from flowrules.finding import Finding
from flowrules.lengths import is_as_long
from flowrules.lint import all_rules
from flowrules.lint.anchors import can_have_been, home, marked, may_have_left
from flowrules.lint.bands import band_of
from flowrules.model import parse_record
from flowrules.placed import place
from flowrules.source import read
from flowrules.view import Condition

RULES = all_rules()
OURS = (
    "bands-with-a-hole", "bands-that-overlap", "clock-without-anchor", "outlived-clock",
    "evidence-nobody-brings", "deadline-before-notice", "warning-never-lapses",
    "bounds-nothing-meets", "said-twice", "deadlines-in-a-ring", "always-true", "not-on-every-way",
    "move-from-an-end", "outcome-leads-nowhere", "sickness-left-out",
)  # fmt: skip


def found(text: str, name: str) -> list[Finding]:
    return list(RULES[name].check(flow_of(text), None))


def messages(text: str, name: str) -> list[str]:
    return [one.message for one in found(text, name)]


def pointed(text: str, name: str) -> list[str]:
    """The texts that the findings of a rule point at."""
    source, _ = read(text)
    assert source is not None
    lines = text.split("\n")
    places = [place(one, source, "-") for one in found(text, name)]
    return [lines[one.line - 1][one.column - 1 : one.end_column - 1] for one in places]


@pytest.mark.parametrize("name", OURS)
def test_a_twin_of_oakfield_breaks_this_rule_of_all_these(name: str):
    home = Path(flowrules.__file__).parents[1]
    oakfield = (home / "examples/oakfield/procedure.yaml").read_text("utf-8")
    twin = yaml.safe_load((home / f"tests/twins/{name}.yaml").read_text("utf-8"))
    for old, new in twin["replace"]:
        assert oakfield.count(old) == 1
        oakfield = oakfield.replace(old, new)
    assert [one for one in OURS if found(oakfield, one)] == [name]


def test_the_shipped_procedures_break_none_of_these():
    home = Path(flowrules.__file__).parents[1] / "examples"
    for path in sorted(home.glob("**/procedure.yaml")):
        checked = check(path.read_bytes(), str(path), deep=False, beside=beside(str(path)))
        assert checked.flow is not None, path
        for name in OURS:
            assert list(RULES[name].check(checked.flow, None)) == [], path


# bands-with-a-hole, bands-that-overlap ---------------------------------------------------------------


def bands(*conditions: str, moves: str = "") -> str:
    """A procedure with a decision at which only these conditions tell where to go on."""
    lines = [
        f"      - {{decided: {{meet: done}}, when: {{{one}}}, to: s-{place}}}\n"
        for place, one in enumerate(conditions)
    ]
    stages = [f"  s-{place}: {{next: [{{after: 6 months, to: fine}}]}}\n" for place in range(len(lines))]
    return (
        SAID
        + "stages:\n  fine: {next: [{when: {absences: {at_least: 3, within: 6 months}}, to: review}]}\n"
        + "  review:\n    actions: [{id: meet, do: Meet, by: manager, outcomes: [done]}]\n    next:\n"
        + "".join(lines)
        + moves
        + "".join(stages)
    )


def score(bounds: str) -> str:
    return f"bradford: {{{bounds}, within: 52 weeks}}"


def number(bounds: str) -> str:
    return f"absences: {{{bounds}, within: 12 months}}"


def test_a_half_falls_between_two_scores_and_both_bands_are_named():
    text = bands(score("at_most: 50"), score("at_least: 51"))
    (one,) = found(text, "bands-with-a-hole")
    assert one.message == (
        "nothing leads on from a Bradford score of 50.5: "
        "`at_most: 50` leads to `s-0`, and `at_least: 51` to `s-1`"
    )
    assert one.help == (
        "let this band begin where the other ends: `more_than: 50` in place of `at_least: 51`"
    )
    assert [path for path, _ in one.related] == [("stages", "review", "next", 0, "when", "bradford")]


@pytest.mark.parametrize(
    ("low", "high", "figure"),
    [
        (score("less_than: 50"), score("more_than: 50"), "a Bradford score of 50"),
        (
            "working_days: {at_most: 9, in: academic year}",
            "working_days: {at_least: 10, in: academic year}",
            "9.5 working days lost",
        ),
        (
            "hours_lost: {at_most: 7.5, within: 1 year}",
            "hours_lost: {more_than: 8, within: 1 year}",
            "8 hours lost",
        ),
        (
            "lost_time: {less_than: 5 percent, within: 1 year}",
            "lost_time: {more_than: 5 percent, within: 1 year}",
            "5 percent of the time lost",
        ),
        (number("less_than: 3"), number("more_than: 3"), "3 absences"),
        (number("at_most: 3"), number("more_than: 4"), "4 absences"),
        ("continuous: {at_most: 6 months}", "continuous: {at_least: 7 months}", "6.5 months"),
        ("continuous: {less_than: 4 weeks}", "continuous: {more_than: 28 days}", "28 days"),
    ],
)
def test_a_figure_between_two_bands_is_named(low: str, high: str, figure: str):
    (message,) = messages(bands(low, high), "bands-with-a-hole")
    assert message.startswith(f"nothing leads on from {figure}: ")
    assert messages(bands(high, low), "bands-with-a-hole") != []


@pytest.mark.parametrize(
    "conditions",
    [
        (score("at_most: 50"), score("more_than: 50")),
        (number("at_most: 3"), number("at_least: 4")),
        (number("less_than: 3"), number("at_least: 2.5")),
        ("calendar_days: {at_most: 13, within: 1 year}", "calendar_days: {at_least: 14, within: 1 year}"),
        ("continuous: {at_most: 20 days}", "continuous: {at_least: 21 days}"),
        ("continuous: {less_than: 4 weeks}", "continuous: {more_than: 1 month}"),
        (number("at_most: 1"), number("at_least: 3")),
        (score("at_most: 50"), score("at_least: 200")),
        (score("at_least: 51"), score("at_least: 201")),
        (score("at_most: 50"), "bradford: {at_least: 51, within: 12 months}"),
        (score("at_most: 50"), score("at_least: 51"), score("at_least: 45, at_most: 60")),
        (score("less_than: 50"), score("more_than: 50"), score("at_least: 50, at_most: 60")),
    ],
    ids=[
        "they meet", "whole numbers", "whole numbers, bounds that are not", "whole days", "lengths",
        "units that differ", "one threshold to rise, one to fall", "far apart", "steps",
        "other windows", "another band lies across", "another band begins there",
    ],
)  # fmt: skip
def test_bands_that_meet_and_thresholds_apart_have_no_hole(conditions: tuple[str, ...]):
    assert messages(bands(*conditions), "bands-with-a-hole") == []


def test_a_gap_in_a_ladder_of_bands_is_a_hole_though_it_is_wide():
    ladder = [score("at_least: 51, at_most: 200"), score("at_least: 251, at_most: 600")]
    (message,) = messages(bands(*ladder), "bands-with-a-hole")
    assert message.startswith("nothing leads on from a Bradford score of 200.5: ")
    assert messages(bands(ladder[0], score("at_least: 501, at_most: 600")), "bands-with-a-hole") == []


def test_a_move_without_a_figure_takes_what_falls_between():
    rest = "      - {decided: {meet: done}, to: fine}\n"
    two = (score("at_most: 50"), score("at_least: 51"))
    assert messages(bands(*two, moves=rest), "bands-with-a-hole") == []
    later = "      - {decided: {meet: done}, after: 1 year, to: fine}\n"
    assert len(messages(bands(*two, moves=later), "bands-with-a-hole")) == 1


def test_bands_are_found_inside_triggers_and_under_any():
    text = (
        SAID
        + """\
triggers:
  low: {any: [{bradford: {at_most: 50, within: 52 weeks}}, {absent: true}]}
  high: {bradford: {at_least: 51, within: 52 weeks}}
stages:
  fine: {next: [{when: {absences: {at_least: 3, within: 6 months}}, to: review}]}
  review: {next: [{after: 12 weeks, when: low, to: fine}, {after: 12 weeks, when: high, to: watch}]}
  watch: {next: [{after: 6 months, to: fine}]}
"""
    )
    assert [one.path for one in found(text, "bands-with-a-hole")] == [("triggers", "high", "bradford")]
    other = text.replace("{after: 12 weeks, when: high", "{after: 13 weeks, when: high")
    assert found(other, "bands-with-a-hole") == []


def test_both_bands_of_one_figure_are_named():
    (one,) = found(bands(score("at_most: 50"), score("at_least: 50")), "bands-that-overlap")
    assert one.message == (
        "two bands have a Bradford score of 50: one leads to `s-0` and is taken, the other to `s-1`"
    )
    assert one.help == (
        "let one band begin where the other ends: `more_than: 50` in place of `at_least: 50`"
    )


@pytest.mark.parametrize(
    ("conditions", "figure"),
    [
        ((number("at_least: 1, at_most: 3"), number("at_least: 3, at_most: 5")), "3 absences"),
        ((score("at_least: 1, at_most: 60"), score("more_than: 50, at_most: 90")), "a Bradford score of 50.5"),
        (("continuous: {at_most: 4 weeks}", "continuous: {at_least: 28 days}"), "28 days"),
        ((number("at_most: 3"), number("more_than: 2.5")), "3 absences"),
    ],
)  # fmt: skip
def test_bands_that_share_figures_are_found(conditions: tuple[str, str], figure: str):
    (message,) = messages(bands(*conditions), "bands-that-overlap")
    assert message.startswith(f"two bands have {figure}: ")


@pytest.mark.parametrize(
    "conditions",
    [
        (score("less_than: 50"), score("at_least: 50")),
        (score("at_least: 200"), score("at_least: 50")),
        (score("at_least: 50"), score("at_most: 60")),
        (score("at_least: 10, at_most: 20"), score("at_least: 5, at_most: 50")),
        (score("at_most: 50, at_least: 1"), "bradford: {at_least: 50, at_most: 90, in: calendar year}"),
    ],
    ids=["they meet", "steps", "one bound each", "an exception", "other windows"],
)
def test_steps_and_exceptions_are_no_overlap(conditions: tuple[str, str]):
    assert messages(bands(*conditions), "bands-that-overlap") == []


def test_bands_that_lead_to_one_stage_may_overlap():
    text = bands(score("at_most: 50"), score("at_least: 50")).replace("to: s-1}\n", "to: s-0}\n", 1)
    assert found(text, "bands-that-overlap") == []


FIGURES = [Fraction(n, 4) for n in range(22)]
WRITTEN = [
    (name, Fraction(at))
    for name, at in product(BOUNDS, ("0", "1", "1.5", "2", "3.5", "4"))
]  # fmt: skip


@pytest.mark.parametrize("word", ["absences", "bradford"])
def test_a_band_holds_just_the_figures_that_its_bounds_allow(word: str):
    figures = [one for one in FIGURES if word == "bradford" or one.denominator == 1]
    plain = flow_of(bands(number("at_least: 1"))).stages["review"].moves[0].when
    assert plain is not None
    for first, second in product(WRITTEN, WRITTEN):
        bounds = (first, second)
        held = [n for n in figures if all(BOUNDS[name](n, at) for name, at in bounds)]
        band = band_of(Condition(word, (), plain.settings._replace(bounds=bounds)))
        assert band is not None
        assert band.is_empty == (not held), bounds
        assert band.has_all == (held == figures), bounds
        if held:
            assert band.some() in held, bounds


@pytest.mark.parametrize("name", list(BOUNDS))
def test_a_bound_and_its_denial_part_the_figures(name: str):
    plain = flow_of(bands(score("at_least: 1"))).stages["review"].moves[0].when
    assert plain is not None
    condition = Condition("bradford", (), plain.settings._replace(bounds=((name, Fraction(2)),)))
    band, denied = band_of(condition), band_of(condition, denied=True)
    assert band is not None
    assert denied is not None
    assert band.with_(denied).is_empty
    assert not band.is_empty
    assert not denied.is_empty


LENGTHS = [
    Duration(n, unit) for unit in ("day", "week", "month", "year") for n in (1, 4, 6, 12, 28, 52, 366)
]  # fmt: skip


def test_a_length_that_is_called_as_long_is_no_shorter_from_any_day():
    days = range(729_000, 729_000 + 4 * 366, 13)
    sure = 0
    for one, other in product(LENGTHS, LENGTHS):
        if is_as_long(one, other):
            sure += one != other
            assert all(shift(day, one) >= shift(day, other) for day in days)
    assert sure > 100


# clock-without-anchor, not-on-every-way, outlived-clock ----------------------------------------------


def watched(watch: str, start: str = "", again: str = "") -> str:
    """From a review to a watch, from there to a second review, and from a hearing back to the start."""
    return (
        SAID
        + f"""\
triggers:
  often: {{absences: {{at_least: 3, within: 6 months}}}}
  long: {{continuous: {{at_least: 28 days}}}}
tracks: {{one: {{title: One, start: fine}}, two: {{title: Two, start: well}}}}
stages:
  fine: {{track: one, next: [{{when: often, to: review}}{start}]}}
  review:
    track: one
    actions: [{{id: meet, do: Meet, by: manager, outcomes: [watch, fine]}}]
    next: [{{decided: {{meet: watch}}, to: watch}}, {{decided: {{meet: fine}}, to: fine}}]
  watch: {{track: one, actions: [{{id: look, do: Look back, by: manager}}], next: [{watch}]}}
  again:
    track: one
    actions: [{{id: meet-again, do: Meet, by: manager, outcomes: [fine]}}]
    next: [{{decided: {{meet-again: fine}}, to: fine}}{again}]
  well: {{track: two, next: [{{when: long, to: ill}}]}}
  ill:
    track: two
    actions: [{{id: talk, do: Talk, by: manager, within: 10 days}}]
    next: [{{when: {{absent: false}}, to: well}}]
"""
    )


NEVER = (
    "`meet-again` cannot have been done by `watch`: it belongs to `again`, which nobody has been in "
    "by then, so what counts from it never starts"
)


@pytest.mark.parametrize(
    "watch",
    [
        "{after: 6 months, from: meet-again, to: again}",
        "{when: {absences: {at_least: 1, since: meet-again}}, to: again}",
        "{when: {all: [often, {continuous: {at_least: 5 days, since: meet-again}}]}, to: again}",
        "{when: {recorded: {what: look, since: meet-again}}, to: again}",
        "{when: {target_missed: meet-again}, to: again}",
    ],
)
def test_a_clock_that_waits_for_what_it_leads_to_never_starts(watch: str):
    assert messages(watched(watch), "clock-without-anchor") == [NEVER]
    assert found(watched(watch), "not-on-every-way") == []


def test_a_clock_in_a_trigger_is_pointed_at_where_the_stage_asks_for_it():
    text = watched("{when: since-then, to: again}").replace(
        "triggers:\n", "triggers:\n  since-then: {absences: {at_least: 1, since: meet-again}}\n"
    )
    (one,) = found(text, "clock-without-anchor")
    assert one.path == ("stages", "watch", "next", 0, "when")
    assert [path for path, _ in one.related] == [("triggers", "since-then", "absences", "since")]


@pytest.mark.parametrize(
    "watch",
    [
        "{after: 6 months, from: meet, to: again}",
        "{after: 6 months, from: look, to: again}",
        "{after: 6 months, from: talk, to: again}",
        "{after: 6 months, from: return, to: again}",
        "{after: 6 months, from: left review, to: again}",
        "{after: 6 months, to: again}, {when: {absences: {at_least: 1, since: meet-again}}, to: again}",
        "{after: 6 months, to: again}, {when: {absences: {at_least: 1, since: left watch}}, to: again}",
    ],
    ids=[
        "an earlier stage", "this one", "another track", "the return", "a stage left",
        "the second time round", "this one left before",
    ],
)  # fmt: skip
def test_a_clock_that_may_have_begun_is_not_said_never_to(watch: str):
    assert found(watched(watch), "clock-without-anchor") == []


def test_nobody_has_left_a_stage_that_nobody_comes_from():
    text = watched("{after: 1 year, from: left again, to: again}")
    assert messages(text, "clock-without-anchor") == [
        "nobody in `watch` has left `again` before, so what counts from then never starts"
    ]


def test_what_cannot_have_happened_gives_an_action_no_day_either():
    text = watched("{after: 6 months, to: fine}").replace(
        "{id: look, do: Look back, by: manager}",
        "{id: look, do: Look back, by: manager, within: 5 days, from: meet-again}",
    )
    assert messages(text, "clock-without-anchor") == [NEVER]


WITHOUT = (
    "people can come from `fine` to `watch` without `meet`, "
    "and then what counts from it never starts"
)  # fmt: skip


@pytest.mark.parametrize(
    "watch",
    [
        "{after: 6 months, from: meet, to: again}",
        "{when: {absences: {at_least: 1, since: meet}}, to: again}",
        "{when: {any: [{target_missed: meet}, {absences: {at_least: 1, since: meet}}]}, to: again}",
        "{when: {absences: {at_least: 1, since: meet}}, to: again}, {after: 1 year, from: meet, to: fine}",
    ],
)
def test_a_way_round_what_a_clock_counts_from_is_named(watch: str):
    short_cut = ", {when: long, to: watch}"
    assert messages(watched(watch, start=short_cut), "not-on-every-way") == [WITHOUT]
    assert messages(watched(watch), "not-on-every-way") == []
    (one,) = found(watched(watch, start=short_cut), "not-on-every-way")
    assert one.severity == "note"
    assert [path for path, _ in one.related] == [("stages", "fine", "next", 1, "to")]


@pytest.mark.parametrize(
    "watch",
    [
        "{when: {absences: {at_least: 1, since: meet}}, to: again}, {after: 1 year, to: fine}",
        "{when: {any: [often, {absences: {at_least: 1, since: meet}}]}, to: again}",
        "{when: {not: {absences: {at_least: 1, since: meet}}}, to: again}",
        "{after: 6 months, from: talk, to: again}",
    ],
    ids=["time leads on", "something else is enough", "it holds without", "another track"],
)
def test_who_comes_round_is_not_held_where_something_else_leads_on(watch: str):
    assert messages(watched(watch, start=", {when: long, to: watch}"), "not-on-every-way") == []


def test_a_stage_that_begins_anew_has_done_nothing_yet():
    text = watched("{after: 1 year, from: left review, to: again}", again=", {when: long, to: watch}")
    assert found(text, "not-on-every-way") == []
    back = watched("{after: 1 year, from: meet, to: fine}", again=", {when: long, to: watch}")
    assert found(back, "not-on-every-way") == []
    assert "meet" in marked(flow_of(back))["watch"]
    assert "meet" not in marked(flow_of(back))["review"]


def test_a_clock_that_counts_from_an_offer_is_told_of():
    text = watched("{after: 6 months, from: look, to: fine}").replace(
        "do: Look back, by: manager", "do: Look back, by: manager, optional: true"
    )
    assert messages(text, "not-on-every-way") == [
        "`look` is optional, and without it nothing that counts from it starts in `watch`"
    ]


def test_an_action_recorded_in_its_own_stage_marks_its_day():
    text = watched("{after: 6 months, from: meet, to: fine}").replace(
        "{decided: {meet: watch}, to: watch}", "{when: {recorded: meet}, to: watch}"
    )
    assert found(text, "not-on-every-way") == []


def test_a_period_that_is_over_on_coming_is_found():
    def text(first: str, then: str) -> str:
        return watched(f"{{{first}, to: again}}", again=f", {{{then}, to: fine}}")

    said = "the 8 weeks from `meet` are over when `again` is entered, so it is left on the same day"
    over = text("after: 12 weeks, from: meet", "after: 8 weeks, from: meet")
    assert messages(over, "outlived-clock") == [said]
    assert messages(text("after: 8 weeks", "after: 8 weeks, from: meet"), "outlived-clock") == [said]
    for first, then in [
        ("after: 12 weeks, from: meet", "after: 13 weeks, from: meet"),
        ("after: 12 weeks, from: meet", "after: 8 weeks"),
        ("after: 12 weeks, from: meet", "after: 8 weeks, from: meet-again"),
        ("after: 12 weeks, from: meet", "after: 8 weeks, from: meet, needs: {talk: 1 year}"),
        ("after: 12 weeks, from: meet", "after: 60 working days, from: meet"),
        ("when: often", "after: 8 weeks, from: meet"),
        ("after: 7 weeks", "after: 8 weeks, from: meet"),
    ]:
        assert messages(text(first, then), "outlived-clock") == [], (first, then)


def test_a_period_that_is_over_on_one_way_alone_is_lived_on_the_other():
    watch = "{after: 12 weeks, from: meet, to: again}, {when: often, to: again}"
    text = watched(watch, again=", {after: 8 weeks, from: meet, to: fine}")
    assert found(text, "outlived-clock") == []


def test_what_is_told_of_an_outlived_period_does_happen():
    flow = flow_of(
        SAID
        + """\
events: {concern: {title: a concern}}
stages:
  fine: {next: [{when: {recorded: concern}, to: review}]}
  review:
    actions: [{id: meet, do: Meet, by: manager}]
    next: [{after: 12 weeks, from: meet, to: watch}]
  watch:
    actions: [{id: look, do: Look back, by: manager}]
    next: [{after: 8 weeks, from: meet, to: fine}]
"""
    )
    record, _ = parse_record(
        {
            "events": [
                {"on": "2026-09-01", "recorded": "concern"},
                {"on": "2026-09-07", "action": "meet"},
            ]
        }
    )
    assert record is not None
    steps = decide(flow, record, date(2026, 12, 31)).steps
    assert [(str(one.on), one.to) for one in steps] == [
        ("2026-09-01", "review"),
        ("2026-12-01", "watch"),
        ("2026-12-01", "fine"),
    ]


# evidence-nobody-brings ------------------------------------------------------------------------------


def needing(needs: str, event: str = "title: a report", action: str = "", early: str = "") -> str:
    return (
        SAID
        + f"""\
triggers: {{often: {{absences: {{at_least: 3, within: 6 months}}}}}}
events: {{paper: {{{event}}}}}
stages:
  fine: {{actions: [{early}], next: [{{when: often, to: review}}]}}
  review:
    actions: [{{id: meet, do: Meet, by: manager, outcomes: [hearing]}}{action}]
    next: [{{decided: {{meet: hearing}}, to: hearing, needs: {{{needs}}}}}]
  hearing:
    actions: [{{id: hear, do: Hear, by: panel, outcomes: [fine]}}]
    next: [{{decided: {{hear: fine}}, to: fine}}]
"""
    )


REFER = "{id: refer, do: Refer, type: referral, by: hr}"


def test_a_paper_that_nobody_is_asked_for_is_found():
    assert messages(needing("paper: 3 months"), "evidence-nobody-brings") == [
        "nobody brings `paper`: no role is named for it, and nothing done on the way asks for a report"
    ]
    assert pointed(needing("paper: 3 months"), "evidence-nobody-brings") == ["paper"]


@pytest.mark.parametrize(
    "text",
    [
        needing("paper: 3 months", event="title: a report, by: oh"),
        needing("paper: 3 months", action=", " + REFER),
        needing("paper: 3 months", early=REFER),
        needing("meet: 3 months"),
    ],
    ids=["a role brings it", "asked for in the stage", "asked for before", "done in the stage"],
)
def test_a_paper_that_somebody_brings_is_fine(text: str):
    assert found(text, "evidence-nobody-brings") == []


def test_evidence_of_a_stage_that_only_the_move_leads_to_is_found_once():
    assert messages(needing("hear: 3 months"), "evidence-nobody-brings") == [
        "nobody brings `hear`: it is an action of `hearing`, which nobody has been in by then"
    ]


def test_evidence_that_a_way_goes_round_is_told_of_once_for_its_stage():
    text = (
        needing("meet: 3 months")
        .replace(
            "{when: often, to: review}", "{when: often, to: review}, {when: {absent: true}, to: hearing}"
        )
        .replace(
            "{decided: {hear: fine}, to: fine}",
            "{decided: {hear: fine}, needs: {meet: 1 year}, to: fine}",
        )
    )
    assert messages(text, "not-on-every-way") == [
        "people can come from `fine` to `hearing` without having been in `review`, and then cannot have `meet`"
    ]


# deadline-before-notice ------------------------------------------------------------------------------


def meeting(
    meet: str, letter: str = "within: 5 working days", week: str = "mon, tue, wed, thu, fri"
) -> str:
    return (
        SAID.replace("mon, tue, wed, thu, fri", week)
        + f"""\
triggers: {{often: {{absences: {{at_least: 3, within: 6 months}}}}}}
stages:
  fine: {{next: [{{when: often, to: review}}]}}
  review:
    actions:
      - {{id: invite, do: Invite, type: letter, by: manager, {letter}}}
      - {{id: meet, do: Meet, type: meeting, by: manager, {meet}}}
    next: [{{after: 6 months, to: fine}}]
"""
    )


@pytest.mark.parametrize(
    ("meet", "letter"),
    [
        ("within: 5 working days, notice: 10 working days", "optional: true"),
        ("within: 1 week, notice: 10 days", "optional: true"),
        ("within: 5 working days, notice: 10 days", "optional: true"),
        ("within: 1 week, notice: 10 working days", "optional: true"),
        ("within: 14 working days, notice: 10 working days", "within: 5 working days"),
        ("within: 2 weeks, notice: 10 days", "within: 5 days"),
    ],
)
def test_a_deadline_that_leaves_no_time_for_the_notice_is_found(meet: str, letter: str):
    assert len(found(meeting(meet, letter), "deadline-before-notice")) == 1


@pytest.mark.parametrize(
    ("meet", "letter"),
    [
        ("within: 15 working days, notice: 10 working days", "within: 5 working days"),
        ("within: 10 working days, notice: 10 working days", "optional: true"),
        ("within: 10 working days, notice: 14 days", "optional: true"),
        ("within: 2 weeks, notice: 10 working days", "optional: true"),
        ("within: 2 term weeks, notice: 20 days", "optional: true"),
        ("within: 10 working days, notice: 10 working days", "within: 5 working days, from: meet"),
        ("within: 10 working days, notice: 10 working days, from: invite", "within: 5 working days"),
        ("notice: 10 working days", "within: 5 working days"),
    ],
)
def test_a_deadline_with_room_for_the_notice_is_fine(meet: str, letter: str):
    assert found(meeting(meet, letter), "deadline-before-notice") == []


def test_both_lengths_are_said():
    text = meeting("within: 5 working days, notice: 10 working days", "optional: true")
    assert messages(text, "deadline-before-notice") == [
        "`meet` is due within 5 working days, and needs 10 working days of notice"
    ]
    assert pointed(text, "deadline-before-notice") == ["5 working days"]


def test_an_invitation_from_the_stage_before_may_have_gone_in_time():
    text = meeting("within: 5 working days, notice: 10 working days", "optional: true").replace(
        "fine: {next", "fine: {actions: [{id: ask, do: Invite, type: letter, by: hr}], next"
    )
    assert found(text, "deadline-before-notice") == []


@pytest.mark.parametrize("letter", ["within: 5 working days", "within: 5 working days, from: ask"])
def test_a_letter_of_the_stage_before_invites_to_no_meeting_whose_own_stage_has_its_letter(letter: str):
    text = meeting("within: 5 working days, notice: 30 working days", letter).replace(
        "fine: {next", "fine: {actions: [{id: ask, do: Invite, type: letter, by: hr}], next"
    )
    assert messages(text, "deadline-before-notice") == [
        "`meet` is due within 5 working days, and needs 30 working days of notice"
    ]


def test_a_short_school_week_makes_working_days_longer():
    given = "within: 2 weeks, notice: 8 working days"
    assert found(meeting(given, "optional: true"), "deadline-before-notice") == []
    assert len(found(meeting(given, "optional: true", week="mon, tue"), "deadline-before-notice")) == 1


# sickness-left-out -----------------------------------------------------------------------------------


def counted(categories: str, condition: str = "absences: {at_least: 3, within: 6 months}") -> str:
    return (
        SAID.replace(
            "{sickness: counts, disability: decide, pregnancy: never, maternity: never}", categories
        )
        + f"""\
stages:
  fine: {{next: [{{when: {{{condition}}}, to: review}}]}}
  review: {{next: [{{after: 6 months, to: fine}}]}}
"""
    )


def test_sickness_that_never_counts_is_told_of():
    text = counted("{sickness: never, unauthorised: counts, pregnancy: never, maternity: never}")
    assert messages(text, "sickness-left-out") == [
        "`sickness` never counts, and every absence that names no category is `sickness`"
    ]
    assert pointed(text, "sickness-left-out") == ["never"]


@pytest.mark.parametrize(
    "condition",
    ["absences: {at_least: 3, within: 6 months, only: [stress]}", "reason: [stress]"],
)
def test_sickness_that_never_counts_is_told_of_where_a_condition_asks_for_a_reason(condition):
    text = counted("{sickness: never, late: counts}\n  reasons: [stress]", condition)
    assert messages(text, "sickness-left-out") == [
        "`sickness` never counts, and every absence that names no category is `sickness`"
    ]


def test_categories_without_sickness_are_told_of():
    text = counted("{illness: counts, pregnancy: never, maternity: never}")
    assert messages(text, "sickness-left-out") == [
        "`sickness` is no category here, and every absence that names no category is `sickness`"
    ]


@pytest.mark.parametrize(
    ("categories", "condition"),
    [
        ("{sickness: decide, disability: decide}", "absences: {at_least: 3, within: 6 months}"),
        ("{sickness: never, late: counts}", "absences: {at_least: 3, within: 6 months, only: [late]}"),
        ("{sickness: never, late: counts}", "absent: true"),
        (
            "{sickness: never, late: counts}",
            "absences: {at_least: 3, within: 6 months, excluding: [sickness]}",
        ),
    ],
)
def test_sickness_that_a_person_decides_on_or_no_condition_looks_at_is_meant(categories, condition):
    text = counted(categories, condition).replace("  join", "  decided_by: head\n  join", 1)
    assert found(text, "sickness-left-out") == []


# warning-never-lapses --------------------------------------------------------------------------------


def warned(moves: str, actions: str = "", other: str = "") -> str:
    return (
        SAID
        + f"""\
triggers: {{often: {{absences: {{at_least: 3, within: 6 months}}}}}}
events: {{well: {{title: a good year}}}}
stages:
  fine: {{next: [{{when: often, to: review}}]}}
  review:
    actions: [{{id: meet, do: Meet, by: head, outcomes: [warn, fine]}}]
    next: [{{decided: {{meet: warn}}, to: warned}}, {{decided: {{meet: fine}}, to: fine}}]
  warned: {{kind: warning, actions: [{actions}], next: [{moves}]}}
  watch: {{kind: monitoring, next: [{{after: 6 months, to: fine}}]}}
  other: {{kind: warning, actions: [{other or "{id: see, do: See, by: head, outcomes: [fine]}"}],
          next: [{"{after: 1 year, to: fine}" if not other else "{decided: {see: fine}, to: warned}"}]}}
  formal: {{kind: formal, next: [{{after: 1 year, to: fine}}]}}
"""
    )


APPEAL = "{id: appeal, do: Hear, by: panel, optional: true, outcomes: [upheld]}"
REVIEW = "{id: again, do: Review, by: head, outcomes: [fine, on]}"


@pytest.mark.parametrize(
    ("moves", "actions"),
    [
        ("{when: often, to: review}", ""),
        ("{when: often, to: review}, {decided: {appeal: upheld}, to: fine}", APPEAL),
        ("{when: often, to: fine}", ""),
        ("{after: 12 months, to: formal}", ""),
        ("{decided: {again: on}, to: warned}", REVIEW),
    ],
    ids=["only on", "an appeal", "by absence", "to something harder", "round and round"],
)
def test_a_warning_without_an_end_is_found(moves: str, actions: str):
    assert messages(warned(moves, actions), "warning-never-lapses") == [
        "the warning `warned` never lapses: no move by time leads to a milder stage"
    ]


@pytest.mark.parametrize(
    ("moves", "actions"),
    [
        ("{after: 12 months, to: fine}", ""),
        ("{after: 12 months, to: watch}", ""),
        ("{after: 12 months, to: other}", ""),
        ("{decided: {again: fine}, to: fine}", REVIEW),
        ("{decided: {again: on}, after: 12 weeks, to: other}", REVIEW),
        ("{when: {recorded: well}, to: fine}", ""),
        ("{when: {absences: {less_than: 1, within: 12 months}}, to: fine}", ""),
    ],
    ids=["time", "to a watch", "to a milder one", "a review", "through another", "an event", "a clean year"],
)  # fmt: skip
def test_a_warning_with_an_end_is_fine(moves: str, actions: str):
    assert found(warned(moves, actions), "warning-never-lapses") == []


def test_two_warnings_that_only_lead_to_one_another_are_both_found():
    text = warned("{after: 1 year, to: other}", other="{id: see, do: See, by: head, outcomes: [fine]}")
    assert len(found(text, "warning-never-lapses")) == 2


# bounds-nothing-meets, always-true -------------------------------------------------------------------


def asking(condition: str) -> str:
    return (
        SAID
        + f"""\
triggers: {{often: {{{condition}}}}}
stages:
  fine: {{next: [{{when: often, to: review}}]}}
  review: {{actions: [{{id: meet, do: Meet, by: manager}}], next: [{{after: 6 months, to: fine}}]}}
"""
    )


@pytest.mark.parametrize(
    ("condition", "message"),
    [
        (number("at_least: 5, at_most: 3"), "`at_least: 5` with `at_most: 3` can never hold"),
        (number("more_than: 3, less_than: 4"), "`more_than: 3` with `less_than: 4` can never hold"),
        (number("at_least: 3.5, at_most: 3.9"), "`at_least: 3.5` with `at_most: 3.9` can never hold"),
        (number("less_than: 0"), "`less_than: 0` can never hold"),
        (score("more_than: 50, at_most: 50"), "`more_than: 50` with `at_most: 50` can never hold"),
        (
            "lost_time: {more_than: 100 percent, within: 1 year}",
            "`more_than: 100 percent` can never hold",
        ),
        (
            "continuous: {at_least: 4 weeks, less_than: 28 days}",
            "`at_least: 4 weeks` with `less_than: 28 days` can never hold",
        ),
        (
            number("at_least: 2, each: {at_least: 28 days, less_than: 4 weeks}"),
            "no absence is both `at_least: 28 days` and `less_than: 4 weeks`",
        ),
        ("absences: {at_least: 3, within: 2 days}", "there is no room in 2 days for 3 absences, but for 1"),
        (
            "calendar_days: {at_least: 40, within: 1 month}",
            "there is no room in 1 month for 40 calendar days of absence, but for 31",
        ),
        (
            f"all: [{{{number('at_least: 5')}}}, {{{number('at_most: 3')}}}]",
            "this can never hold together with another condition of the same `all`",
        ),
        (
            "all: [{absent: true}, {absent: false}]",
            "this can never hold together with another condition of the same `all`",
        ),
        (
            f"all: [{{{number('at_least: 3')}}}, {{not: {{{number('at_least: 2')}}}}}]",
            "this can never hold together with another condition of the same `all`",
        ),
    ],
)  # fmt: skip
def test_bounds_that_nothing_meets_are_found(condition: str, message: str):
    assert messages(asking(condition), "bounds-nothing-meets") == [message]


@pytest.mark.parametrize(
    "condition",
    [
        number("at_least: 3, at_most: 3"),
        number("more_than: 2, less_than: 4"),
        score("at_least: 50, at_most: 50"),
        score("more_than: 50, less_than: 51"),
        "lost_time: {at_least: 100 percent, within: 1 year}",
        "continuous: {at_least: 4 weeks, at_most: 28 days}",
        "continuous: {at_least: 1 month, less_than: 35 days}",
        number("at_least: 2, each: {at_least: 4 weeks, less_than: 1 month}"),
        "absences: {at_least: 3, within: 5 days}",
        "calendar_days: {at_least: 31, within: 1 month}",
        f"all: [{{{number('at_least: 5')}}}, {{absences: {{at_most: 3, within: 1 month}}}}]",
        f"any: [{{{number('at_least: 5')}}}, {{{number('at_most: 3')}}}]",
        f"all: [{{{number('at_least: 2')}}}, {{not: {{{number('at_least: 5')}}}}}]",
    ],
)
def test_bounds_that_something_meets_are_fine(condition: str):
    assert found(asking(condition), "bounds-nothing-meets") == []


def test_lines_that_are_never_joined_may_be_as_many_as_the_days():
    text = asking("absences: {at_least: 2, within: 2 days}")
    assert len(found(text, "bounds-nothing-meets")) == 1
    apart = text.replace("join: across non-working days", "join: never")
    assert found(apart, "bounds-nothing-meets") == []


def test_a_contradiction_is_told_once_though_two_moves_ask_for_it():
    text = asking(number("at_least: 5, at_most: 3")).replace(
        "{after: 6 months, to: fine}", "{after: 6 months, to: fine}, {when: often, to: fine}"
    )
    assert pointed(text, "bounds-nothing-meets") == ["absences"]


@pytest.mark.parametrize(
    ("condition", "message"),
    [
        (number("at_least: 0"), "`at_least: 0` holds for everybody"),
        (
            "lost_time: {at_most: 100 percent, within: 1 year}",
            "`at_most: 100 percent` holds for everybody",
        ),
        (
            "any: [{absent: true}, {absent: false}]",
            "this holds wherever another condition of the same `any` does not, so one always does",
        ),
    ],
)
def test_a_limit_that_everybody_is_within_is_found(condition: str, message: str):
    assert messages(asking(condition), "always-true") == [message]


@pytest.mark.parametrize(
    "condition",
    [
        number("more_than: 0"),
        number("at_most: 0"),
        number("at_least: 0, at_most: 5"),
        "lost_time: {less_than: 100 percent, within: 1 year}",
        "continuous: {at_least: 1 day}",
        "any: [{absent: true}, {absent: true}]",
    ],
)
def test_a_limit_that_some_are_beyond_is_fine(condition: str):
    assert found(asking(condition), "always-true") == []


# said-twice, move-from-an-end, outcome-leads-nowhere -------------------------------------------------


def reviewed(moves: str, outcomes: str = "watch, fine", action: str = "") -> str:
    return (
        SAID
        + f"""\
triggers:
  often: {{absences: {{at_least: 3, within: 6 months}}}}
  as-often: {{absences: {{at_least: 3, within: 6 months}}}}
stages:
  fine: {{next: [{{when: often, to: review}}]}}
  review:
    actions: [{{id: meet, do: Meet, by: manager, outcomes: [{outcomes}]{action}}}]
    next: [{moves}]
  watch: {{next: [{{after: 6 months, to: fine}}]}}
"""
    )


@pytest.mark.parametrize(
    "moves",
    [
        "{decided: {meet: fine}, to: fine}, {decided: {meet: fine}, to: watch}",
        "{decided: {meet: fine}, to: fine}, {decided: {meet: fine}, to: watch, needs: {meet: 1 year}}",
        "{when: often, to: fine}, {when: as-often, to: watch}",
        "{when: {any: [often, {absent: true}]}, to: fine}, {when: {any: [{absent: true}, as-often]}, to: watch}",
        "{after: 6 months, to: fine}, {after: 6 months, to: watch, group: [teacher]}",
        "{after: 6 months, to: fine}, {after: 6 months, to: fine}",
    ],
)  # fmt: skip
def test_a_move_that_asks_for_the_same_is_found(moves: str):
    assert len(found(reviewed(moves), "said-twice")) == 1


@pytest.mark.parametrize(
    "moves",
    [
        "{decided: {meet: fine}, to: fine}, {decided: {meet: watch}, to: watch}",
        "{decided: {meet: fine}, to: fine, needs: {meet: 1 year}}, {decided: {meet: fine}, to: watch}",
        "{when: often, to: fine}, {when: often, after: 6 months, to: watch}",
        "{after: 6 months, to: fine}, {after: 6 months, from: meet, to: watch}",
        "{after: 6 months, to: fine, group: [teacher]}, {after: 6 months, to: watch}",
        "{after: 6 months, to: fine, group: [teacher]}, {after: 6 months, to: watch, group: [support]}",
    ],
)
def test_moves_that_ask_for_different_things_are_fine(moves: str):
    assert found(reviewed(moves), "said-twice") == []


def test_what_is_assessed_on_return_is_not_the_same():
    text = reviewed("{when: often, to: fine}, {when: as-often, to: watch}").replace(
        "as-often: {", "as-often: {assessed: on return, "
    )
    assert found(text, "said-twice") == []


def test_an_outcome_listed_twice_is_pointed_at():
    text = reviewed("{decided: {meet: fine}, to: fine}", outcomes="fine, watch, fine")
    assert messages(text, "said-twice") == ["`fine` is an outcome of `meet` already"]
    assert found(text, "said-twice")[0].path[-2:] == ("outcomes", 2)


def test_an_end_that_leads_on_is_found_and_one_that_does_not_is_fine():
    text = (
        SAID
        + "stages:\n  fine: {next: [{when: {absent: true}, to: over}]}\n  over: {kind: end, next: [MOVE]}\n"
    )
    on = text.replace("MOVE", "{after: 1 year, to: fine}")
    assert messages(on, "move-from-an-end") == [
        "`over` is an end, and a move leads on from it to `fine`"
    ]
    assert pointed(on, "move-from-an-end") == ["end"]
    assert found(text.replace(", next: [MOVE]", ""), "move-from-an-end") == []


def test_outcomes_with_which_nothing_goes_on_are_named():
    text = reviewed("{decided: {meet: fine}, to: fine}", outcomes="fine, watch, wait")
    assert messages(text, "outcome-leads-nowhere") == [
        "no move takes `watch` and `wait`, and then nothing leads on from `review`"
    ]
    assert found(text, "outcome-leads-nowhere")[0].severity == "note"


@pytest.mark.parametrize(
    "text",
    [
        reviewed("{decided: {meet: fine}, to: fine}, {decided: {meet: watch}, to: watch}"),
        reviewed("{decided: {meet: fine}, to: fine}, {after: 6 months, to: fine}"),
        reviewed("{decided: {meet: fine}, to: fine}, {when: often, to: watch}"),
        reviewed("{decided: {meet: fine}, to: fine}", action=", every: 4 weeks"),
        reviewed("{decided: {meet: fine}, to: fine}", action=", optional: true"),
    ],
    ids=["all are taken", "time leads on", "absence leads on", "it comes again", "only offered"],
)
def test_an_outcome_that_means_stay_is_fine_where_something_else_leads_on(text: str):
    assert found(text, "outcome-leads-nowhere") == []


# deadlines-in-a-ring ---------------------------------------------------------------------------------


def ring(*deadlines: str) -> str:
    actions = [
        f"      - {{id: a-{n}, do: Do it, by: manager, {one}}}\n" for n, one in enumerate(deadlines)
    ]
    return (
        SAID
        + "stages:\n  fine: {next: [{when: {absences: {at_least: 3, within: 6 months}}, to: review}]}\n"
        + "  review:\n    actions:\n"
        + "".join(actions)
        + "    next: [{after: 6 months, to: fine}]\n"
    )


def test_actions_that_wait_for_one_another_are_named_together():
    text = ring("within: 5 days, from: a-1", "within: 5 days, from: a-2", "within: 5 days, from: a-0")
    assert messages(text, "deadlines-in-a-ring") == [
        "`a-0`, `a-1` and `a-2` wait for one another, so that none of them is ever due"
    ]
    assert pointed(text, "deadlines-in-a-ring") == ["a-1"]


@pytest.mark.parametrize(
    ("deadlines", "number"),
    [
        (("before: a-1, within: 5 days", "within: 9 days, from: a-0"), 1),
        (("every: 4 weeks, from: a-0",), 1),
        (("within: 5 days, from: a-1", "within: 5 days, from: a-1"), 1),
        (("within: 5 days", "within: 9 days, from: a-0"), 0),
        (("before: a-1", "within: 9 days"), 0),
    ],
    ids=["before and from", "itself", "one that waits for itself", "a chain", "before"],
)
def test_a_ring_is_told_once_and_a_chain_is_none(deadlines: tuple[str, ...], number: int):
    assert len(found(ring(*deadlines), "deadlines-in-a-ring")) == number


# What is proved, held against procedures and histories made at random ---------------------------------


@pytest.fixture(scope="module")
def claims() -> dict[str, int]:
    """How often a claim was put to the test; one that did not hold fails at once."""
    asked = {"has a day": 0, "has none": 0}
    plain = Past.anchor
    for pair in (draw_pair(Dice(Random(seed).randint)) for seed in range(60)):
        if any("placed" in event for event in pair.record["events"]):
            continue
        flow, _ = read_flow(pair.procedure)
        sure, earlier = marked(flow), may_have_left(flow)

        def anchor(self, name, flow=flow, sure=sure, earlier=earlier):
            day, stage = plain(self, name), self._stay.stage
            if type(self) is Past and name in sure[stage.id] and home(flow, name) != stage.id:
                asked["has a day"] += 1
                assert day is not None, (stage.id, name)
            known = name.startswith("left ") or name in flow.actions
            if known and not can_have_been(flow, stage, name, earlier[stage.id]):
                asked["has none"] += 1
                assert day is None, (stage.id, name)
            return day

        Past.anchor = anchor  # type: ignore[method-assign]
        try:
            decide(flow, record_of(pair.record), pair.on)
        finally:
            Past.anchor = plain  # type: ignore[method-assign]
    return asked


@pytest.mark.parametrize(("claim", "often"), [("has a day", 200), ("has none", 10)])
def test_what_is_said_of_an_anchor_holds_in_histories_made_at_random(claims, claim: str, often: int):
    assert claims[claim] > often
