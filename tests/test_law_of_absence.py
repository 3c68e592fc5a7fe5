"""The edges of the rules of law about pay, notes, reports, part-time staff, contact and the file itself."""

from datetime import date

import pytest

from flowrules import law
from flowrules.check import check
from flowrules.finding import Finding
from flowrules.lint import rules_of
from flowrules.placed import place

TODAY = date(2026, 11, 21)
HEADER = "id: small, title: Small procedure"
FINE = """\
triggers: {often: {absences: {at_least: 3, within: 6 months}}}
stages:
  fine: {next: [{when: often, to: review}]}
  review: {next: [{after: 6 months, to: fine}]}
"""


def procedure(rest: str = FINE, header: str = "") -> str:
    return f"flowrules: 1\nprocedure: {{{HEADER}{header and ', '}{header}}}\n{rest}"


def noted(text: str) -> str:
    """A procedure with one note for readers."""
    return procedure(header=f'notes: ["{text}"]')


def found(rule: str, text: str, today: date = TODAY) -> list[Finding]:
    """What one rule finds in a procedure that is sound otherwise."""
    checked = check(text, today=today, packs=("law-england",))
    assert checked.flow is not None, checked.findings
    return [one for one in checked.findings if one.rule == rule]


def pointed(rule: str, text: str) -> list[str]:
    """The line of each finding of one rule."""
    source = check(text).source
    return [text.split("\n")[place(one, source, "-").line - 1].strip() for one in found(rule, text)]


def helped(rule: str, text: str) -> str:
    (one,) = found(rule, text)
    return one.help


# Sick pay --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "Statutory sick pay begins after three waiting days",
        "No pay for the three Waiting  Days",
        "SSP needs 4 consecutive days of sickness",
        "SSP is for those who earn £125 a week or more",
        "Those under the lower earnings limit have no statutory sick pay",
    ],
)
def test_sick_pay_as_it_was_is_found(text):
    assert len(found("waiting-days", noted(text))) == 1


@pytest.mark.parametrize(
    "text",
    [
        "There are no waiting days",
        "Statutory sick pay begins on the first day, without waiting days",
        "Waiting days no longer apply",
        "Waiting days were abolished in April",
        "Four consecutive days away lead to a call",
        "Statutory sick pay is £123.25 a week",
        "SSP can be up to £1250",
        "Ask for the pay policy",
        "The school's own sick pay starts after three waiting days",
    ],
)
def test_sick_pay_as_it_is_and_days_of_something_else_are_not(text):
    assert found("waiting-days", noted(text)) == []


def test_waiting_days_are_found_wherever_people_read_them():
    text = procedure("""\
contact:
  - {id: call-in, do: Phone in, who: employee, to: manager, on: day 1, how: phone,
     if_missed: Pay stops for the waiting days}
stages: {fine: {next: [{after: 6 months, to: fine}]}}
""")
    assert pointed("waiting-days", text) == ["if_missed: Pay stops for the waiting days}"]


def test_before_the_law_changed_waiting_days_were_right():
    text = noted("Statutory sick pay begins after three waiting days")
    assert found("waiting-days", text, date(2026, 4, 5)) == []
    (one,) = found("waiting-days", text, date(2026, 4, 6))
    assert "since 6 April 2026" in one.message


# Fit notes -------------------------------------------------------------------------------------------


def contact(said: str) -> str:
    return procedure(f"contact:\n  - {{id: note, who: employee, to: manager, {said}}}\n{FINE}")


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("do: Send a fit note, on: day 7", "day 7"),
        ("do: Hand in a doctor’s note, on: day 3", "day 3"),
        ("do: Send a medical certificate, on: [day 8, day 2]", "day 2"),
        ("do: Send a fit note, on: working day 5", "working day 5"),
        ("do: Send a fit note, every: 7 days, starting: day 1, until: return", "day 1"),
    ],
)
def test_a_fit_note_before_the_eighth_day_is_found(said, told):
    (one,) = found("fit-note-too-early", contact(said))
    assert one.message.endswith(f"asks for one on {told}")


