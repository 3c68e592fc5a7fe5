"""Every rule against its own examples, and the edges of each."""

import ast
import re
from datetime import date
from pathlib import Path
from textwrap import dedent

import pytest
from asking import whole_flow as flow_of

import flowrules
from flowrules.check import check
from flowrules.cli.files import beside
from flowrules.engine import decide
from flowrules.finding import Finding
from flowrules.flow import Flow
from flowrules.lint import PACKS, all_rules, rules_of
from flowrules.lint import lint as lint_all
from flowrules.model import parse_record
from flowrules.placed import place
from flowrules.source import read

HOME = Path(flowrules.__file__).parent

# A code once given is never given to another rule, not even when its rule is gone.
CODES = {
    "FR301": "unreachable-stage",
    "FR302": "no-way-out",
    "FR303": "unused-definition",
    "FR304": "zero-time-cycle",
    "FR305": "sanction-without-decision",
    "FR306": "default-unsaid",
    "FR307": "no-way-back-or-end",
    "FR310": "undrawable-letter",
    "FR313": "two-ways-at-once",
    "FR314": "hidden-move",
    "FR315": "never-holds",
    "FR316": "nobody-stays",
    "FR320": "bands-with-a-hole",
    "FR321": "bands-that-overlap",
    "FR322": "clock-without-anchor",
    "FR323": "outlived-clock",
    "FR324": "evidence-nobody-brings",
    "FR325": "deadline-before-notice",
    "FR326": "warning-never-lapses",
    "FR327": "bounds-nothing-meets",
    "FR328": "said-twice",
    "FR329": "deadlines-in-a-ring",
    "FR330": "one-absence-twice",
    "FR331": "months-end-unevenly",
    "FR335": "always-true",
    "FR336": "not-on-every-way",
    "FR337": "move-from-an-end",
    "FR338": "outcome-leads-nowhere",
    "FR339": "sickness-left-out",
    "FR340": "school-year-in-winter",
    "FR701": "pregnancy-counts",
    "FR702": "no-route-for-disability",
    "FR703": "disability-without-decision",
    "FR705": "decision-without-choice",
    "FR706": "dismissal-without-advice",
    "FR707": "no-fair-appeal",
    "FR708": "no-new-evidence",
    "FR709": "no-companion",
    "FR710": "no-postponement",
    "FR711": "no-notice-of-meeting",
    "FR712": "called-disciplinary",
    "FR713": "no-other-work",
    "FR714": "no-ill-health-retirement",
    "FR715": "short-notice",
    "FR716": "local-authority-not-told",
    "FR717": "hearing-by-manager",
    "FR718": "waiting-days",
    "FR719": "fit-note-too-early",
    "FR720": "only-a-doctor",
    "FR721": "no-consent-to-report",
    "FR722": "health-in-the-open",
    "FR723": "no-retention",
    "FR724": "part-time-worse-off",
    "FR725": "bradford-decides",
    "FR728": "no-first-day",
    "FR729": "contact-too-often",
    "FR730": "no-day-to-look",
    "FR731": "work-injury-unsaid",
    "FR732": "two-years-service",
    "FR734": "no-equality-impact",
    "FR735": "law-not-checked",
    "FR801": "no-contact",
    "FR802": "no-return-talk",
    "FR803": "no-review-day",
    "FR804": "review-day-past",
    "FR805": "no-support",
    "FR806": "wording-that-blames",
    "FR807": "label-too-long",
    "FR808": "no-alt-text",
}

SAID = """\
flowrules: 1
procedure: {id: small, title: Small procedure}
calendar: {nation: england, working_week: [mon, tue, wed, thu, fri]}
counting:
  categories: {sickness: counts, disability: decide, pregnancy: never, maternity: never}
  join: across non-working days
  across_the_edge: {within: days inside, since: started inside}
  same_date_counts: false
  part_days: {make_an_absence: true, lose: as recorded}
  part_time: {scaled: [], round: exact}
"""
OFTEN = "triggers: {often: {absences: {at_least: 3, within: 6 months}}}\n"


RULES = all_rules()
LOGIC = [rule.name for rule in rules_of("logic")]


