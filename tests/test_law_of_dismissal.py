"""Rules about fair steps up to a dismissal: what must be said, and where a rule must be quiet."""

from datetime import date

import pytest
from asking import whole_flow as flow_of

from flowrules import law
from flowrules.lint import all_rules
from flowrules.lint.routes import before, beyond, on_every_way, ways, ways_without

TODAY = date(2026, 11, 21)

HEAD = """\
flowrules: 1
procedure: {id: small, title: Small procedure, employer: academy}
events:
  oh-report: {title: an occupational health report, by: oh}
  concern: {title: a concern}
triggers:
  often: {absences: {at_least: 3, within: 6 months}}
  away-long: {continuous: {at_least: 4 weeks}}
"""


def found(rule: str, text: str, today: date = TODAY) -> list:
    return list(all_rules()[rule].check(flow_of(text), today))


def said(rule: str, text: str, today: date = TODAY) -> list[str]:
    return [one.message for one in found(rule, text, today)]


def procedure(
    *,
    first: str = "{when: often, to: hearing}",
    between: str = "",
    asks: str = "",
    needs: str = "",
    hears: str = "by: panel",
    outcomes: str = "dismiss, support",
    notice: str = 'do: "Give notice: the longer of contract and law", type: notice, by: head',
    more: str = "",
    appeal: str = "by: appeal-panel, companion: true, new_evidence: true, outcomes: [upheld, not-upheld]",
    upheld: str = "fine",
) -> str:
    """A hearing, a dismissal and an appeal, of which a test changes one thing."""
    return (
        HEAD
        + f"""\
roles: {{employee: Employee, manager: Line manager, head: Headteacher, hr: HR, oh: Health adviser,
        panel: Panel, appeal-panel: Other governors, payroll: Payroll software}}
stages:
  fine: {{next: [{first}]}}
{between}
  hearing:
    kind: hearing
    actions:
      {asks}
      - {{id: hear, do: Hear the case, {hears}, outcomes: [{outcomes}]}}
    next:
      - {{decided: {{hear: dismiss}}, {needs} to: dismissal}}
      - {{decided: {{hear: support}}, to: fine}}
  dismissal:
    kind: dismissal
    actions:
      - {{id: notice, {notice}}}
      - {{id: ask, do: Ask for it, by: employee, optional: true}}
      - {{id: leave, do: Confirm the end, by: hr, outcomes: [left]}}
    next: [{{when: {{recorded: ask}}, to: appeal}}, {{decided: {{leave: left}}, to: ended}}{more}]
  appeal:
    kind: appeal
    actions: [{{id: hear-appeal, do: Hear the appeal, {appeal}}}]
    next:
      - {{decided: {{hear-appeal: upheld}}, to: {upheld}}}
      - {{decided: {{hear-appeal: not-upheld}}, to: ended}}
  ended: {{kind: end}}
"""
    )


def warning(asks: str = "by: head", more: str = "", after: str = "after: 1 year, to: fine") -> str:
    """A meeting that may warn."""
    return (
        HEAD
        + f"""\
stages:
  fine: {{next: [{{when: often, to: review}}]}}
  review:
    actions:
      - {{id: meet, do: Meet and decide, {asks}, outcomes: [warn, support]}}
      {more}
    next: [{{decided: {{meet: warn}}, to: warned}}, {{decided: {{meet: support}}, to: fine}}]
  warned: {{kind: warning, next: [{{{after}}}]}}
"""
    )


# Ways through the stages -----------------------------------------------------------------------------

LADDER = (
    HEAD
    + """\
stages:
  fine: {next: [{when: often, to: left}, {when: away-long, to: right}]}
  left: {actions: [{id: talk, do: Talk, by: head}], next: [{after: 1 week, to: top}]}
  right: {next: [{when: {recorded: concern}, to: middle}, {after: 1 year, to: fine}]}
  middle: {next: [{after: 1 week, needs: {oh-report: 1 month}, to: top}]}
  top: {next: [{after: 1 year, to: fine}]}
"""
)


def names_of(way) -> list[str] | None:
    return None if way is None else [step.move.to for step in way]


