"""The school workforce census: what is read of it, who is who, and what is said of what is wrong."""

import io
import tracemalloc
from datetime import date
from pathlib import Path
from random import Random

import pytest
from strategies import read_flow

from flowrules.answer import Asked, answer
from flowrules.census.codes import meanings
from flowrules.engine.horizon import horizon_of
from flowrules.people import Person, Stray
from flowrules.records import Reading, read_all
from flowrules.records.census_file import Wishes, read_census
from flowrules.tables.mapping import read_mapping

EXAMPLE = Path(__file__).parent.parent / "examples" / "census" / "swc-2025.xml"
DAY = date(2025, 11, 6)
KEY = bytes(range(32))
HEADER = (
    "<Header><CollectionDetails><ReferenceDate>2025-11-06</ReferenceDate></CollectionDetails>"
    "<Source><LEA>999</LEA><Estab>9001</Estab></Source></Header>"
)
CONTRACT = {"ContractStart": "2019-09-01", "Post": "TCH"}


def element(name, inner):
    if isinstance(inner, dict):
        inner = "".join(element(*pair) for pair in inner.items())
    return f"<{name}>{inner}</{name}>\n"


def away(first, last="", lost="", code="SIC"):
    words = {"FirstDayOfAbsence": first, "LastDayOfAbsence": last, "WorkingDaysLost": lost}
    return element(
        "Absence", {word: said for word, said in words.items() if said} | {"AbsenceCategory": code}
    )


def member(*absences, contracts=(CONTRACT,), **staff):
    staff = staff or {"TeacherNumber": "9900001"}
    inner = element("StaffDetails", staff)
    inner += element(
        "ContractOrServiceGroup", "".join(element("ContractOrService", one) for one in contracts)
    )
    return element("SchoolWorkforceMember", inner + element("Absences", "".join(absences)))


def census(*entries, header=HEADER):
    return f"<Message>{header}\n{element('SchoolWorkforceMembers', ''.join(entries))}</Message>"


def people(*texts, on=DAY, key=KEY, flow=None, categories=None, groups=None, **wishes):
    """Everybody in some census files, and what was said of the files."""
    files = {f"swc-{place}.xml": text for place, text in enumerate(texts, 1)}
    codes = meanings(flow, categories, groups)
    wished = Wishes(horizon_of(on), codes, key, **wishes)

    def opened(name):
        text = files[name]
        return io.BytesIO(text if isinstance(text, bytes) else text.encode())

    given = list(read_census(list(files), opened, wished))
    said = [finding for one in given if isinstance(one, Stray) for finding in one.findings]
    return [one for one in given if isinstance(one, Person)], said


def rules(findings):
    return [one.rule for one in findings]


def lines(person):
    return [
        {key: str(said) for key, said in one.model_dump(exclude_defaults=True).items()}
        for one in person.record.absences
    ]


def test_the_example_is_read_as_its_readme_says():
    found, said = people(EXAMPLE.read_bytes())
    assert [(len(one.record.absences), one.rows, one.rejected) for one in found] == [
        (3, 4, 0),
        (1, 2, 0),
        (1, 3, 0),
    ]
    assert lines(found[0])[1] == {"from_": "2025-03-04", "to": "2025-03-04", "part": "half"}
    assert found[0].record.employee.started == date(2019, 9, 1)
    assert {one.school for one in found} == {"999/9001"}
    assert rules(said) == ["census-scope", "left-out", "left-the-school", "part-time", "no-groups"]
    assert "1 September 2024 to 31 August 2025" in said[0].message


def test_days_lost_are_taken_as_they_are():
    [one], _ = people(
        census(member(away("2025-01-13", "2025-01-17", "2.5"), away("2025-02-03", "2025-02-04", "2.0")))
    )
    assert [line.get("days_lost") for line in lines(one)] == ["2.5", "2.0"]


