"""The dashboard: one page that says everything, says nothing of who people are, and can do no harm."""

import re
from base64 import b64encode
from collections import Counter
from datetime import timedelta
from fractions import Fraction
from hashlib import sha256
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from click.testing import CliRunner
from trust import EVIL, ON, TRUST, Nowhere, everyone, made_page, people, person, trust

from flowrules.answer import Answered, Asked, answer
from flowrules.check import check
from flowrules.cli import main
from flowrules.decision import Decision
from flowrules.people import Person, Stray
from flowrules.placed import Placed
from flowrules.report.dashboard import Asking, dashboard
from flowrules.report.dashboard.blocks import number
from flowrules.report.dashboard.charts import Bar, bars
from flowrules.report.dashboard.shown import bar


class Read(HTMLParser):
    """A page as read: ids, links, attributes, the cells of its tables, the text of its parts."""

    def __init__(self, text):
        super().__init__()
        self.ids, self.links, self.attributes, self.tags = [], [], [], []
        self.tables, self.scripts, self.styles, self.heads = {}, [], [], []
        self._row = self._within = None
        self._open = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        said = dict(attrs)
        self.tags.append(tag)
        self.attributes += attrs
        self.ids += [said["id"]] if "id" in said else []
        self.links += [said["href"]] if "href" in said else []
        self._open.append(tag)
        if tag == "table":
            self._within = self.tables.setdefault(said["id"], [])
        if tag == "tr" and self._within is not None:
            self._within.append([])
        if tag in ("th", "td") and self._within is not None:
            self._within[-1].append("")

    def handle_endtag(self, tag):
        while self._open and self._open.pop() != tag:
            pass
        if tag == "table":
            self._within = None

    def handle_data(self, data):
        tag = self._open[-1] if self._open else ""
        if tag == "script":
            self.scripts.append(data)
        elif tag == "style":
            self.styles.append(data)
        elif tag == "h2":
            self.heads.append(data)
        elif self._within and {"th", "td"} & set(self._open) and self._within[-1]:
            self._within[-1][-1] = f"{self._within[-1][-1]}{data}".strip()

    def column(self, table, at):
        return [row[at] for row in self.tables[table][1:]]

    def rows(self, table):
        return {row[0]: row[1:] for row in self.tables[table][1:]}


@pytest.fixture(scope="module")
def plain():
    return made_page()


@pytest.fixture(scope="module")
def named():
    return made_page(names=True, bradford=True)


# What it says -----------------------------------------------------------------------------------------


def test_every_figure_has_its_section_and_every_link_leads_somewhere(plain, named):
    for page in map(Read, (plain, named)):
        assert len(page.ids) == len(set(page.ids))
        assert {link for link in page.links if link.removeprefix("#") not in page.ids} == set()
    sections = [
        "At a glance",
        "Due and overdue",
        "People at each stage",
        "Approaching a trigger point",
        "Absent now",
        "Days lost, last 12 months",
        "Broad reasons, last 12 months",
        "Consistency",
        "Return to work and other contacts, on time",
        "The trigger points in words",
        "People: the absences and rules behind the figures",
    ]
    assert Read(plain).heads == sections
    assert Read(named).heads == [*sections[:9], "Bradford scores", *sections[9:]]


def test_a_figure_leads_to_the_absences_and_the_rule_behind_it():
    away = "2026-09-07..2026-09-08, 2026-10-05..2026-10-07, 2026-11-09..2026-11-10"
    page = made_page([person("E1", away=away)])
    panel = page[page.index('<details class="person"') :]
    assert "“No concern” to “Informal review” [trust.yaml, line 21]" in panel
    assert "3 absences from 12 May 2026 to 11 November 2026; the rule: 3 or more absences" in panel
    assert "<li>7 to 8 September 2026: 2 working days</li>" in panel
    assert "In all: 7 of 253 working days" in panel
    done = (
        "the informal meeting: done on 16 November 2026; was due by 25 November 2026; decided: monitor"
    )
    assert f"<li>Informal review: {done} [trust.yaml, line 26]</li>" in panel
    assert "Hold the midway review; Line manager; by Mon 28 December 2026 [trust.yaml, line 37]" in panel


def test_a_contact_out_of_time_stands_with_its_days():
    talk = "[{on: 2026-11-09, contact: call-in}, {on: 2026-11-16, contact: talk}]"
    page = made_page([person("E1", away="2026-11-09..2026-11-10", events=talk)])
    said = "Hold the return-to-work talk: due by 13 November 2026, made on 16 November 2026, so late"
    assert f"<li>{said} [trust.yaml, line 11]</li>" in page
    assert "Phone in: due" not in page


