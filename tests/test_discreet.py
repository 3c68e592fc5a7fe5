"""Where a rule asks for a kind of absence, no page that many see tells which absence was of it."""

import re

import pytest
from click.testing import CliRunner

from flowrules.cli import main

PROCEDURE = """\
flowrules: 1
procedure: {id: kinds, title: Kinds of absence}
counting: {categories: {sickness: counts}, reasons: [stress, back, infection]}
roles: {head: the headteacher}
triggers:
  strain: {title: Strain, reason: [stress]}
  again: {title: Repeated, absences: {at_least: 2, within: 12 months, only: [stress]}}
stages:
  fine: {title: Fine, next: [{when: strain, to: review}]}
  review: {title: Review, next: [{when: again, to: meeting}]}
  meeting: {title: Meeting, next: [{after: 12 weeks, to: fine}]}
"""
ONE = "- {from: 2026-09-07, to: 2026-09-09, category: sickness, reason: stress}"
OTHER = "- {from: 2026-10-05, to: 2026-10-06, category: sickness, reason: stress}"


def page(folder, *absences, procedure=PROCEDURE):
    (folder / "p.yaml").write_text(procedure)
    (folder / "r.yaml").write_text("\n".join(["employee: {id: E1}", "absences:", *absences]))
    files = [str(folder / "p.yaml"), str(folder / "r.yaml"), "-o", str(folder / "page.html")]
    done = CliRunner().invoke(main, ["dashboard", *files, "--on", "2026-11-20"])
    assert done.exit_code == 0, done.output
    return (folder / "page.html").read_text("utf-8")


def test_a_dashboard_tells_the_reason_of_no_absence(tmp_path):
    text = page(tmp_path, ONE)
    assert "“Fine” to “Review”" in text
    assert "the rule asks for a kind of absence, and finds it [p.yaml, line 6]" in text
    assert text.count("absent because of") == 1  # the rule itself


def test_a_dashboard_does_not_tell_which_absences_a_rule_on_a_kind_of_absence_counted(tmp_path):
    text = page(tmp_path, ONE, OTHER)
    assert "“Review” to “Meeting”" in text
    assert "the rule [p.yaml, line 7] asks for a kind of absence" in text
    assert "7 to 9 September 2026: 3 working days" in text  # among all that were lost, and there alone
    assert text.count("7 to 9 September 2026") == 1


def test_a_dashboard_does_not_tell_when_an_absence_of_a_kind_counts_no_longer(tmp_path):
    text = page(tmp_path, ONE)
    assert "no longer counts towards" not in text
    assert text.count("7 to 9 September 2026") == 1


def test_where_no_absence_of_a_kind_is_wanted_none_is_said_to_be_found(tmp_path):
    text = page(
        tmp_path, ONE, procedure=PROCEDURE.replace("reason: [stress]}", "not: {reason: [back]}}")
    )
    assert "the rule asks for a kind of absence, and finds none [p.yaml, line 6]" in text


AWAY = "- {from: 2026-11-16, category: sickness, reason: KIND}"


@pytest.mark.parametrize(
    "rule",
    [
        "continuous: {at_least: 8 days, only: [stress]}",
        "any: [{working_days: {at_least: 6, within: 12 months, only: [stress]}}, {reason: [back]}]",
    ],
)
def test_how_far_a_trigger_on_a_kind_of_absence_is_does_not_tell_the_kind_of_the_present_one(
    tmp_path, rule
):
    asked = PROCEDURE.replace("reason: [stress]}\n", f"{rule}}}\n", 1)
    text = page(tmp_path, AWAY.replace("KIND", "stress"), procedure=asked)
    assert "of the present absence" not in text
    assert "the absence in progress reaches" not in text
    assert "Nobody is near a trigger point." in text
    other = page(tmp_path, AWAY.replace("KIND", "infection"), procedure=asked)
    assert re.findall("[^>]*would be reached[^<]*", text) == re.findall(
        "[^>]*would be reached[^<]*", other
    )
