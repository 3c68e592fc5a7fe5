"""The kernel where one version of a procedure follows another: what `decide` says, or nothing.

Procedures are amended at random in the midst of people's records, and some by hand.
"""

import json
import os
from collections import Counter
from datetime import date
from random import Random

import pytest
from amended import versions
from dice import Data, Dice
from drawn_records import vary_record
from kernel_answers import NAMES, Asked, compare, differences, example, kernel_answers
from kernel_people import usual
from lived_records import lived_records
from strategies import draw_pair, read_flow
from test_versions import (
    BODY,
    CHANGE,
    FINISHED,
    FOLLOWING,
    KINDS,
    NAMED,
    NEEDS,
    OTHER_TRACKS,
    THREE,
    after,
    checked,
    covering,
    file_of,
    three,
    two,
)

from flowrules.engine import decide
from flowrules.kernel.reading import told_by
from flowrules.model.record import Record

AMENDED = 3_000 if os.environ.get("HYPOTHESIS_PROFILE") == "long" else 60


def drawn(d: Dice) -> Asked:
    """Four people under a drawn procedure, and the day of the first."""
    pair = draw_pair(d)
    flow, _ = read_flow(pair.procedure)
    others = [vary_record(d, flow, pair.record, pair.on)[0] for _ in range(3)]
    return Asked(flow, pair.procedure, [pair.record, *others], pair.on)


def lived(d: Dice, seed: int) -> Asked:
    """Four people who were led through an example's stages, and a day."""
    flow, source = example(d.pick([name for name in NAMES if example(name)[0].before is None]))
    people = [one.data for one in lived_records(flow, 4, f"versions {seed}")]
    last = max(day for one in people for day in days_of(one))
    data = json.loads(json.dumps(source.data, default=str))
    return Asked(flow, data, people, date.fromordinal(last + d.number(-20, 200)))


def days_of(record: Data) -> list[int]:
    return [date.fromisoformat(one["from"]).toordinal() for one in record["absences"]] or [0]


def amended_at_random(seed: int) -> Asked | None:
    """People under a procedure that was amended once or twice while they were away now and then."""
    d = Dice(Random(f"versions {seed}").randint)
    asked = lived(d, seed) if seed % 3 else drawn(d)
    people = [usual(one) for one in asked.people]
    days = [day for one in people for day in days_of(one)]
    first, last = min(days), min(max(days), asked.on.toordinal())
    if not 0 < first < last:
        return None
    flow = versions(d, asked.procedure, sorted({d.number(first, last) for _ in range(1 + d.chance(25))}))
    return flow and asked._replace(flow=flow, people=people)


def test_the_kernel_goes_on_with_what_an_earlier_version_left_as_the_engine_does():
    counts, differing = Counter[str](), list[str]()
    for seed in range(AMENDED):
        if (asked := amended_at_random(seed)) is not None:
            found = compare(asked, 0)
            counts.update(found.counts)
            differing += found.differing
    assert not differing, "\n".join(differing[:5])
    assert counts["answered"] >= max(AMENDED, 0.3 * counts.total()), counts


# By hand


def the_same(flow, on, data):
    """What the kernel tells of one person, which the engine tells too; None where it gives up."""
    (told,) = kernel_answers(flow, [data], date.fromisoformat(on))
    if told is not None:
        record = Record.model_validate_json(json.dumps(data, default=str))
        assert (
            differences(told, told_by(decide(flow, record, date.fromisoformat(on), whole=False))) == []
        )
    return told


RENAMED = BODY.replace("review", "stage-1")
SPENDS = BODY.replace("within: 6 months}}", "within: 6 months, not_used_before: true}}")
THREE_AWAY = {"absences": [{"from": day, "to": day} for day in THREE.split(", ")]}


def test_a_stage_goes_on_under_its_new_name_and_the_steps_keep_the_old_one():
    told = the_same(two(RENAMED, mapped="review: stage-1"), "2025-10-01", THREE_AWAY)
    assert [step[2:4] for step in told.steps] == [("clear", "review"), ("review", "stage-1")]
    assert told.steps[-1][-1] == ("version",)
    assert told.tracks == {"main": ("stage-1", date(2025, 5, 12))}


@pytest.mark.parametrize("day", ["2025-09-01", "2025-10-20"])
def test_a_case_that_finishes_under_the_old_version_is_given_up_until_it_has(day):
    met = {"on": "2025-10-20", "action": "meet", "outcome": "close"}
    flow = two(BODY.replace("at_least: 3", "at_least: 2"), cases="finish")
    data = THREE_AWAY | {"events": [met]}
    assert the_same(flow, day, data) is None
    assert the_same(flow, "2025-10-21", data).tracks["main"][0] == "clear"