@pytest.mark.parametrize(
    "said",
    [
        "do: Send a fit note, on: day 8",
        "do: Send a fit note, on: working day 6",
        "do: Send a fit note, on: return",
        "do: Send a self-certificate, on: day 1",
        "do: 'Phone in, and send a fit note after 7 days', on: day 1",
        "do: Phone in, on: day 1",
    ],
)
def test_a_fit_note_from_the_eighth_day_on_is_not(said):
    assert found("fit-note-too-early", contact(said)) == []


def test_working_days_are_counted_in_the_week_of_the_school():
    said = "do: Send a fit note, on: working day 5"
    week = "calendar: {working_week: [mon, tue, wed, thu]}\n"
    assert found("fit-note-too-early", contact(said) + week) == []
    assert len(found("fit-note-too-early", contact(said.replace("5", "4")) + week)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Send a doctor's note",
        "Send a GP certificate",
        "a fit note signed by your GP",
        "Ask for a Doctor’s Certificate",
    ],
)
def test_a_note_by_doctors_alone_is_found(text):
    assert "physiotherapist" in helped("only-a-doctor", noted(text))


@pytest.mark.parametrize(
    "text",
    [
        "Send a fit note",
        "a fit note from your doctor, nurse or pharmacist",
        "a doctor's note or another health professional's",
        "a fit note, and not a doctor's note",
        "You do not need to bring in a doctor's certificate before day 8",
        "Tell your doctor what the school can offer",
    ],
)
def test_a_note_by_others_too_is_not(text):
    assert found("only-a-doctor", noted(text)) == []


def test_before_others_could_sign_a_doctors_note_was_right():
    assert found("only-a-doctor", noted("Send a doctor's note"), date(2022, 6, 30)) == []


# Reports ---------------------------------------------------------------------------------------------


def with_actions(*actions: str) -> str:
    lines = "".join(f"      - {{{action}}}\n" for action in actions)
    return procedure(f"""\
triggers: {{often: {{absences: {{at_least: 3, within: 6 months}}}}}}
stages:
  fine: {{next: [{{when: often, to: review}}]}}
  review:
    actions:
{lines}    next: [{{after: 6 months, to: fine}}]
""")


ASK = "id: report, do: Ask the consultant for a report, type: referral, by: hr"


def test_a_report_asked_of_a_doctor_needs_consent():
    assert pointed("no-consent-to-report", with_actions(ASK)) == [f"- {{{ASK}}}"]
    assert "within 21 days" in helped("no-consent-to-report", with_actions(ASK))


@pytest.mark.parametrize(
    "beside",
    [
        "id: ask, do: Ask for consent, by: hr",
        "id: consent, do: Explain what will be asked, type: consultation, by: hr",
        "id: ask, do: Say what permission is needed for, by: hr",
        "id: ask, do: 'Write, if the employee consents', by: hr",
    ],
)
def test_consent_may_be_asked_for_by_itself(beside):
    assert found("no-consent-to-report", with_actions(ASK, beside)) == []


@pytest.mark.parametrize(
    "action",
    [
        "id: report, do: Ask occupational health for a report, type: referral, by: hr",
        "id: report, do: Bring a report from your doctor, by: employee",
        "id: talk, do: Talk the doctor's report over, by: manager, type: consultation",
        "id: report, do: 'Ask the GP for a report, with consent', by: hr",
    ],
)
def test_other_reports_and_talks_need_none_here(action):
    assert found("no-consent-to-report", with_actions(action)) == []


def test_all_that_is_medical_and_not_marked_is_one_finding():
    text = with_actions(
        "id: opinion, do: Get the medical evidence, type: report, by: hr",
        "id: review-all, do: Gather three years of attendance, type: report, by: hr",
        "id: refer, do: Refer to occupational health, type: referral, by: hr",
    ).replace(
        "triggers:",
        "events:\n  oh-report: {title: a letter, by: oh}\n  concern: {title: a concern}\ntriggers:",
    )
    (one,) = found("health-in-the-open", text)
    assert one.message.endswith("`oh-report` and `opinion` are not marked")
    assert [path for path, _ in one.related] == [("stages", "review", "actions", 0, "id")]
    assert pointed("health-in-the-open", text) == ["oh-report: {title: a letter, by: oh}"]


