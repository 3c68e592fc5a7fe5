"""A procedure amended over time: who decides on which day, and what goes over to the next version."""

import json
from datetime import date
from itertools import permutations
from textwrap import dedent

import pytest
from asking import agenda, answer, ask, codes, record_of, stages, unknown, way
from click.testing import CliRunner
from gates import check

from flowrules.check import MOST_VERSIONS
from flowrules.cli import main
from flowrules.engine import decide
from flowrules.explain.document import RecordStamp, document_of
from flowrules.explain.text import explain
from flowrules.trial.coverage import Seen, coverage_of
from flowrules.trial.report import try_all

CHANGE = "2025-09-01"
THREE = "2025-03-03, 2025-04-07, 2025-05-12"  # a review from 12 May, whose six months end on 12 November
BODY = """
triggers:
  often: {title: Often away, absences: {at_least: 3, within: 6 months}}
events: {concern: {title: a concern}}
stages:
  clear: {next: [{when: often, to: review}]}
  review:
    actions: [{id: meet, title: the meeting, do: Meet, by: head, outcomes: [support, close]}]
    next:
      - {decided: {meet: close}, to: clear}
      - {after: 6 months, to: clear}
"""
FOUR = BODY.replace("at_least: 3", "at_least: 4")


def file_of(body, version, since=None, replaces=None):
    """One version as the text of a file."""
    head = [f'version: "{version}"']
    head += [f"effective_from: {since}"] if since else []
    head += [f"replaces: {{{replaces}}}"] if replaces else []
    return f"flowrules: 1\nprocedure: {{id: p, title: P, {', '.join(head)}}}\n{dedent(body)}"


def after(file="1.yaml", cases="move", earlier="count", mapped=""):
    return f"file: {file}, open_cases: {cases}, earlier_absences: {earlier}, stages: {{{mapped}}}"


def read_in(files):
    return lambda name: files[name].encode() if name in files else None


def checked(new, **files):
    """A version and those before it, by the names of their files without the ending."""
    found = check(
        new, "new.yaml", beside=read_in({f"{name}.yaml": text for name, text in files.items()})
    )
    assert [one for one in found.findings if one.severity == "error"] == []
    return found


def two(new=BODY, old=BODY, **how):
    """The flow of version 2, in force since the day of the change, and of version 1 before it."""
    return checked(file_of(new, 2, CHANGE, after("old.yaml", **how)), old=file_of(old, 1)).flow


def errors(new, /, **files):
    beside = read_in({name.replace("__", "/") + ".yaml": text for name, text in files.items()})
    return [one for one in check(new, "new.yaml", beside=beside).findings if one.severity == "error"]


def only_error(new, /, **files):
    (found,) = errors(new, **files)
    return found


def single(old_or_new):
    """One version alone, as if it had always been in force."""
    return check(file_of(old_or_new, 1), "x.yaml").flow


def events(*lines):
    return "[" + ", ".join(f"{{{line}}}" for line in lines) + "]"


# Which version decides


@pytest.mark.parametrize(
    ("on", "version", "way_so_far"),
    [
        ("2025-08-31", "1", ["2025-05-12 review"]),
        ("2025-09-01", None, ["2025-05-12 review", "2025-09-01 review"]),
        ("2025-09-02", None, ["2025-05-12 review", "2025-09-01 review"]),
    ],
)
def test_the_old_version_decides_until_the_day_before_and_the_new_one_from_its_first_day(
    on, version, way_so_far
):
    flow = two(FOUR)
    found = answer(flow, on, away=THREE)
    assert found.version == version
    assert [f"{step.on} {step.to}" for step in found.steps] == way_so_far


def test_a_count_met_on_the_last_day_of_the_old_version_is_met_by_its_rule_and_a_day_later_is_not():
    flow = two(FOUR)
    assert way(flow, "2025-12-01", away="2025-07-07, 2025-08-04, 2025-08-29") == [
        "2025-08-29 review", "2025-09-01 review",
    ]  # fmt: skip
    assert way(flow, "2025-12-01", away="2025-07-07, 2025-08-04, 2025-09-01") == []


def test_with_nobody_in_the_middle_the_new_version_simply_goes_on():
    found = answer(two(FOUR), "2025-12-01", away="2025-07-07, 2025-08-04")
    assert (found.tracks["main"].stage, found.tracks["main"].since, found.steps) == ("clear", None, ())


def test_a_day_before_the_old_version_too_is_said_to_be_so():
    old = file_of(BODY, 1, "2024-01-01")
    flow = checked(file_of(BODY, 2, CHANGE, after("old.yaml")), old=old).flow
    kinds = [one.kind for one in answer(flow, "2023-06-01").not_known]
    assert "before-effective-from" in kinds
    assert "before-effective-from" not in [one.kind for one in answer(flow, "2025-06-02").not_known]


def test_a_record_with_no_line_before_the_change_knows_nothing_of_the_old_version():
    old = "stages: {new-here: {next: [{when: {absent: false}, to: clear}]}, clear: {kind: end}}"
    flow = two(BODY, old)
    assert way(flow, "2025-12-01", away="2025-10-06") == []
    assert way(flow, "2025-12-01", away="2025-08-04, 2025-10-06")[0] == "2025-08-05 clear"
    assert way(flow, "2025-12-01") == []


# What was not known


TERMS = """
calendar: {{term_time: [support], terms: [{}]}}
counting: {{part_time: {{scaled: [working_days], round: exact}}}}
stages:
  clear: {{next: [{{when: {{working_days: {{at_least: 10, within: 12 months}}}}, to: review}}]}}
  review: {{next: [{{after: 6 months, to: clear}}]}}
"""


def test_days_before_the_change_are_looked_at_under_the_new_version_too():
    year = "{from: 2025-01-06, to: 2025-02-14}, {from: 2025-02-24, to: 2025-07-22}"
    next_year = "{from: 2025-08-29, to: 2025-10-24}, {from: 2025-11-03, to: 2025-12-19}"
    week = "days: [mon, tue, wed, thu, fri]"
    record = {
        "employee": "{group: support}",
        "away": "2025-02-12..2025-02-25, 2025-10-06",  # half term was from the 15th to the 23rd
        "pattern": f"[{{from: 2024-01-01, days: [mon]}}, {{from: 2025-02-03, {week}}}]",
    }
    late = record | {
        "away": "",
        "absences": "[{from: 2025-02-12, to: 2025-02-14, known_on: 2025-10-06}]",
    }
    said = unknown(two(TERMS.format(next_year), TERMS.format(year)), "2025-10-06", **record)
    assert said == ["term-dates"]
    said = unknown(two(TERMS.format(f"{year}, {next_year}")), "2025-10-06", **record)
    assert said == []
    flow = two(TERMS.format(next_year), TERMS.format(year))
    assert unknown(flow, "2025-10-06", **late) == ["term-dates"]
    changed = record | {"pattern": record["pattern"].replace("2025-02-03", "2025-02-20")}
    assert unknown(flow, "2025-10-06", **changed) == ["pattern-changed", "term-dates"]


# Open cases that move


def test_an_open_case_keeps_the_day_it_was_entered():
    flow = two()
    assert answer(flow, "2025-11-12", away=THREE).tracks["main"].since == date(2025, 5, 12)
    assert stages(flow, "2025-11-12", away=THREE) == {"main": "review"}
    assert way(flow, "2025-12-31", away=THREE)[-1] == "2025-11-13 clear"


def test_a_period_ends_on_its_own_day_whatever_day_is_asked_about_and_if_only_events_came_before():
    flow = two()
    placed = events("on: 2025-05-12, placed: {main: review}, because: so")
    for on in ("2025-11-13", "2025-11-20", "2026-03-02"):
        assert way(flow, on, events=placed)[-1] == "2025-11-13 clear"


def test_an_open_case_moves_to_the_stage_that_has_another_name_now():
    new = BODY.replace("review", "stage-1")
    flow = two(new, mapped="review: stage-1")
    assert way(flow, "2025-09-01", away=THREE) == ["2025-05-12 review", "2025-09-01 stage-1"]
    assert answer(flow, "2025-09-01", away=THREE).tracks["main"].since == date(2025, 5, 12)


