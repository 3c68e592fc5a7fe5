"""The table of bank holidays: the answer of the `holidays` package, and days that everyone remembers."""

import json
from datetime import date
from pathlib import Path

import holidays
import pytest

import flowrules
from flowrules.calendar import bank_holidays

TABLE = Path(flowrules.__file__).parent / "bank_holidays.json"
FIRST, LAST = date(1990, 1, 1), date(2100, 12, 31)
SUBDIVISIONS = {"england": "ENG", "wales": "WLS", "scotland": "SCT", "northern-ireland": "NIR"}
NATIONS = list(SUBDIVISIONS)


def days_of(nation):
    years = range(FIRST.year, LAST.year + 1)
    return sorted(holidays.UnitedKingdom(subdiv=SUBDIVISIONS[nation], years=years))


def test_the_table_is_the_answer_of_the_holidays_package(golden):
    nations = {nation: [day.isoformat() for day in days_of(nation)] for nation in NATIONS}
    table = {"first": FIRST.isoformat(), "last": LAST.isoformat(), "nations": nations}
    golden(TABLE, json.dumps(table, separators=(",", ":")) + "\n")


def is_holiday(nation, day):
    return date.fromisoformat(day).toordinal() in bank_holidays(nation).days


@pytest.mark.parametrize(
    ("day", "nations"),
    [
        ("2022-06-02", NATIONS),  # the spring bank holiday, moved for the platinum jubilee
        ("2022-06-03", NATIONS),  # the platinum jubilee
        ("2022-05-30", []),
        ("2022-09-19", NATIONS),  # the funeral of the Queen
        ("2023-05-08", NATIONS),  # the coronation
        ("2020-05-08", NATIONS),  # the early May holiday, moved to VE day
        ("2020-05-04", []),
        ("2012-06-05", NATIONS),  # the diamond jubilee
        ("2011-04-29", NATIONS),  # a royal wedding
        ("1999-12-31", NATIONS),  # the millennium
        ("1995-05-08", NATIONS),  # VE day after 50 years
        ("2026-01-01", NATIONS),
        ("2026-01-02", ["scotland"]),  # the day after New Year
        ("2023-01-02", NATIONS),  # New Year's day, which was a Sunday
        ("2023-01-03", ["scotland"]),
        ("2026-03-17", ["northern-ireland"]),  # St Patrick's day
        ("2026-07-13", ["northern-ireland"]),  # 12 July, which is a Sunday
        ("2025-07-14", ["northern-ireland"]),  # 12 July, which was a Saturday
        ("2024-07-12", ["northern-ireland"]),
        ("2026-04-03", NATIONS),  # Good Friday
        ("2026-04-06", ["england", "wales", "northern-ireland"]),  # Easter Monday: not in Scotland
        ("2026-05-04", NATIONS),
        ("2026-05-25", NATIONS),
        ("2026-08-03", ["scotland"]),  # the summer holiday: first Monday of August there
        ("2026-08-31", ["england", "wales", "northern-ireland"]),  # and the last elsewhere
        ("2026-11-30", ["scotland"]),  # St Andrew's day
        ("2005-11-30", []),  # before it was a holiday
        ("2026-06-15", ["scotland"]),  # the World Cup
        ("2026-12-25", NATIONS),
        ("2026-12-28", NATIONS),  # Boxing Day, which is a Saturday
        ("2021-12-27", NATIONS),  # Christmas Day on a Saturday
        ("2021-12-28", NATIONS),  # and Boxing Day on the Sunday after it
        ("2026-11-21", []),
    ],
)
def test_days_that_everyone_remembers(day, nations):
    assert [nation for nation in NATIONS if is_holiday(nation, day)] == nations


def test_england_and_wales_are_alike():
    assert bank_holidays("england").days == bank_holidays("wales").days


ONCE = {1999: 1, 2002: 1, 2011: 1, 2012: 1, 2022: 2, 2023: 1}


@pytest.mark.parametrize(("nation", "usual"), [("england", 8), ("wales", 8), ("northern-ireland", 10)])
def test_every_year_has_its_usual_number_on_weekdays_and_those_held_once(nation, usual):
    for year in range(FIRST.year, LAST.year + 1):
        assert on_weekdays(nation, year) == usual + ONCE.get(year, 0), year


def test_scotland_has_one_more_since_it_keeps_st_andrews_day():
    for year in range(FIRST.year, LAST.year + 1):
        usual = 8 if year < 2006 else 9
        once = 1 if year == 2026 else ONCE.get(year, 0)
        assert on_weekdays("scotland", year) == usual + once, year


def on_weekdays(nation, year):
    days = (date.fromordinal(day) for day in bank_holidays(nation).days)
    return sum(day.year == year and day.weekday() < 5 for day in days)


@pytest.mark.parametrize("nation", NATIONS)
def test_the_days_lie_within_what_is_known(nation):
    known = bank_holidays(nation)
    assert known.first == FIRST.toordinal()
    assert known.last == LAST.toordinal()
    assert known.first <= min(known.days)
    assert max(known.days) <= known.last


def test_without_a_nation_there_are_none_in_the_same_years():
    known = bank_holidays(None)
    assert not known.days
    assert (known.first, known.last) == (FIRST.toordinal(), LAST.toordinal())


def test_the_table_is_read_once():
    assert bank_holidays("wales") is bank_holidays("wales")


def test_an_unknown_nation_is_no_nation():
    with pytest.raises(KeyError):
        bank_holidays("ireland")
