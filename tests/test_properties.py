"""What holds of every procedure, every record and every day, each property first as a sentence.

`HYPOTHESIS_PROFILE=long` draws thousands of procedures for each and looks for the smallest that breaks
it; the everyday run asks the same hundred each time.
"""

import json
import os
import subprocess
import sys
from collections import Counter
from copy import deepcopy
from datetime import date, timedelta
from pathlib import Path

from hypothesis import assume, given
from hypothesis import strategies as st
from strategies import ask, decision_of, document_of_pair, known_pairs, pairs, read_flow

from flowrules import conditions
from flowrules.explain.text import explain
from flowrules.flow import walk

TESTS = Path(__file__).parent
LONG = os.environ.get("HYPOTHESIS_PROFILE") == "long"
PAIRS = pairs() if LONG else st.deferred(lambda: st.sampled_from(known_pairs()))


# The order of lines does not matter --------------------------------------------------------------


@given(PAIRS, st.randoms(use_true_random=False))
def test_the_order_of_lines_does_not_matter(pair, random):
    record = deepcopy(pair.record)
    for key in ("absences", "events", "pattern", "leave", "adjustments"):
        random.shuffle(record[key])
    for absence in record["absences"]:
        random.shuffle(absence.get("expected", []))
    assert document_of_pair(pair._replace(record=record)) == document_of_pair(pair)


# What happens after the day does not matter ------------------------------------------------------


def day_known(line):
    first = line.get("on") or line["from"]
    return max(first, line.get("known_on", first))


def as_known_on(record, on):
    """The record as it was on a day: nothing in it is dated later."""
    day = on.isoformat()
    known = deepcopy(record)
    for key in ("absences", "events", "pattern", "leave", "adjustments"):
        known[key] = [line for line in known[key] if day_known(line) <= day]
    for leave in known["leave"]:
        leave["to"] = min(leave["to"], day)
    for absence in known["absences"]:
        if absence.get("to", "") > day:
            del absence["to"]
            for word in ("days_lost", "half_worked"):
                absence.pop(word, None)
        if absence.get("decided_on", "") > day:
            for word in ("counts", "decided_on", "decided_by"):
                del absence[word]
        if "expected" in absence:
            absence["expected"] = [one for one in absence["expected"] if one["on"] <= day]
    return known


@given(PAIRS)
def test_what_happens_after_the_day_does_not_matter(pair):
    known = pair._replace(record=as_known_on(pair.record, pair.on))
    assert document_of_pair(known) == document_of_pair(pair)


@given(PAIRS, st.integers(1, 30))
def test_lines_dated_after_the_day_do_not_matter_not_even_wrong_ones(pair, later):
    day = (pair.on + timedelta(later)).isoformat()
    record = as_known_on(pair.record, pair.on)
    record["absences"] += [{"from": day, "to": "1999-01-01", "category": "lateness"}]
    record["events"] += [
        {"on": day, "action": "no-such-action"},
        {"on": day, "placed": {"nowhere": "here"}},
        {"on": day},
    ]
    record["pattern"] += 2 * [{"from": day, "days": ["sun"]}]
    assert document_of_pair(pair._replace(record=record)) == document_of_pair(pair)


# The same bytes in any process -------------------------------------------------------------------

PLACES = (
    {"PYTHONHASHSEED": "0", "TZ": "UTC", "LANG": "C", "LC_ALL": "C"},
    {"PYTHONHASHSEED": "4242", "TZ": "Pacific/Kiritimati", "LANG": "tr_TR.UTF-8", "LC_ALL": "tr_TR.UTF-8"},
)  # fmt: skip
ANSWER_ALL = """
import json, sys
from datetime import date
sys.path.insert(0, sys.argv[1])
from strategies import Pair, document_of_pair
for procedure, record, on in json.load(sys.stdin):
    answer = document_of_pair(Pair(procedure, record, date.fromisoformat(on)))
    sys.stdout.buffer.write(answer.encode() + b"\\n")
"""


def answers_in(place, asked):
    done = subprocess.run(
        [sys.executable, "-c", ANSWER_ALL, str(TESTS)],
        input=asked.encode(),
        env=os.environ | place,
        capture_output=True,
        check=True,
    )
    return done.stdout


def test_the_bytes_are_the_same_in_any_process_time_zone_and_language():
    drawn = known_pairs()[:50]
    asked = json.dumps([(one.procedure, one.record, one.on.isoformat()) for one in drawn])
    here = "".join(document_of_pair(pair) + "\n" for pair in drawn).encode()
    assert [answers_in(place, asked) == here for place in PLACES] == [True, True]


