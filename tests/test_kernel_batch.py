"""Arrow batches: the same columns as one record after another, whatever the types, slices and gaps."""

import json
from datetime import date, datetime

import pytest
from drawn_records import record_of
from kernel_answers import coded_for, columns_from, example
from kernel_people import Trust

pytest.importorskip("numba", reason="numba, of the extra `fast`, is not installed")
pa = pytest.importorskip("pyarrow", reason="pyarrow, of the extra `fast`, is not installed")

from kernel_arrow import batch_of, each_person, rows_of, wanted  # noqa: E402

from flowrules.batch.records import columns_of  # noqa: E402
from flowrules.records.parquet_file import Unfit, fit  # noqa: E402

NAMES = ("centre", "oakfield", "real/p01-glasgow")


@pytest.fixture(scope="module", params=NAMES)
def school(request):
    """A flow, people with few oddities, and the day asked about."""
    flow, _ = example(request.param)
    trust = Trust(flow, "arrow", is_hard=True)
    return flow, [trust.employee(number).data for number in range(40)], trust.on


def assert_same_columns(school, batch, first=0):
    flow, people, on = school
    coded = coded_for(flow, on)
    some = [record_of(data) for data in people[first : first + len(batch)]]
    by_record = each_person(columns_from(some, coded))
    by_batch = each_person(columns_of(fit(batch), coded))
    assert any(by_batch)
    for data, mine, theirs in zip(people[first:], by_batch, by_record, strict=False):
        assert mine == theirs, data


def test_a_batch_gives_the_columns_that_its_records_give(school):
    assert_same_columns(school, batch_of(school[1]))


@pytest.mark.parametrize(
    "of",
    [
        {"word": pa.large_string()},
        {"word": pa.dictionary(pa.int8(), pa.string())},
        {"word": pa.dictionary(pa.int32(), pa.large_string())},
        {"day": pa.date64()},
        {"list_of": pa.large_list},
    ],
    ids=["large words", "words of a dictionary", "large words of one", "longer days", "large lists"],
)
def test_types_do_not_matter(school, of):
    assert_same_columns(school, batch_of(school[1], **of))


@pytest.mark.parametrize(("first", "many"), [(0, 7), (3, 11), (39, 1), (20, 0)])
def test_a_slice_says_what_its_people_say(school, first, many):
    batch = batch_of(school[1]).slice(first, many)
    if many:
        assert_same_columns(school, batch, first)
    else:
        assert len(columns_of(batch, coded_for(school[0], school[2])).left_out) == 0


def test_chunks_of_a_table_say_what_the_whole_says(school):
    table = pa.Table.from_batches([batch_of(school[1])])
    first = 0
    for batch in table.to_batches(max_chunksize=9):
        assert_same_columns(school, batch, first)
        first += len(batch)
    assert first == len(school[1])


def test_columns_that_are_not_there_say_nothing(school):
    flow, people, on = school
    without = (
        "pattern",
        "leave",
        "known_on",
        "until",
        "placed",
        "expected",
        "hours",
        "days_lost",
        "half_worked",
        "reason",
    )
    bare = [
        {
            "employee": one["employee"],
            "absences": [_without(line, without) for line in one["absences"]],
            "events": [_without(line, without) for line in one["events"]],
        }
        for one in people
    ]
    assert_same_columns((flow, bare, on), batch_of(bare, without=without))


def _without(line, words):
    return {word: value for word, value in line.items() if word not in words}


def test_lists_that_are_null_are_empty():
    flow, _ = example("oakfield")
    on = date(2026, 11, 20)
    people = [
        {"employee": {}},
        {"employee": {"group": "teacher"}, "absences": [{"from": "2026-11-02"}]},
        {"employee": {}, "events": []},
        {"employee": {}, "absences": [{"from": "2026-10-05", "to": "2026-10-06"}], "pattern": []},
    ]
    batch = batch_of(people)
    assert batch.column(1).null_count == 2
    assert_same_columns((flow, people, on), batch)


# What is decided -------------------------------------------------------------------------------


def test_a_batch_is_decided_as_each_record_is(school):
    from flowrules.batch import Decider

    flow, people, on = school
    decider = Decider(flow, on, threads=2)
    rows = rows_of(decider(batch_of(people)))
    assert decider.compiled + decider.interpreted == len(people)
    assert decider.compiled >= 20
    for data, row in zip(people, rows, strict=True):
        assert row == wanted(flow, data, on), data