def test_a_group_that_is_not_shown_leads_nowhere(plain):
    row = re.search(r'<table id="[a-z-]+-schools?".*?</table>', plain, flags=re.DOTALL)[0]
    assert "Dell Nursery</th>" in row
    assert '<a href="#people" data-tag="school" data-value="Cedar High School">' in row


def test_the_flowchart_says_how_many_are_at_each_stage(plain, named):
    stages = Read(named).rows("stages-attendance")
    for stage in ("No concern", "Informal review", "Monitoring"):
        count = stages[stage][0]
        assert f">{'1 person' if count == '1' else f'{count} people'} here</text>" in named
    assert ">Number not shown</text>" in plain
    assert sum(int(counts[0]) for counts in stages.values()) == 60


def test_teachers_alone_stand_beside_the_published_figure(plain):
    rows = Read(plain).rows("lost-by-staff-group")
    england = next(row for name, row in rows.items() if name.startswith("Teachers in England, 2024/25"))
    assert england == ["–", "61.8%", "–", "5.0", "8.1", "–"]
    assert "compare them with a row of teachers, and with no other" in plain
    only = made_page([person(f"E{n}", group="support", away="2026-10-05") for n in range(6)])
    assert "No staff group here is called `teacher`" in only


@pytest.mark.parametrize(
    ("value", "places", "said"),
    [
        (Fraction(90, 40), 1, "2.3"),
        (Fraction(625, 100), 1, "6.3"),
        (Fraction(5), 1, "5.0"),
        (Fraction(0), 1, "0.0"),
        (Fraction(999, 1000), 1, "1.0"),
        (Fraction(10**20 + 1, 20), 1, f"{5 * 10**18}.1"),
        (Fraction(25, 2), 0, "13"),
    ],
)
def test_a_figure_is_rounded_exactly_and_a_half_up(value, places, said):
    assert number(value, places).text == said


def test_a_bar_says_what_the_table_says():
    assert bar("Teacher", Fraction(90, 40)).text == number(Fraction(90, 40)).text == "2.3"


def test_every_group_of_teachers_stands_against_the_published_figure():
    groups = ("class-teacher", "supply-teacher", "support")
    page = made_page(
        [person(f"{of}{n}", group=of, away="2026-10-05") for of in groups for n in range(6)]
    )
    chart = re.search(r'<svg [^>]*aria-label="[^"]*by staff group.*?</svg>', page, flags=re.DOTALL)[0]
    assert len(re.findall('v28h-4Z" fill="#111111"', chart)) == 2


def test_the_sums_hold_and_who_is_not_decided_is_listed():
    flow, source = trust()
    fault = Placed("FR500", "x", "error", "E9.yaml", (), 3, 1, 3, 2, "not right", "", None, ())
    bad = Person("E9", None, "h", Nowhere(), (fault,))
    undecided = Answered(bad, Decision(ON, covered=True, tracks={}), (fault,))
    some = list(everyone(flow, [person("E1"), person("E2", group="support")]))
    page = dashboard([*some, undecided, Stray((fault,), 4)], Asking(flow, source, Asked(ON)))
    assert "3 employees: 2 decided, 1 not decided." in page
    assert "4 rows of the export cannot be given to anybody" in page
    assert "1 line of the record is not right (FR500)" in page
    assert "E9" not in page


OLD = """\
flowrules: 1
procedure: {id: p, title: Procedure, version: "1"}
roles: {coach: The coach}
triggers: {some: {title: Some absence, absences: {at_least: 2, within: 6 months}}}
tracks: {old: {title: The old way, start: clear}}
stages:
  clear: {track: old, next: [{when: some, to: talks}]}
  talks:
    title: Old talks
    track: old
    actions: [{id: chat, do: Chat, by: coach, within: 3 months, outcomes: [close]}]
    next: [{decided: {chat: close}, to: clear}]
"""
NEW = """\
flowrules: 1
procedure:
  id: p
  title: Procedure
  version: "2"
  effective_from: 2026-09-01
  replaces:
    {file: old.yaml, open_cases: finish, earlier_absences: count, stages: {talks: fine}}
tracks: {new: {title: The new way, start: fine}}
stages:
  fine: {track: new, next: [{when: {absences: {at_least: 9, within: 1 year}}, to: ended}]}
  ended: {track: new, kind: end}
"""