# The cited evidence alone leads to the same stages -----------------------------------------------


def only(record, evidence):
    """The lines of a record that the evidence names."""
    absences = {day.isoformat() for day in evidence.absences}
    cited = {(day.isoformat(), name) for day, name in evidence.events}
    events = []
    for event in record["events"]:
        placed = {
            track: stage
            for track, stage in event.get("placed", {}).items()
            if (event["on"], f"placed {track}") in cited
        }
        names = [event[word] for word in ("action", "recorded", "contact") if word in event]
        if placed:
            events.append(event | {"placed": placed})
        elif any((event["on"], name) in cited for name in names):
            events.append(event)
    return record | {
        "absences": [one for one in record["absences"] if one["from"] in absences],
        "events": events,
    }


@given(PAIRS)
def test_the_cited_evidence_alone_leads_to_the_same_stages(pair):
    flow, _ = read_flow(pair.procedure)
    decision = decision_of(pair)
    again = ask(flow, only(pair.record, decision.evidence), pair.on)
    assert again.findings == ()
    assert again.tracks == decision.tracks


# Renaming stages renames the decision and nothing else -------------------------------------------


def renamed(data, names):
    """Plain data with other names wherever a string, or a key, is one of `names`."""
    if isinstance(data, dict):
        return {renamed(key, names): renamed(value, names) for key, value in data.items()}
    if isinstance(data, list):
        return [renamed(value, names) for value in data]
    if isinstance(data, str) and data.startswith("left "):
        return "left " + names.get(data.removeprefix("left "), data.removeprefix("left "))
    return names.get(data, data) if isinstance(data, str) else data


def _anchors(data, names):
    if isinstance(data, dict):
        return {
            key: renamed(value, names) if key in ("in_stage", "stage") else _anchors(value, names)
            for key, value in data.items()
        }
    if isinstance(data, list):
        return [_anchors(value, names) for value in data]
    if isinstance(data, str) and data.startswith("left "):
        return "left " + names[data.removeprefix("left ")]
    return data


def with_stages_renamed(pair, names):
    procedure, record = _anchors(pair.procedure, names), deepcopy(pair.record)
    record["adjustments"] = _anchors(record["adjustments"], names)
    for track in procedure.get("tracks", {}).values():
        track["start"] = names[track["start"]]
    for stage in procedure["stages"].values():
        for move in stage["next"]:
            move["to"] = names[move["to"]]
    procedure["stages"] = {names[name]: stage for name, stage in procedure["stages"].items()}
    for event in record["events"]:
        if "placed" in event:
            event["placed"] = {track: names[stage] for track, stage in event["placed"].items()}
    return pair._replace(procedure=procedure, record=record)


@given(PAIRS, st.randoms(use_true_random=False))
def test_renaming_stages_renames_the_decision_and_nothing_else(pair, random):
    stages = list(pair.procedure["stages"])
    fresh = [f"renamed-{place}" for place in range(len(stages))]
    random.shuffle(fresh)
    names = dict(zip(stages, fresh, strict=True))
    other = json.loads(document_of_pair(with_stages_renamed(pair, names)))
    back = renamed(other, {new: old for old, new in names.items()})
    here = json.loads(document_of_pair(pair))
    assert back | {"procedure": None} == here | {"procedure": None}


# Shifting all dates by 28 years shifts the answer ------------------------------------------------

YEARS = 28  # weekdays and leap years come round


def shifted(value):
    """Everything in an answer, or in a record, 28 years later; `value` may be of any kind."""
    if isinstance(value, date):
        return value.replace(year=value.year + YEARS)
    if isinstance(value, dict):
        return {key: shifted(one) for key, one in value.items()}
    if hasattr(value, "_fields"):
        return type(value)(*map(shifted, value))
    return type(value)(map(shifted, value)) if isinstance(value, list | tuple) else value


def years_on(text):
    return shifted(date.fromisoformat(text)).isoformat()


def with_calendar_shifted(procedure):
    """A procedure whose terms, closures and named days lie 28 years later."""

    def moved(value):
        if isinstance(value, dict):
            return {key: moved(one) for key, one in value.items()}
        return years_on(value) if isinstance(value, str) else [moved(one) for one in value]

    dated = ("terms", "inset", "closures", "dates")
    calendar = procedure["calendar"]
    return procedure | {
        "calendar": {key: moved(one) if key in dated else one for key, one in calendar.items()}
    }


def later(record):
    """A record, in plain data, 28 years later."""
    dated = {"from", "to", "on", "until", "decided_on", "known_on", "started"}
    if isinstance(record, list):
        return [later(one) for one in record]
    if not isinstance(record, dict) or "placed" in record:  # tracks may have any name
        return record | {"on": years_on(record["on"])} if isinstance(record, dict) else record
    if "since" in record or "for" in record:  # the window of an adjustment
        return record
    return {key: years_on(one) if key in dated else later(one) for key, one in record.items()}