def test_what_is_marked_is_well():
    text = with_actions(
        "id: opinion, do: Get the medical evidence, type: report, by: hr, confidential: true"
    )
    assert found("health-in-the-open", text) == []


def test_a_role_is_medical_by_what_it_is_called():
    text = with_actions("id: advice, do: Give advice, type: report, by: nurse")
    roles = "roles: {employee: Employee, hr: HR, nurse: School nurse}\n"
    assert len(found("health-in-the-open", text + roles)) == 1
    assert found("health-in-the-open", text + roles.replace("School nurse", "School office")) == []


# Part-time staff and scores --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "lines"),
    [
        ("{scaled: [], round: exact}", 0),
        ("{scaled: [working_days, continuous], round: up to whole}", 0),
        ("{scaled: [], round: nearest half}", 0),
        ("{scaled: [working_days], round: nearest half}", 1),
        ("{scaled: [absences], round: exact}", 1),
        ("{scaled: [absences, hours_lost], round: nearest half}", 2),
    ],
)
def test_the_number_of_absences_is_not_scaled_and_nothing_rounded_down(said, lines):
    text = procedure(f"counting: {{part_time: {said}}}\ncalendar: {{hours_per_week: 37}}\n{FINE}")
    assert len(found("part-time-worse-off", text)) == lines


def test_the_way_out_keeps_the_other_measures():
    text = procedure(
        f"counting: {{part_time: {{scaled: [working_days, absences, continuous], round: exact}}}}\n{FINE}"
    )
    assert helped("part-time-worse-off", text).endswith("`scaled: [continuous, working_days]`")


SCORE = "bradford: {at_least: 50, within: 12 months}"


def by_score(move: str, kind: str = "formal") -> str:
    return procedure(f"""\
events: {{report: {{title: a report, by: hr}}}}
triggers: {{score: {{{SCORE}}}}}
stages:
  fine:
    actions: [{{id: look, do: Look, by: manager, outcomes: [on]}}]
    next: [{move}]
  then: {{kind: {kind}, next: [{{after: 6 months, to: fine}}]}}
""")


@pytest.mark.parametrize(
    "when",
    [
        "score",
        f"{{{SCORE}}}",
        f"{{any: [{{{SCORE}}}, {{absences: {{at_least: 9, within: 1 year}}}}]}}",
        f"{{all: [{{{SCORE}}}, {{group: [teacher]}}]}}",
    ],
)
def test_a_score_alone_that_leads_to_a_formal_stage_is_found(when):
    assert len(found("bradford-decides", by_score(f"{{when: {when}, to: then}}"))) == 1


@pytest.mark.parametrize(
    "move",
    [
        f"{{when: {{all: [{{{SCORE}}}, {{absences: {{at_least: 3, within: 1 year}}}}]}}, to: then}}",
        "{when: score, decided: {look: on}, to: then}",
        "{when: score, needs: {report: 3 months}, to: then}",
        "{when: {not: {bradford: {at_least: 50, within: 12 months}}}, to: then}",
        "{when: {bradford: {at_most: 50, within: 12 months}}, to: then}",
    ],
)
def test_a_score_beside_something_else_is_not(move):
    assert found("bradford-decides", by_score(move)) == []


def test_a_score_may_lead_to_a_talk():
    assert found("bradford-decides", by_score("{when: score, to: then}", kind="informal")) == []


def test_one_stage_that_scores_lead_to_is_told_once():
    text = by_score(
        "{when: score, to: then}, {when: {bradford: {at_least: 90, within: 1 year}}, to: then}"
    )
    assert len(found("bradford-decides", text)) == 1


# Contact, and a day by which somebody looks ----------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "lines"),
    [
        ("every: 1 day, starting: day 2, until: return", 1),
        ("every: 3 days, starting: day 2, until: day 30", 1),
        ("every: 1 day, starting: day 2, until: day 7", 0),
        ("every: 7 days, starting: day 8, until: return", 0),
        ("every: 1 week, starting: day 8, until: return", 0),
        ("every: 1 month, starting: day 8, until: return", 0),
    ],
)
def test_contact_more_than_weekly_for_a_whole_absence_is_found(said, lines):
    assert len(found("contact-too-often", contact(f"do: Say how things are, {said}"))) == lines


