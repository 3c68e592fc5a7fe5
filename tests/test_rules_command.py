"""`flowrules rules` and docs/rules.md: what each rule means, told once and shown everywhere."""

import json
import re
from pathlib import Path
from textwrap import dedent

import pytest
from click.testing import CliRunner

import flowrules
from flowrules import law
from flowrules.cli import main
from flowrules.formats.page import as_markdown, as_text, page_of
from flowrules.lint import PACKS, all_rules, rules_of

HOME = Path(flowrules.__file__).parent
PAGE = HOME.parent / "docs" / "rules.md"
MADE = "<!-- From here on this page is made from the rules: `pytest tests/test_rules_command.py --update` -->\n"
RULES = all_rules()


def run(*words):
    return CliRunner().invoke(main, ["rules", *words], prog_name="flowrules", catch_exceptions=False)


def test_the_list_has_every_rule_once_under_its_pack():
    text = run().output
    places = [text.index(f"\n{pack}\n" if place else f"{pack}\n") for place, pack in enumerate(PACKS)]
    assert places == sorted(places)
    for place, pack in enumerate(PACKS):
        end = places[place + 1] if place + 1 < len(PACKS) else len(text)
        part = text[places[place] : end]
        named = re.findall(
            r"^  (FR\d+)  (?:error|warning|note) +([a-z0-9-]+): .+(?:\.|\n {18}\S.*\.)$",
            part,
            re.MULTILINE,
        )
        assert named == sorted((rule.code, rule.name) for rule in rules_of(pack))


@pytest.mark.parametrize("name", RULES)
def test_a_rule_is_found_by_its_code_and_by_its_name(name):
    text = run(name).output
    assert text == run(RULES[name].code).output
    assert text == run(RULES[name].code.lower()).output
    assert text.startswith(f"{RULES[name].code} {name} (")


@pytest.mark.parametrize("name", RULES)
def test_nothing_that_a_rule_says_of_itself_is_left_out(name):
    """Every word of the docstring, in its order, in the text and in Markdown."""
    page = page_of(RULES[name])
    said = RULES[name].module.__doc__
    for text in (as_text(page), as_markdown(page)):
        words = iter(text.split())
        assert [word for word in said.split() if word not in words] == []


@pytest.mark.parametrize("name", RULES)
def test_the_procedures_of_a_page_can_be_copied(name):
    page = page_of(RULES[name])
    _, _, rest = RULES[name].module.__doc__.partition("\nBad:\n")
    bad, _, good = rest.partition("\nGood:\n")
    assert (page.bad.strip(), page.good.strip()) == (dedent(bad).strip(), dedent(good).strip())
    for text in (page.bad, page.good):
        assert text.startswith("flowrules: 1\n")
        assert f"```yaml\n{text}```" in as_markdown(page)


@pytest.mark.parametrize("name", RULES)
def test_a_page_keeps_to_the_width_of_a_screen(name):
    text, _, _ = as_text(page_of(RULES[name])).partition("\nBad:\n")
    assert [line for line in text.splitlines() if len(line) > 100 and " " in line.strip("- ")] == []


@pytest.mark.parametrize("name", [rule.name for rule in rules_of("law-england")])
def test_the_page_of_a_rule_of_law_tells_its_sources_and_the_day_they_were_read(name):
    text = " ".join(as_text(page_of(RULES[name])).split())
    entry = RULES[name].law
    for source in entry.sources:
        how = f" ({law.READ[source.read]}" if law.READ[source.read] else "."
        assert f"{' '.join(source.text.split())}{how}" in text
    for fact in entry.facts:
        assert " ".join(fact.says.split()).lower() in text.lower()
    assert "Last checked on " in text
    assert "to be looked at again by " in text
    assert "It is not legal advice." in text
    if entry.unsure:
        assert f"Not certain: {' '.join(entry.unsure.split())}" in text


def test_the_page_of_a_rule_says_how_to_decide_against_it_where_one_may():
    assert "{rule: unused-definition, because: WHY, until: DAY}" in run("FR303").output
    assert "decide against" not in run("no-way-out").output


def test_several_rules_are_told_one_after_the_other():
    assert run("FR301", "FR701").output == run("FR301").output + "\n" + run("FR701").output


@pytest.mark.parametrize(
    ("name", "help"),
    [
        ("unused-definitions", "did you mean `unused-definition`?"),
        ("FR101", "`flowrules rules` lists them all"),
    ],
)
def test_what_is_no_rule_ends_with_2_and_one_line(name, help):
    done = run(name)
    assert done.exit_code == 2
    assert done.output == f"flowrules: there is no rule called `{name}`: {help}\n"


def test_json_has_all_of_every_rule():
    document = json.loads(run("--format", "json").output)
    assert document["flowrules"] == 1
    assert [one["code"] for one in document["rules"]] == [
        rule.code for pack in PACKS for rule in sorted(rules_of(pack), key=lambda rule: rule.code)
    ]
    (one,) = json.loads(run("FR701", "--format", "json").output)["rules"]
    assert (one["name"], one["pack"], one["severity"]) == ("pregnancy-counts", "law-england", "error")
    assert one["law"]["id"] == "L01"
    assert one["law"]["sources"][0]["read"] == "primary"
    assert one["can_be_allowed"] is True


# docs/rules.md ---------------------------------------------------------------------------------------


def other_findings():
    """The codes of findings that no rule makes, with the word that each is known by."""
    pairs = [
        (r'"(FR\d{3})",\s*"([a-z0-9-]+)"', (1, 2)),
        (r'"([a-z0-9-]+)": \(?\s*"(FR\d{3})"', (2, 1)),
        (r'code="(FR\d{3})", rule="([a-z0-9-]+)"', (1, 2)),
    ]
    rules = {rule.code for rule in RULES.values()}
    found = {}
    for path in sorted(HOME.rglob("*.py")):
        for pattern, (code, word) in pairs:
            for match in re.finditer(pattern, path.read_text("utf-8")):
                found.setdefault(match[code], match[word])
    return {code: word for code, word in sorted(found.items()) if code < "FR500" and code not in rules}


def test_every_finding_of_lint_that_is_no_rule_has_its_word():
    codes = set()
    for path in HOME.rglob("*.py"):
        codes |= set(re.findall(r'"(FR[0-4]\d\d)"', path.read_text("utf-8")))
    assert set(other_findings()) == codes - {rule.code for rule in RULES.values()}


def test_the_page_of_rules_is_what_the_rules_say(golden):
    """The beginning is written by hand; what comes after it is not."""
    head, mark, _ = PAGE.read_text("utf-8").partition(MADE)
    assert mark
    rows = "".join(f"| {code} | {word} |\n" for code, word in other_findings().items())
    golden(
        PAGE,
        f"{head}{mark}\n{run('--format', 'markdown').output}\n## Findings that are no rules\n\n"
        "Of syntax, shape, names and the author's own examples. Each says at its place what is wrong and the\n"
        "way out, and none can be allowed.\n\n| code | word |\n|---|---|\n" + rows,
    )