def test_half_of_one_day_is_a_half_day():
    [one], _ = people(
        census(member(away("2025-01-13", "2025-01-13", "0.5"), away("2025-02-03", "2025-02-04", "0.5")))
    )
    assert [(line.get("part"), line.get("days_lost")) for line in lines(one)] == [
        ("half", None),
        (None, "0.5"),
    ]


def test_an_absence_that_is_not_over_has_no_last_day_and_no_days_lost():
    [one], said = people(census(member(away("2025-10-13", "", "15"))))
    assert lines(one) == [{"from_": "2025-10-13"}]
    assert "still-away" not in rules(said)


def test_who_was_away_at_the_census_is_named_when_a_later_day_is_asked_about():
    [one], said = people(census(member(away("2025-10-13"))), on=date(2026, 3, 2))
    [note] = [finding for finding in said if finding.rule == "still-away"]
    assert note.message.endswith(one.id)


def test_what_begins_after_the_day_is_not_looked_at_and_is_read_all_the_same():
    [one], _ = people(
        census(member(away("2025-01-13", "2025-01-14"), away("2025-11-07", "2025-11-01", code="XYZ")))
    )
    assert (len(one.record.absences), one.rows, one.rejected, one.findings) == (1, 3, 0, ())


@pytest.mark.parametrize(
    ("absence", "rule", "heading"),
    [
        (away("", "2025-01-14"), "no-first-day", "FirstDayOfAbsence"),
        (away("13/01/2025", "2025-01-14"), "not-a-date", "FirstDayOfAbsence"),
        (away("2025-01-13", "2025-02-30"), "not-a-date", "LastDayOfAbsence"),
        (away("2025-01-13", "2025-01-10"), "ends-before-start", "LastDayOfAbsence"),
        (away("2025-01-13", "2025-01-14", "two"), "wrong-days-lost", "WorkingDaysLost"),
        (away("2025-01-13", "2025-01-14", "-1"), "wrong-days-lost", "WorkingDaysLost"),
        (away("2025-01-13", "2025-01-14", "14.8"), "too-many-lost", "WorkingDaysLost"),
        (away("2025-01-13", "2025-01-14", code="ILL"), "unknown-category", "AbsenceCategory"),
        (away("2025-01-13", "2025-01-14", code=""), "unknown-category", "AbsenceCategory"),
        (
            element("Absence", "<FirstDayOfAbsence>2025-01-13</FirstDayOfAbsence>" * 2),
            "written-twice",
            "FirstDayOfAbsence",
        ),
        (away("2025-02-03", "2025-02-04") * 2, "absence-twice", None),
    ],
)
def test_an_absence_that_cannot_be_right_is_told_at_its_element_and_the_others_go_on(
    absence, rule, heading
):
    text = census(
        member(away("2024-12-02", "2024-12-03"), absence), member(away("2025-01-13"), TeacherNumber="7")
    )
    [wrong, well], _ = people(text)
    assert (wrong.record, wrong.rejected, well.record is None) == (None, 1, False)
    [finding] = wrong.findings
    assert (finding.rule, finding.path, finding.severity) == (
        rule,
        (heading,) if heading else (),
        "error",
    )
    told = text.splitlines()[finding.line - 1][finding.column - 1 :]
    assert told.startswith(
        f"<{heading or 'Absence'}>" if heading and f"<{heading}>" in absence else "<Absence>"
    )


def test_a_wrong_date_of_a_contract_is_told():
    text = census(member(contracts=[CONTRACT, CONTRACT | {"ContractEnd": "never"}]))
    [one], _ = people(text)
    assert rules(one.findings) == ["not-a-date"]
    assert text.splitlines()[one.findings[0].line - 1].startswith("<ContractEnd>never")
    assert (one.rows, one.rejected) == (1, 1)


def test_an_entry_that_names_nobody_is_nobodys():
    found, said = people(census(member(away("2025-01-13"), away("2025-02-03"), Sex="F")))
    assert found == []
    assert said[0].rule == "nobody-named"


