"""The gates in their order: each reports all it finds, and stops the later ones."""

import subprocess
import sys

import pytest
from gates import check

from flowrules.check import Checked
from flowrules.finding import Finding
from flowrules.lint import all_rules, logic, rules_of
from flowrules.model import schema
from flowrules.placed import place_all

HEAD = """\
flowrules: 1
procedure: {id: small, title: Small procedure}
calendar: {nation: england, working_week: [mon, tue, wed, thu, fri]}
counting:
  categories: {sickness: counts, disability: decide, pregnancy: never, maternity: never}
  join: across non-working days
  across_the_edge: {within: days inside, since: started inside}
  same_date_counts: false
  part_days: {make_an_absence: true, lose: as recorded}
  part_time: {scaled: [], round: exact}
"""
SMALL = (
    HEAD
    + """\
triggers: {often: {title: Frequent absence, absences: {at_least: 3, within: 6 months}}}
stages:
  fine: {next: [{when: often, to: review}]}
  review:
    actions: [{id: meet, do: Hold a review meeting, by: manager, within: 10 working days}]
    next: [{after: 6 months, to: fine}]
"""
)
THREE = """\
    record:
      absences:
        - {from: 2026-09-09, to: 2026-09-09}
        - {from: 2026-10-14, to: 2026-10-14}
        - {from: 2026-11-11, to: 2026-11-11}
    on: 2026-11-12
"""


def codes(checked: Checked) -> list[str]:
    return [finding.code for finding in checked.findings]


def pointed(text: str) -> list[tuple[str, str, str]]:
    """The code of each finding, the text it points at, and its message."""
    checked = check(text)
    lines = text.split("\n")
    return [
        (one.code, lines[one.line - 1][one.column - 1 : one.end_column - 1], one.message)
        for one in place_all(checked.findings, checked.source, "-")
    ]


def example(expect: str, rest: str = THREE) -> str:
    return SMALL + "examples:\n  - title: what the author thinks\n" + rest + f"    expect: {expect}\n"


def helps(text: str) -> list[str]:
    return [finding.help for finding in check(text).findings]


# The gates --------------------------------------------------------------------------------------------


def test_a_sound_procedure_comes_through_every_gate():
    checked = check(example("{main: review, next: meet}"), "p.yaml")
    assert checked.findings == []
    assert checked.source is not None
    assert checked.source.name == "p.yaml"
    assert checked.procedure is not None
    assert checked.flow is not None
    assert checked.flow.sha256 == checked.source.sha256


def test_bytes_and_text_are_checked_alike():
    assert check(SMALL.encode()) == check(SMALL)


# One slip for each gate, in the order of the gates.
SLIPS = {
    "FR010": ("id: small", "id: 10:30"),
    "FR101": ("calendar: {nation", "calendar: {country: wales, nation"),
    "FR202": ("to: review", "to: reviw"),
    "FR302": ("    next: [{after: 6 months, to: fine}]\n", ""),
    "FR401": ("main: review", "main: fine"),
}


def with_slips(*slips: str) -> str:
    text = example("{main: review, next: meet}")
    for code in slips:
        assert SLIPS[code][0] in text
        text = text.replace(*SLIPS[code])
    return text


@pytest.mark.parametrize("place", range(len(SLIPS)))
def test_a_gate_with_an_error_stops_the_later_ones(place: int):
    gates = list(SLIPS)
    assert codes(check(with_slips(*gates[place:]))) == [gates[place]]


@pytest.mark.parametrize(
    ("code", "reached"),
    [
        ("FR010", (False, False, False)),
        ("FR101", (True, False, False)),
        ("FR202", (True, True, False)),
        ("FR302", (True, True, False)),
        ("FR401", (True, True, True)),
    ],
)
def test_what_came_through_before_the_error_is_there(code: str, reached: tuple[bool, bool, bool]):
    source, procedure, flow, *_ = check(with_slips(code))
    assert (source is not None, procedure is not None, flow is not None) == reached


def test_a_warning_stops_nothing():
    text = example("{main: fine}").replace("calendar: {nation: england, ", "calendar: {")
    assert codes(check(text)) == ["FR306", "FR401"]
    assert check(text).flow is not None


