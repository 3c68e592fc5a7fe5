"""Oakfield, broken in one place for each rule: `tests/twins/RULE.yaml` says where, and what is then said.

A twin has `replace`, a list of [old, new] texts, each old one of which stands in Oakfield's procedure
exactly once, and `expect`: all that `flowrules lint --notes` prints. `--update` fills that in. `follow`
says, in the same way, how the help of its rule is followed to the letter.
"""

from datetime import date
from functools import cache
from pathlib import Path

import pytest
from written_helps import shown_in

from flowrules.formats.run import Run, look
from flowrules.formats.text import say
from flowrules.lint import all_rules
from flowrules.source import read

HERE = Path(__file__).parent
TWINS = sorted((HERE / "twins").glob("*.yaml"))
OAKFIELD = (HERE.parent / "examples" / "oakfield" / "procedure.yaml").read_text("utf-8")
DAY = date(2026, 11, 21)
EXPECT = "expect: "


def printed(text, name="twin.yaml"):
    """What `flowrules lint --notes` prints of a text on that day."""
    return say(Run((look(text.encode(), name, today=DAY),), notes=True))


def twin_of(path):
    """What a twin says, and the procedure that it makes of Oakfield's."""
    source, findings = read(path.read_bytes(), path.name)
    assert source is not None, findings
    text = OAKFIELD
    for old, new in source.data["replace"]:
        assert OAKFIELD.count(old) == 1, f"{path.name}: {OAKFIELD.count(old)} times in Oakfield: {old}"
        assert text.count(old) == 1, f"{path.name}: gone by an edit before it: {old}"
        text = text.replace(old, new)
    return source.data, text


def with_expected(said, text):
    """The file of a twin with all that is printed, as it stands, under `expect`."""
    head, mark, _ = said.partition(f"\n{EXPECT}")
    assert mark, "a twin ends with `expect:`"
    block = "".join(f"  {line}\n" if line else "\n" for line in text.splitlines())
    return f"{head}{mark}|\n{block}"


@pytest.mark.parametrize("path", TWINS, ids=lambda path: path.stem)
def test_a_broken_twin_of_oakfield_prints_exactly_this(path, golden):
    said = path.read_text("utf-8")
    data, text = twin_of(path)
    golden(path, with_expected(said, printed(text)))
    assert list(data) == ["replace", "follow", "expect"]


@pytest.mark.parametrize("path", TWINS, ids=lambda path: path.stem)
def test_who_follows_the_help_is_rid_of_the_finding_and_comes_to_nothing_worse(path):
    """But for the author's own examples (FR4), which say what came out of the rules before."""
    data, text = twin_of(path)
    before, meant = found_in(text), found_in(OAKFIELD)
    after = text
    for old, new in data["follow"]:
        assert after.count(old) == 1, old
        after = after.replace(old, new)
    words = " ".join(after.split())
    for help in [one.help for one in before.values() if one.rule == path.stem]:
        shown = [one.removeprefix("counting: ").strip("{}") for one in shown_in(help)]
        assert [one for one in shown if one not in words] == []
    for known, found in found_in(after).items():
        assert found.rule != path.stem or known in meant, found
        harmless = found.severity == "note" or found.code.startswith("FR4")
        assert harmless or (known in before and before[known].severity != "note"), found


@cache
def found_in(text):
    """What is found in a text, by code and message."""
    found = look(text.encode(), "twin.yaml", today=DAY).findings
    return {(one.code, one.message): one for one in found}


def test_every_rule_has_a_twin():
    assert {path.stem for path in TWINS} == set(all_rules())


# What is only worth a note in Oakfield is meant there.
MEANT = {
    "months-end-unevenly": "a school says six months, and its notices do",
    "two-ways-at-once": "who is back at work on the day of the review returns, and is not reviewed",
}


def test_of_oakfield_itself_nothing_is_said_but_what_is_meant():
    found = look(OAKFIELD.encode(), "oakfield.yaml", today=DAY).findings
    assert {one.rule for one in found if one.severity == "note"} == set(MEANT)
    assert [(one.line, one.code, one.message) for one in found if one.severity != "note"] == []
