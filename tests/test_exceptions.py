"""`allow:`: what an author decides against, with a reason, and for how long."""

import json
from datetime import date

import pytest

from flowrules.check import check
from flowrules.formats import form_of
from flowrules.formats.run import Run, look
from flowrules.lint import PACKS, all_rules

DAY = date(2026, 11, 21)
TEXT = """\
flowrules: 1
procedure: {id: small, title: Small procedure}
counting: {categories: {sickness: counts, pregnancy: counts, maternity: never}}
triggers:
  often: {absences: {at_least: 3, within: 6 months}}
  idle: {absences: {at_least: 9, within: 6 months}}
stages:
  fine: {next: [{when: often, to: review}]}
  review: {next: [{after: 6 months, to: fine}]}
"""
ABOUT = {"FR303", "FR308", "FR311", "FR312", "FR302", "FR701"}


def allow(*entries):
    return "allow:\n" + "".join(f"  - {{{entry}}}\n" for entry in entries)


IDLE = "rule: unused-definition, because: it begins in January"


def checked(text, today=DAY, packs=("logic",)):
    return check(text, today=today, packs=packs)


def told(text, today=DAY, packs=("logic",)):
    """The findings that these tests are about: the code, the message, and the way out."""
    found = checked(text, today, packs).findings
    return [(one.code, one.message, one.help) for one in found if one.code in ABOUT]


def codes(text, today=DAY, packs=("logic",)):
    return [code for code, *_ in told(text, today, packs)]


def declined(text, today=DAY, packs=("logic",)):
    return [one.finding.code for one in checked(text, today, packs).declined]


def test_advice_that_is_declined_is_no_finding_but_is_kept_with_its_reason():
    assert codes(TEXT) == ["FR303"]
    text = TEXT + allow(IDLE)
    assert codes(text) == []
    (one,) = checked(text).declined
    assert (one.finding.code, one.by.because, one.by.until) == ("FR303", "it begins in January", None)


def test_an_exception_declines_every_finding_of_its_rule_and_no_other():
    text = TEXT.replace("stages:", "  slow: {absences: {at_least: 8, within: 6 months}}\nstages:")
    assert codes(text) == ["FR303", "FR303"]
    assert declined(text + allow(IDLE)) == ["FR303", "FR303"]
    other = text + allow("rule: default-unsaid, because: we know the defaults")
    assert codes(other) == ["FR303", "FR303"]
    assert declined(other) == ["FR306"]


def test_an_exception_holds_on_its_last_day_and_not_on_the_next():
    text = TEXT + allow(f"{IDLE}, until: 2026-11-21")
    assert codes(text, date(2026, 11, 21)) == []
    assert told(text, date(2026, 11, 22))[1:] == [
        (
            "FR311",
            "the exception to `unused-definition` ended on 21 November 2026",
            "decide again: mend what the rule is about, or give the exception a later day",
        )
    ]
    assert codes(text, date(2026, 11, 22)) == ["FR303", "FR311"]
    assert declined(text, date(2026, 11, 22)) == []


def test_without_a_day_no_exception_has_ended():
    text = TEXT + allow(f"{IDLE}, until: 2001-01-01")
    assert codes(text, None) == []


def test_an_exception_that_is_over_points_at_its_day():
    text = TEXT + allow(f"{IDLE}, until: 2026-11-20")
    (over,) = [one for one in checked(text).findings if one.code == "FR311"]
    assert (over.path, over.severity) == (("allow", 0, "until"), "warning")


def test_an_exception_that_declines_nothing_is_told():
    text = TEXT.replace("  idle: {absences: {at_least: 9, within: 6 months}}\n", "") + allow(IDLE)
    assert told(text) == [
        ("FR312", "nothing is left for the exception to `unused-definition` to allow", "take it out")
    ]


def test_a_second_exception_to_the_same_rule_declines_nothing():
    text = TEXT + allow(IDLE, "rule: unused-definition, because: it ends in January")
    assert codes(text) == ["FR312"]


def test_an_exception_to_a_rule_that_was_not_asked_is_left_alone():
    text = TEXT + allow("rule: pregnancy-counts, because: the union agreed")
    assert codes(text, packs=("logic",)) == ["FR303"]
    wales = text.replace("triggers:", "calendar: {nation: wales}\ntriggers:", 1)
    assert codes(wales, packs=PACKS) == ["FR303"]


def test_an_exception_to_no_rule_is_told_with_the_rule_that_may_be_meant():
    text = TEXT + allow("rule: unused-definitions, because: it begins in January")
    assert (
        "FR308",
        "there is no rule called `unused-definitions`",
        "did you mean `unused-definition`?",
    ) in (told(text))
    assert codes(text) == ["FR303", "FR308"]


def test_an_error_of_logic_cannot_be_declined():
    text = TEXT.replace("{after: 6 months, to: fine}", "")
    text += allow("rule: no-way-out, because: nobody comes there")
    assert [one for one in told(text) if one[0] == "FR308"] == [
        ("FR308", "`no-way-out` is an error, and cannot be allowed", "mend what it is about")
    ]
    assert "FR302" in codes(text)
    assert declined(text) == []


@pytest.mark.parametrize("name", sorted(all_rules()))
def test_only_errors_of_logic_cannot_be_declined(name):
    rule = all_rules()[name]
    text = TEXT + allow(f"rule: {name}, because: the school has decided so")
    refused = f"`{name}` is an error, and cannot be allowed" in [one for _, one, _ in told(text)]
    assert refused is (rule.pack in ("logic", "histories") and rule.severity == "error")


def test_an_error_of_law_can_be_declined_and_then_nothing_fails():
    packs = ("law-england",)
    assert "FR701" in codes(TEXT, packs=packs)
    text = TEXT + allow("rule: pregnancy-counts, because: counsel was asked on 3 March 2026")
    assert codes(text, packs=packs) == []
    assert "FR701" in declined(text, packs=packs)
    assert checked(text, packs=packs).flow is not None


def test_running_asks_for_no_exceptions():
    text = TEXT + allow("rule: no-such-rule-at-all, because: it was there last year")
    assert check(text, deep=False).findings == []
    assert check(text, deep=False).flow is not None


def test_what_is_declined_stays_in_sarif_as_suppressed_until_its_day():
    text = TEXT + allow(f"{IDLE}, until: 2027-08-31")

    def results(today):
        run = Run((look(text.encode(), "p.yaml", today=today, packs=("logic",)),), ("logic",))
        return json.loads(form_of("sarif").write(run))["runs"][0]["results"]

    (now,) = [one for one in results(DAY) if one["ruleId"] == "FR303"]
    assert now["suppressions"][0]["justification"] == "it begins in January"
    (later,) = [one for one in results(date(2027, 9, 1)) if one["ruleId"] == "FR303"]
    assert "suppressions" not in later
    assert later["partialFingerprints"] == now["partialFingerprints"]