def test_each_gate_reports_all_its_problems():
    shape = SMALL.replace("title: Small procedure", "titel: Small procedure").replace("6 months", "soon")
    assert codes(check(shape)) == ["FR102", "FR101", "FR103", "FR103"]
    names = SMALL.replace("when: often", "when: oftn").replace("to: fine", "to: fin")
    assert codes(check(names)) == ["FR202", "FR202"]
    meaning = SMALL.replace("to: fine", "to: gone") + "  gone: {kind: dismissal}\n  lost: {}\n"
    assert codes(check(meaning)) == ["FR305", "FR302", "FR301", "FR302"]


def test_findings_stand_in_the_order_of_the_file():
    text = (
        HEAD
        + """\
stages:
  fine: {next: [{when: often, to: review}]}
  lost: {next: [{after: 6 months, to: fine}]}
  review: {kind: warning}
events: {concern: {title: A concern}}
triggers:
  idle: {absences: {at_least: 9, within: 6 months}}
  often: {absences: {at_least: 3, within: 6 months}}
"""
    )
    assert [(code, where) for code, where, _ in pointed(text)] == [
        ("FR305", "review"),
        ("FR301", "lost"),
        ("FR302", "review"),
        ("FR303", "concern"),
        ("FR303", "idle"),
    ]


def test_a_finding_is_reported_once(monkeypatch):
    place = ("stages", "fine"), "said twice", "once is enough"
    monkeypatch.setattr(all_rules()["no-way-out"].module, "check", lambda _: [place, place])
    assert check(SMALL).findings == [Finding("FR302", "no-way-out", "error", *place)]


# What running needs -----------------------------------------------------------------------------------


def test_running_and_drawing_wait_for_errors_only():
    text = example("{main: fine}").replace("calendar: {nation: england, ", "calendar: {")
    checked = check(text, deep=False)
    assert checked.findings == []
    assert checked.flow is not None
    assert codes(check(with_slips("FR302"), deep=False)) == ["FR302"]