def test_whoever_is_still_under_an_earlier_version_is_shown_in_its_words():
    checked = check(NEW, "new.yaml", beside={"old.yaml": OLD.encode()}.get)
    one = person("E1", away="2026-05-11..2026-05-12, 2026-06-08..2026-06-09")
    asked = Asked(ON)
    answers = [answer(some, checked.flow, asked) for some in (one, person("E2"))]
    page = Read(text := dashboard(answers, Asking(checked.flow, checked.source, asked, names=True)))
    assert page.rows("stages-old")["Old talksversion 1"] == ["1", "E1"]
    assert page.rows("stages-new")["Fine"][0] == "1"
    assert page.tables["due-items"][1][1:3] == ["The coach", "ChatOld talks"]
    assert "2 absences from 9 December 2025 to 8 June 2026; the rule: 2 or more absences" in text
    assert "[old.yaml, line 7]" in text


REVIEWED = """\
flowrules: 1
procedure: {id: p, title: Procedure, version: "1"}
triggers: {some: {title: Some absence, absences: {at_least: 2, within: 6 months}}}
stages:
  clear: {next: [{when: some, to: formal-1}]}
  formal-1:
    title: Formal one
    actions: [{id: meet, do: Meet, by: head, within: 2 weeks, outcomes: [watch, close]}]
    next: [{decided: {meet: close}, to: clear}]
"""
REVIEWED_SINCE = REVIEWED.replace("formal-1", "stage-1").replace("Formal one", "Stage one")
REVIEWED_SINCE = REVIEWED_SINCE.replace(
    'version: "1"',
    'version: "2", effective_from: 2026-09-01, replaces:\n  {file: old.yaml, open_cases: move,'
    " earlier_absences: count, stages: {formal-1: stage-1}}",
)


def test_a_stage_of_an_earlier_version_stands_under_its_title_and_one_that_goes_on_under_the_new():
    checked = check(REVIEWED_SINCE, "new.yaml", beside={"old.yaml": REVIEWED.encode()}.get)
    asked, away = Asked(ON), "2026-07-06, 2026-08-03"
    events = "[{on: 2026-08-05, action: meet, outcome: close, because: agreed}]"
    some = [person("E1", away=away, events=events), person("E2", away=away)]
    answers = [answer(one, checked.flow, asked) for one in some]
    page = Read(text := dashboard(answers, Asking(checked.flow, checked.source, asked, names=True)))
    rows = page.rows("consistency-items")
    assert {stage: cells[2:6] for stage, cells in rows.items()} == {
        "Formal one": ["1", "1", "0", "0"],
        "Stage one": ["1", "0", "0", "1"],
    }
    assert re.search(r"<li>Formal one: .*: done on 5 August 2026; .* \[old.yaml, line 8\]</li>", text)
    assert re.search(r"<li>Stage one: .*: not on record; .* \[new.yaml, line 9\]</li>", text)


def test_an_action_that_only_an_earlier_version_has_stands_among_those_dealt_with():
    checked = check(NEW, "new.yaml", beside={"old.yaml": OLD.encode()}.get)
    asked, away = Asked(ON), "2026-05-11..2026-05-12, 2026-06-08..2026-06-09"
    some = [person(f"{at}{n}", school=at, away=away) for at in ("Ash", "Beech") for n in range(5)]
    events = "[{on: 2026-06-10, action: chat, outcome: close, because: agreed}]"
    some += [person(f"C{n}", school="Ash", away=away, events=events) for n in range(5)]
    answers = [answer(one, checked.flow, asked) for one in some]
    page = Read(dashboard(answers, Asking(checked.flow, checked.source, asked)))
    assert page.tables["consistency-items"][1][:7] == ["Old talks", "“Chat”", "15", "15", "5", "0", "10"]
    assert page.rows("consistency-schools")["Ash"] == ["10", "5", "5"]


def test_a_contact_of_an_earlier_version_stands_in_its_words_and_at_its_line():
    call = "\ncontact: [{id: call, do: Call in, who: coach, to: coach, on: day 1}]\n"
    old = OLD.replace("\ntracks", f"{call}tracks")
    checked = check(NEW, "new.yaml", beside={"old.yaml": old.encode()}.get)
    asked = Asked(ON)
    called = person("E2", away="2026-05-11", events="[{on: 2026-05-11, contact: call}]")
    some = [person("E1", away="2026-05-11, 2026-10-05"), called]
    answers = [answer(one, checked.flow, asked) for one in some]
    page = Read(text := dashboard(answers, Asking(checked.flow, checked.source, asked, names=True)))
    assert page.rows("contact-items") == {"Call inThe coach": ["2", "1", "0", "1", "50%"]}
    assert "Call in: due by 11 May 2026, not on record [old.yaml, line 5]" in text


