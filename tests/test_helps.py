"""What a help proposes is written into the file as it stands there, and the file is looked at again."""

from datetime import date

import pytest
from written_helps import shown_in

from flowrules.formats.run import look

TODAY = date(2026, 11, 21)

# A school's own file, in which nothing is declared yet of what the law wants before a dismissal.
SCHOOL = """\
flowrules: 1
procedure: {id: small, title: Small procedure, employer: academy, effective_from: 2026-09-01,
  retention: 6 years after leaving, law_checked_on: 2026-11-21}
roles: {employee: Employee, manager: Line manager, head: Headteacher, hr: HR adviser, panel: Governors,
  appeal: Other governors}
calendar: {nation: england, working_week: [mon, tue, wed, thu, fri]}
counting:
  categories: {sickness: counts, disability: decide, work-injury: decide, pregnancy: never,
               maternity: never}
  decided_by: head
  join: across non-working days
  across_the_edge: {within: days inside, since: started inside}
  same_date_counts: false
  part_days: {make_an_absence: true, lose: as recorded}
  part_time: {scaled: [], round: exact}
contact:
  - {id: keep-in-touch, do: Call, who: manager, to: employee, every: 7 days, starting: day 8,
     until: return}
  - {id: return-to-work, do: Talk, who: manager, to: employee, on: return, within: 2 working days}
events:
  complaint: {title: a complaint, by: employee}
triggers:
  often: {absences: {at_least: 3, within: 6 months}}
  away-long: {continuous: {at_least: 4 weeks}}
stages:
  fine:
    next:
      - {when: often, to: hearing}
      - {when: away-long, to: hearing}
      - {when: {recorded: complaint}, to: hearing}
  hearing:
    kind: hearing
    actions:
      - {id: invite, do: Invite to the hearing, type: letter, by: hr, within: 5 working days}
      - {id: hear, title: the hearing, do: Hear the case and decide, type: hearing, by: panel,
         within: 25 working days, notice: 10 working days, companion: true, postponement: 5 working days,
         outcomes: [dismiss, support]}
    next:
      - {decided: {hear: dismiss}, to: dismissed}
      - {decided: {hear: support}, to: fine}
  dismissed:
    kind: dismissal
    actions:
      - {id: notice, do: "Give notice: the longer of contract and law", type: notice, by: head,
         within: 5 working days}
      - {id: appeal, title: the appeal, do: Hear an appeal if asked, type: hearing, by: appeal,
         optional: true, within: 20 working days, notice: 5 working days, companion: true,
         postponement: 5 working days, outcomes: [upheld, not-upheld]}
    next:
      - {decided: {appeal: upheld}, to: fine}
      - {decided: {appeal: not-upheld}, to: ended}
  ended: {kind: end}
"""


def weighty(text):
    """What is found in a text that is more than a note, by code and message."""
    found = look(text.encode(), "procedure.yaml", today=TODAY).findings
    return {(one.code, one.message): one for one in found if one.severity != "note"}


def with_edits(text, edits):
    for old, new in edits:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


def help_of(text, code):
    (help,) = [one.help for (found, _), one in weighty(text).items() if found == code]
    return help


def followed(text, code, *edits):
    """The text with its help followed: the rule is silent, and nothing else is wrong that was not."""
    known, shown = weighty(text), shown_in(help_of(text, code))
    after = with_edits(text, edits)
    plain = " ".join(after.split())
    assert [one for one in shown if one.strip("{}") not in plain] == []
    found = weighty(after)
    assert [one for one in found if one[0] == code or one not in known] == []
    return after


INVITE = "      - {id: invite, do: Invite to the hearing"
REPORT = "  oh-report: {title: an occupational health report, by: hr, confidential: true}\n"
TALK = "      - {id: consultation, do: Talk the report over together, type: consultation, by: head,\n"
OTHER = "      - {id: redeployment, do: Consider other work, type: consultation, by: hr,\n"
CHANGES = "      - {id: adjustments, do: Consider adjustments together, type: adjustment, by: manager,\n"
PENSION = "      - {id: ill-health-retirement, do: Consider ill-health retirement, type: consultation,\n"
SOON = "         within: 10 working days}\n"
OF_HR = "         by: hr, within: 10 working days}\n"