@pytest.mark.parametrize("kind", [pa.decimal128(6, 1), pa.decimal128(9, 4), pa.float32()])
def test_figures_kept_in_another_way_are_those_figures(kind):
    """2.4 is no binary fraction, and is something else in other bits."""
    from flowrules.batch import Decider

    flow, _ = example("oakfield")
    days = [(date(2026, 9, day), date(2026, 9, day + 2)) for day in (1, 7, 14, 21)]
    lines = [{"from": first, "to": last, "days_lost": 2.4} for first, last in days]
    batch = pa.RecordBatch.from_pylist([{"absences": lines}])
    figures = pa.array([2.4] * 4, pa.float64()).cast(pa.string()).cast(pa.decimal128(9, 4))
    kept = figures.cast(kind) if pa.types.is_decimal(kind) else pa.array([2.4] * 4, kind)
    arrays = [pa.array([one[at] for one in days], pa.date32()) for at in (0, 1)]
    absences = pa.ListArray.from_arrays([0, 4], pa.StructArray.from_arrays([*arrays, kept], [*lines[0]]))
    assert fit(pa.RecordBatch.from_arrays([absences], ["absences"])).equals(fit(batch))
    assert_same_columns(
        (flow, [json.loads(json.dumps({"absences": lines}, default=str))], date(2026, 11, 20)),
        pa.RecordBatch.from_arrays([absences], ["absences"]),
    )
    assert rows_of(Decider(flow, date(2026, 11, 20))(batch))[0]["decided"]


def test_figures_of_too_few_bits_are_refused():
    lines = pa.list_(pa.struct([("from", pa.date32()), ("days_lost", pa.float16())]))
    with pytest.raises(Unfit, match="days_lost` must hold numbers of 32 bits or more"):
        fit(pa.RecordBatch.from_arrays([pa.nulls(1, lines)], ["absences"]))


def test_a_table_is_refused_with_a_way_out():
    from flowrules.batch import Decider

    flow, _ = example("oakfield")
    with pytest.raises(Unfit, match="take each of its `to_batches"):
        Decider(flow, date(2026, 11, 20))(pa.Table.from_batches([batch_of([{"employee": {}}])]))


@pytest.mark.parametrize("written", [pa.map_(pa.string(), pa.string()), None], ids=["map", "struct"])
def test_who_was_placed_in_a_stage_is_decided_as_elsewhere(written):
    from flowrules.batch import Decider

    flow, _ = example("oakfield")
    on, days = date(2026, 11, 20), [date(2026, 10, 5), date(2026, 10, 6)]
    stage = flow.tracks[0].start
    placed = {"on": days[0], "placed": {flow.tracks[0].id: stage}, "because": "carried over"}
    people = [{"events": [placed]}, {"events": [{"on": days[1], "contact": flow.contacts[0].id}]}, {}]
    struct = pa.struct([(flow.tracks[0].id, pa.string())])
    fields = [("on", pa.date32()), ("placed", written or struct), ("because", pa.string())]
    events = pa.list_(pa.struct([*fields, ("contact", pa.string())]))
    batch = pa.RecordBatch.from_pylist(people, pa.schema([("events", events)]))
    plain = json.loads(json.dumps(people, default=str))
    assert rows_of(Decider(flow, on)(batch)) == [wanted(flow, data, on) for data in plain]


def test_a_fault_is_told_by_its_code_and_everybody_else_is_decided(school):
    from flowrules.batch import Decider

    flow, people, on = school
    faulty = [
        {"employee": {}, "absences": [{"from": "2025-05-06", "to": "2025-05-05"}]},
        {"employee": {}, "absences": [{"from": "2025-05-06", "category": "no-such-word"}]},
        {"employee": {}, "events": [{"on": "2025-05-06", "action": "no-such-word"}]},
    ]
    among = [one for place in range(6) for one in (faulty[place % 3], people[place])]
    rows = rows_of(Decider(flow, on)(batch_of(among)))
    for data, row in zip(among, rows, strict=True):
        assert row == wanted(flow, data, on), data
    assert [row["decided"] for row in rows[::2]] == [False] * 6
    assert all(row["why_not"].startswith("FR") for row in rows[::2])


def test_a_day_with_a_time_of_day_is_refused_and_so_is_one_of_another_place():
    """Midnight in London is the day before in UTC for half the year: a day might be read as another."""
    moments = [datetime(2026, 5, 8, 23, 0)]
    for kind in (pa.timestamp("ms"), pa.timestamp("ms", "UTC")):
        line = pa.struct([("from", kind)])
        batch = pa.RecordBatch.from_arrays(
            [pa.array([[{"from": moments[0]}]], pa.list_(line))], ["absences"]
        )
        with pytest.raises(Unfit):
            fit(batch)
    whole = pa.RecordBatch.from_arrays(
        [
            pa.array(
                [[{"from": datetime(2026, 5, 8)}]], pa.list_(pa.struct([("from", pa.timestamp("ms"))]))
            )
        ],
        ["absences"],
    )
    assert fit(whole).to_pylist()[0]["absences"] == [{"from": date(2026, 5, 8)}]
