"""What a help proposes is written into the file as it stands there, and the file is looked at again."""

import re
from datetime import date

import pytest

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
         optional: true, within: 20 working days, notice: 5 working days, companion: true, postponement: 5 working days,
         outcomes: [upheld, not-upheld]}
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


def shown_in(help):
    """What a help shows as text to be written: what stands in backticks and has a colon."""
    return [shown for shown in re.findall(r"`([^`]+)`", help) if ": " in shown]


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
