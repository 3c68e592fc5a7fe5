"""Working patterns in an Arrow batch: each one's own, from days of their own, read once for all alike."""

from datetime import date, timedelta
from random import Random

import pytest

pytest.importorskip("numba")
pa = pytest.importorskip("pyarrow")

from dice import iso  # noqa: E402
from drawn_records import record_of  # noqa: E402
from kernel_answers import columns_of_all, example  # noqa: E402
from kernel_arrow import batch_of, each_person, rows_of, wanted  # noqa: E402
from kernel_people import Trust  # noqa: E402

from flowrules.batch import Decider  # noqa: E402
from flowrules.batch.patterns import _numbered  # noqa: E402
from flowrules.batch.records import columns_of  # noqa: E402
from flowrules.kernel.coding import code  # noqa: E402

WEEK = ("mon", "tue", "wed", "thu", "fri", "sat")
ON = date(2026, 11, 21)


def a_pattern(random):
    """A line that a record may say; now and then one of which a person has to be told."""
    free = list(WEEK)
    random.shuffle(free)
    line = {"days": sorted(free[: random.randint(1, 5)], key=WEEK.index)}
    if random.random() < 0.3:
        line = {"weeks": [[free[0], free[1]], [free[2]], [free[0], free[3]]][: random.randint(2, 3)]}
    if random.random() < 0.3:
        line["half_days"] = [random.choice(free[4:])]
    if random.random() < 0.3:
        line["hours_per_day"] = random.choice([7, 6.5, 7.4])
    if random.random() < 0.4:
        line["term_time_only"] = random.random() < 0.7
    return line


def several(random, first, last):
    """Up to four patterns one after the other, and perhaps one that is not worked yet."""
    days = [random.randint(first - 400, last + 40) for _ in range(random.randint(0, 4))]
    return [{"from": iso(day), **a_pattern(random)} for day in days]


def people(name, many):
    """Made-up people of a procedure, each with patterns from days of their own."""
    flow, _ = example(name)
    trust, random = Trust(flow, 7), Random(f"patterns {name}")
    last = trust.on.toordinal()
    drawn = [trust.employee(number).data for number in range(many)]
    for data in drawn:
        data["pattern"] = several(random, last - 3650, last)
        for line in data["absences"]:
            if random.random() < 0.8:
                line.pop("days_lost", None)
    return flow, trust.on, drawn


EXAMPLES = (
    "oakfield", "centre", "real/p01-glasgow", "real/p02-english-school", "real/p20-lincolnshire",
    "real/p38-york", "real/p47-royal-mail", "real/p52-ucl",
)  # fmt: skip


@pytest.mark.parametrize("name", EXAMPLES)
def test_whoever_works_by_patterns_of_their_own_is_told_what_decide_tells(name):
    flow, on, drawn = people(name, 60)
    decider = Decider(flow, on)
    told = rows_of(decider(batch_of(drawn)))
    assert told == [wanted(flow, data, on) for data in drawn]
    least = (
        15 if name == "real/p38-york" else 30
    )  # it counts hours lost: of several, for the interpreter
    assert decider.compiled >= least


def test_the_columns_of_a_batch_are_those_of_its_records_one_by_one():
    flow, on, drawn = people("centre", 300)
    coded = code(flow, on)
    batch = columns_of(batch_of(drawn), coded)
    (single,) = columns_of_all([record_of(data) for data in drawn], coded)
    assert each_person(batch) == each_person(single)
    assert single.left_out.count(0) > 100


def test_two_patterns_from_one_day_leave_their_person_out():
    flow, _ = example("centre")
    coded = code(flow, ON)
    days = [["2020-01-06", "2020-01-06"], ["2020-01-06", "2020-01-07"], ["2027-01-04", "2027-01-04"]]
    drawn = [
        {"employee": {}, "pattern": [{"from": day, "days": ["mon"]} for day in two]} for two in days
    ]
    (single,) = columns_of_all([record_of(data) for data in drawn], coded)
    assert single.left_out == columns_of(batch_of(drawn), coded).left_out.tolist() == [1, 0, 0]