def lint(flow: Flow, packs: tuple[str, ...] = ("logic", "histories"), **how: object) -> list[Finding]:
    """What the rules of some packs find."""
    return lint_all(flow, packs=packs, **how).findings  # type: ignore[arg-type]


TODAY = date(2026, 11, 21)


def said(text: str, code: str) -> list[tuple[str, str]]:
    """The text that each finding of one rule points at, and its message."""
    source, _ = read(text)
    assert source is not None
    placed = [place(one, source, "-") for one in lint(flow_of(text)) if one.code == code]
    lines = text.split("\n")
    return [(lines[one.line - 1][one.column - 1 : one.end_column - 1], one.message) for one in placed]


def helps(text: str, code: str) -> list[str]:
    return [one.help for one in lint(flow_of(text)) if one.code == code]


def examples(name: str) -> tuple[str, str]:
    """The `Bad:` and the `Good:` procedure of a rule's docstring."""
    _, _, rest = RULES[name].module.__doc__.partition("\nBad:\n")
    bad, _, good = rest.partition("\nGood:\n")
    return dedent(bad), dedent(good)


# Every rule ------------------------------------------------------------------------------------------


def test_every_code_belongs_to_one_rule_for_ever():
    assert {rule.code: name for name, rule in RULES.items()} == CODES


def test_the_code_of_a_rule_stands_in_no_other_file():
    for name, rule in RULES.items():
        files = [path for path in HOME.rglob("*.py") if f'"{rule.code}"' in path.read_text("utf-8")]
        assert [path.stem for path in files] == [name.replace("-", "_")]


def test_every_file_of_the_folder_is_a_rule_and_imports_no_other():
    files = [path for path in (HOME / "lint").glob("*/*.py") if path.name != "__init__.py"]
    assert {path.parent.name.replace("_", "-") for path in files} == set(PACKS)
    packs = tuple(f"flowrules.lint.{path.parent.name}" for path in files)
    assert sorted(path.stem.replace("_", "-") for path in files) == sorted(RULES)
    for path in files:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            module = getattr(node, "module", None) or ""
            assert module != "flowrules.lint", path
            assert not module.startswith(packs), path


@pytest.mark.parametrize("name", RULES)
def test_a_rule_says_what_is_wrong_and_why_it_matters(name: str):
    first, _, rest = RULES[name].module.__doc__.partition("\n\n")
    assert "\n" not in first
    assert first.endswith(".")
    assert len(rest.partition("\n\n")[0]) > 100
    assert RULES[name].severity in ("error", "warning", "note")


@pytest.mark.parametrize(
    ("name", "how"),
    [(rule.name, "Proved") for rule in rules_of("logic")]
    + [(rule.name, "Searched") for rule in rules_of("histories")],
)
def test_a_rule_of_logic_or_histories_says_how_it_knows(name: str, how: str):
    assert f"\n\n{how}: " in RULES[name].module.__doc__


def found_by(name: str, text: str) -> list[Finding]:
    """What one rule finds."""
    return list(RULES[name].check(flow_of(text), TODAY))


def unsound(text: str) -> set[str]:
    """What else is wrong with the logic of a procedure, notes and what is left unsaid aside."""
    return {one.code for one in lint(flow_of(text), ("logic",)) if one.severity != "note"} - {"FR306"}


@pytest.mark.parametrize("name", RULES)
def test_the_bad_procedure_of_a_rule_breaks_it_and_is_sound_otherwise(name: str):
    bad, _ = examples(name)
    assert found_by(name, bad)
    assert unsound(bad) <= {RULES[name].code}


@pytest.mark.parametrize("name", RULES)
def test_the_good_procedure_of_a_rule_keeps_it_and_is_sound(name: str):
    _, good = examples(name)
    assert found_by(name, good) == []
    assert unsound(good) == set()


@pytest.mark.parametrize("name", RULES)
def test_a_finding_carries_the_name_and_severity_of_its_rule_and_a_way_out(name: str):
    bad, _ = examples(name)
    for finding in found_by(name, bad):
        assert (finding.code, finding.rule) == (RULES[name].code, name)
        assert finding.severity == RULES[name].severity
        assert_well_said(finding)


