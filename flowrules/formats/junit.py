"""Run -> JUnit XML, as build servers read it: a suite for each file, a case for each thing found.

A case fails where the run does (`--fail-on`); what is less grave is a case that passes, with what was
said. No time and no machine is in it: the same files give the same bytes.
"""

import re
from itertools import groupby

from junitparser import Error, Failure, TestCase, TestSuite

from flowrules.formats.run import Looked, Run, at_least
from flowrules.formats.snippet import lines_of
from flowrules.placed import Placed
from flowrules.trial.junit import junit

_NAME = "flowrules lint"
BEGINS = re.compile(rb"<\?xml [^>]*\?>\n<testsuites name=\"" + _NAME.encode() + rb'"')


def write(run: Run) -> bytes:
    """The XML of one run."""
    return junit(_NAME, [_suite(file, run) for file in run.files])


def _suite(file: Looked, run: Run) -> TestSuite:
    suite = TestSuite(file.name)
    shown = sorted(run.shown(file), key=lambda one: one.code)
    for (code, rule), found in groupby(shown, key=lambda one: (one.code, one.rule)):
        suite.add_testcase(_case(f"{code} {rule}", list(found), file, run))
    if not shown:
        suite.add_testcase(TestCase("no findings", file.name))
    return suite


def _case(name: str, found: list[Placed], file: Looked, run: Run) -> TestCase:
    case = TestCase(name, file.name)
    text = "\n".join(line for one in found for line in lines_of(one, file.source))
    if any(at_least(one, run.fail_on) for one in found):
        result = (Error if file.unread else Failure)(found[0].message, found[0].rule)
        result.text = text
        case.result = [result]
    else:
        case.system_out = text
    return case
