"""Every example procedure: what is found in it, its own examples come out, and it is short enough to read."""

from datetime import date
from pathlib import Path

import pytest

from flowrules.check import check
from flowrules.cli.files import beside
from flowrules.formats.run import look
from flowrules.lint import rules_of
from flowrules.model import parse_scenarios
from flowrules.source import read
from flowrules.trial import try_examples

EXAMPLES = Path(__file__).parent.parent / "examples"
PUBLISHED = sorted((EXAMPLES / "real").rglob("procedure.yaml"))
PROCEDURES = [*PUBLISHED, EXAMPLES / "centre" / "procedure.yaml"]
FOUND = Path(__file__).parent / "golden" / "found"
DAY = date(2026, 11, 21)
NUMBERS = ("p01", "p02", "p12", "p19", "p20", "p21", "p38", "p44", "p47", "p52")


def checked(path):
    return check(path.read_bytes(), str(path), beside=beside(str(path)))


def named(path):
    return str(path.parent.relative_to(EXAMPLES))


def test_the_ten_published_procedures_are_there():
    assert {named(path).split("/")[1][:3] for path in PUBLISHED} == set(NUMBERS)


@pytest.mark.parametrize("path", PROCEDURES, ids=named)
def test_what_is_found_in_an_example_is_what_was_looked_at(path, golden):
    """They are as they were published: what is found there is true, and each line was thought about."""
    looked = look(path.read_bytes(), named(path), beside=beside(str(path)), today=DAY)
    lines = [
        f"{one.line}: {one.severity} {one.code} {one.rule}: {one.message}\n" for one in looked.findings
    ]
    golden(FOUND / f"{named(path).replace('/', '-')}.txt", "".join(lines))
    fatal = {rule.code for rule in rules_of("logic") if rule.severity == "error"}
    assert not fatal & {one.code for one in looked.findings}


@pytest.mark.parametrize("path", PROCEDURES, ids=named)
def test_the_scenarios_beside_an_example_come_out_as_they_say(path):
    source, _ = read((path.parent / "scenarios.yaml").read_bytes(), "scenarios.yaml")
    scenarios, findings = parse_scenarios(source.data)
    assert findings == []
    trials = list(try_examples(checked(path).flow, scenarios.scenarios, ("scenarios",)))
    assert len(trials) >= 40
    assert [(one.title, str(one.on), one.findings) for one in trials if one.findings] == []


@pytest.mark.parametrize("path", PROCEDURES, ids=named)
def test_an_example_is_short_enough_to_read(path):
    """Its own examples are not counted: they stand beside it."""
    lines = path.read_text("utf-8").splitlines()
    assert len(lines) <= 250
    assert max(map(len, lines)) <= 100


@pytest.mark.parametrize("path", PUBLISHED, ids=named)
def test_a_published_procedure_says_where_it_is_from_and_what_was_taken_for_granted(path):
    header = checked(path).flow.header
    assert header.source
    assert any(note.startswith("our assumption:") for note in header.notes)