def test_what_is_missing_before_a_dismissal_is_declared_and_needed_as_the_help_writes_it():
    """One after the other, so that each help is given with what the one before has put there."""
    advised = followed(
        SCHOOL,
        "FR706",
        ("events:\n", "events:\n" + REPORT),
        (INVITE, TALK + SOON + INVITE),
        ("to: dismissed}", "to: dismissed, needs: {oh-report: 3 months, consultation: 3 months}}"),
    )
    looked = followed(
        advised,
        "FR713",
        (INVITE, OTHER + SOON + CHANGES + SOON + INVITE),
        (
            "consultation: 3 months}",
            "consultation: 3 months, redeployment: 6 months, adjustments: 6 months}",
        ),
    )
    followed(
        looked,
        "FR714",
        (INVITE, PENSION + OF_HR + INVITE),
        ("adjustments: 6 months}", "adjustments: 6 months, ill-health-retirement: 6 months}"),
    )


def test_what_the_file_has_already_is_only_asked_for():
    event = "  advice: {title: advice from occupational health, by: hr, confidential: true}\n"
    talk = "      - {id: talk, do: Talk the advice over, by: head, optional: true}\n"
    text = with_edits(
        SCHOOL,
        [
            ("events:\n", f"events:\n{event}"),
            ("      - {id: invite, do", f"{talk}      - {{id: invite, do"),
        ],
    )
    needs = "needs: {advice: 3 months, talk: 3 months}"
    assert help_of(text, "FR706") == f"let this move need them: `{needs}`"
    followed(text, "FR706", ("to: dismissed}", f"to: dismissed, {needs}}}"))


def test_what_the_move_needs_already_is_kept_and_only_what_is_missing_is_proposed():
    work = "      - {id: redeployment, do: Consider redeployment, by: hr, within: 10 working days}\n"
    text = with_edits(
        SCHOOL,
        [
            (INVITE, work + INVITE),
            ("to: dismissed}", "to: dismissed, needs: {redeployment: 6 months}}"),
        ],
    )
    assert help_of(text, "FR713") == (
        "add to `hearing` the action `{id: adjustments, do: Consider adjustments together, "
        "type: adjustment, by: manager, within: 10 working days}`; and let this move need it: "
        "`needs: {redeployment: 6 months, adjustments: 6 months}`"
    )


def test_a_name_that_stands_for_something_else_is_not_proposed_again():
    text = with_edits(SCHOOL, [("{id: keep-in-touch, do: Call", "{id: consultation, do: Call")])
    assert "action `{id: consultation-2, do: Talk the report over" in help_of(text, "FR706")
    assert "needs: {oh-report: 3 months, consultation-2: 3 months}" in help_of(text, "FR706")


# A name that is not there ----------------------------------------------------------------------------


def test_evidence_that_the_file_does_not_have_is_declared_as_the_help_writes_it():
    """Both names are new: the first help is followed, and then the other."""
    needs = "to: dismissed, needs: {medical-report: 3 months, consultation: 3 months}}"
    text = with_edits(SCHOOL, [("to: dismissed}", needs)])
    lines = [
        "  medical-report: {title: medical report, by: hr, confidential: true}\n",
        "  consultation: {title: consultation, by: hr}\n",
    ]
    found = [one.help for (code, _), one in weighty(text).items() if code == "FR202"]
    assert [shown_in(help) for help in found] == [[line.strip()] for line in lines]
    after = weighty(with_edits(text, [("events:\n", "events:\n" + "".join(lines))]))
    assert {code for code, _ in after} == {"FR801", "FR713", "FR714", "FR708"}