def test_nobody_at_all_is_a_page_too():
    page = Read(made_page([]))
    assert "People at each stage" in page.heads


# Who people are ---------------------------------------------------------------------------------------


def test_without_names_nothing_in_the_page_says_who_anybody_is(plain):
    for mark in ("E70", "Marker", "Boss", "hash of", EVIL, "onerror"):
        assert mark not in plain, mark
    assert "Dell Nursery" not in re.sub(
        r'<table id="[a-z-]+-schools?".*?</table>', "", plain, flags=re.DOTALL
    )


def test_with_names_the_same_numbers_say_who_it_is(plain, named):
    def brief(page):
        found = re.findall(r'id="(person-\d+)".*?<span class="brief">(.*?)</span>', page)
        return dict(found)

    assert "Marker5 Name (E7006)" in named
    assert "Line manager: Boss5." in named
    assert set(brief(plain)) == set(brief(named))
    assert brief(plain) == brief(named)


def test_the_numbers_do_not_follow_the_ids_nor_the_order_of_the_input(plain, named):
    assert made_page(list(reversed(list(people())))) == plain
    found = re.findall(r'Marker(\d+) Name \(E\d+\)</strong> <span class="note">Person (\d+)<', named)
    numbers = [int(number) for _, number in sorted(found, key=lambda pair: int(pair[0]))]
    assert len(numbers) > 50
    assert sum(one < other for one, other in pairwise(numbers)) < 40


def test_what_is_alike_does_not_stand_in_the_order_of_the_ids(plain):
    undated = [row for row in Read(plain).tables["due-items"][1:] if row[0] == "No date set"]
    numbers = [int(row[3].split()[1]) for row in undated]
    assert len(numbers) > 5
    assert numbers == sorted(numbers)


# Small groups -----------------------------------------------------------------------------------------

NOT_SHOWN = "not shown"


def test_a_school_of_two_is_not_shown_nor_can_it_be_worked_out(plain, named):
    small = Read(plain).rows("lost-by-school")
    assert "Dell Nursery" not in small
    (both,) = (row for row in small if "Dell Nursery" in row)  # with the total, one would not do
    assert both == "Beech & Birch <b>Academy</b> and Dell Nursery"
    assert set(small[both]) == {NOT_SHOWN}
    assert small["All"][0] == "60"
    assert Read(named).rows("lost-by-school")["Dell Nursery"][0] == "2"


def schooled(**sizes):
    """People who are away just now, so many of each school, named by its first letter and a number."""
    return [
        person(f"{school[0]}{n}", school=school or None, away="2026-11-18..2026-11-27")
        for school, size in sizes.items()
        for n in range(size)
    ]


def schools_told(page):
    """How many people of the list of those away are said to be of each school."""
    return Counter(page.column("away-items", 1))


def test_a_school_that_is_not_named_could_be_that_of_five_people():
    page = page_of(schooled(Ash=9, Beech=6, Cedar=7, Dell=2))
    assert schools_told(page) == {"Ash": 9, "Cedar": 7, NOT_SHOWN: 8}
    tags = [value for name, value in page.attributes if name == "data-school"]
    assert set(tags) == {"Ash", "Cedar", NOT_SHOWN}
    assert set(page.rows("lost-by-school")) == {"Ash", "Cedar", "Beech and Dell", "All"}


def test_two_small_schools_of_five_people_hide_no_other():
    page = page_of(schooled(Ash=9, Beech=6, Cedar=3, Dell=2))
    assert schools_told(page) == {"Ash": 9, "Beech": 6, NOT_SHOWN: 5}


def test_where_no_five_people_have_a_school_nobody_is_told_apart_by_it():
    some = [
        *schooled(Ash=2, Beech=1),
        *(person(f"N{n}", away="2026-11-18..2026-11-27") for n in range(9)),
    ]
    assert schools_told(page_of(some)) == {NOT_SHOWN: 12}
    assert schools_told(page_of(some, names=True)) == {"Ash": 2, "Beech": 1, "not given": 9}


def test_a_table_does_not_name_the_one_school_that_it_has_of_those_not_named():
    some = [reviewed(f"A{n}", "Ash", SOON) for n in range(9)] + [reviewed("D", "Dell", SOON)]
    page = page_of([*some, *schooled(Elm=4)])
    for table in ("consistency-schools", "waiting-schools"):
        assert set(page.rows(table)) == {"Ash", "Dell and Elm"}