@pytest.mark.parametrize("name", [rule.name for rule in rules_of("law-england")])
def test_a_rule_of_law_rests_on_sources_and_says_check(name: str):
    bad, _ = examples(name)
    entry = RULES[name].law
    assert entry is not None
    assert entry.sources
    for finding in found_by(name, bad):
        assert finding.message.startswith("check ")
        assert "unlawful" not in finding.message


def assert_well_said(finding: Finding) -> None:
    for text in (finding.message, finding.help):
        assert text
        assert "\n" not in text
        assert not text.endswith(".")
        assert text[0] == "`" or text[0].islower()


@pytest.mark.parametrize(
    ("name", "stops"),
    [("sanction-without-decision", True), ("unreachable-stage", False), ("zero-time-cycle", False)],
)
def test_running_is_stopped_by_errors_that_need_no_search(name, stops):
    bad, _ = examples(name)
    assert (name in {finding.rule for finding in lint(flow_of(bad))}) is True
    assert (name in {one.rule for one in lint_all(flow_of(bad), deep=False).findings}) is stops


def test_the_order_of_findings_does_not_depend_on_the_run():
    text = "".join(f"  s-{n}: {{}}\n" for n in range(20))
    flow = flow_of(SAID + "stages:\n" + text)
    assert lint(flow) == lint(flow)
    assert [one.path[1] for one in lint(flow) if one.code == "FR302"] == [f"s-{n}" for n in range(20)]


def test_the_smallest_procedure_has_one_finding():
    text = """\
flowrules: 1
procedure: {id: small, title: Small procedure}
triggers: {often: {absences: {at_least: 3, within: 6 months}}}
stages:
  fine: {next: [{when: often, to: review}]}
  review:
    actions: [{id: meet, do: Hold a review meeting, by: manager, within: 10 working days}]
    next: [{after: 6 months, to: fine}]
"""
    assert [one.code for one in lint(flow_of(text)) if one.severity != "note"] == ["FR306"]


# unreachable-stage -----------------------------------------------------------------------------------


def test_a_stage_nobody_can_reach_is_named():
    text = (
        SAID
        + OFTEN
        + """\
stages:
  fine: {next: [{when: often, to: review}]}
  review: {next: [{after: 6 months, to: fine}]}
  hearing: {next: [{after: 6 months, to: fine}]}
"""
    )
    assert said(text, "FR301") == [("hearing", "`hearing` can never be reached: no move leads to it")]
    assert helps(text, "FR301") == ["let a move lead there (`to: hearing`), or take the stage out"]


def test_a_stage_behind_one_that_nobody_can_reach_is_told_apart():
    text = (
        SAID
        + OFTEN
        + """\
stages:
  fine: {next: [{when: often, to: review}]}
  review: {next: [{after: 6 months, to: fine}]}
  lost: {next: [{after: 6 months, to: lost-too}, {when: often, to: lost}]}
  lost-too: {next: [{after: 6 months, to: fine}]}
"""
    )
    assert said(text, "FR301") == [
        ("lost", "`lost` can never be reached: no move leads to it"),
        ("lost-too", "`lost-too` can never be reached: only stages that nobody reaches lead to it"),
    ]


def test_a_stage_is_reached_on_its_own_track_alone():
    text = (
        SAID
        + OFTEN
        + """\
tracks:
  one: {title: One, start: fine}
  two: {title: Two, start: well}
stages:
  well: {track: two, next: [{when: often, to: ill}]}
  ill: {track: two, next: [{after: 6 months, to: well}]}
  fine: {track: one, next: [{when: often, to: review}]}
  review: {track: one, next: [{after: 6 months, to: fine}]}
  aside: {track: two, next: [{after: 6 months, to: well}]}
"""
    )
    assert said(text, "FR301") == [("aside", "`aside` can never be reached: no move leads to it")]


# no-way-out ------------------------------------------------------------------------------------------