@pytest.mark.parametrize(
    ("code", "category"),
    [("SIC", "sickness"), ("sic", "sickness"), ("PRG", "pregnancy"), ("MAT", "maternity")],
)
def test_codes_are_the_categories_that_are_called_so(code, category):
    [one], _ = people(census(member(away("2025-01-13", code=code))))
    assert one.record.absences[0].category == category


@pytest.mark.parametrize("code", ["OTH", "PUB", "SEC", "TRN", "UNA", "UNP"])
def test_what_is_no_ill_health_is_left_out_and_counted(code):
    [one], said = people(census(member(away("2025-01-13", code=code), away("2025-02-13", code=code))))
    assert one.record.absences == ()
    [note] = [finding for finding in said if finding.rule == "left-out"]
    assert f"2 absences of `{code}`" in note.message


PROCEDURE = {
    "flowrules": 1,
    "procedure": {"id": "p", "title": "P"},
    "counting": {"categories": {"illness": "counts", "hospital": "decide", "leave": "never"}},
    "triggers": {"often": {"title": "Often", "absences": {"at_least": 2, "within": "6 months"}}},
    "stages": {"fine": {"next": [{"when": "often", "to": "review"}]}, "review": {"next": [{"after": "6 months", "to": "fine"}]}},
}  # fmt: skip


def with_categories(**categories):
    return read_flow(PROCEDURE | {"counting": {"categories": categories}})[0]


def test_categories_called_otherwise_are_found_by_how_they_count():
    flow, _ = read_flow(PROCEDURE)
    [one], _ = people(census(member(away("2025-01-13"), away("2025-02-13", code="PRG"))), flow=flow)
    assert [line.category for line in one.record.absences] == ["illness", "leave"]


def test_pregnancy_never_counts_even_where_nothing_is_said_of_it():
    flow = with_categories(sickness="counts", pregnancy="counts")
    [one], said = people(census(member(away("2025-01-13", code="PRG"))), flow=flow)
    assert one.record.absences == ()
    assert "left-out" in rules(said)


def test_sickness_that_could_be_two_categories_has_to_be_named():
    flow = with_categories(short="counts", long="counts")
    text = census(member(away("2025-01-13")))
    [one], _ = people(text, flow=flow)
    assert rules(one.findings) == ["sickness-unnamed"]
    [one], _ = people(text, flow=flow, categories={"sic": "long"})
    assert one.record.absences[0].category == "long"


def test_a_school_says_what_its_codes_and_posts_mean():
    text = census(member(away("2025-01-13", code="UNA"), away("2025-01-15", code="SIC")))
    [one], said = people(
        text, categories={"UNA": "unauthorised", "SIC": "leave out"}, groups={"TCH": "teacher"}
    )
    assert [line.category for line in one.record.absences] == ["unauthorised"]
    assert one.record.employee.group == "teacher"
    assert "no-groups" not in rules(said)


def test_the_mapping_in_the_readme_says_what_it_says_there():
    text = EXAMPLE.parent.joinpath("README.md").read_text("utf-8").split("```")[1].removeprefix("yaml\n")
    mapping, _, findings = read_mapping(text, "swc.map.yaml")
    assert mapping is not None, findings
    reading = Reading(horizon_of(DAY), None, mapping, KEY)
    found = list(read_all(["swc-2025.xml"], lambda _: EXAMPLE.open("rb"), reading))
    groups = [one.record.employee.group for one in found if isinstance(one, Person)]
    assert groups == ["teacher", "support", "teacher"]
    assert "no-groups" not in [finding.rule for one in found for finding in one.findings]


def test_posts_of_two_staff_groups_give_none():
    text = census(member(contracts=[CONTRACT, CONTRACT | {"Post": "TAS"}]))
    [one], _ = people(text, groups={"TCH": "teacher", "TAS": "support"})
    assert one.record.employee.group is None
    assert rules(one.notes) == ["two-groups"]