def test_a_staff_group_that_is_not_named_could_be_that_of_five_people():
    some = [
        person(f"{group}{n}", group=group, away="2026-11-18..2026-11-27")
        for group, size in (("teacher", 9), ("support", 6), ("kitchen", 2))
        for n in range(size)
    ]
    page = page_of(some)
    tags = Counter(value for name, value in page.attributes if name == "data-group")
    assert tags == {"teacher": 9, NOT_SHOWN: 8}
    assert set(page.rows("lost-by-staff-group")) >= {"Teacher", "Kitchen and Support", "All"}


@pytest.mark.parametrize("seed", [6, 7])
def test_no_group_of_fewer_than_five_is_shown(seed):
    page = Read(made_page(people(40, seed)))
    for table in (
        "stages-attendance",
        "stages-long-term",
        "lost-by-staff-group",
        "lost-by-school",
        "by-reason",
        "consistency-schools",
        "waiting-schools",
    ):
        for row in page.tables[table][1:]:
            assert row[1] in (NOT_SHOWN, "–", "0") or int(row[1]) >= 5, (table, row)


def test_days_of_one_person_are_not_shown_as_those_of_their_group():
    well = [person(f"E{n}") for n in range(30)]
    page = Read(made_page([*well, person("F1", away="2026-09-07..2026-10-30")]))
    assert set(page.rows("lost-by-staff-group")["Teacher"]) == {NOT_SHOWN}


def test_one_persons_days_are_not_shown_as_those_of_all():
    away = person("T0", away="2026-09-07..2026-10-16", school="Ash")
    teachers = [away, *(person(f"T{n}", school="Ash") for n in range(1, 10))]
    page = Read(made_page([*teachers, *(person(f"S{n}", school="Birch") for n in range(6))]))
    grouped = [*teachers, *(person(f"S{n}", group="support") for n in range(6))]
    for rows in (page.rows("lost-by-school"), Read(made_page(grouped)).rows("lost-by-staff-group")):
        assert set(rows["All"]) == {NOT_SHOWN}
    assert set(page.rows("lost-by-staff-group")["Teacher"]) == {NOT_SHOWN}


def test_people_without_absence_do_not_hide_the_days_of_two_others():
    sick = {"away": "2026-10-05..2026-10-07"}
    some = [person(f"T{n}", **(sick if n < 2 else {})) for n in range(8)]
    some += [person(f"S{n}", group="support") for n in range(6)]
    some += [person(f"K{n}", group="kitchen", **(sick if n < 7 else {})) for n in range(9)]
    rows = Read(made_page(some)).rows("lost-by-staff-group")
    assert rows["All"][0] == "23"
    assert set(rows["Teacher"]) == set(rows["Kitchen"]) == {NOT_SHOWN}
    assert rows["Support"][:3] == ["6", "0.0%", "0.0"]


def test_days_of_one_person_are_not_shown_as_those_of_a_reason_that_cost_others_no_day():
    weekend = "[{from: 2026-10-03, to: 2026-10-04, reason: back}]"
    some = [person(f"E{n}", absences=weekend) for n in range(6)]
    some.append(person("L", absences="[{from: 2026-10-05, to: 2026-10-30, reason: back}]"))
    some += [
        person(f"S{n}", absences="[{from: 2026-10-05, to: 2026-10-06, reason: infection}]")
        for n in range(9)
    ]
    page, named = page_of(some), page_of(some, names=True)
    assert named.rows("by-reason")["Back"] == ["7", "7", "20.0"]
    assert set(page.rows("by-reason")["Back"]) == {NOT_SHOWN}
    assert set(page.rows("by-reason")["Infection"]) == {
        NOT_SHOWN
    }  # all the days less these are the one's


THRICE = "2026-09-07..2026-09-08, 2026-09-14..2026-09-15, 2026-09-21..2026-09-22"
SOON, LATE = "2026-09-28", "2026-10-19"  # the last day for the meeting is 7 October


def reviewed(id, school, met, *more, outcome="no-action", note=True):
    """Somebody who came to the review on 23 September, with what was done on which day."""
    decided = f", outcome: {outcome}, because: agreed" if outcome else ""
    lines = [f"{{on: {met}, action: meet{decided}}}"] if met else []
    lines += [f"{{on: {met}, action: note}}"] if met and note else []
    return person(id, school=school, away=THRICE, events=f"[{', '.join([*lines, *more])}]")


def text_of(some, **how):
    """The page of people just as they are, as text."""
    flow, source = trust()
    asked = Asked(ON)
    answers = [answer(one, flow, asked) for one in some]
    assert not any(one.findings for one in answers)
    return dashboard(answers, Asking(flow, source, asked, **how))


def page_of(some, **how):
    """The page of people just as they are."""
    return Read(text_of(some, **how))


