"""What an absence loses: part days, half days, weeks in turn, hours; all of it exactly.

All days are of 2025 in England, where 3 March is a Monday.
"""

from fractions import Fraction

import pytest
from asking import answer, codes, figure, first_met, flow_of, looked_at, one_move, unknown, way

from flowrules.words import say_amount

DAYS = "{working_days: {more_than: 0, within: 12 months}}"
ABSENCES = "{absences: {at_least: 1, within: 12 months}}"
SCORE = "{bradford: {more_than: 0, within: 12 months}}"
FULL = "[{from: 2024-01-01, days: [mon, tue, wed, thu, fri], hours_per_day: 8}]"
HALF_MONDAYS = "[{from: 2024-01-01, days: [tue, wed, thu, fri], half_days: [mon], hours_per_day: 8}]"


def day(first, more):
    """A line of one day, as YAML."""
    return f"- {{from: {first}, to: {first}, {more}}}\n"


def lost(more, pattern=FULL, rest=""):
    """The working days that a line of Monday 3 March loses."""
    return figure(DAYS, "2025-03-03", rest, absences=day("2025-03-03", more), pattern=pattern)


# Part days -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("more", "days", "of_half_a_day"),
    [
        ("category: sickness", 1, Fraction(1, 2)),
        ("part: half", Fraction(1, 2), Fraction(1, 4)),  # half of what would have been worked
        ("days: 0.25", Fraction(1, 4), Fraction(1, 4)),  # that part of a whole day
        ("days: 0.75", Fraction(3, 4), Fraction(1, 2)),  # never more than the day's own
        ("hours: 2", Fraction(1, 4), Fraction(1, 4)),
        ("hours: 6", Fraction(3, 4), Fraction(1, 2)),
        ("hours: 12", 1, Fraction(1, 2)),
    ],
)
def test_a_part_day_loses_its_part_and_never_more_than_the_day(more, days, of_half_a_day):
    assert lost(more) == days
    assert lost(more, HALF_MONDAYS) == of_half_a_day


@pytest.mark.parametrize(
    ("more", "days", "of_half_a_day"),
    [
        ("part: half", Fraction(1, 2), Fraction(1, 4)),
        ("days: 0.25", Fraction(1, 2), Fraction(1, 4)),
        ("days: 0.5", Fraction(1, 2), Fraction(1, 2)),
        ("days: 0.51", 1, Fraction(1, 2)),
        ("hours: 2", Fraction(1, 2), Fraction(1, 4)),
        ("hours: 5", 1, Fraction(1, 2)),
        ("category: sickness", 1, Fraction(1, 2)),
    ],
)
def test_a_part_day_may_lose_half_or_all_of_the_day(more, days, of_half_a_day):
    rest = "counting: {part_days: {lose: half or whole}}"
    assert lost(more, rest=rest) == days
    assert lost(more, HALF_MONDAYS, rest) == of_half_a_day


def test_part_of_a_rest_day_loses_nothing():
    sunday = day("2025-03-02", "part: half")
    assert first_met(DAYS, "2025-03-31", absences=sunday) == "never"


def test_part_days_alone_are_an_absence_unless_the_procedure_says_not():
    alone = day("2025-03-03", "part: half")
    assert first_met(ABSENCES, "2025-03-31", absences=alone) == "2025-03-03"
    not_one = "counting: {part_days: {make_an_absence: false}}"
    assert first_met(ABSENCES, "2025-03-31", not_one, absences=alone) == "never"
    assert first_met(DAYS, "2025-03-31", not_one, absences=alone) == "2025-03-03"  # lost all the same


def test_a_part_day_joined_to_whole_days_is_part_of_their_absence():
    joined = day("2025-03-03", "part: half") + day("2025-03-04", "category: sickness")
    not_one = "counting: {part_days: {make_an_absence: false}}"
    assert first_met(ABSENCES, "2025-03-31", not_one, absences=joined) == "2025-03-04"


def test_the_score_has_the_days_of_part_days_but_not_the_absences():
    two = day("2025-03-03", "part: half") + "- {from: 2025-03-10, to: 2025-03-11}"
    not_one = "counting: {part_days: {make_an_absence: false}}"
    assert figure(SCORE, "2025-03-11", absences=two) == 10  # 2 x 2 x 2.5
    assert figure(SCORE, "2025-03-11", not_one, absences=two) == Fraction(5, 2)  # 1 x 1 x 2.5