def test_a_stage_without_a_move_must_be_an_end():
    text = (
        SAID
        + OFTEN
        + """\
stages:
  fine: {next: [{when: often, to: review}]}
  review:
    actions: [{id: meet, do: Meet, by: head, outcomes: [dismiss]}]
    next: [{decided: {meet: dismiss}, to: dismissed}]
  dismissed: {kind: dismissal}
"""
    )
    assert said(text, "FR302") == [
        ("dismissed", "`dismissed` has no way on: a person there stays for ever")
    ]
    assert said(text.replace("kind: dismissal", "kind: end"), "FR302") == []


def test_a_start_that_nothing_leaves_is_found():
    text = SAID + "stages: {fine: {}}\n"
    assert said(text, "FR302") == [("fine", "`fine` has no way on: a person there stays for ever")]


# no-way-back-or-end ----------------------------------------------------------------------------------

CIRCLE = (
    SAID
    + OFTEN
    + """\
stages:
  fine: {next: [{when: often, to: review}]}
  watch: {next: [{when: {absences: {at_least: 1, since: entered}}, to: review}]}
  review: {next: [{after: 6 months, to: watch}]}
"""
)


def test_stages_that_lead_neither_back_nor_to_an_end_are_named_together():
    assert said(CIRCLE, "FR307") == [
        ("watch", "a person who comes to `watch` or `review` never gets back to `fine`, nor to an end")
    ]
    assert helps(CIRCLE, "FR307") == [
        "add a move that leads back to `fine`, or to a stage of `kind: end`"
    ]


def test_a_stage_that_leads_only_to_itself_holds_people_too():
    text = (
        SAID
        + OFTEN
        + """\
stages:
  fine: {next: [{when: often, to: review}]}
  review: {next: [{after: 6 months, to: review}]}
"""
    )
    assert said(text, "FR307") == [
        ("review", "a person who comes to `review` never gets back to `fine`, nor to an end")
    ]


@pytest.mark.parametrize(
    "more",
    [
        "  watch-2: {next: [{after: 6 months, to: fine}]}\n",
        "  watch-2: {kind: end}\n",
        "  watch-2: {}\n",  # for no-way-out to say
    ],
)
def test_a_way_back_or_an_end_or_a_stage_without_moves_is_no_circle(more: str):
    text = CIRCLE.replace("to: watch}", "to: watch}, {after: 9 months, to: watch-2}") + more
    assert said(text, "FR307") == []


def test_a_circle_that_nobody_reaches_is_left_to_the_other_rule():
    text = CIRCLE.replace("{when: often, to: review}", "{when: often, to: end}") + "  end: {kind: end}\n"
    assert said(text, "FR307") == []
    assert len(said(text, "FR301")) == 2


# unused-definition -----------------------------------------------------------------------------------


def test_a_trigger_that_nothing_uses_is_named():
    text = (
        SAID
        + """\
triggers:
  often: {any: [days, spells]}
  spells: {absences: {at_least: 3, within: 6 months}}
  days: {working_days: {at_least: 10, within: 12 months}}
  idle: {any: [idle-too, days]}
  idle-too: {absences: {at_least: 9, within: 12 months}}
stages:
  fine: {next: [{when: {not: {not: often}}, to: review}]}
  review: {next: [{after: 6 months, to: fine}]}
"""
    )
    assert said(text, "FR303") == [
        ("idle", "nothing uses the trigger `idle`"),
        ("idle-too", "nothing uses the trigger `idle-too`"),
    ]
    assert helps(text, "FR303")[0] == "let a move name it (`when: idle`), or take it out"
    owed_if = "  review: {actions: [{id: ask, do: Ask, by: hr, if: idle}], next: "
    assert said(text.replace("  review: {next: ", owed_if), "FR303") == []


def test_an_event_counts_as_used_where_a_condition_or_a_move_asks_for_it():
    text = (
        SAID
        + """\
events:
  concern: {title: A concern}
  report: {title: A report, by: oh, confidential: true}
  note: {title: A note, confidential: true}
stages:
  fine: {next: [{when: {recorded: concern}, to: review}]}
  review: {next: [{after: 6 months, to: fine, needs: {report: 3 months}}]}
"""
    )
    assert said(text, "FR303") == [("note", "nothing in the procedure looks at the event `note`")]