def test_the_shortest_way_is_found_and_the_one_past_something():
    flow = flow_of(LADDER)
    top = flow.stages["top"]
    round_about = ["right", "middle", "top"]
    assert names_of(ways(flow).to(top)) == ["left", "top"]
    assert names_of(ways(flow, past=lambda step: step.move.to == "left").to(top)) == round_about
    assert names_of(ways_without(flow, lambda one: one.id == "talk").to(top)) == round_about
    assert ways_without(flow, lambda one: one.id in ("talk", "concern")).to(top) is None
    assert ways_without(flow, lambda one: one.id in ("talk", "oh-report")).to(top) is None


def test_a_way_can_be_asked_to_lead_through_something():
    flow = flow_of(LADDER)
    away = ways(flow, through=lambda step: step.move.trigger == "away-long")
    assert names_of(away.to(flow.stages["top"])) == ["right", "middle", "top"]
    assert names_of(away.to(flow.stages["left"])) == ["right", "fine", "left"]
    assert names_of(away.to(flow.stages["fine"])) == ["right", "fine"]
    assert names_of(ways(flow).to(flow.stages["fine"])) == []


def test_what_lies_on_every_way_and_before_and_beyond():
    flow = flow_of(LADDER)
    assert on_every_way(flow)["top"] == {"fine", "top"}
    assert on_every_way(flow)["middle"] == {"fine", "right", "middle"}
    assert [stage.id for stage in before(flow, flow.stages["middle"])] == [*flow.stages]
    away = flow_of(LADDER.replace("{next: [{after: 1 year, to: fine}]}\n", "{kind: end}\n"))
    assert [stage.id for stage in beyond(away, away.stages["middle"])] == ["top"]


@pytest.mark.parametrize(
    ("move", "sure"),
    [
        ("{when: {recorded: concern}, to: top}", True),
        ("{when: {all: [often, {recorded: concern}]}, to: top}", True),
        ("{when: {any: [{recorded: concern}]}, to: top}", True),
        ("{when: often, needs: {concern: 1 year}, to: top}", True),
        ("{when: {any: [often, {recorded: concern}]}, to: top}", False),
        ("{when: {not: {recorded: concern}}, to: top}", False),
    ],
)
def test_what_a_move_cannot_be_taken_without_is_on_its_way(move: str, sure: bool):
    flow = flow_of(HEAD + f"stages: {{fine: {{next: [{move}]}}, top: {{kind: end}}}}\n")
    assert (ways_without(flow, lambda one: one.id == "concern").to(flow.stages["top"]) is None) is sure


def test_a_period_that_counts_from_an_action_shows_that_it_was_done():
    look = "{id: look, do: Look, by: head, optional: true}"
    text = (
        HEAD
        + f"stages: {{fine: {{actions: [{look}], next: [{{MOVE, to: top}}]}}, top: {{kind: end}}}}\n"
    )
    for move, sure in (("after: 1 week, from: look", True), ("after: 1 week", False)):
        flow = flow_of(text.replace("MOVE", move))
        way = ways_without(flow, lambda one: one.id == "look").to(flow.stages["top"])
        assert (way is None) is sure


# Disability ------------------------------------------------------------------------------------------


def counted(categories: str, formal: str = "formal", between: str = "", window: str = "") -> str:
    to = "middle" if between else "first-meeting"
    return f"""\
flowrules: 1
procedure: {{id: small, title: Small procedure}}
counting: {{categories: {{sickness: counts, pregnancy: never, maternity: never, {categories}}}}}
triggers: {{often: {{absences: {{at_least: 3, within: 6 months{window}}}}}}}
stages:
  fine: {{next: [{{when: often, to: {to}}}]}}
  {between}
  first-meeting: {{kind: {formal}, next: [{{after: 6 months, to: fine}}]}}
"""


MIDDLE = "middle: {actions: [%s], next: [{after: 1 week, to: first-meeting}]}"
ADJUST = "{id: look, do: Consider adjustments, by: manager}"
HELP = "{id: look, do: See what would help, type: adjustment, by: manager}"


@pytest.mark.parametrize(
    "categories",
    ["disability: counts", "injury: counts", "disability: counts, disability-leave: never"],
)
def test_disability_that_nobody_asks_about_before_a_formal_step_is_told_once(categories: str):
    (found_,) = found("no-route-for-disability", counted(categories))
    assert "before the formal stage `first-meeting`" in found_.message
    assert len(found_.related) == 1
    assert found("disability-without-decision", counted(categories)) == []