@given(PAIRS)
def test_shifting_all_dates_by_28_years_shifts_the_answer(pair):
    flow, _ = read_flow(pair.procedure, nation=False)
    there, _ = read_flow(with_calendar_shifted(pair.procedure), nation=False)
    here = ask(flow, pair.record, pair.on)
    assert ask(there, later(pair.record), shifted(pair.on)) == shifted(here)


# Splitting an absence into touching records changes nothing under `join` -------------------------


def split(absence, days):
    """Two records that touch, in place of one; the second begins so many days after the first."""
    first = date.fromisoformat(absence["from"])
    last = (first + timedelta(days - 1)).isoformat()
    rest = {key: value for key, value in absence.items() if key != "expected"}
    return [absence | {"to": last}, rest | {"from": (first + timedelta(days)).isoformat()}]


def days_of(absence):
    last = date.fromisoformat(absence.get("to", "2045-01-01"))
    return (last - date.fromisoformat(absence["from"])).days + 1


@given(PAIRS, st.data())
def test_splitting_an_absence_into_touching_records_changes_nothing(pair, data):
    assume(pair.procedure["counting"].get("join") != "never")
    assume("beside" not in json.dumps(pair.procedure))  # looks at what is known of an absence's end
    long = [
        place
        for place, one in enumerate(pair.record["absences"])
        if days_of(one) > 1 and "days_lost" not in one
    ]
    assume(long)
    place = data.draw(st.sampled_from(long))
    absence = pair.record["absences"][place]
    parts = split(absence, data.draw(st.integers(1, min(days_of(absence) - 1, 60))))
    assume(parts[0]["to"] != pair.on.isoformat())  # on that day an end would be known, and is not
    absences = pair.record["absences"]
    record = pair.record | {"absences": [*absences[:place], *parts, *absences[place + 1 :]]}
    other = json.loads(document_of_pair(pair._replace(record=record)))
    here = json.loads(document_of_pair(pair))
    del other["evidence"]["absences"], here["evidence"]["absences"]  # these name the records
    assert other == here


# Every answer is in order ------------------------------------------------------------------------


@given(PAIRS)
def test_no_run_enters_a_stage_that_no_arrow_leads_to(pair):
    flow, _ = read_flow(pair.procedure)
    steps = decision_of(pair).steps
    placed = {step.to for step in steps if not step.path}
    found, reached = [*placed, *(track.start for track in flow.tracks)], set()
    while found:
        stage = found.pop()
        if stage not in reached:
            reached.add(stage)
            found += [move.to for move in flow.stages[stage].moves]
    assert {step.to for step in steps} <= reached


@given(PAIRS)
def test_the_steps_of_a_track_are_arrows_and_each_begins_where_the_one_before_ended(pair):
    flow, _ = read_flow(pair.procedure)
    decision = decision_of(pair)
    stage = {track.id: track.start for track in flow.tracks}
    since = dict.fromkeys(stage)
    arrows = {(move.path, one.id, move.to) for one in flow.stages.values() for move in one.moves}
    assert list(decision.steps) == sorted(decision.steps, key=lambda step: step.on)
    for step in decision.steps:
        assert step.from_ == stage[step.track]
        assert not step.path or (step.path, step.from_, step.to) in arrows
        stage[step.track], since[step.track] = step.to, step.on
    assert decision.tracks == {track: (stage[track], since[track]) for track in stage}


@given(PAIRS)
def test_the_agenda_is_in_order_and_the_next_action_is_the_first_that_is_owed(pair):
    decision = decision_of(pair)
    due = [item.due or date.max for item in decision.agenda]
    assert due == sorted(due)
    owed = [item for item in decision.agenda if item.status == "due"]
    assert decision.next == (owed[0] if owed else None)
    for item in decision.agenda:
        assert item.overdue_days == max(0, (pair.on - item.due).days if item.due else 0)
        assert (item.status == "waiting") <= bool(item.waits_for)
        assert item.kind != "contact" or item.status == ("missed" if item.due < pair.on else "due")
    assert all(one.on > pair.on for one in decision.coming)


def wanted(condition, *, holds=True):
    """What each word of a condition must be for it to hold: paths, each with true or false."""
    if not condition.members:
        yield condition.path, holds
    for member in condition.members:
        yield from wanted(member, holds=holds != (condition.word == "not"))