def test_running_and_drawing_load_neither_engine_nor_schema():
    code = (
        "import sys\nfrom flowrules.check import check\n"
        f"assert check({SMALL!r}, deep=False).flow\nprint(*sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not {"jsonschema", "flowrules.engine"} & set(done.stdout.split())


# The second opinion -----------------------------------------------------------------------------------


def test_where_schema_and_shape_disagree_the_fault_is_said_to_be_ours(monkeypatch):
    stricter = schema.schema_of("procedure")
    stricter["$defs"]["Action"]["properties"]["do"]["maxLength"] = 5
    monkeypatch.setattr(schema, "schema_of", lambda _: stricter)
    assert pointed(SMALL) == [
        (
            "FR900",
            "Hold a review meeting",
            "the published schema refuses what is here: a fault of flowrules, not of this file",
        )
    ]
    assert "please report it" in helps(SMALL)[0]
    assert check(SMALL).flow is None
    assert check(SMALL, deep=False).findings == []


# The author's own examples ----------------------------------------------------------------------------


def test_an_example_that_fails_points_at_its_own_line():
    text = (
        example("{main: review}")
        + "  - title: two are enough\n"
        + THREE.replace("        - {from: 2026-09-09, to: 2026-09-09}\n", "")
        + "    expect:\n      main: review\n"
    )
    assert pointed(text) == [("FR401", "review", "expected `review`, but the procedure leads to `fine`")]
    (placed,) = place_all(check(text).findings, check(text).source, "-")
    assert placed.path == ("examples", 1, "expect", "main")
    assert placed.line == text.count("\n")


def test_an_example_that_moved_says_what_was_counted():
    (help,) = helps(example("{main: fine}"))
    assert help == (
        "it came to `review` on 11 November 2026: 3 absences from 12 May 2026 to 11 November 2026; "
        "the rule: 3 or more absences in 6 months"
    )


def test_an_example_that_did_not_move_says_how_far_away_it_was():
    text = example("{main: review}").replace("        - {from: 2026-09-09, to: 2026-09-09}\n", "")
    (help,) = helps(text)
    assert help.startswith("no move was taken; “Frequent absence”")
    assert "one more absence, even of a day" in help


def test_the_track_is_named_where_there_are_several():
    text = example("{attendance: fine, other: ill}")
    text = text.replace("fine: {next", "fine: {track: attendance, next")
    text = text.replace("  review:\n", "  review:\n    track: attendance\n")
    text = text.replace(
        "stages:\n",
        "tracks: {attendance: {title: A, start: fine}, other: {title: B, start: well}}\n"
        "stages:\n"
        "  well: {track: other, next: [{when: {continuous: {at_least: 28 days}}, to: ill}]}\n"
        "  ill: {track: other, next: [{after: 1 week, from: return, to: well}]}\n",
    )
    assert [message for _, _, message in pointed(text)] == [
        "expected `fine` on the track `attendance`, but the procedure leads to `review`",
        "expected `ill` on the track `other`, but the procedure leads to `well`",
    ]


NO_ABSENCE = "    record: {}\n    on: 2026-11-12\n"


@pytest.mark.parametrize(
    ("expect", "rest", "message", "help"),
    [
        (
            "{next: none}",
            THREE,
            "expected nothing to do next, but the next action is `meet`",
            "outstanding on 12 November 2026: `meet` (due 25 November 2026)",
        ),
        (
            "{next: meet}",
            NO_ABSENCE,
            "expected the next action `meet`, but there is nothing to do",
            "nothing is outstanding on 12 November 2026",
        ),
        (
            "{next: call-in}",
            THREE,
            "expected the next action `call-in`, but it is `meet`",
            "outstanding on 12 November 2026: `meet` (due 25 November 2026)",
        ),
    ],
)
def test_the_next_action_is_compared(expect: str, rest: str, message: str, help: str):
    contact = "contact: [{id: call-in, who: employee, to: manager, on: day 1}]\n"
    text = example(expect, rest)
    if "call-in" in expect:
        rest = rest.replace("    on:", "      events: [{on: 2026-11-11, contact: call-in}]\n    on:")
        text = example(expect, rest).replace("triggers:", contact + "triggers:")
    assert [(one.message, one.help) for one in check(text).findings] == [(message, help)]


@pytest.mark.parametrize("expect", ["{main: review}", "{next: meet}", "{main: review, next: meet}"])
def test_only_what_an_example_expects_is_compared(expect: str):
    assert check(example(expect)).findings == []


def test_nothing_to_do_is_expected_as_none():
    assert check(example("{main: fine, next: none}", NO_ABSENCE)).findings == []


def test_a_mistake_in_the_record_of_an_example_is_found_at_its_own_place():
    rest = """\
    record:
      absences:
        - {from: 2026-09-09, to: 2026-09-08}
        - {from: 2026-11-11}
        - {from: 2026-11-12, category: sick}
      events: [{on: 2026-11-12, action: met}]
    on: 2026-11-12
"""
    text = example("{main: review}", rest)
    assert [(code, where) for code, where, _ in pointed(text)] == [
        ("FR402", "2026-09-08"),
        ("FR402", "2026-11-12"),
        ("FR402", "sick"),
        ("FR402", "met"),
    ]
    assert pointed(text)[0][2] == "the absence ends on 8 September 2026, before it starts"
    overlap = check(text).findings[1]
    assert overlap.related[0][0] == ("examples", 0, "record", "absences", 1, "from")


def test_an_example_of_someone_not_covered_says_so():
    rest = "    record: {employee: {group: cleaner}}\n    on: 2026-11-12\n"
    text = example("{main: fine}", rest).replace(
        "title: Small procedure", "title: Small procedure, covers: {groups: [teacher]}"
    )
    assert pointed(text) == [
        (
            "FR401",
            "expect",
            "the procedure is not for the staff group `cleaner`, so nothing is decided",
        )
    ]


def test_one_example_that_fails_does_not_hide_another():
    text = (
        example("{main: fine, next: none}") + "  - title: again\n" + THREE + "    expect: {main: fine}\n"
    )
    assert codes(check(text)) == ["FR401", "FR401", "FR401"]


def test_what_stands_in_the_way_of_running_are_the_errors_of_logic():
    errors = [rule.name.replace("-", "_") for rule in rules_of("logic") if rule.severity == "error"]
    assert list(logic.ERRORS) == errors