def test_a_role_of_the_file_that_does_nothing_is_named():
    text = (
        SAID
        + OFTEN
        + """\
roles: {employee: Employee, manager: Line manager, hr: HR, oh: Health, clerk: Clerk, panel: Panel}
contact: [{id: call-in, who: employee, to: manager, on: day 1}]
events: {report: {title: A report, by: oh}}
stages:
  fine: {next: [{when: often, to: review}]}
  review:
    actions: [{id: meet, do: Meet, by: panel}]
    next: [{after: 6 months, to: fine, needs: {report: 3 months}}]
"""
    )
    text = text.replace("counting:\n", "counting:\n  decided_by: hr\n")
    assert said(text, "FR303") == [("clerk", "the role `clerk` has nothing to do")]


def test_the_roles_that_every_procedure_has_need_not_be_used():
    assert said(SAID + OFTEN + "stages: {fine: {next: [{when: often, to: fine}]}}\n", "FR303") == []


def test_an_outcome_that_no_move_names_means_stay_where_time_leads_on():
    text = (
        SAID
        + OFTEN
        + """\
stages:
  fine: {next: [{when: often, to: review}]}
  review:
    actions: [{id: meet, do: Meet, by: head, outcomes: [monitor, no-action]}]
    next: [{decided: {meet: no-action}, to: fine}, {after: 6 months, to: fine}]
"""
    )
    assert "FR338" not in {one.code for one in lint(flow_of(text))}


# zero-time-cycle -------------------------------------------------------------------------------------


def cycle(back: str, there: str = "often", triggers: str = OFTEN) -> str:
    return (
        SAID
        + triggers
        + f"""\
events: {{closed: {{title: The matter was closed}}}}
stages:
  fine: {{next: [{{when: {there}, to: review}}]}}
  review:
    actions: [{{id: meet, do: Meet, by: head, outcomes: [fine]}}]
    next: [{{{back}, to: fine}}]
"""
    )


BACK_AND_FORTH = "in a single day a person could go from `fine` to `review` and back to `fine`"
ON_RETURN = "triggers: {often: {assessed: on return, absences: {at_least: 3, within: 6 months}}}\n"


@pytest.mark.parametrize(
    "back",
    [
        "when: often",
        "when: {working_days: {at_least: 10, within: 12 months}}",
        "when: {bradford: {at_least: 200, within: 52 weeks}}",
        "when: {any: [{recorded: closed}, often]}",
        "when: {absences: {at_most: 2, since: entered}}",  # nothing is since today
        "when: {absences: {at_most: 2, within: 1 month}}",
        "when: {calendar_days: {at_least: 1, within: 12 months}}, needs: {closed: 12 months}",
    ],
)
def test_moves_that_one_day_of_absence_takes_in_a_circle_are_found(back: str):
    assert said(cycle(back), "FR304") == [("often", BACK_AND_FORTH)]


@pytest.mark.parametrize(
    "back",
    [
        "after: 6 months",
        "decided: {meet: fine}",
        "when: often, after: 6 months",
        "when: often, decided: {meet: fine}",
        "when: {recorded: closed}",  # a person's doing
        "when: {not: often}",
        "when: {absences: {at_most: 2, within: 6 months}}",
        "when: {absences: {at_most: 1, within: 12 months}}",
        "when: {absences: {less_than: 2, since: meet}}",  # not counted before the meeting is held
        "when: {all: [often, {recorded: closed}]}",
    ],
)
def test_a_decision_or_time_or_a_contradiction_breaks_the_circle(back: str):
    assert said(cycle(back), "FR304") == []


def test_moves_assessed_on_return_make_a_circle_with_one_another():
    back = "when: {any: [often]}"
    assert said(cycle(back, triggers=ON_RETURN), "FR304") == [("often", BACK_AND_FORTH)]


def test_a_day_away_and_a_day_of_return_are_not_one_day():
    back = "when: {absences: {at_least: 3, within: 6 months}}"
    assert said(cycle(back, triggers=ON_RETURN), "FR304") == []


def test_the_day_of_return_is_counted_from_on_that_day_alone():
    few = "when: {absences: {at_most: 2, since: return}}"
    assert said(cycle(few, triggers=ON_RETURN), "FR304") == [("often", BACK_AND_FORTH)]
    assert said(cycle(few), "FR304") == []