def is_within_bounds(reason):
    value = reason.value
    return (
        (reason.at_least is None or value >= reason.at_least)
        and (reason.more_than is None or value > reason.more_than)
        and (reason.at_most is None or value <= reason.at_most)
        and (reason.less_than is None or value < reason.less_than)
    )


def check_reason(reason, step, move):
    """A reason is true of the day of the step, or of the day a held move was met."""
    assert all(day <= step.on for _, day in reason.events)
    assert all(first <= min(last, step.on) for first, last in reason.absences)
    if reason.condition != "continuous":  # which may look at what is expected
        assert all(last <= step.on for _, last in reason.absences)
    if reason.condition == "decided":
        assert (reason.events[0][0], reason.outcome) in move.decided
    elif reason.condition == "after":
        assert reason.window[1] < step.on
    elif reason.condition == "needs":
        assert reason.events[0][0] in dict(move.needs)
    elif reason.condition != "placed":
        assert (reason.path, reason.holds) in set(wanted(move.when))
        if isinstance(reason.value, int) and reason.condition != "continuous":
            assert is_within_bounds(reason) == reason.holds


@given(PAIRS)
def test_the_reasons_of_a_step_hold(pair):
    flow, _ = read_flow(pair.procedure)
    moves = {move.path: move for stage in flow.stages.values() for move in stage.moves}
    for step in decision_of(pair).steps:
        move = moves.get(step.path)
        assert step.because
        said = {reason.condition for reason in step.because}
        if move is None:
            assert said == {"placed"}
            continue
        assert ("decided" in said, "after" in said) == (bool(move.decided), move.after is not None)
        assert [one.condition for one in step.because].count("needs") == len(move.needs)
        for reason in step.because:
            check_reason(reason, step, move)


@given(PAIRS, st.integers(-60, 200))
def test_nothing_raises_on_any_day(pair, days):
    pair = pair._replace(on=pair.on + timedelta(days))
    assert document_of_pair(pair)
    assert explain(decision_of(pair), *read_flow(pair.procedure))


# The generators are held to account --------------------------------------------------------------


def test_the_pairs_drawn_reach_what_the_properties_are_about(monkeypatch):
    drawn = known_pairs()
    asked, kinds = Counter(), Counter()
    test = conditions.test

    def spy(condition, view):
        truth = test(condition, view)
        asked[condition.word, truth.met] += 1
        return truth

    monkeypatch.setattr(conditions, "test", spy)
    for pair in drawn:
        flow, _ = read_flow(pair.procedure)
        decision = ask(flow, pair.record, pair.on)
        assert decision.findings == ()
        steps = [step for step in decision.steps if step.path]
        stages = {track: {step.to for step in steps if step.track == track} for track in decision.tracks}
        kinds["a move"] += bool(steps)
        kinds["a second stage"] += any(len(stages[track]) > 1 for track in stages)
        kinds.update({f"taken by {one.condition}" for step in steps for one in step.because})
        kinds.update({f"{item.kind} {item.status}" for item in decision.agenda})
        kinds.update({one.kind for one in decision.coming})
        kinds.update({one.kind for one in decision.not_known})
        kinds["placed"] += len(steps) < len(decision.steps)
    assert kinds["a move"] >= 0.3 * len(drawn)
    assert kinds["a second stage"] >= 0.1 * len(drawn)
    words = {*conditions.WORDS}
    assert {word for word, met in asked if met} == {word for word, met in asked if not met} == words
    assert not [one for one in SEEN if kinds[one] < 2], kinds


SEEN = (
    "taken by absences", "taken by working_days", "taken by calendar_days", "taken by bradford",
    "taken by continuous", "taken by recorded", "taken by decided", "taken by after", "taken by needs",
    "placed", "action due", "action optional", "action waiting", "contact due", "contact missed",
    "evidence due", "decision due", "move", "absence-leaves-window", "reaches-length",
    "working-pattern", "absence-undecided",
)  # fmt: skip


def test_the_procedures_drawn_have_every_form_of_move():
    forms = Counter()
    for pair in known_pairs():
        for stage in read_flow(pair.procedure)[0].stages.values():
            for move in stage.moves:
                words = {
                    "when": move.when,
                    "decided": move.decided,
                    "after": move.after,
                    "needs": move.needs,
                }
                forms["+".join(word for word, value in words.items() if value)] += 1
                forms["on return"] += any(
                    one.word == "trigger" and one.settings[1] for one in walk(move.when)
                )
    plain = ["when", "decided", "after", "when+after", "when+decided", "decided+after", "on return"]
    assert not [
        form for form in [*plain, "when+needs", "after+needs", "decided+needs"] if forms[form] < 3
    ], forms