@pytest.mark.parametrize(
    ("edit", "line", "edits"),
    [
        (
            ("{when: often, to: hearing}", "{when: lately-away, to: hearing}"),
            "lately-away: {absences: {at_least: 3, within: 6 months}}",
            [("  often: {absences: {at_least: 3, within: 6 months}}\n", "")],
        ),
        (("type: notice, by: head", "type: notice, by: bursar"), "bursar: Bursar", []),
    ],
    ids=["trigger", "role"],
)
def test_a_trigger_or_a_role_that_is_not_there_is_declared_as_the_help_writes_it(edit, line, edits):
    text = with_edits(SCHOOL, [edit, *edits])
    assert shown_in(help_of(text, "FR202")) == [line]
    place = {"l": ("triggers:\n", f"triggers:\n  {line}\n"), "b": ("roles: {", f"roles: {{{line}, ")}
    after = with_edits(text, [place[line[0]]])
    assert {code for code, _ in weighty(after)} == {"FR801", "FR706", "FR713", "FR714", "FR708"}


# The appeal ------------------------------------------------------------------------------------------

HEARS = """\
      - {id: appeal, title: the appeal, do: Hear an appeal if asked, type: hearing, by: appeal,
         optional: true, within: 20 working days, notice: 5 working days, companion: true,
         postponement: 5 working days, outcomes: [upheld, not-upheld]}
"""
ENDS = """\
      - {decided: {appeal: upheld}, to: fine}
      - {decided: {appeal: not-upheld}, to: ended}
"""
REQUEST = """\
      - {id: appeal-request, do: Appeal in writing, type: letter, by: employee, within: 10 working days,
         optional: true}
"""
WAYS = """\
      - {when: {recorded: appeal-request}, to: appeal}
      - {after: 13 weeks, to: ended}
"""
ADJOURNED = "      - {decided: {appeal: adjourned}, to: appeal-adjourned}\n"
WAIT = """\
  appeal-adjourned: {kind: appeal, actions: [{id: new-evidence, do: Get and share new evidence,
    type: report, by: hr, within: 20 working days, confidential: true}],
    next: [{when: {recorded: new-evidence}, to: appeal}]}
"""


def own_stage(hears):
    """The appeal and its moves in a stage of its own, in which it can be put off."""
    hears = hears.replace("not-upheld]", "not-upheld, adjourned]").replace("optional: true, ", "")
    return f"  appeal:\n    kind: appeal\n    actions:\n{hears}    next:\n{ENDS}{ADJOURNED}{WAIT}"


@pytest.mark.parametrize("known", [False, True], ids=["evidence unsaid", "evidence said"])
def test_an_appeal_in_the_dismissal_itself_gets_a_stage_of_its_own_and_can_wait_there(known):
    says = HEARS.replace("title: the appeal,", "title: the appeal, new_evidence: true,")
    text = with_edits(SCHOOL, [(HEARS, says)] if known else [])
    end = "  ended: {kind: end}\n"
    edits = [(says if known else HEARS, REQUEST), (ENDS, WAYS), (end, own_stage(says) + end)]
    followed(text, "FR708", *edits)


def test_an_appeal_in_a_stage_of_its_own_is_only_given_one_to_wait_in():
    stage = own_stage(HEARS).replace(", adjourned]", "]").replace(ADJOURNED, "").replace(WAIT, "")
    end = "  ended: {kind: end}\n"
    text = with_edits(SCHOOL, [(HEARS, REQUEST), (ENDS, WAYS), (end, stage + end)])
    says = HEARS.replace("title: the appeal,", "title: the appeal, new_evidence: true,")
    followed(text, "FR708", (stage, own_stage(says)))


def test_who_leads_an_appeal_back_to_the_dismissal_is_told_that_it_has_a_stage_of_its_own():
    """What the help of FR708 once led to."""
    adjourned = HEARS.replace("not-upheld]", "not-upheld, adjourned]")
    wait = WAIT.replace("to: appeal}]", "to: dismissed}]")
    end = "  ended: {kind: end}\n"
    text = with_edits(SCHOOL, [(HEARS, adjourned), (ENDS, ENDS + ADJOURNED), (end, wait + end)])
    assert help_of(text, "FR305") == (
        "nobody comes back to `dismissed`: hear the appeal in a stage of its own (`kind: appeal`), "
        "and lead back there"
    )


