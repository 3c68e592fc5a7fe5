"""The kernel's parts: what must not matter to an answer, room that runs out, and days in whole numbers."""

import json
from datetime import date, timedelta
from random import Random

import pytest
from dice import iso
from drawn_records import record_of
from kernel_answers import (
    HAS_NUMBA,
    coded_for,
    columns_of_all,
    compiled_rows,
    differences,
    example,
    kernel_answers,
    same_rows,
)
from kernel_people import Trust
from strategies import read_flow

from flowrules.calendar import Duration
from flowrules.conditions import WORDS
from flowrules.engine import decide
from flowrules.engine.case import pattern_of, patterns_of
from flowrules.engine.plan import plan_of
from flowrules.facts import Facts
from flowrules.kernel import dispatch
from flowrules.kernel.coding import _Coding, code
from flowrules.kernel.kernel import interpreted
from flowrules.kernel.patterns import read_patterns
from flowrules.kernel.reading import told_by, told_of
from flowrules.numbers import days as numbers
from flowrules.numbers import fields as f
from flowrules.workdays import Workdays

ON = date(2026, 11, 20)
needs_numba = pytest.mark.skipif(not HAS_NUMBA, reason="numba, of the extra `fast`, is not installed")


def some_people(name, many=24):
    flow, _ = example(name)
    school = Trust(flow, "parts")
    return flow, [school.employee(number).data for number in range(many)], school.on


# What must not matter --------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["centre", "oakfield"])
def test_the_order_of_people_does_not_matter(name):
    flow, people, on = some_people(name)
    order = list(range(len(people)))
    Random(1).shuffle(order)
    answers = kernel_answers(flow, people, on)
    assert kernel_answers(flow, [people[place] for place in order], on) == [
        answers[place] for place in order
    ]


@pytest.mark.parametrize("name", ["centre", "oakfield"])
def test_a_batch_says_what_its_parts_and_each_person_alone_say(name):
    flow, people, on = some_people(name)
    whole = kernel_answers(flow, people, on)
    assert [*kernel_answers(flow, people[:7], on), *kernel_answers(flow, people[7:], on)] == whole
    assert [kernel_answers(flow, [one], on)[0] for one in people] == whole
    assert kernel_answers(flow, [], on) == []


@pytest.mark.parametrize("name", ["centre", "oakfield", "real/p01-glasgow"])
def test_the_order_of_lines_does_not_matter(name):
    flow, people, on = some_people(name)
    random = Random(2)
    mixed = [
        one | {word: _mixed(one[word], random) for word in ("absences", "events")} for one in people
    ]
    assert kernel_answers(flow, mixed, on) == kernel_answers(flow, people, on)


def _mixed(lines, random):
    """Other days in another order; the lines of one day stay as they are."""
    days = sorted({one.get("on") or one["from"] for one in lines})
    random.shuffle(days)
    return [one for day in days for one in lines if (one.get("on") or one["from"]) == day]


@needs_numba
def test_threads_share_people_and_say_the_same():
    flow, people, on = some_people("oakfield", 25)
    coded = coded_for(flow, on)
    columns = columns_of_all([record_of(one) for one in people], coded)
    for threads in (1, 2, 3, 40):
        assert same_rows(interpreted(coded, columns), compiled_rows(coded, columns, threads)), threads


def test_whoever_is_given_up_leaves_no_trace_in_the_next():
    flow, people, on = some_people("centre")
    spoilt = {"employee": {}, "absences": [{"from": "2026-01-05", "category": "no-such-word"}]}
    among = [one for data in people for one in (spoilt, data)]
    answers = kernel_answers(flow, among, on)
    assert answers[::2] == [None] * len(people)
    assert answers[1::2] == kernel_answers(flow, people, on)


# Room ------------------------------------------------------------------------------------------

SWITCH = {
    "flowrules": 1,
    "procedure": {"id": "switch", "title": "A switch", "school": "A School", "version": "1"},
    "calendar": {"nation": "england"},
    "contact": [
        {"id": "call", "do": "Call", "who": "manager", "to": "employee", "every": "1 day",
         "starting": "day 1", "until": "return"}
    ],
    "events": {"flip": {"title": "It was flipped"}, "flop": {"title": "It was put back"}},
    "tracks": {"main": {"title": "A track", "start": "off"}},
    "stages": {
        "off": {"title": "Off", "track": "main", "next": [{"when": {"recorded": "flip"}, "to": "lit"}]},
        "lit": {"title": "Lit", "track": "main", "next": [{"when": {"recorded": "flop"}, "to": "off"}]},
    },
}  # fmt: skip