@pytest.mark.parametrize(
    "said",
    [
        {"category": "disability", "counts": False, "decided_on": "2025-12-10", "decided_by": "head"},
        {"category": "disability"},
        {"reason": "cold"},
    ],
    ids=["a decision", "none", "a reason"],
)
def test_what_only_the_new_version_can_read_is_read_by_it_once_the_case_has_finished(said):
    flow = two(FOLLOWING, FINISHED, cases="finish")
    line = {"from": "2025-12-01", "to": "2025-12-01"} | said
    data = {"absences": [*THREE_AWAY["absences"], line]}
    for day in ("2025-11-13", "2025-11-14", "2025-12-05", "2025-12-10"):
        the_same(flow, day, data)


def test_what_moved_a_track_under_the_old_version_is_spent_under_the_new_one():
    flow = two(SPENDS)
    met = {"on": "2025-06-02", "action": "meet", "outcome": "close"}
    more = [{"from": day, "to": day} for day in ("2025-09-08", "2025-09-15", "2025-10-06")]
    data = {"absences": [*THREE_AWAY["absences"], *more[:2]], "events": [met]}
    assert the_same(flow, "2025-12-01", data).tracks["main"][0] == "clear"
    data["absences"].append(more[2])
    assert the_same(flow, "2025-12-01", data).tracks["main"] == ("review", date(2025, 10, 6))


def test_absences_from_before_a_version_that_does_not_count_them_do_not_count():
    flow = two(earlier="do not count")
    data = {"absences": [{"from": day, "to": day} for day in ("2025-08-04", "2025-08-18", "2025-09-08")]}
    assert the_same(flow, "2025-12-01", data).steps == ()


@pytest.mark.parametrize("chosen", ["", ", excluding: [stress]", ", only: [back, unauthorised]"])
@pytest.mark.parametrize("counts", ["counts", "never"])
@pytest.mark.parametrize(
    "kind", [{"reason": "back"}, {"reason": "stress"}, {"category": "unauthorised"}]
)
def test_a_line_that_joins_an_absence_from_before_is_of_it_whatever_its_kind(chosen, counts, kind):
    old = KINDS.format(counts, "").replace("at_least: 1", "at_least: 9")
    flow = two(KINDS.format(counts, chosen), old, earlier="do not count")
    before = {"from": "2025-08-27", "to": "2025-09-01", "reason": "stress"}
    data = {"absences": [before, {"from": "2025-09-02", "to": "2025-09-04"} | kind]}
    for day in ("2025-09-02", "2025-09-04", "2025-09-30"):
        the_same(flow, day, data)


@pytest.mark.parametrize("group", ["teacher", "support"])
def test_what_was_recorded_before_of_somebody_newly_covered_is_on_record(group):
    old = covering(1, "teacher", NEEDS)
    flow = checked(covering(2, "teacher, support", NEEDS, CHANGE, after("old.yaml")), old=old).flow
    data = {
        "employee": {"id": "E1", "group": group},
        "absences": [{"from": day, "to": day} for day in ("2025-08-04", "2025-10-06")],
        "events": [{"on": "2025-08-20", "recorded": "concern"}],
    }
    told = the_same(flow, "2025-10-09", data)
    assert told is None or told.tracks["main"][0] == "review"


def test_a_track_that_has_another_id_now_remembers_what_was_left_on_it():
    met = {"on": "2025-08-28", "action": "meet", "outcome": "close"}
    lines = [{"from": day, "to": day} for day in ("2025-08-18", "2025-09-08")]
    for day in ("2025-09-01", "2025-09-20"):
        the_same(two(OTHER_TRACKS, NAMED), day, {"absences": lines, "events": [met]})


def test_a_case_goes_on_through_three_versions():
    flow = three(RENAMED, first={"mapped": "review: stage-1"}, second={"mapped": "stage-1: review"})
    told = the_same(flow, "2025-12-01", THREE_AWAY)
    assert [step[3] for step in told.steps] == ["review", "stage-1", "review", "clear"]


def test_somebody_whom_the_kernel_gives_up_under_the_old_version_stays_given_up():
    flow = two()
    data = {"absences": [{"from": "2025-03-03", "to": "2025-03-03", "known_on": "2025-03-10"}]}
    assert the_same(flow, "2025-12-01", data) is None
    later = {"absences": [{"from": "2025-10-06", "to": "2025-10-06"}]}
    assert the_same(flow, "2025-12-01", later) is not None