def test_a_long_absence_that_begins_and_ends_a_stage_is_no_circle():
    back = "when: {not: {continuous: {at_least: 28 days}}}"
    assert said(cycle(back, there="{continuous: {at_least: 28 days}}"), "FR304") == []
    short = "{absences: {at_least: 2, within: 12 months, each: {less_than: 28 days}}}"
    long = "when: {continuous: {at_least: 28 days}}"
    assert said(cycle(long, there=short), "FR304") == []


def test_one_count_from_the_start_of_its_stage_breaks_no_circle_and_two_do():
    new = "{absences: {at_least: 1, since: entered}}"
    assert said(cycle("when: often", there=new), "FR304") == [("when", BACK_AND_FORTH)]
    around = "in a single day a person could go from `review` to `fine` and back to `review`"
    assert said(cycle(f"when: {new}"), "FR304") == [("when", around)]
    assert said(cycle("when: {working_days: {at_least: 5, since: meet}}"), "FR304") == [("when", around)]
    assert said(cycle(f"when: {new}", there=new), "FR304") == []


def test_a_stage_that_a_trigger_enters_again_is_no_circle():
    text = (
        SAID
        + OFTEN
        + """\
stages:
  fine: {next: [{when: often, to: review}]}
  review: {next: [{when: often, to: review}, {after: 6 months, to: fine}]}
"""
    )
    assert said(text, "FR304") == []


def test_the_shortest_circle_is_told_from_the_earliest_stage_it_can_begin_in():
    text = (
        SAID
        + OFTEN
        + """\
stages:
  start: {next: [{after: 1 day, to: c}]}
  c: {next: [{when: often, to: a}]}
  a: {next: [{when: often, to: b}]}
  b: {next: [{when: {absences: {at_least: 9, within: 12 months}}, to: d}, {when: often, to: c}]}
  d: {next: [{when: often, to: c}, {after: 1 year, to: start}]}
"""
    )
    assert said(text, "FR304") == [
        ("often", "in a single day a person could go from `c` to `a`, to `b` and back to `c`")
    ]
    assert next(one.path for one in lint(flow_of(text)) if one.code == "FR304") == (
        "stages", "c", "next", 0, "when",
    )  # fmt: skip


def test_two_circles_apart_are_both_told():
    text = (
        SAID
        + OFTEN
        + """\
stages:
  start: {next: [{after: 1 day, to: a}, {after: 2 days, to: c}]}
  a: {next: [{when: often, to: b}, {after: 1 year, to: start}]}
  b: {next: [{when: often, to: a}]}
  c: {next: [{when: often, to: d}, {after: 1 year, to: start}]}
  d: {next: [{when: often, to: c}]}
"""
    )
    assert [message for _, message in said(text, "FR304")] == [
        "in a single day a person could go from `a` to `b` and back to `a`",
        "in a single day a person could go from `c` to `d` and back to `c`",
    ]


def test_what_is_told_of_a_circle_does_happen():
    flow = flow_of(cycle("when: {working_days: {at_least: 3, within: 12 months}}"))
    record, _ = parse_record(
        {"absences": [{"from": day, "to": day} for day in ("2026-03-04", "2026-04-29", "2026-06-10")]}
    )
    assert record is not None
    steps = decide(flow, record, date(2026, 6, 10)).steps
    assert [(step.on, step.from_, step.to) for step in steps] == [
        (date(2026, 6, 10), "fine", "review"),
        (date(2026, 6, 10), "review", "fine"),
    ]


# sanction-without-decision ---------------------------------------------------------------------------


def sanction(move: str, kinds: str = "warning", actions: str = "[]", first: str = "formal") -> str:
    return (
        SAID
        + OFTEN
        + f"""\
stages:
  fine: {{next: [{{when: often, to: first}}]}}
  first: {{kind: {first}, actions: {actions}, next: [{{{move}, to: second}}]}}
  second: {{kind: {kinds}, next: [{{after: 1 year, to: fine}}]}}
"""
    )


MEETING = "[{id: meet, do: Meet, by: head, outcomes: [warn, support]}]"