def test_the_answer_says_what_each_absence_lost():
    two = day("2025-03-03", "hours: 2") + day("2025-03-10", "part: half")
    reason = looked_at(DAYS, "2025-03-10", absences=two, pattern=FULL)
    assert (reason.value, reason.lost) == (Fraction(3, 4), (Fraction(1, 4), Fraction(1, 2)))
    assert say_amount(reason.value) == "0.75"


@pytest.mark.parametrize(
    ("line", "pattern", "found"),
    [
        ("{from: 2025-03-03, to: 2025-03-04, part: half}", FULL, ("FR514", "part")),
        ("{from: 2025-03-03, part: half}", FULL, ("FR514", "part")),
        ("{from: 2025-03-03, to: 2025-03-03, part: half, hours: 2}", FULL, ("FR514", "hours")),
        ("{from: 2025-03-03, to: 2025-03-07, days_lost: 2, days: 1}", FULL, ("FR514", "days_lost")),
        ("{from: 2025-03-03, days_lost: 2}", FULL, ("FR514", "days_lost")),
        ("{from: 2025-03-03, to: 2025-03-07, half_worked: last}", FULL, ("FR514", "half_worked")),
        ("{from: 2025-03-03, to: 2025-03-03, hours: 2, half_worked: last}", FULL,
         ("FR514", "half_worked")),
        ("{from: 2025-03-03, to: 2025-03-03, hours: 2}", "[]", ("FR515", "hours")),
        ("{from: 2025-03-03, to: 2025-03-03, hours: 2}",
         "[{from: 2025-03-04, days: [mon], hours_per_day: 8}]", ("FR515", "hours")),
    ],
)  # fmt: skip
def test_a_line_that_cannot_say_what_it_lost_is_not_decided(line, pattern, found):
    code, word = found
    wrong = codes(one_move(DAYS), "2025-03-31", absences=f"[{line}]", pattern=pattern)
    assert wrong == [(code, ("absences", 0, word))]


# days_lost -----------------------------------------------------------------------------------------

WEEK = "- {from: 2025-03-03, to: 2025-03-07, days_lost: 3.5}\n"
ANOTHER_DAY = "- {from: 2025-03-12, to: 2025-03-12}\n"


def test_what_the_hr_system_says_was_lost_holds_and_a_difference_is_said():
    assert figure(DAYS, "2025-03-12", absences=WEEK + ANOTHER_DAY) == Fraction(9, 2)
    flow = one_move(DAYS)
    assert "days-lost-differ" in unknown(flow, "2025-03-12", absences=WEEK)
    assert "days-lost-differ" not in unknown(flow, "2025-03-12", absences=WEEK.replace("3.5", "5"))


@pytest.mark.parametrize(
    ("line", "computed"),
    [
        ("to: 2025-03-05, days_lost: 2, half_worked: both", None),  # a Monday to a Wednesday
        ("to: 2025-03-05, days_lost: 2.5, half_worked: first", None),
        ("to: 2025-03-05, days_lost: 3, half_worked: last", 2.5),
        ("to: 2025-03-05, days_lost: 2.5, half_worked: neither", 3),
        ("to: 2025-03-09, days_lost: 5, half_worked: last", None),  # no half of a Sunday
        ("to: 2025-03-03, days_lost: 1, half_worked: first", 0.5),
        ("to: 2025-03-03, days_lost: 1, half_worked: both", 0.5),
        ("to: 2025-03-03, part: half, half_worked: first", None),
        ("to: 2025-03-03, part: half, half_worked: neither", 1),
        ("to: 2025-03-03, days: 0.3, half_worked: last", 0.5),
    ],
)
def test_of_which_end_half_was_worked_is_held_against_what_is_said_to_be_lost(line, computed):
    flow = one_move("{working_days: {at_least: 2.6, within: 6 months}}")
    lines = f"[{{from: 2025-03-03, {line}}}]"
    found = answer(flow, "2025-03-12", absences=lines)
    said = [one.computed for one in found.not_known if one.kind == "days-lost-differ"]
    assert said == ([] if computed is None else [computed])
    alone = line.partition(", half_worked")[0]
    assert found.tracks == answer(flow, "2025-03-12", absences=f"[{{from: 2025-03-03, {alone}}}]").tracks