WHOLE = """\
  appeal: {kind: appeal, actions: [{id: appeal-invitation, do: Invite to the appeal, type: letter, by: hr,
    within: 5 working days}, {id: appeal-hearing, title: the appeal hearing,
    do: Hear the appeal and any new evidence, type: hearing, by: %s, notice: 5 working days,
    companion: true, postponement: 5 working days, new_evidence: true, outcomes: [upheld, not-upheld]}],
    next: [{decided: {appeal-hearing: upheld}, to: fine},
    {decided: {appeal-hearing: not-upheld}, to: ended}]}
"""
LEAVES = "      - {after: 13 weeks, to: ended}\n"


def without_appeal():
    return with_edits(SCHOOL, [(HEARS, ""), (ENDS, LEAVES)])


def test_a_dismissal_without_an_appeal_gets_one_as_the_help_writes_it():
    end = "  ended: {kind: end}\n"
    by = WHOLE % "head"
    notice = "         within: 5 working days}\n    next:\n" + LEAVES
    asks = notice.replace("    next:\n", f"{REQUEST}    next:\n{WAYS.splitlines()[0]}\n")
    followed(without_appeal(), "FR707", (notice, asks), (end, by + end))


def test_where_everybody_has_decided_a_new_role_hears_the_appeal():
    text = without_appeal().replace("head: Headteacher, ", "").replace("by: head", "by: manager")
    text = text.replace("appeal: Other governors", "trustees: Trustees")
    text = text.replace("  appeal: Other", "  trustees: Other").replace(
        "decided_by: head", "decided_by: manager"
    )
    text = text.replace("by: panel", "by: trustees").replace(" panel: Governors,", "")
    end = "  ended: {kind: end}\n"
    notice = "         within: 5 working days}\n    next:\n" + LEAVES
    asks = notice.replace("    next:\n", f"{REQUEST}    next:\n{WAYS.splitlines()[0]}\n")
    role = ("trustees: Trustees}", "trustees: Trustees, appeal-panel: Appeal panel}")
    followed(text, "FR707", role, (notice, asks), (end, WHOLE % "appeal-panel" + end))


def test_an_appeal_heard_by_those_who_dismissed_is_given_to_another_role():
    text = SCHOOL.replace("type: hearing, by: appeal,", "type: hearing, by: panel,")
    text = text.replace("  appeal: Other governors}", "  trust: The trust}").replace(
        "do: Call, who: manager", "do: Call, who: trust"
    )
    assert help_of(text, "FR707") == "let another role hear the appeal, such as `by: trust`"


def test_an_appeal_without_effect_is_given_an_outcome_that_leads_back():
    text = with_edits(
        SCHOOL,
        [
            ("      - {decided: {appeal: upheld}, to: fine}\n", ""),
            ("[upheld, not-upheld]", "[not-upheld]"),
        ],
    )
    assert help_of(text, "FR707") == (
        "add to the outcomes of `appeal` one such as `upheld`; and let it lead back to an earlier "
        "stage: add the move `{decided: {appeal: upheld}, to: fine}` to `dismissed`"
    )
    followed(
        text,
        "FR707",
        ("[not-upheld]", "[upheld, not-upheld]"),
        (ENDS.splitlines(keepends=True)[1], ENDS),
    )


# What is proposed has the names and the roles of the file --------------------------------------------

NOTICE = """\
      - {id: notice, do: "Give notice: the longer of contract and law", type: notice, by: head,
         within: 5 working days}
"""
TELLS = """\
      - {id: local-authority, do: Tell the local authority in writing and say why, type: letter,
         within: 5 working days, by: head}
"""
LEAVING = """\
      - {id: leaving, do: Confirm that notice has run out, type: decision, within: 13 weeks,
         outcomes: [left], by: hr}
"""
OWN_NOTICE = NOTICE.replace(
    "type: notice, by: head,\n         within: 5 working days",
    "type: notice,\n         within: 5 working days, by: head",
)
FIRST_DAY = "  - {id: call-in, do: Phone the school, who: employee, to: manager, on: day 1}\n"
IN_TOUCH = """\
  - {id: keep-in-touch%s, do: Keep in touch, who: %s, to: employee, every: 7 days, starting: day 8,
     until: return}
"""
SEEN = "notice: 10 working days, companion: true, postponement: 5 working days,"