def test_what_was_done_before_still_counts_for_deadlines_and_periods():
    new = BODY.replace("after: 6 months,", "after: 8 weeks, from: meet,").replace(
        "outcomes: [support, close]}", "outcomes: [support, close]}, {id: letter, do: Write, by: head, from: meet, within: 2 weeks}"
    )  # fmt: skip
    met = events("on: 2025-08-25, action: meet, outcome: support")
    flow = two(new)
    assert agenda(flow, "2025-09-01", away=THREE, events=met) == ["letter 2025-09-08 due"]
    assert (
        way(flow, "2025-12-01", away=THREE, events=met)[-1] == "2025-10-21 clear"
    )  # 20 October and a day


def test_what_was_done_under_an_id_that_the_new_version_lacks_is_forgotten():
    new = BODY.replace("meet,", "talk,").replace("{meet:", "{talk:")
    met = events("on: 2025-08-25, action: meet, outcome: support")
    assert agenda(two(new), "2025-09-01", away=THREE, events=met) == ["talk - due"]
    assert agenda(two(), "2025-09-01", away=THREE, events=met) == []


def test_a_decision_recorded_before_is_acted_on_by_a_move_that_only_the_new_version_has():
    new = (
        BODY.replace("- {after", "- {decided: {meet: support}, to: helped}\n      - {after")
        + "  helped: {kind: end}"
    )
    met = events("on: 2025-06-02, action: meet, outcome: support")
    assert way(two(new), "2025-09-05", away=THREE, events=met)[-2:] == [
        "2025-09-01 review", "2025-09-01 helped",
    ]  # fmt: skip


def test_the_day_that_a_decision_gave_to_the_end_still_holds():
    met = events("on: 2025-06-02, action: meet, outcome: support, until: 2025-09-10")
    assert way(two(), "2025-12-01", away=THREE, events=met)[-1] == "2025-09-11 clear"


STEPS = """
stages:
  clear: {next: [{when: {absences: {at_least: 1, within: 6 months}}, to: hearing}]}
  hearing:
    actions:
      - {id: hear, do: Hear, by: head, outcomes: [watch]}
      - {id: letter, do: Write, by: head, from: hear, within: 10 working days}
    next: [{decided: {hear: watch}, to: watched}]
  watched: {next: [{after: 12 weeks, from: hear, to: clear}]}
"""


def test_a_stage_left_before_the_change_still_gives_its_day_to_count_from_and_its_letter():
    heard = events("on: 2025-08-25, action: hear, outcome: watch")
    flow = two(STEPS, STEPS)
    assert agenda(flow, "2025-09-02", away="2025-08-18", events=heard) == ["letter 2025-09-08 due"]
    assert way(flow, "2026-03-02", away="2025-08-18", events=heard)[-1] == "2025-11-18 clear"


def test_a_letter_recorded_after_the_change_belongs_to_the_stage_left_before_it():
    heard = events("on: 2025-08-25, action: hear, outcome: watch", "on: 2025-09-03, action: letter")
    assert agenda(two(STEPS, STEPS), "2025-09-04", away="2025-08-18", events=heard) == []


NAMED = """
tracks: {attendance: {title: A, start: clear}}
stages:
  clear: {track: attendance, next: [{when: {absences: {at_least: 1, within: 6 months}}, to: review}]}
  review:
    track: attendance
    actions:
      - {id: meet, title: the meeting, do: Meet, by: head, outcomes: [close]}
      - {id: letter, do: Write, by: head, within: 5 working days, from: meet}
    next: [{decided: {meet: close}, to: clear}]
"""
OTHER_TRACKS = """
tracks: {long: {title: L, start: not-long}, absence: {title: A, start: calm}}
stages:
  not-long: {track: long, next: [{when: {continuous: {at_least: 28 days}}, to: long-1}]}
  long-1: {track: long, next: [{when: {absent: false}, to: not-long}]}
  calm: {track: absence, next: [{when: {absences: {at_least: 1, since: meet}}, to: review}]}
""" + NAMED[NAMED.index("  review:") :].replace("attendance", "absence").replace("clear", "calm")


@pytest.mark.parametrize("mapped", ["", "review: stage-1"])
def test_a_stage_left_before_on_a_track_that_has_another_id_now_still_gives_its_day_and_its_letter(
    mapped,
):
    new = OTHER_TRACKS.replace("review", "stage-1") if mapped else OTHER_TRACKS
    flow = two(new, NAMED, mapped=mapped)
    there = {"away": "2025-08-18", "events": events("on: 2025-08-28, action: meet, outcome: close")}
    for day in ("2025-08-31", "2025-09-01", "2025-09-02"):
        assert agenda(flow, day, **there) == ["letter 2025-09-04 due"]
    found = answer(flow, "2025-09-02", **there).tracks["absence"]
    assert (found.stage, found.since) == ("calm", None)
    there["away"] += ", 2025-09-08"
    assert way(flow, "2025-09-20", **there)[-1] == f"2025-09-08 {'stage-1' if mapped else 'review'}"


def test_a_track_at_its_start_goes_on_there_while_the_other_moves():
    tracks = """
    tracks: {long: {title: Long, start: not-long}, short: {title: Short, start: clear}}
    stages:
      not-long: {track: long, next: [{when: {continuous: {at_least: 28 days}}, to: long-1}]}
      long-1: {track: long, kind: end}
      clear: {track: short, next: [{when: {absences: {at_least: 1, within: 1 week}}, to: seen}]}
      seen: {track: short, next: [{after: 1 week, to: clear}]}
    """
    found = answer(two(tracks, tracks), "2025-09-02", away="2025-08-04..")
    assert [f"{step.on} {step.from_} {step.to}" for step in found.steps] == [
        "2025-08-04 clear seen", "2025-08-12 seen clear",
        "2025-08-31 not-long long-1", "2025-09-01 long-1 long-1",
    ]  # fmt: skip
    assert found.tracks["short"].since == date(2025, 8, 12)


def test_a_start_stage_goes_with_the_start_stage_of_its_track_whatever_that_is_called():
    new = BODY.replace("clear", "no-concern")
    flow = two(new)
    found = answer(flow, "2025-12-01", away="2025-07-07, 2025-08-04")
    assert (found.tracks["main"].stage, found.steps) == ("no-concern", ())
    assert way(flow, "2025-12-01", away=THREE)[-1] == "2025-11-13 no-concern"


def test_a_track_that_only_the_new_version_has_begins_at_its_start():
    new = """
    tracks: {main: {title: Short, start: clear}, long: {title: Long, start: not-long}}
    stages:
      clear: {track: main, next: [{when: {absences: {at_least: 3, within: 6 months}}, to: review}]}
      review: {track: main, kind: end}
      not-long: {track: long, next: [{when: {continuous: {at_least: 7 days}}, to: long-1}]}
      long-1: {track: long, kind: end}
    """
    assert stages(two(new), "2025-09-01", away=f"{THREE}, 2025-08-28..") == {
        "main": "review",
        "long": "not-long",
    }
    assert way(two(new), "2025-09-05", away=f"{THREE}, 2025-08-28..")[-1] == "2025-09-03 long-1"


def test_a_move_that_was_held_has_to_be_met_again():
    body = """
    events: {report: {title: a report}}
    stages:
      clear: {next: [{when: {absences: {at_least: 1, within: 6 months}}, needs: {report: 6 months}, to: seen}]}
      seen: {kind: end}
    """
    told = events("on: 2025-09-10, recorded: report")
    flow = two(body, body)
    assert agenda(flow, "2025-08-29", away="2025-08-04") == ["report 2025-08-04 due"]
    assert (
        agenda(flow, "2025-09-09", away="2025-08-04"),
        way(flow, "2025-10-01", away="2025-08-04", events=told),
    ) == ([], [])
    assert way(flow, "2025-10-01", away="2025-08-04, 2025-09-15", events=told) == ["2025-09-15 seen"]


# Open cases that finish


def test_an_open_case_finishes_under_the_old_version_and_the_new_one_takes_over_the_day_after():
    flow = two(BODY.replace("6 months, to: clear", "1 week, to: clear"), cases="finish")
    for on, version, stage in (
        ("2025-11-12", "1", "review"), ("2025-11-13", "1", "clear"), ("2025-11-14", None, "clear"),
    ):  # fmt: skip
        found = answer(flow, on, away=THREE)
        assert (found.version, found.tracks["main"].stage) == (version, stage)
    assert way(flow, "2026-01-05", away=THREE) == ["2025-05-12 review", "2025-11-13 clear"]