@pytest.mark.parametrize(
    ("lines", "is_told"),
    [
        ("{from: 2025-03-07, to: 2025-03-07}", True),  # a Friday
        ("{from: 2025-03-06, to: 2025-03-09}", True),
        ("{from: 2025-03-05, to: 2025-03-07}", False),
        ("{from: 2025-03-03, to: 2025-03-05}, {from: 2025-03-06, to: 2025-03-07}", False),
        ("{from: 2025-03-07, to: 2025-03-07}, {from: 2025-03-08, to: 2025-03-08}", True),
        ("{from: 2025-03-07, to: 2025-03-07, days_lost: 0}", True),
        ("{from: 2025-02-07, to: 2025-02-07}", False),  # no pattern is given for it
        ("{from: 2025-03-11, to: 2025-03-11}", False),  # a closure
        ("{from: 2025-03-07}", False),
    ],
)
def test_an_absence_without_a_day_that_is_worked_is_told(lines, is_told):
    flow = one_move(DAYS, "calendar: {closures: [2025-03-11]}")
    pattern = "[{from: 2025-03-01, days: [mon, tue, wed], term_time_only: true}]"
    said = unknown(flow, "2025-03-20", absences=f"[{lines}]", pattern=pattern)
    assert ("no-day-worked" in said) == is_told


def test_an_absence_that_may_still_come_to_a_day_that_is_worked_is_not_told_to_have_none():
    pattern = "[{from: 2025-03-01, days: [mon, tue, wed]}]"
    for last, on in (("", "2025-03-08"), (", to: 2025-03-07", "2025-03-07")):  # from a Friday
        lines = f"[{{from: 2025-03-07{last}}}]"
        assert "no-day-worked" not in unknown(one_move(DAYS), on, absences=lines, pattern=pattern)


def test_it_holds_from_the_last_day_of_the_line_on():
    four = "{working_days: {at_least: 4, within: 12 months}}"
    assert first_met(four, "2025-03-31", absences=WEEK) == "2025-03-06"  # Monday to Thursday
    five = four.replace("4", "5")
    assert first_met(five, "2025-03-31", absences=WEEK) == "never"
    assert "days-lost-differ" not in unknown(one_move(five), "2025-03-06", absences=WEEK)


def test_it_is_spread_evenly_over_the_working_days_of_the_line():
    # on 12 March the week before begins on the 6th: Thursday and Friday, 0.7 each
    week = "{working_days: {more_than: 0, within: 1 week}}"
    assert figure(week, "2025-03-12", absences=WEEK + ANOTHER_DAY) == Fraction(12, 5)


def test_without_a_working_day_it_is_put_on_the_first_day():
    weekend = "- {from: 2025-03-08, to: 2025-03-09, days_lost: 1}\n"
    assert first_met(DAYS, "2025-03-31", absences=weekend) == "never"  # known on the second day
    assert figure(DAYS, "2025-03-12", absences=weekend + ANOTHER_DAY) == 2
    four_days = "{working_days: {more_than: 0, within: 4 days}}"  # from the 9th
    assert figure(four_days, "2025-03-12", absences=weekend + ANOTHER_DAY) == 1


# Half days and weeks in turn -----------------------------------------------------------------------


def test_a_half_day_of_the_pattern_is_half_a_working_day():
    week = "- {from: 2025-03-03, to: 2025-03-07}"
    assert figure(DAYS, "2025-03-07", absences=week, pattern=HALF_MONDAYS) == Fraction(9, 2)


def test_in_working_days_a_half_day_is_half_of_a_long_absence():
    long = "{continuous: {at_least: 5 working days}}"
    assert first_met(long, "2025-03-31", away="2025-03-03..", pattern=FULL) == "2025-03-07"
    # 4.5 by Friday, and 5 by the next Monday, which is half
    assert first_met(long, "2025-03-31", away="2025-03-03..", pattern=HALF_MONDAYS) == "2025-03-10"


@pytest.mark.parametrize(
    ("start", "first_day_lost"),
    [
        ("2025-03-03", "2025-03-03"),
        ("2025-02-24", "2025-03-06"),  # the week of 3 March is the second
        ("2025-02-28", "2025-03-06"),  # weeks run from Monday to Sunday, whenever the pattern begins
        ("2025-02-17", "2025-03-03"),
    ],
)
def test_weeks_take_turns_from_the_week_in_which_the_pattern_begins(start, first_day_lost):
    turn = f"[{{from: {start}, weeks: [[mon, tue, wed], [thu, fri]]}}]"
    assert first_met(DAYS, "2025-03-31", away="2025-03-03..", pattern=turn) == first_day_lost


def test_the_days_of_weeks_in_turn_are_those_of_the_week_that_it_is():
    turn = "[{from: 2025-03-05, weeks: [[mon, tue, wed], [thu, fri]]}]"  # a Wednesday
    whole = "[{from: 2025-03-05, to: 2025-03-18}]"
    # Wednesday 5 March; Thursday and Friday of the second week; Monday and Tuesday of the third
    assert figure(DAYS, "2025-03-18", absences=whole, pattern=turn) == 5
    assert first_met("{working_days: {at_least: 2, within: 1 month}}", "2025-03-31",
                     absences=whole, pattern=turn) == "2025-03-13"  # fmt: skip