@pytest.mark.parametrize(
    "text",
    [
        counted("disability: decide"),
        counted("disability: never"),
        counted("disability: counts", formal="informal"),
        counted("disability: counts", between=MIDDLE % ADJUST),
        counted("disability: counts", between=MIDDLE % HELP),
        counted("disability: counts", window=", excluding: [disability]"),
    ],
    ids=["decided", "never", "informal", "adjustments first", "by type", "left out"],
)
def test_a_route_for_disability_is_seen(text: str):
    assert said("no-route-for-disability", text) == []


def test_adjustments_that_are_only_offered_are_no_route():
    offered = ADJUST.replace("by: manager", "by: manager, optional: true")
    assert said("no-route-for-disability", counted("disability: counts", between=MIDDLE % offered))


def test_one_rule_for_all_disability_is_told():
    (message,) = said("disability-without-decision", counted("disability: never"))
    assert message.endswith("it never does")
    text = counted("disability: counts", between=MIDDLE % ADJUST)
    assert said("disability-without-decision", text)[0].endswith("it always does")


def test_leave_for_a_disability_is_not_absence_through_it():
    assert (
        said("disability-without-decision", counted("disability: decide, disability-leave: never")) == []
    )


# Who decides -----------------------------------------------------------------------------------------


def test_a_decision_with_two_outcomes_that_both_weigh_on_somebody_is_no_choice():
    text = warning().replace("outcomes: [warn, support]", "outcomes: [warn, warn-finally]")
    text = text.replace(
        "{decided: {meet: support}, to: fine}", "{decided: {meet: warn-finally}, to: last}"
    )
    text += "  last: {kind: warning, next: [{after: 1 year, to: fine}]}\n"
    assert said("decision-without-choice", text) == [
        "check that `meet` can end otherwise: every outcome is a warning or a dismissal"
    ]


def test_an_outcome_that_changes_nothing_is_a_choice():
    text = warning().replace(", {decided: {meet: support}, to: fine}", "")
    assert said("decision-without-choice", text) == []


def test_to_keep_the_warning_that_somebody_has_is_a_choice():
    text = procedure(
        first="{when: often, to: meeting}",
        between="""\
  meeting:
    actions: [{id: meet, do: Meet, by: head, outcomes: [warn, talk]}]
    next: [{decided: {meet: warn}, to: warned}, {decided: {meet: talk}, to: fine}]
  warned: {kind: warning, next: [{when: often, to: hearing}, {after: 1 year, to: fine}]}
""",
    ).replace("{decided: {hear: support}, to: fine}", "{decided: {hear: support}, to: warned}")
    assert said("decision-without-choice", text) == []


def test_an_appeal_is_not_asked_for_another_choice():
    text = (
        HEAD
        + """\
stages:
  fine: {next: [{when: often, to: warned}, {when: away-long, to: last}]}
  warned: {kind: warning, next: [{after: 1 day, to: ask}]}
  last: {kind: warning, next: [{after: 1 day, to: ask}]}
  ask:
    kind: appeal
    actions: [{id: again, do: Hear it again, by: head, outcomes: [upheld, not-upheld]}]
    next: [{decided: {again: upheld}, to: warned}, {decided: {again: not-upheld}, to: last}]
"""
    )
    assert said("decision-without-choice", text) == []
    assert len(said("decision-without-choice", text.replace("kind: appeal", "kind: formal"))) == 1


def test_a_machine_does_not_decide_on_a_dismissal():
    (message,) = said("decision-without-choice", procedure(hears="by: payroll"))
    assert message == "check that a person decides at `hear`: it is done by “Payroll software”"


# Advice, other work and retirement before a dismissal -------------------------------------------------

REPORT = "- {id: refer, do: Ask for a report, type: referral, by: hr}"
TALK = "- {id: talk-over, do: Talk the report over, by: head}"
BOTH = f"{REPORT}\n      {TALK}"


@pytest.mark.parametrize("do", ["Discuss the report", "Go through the occupational health advice"])
def test_to_go_through_the_advice_with_somebody_is_to_consult_them(do: str):
    asks = f"{REPORT}\n      - {{id: together, do: {do}, by: head}}"
    assert said("dismissal-without-advice", procedure(asks=asks)) == []


def test_advice_and_consultation_on_the_way_are_seen():
    assert said("dismissal-without-advice", procedure(asks=BOTH)) == []
    opinion = "- {id: ask-them, do: Ask for their opinion, type: consultation, by: head}"
    assert said("dismissal-without-advice", procedure(asks=f"{REPORT}\n      {opinion}")) == []
    assert (
        said("dismissal-without-advice", procedure(asks=TALK, needs="needs: {oh-report: 3 months},"))
        == []
    )