def test_only_an_open_case_finishes_under_the_old_version():
    flow = two(FOUR, cases="finish")
    assert way(flow, "2025-12-01", away="2025-07-07, 2025-08-04, 2025-09-15") == []
    assert answer(flow, "2025-09-01", away="2025-07-07, 2025-08-04").version is None


def test_a_case_closed_on_the_last_day_of_the_old_version_does_not_finish_under_it():
    closed = events("on: 2025-08-31, action: meet, outcome: close")
    assert answer(two(cases="finish"), "2025-09-01", away=THREE, events=closed).version is None
    late = events("on: 2025-09-01, action: meet, outcome: close")
    assert answer(two(cases="finish"), "2025-09-01", away=THREE, events=late).version == "1"
    assert answer(two(cases="finish"), "2025-09-02", away=THREE, events=late).version is None


def test_events_absences_and_adjustments_for_the_new_version_wait_until_the_case_is_closed():
    new = f"counting: {{categories: {{sickness: counts, strike: never}}}}\n{BODY}".replace(
        "concern:", "worry:"
    )
    new = new.replace("often", "frequent")
    flow = two(new, cases="finish")
    record = {
        "away": THREE,
        "events": events(
            "on: 2025-10-06, action: meet, outcome: close", "on: 2025-10-20, recorded: worry"
        ),
        "absences": "[{from: 2025-10-13, to: 2025-10-13, category: strike}]",
        "adjustments": "[{trigger: frequent, absences: {at_least: 5, within: 6 months}, from: 2025-10-14,"
        " decided_by: head, because: so}]",
    }
    assert stages(flow, "2025-12-01", **record) == {"main": "clear"}
    assert answer(flow, "2025-12-01", **record).version is None


def test_what_only_the_new_version_has_is_a_mistake_while_the_case_is_finished_under_the_old():
    flow = two(BODY.replace("concern:", "worry:"), cases="finish")
    said = events("on: 2025-10-20, recorded: worry")
    (finding,) = ask(flow, "2025-12-01", away="2025-07-07, 2025-08-04, 2025-08-29", events=said).findings
    assert (finding.code, finding.path) == ("FR506", ("events", 0, "recorded"))
    assert finding.help.endswith("this case is finished under version `1`, which reads this line")


FINISHED = """
counting: {decided_by: head, reasons: [stress], categories: {sickness: counts, disability: counts}}
triggers: {often: {title: Often away, absences: {at_least: 3, within: 6 months}}}
stages:
  clear: {next: [{when: often, to: review}]}
  review: {next: [{after: 6 months, to: clear}]}
"""
FOLLOWING = (
    FINISHED.replace("disability: counts", "disability: decide")
    .replace("reasons: [stress]", "reasons: [stress, cold]")
    .replace("within: 6 months", "within: 12 months")
)
AFTER_IT_CLOSED = "{from: 2025-12-01, to: 2025-12-01, %s}"  # the case of THREE closes on 13 November
SAYS_NO = "category: disability, counts: false, decided_on: %s, decided_by: head"


@pytest.mark.parametrize(
    ("said", "hindsight", "now"),
    [
        (SAYS_NO % "2026-01-15", True, "clear"),
        (SAYS_NO % "2025-12-10", False, "clear"),
        (SAYS_NO % "2025-12-01", False, "clear"),
        ("reason: cold", False, "review"),
    ],
    ids=["a decision with hindsight", "a decision", "a decision of its day", "a reason"],
)
def test_an_absence_after_the_case_closed_is_read_in_the_words_of_the_new_version_alone(
    said, hindsight, now
):
    flow, absences = two(FOLLOWING, FINISHED, cases="finish"), f"[{AFTER_IT_CLOSED % said}]"
    found = answer(flow, "2025-12-10", away=THREE, absences=absences, hindsight=hindsight)
    assert (found.version, found.tracks["main"].stage, found.decisions) == (None, now, ())


def test_an_adjustment_after_the_case_closed_has_to_fit_the_new_version_alone():
    flow = two(FOLLOWING, FINISHED, cases="finish")
    own = (
        "[{trigger: often, absences: {at_least: 5, within: 12 months}, from: %s, decided_by: head, "
        "because: so}]"
    )
    after = {"away": f"{THREE}, 2025-12-01", "adjustments": own % "2025-11-14"}
    assert answer(flow, "2025-12-10", **after).version is None
    assert stages(flow, "2025-12-10", **after) == {"main": "clear"}
    before = after | {"adjustments": own % "2025-11-13"}
    assert codes(flow, "2025-12-10", **before) == [("FR513", ("adjustments", 0))]


def test_with_hindsight_a_decision_on_an_absence_of_before_may_be_one_of_the_version_after():
    flow = two(FOLLOWING, FINISHED, cases="finish")
    decided = f"[{{from: 2025-10-06, to: 2025-10-06, {SAYS_NO % '2026-01-15'}}}]"
    there = {"away": THREE, "absences": decided, "hindsight": True}
    found = answer(flow, "2025-12-10", **there)
    assert (found.version, found.tracks["main"].stage) == (None, "clear")


def test_a_mistake_after_the_case_closed_is_one_in_the_words_of_the_new_version():
    flow = two(FOLLOWING, FINISHED, cases="finish")
    wrong = f"[{AFTER_IT_CLOSED % 'reason: cough'}]"
    (finding,) = ask(flow, "2025-12-10", away=THREE, absences=wrong).findings
    assert (finding.code, finding.help) == ("FR506", "it can be `cold`, `stress`")


def test_a_mistake_before_the_case_closed_does_not_hide_that_it_is_one():
    """What comes after it may be for the version after, and is not held against the one before."""
    flow = two(FOLLOWING, FINISHED, cases="finish")
    wrong = f"[{{from: 2025-10-06, to: 2025-10-06, reason: cold}}, {AFTER_IT_CLOSED % 'reason: cold'}]"
    (finding,) = ask(flow, "2025-12-10", away=THREE, absences=wrong).findings
    assert (finding.code, finding.path) == ("FR506", ("absences", 3, "reason"))
    assert finding.help.endswith("this case is finished under version `1`, which reads this line")


# Absences begun before


def test_absences_begun_before_count_or_do_not():
    away = "2025-07-07, 2025-08-04, 2025-09-15"
    assert way(two(), "2025-12-01", away=away) == ["2025-09-15 review"]
    assert way(two(earlier="do not count"), "2025-12-01", away=away) == []
    assert way(two(earlier="do not count"), "2025-12-01", away=f"{away}, 2025-10-06, 2025-11-03") == [
        "2025-11-03 review"
    ]


def test_an_absence_across_the_change_was_begun_before_whatever_lines_it_is_made_of():
    days = "stages: {clear: {next: [{when: {working_days: {at_least: 3, within: 1 month}}, to: seen}]}, seen: {kind: end}}"
    old = "stages: {clear: {kind: end}}"
    one, two_lines = "2025-08-28..2025-09-05", "2025-08-28..2025-08-29, 2025-09-01..2025-09-05"
    for away in (one, two_lines):
        assert way(two(days, old), "2025-10-01", away=away) == ["2025-09-01 seen"]
        assert way(two(days, old, earlier="do not count"), "2025-10-01", away=away) == []
    parted = "2025-08-28..2025-08-29, 2025-09-02..2025-09-05"
    assert way(two(days, old, earlier="do not count"), "2025-10-01", away=parted) == ["2025-09-04 seen"]


def test_absences_that_do_not_count_are_not_counted_by_their_category_either():
    only = """
    counting: {categories: {sickness: counts, unauthorised: never}}
    stages: {clear: {next: [{when: {absences: {at_least: 2, within: 1 year, only: [unauthorised]}}, to: seen}]}, seen: {kind: end}}
    """
    old = "counting: {categories: {sickness: counts, unauthorised: never}}\nstages: {clear: {kind: end}}"
    lines = "[{from: 2025-08-04, to: 2025-08-04, category: unauthorised}, {from: 2025-09-08, to: 2025-09-08, category: unauthorised}]"
    assert way(two(only, old), "2025-10-01", absences=lines) == ["2025-09-08 seen"]
    assert way(two(only, old, earlier="do not count"), "2025-10-01", absences=lines) == []