def test_what_a_move_waited_for_under_the_old_version_has_taken_nothing():
    waits = BODY.replace(
        "{when: often, to: review}", "{when: often, to: review, needs: {concern: 1 year}}"
    )
    told = {"on": "2025-09-10", "recorded": "concern"}
    more = {"from": "2025-10-06", "to": "2025-10-06"}
    for events in ([], [told]):
        for lines in (THREE_AWAY["absences"], [*THREE_AWAY["absences"], more]):
            for day in ("2025-09-01", "2025-09-10", "2025-12-01"):
                data = {"absences": lines, "events": events}
                assert the_same(two(waits, waits), day, data) is not None
    lines = [{"from": day, "to": day} for day in ("2025-07-07", "2025-08-04")]
    data = {"absences": [*lines, {"from": "2025-08-25", "to": "2025-09-19"}], "events": [told]}
    assert the_same(two(waits, waits), "2025-12-01", data).steps


def test_where_the_lines_of_what_is_spent_part_the_person_is_given_up():
    """The second line of an absence that was counted is another absence under the new version."""
    flow = two("counting: {join: never}\n" + SPENDS, SPENDS)
    met = {"on": "2025-06-02", "action": "meet", "outcome": "close"}
    days = ("2025-03-07", "2025-03-10", "2025-04-07", "2025-05-12", "2025-09-02", "2025-09-08")
    data = {"absences": [{"from": day, "to": day} for day in days], "events": [met]}
    assert the_same(flow, "2025-12-01", data) is None
    alone = {"absences": data["absences"][:1] + data["absences"][2:], "events": [met]}
    assert the_same(flow, "2025-12-01", alone) is not None


NOTED = BODY.replace("outcomes: [support, close]", "outcomes: [close]")
RECORDED = BODY.replace("when: often", "when: {recorded: concern}")
UNHEARD = BODY.replace("{concern: {title: a concern}}", "{other: {title: another}}")


@pytest.mark.parametrize(
    ("flow", "event"),
    [
        (three(NOTED, NOTED), {"on": "2025-05-20", "action": "meet", "outcome": "support"}),
        (three(UNHEARD, RECORDED), {"on": "2025-04-01", "recorded": "concern"}),
    ],
    ids=["an outcome", "an event"],
)
def test_what_the_version_between_has_no_name_for_is_remembered(flow, event):
    data = THREE_AWAY | {"events": [event]}
    for day in ("2025-09-15", "2025-10-02", "2025-12-01"):
        the_same(flow, day, data)


def test_a_reason_that_became_a_category_is_left_out_as_it_was():
    old = BODY + "counting: {categories: {sickness: counts}, reasons: [covid, back]}\n"
    new = BODY.replace("6 months}}\n", "6 months, excluding: [covid]}}\n")
    new += "counting: {categories: {sickness: counts, covid: never}, reasons: [back]}\n"
    days = ("2025-08-04", "2025-08-18", "2025-09-08")
    lines = [{"from": day, "to": day, "reason": "covid"} for day in days[:2]]
    data = {"absences": [*lines, {"from": days[2], "to": days[2]}]}
    assert the_same(two(new, old), "2025-12-01", data) is None


def test_what_moved_a_track_after_it_waited_is_spent_too():
    """Of one version alone: the kernel knows what was counted on the day, and not what was before."""
    text = file_of(SPENDS.replace("to: review}", "to: review, needs: {concern: 1 year}}", 1), 1)
    flow = checked(text).flow
    told = {"on": "2025-05-20", "recorded": "concern"}
    met = {"on": "2025-06-02", "action": "meet", "outcome": "close"}
    more = [{"from": "2025-07-07", "to": "2025-07-07"}]
    data = {"absences": [*THREE_AWAY["absences"], *more], "events": [told, met]}
    assert the_same(flow, "2025-12-01", data) is None
    early = {"events": [told | {"on": "2025-03-01"}, met], "absences": data["absences"]}
    assert the_same(flow, "2025-12-01", early).tracks["main"][0] == "clear"


def test_hours_lost_before_a_pattern_began_are_for_the_interpreter_also_under_a_version_before():
    """Of the first absence, before the change, the hours are not known: it lost none."""
    hours = BODY.replace("absences: {at_least: 3,", "hours_lost: {at_least: 20,")
    week = {"days": ["mon", "tue", "wed", "thu", "fri"], "hours_per_day": 7}
    away = [("2025-06-23", "2025-07-01"), ("2025-10-01", "2025-10-02"), ("2025-10-31", "2025-11-03")]
    person = {
        "employee": {"id": "E1"},
        "pattern": [{"from": "2025-07-23", **week}],
        "absences": [{"from": first, "to": last} for first, last in away],
    }
    flow, on = two(hours, BODY), date(2026, 3, 20)
    assert decide(flow, Record.model_validate_json(json.dumps(person)), on).steps
    assert kernel_answers(flow, [person], on) == [None]
    person["pattern"][0]["from"] = "2024-09-01"
    assert kernel_answers(flow, [person], on) != [None]