@pytest.mark.parametrize("kind", ["warning", "dismissal"])
@pytest.mark.parametrize("move", ["when: often", "after: 6 months", "when: often, after: 6 months"])
def test_a_sanction_that_nobody_decides_is_found(kind: str, move: str):
    assert said(sanction(move, kind), "FR305") == [
        ("second", f"this move leads to the {kind} `second` without a person's decision")
    ]


def test_the_way_out_of_a_sanction_names_the_meeting_that_is_there():
    assert helps(sanction("when: often"), "FR305") == [
        "let it lead to a meeting first: a stage with an action whose `outcomes:` lead on"
    ]
    assert helps(sanction("when: often", actions=MEETING), "FR305") == [
        "let a decision take it: `decided: {meet: warn}`, or `support`"
    ]


@pytest.mark.parametrize("move", ["decided: {meet: warn}", "decided: {meet: warn}, when: often"])
def test_a_sanction_that_a_person_decides_is_allowed(move: str):
    assert said(sanction(move, actions=MEETING), "FR305") == []


def test_a_hearing_ends_by_decision_whatever_follows():
    text = sanction("after: 4 weeks", "normal", first="hearing")
    assert said(text, "FR305") == [
        ("second", "this move leaves the hearing `first` without a person's decision")
    ]
    assert helps(text, "FR305") == [
        "give `first` an action with `outcomes:`, and let one of them take the move"
    ]
    assert said(sanction("decided: {meet: warn}", "normal", MEETING, "hearing"), "FR305") == []


STEPS = (
    SAID
    + OFTEN
    + """\
stages:
  fine: {next: [{when: often, to: review}]}
  review:
    actions: [{id: meet, do: Meet, by: head, outcomes: [warn, last]}]
    next: [{decided: {meet: warn}, to: warned}, {decided: {meet: last}, to: last-warned}]
  warned: {kind: warning, next: [{after: 1 year, to: fine}]}
  last-warned: {kind: warning, next: [{after: 1 year, to: warned}]}
"""
)


def test_a_step_down_from_one_warning_to_a_milder_one_may_come_by_time():
    assert said(STEPS, "FR305") == []


@pytest.mark.parametrize(
    ("text", "pointed"),
    [
        (STEPS.replace("{after: 1 year, to: warned}", "{when: often, to: warned}"), "warned"),
        (STEPS.replace("{after: 1 year, to: fine}", "{after: 1 year, to: last-warned}"), "last-warned"),
        (
            STEPS.replace("{after: 1 year, to: warned}", "{after: 1 year, to: last-warned}"),
            "last-warned",
        ),
    ],
    ids=["by a trigger", "up", "to itself"],
)
def test_any_other_step_between_warnings_is_decided(text: str, pointed: str):
    assert said(text, "FR305") == [
        (pointed, f"this move leads to the warning `{pointed}` without a person's decision")
    ]


@pytest.mark.parametrize("kind", ["warning", "dismissal", "hearing"])
def test_nobody_begins_under_a_sanction(kind: str):
    text = (
        SAID
        + f"stages: {{fine: {{kind: {kind}, next: [{{after: 1 year, to: end}}]}}, end: {{kind: end}}}}\n"
    )
    assert (kind, f"everyone would begin in `fine`, a {kind}") in said(text, "FR305")


# default-unsaid --------------------------------------------------------------------------------------


LEFT = "left to their defaults, though they can change an outcome: "


def test_every_setting_left_to_its_default_is_named_and_written_out():
    text = """\
flowrules: 1
procedure: {id: small, title: Small procedure}
triggers: {often: {absences: {at_least: 3, within: 6 months}}}
stages: {fine: {next: [{when: often, to: fine}]}}
"""
    assert said(text, "FR306") == [
        (
            "procedure",
            LEFT
            + "`nation`, `working_week`, `categories`, `join`, `across_the_edge`, `same_date_counts`, "
            "`part_days` and `part_time`",
        )
    ]


MATTERING = (
    "categories: {sickness: counts}, join: never, same_date_counts: false, across_the_edge: {within: "
)
MATTERING += "days inside, since: started inside}"