@pytest.mark.parametrize("on", [ON, ON + timedelta(days=1)])  # a Friday, and the day after
def test_whoever_is_back_on_the_next_working_day_has_a_last_day_on_record(on):
    flow, source = trust()
    some = [person("E1", away="2026-11-16..2026-11-20"), person("E2", absences="[{from: 2026-11-16}]")]
    some.append(
        person("E3", absences="[{from: 2026-11-16, expected: [{on: 2026-11-17, until: 2026-11-24}]}]")
    )
    answers = [answer(one, flow, Asked(on)) for one in some]
    page = Read(made := dashboard(answers, Asking(flow, source, Asked(on))))
    assert sorted(page.column("away-items", 3)) == [
        "Fri 20 November 2026",
        "Tue 24 November 2026",
        "not said",
    ]
    assert "Absent since 16 November 2026; the last day on record is 20 November 2026" in made
    assert "Absent since 16 November 2026, expected until 24 November 2026" in made


def test_whoever_has_a_decision_to_be_put_on_record_is_among_those_with_something_due():
    page = page_of([reviewed("E1", "Ash", SOON, outcome=None)])
    (due,) = page.tables["due-items"][1:]
    assert due[2].startswith("Put on record what was decided")
    (tags,) = [value for name, value in page.attributes if name == "data-is"]
    assert "owed" in tags.split()


def test_actions_done_late_for_two_cannot_be_worked_out_from_the_other_schools():
    some = [reviewed(f"A{n}", "Ash", LATE if n < 2 else SOON) for n in range(8)]
    some += [reviewed(f"B{n}", "Beech", LATE if n < 6 else SOON) for n in range(12)]
    some += [reviewed(f"C{n}", "Cedar", LATE if n < 7 else SOON) for n in range(14)]
    page, named = page_of(some), page_of(some, names=True)
    (met, _) = page.tables["consistency-items"][1:]
    assert met[2:7] == ["34", "34", "19", "15", "0"]
    rows = page.rows("consistency-schools")
    assert set(rows["Ash"]) == set(rows["Beech"]) == {NOT_SHOWN}
    assert rows["Cedar"] == ["14", "21", "7"]
    assert named.rows("consistency-schools")["Ash"] == ["8", "14", "2"]


def test_one_action_done_late_for_two_cannot_be_worked_out_from_the_schools_and_the_other_actions():
    some = [
        reviewed(f"{at}{n}", at, LATE if n < 7 else SOON) for at in ("Ash", "Beech") for n in range(14)
    ]
    looked = ["{on: 2026-11-16, action: look}"] * 2 + ["{on: 2026-11-02, action: look}"] * 6
    some += [reviewed(f"L{n}", "Ash", SOON, one, outcome="monitor") for n, one in enumerate(looked)]
    page = page_of(some)
    assert page.rows("consistency-schools") == {"Ash": ["22", "43", "9"], "Beech": ["14", "21", "7"]}
    items = {row[1]: row[2:] for row in page.tables["consistency-items"][1:]}
    assert items["the midway review"] == ["8", *[NOT_SHOWN] * 6]
    assert items["the informal meeting"] == ["36", *[NOT_SHOWN] * 6]


def test_six_times_late_of_three_people_are_not_shown():
    some = [reviewed(f"A{n}", "Ash", SOON) for n in range(6)]
    some += [reviewed(f"L{n}", "Ash", LATE, note=False) for n in range(3)]
    some += [reviewed(f"B{n}", "Beech", SOON) for n in range(6)]
    page, named = page_of(some), page_of(some, names=True)
    assert named.rows("consistency-schools")["Ash"] == ["9", "12", "6"]
    assert set(page.rows("consistency-schools")["Ash"]) == {NOT_SHOWN}
    assert page.rows("consistency-schools")["Beech"] == ["6", "12", "0"]


def test_meetings_to_come_for_two_cannot_be_worked_out_from_the_other_schools():
    some = [reviewed(f"A{n}", "Ash", SOON if n >= 2 else None) for n in range(8)]
    some += [reviewed(f"B{n}", "Beech", SOON if n >= 6 else None) for n in range(12)]
    some += [reviewed(f"C{n}", "Cedar", SOON if n >= 7 else None) for n in range(14)]
    rows = page_of(some).rows("waiting-schools")
    assert set(rows["Ash"]) == set(rows["Beech"]) == {NOT_SHOWN}
    assert rows["Cedar"][:2] == ["14", "7"]