@pytest.mark.parametrize(
    ("asks", "missing"),
    [
        ("", "recent medical advice and consultation: a way to `dismissal` asks for neither"),
        (REPORT, "consultation: a way to `dismissal` asks for none"),
        (TALK, "recent medical advice: a way to `dismissal` asks for none"),
        (
            f"{TALK}\n      - {{id: report, do: Gather the attendance report, type: report, by: hr}}",
            "recent medical advice: a way to `dismissal` asks for none",
        ),
        (
            f"{TALK}\n      - {{id: refer, do: Refer, type: referral, by: hr, optional: true}}",
            "recent medical advice: a way to `dismissal` asks for none",
        ),
        (
            f"{TALK}\n      - {{id: meet, do: Meet about health advice, type: meeting, by: hr}}",
            "recent medical advice: a way to `dismissal` asks for none",
        ),
    ],
    ids=["neither", "no consultation", "no advice", "another report", "only offered", "only a meeting"],
)
def test_what_is_missing_before_a_dismissal_is_named(asks: str, missing: str):
    assert said("dismissal-without-advice", procedure(asks=asks)) == [
        f"check that nobody is dismissed without {missing}"
    ]


@pytest.mark.parametrize(("age", "quiet"), [("6 months", True), ("26 weeks", True), ("7 months", False)])
def test_a_report_may_not_be_old(age: str, quiet: bool):
    text = procedure(asks=TALK, needs=f"needs: {{oh-report: {age}}},")
    assert (said("dismissal-without-advice", text) == []) is quiet


def test_one_of_two_ways_without_advice_is_enough():
    text = procedure(
        first="{when: often, to: short}, {when: away-long, to: hearing}",
        between=f"  short: {{actions: [{REPORT[2:]}, {TALK[2:]}], next: [{{after: 1 day, to: hearing}}]}}\n",
    )
    (one,) = found("dismissal-without-advice", text)
    assert one.related[0][1] == "this way goes without: `fine`, `hearing`, `dismissal`"
    assert said("dismissal-without-advice", text.replace("{when: away-long, to: hearing}", "")) == []


def test_an_outcome_called_dismiss_dismisses_whatever_its_stage_is_called():
    text = procedure().replace("    kind: dismissal\n", "")
    assert len(said("dismissal-without-advice", text)) == 1


def test_an_outcome_called_no_dismissal_dismisses_nobody():
    text = procedure(outcomes="dismiss, no-dismissal").replace("{hear: support}", "{hear: no-dismissal}")
    assert said("short-notice", text) == []


def test_to_dismiss_an_appeal_dismisses_nobody():
    text = (
        warning(after="after: 1 week, to: ask")
        + """\
  ask:
    kind: appeal
    actions: [{id: again, do: Hear it again, by: panel, outcomes: [dismissed, upheld]}]
    next: [{decided: {again: dismissed}, to: over}, {decided: {again: upheld}, to: fine}]
  over: {kind: end}
"""
    )
    assert said("dismissal-without-advice", text) == []
    assert len(said("dismissal-without-advice", text.replace("kind: appeal", "kind: formal"))) == 1


@pytest.mark.parametrize(
    ("how", "missing"),
    [
        ({}, "other work and adjustments"),
        ({"asks": "- {id: a, do: Agree adjustments, by: hr}"}, "other work"),
        ({"asks": "- {id: a, do: Look for another post, by: hr}"}, "adjustments"),
        ({"asks": "- {id: a, do: Consider changed duties, by: hr}"}, None),
        ({"outcomes": "dismiss, support, redeploy"}, "adjustments"),
    ],
    ids=["neither", "adjustments", "other post", "changed duties", "an outcome"],
)
def test_other_work_and_adjustments_are_looked_for(how: dict[str, str], missing: str | None):
    expected = f"check that somebody considers {missing} before `dismissal`: a way goes without"
    assert said("no-other-work", procedure(**how)) == ([] if missing is None else [expected])


LONG = "{when: often, to: hearing}, {when: away-long, to: hearing}"