def test_contact_between_others_may_be_daily():
    text = contact("do: Say who is away, every: 1 day, starting: day 1, until: return")
    assert found("contact-too-often", text.replace("who: employee", "who: hr")) == []


STAGES = """\
triggers: {away: {continuous: {at_least: 4 weeks}}}
stages:
  fine: {next: [{when: away, to: review}]}
  review:
    actions: [ACTIONS]
    next: [{decided: {meet: back}, to: fine}MORE]
"""
MEET = "{id: meet, do: Meet, by: manager, outcomes: [back]}"


def staged(actions: str, more: str = "") -> str:
    return procedure(STAGES.replace("ACTIONS", actions).replace("MORE", more))


@pytest.mark.parametrize(
    ("actions", "more"),
    [
        (MEET, ""),
        (MEET.replace("by:", "optional: true, within: 2 weeks, by:"), ""),
        (f"{MEET}, {{id: note, do: Write, by: hr, within: 5 days, from: meet}}", ""),
        (MEET, ", {after: 6 months, from: meet, to: fine}"),
        (f"{MEET}, {{id: papers, do: Send papers, by: hr, before: meet}}", ""),
    ],
)
def test_a_stage_whose_clocks_need_not_start_is_found(actions, more):
    assert pointed("no-day-to-look", staged(actions, more)) == ["review:"]


@pytest.mark.parametrize(
    ("actions", "more"),
    [
        (MEET.replace("by:", "within: 2 weeks, by:"), ""),
        (MEET.replace("by:", "every: 4 weeks, by:"), ""),
        (MEET, ", {after: 6 months, to: fine}"),
        (f"{MEET}, {{id: note, do: Write, by: hr, within: 5 days}}", ""),
        (
            f"{MEET.replace('by:', 'from: note, within: 5 days, by:')}, {{id: note, do: Write, by: hr, within: 5 days}}",
            "",
        ),
    ],
)
def test_a_stage_with_one_day_that_is_sure_to_come_is_not(actions, more):
    assert found("no-day-to-look", staged(actions, more)) == []


def test_stages_without_a_day_are_one_finding_and_starts_and_ends_none():
    text = procedure("""\
triggers: {away: {continuous: {at_least: 4 weeks}}}
stages:
  fine: {next: [{when: away, to: one}]}
  one: {next: [{when: {absent: false}, to: two}]}
  two: {next: [{when: away, to: done}]}
  done: {kind: end}
""")
    (one,) = found("no-day-to-look", text)
    assert "in `one`, or in 1 other, nothing" in one.message
    assert [path for path, _ in one.related] == [("stages", "two")]


@pytest.mark.parametrize(
    ("condition", "lines"),
    [
        ("assessed: on return, absences: {at_least: 3, within: 6 months}", 1),
        ("assessed: on return, working_days: {at_least: 3, within: 6 months}", 1),
        ("absences: {at_least: 3, within: 6 months}", 1),
        ("working_days: {at_least: 3, within: 6 months}", 0),
        ("continuous: {at_least: 4 weeks}", 0),
        ("recorded: concern", 0),
    ],
)
def test_an_absence_without_an_end_is_looked_at_by_its_length(condition, lines):
    text = procedure(f"""\
events: {{concern: {{title: a concern}}}}
triggers: {{often: {{{condition}}}}}
stages:
  fine: {{next: [{{when: often, to: review}}]}}
  review: {{next: [{{after: 6 months, to: fine}}]}}
""")
    assert len(found("no-day-to-look", text)) == lines


def test_an_upper_limit_does_not_look_at_a_long_absence():
    text = procedure(
        FINE.replace(
            "{after: 6 months, to: fine}",
            "{after: 6 months, when: {longest_absence: {at_most: 4 days, since: entered}}, to: fine}, "
            "{after: 7 months, to: fine}",
        )
    )
    assert len(found("no-day-to-look", text)) == 1