def flips(many):
    first = ON.toordinal() - 2 * many
    return [
        {"on": iso(first + 2 * place), "recorded": "flop" if place % 2 else "flip"}
        for place in range(many)
    ]


@pytest.fixture(scope="module")
def switch():
    return read_flow(SWITCH)[0]


def assert_same_or_given_up(flow, people, on=ON):
    answers = kernel_answers(flow, people, on)
    for data, told in zip(people, answers, strict=True):
        decision = decide(flow, record_of(data), on, whole=False)
        if told is not None:
            assert not decision.findings
            assert not differences(told, told_by(decision))
    return answers


@pytest.mark.parametrize("many", [0, 1, 12, 63, 64, 400])
def test_hundreds_of_steps_are_told_or_given_up(switch, many):
    people = [{"employee": {}, "events": flips(many)}, {"employee": {}, "events": flips(3)}]
    lit, three = assert_same_or_given_up(switch, people)
    assert len(lit.steps) == many if lit else many > 20
    assert len(three.steps) == 3


def test_hundreds_of_contacts_are_told_or_given_up(switch):
    starts = [30, 199, 280, 301, 700, 3_000]
    people = [{"employee": {}, "absences": [{"from": iso(ON.toordinal() - days)}]} for days in starts]
    answers = assert_same_or_given_up(switch, people)
    assert answers[0] is not None
    assert answers[1] is not None


def test_hundreds_of_contacts_made_are_settled_or_given_up(switch):
    first = ON.toordinal() - 250
    made = [{"on": iso(first + day), "contact": "call"} for day in range(0, 240, 2)]
    people = [{"employee": {}, "absences": [{"from": iso(first)}], "events": made}]
    assert_same_or_given_up(switch, people * 2)


def test_more_things_to_do_than_there_is_room_for_are_given_up():
    actions = [
        {"id": f"a-{number}", "do": "Do it", "by": "manager", "within": "1 day"} for number in range(230)
    ]
    stages = SWITCH["stages"] | {"lit": SWITCH["stages"]["lit"] | {"actions": actions}}
    flow, _ = read_flow(
        SWITCH | {"roles": {"manager": "Manager", "employee": "Employee"}, "stages": stages}
    )
    many, few = assert_same_or_given_up(
        flow, [{"employee": {}, "events": flips(1)}, {"employee": {}, "events": flips(2)}]
    )
    assert many is None
    assert few.agenda == ()


def test_hundreds_of_lines_are_bound_in_order():
    flow, _ = example("oakfield")
    days = [ON.toordinal() - 2000 + 4 * place for place in range(400)]
    lines = [{"from": iso(day), "to": iso(day + 1)} for day in days]
    people = [
        {"employee": {}, "absences": lines},
        {"employee": {}, "absences": lines[::-1]},
        {"employee": {}, "absences": []},
    ]
    forward, backward, none = assert_same_or_given_up(flow, people)
    assert forward is not None
    assert forward == backward
    assert none.steps == ()


def test_what_another_system_says_is_not_the_pattern_where_that_has_half_days():
    """Ten days lost are what the pattern has, but on each of twelve days the same, halves too."""
    flow, _ = example("real/p21-great-yarmouth")
    mine = [{"from": "2020-06-15", "days": ["mon", "wed"], "half_days": ["tue"]}]
    score = [{"from": "2024-11-30", "to": "2024-12-01"}, {"from": "2024-12-27", "to": "2025-01-02"}]
    plain = {"from": "2024-07-05", "to": "2024-08-01"}
    alone = {"from": "2024-07-09", "to": "2024-07-09", "days_lost": 0.5}  # a half day, and so said
    people = [
        {"employee": {}, "pattern": mine, "absences": [one, *score]}
        for one in (plain | {"days_lost": 10}, alone, plain)
    ]
    spread, *others = assert_same_or_given_up(flow, people, date(2026, 2, 10))
    assert spread is None
    assert None not in others


def test_a_count_without_a_lower_bound_uses_up_what_it_counted():
    flow, _ = read_flow(
        {
            "flowrules": 1,
            "procedure": {"id": "small", "title": "Small"},
            "stages": {
                "clear": {
                    "next": [{"when": {"absences": {"at_most": 1, "within": "28 days"}}, "to": "seen"}]
                },
                "seen": {
                    "next": [
                        {
                            "when": {
                                "calendar_days": {
                                    "at_least": 2,
                                    "within": "1 year",
                                    "not_used_before": True,
                                }
                            },
                            "to": "used",
                        }
                    ]
                },
                "used": {},
            },
        }
    )
    people = [
        {"employee": {}, "absences": [{"from": "2026-10-05", "to": "2026-10-09"}]},
        {
            "employee": {},
            "absences": [
                {"from": "2026-10-05", "to": "2026-10-05"},
                {"from": "2026-10-19", "to": "2026-10-20"},
            ],
        },
    ]
    one, two = assert_same_or_given_up(flow, people)
    assert [step[3] for step in one.steps] == ["seen"]
    assert [step[3] for step in two.steps] == ["seen", "used"]