def test_only_contracts_of_the_day_are_looked_at():
    contracts = [
        {"ContractStart": "2015-09-01", "ContractEnd": "2018-08-31", "Post": "TAS"},
        {"ContractStart": "2020-01-06", "SchoolArrivalDate": "2019-09-02", "Post": "TCH"},
    ]
    [one], _ = people(census(member(contracts=contracts)), groups={"TCH": "teacher", "TAS": "support"})
    assert (one.record.employee.started, one.record.employee.group) == (date(2019, 9, 2), "teacher")


def test_who_has_left_is_left_out_and_named():
    gone = CONTRACT | {"ContractEnd": "2025-08-31"}
    found, said = people(
        census(member(contracts=[gone]), member(contracts=[gone, CONTRACT], TeacherNumber="7"))
    )
    assert len(found) == 1
    [note] = [finding for finding in said if finding.rule == "left-the-school"]
    assert found[0].id not in note.message
    found, _ = people(census(member(contracts=[gone])), on=date(2025, 8, 31))
    assert len(found) == 1


def test_hours_are_read_under_either_parent_and_are_no_pattern():
    hours = {"Hours": {"HoursPerWeek": "16", "FTEHours": "32"}}
    level = {"PostLevelDetails": hours}
    roles = {"Roles": {"Role": {"RoleLevelDetails": hours}}}
    full = {"PostLevelDetails": {"Hours": {"HoursPerWeek": "32", "FTEHours": "32"}}}
    entries = [
        member(contracts=[CONTRACT | one], TeacherNumber=str(n))
        for n, one in enumerate((level, roles, full), 1)
    ]
    found, said = people(census(*entries))
    assert all(one.record.pattern == () for one in found)
    [note] = [finding for finding in said if finding.rule == "part-time"]
    assert note.message.startswith("2 people work part of the week")


NAMED = {"PersonFamilyName": "Madeup", "PersonGivenName": "Anne", "PersonBirthDate": "1980-01-01"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"TeacherNumber": "9900001"}, {"TeacherNumber": "99/00001", "NINumber": "QQ000009A"}),
        ({"TeacherNumber": "9900001", "NINumber": "QQ000001A"}, {"NINumber": "qq 00 00 01 a"}),
        (NAMED, NAMED | {"PersonGivenName": "ANNE"}),
        (NAMED | {"TeacherNumber": "9900001"}, NAMED | {"NINumber": "QQ000001A"}),
    ],
)
def test_two_entries_of_one_person_are_put_together(one, other):
    first, second = member(away("2025-01-13", "2025-01-14"), **one), member(away("2025-03-03"), **other)
    stranger = member(TeacherNumber="7")
    for texts in ([census(first, stranger, second)], [census(first, stranger), census(second)]):
        found, _ = people(*texts)
        assert sorted((len(each.record.absences), each.rows) for each in found) == [(0, 1), (2, 4)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"TeacherNumber": "9900001"}, {"NINumber": "9900001"}),
        (NAMED | {"TeacherNumber": "9900001"}, NAMED | {"TeacherNumber": "9900002"}),
        (NAMED, NAMED | {"PersonBirthDate": "1980-01-02"}),
    ],
)
def test_two_people_stay_two(one, other):
    found, _ = people(census(member(**one), member(**other)))
    assert len({each.id for each in found}) == 2


def test_an_absence_in_two_entries_counts_once_and_is_said():
    entry = member(away("2025-01-13", "2025-01-14", "2"))
    [one], _ = people(census(entry), census(entry))
    assert (len(one.record.absences), one.rows, one.rejected, rules(one.notes)) == (
        1,
        4,
        0,
        ["absence-in-two-posts"],
    )
    assert one.notes[0].file == "swc-2.xml"


def test_an_absence_in_two_entries_with_other_days_lost_is_not_decided():
    one, other = (member(away("2025-01-13", "2025-01-14", lost)) for lost in ("2", "1"))
    [both], _ = people(census(one), census(other))
    assert (both.record, rules(both.findings), both.rejected) == (None, ["posts-differ"], 1)