# Work injury and service -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "said",
    [
        "counting: {categories: {sickness: counts, industrial-injury: counts}}",
        "counting: {reasons: [accident]}",
        "events: {assault: {title: an attack}}",
        "support: [{title: Accidents at work, how: tell the office}]",
    ],
)
def test_an_injury_at_work_may_be_spoken_of_anywhere(said):
    assert found("work-injury-unsaid", procedure(f"{said}\n{FINE}")) == []


def test_a_file_that_knows_no_injury_is_told_once_where_kinds_of_absence_stand():
    text = procedure(f"counting:\n  categories: {{sickness: counts, disability: decide}}\n{FINE}")
    line = "categories: {sickness: counts, disability: decide}"
    assert pointed("work-injury-unsaid", text) == [line]
    assert len(found("work-injury-unsaid", procedure())) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Only for staff with two years' service",
        "2 years of service give a right not to be unfairly dismissed and paid off",
        "two years’ continuous employment are needed",
    ],
)
def test_two_years_of_service_are_found(text):
    (one,) = found("two-years-service", noted(text))
    assert "6 months" in one.message
    assert "1 January 2027" in one.message


@pytest.mark.parametrize(
    "text", ["Full pay grows after two years' service", "Two years of records are kept"]
)
def test_service_for_pay_and_other_years_are_not(text):
    assert found("two-years-service", noted(text)) == []


@pytest.mark.parametrize(
    ("length", "lines"), [("2 years", 1), ("24 months", 1), ("6 months", 0), ("3 years", 0)]
)
def test_a_condition_may_ask_for_two_years_too(length, lines):
    text = procedure(
        FINE.replace("{when: often,", f"{{when: {{all: [often, {{service: {{less_than: {length}}}}}]}},")
    )
    assert len(found("two-years-service", text)) == lines


# The file itself -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("employer", "lines"), [("maintained", 1), ("academy", 1), ("independent", 0), ("other", 0)]
)
def test_schools_of_the_state_say_when_they_looked_at_equality(employer, lines):
    text = procedure(header=f"employer: {employer}")
    assert len(found("no-equality-impact", text)) == lines
    assert found("no-equality-impact", text.replace("title:", "equality_impact: In June, title:")) == []


def test_whose_school_it_is_may_be_left_open():
    assert found("no-equality-impact", procedure()) == []


def checked_on(day: str, today: date) -> list[str]:
    text = procedure(header=f"law_checked_on: {day}")
    return [one.message for one in found("law-not-checked", text, today)]


def test_the_law_is_to_be_looked_at_again_after_twelve_months():
    entries = law.entries().values()
    last = max(fact.from_ for one in entries for fact in one.facts if fact.from_)
    year = last.year + 1
    assert checked_on(f"{year}-02-10", date(year + 1, 2, 10)) == []
    assert checked_on(f"{year}-02-10", date(year + 1, 2, 11)) == [
        f"check the law again, last checked on 10 February {year}: that is more than 12 months ago"
    ]


def test_the_law_is_to_be_looked_at_again_when_it_has_changed_and_not_before():
    assert checked_on("2026-04-01", date(2026, 4, 5)) == []
    (message,) = checked_on("2026-04-01", date(2026, 4, 6))
    assert message.startswith("check the law again, last checked on 1 April 2026: since 6 April 2026, ")
    assert "statutory sick pay is due from the first qualifying day" in message
    assert checked_on("2026-04-06", date(2026, 4, 7)) == []


def test_a_file_that_names_no_day_is_asked_for_one():
    assert helped("law-not-checked", procedure()).endswith("`law_checked_on: 2026-11-21`")


def test_without_a_day_nothing_that_rests_on_it_is_said():
    said = {one.rule for one in check(noted("Three waiting days"), packs=("law-england",)).findings}
    assert not said & {"waiting-days", "law-not-checked", "only-a-doctor", "fit-note-too-early"}
    assert "no-retention" in said


def test_the_sources_of_every_rule_of_law_say_how_they_were_read():
    for rule in rules_of("law-england"):
        if rule.law is not None:
            assert rule.law.sources, rule.name
            assert all(one.read in law.READ for one in rule.law.sources), rule.name
