"""A condition that is added in one file works everywhere, and what its file says of it is asked."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import flowrules
from flowrules.numbers.fields import SPENDS_NOTHING, SPENDS_UNKNOWN

TESTS, HOME = Path(__file__).parent, Path(flowrules.__file__).parent

# What a stranger adds: a figure of its own with a bound, in words and in whole numbers.
SPELLS = '''\
"""`spells`: how many counted absences there have been, ever."""

from datetime import date
from fractions import Fraction
from typing import Annotated, NamedTuple

from pydantic import Field

from flowrules.decision import Reason
from flowrules.facts import Facts, Figure
from flowrules.numbers.absences import counts_on
from flowrules.numbers.fields import ABSENCE_WIDTH, BEGUN, DAY, MET, NODE_OWN, TRUE
from flowrules.view import Condition, Truth

WORD = "spells"
Shape = Annotated[int, Field(strict=True, ge=0)]
FACTS


class _Settings(NamedTuple):
    bounds: tuple


def resolve(shape, path, scope):
    return Condition(WORD, path, _Settings((("at_least", Fraction(shape)),)))


def test(condition, view):
    ((_, bound),) = condition.settings.bounds
    return Truth(len(view.counted) >= bound, len(view.counted) >= bound)


def reasons(condition, view):
    days = [(date.fromordinal(one.first), date.fromordinal(one.last)) for one in view.counted]
    return [
        Reason(
            WORD, condition.path, holds=test(condition, view).true, FIGURE
            at_least=condition.settings.bounds[0][1], absences=tuple(days),
        )
    ]


def phrase(condition, names):
    return f"away {condition.settings.bounds[0][1]} times or more"


def encode(condition, coder):
    return [int(condition.settings.bounds[0][1])]


def holds(t, w, a, e, s, row):
    many = 0
    for place in range(s[BEGUN]):
        if counts_on(a, place * t[ABSENCE_WIDTH], s[DAY]):
            many += 1
    return TRUE | MET if many >= t[row + NODE_OWN] else 0
'''
FACTS = """\
FACTS = Facts(
    Figure("{spell} of absence", "{} spells of absence", bound="{} times", lost="night", whole=True),
    changed_by=("rest_days",),
    elsewhere=False,
)
"""
FIGURE = "value=Fraction(len(days)), lost=(Fraction(2),) * len(days),"

# What is asked of it, by a program of its own: the conditions are read when it starts.
ASK = '''
import json
from asking import flow_of, record_of
from datetime import date
from flowrules.conditions import facts
from flowrules.engine import decide
from flowrules.explain.sentences import say_absences, say_reason
from flowrules.flow import conditions_of
from flowrules.kernel.coding import code
from flowrules.kernel.kernel import interpreted
from flowrules.kernel.reading import told_by, told_of
from flowrules.lint.bands import band_of
from flowrules.lint.logic import always_true
from flowrules.numbers import fields as f
from kernel_answers import columns_of_all

ON = date(2025, 4, 30)
flow = flow_of("""
    stages:
      fine: {next: [{when: {spells: 2}, to: twice}]}
      twice: {next: [{when: {absences: {at_least: 4, within: 1 year, not_used_before: true}}, to: more}]}
      more: {}
""")
record = record_of(away="2025-01-06, 2025-02-03..2025-02-04, 2025-03-03, 2025-03-10, 2025-03-17, 2025-03-24")
decision = decide(flow, record, ON, whole=False)
reason = decision.steps[0].because[0]
condition = conditions_of(flow)[reason.path]
coded = code(flow, ON)
row = coded.t[f.NODES]
(told,) = told_of(coded, interpreted(coded, columns_of_all([record], coded)))
always = flow_of("stages: {fine: {next: [{when: {spells: 0}, to: twice}]}, twice: {}}")
print(json.dumps({
    "steps": [f"{step.on} {step.to}" for step in decision.steps],
    "as the engine says": None if told is None else told == told_by(decision),
    "spends": coded.t[row + f.NODE_SPENDS],
    "said": say_reason(reason, condition, flow.names()),
    "absence": say_absences(reason)[0],
    "whole": band_of(condition).whole,
    "figure": band_of(condition).figure(reason.value),
    "always": [one.message for one in always_true.check(always)],
    "rest days": "counting: rest_days" in flow.unsaid,
    "elsewhere": facts("spells").elsewhere,
}))
'''


@pytest.fixture(scope="module")
def program(tmp_path_factory):
    """A copy of the program, to which one file is added."""
    home = tmp_path_factory.mktemp("program")
    shutil.copytree(HOME, home / "flowrules")
    return home


def asked(program, facts, figure=FIGURE):
    text = SPELLS.replace("FACTS\n", facts).replace("FIGURE\n", f"{figure}\n")
    (program / "flowrules" / "conditions" / "spells.py").write_text(text, "utf-8")
    done = subprocess.run(
        [sys.executable, "-B", "-c", ASK],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(map(str, (program, TESTS)))},
        cwd=program,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_what_the_file_of_a_condition_says_of_it_is_said_everywhere(program):
    assert asked(program, FACTS) == {
        "steps": ["2025-02-03 twice", "2025-03-24 more"],  # the first two are used up
        "as the engine says": None,
        "spends": SPENDS_UNKNOWN,  # it has a figure, and is no count
        "said": "2 spells of absence; the rule: away 2 times or more",
        "absence": "6 January 2025: 2 nights",
        "whole": True,
        "figure": "2 spells of absence",
        "always": ["`at_least: 0 times` holds for everybody"],
        "rest days": True,
        "elsewhere": False,
    }


def test_of_a_file_that_says_nothing_what_is_safe_is_taken_to_be_so(program):
    found = asked(program, "")
    assert found["steps"] == ["2025-02-03 twice", "2025-03-24 more"]
    assert found["said"] == "spells 2; the rule: away 2 times or more"
    assert found["absence"] == "6 January 2025: 2 working days"
    assert (found["figure"], found["whole"]) == ("spells 2", False)
    assert found["always"] == ["`at_least: 0` holds for everybody"]
    assert (found["spends"], found["as the engine says"]) == (SPENDS_UNKNOWN, None)
    assert (found["elsewhere"], found["rest days"]) == (True, False)


def test_a_condition_without_a_figure_spends_nothing_and_is_told_in_its_words(program):
    found = asked(program, "FACTS = Facts(figure=None)\n", figure="")
    assert found["steps"] == ["2025-02-03 twice", "2025-03-10 more"]
    assert found["said"] == "away 2 times or more"
    assert (found["spends"], found["as the engine says"]) == (SPENDS_NOTHING, True)
