"""Batches under a procedure that was amended: the same answers by the kernel, and by the engine alone."""

from datetime import date

import pytest
from kernel_people import usual
from lived_records import lived_records
from test_versions import BODY, CHANGE, THREE, after, checked, file_of, two

from flowrules.engine import decide
from flowrules.months import month_ends

pytest.importorskip("numba", reason="numba, of the extra `fast`, is not installed")
pytest.importorskip("pyarrow", reason="pyarrow, of the extra `fast`, is not installed")

from drawn_records import record_of
from kernel_arrow import batch_of, rows_of, wanted

from flowrules.batch import Decider
from flowrules.batch.months import Months

AWAY = {"absences": [{"from": day, "to": day} for day in THREE.split(", ")]}
LATER = {"absences": [{"from": "2025-10-06", "to": "2025-10-08"}]}
KNOWN_LATE = {"absences": [{"from": "2025-03-03", "to": "2025-03-04", "known_on": "2025-03-10"}]}
PEOPLE = [AWAY, LATER, KNOWN_LATE, {}]
# A review is on a track, and in a stage, with an action, an event and a contact of other names.
OTHER = """
tracks: {before: {title: Before, start: none}}
triggers: {often: {title: Often away, absences: {at_least: 2, within: 6 months}}}
events: {worry: {title: a worry}}
contact:
  - {id: letter, do: Write, who: head, to: employee, every: 1 week, starting: day 1, until: return}
stages:
  none: {track: before, next: [{when: often, to: talks}]}
  talks:
    track: before
    actions:
      - {id: listen, title: the talk, do: Listen, by: head, within: 5 days, outcomes: [help, close]}
    next: [{decided: {listen: close}, to: none}]
"""
OTHERWISE = {
    "renamed": two(BODY.replace("review", "stage-1"), mapped="review: stage-1"),
    "on another track": two(old=OTHER, mapped="talks: review"),
    "finished first": two(old=OTHER, cases="finish", mapped="talks: review"),
}


def answers_to(flow, people, on, *, kernel=True):
    decider = Decider(flow, on, kernel=kernel)
    return decider, decider(batch_of(people))


@pytest.mark.parametrize("kernel", [True, False])
@pytest.mark.parametrize("on", ["2025-06-30", "2025-08-31", "2025-09-01", "2025-10-10", "2025-12-01"])
@pytest.mark.parametrize("name", OTHERWISE)
def test_the_answers_are_those_of_the_engine_whichever_version_decides(name, on, kernel):
    flow, day = OTHERWISE[name], date.fromisoformat(on)
    _, answers = answers_to(flow, PEOPLE, day, kernel=kernel)
    assert rows_of(answers) == [wanted(flow, data, day) for data in PEOPLE]


def test_whose_case_began_under_an_earlier_version_is_decided_compiled():
    for flow in (OTHERWISE["renamed"], OTHERWISE["on another track"]):
        decider, answers = answers_to(flow, PEOPLE, date(2025, 12, 1))
        assert (decider.compiled, decider.interpreted) == (3, 1)
        (version,) = [one for one in rows_of(answers)[0]["steps"] if one["rule"] == "version"]
        assert version["on"] == date.fromisoformat(CHANGE)


@pytest.mark.parametrize("cases", ["move", "finish"])
def test_the_months_of_a_procedure_that_was_amended_are_what_is_said_on_their_days(cases):
    new = BODY.replace("review", "stage-1").replace("at_least: 3", "at_least: 2")
    flow = checked(
        file_of(new, 2, CHANGE, after("old.yaml", cases=cases, mapped="review: stage-1")),
        old=file_of(BODY, 1, "2024-09-01"),
    ).flow
    people = [AWAY, *(usual(one.data) for one in lived_records(flow.chain()[0], 30, "months"))]
    on, since = date(2026, 6, 30), date(2024, 9, 1)
    months = Months(flow, on, since)
    batch = batch_of(people)
    rows = months.added(batch, Decider(flow, on)(batch)).column("history").to_pylist()
    met = set()
    for data, row in zip(people, rows, strict=True):
        record = record_of(data)
        said = [(day, decide(flow, record, day, whole=False).tracks) for day in month_ends(since, on)]
        assert row == [{"on": day, "main": tracks["main"].stage} for day, tracks in said]
        met |= {month["main"] for month in row}
    assert met == {"clear", "review", "stage-1"}