KINDS = """
counting: {{reasons: [stress, back], categories: {{sickness: counts, unauthorised: {}}}}}
stages:
  clear: {{next: [{{when: {{absences: {{at_least: 1, within: 6 months{}}}}}, to: review}}]}}
  review: {{kind: end}}
"""


@pytest.mark.parametrize(
    "chosen", ["", ", excluding: [stress]", ", only: [back]", ", only: [back, unauthorised]"]
)
@pytest.mark.parametrize("counts", ["counts", "never"])
def test_a_line_that_joins_an_absence_begun_before_does_not_count_by_its_own_kind(chosen, counts):
    old = KINDS.format(counts, "").replace("at_least: 1", "at_least: 9")
    flow = two(KINDS.format(counts, chosen), old, earlier="do not count")
    before = "{from: 2025-08-27, to: 2025-09-01, reason: stress}"
    joined = "{from: 2025-09-02, to: 2025-09-04, reason: back}"
    further = "{from: 2025-09-05, to: 2025-09-05, category: unauthorised, reason: back}"
    apart = "{from: 2025-09-09, to: 2025-09-09, reason: back}"
    assert way(flow, "2025-09-20", absences=f"[{before}, {joined}, {apart}]") == ["2025-09-09 review"]
    assert way(flow, "2025-09-20", absences=f"[{joined}]") == ["2025-09-02 review"]
    if counts == "counts" or "unauthorised" in chosen:  # then it joins the line before it
        assert way(flow, "2025-09-20", absences=f"[{before}, {joined}, {further}]") == []
    late = before.replace("to: 2025-09-01", "to: 2025-09-01, known_on: 2025-09-04")
    assert way(flow, "2025-09-03", absences=f"[{late}, {joined}]") == ["2025-09-02 review"]
    late = joined.replace("to: 2025-09-04", "to: 2025-09-04, known_on: 2025-09-12")
    assert way(flow, "2025-09-20", absences=f"[{before}, {late}]") == []


def test_a_person_away_since_before_is_seen_to_be_away_all_the_same():
    body = "stages: {clear: {next: [{when: {absent: true}, to: off}]}, off: {kind: end}}"
    old = "stages: {clear: {kind: end}}"
    assert way(two(body, old, earlier="do not count"), "2025-10-01", away="2025-08-26..") == [
        "2025-09-01 off"
    ]


CONTACTS = "\ncontact: [{id: call, who: manager, to: employee, every: 7 days, starting: day 8, until: return}]\n"


def test_contacts_go_on_in_an_absence_across_the_change_and_records_of_before_settle_them():
    for earlier in ("count", "do not count"):
        flow = two(BODY + CONTACTS, BODY + CONTACTS, earlier=earlier)
        made = events("on: 2025-08-18, contact: call", "on: 2025-08-25, contact: call")
        assert agenda(flow, "2025-09-02", away="2025-08-11..", events=made) == [
            "call 2025-09-01 missed", "call 2025-09-08 due",
        ]  # fmt: skip
        made = events("on: 2025-08-31, contact: call", "on: 2025-09-01, contact: call")
        assert agenda(flow, "2025-09-02", away="2025-08-11..", events=made) == ["call 2025-09-08 due"]


# What is remembered


def test_the_absence_that_took_a_move_does_not_take_it_again_under_the_new_version():
    closed = events("on: 2025-08-27, action: meet, outcome: close")
    away = "2025-07-07, 2025-08-04, 2025-08-26.."
    assert way(two(), "2025-10-01", away=away, events=closed) == [
        "2025-08-26 review",
        "2025-08-27 clear",
    ]
    assert (
        way(two(), "2025-10-20", away=f"{away}2025-09-19, 2025-10-06", events=closed)[-1]
        == "2025-10-06 review"
    )


def test_nor_where_the_two_stages_have_other_names_now():
    closed = events("on: 2025-08-27, action: meet, outcome: close")
    new = BODY.replace("clear", "no-concern").replace("review", "stage-1")
    away = "2025-07-07, 2025-08-04, 2025-08-26.."
    flow = two(new, mapped="review: stage-1")
    assert way(flow, "2025-10-01", away=away, events=closed) == ["2025-08-26 review", "2025-08-27 clear"]
    other = two(new.replace("to: stage-1", "to: talk") + "  talk: {kind: end}", mapped="review: stage-1")
    assert way(other, "2025-10-01", away=away, events=closed)[-1] == "2025-09-01 talk"


def test_absences_that_moved_a_person_before_are_used():
    used = BODY.replace("within: 6 months}", "within: 12 months, not_used_before: true}")
    closed = events("on: 2025-06-02, action: meet, outcome: close")
    for new in (used, used.replace("review", "stage-1")):
        flow = two(new, mapped="review: stage-1" if "stage-1" in new else "")
        assert way(flow, "2025-10-20", away=f"{THREE}, 2025-09-15, 2025-10-06", events=closed)[2:] == []
        third = way(
            flow, "2025-12-01", away=f"{THREE}, 2025-09-15, 2025-10-06, 2025-11-10", events=closed
        )
        assert third[-1].startswith("2025-11-10")


def test_the_day_of_leaving_a_stage_is_remembered_under_its_new_name():
    new = BODY.replace("review", "stage-1").replace(
        "- {after", "- {when: {was_in: {stage: old-1, within: 12 months}}, to: old-1}\n      - {after"
    )  # fmt: skip
    old = BODY + "  formal: {kind: end}\n"
    flow = two(new + "  old-1: {kind: end}\n", old, mapped="review: stage-1, formal: old-1")
    placed = (
        "on: 2025-06-02, placed: {main: formal}, because: so",
        "on: 2025-06-09, placed: {main: review}, because: so",
    )
    assert way(flow, "2025-09-02", events=events(*placed))[-1] == "2025-09-01 old-1"


def test_of_two_stages_that_became_one_the_latest_day_of_leaving_counts():
    new = BODY.replace(
        "- {after", "- {when: {was_in: {stage: one, within: 2 months}}, to: one}\n      - {after"
    )
    old = BODY + "  formal: {kind: end}\n  other: {kind: end}\n"
    flow = two(new + "  one: {kind: end}\n", old, mapped="formal: one, other: one")
    path = (
        ("2025-01-06", "formal"),
        ("2025-02-03", "other"),
        ("2025-03-03", "formal"),
        ("2025-08-04", "review"),
    )
    placed = events(*(f"on: {day}, placed: {{main: {stage}}}, because: so" for day, stage in path))
    assert way(flow, "2025-09-02", events=placed)[-1] == "2025-09-01 one"


def test_recorded_events_go_over_even_past_a_version_that_does_not_know_them():
    last = """
    events: {concern: {title: a concern}}
    stages: {clear: {next: [{when: {recorded: concern}, to: seen}]}, seen: {kind: end}, review: {kind: end}}
    """
    quiet = BODY.replace("events: {concern: {title: a concern}}", "")
    flow = checked(
        file_of(last, 3, "2025-10-01", after("mid.yaml")),
        mid=file_of(quiet, 2, CHANGE, after("old.yaml")), old=file_of(BODY, 1),
    ).flow  # fmt: skip
    assert way(flow, "2025-10-05", events=events("on: 2025-08-04, recorded: concern")) == [
        "2025-10-01 seen"
    ]


# Categories


def with_categories(kinds, body=BODY):
    return f"counting: {{categories: {{{kinds}}}, decided_by: head}}\n{body}"


def line(first, category="sickness", counts=None, decided_on=None, **more):
    made = {"from": first, "to": first, "category": category} | more
    if counts is not None:
        made |= {"counts": counts, "decided_on": decided_on, "decided_by": "head"}
    return made


def lines(*made):
    return json.dumps(list(made))


COUNTS, ASKED = with_categories("sickness: counts"), with_categories("sickness: decide")
DAYS = ("2025-07-07", "2025-08-04", "2025-09-15")


def test_absences_that_counted_by_themselves_are_to_be_decided_once_the_new_version_asks():
    flow, away = two(ASKED, COUNTS), ", ".join(DAYS)
    assert [one.action for one in answer(flow, "2025-08-31", away=away).decisions] == []
    assert [one.action for one in answer(flow, "2025-09-20", away=away).decisions] == ["counts"] * 3
    assert way(flow, "2025-09-20", away=away) == []
    decided = lines(*(line(day, counts=True, decided_on="2025-09-16") for day in DAYS))
    assert way(flow, "2025-09-20", absences=decided) == ["2025-09-16 review"]