def test_absences_that_overlap_are_told_by_the_engine_at_their_lines():
    text = census(member(away("2025-01-13", "2025-01-16"), away("2025-01-15", "2025-01-17")))
    [one], _ = people(text)
    flow, _ = read_flow(PROCEDURE | {"counting": {"categories": {"sickness": "counts"}}})
    [finding] = answer(one, flow, Asked(DAY)).findings
    assert finding.path == ("FirstDayOfAbsence",)
    assert "2025-01-15" in text.splitlines()[finding.line - 1]
    assert "2025-01-13" in text.splitlines()[finding.related[0].line - 1]


def test_pseudonyms_stay_with_the_key_and_nothing_else_is_kept():
    text = census(member(**NAMED, NINumber="QQ000001A"))
    [one], said = people(text)
    [_, again], _ = people(census(member(TeacherNumber="7"), member(NINumber="QQ000001A")))
    assert one.id == again.id
    assert one.name is None
    [other], _ = people(text, key=KEY[::-1])
    assert other.id != one.id
    for secret in ("QQ000001A", "Madeup", "Anne", "1980-01-01"):
        assert secret not in repr((one, said))


def test_without_a_key_people_are_called_by_their_place_and_it_is_said():
    found, said = people(census(member(TeacherNumber="7"), member(TeacherNumber="8")), key=None)
    assert [one.id for one in found] == ["swc-1 1", "swc-1 2"]
    assert "no-key" in rules(said)


def test_names_are_read_only_if_they_are_wanted():
    text = census(member(**NAMED))
    assert [people(text, names=wanted)[0][0].name for wanted in (False, True)] == [None, "Anne Madeup"]


def test_former_names_do_not_stand_for_names():
    former = element("FormerFamilyNames", {"PersonFamilyName": "Before"})
    entry = member(**NAMED).replace("<StaffDetails>", f"<StaffDetails>{former}")
    assert people(census(entry), names=True)[0][0].name == "Anne Madeup"


def test_elements_that_are_not_known_and_namespaces_are_passed_over():
    plain = census(member(away("2025-01-13", "2025-01-14", "2")))
    odd = plain.replace("<Message>", '<Message xmlns="urn:x"><News>1</News>').replace(
        "<Absence>", "<Absence><Xtra/>"
    )
    prefixed = plain.replace("</", "</d:").replace("<", "<d:").replace("<d:/d:", "</d:")
    prefixed = prefixed.replace("<d:Message>", '<d:Message xmlns:d="urn:x">')
    [[one], _], [[other], _], [[third], _] = people(plain), people(odd), people(prefixed)
    assert one.record == other.record == third.record


@pytest.mark.parametrize("said", ["False", "no", "false"])
def test_a_census_without_absences_says_so(said):
    modules = element("SchoolWorkforceModules", {"AbsencesIncluded": said})
    _, told = people(census(member(), header=HEADER + modules))
    assert "no-absences" in rules(told)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "windows-1252", "iso-8859-1"])
def test_any_encoding_that_the_file_names_is_read(encoding):
    text = f'<?xml version="1.0" encoding="{encoding}"?>\n' + census(
        member(**NAMED | {"PersonFamilyName": "Siân"})
    )
    assert people(text.encode(encoding), names=True)[0][0].name == "Anne Siân"