def test_retirement_is_asked_for_on_the_ways_of_a_long_absence_alone():
    assert said("no-ill-health-retirement", procedure()) == []
    (one,) = found("no-ill-health-retirement", procedure(first=LONG))
    assert (
        one.message
        == "check that ill-health retirement is considered before `dismissal` in a long absence"
    )
    retire = "- {id: pension, do: Consider retirement through ill health, by: hr}"
    assert said("no-ill-health-retirement", procedure(first=LONG, asks=retire)) == []
    assert (
        said("no-ill-health-retirement", procedure(first=LONG, outcomes="dismiss, support, retire"))
        == []
    )


def test_a_way_that_rests_on_a_long_absence_elsewhere_is_one_of_a_long_absence():
    text = (
        HEAD
        + """\
tracks: {case: {title: The case, start: fine}, absence: {title: Absence, start: here}}
stages:
  here: {track: absence, next: [{when: away-long, to: away}]}
  away: {track: absence, next: [{when: {absent: false}, to: here}]}
  fine: {track: case, next: [{when: {in_stage: away}, to: dismissal}]}
  dismissal: {track: case, kind: dismissal, next: [{after: 1 year, to: fine}]}
"""
    )
    assert len(said("no-ill-health-retirement", text)) == 1
    assert said("no-ill-health-retirement", text.replace("when: away-long", "when: often")) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("employer: academy", "employer: other"),
        ("employer: academy", "employer: independent"),
        ("at_least: 4 weeks", "at_least: 3 days"),
        ("at_least: 4 weeks", "less_than: 4 weeks"),
    ],
)
def test_retirement_is_not_asked_for_where_it_may_not_fit(old: str, new: str):
    assert said("no-ill-health-retirement", procedure(first=LONG).replace(old, new)) == []


# Appeals ---------------------------------------------------------------------------------------------


def test_an_appeal_to_others_that_can_set_the_dismissal_aside_is_fair():
    assert said("no-fair-appeal", procedure()) == []
    assert said("no-new-evidence", procedure()) == []


def test_an_appeal_heard_by_those_who_dismissed_or_warned_is_told():
    text = procedure(appeal="by: panel, outcomes: [upheld, not-upheld]")
    assert said("no-fair-appeal", text) == [
        "check that somebody else hears the appeal: “Panel” decides at `hear` too"
    ]
    text = procedure(
        first="{when: often, to: meeting}",
        between="""\
  meeting:
    actions: [{id: meet, do: Meet, by: appeal-panel, outcomes: [warn, talk]}]
    next: [{decided: {meet: warn}, to: warned}, {decided: {meet: talk}, to: fine}]
  warned: {kind: warning, next: [{when: often, to: hearing}, {after: 1 year, to: fine}]}
""",
    )
    assert said("no-fair-appeal", text)[0].endswith("“Other governors” decides at `meet` too")


def test_what_is_decided_after_the_appeal_takes_no_part_in_it():
    text = (
        procedure(upheld="watch")
        + """\
  watch:
    actions: [{id: meet, do: Meet, by: appeal-panel, outcomes: [warn, go]}]
    next: [{decided: {meet: warn}, to: warned}, {decided: {meet: go}, to: ended}]
  warned: {kind: warning, next: [{after: 1 year, to: ended}]}
"""
    )
    assert said("no-fair-appeal", text) == []


@pytest.mark.parametrize("upheld", ["ended", "dismissal"])
def test_an_appeal_without_effect_is_told(upheld: str):
    assert said("no-fair-appeal", procedure(upheld=upheld)) == [
        "check that the appeal can set the dismissal aside: no outcome of `hear-appeal` does"
    ]


def test_an_appeal_may_be_a_step_away_or_in_the_dismissal_itself():
    away = procedure().replace(
        "{when: {recorded: ask}, to: appeal}", "{when: {recorded: ask}, to: asked}"
    )
    away += "  asked: {next: [{after: 1 week, to: appeal}]}\n"
    assert said("no-fair-appeal", away) == []
    inside = procedure().replace("do: Confirm the end, by: hr", "do: Hear an appeal, by: hr")
    inside = inside.replace("{decided: {leave: left}, to: ended}", "{decided: {leave: left}, to: fine}")
    inside = inside.replace("{when: {recorded: ask}, to: appeal}, ", "")
    assert said("no-fair-appeal", inside) == []


def test_an_appeal_against_a_warning_is_none_against_the_dismissal():
    text = procedure().replace("{when: {recorded: ask}, to: appeal}, ", "")
    text = text.replace("{decided: {leave: left}, to: ended}", "{decided: {leave: left}, to: fine}")
    text = text.replace(
        "when: often, to: hearing}", "when: often, to: hearing}, {when: away-long, to: appeal}"
    )
    assert said("no-fair-appeal", text) == [
        "check that a dismissal can be appealed against: `dismissal` leads to none"
    ]