def test_absences_never_decided_on_count_once_the_new_version_counts_them():
    flow, away = two(COUNTS, ASKED), ", ".join(DAYS)
    assert way(flow, "2025-09-20", away=away) == ["2025-09-15 review"]


def test_an_absence_that_was_decided_not_to_count_still_does_not():
    flow = two(COUNTS, ASKED)
    first, *rest = DAYS
    for counts, expected in ((True, ["2025-09-15 review"]), (False, [])):
        decided = lines(line(first, counts=counts, decided_on="2025-07-14"), *map(line, rest))
        assert way(flow, "2025-09-20", absences=decided) == expected


def test_a_decision_that_no_version_asked_for_is_a_mistake_still():
    decided = lines(line("2025-08-04", counts=True, decided_on="2025-08-05"))
    assert codes(two(ASKED, COUNTS), "2025-09-20", absences=decided) == [
        ("FR504", ("absences", 0, "counts"))
    ]
    decided = lines(line("2025-08-04", counts=True, decided_on="2025-09-05"))
    assert codes(two(COUNTS, ASKED), "2025-09-20", absences=decided) == [
        ("FR504", ("absences", 0, "counts"))
    ]


def test_a_category_is_read_by_the_version_in_force_when_the_absence_was_known():
    old = with_categories("sickness: counts, strike: counts")
    flow = two(COUNTS, old)
    strike, late = line("2025-08-04", "strike"), line("2025-08-04", "strike", known_on="2025-09-10")
    assert codes(flow, "2025-10-01", absences=lines(strike)) == []
    assert codes(flow, "2025-10-01", absences=lines(late)) == [("FR506", ("absences", 0, "category"))]
    struck = lines(*(line(day, "strike") for day in ("2025-07-07", "2025-08-04")), line("2025-09-15"))
    assert way(flow, "2025-10-01", absences=struck) == []
    assert way(two(old, old), "2025-10-01", absences=struck) == ["2025-09-15 review"]


def test_a_reason_is_read_by_the_version_in_force_when_the_absence_was_known():
    old, new = (f"counting: {{reasons: [{name}]}}\n{BODY}" for name in ("stress", "strain"))
    early, late = ({"reason": "stress", **line(day)} for day in ("2025-08-04", "2025-09-15"))
    assert codes(two(new, old), "2025-10-01", absences=lines(early)) == []
    assert codes(two(new, old), "2025-10-01", absences=lines(early, late)) == [
        ("FR506", ("absences", 1, "reason"))
    ]


def test_an_adjustment_must_fit_each_version_in_whose_days_it_holds():
    flow = two(BODY.replace("often", "frequent"))
    own = (
        "{{trigger: {}, absences: {{at_least: 2, within: 6 months}}, decided_by: head, because: so, {}}}"
    )
    ends = own.format("often", "from: 2025-01-10, until: 2025-08-31")
    begins = own.format("frequent", "from: 2025-09-01")
    away = "2025-08-04, 2025-09-15"
    assert way(flow, "2025-10-01", away=away, adjustments=f"[{ends}, {begins}]") == ["2025-09-15 review"]
    assert way(flow, "2025-10-01", away=away, adjustments=f"[{ends}]") == []
    endless = own.format("often", "from: 2025-01-10")
    assert codes(flow, "2025-08-31", adjustments=f"[{endless}]") == []
    assert codes(flow, "2025-09-01", adjustments=f"[{endless}]") == [
        ("FR506", ("adjustments", 0, "trigger"))
    ]


# Covered


def test_a_person_may_be_covered_by_one_version_only():
    def covering(groups, body=BODY):
        return lambda version, since=None, replaces=None: file_of(
            body, version, since, replaces
        ).replace("id: p,", f"id: p, covers: {{groups: [{groups}]}},")

    support = "{group: support}"
    here = {"away": "2025-07-07, 2025-08-04, 2025-08-26, 2025-10-06", "employee": support}
    now = checked(
        covering("teacher, support")(2, CHANGE, after("old.yaml")), old=covering("teacher")(1)
    ).flow
    assert not now.begins_as_before()  # its months are each asked for
    assert two().begins_as_before()
    before = ask(now, "2025-08-31", **here)
    assert (before.covered, before.not_covered_because, before.version) == (False, "support", "1")
    assert way(now, "2025-10-10", **here) == ["2025-10-06 review"]  # nothing moved, and all are counted
    gone = checked(
        covering("teacher")(2, CHANGE, after("old.yaml")), old=covering("teacher, support")(1)
    ).flow
    assert way(gone, "2025-08-31", **here) == ["2025-08-26 review"]
    later = ask(gone, "2025-09-01", **here)
    assert (later.covered, later.version) == (False, None)


NEEDS = """
events: {concern: {title: a concern}}
stages:
  clear:
    next: [{when: {absences: {at_least: 2, within: 6 months}}, to: review, needs: {concern: 3 months}}]
  review: {kind: end}
"""


def covering(version, groups, body, since=None, replaces=None):
    head = f"id: p, covers: {{groups: [{groups}]}},"
    return file_of(body + CONTACTS, version, since, replaces).replace("id: p,", head)


def test_what_was_recorded_of_a_person_whom_only_the_new_version_covers_is_on_record():
    flow = checked(
        covering(2, "teacher, support", NEEDS, CHANGE, after("old.yaml")),
        old=covering(1, "teacher", NEEDS),
    ).flow
    said = events("on: 2025-08-20, recorded: concern", "on: 2025-08-28, contact: call")
    for group in ("teacher", "support"):
        there = {"employee": f"{{group: {group}}}", "events": said}
        assert way(flow, "2025-10-06", away="2025-08-04, 2025-10-06", **there) == ["2025-10-06 review"]
        assert agenda(flow, "2025-09-01", away="2025-08-21..", **there)[0] == "call 2025-09-04 due"
        (late,) = ask(flow, "2025-10-09", away="2025-08-04, 2025-10-06", **there).steps
        assert [name for reason in late.because for name, _ in reason.events] == ["concern"]


def test_what_was_recorded_goes_over_a_version_that_does_not_cover_the_person():
    flow = checked(
        covering(3, "support", NEEDS, "2025-10-01", after("mid.yaml")),
        mid=covering(2, "teacher", NEEDS, CHANGE, after("old.yaml")),
        old=covering(1, "support", NEEDS),
    ).flow
    for day in ("2025-08-20", "2025-09-10", "2025-10-02"):
        there = {"employee": "{group: support}", "events": events(f"on: {day}, recorded: concern")}
        assert way(flow, "2025-11-20", away="2025-09-08, 2025-10-06", **there) == ["2025-10-06 review"]
    held = agenda(flow, "2025-10-06", away="2025-09-08, 2025-10-06", employee="{group: support}")
    assert held == ["concern 2025-10-06 due"]


# Three versions


def three(mid=BODY, last=BODY, old=BODY, **how):
    first, second = how.get("first", {}), how.get("second", {})
    return checked(
        file_of(last, 3, "2025-10-01", after("mid.yaml", **second)),
        mid=file_of(mid, 2, CHANGE, after("old.yaml", **first)), old=file_of(old, 1),
    ).flow  # fmt: skip


def test_a_case_goes_on_through_three_versions_and_each_step_says_whose_it_is():
    flow = three(
        BODY.replace("review", "stage-1"),
        first={"mapped": "review: stage-1"},
        second={"mapped": "stage-1: review"},
    )
    found = answer(flow, "2025-12-01", away=THREE)
    assert [(str(one.on), one.from_, one.to, one.version) for one in found.steps] == [
        ("2025-05-12", "clear", "review", "1"),
        ("2025-09-01", "review", "stage-1", "2"),
        ("2025-10-01", "stage-1", "review", None),
        ("2025-11-13", "review", "clear", None),
    ]
    assert answer(flow, "2025-09-15", away=THREE).version == "2"


