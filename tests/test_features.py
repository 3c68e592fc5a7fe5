"""docs/features.md: every feature of the list once, its word in the reference and in the file named."""

import re
from pathlib import Path

import pytest

from flowrules.check import check
from flowrules.trial import try_examples

HOME = Path(__file__).parent.parent
PAGE = (HOME / "docs" / "features.md").read_text("utf-8")
CELLS = [[cell.strip() for cell in line.split("|")[1:-1]] for line in PAGE.splitlines()]
ROWS = {cells[0]: cells for cells in CELLS if cells and re.fullmatch(r"F\d\d", cells[0])}
REFERENCE = (HOME / "docs" / "language.md").read_text("utf-8")
EXTRA = re.search(r"```yaml\n(.*?)```", PAGE, re.DOTALL)[1]


def shown_in(path):
    """The text of an example; of this page only the procedure, since the words stand in its table too."""
    return EXTRA if path == "docs/features.md" else (HOME / path).read_text("utf-8")


def test_every_feature_of_the_list_has_one_row():
    numbers = re.findall(r"^\| (F\d\d)", PAGE, re.MULTILINE)
    assert numbers == [f"F{number:02}" for number in range(1, 76)]
    assert [len(cells) for cells in ROWS.values()] == [5] * 75


def test_few_are_left_out_and_each_says_why():
    left_out = {number for number, row in ROWS.items() if not row[2]}
    assert left_out == {"F68"}
    assert all("left out: " in ROWS[number][4] for number in left_out)


@pytest.mark.parametrize("number", [number for number, row in ROWS.items() if row[2]])
def test_a_feature_has_its_word_in_the_reference_and_in_its_example(number):
    _, what, words, files, more = ROWS[number]
    assert what
    (word,) = re.findall(r"`([^`]+)`", words)
    (path,) = re.findall(r"`([^`]+)`", files)
    bounded = re.compile(rf"(?<![\w-]){re.escape(word)}(?![\w-])")
    assert bounded.search(REFERENCE), f"`{word}` is no word of the language"
    assert bounded.search(shown_in(path)), f"{path} does not have `{word}`"
    for other in re.findall(r"`([a-z_]+)`", more):
        assert other in REFERENCE, f"`{other}` is no word of the language"


def test_the_procedure_of_further_words_comes_out_as_its_examples_say():
    checked = check(EXTRA, "features.md", packs=("logic",))
    assert [one.message for one in checked.findings if one.severity == "error"] == []
    trials = list(try_examples(checked.flow, checked.flow.examples, ("examples",)))
    assert [one.message for trial in trials for one in trial.findings] == []
    shown = {number for trial in trials for number in re.findall(r"F\d\d", trial.title)}
    below = {number for number, row in ROWS.items() if "docs/features.md" in row[3]}
    assert shown == below