TAKES = "by: appeal-panel, new_evidence: true, within: 4 weeks, outcomes: [upheld, not-upheld%s]"


def test_an_appeal_with_a_deadline_can_wait_for_evidence():
    assert said("no-new-evidence", procedure(appeal=TAKES % "")) == [
        "check that the appeal can wait for new evidence: `hear-appeal` has a deadline"
    ]
    assert said("no-new-evidence", procedure(appeal=TAKES % ", wait")) == []


def test_words_show_that_new_evidence_may_be_brought():
    text = procedure(appeal="by: appeal-panel, outcomes: [upheld, not-upheld]")
    assert len(said("no-new-evidence", text)) == 1
    assert (
        said("no-new-evidence", text.replace("Hear the appeal,", "Hear the appeal and new evidence,"))
        == []
    )


def test_an_appeal_that_is_adjourned_for_new_evidence_takes_it():
    text = procedure(
        appeal="by: appeal-panel, within: 4 weeks, outcomes: [upheld, not-upheld, adjourned]"
    )
    text = text.replace(
        "{decided: {hear-appeal: upheld}, to: fine}",
        "{decided: {hear-appeal: upheld}, to: fine}\n      - {decided: {hear-appeal: adjourned}, to: wait}",
    )
    text += """\
  wait:
    kind: appeal
    actions: [{id: gather, do: Get the new medical evidence, by: hr}]
    next: [{when: {recorded: gather}, to: appeal}]
"""
    assert said("no-new-evidence", text) == []
    assert len(said("no-new-evidence", text.replace("new medical evidence", "room"))) == 1


def test_a_stage_in_which_an_appeal_only_waits_is_no_meeting():
    text = procedure().replace(
        "{decided: {hear-appeal: upheld}, to: fine}",
        "{decided: {hear-appeal: upheld}, to: fine}\n      - {when: {recorded: concern}, to: waiting}",
    )
    text += """\
  waiting:
    kind: appeal
    actions: [{id: wait, do: Get the further report, by: hr, outcomes: [received]}]
    next: [{decided: {wait: received}, to: appeal}]
"""
    named = [
        one for one in said("no-companion", text) + said("no-notice-of-meeting", text) if "`wait`" in one
    ]
    assert named == []


# Meetings --------------------------------------------------------------------------------------------


def test_a_companion_may_come_to_what_can_end_in_a_warning_or_worse():
    assert said("no-companion", warning()) == [
        "check that a companion may come: `meet` can end in a formal warning or a dismissal"
    ]
    assert said("no-companion", warning("by: head, companion: true")) == []
    assert said("no-companion", procedure())[0].startswith("check that a companion may come: `hear` ")
    text = procedure(hears="by: panel, companion: true", appeal="by: hr, outcomes: [upheld, not-upheld]")
    assert said("no-companion", text) == [
        "check that a companion may come: `hear-appeal` can end in a decision on an appeal"
    ]


def test_a_decision_on_paper_is_no_meeting():
    meeting = "- {id: talk, do: Meet, type: meeting, by: head, companion: true}"
    paper = "type: decision, by: head"
    assert said("no-companion", warning(paper, meeting)) == []
    assert said("no-companion", warning(paper, meeting.replace(", companion: true", "")))[0].startswith(
        "check that a companion may come: `talk` "
    )
    before_it = warning(paper).replace("{when: often, to: review}", "{when: often, to: talked}")
    before_it += f"  talked: {{actions: [{meeting[2:]}], next: [{{after: 1 week, to: review}}]}}\n"
    assert said("no-companion", before_it) == []
    assert len(said("no-companion", warning(paper))) == 1


def test_going_back_to_the_warning_that_somebody_has_needs_no_companion():
    text = warning(
        "by: head, companion: true", after="when: often, to: look}, {after: 1 year, to: fine"
    ) + (
        "  look: {actions: [{id: weigh, do: Weigh it, by: head, outcomes: [back, on]}], next:"
        " [{decided: {weigh: back}, to: warned}, {decided: {weigh: on}, to: fine}]}\n"
    )
    assert said("no-companion", text) == []