def test_a_case_that_finishes_after_the_next_version_but_one_began_goes_on_there():
    flow = three(first={"cases": "finish"})
    met = "on: 2025-10-20, action: meet, outcome: close"
    there = {"away": f"{THREE}, 2025-10-06, 2025-10-27", "events": events(met)}
    assert [answer(flow, on, **there).version for on in ("2025-09-15", "2025-10-20", "2025-10-21")] == [
        "1",
        "1",
        None,
    ]
    assert way(flow, "2025-12-01", **there)[1:] == ["2025-10-20 clear", "2025-10-27 review"]


def test_what_one_version_stopped_counting_does_not_count_again_under_a_later_one():
    flow = three(first={"earlier": "do not count"})
    assert way(flow, "2025-12-01", away="2025-07-07, 2025-08-04, 2025-10-06") == []
    assert way(flow, "2025-12-01", away="2025-08-04, 2025-09-08, 2025-09-22, 2025-10-06") == [
        "2025-10-06 review"
    ]


# What is known later


def test_an_absence_known_after_the_change_meets_a_count_of_the_new_version():
    late = lines(line("2025-08-18", known_on="2025-09-10"))
    assert way(two(), "2025-09-15", away="2025-07-07, 2025-08-04", absences=late) == [
        "2025-09-10 review"
    ]
    assert way(two(FOUR), "2025-09-15", away="2025-07-07, 2025-08-04", absences=late) == []
    ignored = two(earlier="do not count")
    assert way(ignored, "2025-09-15", away="2025-07-07, 2025-08-04", absences=late) == []


def test_an_action_known_after_the_change_belongs_to_the_stay_of_its_own_day():
    met = events("on: 2025-08-25, known_on: 2025-09-10, action: meet, outcome: close")
    assert way(two(), "2025-09-15", away=THREE, events=met)[-1] == "2025-09-10 clear"
    left = events(
        "on: 2025-08-25, action: hear, outcome: watch",
        "on: 2025-08-22, known_on: 2025-09-10, action: letter",
    )
    found = answer(two(STEPS, STEPS), "2025-09-15", away="2025-08-18", events=left)
    assert found.tracks["main"].stage == "watched"


def test_an_event_known_after_the_change_is_read_by_the_new_version():
    flow = two(BODY.replace("concern:", "worry:"))
    said = "on: 2025-08-25, known_on: {}, recorded: {}"
    assert codes(flow, "2025-09-15", events=events(said.format("2025-08-26", "concern"))) == []
    assert codes(flow, "2025-09-15", events=events(said.format("2025-09-02", "worry"))) == []
    for known, name in (("2025-08-26", "worry"), ("2025-09-02", "concern")):
        assert [
            code for code, _ in codes(flow, "2025-09-15", events=events(said.format(known, name)))
        ] == ["FR506"]


def test_with_hindsight_each_version_reads_what_was_of_its_own_days():
    late = lines(line("2025-08-18", known_on="2025-09-10"))
    away = "2025-07-07, 2025-08-04"
    for flow in (two(), two(FOUR)):
        assert (
            way(flow, "2025-09-15", away=away, absences=late, hindsight=True)[0] == "2025-08-18 review"
        )


def test_with_hindsight_a_decision_of_the_new_version_is_no_mistake_under_the_old():
    decided = lines(*(line(day, counts=True, decided_on="2025-09-16") for day in DAYS))
    assert way(two(ASKED, COUNTS), "2025-09-20", absences=decided, hindsight=True) == [
        "2025-09-15 review"
    ]


# Absences to be decided


def test_each_answer_leads_where_the_record_would_lead_with_it():
    flow = two(ASKED, COUNTS)
    made = [line(day, counts=True, decided_on="2025-09-16") for day in DAYS[:2]]
    for hindsight in (False, True):
        (choice,) = answer(
            flow, "2025-09-20", absences=lines(*made, line(DAYS[2])), hindsight=hindsight
        ).decisions
        assert {said: where.tracks for said, where in choice.leads_to.items()} == {
            "true": {"main": "review"}, "false": {"main": "clear"},
        }  # fmt: skip


def test_with_hindsight_an_answer_is_read_by_the_old_version_too():
    later = FOUR.replace("6 months, to: clear", "3 months, to: clear")
    flow = two(with_categories("sickness: decide", later), ASKED)
    made = [line(day, counts=True, decided_on=day) for day in ("2025-07-07", "2025-08-04")]
    record = lines(*made, line("2025-08-26"))
    plainly, hindsight = (
        answer(flow, "2025-09-20", absences=record, hindsight=one).decisions[0] for one in (False, True)
    )
    assert plainly.leads_to["true"].tracks == {
        "main": "clear"
    }  # four, by the rule of the day of the answer
    assert hindsight.leads_to["true"].tracks == {"main": "review"}  # three, by the rule of August
    assert hindsight.leads_to["false"].tracks == {"main": "clear"}


# The evidence, and the order of the lines

RECORDS = {
    "an open case": ({}, {"away": f"{THREE}, 2025-06-09, 2025-10-06"}),
    "one closed before": (
        {}, {"away": f"{THREE}, 2025-06-09, 2025-10-06, 2025-10-20, 2025-11-03",
             "events": events("on: 2025-05-19, action: meet, outcome: close", "on: 2025-05-20, recorded: concern")}),
    "nothing but a placing": ({}, {"events": events("on: 2025-05-12, placed: {main: review}, because: so")}),
    "one that finishes": (
        {"cases": "finish"}, {"away": f"{THREE}, 2025-10-06",
                              "events": events("on: 2025-10-06, action: meet, outcome: close")}),
    "a stage left before": (
        {"new": STEPS, "old": STEPS},
        {"away": "2025-07-07, 2025-08-18", "events": events("on: 2025-08-25, action: hear, outcome: watch")}),
    "an action that only the new version looks at": (
        {"new": BODY.replace("after: 6 months,", "after: 8 weeks, from: meet,"),
         "old": BODY.replace("      - {decided: {meet: close}, to: clear}\n", "")},
        {"away": f"{THREE}, 2025-07-07", "events": events("on: 2025-08-25, action: meet, outcome: support")}),
    "what counts from the first day of the record": (
        {"new": "stages: {clear: {next: [{after: 12 months, to: seen}]}, seen: {kind: end}}", "old": "stages: {clear: {kind: end}}"},
        {"away": "2025-01-06, 2025-02-03"}),
    "what counts from the first day of the version": (
        {"new": "stages: {clear: {next: [{when: {absent: false}, to: seen}]}, seen: {next: [{after: 1 month, to: last}]}, last: {kind: end}}",
         "old": "stages: {clear: {kind: end}}"},
        {"away": "2025-07-07, 2025-09-15"}),
    "absences that do not count": ({"earlier": "do not count"}, {"away": "2025-07-07, 2025-08-04, 2025-09-15, 2025-10-06, 2025-11-10"}),
}  # fmt: skip


def cited(record, evidence):
    """The record with only the lines that are evidence."""
    named = {(day, name) for day, name in evidence.events}
    kept = [
        one for one in record.events
        if named & {(one.on, one.action or one.recorded or one.contact), *((one.on, f"placed {t}") for t in one.placed or ())}
    ]  # fmt: skip
    absences = [one for one in record.absences if one.from_ in evidence.absences]
    return record.model_copy(update={"absences": tuple(absences), "events": tuple(kept)})


@pytest.mark.parametrize("name", RECORDS)
@pytest.mark.parametrize("on", ["2025-08-31", "2025-09-01", "2025-10-10", "2025-12-01", "2026-02-02"])
def test_the_evidence_alone_leads_to_the_same_stages(name, on):
    how, parts = RECORDS[name]
    flow, record, day = two(**how), record_of(**parts), date.fromisoformat(on)
    found = decide(flow, record, day)
    assert found.findings == ()
    alone = decide(flow, cited(record, found.evidence), day)
    assert [(one.on, one.to) for one in alone.steps] == [(one.on, one.to) for one in found.steps]
    assert {track: where.stage for track, where in alone.tracks.items()} == {
        track: where.stage for track, where in found.tracks.items()
    }


def test_a_line_that_nothing_rests_on_is_no_evidence():
    how, parts = RECORDS["an open case"]
    found = answer(two(**how), "2025-10-10", **parts)
    assert found.evidence.absences == tuple(date(2025, *day) for day in ((3, 3), (4, 7), (5, 12)))