def test_days_off_of_the_present_week_in_turn_join_and_the_next_week_may_part():
    turn = "[{from: 2025-03-03, weeks: [[mon, tue, wed], [thu, fri]]}]"
    two = "{absences: {at_least: 2, within: 1 month}}"
    # from Wednesday 5 to Thursday 13 March nobody works, and from Friday 14 to Monday 17 neither
    joined = "[{from: 2025-03-05, to: 2025-03-05}, {from: 2025-03-13, to: 2025-03-14}, {from: 2025-03-17, to: 2025-03-17}]"
    assert first_met(two, "2025-03-31", absences=joined, pattern=turn) == "never"
    parted = joined.replace("2025-03-13", "2025-03-14")  # Thursday 13 was worked
    assert first_met(two, "2025-03-31", absences=parted, pattern=turn) == "2025-03-14"


@pytest.mark.parametrize(
    ("pattern", "path"),
    [
        ("{from: 2025-03-03}", ()),
        ("{from: 2025-03-03, days: [mon], weeks: [[mon], [tue]], half_days: [fri]}", ("weeks",)),
        ("{from: 2025-03-03, days: [mon], weeks: [[mon], [tue]]}", ("weeks",)),
        ("{from: 2025-03-03, days: [mon, tue], half_days: [tue]}", ("half_days",)),
    ],
)
def test_a_pattern_that_cannot_be_worked_is_not_decided(pattern, path):
    assert codes(one_move(DAYS), "2025-03-31", pattern=f"[{pattern}]") == [
        ("FR516", ("pattern", 0, *path))
    ]


def test_before_the_first_pattern_the_schools_working_week_is_taken_and_it_is_said():
    pattern = "[{from: 2025-03-10, days: [mon, tue]}]"
    away = "[{from: 2025-03-03, to: 2025-03-14}]"
    assert figure(DAYS, "2025-03-11", absences=away, pattern=pattern) == 7  # five, and two
    assert "working-pattern" in unknown(one_move(DAYS), "2025-03-11", absences=away, pattern=pattern)


# Rest days -----------------------------------------------------------------------------------------


def test_rest_days_before_and_after_the_working_days_of_an_absence_may_be_left_out():
    calendar_days = "{calendar_days: {more_than: 0, within: 12 months}}"
    # from a Saturday to the Sunday of the week after: 16 days, 12 from Monday to the last Friday
    away = "[{from: 2025-03-01, to: 2025-03-16}]"
    assert figure(calendar_days, "2025-03-16", absences=away) == 16
    inside = "counting: {rest_days: inside only}"
    monday = "- {from: 2025-03-24, to: 2025-03-24}"
    more = f"- {away[1:-1]}\n{monday}"
    assert figure(calendar_days, "2025-03-24", absences=more) == 17
    assert figure(calendar_days, "2025-03-24", inside, absences=more) == 13


# Exact arithmetic ----------------------------------------------------------------------------------


def mondays(count, more):
    """So many Mondays from 6 January on, each a part day."""
    first = [f"2025-0{month}-{day:02}" for month, day in
             [(1, 6), (1, 13), (1, 20), (1, 27), (2, 3), (2, 10), (2, 17), (2, 24), (3, 3), (3, 10)]]  # fmt: skip
    return "".join(day(one, more) for one in first[:count])


def test_ten_tenths_of_a_day_are_a_day():
    assert sum([0.1] * 10) < 1  # where figures are rounded on the way, they are not
    whole = "{working_days: {at_least: 1, within: 12 months}}"
    assert first_met(whole, "2025-04-01", absences=mondays(10, "days: 0.1")) == "2025-03-10"
    assert first_met(whole, "2025-04-01", absences=mondays(9, "days: 0.1")) == "never"


def test_three_tenths_of_a_day_are_not_more_than_three_tenths():
    assert 0.1 + 0.1 + 0.1 > 0.3
    more = "{working_days: {more_than: 0.3, within: 12 months}}"
    assert first_met(more, "2025-04-01", absences=mondays(3, "days: 0.1")) == "never"
    assert first_met(more, "2025-04-01", absences=mondays(4, "days: 0.1")) == "2025-01-27"