@pytest.mark.parametrize(
    ("length", "quiet"),
    [
        ("5 working days", True),
        ("1 week", True),
        ("7 days", True),
        ("5 days", False),
        ("4 working days", False),
    ],
)
def test_a_meeting_can_move_by_five_working_days(length: str, quiet: bool):
    text = warning(f"by: head, companion: true, postponement: {length}")
    assert (said("no-postponement", text) == []) is quiet


def test_meetings_that_do_not_say_how_far_they_move_are_told_of_together():
    text = procedure(hears="by: panel, companion: true")
    (one,) = found("no-postponement", text)
    assert "`hear`" in one.message
    assert [words for _, words in one.related] == ["nor does `hear-appeal`"]


def test_how_far_a_meeting_moves_is_said_where_a_companion_may_come():
    assert said("no-postponement", warning()) == []


def test_meetings_without_notice_and_those_with_little_are_told_of_together():
    text = procedure(hears="by: panel, notice: 2 working days")
    assert said("no-notice-of-meeting", text) == [
        "check that there is time to prepare for `hear-appeal`: it says nothing of notice",
        "check that 2 working days are time enough to prepare for `hear`",
    ]
    assert said("no-notice-of-meeting", warning("by: head, notice: 1 week")) == []
    assert said("no-notice-of-meeting", warning("by: head, type: decision")) == []


def test_a_meeting_that_is_said_not_to_be_disciplinary_is_not_called_so():
    text = (
        HEAD
        + """stages:
  fine: {next: [{when: {continuous: {at_least: 28 days}}, to: review}]}
  review: {actions: [{id: meet, do: Meet (this is not a disciplinary meeting), by: head}],
           next: [{after: 1 week, to: fine}]}
"""
    )
    assert said("called-disciplinary", text) == []
    assert len(said("called-disciplinary", text.replace("not a", "a"))) == 1


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("review: {", "review: {title: Disciplinary meeting, "),
        ("do: Meet", "do: Warn of misconduct"),
        ("title: Small procedure", "title: Disciplinary rules for absence"),
    ],
)
def test_ill_health_is_not_called_disciplinary(old: str, new: str):
    text = HEAD + "stages: {fine: {next: [{when: often, to: review}]}, review: {actions: "
    text += "[{id: meet, do: Meet, by: head}], next: [{after: 1 week, to: fine}]}}\n"
    assert said("called-disciplinary", text) == []
    assert len(said("called-disciplinary", text.replace(old, new))) == 1


HANDED = """{next: [{when: often, to: talk}]}, talk: {actions:
  [{id: meet, do: Hand over to the disciplinary procedure, by: head}], next: [{after: 1 week, to: fine}]}"""
AWAY = """{next: [{when: {absences: {at_least: 1, within: 1 month, only: [unauthorised]}}, to: talk}]},
  talk: {title: Disciplinary meeting, next: [{after: 1 week, to: fine}]}"""
DECIDED = """{actions: [{id: look, do: Look, by: head, outcomes: [conduct]}],
  next: [{decided: {look: conduct}, to: talk}]},
  talk: {title: Disciplinary meeting, next: [{after: 1 week, to: fine}]}"""


@pytest.mark.parametrize(
    "text",
    [HANDED, AWAY, DECIDED],
    ids=["handed over", "no sickness", "decided"],
)
def test_conduct_has_a_route_of_its_own(text: str):
    text = f"{HEAD}counting: {{categories: {{sickness: counts, unauthorised: counts}}}}\nstages: {{fine: {text}}}\n"
    assert said("called-disciplinary", text) == []


def test_a_track_for_conduct_is_a_route_of_its_own_and_a_procedure_is_not():
    tracks = """\
tracks: {absence: {title: Absence, start: fine}, conduct: {title: Conduct, start: good}}
stages:
  fine: {track: absence, next: [{when: often, to: fine}]}
  good: {track: conduct, next: [{when: {recorded: concern}, to: talk}]}
  talk: {track: conduct, title: Disciplinary meeting, next: [{after: 1 week, to: good}]}
"""
    assert said("called-disciplinary", HEAD + tracks) == []
    assert len(said("called-disciplinary", HEAD + tracks.replace("title: Conduct", "title: Other"))) == 1
    one = "stages: {fine: {title: Disciplinary meeting, next: [{when: often, to: fine}]}}\n"
    assert len(said("called-disciplinary", HEAD.replace("Small procedure", "Conduct") + one)) == 1


# Notice, the local authority, and who hears it -------------------------------------------------------