def test_how_many_were_moved_on_without_a_meeting_cannot_be_worked_out_where_they_are_few():
    moved = "{on: 2026-10-05, placed: {attendance: no-concern}, because: agreed}"
    some = [reviewed(f"A{n}", "Ash", SOON) for n in range(10)]
    some += [reviewed(f"B{n}", "Ash", None, moved) for n in range(2)]
    page, named = page_of(some), page_of(some, names=True)
    assert named.rows("waiting-schools")["Ash"] == ["12", "10", "3.0", "0"]
    assert set(page.rows("waiting-schools")["Ash"]) == {NOT_SHOWN}


def test_how_many_meetings_have_no_outcome_cannot_be_worked_out_where_they_are_few():
    some = [reviewed(f"A{n}", "Ash", SOON) for n in range(6)]
    some += [reviewed(f"M{n}", "Ash", SOON, outcome="monitor") for n in range(9)]
    some += [reviewed(f"W{n}", "Ash", SOON, outcome=None) for n in range(2)]
    page, named = page_of(some), page_of(some, names=True)
    assert named.tables["consistency-items"][1][3:8] == [
        "17",
        "17",
        "0",
        "0",
        "monitor: 9; no action: 6",
    ]
    assert page.tables["consistency-items"][1][7] == f"monitor: 9; no action: {NOT_SHOWN}"


def test_talks_that_all_were_late_for_one_person_are_not_shown():
    once = "[{on: 2026-10-08, contact: talk}]"
    some = [person(f"E{n}", away="2026-10-05..2026-10-07", events=once) for n in range(12)]
    days = [f"2026-{month:02}-02" for month in (2, 3, 4, 6, 7, 9, 10, 11)]
    late = ", ".join(f"{{on: {day[:-2]}16, contact: talk}}" for day in days)
    some.append(person("L", away=", ".join(f"{day}..{day}" for day in days), events=f"[{late}]"))
    talk = "Hold the return-to-work talkLine manager, on the return"
    assert page_of(some, names=True).rows("contact-items")[talk] == ["20", "12", "8", "0", "60%"]
    assert set(page_of(some).rows("contact-items")[talk]) == {NOT_SHOWN}


def test_where_no_contact_is_on_record_nothing_is_said_of_how_many_were_in_time():
    some = [person(f"E{n}", away="2026-10-05..2026-10-07") for n in range(9)]
    for names in (False, True):
        made = text_of(some, names=names)
        assert "No contact is on record in what was given" in made
        assert "contact-items" not in Read(made).tables
        assert "contacts made in time, late or not on record" not in made  # the chart
    once = person("O", away="2026-10-05..2026-10-07", events="[{on: 2026-10-08, contact: talk}]")
    assert page_of([*some, once], names=True).tables["contact-items"]


def test_where_no_action_is_on_record_nothing_is_said_of_meetings_or_how_many_were_in_time():
    some = [reviewed(f"{at}{n}", at, None) for at in ("Ash", "Beech") for n in range(9)]
    for names in (False, True):
        made = text_of(some, names=names)
        assert "No action is on record in what was given" in made
        tables = Read(made).tables
        assert not {"consistency-items", "consistency-schools", "waiting-schools"} & set(tables)
    assert page_of([*some, reviewed("C", "Ash", SOON)], names=True).tables["waiting-schools"]


def test_where_nothing_was_asked_for_that_is_said_and_not_that_nothing_is_on_record():
    made = text_of([person("E1")])
    assert "No contact was asked for." in made
    assert "Nobody came to a stage with an action." in made
    assert "is on record in what was given" not in made


def test_bradford_scores_are_not_there_unless_asked_for(plain, named):
    assert "Bradford" not in plain
    assert len(Read(named).tables["bradford-items"]) > 10
    assert "Left out: disability and pregnancy" in named


def test_a_score_is_not_rounded():
    half = "[{from: 2026-10-06, to: 2026-10-06, part: half}]"
    quarter = "[{from: 2026-10-06, to: 2026-10-06, days: 0.25}]"
    some = [person("E1", absences=half), person("E2", absences=quarter)]
    rows = Read(made_page(some, names=True, bradford=True)).rows("bradford-items")
    assert sorted(rows.values()) == [["0.25", "1", "0.25"], ["0.5", "1", "0.5"]]


# What it cannot do ------------------------------------------------------------------------------------