@pytest.mark.parametrize("name", RECORDS)
def test_the_order_of_the_lines_changes_nothing(name):
    how, parts = RECORDS[name]
    flow, record = two(**how), record_of(**parts)
    first = decide(flow, record, date(2025, 12, 1))
    for absences in list(permutations(record.absences))[:24]:
        other = record.model_copy(update={"absences": absences, "events": record.events[::-1]})
        assert decide(flow, other, date(2025, 12, 1)) == first


@pytest.mark.parametrize("name", RECORDS)
def test_on_a_day_of_the_old_version_the_answer_is_that_of_the_old_version_alone(name):
    how, parts = RECORDS[name]
    both, old = two(**how), single(how.get("old", BODY))
    for on in ("2025-05-12", "2025-08-25", "2025-08-31"):
        assert answer(both, on, **parts)._replace(version=None) == answer(old, on, **parts)


# What lint says of `replaces`

OLD = file_of(BODY, 1)
NEW = file_of(BODY, 2, CHANGE, after("old.yaml"))


def test_two_versions_that_fit_have_no_findings():
    assert errors(NEW, old=OLD) == []


@pytest.mark.parametrize(
    "file", ["gone.yaml", "../old.yaml", "/etc/old.yaml", "old.txt", "old", "C:old.yaml"]
)
def test_a_version_before_that_is_not_there_is_shown_where_it_is_named(file):
    found = only_error(file_of(BODY, 2, CHANGE, after(f'"{file}"')), old=OLD)
    assert (found.code, found.rule, found.path) == (
        "FR226", "version-before-missing", ("procedure", "replaces", "file"),
    )  # fmt: skip
    assert found.message == f"`{file}` is not there, or cannot be read"
    assert found.help == "name a procedure file in the folder of this one, or in a folder of that"


def test_no_file_is_looked_for_where_there_is_no_folder():
    (found,) = check(NEW).findings
    assert found.code == "FR226"


@pytest.mark.parametrize(
    ("old", "said"),
    [
        (OLD.replace("to: review}", "to: reveiw}"), "there is no stage called `reveiw`"),
        ("a: 1: 2", None),
        (OLD.replace("stages:", "stagse:"), None),
        (f"{OLD}examples: [{{title: x, record: {{}}, on: 2025-03-03, expect: {{main: reviw}}}}]", None),
    ],
)
def test_a_version_before_that_is_not_sound_is_shown_where_it_is_named(old, said):
    found = only_error(NEW, old=old)
    assert (found.code, found.rule, found.path) == (
        "FR227", "version-before-unsound", ("procedure", "replaces", "file"),
    )  # fmt: skip
    assert found.message.startswith("the version before, `old.yaml`, is not sound: ")
    assert said is None or found.message.endswith(said)
    assert found.help == "run `flowrules lint old.yaml`, and correct it first"


def test_versions_that_replace_one_another_in_a_circle_are_refused():
    one = file_of(BODY, 1, "2025-01-01", after("new.yaml"))
    found = only_error(NEW, old=one, new=NEW)
    assert (found.code, found.path) == ("FR227", ("procedure", "replaces", "file"))
    assert found.message.endswith(
        "`new.yaml` comes again among the versions before it: they go round in a circle"
    )
    itself = file_of(BODY, 2, CHANGE, after("new.yaml"))
    found = only_error(itself, new=itself)
    assert (found.code, found.rule, found.path) == (
        "FR229",
        "versions-without-end",
        ("procedure", "replaces", "file"),
    )
    assert found.help == "name the file of the version before; in the oldest one, take `replaces` out"


def chain(length):
    """The files of so many versions before the newest, each replacing the next older."""
    made = {
        f"v{n}": file_of(BODY, n, f"{2000 + n}-01-01", after(f"v{n - 1}.yaml")) for n in range(1, length)
    }
    return made | {"v0": file_of(BODY, 0)}


def test_there_is_a_limit_to_how_many_versions_follow_one_another():
    last = file_of(BODY, 99, "2050-01-01", after(f"v{MOST_VERSIONS - 2}.yaml"))
    assert errors(last, **chain(MOST_VERSIONS - 1)) == []
    last = file_of(BODY, 99, "2050-01-01", after(f"v{MOST_VERSIONS + 400}.yaml"))
    found = only_error(last, **chain(MOST_VERSIONS + 401))
    assert found.message.endswith(f"more than {MOST_VERSIONS} versions replace one another")


def test_a_version_in_a_folder_names_its_own_files_from_there():
    terms = b"from,to,what\n2024-09-02,2025-07-22,term\n2025-09-01,2025-12-19,term\n"
    old = file_of("calendar: {terms: terms.csv}\n" + BODY, 2, "2025-01-01", after("older.yaml"))
    files = {"back/old.yaml": old.encode(), "back/older.yaml": OLD.encode(), "back/terms.csv": terms}
    new = file_of(BODY, 3, CHANGE, after("back/old.yaml"))
    found = check(new, "new.yaml", beside=files.get)
    assert found.findings == [one for one in found.findings if one.severity == "warning"]
    names = [flow.before.source.name for flow in found.flow.chain() if flow.before]
    assert names == ["back/older.yaml", "back/old.yaml"]


@pytest.mark.parametrize(
    ("new", "path", "on_key", "message", "help"),
    [
        (NEW.replace("review", "seen"), ("procedure", "replaces"), True,
         "nothing says what becomes of those in `review` of the version before",
         "add it under `stages:`, such as `review: clear`"),
        (file_of(BODY, 2, CHANGE, after("old.yaml", mapped="reviw: clear")), ("procedure", "replaces", "stages", "reviw"), True,
         "the version before has no stage called `reviw`", "did you mean `review`?"),
        (file_of(BODY, 2, CHANGE, after("old.yaml", mapped="review: claer")), ("procedure", "replaces", "stages", "review"), False,
         "there is no stage called `claer`", "did you mean `clear`?"),
        (file_of(BODY, 1, CHANGE, after("old.yaml")), ("procedure", "version"), False,
         "a version before is called `1` too", "give this one another `version`"),
    ],
)  # fmt: skip
def test_what_does_not_fit_between_two_versions_is_shown_at_its_place(new, path, on_key, message, help):
    found = errors(new, old=OLD)[0]
    assert (found.code, found.rule) == ("FR228", "versions-do-not-fit")
    assert (found.path, found.on_key, found.message, found.help) == (path, on_key, message, help)


@pytest.mark.parametrize(
    ("since", "fits"), [("2025-08-31", False), (CHANGE, False), ("2025-09-02", True)]
)
def test_a_version_begins_after_the_one_it_replaces(since, fits):
    found = errors(file_of(BODY, 2, since, after("old.yaml")), old=file_of(BODY, 1, CHANGE))
    assert [(one.code, one.path, one.message, one.help) for one in found] == ([] if fits else [(
        "FR228", ("procedure", "effective_from"),
        "this version begins no later than the one it replaces", "correct one of the dates",
    )])  # fmt: skip


def test_a_version_is_called_like_none_before_it():
    mid = file_of(BODY, 2, CHANGE, after("old.yaml"))
    found = only_error(file_of(BODY, 1, "2025-10-01", after("mid.yaml")), mid=mid, old=OLD)
    assert (found.path, found.message) == (
        ("procedure", "version"),
        "a version before is called `1` too",
    )


def test_two_tracks_cannot_move_into_one():
    old = """
    tracks: {long: {title: Long, start: not-long}, short: {title: Short, start: clear}}
    stages:
      not-long: {track: long, next: [{when: {continuous: {at_least: 28 days}}, to: long-1}]}
      long-1: {track: long, kind: end}
      clear: {track: short, next: [{when: {absences: {at_least: 2, within: 1 year}}, to: review}]}
      review: {track: short, kind: end}
    """
    move, finish = (
        file_of(BODY, 2, CHANGE, after("old.yaml", how, mapped="long-1: review"))
        for how in ("move", "finish")
    )
    found = only_error(move, old=file_of(old, 1))
    assert (found.code, found.path) == ("FR228", ("procedure", "replaces"))
    assert found.message == (
        "the tracks `long` and `short` of the version before would go on in one track, `main`, "
        "and a person may be on both"
    )
    assert found.help == "map their stages to different tracks, or let open cases finish"
    assert errors(finish, old=file_of(old, 1)) == []