@pytest.mark.parametrize(
    ("condition", "asked"),
    [
        ("absences: {at_least: 3, within: 6 months}", "part_days: {make_an_absence: true}, part_time"),
        ("working_days: {at_least: 3, within: 6 months}", "part_days: {lose: as recorded}, part_time"),
        ("calendar_days: {at_least: 3, within: 6 months}", "rest_days: all"),
        (
            "bradford: {at_least: 3, within: 6 months}",
            "part_days: {make_an_absence: true, lose: as recorded}",
        ),
        ("lost_time: {at_least: 3 percent, within: 6 months}", "part_days: {lose: as recorded}"),
        ("continuous: {at_least: 20 working days}", "part_time: {scaled: []}"),
    ],
)
def test_part_days_and_part_time_are_asked_for_where_they_could_change_a_count(condition, asked):
    text = f"""\
flowrules: 1
procedure: {{id: small, title: Small procedure}}
calendar: {{nation: england, working_week: [mon]}}
counting: {{{MATTERING}}}
stages: {{fine: {{next: [{{when: {{{condition}}}, to: away}}]}}, away: {{kind: end}}}}
"""
    (help,) = helps(text, "FR306")
    assert f"`counting: {{{asked}" in help
    said_so = re.search(r"`counting: \{(.*)\}`", help)[1]
    assert helps(text.replace(MATTERING, f"{MATTERING}, {said_so}"), "FR306") == []


@pytest.mark.parametrize(
    "condition",
    [
        "continuous: {at_least: 4 weeks}",
        "absent: true",
        "longest_absence: {at_least: 9 days, within: 1 year}",
    ],
)
def test_they_are_not_asked_for_where_nothing_could_come_out_otherwise(condition):
    text = f"""\
flowrules: 1
procedure: {{id: small, title: Small procedure}}
calendar: {{nation: england, working_week: [mon]}}
counting: {{{MATTERING}}}
stages: {{fine: {{next: [{{when: {{{condition}}}, to: away}}]}}, away: {{kind: end}}}}
"""
    assert helps(text, "FR306") == []


def test_what_the_way_out_writes_is_what_the_file_should_say():
    text = "flowrules: 1\nprocedure: {id: small, title: Small procedure}\nstages: {fine: {kind: end}}\n"
    (help,) = helps(text, "FR306")
    lines = re.findall(r"`((?:calendar|counting): .*?})`", help)
    assert len(lines) == 2
    whole = text + "\n".join(lines) + "\n"
    assert helps(whole, "FR306") == []
    assert flow_of(whole).counting == flow_of(text).counting
    assert flow_of(whole).calendar == flow_of(text).calendar


def test_only_what_is_unsaid_is_asked_for():
    text = SAID.replace("{within: days inside, since: started inside}", "{within: whole absence}")
    text = text.replace("nation: england, ", "") + "stages: {fine: {kind: end}}\n"
    assert said(text, "FR306") == [
        (
            "procedure",
            LEFT + "`nation` and `across_the_edge`",
        )
    ]
    (help,) = helps(text, "FR306")
    assert help == (
        "if the defaults are meant, say so: `calendar: {nation: england}` and "
        "`counting: {across_the_edge: {since: started inside}}` (inside the `calendar:` or `counting:` "
        "that is there, if one is; `flowrules new` shows them)"
    )


# Real procedures -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    sorted((HOME.parent / "examples").glob("*/procedure.yaml")),
    ids=lambda path: path.parent.name,
)
def test_the_shipped_procedures_break_no_rule(path: Path):
    found = check(path.read_bytes(), path.name, beside=beside(str(path)), today=TODAY).findings
    assert [one for one in found if one.severity != "note"] == []


def test_one_event_that_leads_there_and_back_on_its_own_day_is_a_circle():
    flow = flow_of("""
        flowrules: 1
        procedure: {id: small, title: Small procedure}
        events: {concern: {title: a concern}}
        stages:
          fine: {next: [{when: {recorded: concern}, to: review}]}
          review: {next: [{when: {recorded: concern}, to: fine}]}
    """)
    (found,) = [finding for finding in lint(flow) if finding.rule == "zero-time-cycle"]
    assert (
        found.message == "in a single day a person could go from `fine` to `review` and back to `fine`"
    )