def digest(text):
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def test_the_page_asks_for_nothing_and_runs_only_its_own_script(named):
    page = Read(named)
    (rules,) = [value for name, value in page.attributes if name == "content" and "default-src" in value]
    assert "default-src 'none'" in rules
    assert [digest("".join(page.scripts)), digest("".join(page.styles))] == [
        re.search(f"{kind}-src ('sha256-[^']+')", rules)[1] for kind in ("script", "style")
    ]
    assert page.tags.count("script") == page.tags.count("style") == 1
    assert not {"img", "link", "iframe", "object", "embed", "base", "form", "foreignobject"} & set(
        page.tags
    )
    names = {name for name, _ in page.attributes}
    assert not {name for name in names if name.startswith("on") or name in ("src", "srcset", "style")}
    assert all(link.startswith("#") for link in page.links)
    assert "url(" not in named


def test_whatever_somebody_is_called_stays_a_name(named):
    assert EVIL not in named
    assert "&lt;/script&gt;&lt;img src=&#34;x&#34; onerror=&#34;alert(1)&#34;&gt; (E7004)" in named
    assert "Beech &amp; Birch &lt;b&gt;Academy&lt;/b&gt;" in named
    assert "<b>" not in named


def test_a_name_in_a_chart_is_escaped_by_whoever_draws_it():
    drawn = bars([Bar(EVIL, EVIL, 3, EVIL), Bar("a", "b", 1, "1")], EVIL, EVIL)
    assert "<img" not in drawn
    assert "</script" not in drawn
    assert bars([Bar("a", "", 1, "1")], "x", "y") == bars([Bar("a", "", 1, "1")], "x", "y")


# The command ------------------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "trust.yaml").write_text(TRUST)
    (tmp_path / "a.yaml").write_text("employee: {id: SECRET1}\nabsences: [{from: 2026-11-16}]\n")
    (tmp_path / "b.yaml").write_text("employee: {id: SECRET2}\nabsences: []\n")
    return tmp_path


def run(folder, *more, records=("a.yaml", "b.yaml"), page="page.html"):
    files = [str(folder / name) for name in records]
    words = ["dashboard", str(folder / "trust.yaml"), *files, "-o", str(folder / page), *more]
    return CliRunner().invoke(main, [*words, "--on", "2026-11-20"])


def test_the_command_writes_one_page(folder):
    done = run(folder)
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.endswith("page.html: 2 employees: 2 decided, 0 not decided\n")
    page = (folder / "page.html").read_text("utf-8")
    assert "SECRET" not in page
    assert "Fri 20 November 2026" in page
    assert run(folder, "--names").exit_code == 0  # over its own page it may write
    assert "SECRET1" in (folder / "page.html").read_text("utf-8")


def test_a_record_with_a_mistake_is_told_and_the_others_are_on_the_page(folder):
    (folder / "c.yaml").write_text("absences: [{from: 2026-11-16, to: 2026-11-01}]\n")
    done = run(folder, records=("a.yaml", "c.yaml"))
    assert done.exit_code == 1
    assert "c.yaml:1:" in done.stderr
    assert "2 employees: 1 decided, 1 not decided" in done.stdout
    assert "1 not decided." in (folder / "page.html").read_text("utf-8")


def test_a_page_made_without_a_file_that_is_missing_says_so(folder):
    done = run(folder, records=("a.yaml", "gone.yaml"))
    assert done.exit_code == 2
    page = (folder / "page.html").read_text("utf-8")
    assert "A file could not be read: everybody in it is missing here." in page


def test_somebody_whom_the_procedure_does_not_cover_is_not_among_those_decided(folder):
    trust = (folder / "trust.yaml").read_text()
    covers = trust.replace('version: "3"}', 'version: "3", covers: {not: [agency]}}')
    (folder / "trust.yaml").write_text(covers)
    (folder / "b.yaml").write_text("employee: {group: agency}\nabsences: []\n")
    done = run(folder)
    assert done.stdout.endswith(
        "2 employees: 1 decided, 0 not decided, 1 not covered by this procedure\n"
    )
    page = (folder / "page.html").read_text("utf-8")
    assert "2 employees: 1 decided, 1 not covered by this procedure." in page


def test_nothing_but_a_dashboard_is_written_over(folder):
    (folder / "page.html").write_text("<html>the school's own</html>")
    done = run(folder)
    assert done.exit_code == 2
    assert "is there already, and is nothing of this kind; choose another name" in done.stderr
    assert (folder / "page.html").read_text() == "<html>the school's own</html>"
    assert run(folder, page="page.pdf").exit_code == 2
    assert "there is no folder" in run(folder, page="nowhere/page.html").stderr


def test_a_missing_library_is_one_clear_line(folder, monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None if name == "vl_convert" else name)
    done = run(folder)
    assert done.exit_code == 2
    assert done.stderr == (
        'flowrules: the dashboard needs two more packages: pip install ".[dashboard]", in the folder of '
        "flowrules\n"
    )
