"""Examples broken on purpose: lint or the procedure's own tests notice what changes a decision.

The everyday run takes a seeded sample; `HYPOTHESIS_PROFILE=long` all 200 mutants of every example with
2,000 records each. `python tests/mutants.py` prints the whole report, with what is missed.
"""

import os
from collections import Counter

import pytest
from mutants import (
    EXAMPLES,
    Mutant,
    Wanted,
    failing,
    missed,
    names,
    run,
    subject,
    tally,
    telling,
)
from mutations import Edit, all_edits, broken, drawn

from flowrules.model import parse_procedure
from flowrules.resolve import resolve

LONG = os.environ.get("HYPOTHESIS_PROFILE") == "long"
WANTED = Wanted(naive=50) if LONG else Wanted(mutants=12, records=10, both=False)
SAMPLE = names() if LONG else ["oakfield", "real/p12-aberdeen"]
LEAST = 95  # percent of the mutants that change a decision


def several(name):
    """Whether there are files of scenarios that tests/test_examples.py does not run."""
    return any(file.name != "scenarios.yaml" for file in (EXAMPLES / name).glob("*scenarios.yaml"))


@pytest.fixture(scope="module")
def mutants():
    return {name: run(name, WANTED) for name in SAMPLE}


@pytest.fixture(scope="module")
def oakfield():
    return subject("oakfield", Wanted(records=10, packs=()))


def flow_of(data):
    return resolve(parse_procedure(data)[0], "")[0]


@pytest.mark.parametrize("name", [name for name in names() if several(name)])
def test_all_the_scenarios_of_an_example_come_out_while_it_is_whole(name):
    one = subject(name, Wanted(records=0, packs=()))
    assert one.tests
    flow = one.alone._replace(before=one.before)
    assert failing(one, parse_procedure(one.data)[0], flow) is None


def test_nearly_all_that_change_a_decision_are_noticed(mutants):
    every = [one for its in mutants.values() for one in its]
    counted = tally(every)
    assert 100 * counted.noticed >= LEAST * counted.counting, "\n".join(missed(every))


def test_enough_of_them_change_a_decision_for_that_to_mean_something(mutants):
    for name, its in mutants.items():
        counted = tally(its)
        assert counted.counting >= 0.25 * len(its), name


def test_the_engine_misses_no_difference_that_the_naive_one_sees(mutants):
    alone = [one.edit.what for its in mutants.values() for one in its if one.alone]
    assert alone == []


def test_there_are_two_hundred_ways_to_break_oakfield_of_many_kinds_and_always_the_same(oakfield):
    edits = drawn(oakfield.data, 200, "oakfield")
    kinds = Counter(edit.kind for edit in edits)
    assert len(edits) == 200
    assert edits == drawn(oakfield.data, 200, "oakfield")
    assert len(kinds) > 30
    assert max(kinds.values()) < 20
    assert {"move dropped", "target swapped", "appeal deleted", "exclusion removed"} <= kinds.keys()


def test_every_edit_changes_the_procedure_and_leaves_the_original_alone(oakfield):
    before = str(oakfield.data)
    for edit in [*all_edits(oakfield.data)][::10]:
        assert broken(oakfield.data, edit) != oakfield.data, edit.what
    assert str(oakfield.data) == before


def test_the_people_in_the_records_reach_nearly_every_stage():
    oakfield = subject("oakfield", Wanted(records=60, packs=()))
    seen = {stage for stages in oakfield.visited for stage in stages}
    assert len(seen) >= 0.8 * len(oakfield.alone.stages)


def test_an_edit_that_only_renames_is_told_apart_by_no_record(oakfield):
    edit = Edit("title", "another title", ("procedure", "title"), "Another title")
    data = broken(oakfield.data, edit)
    assert telling(oakfield, data, flow_of(data), edit) == (None, False)


def test_a_stricter_bound_is_told_apart_by_a_record(oakfield):
    path = ("triggers", "frequent-absence", "any", 0, "absences", "at_least")
    edit = Edit("number", "three becomes one", path, 1)
    data = broken(oakfield.data, edit)
    lived, alone = telling(oakfield, data, flow_of(data), edit)
    assert lived is not None
    assert not alone


def test_only_mutants_that_change_a_decision_are_counted():
    edit = Edit("kind", "what", ("stages",), {})
    every = [
        Mutant(edit),
        Mutant(edit, refused="no stage"),
        Mutant(edit, record=object(), lint="said"),
        Mutant(edit, record=object(), tests="failed", lint="said"),
        Mutant(edit, record=object()),
    ]
    assert tally(every) == (5, 1, 3, 2, 1, 1, 2)