def test_findings_stand_at_the_line_of_the_new_file():
    text = file_of(BODY, 2, CHANGE, after("gone.yaml")).replace(
        "procedure: {id: p,", "procedure: {\n  id: p,"
    )
    found = check(text, "new.yaml", beside=read_in({}))
    assert found.source.locate(found.findings[0].path).line == 3


# What the answer says


def told(flow, source, on, **parts):
    found = answer(flow, on, **parts)
    return explain(found, flow, source), document_of(found, flow, source, RecordStamp(None, ""), [])


def test_text_and_json_say_which_version_took_each_step_and_in_which_file_its_lines_are():
    old = file_of("# a line more\n" * 7 + BODY, 1)
    found = checked(NEW, old=old)
    text, document = told(found.flow, found.source, "2025-12-01", away=THREE)
    old_line = 1 + old.split("\n").index("  clear: {next: [{when: often, to: review}]}")
    new_line = 1 + NEW.split("\n").index("      - {after: 6 months, to: clear}")
    assert [(one["version"], one["line"]) for one in document["steps"]] == [
        ("1", old_line),
        (None, None),
        (None, new_line),
    ]
    assert f"12 May 2025: P: “Clear” to “Review” (version 1) [line {old_line} of old.yaml]\n" in text
    assert f"13 November 2025: P: “Review” to “Clear” [line {new_line}]\n" in text
    assert "1 September 2025: P: “Review” to “Review”\n    moved to version 2 of the procedure" in text
    assert text.endswith("Lines in brackets: new.yaml.\n")
    assert (document["version"], document["procedure"]["version"]) == (None, "2")
    assert document["procedure"]["earlier"] == [
        {"version": "1", "file": "old.yaml", "sha256": found.flow.before.flow.sha256}
    ]  # fmt: skip


def test_a_day_that_the_old_version_decides_is_told_in_its_words_and_lines():
    old = file_of("# a line more\n" * 7 + BODY.replace("review:", "review:\n    title: Looking back"), 1)
    found = checked(NEW, old=old)
    text, document = told(found.flow, found.source, "2025-08-29", away=THREE)
    assert (
        "P, version 1\n\nVersion 2 applies from 1 September 2025: before it, version 1 does.\n" in text
    )
    assert "P: Looking back, since 12 May 2025" in text
    assert text.endswith("Lines in brackets: old.yaml.\n")
    assert document["version"] == "1"
    meet = 1 + next(n for n, one in enumerate(old.split("\n")) if "id: meet" in one)
    assert document["next"]["line"] == meet


def test_a_step_between_versions_names_the_stage_as_the_old_version_did():
    old = file_of(BODY.replace("review:", "review:\n    title: Looking back"), 1)
    found = checked(NEW, old=old)
    text, _ = told(found.flow, found.source, "2025-09-02", away=THREE)
    assert "1 September 2025: P: “Looking back” to “Review”" in text


def test_a_case_that_is_finished_under_the_old_version_is_said_to_be():
    found = checked(file_of(BODY, 2, CHANGE, after("old.yaml", "finish")), old=OLD)
    text, _ = told(found.flow, found.source, "2025-09-02", away=THREE)
    said = "Version 2 has applied since 1 September 2025: this case was open then, and is finished under version 1."
    assert said in " ".join(text.split())
    found = checked(
        file_of(BODY, 3, "2025-10-01", after("mid.yaml")),
        mid=file_of(BODY, 2, CHANGE, after("old.yaml", "finish")),
        old=OLD,
    )
    for on, begun in (
        ("2025-09-30", "2 has applied since 1 September"),
        ("2025-10-01", "3 has applied since 1 October"),
    ):
        text, _ = told(found.flow, found.source, on, away=THREE)
        assert f"Version {begun} 2025: this case was open then" in text


def test_the_command_reads_the_version_before_from_its_own_folder(tmp_path):
    (tmp_path / "back").mkdir()
    (tmp_path / "back" / "old.yaml").write_text(OLD)
    new = tmp_path / "new.yaml"
    new.write_text(file_of(BODY, 2, CHANGE, after("back/old.yaml")))
    record = tmp_path / "r.yaml"
    record.write_text(
        "absences: [" + ", ".join(f"{{from: {day}, to: {day}}}" for day in THREE.split(", ")) + "]"
    )
    args = ["evaluate", str(new), str(record), "--on"]
    result = CliRunner().invoke(main, [*args, "2025-09-02", "--format", "json"])
    assert result.exit_code == 0
    said = json.loads(result.stdout)
    assert [(one["version"], one["line"]) for one in said["steps"]] == [("1", 8), (None, None)]
    assert said["procedure"]["earlier"][0]["file"] == "back/old.yaml"
    assert "of back/old.yaml]" in CliRunner().invoke(main, [*args, "2025-09-02"]).stdout


# Examples


def tried(example, new=BODY, old=BODY, **how):
    text = file_of(new, 2, CHANGE, after("old.yaml", **how)) + f"\nexamples: [{example}]\n"
    return errors(text, old=file_of(old, 1))


WENT = (
    "{title: x, record: {absences: ["
    + ", ".join(f"{{from: {d}, to: {d}}}" for d in THREE.split(", "))
    + "]}, "
)
NEWER = BODY.replace("review", "stage-1").replace("meet", "talk")


def test_an_example_may_name_what_an_earlier_version_has():
    days = (
        "days: [{on: 2025-05-12, expect: {main: review, next: meet, agenda: [meet], decide: [meet]}}, "
        "{on: 2025-09-01, expect: {main: stage-1, next: talk}}]}"
    )
    assert tried(WENT + days, NEWER, mapped="review: stage-1") == []


@pytest.mark.parametrize(
    ("expect", "code", "message"),
    [
        ("{main: reviw}", "FR202", "there is no stage called `reviw`"),
        ("{mian: review}", "FR202", "there is no track called `mian`"),
        ("{next: mete}", "FR202", "there is no action, contact or event called `mete`"),
        ("{decide: [concern]}", "FR202", "there is no action with outcomes called `concern`"),
        ("{main: review}", "FR401", "expected `review`, but the procedure leads to `stage-1`"),
    ],
)
def test_what_no_version_has_or_another_version_decides_is_shown_in_an_example(expect, code, message):
    (found,) = tried(f"{WENT} on: 2025-09-01, expect: {expect}}}", NEWER, mapped="review: stage-1")
    assert (found.code, found.message) == (code, message)
    assert found.path[:4] == ("examples", 0, "expect", *found.path[3:4])


def test_an_example_may_name_a_track_that_only_the_old_version_has_on_its_days():
    old = """
    tracks: {short: {title: Short, start: clear}}
    stages:
      clear: {track: short, next: [{when: {absences: {at_least: 3, within: 6 months}}, to: review}]}
      review: {track: short, kind: end}
    """
    assert tried(WENT + "on: 2025-05-12, expect: {short: review}}", old=old) == []
    (found,) = tried(WENT + "on: 2025-09-01, expect: {short: review}}", old=old)
    assert found.message == "there is no track `short` in version `2`, which decides on that day"
    assert found.help == "its tracks are `main`"


def test_examples_in_a_file_beside_may_name_what_an_earlier_version_has():
    found = checked(file_of(NEWER, 2, CHANGE, after("old.yaml", mapped="review: stage-1")), old=OLD)
    scenarios = f"scenarios: [{WENT} on: 2025-08-31, expect: {{main: review, next: meet}}}}]"
    report = try_all(found.flow, found.procedure, found.source, [("scenarios.yaml", scenarios.encode())])
    assert (report.tried, report.failed, report.unusable) == (1, 0, 0)


def coverage(flow, *days, **parts):
    seen = Seen(flow)
    for day in days:
        seen.add(decide(flow, record_of(**parts), date.fromisoformat(day), watch=seen.watch))
    return coverage_of(flow, seen)


def test_what_an_earlier_version_did_shows_nothing_of_this_one():
    both = coverage(two(), "2025-08-31", away=THREE)
    assert [share.shown for share in both[:3]] == [0, 0, 0]
    moved = coverage(two(), "2025-09-02", away=THREE)
    assert [share.shown for share in moved[:3]] == [1, 0, 0]
    closed = coverage(two(), "2025-12-01", away=THREE)
    assert [share.shown for share in closed[:2]] == [2, 1]
    alone = coverage(single(BODY), "2025-12-01", away=THREE)
    assert [share.shown for share in alone[:2]] == [2, 2]