@pytest.mark.parametrize(
    ("notice", "message"),
    [
        ("do: Give 12 weeks' notice, by: head", None),
        ("do: Give at least a week of notice, by: head", None),
        ("do: Write with the notice, type: notice, by: head", None),
        ("do: Give the full contractual notice with a written summary of the reasons, by: head", None),
        ('do: "Give the longer of contractual and statutory notice, immediately after the hearing", by: head', None),
        ("do: Give a month's notice, by: head", "check that “a month” is notice enough: the law may ask for up to 12 weeks"),
        ("do: Write with the outcome, by: head", "check that notice is given: nobody does at `dismissal`"),
        ("do: Dismiss without notice, by: head", "check that notice is given: `notice` says “without notice”"),
    ],
)  # fmt: skip
def test_notice_is_given_and_long_enough(notice: str, message: str | None):
    assert said("short-notice", procedure(notice=notice)) == ([] if message is None else [message])


def test_notice_of_a_hearing_is_not_that_of_a_dismissal():
    asks = "- {id: call, do: Send notice of the hearing 10 days before, type: letter, by: hr}"
    assert said("short-notice", procedure(asks=asks)) == []


def test_notice_may_be_given_with_the_decision():
    letter = "- {id: letter, do: Write with the outcome and the notice, type: letter, by: panel}"
    text = procedure(notice="do: Write to payroll, by: head", asks=letter)
    assert said("short-notice", text) == []


def test_to_confirm_that_notice_has_run_out_gives_none():
    text = procedure(notice="do: Write to payroll, by: head")
    assert said("short-notice", text.replace("Confirm the end", "Confirm that notice has run out")) == [
        "check that notice is given: nobody does at `dismissal`"
    ]


def test_a_person_may_say_when_notice_has_run_out():
    sooner = "{decided: {leave: left}, after: 4 weeks, from: notice, to: ended}"
    assert said("short-notice", procedure().replace("{decided: {leave: left}, to: ended}", sooner)) == []


@pytest.mark.parametrize(
    ("length", "quiet"), [("12 weeks", True), ("13 weeks", True), ("11 weeks", False)]
)
def test_employment_does_not_end_by_itself_before_the_notice(length: str, quiet: bool):
    text = procedure(more=f", {{after: {length}, from: notice, to: ended}}")
    assert (said("short-notice", text) == []) is quiet


def test_only_a_maintained_school_tells_its_local_authority():
    for employer in ("academy", "independent", "other"):
        text = procedure().replace("employer: academy", f"employer: {employer}")
        assert said("local-authority-not-told", text) == []
    assert said("local-authority-not-told", procedure().replace(", employer: academy", "")) == []
    maintained = procedure().replace("employer: academy", "employer: maintained")
    assert said("local-authority-not-told", maintained) == [
        "check that the local authority is told of `dismissal`, where it is the employer"
    ]
    letter = "Write to the local authority"
    for place in ("Confirm the end", "Hear the case", "Hear the appeal"):
        assert said("local-authority-not-told", maintained.replace(place, letter)) == []
    for letter in ("Write to the Council as employer", "Write to the Local Authority"):
        assert said("local-authority-not-told", maintained.replace("Confirm the end", letter)) == []


def test_whoever_only_wrote_letters_or_heard_an_appeal_has_not_managed_the_case():
    between = """\
  talk: {actions: [{id: write, do: Write, type: letter, by: panel}, {id: again, do: Hear an appeal,
         type: meeting, by: panel, optional: true}, {id: meet, do: Meet, type: meeting, by: %s}],
         next: [{after: 1 week, to: hearing}]}
"""
    first = "{when: often, to: talk}"
    assert said("hearing-by-manager", procedure(first=first, between=between % "head")) == []
    assert said("hearing-by-manager", procedure(first=first, between=between % "panel")) == [
        "check that “Panel” has not managed the case that `hear` decides"
    ]


def test_what_is_done_at_the_hearing_itself_does_not_manage_the_case():
    text = procedure().replace("kind: hearing", "kind: formal")
    assert said("hearing-by-manager", text) == []


# Their sources ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [*range(1, 4), *range(5, 18)])
def test_every_entry_says_what_is_asked_for_and_how_its_sources_were_read(number: int):
    entry = law.entry(f"L{number:02}")
    assert entry.says.endswith(".")
    assert entry.sources
    assert {one.read for one in entry.sources} <= set(law.READ)
    assert not [one.text for one in entry.sources if one.text.endswith(".")]