WHOLE = census(member(away("2025-01-13", "2025-01-14")), member(TeacherNumber="7"))


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("", "not-xml"),
        ("Employee,Start\nE1,2025-01-13\n", "not-xml"),
        (WHOLE[: WHOLE.index("<StaffDetails><TeacherNumber>7")], "not-xml"),
        (WHOLE + "<Message/>", "not-xml"),
        ('<?xml version="1.0" encoding="shift_jis"?>' + WHOLE, "not-xml"),
        ('<?xml version="1.0" encoding="nothing"?>' + WHOLE, "not-xml"),
        ("<Absences/>", "not-a-census"),
        ('<!DOCTYPE Message SYSTEM "x.dtd">' + WHOLE, "entities"),
        ('<!DOCTYPE Message [<!ENTITY a "b">]>' + WHOLE, "entities"),
        ('<!DOCTYPE Message [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + WHOLE, "entities"),
    ],
)
def test_a_file_that_is_no_whole_census_gives_nobody_and_one_finding(text, rule):
    found, said = people(text)
    assert found == []
    assert rules(said) == [rule]


@pytest.mark.parametrize("broken_first", [False, True])
def test_where_one_file_breaks_off_nobody_is_decided_on_the_others(broken_first):
    whole = census(member(away("2025-01-13")), member(TeacherNumber="7"))
    broken = whole[: whole.index("<StaffDetails><TeacherNumber>7")]
    found, said = people(*((broken, whole) if broken_first else (whole, broken)))
    assert found == []
    assert rules(said) == ["not-xml"]
    assert "nobody is decided" in said[0].help


def test_a_file_that_is_no_census_leaves_nobody_decided_on_the_others():
    found, said = people(WHOLE, "<Staff/>")
    assert found == []
    assert rules(said) == ["not-a-census"]
    assert said[0].file == "swc-2.xml"


def test_a_census_on_one_line_is_read_and_its_columns_tell():
    text = census(member(away("2025-01-13", "2025-01-10")), member(TeacherNumber="7")).replace("\n", "")
    [wrong, well], _ = people(text)
    [finding] = wrong.findings
    assert (finding.line, text[finding.column - 1 :].startswith("<LastDayOfAbsence>")) == (1, True)
    assert (wrong.rejected, well.rejected) == (1, 0)


class Endless(io.RawIOBase):
    """A census of so many entries, made while it is read."""

    def __init__(self, many):
        head, tail = census("|").split("|")
        body = (
            member(away("2025-01-13", "2025-01-14"), TeacherNumber=str(n)) for n in range(1, many + 1)
        )
        self._parts = (part.encode() for part in self._all(head, body, tail))

    @staticmethod
    def _all(head, body, tail):
        yield head
        yield from body
        yield tail

    def read(self, size=-1):
        return next(self._parts, b"")


def peak_of(many):
    wishes = Wishes(horizon_of(DAY), meanings(None), KEY)
    tracemalloc.start()
    try:
        assert (
            sum(
                isinstance(one, Person)
                for one in read_census(["a.xml"], lambda _: Endless(many), wishes)
            )
            == many
        )
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_memory_does_not_grow_with_the_number_of_people(monkeypatch):
    monkeypatch.setattr("flowrules.spill._IN_MEMORY", 20_000)
    peak_of(10)
    assert peak_of(1000) < 500_000  # an entry takes more than two thousand bytes


def spoilt(seed):
    """The example with some of its bytes or lines changed, doubled or taken out."""
    d, content = Random(seed), EXAMPLE.read_bytes()
    for _ in range(d.randint(1, 6)):
        at = d.randrange(len(content))
        length = d.choice([1, 1, 5, 80])
        new = d.choice(
            [b"", b"<", b"&", b"\x00", b"0", "é".encode(), content[at : at + length] * 2, b"</Absence>"]
        )
        content = content[:at] + new + content[at + length :]
    lines = content.splitlines(keepends=True)
    if d.random() < 0.5:
        d.shuffle(lines)
    return b"".join(lines)


@pytest.mark.parametrize("seeds", [range(150 * n, 150 * (n + 1)) for n in range(2)])
def test_whatever_stands_in_a_file_there_is_an_answer(seeds):
    for seed in seeds:
        found, said = people(spoilt(seed))
        assert found or said
        for one in found:
            assert 0 <= one.rejected <= one.rows
            assert (one.record is None) == bool(one.findings) == bool(one.rejected)