def test_a_third_of_a_day_three_times_is_a_day():
    pattern = "[{from: 2024-01-01, days: [mon, tue], hours_per_day: 6}]"
    record = {"absences": mondays(3, "hours: 2"), "pattern": pattern}
    assert figure(DAYS, "2025-01-13", **record | {"absences": mondays(2, "hours: 2")}) == Fraction(2, 3)
    whole = "{working_days: {at_least: 1, within: 12 months}}"
    assert first_met(whole, "2025-04-01", **record) == "2025-01-20"


def test_a_share_of_the_time_is_held_exactly_against_its_bound():
    # 4 of the 20 working days to 28 March, each 7.1 of 7.1 hours: 20 percent and no hair less
    pattern = "[{from: 2024-01-01, days: [mon, tue, wed, thu, fri], hours_per_day: 7.1}]"
    absences = "".join(day(f"2025-03-{n}", "hours: 7.1") for n in (10, 14, 21, 28))
    record = {"absences": absences, "pattern": pattern}
    share = "{lost_time: {at_least: 20 percent, within: 4 weeks}}"
    assert figure(share, "2025-03-28", **record) == 20
    assert figure("{hours_lost: {more_than: 0, within: 4 weeks}}", "2025-03-28", **record) == Fraction(
        142, 5
    )


def test_a_part_day_that_is_no_absence_meets_no_number_of_absences():
    flow = flow_of(
        """
        counting: {part_days: {make_an_absence: false}}
        stages:
          clear: {}
          review:
            next:
              - {when: {absences: {at_least: 2, within: 6 months}}, to: stage-1}
              - {when: {working_days: {at_least: 2.5, within: 6 months}}, to: stage-2}
          stage-1: {}
          stage-2: {}
        """
    )
    placed = "[{on: 2025-03-20, placed: {main: review}, because: carried over}]"
    record = {"away": "2025-03-03, 2025-03-10", "absences": day("2025-03-24", "part: half")}
    # two whole days long before, and only the part day since: it adds to the days alone
    assert way(flow, "2025-04-01", events=placed, **record) == [
        "2025-03-20 review",
        "2025-03-24 stage-2",
    ]


def test_a_pattern_may_be_of_half_days_alone():
    mornings = "[{from: 2024-01-01, half_days: [mon, tue, wed, thu, fri]}]"
    assert figure(DAYS, "2025-03-07", away="2025-03-03..2025-03-07", pattern=mornings) == Fraction(5, 2)


def test_a_part_day_in_progress_is_thought_to_go_on_as_whole_days():
    flow = flow_of(
        """
        triggers: {long: {working_days: {at_least: 2.5, within: 6 months}}}
        stages: {clear: {next: [{when: long, to: talk}]}, talk: {}}
        """
    )
    half = day("2025-03-03", "part: half")  # seen on that very day, and so not over
    assert answer(flow, "2025-03-03", absences=half).distance[0].days == 2


def test_hours_recorded_on_a_day_off_are_not_lost():
    hours = "{hours_lost: {more_than: 0, within: 12 months}}"
    sunday = day("2025-03-09", "hours: 2")
    assert first_met(hours, "2025-03-31", absences=sunday, pattern=FULL) == "never"
    both = sunday + day("2025-03-17", "hours: 3")
    assert figure(hours, "2025-03-17", absences=both, pattern=FULL) == 3


def test_how_long_an_absence_may_go_on_is_not_reckoned_by_what_it_came_to_in_the_end():
    flow = flow_of(
        """
        triggers: {many: {working_days: {at_least: 5, within: 6 months}}}
        stages: {clear: {next: [{when: many, to: talk}]}, talk: {}}
        """
    )
    week = "- {from: 2025-03-03, to: 2025-03-07, days_lost: 3.5}\n"
    (seen,) = answer(flow, "2025-03-04", absences=week, hindsight=True).distance
    assert seen.days == 3  # Monday and Tuesday are two whole days so far
    (seen,) = answer(flow, "2025-03-07", absences=week).distance
    assert seen.days == 2  # 3.5 by the HR system, and two more


def test_what_an_undecided_absence_would_go_on_to_be_is_undecided_too():
    flow = flow_of(
        """
        counting: {categories: {sickness: counts, disability: decide}}
        triggers: {long: {continuous: {at_least: 2 weeks}}}
        stages: {clear: {next: [{when: long, to: talk}]}, talk: {}}
        """
    )
    week = "- {from: 2025-03-03, to: 2025-03-07, days_lost: 3.5, category: %s}\n"
    sick = answer(flow, "2025-03-07", absences=week % "sickness")
    assert [one.on.isoformat() for one in sick.coming] == ["2025-03-16"]
    assert answer(flow, "2025-03-07", absences=week % "disability").coming == ()