# Days at the edges -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "on",
    ["1990-01-01", "1990-06-30", "1996-02-29", "2000-12-31", "2035-05-05", "2049-12-01", "2100-12-31"],
)
@pytest.mark.parametrize("name", ["oakfield", "real/p02-english-school"])
def test_days_at_the_edges_of_the_table_are_answered_alike_or_not_at_all(name, on):
    flow, _ = example(name)
    day = date.fromisoformat(on)
    if isinstance(code(flow, day), str):
        assert not flow.calendar.knows(day.toordinal() + 31)
        return
    people = [
        {"employee": {}, "absences": [{"from": iso(day.toordinal() - back)}]}
        for back in (0, 1, 30, 365, 731, 4_000, 11_000, 12_000)
        if back < day.toordinal() - date(1950, 1, 1).toordinal()
    ]
    answers = assert_same_or_given_up(flow, people, day)
    assert any(answers) or day.year == 1990


def test_a_line_before_the_first_day_of_the_table_is_given_up():
    flow, _ = example("real/p02-english-school")
    first = coded_for(flow, ON).t[f.FIRST_DAY]
    people = [
        {"employee": {}, "absences": [{"from": iso(first + days), "to": iso(first + days)}]}
        for days in (-1, 0, 1, 400)
    ]
    answers = assert_same_or_given_up(flow, people)
    assert answers[0] is None
    assert answers[3] is not None


@pytest.mark.parametrize("days", [-1, 0, 1, 2])
def test_lines_around_the_day_asked_about_are_seen_or_not_alike(days):
    flow, _ = example("oakfield")
    day = ON.toordinal() + days
    people = [
        {"employee": {}, "absences": [{"from": iso(day)}]},
        {"employee": {}, "absences": [{"from": iso(day - 9), "to": iso(day)}]},
        {"employee": {"started": iso(day)}, "absences": [{"from": iso(day - 40), "to": iso(day)}]},
    ]
    assert None not in assert_same_or_given_up(flow, people)


# Days and lengths in whole numbers -------------------------------------------------------------


@pytest.fixture(scope="module")
def centre():
    """A flow with terms, its table, and the coder that knows its lengths."""
    flow, _ = example("centre")
    coding = _Coding(flow, date(2027, 3, 1).toordinal())
    lengths = {
        Duration(n, unit): coding.length(Duration(n, unit))
        for unit in ("day", "week", "month", "year", "working day", "term week")
        for n in (1, 2, 3, 5, 11, 12, 26)
    }
    return flow, coding.coded(), lengths


def sampled(t, random, many=400):
    return sorted(random.sample(range(t[f.FIRST_DAY] + 800, t[f.LAST_DAY] - 800), many))


def test_every_length_ends_on_the_day_that_the_calendar_says(centre):
    flow, coded, lengths = centre
    term = range(date(2026, 8, 20).toordinal(), date(2027, 8, 20).toordinal(), 3)
    for length, (unit, n) in lengths.items():
        known = [*sampled(coded.t, Random(str(length)), 60), *term]
        for day in known:
            wanted = flow.calendar.deadline(day, length) or 0
            assert numbers.deadline(coded.t, day, unit, n) == wanted, (length, date.fromordinal(day))


def test_every_length_before_a_day_begins_where_the_calendar_says(centre):
    flow, coded, lengths = centre
    for length, (unit, n) in lengths.items():
        for day in sampled(coded.t, Random(f"before {length}"), 100):
            if unit in (f.DAYS, f.MONTHS):
                found = numbers.back_from(coded.t, day, unit, n)
            elif unit == f.WORKING:
                found = numbers.open_before(coded.t, day, n)
            else:
                continue
            eve = coded.t[f.FIRST_DAY] - 1  # nothing is older
            wanted = max(flow.calendar.before(day, length), eve)
            assert max(found, eve) == wanted, (length, date.fromordinal(day))