@pytest.mark.parametrize(
    ("code", "broken", "mended"),
    [
        ("FR801", [], [("contact:\n", f"contact:\n{FIRST_DAY}")]),
        (
            "FR801",
            [
                ("every: 7 days, starting: day 8,\n     until: return", "on: day 1"),
                ("manager: Line manager, ", ""),
                (
                    "{id: return-to-work, do: Talk, who: manager",
                    "{id: return-to-work, do: Talk, who: head",
                ),
                ("do: Call, who: manager", "do: Call, who: head"),
            ],
            [("contact:\n", "contact:\n" + IN_TOUCH % ("-2", "head"))],
        ),
        (
            "FR802",
            [(", on: return, within: 2 working days", ", on: day 2")],
            [
                (
                    "contact:\n",
                    (
                        "contact:\n  - {id: return-to-work-2, do: Talk about the return, who: manager, to: employee,\n"
                        "     on: return, within: 2 working days}\n"
                    ),
                )
            ],
        ),
        ("FR716", [("employer: academy", "employer: maintained")], [(NOTICE, NOTICE + TELLS)]),
        ("FR715", [(NOTICE, "")], [("    actions:\n" + HEARS, "    actions:\n" + OWN_NOTICE + HEARS)]),
        (
            "FR715",
            [(ENDS, ENDS + "      - {after: 4 weeks, to: ended}\n")],
            [
                (NOTICE, NOTICE + LEAVING),
                ("{after: 4 weeks, to: ended}", "{decided: {leaving: left}, to: ended}"),
            ],
        ),
        (
            "FR709",
            [(SEEN, "notice: 10 working days,")],
            [
                (
                    "notice: 10 working days,",
                    "notice: 10 working days, companion: true, postponement: 5 working days,",
                )
            ],
        ),
        (
            "FR721",
            [
                (
                    "do: Invite to the hearing, type: letter",
                    "do: Ask the GP for a report, type: report, confidential: true",
                )
            ],
            [("do: Ask the GP for a report,", 'do: "Ask the GP for a report, with consent",')],
        ),
        (
            "FR324",
            [
                ("complaint: {title: a complaint, by: employee}", "complaint: {title: a report}"),
                ("to: dismissed}", "to: dismissed, needs: {complaint: 3 months}}"),
            ],
            [("{title: a report}", "{title: a report, by: hr, confidential: true}")],
        ),
        (
            "FR705",
            [
                ("outcomes: [dismiss, support]", "outcomes: [dismiss]"),
                ("      - {decided: {hear: support}, to: fine}\n", ""),
            ],
            [
                ("outcomes: [dismiss]", "outcomes: [dismiss, no-action]"),
                (
                    "      - {decided: {hear: dismiss}",
                    "      - {decided: {hear: no-action}, to: fine}\n      - {decided: {hear: dismiss}",
                ),
            ],
        ),
        (
            "FR305",
            [("{decided: {hear: dismiss}, to: dismissed}", "{when: often, to: dismissed}")],
            [("{when: often, to: dismissed}", "{decided: {hear: dismiss}, to: dismissed}")],
        ),
        (
            "FR730",
            [
                ("  away-long: {continuous: {at_least: 4 weeks}}\n", ""),
                ("      - {when: away-long, to: hearing}\n", ""),
                ("  often: {absences", "  often: {assessed: on return, absences"),
                ("employer: academy", "employer: independent"),
            ],
            [
                (
                    "triggers:\n",
                    (
                        "triggers:\n  long-absence: {title: Away for four weeks,\n"
                        "    continuous: {at_least: 4 weeks}}\n"
                    ),
                ),
                (
                    "      - {when: often, to: hearing}\n",
                    "      - {when: often, to: hearing}\n      - {when: long-absence, to: hearing}\n",
                ),
            ],
        ),
    ],
)
def test_a_help_is_written_with_what_the_file_has(code, broken, mended):
    followed(with_edits(SCHOOL, broken), code, *mended)