def test_a_line_that_says_nothing_or_what_none_may_say_leaves_its_person_out():
    flow, _ = example("centre")
    coded = code(flow, ON)
    day = date(2020, 1, 6)
    lines = [
        {"from": day, "days": ["mon"]},
        {"from": None, "days": ["mon"]},
        {"from": day, "days": ["Monday"]},
        {"from": day},
        {"from": day, "days": ["mon"], "weeks": [["mon"], ["tue"]]},
        {"from": day, "days": ["mon"], "hours_per_day": 25.0},
        {"from": day, "days": ["mon"], "half_days": ["mon"]},
        None,
    ]
    fields = {
        "from": pa.date32(),
        "days": pa.list_(pa.string()),
        "weeks": pa.list_(pa.list_(pa.string())),
        "half_days": pa.list_(pa.string()),
        "hours_per_day": pa.float64(),
    }
    pattern = pa.array([[one] for one in lines], pa.list_(pa.struct(list(fields.items()))))
    nothing = pa.nulls(len(lines), pa.list_(pa.struct([("from", pa.date32()), ("to", pa.date32())])))
    employee = pa.nulls(len(lines), pa.struct([("id", pa.string())]))
    batch = pa.RecordBatch.from_arrays([employee, pattern, nothing], ["employee", "pattern", "absences"])
    assert columns_of(batch, coded).left_out.tolist() == [0, *[1] * (len(lines) - 1)]
    assert columns_of(batch.slice(1), coded).left_out.tolist() == [1] * (len(lines) - 1)


AWAY = [{"from": "2026-01-05", "to": "2026-01-09"}]
WEEKS_OF_NOBODY = {
    "after the day asked about": [
        {"from": "2020-01-06", "days": ["mon"]},
        {"from": "2027-01-04", "weeks": [["mon"], ["tue"]]},
    ],
    "an empty list": [{"from": "2020-01-06", "days": ["mon"], "weeks": []}],
    "only after the day": [{"from": "2027-01-04", "weeks": [["mon"], ["tue"]]}],
}


@pytest.mark.parametrize("lines", WEEKS_OF_NOBODY.values(), ids=WEEKS_OF_NOBODY)
def test_weeks_in_turn_that_nobody_works_are_passed_over(lines):
    flow, _ = example("centre")
    data = {"employee": {}, "absences": AWAY, "pattern": lines}
    decider = Decider(flow, ON)
    written = [{name: value for name, value in line.items() if value} for line in lines]
    assert rows_of(decider(batch_of([data]))) == [wanted(flow, data | {"pattern": written}, ON)]
    assert decider.compiled == 1


def test_a_week_that_is_none_leaves_its_person_out():
    flow, _ = example("centre")
    line = {"from": "2020-01-06", "weeks": [["mon"], None]}
    batch = batch_of([{"employee": {}, "absences": AWAY, "pattern": [line]}])
    assert columns_of(batch, code(flow, ON)).left_out.tolist() == [1]


def test_values_have_the_same_number_where_they_are_the_same_and_nowhere_else():
    random = Random(3)
    word = pa.string()
    for kind in (
        word,
        pa.list_(word),
        pa.list_(pa.list_(word)),
        pa.float64(),
        pa.dictionary(pa.int8(), word),
    ):
        values = [_value(random, kind) for _ in range(400)]
        numbers = _numbered(pa.array(values, kind)).tolist()
        pairs = set(zip(map(repr, values), numbers, strict=True))
        assert len(pairs) == len({repr(one) for one in values}) == len(set(numbers)) > 4, kind
        sliced = _numbered(pa.array(values, kind).slice(150)).tolist()
        assert len(set(zip(sliced, numbers[150:], strict=True))) == len(set(sliced))


def _value(random, kind):
    if random.random() < 0.1:
        return None
    if pa.types.is_list(kind):
        return [_value(random, kind.value_type) for _ in range(random.randint(0, 2))]
    if pa.types.is_float64(kind):
        return random.choice([0.0, 7.0, 7.4, -1.0])
    return random.choice(["mon", "tue", "", "wed"])


def test_two_weeks_in_turn_from_a_thousand_days_are_two_patterns_in_the_numbers():
    flow, _ = example("oakfield")
    starts = [ON - timedelta(days=4000 - 3 * n) for n in range(1000)]
    line = {"weeks": [["mon", "tue"], ["wed"]]}
    drawn = [{"employee": {}, "pattern": [{"from": day.isoformat(), **line}]} for day in starts]
    coded = code(flow, ON)
    columns = columns_of(batch_of(drawn), coded)
    assert columns.worked_since.tolist() == [day.toordinal() for day in starts]
    assert len(set(columns.patterns.tolist())) == 2  # the even weeks of one are the odd ones of another
    assert not columns.left_out.any()