def test_months_end_where_they_end():
    flow, _ = example("oakfield")
    t = coded_for(flow, ON).t
    for text, n, wanted in [
        ("2024-01-31", 1, "2024-02-29"), ("2023-01-31", 1, "2023-02-28"), ("2024-02-29", 12, "2025-02-28"),
        ("2024-03-31", -1, "2024-02-29"), ("2025-12-31", 2, "2026-02-28"), ("2026-01-01", -1, "2025-12-01"),
        ("2024-02-29", -12, "2023-02-28"), ("2024-02-29", -48, "2020-02-29"),
    ]:  # fmt: skip
        found = numbers.shifted(t, date.fromisoformat(text).toordinal(), f.MONTHS, n)
        assert date.fromordinal(found).isoformat() == wanted, (text, n)


def test_before_the_first_month_of_the_table_is_the_day_before_it():
    flow, _ = example("oakfield")
    t = coded_for(flow, ON).t
    assert numbers.back_from(t, t[f.FIRST_DAY] + 10, f.MONTHS, 999) == t[f.MONTHS_FROM] - 1


def test_open_days_are_those_of_the_calendar(centre):
    flow, coded, _ = centre
    for day in sampled(coded.t, Random(3)):
        assert numbers.open_from(coded.t, day) == flow.calendar.next_open(day)


@pytest.mark.parametrize(
    "lines",
    [
        [],
        [{"from": "2020-01-06", "days": ["mon", "thu"], "half_days": ["wed"]}],
        [{"from": "2020-01-06", "weeks": [["mon", "tue", "wed"], ["fri"]], "term_time_only": True}],
        [{"from": "2020-01-06", "days": ["sun"]}, {"from": "2026-10-05", "days": ["mon", "sat"]}],
        [{"from": "2026-09-21", "weeks": [["mon"], ["wed"], ["fri"]]}],
    ],
)
def test_working_days_are_those_of_the_pattern(centre, lines):
    flow, coded, _ = centre
    shapes = record_of({"employee": {}, "pattern": lines}).pattern
    t, s = coded.t, [0] * (f.STATE_HEAD + 3 * f.PATTERN_ROW)
    s[f.PATTERNS] = f.STATE_HEAD
    places = [coded.calendars.place(pattern_of(one, None, flow)) for one in shapes]
    since = [one.from_.toordinal() for one in shapes]
    w, school = coded.calendars.w, coded.calendars.school(None)
    read_patterns(t, w, s, school, 0, len(places), since, places)
    days, random = Workdays(patterns_of(shapes, None, flow), flow.calendar), Random(4)
    begins = [date(2026, 8, 1).toordinal(), *(day - 10 for day in since)]
    near = [day for begin in begins for day in range(begin, begin + 200)]
    for day in [*sampled(t, random, 150), *near]:
        last = day + random.randint(-2, 90)
        lost = sum(days.halves[one] for one in range(day, last + 1))
        assert numbers.halves(w, s, day, last) == lost
        assert numbers.next_working(t, w, s, day) == days.next_working[day]
        assert numbers.next_parting(t, w, s, day) == days.parting[day]


def test_the_school_week_is_that_of_whoever_has_no_pattern():
    flow, _ = example("centre")
    coded = coded_for(flow, ON)
    for group, in_term in ((None, False), ("office", False), ("tutor", True)):
        (school,) = patterns_of((), group, flow)
        wanted = coded.calendars.place(school)
        assert coded.calendars.school(group) == wanted
        assert (group in flow.term_time) == in_term
    assert plan_of(flow).school_week


# Conditions ------------------------------------------------------------------------------------

JOINED = {"all", "any", "not", "trigger"}  # how conditions are put together is the kernel's own
INTERPRETED = {"pattern"}


def test_every_condition_has_a_form_in_whole_numbers_but_one():
    without = {word for word, module in WORDS.items() if not hasattr(module, "encode")}
    assert without - JOINED == INTERPRETED
    assert {module.WORD for module in dispatch.CODED} == set(WORDS) - INTERPRETED - JOINED


@pytest.mark.parametrize("word", sorted(set(WORDS) - INTERPRETED - JOINED))
def test_the_file_of_a_condition_gives_both_forms(word):
    module = WORDS[word]
    assert dispatch.HOLDS[dispatch.NUMBERS[word] - 4] is module.holds
    assert module.holds.__module__ == module.test.__module__ or callable(module.test)


@pytest.mark.parametrize(
    ("word", "when"),
    [
        ("pattern", {"pattern": {"weekdays": ["mon"], "at_least": 2, "within": "12 months"}}),
    ],
)
def test_whoever_meets_a_condition_without_such_a_form_is_left_to_the_interpreter(word, when):
    procedure = json.loads(json.dumps(SWITCH))
    procedure["stages"]["lit"]["next"] = [{"when": when, "to": "off"}]
    flow, _ = read_flow(procedure)
    away = [{"from": "2026-06-01", "to": "2026-06-20"}, {"from": "2026-07-06", "to": "2026-07-06"}]
    pattern = [{"from": "2026-01-05", "days": ["mon", "tue"], "hours_per_day": 7}]
    people = [
        {
            "employee": {},
            "pattern": pattern,
            "absences": away,
            "events": [{"on": "2026-05-01", "recorded": "flip"}],
        },
        {"employee": {}, "pattern": pattern, "absences": away},
    ]
    asked, not_asked = assert_same_or_given_up(flow, people)
    assert asked is None, word
    assert not_asked is not None, word


def test_names_are_those_of_the_procedure_though_an_action_is_called_counts():
    procedure = json.loads(json.dumps(SWITCH))
    procedure["stages"]["lit"]["actions"] = [
        {
            "id": "counts",
            "do": "Count",
            "by": "manager",
            "within": "5 days",
            "outcomes": ["yes-1", "no-1"],
        }
    ]
    procedure["stages"]["lit"]["next"] = [{"decided": {"counts": "yes-1"}, "to": "off"}]
    flow, _ = read_flow(procedure | {"roles": {"manager": "Manager", "employee": "Employee"}})
    data = {"employee": {}, "events": flips(1)}
    coded = coded_for(flow, ON)
    (told,) = told_of(coded, interpreted(coded, columns_of_all([record_of(data)], coded)))
    assert told.decisions == ("counts",)
    assert not differences(told, told_by(decide(flow, record_of(data), ON, whole=False)))


def test_a_day_after_the_last_known_bank_holidays_has_no_table():
    flow, _ = example("oakfield")
    last = date.fromordinal(flow.calendar.holidays.last)
    assert isinstance(code(flow, last - timedelta(days=20)), str)
    assert not isinstance(code(flow, last - timedelta(days=40)), str)


# What a move spends ----------------------------------------------------------------------------


def odd_words(flow):
    """The words of the conditions of which it is not known here what they spend."""
    words = {number: word for word, number in dispatch.NUMBERS.items()}
    coded = code(flow, ON)
    rows = range(coded.t[f.NODES], coded.t[f.NODES] + coded.t[f.MANY_NODES] * f.NODE_WIDTH, f.NODE_WIDTH)
    return {words[coded.t[row]] for row in rows if coded.t[row + f.NODE_SPENDS] == f.SPENDS_UNKNOWN}


def test_a_condition_is_not_taken_to_spend_nothing_unless_that_is_known(monkeypatch):
    flow, _ = example("oakfield")
    assert odd_words(flow) == {"continuous"}  # counts spend what they count, and the others nothing
    monkeypatch.setattr(WORDS["recorded"], "FACTS", Facts())
    assert odd_words(flow) == {"continuous", "recorded"}


def test_where_each_works_by_another_pattern_the_rest_are_left_to_the_interpreter(monkeypatch):
    from flowrules.kernel import calendars

    monkeypatch.setattr(calendars, "_MOST_WEEKS", 4)  # two are the school's own
    flow, _ = example("centre")
    coded = code(flow, ON)
    assert not isinstance(coded, str)
    weeks = [["mon"], ["tue"], ["wed"], ["mon"], ["thu"], ["tue"]]
    records = [record_of({"pattern": [{"from": "2020-01-06", "days": days}]}) for days in weeks]
    (columns,) = columns_of_all(records, coded)
    assert columns.left_out == [0, 0, 1, 0, 1, 0]
    assert columns.patterns[0] == columns.patterns[3] != columns.patterns[1] == columns.patterns[5]


def test_two_weeks_in_turn_that_many_work_each_from_another_day_stand_in_the_numbers_twice():
    flow, _ = example("centre")
    coded = code(flow, ON)
    assert not isinstance(coded, str)
    weeks = {"weeks": [["mon", "tue"], ["wed"]]}
    starts = [date(2020, 1, 6) + timedelta(days=n) for n in range(28)]
    records = [record_of({"pattern": [{"from": str(day), **weeks}]}) for day in starts]
    begin = len(coded.calendars.w)
    (columns,) = columns_of_all(records, coded)
    assert columns.left_out == [0] * 28
    even, odd = columns.patterns[0], columns.patterns[7]
    assert even != odd
    assert columns.patterns == ([even] * 7 + [odd] * 7) * 2
    rows = 3 * (coded.t[f.MANY_DAYS] + 1)
    assert len(coded.calendars.w) - begin == 2 * (rows + f.DAYS_AT + 1)
